// How many keys may be tried, and whose session is open? On the embedded Postgres, and, where one is given, on a real one in a race.
import fc from "fast-check"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import {
  countSignIn,
  findSession,
  insertFailedSignIn,
  insertSession,
  revokeSession,
  type SignInLimits,
} from "../../shared/db/queries/sessions.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

const NOON = new Date("2026-11-21T12:00:00.000Z")
const MINUTE = 60_000
const LIMITS: SignInLimits = { perAddress: 5, inAll: 50, windowMs: 15 * MINUTE }
const later = (ms: number) => new Date(NOON.getTime() + ms)
const address = (n: number) => n.toString(16).padStart(64, "0")

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.postgres.exec("TRUNCATE sessions, sign_in_attempts, audit_log"))

const ingest = () => database.db("studio_ingest")
const attempt = async (n: number, at = NOON, limits = LIMITS) =>
  (await countSignIn(ingest(), { addressHash: address(n), now: at }, limits)).waitMs
const signIn = (n: number, at: Date, token: string, expiresAt = later(12 * 60 * MINUTE)) =>
  insertSession(ingest(), { addressHash: address(n), now: at, tokenHash: token.length === 1 ? token.repeat(64) : token, expiresAt })
const audit = () => database.rows("SELECT actor, action FROM audit_log ORDER BY id")

describe("trying a key", () => {
  it("has room for five tries of an address in fifteen minutes, and says when the next one has", async () => {
    for (let i = 0; i < 5; i += 1) expect(await attempt(1, later(i * MINUTE))).toBeNull()
    expect(await attempt(1, later(5 * MINUTE))).toBe(10 * MINUTE)
    expect(await attempt(1, later(15 * MINUTE - 1))).toBe(1_000)
    expect(await attempt(1, later(15 * MINUTE))).toBeNull()
    expect(await attempt(1, later(15 * MINUTE + 1))).toBe(MINUTE - 1)
  })

  it("of one address takes no room from another's", async () => {
    for (let i = 0; i < 8; i += 1) await attempt(1)
    expect(await attempt(2)).toBeNull()
  })

  it("has room for fifty in all; tries without room count for nothing and leave no row", async () => {
    for (let i = 0; i < 20; i += 1) await attempt(0)
    for (let n = 1; n < 46; n += 1) expect(await attempt(n, later(n))).toBeNull()
    expect(await attempt(99, later(100))).toBe(15 * MINUTE - 100)
    expect(await database.rows("SELECT count(*) FROM sign_in_attempts")).toEqual([["47"]])
    expect(await attempt(99, later(15 * MINUTE))).toBeNull()
  })

  it("never has more room in any window than the limits say (random times and addresses)", async () => {
    const limits = { perAddress: 2, inAll: 4, windowMs: 1_000 }
    const tries = fc.array(fc.record({ n: fc.integer({ min: 0, max: 3 }), gap: fc.integer({ min: 0, max: 400 }) }), { maxLength: 25 })
    await fc.assert(
      fc.asyncProperty(tries, async (list) => {
        await database.postgres.exec("TRUNCATE sign_in_attempts")
        const granted: { n: number; at: number }[] = []
        let at = 0
        for (const { n, gap } of list) {
          at += gap
          const now = at
          const recent = granted.filter((each) => each.at > now - limits.windowMs)
          const hasRoom = recent.filter((each) => each.n === n).length < limits.perAddress
          const waitMs = await attempt(n, later(at), limits)
          if (waitMs === null) granted.push({ n, at })
          // An address that had room where all together had none is charged for the try: it may wait longer than it must, never shorter.
          const mayPass = hasRoom && recent.length < limits.inAll
          expect(mayPass || waitMs !== null).toBe(true)
        }
      }),
      { numRuns: 15, verbose: true },
    )
  })

  it("is written down where it was the wrong key", async () => {
    await insertFailedSignIn(ingest(), { addressHash: address(1), now: NOON })
    expect(await database.rows("SELECT actor, action, subject FROM audit_log")).toEqual([
      ["somebody", "sign-in.failed", `address:${address(1)}`],
    ])
  })
})

