// Can an index be built on a live database, taken back, and go on where it was broken off, and nobody has to wait for it?
import { afterAll, beforeAll, describe, expect, it, test } from "vitest"
import { INDEX_CHANGES, type IndexChange } from "../../scripts/indexes/changes.ts"
import { type IndexConnection, stepsBack, stepsForward, take } from "../../scripts/indexes/steps.ts"
import type { Session } from "../world/postgres-session.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
  await database.postgres.exec(`
    CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY, author text, at timestamptz DEFAULT now());
    INSERT INTO notes (author) SELECT md5(n::text) FROM generate_series(1, 2000) AS n;
    CREATE INDEX notes_by_author ON notes (author)`)
})
afterAll(() => database.close())

const CHANGE: IndexChange = {
  name: "notes_of_author",
  table: "notes",
  definition: "(author, at DESC)",
  replaces: { name: "notes_by_author", definition: "(author)" },
  why: "a test",
}
const PARTS: IndexChange = { name: "interactions_by_post", table: "user_interactions", definition: "(post_id, at)", why: "a test" }

const within = <T>(work: (connection: IndexConnection, session: Session) => Promise<T>): Promise<T> =>
  database.postgres.session(null, (session) => work({ query: (sql) => session.query(sql) }, session))
const indexesOf = async (table: string): Promise<readonly (string | null)[]> =>
  (
    await database.rows(`SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = '${table}'::regclass AND indisvalid ORDER BY 1`)
  ).flat()

it("finds nothing to do after the migrations: they make each index too", async () => {
  for (const change of INDEX_CHANGES) {
    expect(await within((connection) => stepsForward(connection, change)), change.name).toEqual([])
    expect(await indexesOf(change.table)).toContain(change.name)
  }
})

it("leaves a table alone that isn't there yet", async () => {
  expect(await within((connection) => stepsForward(connection, { ...CHANGE, table: "no_such_table" }))).toEqual([])
})

it("refuses a name that is more than a name", async () => {
  await expect(within((connection) => stepsForward(connection, { ...CHANGE, name: 'x"; DROP TABLE runs; --' }))).rejects.toThrow(
    "is no name",
  )
})

const url = process.env["TEST_DATABASE_URL"]
describe.skipIf(url === undefined)("on a real server", () => {
  const apply = () => within(async (connection) => take(connection, await stepsForward(connection, CHANGE)))
  const rollBack = () => within(async (connection) => take(connection, await stepsBack(connection, CHANGE)))

  test("the new one is made before the old one goes, and the way back is the same", async () => {
    const steps = await within((connection) => stepsForward(connection, CHANGE))
    expect(steps.map(({ sql }) => sql)).toEqual([
      'CREATE INDEX CONCURRENTLY "notes_of_author" ON "notes" (author, at DESC)',
      'DROP INDEX CONCURRENTLY "notes_by_author"',
    ])
    await apply()
    expect(await indexesOf("notes")).toEqual(["notes_of_author"])
    await apply()
    await rollBack()
    expect(await indexesOf("notes")).toEqual(["notes_by_author"])
    await rollBack()
  })

  test("a run that was broken off goes on: what it left is dropped and built anew", async () => {
    await database.postgres.exec(`
      CREATE INDEX notes_of_author ON notes (author, at DESC);
      UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'notes_of_author'::regclass`)
    await apply()
    expect(await indexesOf("notes")).toEqual(["notes_of_author"])
    await rollBack()
  })

  test("two runs don't work at once", async () => {
    await within(async (_connection, session) => {
      await session.query("SELECT pg_advisory_lock(7164209304)")
      await expect(apply()).rejects.toThrow("Another run is at work")
    })
  })

  test("a partitioned table has it on each partition, also where a part was there, and without it after the way back", async () => {
    const partitions = (
      await database.rows("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'user_interactions'::regclass")
    ).flat()
    const [first] = partitions
    await database.postgres.exec(`CREATE INDEX interactions_by_post${first?.slice("user_interactions".length)} ON ${first} (post_id, at)`)
    await within(async (connection) => take(connection, await stepsForward(connection, PARTS)))
    expect(await indexesOf("user_interactions")).toContain("interactions_by_post")
    for (const partition of partitions) expect(await indexesOf(partition ?? "")).toContain(`interactions_by_post${partition?.slice(17)}`)
    expect(await within((connection) => stepsForward(connection, PARTS))).toEqual([])
    await within(async (connection) => take(connection, await stepsBack(connection, PARTS)))
    expect(await database.rows("SELECT 1 FROM pg_class WHERE relname LIKE 'interactions_by_post%'")).toEqual([])
  })

  /** Writes for as long as `until` runs, each time by itself; a write that has to wait for a lock for 100 ms fails. Gives how often it wrote meanwhile. */
  async function writeDuring(until: Promise<unknown>): Promise<{ written: number; during: number }> {
    const state = { over: false }
    const ended = until.finally(() => void (state.over = true))
    let [written, during] = [0, 0]
    await within(async ({ query }) => {
      await query("SET lock_timeout = '100ms'")
      while (!state.over) {
        await query("INSERT INTO notes (author) VALUES ('writer')")
        written += 1
        during += (await query("SELECT 1 FROM pg_stat_progress_create_index WHERE relid = 'notes'::regclass")).rows.length
      }
    })
    await ended
    return { written, during }
  }

  test("nobody who writes waits while it is built; a plain CREATE INDEX makes him wait", async () => {
    await database.postgres.exec("INSERT INTO notes (author) SELECT md5(n::text) FROM generate_series(1, 300000) AS n")
    const { written, during } = await writeDuring(apply())
    expect(during).toBeGreaterThan(5)
    expect(written).toBeGreaterThanOrEqual(during)
    await writeDuring(rollBack())
    expect(await indexesOf("notes")).toEqual(["notes_by_author"])
    await within(async (_connection, session) => {
      await session.query("BEGIN")
      await session.query("CREATE INDEX notes_plain ON notes (at)")
      await expect(
        within(async ({ query }) => {
          await query("SET lock_timeout = '100ms'")
          await query("INSERT INTO notes (author) VALUES ('writer')")
        }),
      ).rejects.toMatchObject({ code: "55P03" })
      await session.query("ROLLBACK")
    })
  })
})
