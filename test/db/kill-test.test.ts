// Does the kill test see each kind of loss and doubling? A sound database has no findings; each single fault in it has its own.
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { CHECKS, check, type Ended } from "../../scripts/kill-test/checks.ts"
import { CYCLE } from "../../scripts/kill-test/cycle.ts"
import { drawMoments } from "../../scripts/kill-test/moments.ts"
import { openMemory, readSnapshot, type Snapshot } from "../../scripts/kill-test/snapshot.ts"
import { seededRandom } from "../../shared/kit/random.ts"
import type { Session } from "../world/postgres-session.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

const NOON = "2026-11-21T12:00:00Z"
const SOON = "2026-11-21T12:00:10Z"
const INSIGHT = "ins_0000000001"
const EVENT = "evt_0000000001"
const PLAN = "plan_0000000001"

const run = (id: number, agent: string, output: object) => `INSERT INTO runs
  (id, agent, key, slot, trigger, input, state, attempt, moment, started_at, finished_at, output)
  VALUES ('run_000000000${id}', '${agent}', '${agent}:12', '${NOON}', 'schedule', '{}', 'succeeded', 1, '${SOON}', '${SOON}', '${SOON}', '${JSON.stringify(output)}');`

const candle = (hour: number, close: number) => `INSERT INTO candles
  (asset, open_time, open, high, low, close, volume, source, known_at, agreement)
  VALUES ('BTC', '2026-11-21T${hour}:00Z', 100, 110, 90, ${close}, 7, 'binance', '${SOON}', 'single');`

const OUTPUTS: Readonly<Record<string, object>> = { analysis: { insights: [INSIGHT] }, "content-strategy": { plans: [PLAN] } }

const SOUND = `
  ${CYCLE.map((agent, i) => run(i + 1, agent, OUTPUTS[agent] ?? {})).join("\n")}
  ${candle(9, 100)} ${candle(10, 101)} ${candle(11, 102)}
  INSERT INTO quotes (asset, observed_at, price, volume_24h, source, agreement, state) VALUES ('BTC', '${SOON}', 102, 9, 'binance', 'single', 'live');
  INSERT INTO news_stories VALUES ('story_0000000001', 'A story', '{BTC}', 0.5, '{decrypt}', '${SOON}', '${SOON}');
  INSERT INTO news_articles (id, source, external_id, url, title, summary, known_at, assets, polarity, story_id)
    VALUES ('art_0000000001', 'decrypt', 'one', 'https://decrypt.test/1', 'A story', '', '${SOON}', '{BTC}', 0.5, 'story_0000000001');
  INSERT INTO sentiment_readings VALUES ('BTC', 'news', '${NOON}', 0.5, 1, '${SOON}');
  INSERT INTO insights (id, key, run_id, asset, type, direction, headline, made_at, probability, horizon_hours, deadline, statement, statement_text, reasons)
    VALUES ('${INSIGHT}', 'BTC:breakout', 'run_0000000004', 'BTC', 'breakout', 'up', 'Up.', '${SOON}', 0.6, 4, '2026-11-21T16:00Z', '{}', 'Up.', '[]');
  INSERT INTO evidence VALUES
    ('${INSIGHT}', 0, 'candle', 'BTC/2026-11-21T11:00:00.000Z', 'BTC close of the hour that closed 12:00', 102, 'usd', '${NOON}', 'binance'),
    ('${INSIGHT}', 1, 'story', 'story_0000000001', 'A story', 0.5, 'polarity', '${SOON}', '1 source'),
    ('${INSIGHT}', 2, 'sentiment', 'news/BTC/${NOON}', 'news polarity of BTC', 0.5, 'polarity', '${NOON}', 'news');
  INSERT INTO events (id, name, source, external_id, data, run_id, created_at, dispatched_at) VALUES
    ('${EVENT}', 'command.run-now', 'operator', 'kill-test-1-1', '{"agent":"news-scan","at":"${SOON}"}', NULL, '${SOON}', '${SOON}'),
    ('evt_0000000002', 'insight.created', 'analysis', '${INSIGHT}', '{}', 'run_0000000004', '${SOON}', '${SOON}'),
    ('evt_0000000003', 'plan.created', 'content-strategy', '${PLAN}', '{}', 'run_0000000005', '${SOON}', '${SOON}');
  INSERT INTO content_plans (id, key, kind, insight_id, asset, topic, channel, format, language, voice, disclosure, tier, priority, scheduled_at, expires_at, reasons, state,
    run_id, created_at)
    VALUES ('${PLAN}', 'insight:${INSIGHT}:x', 'insight', '${INSIGHT}', 'BTC', 'price', 'x', 'single', 'en', 'bold', 'eu', 'public', 0.5, '${SOON}', '2026-11-21T16:00Z', '{}', 'planned',
    'run_0000000005', '${SOON}');
  INSERT INTO audit_log VALUES ('aud_0000000001', '${SOON}', 'operator', 'command.run-now', '${EVENT}', '{}');`

