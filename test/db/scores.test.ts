// Is a person's score what the formula says, however the events came, and is nothing written where nothing changed?
import fc from "fast-check"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { explainScore } from "../../shared/db/queries/score-parts.ts"
import { rescoreAll, rescoreChanged, type Scoring } from "../../shared/db/queries/scores.ts"
import { DEFAULT_WEIGHTS, INTERACTION_CODES, type InteractionType, type Weights } from "../../shared/domain/interaction.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import { type Act, actArb, type Interaction, type Person, scoreSlowly } from "./score-reference.ts"

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const NOON = Date.parse("2026-11-21T12:00:00Z")

let database: TestDatabase
let runs = 0
beforeAll(async () => {
  database = await openDatabase()
  await database.postgres.exec(`
    INSERT INTO runs (id, agent, key, trigger, input, state, attempt, moment, started_at, finished_at)
    SELECT 'run_' || lpad(n::text, 10, '0'), 'engagement', 'engagement:' || n, 'manual', '{}', 'succeeded', 1, now(), now(), now() FROM generate_series(0, 9999) AS n`)
})
afterAll(() => database.close())
const clear = () =>
  database.postgres.exec(
    "DELETE FROM scorings; DELETE FROM engagement_scores; DELETE FROM user_interactions; DELETE FROM audience_days; DELETE FROM community_users",
  )
beforeEach(clear)

const order = (now: number, weights: Weights = DEFAULT_WEIGHTS) => ({
  runId: `run_${String((runs += 1)).padStart(10, "0")}`,
  now: new Date(now),
  weights,
})
const everyone = (now: number, weights?: Weights): Promise<Scoring> => rescoreAll(database.db(), order(now, weights))
const changed = (now: number, weights?: Weights): Promise<Scoring> => rescoreChanged(database.db(), order(now, weights))

const addPeople = (count: number) =>
  database.postgres.exec(`INSERT INTO community_users (id, first_seen_at) SELECT n, '2026-01-01Z' FROM generate_series(1, ${count}) AS n`)

let stored = 0
async function store(rows: readonly Interaction[]): Promise<void> {
  if (rows.length === 0) return
  const values = rows.map(
    ({ user, at, type, milli, storedAt }) =>
      `(${user}, '${new Date(at).toISOString()}', ${INTERACTION_CODES[type]}, ${milli}, 'x', 'test', 'e${(stored += 1)}', '${new Date(storedAt).toISOString()}')`,
  )
  await database.postgres.exec(
    `INSERT INTO user_interactions (user_id, at, type, milli_value, platform, source, external_id, stored_at) VALUES ${values.join(",")}`,
  )
}
const of = (user: number, at: number, type: InteractionType = "like", milli = 1_000, storedAt = at): Interaction => ({
  user,
  at,
  type,
  milli,
  storedAt,
})

async function scores(): Promise<Map<number, Person>> {
  const rows = await database.rows(
    "SELECT user_id, micro_points, score, interactions, floor(extract(epoch FROM last_at) * 1000) FROM engagement_scores ORDER BY 1",
  )
  return new Map(
    rows.map(([user, micro, score, interactions, at]) => [
      Number(user),
      { microPoints: Number(micro), score: Number(score), interactions: Number(interactions), lastAt: at === null ? null : Number(at) },
    ]),
  )
}
const scoreOf = async (user: number) => (await scores()).get(user)?.score

describe("the earlier system's cases of scoring, with exact figures", () => {
  const CYCLE = ["like", "reply", "repost", "message_opened"] as const
  /** Ten people, the first five of whom act on ten successive days. */
  const tenPeople = async () => {
    await addPeople(10)
    const rows = [1, 2, 3, 4, 5].flatMap((user) =>
      Array.from({ length: 10 }, (_, day) => of(user, NOON - day * DAY_MS - user * MINUTE_MS, CYCLE[day % 4])),
    )
    await store(rows)
    return rows
  }

  it("gives 52.0 to five people with ten interactions each, and nothing to the other five", async () => {
    await tenPeople()
    expect(await everyone(NOON)).toEqual({ kind: "full", people: 5, changed: 5 })
    expect(await scores()).toEqual(
      new Map(
        [1, 2, 3, 4, 5].map((user) => [user, { microPoints: 26_000_000, score: 52, interactions: 10, lastAt: NOON - user * MINUTE_MS }]),
      ),
    )
  })

  it("gives in SQL what a loop in TypeScript gives, score by score", async () => {
    const rows = await tenPeople()
    await everyone(NOON)
    expect(await scores()).toEqual(scoreSlowly(rows, NOON, DEFAULT_WEIGHTS))
  })
})

