// A small day of posts, held to what a large one has to keep; `npm run day-test` lives through a thousand.
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { faultsOf, liveDay } from "../world/posting-day.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

let database: TestDatabase

beforeAll(async () => {
  database = await openDatabase()
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
})
afterAll(() => database.close())

it("a day over four channels ends with every post live, paid to the micro-dollar and on time", async () => {
  const day = await liveDay({ postgres: database.postgres, url: database.url("studio_agents"), endpoint: database.endpoint }, 48, 7, 4)
  expect(faultsOf(day), JSON.stringify(day)).toEqual([])
  expect(day).toMatchObject({ posts: 48, live: 48, doubled: 0 })
})

it("a day that is not so is told what is wrong with it", () => {
  const day = {
    posts: 10,
    live: 9,
    parts: 12,
    doubled: 1,
    ledger: 5,
    spent: 4,
    owed: 4,
    caps: { all: 3 },
    p50: 0,
    p95: 60_001,
    worst: 60_001,
    runs: 1,
  }
  expect(faultsOf(day)).toHaveLength(5)
})
