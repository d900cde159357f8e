// What becomes of a version that waits: the agent over a real database, with a Telegram that keeps what it is told, and ingest's statement for the buttons.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { decideByButton } from "../../shared/db/queries/approvals.ts"
import { readApprovalRules } from "../../shared/domain/approval-rules.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { approval } from "../../workers/agents/approval/agent.ts"
import { type Desk, openDesk } from "../world/desk.ts"
import { openVirtualClock, type VirtualClock } from "../world/virtual-clock.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import { EMPTY_PLANS, hashOf, insertPlan, type PlanRow, planOf } from "./plan-rows.ts"

const NOON = new Date("2026-11-21T12:00:00Z")
const TOKEN = "123456:abcdefghijklmnopqrstuvwxyz"
const PEOPLE = ["4711", "4712"]

type Message = { chat_id: string; text: string; reply_markup: { inline_keyboard: { text: string; callback_data: string }[][] } }

let database: TestDatabase
let clock: VirtualClock
let desk: Desk
const told: Message[] = []
const spoken: string[] = []
let answer: (message: Message) => Response | Promise<Response>

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation((line: string) => void spoken.push(line))
  database = await openDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.postgres.exec(EMPTY_PLANS)
  told.length = 0
  spoken.length = 0
  answer = () => Response.json({ ok: true, result: { message_id: told.length } })
  open()
})

function open(rules = "", people: readonly string[] = PEOPLE, at = NOON): void {
  clock = openVirtualClock(at)
  desk = openDesk({
    database: { url: database.url("studio_agents"), endpoint: database.endpoint },
    clock,
    agents: [approval],
    review: { rules: readApprovalRules(rules), telegram: people.length > 0 ? { token: TOKEN, people } : null },
    fetch: async (request) => {
      expect(request.url).toBe(`https://api.telegram.org/bot${TOKEN}/sendMessage`)
      const message = (await request.json()) as Message
      told.push(message)
      return answer(message)
    },
  })
}

const flip = (scope: string, isOn = true) =>
  database.postgres
    .exec(`INSERT INTO switches (scope, is_on, changed_by, changed_at) VALUES ('${scope}', ${isOn}, 'operator', '2026-11-21T11:00Z')
    ON CONFLICT (scope) DO UPDATE SET is_on = excluded.is_on`)
const waits = ({ draftId, planId }: PlanRow) =>
  desk.send({ kind: "event", id: `evt_${draftId.slice(6)}`, name: "draft.waiting", data: { id: draftId, plan: planId } })
const run = async (row: PlanRow): Promise<Record<string, unknown>> => {
  waits(row)
  await desk.drain(clock.now())
  return lastOutput()
}
const lastOutput = async () =>
  JSON.parse((await database.rows("SELECT output FROM runs WHERE agent = 'approval' ORDER BY id DESC LIMIT 1"))[0]?.[0] ?? "{}") as Record<
    string,
    unknown
  >
const approvals = () => database.rows("SELECT draft_id, reviewer, via FROM approvals ORDER BY reviewer, draft_id")

describe("without a rule and with the way to the reviewers closed", () => {
  it("a version waits, and no request leaves the house", async () => {
    const row = await insertPlan(database, 1)
    expect(await run(row)).toMatchObject({ approvedBy: null, asked: 0, dry: true })
    expect([await planOf(database, row), told, await database.rows("SELECT 1 FROM review_requests")]).toEqual(["waiting 1", [], []])
  })

  it("nobody is asked either where no reviewer is named", async () => {
    open("", [])
    await flip("live:review")
    expect(await run(await insertPlan(database, 1))).toMatchObject({ asked: 0, dry: false })
    expect(told).toEqual([])
  })
})

