import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { encodeCursor } from "../../shared/kit/page-cursor.ts"
import { FORM_HEADERS, PAGE_CSP } from "../../workers/api/page.ts"
import { ENDPOINTS, ROUTES } from "../../workers/api/routes.ts"
import { type Cast, NOON, seed, STORY } from "./cast.ts"
import { POST, seedDesk } from "./desk-cast.ts"
import { BORIS, seedLooks, seedPeople } from "./stats-cast.ts"
import { openStudio, type Studio } from "./studio.ts"

let studio: Studio
let cast: Cast
let ids: Readonly<Record<string, string>>
let cookie: string

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(NOON)
  cookie = await studio.signIn()
  cast = await seed(studio.database.db("studio_agents"))
  const desk = await seedDesk(studio.database)
  await seedPeople(studio.database, NOON)
  await seedLooks(studio.database)
  ids = {
    "/api/v1/insights/{id}": cast.insights[3] ?? "",
    "/insights/{id}": cast.insights[3] ?? "",
    "/api/v1/news/{id}": STORY,
    "/api/v1/runs/{id}": cast.runs.analysis,
    "/runs/{id}": cast.runs.dead,
    "/posts/{id}": POST,
    "/posts/{id}/life": desk.live,
    "/approvals/{id}": desk.waiting,
    "/audience/{id}": String(BORIS.id),
    "/api/v1/posts/{id}": POST,
    "/api/v1/snapshots/{id}": "snp_day20261116",
    "/api/v1/experiments/{id}": "content-strategy.1",
    "/problems/{code}": "conflict",
    "/media/{id}": `${(await studio.pictures.put(new Uint8Array([1]), "image/png")).hash}.png`,
  }
}, 60_000)
afterAll(() => studio.close())

/** The route's path with names filled in, so that it leads to something. */
const real = (path: string): string => path.replace("{asset}", "BTC").replace(/\{(id|code)\}/, () => ids[path] ?? "")
/** What programs of the operator's read has a test of its own: metrics.test.ts. */
const paths = ROUTES.filter((route) => route.method === "GET" && route.path !== "/metrics").map((route) => route.path)
const endpoints = ENDPOINTS.map((route) => route.path)
/** Pages that only those see who are signed in are asked for by one who is. */
const forOperator = ROUTES.filter((route) => route.forOperator || route.operation?.scope).map((route) => route.path)
const ask = (path: string, init: RequestInit = {}, query = "") =>
  studio.ask(
    real(path) + query,
    forOperator.includes(path) ? { ...init, headers: { ...(init.headers as Record<string, string>), cookie } } : init,
  )
const cached = ENDPOINTS.filter((route) => route.operation?.freshS !== null).map((route) => route.path)
const pages = ROUTES.filter(
  (route) => route.method === "GET" && route.operation === null && !/\.(json|css|xml|txt)$|^\/media\/|^\/metrics$/.test(route.path),
).map((route) => route.path)

async function expectProblem(response: Response, status: number, code: string): Promise<Record<string, unknown>> {
  expect([response.status, response.headers.get("content-type")]).toEqual([status, "application/problem+json"])
  const problem = (await response.json()) as Record<string, unknown>
  expect(problem).toMatchObject({ type: `/problems/${code}`, status, instance: response.headers.get("x-request-id") })
  return problem
}

describe.each(paths)("%s", (path) => {
  it("answers 200 to what exists, in the shape that it declares", async () => {
    expect((await ask(path)).status).toBe(200)
  })

  it("names its methods where another one is used", async () => {
    const posts = ROUTES.some((route) => route.path === path && route.method === "POST") ? ", POST" : ""
    const response = await studio.ask(real(path), { method: "DELETE" })
    expect(response.headers.get("allow")).toBe(`GET, HEAD${posts}, OPTIONS`)
    await expectProblem(response, 405, "method-not-allowed")
    expect((await studio.ask(real(path), { method: "OPTIONS" })).headers.get("allow")).toBe(`GET, HEAD${posts}, OPTIONS`)
  })

  it("refuses a parameter that it does not know", async () => {
    const problem = await expectProblem(await studio.ask(`${real(path)}?colour=red`), 400, "invalid-input")
    expect(problem["errors"]).toMatchObject([{ pointer: "colour" }])
  })

  it("answers HEAD with the headers alone", async () => {
    const head = await ask(path, { method: "HEAD" })
    expect([head.status, await head.text()]).toEqual([200, ""])
  })

  it("answers failures of the database and of itself as problems that say nothing of them", async () => {
    studio.database.fault = async () => Response.json({ message: "relation secret_table is missing", code: "42P01" }, { status: 400 })
    await studio.redis.flush()
    const response = await ask(path)
    studio.database.fault = null
    expect(await response.clone().text()).not.toContain("secret_table")
    const type = response.headers.get("content-type") ?? ""
    // Pages that have several cards show the others; what needs no database answers, and so does what tells that it is gone.
    const allowed = endpoints.includes(path) && path !== "/api/v1/status" ? [500, 503] : [200, 500, 503]
    expect(allowed).toContain(response.status)
    expect(response.status === 200 || type === "application/problem+json").toBe(true)
  })
})

describe.each(endpoints)("%s", (path) => {
  it("offers JSON alone, or what it says in its place", async () => {
    const { media = "application/json" } = ENDPOINTS.find((route) => route.path === path)?.operation ?? {}
    expect((await ask(path)).headers.get("content-type")).toBe(media)
    await expectProblem(await studio.ask(real(path), { headers: { accept: "text/html" } }), 406, "not-acceptable")
  })

  it("can be read by other sites' pages", async () => {
    expect((await studio.ask(real(path))).headers.get("access-control-allow-origin")).toBe("*")
  })
})

