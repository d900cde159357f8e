// What did days, weeks and months come to? The sums that writers keep against the rows themselves, and against a slow reference.
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest"
import type { AGE_BANDS, PostReading } from "../../shared/domain/engagement.ts"
import { toSnapshot } from "../../shared/domain/period-sums.ts"
import { dateOf, dayNumber, endedSpans } from "../../shared/domain/periods.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { seededRandom } from "../../shared/kit/random.ts"
import { insertPostReadings } from "../../shared/db/queries/post-readings.ts"
import { claimRun, failRun, finishRun } from "../../shared/db/queries/runs.ts"
import { measureSpanFromRows, measureSpans } from "../../shared/db/queries/snapshots.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import { insertFirstRun, insertSnapshots, sumsOfDay } from "./performance-rows.ts"
import { insertPosts, postIdOf, randomPost } from "./post-rows.ts"

const NOW = new Date("2026-11-04T03:00:00Z")
const DAY_MS = 86_400_000

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())
beforeEach(() =>
  database.postgres.exec(
    `TRUNCATE runs, events, insights, post_days, run_stats, user_interactions, interaction_days, audience_days, spend, ledger, community_users CASCADE`,
  ),
)

const ROUNDS: readonly (typeof AGE_BANDS)[number][] = [1, 24]

/** Posts of twelve days up to the end of October, read at two ages; some not at all, some in part. */
async function fillPosts(draw: () => number) {
  const posts = Array.from({ length: 80 }, (_, i) => randomPost(i + 1, draw, { until: new Date("2026-11-01T20:00:00Z"), hours: 280 }))
  await insertPosts(database.postgres, posts)
  const readings = posts.flatMap(({ number }) =>
    ROUNDS.flatMap((bandHours): PostReading[] => {
      const impressions = draw() < 0.1 ? null : Math.floor(draw() * 2_000)
      const likes = draw() < 0.2 ? null : Math.floor(draw() * 90)
      const counts = { impressions, likes, replies: likes, reposts: null, quotes: null, bookmarks: null }
      return draw() < 0.2 ? [] : [{ postId: postIdOf(number), bandHours, state: "measured", ...counts }]
    }),
  )
  await insertPostReadings(database.db(), readings, NOW)
  return { posts, readings }
}

/** Interactions, some taken back, in their table and in the sums of their days. */
async function fillInteractions(draw: () => number): Promise<void> {
  const rows = Array.from({ length: 300 }, (_, i) => ({
    at: new Date(Date.parse("2026-10-20T00:00:00Z") + Math.floor(draw() * 12 * DAY_MS)).toISOString(),
    type: 1 + Math.floor(draw() * 4),
    milli: draw() < 0.15 ? -1_000 : 1_000,
    platform: draw() < 0.5 ? "x" : "telegram",
    id: `e${i}`,
  }))
  const values = rows
    .map(({ at, type, milli, platform, id }) => `(1, '${at}', ${type}, ${milli}, '${platform}', 'test', '${id}', '${at}')`)
    .join(", ")
  const sums = Map.groupBy(rows, ({ at, platform, type }) => `'${at.slice(0, 10)}', '${platform}', ${type}`)
  const kept = [...sums].map(([key, group]) => `(${key}, ${group.reduce((sum, { milli }) => sum + Math.sign(milli), 0)}, 0)`).join(", ")
  await database.postgres.exec(`
    INSERT INTO user_interactions (user_id, at, type, milli_value, platform, source, external_id, stored_at) VALUES ${values};
    INSERT INTO interaction_days (day, platform, type, interactions, milli_value) VALUES ${kept};
    INSERT INTO community_users (first_seen_at) SELECT timestamptz '2026-10-20T00:00Z' + n * interval '37 minutes' FROM generate_series(1, 400) AS n;
    INSERT INTO audience_days (day, people, active_1d, active_7d, active_30d, micro_points, by_score)
    SELECT d, 400, 40, 90, 200, 1, ARRAY[400, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] FROM generate_series(date '2026-10-21', '2026-11-01', '1 day') AS d;
    INSERT INTO spend (scope, day, micro_usd) SELECT s, d, 1000 + extract(day FROM d)::int FROM unnest(ARRAY['all', 'channel:x', 'model']) AS s, generate_series(date '2026-10-20', '2026-11-01', '1 day') AS d`)
}

