// Who is who after people asked for it? The agent on a real database: joined, parted, asked about offers, forgotten.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { countInbox } from "../../shared/db/queries/interactions.ts"
import { claimRun } from "../../shared/db/queries/runs.ts"
import { rescoreChanged } from "../../shared/db/queries/scores.ts"
import type { EventData, EventName } from "../../shared/domain/event.ts"
import { DEFAULT_WEIGHTS, type InboxEvent } from "../../shared/domain/interaction.ts"
import { seededRandom } from "../../shared/kit/random.ts"
import { route, runMessage } from "../../workers/agents/dispatch.ts"
import { identity } from "../../workers/agents/identity/agent.ts"
import type { Ports } from "../../workers/agents/ports.ts"
import { openDesk } from "../world/desk.ts"
import { openVirtualClock } from "../world/virtual-clock.ts"
import { emptyCounting, eventOf, insertWaiting, later, NOON, readCounting } from "./counting.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import { insertWish } from "./wishes.ts"

let database: TestDatabase
let number = 0
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await emptyCounting(database)
  await database.postgres.exec("TRUNCATE runs, events CASCADE")
})

const AT = "2026-11-21T11:00:00.000Z"
const X = { platform: "x", id: "ada" } as const
const TELEGRAM = { platform: "telegram", id: "77" } as const
const DISCORD = { platform: "discord", id: "d5" } as const
const LINK = { a: X, b: TELEGRAM, how: "said so in the chat", at: AT }

async function did(events: readonly Partial<InboxEvent>[], now = NOON) {
  number += 1
  await insertWaiting(database, [{ number, events: events.map((event) => eventOf(event)) }])
  return countInbox(database.db(), { limit: 100, now })
}

/** Runs the agent on an input of its own, as the runner would. */
async function run(input: { event: string; sweep?: { platform: string; id: string } }, now = NOON) {
  const key = identity.key(input)
  const claim = await claimRun(database.db(), {
    agent: "identity",
    key,
    slot: null,
    trigger: "event",
    input,
    now,
    leaseMs: 1,
    maxAttempts: 3,
  })
  const at = { now, runId: claim.answer === "claimed" ? claim.id : "run_0000000000", random: seededRandom("7") }
  const before = database.statements.length
  const report = await identity.run({ db: database.db() } as Ports, input, at, new AbortController().signal)
  return {
    ...(report.output as { outcome: string; interactionsRemoved: number }),
    later: report.later,
    statements: database.statements.length - before,
  }
}

type PersonEvent = Extract<EventName, `person.${string}`>
async function wish<N extends PersonEvent>(name: N, data: EventData<N>, now = NOON) {
  number += 1
  const event = `evt_${String(number).padStart(10, "0")}`
  await insertWish(database, event, name, data)
  return { event, ...(await run({ event }, now)) }
}

