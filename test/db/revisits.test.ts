import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { insertInsights } from "../../shared/db/queries/insights.ts"
import { insertPlans, planId } from "../../shared/db/queries/plans.ts"
import { listRevisedPosts, listSuccessfulPosts } from "../../shared/db/queries/revisits.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import { candles, cited, DAY, decision, HOUR, insight, later, NOON, openRun, plan, publish, reading } from "./strategy-rows.ts"

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

const insert = (what: Parameters<typeof insertPlans>[1]) => insertPlans(database.db(), what, { id: run, now: NOON })

describe("posts whose facts were revised", () => {
  const revised = () => listRevisedPosts(database.db(), later(-2 * DAY), 10)
  const out = async (): Promise<string> => {
    await candles(database, ["BTC", "agreed"], ["ETH", "agreed"])
    const [id = ""] = await insertInsights(
      database.db(),
      [
        insight("BTC", {
          evidence: [
            cited("BTC", "close", "101.5"),
            cited("BTC", "open", "100"),
            cited("BTC", "volume", "500"),
            cited("ETH", "close", "3000"),
            reading,
          ],
        }),
      ],
      run,
    )
    await publish(database, run, [{ id: "0000000001", insightId: id, at: later(-HOUR) }])
    return id
  }

  it("are none while every row says what it said, give or take a rounding", async () => {
    await out()
    expect(await revised()).toEqual([])
    await database.postgres.exec("UPDATE candles SET close = 101.51 WHERE asset = 'BTC'")
    expect(await revised()).toEqual([])
  })

  it.each([
    ["a close", "UPDATE candles SET close = 99 WHERE asset = 'BTC'", [{ was: 101.5, is: 99, agreement: "agreed" }]],
    ["an open", "UPDATE candles SET open = 90 WHERE asset = 'BTC'", [{ was: 100, is: 90, agreement: "agreed" }]],
    ["a volume", "UPDATE candles SET volume = 400 WHERE asset = 'BTC'", [{ was: 500, is: 400, agreement: "agreed" }]],
    [
      "another asset that it cites",
      "UPDATE candles SET agreement = 'disputed' WHERE asset = 'ETH'",
      [{ was: 3000, is: 3000, agreement: "disputed" }],
    ],
    ["a reading", "UPDATE sentiment_readings SET value = 40", [{ was: 60, is: 40, agreement: null }]],
  ])("are found by %s", async (_name, change, rows) => {
    const insightId = await out()
    await database.postgres.exec(change)
    const [found, ...more] = await revised()
    expect(more).toEqual([])
    expect(found).toMatchObject({
      id: "post_0000000001",
      insightId,
      asset: "BTC",
      type: "breakout",
      channel: "x",
      tier: "public",
      publishedAt: NOON.getTime() - HOUR,
    })
    expect(found?.rows).toEqual(rows.map((row) => expect.objectContaining(row)))
  })

  it("are corrected once, and not where they are down or long out", async () => {
    const insightId = await out()
    await database.postgres.exec("UPDATE candles SET close = 99 WHERE asset = 'BTC'")
    expect(await listRevisedPosts(database.db(), later(-HOUR / 2), 10)).toEqual([])
    await database.postgres.exec("UPDATE published_content SET removed_at = published_at")
    expect(await revised()).toEqual([])
    await database.postgres.exec("UPDATE published_content SET removed_at = NULL")
    expect(await revised()).toHaveLength(1)
    const correction = plan(insightId, { kind: "correction", aboutPostId: "post_0000000001" })
    expect(await insert(decision([correction]))).toEqual(["plan_0000000001", planId(correction)].toSorted())
    expect(await revised()).toEqual([])
  })
})

describe("posts that did well", () => {
  const order = { since: later(-14 * DAY), until: later(-7 * DAY), bandHours: 168, leastLift: 1.5, limit: 10 }
  const successes = () => listSuccessfulPosts(database.db(), order)

  /** Four on X with 10, 20, 30 and 90 interactions for each thousand impressions, and one on Telegram, that tells no impressions. */
  async function out(): Promise<readonly string[]> {
    await candles(database, ["BTC", "agreed"], ["ETH", "agreed"])
    const made = ["BTC", "SOL", "ADA", "DOT", "UNI"].map((asset) => insight(asset, { evidence: [cited("BTC", "close", "101.5"), reading] }))
    const ids = await insertInsights(database.db(), made, run)
    const likes = [10, 20, 30, 90]
    await publish(
      database,
      run,
      ids.slice(0, 4).map((insightId, i) => ({
        id: `000000000${i}`,
        insightId,
        at: later(-8 * DAY + i * HOUR),
        reading: [1_000, likes[i] ?? 0] as const,
      })),
    )
    await publish(database, run, [{ id: "0000000009", insightId: ids[4] ?? "", channel: "telegram", at: later(-8 * DAY) }])
    return ids
  }

  it("are measured against the median of their channel at the same age", async () => {
    const ids = await out()
    expect(await successes()).toEqual([
      {
        id: "post_0000000003",
        insightId: ids[3],
        asset: "DOT",
        type: "breakout",
        channel: "x",
        tier: "public",
        publishedAt: NOON.getTime() - 8 * DAY + 3 * HOUR,
        deadline: NOON.getTime() + DAY,
        lift: 3.6,
        compared: 4,
        isVerified: true,
      },
    ])
  })

  it.each([
    ["a row is another today", "UPDATE candles SET close = 99 WHERE asset = 'BTC'"],
    ["a row is disputed", "UPDATE candles SET agreement = 'disputed'"],
    ["a row is gone", "DELETE FROM sentiment_readings"],
    ["it was corrected", "UPDATE published_content SET corrected_by = plan_id"],
  ])("are not verified where %s", async (_name, change) => {
    await out()
    await database.postgres.exec(change)
    expect((await successes()).map(({ isVerified }) => isVerified)).toEqual([false])
  })

  it("are left out once they are taken up again, and while they are not a week old", async () => {
    const ids = await out()
    expect(await listSuccessfulPosts(database.db(), { ...order, until: later(-8 * DAY) })).toEqual([])
    await insert(decision([plan(ids[3] ?? "", { kind: "repurpose", aboutPostId: "post_0000000003", channel: "feed", format: "long" })]))
    expect(await successes()).toEqual([])
  })
})
