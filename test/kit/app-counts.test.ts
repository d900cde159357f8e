import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { newApp } from "../../shared/kit/app.ts"
import { type CounterStore, newCounters, type Sums } from "../../shared/kit/counters.ts"
import { Failure } from "../../shared/kit/failure.ts"
import type { Incoming, Route } from "../../shared/kit/route.ts"
import { openVirtualClock } from "../world/virtual-clock.ts"

beforeEach(() => {
  vi.spyOn(console, "log").mockReturnValue()
  vi.spyOn(console, "error").mockReturnValue()
})
afterEach(() => void vi.restoreAllMocks())

const route = (path: string, handle: (incoming: Incoming<null>) => Promise<Response>): Route<null> => ({
  method: "GET",
  path,
  operation: null,
  handle,
})

const ROUTES = [
  route("/toys/{kind}", async () => new Response("a toy")),
  route("/waits", async ({ meter }) => {
    meter.spend("statements", 2)
    meter.noteRows(1, 12.34)
    await meter.timed("cache", async () => null)
    return new Response("at last")
  }),
  route("/fails", async () => Promise.reject(new Failure("unavailable", "Later."))),
]

function open(sleep: () => Promise<void> = async () => undefined) {
  const kept = new Map<string, number>()
  let batches = 0
  const store: CounterStore = {
    add: async (_id, sums) => {
      batches += 1
      for (const [series, sum] of sums) kept.set(series, (kept.get(series) ?? 0) + sum)
    },
    read: async (): Promise<Sums> => kept,
  }
  const clock = { ...openVirtualClock(new Date("2026-11-22T12:00:00Z")), sleep }
  const app = newApp<null>({ worker: "toys", clock, open: () => null, routes: ROUTES, counters: newCounters(), counterStore: () => store })
  const ask = async (path: string, method = "GET"): Promise<Response> => {
    const left: Promise<unknown>[] = []
    const response = await app.request(path, { method }, {}, { waitUntil: (task: Promise<unknown>) => void left.push(task) } as never)
    await Promise.all(left)
    return response
  }
  const requests = () => Object.fromEntries([...kept].filter(([series]) => series.startsWith("http_requests_total")))
  return { app, ask, requests, kept, batches: () => batches }
}

describe("a request", () => {
  it("is counted by the pattern of its route, never by what the caller put into it", async () => {
    const { ask, requests, kept } = open()
    for (const path of ["/toys/cars", "/toys/dolls?colour=red", "/fails", "/nowhere", "/else/where"]) await ask(path)
    await ask("/toys/cars", "DELETE")
    await ask("/toys/cars", "constructor")
    expect(requests()).toEqual({
      "http_requests_total\ttoys\tGET\t/toys/{kind}\t200": 2,
      "http_requests_total\ttoys\tGET\t/fails\t503": 1,
      "http_requests_total\ttoys\tGET\tnone\t404": 2,
      "http_requests_total\ttoys\tDELETE\tnone\t405": 1,
      "http_requests_total\ttoys\tother\tnone\t405": 1,
    })
    expect([...kept.keys()].join()).not.toMatch(/cars|dolls|colour|where|constructor/)
  })

  it("has its duration counted too", async () => {
    const { ask, kept } = open()
    await ask("/toys/cars")
    const durations = [...kept].filter(([series]) => series.startsWith("http_request_duration_seconds\ttoys\t/toys/{kind}\t200\t"))
    expect(durations).toHaveLength(2)
    expect(durations.filter(([series]) => !series.endsWith("micros")).map(([, sum]) => sum)).toEqual([1])
  })

  it("shares the sending of counts with those that came since the last time", async () => {
    let wake: () => void = () => undefined
    const { app, requests, batches } = open(() => new Promise((resolve) => (wake = resolve)))
    const left: Promise<unknown>[] = []
    const context = { waitUntil: (task: Promise<unknown>) => void left.push(task) } as never
    for (let i = 0; i < 50; i += 1) await app.request("/toys/cars", {}, {}, context)
    expect([left.length, batches()]).toEqual([1, 0])
    wake()
    await Promise.all(left)
    expect(requests()).toEqual({ "http_requests_total\ttoys\tGET\t/toys/{kind}\t200": 50 })
    expect(batches()).toBe(1)
  })

  it("says in Server-Timing whom it waited for, and nothing where it waited for nobody", async () => {
    const { ask } = open()
    expect((await ask("/waits")).headers.get("server-timing")).toMatch(/^db;dur=12\.3, cache;dur=\d+\.\d$/)
    expect((await ask("/toys/cars")).headers.get("server-timing")).toBeNull()
  })
})
