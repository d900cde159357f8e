// Does every database end with each migration exactly once, however often, and from however many places, it is migrated?
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, afterEach, describe, expect, test } from "vitest"
import { type Migration, migrate, readMigrations } from "../../scripts/migrations.ts"
import { openServer } from "../world/postgres-server.ts"
import type { Postgres } from "../world/postgres-session.ts"
import { openTestDatabase } from "../world/test-database.ts"

const scratch = mkdtempSync(join(tmpdir(), "migrations-"))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const url = process.env["TEST_DATABASE_URL"]
const ACCOUNTS = { name: "0001_accounts.sql", sql: "CREATE TABLE accounts (n integer NOT NULL)", sha256: "a1" }
const FILL = { name: "0002_fill.sql", sql: "INSERT INTO accounts VALUES (1);\nINSERT INTO accounts VALUES (2);", sha256: "b1" }
const MORE = { name: "0003_more.sql", sql: "INSERT INTO accounts VALUES (3) -- no semicolon at the end", sha256: "c1" }

const open: Postgres[] = []
afterEach(async () => {
  for (const db of open.splice(0)) await db.close()
})
/** A database without any migration; PGlite's empty template is kept for the whole file. */
async function openEmpty(): Promise<Postgres> {
  const db = await openTestDatabase(async () => undefined, { cache: join(scratch, "cache"), version: "empty", url })
  open.push(db)
  return db
}
const numbers = async (db: Postgres) => (await db.query("SELECT n FROM accounts ORDER BY n")).rows.flat()
const recorded = async (db: Postgres) => (await db.query("SELECT name FROM schema_migrations ORDER BY name")).rows.flat()
const names = (outcomes: readonly { name: string; applied: boolean }[]) =>
  outcomes.map(({ name, applied }) => `${applied ? "+" : "="}${name}`)

describe("migrate", () => {
  test("applies what the database lacks, in order, and skips the rest", async () => {
    const db = await openEmpty()
    expect(names(await migrate(db, [ACCOUNTS, FILL]))).toEqual(["+0001_accounts.sql", "+0002_fill.sql"])
    expect(names(await migrate(db, [ACCOUNTS, FILL, MORE]))).toEqual(["=0001_accounts.sql", "=0002_fill.sql", "+0003_more.sql"])
    expect(await numbers(db)).toEqual(["1", "2", "3"])
    expect(await recorded(db)).toEqual(["0001_accounts.sql", "0002_fill.sql", "0003_more.sql"])
  })

  test("refuses a file that changed after it was applied, names it and does nothing else", async () => {
    const db = await openEmpty()
    await migrate(db, [ACCOUNTS])
    const edited: Migration = { ...ACCOUNTS, sha256: "a2" }
    await expect(migrate(db, [edited, FILL])).rejects.toThrow("0001_accounts.sql: changed after having been applied")
    expect(await recorded(db)).toEqual(["0001_accounts.sql"])
  })

  test("leaves nothing of a file that fails, names it and keeps the ones before it", async () => {
    const db = await openEmpty()
    const broken: Migration = { name: "0002_broken.sql", sql: "INSERT INTO accounts VALUES (1);\nSELECT 1 / 0;", sha256: "x" }
    await expect(migrate(db, [ACCOUNTS, broken])).rejects.toThrow("0002_broken.sql: division by zero")
    expect(await numbers(db)).toEqual([])
    expect(await recorded(db)).toEqual(["0001_accounts.sql"])
    expect(names(await migrate(db, [ACCOUNTS, FILL]))).toEqual(["=0001_accounts.sql", "+0002_fill.sql"])
  })

  test("skips a file that somebody else applied between the look and the attempt", async () => {
    const db = await openEmpty()
    await migrate(db, [ACCOUNTS, FILL])
    const late = { exec: db.exec, query: async () => ({ rows: [] }) }
    expect(names(await migrate(late, [ACCOUNTS, FILL]))).toEqual(["=0001_accounts.sql", "=0002_fill.sql"])
    await expect(migrate(late, [{ ...ACCOUNTS, sha256: "a2" }])).rejects.toThrow("0001_accounts.sql: changed")
    expect(await numbers(db)).toEqual(["1", "2"])
  })

  test("needs no query function for an empty database", async () => {
    const db = await openEmpty()
    expect(names(await migrate({ exec: db.exec }, [ACCOUNTS, FILL]))).toEqual(["+0001_accounts.sql", "+0002_fill.sql"])
  })

  test("applies the studio's own migrations, twice as once", async () => {
    const db = await openEmpty()
    const first = await migrate(db)
    expect(first.every(({ applied }) => applied)).toBe(true)
    expect((await migrate(db)).some(({ applied }) => applied)).toBe(false)
    expect(await recorded(db)).toEqual(readMigrations().map(({ name }) => name))
  })

  test.skipIf(url === undefined)(
    "ends with each file once when eight connections migrate at the same time (needs TEST_DATABASE_URL)",
    async () => {
      const db = await openEmpty()
      const { rows } = await db.query("SELECT current_database()")
      const address = Object.assign(new URL(url ?? ""), { pathname: `/${rows[0]?.[0]}` }).href
      const servers = await Promise.all(Array.from({ length: 8 }, () => openServer(address)))
      const outcomes = await Promise.all(servers.map((server) => migrate(server)))
      await Promise.all(servers.map((server) => server.close()))
      const applied = outcomes.flat().filter((outcome) => outcome.applied)
      expect(applied.map(({ name }) => name).sort()).toEqual(readMigrations().map(({ name }) => name))
      expect(await recorded(db)).toEqual(readMigrations().map(({ name }) => name))
    },
  )
})

describe("readMigrations", () => {
  const folderOf = (...files: string[]) => {
    const folder = mkdtempSync(join(scratch, "folder-"))
    for (const file of files) writeFileSync(join(folder, file), "SELECT 1")
    return folder
  }

  test("reads the files in the order of their numbers", () => {
    expect(readMigrations(folderOf("0002_b.sql", "0001_a.sql", "notes.md")).map(({ name }) => name)).toEqual(["0001_a.sql", "0002_b.sql"])
  })

  test.each([
    [["0001_a.sql", "0003_c.sql"], "0003_c.sql"],
    [["0001_a.sql", "0001_b.sql"], "0001_b.sql"],
    [["1_a.sql"], "1_a.sql"],
  ])("refuses %j and names %s", (files, culprit) => {
    expect(() => readMigrations(folderOf(...files))).toThrow(culprit)
  })
})
