import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { type Front, KEY, openFront } from "./front.ts"

const NOON = new Date("2026-11-21T12:00:10.000Z")

let front: Front
beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  front = await openFront(NOON)
}, 60_000)
afterAll(() => front.close())
beforeEach(() => front.database.postgres.exec("TRUNCATE policy_versions, audit_log"))

async function send(body: unknown, headers: Record<string, string> = { authorization: `Bearer ${KEY}` }) {
  const response = await front.ask("/api/v1/policies", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  })
  const answer: { errors?: { pointer: string; detail: string }[] } = await response.json()
  return { status: response.status, body: answer }
}

const versions = () => front.database.rows("SELECT version, state, actor, tunables ->> 'scoreMin' FROM policy_versions ORDER BY version")
const set = (values: Record<string, unknown>, standing: number | null = null) =>
  send({ action: "set", values, standing, reason: "We have more to say." })

describe("the operator's word on the policy", () => {
  it("sets values, on trial, with its row in the audit log", async () => {
    expect(await set({ scoreMin: 0.5, weightSize: 2.5 })).toEqual({ status: 200, body: { ended: null, standing: 1 } })
    expect(await versions()).toEqual([["1", "trial", "operator key", "0.5"]])
    expect(await front.database.rows("SELECT actor, action, subject, detail #>> '{change,why}' FROM audit_log")).toEqual([
      ["operator key", "policy.began", "content-strategy/1", "We have more to say."],
    ])
  })

  it("changes what stands only where it is what he saw", async () => {
    await set({ scoreMin: 0.5 })
    expect(await set({ scoreMin: 0.55 })).toMatchObject({
      status: 409,
      body: { errors: [{ pointer: "/standing", detail: "Version 1 stands meanwhile." }] },
    })
    expect(await set({ weightSize: 3 }, 1)).toMatchObject({ status: 200, body: { ended: 1, standing: 2 } })
    expect(await versions()).toEqual([
      ["1", "replaced", "operator key", "0.5"],
      ["2", "trial", "operator key", "0.5"],
    ])
    expect((await front.database.rows("SELECT change ->> 'base' FROM policy_versions")).flat()).toEqual([null, null])
  })

  it("takes back what stands, to the version before or the defaults", async () => {
    await set({ scoreMin: 0.5 })
    await front.database.postgres.exec(
      `UPDATE policy_versions SET state = 'kept', decided_at = now(), verdict = '{"kind":"keep","rule":"better","why":"x","uplift":null}'`,
    )
    await set({ scoreMin: 0.55 }, 1)
    const back = (standing: number | null) => send({ action: "roll-back", standing })
    expect(await back(2)).toEqual({ status: 200, body: { ended: 2, standing: 3 } })
    expect(await versions()).toEqual([
      ["1", "replaced", "operator key", "0.5"],
      ["2", "rolled-back", "operator key", "0.55"],
      ["3", "kept", "operator key", "0.5"],
    ])
    expect(await back(2)).toMatchObject({ status: 409 })
    expect(await back(3)).toEqual({ status: 200, body: { ended: 3, standing: null } })
    expect(await back(null)).toMatchObject({ status: 409, body: { errors: [{ detail: "No version stands: the defaults hold already." }] } })
  })

  it.each([
    [{ scoreMin: 0.95 }, "/values/scoreMin"],
    [{ scoreMin: 0.46 }, "/values/scoreMin"],
    [{ wings: 2 }, "/values/wings"],
    [{ toString: 2 }, "/values/toString"],
    [{}, "/values"],
    [{ scoreMin: "0.5" }, "/values/scoreMin"],
  ])("is refused outside the bounds: %j", async (values, pointer) => {
    const { status, body } = await set(values)
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, pointer])
    expect(await versions()).toEqual([])
  })

  it("that changes nothing is refused", async () => {
    expect(await set({ scoreMin: 0.45 })).toMatchObject({ status: 409 })
    await set({ scoreMin: 0.5 })
    expect(await set({ scoreMin: 0.5 }, 1)).toMatchObject({ status: 409 })
    expect(await versions()).toHaveLength(1)
  })

  it("is his alone", async () => {
    expect((await send({ action: "roll-back", standing: 1 }, {})).status).toBe(401)
    expect((await send({ action: "roll-back", standing: 1 }, { authorization: "Bearer wrong" })).status).toBe(401)
  })
})
