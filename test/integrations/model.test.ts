import { afterEach, describe, expect, test, vi } from "vitest"
import type { ModelAttempt } from "../../shared/integrations/model.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { failureOf } from "../kit/outside.ts"
import { FIRST, GOOD, KEYS, modelWorld, newPrompt, SECOND } from "./model-world.ts"

const outcomes = (attempts: unknown): string[] => (attempts as ModelAttempt[]).map(({ provider, outcome }) => `${provider} ${outcome}`)

afterEach(() => {
  vi.useRealTimers()
})

describe("a reply", () => {
  test("is the first provider's where that one answers, with its tokens and price", async () => {
    const { model, hosts } = modelWorld({ first: [{ reply: GOOD, usage: { tokensIn: 321, tokensOut: 45 } }] })
    const reply = await model.ask(newPrompt())
    expect(reply).toEqual({
      value: GOOD,
      provider: "first",
      model: "small-1",
      tokensIn: 321,
      tokensOut: 45,
      microUsd: 321 + 2 * 45,
      attempts: [{ provider: "first", model: "small-1", outcome: "answered", detail: null, ms: 0, microUsd: 411 }],
    })
    expect(hosts.second.requests).toEqual([])
  })

  test("that doesn't fit is asked for once more with its faults told, and what fits then is taken", async () => {
    const { model, hosts } = modelWorld({ first: [{ reply: { parts: [7], title: null } }, { reply: GOOD }] })
    const reply = await model.ask(newPrompt())
    expect(outcomes(reply.attempts)).toEqual(["first unfit", "first answered"])
    expect(hosts.first.requests[0]?.user).not.toContain("did not fit")
    expect(hosts.first.requests[1]?.user).toContain("/parts/0: Invalid input: expected string, received number")
    expect(reply.attempts[0]?.detail).toContain("/parts/0")
  })

  test.each([
    ["of another shape", { reply: { text: "hello" } }],
    ["that is no JSON", { text: "Sure! Here is your post." }],
    ["that was cut off", { reply: GOOD, end: "cut" }],
    ["with nothing in it", { text: "" }],
  ] as const)("%s, twice, is left for the next provider's", async (_what, behaviour) => {
    const { model } = modelWorld({ first: [behaviour] })
    const reply = await model.ask(newPrompt())
    expect(outcomes(reply.attempts)).toEqual(["first unfit", "first unfit", "second answered"])
    expect(reply.value).toEqual(GOOD)
  })

  test("keeps its faults in mind over a failure in between, and isn't asked to mend them twice", async () => {
    const { model, hosts } = modelWorld({ first: [{ reply: {} }, { status: 500 }, { reply: {} }, { reply: GOOD }], more: { attempts: 9 } })
    const reply = await model.ask(newPrompt())
    expect(outcomes(reply.attempts)).toEqual(["first unfit", "first failed", "first unfit", "second answered"])
    expect(hosts.first.requests[2]?.user).toContain("did not fit")
  })

  test("that was withheld is not asked for again", async () => {
    const { model } = modelWorld({ first: [{ text: "", end: "withheld" }] })
    const reply = await model.ask(newPrompt())
    expect(outcomes(reply.attempts)).toEqual(["first refused", "second answered"])
    expect(reply.attempts[0]?.detail).toBe("withheld")
  })
})