describe("a rule", () => {
  const calm = '[{"name":"calm","channels":["x"],"maxPerDay":2}]'

  it("approves what it lets go, up to its number of the day, and its agent says so", async () => {
    open(calm)
    const rows = [await insertPlan(database, 1), await insertPlan(database, 2), await insertPlan(database, 3)]
    for (const row of rows) await run(row)
    expect(await approvals()).toEqual(rows.slice(0, 2).map(({ draftId }) => [draftId, "rule:calm", "rule"]))
    expect(await database.rows("SELECT name, source, external_id FROM events WHERE name = 'draft.approved' ORDER BY 3")).toEqual(
      rows.slice(0, 2).map(({ draftId }) => ["draft.approved", "approval", `approved:${draftId}`]),
    )
    expect(await database.rows("SELECT DISTINCT actor, action FROM audit_log")).toEqual([["agent approval", "draft.approved"]])
    expect(await planOf(database, rows[2] as PlanRow)).toBe("waiting 1")
  })

  it("may approve again on the next day", async () => {
    open(calm)
    for (const n of [1, 2]) await run(await insertPlan(database, n))
    open(calm, PEOPLE, new Date("2026-11-22T00:00:00Z"))
    const row = await insertPlan(database, 3, { scheduledAt: "2026-11-22T01:00:00Z", expiresAt: "2026-11-22T06:00:00Z" })
    expect(await run(row)).toMatchObject({ approvedBy: "calm" })
  })

  it("lets two runs that count at the same moment never share a number", async () => {
    open('[{"name":"calm","maxPerDay":1}]')
    const [first, second] = [await insertPlan(database, 1), await insertPlan(database, 2)]
    const facts = []
    for (const { draftId, planId } of [first, second]) {
      const ports = desk.runtime.open(["db", "review"], new Meter())
      const at = { now: NOON, runId: "run_0000000001", random: () => 0 }
      const gathered = await approval.stages.gather(ports, { event: "e", id: draftId, plan: planId }, at)
      facts.push(() => approval.stages.act(ports, approval.stages.decide(gathered, null, at), at))
    }
    await facts[0]?.()
    await expect(facts[1]?.()).rejects.toMatchObject({ code: "unavailable" })
    expect((await approvals()).length).toBe(1)
    expect(await planOf(database, second)).toBe("waiting 1")
  })

  it("says again what it has approved, where the run was cut off before it could", async () => {
    open(calm)
    const row = await insertPlan(database, 1)
    let isCut = false
    database.fault = async (ask) => {
      const response = await ask()
      if (isCut || !database.statements.at(-1)?.sql.includes("INTO approvals")) return response
      isCut = true
      return new Response("gone", { status: 502 })
    }
    waits(row)
    await desk.drain(new Date(NOON.getTime() + 600_000))
    database.fault = null
    expect([isCut, await planOf(database, row), (await approvals()).length]).toEqual([true, "approved 1", 1])
    expect(await database.rows("SELECT count(*) FROM events WHERE name = 'draft.approved'")).toEqual([["1"]])
  })
})