describe("a session", () => {
  it("clears the tries of its address, takes back its own from those of all, and is in the audit log", async () => {
    for (const ms of [0, 1, 2, 3]) await attempt(1, later(ms))
    await attempt(2, later(4))
    await attempt(1, later(5))
    await signIn(1, later(5), "a")
    expect(await audit()).toEqual([["operator session", "sign-in"]])
    const left = await database.rows("SELECT scope, cardinality(attempts) FROM sign_in_attempts ORDER BY scope")
    expect(left).toEqual([
      [`address:${address(1)}`, "0"],
      [`address:${address(2)}`, "1"],
      ["all", "5"],
    ])
    for (let i = 0; i < 5; i += 1) expect(await attempt(1, later(6))).toBeNull()
    expect(await attempt(1, later(6))).not.toBeNull()
  })

  it("is found until it ends, by ingest and by api", async () => {
    await signIn(1, NOON, "a", later(MINUTE))
    for (const role of ["studio_ingest", "studio_api"] as const) {
      const find = (token: string, at: Date) => findSession(database.db(role), token.repeat(64), at)
      expect(await find("a", later(MINUTE - 1))).toMatchObject({ expiresAt: later(MINUTE) })
      expect(await find("a", later(MINUTE))).toBeNull()
      expect(await find("b", NOON)).toBeNull()
    }
  })

  it("that was signed out is found no more, and signing out twice is signing out once", async () => {
    await signIn(1, NOON, "a")
    await signIn(1, NOON, "b")
    expect([await revokeSession(ingest(), "a".repeat(64), later(1)), await revokeSession(ingest(), "a".repeat(64), later(2))]).toEqual([
      true,
      false,
    ])
    expect(await findSession(ingest(), "a".repeat(64), later(3))).toBeNull()
    expect(await findSession(ingest(), "b".repeat(64), later(3))).not.toBeNull()
    expect((await audit()).map(([, action]) => action).toSorted()).toEqual(["sign-in", "sign-in", "sign-out"])
  })

  it("is known to the database by its hash alone", async () => {
    await expect(signIn(1, NOON, "not a hash")).rejects.toMatchObject({ cause: { code: "bug" } })
  })
})

describe("twenty tries at the same moment", () => {
  it("of one address: five get through", async () => {
    const waits = await Promise.all(Array.from({ length: 20 }, () => attempt(1)))
    expect(waits.filter((wait) => wait === null)).toHaveLength(5)
  })
})

describe.skipIf(process.env["TEST_DATABASE_URL"] === undefined)("over several connections (needs TEST_DATABASE_URL)", () => {
  beforeAll(async () => {
    await Promise.all(Array.from({ length: 50 }, () => database.rows("SELECT pg_sleep(0.01)")))
  })

  it("five of twenty tries of one address get through, in each of ten rounds, whether its row was there or not", async () => {
    for (let round = 0; round < 10; round += 1) {
      if (round % 2 === 0) await attempt(100 + round, later(-20 * MINUTE))
      const waits = await Promise.all(Array.from({ length: 20 }, () => attempt(100 + round)))
      expect(waits.filter((wait) => wait === null)).toHaveLength(5)
      await database.postgres.exec("DELETE FROM sign_in_attempts WHERE scope = 'all'")
    }
  })

  it("tries and sign-ins of the same addresses don't block each other", async () => {
    for (let round = 0; round < 10; round += 1) {
      const at = later(round)
      await Promise.all(
        Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? signIn(i % 2, at, address(round * 30 + i)) : attempt(i % 2, at))),
      )
    }
    expect(await database.rows("SELECT count(*) FROM sessions")).toEqual([["100"]])
  })

  it("fifty of two hundred tries of forty addresses get through, with no deadlock", async () => {
    const waits = await Promise.all(Array.from({ length: 200 }, (_, i) => attempt(i % 40)))
    expect(waits.filter((wait) => wait === null)).toHaveLength(50)
  })
})
