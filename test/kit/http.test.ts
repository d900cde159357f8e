import { describe, expect, test } from "vitest"
import { type CounterStore, newCounters } from "../../shared/kit/counters.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { down, failureOf, ok, redirect, world } from "./outside.ts"

describe("an answer", () => {
  test("is given with its status, headers and text, and booked as one call", async () => {
    const { get, meter } = world([new Response("héllo", { headers: { etag: '"1"' } })])
    const answer = await get()
    expect([answer.status, answer.text, answer.headers.get("etag")]).toEqual([200, "héllo", '"1"'])
    expect([meter.usage.calls, meter.usage.retries]).toEqual([1, 0])
  })

  test("may be 304, or a status that the caller named", async () => {
    expect((await world([new Response(null, { status: 304 })]).get()).status).toBe(304)
    expect((await world([down(400)]).get({ answers: [400] })).text).toBe("no")
  })

  test("is decoded by the encoding that it names in its header or its XML declaration", async () => {
    const latin = new Uint8Array([...'<?xml version="1.0" encoding="ISO-8859-1"?><t>caf'].map((c) => c.charCodeAt(0)).concat(0xe9))
    expect((await world([new Response(latin)]).get()).text).toContain("café")
    const cyrillic = new Response(new Uint8Array([0xc1]), { headers: { "content-type": "text/xml; charset=windows-1251" } })
    expect((await world([cyrillic]).get()).text).toBe("Б")
    expect((await world([new Response(new Uint8Array([0xef, 0xbb, 0xbf, 0x41]))]).get()).text).toBe("A")
    const nonsense = new Response("ü", { headers: { "content-type": "text/plain; charset=klingon" } })
    expect((await world([nonsense]).get()).text).toBe("ü")
  })

  test("that refuses in its body what its status grants is repeated", async () => {
    const inspect = ({ text }: { text: string }) => {
      if (text === "busy") throw new Failure("upstream-unavailable", "shop is busy.")
    }
    const { get, meter } = world([ok("busy"), ok("fine")])
    expect((await get({ inspect })).text).toBe("fine")
    expect(meter.usage.retries).toBe(1)
    const failure = await failureOf(world([ok("busy")]).get({ inspect }))
    expect(failure.context).toEqual({ source: "shop", address: "shop.example/a", status: 200, attempts: 5 })
  })
})