const ENDED: Ended = {
  at: new Date("2026-11-21T12:12:00Z"),
  firstSlot: new Date(NOON),
  downs: [],
  cutOff: [],
  commands: [{ key: "kill-test-1-1", agent: "news-scan", id: EVENT, answers: 1 }],
  told: { insights: new Set([INSIGHT]), runs: new Set(["run_0000000001"]) },
}

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
  await database.postgres.exec(SOUND)
})
afterAll(() => database.close())

/** Works on the database with a change that nobody else sees. */
const withFault = <T>(fault: string, work: (session: Session) => Promise<T>): Promise<T> =>
  database.postgres.session(null, async (session) => {
    await session.query("BEGIN")
    try {
      // Foreign keys and the rules of one row keep silent; unique keys are dropped where a fault needs it.
      await session.query("SET session_replication_role = replica")
      for (const statement of fault.split(";")) if (statement.trim() !== "") await session.query(statement)
      return await work(session)
    } finally {
      await session.query("ROLLBACK")
    }
  })
const findings = (fault: string, ended = ENDED) => withFault(fault, (session) => check(session, ended))

const double = (table: string, constraint: string, change = "") =>
  `ALTER TABLE ${table} DROP CONSTRAINT ${constraint} CASCADE; CREATE TEMP TABLE again AS SELECT * FROM ${table} LIMIT 1; ${change} INSERT INTO ${table} SELECT * FROM again`

/** The beginning of a check's name, and what it has to see. */
const FAULTS: readonly (readonly [name: string, fault: string])[] = [
  ["twice in runs by key", double("runs", "runs_key_key", "UPDATE again SET id = 'run_9999999999';")],
  ["twice in runs by agent, slot", double("runs", "runs_key_key", "UPDATE again SET id = 'run_9999999999', key = 'other';")],
  ["twice in events", double("events", "events_source_external_id_key", "UPDATE again SET id = 'evt_9999999999';")],
  ["twice in candles", double("candles", "candles_pkey")],
  ["twice in quotes", double("quotes", "quotes_pkey")],
  ["twice in news_articles", double("news_articles", "news_articles_source_external_id_key", "UPDATE again SET id = 'art_9999999999';")],
  ["twice in sentiment_readings", double("sentiment_readings", "sentiment_readings_pkey")],
  ["twice in insights", double("insights", "insights_key_key", "UPDATE again SET id = 'ins_9999999999';")],
  ["twice in evidence", double("evidence", "evidence_pkey")],
  [
    "twice in content_plans",
    double("content_plans", "content_plans_key_key", `UPDATE again SET id = 'plan_9999999999', scheduled_at = '${NOON}';`),
  ],
  [
    "two plans in one slot",
    `DROP INDEX content_plans_slot; ${double("content_plans", "content_plans_key_key", "UPDATE again SET id = 'plan_9999999999', key = 'other';")}`,
  ],
  ["quotes of a moment that no market scan had", "UPDATE quotes SET observed_at = observed_at + interval '1 second'"],
  ["run left past its lease", `UPDATE runs SET state = 'running', lease_until = '${SOON}', finished_at = NULL WHERE agent = 'news-scan'`],
  ["run given up", "UPDATE runs SET state = 'dead', error_code = 'bug' WHERE agent = 'news-scan'"],
  ["event not told", "UPDATE events SET dispatched_at = NULL"],
  ["slot of the last start", "DELETE FROM runs WHERE agent = 'news-scan'"],
  ["insight without evidence", "DELETE FROM evidence"],
  ["insight that its run does not name", `UPDATE runs SET output = '{"insights":[]}' WHERE agent = 'analysis'`],
  ["insight that its run does not name", "DELETE FROM events WHERE name = 'insight.created'"],
  ["run that names an insight which is not there", "DELETE FROM insights"],
  ["plan that its run does not name", `UPDATE runs SET output = '{"plans":[]}' WHERE agent = 'content-strategy'`],
  ["plan that its run does not name", "DELETE FROM events WHERE name = 'plan.created'"],
  ["evidence that differs from its candle", "UPDATE candles SET close = 102.01 WHERE close = 102"],
  ["evidence that differs from its candle", "DELETE FROM candles WHERE close = 102"],
  ["evidence whose row is not there", "DELETE FROM news_stories"],
  ["evidence whose row is not there", "DELETE FROM sentiment_readings"],
  ["hole in the candles", "DELETE FROM candles WHERE close = 101"],
  ["candles that end before the last scan", "DELETE FROM candles WHERE close = 102"],
  ["accepted command without", "DELETE FROM events WHERE source = 'operator'"],
  ["accepted command without", "DELETE FROM audit_log"],
  ["accepted command without", "DELETE FROM runs WHERE agent = 'news-scan'"],
  ["command that nobody sent", "UPDATE events SET external_id = 'kill-test-1-2' WHERE source = 'operator'"],
  ["told by the API and gone", "DELETE FROM insights"],
  ["told by the API and gone", "DELETE FROM runs WHERE agent = 'market-scan'"],
]

