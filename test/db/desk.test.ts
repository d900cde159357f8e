import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { findLacking, listChannelReports, listSwitches } from "../../shared/db/queries/channel-reports.ts"
import { countOpenPlans, listPlansInStates, listPlansOfDays, listTroubles } from "../../shared/db/queries/desk.ts"
import { findPlanFile } from "../../shared/db/queries/plan-file.ts"
import type { Db } from "../../shared/db/client.ts"
import { type Desk, HOSTILE, seedDesk } from "../api/desk-cast.ts"
import { breakdown, breakout, DESK_NOW, insertRows, minutes } from "../api/desk-rows.ts"
import { openDatabase, type TestDatabase } from "./database.ts"

let database: TestDatabase
let db: Db
let desk: Desk

beforeAll(async () => {
  database = await openDatabase()
  db = database.db("studio_api")
  desk = await seedDesk(database)
})
afterAll(() => database.close())

const nameOf = (id: string): string => Object.entries(desk).find(([, each]) => each === id)?.[0] ?? id

describe("the lists of the desk", () => {
  it("have the plans of the states asked for, the next first, with the beginning of their text", async () => {
    const lines = await listPlansInStates(db, ["waiting", "blocked"], 50)
    expect(lines.map(({ id }) => nameOf(id))).toEqual(["waiting", "edited", "picture", "blocked", "hostile", "thread"])
    const blocked = lines.find(({ id }) => id === desk.blocked)
    expect(blocked?.failed).toEqual(expect.arrayContaining(["figures", "noAdvice", "links"]))
    expect(blocked?.hash).toBeNull()
    expect(lines[1]).toMatchObject({ version: 2, title: "Bitcoin rose 2.1% within the hour", failed: [], delivery_state: null, parts: 1 })
  })

  it("have none of a state in which none is", async () => {
    expect(await listPlansInStates(db, ["expired"], 50)).toEqual([])
  })

  it("have at most so many of each state", async () => {
    const lines = await listPlansInStates(db, ["waiting", "blocked"], 1)
    expect(lines.map(({ id }) => nameOf(id))).toEqual(["waiting", "blocked"])
  })

  it("count what is open, with the first deadline", async () => {
    const counts = await countOpenPlans(db)
    expect(counts.map(({ state, count }) => [state, count])).toEqual([
      ["approved", 1],
      ["blocked", 2],
      ["planned", 1],
      ["waiting", 4],
    ])
    expect(new Date(counts[3]?.first_expires_at ?? "").toISOString()).toBe(minutes(366))
  })

  it("have the plans of each day, at most so many, with how many there are", async () => {
    const day = (n: number) => new Date(Date.parse("2026-10-07T00:00:00Z") + n * 86_400_000)
    const days = [-1, 0, 1].map((n) => ({ from: day(n), until: day(n + 1) }))
    const lines = await listPlansOfDays(db, days, 3)
    expect(lines.map(({ day: place, total, id }) => [place, total, nameOf(id)])).toEqual([
      [1, 11, "live"],
      [1, 11, "held"],
      [1, 11, "rehearsed"],
      [2, 1, "planned"],
    ])
    expect(lines[0]?.delivery_state).toBe("live")
  })
})

describe("the troubles", () => {
  const ask = (over = {}) => listTroubles(db, { since: new Date(DESK_NOW.getTime() - 86_400_000), breakerFailures: 5, each: 20, ...over })

  it("name what a person has to look at, each with where it is", async () => {
    const troubles = await ask()
    expect(troubles.map(({ kind, id, subject }) => [kind, nameOf(id), subject]).toSorted()).toEqual([
      ["blocked", "blocked", "discord"],
      ["blocked", "hostile", "discord"],
      ["breaker", "channel:telegram", "telegram"],
      ["dead-run", "run_desk000002", "news-scan"],
      ["held", "held", "telegram"],
    ])
    expect(troubles.find(({ kind }) => kind === "held")).toMatchObject({
      delivery_id: "dlv_desk00held",
      code: "Telegram's answer was lost.",
    })
    expect(troubles.find(({ kind }) => kind === "dead-run")?.code).toBe("No feed answers.")
  })

  it("leave out runs that died before, and breakers that hold", async () => {
    const kinds = (await ask({ since: DESK_NOW, breakerFailures: 7 })).map(({ kind }) => kind)
    expect(kinds).not.toContain("dead-run")
    expect(kinds).not.toContain("breaker")
  })
})

