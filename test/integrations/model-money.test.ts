import fc from "fast-check"
import { describe, expect, test, vi } from "vitest"
import type { ModelAttempt } from "../../shared/integrations/model.ts"
import { failureOf } from "../kit/outside.ts"
import type { ModelBehaviour } from "../world/hosts/model.ts"
import { FIRST, GOOD, modelWorld, newPrompt, SECOND } from "./model-world.ts"

const sum = (list: readonly { readonly microUsd: number }[]): number => list.reduce((total, { microUsd }) => total + microUsd, 0)

describe("before each attempt", () => {
  test("the most that it can cost is booked, and what it cost is put in its place", async () => {
    const usage = { tokensIn: 100, tokensOut: 20 }
    const { model, reserved, settled, meter } = modelWorld({ first: [{ status: 500 }, { reply: {}, usage }, { reply: GOOD, usage }] })
    const reply = await model.ask(newPrompt())
    expect(reserved.map(({ number, provider }) => [number, provider])).toEqual([
      [1, "first"],
      [2, "first"],
      [3, "first"],
    ])
    expect(new Set(reserved.map(({ promptHash }) => promptHash))).toEqual(new Set([model.hash(newPrompt())]))
    expect(settled.map(({ number, microUsd, reservedMicroUsd }) => [number, microUsd, reservedMicroUsd])).toEqual([
      [1, 0, reserved[0]?.microUsd],
      [2, 140, reserved[1]?.microUsd],
      [3, 140, reserved[2]?.microUsd],
    ])
    expect(reply).toMatchObject({ microUsd: 280, tokensIn: 200, tokensOut: 40 })
    expect(meter.usage).toMatchObject({ microUsd: 280, tokens: 240 })
  })

  test("the most covers every token that the request can hold, and the longest reply", async () => {
    const prompt = newPrompt({ trusted: "€".repeat(5_000) })
    const { model, reserved } = modelWorld()
    await model.ask(prompt)
    expect(reserved[0]?.microUsd).toBeGreaterThan(3 * 5_000 + 2 * prompt.maxTokens)
  })

  test("a provider whose most would pass a cap is skipped and not asked", async () => {
    const { model, hosts, meter } = modelWorld({ mayReserve: ({ provider }) => provider !== "first" })
    const reply = await model.ask(newPrompt())
    expect(reply.attempts.map(({ outcome }) => outcome)).toEqual(["over-cap", "answered"])
    expect(hosts.first.requests).toEqual([])
    expect(meter.usage.microUsd).toBe(reply.microUsd)
  })

  test("where no provider may be asked, nothing is sent or booked, and the failure is budget-spent", async () => {
    const { model, hosts, meter, settled } = modelWorld({ mayReserve: () => false })
    expect(await failureOf(model.ask(newPrompt()))).toMatchObject({ code: "budget-spent" })
    expect([hosts.first.requests, hosts.second.requests, settled]).toEqual([[], [], []])
    expect(meter.usage).toMatchObject({ calls: 0, tokens: 0, microUsd: 0 })
  })

  test.each([{ tokens: 1_000 }, { microUsd: 1_000 }])("a run's own budget of %o stops it before it is passed", async (budget) => {
    const { model, hosts, meter, reserved } = modelWorld({ budget })
    const failure = await failureOf(model.ask(newPrompt()))
    expect(failure.code).toBe("budget-spent")
    expect((failure.context["attempts"] as ModelAttempt[]).map(({ outcome }) => outcome)).toEqual(["over-budget", "over-budget"])
    expect([hosts.first.requests, reserved]).toEqual([[], []])
    expect(meter.usage).toMatchObject({ tokens: 0, microUsd: 0 })
  })

  test("a run without calls left asks nobody, and what was booked is given back", async () => {
    const { model, settled, meter } = modelWorld({ budget: { calls: 0 } })
    expect(await failureOf(model.ask(newPrompt()))).toMatchObject({ code: "budget-spent" })
    expect(settled.map(({ microUsd }) => microUsd)).toEqual([0, 0])
    expect(meter.usage).toMatchObject({ tokens: 0, microUsd: 0 })
  })

  test("a cheaper provider is asked where the budget has no room for the dearer", async () => {
    const { model } = modelWorld({ providers: [SECOND, FIRST], budget: { microUsd: 5_000 } })
    expect((await model.ask(newPrompt())).attempts.map(({ provider, outcome }) => `${provider} ${outcome}`)).toEqual([
      "second over-budget",
      "first answered",
    ])
  })
})

