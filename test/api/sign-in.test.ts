import fc from "fast-check"
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { SESSION_MS } from "../../shared/kit/session.ts"
import { HOME, localPath, sessionCookieOf, setCookie } from "../../workers/api/session.ts"
import { KEY } from "../ingest/front.ts"
import { NOON } from "./cast.ts"
import { openStudio, type Studio } from "./studio.ts"

const HTML = "text/html,application/xhtml+xml,*/*;q=0.8"
const ORIGIN = "http://localhost"

let studio: Studio
beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(NOON)
}, 60_000)
afterAll(() => studio.close())
beforeEach(async () => {
  await studio.database.postgres.exec("TRUNCATE sessions, sign_in_attempts, audit_log, events CASCADE")
  studio.database.fault = null
  studio.clock.set(NOON)
})

const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  studio.ask(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", accept: HTML, origin: ORIGIN, ...headers },
    body: new URLSearchParams(fields).toString(),
  })
const page = async (path: string, cookie?: string) => studio.ask(path, { headers: { accept: HTML, ...(cookie && { cookie }) } })
const csrfIn = (html: string): string => /name="csrf" value="([\w-]{43})"/.exec(html)?.[1] ?? ""
const csrfOf = async (cookie: string) => csrfIn(await (await page("/agents", cookie)).text())

describe("signing in", () => {
  it("sets a cookie that no script reads, no other site sends and no plain connection carries, and leads on", async () => {
    const response = await post("/sign-in", { key: ` ${KEY} `, next: "/agents?done=run-asked" })
    const headers = ["location", "cache-control", "access-control-allow-origin"].map((name) => response.headers.get(name))
    expect([response.status, ...headers]).toEqual([303, "/agents?done=run-asked", "no-store", null])
    expect(response.headers.get("set-cookie")).toMatch(
      new RegExp(`^__Host-session=[\\w-]{43}; Path=/; Max-Age=${SESSION_MS / 1_000}; HttpOnly; SameSite=Lax; Secure$`),
    )
  })

  it("has a cookie without TLS in the local world alone", () => {
    expect(setCookie(sessionCookieOf("local"), "t", 1)).toBe("studio-session=t; Path=/; Max-Age=1; HttpOnly; SameSite=Lax")
    expect(setCookie(sessionCookieOf("production"), "t", 1)).toBe("__Host-session=t; Path=/; Max-Age=1; HttpOnly; SameSite=Lax; Secure")
  })

  it("with a wrong key shows the form again and says so, to a program as a problem", async () => {
    const response = await post("/sign-in", { key: "wrong", next: "/docs" })
    const html = await response.text()
    expect([response.status, response.headers.get("set-cookie")]).toEqual([401, null])
    expect(html).toContain("This is not the operator&#39;s key.")
    expect(html).toContain('name="next" value="/docs"')
    expect(html).not.toContain("wrong")
    const program = await post("/sign-in", { key: "wrong" }, { accept: "application/json" })
    expect([program.status, program.headers.get("content-type")]).toEqual([401, "application/problem+json"])
  })

  it("says after five wrong keys of an address how long to wait, and lets another address in", async () => {
    const from = (address: string, key: string) => post("/sign-in", { key }, { "cf-connecting-ip": address })
    for (let i = 0; i < 5; i += 1) expect((await from("192.0.2.1", "wrong")).status).toBe(401)
    const locked = await from("192.0.2.1", KEY)
    expect([locked.status, locked.headers.get("retry-after")]).toEqual([429, "900"])
    expect(await locked.text()).toContain("Too many wrong keys. Try again in 15 minutes.")
    expect((await from("192.0.2.2", KEY)).status).toBe(303)
  })

  it.each([
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "/\t/elsewhere.example",
    "/.//elsewhere.example",
    "/x/..//elsewhere.example",
    "/%2e//elsewhere.example",
    "javascript:alert(1)",
    "agents",
    "",
    "/x\r\nset-cookie: a=b//",
    `/${"x".repeat(600)}`,
  ])("leads nowhere but to this site (%j)", async (next) => {
    const response = await post("/sign-in", { key: KEY, next })
    const location = response.headers.get("location") ?? ""
    expect(response.status).toBe(303)
    expect(new URL(location, ORIGIN).origin).toBe(ORIGIN)
    expect(location.startsWith("//")).toBe(false)
  })

  it("never makes another site of a path (random texts)", () => {
    const piece = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      "//",
      "%2f",
      "%5c",
      "\t",
      "\n",
      "@",
      ":",
      "?",
      "#",
      "elsewhere.example",
      "x",
      "\u0000",
      "é",
    )
    const text = fc.array(piece, { maxLength: 8 }).map((parts) => `/${parts.join("")}`)
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: "binary", maxLength: 40 })), (next) => {
        const path = localPath(next) ?? HOME
        expect([new URL(path, ORIGIN).origin, path.startsWith("//")]).toEqual([ORIGIN, false])
        expect(() => new Headers({ location: path })).not.toThrow()
      }),
      { numRuns: 2_000, verbose: true },
    )
  })

  it.each([
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
    { origin: "https://elsewhere.example" },
    { origin: "null" },
    { origin: "http://localhost.elsewhere.example", "sec-fetch-site": "same-origin" },
  ] as Record<string, string>[])("is refused to another site's form (%j)", async (headers) => {
    const cookie = await studio.signIn()
    const csrf = await csrfOf(cookie)
    for (const [path, fields] of [
      ["/sign-in", { key: KEY }],
      ["/sign-out", { csrf }],
      ["/agents/run-now", { csrf, agent: "analysis" }],
    ] as const) {
      const response = await post(path, fields, { cookie, ...headers })
      expect([path, response.status, response.headers.get("set-cookie")]).toEqual([path, 403, null])
    }
    expect(await studio.database.rows("SELECT count(*) FROM events")).toEqual([["0"]])
    expect(await studio.database.rows("SELECT count(*) FROM sessions WHERE revoked_at IS NULL")).toEqual([["1"]])
  })

  it.each([
    [{}, 400],
    [{ key: "x", admin: "1" }, 400],
    [{ key: "x".repeat(501) }, 400],
    [{ key: "x\u0000" }, 400],
    [{ key: "x".repeat(5_000) }, 413],
  ] as const)("takes no other fields (%j)", async (fields, status) => {
    expect((await post("/sign-in", fields)).status).toBe(status)
  })

  it("answers 503 where ingest is away, and says nothing of the inside", async () => {
    studio.database.fault = async () => new Response("secret_table", { status: 500 })
    const response = await post("/sign-in", { key: KEY })
    expect(response.status).toBe(503)
    expect(await response.text()).not.toMatch(/secret_table|sign_in_attempts/)
  })
})

