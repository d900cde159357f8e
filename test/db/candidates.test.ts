// Who may be made an offer, why, and what is kept of it? Also that a score's explanation adds up.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { insertOffers, listCandidates, type OfferDraft } from "../../shared/db/queries/candidates.ts"
import { explainScore } from "../../shared/db/queries/score-parts.ts"
import { rescoreAll } from "../../shared/db/queries/scores.ts"
import { DEFAULT_WEIGHTS } from "../../shared/domain/interaction.ts"
import { OfferReasons, writeOffer } from "../../shared/domain/offer.ts"
import { conversion } from "../../workers/agents/conversion/agent.ts"
import type { Ports } from "../../workers/agents/ports.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import { insertPeople, insertScored } from "./people-rows.ts"

const NOON = new Date("2026-11-21T12:00:00Z")
const at = (text: string) => new Date(`2026-11-${text}:00Z`)
const RUN = "run_0000000001"

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())
beforeEach(() =>
  database.postgres.exec(`
    TRUNCATE runs, community_users, user_interactions CASCADE;
    INSERT INTO runs (id, agent, key, trigger, input, state, attempt, moment, started_at, finished_at)
    SELECT 'run_' || lpad(n::text, 10, '0'), 'conversion', 'conversion:' || n, 'manual', '{}', 'succeeded', 1, now(), now(), now() FROM generate_series(1, 9) AS n`),
)

const exec = (sql: string) => database.postgres.exec(sql)
const candidates = (now: Date = NOON, change: { runId?: string; limit?: number; min?: number } = {}) =>
  listCandidates(database.db(), {
    now,
    runId: change.runId ?? RUN,
    minMicroPoints: change.min ?? 30_000_000,
    coolDownDays: 30,
    limit: change.limit ?? 10,
  })
const ids = async (...asked: Parameters<typeof candidates>) => (await candidates(...asked)).map(({ userId }) => userId)

/** So many people with 100, 99, 98 ... points. */
async function rank(count: number): Promise<void> {
  await insertScored(database, count * 10)
  await exec("UPDATE engagement_scores SET micro_points = (101 - user_id) * 1000000, score = 100")
}

describe("a candidate", () => {
  it("is whoever has points enough, the most first, and of equals the one who came first", async () => {
    await rank(5)
    await exec(
      "UPDATE engagement_scores SET micro_points = 99000000 WHERE user_id = 5; UPDATE engagement_scores SET micro_points = 29999999 WHERE user_id = 1",
    )
    expect(await ids()).toEqual([2, 5, 3, 4])
    expect(await ids(NOON, { limit: 2 })).toEqual([2, 5])
  })

  it.each([
    ["pays already", "tier = 'basic'"],
    ["was never asked, or said no", "consent_at = NULL, consent_how = NULL"],
    ["opted out", "opted_out_at = '2026-11-20Z'"],
    ["had an offer less than 30 days ago", "last_offer_at = '2026-10-22T12:00:00.001Z'"],
    ["has quiet hours now", "quiet_from_minute = 720, quiet_until_minute = 721"],
    ["has quiet hours across midnight, and sleeps", "time_zone = 'Asia/Tokyo', quiet_from_minute = 1260, quiet_until_minute = 480"],
  ])("is nobody who %s", async (_why, change) => {
    await rank(3)
    await exec(`UPDATE community_users SET ${change} WHERE id = 2`)
    expect(await ids()).toEqual([1, 3])
  })

  it.each([
    ["had the last offer 30 days ago", "last_offer_at = '2026-10-22T12:00:00Z'"],
    ["has quiet hours that are over at this minute", "quiet_from_minute = 700, quiet_until_minute = 720"],
    ["has quiet hours that begin with the next minute", "quiet_from_minute = 721, quiet_until_minute = 700"],
    ["has none", "quiet_from_minute = 720, quiet_until_minute = 720"],
    ["is awake where he lives", "time_zone = 'America/Sao_Paulo'"],
  ])("is also who %s", async (_why, change) => {
    await rank(3)
    await exec(`UPDATE community_users SET ${change} WHERE id = 2`)
    expect(await ids()).toEqual([1, 2, 3])
  })

  it("has the hours of his zone in summer and in winter", async () => {
    await rank(1)
    await exec("UPDATE community_users SET time_zone = 'Europe/Amsterdam', quiet_from_minute = 0, quiet_until_minute = 540")
    expect([await ids(at("21T07:59")), await ids(at("21T08:00"))]).toEqual([[], [1]])
    expect([await ids(new Date("2026-07-21T06:59:00Z")), await ids(new Date("2026-07-21T07:00:00Z"))]).toEqual([[], [1]])
  })

  it("cannot have a zone that the database does not know", async () => {
    await rank(1)
    await expect(exec("UPDATE community_users SET time_zone = 'Middle/Earth'")).rejects.toMatchObject({ code: "22023" })
  })

  it("is reached where he likely reads, and left out where there is no such place", async () => {
    await rank(3)
    await exec(`
      INSERT INTO user_identities (platform, external_id, user_id, first_seen_at) VALUES ('telegram', '7', 2, now()), ('discord', '8', 2, now());
      UPDATE user_identities SET platform = 'feed' WHERE user_id = 3`)
    expect((await candidates()).map(({ userId, platform }) => [userId, platform])).toEqual([
      [1, "x"],
      [2, "telegram"],
    ])
  })
})

