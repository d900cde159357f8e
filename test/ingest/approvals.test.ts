import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { EMPTY_PLANS, hashOf, insertPlan, type PlanRow, planOf } from "../db/plan-rows.ts"
import { type Front, KEY, openFront } from "./front.ts"

const NOON = new Date("2026-11-21T12:00:10.000Z")
const AT = NOON.toISOString()

let front: Front

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  front = await openFront(NOON)
}, 60_000)
afterAll(() => front.close())
beforeEach(async () => {
  await front.database.postgres.exec(EMPTY_PLANS)
  front.clock.set(NOON)
  front.queue.isUp = true
  front.sent.length = 0
})

type Problem = { status: number; detail: string; errors?: { pointer: string; detail: string }[] }

async function send<T = Record<string, unknown>>(path: string, body: unknown): Promise<T & { status: number }> {
  const response = await front.ask(`/api/v1/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  })
  return { ...((await response.json()) as T), status: response.status }
}
const wishOf = ({ draftId, hash }: PlanRow) => ({ draftId, hash })
const approve = (row: PlanRow, over: object = {}) => send("approvals", { ...wishOf(row), ...over })
const reject = (row: PlanRow, over: object = {}) => send("rejections", { ...wishOf(row), reason: "Too bold.", ...over })
const problemOf = ({ status, detail, errors }: Partial<Problem>) => [status, errors?.[0]?.pointer, detail]
const approvals = () => front.database.rows("SELECT draft_id, hash, decision, reviewer, via, reason FROM approvals ORDER BY at, id")

describe("an approval", () => {
  it("moves the plan on, and keeps who, when and which hash, with the event and the audit row", async () => {
    const row = await insertPlan(front.database, 1)
    const answer = await approve(row)
    expect(answer).toEqual({
      status: 200,
      draftId: row.draftId,
      planId: row.planId,
      decision: "approved",
      reviewer: "operator",
      via: "key",
      at: AT,
      duplicate: false,
      channel: "x",
      scheduledAt: "2026-11-21T14:01:00.000Z",
      event: expect.stringMatching(/^evt_/),
    })
    expect(await planOf(front.database, row)).toBe("approved 1")
    expect(await approvals()).toEqual([[row.draftId, row.hash, "approved", "operator", "key", null]])
    expect(await front.database.rows("SELECT actor, action, subject FROM audit_log")).toEqual([
      ["operator key", "draft.approved", row.draftId],
    ])
    expect(front.sent).toEqual([
      { kind: "event", id: answer["event"], name: "draft.approved", data: { id: row.draftId, plan: row.planId } },
    ])
  })

  it("given twice is one, and the second answer says whose it was", async () => {
    const row = await insertPlan(front.database, 1)
    await approve(row)
    front.clock.set(new Date(NOON.getTime() + 60_000))
    expect(await approve(row)).toMatchObject({ status: 200, duplicate: true, reviewer: "operator", at: AT, event: null })
    expect([(await approvals()).length, front.sent.length]).toEqual([1, 1])
    expect(await front.database.rows("SELECT count(*) FROM audit_log")).toEqual([["1"]])
  })

  it("is one statement, also of a hundred versions", async () => {
    const rows = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        insertPlan(front.database, i + 1, { scheduledAt: new Date(NOON.getTime() + (i + 1) * 60_000).toISOString() }),
      ),
    )
    const before = front.database.statements.length
    const answer = await send<{ approved: number }>("approval-lists", { items: rows.map(wishOf) })
    expect([answer.status, answer.approved, front.database.statements.length - before]).toEqual([200, 100, 1])
    expect(front.sent.length).toBe(100)
  })

  it("holds where the queue is away: the event waits for the heartbeat", async () => {
    front.queue.isUp = false
    const row = await insertPlan(front.database, 1)
    expect(await approve(row)).toMatchObject({ status: 200 })
    expect(await front.database.rows("SELECT name, source, external_id, dispatched_at FROM events")).toEqual([
      ["draft.approved", "operator", `approved:${row.draftId}`, null],
    ])
  })

  it("of a version that has expired is refused, to the second", async () => {
    const row = await insertPlan(front.database, 1, { expiresAt: AT, scheduledAt: "2026-11-21T11:30:00Z" })
    expect(problemOf(await approve(row))).toEqual([409, "/draftId", "It expired on 2026-11-21 12:00 UTC: what it says would be old."])
    front.clock.set(new Date(NOON.getTime() - 1))
    expect(await approve(row)).toMatchObject({ status: 200 })
  })

  it("with another hash is refused", async () => {
    const row = await insertPlan(front.database, 1)
    expect(problemOf(await approve(row, { hash: hashOf("forged") }))).toEqual([
      409,
      "/hash",
      "This is not the hash of that version: its text, picture or time is another one. Look at it again.",
    ])
    expect([await planOf(front.database, row), await approvals()]).toEqual(["waiting 1", []])
  })

  it("of a version that was edited meanwhile is refused, and says which one counts", async () => {
    const row = await insertPlan(front.database, 1)
    await send("edits", { draftId: row.draftId, parts: ["Another text."] })
    expect(problemOf(await approve(row))).toEqual([
      409,
      "/draftId",
      "It was edited meanwhile: version 2 counts now, and this is version 1. It is being checked. Wait a moment and look again.",
    ])
  })

  it.each([
    ["checking", "It is being checked. Wait a moment and look again."],
    ["blocked", "It is held back by the guard figures. Edit the text."],
    ["released", "It is on its way: nothing can be changed any more."],
    ["expired", "It has expired: it was not approved in time."],
    ["failed", "It could not be made."],
  ] as const)("of a plan that is %s is refused in words", async (state, detail) => {
    const row = await insertPlan(front.database, 1, { state })
    // A released plan's approval is of before: only another hash than its own is a new wish.
    expect(problemOf(await approve(row, state === "released" ? { hash: hashOf("x") } : {}))).toEqual([409, "/draftId", detail])
  })

  it("of an unknown version is 404", async () => {
    expect(problemOf(await send("approvals", { draftId: "draft_9999999999", hash: hashOf("x") }))).toEqual([
      404,
      "/draftId",
      "There is no such version of a text.",
    ])
  })

  it("after a rejection says who rejected it", async () => {
    const row = await insertPlan(front.database, 1)
    await reject(row)
    expect(problemOf(await approve(row))).toEqual([409, "/draftId", "It was rejected by operator on 2026-11-21 12:00 UTC."])
  })
})

describe("a list of approvals", () => {
  it("approves what can be, and says of each other one why not", async () => {
    const [first, second, third] = [
      await insertPlan(front.database, 1),
      await insertPlan(front.database, 2),
      await insertPlan(front.database, 3, { state: "blocked" }),
    ]
    await approve(first)
    const items = [
      wishOf(first),
      { ...wishOf(second), hash: hashOf("x") },
      wishOf(third),
      { draftId: "draft_9999999999", hash: hashOf("x") },
    ]
    const answer = await send<{ items: { held: boolean; duplicate: boolean; problem: string | null }[] }>("approval-lists", { items })
    expect(answer).toMatchObject({ status: 200, approved: 1, refused: 3 })
    expect(answer.items.map(({ held, duplicate }) => [held, duplicate])).toEqual([
      [true, true],
      [false, false],
      [false, false],
      [false, false],
    ])
    expect(answer.items[2]?.problem).toBe("It is held back by the guard figures. Edit the text.")
  })

  it("is refused where it names a version twice, none, or too many", async () => {
    const item = { draftId: "draft_0000000001", hash: hashOf("x") }
    expect(await send("approval-lists", { items: [item, item] })).toMatchObject({
      status: 400,
      errors: [{ pointer: "/items/1/draftId", detail: "is named twice" }],
    })
    expect((await send("approval-lists", { items: [] })).status).toBe(400)
    const many = Array.from({ length: 101 }, (_, i) => ({ ...item, draftId: `draft_${String(i).padStart(10, "0")}` }))
    expect((await send("approval-lists", { items: many })).status).toBe(400)
  })
})

describe("a rejection", () => {
  it("ends the plan, with its reason", async () => {
    const row = await insertPlan(front.database, 1)
    expect(await reject(row)).toMatchObject({ status: 200, decision: "rejected", duplicate: false, event: null })
    expect([await planOf(front.database, row), await approvals()]).toEqual([
      "rejected 1",
      [[row.draftId, row.hash, "rejected", "operator", "key", "Too bold."]],
    ])
    expect(await reject(row)).toMatchObject({ status: 200, duplicate: true })
  })

  it("takes an approval back, but not what is on its way", async () => {
    const [approved, released] = [
      await insertPlan(front.database, 1, { state: "approved" }),
      await insertPlan(front.database, 2, { state: "released" }),
    ]
    expect(await reject(approved)).toMatchObject({ status: 200, decision: "rejected" })
    expect((await approvals()).map(([, , decision]) => decision)).toEqual(["approved", "approved", "rejected"])
    expect(problemOf(await reject(released))).toEqual([409, "/draftId", "It is on its way: nothing can be changed any more."])
  })

  it("of what a guard holds back needs no hash, and none may be made up", async () => {
    const row = await insertPlan(front.database, 1, { state: "blocked" })
    expect(problemOf(await reject(row)).slice(0, 2)).toEqual([409, "/hash"])
    expect(await reject(row, { hash: null })).toMatchObject({ status: 200 })
  })

  it.each([undefined, "", " \n", "x".repeat(1_001), "a\0b", "\ud800"])("needs a reason that can be kept (%j)", async (reason) => {
    const row = await insertPlan(front.database, 1)
    expect((await reject(row, { reason })).status).toBe(400)
    expect(await planOf(front.database, row)).toBe("waiting 1")
  })
})

describe("a switch", () => {
  const set = (scope: string, on: boolean, more: object = {}) => send("switches", { scope, on, ...more })

  it("is turned on and off, each with its audit row, and says whether it was so before", async () => {
    expect(await set("live:telegram", true, { reason: "It looks good." })).toEqual({
      status: 200,
      scope: "live:telegram",
      on: true,
      reason: "It looks good.",
      changedBy: "operator key",
      changedAt: AT,
      changed: true,
    })
    front.clock.set(new Date(NOON.getTime() + 60_000))
    expect(await set("live:telegram", true)).toMatchObject({ changed: false, changedAt: AT, reason: "It looks good." })
    expect(await set("live:telegram", false)).toMatchObject({ changed: true, on: false, reason: null })
    expect(await front.database.rows("SELECT action, subject FROM audit_log ORDER BY at")).toEqual([
      ["switch.on", "live:telegram"],
      ["switch.off", "live:telegram"],
    ])
  })

  it.each(["live:mastodon", "live:all", "stop:x", "stop:agent:nobody", "stop:channel:", "", "live:X"])(
    "%j is refused: there is none of that name",
    async (scope) => {
      const answer = await set(scope, true)
      expect([answer.status, (answer as unknown as Problem).errors?.[0]?.pointer]).toEqual([400, "/scope"])
    },
  )

  it.each(["stop:all", "stop:channel:x", "stop:agent:analysis", "live:review"])("%s is one", async (scope) => {
    expect(await set(scope, true)).toMatchObject({ status: 200, on: true })
  })
})

describe("every one of these commands", () => {
  it.each(["approvals", "approval-lists", "rejections", "edits", "switches"])("%s needs the operator", async (path) => {
    const response = await front.ask(`/api/v1/${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" })
    expect(response.status).toBe(401)
  })
})