/** Runs that end well and badly, each by the statements that end them. */
async function fillRuns(draw: () => number): Promise<void> {
  for (let i = 0; i < 40; i += 1) {
    const now = new Date(Date.parse("2026-10-20T00:00:00Z") + Math.floor(draw() * 12 * DAY_MS))
    const input = {
      agent: i % 2 === 0 ? "analysis" : "news-scan",
      key: `test:${i}`,
      slot: null,
      trigger: "manual",
      input: {},
      now,
    } as const
    const claim = await claimRun(database.db(), { ...input, leaseMs: 1_000, maxAttempts: 3 })
    if (claim.answer !== "claimed") throw new Error("nobody else claims")
    const ended = { id: claim.id, attempt: 1, now, wallMs: Math.floor(draw() * 5_000), usage: new Meter().usage }
    if (draw() < 0.7) await finishRun(database.db(), { ...ended, agent: input.agent, output: {}, emits: [] })
    else await failRun(database.db(), { ...ended, state: "failed", retryAt: null, code: "bug", detail: "x" })
  }
}

const spans = endedSpans(NOW).filter(({ startsOn }) => startsOn >= "2026-10-01")

it("the sums say of every day, week and month what the rows say, on random rows", async () => {
  for (const seed of ["sums-1", "sums-2"]) {
    await database.postgres.exec(
      "TRUNCATE runs, events, insights, post_days, run_stats, user_interactions, interaction_days, audience_days, spend, community_users CASCADE",
    )
    const draw = seededRandom(seed)
    await fillPosts(draw)
    await fillInteractions(draw)
    await fillRuns(draw)
    // Only the order of ids tells which run came first.
    await database.postgres.exec("UPDATE runs SET moment = '2026-09-01T00:00Z' WHERE id = (SELECT min(id) FROM runs)")
    const sums = await measureSpans(database.db(), spans)
    expect(sums.map(({ period, startsOn, endsBefore }) => ({ period, startsOn, endsBefore }))).toEqual(
      spans.toSorted((a, b) => (a.endsBefore === b.endsBefore ? (a.startsOn > b.startsOn ? -1 : 1) : a.endsBefore < b.endsBefore ? -1 : 1)),
    )
    expect(sums.filter(({ posts }) => posts.length > 0).length).toBeGreaterThan(12)
    for (const of of sums) {
      const raw = await measureSpanFromRows(database.db(), of)
      if (raw === null) throw new Error("a span has sums")
      expect(toSnapshot(of), `${seed} ${of.period} ${of.startsOn}`).toEqual(toSnapshot(raw))
    }
    const days = sums.filter(({ period }) => period === "day").map((each) => toSnapshot(each).figures)
    // Once its days have snapshots, a longer span is told from those, and tells the same.
    await insertSnapshots(database.postgres, sums.filter(({ period }) => period === "day").map(toSnapshot))
    const longer = await measureSpans(database.db(), spans)
    expect(longer.map(toSnapshot), seed).toEqual(sums.filter(({ period }) => period !== "day").map(toSnapshot))
    await database.postgres.exec("TRUNCATE run_stats, performance_snapshots")
    const total = (pick: (figures: (typeof days)[number]) => number) => days.reduce((sum, figures) => sum + pick(figures), 0)
    expect([total(({ published }) => published), total(({ runs }) => runs.ended)], seed).toEqual([80, 40])
    expect(
      total(({ interactions }) => interactions.count),
      seed,
    ).toBeGreaterThan(150)
  }
})

it("posts of a day are summed as a slow reference sums them", async () => {
  const { posts, readings } = await fillPosts(seededRandom("slow"))
  await insertFirstRun(database.postgres, "2026-09-01T00:00:00Z")
  await database.postgres.exec("UPDATE runs SET moment = '2026-09-01T00:00Z'")
  for (const { startsOn, published, posts: sums, insights } of await measureSpans(
    database.db(),
    spans.filter(({ period }) => period === "day"),
  )) {
    const ofDay = posts.filter(({ publishedAt }) => publishedAt.startsWith(startsOn))
    expect([published, insights], startsOn).toEqual([ofDay.length, ofDay.length])
    for (const channel of ["x", "telegram"]) {
      const rates = ofDay
        .filter((post) => post.channel === channel)
        .flatMap(({ number }) => {
          const reading = readings.find(({ postId, bandHours }) => bandHours === 24 && postId === postIdOf(number))
          if (!reading || reading.impressions === null || reading.impressions === 0 || reading.likes === null) return []
          return [Math.min(Math.round((1e6 * 2 * reading.likes) / reading.impressions), 10_000_000_000)]
        })
      const found = sums.find(({ dimension, value }) => dimension === "channel" && value === channel)
      expect([found?.rated ?? 0, found?.microRates ?? 0], `${startsOn} ${channel}`).toEqual([
        rates.length,
        rates.reduce((a, b) => a + b, 0),
      ])
    }
  }
})