describe("a provider", () => {
  test.each([500, 503, 529, 408])(
    "that answers %i is asked again after a wait with jitter, three times in all, then the next",
    async (status) => {
      const { model, clock, meter } = modelWorld({ first: [{ status }] })
      const reply = await model.ask(newPrompt())
      expect(outcomes(reply.attempts)).toEqual(["first failed", "first failed", "first failed", "second answered"])
      expect(clock.slept).toEqual([500, 1_000])
      expect(meter.usage).toMatchObject({ calls: 4, retries: 2 })
    },
  )

  test("that asks to wait a little is waited for", async () => {
    const { model, clock } = modelWorld({ first: [{ status: 429, retryAfterS: 7 }, { reply: GOOD }] })
    const reply = await model.ask(newPrompt())
    expect(outcomes(reply.attempts)).toEqual(["first limited", "first answered"])
    expect(clock.slept).toEqual([7_000])
  })

  test("that asks to wait long is left for the next at once", async () => {
    const { model, clock } = modelWorld({ first: [{ status: 429, retryAfterS: 3_600 }] })
    expect(outcomes((await model.ask(newPrompt())).attempts)).toEqual(["first limited", "second answered"])
    expect(clock.slept).toEqual([])
  })

  test.each([400, 401, 403, 404])("that refuses with %i is not asked again", async (status) => {
    const { model } = modelWorld({ first: [{ status }] })
    expect(outcomes((await model.ask(newPrompt())).attempts)).toEqual(["first refused", "second answered"])
  })

  test.each([
    ["lost", "lost"],
    ["truncated", "malformed"],
    ["wrong-shape", "malformed"],
  ] as const)("whose answer is %s is asked again", async (behaviour, outcome) => {
    const { model } = modelWorld({ first: [behaviour, { reply: GOOD }] })
    expect(outcomes((await model.ask(newPrompt())).attempts)).toEqual([`first ${outcome}`, "first answered"])
  })

  test("that says nothing within its time is left for the next, without another try", async () => {
    vi.useFakeTimers()
    const { model, hosts } = modelWorld({ first: ["hang"] })
    const asked = model.ask(newPrompt())
    await vi.advanceTimersByTimeAsync(4_999)
    expect(hosts.second.requests).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(outcomes((await asked).attempts)).toEqual(["first timed-out", "second answered"])
  })

  test("that keeps failing is left to rest", async () => {
    const { model } = modelWorld({ first: [{ status: 500 }], more: { attempts: 10 } })
    await model.ask(newPrompt())
    const reply = await model.ask(newPrompt({ trusted: "another" }))
    expect(outcomes(reply.attempts)).toEqual(["first resting", "second answered"])
    expect(reply.attempts[0]?.microUsd).toBe(0)
  })

  test("takes its real time, whatever the studio's clock runs at", async () => {
    const { clock } = modelWorld()
    const slow = { ...clock, speed: 60 }
    const fast = modelWorld({
      first: [{ reply: GOOD }],
      more: {
        clock: slow,
        fetch: async () => {
          clock.pass(60_000)
          return new Response(JSON.stringify({ choices: [{ message: { content: JSON.stringify(GOOD) }, finish_reason: "stop" }] }))
        },
      },
    })
    expect((await fast.model.ask(newPrompt())).attempts[0]?.ms).toBe(1_000)
  })
})

describe("where every provider fails, the failure", () => {
  test("says which failed how, and is upstream-unavailable", async () => {
    const { model } = modelWorld({ first: [{ status: 401 }], second: [{ status: 500 }] })
    const failure = await failureOf(model.ask(newPrompt()))
    expect(failure.code).toBe("upstream-unavailable")
    expect(outcomes(failure.context["attempts"])).toEqual(["first refused", "second failed", "second failed", "second failed"])
    expect((failure.context["attempts"] as ModelAttempt[]).map(({ detail }) => detail)).toEqual(["invalid_api_key", "500", "500", "500"])
  })

  test("is upstream-rejected where all refused", async () => {
    const { model } = modelWorld({ first: [{ status: 401 }], second: [{ status: 400 }] })
    expect(await failureOf(model.ask(newPrompt()))).toMatchObject({ code: "upstream-rejected" })
  })

  test("holds no key, no prompt and no word of the providers' sentences, however it is printed", async () => {
    const wrong = [FIRST, SECOND].map((provider) => ({ ...provider, apiKey: provider === FIRST ? SECOND.apiKey : FIRST.apiKey }))
    const { model, hosts } = modelWorld({ providers: wrong })
    const failure = await failureOf(model.ask(newPrompt({ trusted: "a private order" })))
    expect(failure.code).toBe("upstream-rejected")
    expect(hosts.first.requests).toEqual([])
    const shown = everythingIn(failure)
    for (const hidden of [KEYS.first, KEYS.second, "private order", "Incorrect"]) expect(shown).not.toContain(hidden)
  })
})

describe("nothing is printed", () => {
  test("by the SDK, whatever happens", async () => {
    const spies = (["log", "info", "warn", "error", "debug"] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation(() => undefined),
    )
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined)
    await modelWorld({ first: [{ status: 500 }, "truncated", { reply: {} }] }).model.ask(newPrompt())
    await modelWorld({ providers: [{ ...FIRST, structured: false }, SECOND], first: [{ status: 400 }] }).model.ask(newPrompt())
    await modelWorld({ providers: [{ ...SECOND, model: "claude-3-haiku" }] }).model.ask(newPrompt())
    for (const spy of [...spies, warn]) expect(spy).not.toHaveBeenCalled()
    vi.restoreAllMocks()
  })
})

test("a provider without a known price is refused when the models are opened, by name", () => {
  const { price: _, ...unpriced } = FIRST
  const open = () => modelWorld({ providers: [unpriced, SECOND] })
  expect(open).toThrow(Failure)
  expect(open).toThrow(expect.objectContaining({ code: "misconfigured", context: { faults: ["first: small-1 has no known price"] } }))
  expect(() => modelWorld({ providers: [] })).toThrow(expect.objectContaining({ code: "misconfigured" }))
})

/** Every text that can be reached from a value, also by what printing leaves out. */
function everythingIn(value: unknown, depth = 0): string {
  if (typeof value !== "object" || value === null) return String(value)
  if (depth > 8) return ""
  const names = Reflect.ownKeys(value)
  return names.map((name) => `${String(name)} ${everythingIn(Reflect.get(value, name), depth + 1)}`).join("\n")
}
