import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import * as z from "zod"
import { newApp } from "../../shared/kit/app.ts"
import { Meter } from "../../shared/kit/meter.ts"
import { csrfOfSession, newSessionToken, SESSION_MS } from "../../shared/kit/session.ts"
import { withDone } from "../../workers/api/done.ts"
import { operatorForm } from "../../workers/api/form.ts"
import { FORM_HEADERS, operatorPage, PAGE_CSP } from "../../workers/api/page.ts"
import { HOME, readToken } from "../../workers/api/session.ts"
import { NOON, seed } from "./cast.ts"
import { openStudio, type Studio } from "./studio.ts"

const HTML = "text/html,application/xhtml+xml,*/*;q=0.8"
const ORIGIN = "http://localhost"

let studio: Studio
beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(NOON)
  await seed(studio.database.db("studio_agents"))
}, 60_000)
afterAll(() => studio.close())
beforeEach(async () => {
  await studio.database.postgres.exec(
    "TRUNCATE sessions, sign_in_attempts, audit_log CASCADE; DELETE FROM events WHERE source = 'operator'",
  )
  studio.database.fault = null
  studio.clock.set(NOON)
})

const formHeaders = { "content-type": "application/x-www-form-urlencoded", accept: HTML, origin: ORIGIN, "sec-fetch-site": "same-origin" }
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  studio.ask(path, { method: "POST", headers: { ...formHeaders, ...headers }, body: new URLSearchParams(fields).toString() })
const page = (path: string, cookie = "") => studio.ask(path, { headers: { accept: HTML, cookie } })
const csrfOf = (cookie: string) => csrfOfSession(cookie.split("=")[1] ?? "")
const commands = () => studio.database.rows("SELECT name, data->>'agent' FROM events WHERE source = 'operator'")

describe("the agents' page", () => {
  it("has a button for each agent and a way out for the operator, and neither for a visitor", async () => {
    const cookie = await studio.signIn()
    const [open, own] = await Promise.all([page("/agents"), page("/agents", cookie)])
    const [visited, signedIn] = [await open.text(), await own.text()]
    expect(visited).not.toContain("<form")
    expect(visited).toContain('href="/sign-in"')
    expect(signedIn.match(/action="\/agents\/run-now"/g)?.length).toBe(signedIn.match(/<h2>/g)?.length)
    expect(signedIn).toContain('action="/sign-out"')
    expect(signedIn).not.toContain(cookie.split("=")[1])
  })

  it("is kept by nobody and read by no other site where it is the operator's", async () => {
    const cookie = await studio.signIn()
    const [open, own] = await Promise.all([page("/agents"), page("/agents", cookie)])
    const headers = (response: Response) => [
      ...Object.keys(FORM_HEADERS).map((name) => response.headers.get(name)),
      response.headers.get("access-control-allow-origin"),
      response.headers.get("vary"),
    ]
    expect(headers(own)).toEqual([...Object.values(FORM_HEADERS), null, "Accept, Cookie"])
    expect(headers(open)).toEqual([PAGE_CSP, "no-cache", "no-referrer", null, "*", "Accept, Cookie"])
  })

  it.each(["", "x", "__Host-session=", "__Host-session=x", `studio-session=${newSessionToken()}`, `__Host-session=${newSessionToken()}x`])(
    "asks the database for no session where there can be none (%j)",
    async (cookie) => {
      const before = studio.database.statements.length
      expect(await (await page("/agents", cookie)).text()).not.toContain("<form")
      // What the page itself asks: the agents, and how their runs went.
      const asked = studio.database.statements.slice(before).map(({ sql }) => sql)
      expect([asked.length, asked.filter((sql) => sql.includes("sessions"))]).toEqual([2, []])
    },
  )

  it("is there for a visitor where nobody can tell who asks", async () => {
    const cookie = await studio.signIn()
    let asked = 0
    studio.database.fault = async (answer) => ((asked += 1) === 1 ? new Response("away", { status: 500 }) : answer())
    const response = await page("/agents", cookie)
    expect([response.status, (await response.text()).includes("<form")]).toEqual([200, false])
  })
})

