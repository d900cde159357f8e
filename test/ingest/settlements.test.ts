import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { EMPTY_PLANS, insertPlan } from "../db/plan-rows.ts"
import { type Front, KEY, openFront } from "./front.ts"

const NOON = new Date("2026-11-21T12:00:10.000Z")
const DELIVERY = "dlv_0000000001"

let front: Front

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  front = await openFront(NOON)
}, 60_000)
afterAll(() => front.close())
beforeEach(async () => {
  await front.database.postgres.exec(EMPTY_PLANS)
  front.sent.length = 0
})

/** A delivery of two parts, of which `out` are known to be there. */
async function insertDelivery(state: string, out = 1): Promise<void> {
  const { planId, draftId } = await insertPlan(front.database, 1, { state: "released", format: "thread", parts: ["One.", "Two."] })
  const receipts = JSON.stringify(
    Array.from({ length: out }, (_, i) => ({ id: String(100 + i), url: null, at: "2026-11-21T11:59:00.000Z" })),
  )
  const lease = state === "sending" ? "'2026-11-21T12:01Z'" : "NULL"
  const ended = ["live", "rehearsed", "refused", "cancelled"].includes(state) ? "'2026-11-21T12:00Z'" : "NULL"
  await front.database.postgres.exec(`
    INSERT INTO deliveries (id, plan_id, draft_id, channel, payload, parts, state, scheduled_at, due_at, receipts, attempt, lease_until, part_since, created_at, ended_at)
    VALUES ('${DELIVERY}', '${planId}', '${draftId}', 'x', '{}', 2, '${state}', '2026-11-21T11:58Z', '2026-11-21T11:58Z', '${receipts}', 1, ${lease}, '2026-11-21T11:59Z', '2026-11-21T11:57Z', ${ended})`)
}

async function settle(body: object): Promise<{ status: number; event?: string }> {
  const response = await front.ask("/api/v1/settlements", {
    method: "POST",
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
    body: JSON.stringify({ deliveryId: DELIVERY, part: 1, ...body }),
  })
  return { ...(await response.json()), status: response.status }
}
const stands = async () => (await front.database.rows("SELECT state, jsonb_array_length(receipts), failure_code FROM deliveries"))[0]

describe("a settlement", () => {
  it.each([
    [{ answer: "is-out", externalId: "101", url: "https://x.com/i/status/101" }, ["unknown", "2", null]],
    [{ answer: "is-not-out" }, ["scheduled", "1", null]],
    [{ answer: "give-up" }, ["unknown", "1", "given-up"]],
  ])("%j is taken once, with its event and audit row", async (answer, expected) => {
    await insertDelivery("held")
    const first = await settle(answer)
    expect(first).toMatchObject({ status: 200, deliveryId: DELIVERY, state: expected[0], duplicate: false })
    expect(await stands()).toEqual(expected)
    expect(front.sent).toEqual([{ kind: "event", id: first.event, name: "delivery.settled", data: { id: DELIVERY } }])
    expect(await front.database.rows("SELECT actor, action, subject FROM audit_log")).toEqual([
      ["operator key", "delivery.settled", DELIVERY],
    ])
    expect(await settle(answer)).toMatchObject({ status: 200, duplicate: true, event: null })
    expect([await stands(), front.sent.length]).toEqual([expected, 1])
  })

  it("that gives up before anything is out refuses the post", async () => {
    await insertDelivery("unknown", 0)
    expect(await settle({ part: 0, answer: "give-up" })).toMatchObject({ status: 200, state: "refused" })
  })

  it.each([
    ["scheduled", "The delivery is to be sent when it is due: there is nothing to settle."],
    ["sending", "The delivery is being sent just now. Wait a moment and look again."],
    ["refused", "The delivery was refused: nothing is out."],
  ])("of a delivery that is %s is refused in words", async (state, detail) => {
    await insertDelivery(state)
    expect(await settle({ answer: "is-out", externalId: "7" })).toMatchObject({ status: 409, detail })
    expect((await stands())?.[0]).toBe(state)
  })

  it("about a part that it no longer stands at is refused", async () => {
    await insertDelivery("held", 1)
    expect(await settle({ part: 0, answer: "is-not-out" })).toMatchObject({
      status: 409,
      detail: "The delivery waits for a word about another part. Look again.",
    })
  })

  it("of an unknown delivery is 404", async () => {
    expect(await settle({ answer: "give-up" })).toMatchObject({ status: 404, errors: [{ pointer: "/deliveryId" }] })
  })

  it.each([
    { answer: "is-out" },
    { answer: "is-out", externalId: "a b" },
    { answer: "is-out", externalId: "1\0" },
    { answer: "is-out", externalId: "1", url: "javascript:alert(1)" },
    { answer: "is-out", externalId: "1", url: "http://x.com/1" },
    { answer: "perhaps" },
    { answer: "give-up", part: -1 },
    { answer: "is-not-out", externalId: "1" },
  ])("of another shape is refused (%j)", async (body) => {
    await insertDelivery("held")
    expect((await settle(body)).status).toBe(400)
    expect((await stands())?.[0]).toBe("held")
  })
})
