// Does the embedded Postgres keep what it has answered, whatever happens to the process, and hand out sessions cleanly?
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openPostgres } from "./postgres.ts"
import { openPglite } from "./postgres-pglite.ts"
import { leavesTraces, type Postgres } from "./postgres-session.ts"
import { emptyImage, openTestDatabase } from "./test-database.ts"

const url = process.env["TEST_DATABASE_URL"]
const scratch = mkdtempSync(join(tmpdir(), "postgres-"))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const SCHEMA = "CREATE TABLE ledger (n int8 PRIMARY KEY, note text NOT NULL)"

describe.each([{ name: "PGlite", where: {} }, ...(url === undefined ? [] : [{ name: "a real server", where: { url } }])])(
  "$name",
  ({ where }) => {
    let db: Postgres
    beforeAll(async () => {
      db = await openTestDatabase((exec) => exec(SCHEMA), { cache: join(scratch, "cache"), version: SCHEMA, ...where })
    }, 60_000)
    afterAll(() => db.close())

    test("keeps a transaction that ends and forgets one that throws", async () => {
      await db.transaction((session) => session.exec("INSERT INTO ledger VALUES (1, 'kept')"))
      const failed = db.transaction(async (session) => {
        await session.exec("INSERT INTO ledger VALUES (2, 'forgotten')")
        throw new Error("stop")
      })
      await expect(failed).rejects.toThrow("stop")
      expect((await db.query("SELECT n FROM ledger")).rows).toEqual([["1"]])
    })

    test("rolls back and says so where a session ends inside a transaction", async () => {
      const left = db.session(null, (session) => session.exec("BEGIN; INSERT INTO ledger VALUES (3, 'open')"))
      await expect(left).rejects.toThrow("inside a transaction")
      expect((await db.query("SELECT count(*) FROM ledger WHERE n = 3")).rows).toEqual([["0"]])
    })

    test("releases a session's locks and settings when it ends", async () => {
      await db.query("SELECT pg_advisory_lock(7)")
      await db.query("SELECT set_config('application_name', 'left behind', false)")
      const { rows } = await db.query(
        "SELECT (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'), current_setting('application_name')",
      )
      expect(rows[0]?.[0]).toBe("0")
      expect(rows[0]?.[1]).not.toBe("left behind")
    })

    test("gives each session the role that it asked for, whoever had the connection before", async () => {
      const who = (role: string | null) => db.session(role, async (session) => (await session.query("SELECT current_user")).rows[0]?.[0])
      const owner = await who(null)
      expect(await who("pg_monitor")).toBe("pg_monitor")
      expect(await who("pg_monitor")).toBe("pg_monitor")
      expect(await who("pg_read_all_data")).toBe("pg_read_all_data")
      await db.session("pg_monitor", (session) => session.exec("RESET ROLE"))
      expect(await who("pg_monitor")).toBe("pg_monitor")
      expect(await who(null)).toBe(owner)
    })

    test("runs a script as one transaction", async () => {
      await expect(db.exec("INSERT INTO ledger VALUES (4, 'a'); SELECT 1 / 0")).rejects.toMatchObject({ code: "22012" })
      expect((await db.query("SELECT count(*) FROM ledger WHERE n = 4")).rows).toEqual([["0"]])
    })
  },
)

describe("leavesTraces", () => {
  test.each([
    "SET timezone = 'UTC'",
    "BEGIN; SET ROLE x",
    "SELECT set_config('a.b', 'c', false)",
    "SELECT pg_try_advisory_lock_shared(1)",
    "UPDATE a SET b = 1; SET c = d",
    "CREATE TEMP TABLE a ()",
  ])("knows what %s leaves behind", (sql) => {
    expect(leavesTraces(sql)).toBe(true)
  })

  test.each([
    "SELECT a FROM b",
    "UPDATE a SET b = 1",
    "WITH c AS (update only public.a AS y\n set b = 1 RETURNING 1) SELECT 1",
    'INSERT INTO a VALUES (1) ON CONFLICT (b) DO UPDATE SET b = 1, "set_at" = now()',
  ])("takes %s for what it is", (sql) => {
    expect(leavesTraces(sql)).toBe(false)
  })
})

describe("openTestDatabase", () => {
  test("migrates once for many databases, each of its own", async () => {
    const cache = join(scratch, "shared-cache")
    let migrations = 0
    const open = () =>
      openTestDatabase(
        async (exec) => {
          migrations += 1
          await exec(SCHEMA)
        },
        { cache, version: "many" },
      )
    const [first, second, third] = await Promise.all([open(), open(), open()])
    expect(migrations).toBe(1)
    await first.exec("INSERT INTO ledger VALUES (1, 'mine')")
    expect((await second.query("SELECT * FROM ledger")).rows).toEqual([])
    expect((await third.query("SELECT * FROM ledger")).rows).toEqual([])
    await Promise.all([first.close(), second.close(), third.close()])
    expect(readdirSync(cache)).toEqual([expect.stringMatching(/^database-[0-9a-f]{16}\.tar$/)])
  }, 60_000)

  test("leaves no lock and no template behind where the migration fails", async () => {
    const cache = join(scratch, "failing-cache")
    const failing = openTestDatabase((exec) => exec("SELECT 1 / 0"), { cache, version: "failing" })
    await expect(failing).rejects.toMatchObject({ code: "22012" })
    expect(readdirSync(cache)).toEqual([])
  }, 60_000)
})

describe("a database in a folder", () => {
  const dir = join(scratch, "deep", "folder")
  const program = `
    import { openPostgres } from ${JSON.stringify(new URL("./postgres.ts", import.meta.url).href)}
    const db = await openPostgres({ dir: ${JSON.stringify(dir)} })
    await db.exec("CREATE TABLE IF NOT EXISTS ledger (n int8 PRIMARY KEY, note text NOT NULL)")
    const { rows } = await db.query("SELECT coalesce(max(n), 0) FROM ledger")
    for (let n = Number(rows[0][0]) + 1; ; n += 1) {
      await db.query("INSERT INTO ledger VALUES ($1, repeat('x', 2000))", [String(n)])
      console.log(n)
    }
  `

  /** Writes in another process until it has answered `count` times, then kills it hard; gives the last row it answered. */
  async function writeUntilKilled(count: number): Promise<number> {
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: ["ignore", "pipe", "inherit"] })
    let last = 0
    let seen = 0
    for await (const line of createInterface({ input: child.stdout })) {
      last = Number(line)
      seen += 1
      if (seen === count) child.kill("SIGKILL")
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit")
    expect(child.signalCode).toBe("SIGKILL")
    return last
  }

  test("keeps every row it has answered when its process is killed, again and again", async () => {
    await (await openPglite({ dir, image: await emptyImage() })).close()
    let answered = 0
    for (const count of [1, 37, 400]) answered = await writeUntilKilled(count)
    const db = await openPostgres({ dir })
    const [row] = (await db.query("SELECT count(*), max(n) FROM ledger")).rows
    await db.close()
    expect(Number(row?.[1])).toBeGreaterThanOrEqual(answered)
    expect(row?.[0]).toBe(row?.[1])
    expect(answered).toBeGreaterThanOrEqual(438)
  }, 60_000)
})