describe("an attempt", () => {
  test.each<[string, ModelBehaviour]>([
    ["lost", "lost"],
    ["cut in its envelope", "truncated"],
    ["answered without a count", { reply: GOOD, usage: null }],
    ["answered with a count of nothing", { reply: GOOD, usage: { tokensIn: 0, tokensOut: 0 } }],
  ])("%s may be billed: its most stays booked", async (_what, behaviour) => {
    const { model, reserved, settled } = modelWorld({ first: [behaviour, { reply: GOOD }] })
    await model.ask(newPrompt())
    expect(settled[0]?.microUsd).toBe(reserved[0]?.microUsd)
  })

  test("without an answer in time may be billed: its most stays booked", async () => {
    vi.useFakeTimers()
    const { model, reserved, settled } = modelWorld({ first: ["hang"] })
    const asked = model.ask(newPrompt())
    await vi.advanceTimersByTimeAsync(5_000)
    await asked
    vi.useRealTimers()
    expect(settled[0]?.microUsd).toBe(reserved[0]?.microUsd)
  })

  test("that cost more than could be foreseen is booked as it cost", async () => {
    const { model, meter, settled } = modelWorld({ first: [{ reply: GOOD, usage: { tokensIn: 90_000, tokensOut: 9_000 } }] })
    expect((await model.ask(newPrompt())).microUsd).toBe(108_000)
    expect(settled[0]?.microUsd).toBe(108_000)
    expect(meter.usage).toMatchObject({ tokens: 99_000, microUsd: 108_000 })
  })

  test("is not sent where the ledger can't be reached", async () => {
    const down = new Error("database is gone")
    const { model, hosts } = modelWorld({
      mayReserve: () => {
        throw down
      },
    })
    await expect(model.ask(newPrompt())).rejects.toBe(down)
    expect(hosts.first.requests).toEqual([])
  })
})

test("whatever the providers do, ledger, meter and attempts agree to the micro-dollar, and no cap is passed", async () => {
  const behaviour = fc.oneof(
    fc.record({
      reply: fc.constant(GOOD),
      usage: fc.record({ tokensIn: fc.integer({ min: 1, max: 900 }), tokensOut: fc.integer({ min: 1, max: 500 }) }),
    }),
    fc.record({ reply: fc.constant({ parts: [] }) }),
    fc.record({ status: fc.constantFrom(400, 401, 429, 500, 529), retryAfterS: fc.constantFrom(0, 5, 60) }),
    fc.constantFrom<ModelBehaviour>("lost", "truncated", "wrong-shape", { reply: GOOD, usage: null }),
  )
  const scripts = fc.array(behaviour, { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(scripts, scripts, fc.integer({ min: 0, max: 60_000 }), async (first, second, cap) => {
      let booked = 0
      const world = modelWorld({
        first,
        second,
        mayReserve: ({ microUsd }) => {
          const open = world.reserved.slice(world.settled.length)
          booked = sum(world.settled) + sum(open)
          return booked + microUsd <= cap
        },
      })
      const attempts = await world.model.ask(newPrompt()).then(
        (reply) => {
          expect(reply.microUsd).toBe(sum(reply.attempts))
          return reply.attempts
        },
        (failure: { context: { attempts: ModelAttempt[] } }) => failure.context.attempts,
      )
      expect(sum(world.settled)).toBe(sum(attempts))
      expect(world.meter.usage.microUsd).toBe(sum(attempts))
      expect(world.reserved).toHaveLength(world.settled.length)
      expect(sum(world.settled)).toBeLessThanOrEqual(cap)
    }),
    { numRuns: 60, verbose: 1 },
  )
})