describe("joining two accounts", () => {
  it("makes one person of two, with all that either did, and says so to the next scoring", async () => {
    await did([{ k: "1" }])
    await did([
      { k: "2", p: "telegram", u: "77" },
      { k: "3", p: "telegram", u: "77", a: "2026-08-30T00:00:00.000Z" },
    ])
    await database.postgres.exec(
      "INSERT INTO engagement_scores (user_id, micro_points, score, interactions, scored_at) SELECT id, 1, 0, 1, '2026-11-21T12:00Z' FROM community_users",
    )
    expect(await wish("person.link-requested", LINK, later(60_000))).toMatchObject({ outcome: "linked", statements: 2, later: [] })
    expect(await readCounting(database)).toMatchObject({
      people: ["1"],
      identities: ["telegram:77", "x:ada"],
      keys: expect.arrayContaining([expect.stringContaining("app 3 telegram:77+x:ada 2026-08-30")]) as unknown,
      interactions: [1, 2, 3].map((k) => expect.stringContaining(`app ${k} telegram:77+x:ada`) as unknown),
    })
    expect(await database.rows("SELECT count(*) FROM engagement_scores")).toEqual([["1"]])
    expect(await database.rows("SELECT external_id FROM user_interactions WHERE stored_at > '2026-11-21T12:00Z' ORDER BY 1")).toEqual([
      ["2"],
      ["3"],
    ])
    expect(await database.rows("SELECT DISTINCT linked_how, linked_at = '2026-11-21T11:00Z' FROM user_identities")).toEqual([
      ["said so in the chat", "t"],
    ])
  })

  it("lets what was done before be taken back after, and new events find the one person", async () => {
    await did([{ k: "1" }, { k: "2", p: "telegram", u: "77" }])
    await wish("person.link-requested", LINK)
    expect(
      await did([
        { k: "2", p: "telegram", u: "77", r: true },
        { k: "3", p: "telegram", u: "77" },
      ]),
    ).toMatchObject({
      retracted: 1,
      counted: 1,
      peopleCreated: 0,
    })
    expect(await database.rows("SELECT user_id, sum(milli_value) FROM user_interactions GROUP BY 1")).toEqual([
      [expect.any(String), "2000"],
    ])
  })

  it("knows an account that nobody has seen as the other's", async () => {
    await did([{ k: "1" }])
    expect(await wish("person.link-requested", LINK)).toMatchObject({ outcome: "linked" })
    expect(await wish("person.link-requested", { ...LINK, a: { platform: "feed", id: "f" }, b: DISCORD })).toMatchObject({
      outcome: "linked",
    })
    expect(await readCounting(database)).toMatchObject({ people: ["2"], identities: ["discord:d5", "feed:f", "telegram:77", "x:ada"] })
  })

  it("is refused where both have an account on one platform, and leaves nothing", async () => {
    await did([{ k: "1" }, { k: "2", u: "bo" }])
    await wish("person.link-requested", { ...LINK, a: { platform: "x", id: "bo" } })
    expect(await wish("person.link-requested", LINK)).toMatchObject({ outcome: "two-accounts" })
    expect(await wish("person.link-requested", { ...LINK, b: { platform: "x", id: "nobody" } })).toMatchObject({ outcome: "two-accounts" })
    expect(await readCounting(database)).toMatchObject({ people: ["2"], identities: ["telegram:77", "x:ada", "x:bo"] })
    expect(await wish("person.link-requested", { ...LINK, a: { platform: "x", id: "bo" } })).toMatchObject({ outcome: "linked-before" })
  })

  it("keeps who pays, a no to offers, and withdraws an offer that was made to the other", async () => {
    await did([{ k: "1" }, { k: "2", p: "telegram", u: "77" }])
    await database.postgres.exec(`
      UPDATE community_users AS u SET tier = 'vip' FROM user_identities AS i WHERE i.user_id = u.id AND i.platform = 'telegram';
      UPDATE community_users AS u SET opted_out_at = '2026-11-20T00:00Z', consent_at = '2026-11-01T00:00Z', consent_how = 'form'
      FROM user_identities AS i WHERE i.user_id = u.id AND i.platform = 'x';
      INSERT INTO runs (id, agent, key, trigger, input, state, attempt, moment, started_at, finished_at)
      VALUES ('run_0000000099', 'conversion', 'c:1', 'schedule', '{}', 'succeeded', 1, now(), now(), now());
      INSERT INTO conversion_attempts (id, user_id, platform, tier, text, reasons, score, state, run_id, drafted_at, expires_at)
      SELECT 'cnv_000000000' || user_id % 10, user_id, platform, 'basic', 'x', '{}', 60, 'drafted', 'run_0000000099', now(), now() + interval '1 day' FROM user_identities`)
    await wish("person.link-requested", LINK)
    expect(await database.rows("SELECT tier, opted_out_at IS NOT NULL, consent_how FROM community_users")).toEqual([["vip", "t", "form"]])
    expect(await database.rows("SELECT platform, state FROM conversion_attempts ORDER BY 1")).toEqual([
      ["telegram", "drafted"],
      ["x", "withdrawn"],
    ])
  })
})

describe("parting an account", () => {
  it("gives it what was done by it, and makes both scores old", async () => {
    await did([{ k: "1" }, { k: "2", p: "telegram", u: "77" }, { k: "3", a: "2026-11-21T11:00:00.000Z" }])
    await wish("person.link-requested", LINK)
    await database.postgres.exec(
      "INSERT INTO engagement_scores (user_id, micro_points, score, interactions, scored_at) SELECT id, 3, 0, 3, '2026-11-21T12:00Z' FROM community_users",
    )
    expect(await wish("person.unlink-requested", { ...TELEGRAM, at: AT }, later(60_000))).toMatchObject({
      outcome: "unlinked",
      statements: 2,
    })
    expect(await readCounting(database)).toMatchObject({
      people: ["2"],
      interactions: ["app 1 x:ada", "app 2 telegram:77", "app 3 x:ada"].map((row) => expect.stringContaining(row) as unknown),
      keys: ["app 1 x:ada", "app 2 telegram:77", "app 3 x:ada"].map((row) => expect.stringContaining(row) as unknown),
    })
    expect(await database.rows("SELECT count(*) FROM engagement_scores")).toEqual([["0"]])
    expect(await database.rows("SELECT external_id FROM user_interactions WHERE stored_at > '2026-11-21T12:00Z' ORDER BY 1")).toEqual([
      ["1"],
      ["2"],
    ])
    expect(await wish("person.unlink-requested", { ...TELEGRAM, at: AT })).toMatchObject({ outcome: "alone" })
    expect(await wish("person.unlink-requested", { ...DISCORD, at: AT })).toMatchObject({ outcome: "unknown" })
  })
})