describe("the button that runs an agent", () => {
  it("stores the command, leads back to the agent and says what was done, to the operator alone", async () => {
    const cookie = await studio.signIn()
    const response = await post("/agents/run-now", { csrf: await csrfOf(cookie), agent: "news-scan" }, { cookie })
    expect([response.status, response.headers.get("location")]).toEqual([303, "/agents?done=run-asked#news-scan"])
    expect(await commands()).toEqual([["command.run-now", "news-scan"]])
    expect(studio.front.sent.at(-1)).toMatchObject({ name: "command.run-now", data: { agent: "news-scan" } })
    expect(await (await page("/agents?done=run-asked", cookie)).text()).toContain("The agent was asked to run.")
    expect(await (await page("/agents?done=run-asked")).text()).not.toContain("was asked")
    expect((await page("/agents?done=<b>", cookie)).status).toBe(400)
  })

  it.each([
    ["no token", async () => ({})],
    ["a wrong one", async () => ({ csrf: "x".repeat(43) })],
    ["another session's", async () => ({ csrf: await csrfOf(await studio.signIn()) })],
    ["the cookie itself", async (cookie: string) => ({ csrf: cookie.split("=")[1] ?? "" })],
  ] as const)("does nothing with %s", async (_what, fieldsOf) => {
    const cookie = await studio.signIn()
    const response = await post("/agents/run-now", { ...(await fieldsOf(cookie)), agent: "analysis" }, { cookie })
    const html = await response.text()
    expect(response.status).toBe(403)
    expect(html).toContain("Open its page again and send it from there.")
    expect(await commands()).toEqual([])
  })

  it.each(["none", "expired", "signed out", "made up"])("leads to the sign-in page and back where the session is %s", async (state) => {
    const cookie = state === "made up" ? `__Host-session=${newSessionToken()}` : await studio.signIn()
    const csrf = await csrfOf(cookie)
    if (state === "expired") studio.clock.advance(SESSION_MS)
    if (state === "signed out") await post("/sign-out", { csrf }, { cookie })
    const headers = { ...(state !== "none" && { cookie }), referer: `${ORIGIN}/agents?done=run-asked` }
    const response = await post("/agents/run-now", { csrf, agent: "analysis" }, headers)
    expect([response.status, response.headers.get("location")]).toEqual([303, "/sign-in?next=%2Fagents%3Fdone%3Drun-asked"])
    const elsewhere = await post("/agents/run-now", { csrf, agent: "analysis" }, { ...headers, referer: "https://elsewhere.example/x" })
    expect(elsewhere.headers.get("location")).toBe(`/sign-in?next=${encodeURIComponent(HOME)}`)
    expect(await commands()).toEqual([])
  })

  it.each([
    [{ agent: "publishing-house" }, "agent"],
    [{}, "agent"],
    [{ agent: "analysis", force: "1" }, "force"],
    [{ agent: "<script>alert(1)</script>" }, "agent"],
    [{ agent: "' OR 1=1 --" }, "agent"],
    [{ agent: "analysis\u0000" }, "agent"],
    [{ agent: "analysis", "<b>": "1" }, "&lt;b&gt;"],
    [{ agent: "analysis", constructor: "1", __proto__x: "2" }, "constructor"],
  ])("explains which field is wrong, and leads back (%j)", async (fields, pointer) => {
    const cookie = await studio.signIn()
    const response = await post(
      "/agents/run-now",
      { csrf: await csrfOf(cookie), ...fields },
      {
        cookie,
        referer: `${ORIGIN}/agents`,
      },
    )
    const html = await response.text()
    expect([response.status, html.includes("<script")]).toEqual([400, false])
    expect(html).toContain(`<code>${pointer}</code>`)
    expect(html).toContain('<a href="/agents">Back to the page</a>')
  })

  it("given twice is a fault, not a choice", async () => {
    const cookie = await studio.signIn()
    const body = `csrf=${await csrfOf(cookie)}&agent=analysis&agent=news-scan`
    expect((await studio.ask("/agents/run-now", { method: "POST", headers: { ...formHeaders, cookie }, body })).status).toBe(400)
  })

  it("is a problem for a program", async () => {
    const response = await post("/agents/run-now", {}, { accept: "application/json" })
    expect([response.status, response.headers.get("content-type")]).toEqual([401, "application/problem+json"])
  })
})