describe("a repeat", () => {
  test("waits a random part of a time that doubles up to the cap", async () => {
    const { get, clock, meter } = world([down()], { attempts: 7, random: () => 0.999999 })
    const failure = await failureOf(get())
    expect(clock.slept).toEqual([3_999, 7_999, 15_999, 31_999, 59_999, 59_999])
    expect(failure.code).toBe("upstream-unavailable")
    expect(failure.context).toMatchObject({ source: "shop", address: "shop.example/a", status: 503, attempts: 7 })
    expect([meter.usage.calls, meter.usage.retries]).toEqual([7, 6])
  })

  test("is spread over the whole time (full jitter)", async () => {
    const draws = [0, 0.25, 0.5, 0.75]
    const { get, clock } = world([down()], { random: () => draws.shift() ?? 1 })
    await failureOf(get())
    expect(clock.slept).toEqual([0, 2_000, 8_000, 24_000])
  })

  test.each([408, 425, 429, 500, 502, 503, 504])("follows a %i and ends with the first good answer", async (status) => {
    const { get, meter } = world([down(status), ok()])
    expect((await get()).text).toBe("fine")
    expect([meter.usage.calls, meter.usage.retries]).toEqual([2, 1])
  })

  test.each([400, 401, 403, 404, 410, 418, 451])("never follows a %i", async (status) => {
    const { get, meter, clock } = world([down(status), ok()])
    const failure = await failureOf(get())
    expect([failure.code, failure.context["status"], meter.usage.calls]).toEqual(["upstream-rejected", status, 1])
    expect(clock.slept).toEqual([])
  })

  test("follows a lost connection", async () => {
    const { get } = world([new TypeError("fetch failed"), ok()])
    expect((await get()).text).toBe("fine")
  })

  test("waits as long as Retry-After asks, in seconds or as a date", async () => {
    const seconds = world([down(429, { "retry-after": "17" }), ok()])
    await seconds.get()
    expect(seconds.clock.slept).toEqual([17_000])
    const date = world([down(503, { "retry-after": "Sat, 21 Nov 2026 12:00:30 GMT" }), ok()])
    await date.get()
    expect(date.clock.slept).toEqual([30_000])
    const skewed = world([down(503, { "retry-after": "Sat, 21 Nov 2026 13:00:09 GMT", date: "Sat, 21 Nov 2026 13:00:00 GMT" }), ok()])
    await skewed.get()
    expect(skewed.clock.slept).toEqual([9_000])
  })

  test("waits its own time where Retry-After is shorter, past or nonsense", async () => {
    for (const value of ["0", "1", "soon", "-5", "Sat, 21 Nov 2020 12:00:00 GMT"]) {
      const { get, clock } = world([down(429, { "retry-after": value }), ok()])
      await get()
      expect(clock.slept).toEqual([2_000])
    }
  })

  test("is given up where Retry-After asks for more than the cap, and the failure says how long to wait", async () => {
    for (const status of [429, 503]) {
      const { get, meter } = world([down(status, { "retry-after": "61" })])
      const failure = await failureOf(get())
      expect([failure.code, failure.waitMs, meter.usage.calls]).toEqual(["rate-limited", 61_000, 1])
    }
  })

  test("stops before the budget is passed", async () => {
    const meter = new Meter({ wallMs: 1, calls: 2, statements: 1, tokens: 1, microUsd: 1 })
    const { get, seen } = world([down()], { meter })
    expect((await failureOf(get())).code).toBe("budget-spent")
    expect(seen.length).toBe(2)
    expect(meter.usage.retries).toBe(1)
  })

  test("is not made of a POST that may have had its effect", async () => {
    for (const reply of [down(500), new TypeError("fetch failed")]) {
      const { get, meter } = world([reply, ok()])
      expect((await failureOf(get({ method: "POST", body: "{}" }))).code).toBe("upstream-unknown")
      expect(meter.usage.calls).toBe(1)
    }
    const refused = world([down(429), ok()])
    expect((await refused.get({ method: "POST", body: "{}" })).text).toBe("fine")
  })
})

describe("a limit", () => {
  test("of five at once holds over forty calls, failures and repeats", async () => {
    let open = 0
    let most = 0
    let served = 0
    const reply = async () => {
      most = Math.max(most, ++open)
      for (let turn = 0; turn < 5; turn++) await Promise.resolve()
      open -= 1
      return ++served % 3 === 0 ? down() : ok()
    }
    const { call } = world([reply])
    const calls = Array.from({ length: 40 }, (_, i) => call({ source: `s${i % 4}`, url: "https://shop.example/" }))
    expect((await Promise.all(calls)).every((answer) => answer.text === "fine")).toBe(true)
    expect(most).toBe(5)
  })

  test("of time covers a body that trickles", async () => {
    let cancelled = false
    let pulls = 0
    const trickle = () =>
      new Response(
        new ReadableStream({
          // One byte, and then nothing for ever.
          pull: (controller) => (pulls++ === 0 ? controller.enqueue(new Uint8Array([65])) : new Promise(() => {})),
          cancel: () => void (cancelled = true),
        }),
      )
    const { get } = world([trickle], { timeoutMs: 20, attempts: 1 })
    const failure = await failureOf(get())
    expect(failure.code).toBe("upstream-unavailable")
    expect(failure.context["reason"]).toBe("TimedOut: no whole answer within 20 ms")
    expect(cancelled).toBe(true)
  })

  test("of time covers an outside that never answers, and is repeated", async () => {
    const { get, meter } = world([() => new Promise(() => {}), ok()], { timeoutMs: 20 })
    expect((await get()).text).toBe("fine")
    expect(meter.usage.retries).toBe(1)
  })

  test("of bytes stops the reading, with or without a Content-Length, and is not repeated", async () => {
    let sent = 0
    let cancelled = false
    const flood = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new Uint8Array(100)) ?? void (sent += 100),
          cancel: () => void (cancelled = true),
        }),
      )
    const { get, meter } = world([flood])
    const failure = await failureOf(get())
    expect([failure.code, failure.detail]).toEqual(["upstream-unavailable", "shop answered with more than 1000 bytes."])
    expect([meter.usage.calls, cancelled]).toEqual([1, true])
    expect(sent).toBeLessThan(1_500)
    const honest = world([new Response("short", { headers: { "content-length": "5000" } })])
    expect((await failureOf(honest.get())).detail).toBe("shop answered with more than 1000 bytes.")
    expect((await world([ok("x".repeat(1_000))]).get()).text.length).toBe(1_000)
  })
})

