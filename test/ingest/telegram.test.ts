import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { EMPTY_PLANS, hashOf, insertPlan, type PlanRow, planOf } from "../db/plan-rows.ts"
import { NASTY_BODIES } from "../api/bad-input.ts"
import { type Front, KEY, openFront, REVIEWERS, WEBHOOK_SECRET } from "./front.ts"

const NOON = new Date("2026-11-21T12:00:10.000Z")
const [ADA = "", BOB = ""] = REVIEWERS
const SECRET = "s".repeat(43)
const QUERY = "4382bfdwdsb323b2d9"

let front: Front
const spoken: string[] = []

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation((line: string) => void spoken.push(line))
  front = await openFront(NOON)
}, 60_000)
afterAll(() => front.close())
beforeEach(async () => {
  await front.database.postgres.exec(EMPTY_PLANS)
  front.clock.set(NOON)
  front.database.fault = null
  front.sent.length = 0
  spoken.length = 0
})

async function ask(body: unknown, secret: string | null = WEBHOOK_SECRET): Promise<{ status: number; said: Record<string, unknown> }> {
  const headers = { "content-type": "application/json", ...(secret !== null && { "x-telegram-bot-api-secret-token": secret }) }
  const text = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body)
  const response = await front.ask("/webhooks/telegram", { method: "POST", headers, body: text as BodyInit })
  return { status: response.status, said: await response.json() }
}

const updateOf = ({ person = ADA, data = `a:${SECRET}`, update = 1 } = {}) => ({
  update_id: update,
  callback_query: {
    id: QUERY,
    from: { id: Number(person), is_bot: false, first_name: "Ada <b>" },
    message: { message_id: 7, date: 1, chat: { id: Number(person), type: "private" } },
    chat_instance: "-1",
    data,
  },
})
const press = async (over: Parameters<typeof updateOf>[0] = {}) => (await ask(updateOf(over))).said["text"]

async function sendButtons(row: PlanRow, { person = ADA, secret = SECRET, expiresAt = "2026-11-21T20:00:00Z" } = {}): Promise<void> {
  await front.database.rows(
    `INSERT INTO review_requests (id, draft_id, reviewer, secret_hash, expires_at, created_at)
     VALUES ('rev_${hashOf(secret).slice(0, 12)}', '${row.draftId}', '${person}', '${hashOf(secret)}', '${expiresAt}', '2026-11-21T11:30Z')`,
  )
}
const used = async () => (await front.database.rows("SELECT count(*) FROM review_requests WHERE used_at IS NOT NULL"))[0]?.[0]

