// Does the maintenance keep partitions, rows that are over, tables and indexes in order? On a real server also what the embedded one can't do.
import { afterAll, beforeAll, describe, expect, it, test, vi } from "vitest"
import { deleteSpent, dropPartitions, maintain, makePartitions, measureDatabase } from "../../shared/db/queries/maintenance.ts"
import type { Db } from "../../shared/db/client.ts"
import { MaintenanceReport } from "../../shared/domain/maintenance.ts"
import { Meter } from "../../shared/kit/meter.ts"
import type { Ports } from "../../workers/agents/ports.ts"
import { maintenance } from "../../workers/agents/maintenance/agent.ts"
import { work } from "../../workers/agents/maintenance/work.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

const SUNDAY = "2026-11-22T02:00:00.000Z"
const NOW = new Date("2026-11-22T02:00:20Z")

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())

const owner = (): Db => database.db(database.postgres.owner as "studio_agents")
const partitions = async (): Promise<readonly (string | null)[]> =>
  (
    await database.rows("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'user_interactions'::regclass ORDER BY 1")
  ).flat()

/** One run of the agent, with the owner's way in or without it. */
async function run(input: object = { slot: SUNDAY }, { withOwner = true, now = NOW } = {}) {
  const meter = new Meter(maintenance.budget)
  const ports = {
    db: database.db("studio_agents", meter),
    maintenance: { retentionMonths: 13, owner: withOwner ? database.db(database.postgres.owner as "studio_agents", meter) : null },
  } as unknown as Ports
  const report = await maintenance.run(ports, input, { now, runId: "run_0000000001", random: Math.random }, new AbortController().signal)
  return { ...report, output: MaintenanceReport.parse(report.output), statements: meter.usage.statements }
}

const interactionAt = (at: string, id: string): string =>
  `INSERT INTO user_interactions (user_id, at, type, milli_value, platform, source, external_id, stored_at) VALUES (1, '${at}', 1, 1000, 'x', 'test', '${id}', now())`

describe("partitions and retention", () => {
  it("makes the partitions of this month and the three after it, once", async () => {
    const later = new Date("2031-03-05T00:00:00Z")
    const months = { from: later, until: new Date("2031-06-01T00:00:00Z") }
    const made = ["2031_03", "2031_04", "2031_05", "2031_06"].map((month) => `user_interactions_${month}`)
    expect(await makePartitions(database.db(), months)).toEqual(made)
    expect(await makePartitions(database.db(), months)).toEqual([])
    expect(await partitions()).toEqual(expect.arrayContaining(made))
  })

  it("drops whole months before the retention, and rows that came too late for a partition", async () => {
    await makePartitions(database.db(), { from: new Date("2025-09-01T00:00:00Z"), until: new Date("2025-10-01T00:00:00Z") })
    for (const [at, id] of [
      ["2025-09-30", "gone"],
      ["2025-10-01", "kept"],
      ["2024-01-01", "late"],
    ] as const)
      await database.postgres.exec(interactionAt(at, id))
    const { output } = await run()
    expect(output.partitions.dropped).toEqual(["user_interactions_2025_09"])
    expect(output.removed.interactions).toBe(1)
    expect(await database.rows("SELECT external_id FROM user_interactions")).toEqual([["kept"]])
    expect((await run()).output.partitions).toEqual({ made: [], dropped: [] })
  })

  it("deletes no row where nothing is too old", async () => {
    expect(await deleteSpent(database.db(), { spent: NOW, keptFrom: null })).toMatchObject({ interactions: 0 })
    expect(await dropPartitions(database.db(), new Date("2025-10-01T00:00:00Z"))).toEqual([])
  })

  it("deletes sessions and tries to sign in that are over for a day, and leaves the others", async () => {
    await database.postgres.exec(`
      INSERT INTO sessions (id, token_hash, created_at, expires_at, revoked_at) SELECT 'ses_000000000' || n, repeat(n::text, 64), '2026-11-01', expires, revoked
      FROM (VALUES (1, timestamptz '2026-11-20', NULL::timestamptz), (2, '2026-11-30', '2026-11-19'), (3, '2026-11-30', NULL), (4, '2026-11-21T12:00Z', NULL)) AS s (n, expires, revoked);
      INSERT INTO sign_in_attempts (scope, attempts, has_room) VALUES ('all', '{2026-11-01}', true), ('address:' || repeat('a', 64), '{2026-11-01}', true),
        ('address:' || repeat('b', 64), '{2026-11-01, 2026-11-21T12:00Z}', true), ('address:' || repeat('c', 64), '{}', true)`)
    const { output } = await run({ slot: "2026-11-23T02:00:00.000Z" })
    expect(output.removed).toMatchObject({ sessions: 2, attempts: 2 })
    expect(await database.rows("SELECT id FROM sessions ORDER BY 1")).toEqual([["ses_0000000003"], ["ses_0000000004"]])
    expect((await database.rows("SELECT scope FROM sign_in_attempts ORDER BY 1")).flat()).toEqual([`address:${"b".repeat(64)}`, "all"])
  })
})

