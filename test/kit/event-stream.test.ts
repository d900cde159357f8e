import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import * as z from "zod"
import { newApp } from "../../shared/kit/app.ts"
import type { Clock } from "../../shared/kit/clock.ts"
import { endpointsOf, type Served } from "../../shared/kit/endpoint.ts"
import { streamsOf } from "../../shared/kit/event-stream.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { Limit } from "../../shared/kit/page-cursor.ts"
import { fakeClock } from "./outside.ts"

beforeEach(() => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockReturnValue()
})
afterEach(() => void vi.restoreAllMocks())

type Toy = { id: string }
/** Oldest first. */
type Toys = Served & { readonly shelf: Toy[]; readonly seen: { looks: number; statements: number; isBroken: boolean } }

const toy = (n: number): Toy => ({ id: `toy_${String(n).padStart(4, "0")}` })
const Toy = z.object({ id: z.string() })
const ToyId = z.string().regex(/^toy_\d{4}$/)

const CACHES = { toys: { freshS: 60, staleS: 0 } }

const listToys = endpointsOf<Toys, "toys">(CACHES)({
  path: "/toys",
  name: "listToys",
  summary: "Toys.",
  tag: "Toys",
  query: { limit: Limit(100, 10) },
  reply: z.object({ data: z.array(Toy), next: z.string().nullable() }),
  cache: null,
  async answer(toys, { query }) {
    toys.seen.looks += 1
    if (toys.seen.isBroken) throw new Failure("unavailable", "The shelf does not answer.")
    return { data: toys.shelf.toReversed().slice(0, query.limit), next: null }
  },
})

const streamToys = streamsOf<Toys>()({
  path: "/streams/toys",
  name: "streamToys",
  summary: "Toys as they come.",
  tag: "Toys",
  event: "toy",
  data: Toy,
  id: ToyId,
  list: listToys,
  async findPlace(toys, id) {
    toys.seen.statements += 1
    return toys.shelf.some((each) => each.id === id) ? id : null
  },
  async after(toys, id, limit) {
    toys.seen.statements += 1
    return toys.shelf.filter((each) => each.id > id).slice(0, limit)
  },
  missed: "/exports/toys",
})

/** A clock whose sleepers wait until the time has passed. */
function heldClock() {
  const sleepers: { until: number; wake: () => void }[] = []
  let at = Date.parse("2026-11-21T12:00:00Z")
  return {
    speed: 1,
    now: () => new Date(at),
    sleep: (ms: number) => new Promise<void>((wake) => void sleepers.push({ until: at + ms, wake })),
    sleeping: () => sleepers.length,
    pass(ms: number) {
      at += ms
      for (const sleeper of sleepers.splice(0)) {
        if (sleeper.until <= at) sleeper.wake()
        else sleepers.push(sleeper)
      }
    },
  }
}

function open<C extends Clock = ReturnType<typeof fakeClock>>(shelf: Toy[], clock: C = fakeClock() as never) {
  const toys: Toys = { cache: null, gate: null, shelf, seen: { looks: 0, statements: 0, isBroken: false } }
  const app = newApp<Toys>({ worker: "toys", clock, open: () => toys, routes: [listToys, streamToys], strict: true })
  const listen = async (headers: Record<string, string> = {}, query = "") => {
    const response = await app.request(`/streams/toys${query}`, { headers })
    const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>
    const read = async () => {
      const { done, value } = await reader.read()
      return done ? null : new TextDecoder().decode(value)
    }
    return { response, read, leave: () => reader.cancel() }
  }
  return { app, clock, toys, listen }
}

const shelfOf = (count: number) => Array.from({ length: count }, (_, i) => toy(i + 1))
const told = (text: string | null) => [...(text ?? "").matchAll(/^data: (.*)$/gm)].map((match) => (JSON.parse(match[1] ?? "") as Toy).id)
const eventOf = ({ id }: Toy) => `id: ${id}\nevent: toy\ndata: {"id":"${id}"}\n\n`

