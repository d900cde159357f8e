import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import * as z from "zod"
import { newAccountBook } from "../../shared/kit/account-book.ts"
import type { Gate } from "../../shared/kit/admission.ts"
import { newApp } from "../../shared/kit/app.ts"
import type { Kept } from "../../shared/kit/asking.ts"
import { newCounters } from "../../shared/kit/counters.ts"
import { endpointsOf, type Served } from "../../shared/kit/endpoint.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { Limit } from "../../shared/kit/page-cursor.ts"
import { openQuick } from "../../shared/kit/quick.ts"
import { openPlace, type Place } from "./kept.ts"

let lines: string[]
beforeEach(() => {
  lines = []
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation((line: string) => void lines.push(line))
})
afterEach(() => void vi.restoreAllMocks())

/** What the database has, and how often it was asked. */
type Shelf = { calls: number; version: number; isDown: boolean; gate: (() => Promise<void>) | null }
type Toys = Served & { readonly shelf: Shelf }

const listToys = endpointsOf<Toys, "toys">({ toys: { freshS: 60, staleS: 300 } })({
  path: "/toys",
  name: "listToys",
  summary: "Toys.",
  tag: "Toys",
  query: { limit: Limit(10, 3), colour: z.enum(["red", "blue"]).optional() },
  reply: z.object({ version: z.int(), limit: z.int() }),
  cache: "toys",
  isTiered: true,
  async answer({ shelf }, { query, isPremium }) {
    shelf.calls += 1
    const { version } = shelf
    await shelf.gate?.()
    // As the query builder throws it.
    const away = new Failure("unavailable", "The database does not answer.", { waitMs: 5_000 })
    if (shelf.isDown) throw new Error("the statement failed", { cause: away })
    return { version: isPremium ? -version : version, limit: query.limit }
  },
})

function openStudio(options: { hasEdge?: boolean; gate?: Gate } = {}) {
  const place = openPlace(options)
  const shelf: Shelf = { calls: 0, version: 1, isDown: false, gate: null }
  return { place, shelf, isolate: () => openIsolate(place, shelf, options.gate ?? null) }
}

/** One isolate of the studio; `ask` waits for the work that an answer leaves behind. */
function openIsolate(place: Place, shelf: Shelf, gate: Gate | null) {
  const cache: Kept = place.isolate()
  const counters = newCounters()
  const app = newApp<Toys>({
    worker: "toys",
    clock: place.clock,
    routes: [listToys],
    counters,
    open: () => ({ cache, gate, shelf }),
    quick: openQuick<Toys>(cache.memory, newAccountBook(2)),
  })
  async function ask(path = "/toys", headers: Record<string, string> = {}) {
    const left: Promise<unknown>[] = []
    const execution = { waitUntil: (task: Promise<unknown>) => void left.push(task) } as unknown as ExecutionContext
    const response = await app.request(path, { headers }, {}, execution)
    const settle = async () => {
      for (let i = 0; i < left.length; i += 1) await left[i]
    }
    return {
      response,
      settle,
      from: response.headers.get("x-cache"),
      status: response.status,
      head: (name: string) => response.headers.get(name),
    }
  }
  return {
    ask,
    counters,
    async get(path?: string, headers?: Record<string, string>) {
      const answer = await ask(path, headers)
      await answer.settle()
      return { ...answer, body: (await answer.response.json().catch(() => null)) as { version: number; limit: number } | null }
    },
  }
}