describe("the next scoring", () => {
  const scores = () =>
    database.rows(
      "SELECT string_agg(i.platform, '+' ORDER BY i.platform), e.micro_points FROM engagement_scores AS e JOIN user_identities AS i USING (user_id) GROUP BY e.user_id, e.micro_points ORDER BY 1",
    )
  async function score(now: Date) {
    number += 1
    const id = `run_${String(number).padStart(10, "0")}`
    await database.postgres.exec(`
      INSERT INTO runs (id, agent, key, trigger, input, state, attempt, moment, started_at, finished_at)
      VALUES ('${id}', 'engagement', '${id}', 'schedule', '{}', 'succeeded', 1, now(), now(), now())`)
    const { kind } = await rescoreChanged(database.db(), { runId: id, weights: DEFAULT_WEIGHTS, now })
    return kind
  }

  it("of only those for whom something changed finds who was joined, and who was parted again", async () => {
    const a = "2026-11-21T09:00:00.000Z"
    await did(
      [
        { k: "1", a },
        { k: "2", p: "telegram", u: "77", v: 2_000, a },
      ],
      later(-7_200_000),
    )
    expect(await score(later(-3_600_000))).toBe("full")
    expect(await scores()).toEqual([
      ["telegram", "2000000"],
      ["x", "1000000"],
    ])
    await wish("person.link-requested", LINK, later(0))
    expect(await score(later(1))).toBe("changed")
    expect(await scores()).toEqual([["telegram+x", "3000000"]])
    await wish("person.unlink-requested", { ...X, at: AT }, later(3_600_000))
    expect(await score(later(3_600_001))).toBe("changed")
    expect(await scores()).toEqual([
      ["telegram", "2000000"],
      ["x", "1000000"],
    ])
  })
})

describe("a word about offers", () => {
  const CONSENT = { ...X, offers: true, how: "form", timeZone: "Europe/Amsterdam", quietFrom: 1_200, quietUntil: null, at: AT }
  const kept = () =>
    database.rows(
      "SELECT consent_at IS NOT NULL, consent_how, opted_out_at IS NOT NULL, time_zone, quiet_from_minute, quiet_until_minute FROM community_users",
    )

  it("is kept, of a person whom nobody has seen too; the last one said stands, whichever comes first", async () => {
    expect(await wish("person.consent-given", CONSENT)).toMatchObject({ outcome: "set", statements: 2 })
    expect(await kept()).toEqual([["t", "form", "f", "Europe/Amsterdam", "1200", "480"]])
    const no = { ...CONSENT, offers: false, how: null, timeZone: "Mars/Base", quietFrom: null, at: "2026-11-21T11:30:00.000Z" }
    expect(await wish("person.consent-given", no)).toMatchObject({ outcome: "set" })
    expect(await wish("person.consent-given", { ...CONSENT, how: "another form" })).toMatchObject({ outcome: "outdated" })
    expect(await kept()).toEqual([["t", "form", "t", "Europe/Amsterdam", "1200", "480"]])
    expect(await wish("person.consent-given", { ...CONSENT, at: "2026-11-21T11:45:00.000Z" })).toMatchObject({ outcome: "set" })
    expect(await kept()).toEqual([["t", "form", "f", "Europe/Amsterdam", "1200", "480"]])
  })
})

