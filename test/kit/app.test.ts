import { afterEach, describe, expect, it, vi } from "vitest"
import * as z from "zod"
import { background, newApp } from "../../shared/kit/app.ts"
import { endpointsOf, type Served } from "../../shared/kit/endpoint.ts"
import { FAILURES, Failure, type FailureCode } from "../../shared/kit/failure.ts"
import { Limit } from "../../shared/kit/page-cursor.ts"
import type { Route } from "../../shared/kit/route.ts"
import { fakeClock } from "./outside.ts"

afterEach(() => void vi.restoreAllMocks())

type Toys = Served & { calls: number }

const endpoint = endpointsOf<Toys, "toys">({ toys: { freshS: 60 } })

const listToys = endpoint({
  path: "/toys/{kind}",
  name: "listToys",
  summary: "Toys of a kind.",
  tag: "Toys",
  params: { kind: z.string().regex(/^[a-z]{2,9}$/, "must be a kind of toy") },
  query: { limit: Limit(10, 3), colour: z.enum(["red", "blue"]).optional() },
  reply: z.object({ kind: z.string(), limit: z.int() }),
  cache: "toys",
  async answer(toys, { params, query }) {
    toys.calls += 1
    return { kind: params.kind, limit: query.limit }
  },
})

const leak = endpoint({
  path: "/leak",
  name: "leak",
  summary: "A row with a column too many.",
  tag: "Toys",
  reply: z.object({ open: z.string() }),
  cache: null,
  answer: async () => ({ open: "yes", hidden: "secret" }),
})

const addToy = endpoint({
  method: "POST",
  path: "/toys",
  name: "addToy",
  summary: "Adds a toy.",
  tag: "Toys",
  body: z.strictObject({ name: z.string().min(1), parts: z.array(z.strictObject({ size: z.int() })).optional() }),
  reply: z.object({ name: z.string() }),
  status: 202,
  cache: "never",
  answer: async (_toys, { body }) => ({ name: body.name }),
})

const thrower = (path: string, thrown: () => unknown): Route<Toys> => ({
  method: "GET",
  path,
  operation: null,
  handle: () => Promise.reject(thrown()),
})

function open(options: { routes?: readonly Route<Toys>[]; strict?: boolean; isPublic?: boolean } = {}) {
  const clock = fakeClock()
  const toys: Toys = { calls: 0, cache: null, gate: null }
  const app = newApp<Toys>({ worker: "toys", clock, open: () => toys, routes: [listToys, leak, addToy], ...options })
  return { app, clock, toys }
}

const problemOf = async (response: Response) => {
  expect(response.headers.get("content-type")).toBe("application/problem+json")
  return (await response.json()) as {
    type: string
    title: string
    status: number
    detail: string
    instance: string
    errors?: { pointer: string; detail: string }[]
  }
}

const post = (body: BodyInit, headers: Record<string, string> = { "content-type": "application/json" }) => ({
  method: "POST",
  body,
  headers,
})

describe("problems", () => {
  it.each(Object.keys(FAILURES) as FailureCode[])("answers %s with its row of the table", async (code) => {
    const { app } = open({
      routes: [thrower("/fail", () => new Failure(code, "Said to the caller.", { context: { secret: "hush" }, cause: new Error("hush") }))],
    })
    vi.spyOn(console, "error").mockReturnValue()
    const response = await app.request("/fail")
    expect(response.status).toBe(FAILURES[code].status)
    const text = await response.clone().text()
    expect(text).not.toContain("hush")
    expect(await problemOf(response)).toEqual({
      type: `/problems/${code}`,
      title: FAILURES[code].title,
      status: FAILURES[code].status,
      detail: "Said to the caller.",
      instance: response.headers.get("x-request-id"),
    })
  })

  it.each([new TypeError("password=hunter2"), "password=hunter2", null, { password: "hunter2" }])(
    "keeps the message of an unexpected error inside (%s)",
    async (thrown) => {
      const lines: string[] = []
      vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line))
      const { app } = open({ routes: [thrower("/fail", () => thrown)] })
      const response = await app.request("/fail")
      expect(response.status).toBe(500)
      expect(await response.clone().text()).not.toContain("hunter2")
      const { instance } = await problemOf(response)
      expect(lines.map((line) => (JSON.parse(line) as { event: string; request: string }).request)).toContain(instance)
    },
  )

  it("says how long to wait", async () => {
    vi.spyOn(console, "error").mockReturnValue()
    const wait = (options: { waitMs?: number }) =>
      open({ routes: [thrower("/fail", () => new Failure("unavailable", "Later.", options))] }).app.request("/fail")
    expect((await wait({})).headers.get("retry-after")).toBe("5")
    expect((await wait({ waitMs: 12_001 })).headers.get("retry-after")).toBe("13")
    expect((await wait({ waitMs: 0 })).headers.get("retry-after")).toBe("1")
  })

  it("answers 503 without a word of the configuration where it is not complete", async () => {
    vi.spyOn(console, "error").mockReturnValue()
    const fail = () => {
      throw new Failure("misconfigured", "The configuration is not complete.", { context: { faults: ["DATABASE_URL: missing"] } })
    }
    const app = newApp<Toys>({ worker: "toys", clock: fakeClock(), open: fail, routes: [leak] })
    const response = await app.request("/leak")
    expect(response.status).toBe(503)
    expect(await response.text()).not.toContain("DATABASE_URL")
  })
})

