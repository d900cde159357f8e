// Shall this key get another secret? The one that there was may go on working for some hours, while its program changes over.
import * as z from "zod"
import { rotateApiKey } from "../../../shared/db/queries/api-keys.ts"
import { hashOfApiKey, MOST_GRACE_HOURS, newApiKey } from "../../../shared/domain/api-key.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { endpoint } from "../endpoint.ts"
import { KeyId } from "../key-id.ts"
import { OPERATOR } from "../operator.ts"

const HOUR_MS = 3_600_000

export const postKeyRotationRoute = endpoint({
  method: "POST",
  path: "/api/v1/keys/{id}/rotation",
  name: "postKeyRotation",
  summary: "Gives a key another secret. The answer is the only place that ever shows it.",
  tag: "Keys",
  params: { id: KeyId },
  body: z.strictObject({
    graceHours: z
      .int()
      .min(0)
      .max(MOST_GRACE_HOURS)
      .default(24)
      .describe("For how many hours the secret that there was works too. One from an earlier rotation ends now."),
  }),
  reply: z.object({
    id: z.string(),
    key: z.string().describe("Shown once, kept as a hash: `Authorization: Bearer KEY`."),
    previousUntil: z.iso.datetime().nullable().describe("Until when the secret that there was works; null: not any more."),
  }),
  cache: "never",
  guard: OPERATOR,
  async answer({ db, clock }, { params: { id }, body: { graceHours }, actor }) {
    const now = clock.now()
    const key = newApiKey()
    const previousUntil = graceHours === 0 ? null : new Date(now.getTime() + graceHours * HOUR_MS)
    const rotation = { id, secretHash: await hashOfApiKey(key), lastFour: key.slice(-4), previousUntil }
    if (!(await rotateApiKey(db, rotation, { actor, now }))) {
      throw new Failure("not-found", "There is no such key, or it is revoked or over.")
    }
    return { id, key, previousUntil: previousUntil?.toISOString() ?? null }
  },
})