describe("being forgotten", () => {
  it("removes the person with every account and all they did, and leaves the sums and hashes that nobody can read", async () => {
    await did([{ k: "1" }, { k: "2", p: "telegram", u: "77" }, { k: "3", u: "bo" }, { k: "4", c: "ext:nowhere" }])
    await wish("person.link-requested", LINK)
    await did([{ k: "1", r: true }])
    expect(await wish("person.deletion-requested", { ...X, at: AT })).toMatchObject({
      outcome: "forgotten",
      interactionsRemoved: 3,
      statements: 2,
    })
    expect(await readCounting(database)).toMatchObject({
      people: ["1"],
      identities: ["x:bo"],
      keys: [expect.stringContaining("app 3 x:bo")],
      interactions: [expect.stringContaining("app 3 x:bo")],
      days: ["2026-11-21 telegram 1 1 1000", "2026-11-21 x 1 1 1000"],
      aside: [],
    })
    const all = await database.postgres.query(
      "SELECT coalesce((SELECT string_agg(e::text, ' ') FROM events AS e), '') || (SELECT string_agg(r::text, ' ') FROM runs AS r) || (SELECT string_agg(a::text, ' ') FROM events_aside AS a)",
    )
    expect(all.rows.join()).not.toMatch(/ada|77/)
    expect(await did([{ k: "5" }, { k: "6", p: "telegram", u: "77" }, { k: "7", p: "discord", u: "77" }])).toMatchObject({
      forgotten: 2,
      counted: 1,
    })
  })

  it("holds for an account that nobody has seen, and for what is asked of it later", async () => {
    expect(await wish("person.deletion-requested", { ...X, at: AT })).toMatchObject({ outcome: "forgotten", interactionsRemoved: 0 })
    expect(await did([{ k: "1" }])).toMatchObject({ forgotten: 1 })
    expect(await wish("person.link-requested", LINK)).toMatchObject({ outcome: "forgotten" })
    expect(
      await wish("person.consent-given", { ...X, offers: true, how: "form", timeZone: null, quietFrom: null, quietUntil: null, at: AT }),
    ).toMatchObject({ outcome: "forgotten" })
    expect(await readCounting(database)).toMatchObject({ people: ["0"], identities: [] })
  })

  it("sweeps up a minute later what a batch has made of the person meanwhile", async () => {
    const asked = await wish("person.deletion-requested", { ...X, at: AT })
    expect(asked.later).toEqual([{ input: { event: asked.event, sweep: X }, at: later(60_000) }])
    await database.postgres.exec(`
      INSERT INTO community_users (id, first_seen_at) VALUES (5000, now());
      INSERT INTO user_identities (platform, external_id, user_id, first_seen_at) VALUES ('x', 'ada', 5000, now())`)
    expect(await run({ event: asked.event, sweep: X }, later(60_000))).toMatchObject({ outcome: "forgotten", later: [] })
    expect(await readCounting(database)).toMatchObject({ people: ["0"], identities: [] })
    expect(await database.rows("SELECT count(*) FROM runs WHERE input::text LIKE '%ada%'")).toEqual([["0"]])
  })

  it("is done once: the request says nothing any more", async () => {
    const { event } = await wish("person.deletion-requested", { ...X, at: AT })
    expect(await run({ event })).toMatchObject({ outcome: "nothing", later: [] })
  })
})

describe("through the queue", () => {
  it("a wish travels as its number alone, since a run's input is there for anyone to read", () => {
    const told = { id: "evt_0000009999", name: "person.deletion-requested", data: { ...X, at: AT } }
    expect(route(told, [identity])).toEqual([runMessage("identity", "event", { event: "evt_0000009999" })])
  })

  it("a wish to be forgotten becomes a run, and another a minute later, and neither keeps whose it was", async () => {
    for (const method of ["log", "error", "warn"] as const) vi.spyOn(console, method).mockImplementation(() => {})
    await did([{ k: "1" }])
    const clock = openVirtualClock(NOON)
    const desk = openDesk({ database: { url: database.url("studio_agents"), endpoint: database.endpoint }, clock, agents: [identity] })
    const data = { ...X, at: AT }
    await insertWish(database, "evt_0000009999", "person.deletion-requested", data)
    desk.send({ kind: "event", id: "evt_0000009999", name: "person.deletion-requested", data })
    // Delivered twice, it is done once.
    await desk.step({ twice: true })
    await desk.drain(later(120_000))
    expect(await database.rows("SELECT key, state, output ->> 'outcome', input::text FROM runs ORDER BY key")).toEqual([
      ["identity:evt_0000009999", "succeeded", "forgotten", '{"event": "evt_0000009999"}'],
      ["identity:evt_0000009999:sweep", "succeeded", "forgotten", '{"event": "evt_0000009999"}'],
    ])
    expect(await database.rows("SELECT data::text, dispatched_at IS NOT NULL FROM events")).toEqual([["{}", "t"]])
    expect(await readCounting(database)).toMatchObject({ people: ["0"], identities: [], interactions: [] })
  })
})
