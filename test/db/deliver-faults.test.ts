// Is each post sent once, whatever fails on the way? A hundred stories here; `npm run fault-test` tells thousands, on several connections.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { migrate } from "../../scripts/migrations.ts"
import { MUTATIONS } from "../world/faults/mutations.ts"
import { drawSchedule } from "../world/faults/schedule.ts"
import type { Mutation } from "../world/faults/sender.ts"
import { type Told, tell } from "../world/faults/story.ts"
import { faultTables } from "../world/faults/tables.ts"
import type { Postgres } from "../world/postgres-session.ts"
import { openTestDatabase } from "../world/test-database.ts"

const STORIES = 100

let postgres: Postgres

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  postgres = await openTestDatabase(async (exec) => void (await migrate({ exec })), { url: process.env["TEST_DATABASE_URL"] })
})
afterAll(() => postgres.close())

async function tellAll(seeds: readonly number[], mutation: Mutation = null): Promise<Told[]> {
  const told: Told[] = []
  for (const seed of seeds) told.push(await tell(postgres, drawSchedule(seed), mutation))
  return told
}

const from = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i)

describe("faults at every step", () => {
  it("double nothing and lose nothing: every post ends live, refused, or waiting for a person", async () => {
    const told = await tellAll(from(50_000, STORIES))
    const { text, isFine } = faultTables(told)
    expect(isFine, text).toBe(true)
    expect(new Set(told.map(({ verdict }) => verdict.state))).toEqual(new Set(["live", "refused", "held"]))
    expect(told.filter(({ struck }) => struck.length > 0).length).toBeGreaterThan(STORIES / 2)
  })

  it("strike alike each time a seed is told, and end alike", async () => {
    const schedules = from(60_000, 12).filter((seed) => !drawSchedule(seed).isCrowded)
    const [first, second] = [await tellAll(schedules), await tellAll(schedules)]
    const brief = (told: readonly Told[]) =>
      told.map(({ schedule, verdict, struck, steps }) => ({ seed: schedule.seed, verdict, struck, steps }))
    expect(brief(second)).toEqual(brief(first))
  })

  it.each(Object.entries(MUTATIONS))("are noticed where a rule is broken: %s", async (_rule, mutation) => {
    let found = 0
    for (let seed = 70_000; seed < 70_400 && found === 0; seed += 1) {
      const { verdict } = await tell(postgres, drawSchedule(seed), mutation)
      found += verdict.duplicates.length + verdict.losses.length
    }
    expect(found).toBeGreaterThan(0)
  })
})
