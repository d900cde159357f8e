import { afterEach, describe, expect, it, vi } from "vitest"
import * as z from "zod"
import { newApp } from "../../shared/kit/app.ts"
import type { Served } from "../../shared/kit/endpoint.ts"
import { MOST_PAGES } from "../../shared/kit/export-lines.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { exportsOf } from "../../shared/kit/ndjson.ts"
import { fakeClock } from "./outside.ts"

afterEach(() => void vi.restoreAllMocks())

/** Toys are numbers from 1 on; `pages` counts the statements that they would cost. */
type Toys = Served & { readonly count: number; readonly perPage: number; pages: number; failAt: number }

const exportToys = exportsOf<Toys>()({
  path: "/exports/toys",
  name: "exportToys",
  summary: "All toys.",
  tag: "Toys",
  query: { colour: z.enum(["red", "blue"]).optional() },
  row: z.object({ toy: z.int() }),
  place: z.tuple([z.string().regex(/^\d+$/)]),
  cost: 7,
  async page(toys, _query, after) {
    toys.pages += 1
    if (toys.pages === toys.failAt) throw new Failure("unavailable", "The shelf does not answer.", { context: { secret: "hush" } })
    const first = Number(after?.[0] ?? 0) + 1
    const last = Math.min(first + toys.perPage - 1, toys.count)
    const rows = Array.from({ length: last - first + 1 }, (_, i) => ({ toy: first + i }))
    return { rows, next: rows.length < toys.perPage ? null : [String(last)] }
  },
})

function open(over: Partial<Toys> = {}) {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockReturnValue()
  const toys: Toys = { cache: null, gate: null, count: 25, perPage: 10, pages: 0, failAt: 0, ...over }
  const app = newApp<Toys>({ worker: "toys", clock: fakeClock(), open: () => toys, routes: [exportToys], strict: true })
  return { app, toys }
}

type Line = { toy?: number; end?: true; rows?: number; next?: string | null; error?: { type: string; instance: string } }
const linesOf = (text: string): Line[] => {
  expect(text.endsWith("\n")).toBe(true)
  return text
    .slice(0, -1)
    .split("\n")
    .map((line) => JSON.parse(line) as Line)
}
const upTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => ({ toy: first + i }))