describe("the checks", () => {
  test("find nothing in a sound database", async () => {
    expect(await findings("")).toEqual([])
  })

  test.each(FAULTS)("say `%s` after: %s", async (name, fault) => {
    expect(await findings(fault)).toEqual(expect.arrayContaining([expect.stringContaining(name)]))
  })

  test("are each proved by a fault above", () => {
    const names = CHECKS.map(({ name }) => name)
    expect(names.filter((name) => !FAULTS.some(([begin]) => name.startsWith(begin)))).toEqual([])
  })

  test("forgive a run that the kills alone wore out, and no other", async () => {
    const dead = "UPDATE runs SET state = 'dead', error_code = 'bug' WHERE agent = 'news-scan' OR agent = 'market-scan'"
    const given = (await findings(dead, { ...ENDED, cutOff: ["news-scan:12"] })).filter((finding) => finding.startsWith("run given up"))
    expect(given).toEqual([expect.stringContaining("market-scan:12")])
  })

  test("forgive a slot that passed while the studio was down, and no other", async () => {
    const later = `UPDATE runs SET slot = slot + interval '1 hour', moment = moment + interval '1 hour';
      INSERT INTO runs (id, agent, key, slot, trigger, input, state, attempt, moment, started_at, finished_at, output)
      SELECT 'run_11' || right(id, 8), agent, agent || ':12', '${NOON}', trigger, input, state, attempt, '${SOON}', '${SOON}', '${SOON}', output FROM runs`.replace(
      "SET slot",
      "SET key = agent || ':13', slot",
    )
    const missed = async (downs: Ended["downs"]) =>
      (await findings(later, { ...ENDED, downs })).filter((finding) => finding.startsWith("slot missed"))
    const down = (from: string, until: string) => [{ from: new Date(`2026-11-21T${from}Z`), until: new Date(`2026-11-21T${until}Z`) }]
    expect(await missed([])).toHaveLength(CYCLE.length)
    expect(await missed(down("11:00", "12:29"))).toHaveLength(CYCLE.length)
    expect(await missed(down("12:40", "12:41"))).toEqual([])
  })
})

test("what stood at an earlier kill and is gone at a later one is found", async () => {
  const memory = openMemory()
  const snapshot = (fault = "") => withFault(fault, readSnapshot) as Promise<Snapshot>
  expect(memory.compare(await snapshot())).toEqual([])
  expect(memory.compare(await snapshot("UPDATE runs SET state = 'dead', error_code = 'bug'"))).toEqual([])
  expect(memory.compare(await snapshot("UPDATE candles SET close = 99 WHERE close = 101"))).toEqual([
    expect.stringMatching(/^candles lost BTC2026-11-21 10:00:00/),
  ])
})

test("the moments of a seed are always the same, begin with a new world's start-up and reach everything", () => {
  const draw = (seed: number) => drawMoments(10, seededRandom(`kill-test ${seed}`))
  expect(draw(1)).toEqual(draw(1))
  expect(draw(1)).not.toEqual(draw(2))
  expect(draw(3)[0]?.kind).toBe("start-up")
  expect([...new Set(draw(3).map(({ kind }) => kind))].toSorted()).toEqual([
    "between runs",
    "command",
    "first heartbeat",
    "read",
    "scan",
    "start-up",
  ])
})
