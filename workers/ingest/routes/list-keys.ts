// Which programs have keys?
import * as z from "zod"
import { listApiKeys } from "../../../shared/db/queries/api-keys.ts"
import { ApiScope } from "../../../shared/domain/api-key.ts"
import { ApiPlan } from "../../../shared/domain/api-plan.ts"
import { endpoint } from "../endpoint.ts"
import { OPERATOR } from "../operator.ts"

/** More than an operator will ever make; the newest are listed. */
const MOST_KEYS = 500

const moment = (at: Date | null): string | null => at?.toISOString() ?? null

export const listKeysRoute = endpoint({
  path: "/api/v1/keys",
  name: "listKeys",
  summary: `Lists the keys of programs, the newest ${MOST_KEYS}, newest first. What they are is shown only when they are made.`,
  tag: "Keys",
  reply: z.object({
    keys: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        lastFour: z.string().nullable().describe("How it ends; null for keys from before this was kept. All begin with `cck_`."),
        scopes: z.array(ApiScope),
        plan: ApiPlan,
        source: z.string().nullable(),
        eventsPerMinute: z.int(),
        createdAt: z.iso.datetime(),
        expiresAt: z.iso.datetime().nullable(),
        rotatedAt: z.iso.datetime().nullable(),
        previousUntil: z.iso.datetime().nullable().describe("Until when the secret from before the newest rotation works."),
        revokedAt: z.iso.datetime().nullable(),
      }),
    ),
  }),
  cache: "never",
  guard: OPERATOR,
  async answer({ db }) {
    const keys = await listApiKeys(db, MOST_KEYS)
    return {
      keys: keys.map(({ createdAt, expiresAt, rotatedAt, previousUntil, revokedAt, scopes, ...key }) => ({
        ...key,
        scopes: [...scopes],
        createdAt: createdAt.toISOString(),
        expiresAt: moment(expiresAt),
        rotatedAt: moment(rotatedAt),
        previousUntil: moment(previousUntil),
        revokedAt: moment(revokedAt),
      })),
    }
  },
})