describe("methods and paths", () => {
  it("answers an unknown path with 404 whatever the method", async () => {
    for (const method of ["GET", "POST", "DELETE", "OPTIONS"]) expect((await open().app.request("/nowhere", { method })).status).toBe(404)
  })

  it("names the methods of a path that takes another one", async () => {
    const response = await open().app.request("/toys/cars", { method: "DELETE" })
    expect(response.status).toBe(405)
    expect(response.headers.get("allow")).toBe("GET, HEAD, OPTIONS")
    expect((await problemOf(response)).type).toBe("/problems/method-not-allowed")
  })

  it("answers OPTIONS with the methods and no body", async () => {
    const response = await open().app.request("/toys", { method: "OPTIONS" })
    expect([response.status, response.headers.get("allow"), await response.text()]).toEqual([204, "POST, OPTIONS", ""])
  })

  it("answers HEAD as GET without the body", async () => {
    const { app } = open()
    const [head, get] = [await app.request("/toys/cars", { method: "HEAD" }), await app.request("/toys/cars")]
    expect([head.status, head.headers.get("etag"), await head.text()]).toEqual([200, get.headers.get("etag"), ""])
  })
})

describe("every answer", () => {
  it("carries an id of its own, never the caller's, and the security headers", async () => {
    const { app } = open()
    for (const path of ["/toys/cars", "/nowhere", "/toys/1"]) {
      const { headers } = await app.request(path, { headers: { "x-request-id": "mine" } })
      expect(headers.get("x-request-id")).toMatch(/^req_[0-9a-z]{22}$/)
      expect(headers.get("x-content-type-options")).toBe("nosniff")
      expect(headers.get("content-security-policy")).toContain("default-src 'none'")
      expect(headers.get("referrer-policy")).toBe("no-referrer")
      expect(headers.get("strict-transport-security")).toMatch(/^max-age=\d+/)
    }
  })

  it("may be read by other sites' pages only where the Worker is public", async () => {
    expect((await open({ isPublic: true }).app.request("/toys/cars")).headers.get("access-control-allow-origin")).toBe("*")
    expect((await open().app.request("/toys/cars")).headers.get("access-control-allow-origin")).toBeNull()
  })

  it("is one log line that names the route's pattern and not the query", async () => {
    const lines: string[] = []
    vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line))
    await open().app.request("/toys/cars?limit=7")
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      event: "request",
      worker: "toys",
      method: "GET",
      route: "/toys/{kind}",
      status: 200,
      statements: 0,
    })
    expect(lines[0]).not.toContain("limit")
    expect(lines[0]).not.toContain("cars")
  })
})