describe("an attempt", () => {
  test("leaves no timer behind", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length
    const before = timers()
    await world([ok()]).get()
    await failureOf(world([down()]).get())
    expect(timers()).toBe(before)
  })

  test("lets go of a body that it won't read", async () => {
    const released: string[] = []
    const body = (name: string) => new ReadableStream({ cancel: () => void released.push(name) })
    await failureOf(world([() => new Response(body("refused"), { status: 404 })]).get())
    await world([() => new Response(body("moved"), { status: 301, headers: { location: "/b" } }), ok()]).get()
    expect(released).toEqual(["refused", "moved"])
  })
})

describe("a redirect", () => {
  test("is followed within https, without credentials to another host", async () => {
    const { get, seen, meter } = world([redirect("/b"), redirect("https://cdn.example/c", 307), ok()])
    expect((await get({ headers: { authorization: "Bearer hush", accept: "text/xml" } })).text).toBe("fine")
    expect(seen.map(({ url }) => url)).toEqual(["https://shop.example/a?key=hush", "https://shop.example/b", "https://cdn.example/c"])
    expect(seen.map(({ init }) => init.headers)).toEqual([
      { authorization: "Bearer hush", accept: "text/xml" },
      { authorization: "Bearer hush", accept: "text/xml" },
      { accept: "text/xml" },
    ])
    expect(meter.usage.calls).toBe(3)
  })

  test.each(["http://shop.example/", "file:///etc/passwd", "javascript:alert(1)", "https://", "data:,x"])(
    "to %s is refused",
    async (to) => {
      const { get, seen } = world([redirect(to), ok()])
      expect((await failureOf(get())).code).toBe("upstream-rejected")
      expect(seen.length).toBe(1)
    },
  )

  test("loop ends", async () => {
    const { get, seen } = world([redirect("https://shop.example/a")])
    expect((await failureOf(get())).code).toBe("upstream-rejected")
    expect(seen.length).toBe(4)
  })
})

describe("a failure", () => {
  test("holds neither the query, nor headers, nor a token in the path", async () => {
    const url = "https://shop.example/bot123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/send?key=hush"
    const headers = { authorization: "Bearer hush" }
    for (const reply of [
      down(400),
      down(),
      new TypeError(`cannot reach ${url}`),
      redirect("http://x.example/?key=hush"),
      ok("x".repeat(2_000)),
    ]) {
      const { get } = world([reply], { attempts: 1 })
      const failure = await failureOf(get({ url, headers }))
      const everything = JSON.stringify([failure.message, failure.context, String(failure.cause), failure.stack])
      expect(everything).not.toMatch(/hush|AAHdq/)
      expect(everything).toContain("shop.example/…/send")
    }
  })

  test("says that an address is not one, without repeating it", async () => {
    for (const url of ["", "shop", "ftp://shop.example", "//x?key=hush"]) {
      const failure = await failureOf(world([ok()]).get({ url }))
      expect(failure.code).toBe("misconfigured")
      expect(failure.message).not.toContain("hush")
    }
  })
})

describe("requests to outside systems", () => {
  test("are counted by their source and by how each ended, repeats included", async () => {
    const counters = newCounters()
    const replies = [new Response("away", { status: 503 }), new Response("no", { status: 400 }), new Response("yes")]
    const { get } = world(replies, { counters })
    await expect(get()).rejects.toMatchObject({ code: "upstream-rejected" })
    await get()
    const kept = new Map<string, number>()
    const store: CounterStore = {
      add: async (_id, sums) => sums.forEach((sum, series) => kept.set(series, sum)),
      read: async () => kept,
    }
    await counters.flush({ open: () => store, wait: async () => undefined, now: new Date(0) })
    expect(Object.fromEntries(kept)).toEqual({
      "upstream_requests_total\tshop\tupstream-unavailable": 1,
      "upstream_requests_total\tshop\tupstream-rejected": 1,
      "upstream_requests_total\tshop\tok": 1,
    })
  })
})
