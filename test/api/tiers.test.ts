// Does anything leave without the scope for it? Every endpoint, page and tool, asked by callers with every set of scopes.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { type ApiScope, hashOfApiKey, READ_SCOPES } from "../../shared/domain/api-key.ts"
import { toolName, toolRoutes } from "../../workers/api/mcp-tools.ts"
import { ENDPOINTS, ROUTES } from "../../workers/api/routes.ts"
import { type Cast, NOON, seed, STORY } from "./cast.ts"
import { POST, seedDesk } from "./desk-cast.ts"
import { seedPeople } from "./stats-cast.ts"
import { openStudio, type Studio } from "./studio.ts"

/** Anyone may ask, and is told the same. */
const OPEN: readonly string[] = [
  "/api/v1/insights",
  "/api/v1/insights/{id}",
  "/api/v1/track-record",
  "/api/v1/track-record/claims",
  "/api/v1/assets",
  "/api/v1/assets/{asset}",
  "/api/v1/market/{asset}/candles",
  "/api/v1/market/{asset}/quotes",
  "/api/v1/news",
  "/api/v1/news/{id}",
  "/api/v1/sentiment",
  "/api/v1/analytics/summary",
  "/api/v1/analytics/formats",
  "/api/v1/analytics/hours",
  "/api/v1/analytics/agents",
  "/api/v1/trending-topics",
  "/api/v1/snapshots",
  "/api/v1/snapshots/{id}",
  "/api/v1/experiments",
  "/api/v1/experiments/{id}",
  "/api/v1/agents",
  "/api/v1/health",
  "/api/v1/status",
  "/api/v1/exports/insights",
  "/api/v1/exports/posts",
  "/api/v1/exports/candles",
  "/api/v1/exports/quotes",
  "/api/v1/exports/news",
  "/api/v1/exports/sentiment",
  "/api/v1/streams/insights",
  "/api/v1/streams/posts",
]
/** What each endpoint lets out, and to whom: decided here, once, for each. `tiered`: anyone may ask, and members are told more. */
const DECISIONS: Readonly<Record<string, "anyone" | "tiered" | ApiScope>> = {
  ...Object.fromEntries(OPEN.map((path) => [path, "anyone" as const])),
  "/api/v1/posts": "tiered",
  "/api/v1/posts/{id}": "tiered",
  "/api/v1/audience": "read:operations",
  "/api/v1/runs": "read:operations",
  "/api/v1/runs/{id}": "read:operations",
}

const SECRETS = {
  /** A post for members. */
  "read:premium": [POST],
  /** What a run wrote down about its failure. */
  "read:operations": ["kraken: does not answer."],
  /** An account of a person: nothing but the operator's own pages shows one. */
  nobody: ["2244994945"],
} as const

type Caller = { readonly name: string; readonly scopes: readonly ApiScope[]; readonly headers: Record<string, string> }

let studio: Studio
let cast: Cast
const callers: Caller[] = [{ name: "nobody", scopes: [], headers: {} }]
const keyOf = (letter: string) => `cck_${letter.repeat(43)}`

const KEYS: readonly (readonly ApiScope[])[] = [
  ["read:insights"],
  ["read:insights", "read:premium"],
  ["read:insights", "read:operations"],
  ["write:events"],
  ["write:approvals", "write:people", "write:webhooks"],
]

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(NOON)
  cast = await seed(studio.database.db("studio_agents"))
  await seedDesk(studio.database)
  await seedPeople(studio.database, NOON)
  await studio.database.rows(`UPDATE published_content SET tier = 'members' WHERE id = '${POST}'`)
  for (const [i, scopes] of KEYS.entries()) {
    const key = keyOf(String(i))
    await studio.database.rows(`INSERT INTO api_keys (id, name, secret_hash, scopes, source, events_per_minute, created_at)
      VALUES ('key_000000000${i}', 'x', '${await hashOfApiKey(key)}', '{${scopes.join(",")}}', 'forum', 1, '2026-11-01T00:00Z')`)
    callers.push({ name: scopes.join(" "), scopes, headers: { authorization: `Bearer ${key}` } })
  }
  callers.push({ name: "the operator", scopes: READ_SCOPES, headers: { cookie: await studio.signIn() } })
}, 60_000)
afterAll(() => studio.close())