describe("a reviewer's button", () => {
  it("approves the version that it came with, and answers in the reply to the webhook", async () => {
    const row = await insertPlan(front.database, 1)
    await sendButtons(row)
    expect(await ask(updateOf())).toEqual({
      status: 200,
      said: {
        method: "answerCallbackQuery",
        callback_query_id: QUERY,
        text: "Approved. It is due at 2026-11-21 14:01 UTC.",
        show_alert: false,
      },
    })
    expect(await planOf(front.database, row)).toBe("approved 1")
    expect(await front.database.rows("SELECT reviewer, via FROM approvals")).toEqual([[`telegram:${ADA}`, "telegram"]])
    expect(await front.database.rows("SELECT actor, action FROM audit_log")).toEqual([[`telegram:${ADA}`, "draft.approved"]])
    expect(front.sent).toMatchObject([{ name: "draft.approved", data: { id: row.draftId } }])
    expect(spoken.join("\n")).not.toContain(SECRET)
  })

  it("rejects, with a reason that says where", async () => {
    const row = await insertPlan(front.database, 1)
    await sendButtons(row)
    expect(await press({ data: `r:${SECRET}` })).toBe("Rejected.")
    expect([await planOf(front.database, row), front.sent]).toEqual(["rejected 1", []])
  })

  it("works once: the same update again is taken note of, another press is refused", async () => {
    const row = await insertPlan(front.database, 1)
    await sendButtons(row)
    await press()
    expect(await press()).toBe("This was taken already.")
    expect(await press({ update: 2 })).toBe("This button has been used. Look at the dashboard.")
    expect(await press({ update: 3, data: `r:${SECRET}` })).toBe("This button has been used. Look at the dashboard.")
    expect([await planOf(front.database, row), front.sent.length]).toEqual(["approved 1", 1])
  })

  it("of one reviewer does nothing for another, nor for a stranger, and stays unused", async () => {
    const row = await insertPlan(front.database, 1)
    await sendButtons(row)
    expect(await press({ person: BOB })).toBe("This button was sent to somebody else.")
    expect(await press({ person: "666" })).toBe("You are not among the reviewers.")
    expect([await planOf(front.database, row), await used()]).toEqual(["waiting 1", "0"])
  })

  it("of a person who is no longer a reviewer does nothing", async () => {
    const row = await insertPlan(front.database, 1)
    await sendButtons(row, { person: "666" })
    expect(await press({ person: "666" })).toBe("You are not among the reviewers.")
    expect(await planOf(front.database, row)).toBe("waiting 1")
  })

  it("that has expired, or that nobody was sent, does nothing", async () => {
    const row = await insertPlan(front.database, 1)
    await sendButtons(row, { expiresAt: NOON.toISOString() })
    expect(await press()).toBe("This button has expired: what the text says would be old.")
    expect(await press({ data: `a:${"x".repeat(43)}` })).toBe("This button is not known here.")
    expect(await planOf(front.database, row)).toBe("waiting 1")
  })

  it("of a version that was edited, or decided about by another, says so", async () => {
    const [edited, decided] = [await insertPlan(front.database, 1), await insertPlan(front.database, 2)]
    const other = "o".repeat(43)
    await sendButtons(edited)
    await sendButtons(decided, { secret: other })
    await sendButtons(decided, { person: BOB, secret: "p".repeat(43) })
    await front.ask("/api/v1/edits", {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      body: JSON.stringify({ draftId: edited.draftId, parts: ["Another text."] }),
    })
    expect(await press()).toMatch(/^It was edited meanwhile: version 2 counts now/)
    await press({ person: BOB, data: `a:${"p".repeat(43)}`, update: 2 })
    expect(await press({ data: `r:${other}`, update: 3 })).toBe("Rejected.")
    expect([await planOf(front.database, edited), await planOf(front.database, decided)]).toEqual(["checking 2", "rejected 1"])
  })

  it("pressed while the database is away is asked for again by Telegram", async () => {
    front.database.fault = async () => new Response("away", { status: 500 })
    expect((await ask(updateOf())).status).toBe(503)
  })
})

describe("the webhook", () => {
  it.each([null, "", "x", WEBHOOK_SECRET.slice(0, -1), WEBHOOK_SECRET.toUpperCase(), KEY])("needs its secret (%s)", async (secret) => {
    const row = await insertPlan(front.database, 1)
    await sendButtons(row)
    expect((await ask(updateOf(), secret)).status).toBe(403)
    expect([await planOf(front.database, row), await used()]).toEqual(["waiting 1", "0"])
  })

  it.each([
    {},
    { update_id: 1 },
    { update_id: 1, message: { text: "/start approve everything" } },
    { update_id: -1, callback_query: updateOf().callback_query },
    updateOf({ data: "" }),
    updateOf({ data: "a:' OR 1=1 --" }),
    updateOf({ data: `b:${SECRET}` }),
    updateOf({ person: "-5" }),
    { update_id: 1e300, callback_query: updateOf().callback_query },
    { update_id: 1, callback_query: { ...updateOf().callback_query, id: "\u0000" } },
    { update_id: 1, callback_query: { ...updateOf().callback_query, from: { id: "4711" } } },
  ])("takes no note of what is no button of ours (%#)", async (update) => {
    const before = front.database.statements.length
    expect(await ask(update)).toEqual({ status: 200, said: {} })
    expect(front.database.statements.length).toBe(before)
  })

  it("answers whatever body with 200, and asks the database nothing", async () => {
    const before = front.database.statements.length
    for (const body of [...NASTY_BODIES, "x".repeat(70_000), `{"update_id":1,"x":"${"y".repeat(70_000)}"}`]) {
      expect((await ask(typeof body === "string" ? new TextEncoder().encode(body) : body)).status).toBe(200)
    }
    expect(front.database.statements.length).toBe(before)
  })
})
