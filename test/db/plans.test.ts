import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { insertInsights } from "../../shared/db/queries/insights.ts"
import { insertPlans, listStandingPlans, listUndecidedInsights, planId, type StrategyDecision } from "../../shared/db/queries/plans.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import { candles, DAY, decision, HOUR, insight, later, NOON, openRun, plan, reading } from "./strategy-rows.ts"

let database: TestDatabase
let run = ""
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.postgres.exec("TRUNCATE runs, candles, quotes, sentiment_readings CASCADE")
  run = await openRun(database, "content-strategy:1")
})

const undecided = () => listUndecidedInsights(database.db(), NOON, { since: later(-DAY), limit: 100 })

const insert = (what: StrategyDecision, id = run) => insertPlans(database.db(), what, { id, now: NOON })
const verdicts = () => database.rows("SELECT insight_id, planned FROM insight_verdicts ORDER BY 1")

describe("insights that nobody has decided on", () => {
  it("come with what the strategy weighs, the newest first", async () => {
    await candles(database, ["BTC", "agreed"], ["ETH", "agreed"])
    const ids = await insertInsights(database.db(), [insight("BTC", { madeAt: later(-HOUR).toISOString() }), insight("ETH")], run)
    expect(await undecided()).toEqual([
      expect.objectContaining({ id: ids[1], asset: "ETH", madeAt: NOON.getTime() }),
      {
        id: ids[0],
        asset: "BTC",
        type: "breakout",
        direction: "up",
        probability: 0.62,
        madeAt: NOON.getTime() - HOUR,
        deadline: NOON.getTime() + DAY,
        sigmas: 4.25,
        reasons: 3,
        agreement: "agreed",
      },
    ])
  })

  it.each([
    [
      "agreed where all are",
      [
        ["BTC", "agreed"],
        ["ETH", "agreed"],
      ],
      "agreed",
    ],
    [
      "single where one is",
      [
        ["BTC", "agreed"],
        ["ETH", "single"],
      ],
      "single",
    ],
    [
      "disputed where one is, whatever the others",
      [
        ["BTC", "disputed"],
        ["ETH", "single"],
      ],
      "disputed",
    ],
    ["single where a row is not there", [["BTC", "agreed"]], "single"],
  ] as const)("have the worst agreement of their prices: %s", async (_name, rows, agreement) => {
    await candles(database, ...rows)
    await insertInsights(database.db(), [insight("BTC")], run)
    expect((await undecided())[0]?.agreement).toBe(agreement)
  })

  it("have no agreement without a price, and no deviation without one in sigmas", async () => {
    await insertInsights(
      database.db(),
      [insight("BTC", { evidence: [reading], reasons: [{ measure: "index", value: 60, unit: "score", text: "x", evidence: [0] }] })],
      run,
    )
    expect(await undecided()).toEqual([expect.objectContaining({ agreement: null, sigmas: null, reasons: 1 })])
  })

  it("are of the last day, none made later, none decided before", async () => {
    const at = (ms: number) => ({ madeAt: later(ms).toISOString(), deadline: later(2 * DAY).toISOString() })
    const made = [insight("BTC", at(-DAY)), insight("ETH", at(1)), insight("SOL", at(-2)), insight("ADA", at(-3))]
    const [, , sol, ada] = await insertInsights(database.db(), made, run)
    await insert({ plans: [], verdicts: [{ insightId: ada ?? "", planned: 0, rejected: [] }] })
    expect((await undecided()).map(({ id }) => id)).toEqual([sol])
  })
})

describe("what was decided", () => {
  const two = () => insertInsights(database.db(), [insight("BTC"), insight("ETH")], run) as Promise<[string, string]>

  it("is stored whole, and once however often it is said", async () => {
    const [btc, eth] = await two()
    const said = decision([plan(btc), plan(btc, { channel: "feed", format: "long" })], {
      verdicts: [
        { insightId: btc, planned: 2, rejected: [] },
        { insightId: eth, planned: 0, rejected: [{ channel: null, format: null, rule: "stale", text: "Old." }] },
      ],
    })
    const ids = said.plans.map(planId).toSorted()
    expect(await insert(said)).toEqual(ids)
    expect(await insert(said)).toEqual(ids)
    expect(
      await database.rows(
        "SELECT id, key, state, priority, scheduled_at::text, reasons->'why'->>0, version FROM content_plans WHERE channel = 'x'",
      ),
    ).toEqual([[planId(said.plans[0]!), `insight:${btc}:x`, "planned", "0.71", "2026-11-21 12:01:00+00", "It is.", "0"]])
    expect(await database.rows("SELECT insight_id, planned, rejected->0->>'rule' FROM insight_verdicts ORDER BY planned")).toEqual([
      [eth, "0", "stale"],
      [btc, "2", null],
    ])
    expect(await undecided()).toEqual([])
  })

  it("gives an attempt that is repeated the plans of the first, also where it decides on nothing any more", async () => {
    const [btc] = await two()
    const first = await insert(decision([plan(btc)]))
    expect(await insert({ plans: [], verdicts: [] })).toEqual(first)
    expect(await insert({ plans: [], verdicts: [] }, await openRun(database, "content-strategy:2"))).toEqual([])
  })

  it("leaves an insight undecided whose slot another run was quicker to take", async () => {
    const [btc, eth] = await two()
    await insert(decision([plan(btc)]))
    const other = await openRun(database, "content-strategy:2")
    expect(await insert(decision([plan(eth)]), other)).toEqual([])
    expect(await verdicts()).toEqual([[btc, "1"]])
    expect((await undecided()).map(({ id }) => id)).toEqual([eth])
    const moved = plan(eth, { scheduledAt: later(120_000).toISOString() })
    expect(await insert(decision([moved]), other)).toEqual([planId(moved)])
    expect(await verdicts()).toHaveLength(2)
  })

  it("takes the slot of a plan that came to nothing", async () => {
    const [btc, eth] = await two()
    await insert(decision([plan(btc)]))
    await database.postgres.exec("UPDATE content_plans SET state = 'expired'")
    expect(await insert(decision([plan(eth)]), await openRun(database, "content-strategy:2"))).toHaveLength(1)
  })

  it("stands among the plans as long as it may come to something", async () => {
    const [btc, eth] = await two()
    await insert(decision([plan(btc), plan(eth, { channel: "feed", format: "long", scheduledAt: later(-3 * DAY).toISOString() })]))
    expect(await listStandingPlans(database.db(), later(-2 * DAY), 10)).toEqual([
      {
        kind: "insight",
        insightId: btc,
        aboutPostId: null,
        asset: "BTC",
        topic: "price",
        channel: "x",
        format: "single",
        scheduledAt: NOON.getTime() + 60_000,
      },
    ])
    await database.postgres.exec("UPDATE content_plans SET state = 'failed'")
    expect(await listStandingPlans(database.db(), later(-2 * DAY), 10)).toEqual([])
  })
})