describe("an answer", () => {
  it("is made by one statement and one write, and costs one look when another isolate asks for it", async () => {
    const { place, shelf, isolate } = openStudio()
    expect((await isolate().get()).from).toBe("miss")
    expect([shelf.calls, place.commands]).toEqual([1, ["EVAL", "SET"]])
    const other = await isolate().get()
    expect([other.from, other.body, shelf.calls, place.commands.length]).toEqual(["hit", { version: 1, limit: 3 }, 1, 3])
  })

  it("is given from memory for a second at no cost, and its age is told", async () => {
    const { place, isolate } = openStudio()
    const one = isolate()
    await one.get()
    place.clock.pass(999)
    const again = await one.get()
    expect([again.from, again.head("age"), again.head("cache-control")]).toEqual(["memory", "0", "public, max-age=1, stale-if-error=86400"])
    expect(place.commands).toEqual(["EVAL", "SET", "MGET"])
    place.clock.pass(7_000)
    const later = await one.get()
    expect([later.from, later.head("age"), later.head("as-of")]).toEqual(["hit", "7", "2026-11-21T12:00:00.000Z"])
  })

  it("is the same, byte for byte and tag for tag, whoever gives it", async () => {
    const { place, isolate } = openStudio()
    const one = isolate()
    const texts = async (each: ReturnType<typeof isolate>) => {
      const { response, settle } = await each.ask()
      await settle()
      return [await response.text(), response.headers.get("etag")]
    }
    const [miss, memory] = [await texts(one), await texts(one)]
    place.clock.pass(2_000)
    const [redis, quick] = [await texts(one), await texts(one)]
    expect([memory, redis, quick]).toEqual([miss, miss, miss])
    expect(miss[1]).toMatch(/^"[0-9a-f]{32}"$/)
  })

  it("is kept for every spelling of the same question, and apart for others", async () => {
    const { shelf, isolate } = openStudio()
    const one = isolate()
    await one.get("/toys?colour=red&limit=3")
    expect([(await one.get("/toys?colour=red")).from, shelf.calls]).toEqual(["memory", 1])
    for (const path of ["/toys", "/toys?limit=2", "/toys?colour=blue"]) await one.get(path)
    expect(shelf.calls).toBe(4)
  })

  it("is old a second after a writer raised the epoch, wherever it was kept", async () => {
    const { place, shelf, isolate } = openStudio({ hasEdge: true })
    const isolates = [isolate(), isolate()]
    for (const each of isolates) await each.get()
    shelf.version = 2
    await place.bump("toys")
    place.clock.pass(1_000)
    const seen = [await isolates[0]?.get(), await isolates[1]?.get(), await isolate().get()]
    expect(seen.map((answer) => answer?.body?.version)).toEqual([2, 2, 2])
    expect(shelf.calls).toBe(2)
  })

  it("is looked after in the background under load, so that nobody waits for Redis", async () => {
    const { place, isolate } = openStudio()
    const one = isolate()
    await one.get()
    const from = []
    for (let i = 0; i < 20; i += 1) {
      place.clock.pass(250)
      from.push((await one.get()).from)
    }
    expect(new Set(from)).toEqual(new Set(["memory"]))
    expect(place.commands.filter((name) => name === "MGET").length).toBeLessThan(12)
  })

  it("is counted, and leaves its request's id in the log, in one line with others", async () => {
    const one = openStudio().isolate()
    await one.get()
    const ids = (await Promise.all([one.get(), one.get()])).map(({ head }) => head("x-request-id"))
    const written = lines.map((line) => JSON.parse(line) as { event: string; entries?: { request: string; status: number }[] })
    expect(written.filter(({ event }) => event === "request")).toHaveLength(1)
    expect(written.find(({ event }) => event === "requests")?.entries).toMatchObject(ids.map((request) => ({ request, status: 200 })))
    const counted: [string, number][] = []
    const store = { add: async (_id: string, sums: ReadonlyMap<string, number>) => void counted.push(...sums), read: async () => new Map() }
    await one.counters.flush({ open: () => store, wait: async () => undefined, now: new Date() })
    expect(Object.fromEntries(counted)).toMatchObject({
      "http_requests_total\ttoys\tGET\t/toys\t200": 3,
      "cache_answers_total\tmemory\tfresh": 2,
      "cache_answers_total\tdatabase\tfresh": 1,
    })
  })

  it("is served stale while one caller asks for it anew", async () => {
    const { place, shelf, isolate } = openStudio()
    const [one, two] = [isolate(), isolate()]
    await one.get()
    shelf.version = 2
    place.clock.pass(61_000)
    const stale = await one.get()
    expect([stale.from, stale.body?.version, stale.head("age")]).toEqual(["stale", 1, "61"])
    expect([(await two.get()).body?.version, (await one.get()).body?.version, shelf.calls]).toEqual([2, 2, 2])
  })

  it("is asked for anew where it is older than it may be", async () => {
    const { place, shelf, isolate } = openStudio()
    const one = isolate()
    await one.get()
    place.clock.pass(361_000)
    expect([(await one.get()).from, shelf.calls]).toEqual(["miss", 2])
  })
})

describe("many who ask at once", () => {
  it.each([
    ["one isolate", 1],
    ["four isolates", 4],
  ])("in %s cost one statement, and all get its answer", async (_name, count) => {
    const { shelf, isolate } = openStudio()
    let open = () => {}
    const opened = new Promise<void>((resolve) => (open = resolve))
    shelf.gate = () => opened
    const isolates = Array.from({ length: count }, isolate)
    const asked = Promise.all(Array.from({ length: 200 }, async (_, i) => await isolates[i % count]?.ask()))
    await new Promise((resolve) => setTimeout(resolve, 60))
    open()
    const answers = await asked
    expect(shelf.calls).toBe(1)
    const tags = new Set(answers.map((answer) => answer?.head("etag")))
    expect([tags.size, new Set(answers.map((answer) => answer?.status))]).toEqual([1, new Set([200])])
  })

  it("all hear of the failure of the one statement, and the next may try", async () => {
    const { shelf, isolate } = openStudio()
    const one = isolate()
    shelf.isDown = true
    const answers = await Promise.all(Array.from({ length: 20 }, () => one.get()))
    expect([new Set(answers.map(({ status }) => status)), new Set(answers.map(({ head }) => head("retry-after")))]).toEqual([
      new Set([503]),
      new Set(["5"]),
    ])
    expect(shelf.calls).toBeLessThan(20)
    shelf.isDown = false
    expect((await one.get()).status).toBe(200)
  })
})