describe("a stream of events", () => {
  it("begins with what comes next, an event for each row with its id", async () => {
    const { toys, listen } = open(shelfOf(3))
    const { response, read } = await listen({ accept: "text/event-stream" })
    expect([response.status, response.headers.get("content-type"), response.headers.get("cache-control")]).toEqual([
      200,
      "text/event-stream",
      "no-store, no-transform",
    ])
    expect(await read()).toMatch(/^retry: [2-4]\d{3}\n\n$/)
    toys.shelf.push(toy(4), toy(5))
    expect(await read()).toBe(eventOf(toy(4)) + eventOf(toy(5)))
  })

  it("gives a sign of life every 15 seconds where nothing comes, and ends after five minutes", async () => {
    const { clock, listen } = open(shelfOf(3))
    const { read } = await listen()
    const started = clock.now().getTime()
    await read()
    const beats: number[] = []
    for (let text = await read(); text !== null; text = await read()) {
      expect(text).toBe(": still here\n\n")
      beats.push((clock.now().getTime() - started) / 1_000)
    }
    expect(beats.slice(0, 3)).toEqual([16, 32, 48])
    expect(clock.now().getTime() - started).toBe(300_000)
  })

  it.each([
    ["last-event-id", { "last-event-id": "toy_0003" }, ""],
    ["after", {}, "?after=toy_0003"],
    ["the header before the address", { "last-event-id": "toy_0003" }, "?after=toy_0001"],
  ])("gives first what followed the row that %s names, without a statement where it is among the newest", async (_how, headers, query) => {
    const { toys, listen } = open(shelfOf(5))
    const { read } = await listen(headers, query)
    expect(told(await read())).toEqual(["toy_0004", "toy_0005"])
    expect([toys.seen.looks, toys.seen.statements]).toEqual([1, 0])
    toys.shelf.push(toy(6))
    expect(told(await read())).toEqual(["toy_0006"])
  })

  it("asks the database for what followed an older row, up to 500 rows", async () => {
    const { toys, listen } = open(shelfOf(600))
    const { read } = await listen({ "last-event-id": "toy_0100" })
    const ids = told(await read())
    expect([ids.length, ids[0], ids.at(-1), toys.seen.statements]).toEqual([500, "toy_0101", "toy_0600", 2])
    toys.shelf.push(toy(601))
    expect(told(await read())).toEqual(["toy_0601"])
  })

  it.each([
    ["is not known", "toy_9999"],
    ["more than 500 rows followed", "toy_0099"],
  ])("says that there is a gap where the row %s, and goes on with the newest 100", async (_why, id) => {
    const { listen } = open(shelfOf(600))
    const text = (await (await listen({ "last-event-id": id })).read()) ?? ""
    expect(text).toContain(`event: gap\ndata: {"after":"${id}","missed":"/exports/toys"}\n\n`)
    const ids = told(text).slice(1)
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([100, "toy_0501", "toy_0600"])
  })

  it("tells a row that was stored late, without an id that others would be missed by", async () => {
    const { toys, listen } = open([toy(1), toy(3)])
    const { read } = await listen()
    await read()
    toys.shelf.splice(1, 0, toy(2))
    expect(await read()).toBe('event: toy\ndata: {"id":"toy_0002"}\n\n')
    toys.shelf.push(toy(4))
    expect(await read()).toBe(eventOf(toy(4)))
  })

  it("misses nothing where more rows come between two looks than are looked at", async () => {
    const { toys, listen } = open(shelfOf(200))
    const { read } = await listen()
    await read()
    toys.shelf.push(...Array.from({ length: 150 }, (_, i) => toy(201 + i)))
    const ids = told(await read())
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([150, "toy_0201", "toy_0350"])
  })

  it("looks once for all who listen in the isolate, however many", async () => {
    const clock = heldClock()
    const { toys, listen } = open(shelfOf(3), clock)
    const listeners = await Promise.all(Array.from({ length: 200 }, () => listen()))
    await Promise.all(listeners.map(({ read }) => read()))
    const before = toys.seen.looks
    for (let turn = 0; turn < 5; turn += 1) {
      toys.shelf.push(toy(4 + turn))
      const heard: string[][] = []
      const hearing = listeners.map(async ({ read }) => heard.push(told(await read())))
      // Those that looked while another one was asking see it with their next look.
      while (heard.length < listeners.length) {
        await new Promise(setImmediate)
        if (clock.sleeping() === listeners.length - heard.length) clock.pass(2_000)
      }
      await Promise.all(hearing)
      expect(new Set(heard.flat())).toEqual(new Set([`toy_000${4 + turn}`]))
      expect(heard.flat().length).toBe(listeners.length)
    }
    expect(toys.seen.looks - before).toBeLessThanOrEqual(10)
    await Promise.all(listeners.map(({ leave }) => leave()))
  })

  it("bears looks that fail, and ends after three on end, so that its listener comes again", async () => {
    const { toys, listen } = open(shelfOf(3))
    const { read } = await listen()
    await read()
    toys.seen.isBroken = true
    expect(await read()).toBeNull()
    expect(toys.seen.looks).toBe(4)
  })

  it("is a problem where the first look fails", async () => {
    const { toys, listen } = open(shelfOf(3))
    toys.seen.isBroken = true
    const { response } = await listen()
    expect([response.status, response.headers.get("content-type")]).toEqual([503, "application/problem+json"])
  })

  it("looks no more once its listener has gone", async () => {
    const { toys, listen } = open(shelfOf(3))
    const { read, leave } = await listen()
    await read()
    const waiting = read()
    await leave()
    await waiting
    const before = toys.seen.looks
    await new Promise(setImmediate)
    expect(toys.seen.looks).toBe(before)
  })

  it("answers HEAD with the headers alone, and looks at nothing", async () => {
    const { app, toys } = open(shelfOf(3))
    const response = await app.request("/streams/toys", { method: "HEAD" })
    expect([response.status, response.headers.get("content-type"), await response.text(), toys.seen.looks]).toEqual([
      200,
      "text/event-stream",
      "",
      0,
    ])
  })

  it.each([
    [{ accept: "application/json" }, "", 406],
    [{ accept: "*/*" }, "", 200],
    [{ "last-event-id": "nonsense" }, "", 400],
    [{}, "?after=nonsense", 400],
    [{}, "?since=2026-11-21T12:00:00Z", 400],
  ])("answers %j and %j by %i", async (headers, query, status) => {
    const { app } = open(shelfOf(3))
    expect((await app.request(`/streams/toys${query}`, { headers: headers as Record<string, string> })).status).toBe(status)
  })

  it("costs a listener one token, and its looks none", async () => {
    const admit = vi.fn(async () => ({ caller: { id: "anonymous", scopes: [] }, headers: () => [], giveBack: () => undefined }))
    const { toys, listen } = open(shelfOf(3))
    Object.assign(toys, { gate: { admit } })
    const { read } = await listen()
    await read()
    toys.shelf.push(toy(4))
    await read()
    expect(admit.mock.calls).toEqual([[expect.anything(), { scope: null, cost: 1 }]])
  })
})