describe("a page for the operator, and a form that ingest refuses", () => {
  const toyPage = operatorPage({
    path: "/toys/{kind}",
    params: { kind: z.enum(["cars"]) },
    query: { colour: z.string().optional() },
    render: async ({ operator, query, frame }) =>
      `${operator.csrf} ${operator.expiresAt.toISOString()} ${query.colour} ${frame.done}` as never,
  })
  const toyForm = operatorForm({
    path: "/toys/{kind}/paint",
    params: { kind: z.enum(["cars"]) },
    fields: { text: z.string().max(10) },
    command: ({ text }, { kind }) => ({ method: "POST", path: `/api/v1/toys/${kind}`, body: { text } }),
    next: (_fields, { kind }) => `/toys/${kind}?colour=red`,
    done: "run-asked",
  })
  let answer: () => Promise<Response> = async () => Response.json({})
  const taken: Request[] = []
  const app = newApp({
    worker: "api",
    routes: [toyPage, toyForm],
    clock: { now: () => NOON, sleep: async () => undefined, speed: 1 },
    open: () => ({ ...studio.services(new Meter()), ingest: { fetch: (request: Request) => (taken.push(request), answer()) } }),
  })
  const paint = async (cookie: string, headers: Record<string, string> = {}) =>
    app.request("/toys/cars/paint", {
      method: "POST",
      headers: { ...formHeaders, cookie, referer: `${ORIGIN}/toys/cars`, ...headers },
      body: new URLSearchParams({ csrf: await csrfOf(cookie), text: "a\r\nb" }).toString(),
    })

  it("sends a visitor to sign in and back", async () => {
    const response = await app.request("/toys/cars?colour=red")
    expect([response.status, response.headers.get("location"), response.headers.get("cache-control")]).toEqual([
      303,
      "/sign-in?next=%2Ftoys%2Fcars%3Fcolour%3Dred",
      "no-store",
    ])
    expect((await app.request("/toys/cars?size=1")).status).toBe(400)
  })

  it("shows the operator his page, with what was done and until when he is signed in", async () => {
    const cookie = await studio.signIn()
    const response = await app.request("/toys/cars?colour=red&done=run-asked", { headers: { cookie } })
    const until = new Date(NOON.getTime() + SESSION_MS).toISOString()
    expect(await response.text()).toMatch(`${await csrfOf(cookie)} ${until} red The agent was asked to run.`)
    expect(response.headers.get("cache-control")).toBe("no-store")
  })

  it("fails where nobody can tell who asks", async () => {
    const cookie = await studio.signIn()
    studio.database.fault = async () => new Response("away", { status: 500 })
    expect((await app.request("/toys/cars", { headers: { cookie } })).status).toBe(503)
  })

  it("hands on the command with the session, its forms' token and the client's address", async () => {
    const cookie = await studio.signIn()
    answer = async () => Response.json({})
    const response = await paint(cookie, { "cf-connecting-ip": "192.0.2.9" })
    expect([response.status, response.headers.get("location")]).toEqual([303, "/toys/cars?colour=red&done=run-asked"])
    const request = taken.at(-1)
    expect([request?.method, new URL(request?.url ?? "").pathname, await request?.text()]).toEqual([
      "POST",
      "/api/v1/toys/cars",
      '{"text":"a\\nb"}',
    ])
    const token = cookie.split("=")[1] ?? ""
    expect(Object.fromEntries(request?.headers ?? [])).toMatchObject({
      authorization: `Session ${token}`,
      "x-csrf-token": await csrfOfSession(token),
      "cf-connecting-ip": "192.0.2.9",
      "content-type": "application/json",
    })
    expect(request?.headers.get("cookie")).toBeNull()
  })

  it("explains ingest's refusal on a page, in ingest's words, with what to do and a way back", async () => {
    const cookie = await studio.signIn()
    const detail = "This draft has changed <b>since</b>."
    answer = async () => Response.json({ type: "/problems/conflict", title: "x", status: 409, detail, instance: "req_1" }, { status: 409 })
    const response = await paint(cookie)
    const html = await response.text()
    expect([response.status, response.headers.get("content-type")]).toEqual([409, "text/html; charset=utf-8"])
    expect(html).toContain("This draft has changed &lt;b&gt;since&lt;/b&gt;.")
    expect(html).toContain("Read the resource again and decide anew.")
    expect(html).toContain('<a href="/toys/cars">Back to the page</a>')
  })

  it.each([
    ["does not answer", async () => Promise.reject(new Error("secret inside")), 503],
    ["answers nonsense", async () => new Response("secret inside", { status: 500 }), 503],
    [
      "names no problem of ours",
      async () =>
        Response.json({ type: "/problems/toString", title: "", status: 400, detail: "secret inside", instance: "" }, { status: 400 }),
      503,
    ],
    [
      "is wrong inside",
      async () =>
        Response.json({ type: "/problems/bug", title: "", status: 500, detail: "An unexpected error.", instance: "" }, { status: 500 }),
      500,
    ],
  ] as const)("says that it is not known whether it was done, or not done, where ingest %s", async (_what, answers, status) => {
    const cookie = await studio.signIn()
    answer = answers
    const response = await paint(cookie)
    expect([response.status, (await response.text()).includes("secret inside")]).toEqual([status, false])
  })
})

describe("what was done", () => {
  it("stands in the query, before a fragment", () => {
    expect(["/a", "/a?b=1", "/a#c", "/a?b=1#c"].map((path) => withDone(path, "run-asked"))).toEqual([
      "/a?done=run-asked",
      "/a?b=1&done=run-asked",
      "/a?done=run-asked#c",
      "/a?b=1&done=run-asked#c",
    ])
  })
})

describe("the cookie", () => {
  it("is found among others, the first of its name that can be one", () => {
    const cookie = { name: "__Host-session", isSecure: true }
    const token = newSessionToken()
    const read = (text: string) => readToken(cookie, new Headers({ cookie: text }))
    expect([read(`a=b; __Host-session=${token}; c=d`), read(`__Host-session=x;__Host-session=${token}`)]).toEqual([token, token])
    expect([read(`x__Host-session=${token}`), read(`__host-session=${token}`), read(`__Host-session="${token}"`), read("=;;=")]).toEqual([
      null,
      null,
      null,
      null,
    ])
  })
})