describe("bad weather", () => {
  it("without Redis every answer comes from the database, at most once a second, and Redis is left alone for a while", async () => {
    const { place, shelf, isolate } = openStudio()
    place.redis.isUp = false
    const one = isolate()
    expect([(await one.get()).from, (await one.get()).from, shelf.calls]).toEqual(["off", "memory", 1])
    place.clock.pass(1_000)
    expect([(await one.get()).from, shelf.calls]).toEqual(["off", 2])
    place.redis.isUp = true
    place.clock.pass(5_000)
    expect([(await one.get()).from, place.commands]).toEqual(["off", []])
    place.clock.pass(5_000)
    expect((await one.get()).from).toBe("miss")
    expect(lines.filter((line) => line.includes("cache.unavailable"))).toHaveLength(1)
  })

  it("without the database the last known answer stands in and says so, whatever was raised since; what nobody knows is 503", async () => {
    const { place, shelf, isolate } = openStudio()
    await isolate().get()
    await place.bump("toys")
    shelf.isDown = true
    place.clock.pass(3_600_000)
    const other = isolate()
    const answer = await other.get()
    expect([answer.status, answer.from, answer.head("x-stale-reason"), answer.head("age"), answer.body?.version]).toEqual([
      200,
      "stale-error",
      "database",
      "3600",
      1,
    ])
    expect((await other.get("/toys?limit=1")).status).toBe(503)
    expect(shelf.calls).toBe(3)
    shelf.isDown = false
    place.clock.pass(2_000)
    expect((await other.get()).from).toBe("miss")
  })

  it("without both the cache of the place has the last known answer", async () => {
    const { place, shelf, isolate } = openStudio({ hasEdge: true })
    await isolate().get()
    place.redis.isUp = false
    shelf.isDown = true
    expect((await isolate().get()).from).toBe("edge")
    place.clock.pass(60_000)
    const later = await isolate().get()
    expect([later.from, later.body?.version]).toEqual(["stale-error", 1])
  })
})

describe("a caller's limits", () => {
  function openGate() {
    const seen = { left: 2, admitted: 0 }
    const known = new Set<string>()
    const gate: Gate = {
      scopesAtOnce({ headers }) {
        const key = headers.get("authorization")
        return key !== null && known.has(key) ? [key] : null
      },
      async admit(request, { cost }) {
        if (seen.left < cost) throw new Failure("rate-limited", "Too many requests.", { waitMs: 1_000 })
        seen.left -= cost
        seen.admitted += 1
        const key = request.headers.get("authorization")
        if (key !== null) known.add(key)
        return {
          caller: { id: "someone", scopes: key === null ? [] : [key] },
          headers: () => [["ratelimit", `r=${seen.left}`]],
          giveBack: () => void (seen.left += cost),
        }
      },
    }
    return { gate, seen }
  }

  it("hold for answers at hand too, and what he has already costs nothing, even where none is left", async () => {
    const { gate } = openGate()
    const one = openStudio({ gate }).isolate()
    const first = await one.get()
    const tag = first.head("etag") ?? ""
    expect([first.from, first.head("ratelimit")]).toEqual(["miss", "r=1"])
    const known = await one.get("/toys", { "if-none-match": tag })
    expect([known.status, known.head("ratelimit"), known.head("content-type"), known.head("etag")]).toEqual([304, "r=1", null, tag])
    await one.get()
    expect([(await one.get()).status, (await one.get("/toys", { "if-none-match": tag })).status]).toEqual([429, 304])
  })

  it("cost a refused caller no statement, and nobody else his refusal", async () => {
    const { gate, seen } = openGate()
    seen.left = 0
    const { isolate, shelf } = openStudio({ gate })
    const one = isolate()
    expect([(await one.get()).status, shelf.calls]).toEqual([429, 0])
    seen.left = 1
    const both = await Promise.all([one.get(), one.get()])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 429])
  })

  it("members get what is theirs, and nobody after them does", async () => {
    const { gate, seen } = openGate()
    seen.left = 100
    const one = openStudio({ gate }).isolate()
    const [member, reader] = [{ authorization: "read:premium" }, { authorization: "read:insights" }]
    const versions = []
    for (const headers of [{}, member, reader, reader, {}, member, reader, {}])
      versions.push((await one.get("/toys", headers)).body?.version)
    expect(versions).toEqual([1, -1, 1, 1, 1, -1, 1, 1])
  })
})