describe("a score", () => {
  beforeEach(() => addPeople(3))

  it("counts what is younger than 30 days to the millisecond, up to this moment", async () => {
    const from = NOON - 30 * DAY_MS
    await store([of(1, from), of(1, from + 1, "repost"), of(2, NOON, "reply"), of(2, NOON + 1, "quote")])
    await everyone(NOON)
    expect([await scoreOf(1), await scoreOf(2)]).toEqual([4, 6])
  })

  it("is 100 at 50 points and stays there, while the points go on", async () => {
    await store([of(1, NOON, "message_clicked", 4_999), of(2, NOON, "message_clicked", 5_000), of(3, NOON, "message_clicked", 9_000)])
    await everyone(NOON)
    expect([...(await scores()).values()].map(({ score, microPoints }) => [score, microPoints])).toEqual([
      [99.98, 49_990_000],
      [100, 50_000_000],
      [100, 90_000_000],
    ])
  })

  it("is nothing again once everything was taken back, and the retraction comes back with no other score", async () => {
    await store([of(1, NOON - HOUR_MS, "quote"), of(1, NOON - HOUR_MS, "like")])
    await everyone(NOON)
    await store([of(1, NOON - HOUR_MS, "quote", -1_000, NOON + MINUTE_MS)])
    expect(await changed(NOON + 2 * MINUTE_MS)).toEqual({ kind: "changed", people: 1, changed: 1 })
    expect((await scores()).get(1)).toMatchObject({ microPoints: 1_000_000, interactions: 1 })
    await store([of(1, NOON - HOUR_MS, "like", -1_000, NOON + 3 * MINUTE_MS)])
    await changed(NOON + 4 * MINUTE_MS)
    expect((await scores()).get(1)).toMatchObject({ microPoints: 0, score: 0, interactions: 0 })
  })

  it("becomes nothing when the last interaction leaves the window, by either way of scoring", async () => {
    await store([of(1, NOON - 29 * DAY_MS), of(2, NOON - 30 * DAY_MS + HOUR_MS)])
    await everyone(NOON)
    expect(await changed(NOON + 2 * HOUR_MS)).toEqual({ kind: "changed", people: 1, changed: 1 })
    expect([await scoreOf(1), await scoreOf(2)]).toEqual([2, 0])
    expect(await everyone(NOON + 2 * DAY_MS)).toEqual({ kind: "full", people: 2, changed: 1 })
    expect((await scores()).get(1)).toEqual({ microPoints: 0, score: 0, interactions: 0, lastAt: null })
  })

  it("sees what was stored while the last scoring was under way", async () => {
    await everyone(NOON)
    await store([of(1, NOON - HOUR_MS, "like", 1_000, NOON - 10 * MINUTE_MS)])
    expect(await changed(NOON + HOUR_MS)).toMatchObject({ changed: 1 })
  })

  it("is not made for whom there is nobody, and goes on for the others", async () => {
    await store([of(1, NOON), of(99, NOON)])
    expect(await everyone(NOON)).toMatchObject({ changed: 1 })
    await store([of(98, NOON, "like", 1_000, NOON), of(2, NOON, "like", 1_000, NOON)])
    expect(await changed(NOON + 1)).toMatchObject({ changed: 1 })
    expect([...(await scores()).keys()]).toEqual([1, 2])
  })

  it("takes weights that were tuned with the first scoring of a day, and keeps them through the day", async () => {
    const tuned = { ...DEFAULT_WEIGHTS, like: 2.5, other: 0.5 }
    await store([of(1, NOON), of(2, NOON, "join")])
    await everyone(NOON)
    await store([of(1, NOON, "like", 1_000, NOON)])
    await changed(NOON + MINUTE_MS, tuned)
    expect([await scoreOf(1), await scoreOf(2)]).toEqual([4, 2])
    expect(await changed(NOON + DAY_MS, tuned)).toMatchObject({ kind: "full", changed: 2 })
    expect([await scoreOf(1), await scoreOf(2)]).toEqual([10, 1])
  })
})

