// Can the operator set up endpoints on his page, see how they do, and is the secret shown once?
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest"
import { csrfOfSession } from "../../../shared/kit/session.ts"
import { openStudio, type Studio } from "../studio.ts"

const NOW = new Date("2026-11-21T12:00:00Z")

let studio: Studio
let cookie: string
beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  studio = await openStudio(NOW)
  cookie = await studio.signIn()
}, 120_000)
afterAll(() => studio.close())
beforeEach(() =>
  studio.database.postgres.exec("TRUNCATE webhook_endpoints, switches CASCADE; DELETE FROM events WHERE name = 'webhook.asked'"),
)

async function send(path: string, fields: Record<string, string>): Promise<Response> {
  const csrf = await csrfOfSession(/=([\w-]{43})/.exec(cookie)?.[1] ?? "")
  const headers = { cookie, accept: "text/html", "content-type": "application/x-www-form-urlencoded" }
  return studio.ask(path, { method: "POST", headers, body: new URLSearchParams({ csrf, ...fields }).toString() })
}
const page = async () => (await studio.ask("/webhooks", { headers: { cookie, accept: "text/html" } })).text()
const make = (fields: Record<string, string> = {}) =>
  send("/webhooks/make", { url: "https://hooks.example.com/studio", insights: "on", ...fields })
async function made(): Promise<string> {
  await make()
  return (await studio.database.rows("SELECT id FROM webhook_endpoints ORDER BY id DESC LIMIT 1"))[0]?.[0] ?? ""
}
const place = (response: Response) => [response.status, response.headers.get("location")]

it("is the operator's alone", async () => {
  expect((await studio.ask("/webhooks", { headers: { accept: "text/html" } })).headers.get("location")).toContain("/sign-in")
})

it("shows the secret of an endpoint once, on a page that nobody keeps", async () => {
  const response = await make({ description: `<script>alert("x")</script>` })
  expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"])
  expect(await response.text()).toMatch(/<code>whsec_[\w+/]{43}=<\/code>/)
  const html = await page()
  expect(html).not.toContain("whsec_")
  expect(html).not.toContain("<script>alert")
  expect(html).toContain("https://hooks.example.com/studio")
})

it("says why an address is not taken", async () => {
  const response = await make({ url: "https://127.0.0.1/" })
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("must name its host")])
})

it("pauses, tries, sends again, changes the secret and deletes", async () => {
  const id = await made()
  expect(place(await send("/webhooks/test", { id }))).toEqual([303, "/webhooks?done=webhook-asked"])
  expect(place(await send("/webhooks/replay", { id, since: NOW.toISOString().slice(0, 16), all: "on" }))).toEqual([
    303,
    "/webhooks?done=webhook-asked",
  ])
  expect(
    (await studio.database.rows("SELECT data -> 'ask' ->> 'what' FROM events WHERE name = 'webhook.asked' ORDER BY 1")).flat(),
  ).toEqual(["since", "test"])
  expect(await (await send("/webhooks/secret", { id })).text()).toContain("whsec_")
  expect(place(await send("/webhooks/turn", { id, state: "paused" }))).toEqual([303, "/webhooks?done=webhook-changed"])
  expect(await page()).toContain("paused")
  expect(place(await send("/webhooks/delete", { id }))).toEqual([303, "/webhooks?done=webhook-deleted"])
  expect(await page()).not.toContain("hooks.example.com/studio<")
})

it("tells how an endpoint does, what it answered, and why it was disabled", async () => {
  const id = await made()
  await studio.database.postgres.exec(`
    UPDATE webhook_endpoints SET state = 'disabled', disabled_why = 'gone', failing_since = '2026-11-21T11:00Z';
    INSERT INTO webhook_messages (endpoint_id, id, type, occurred_at, data, state, attempts, due_at) VALUES ('${id}', 'msg_0000000001', 'insight.created', '2026-11-21T11:00Z', '{}', 'waiting', 1, '2026-11-21T13:00Z');
    INSERT INTO webhook_attempts (id, endpoint_id, message_id, at, status, failure, wall_ms) VALUES ('wha_0000000001', '${id}', 'msg_0000000001', '2026-11-21T11:30Z', 410, 'answered 410', 31)`)
  const html = await page()
  for (const words of ["disabled", "gone for good (410)", "answered 410, 31 ms", "msg_0000000001", "Turn on"]) expect(html).toContain(words)
})

it("is turned on after it was asked, and stopped at once", async () => {
  expect(await page()).toContain("dry run")
  const asked = await studio.ask("/switches/confirm?scope=live%3Awebhook&to=on&back=%2Fwebhooks", {
    headers: { cookie, accept: "text/html" },
  })
  expect(await asked.text()).toContain("Turn webhooks on?")
  expect(place(await send("/switches", { scope: "live:webhook", to: "on", back: "/webhooks" }))).toEqual([303, "/webhooks?done=telling"])
  expect(place(await send("/switches", { scope: "stop:channel:webhook", to: "on", back: "/webhooks" }))).toEqual([
    303,
    "/webhooks?done=stopped",
  ])
  expect(await page()).toContain("Let webhooks go on")
})
