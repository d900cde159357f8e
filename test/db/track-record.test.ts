// Are claims settled as the plain rule settles them one by one, and from what was known at the moment alone?
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { listSettledClaims, summariseClaims } from "../../shared/db/queries/track-record.ts"
import { trackRecordOf } from "../../shared/domain/track-record.ts"
import { seededRandom } from "../../shared/kit/random.ts"
import { type CandleRow, type ClaimRow, outcomeOf } from "./claim-reference.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

const HOUR = 3_600_000
const NOW = Date.parse("2026-11-21T12:00:10Z")
const EVER = new Date("2020-01-01T00:00:00Z")
const ASSETS = ["BTC", "ETH", "SOL"]

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.postgres.exec("TRUNCATE runs, events, insights, candles CASCADE"))

const db = () => database.db("studio_api")
const cents = (value: number) => (value / 100).toFixed(2)

async function insertCandles(candles: readonly CandleRow[]): Promise<void> {
  const rows = candles.map((row) => ({
    asset: row.asset,
    open_time: new Date(row.openTime).toISOString(),
    close: cents(row.close),
    second: row.secondClose === null ? null : cents(row.secondClose),
    known_at: new Date(row.knownAt).toISOString(),
    checked_at: row.checkedAt === null ? null : new Date(row.checkedAt).toISOString(),
    agreement: row.checkedAt === null ? "single" : row.isDisputed ? "disputed" : "agreed",
  }))
  await database.postgres.query(
    `INSERT INTO candles (asset, open_time, open, high, low, close, volume, source, known_at, agreement, second_source, second_close, checked_at)
     SELECT asset, open_time, close, close, close, close, 1, 'binance', known_at, agreement, 'kraken', second, checked_at
     FROM jsonb_to_recordset($1::jsonb) AS c (asset text, open_time timestamptz, close numeric, second numeric, known_at timestamptz, checked_at timestamptz, agreement text)`,
    [JSON.stringify(rows)],
  )
}

async function insertClaims(claims: readonly ClaimRow[]): Promise<void> {
  const rows = claims.map((row) => {
    const at = new Date(row.deadline).toISOString()
    const move = row.moveBps === null ? {} : { movePct: cents(row.moveBps) }
    const statement = { kind: row.kind, asset: row.asset, level: cents(row.level), at, ...move }
    const madeAt = new Date(row.madeAt).toISOString()
    return { id: row.id, asset: row.asset, type: row.type, made_at: madeAt, probability: row.probability, deadline: at, statement }
  })
  await database.postgres.exec(`
    INSERT INTO runs (id, agent, key, trigger, input, state, attempt, moment, started_at, finished_at)
    SELECT 'run_0000000001', 'analysis', 'analysis:1', 'manual', '{}', 'succeeded', 1, t, t, t FROM (VALUES (timestamptz '2026-11-21')) AS v (t) ON CONFLICT DO NOTHING`)
  await database.postgres.query(
    `INSERT INTO insights (id, key, run_id, asset, type, direction, headline, made_at, probability, horizon_hours, deadline, statement, statement_text, reasons)
     SELECT id, id, 'run_0000000001', asset, type, 'up', 'x', made_at, probability, 24, deadline, statement, 'x', '[]'
     FROM jsonb_to_recordset($1::jsonb) AS c (id text, asset text, type text, made_at timestamptz, probability numeric, deadline timestamptz, statement jsonb)`,
    [JSON.stringify(rows)],
  )
}