describe("the sign-in page", () => {
  it("is one field, and shows hostile text as text", async () => {
    const html = await (await page(`/sign-in?next=${encodeURIComponent('/"><script>alert(1)</script>')}`)).text()
    expect(html).toContain('type="password"')
    expect(html).not.toContain("<script")
    expect((await page("/sign-in?next=%2F%2Felsewhere.example")).status).toBe(200)
    expect(await (await page("/sign-in?next=%2F%2Felsewhere.example")).text()).not.toContain("elsewhere")
  })
})

describe("signing out", () => {
  it("ends the session in the studio and in the browser", async () => {
    const cookie = await studio.signIn()
    const response = await post("/sign-out", { csrf: await csrfOf(cookie) }, { cookie })
    expect([response.status, response.headers.get("location"), response.headers.get("set-cookie")]).toEqual([
      303,
      "/sign-in?done=signed-out",
      "__Host-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure",
    ])
    expect(await studio.database.rows("SELECT count(*) FROM sessions WHERE revoked_at IS NULL")).toEqual([["0"]])
    expect(csrfIn(await (await page("/agents", cookie)).text())).toBe("")
    expect(await (await page("/sign-in?done=signed-out")).text()).toContain("You are signed out.")
  })

  it("needs the form's token, and works where the session is over", async () => {
    const cookie = await studio.signIn()
    const csrf = await csrfOf(cookie)
    expect((await post("/sign-out", { csrf: "x".repeat(43) }, { cookie })).status).toBe(403)
    studio.clock.advance(SESSION_MS)
    expect((await post("/sign-out", { csrf }, { cookie })).headers.get("location")).toBe("/sign-in?done=signed-out")
    expect((await post("/sign-out", {})).headers.get("location")).toBe("/sign-in?done=signed-out")
  })
})
