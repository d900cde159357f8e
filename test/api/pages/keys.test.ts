// Can the operator make, change and revoke keys in the dashboard, and see how much each asks for?
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest"
import { API_KEY } from "../../../shared/domain/api-key.ts"
import { PLANS } from "../../../shared/domain/api-plan.ts"
import { csrfOfSession } from "../../../shared/kit/session.ts"
import { openStudio, type Studio } from "../studio.ts"

const NOW = new Date("2026-11-21T12:00:00Z")
const TEXT = { headers: { accept: "text/html" } }

let studio: Studio
let cookie: string
beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(NOW)
  cookie = await studio.signIn()
}, 60_000)
afterAll(() => studio.close())
beforeEach(async () => {
  studio.redis.isUp = true
  studio.plans = null
  await studio.redis.flush()
  await studio.database.postgres.exec("TRUNCATE api_keys CASCADE")
})

const textOf = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll(/\s+/g, " ")
const page = async () => {
  const response = await studio.ask("/keys", { headers: { ...TEXT.headers, cookie } })
  expect(response.status).toBe(200)
  return response.text()
}
const send = async (action: string, fields: Record<string, string>) =>
  studio.ask(action, {
    method: "POST",
    headers: { ...TEXT.headers, cookie, "content-type": "application/x-www-form-urlencoded", origin: "http://localhost" },
    body: new URLSearchParams({ csrf: await csrfOfSession(cookie.split("=")[1] ?? ""), ...fields }).toString(),
  })
const keyIn = (html: string) => /<code class="secret">([^<]+)</.exec(html)?.[1] ?? ""
const idOf = async () => (await studio.database.rows("SELECT id FROM api_keys"))[0]?.[0] ?? ""

const MADE = { name: "<b>My</b> program", plan: "pro", "read:premium": "on", ends: "2027-01-31", source: "" }

it("is the operator's alone", async () => {
  expect((await studio.ask("/keys", TEXT)).headers.get("location")).toContain("/sign-in")
  expect((await studio.ask("/keys", { method: "POST", body: "name=x" })).status).toBe(401)
})

it("makes a key, shows it once, kept by nobody, and lists what it is and not what it says", async () => {
  const made = await send("/keys", MADE)
  const key = keyIn(await made.clone().text())
  expect([made.status, made.headers.get("cache-control"), key]).toEqual([200, "no-store", expect.stringMatching(API_KEY)])
  const html = await page()
  expect(html).not.toContain(key.slice(4, 40))
  expect(textOf(html)).toContain(`&lt;b&gt;My&lt;/b&gt; program cck_…${key.slice(-4)}`)
  expect(textOf(html)).toContain("read:insights, read:premium · plan pro")
  expect(textOf(html)).toContain("ends 31 Jan 2027, 00:00 UTC")
})

it("counts what a key asks for, and when it was last used", async () => {
  vi.spyOn(Date, "now").mockReturnValue(NOW.getTime())
  studio.plans = PLANS
  const key = keyIn(await (await send("/keys", { ...MADE, plan: "free" })).text())
  expect(textOf(await page())).toContain("0 of 60 this minute, 0 of 10000 today; not used yet")
  for (let i = 0; i < 3; i += 1) await studio.ask("/api/v1/insights", { headers: { authorization: `Bearer ${key}` } })
  expect(textOf(await page())).toContain("3 of 60 this minute, 3 of 10000 today; last used about 2026-11-21 12:00 UTC")
  vi.mocked(Date.now).mockRestore()
  studio.redis.isUp = false
  expect(textOf(await page())).toContain("How much it asks for can't be told now.")
})

it("gives a key another secret, and both work for the grace", async () => {
  const first = keyIn(await (await send("/keys", MADE)).text())
  const answer = await (await send(`/keys/${await idOf()}/rotate`, { grace: "1" })).text()
  expect(textOf(answer)).toContain("The key from before works until 21 Nov, 13:00 UTC")
  for (const key of [first, keyIn(answer)]) {
    expect((await studio.ask("/api/v1/insights", { headers: { authorization: `Bearer ${key}` } })).status).toBe(200)
  }
})

it("revokes a key, which opens nothing any more", async () => {
  const key = keyIn(await (await send("/keys", MADE)).text())
  const revoked = await send(`/keys/${await idOf()}/revoke`, {})
  expect([revoked.status, revoked.headers.get("location")]).toEqual([303, "/keys?done=key-revoked"])
  expect(textOf(await page())).toContain("revoked")
  expect((await studio.ask("/api/v1/insights", { headers: { authorization: `Bearer ${key}` } })).status).toBe(401)
})

it.each([
  [{ ...MADE, "read:premium": "off" }, "read:premium"],
  [{ name: "x", plan: "pro" }, "No scope was chosen"],
  [{ name: "x", plan: "gold", "read:insights": "on" }, "plan"],
  [{ name: "x", plan: "free", "write:events": "on" }, "must be given where the key reports something"],
  [{ ...MADE, ends: "tomorrow" }, "must be a day"],
  [{ ...MADE, ends: "2026-11-21" }, "must lie ahead"],
])("says what is wrong with %j", async (fields, words) => {
  const response = await send("/keys", fields)
  expect(response.status).toBe(400)
  expect(textOf(await response.text())).toContain(words)
  expect(await studio.database.rows("SELECT 1 FROM api_keys")).toEqual([])
})
