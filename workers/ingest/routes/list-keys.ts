// Which programs have keys?
import * as z from "zod"
import { listApiKeys } from "../../../shared/db/queries/api-keys.ts"
import { ApiScope } from "../../../shared/domain/api-key.ts"
import { endpoint } from "../endpoint.ts"
import { OPERATOR } from "../operator.ts"

/** More than an operator will ever make; the newest are listed. */
const MOST_KEYS = 500

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
        source: z.string(),
        scopes: z.array(ApiScope),
        eventsPerMinute: z.int(),
        createdAt: z.iso.datetime(),
        revokedAt: z.iso.datetime().nullable(),
      }),
    ),
  }),
  cache: "never",
  guard: OPERATOR,
  async answer({ db }) {
    const keys = await listApiKeys(db, MOST_KEYS)
    return {
      keys: keys.map(({ createdAt, revokedAt, scopes, ...key }) => ({
        ...key,
        scopes: [...scopes],
        createdAt: createdAt.toISOString(),
        revokedAt: revokedAt?.toISOString() ?? null,
      })),
    }
  },
})