describe.each(ENDPOINTS.filter((route) => route.operation && "cursor" in route.operation.query.shape).map((route) => route.path))(
  "%s",
  (path) => {
    it.each(["!", "e30", btoa('["run_0000000000000000","x"]').replaceAll("=", ""), "x".repeat(401), ""])(
      "refuses the cursor %j",
      async (cursor) => {
        const problem = await expectProblem(await ask(path, {}, `?cursor=${encodeURIComponent(cursor)}`), 400, "invalid-input")
        expect(problem["errors"]).toMatchObject([{ pointer: "cursor" }])
      },
    )

    it.each(["0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", `2026-11-21T12:00:00.${"1".repeat(200)}Z`])(
      "refuses a cursor with the time %s, which the database might not take",
      async (time) => {
        const tails = [[], ["story_0000000000"], ["BTC", "news"]]
        for (const tail of tails) {
          const cursor = encodeCursor([time, ...tail])
          await expectProblem(await ask(path, {}, `?cursor=${cursor}`), 400, "invalid-input")
        }
      },
    )

    it.each(["0", "-1", "100000", "ten", "1.5", ""])("refuses the limit %j", async (limit) => {
      const problem = await expectProblem(await studio.ask(`${real(path)}?limit=${limit}`), 400, "invalid-input")
      expect(problem["errors"]).toMatchObject([{ pointer: "limit" }])
    })
  },
)

describe.each(cached)("%s", (path) => {
  it("gives a tag that spares the second answer, and the same bytes from Redis as from the database", async () => {
    await studio.redis.flush()
    const first = await studio.ask(real(path))
    const etag = first.headers.get("etag") ?? ""
    const kept = "public, max-age=1, stale-if-error=86400"
    expect([first.headers.get("x-cache"), first.headers.get("cache-control")]).toEqual(["miss", kept])
    studio.redis.forget()
    const second = await studio.ask(real(path))
    expect([second.headers.get("x-cache"), second.headers.get("etag"), await second.text()]).toEqual(["hit", etag, await first.text()])
    const third = await studio.ask(real(path), { headers: { "if-none-match": `"x", ${etag}` } })
    const isTiered = ENDPOINTS.find((route) => route.path === path)?.operation?.isTiered
    const vary = isTiered ? "Accept, Authorization" : "Accept"
    expect([third.status, await third.text(), third.headers.get("vary")]).toEqual([304, "", vary])
  })
})

describe.each(pages)("the page %s", (path) => {
  it("lets nothing run, and loads nothing but our stylesheet", async () => {
    const response = await ask(path, { headers: { accept: "text/html" } })
    const html = await response.text()
    const wanted = html.includes("<form") ? FORM_HEADERS["content-security-policy"] : PAGE_CSP
    expect(response.headers.get("content-security-policy")).toBe(wanted)
    expect(html).toMatch(/^<!doctype html><html lang="en">/)
    const tags = (html.match(/<[^>]*>/g) ?? []).join("\n")
    expect(tags).not.toMatch(/<script|<iframe|<img|<style|\sstyle=|\son\w+=|javascript:/i)
    expect(
      // An alternate is only named, not loaded.
      [...html.matchAll(/<link(?! rel="alternate")[^>]+href="([^"]+)"/g)]
        .map((match) => match[1])
        .filter((href) => !href?.startsWith("data:image/svg")),
    ).toEqual(["/style.css"])
  })

  it("says what it shows, to those who hear it too", async () => {
    const html = await (await ask(path)).text()
    expect(html).toMatch(/<title>[^<]+<\/title>/)
    expect(html.match(/<h1/g)).toHaveLength(1)
    for (const svg of html.match(/<svg[^>]*>/g) ?? []) expect(svg).toMatch(/aria-hidden="true"|role="img"/)
    for (const table of html.match(/<table[\s\S]*?<\/table>/g) ?? []) expect(table).toMatch(/<caption[\s\S]*<th scope="col"/)
    const anchors = [...html.matchAll(/href="#([^"]+)"/g)].map((match) => match[1])
    for (const anchor of anchors) expect(html).toContain(`id="${anchor}"`)
  })

  it("leads to nothing that is not there", async () => {
    const html = await (await ask(path)).text()
    const own = [...new Set([...html.matchAll(/href="(\/[^"#]*)/g)].map((match) => (match[1] ?? "").replaceAll("&amp;", "&")))]
    expect(own.length).toBeGreaterThan(2)
    for (const href of own) expect([href, (await studio.ask(href, { headers: { cookie } })).status]).toEqual([href, 200])
  })
})

describe("a person's browser", () => {
  const accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

  it("gets a page where a page fails, with the same status", async () => {
    const response = await studio.ask("/insights/ins_0000000000000000", { headers: { accept } })
    expect([response.status, response.headers.get("content-type"), response.headers.get("content-security-policy")]).toEqual([
      404,
      "text/html; charset=utf-8",
      PAGE_CSP,
    ])
    expect(await response.text()).toContain("There is no insight with this id.")
  })

  it("gets problem+json where the API fails", async () => {
    await expectProblem(await studio.ask("/api/v1/nothing", { headers: { accept } }), 404, "not-found")
  })
})

describe("problem pages", () => {
  it("are JSON for a program that asks for it", async () => {
    const response = await studio.ask("/problems/rate-limited", { headers: { accept: "application/json" } })
    expect(await response.json()).toEqual({
      type: "/problems/rate-limited",
      title: "Too many requests",
      status: 429,
      advice: expect.stringContaining("Retry-After") as string,
    })
  })

  it.each(["nothing", "__proto__", "constructor", "toString"])("of %s do not exist", async (code) => {
    expect((await studio.ask(`/problems/${code}`)).status).toBe(404)
  })
})
