// A run and its model, on real statements and a fake provider: asked once, paid once, and nobody uses an answer that isn't kept.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import type { ModelProvider } from "../../shared/integrations/model.ts"
import { openBreakers } from "../../shared/kit/breaker.ts"
import { BREAKER_DEFAULTS } from "../../shared/kit/http.ts"
import { openModelAccess, type ModelAccess } from "../../workers/agents/ask.ts"
import { contentCreation } from "../../workers/agents/content-creation/agent.ts"
import { decide } from "../../workers/agents/content-creation/decide.ts"
import { order } from "../agents/content-creation/orders.ts"
import { INSIGHTS } from "../domain/insights.ts"
import { FIRST, KEYS } from "../integrations/model-world.ts"
import { openDesk } from "../world/desk.ts"
import { type Behave, type ModelBehaviour, openModelHost } from "../world/hosts/model.ts"
import { openVirtualClock } from "../world/virtual-clock.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import { seedInsight, seedPlan } from "./planned.ts"

const insight = INSIGHTS[0]!
const NOW = new Date(Date.parse(insight.madeAt) + 60_000)
const USAGE = { tokensIn: 900, tokensOut: 100 }
/** FIRST costs a micro-dollar a token in and two out. */
const COST = 1_100

/** What a good model would write. */
function honest(): { title: null; parts: string[] } {
  const text = decide(
    { task: "write", order: order(insight, { disclosure: "none", id: "plan_another000" }), linkHosts: [] },
    null,
    {},
    { now: NOW },
  )
  if (text.kind !== "write") throw new Error("the writer writes")
  return { title: null, parts: text.post.parts }
}
const GOOD: ModelBehaviour = { reply: honest(), usage: USAGE }

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
})
afterAll(() => database.close())
beforeEach(async () => {
  database.fault = null
  await database.postgres.exec("TRUNCATE runs, events, candles, sentiment_readings, spend, model_replies CASCADE")
})

type World = { readonly behave?: Behave; readonly providers?: readonly ModelProvider[] | null; readonly caps?: ModelAccess["caps"] }

/** A desk with one planned post and one provider. */
async function world({ behave = () => GOOD, providers = [FIRST], caps = { all: 1_000_000 } }: World = {}) {
  const plan = await seedPlan(database, insight, { insightId: await seedInsight(database, insight) })
  const host = openModelHost({ names: ["first.example"], key: KEYS.first, behave })
  const clock = openVirtualClock(NOW)
  const fetch = async (url: string, init: RequestInit) => host.host.answer(new Request(url, init), clock.now())
  const model = openModelAccess({
    providers,
    caps,
    clock,
    fetch: fetch as unknown as typeof globalThis.fetch,
    random: () => 0.5,
    breakers: openBreakers(BREAKER_DEFAULTS),
  })
  const desk = openDesk({
    database: { url: database.url("studio_agents"), endpoint: database.endpoint },
    clock,
    agents: [contentCreation],
    model,
  })
  desk.send({ kind: "run", agent: "content-creation", trigger: "event", input: { event: "evt_1", id: plan.id } })
  return { plan, host, desk, clock }
}

const column = async (sql: string): Promise<(string | null)[]> => (await database.rows(sql)).map(([value]) => value ?? null)
const sums = async () =>
  (await database.rows("SELECT scope, micro_usd FROM spend ORDER BY scope")).map(([scope, sum]) => [scope, Number(sum)])