describe("an export", () => {
  it("gives every row as a line, and says at the end that it is whole", async () => {
    const { app, toys } = open()
    const response = await app.request("/exports/toys")
    expect([response.status, response.headers.get("content-type"), response.headers.get("cache-control")]).toEqual([
      200,
      "application/x-ndjson",
      "no-store",
    ])
    expect(linesOf(await response.text())).toEqual([...upTo(1, 25), { end: true, rows: 25, next: null }])
    expect(toys.pages).toBe(3)
  })

  it("says that it is whole where there is nothing", async () => {
    const { app } = open({ count: 0 })
    expect(linesOf(await (await app.request("/exports/toys")).text())).toEqual([{ end: true, rows: 0, next: null }])
  })

  it("asks for a page only when the one before was taken, and for none after the reader has gone", async () => {
    const { app, toys } = open({ count: 1_000 })
    const reader = (await app.request("/exports/toys")).body?.getReader()
    expect(toys.pages).toBe(1)
    await reader?.read()
    await new Promise(setImmediate)
    expect(toys.pages).toBe(1)
    await reader?.read()
    expect(toys.pages).toBe(2)
    await reader?.cancel()
    await new Promise(setImmediate)
    expect(toys.pages).toBe(2)
  })

  it("tells what fails on the way by its last line, with the cursor of the rest", async () => {
    const { app } = open({ failAt: 3 })
    const response = await app.request("/exports/toys")
    const text = await response.text()
    expect(text).not.toContain("hush")
    const lines = linesOf(text)
    expect(lines.slice(0, -1)).toEqual(upTo(1, 20))
    expect(lines.at(-1)).toMatchObject({ error: { type: "/problems/unavailable", instance: response.headers.get("x-request-id") } })
    expect(console.error).toHaveBeenCalledWith(expect.stringContaining("export.failed"))
    const rest = open()
    const again = await rest.app.request(`/exports/toys?cursor=${lines.at(-1)?.next}`)
    expect(linesOf(await again.text())).toEqual([...upTo(21, 25), { end: true, rows: 5, next: null }])
  })

  it("is a problem with a status of its own where it fails at once", async () => {
    const { app } = open({ failAt: 1 })
    const response = await app.request("/exports/toys")
    expect([response.status, response.headers.get("content-type")]).toEqual([503, "application/problem+json"])
  })

  it("stops at its longest and goes on from there", async () => {
    const { app, toys } = open({ count: 1_000, perPage: 1 })
    const lines = linesOf(await (await app.request("/exports/toys")).text())
    const { next, ...end } = lines.at(-1) ?? {}
    expect([toys.pages, lines.length, end]).toEqual([MOST_PAGES, MOST_PAGES + 1, { end: true, rows: MOST_PAGES }])
    const rest = linesOf(await (await app.request(`/exports/toys?cursor=${next}`)).text())
    expect(rest).toEqual([...upTo(MOST_PAGES + 1, 1_000), { end: true, rows: 1_000 - MOST_PAGES, next: null }])
  })

  it("answers HEAD with the headers alone, and asks for nothing", async () => {
    const { app, toys } = open()
    const response = await app.request("/exports/toys", { method: "HEAD" })
    expect([response.status, response.headers.get("content-type"), await response.text(), toys.pages]).toEqual([
      200,
      "application/x-ndjson",
      "",
      0,
    ])
  })

  it.each([
    ["?colour=green", {}, 400],
    ["?page=2", {}, 400],
    ["?cursor=e30", {}, 400],
    ["", { accept: "application/json" }, 406],
    ["", { accept: "application/x-ndjson, application/json" }, 200],
    ["", { accept: "*/*" }, 200],
  ])("answers %j with %j by %i", async (query, headers, status) => {
    const { app, toys } = open()
    expect((await app.request(`/exports/toys${query}`, { headers })).status).toBe(status)
    expect(toys.pages).toBe(status === 200 ? 1 : 0)
  })

  it("asks the gate for as many tokens as it costs, and says what is left", async () => {
    const admit = vi.fn(async () => ({
      caller: { id: "anonymous", scopes: [] },
      headers: () => [["ratelimit", '"minute";r=3;t=9']] as const,
      giveBack: () => undefined,
    }))
    const { app } = open({ gate: { admit } as unknown as Toys["gate"] })
    const response = await app.request("/exports/toys")
    expect(admit).toHaveBeenCalledWith(expect.anything(), { scope: null, cost: 7 })
    expect(response.headers.get("ratelimit")).toBe('"minute";r=3;t=9')
  })

  it("sends no row that is not as its description says", async () => {
    open()
    const routes = [
      exportsOf<Toys>()({
        path: "/leak",
        name: "leak",
        summary: "x",
        tag: "Toys",
        query: {},
        row: z.object({ toy: z.int() }),
        place: z.tuple([z.string()]),
        cost: 1,
        page: async () => ({ rows: [{ toy: 1, secret: "hush" }], next: null }),
      }),
    ]
    const toys: Toys = { cache: null, gate: null, count: 0, perPage: 1, pages: 0, failAt: 0 }
    const lenient = newApp<Toys>({ worker: "toys", clock: fakeClock(), open: () => toys, routes })
    expect(await (await lenient.request("/leak")).text()).toBe('{"toy":1}\n{"end":true,"rows":1,"next":null}\n')
    const strict = newApp<Toys>({ worker: "toys", clock: fakeClock(), open: () => toys, routes, strict: true })
    expect(await (await strict.request("/leak")).text()).toContain('"/problems/bug"')
  })
})