/** A few days of candles with holes, late ones and disputes, and claims about them, some of which lie in the future. */
function randomMarket(seed: string): { candles: CandleRow[]; claims: ClaimRow[] } {
  const draw = seededRandom(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T
  const first = Math.floor(NOW / HOUR) * HOUR - 96 * HOUR
  const candles = ASSETS.flatMap((asset) =>
    Array.from({ length: 96 }, (_, i): CandleRow => {
      const openTime = first + i * HOUR
      const close = 9_900 + Math.floor(draw() * 201)
      const knownAt = openTime + HOUR + (draw() < 0.05 ? 200 * HOUR : 1_000)
      const isChecked = draw() < 0.8
      const checkedAt = isChecked ? knownAt + (draw() < 0.1 ? 200 * HOUR : 500) : null
      const secondClose = isChecked ? close + Math.floor(draw() * 201) - 100 : null
      return { asset, openTime, close, secondClose, knownAt, checkedAt, isDisputed: isChecked && draw() < 0.2 }
    }).filter(() => draw() > 0.02),
  )
  const claims = Array.from({ length: 400 }, (_, i): ClaimRow => {
    const kind = pick(["close_above", "close_below", "move_at_least"] as const)
    const madeAt = first + Math.floor(draw() * 95) * HOUR + (draw() < 0.3 ? 0 : 10_000 + Math.floor(draw() * 3_000_000))
    const deadline = Math.floor(madeAt / HOUR) * HOUR + (1 + Math.floor(draw() * 12)) * HOUR
    const id = `ins_${String(i).padStart(10, "0")}`
    const moveBps = kind === "move_at_least" ? pick([50, 75, 100]) : null
    const probability = Math.round((0.01 + draw() * 0.98) * 10_000) / 10_000
    const type = pick(["breakout", "news_impact", "volume_spike"])
    return { id, asset: pick(ASSETS), type, kind, level: 9_900 + Math.floor(draw() * 201), moveBps, probability, madeAt, deadline }
  })
  return { candles, claims }
}

/** Every claim that is due, by the database's pages. */
async function walk(now: number, limit: number): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (let before: { deadline: string; id: string } | undefined; ;) {
    const rows = await listSettledClaims(db(), { now: new Date(now), before, limit })
    for (const { id, outcome } of rows) {
      expect(found.has(id), `${id} twice`).toBe(false)
      found.set(id, outcome)
    }
    if (rows.length < limit) return found
    before = rows.at(-1)
  }
}

describe.each(["first", "second", "third"])("of a random market (seed %s)", (seed) => {
  const { candles, claims } = randomMarket(seed)
  const expected = (now: number, known = candles) =>
    new Map(claims.filter(({ deadline }) => deadline <= now).map((claim) => [claim.id, outcomeOf(claim, known, now)]))
  const sorted = (outcomes: ReadonlyMap<string, string>) => [...outcomes].toSorted(([a], [b]) => (a < b ? -1 : 1))

  beforeEach(async () => {
    await insertCandles(candles)
    await insertClaims(claims)
  })

  it("each claim comes out as it does hour by hour, and each is listed once", async () => {
    const outcomes = await walk(NOW, 37)
    expect(sorted(outcomes)).toEqual(sorted(expected(NOW)))
    expect(new Set(outcomes.values())).toEqual(new Set(["true", "false", "waiting", "missing", "disputed"]))
  })

  it("the scores are those of adding up claim by claim", async () => {
    const record = trackRecordOf(await summariseClaims(db(), { since: EVER, now: new Date(NOW) }))
    const outcomes = expected(NOW)
    const due = claims.filter(({ id }) => ["true", "false"].includes(outcomes.get(id) ?? ""))
    const squares = due.map(({ id, probability }) => (probability - Number(outcomes.get(id) === "true")) ** 2)
    expect(record.claims).toBe(outcomes.size)
    expect(record.all.settled).toBe(due.length)
    expect(record.all.brier).toBeCloseTo(squares.reduce((a, b) => a + b, 0) / due.length, 10)
    for (const { tenth, settled, cameTrue, said } of record.calibration) {
      const own = due.filter(({ probability }) => Math.min(9, Math.floor(Math.round(probability * 10_000) / 1_000)) === tenth)
      expect([settled, cameTrue], `tenth ${tenth}`).toEqual([own.length, own.filter(({ id }) => outcomes.get(id) === "true").length])
      expect((said ?? 0) * own.length).toBeCloseTo(
        own.reduce((sum, { probability }) => sum + probability, 0),
        9,
      )
    }
  })

  it("what became known later changes nothing of an earlier moment", async () => {
    const then = NOW - 30 * HOUR
    const before = await walk(then, 1_000)
    await database.postgres.query("DELETE FROM candles WHERE known_at > $1", [new Date(then).toISOString()])
    await database.postgres.query("UPDATE candles SET agreement = 'single', second_close = NULL, checked_at = NULL WHERE checked_at > $1", [
      new Date(then).toISOString(),
    ])
    expect(sorted(await walk(then, 1_000))).toEqual(sorted(before))
    expect(sorted(before)).toEqual(sorted(expected(then)))
  })
})

