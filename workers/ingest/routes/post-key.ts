// What may a program read, or tell the studio? Its key is shown once, here.
import * as z from "zod"
import { insertApiKey } from "../../../shared/db/queries/api-keys.ts"
import { API_SCOPES, ApiScope, EventSource, hashOfApiKey, newApiKey, toScopes } from "../../../shared/domain/api-key.ts"
import { ApiPlan } from "../../../shared/domain/api-plan.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { newId } from "../../../shared/kit/ids.ts"
import { storable } from "../decide.ts"
import { endpoint } from "../endpoint.ts"
import { OPERATOR } from "../operator.ts"

const SCOPES = Object.entries(API_SCOPES).map(([scope, words]) => `\`${scope}\` ${words}`)

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
      .describe(`What it may: ${SCOPES.join("; ")}. Whoever may read anything has \`read:insights\` too.`),
    plan: ApiPlan.default("free").describe("How much it may read in a minute and in a day."),
    expiresAt: z.iso.datetime({ offset: true }).optional().describe("When it ends by itself; it never does where this isn't given."),
    source: EventSource.optional().describe(
      "What its events come from: their ids are unique within it. Keys that follow one another share it. Needed for `write:events` and `write:people`.",
    ),
    eventsPerMinute: z.int().min(1).max(10_000_000).default(60_000),
  }),
  reply: z.object({
    id: z.string(),
    key: z.string().describe("Shown once, kept as a hash: `Authorization: Bearer KEY`."),
    scopes: z.array(ApiScope),
    plan: ApiPlan,
    source: z.string().nullable(),
    eventsPerMinute: z.int(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
  }),
  cache: "never",
  guard: OPERATOR,
  async answer({ db, clock }, { body, actor }) {
    const now = clock.now()
    const key = newApiKey()
    const expiresAt = body.expiresAt === undefined ? null : new Date(body.expiresAt)
    if (expiresAt !== null && expiresAt <= now) throw wrong("/expiresAt", "must lie ahead")
    const scopes = toScopes(body.scopes)
    const reports = scopes.includes("write:events") || scopes.includes("write:people")
    if (reports && body.source === undefined) throw wrong("/source", "must be given where the key reports something")
    const { name, plan, eventsPerMinute, source = null } = body
    const made = { id: newId("key", now), name, scopes, plan, source, eventsPerMinute, expiresAt }
    await insertApiKey(db, { ...made, secretHash: await hashOfApiKey(key), lastFour: key.slice(-4) }, { actor, now })
    const { id } = made
    return { id, key, scopes, plan, source, eventsPerMinute, createdAt: now.toISOString(), expiresAt: expiresAt?.toISOString() ?? null }
  },
})

const wrong = (pointer: string, detail: string): Failure =>
  new Failure("invalid-input", "A part of the request is not valid.", { faults: [{ pointer, detail }] })
