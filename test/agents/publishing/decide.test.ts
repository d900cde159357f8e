import { describe, expect, it } from "vitest"
import { publishing } from "../../../workers/agents/publishing/agent.ts"
import { comeBack, decide } from "../../../workers/agents/publishing/decide.ts"

const SLOT = "2026-11-21T12:00:00.000Z"
const NOW = new Date("2026-11-21T12:00:10Z")
const at = (ms: number) => new Date(Date.parse(SLOT) + ms)
const dlv = (n: number) => `dlv_000000000${n}`

describe("a look", () => {
  it("gives each delivery a run of its own at its time, an overdue one at once, and each new approval another", () => {
    const deliveries = [
      { id: dlv(1), dueAt: at(-60_000) },
      { id: dlv(2), dueAt: at(90_000) },
    ]
    const facts = { task: { kind: "look", slot: SLOT } as const, now: NOW, deliveries, drafts: ["draft_0000000001"] }
    expect(decide(facts)).toEqual({
      create: null,
      advance: null,
      later: [
        { input: { delivery: dlv(1), due: SLOT }, at: at(0) },
        { input: { delivery: dlv(2), due: at(90_000).toISOString() }, at: at(90_000) },
        { input: { draft: "draft_0000000001", slot: SLOT }, at: NOW },
      ],
    })
  })

  it("asks anew for what is overdue at each slot, as an earlier run may have come to nothing", () => {
    const keys = [at(0), at(300_000)].map((slot) => publishing.key(comeBack(dlv(1), at(-1), slot).input))
    expect(new Set(keys).size).toBe(2)
  })
})

describe("a run", () => {
  it.each([
    [{ slot: SLOT }, `publishing:${SLOT}`],
    [{ event: "evt_1", id: "draft_0000000001", plan: "plan_0000000001" }, "publishing:approved:draft_0000000001"],
    [{ event: "evt_1", id: dlv(1) }, "publishing:settled:evt_1"],
    [{ draft: "draft_0000000001", slot: SLOT }, `publishing:approved:draft_0000000001:${SLOT}`],
    [{ delivery: dlv(1), due: SLOT }, `publishing:${dlv(1)}:${SLOT}`],
  ])("of %j has one key", (input, key) => {
    expect(publishing.key(input)).toBe(key)
  })

  it.each([{ delivery: "x", due: SLOT }, { delivery: dlv(1) }, { slot: SLOT, delivery: dlv(1) }, { event: "evt_1", id: "ins_0000000001" }])(
    "is not made of %j",
    (input) => {
      expect(() => publishing.key(input)).toThrow(expect.objectContaining({ code: "invalid-input" }))
    },
  )
})