describe("what a score is made of", () => {
  it("adds up to the points exactly, by type and day", async () => {
    await insertPeople(database, 500)
    await rescoreAll(database.db(), { runId: RUN, now: NOON, weights: { ...DEFAULT_WEIGHTS, like: 2.5, reply: 0.5 } })
    // What comes after the scoring is none of it.
    await exec(`INSERT INTO user_interactions (user_id, at, type, milli_value, platform, source, external_id, stored_at)
      VALUES (1, '2026-11-21T11:00Z', 4, 1000, 'x', 'test', 'late', '2026-11-21T12:00:01Z')`)
    for (const userId of [1, 2, 50]) {
      const explained = await explainScore(database.db(), userId)
      expect(explained?.parts.length).toBeGreaterThan(5)
      expect(explained?.parts.reduce((sum, { microPoints }) => sum + microPoints, 0)).toBe(explained?.microPoints)
      expect(explained).toMatchObject({ from: "2026-10-22T12:00:00.000Z", until: "2026-11-21T12:00:00.000Z" })
    }
    expect(await explainScore(database.db(), 999)).toBeNull()
  })

  it("is what a candidate's offer says, type by type", async () => {
    await insertScored(database, 100)
    for (const { reasons } of await candidates(NOON, { min: 1 })) {
      expect(OfferReasons.parse(reasons)).toEqual(reasons)
      expect(reasons.parts.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(reasons.points, 9)
      expect(reasons.parts.map(({ points }) => points)).toEqual(reasons.parts.map(({ points }) => points).toSorted((a, b) => b - a))
    }
    expect(await candidates(NOON, { min: 1 })).toHaveLength(10)
  })
})

describe("offers", () => {
  const draft = async (runId: string, now: Date, limit = 10) => {
    const found = await candidates(now, { runId, limit })
    const offers = found.map((each): OfferDraft => ({ ...each, id: `cnv_${runId.slice(4)}${each.userId}`, text: writeOffer(each.reasons) }))
    return insertOffers(database.db(), offers, { id: runId, now })
  }
  const states = async () =>
    (await database.rows("SELECT user_id, state FROM conversion_attempts ORDER BY drafted_at, user_id")).map((row) => row.join(" "))

  it("are drafted once a person, until the draft's seven days are over", async () => {
    await rank(2)
    expect(await draft("run_0000000001", NOON)).toEqual({ drafted: 2, expired: 0, withdrawn: 0 })
    expect(await draft("run_0000000001", NOON)).toEqual({ drafted: 0, expired: 0, withdrawn: 0 })
    expect(await draft("run_0000000002", at("28T11:59"))).toEqual({ drafted: 0, expired: 0, withdrawn: 0 })
    expect(await draft("run_0000000003", at("28T12:00"))).toEqual({ drafted: 2, expired: 2, withdrawn: 0 })
    expect(await states()).toEqual(["1 expired", "2 expired", "1 drafted", "2 drafted"])
  })

  it("are withdrawn with the consent, and not made again within the cool-down", async () => {
    await rank(2)
    await draft("run_0000000001", NOON)
    await exec("UPDATE community_users SET opted_out_at = '2026-11-22Z' WHERE id = 1")
    expect(await draft("run_0000000002", at("22T12:00"))).toEqual({ drafted: 0, expired: 0, withdrawn: 1 })
    await exec("UPDATE community_users SET opted_out_at = NULL")
    expect(await draft("run_0000000003", at("23T12:00"))).toMatchObject({ drafted: 0 })
    expect(await draft("run_0000000004", new Date("2026-12-21T12:00:01Z"))).toMatchObject({ drafted: 2 })
  })

  it("are not kept for whom consent ended after he was found, nor for who is gone", async () => {
    await rank(3)
    const found = await candidates()
    await exec(`
      UPDATE community_users SET consent_at = NULL, consent_how = NULL WHERE id = 1; DELETE FROM user_identities WHERE user_id = 2;
      DELETE FROM engagement_scores WHERE user_id = 2; DELETE FROM user_interactions WHERE user_id = 2; DELETE FROM community_users WHERE id = 2`)
    const offers = found.map((each, n) => ({ ...each, id: `cnv_000000000${n}`, text: "x" }))
    expect(await insertOffers(database.db(), offers, { id: RUN, now: NOON })).toMatchObject({ drafted: 1 })
  })

  it("are made by the agent with two statements, the same at a second attempt, and leave the person's last offer alone", async () => {
    await rank(30)
    const before = database.statements.length
    const ports = { db: database.db() } as unknown as Ports
    const run = () =>
      conversion.run(ports, { slot: "2026-11-21T16:00:00.000Z" }, { now: NOON, runId: RUN, random: () => 0 }, new AbortController().signal)
    expect((await run()).output).toEqual({ candidates: 10, drafted: 10, expired: 0, withdrawn: 0 })
    expect(database.statements.length - before).toBe(2)
    expect((await run()).output).toEqual({ candidates: 10, drafted: 0, expired: 0, withdrawn: 0 })
    expect(await states()).toHaveLength(10)
    expect(await database.rows("SELECT count(*) FROM community_users WHERE last_offer_at IS NOT NULL")).toEqual([["0"]])
  })
})