describe("tables", () => {
  it("are vacuumed where a fifth of the rows is dead, on Sundays, and then need it no more", async () => {
    await database.postgres.exec(`
      INSERT INTO topic_hours SELECT timestamptz '2026-01-01' + n * interval '1 hour', 'BTC', 'x', 1, 1 FROM generate_series(1, 1000) AS n;
      ANALYZE`)
    await database.postgres.exec("DELETE FROM topic_hours WHERE hour > (SELECT min(hour) + interval '600 hours' FROM topic_hours)")
    await database.postgres.query("SELECT pg_stat_force_next_flush()").catch(() => undefined)
    await database.postgres.query("SELECT 1")
    const weekday = await run({ slot: "2026-11-20T02:00:00.000Z" })
    expect([weekday.output.done, weekday.output.left]).toEqual([[], 0])
    const sunday = await run()
    expect(sunday.output.done).toContainEqual(expect.objectContaining({ kind: "vacuum", name: "topic_hours" }))
    expect(sunday.output.done).toContainEqual(expect.objectContaining({ kind: "analyse", name: "user_interactions" }))
    expect(sunday.output.refused).toEqual([])
    const after = (await measureDatabase(owner())).tables.find(({ name }) => name === "topic_hours")
    expect(after).toMatchObject({ rows: 601, dead: 0, isAnalysed: true })
  })

  it("are only reported where there is no way in as their owner", async () => {
    await database.postgres.exec("CREATE TABLE never_analysed (n int)")
    const { output, statements } = await run({ slot: SUNDAY }, { withOwner: false })
    expect([output.done, output.refused, output.left, statements]).toEqual([[], [], 0, 4])
    expect(output.tables.map(({ name }) => name)).toContain("user_interactions")
    await database.postgres.exec("DROP TABLE never_analysed")
  })

  it("wait for the next part where time is over, and no part does what an earlier one did", async () => {
    const figures = await measureDatabase(owner())
    const todo = ["runs", "events", "insights"].map((name) => ({ kind: "analyse", name }) as const)
    expect(figures.tables.map(({ name }) => name)).toEqual(expect.arrayContaining(["runs", "events", "insights"]))
    expect((await work(owner(), todo, new Map(), { beginWithinMs: 0 })).left).toEqual(todo)
    const first = await run()
    const second = await run({ slot: SUNDAY, part: 2, done: first.output.done.map(({ name }) => name) })
    expect([second.output.done, second.later]).toEqual([[], []])
  })

  it("that can't be worked on are named with the database's code, and the others are still done", async () => {
    const { done, refused } = await work(
      owner(),
      [
        { kind: "reindex", name: "no_such_index" },
        { kind: "analyse", name: "runs" },
      ],
      new Map(),
    )
    expect(refused).toEqual([{ kind: "reindex", name: "no_such_index", why: "SQLSTATE 42P01" }])
    expect(done.map(({ name }) => name)).toEqual(["runs"])
  })

  it("tells an operator of a refusal", async () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => {})
    vi.spyOn(console, "log").mockImplementation(() => {})
    await database.postgres.exec("REVOKE EXECUTE ON FUNCTION make_interaction_partitions(timestamptz, timestamptz) FROM studio_agents")
    const { output } = await run()
    await database.postgres.exec("GRANT EXECUTE ON FUNCTION make_interaction_partitions(timestamptz, timestamptz) TO studio_agents")
    expect(output.refused).toEqual([{ kind: "partitions", name: "user_interactions", why: "SQLSTATE 42501" }])
    expect(told.mock.calls.flat().join("\n")).toContain("maintenance.refused")
  })
})