describe("input", () => {
  const errorsOf = async (path: string) => {
    const response = await open().app.request(path)
    expect(response.status).toBe(400)
    return (await problemOf(response)).errors
  }

  it("is refused with the place of each fault", async () => {
    expect(await errorsOf("/toys/CARS")).toEqual([{ pointer: "kind", detail: "must be a kind of toy" }])
    expect(await errorsOf("/toys/cars?limit=11&colour=green")).toEqual([
      { pointer: "limit", detail: "must be from 1 to 10" },
      { pointer: "colour", detail: 'Invalid option: expected one of "red"|"blue"' },
    ])
  })

  it.each(["0", "-1", "1.5", "1e1", "0x2", "", " 3", "３", "99999999999999999999", "NaN"])("takes no limit of %j", async (limit) => {
    expect((await errorsOf(`/toys/cars?limit=${encodeURIComponent(limit)}`))?.[0]?.pointer).toBe("limit")
  })

  it("suggests the parameter that an unknown name comes close to", async () => {
    expect(await errorsOf("/toys/cars?limt=3")).toEqual([{ pointer: "limt", detail: "is not a parameter here; did you mean limit?" }])
    expect(await errorsOf("/toys/cars?__proto__=3")).toEqual([
      { pointer: "__proto__", detail: "is not a parameter here; the parameters are limit, colour" },
    ])
    expect(await errorsOf("/leak?a")).toEqual([{ pointer: "a", detail: "is not a parameter here; this path takes none" }])
  })

  it("is refused where a parameter comes twice", async () => {
    expect(await errorsOf("/toys/cars?limit=2&limit=3")).toEqual([{ pointer: "limit", detail: "is given more than once" }])
  })

  it("points into the body", async () => {
    const response = await open().app.request("/toys", post('{"name":"","parts":[{"size":1},{"size":1.5}],"a/b":1}'))
    expect((await problemOf(response)).errors?.map((error) => error.pointer)).toEqual(["/name", "/parts/1/size", ""])
  })

  it.each(["", "{", "nul", '{"name":"x"} x', "[1,]", "\ufeff\ufeff{}"])("refuses a body that is not JSON (%j)", async (body) => {
    const response = await open().app.request("/toys", post(body))
    expect(response.status).toBe(400)
    expect((await problemOf(response)).errors).toEqual([{ pointer: "", detail: "is not JSON in UTF-8" }])
  })

  it("refuses a body that is not UTF-8", async () => {
    expect((await open().app.request("/toys", post(new Uint8Array([0x22, 0xff, 0x22])))).status).toBe(400)
  })

  it("refuses a body over the limit, announced or not", async () => {
    const long = `{"name":"${"x".repeat(20_000)}"}`
    const stream = () => ({ ...post(new Blob([long]).stream()), duplex: "half" }) as RequestInit
    expect((await open().app.request("/toys", post(long))).status).toBe(413)
    expect((await open().app.request("/toys", stream())).status).toBe(413)
    expect((await open().app.request("/toys", post("{}", { "content-type": "application/json", "content-length": "999999" }))).status).toBe(
      413,
    )
  })

  it("refuses other content types and compressed bodies", async () => {
    for (const type of ["text/plain", "application/jsonp", "application/x-www-form-urlencoded", "json"]) {
      expect((await open().app.request("/toys", post('{"name":"x"}', { "content-type": type }))).status).toBe(415)
    }
    expect((await open().app.request("/toys", post("x", { "content-type": "application/json", "content-encoding": "gzip" }))).status).toBe(
      415,
    )
    expect((await open().app.request("/toys", post('{"name":"x"}', { "content-type": "application/json; charset=utf-8" }))).status).toBe(
      202,
    )
  })

  it.each([
    ["text/html", 406],
    ["application/json;q=0", 406],
    ["application/json;q=0, */*", 406],
    ["application/*", 200],
    ["text/html, */*;q=0.1", 200],
    ["not a type", 200],
    ["", 200],
  ])("answers Accept: %s with %i", async (accept, status) => {
    expect((await open().app.request("/toys/cars", { headers: { accept } })).status).toBe(status)
  })
})

describe("replies", () => {
  it("hold nothing that their schema does not name", async () => {
    expect(await (await open().app.request("/leak")).json()).toEqual({ open: "yes" })
  })

  it("are a defect in tests where they hold more than their schema names", async () => {
    vi.spyOn(console, "error").mockReturnValue()
    expect((await open({ strict: true }).app.request("/leak")).status).toBe(500)
    expect((await open({ strict: true }).app.request("/toys/cars")).status).toBe(200)
  })

  it("are not sent again to a reader who has them", async () => {
    const { app } = open()
    const etag = (await app.request("/toys/cars")).headers.get("etag") ?? ""
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/)
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const response = await app.request("/toys/cars", { headers: { "if-none-match": known } })
      expect([response.status, await response.text(), response.headers.get("etag")]).toEqual([304, "", etag])
    }
    for (const other of ['"other"', etag.slice(1, -1), "", '"']) {
      expect((await app.request("/toys/cars", { headers: { "if-none-match": other } })).status).toBe(200)
    }
  })

  it("of commands are kept by nobody", async () => {
    const response = await open().app.request("/toys", post('{"name":"x"}'))
    expect([response.headers.get("cache-control"), response.headers.get("etag")]).toEqual(["no-store", null])
  })
})

describe("work in the background", () => {
  it("is waited for, and its failure is heard", async () => {
    const lines: string[] = []
    vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line))
    const waited: Promise<unknown>[] = []
    const ctx = { executionCtx: { waitUntil: (task: Promise<unknown>) => void waited.push(task) }, get: () => "req_1" }
    background(ctx as never, "cache.write", Promise.reject(new Error("gone")))
    await Promise.all(waited)
    expect(waited).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ event: "background.failed", what: "cache.write", request: "req_1" })
  })
})