describe("a scoring", () => {
  beforeEach(() => addPeople(20))
  const many = () => store(Array.from({ length: 200 }, (_, n) => of(1 + (n % 20), NOON - n * HOUR_MS, "like", 1_000 + n)))
  const written = async () => (await database.rows("SELECT xmin, xmax, ctid, user_id FROM engagement_scores ORDER BY user_id")).join(";")

  it("touches no row that stays as it is, not even to lock it", async () => {
    await many()
    await everyone(NOON)
    const before = await written()
    expect(await everyone(NOON + 1)).toEqual({ kind: "full", people: 20, changed: 0 })
    expect(await changed(NOON + 2)).toMatchObject({ kind: "changed", changed: 0 })
    expect(await written()).toBe(before)
  })

  it("writes only the rows that changed", async () => {
    await many()
    await everyone(NOON)
    const before = (await written()).split(";")
    await store([of(7, NOON - 1, "reply", 1_000, NOON + MINUTE_MS)])
    expect(await changed(NOON + 2 * MINUTE_MS)).toMatchObject({ changed: 1 })
    const after = (await written()).split(";")
    expect(after.flatMap((row, n) => (row === before[n] ? [] : [n + 1]))).toEqual([7])
  })

  it("is done once for a run, whose second attempt hears the same", async () => {
    await many()
    const asked = order(NOON)
    const first = await rescoreChanged(database.db(), asked)
    expect(await rescoreChanged(database.db(), asked)).toEqual(first)
    expect(await database.rows("SELECT kind, people, changed FROM scorings")).toEqual([["full", "20", "20"]])
  })

  it("of an earlier moment than the last one does nothing", async () => {
    await many()
    await everyone(NOON)
    expect(await everyone(NOON - 1)).toEqual({ kind: null, people: 0, changed: 0 })
    expect(await changed(NOON)).toEqual({ kind: null, people: 0, changed: 0 })
  })

  it("is one of everyone where it is the first of its UTC day", async () => {
    const midnight = Date.parse("2026-11-22T00:00:00Z")
    const kinds = []
    for (const at of [NOON, midnight - 1, midnight, midnight + 1]) kinds.push((await changed(at)).kind)
    expect(kinds).toEqual(["full", "changed", "full", "changed"])
  })

  it("of everyone notes the day: people, how many act, points, and people by score in tens", async () => {
    const at = (days: number, milli: number, user: number) => of(user, NOON - days * DAY_MS + 1, "like", milli)
    await store([at(1, 1_000, 1), at(1, 5_000, 2), at(7, 5_010, 3), at(8, 45_000, 4), at(20, 45_010, 5), at(30, 900_000, 6)])
    await everyone(NOON)
    expect(await database.rows("SELECT day, people, active_1d, active_7d, active_30d, micro_points, by_score FROM audience_days")).toEqual([
      ["2026-11-21", "20", "2", "3", "6", "1001020000", "{14,2,1,0,0,0,0,0,0,1,2}"],
    ])
  })

  it("of the changed reads only the rows of those people", async () => {
    await database.postgres.exec(`
      INSERT INTO community_users (id, first_seen_at) SELECT n, '2026-01-01Z' FROM generate_series(100, 4000) AS n;
      INSERT INTO user_interactions (user_id, at, type, milli_value, platform, source, external_id, stored_at)
      SELECT 100 + n % 3900, t, 1, 1000, 'x', 'test', 'm' || n, t FROM generate_series(1, 40000) AS n, LATERAL (SELECT timestamptz '2026-11-21T12:00Z' - n * interval '1 minute' AS t) AS v`)
    await everyone(NOON)
    await database.postgres.exec("VACUUM ANALYZE user_interactions, engagement_scores, community_users")
    await store([of(7, NOON, "reply", 1_000, NOON + HOUR_MS)])
    const { statements } = database
    await changed(NOON + HOUR_MS + 1)
    const { sql, params } = statements.at(-1) ?? { sql: "", params: [] }
    await database.postgres.exec("DELETE FROM scorings WHERE kind = 'changed'")
    const { rows } = await database.postgres.query(`EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ${sql}`, params)
    const SCAN = / Scan .*(?:user_interactions|engagement_scores|community_users).* rows=([\d.]+) loops=(\d+)/
    const read = rows.map(([line]) => SCAN.exec(line ?? "")).map((scan) => Number(scan?.[1] ?? 0) * Number(scan?.[2] ?? 0))
    const inAll = read.reduce((sum, each) => sum + each, 0)
    // Who acted within the overlap, and in the two hours that left the window, with some ten rows each: a small part of 40,000.
    expect(inAll).toBeGreaterThan(10)
    expect(inAll).toBeLessThan(2_000)
  })
})