describe("indexes", () => {
  it("have the bloat that their pages show, as far as averages tell", async () => {
    await database.postgres.exec(`
      CREATE TABLE worn (id bigint, at timestamptz, name text, note text);
      INSERT INTO worn SELECT n, now() + n * interval '1 second', md5(n::text), CASE WHEN n % 2 = 0 THEN 'even' || n END FROM generate_series(1, 60000) AS n;
      CREATE INDEX worn_by_id ON worn (id); CREATE INDEX worn_by_name ON worn (name) WITH (fillfactor = 70);
      CREATE INDEX worn_both ON worn (id, at) INCLUDE (note); CREATE INDEX worn_lower ON worn (upper(name));
      ANALYZE worn`)
    const bloatOf = async () => {
      const { indexes } = await measureDatabase(owner())
      return Object.fromEntries(indexes.filter(({ table }) => table === "worn").map(({ name, bloat }) => [name, bloat ?? 9]))
    }
    for (const [name, bloat] of Object.entries(await bloatOf())) expect(bloat, name).toBeLessThan(0.15)
    await database.postgres.exec("DELETE FROM worn WHERE id % 4 <> 0")
    await database.postgres.query("VACUUM (ANALYZE) worn")
    for (const [name, bloat] of Object.entries(await bloatOf())) {
      expect(bloat, name).toBeGreaterThan(0.65)
      expect(bloat, name).toBeLessThan(0.85)
    }
  })

  it("nobody searches by are named, unless they keep rows apart", async () => {
    await run()
    const { output } = await run()
    const names = output.unused.map(({ name }) => name)
    expect(names).toContain("worn_by_name")
    expect(names.filter((name) => name.endsWith("_pkey"))).toEqual([])
    expect(names.filter((name) => /^user_interactions_\d/.test(name))).toEqual([])
  })
})

const url = process.env["TEST_DATABASE_URL"]
describe.skipIf(url === undefined)("on a real server", () => {
  test("the estimate of bloat is near what pgstattuple counts", async () => {
    await database.postgres.exec("CREATE EXTENSION IF NOT EXISTS pgstattuple")
    const rows = await database.rows(`
      SELECT c.relname, (SELECT 1 - (avg_leaf_density * leaf_pages / (leaf_pages + empty_pages + deleted_pages)) / 90 FROM pgstatindex(c.oid::regclass))
      FROM pg_class AS c WHERE relname IN ('worn_by_id', 'worn_both', 'worn_lower')`)
    const { indexes } = await measureDatabase(owner())
    expect(rows).toHaveLength(3)
    for (const [name, counted] of rows) {
      const estimated = indexes.find((index) => index.name === name)?.bloat
      expect(Math.abs((estimated ?? 9) - Number(counted)), `${name}: ${estimated} against ${counted}`).toBeLessThan(0.1)
    }
  })

  test("a worn index is rebuilt beside its readers and writers, and what a broken rebuild left is dropped", async () => {
    await database.postgres.exec(`
      INSERT INTO worn SELECT n, now(), md5(n::text), NULL FROM generate_series(100000, 300000) AS n`)
    await database.postgres.exec("DELETE FROM worn WHERE id % 4 <> 0")
    await database.postgres.query("VACUUM (ANALYZE) worn")
    await database.postgres.exec(`
      CREATE INDEX worn_by_id_ccnew ON worn (id);
      UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'worn_by_id_ccnew'::regclass`)
    const { output } = await run()
    const kinds = Object.fromEntries(output.done.map((each) => [each.name, each]))
    expect(kinds["worn_by_id_ccnew"]).toMatchObject({ kind: "drop-leftover", after: 0 })
    expect(kinds["worn_by_name"]?.kind).toBe("reindex")
    expect(kinds["worn_by_name"]?.after ?? Infinity).toBeLessThan((kinds["worn_by_name"]?.before ?? 0) * 0.5)
    expect(output.refused).toEqual([])
    expect((await measureDatabase(owner())).indexes.filter(({ isValid }) => !isValid)).toEqual([])
    expect((await run()).output.done.filter(({ kind }) => kind === "reindex")).toEqual([])
  })

  test("a partition is not dropped while somebody reads the table for long: the run goes on without", async () => {
    await makePartitions(database.db(), { from: new Date("2025-08-01T00:00:00Z"), until: new Date("2025-08-01T00:00:00Z") })
    await database.postgres.exec("ALTER FUNCTION drop_interaction_partitions(timestamptz) SET lock_timeout = '50ms'")
    vi.spyOn(console, "error").mockImplementation(() => {})
    await database.postgres.transaction(async (session) => {
      await session.query("SELECT count(*) FROM user_interactions")
      const { output } = await run()
      expect(output.refused).toEqual([{ kind: "retention", name: "user_interactions", why: "SQLSTATE 55P03" }])
      expect(output.removed.interactions).toBe(0)
    })
    expect((await run()).output.partitions.dropped).toEqual(["user_interactions_2025_08"])
  })
})

test("a name is never more than a name", async () => {
  await expect(maintain(owner(), { kind: "vacuum", name: 'x"; DROP TABLE runs; --' })).rejects.toMatchObject({
    cause: { context: { sqlState: "42P01" } },
  })
})