describe("a reviewer", () => {
  beforeEach(() => flip("live:review"))

  it("is sent the text once, with two buttons whose secret is kept as a hash alone", async () => {
    const row = await insertPlan(database, 1)
    expect(await run(row)).toMatchObject({ asked: 2, unsure: 0, dry: false })
    expect(told.map((message) => message.chat_id)).toEqual(PEOPLE)
    const [approve, reject] = told[0]?.reply_markup.inline_keyboard[0] ?? []
    const secret = approve?.callback_data.slice(2) ?? ""
    expect([approve?.text, reject?.text, reject?.callback_data]).toEqual(["Approve", "Reject", `r:${secret}`])
    expect(told[0]?.text).toContain("Text 1 as it was written.")
    expect(await database.rows("SELECT secret_hash, expires_at, used_at FROM review_requests WHERE reviewer = '4711'")).toEqual([
      [hashOf(secret), "2026-11-21 20:00:00+00", null],
    ])
    expect([...spoken, ...(await database.rows("SELECT output::text FROM runs")).flat()].join("\n")).not.toMatch(
      new RegExp(`${secret}|${TOKEN}`),
    )
    const word = {
      decision: "approved",
      reviewer: "telegram:4711",
      via: "telegram",
      actor: "telegram:4711",
      reason: null,
      now: NOON,
      tells: true,
    } as const
    expect(
      await decideByButton(database.db("studio_ingest"), word, { secretHash: hashOf(secret), person: "4711", updateId: 1 }),
    ).toMatchObject({ done: true })
  })

  it("is not sent it again, however often the version is told of", async () => {
    const row = await insertPlan(database, 1)
    waits(row)
    waits(row)
    for (let i = 0; i < 20 && (await desk.step({ twice: i % 2 === 0 })); i += 1);
    await desk.drain(clock.now())
    expect(told.length).toBe(2)
  })

  it.each([["stop:all"], ["stop:channel:review"]])("is asked once %s is off again", async (scope) => {
    await flip(scope)
    const row = await insertPlan(database, 1)
    expect(await run(row)).toMatchObject({ asked: 0, dry: false })
    await desk.drain(new Date(NOON.getTime() + 1_800_000))
    expect(told).toEqual([])
    await flip(scope, false)
    await desk.drain(new Date(NOON.getTime() + 3_700_000))
    expect(told.map((message) => message.chat_id)).toEqual(PEOPLE)
  })

  it.each([
    [
      "refuses to be written to",
      () => Response.json({ ok: false, error_code: 403, description: "Forbidden: bot was blocked by the user" }, { status: 403 }),
    ],
    ["may have got a message whose answer was lost", () => Promise.reject(new TypeError("lost"))],
  ])("who %s is counted, not asked twice, and keeps nobody else from being asked", async (_why, fault) => {
    answer = (message) => (message.chat_id === PEOPLE[0] ? fault() : Response.json({ ok: true, result: { message_id: 1 } }))
    const row = await insertPlan(database, 1)
    expect(await run(row)).toMatchObject({ asked: 1, unsure: 1 })
    expect(told.map((message) => message.chat_id)).toEqual(PEOPLE)
    expect(await database.rows("SELECT state FROM runs WHERE agent = 'approval'")).toEqual([["succeeded"]])
  })
})

describe("each half hour", () => {
  const sweep = async () => {
    desk.send({ kind: "run", agent: "approval", trigger: "schedule", input: { slot: NOON.toISOString() } })
    await desk.drain(clock.now())
    return lastOutput()
  }

  it("what was not approved in time expires, with its delivery, and what is on its way does not", async () => {
    const over = { scheduledAt: "2026-11-21T11:00:00Z", expiresAt: "2026-11-21T12:00:00Z" }
    const states = ["planned", "checking", "blocked", "waiting", "approved"] as const
    const rows = []
    for (const [i, state] of states.entries())
      rows.push(await insertPlan(database, i + 1, { ...over, state, scheduledAt: `2026-11-21T11:0${i}:00Z` }))
    const released = await insertPlan(database, 8, { ...over, state: "released", scheduledAt: "2026-11-21T11:30:00Z" })
    const alive = await insertPlan(database, 9)
    const approved = rows[4] as PlanRow
    await database.postgres
      .exec(`INSERT INTO deliveries (id, plan_id, draft_id, channel, payload, parts, state, scheduled_at, due_at, created_at)
      VALUES ('dlv_0000000001', '${approved.planId}', '${approved.draftId}', 'x', '{}', 1, 'scheduled', '2026-11-21T11:04Z', '2026-11-21T11:04Z', '2026-11-21T11:00Z')`)
    expect(await sweep()).toMatchObject({ expired: 5, cancelled: 1 })
    for (const row of rows) expect(await planOf(database, row)).toMatch(/^expired/)
    expect([await planOf(database, released), await planOf(database, alive)]).toEqual(["released 1", "waiting 1"])
    expect(await database.rows("SELECT state, failure_code FROM deliveries")).toEqual([["cancelled", "expired"]])
  })

  it("what an agent has had in hand for an hour is named", async () => {
    const stuck = [
      await insertPlan(database, 1, { state: "planned", createdAt: "2026-11-21T10:59:00Z" }),
      await insertPlan(database, 2, { state: "checking", createdAt: "2026-11-21T11:00:00Z" }),
    ]
    await insertPlan(database, 3, { state: "checking", createdAt: "2026-11-21T11:01:00Z" })
    await insertPlan(database, 4, { state: "waiting", createdAt: "2026-11-21T10:00:00Z" })
    expect(await sweep()).toMatchObject({ expired: 0, stuck: [`${stuck[0]?.planId} planned`, `${stuck[1]?.planId} checking`] })
  })
})
