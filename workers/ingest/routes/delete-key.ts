// Shall this key open nothing any more?
import * as z from "zod"
import { REMEMBERED_MS } from "../../../shared/domain/api-key.ts"
import { revokeApiKey } from "../../../shared/db/queries/api-keys.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { endpoint } from "../endpoint.ts"
import { KeyId } from "../key-id.ts"
import { OPERATOR } from "../operator.ts"

export const deleteKeyRoute = endpoint({
  method: "DELETE",
  path: "/api/v1/keys/{id}",
  name: "deleteKey",
  summary: `Revokes a key. It works ${REMEMBERED_MS / 1_000} seconds longer at most, where it was used just before.`,
  tag: "Keys",
  params: { id: KeyId },
  reply: z.object({ id: z.string(), revokedAt: z.iso.datetime() }),
  cache: "never",
  guard: OPERATOR,
  async answer({ db, clock }, { params: { id }, actor }) {
    const revokedAt = await revokeApiKey(db, id, { actor, now: clock.now() })
    if (revokedAt === null) throw new Failure("not-found", "There is no such key.")
    return { id, revokedAt: revokedAt.toISOString() }
  },
})