describe("a plan's file", () => {
  it("is null where there is no such plan", async () => {
    expect(await findPlanFile(db, "plan_0000000000")).toBeNull()
  })

  it("has everything from the rows to the post, each figure as it is stored", async () => {
    const file = await findPlanFile(db, desk.live)
    expect(file).toMatchObject({
      plan: { state: "released", channel: "x", reasons: { why: expect.arrayContaining(["The move is large for this hour."]) } },
      insight: { asset: "ETH", probability: breakdown.probability },
      verdicts: [{ decision: "approved", via: "dashboard" }],
      delivery: { state: "live", attempt: 1 },
      post: { external_id: "1000" },
      readings: [{ band_hours: 1, impressions: 1234, likes: 21 }],
      about: null,
      followers: [],
    })
    expect(file?.ledger.map(({ micro_usd }) => micro_usd)).toEqual([15_000, 15_000, 1_234])
    expect(file?.delivery).not.toHaveProperty("payload")
    expect(file?.versions[0]?.hash).toBe(file?.verdicts[0]?.hash)
    expect(file?.switches).toEqual(["live:feed", "live:x", "stop:channel:discord"])
  })

  it("says of each cited row what it says today", async () => {
    const rows = (await findPlanFile(db, desk.waiting))?.evidence ?? []
    expect(rows.map(({ value }) => value)).toEqual(breakout.evidence.map(({ value }) => value))
    expect(rows.map(({ value_now, agreement_now }) => [value_now, agreement_now])).toEqual([
      [breakout.evidence[0]?.value, "agreed"],
      ["84250.00", "agreed"],
      [breakout.evidence[2]?.value, "disputed"],
    ])
    const gone = (await findPlanFile(db, desk.live))?.evidence[2]
    expect([gone?.value_now, gone?.agreement_now]).toEqual([null, null])
  })

  it("has the versions in order and the next plan that waits", async () => {
    const file = await findPlanFile(db, desk.edited)
    expect(file?.versions.map(({ version, author }) => [version, author])).toEqual([
      [1, "studio"],
      [2, "operator"],
    ])
    expect(nameOf(file?.next_waiting ?? "")).toBe("waiting")
    expect((await findPlanFile(db, desk.hostile))?.insight.headline).toBe(HOSTILE)
  })
})

describe("the channels", () => {
  it("lack what the agent that publishes has told last", async () => {
    expect(await findLacking(db)).toBeNull()
    const run = { agent: "publishing", trigger: "schedule", input: {}, state: "succeeded", attempt: 1, moment: minutes(-9) }
    const told = (n: number, output: unknown) => ({
      ...run,
      id: `run_publish00${n}`,
      key: `publishing:${n}`,
      started_at: minutes(n - 9),
      finished_at: minutes(n - 9),
      output,
    })
    const outputs = [{ lacking: { x: ["CHANNEL_KEY"] } }, { lacking: { telegram: ["TELEGRAM_CHAT"] } }, { found: 0 }]
    await insertRows(
      database,
      "runs",
      outputs.map((output, n) => told(n, output)),
    )
    const found = await findLacking(db)
    expect([found?.lacking, new Date(found?.at ?? 0).toISOString()]).toEqual([{ telegram: ["TELEGRAM_CHAT"] }, minutes(-8)])
  })

  it("say what leaves, what left and how their answers were", async () => {
    const reports = await listChannelReports(db, ["x", "telegram", "discord", "feed"], new Date(DESK_NOW.getTime() - 86_400_000))
    expect(reports.map(({ channel }) => channel)).toEqual(["x", "telegram", "discord", "feed"])
    expect(reports[0]).toMatchObject({ since: { live: 1 }, scheduled: 0, last_post: { plan_id: desk.live } })
    expect(reports[1]).toMatchObject({ since: { held: 1, scheduled: 1 }, scheduled: 1, source: { consecutive_failures: 6 } })
    expect(reports[3]).toMatchObject({ since: {}, last_post: null, source: null })
    expect((await listSwitches(db)).map(({ scope, is_on }) => [scope, is_on])).toEqual([
      ["live:feed", true],
      ["live:x", true],
      ["stop:channel:discord", true],
    ])
  })
})