const real = (path: string): string => {
  const ids: Record<string, string> = {
    insights: cast.insights[3] ?? "",
    news: STORY,
    posts: POST,
    runs: cast.runs.dead,
    problems: "conflict",
    snapshots: "snp_day20261116",
    experiments: "content-strategy.1",
  }
  const [, noun = ""] = /(\w+)\/\{\w+\}/.exec(path) ?? []
  return path.replace("{asset}", "BTC").replace(/\{\w+\}/, ids[noun] ?? "x")
}

/** These print the committed examples, which come from a cast of the same names. */
const MADE_OF_EXAMPLES = new Set(["/openapi.json", "/openapi-ingest.json", "/docs", "/llms.txt"])

/** A stream's beginning, or the whole of anything else. */
async function textOf(response: Response): Promise<string> {
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) return response.text()
  await response.body?.cancel()
  return ""
}

/** What this caller may not see. */
const withheldFrom = ({ scopes }: Caller): readonly string[] =>
  Object.entries(SECRETS).flatMap(([scope, secrets]) => ((scopes as readonly string[]).includes(scope) ? [] : secrets))

const mayAsk = ({ name, scopes }: Caller, decided: string): boolean =>
  scopes.includes(decided as ApiScope) ||
  ((decided === "anyone" || decided === "tiered") && (name === "nobody" || scopes.includes("read:insights")))

/** A new endpoint is in neither list: somebody has to decide. */
const decisionOf = (path: string) => DECISIONS[path] ?? "not decided yet"

describe.each(ENDPOINTS.map(({ path, operation }) => ({ path, operation })))("$path", ({ path, operation }) => {
  it("asks for the scope that was decided on", () => {
    const declared = operation?.scope ?? (operation?.isTiered ? "tiered" : "anyone")
    expect([path, declared]).toEqual([path, decisionOf(path)])
  })

  it("answers those who may ask, and tells nobody what he lacks the scope for", async () => {
    for (const caller of callers) {
      const response = await studio.ask(real(path), { headers: caller.headers })
      const refused = caller.name === "nobody" ? 401 : 403
      const who = [path, caller.name]
      const wanted = mayAsk(caller, decisionOf(path)) ? [200, 400, 404] : [refused]
      expect([...who, response.status, wanted.includes(response.status)]).toEqual([...who, response.status, true])
      const text = await textOf(response)
      for (const secret of withheldFrom(caller)) expect([...who, text.includes(secret)]).toEqual([...who, false])
    }
  })
})

it("lets nothing of it out on pages, in feeds and in texts that visitors may see, whatever key they show", async () => {
  const open = ROUTES.filter(
    ({ method, operation, forOperator, path }) => method === "GET" && operation === null && !forOperator && !MADE_OF_EXAMPLES.has(path),
  )
  for (const { path } of open) {
    for (const caller of callers.filter(({ name }) => name !== "the operator")) {
      const text = await (await studio.ask(real(path), { headers: caller.headers })).text()
      const withheld = path === "/metrics" ? withheldFrom(caller) : Object.values(SECRETS).flat()
      // A page that is asked for by the very id says no more than that there is nothing.
      for (const secret of withheld.filter((each) => !real(path).includes(each))) {
        expect([path, caller.name, text.includes(secret)]).toEqual([path, caller.name, false])
      }
    }
  }
})

it("lets nothing of it out by a tool of language models", async () => {
  const tools = toolRoutes(ENDPOINTS).map(({ operation }) => toolName(operation))
  expect(tools.length).toBeGreaterThan(0)
  for (const name of tools) {
    for (const caller of callers.slice(0, 2)) {
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: {} } })
      const headers = { ...caller.headers, "content-type": "application/json", accept: "application/json, text/event-stream" }
      const text = await (await studio.ask("/mcp", { method: "POST", headers, body })).text()
      for (const secret of withheldFrom(caller)) expect([name, text.includes(secret)]).toEqual([name, false])
    }
  }
})

it("shows the secrets to those who may see them, so that the others are known to look for something", async () => {
  const [, , premium, operations] = callers
  expect(await (await studio.ask("/api/v1/posts", { headers: premium?.headers ?? {} })).text()).toContain(POST)
  expect(await (await studio.ask("/api/v1/runs", { headers: operations?.headers ?? {} })).text()).toContain("kraken: does not answer.")
  expect(await studio.database.rows("SELECT count(*) FROM user_identities WHERE external_id = '2244994945'")).not.toEqual([["0"]])
})
