import { describe, expect, test } from "vitest"
import { openBreakers } from "../../shared/kit/breaker.ts"
import type { Failure } from "../../shared/kit/failure.ts"
import { BREAKER_DEFAULTS } from "../../shared/kit/http.ts"
import { down, failureOf, ok, world } from "./outside.ts"

describe("a breaker", () => {
  const quick = (attempts = 1) => ({ breakers: openBreakers({ ...BREAKER_DEFAULTS, failures: 3 }), attempts })

  test("opens after failures in a row, refuses without a request, and closes after one good probe", async () => {
    const { get, clock, meter } = world([down(), down(), ok(), down(), down(), down(), ok()], quick())
    const outcomes: unknown[] = []
    for (let i = 0; i < 6; i++) {
      outcomes.push(
        await get().then(
          (answer) => answer.status,
          (failure: Failure) => failure.context["status"],
        ),
      )
    }
    expect(outcomes).toEqual([503, 503, 200, 503, 503, 503])
    clock.pass(20_000)
    const refused = await failureOf(get())
    expect([refused.code, refused.waitMs, meter.usage.calls]).toEqual(["upstream-unavailable", 40_000, 6])
    clock.pass(40_000)
    expect((await get()).text).toBe("fine")
    expect((await get()).text).toBe("fine")
  })

  test("lets only one request probe, and rests again where the probe fails", async () => {
    let answer: (response: Response) => void = () => {}
    const slow = () => new Promise<Response>((resolve) => (answer = resolve))
    const { get, clock, seen } = world([down(), down(), down(), slow], quick())
    for (let i = 0; i < 3; i++) await failureOf(get())
    clock.pass(60_000)
    const probe = get()
    const others = await Promise.all([failureOf(get()), failureOf(get())])
    expect(others.map(({ detail }) => detail)).toEqual(Array(2).fill("shop failed too often and rests."))
    expect(seen.length).toBe(4)
    answer(down())
    expect((await failureOf(probe)).context["status"]).toBe(503)
    clock.pass(59_999)
    expect((await failureOf(get())).waitMs).toBe(1)
    expect(seen.length).toBe(4)
  })

  test("gives up a probe that never ends for the next", async () => {
    const never = () => new Promise<Response>(() => {})
    const { get, clock } = world([down(), down(), down(), never, ok()], { ...quick(), timeoutMs: 60_000 })
    for (let i = 0; i < 3; i++) await failureOf(get())
    clock.pass(60_000)
    void get().catch(() => undefined)
    await failureOf(get())
    clock.pass(60_000)
    expect((await get()).text).toBe("fine")
    expect((await get()).text).toBe("fine")
  })

  test("ends a call's repeats when it opens, and leaves other sources alone", async () => {
    const { call, meter, seen } = world([() => (seen.at(-1)?.url.endsWith("/a") ? down() : ok())], quick(5))
    const ask = (source: string) => call({ source, url: `https://shop.example/${source}` })
    const failure = await failureOf(ask("a"))
    expect([failure.detail, meter.usage.calls]).toEqual(["a failed too often and rests.", 3])
    expect((await ask("b")).text).toBe("fine")
  })

  test("doesn't count refusals or rate limits", async () => {
    const { get } = world([down(404), down(429), down(404), down(429), down(404), ok()], quick())
    for (let i = 0; i < 5; i++) await failureOf(get())
    expect((await get()).text).toBe("fine")
  })
})