describe("whatever happens", () => {
  it(
    "scores are those of a slow loop over all that is there, after every scoring, and their parts add up to them",
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(actArb, { minLength: 4, maxLength: 25 }), async (acts) => {
          await clear()
          await addPeople(4)
          await play(acts)
        }),
        { numRuns: 60 },
      )
    },
  )

  it("the order in which events come is all the same", async () => {
    const rowArb = fc.record({
      user: fc.integer({ min: 1, max: 3 }),
      minutes: fc.integer({ min: 0, max: 50_000 }),
      type: fc.constantFrom(...(Object.keys(INTERACTION_CODES) as InteractionType[])),
      milli: fc.integer({ min: 1, max: 1_000_000 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(rowArb, { minLength: 2, maxLength: 10 }), fc.nat(), async (rows, seed) => {
        const events = rows.map(({ user, minutes, type, milli }) => of(user, NOON - minutes * MINUTE_MS, type, milli))
        const mixed = events.map((event, n) => ({ event, place: (seed * 31 + n * 7_919) % 101 })).toSorted((a, b) => a.place - b.place)
        const found = []
        for (const sequence of [events, mixed.map(({ event }) => event)]) {
          await clear()
          await addPeople(3)
          for (const [n, event] of sequence.entries()) {
            await store([{ ...event, storedAt: NOON + n * MINUTE_MS }])
            if (n % 3 === 0) await changed(NOON + n * MINUTE_MS + 1)
          }
          await changed(NOON + 20 * MINUTE_MS)
          found.push(await scores())
        }
        expect(found[1]).toEqual(found[0])
      }),
      { numRuns: 15 },
    )
  })

  const NOTHING: Person = { microPoints: 0, score: 0, interactions: 0, lastAt: null }

  /** Whoever has interactions has the loop's score; whoever once had, nothing. */
  async function compare(rows: readonly Interaction[], now: number, weights: Weights): Promise<void> {
    const found = await scores()
    const empty = [...found.keys()].map((user) => [user, NOTHING] as const)
    expect(found).toEqual(new Map([...empty, ...scoreSlowly(rows, now, weights)]))
    const explained = await Promise.all([...found.keys()].map((user) => explainScore(database.db(), user)))
    const sums = explained.map((each) => each?.parts.reduce((sum, { microPoints }) => sum + microPoints, 0))
    expect(sums).toEqual([...found.values()].map(({ microPoints }) => microPoints))
  }

  /** Plays what happens against the database and against a plain list, and compares after every scoring. */
  async function play(acts: readonly Act[]): Promise<void> {
    let now = Date.parse("2026-11-20T21:00:00Z")
    let rows: Interaction[] = []
    let [tuned, inForce]: [Weights, Weights] = [DEFAULT_WEIGHTS, DEFAULT_WEIGHTS]
    const gone = new Set<number>()
    for (const act of acts) {
      if (act.kind === "wait") now += act.ms
      if (act.kind === "tune") tuned = { ...DEFAULT_WEIGHTS, like: act.like }
      if (act.kind === "act" && !gone.has(act.user)) {
        const row = { user: act.user, at: now - act.ageMs, type: act.type, milli: act.milli, storedAt: now - act.lagMs }
        await store([row])
        rows.push(row)
      }
      const meant = act.kind === "retract" ? rows.filter(({ milli }) => milli > 0)[act.nth] : undefined
      const before = (row: Interaction) =>
        meant !== undefined && row.user === meant.user && row.at === meant.at && row.type === meant.type && row.milli === -meant.milli
      if (meant && !rows.some(before)) {
        const back = { ...meant, milli: -meant.milli, storedAt: now }
        await store([back])
        rows.push(back)
      }
      if (act.kind === "forget") {
        gone.add(act.user)
        rows = rows.filter(({ user }) => user !== act.user)
        await database.postgres.exec(
          `DELETE FROM user_interactions WHERE user_id = ${act.user}; DELETE FROM engagement_scores WHERE user_id = ${act.user}; DELETE FROM community_users WHERE id = ${act.user}`,
        )
      }
      if (act.kind === "join" && !gone.has(act.from) && !gone.has(act.to)) {
        const stamp = new Date(now).toISOString()
        await database.postgres.exec(`UPDATE user_interactions SET user_id = ${act.to}, stored_at = '${stamp}' WHERE user_id = ${act.from}`)
        // As those who join do: whose rows went away has nothing, and nobody else would find out.
        await database.postgres.exec(`DELETE FROM engagement_scores WHERE user_id = ${act.from}`)
        rows = rows.map((row) => (row.user === act.from ? { ...row, user: act.to, storedAt: now } : row))
      }
      if (act.kind === "score") {
        now += 1
        const { kind } = await (act.everyone ? everyone(now, tuned) : changed(now, tuned))
        if (kind === "full") inForce = tuned
        await compare(rows, now, inForce)
      }
    }
  }
})