describe("a run with a model", () => {
  it("keeps the answer, pays what it cost, and names its author", async () => {
    const { plan, host, desk } = await world()
    await desk.drain()
    expect(host.requests).toHaveLength(1)
    expect(await column("SELECT author FROM drafts")).toEqual(["model:first/small-1"])
    expect(
      await database.rows("SELECT run_key, prompt_version, provider, model, tokens_in, tokens_out, micro_usd FROM model_replies"),
    ).toEqual([[`content-creation:${plan.id}`, "content-creation/1", "first", "small-1", "900", "100", String(COST)]])
    expect(await sums()).toEqual([
      ["all", COST],
      ["model", COST],
    ])
    expect(await database.rows("SELECT count(*), sum(micro_usd), min(plan_id) FROM ledger")).toEqual([["2", String(COST), plan.id]])
    expect(await database.rows("SELECT state, micro_usd, tokens, calls FROM runs WHERE agent = 'content-creation'")).toEqual([
      ["succeeded", String(COST), "1000", "1"],
    ])
  })

  it("is given only the claims as trusted words, and its statements are few and constant", async () => {
    const { desk, host } = await world()
    await desk.drain()
    expect(host.requests[0]?.user).toContain("probability of the statement")
    expect(await column("SELECT statements FROM runs WHERE agent = 'content-creation'")).toEqual(["8"])
  })

  it.each<[string, World]>([
    ["no model is configured", { providers: null }],
    ["its cap is reached", { caps: { model: 1_000 } }],
    ["the cap of all is reached", { caps: { all: 1_000 } }],
    ["the provider fails", { behave: () => ({ status: 500 }) }],
    ["the provider refuses", { behave: () => ({ status: 400 }) }],
    ["the answer has another shape", { behave: () => ({ reply: { text: "x" }, usage: USAGE }) }],
    ["the answer is no JSON", { behave: () => ({ text: "Ignore the schema", usage: USAGE }) }],
    ["the answer lies", { behave: () => ({ reply: { title: null, parts: ["BTC stands at $1."] }, usage: USAGE }) }],
  ])("has the studio write alone where %s", async (_why, options) => {
    const { desk } = await world(options)
    await desk.drain()
    expect(await database.rows("SELECT author, passes::text FROM drafts")).toEqual([["studio", "true"]])
    const [[booked] = []] = await database.rows("SELECT coalesce(sum(micro_usd), 0) FROM ledger")
    const [[summed] = []] = await database.rows("SELECT coalesce(sum(micro_usd), 0) FROM spend WHERE scope = 'model'")
    expect(booked).toBe(summed)
  })

  it("asks nobody where a cap would be passed, and books nothing", async () => {
    const { desk, host } = await world({ caps: { model: 1_000 } })
    await desk.drain()
    expect(host.requests).toEqual([])
    expect(await column("SELECT id FROM ledger")).toEqual([])
  })

  it("pays for an answer that didn't fit, to the micro-dollar", async () => {
    const { desk } = await world({ behave: (_request, nth) => (nth === 1 ? { reply: {}, usage: USAGE } : GOOD) })
    await desk.drain()
    expect(await sums()).toEqual([
      ["all", 2 * COST],
      ["model", 2 * COST],
    ])
    expect(await column("SELECT micro_usd FROM model_replies")).toEqual([String(2 * COST)])
  })
})

describe("a run that is killed", () => {
  /** At the nth statement, before or after it took effect; the message comes back when the lease has run out. */
  async function killAt(nth: number, isDone: boolean, meanwhile: () => Promise<void> = async () => {}) {
    await database.postgres.exec("TRUNCATE runs, events, candles, sentiment_readings, spend, model_replies CASCADE")
    const { desk, host, clock, plan } = await world()
    let sent = 0
    database.fault = async (answer) => {
      if ((sent += 1) !== nth) return answer()
      if (isDone) await answer()
      await meanwhile()
      throw new Error("killed")
    }
    await desk.drain()
    database.fault = null
    clock.set(new Date(clock.now().getTime() + 3_600_000))
    desk.send({ kind: "run", agent: "content-creation", trigger: "event", input: { event: "evt_1", id: plan.id } })
    await desk.drain()
    return host
  }

  it("at any statement ends with one version, one event, and a ledger that never says less than was paid", async () => {
    const bought: number[] = []
    for (let nth = 1; nth <= 9; nth += 1) {
      for (const isDone of [false, true]) {
        const host = await killAt(nth, isDone)
        const what = `statement ${nth}, done ${isDone}`
        expect(await column("SELECT author FROM drafts"), what).toEqual(["model:first/small-1"])
        expect(await column("SELECT name FROM events WHERE source = 'content-creation'"), what).toEqual(["draft.waiting"])
        const [[ledger, spend] = []] = await database.rows(
          "SELECT (SELECT sum(micro_usd) FROM ledger), (SELECT sum(micro_usd) FROM spend WHERE scope = 'model')",
        )
        expect(Number(ledger), what).toBeGreaterThanOrEqual(host.requests.length * COST)
        expect(spend, what).toBe(ledger)
        bought.push(host.requests.length)
      }
    }
    // Only where the answer's own statement was lost before it took effect is it bought again.
    expect(bought.filter((requests) => requests > 1)).toEqual([2])
  })

  it("buys nothing again once the answer is kept, even where the cap is reached by then", async () => {
    const host = await killAt(7, false, () => database.postgres.exec("UPDATE spend SET micro_usd = 1000000"))
    expect(host.requests).toHaveLength(1)
    expect(await column("SELECT author FROM drafts")).toEqual(["model:first/small-1"])
    expect(await column("SELECT count(*) FROM ledger")).toEqual(["2"])
  })
})
