// May a program decide about texts? With a key for it, and by its own name.
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest"
import { hashOfApiKey } from "../../shared/domain/api-key.ts"
import { EMPTY_PLANS, insertPlan, type PlanRow, planOf } from "../db/plan-rows.ts"
import { eventsKey, type Front, openFront } from "./front.ts"

const NOON = new Date("2026-11-21T12:00:10.000Z")
const [REVIEWER, READER] = [eventsKey("r"), eventsKey("x")]

let front: Front
beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  front = await openFront(NOON)
  for (const [id, key, scope] of [
    ["key_000000000r", REVIEWER, "write:approvals"],
    ["key_000000000x", READER, "read:premium"],
  ] as const) {
    await front.database.rows(`INSERT INTO api_keys (id, name, secret_hash, scopes, events_per_minute, created_at)
      VALUES ('${id}', 'x', '${await hashOfApiKey(key)}', '{${scope}}', 1, '2026-11-01T00:00Z')`)
  }
}, 60_000)
afterAll(() => front.close())
beforeEach(() => front.database.postgres.exec(EMPTY_PLANS))

const send = async (path: string, body: object, key: string) => {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" }
  const response = await front.ask(`/api/v1/${path}`, { method: "POST", headers, body: JSON.stringify(body) })
  return { ...(await response.json<Record<string, unknown>>()), status: response.status }
}
const wishOf = ({ draftId, hash }: PlanRow) => ({ draftId, hash })

it("approves by the key's id, which the approval and the audit keep", async () => {
  const row = await insertPlan(front.database, 1)
  expect(await send("approvals", wishOf(row), REVIEWER)).toMatchObject({ status: 200, reviewer: "key_000000000r", via: "key" })
  expect(await planOf(front.database, row)).toBe("approved 1")
  expect(await front.database.rows("SELECT actor, action FROM audit_log")).toEqual([["key_000000000r", "draft.approved"]])
})

it("approves lists, and rejects", async () => {
  const [first, second] = [await insertPlan(front.database, 1), await insertPlan(front.database, 2)]
  expect(await send("approval-lists", { items: [wishOf(first)] }, REVIEWER)).toMatchObject({ status: 200, approved: 1 })
  expect(await send("rejections", { ...wishOf(second), reason: "Too bold." }, REVIEWER)).toMatchObject({
    status: 200,
    reviewer: "key_000000000r",
  })
  expect(await front.database.rows("SELECT reviewer, decision FROM approvals ORDER BY decision")).toEqual([
    ["key_000000000r", "approved"],
    ["key_000000000r", "rejected"],
  ])
})

it("decides nothing with another scope, and edits nothing with this one", async () => {
  const row = await insertPlan(front.database, 1)
  expect((await send("approvals", wishOf(row), READER)).status).toBe(403)
  expect((await send("rejections", { ...wishOf(row), reason: "No." }, READER)).status).toBe(403)
  expect((await send("switches", { scope: "stop:all", to: "off" }, REVIEWER)).status).toBe(401)
  expect(await front.database.rows("SELECT 1 FROM approvals")).toEqual([])
})