it("a studio that never ran has nothing to tell, and one that did nothing tells of nothing but zeros that are true", async () => {
  expect(await measureSpans(database.db(), endedSpans(NOW))).toEqual([])
  await insertFirstRun(database.postgres, "2026-10-30T15:00:00Z")
  const sums = await measureSpans(database.db(), endedSpans(NOW))
  // The day on which it began is told of in part only, and so is its week and its month.
  expect(sums.map(({ startsOn }) => startsOn)).toEqual(["2026-10-31", "2026-11-01", "2026-11-02"])
  expect(sums.map((each) => toSnapshot(each).figures)[0]).toMatchObject({
    published: 0,
    rated: 0,
    impressions: null,
    meanRate: null,
    people: null,
    interactions: { count: 0, byType: {}, byPlatform: {} },
    runs: { ended: 0, failed: 0, meanWallMs: null },
  })
})

it("spans that have a snapshot are not asked about again, and days that were missed are", async () => {
  await insertFirstRun(database.postgres, "2026-09-01T00:00:00Z")
  const first = dayNumber("2026-09-25")
  const missed = new Set(["2026-10-03", "2026-10-04", "2026-11-02"])
  const days = Array.from({ length: 39 }, (_, i) => dateOf(first + i)).filter((date) => !missed.has(date))
  await insertSnapshots(
    database.postgres,
    days.map((date) => toSnapshot(sumsOfDay(date, 5))),
  )
  const sums = await measureSpans(database.db(), endedSpans(NOW))
  expect(sums.filter(({ period }) => period === "day").map(({ startsOn }) => startsOn)).toEqual([
    "2026-09-24",
    "2026-10-03",
    "2026-10-04",
    "2026-11-02",
  ])
  // September began with the studio, or before it.
  expect(sums.filter(({ period }) => period === "month").map(({ startsOn }) => startsOn)).toEqual(["2026-10-01"])
})

it("a week takes what its days' snapshots counted, and counts the days that have none", async () => {
  await insertFirstRun(database.postgres, "2026-09-01T00:00:00Z")
  const days = ["2026-10-26", "2026-10-27", "2026-10-28", "2026-10-29", "2026-10-30", "2026-10-31"]
  await insertSnapshots(
    database.postgres,
    days.map((date) =>
      toSnapshot(
        sumsOfDay(date, 4, {
          runs: [
            { succeeded: false, runs: 3, wallMs: 0 },
            { succeeded: true, runs: 7, wallMs: 12_345 },
          ],
        }),
      ),
    ),
  )
  await database.postgres.exec(`
    INSERT INTO community_users (first_seen_at) VALUES ('2026-10-27T08:00Z'), ('2026-11-01T23:59:59Z'), ('2026-11-02T00:00Z');
    INSERT INTO run_stats (grain, period_start, agent, succeeded, bucket, runs, wall_ms) VALUES ('day', '2026-11-01', 'analysis', true, 40, 2, 91),
      ('day', '2026-11-01', 'analysis', false, 40, 1, 50), ('day', '2026-10-27', 'analysis', true, 41, 99, 9900), ('day', '2026-11-02', 'analysis', true, 40, 5, 200),
      ('hour', '2026-11-01', 'analysis', true, 40, 2, 91)`)
  const [week] = await measureSpans(database.db(), [{ period: "week", startsOn: "2026-10-26", endsBefore: "2026-11-02" }])
  expect(week).toMatchObject({ published: 60, newPeople: 25, insights: 30 })
  expect(week?.runs).toEqual([
    { succeeded: false, runs: 19, wallMs: 0 },
    { succeeded: true, runs: 44, wallMs: 6 * 12_345 + 91 },
  ])
})
