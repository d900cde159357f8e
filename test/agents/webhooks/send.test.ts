// Does an endpoint that doesn't answer hold up the others, and does one that failed hear more?
import { describe, expect, it } from "vitest"
import type { ClaimedMessage } from "../../../shared/db/queries/webhooks.ts"
import type { WebhookAttempt } from "../../../shared/integrations/webhook.ts"
import { AT_ONCE, sendAll } from "../../../workers/agents/webhooks/send.ts"
import { decide, LOOK_MS, nextRun } from "../../../workers/agents/webhooks/decide.ts"
import { openVirtualClock } from "../../world/virtual-clock.ts"

const NOON = new Date("2026-11-21T12:00:00.000Z")
const attempt = (failure: string | null): WebhookAttempt => ({
  at: NOON,
  wallMs: 1,
  status: failure === null ? 200 : 500,
  failure,
  askedMs: null,
})

const claimed = (endpoints: readonly string[], each: number): ClaimedMessage[] =>
  endpoints.flatMap((endpoint) =>
    Array.from({ length: each }, (_, i) => ({
      endpoint,
      id: `msg_000000000${i}`,
      type: "insight.created",
      occurredAt: NOON,
      data: {},
      attempts: 0,
      url: "https://hooks.example.com/",
      secretVersion: 1,
      previousUntil: null,
    })),
  )

/** Answers each message as `answer` says, and counts how many wait at once. */
function fake(answer: (endpoint: string) => Promise<WebhookAttempt>) {
  const seen = { open: 0, most: 0, order: [] as string[] }
  const send = async ({ endpoint }: { endpoint: string }) => {
    seen.open += 1
    seen.most = Math.max(seen.most, seen.open)
    seen.order.push(endpoint)
    try {
      return await answer(endpoint)
    } finally {
      seen.open -= 1
    }
  }
  return { seen, webhooks: { clock: openVirtualClock(NOON), send } }
}

const names = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${prefix}${i}`)

describe("sending", () => {
  it("goes on to all others while four endpoints say nothing", async () => {
    let giveUp = () => {}
    const silence = new Promise<WebhookAttempt>((resolve) => (giveUp = () => resolve(attempt("no answer in time"))))
    const { seen, webhooks } = fake((endpoint) => (endpoint.startsWith("silent") ? silence : Promise.resolve(attempt(null))))
    const sending = sendAll(webhooks, claimed([...names("silent", 4), ...names("well", 30)], 3), () => 0)
    await expect.poll(() => seen.order.filter((endpoint) => endpoint.startsWith("well")).length).toBe(90)
    expect([seen.most, seen.open]).toEqual([AT_ONCE, 4])
    giveUp()
    const sent = await sending
    expect(sent.filter(({ state }) => state === "delivered")).toHaveLength(90)
    expect(sent.filter(({ attempt: tried }) => tried === null)).toHaveLength(8)
  })

  it("tries nothing further at an endpoint that has failed, and leaves the rest to the time of the next try", async () => {
    const { seen, webhooks } = fake(() => Promise.resolve(attempt("answered 500")))
    const sent = await sendAll(webhooks, claimed(["a"], 3), () => 0)
    expect(seen.order).toEqual(["a"])
    expect(sent.map(({ state, dueAt, attempt: tried }) => [state, dueAt?.getTime(), tried !== null])).toEqual([
      ["waiting", NOON.getTime() + 5_000, true],
      ["waiting", NOON.getTime() + 5_000, false],
      ["waiting", NOON.getTime() + 5_000, false],
    ])
  })

  it("sends an endpoint's messages one after the other, in their order", async () => {
    const { seen, webhooks } = fake(() => Promise.resolve(attempt(null)))
    const sent = await sendAll(webhooks, claimed(["a"], 4), () => 0)
    expect(seen.most).toBe(1)
    expect(sent.map(({ id }) => id)).toEqual([0, 1, 2, 3].map((i) => `msg_000000000${i}`))
  })
})

describe("what there is to do", () => {
  const facts = { isConfigured: true, ask: null, isUntold: false, isDue: false, nextAt: null }

  it("is nothing without a key to sign with", () => {
    expect(decide({ ...facts, isConfigured: false, isUntold: true, isDue: true, nextAt: NOON })).toEqual({
      givesOut: false,
      ask: null,
      sends: false,
      nextAt: null,
    })
  })

  it("is to send where events wait to be given out, or messages are due, or somebody asks", () => {
    const ask = { event: "evt_0000000001", what: "test", endpoint: "whe_0000000001" } as const
    expect([facts, { ...facts, isUntold: true }, { ...facts, isDue: true }, { ...facts, ask }].map((known) => decide(known).sends)).toEqual(
      [false, true, true, true],
    )
  })

  it("comes again for what is due before the next look, at its time, and never in the past", () => {
    const at = (ms: number) => new Date(NOON.getTime() + ms)
    expect(nextRun(NOON, [null, at(7_000), at(90_000)])?.at).toEqual(at(7_000))
    expect(nextRun(NOON, [at(-7_000)])?.at).toEqual(NOON)
    expect([nextRun(NOON, []), nextRun(NOON, [null, at(LOOK_MS)])]).toEqual([null, null])
  })
})