const claim = (over: Partial<ClaimRow> = {}): ClaimRow => ({
  id: "ins_0000000001",
  asset: "BTC",
  type: "breakout",
  kind: "close_above",
  level: 10_000,
  moveBps: null,
  probability: 0.7,
  madeAt: Date.parse("2026-11-18T10:00:00Z"),
  deadline: Date.parse("2026-11-18T12:00:00Z"),
  ...over,
})
const hour = (openTime: string, close: number, over: Partial<CandleRow> = {}): CandleRow => ({
  asset: "BTC",
  openTime: Date.parse(openTime),
  close,
  secondClose: null,
  knownAt: Date.parse(openTime) + HOUR,
  checkedAt: null,
  isDisputed: false,
  ...over,
})
const only = async () => (await listSettledClaims(db(), { now: new Date(NOW), limit: 10 }))[0]?.outcome

describe("a claim", () => {
  it("to close above a level is not fulfilled by a close at it", async () => {
    await insertClaims([claim()])
    await insertCandles([hour("2026-11-18T11:00:00Z", 10_000)])
    expect(await only()).toBe("false")
  })

  it("to move so far is fulfilled by moving exactly so far", async () => {
    await insertClaims([claim({ kind: "move_at_least", moveBps: 100 })])
    await insertCandles([hour("2026-11-18T10:00:00Z", 10_000), hour("2026-11-18T11:00:00Z", 9_900)])
    expect(await only()).toBe("true")
  })

  it("whose candles are not all there is void, also where one that is there fulfils it", async () => {
    await insertClaims([claim({ kind: "move_at_least", moveBps: 100 })])
    await insertCandles([hour("2026-11-18T11:00:00Z", 9_000)])
    expect(await only()).toBe("missing")
  })

  it("is settled by a disputed hour where both sources say the same of it, and void where they don't", async () => {
    const disputed = { checkedAt: Date.parse("2026-11-18T13:00:00Z"), isDisputed: true }
    await insertClaims([claim(), claim({ id: "ins_0000000002", level: 10_300 })])
    await insertCandles([hour("2026-11-18T11:00:00Z", 10_200, { ...disputed, secondClose: 10_400 })])
    expect((await listSettledClaims(db(), { now: new Date(NOW), limit: 10 })).map(({ id, outcome }) => [id, outcome])).toEqual([
      ["ins_0000000002", "disputed"],
      ["ins_0000000001", "true"],
    ])
  })

  it("that can't be read is void and breaks nothing", async () => {
    await insertClaims([claim()])
    await database.postgres.exec("UPDATE insights SET statement = '{}'")
    expect(await only()).toBe("unreadable")
    expect(trackRecordOf(await summariseClaims(db(), { since: EVER, now: new Date(NOW) })).voided.unreadable).toBe(1)
  })

  it("is asked for by asset, type and the time of its deadline", async () => {
    await insertClaims([
      claim(),
      claim({ id: "ins_0000000002", asset: "ETH", type: "volume_spike", deadline: Date.parse("2026-11-19T12:00:00Z") }),
    ])
    const ids = async (filter: object) => (await listSettledClaims(db(), { now: new Date(NOW), limit: 10, ...filter })).map(({ id }) => id)
    expect(await ids({ asset: "ETH" })).toEqual(["ins_0000000002"])
    expect(await ids({ type: "breakout" })).toEqual(["ins_0000000001"])
    expect(await ids({ since: new Date("2026-11-19T12:00:00Z") })).toEqual(["ins_0000000002"])
    expect(await ids({ until: new Date("2026-11-19T12:00:00Z") })).toEqual(["ins_0000000001"])
  })
})
