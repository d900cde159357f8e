// Which program may report events, or what people ask for? Its key is shown once, here.
import * as z from "zod"
import { insertApiKey } from "../../../shared/db/queries/api-keys.ts"
import { ApiScope, EventSource } from "../../../shared/domain/api-key.ts"
import { newId } from "../../../shared/kit/ids.ts"
import { hashOfApiKey, newApiKey } from "../api-key.ts"
import { storable } from "../decide.ts"
import { endpoint } from "../endpoint.ts"
import { OPERATOR } from "../operator.ts"

export const postKeyRoute = endpoint({
  method: "POST",
  path: "/api/v1/keys",
  name: "postKey",
  summary: "Makes a key for a program. The answer is the only place that ever shows it.",
  tag: "Keys",
  body: z.strictObject({
    name: storable(100)
      .refine((text) => text.trim() !== "", "must not be empty")
      .describe("Whose it is, for you."),
    scopes: z
      .array(ApiScope)
      .min(1, "must name a scope")
      .refine((scopes) => new Set(scopes).size === scopes.length, "names a scope twice")
      .describe("`events:write` reports events, `people:write` tells what people ask for about themselves."),
    source: EventSource.describe("What its events come from: their ids are unique within it. Keys that follow one another share it."),
    eventsPerMinute: z.int().min(1).max(10_000_000).default(60_000),
  }),
  reply: z.object({
    id: z.string(),
    key: z.string().describe("Shown once, kept as a hash: `Authorization: Bearer KEY`."),
    source: z.string(),
    scopes: z.array(ApiScope),
    eventsPerMinute: z.int(),
    createdAt: z.iso.datetime(),
  }),
  cache: "never",
  guard: OPERATOR,
  async answer({ db, clock }, { body, actor }) {
    const now = clock.now()
    const key = newApiKey()
    const made = { id: newId("key", now), ...body }
    await insertApiKey(db, { ...made, secretHash: await hashOfApiKey(key) }, { actor, now })
    const { id, source, scopes, eventsPerMinute } = made
    return { id, key, source, scopes, eventsPerMinute, createdAt: now.toISOString() }
  },
})
