// What becomes of a scoring when others write meanwhile? Real connections: one connection can't show a race.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { rescoreChanged } from "../../shared/db/queries/scores.ts"
import { DEFAULT_WEIGHTS } from "../../shared/domain/interaction.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import { insertPeople } from "./people-rows.ts"

const order = { runId: "run_0000000001", now: new Date("2026-11-21T12:00:00Z"), weights: DEFAULT_WEIGHTS }

let database: TestDatabase

/** Until somebody waits for somebody else's row. */
async function untilWaiting(): Promise<void> {
  const [row] = await database.rows(
    "SELECT count(*), pg_sleep(0.01) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  )
  if (row?.[0] === "0") await untilWaiting()
}

describe.skipIf(process.env["TEST_DATABASE_URL"] === undefined)("over several connections (needs TEST_DATABASE_URL)", () => {
  beforeAll(async () => {
    database = await openDatabase()
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    await database.postgres.exec(`
      TRUNCATE runs, community_users, user_interactions CASCADE;
      INSERT INTO runs (id, agent, key, trigger, input, state, attempt, moment, started_at, finished_at)
      VALUES ('run_0000000001', 'engagement', 'engagement:x', 'manual', '{}', 'succeeded', 1, now(), now(), now())`)
    await insertPeople(database, 200)
  })

  it("a person who is being forgotten has no score afterwards, and everyone else has one", async () => {
    const scoring = await database.postgres.session(null, async (session) => {
      await session.query("BEGIN")
      await session.query("DELETE FROM user_interactions WHERE user_id = 7")
      await session.query("DELETE FROM user_identities WHERE user_id = 7")
      await session.query("DELETE FROM community_users WHERE id = 7")
      const running = rescoreChanged(database.db(), order)
      await untilWaiting()
      await session.query("COMMIT")
      return { result: await running }
    })
    expect(scoring.result).toEqual({ kind: "full", people: 20, changed: 19 })
    expect(await database.rows("SELECT count(*), count(*) FILTER (WHERE user_id = 7) FROM engagement_scores")).toEqual([["19", "0"]])
  })

  it("five attempts of one run at once make one scoring", async () => {
    const results = await Promise.all(Array.from({ length: 5 }, () => rescoreChanged(database.db(), order)))
    expect(results.filter(({ changed }) => changed === 20).length).toBeGreaterThanOrEqual(1)
    expect(await database.rows("SELECT kind, people, changed FROM scorings")).toEqual([["full", "20", "20"]])
    expect(await database.rows("SELECT count(*) FROM engagement_scores")).toEqual([["20"]])
  })
})
