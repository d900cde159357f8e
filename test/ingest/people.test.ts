// What people ask for about themselves, told by the operator or by a program with a key for it.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { EVENTS, type EventName } from "../../shared/domain/event.ts"
import { Message } from "../../shared/domain/run.ts"
import { hashOfApiKey } from "../../shared/domain/api-key.ts"
import { eventsKey, type Front, KEY, openFront } from "./front.ts"

const NOON = new Date("2026-11-21T12:00:00.000Z")
const AT = NOON.toISOString()
const PEOPLE = eventsKey("p")
const EVENTS_ONLY = eventsKey("e")
const ADA = { platform: "telegram", id: "4711-secret" }

let front: Front
const spoken: string[] = []

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation((line: string) => void spoken.push(line))
  front = await openFront(NOON)
  for (const [key, scope] of [
    [PEOPLE, "write:people"],
    [EVENTS_ONLY, "write:events"],
  ] as const) {
    await front.database.rows(`INSERT INTO api_keys (id, name, secret_hash, scopes, source, events_per_minute, created_at)
      VALUES ('key_000000000${key.at(-1)}', 'x', '${await hashOfApiKey(key)}', '{${scope}}', 'forum', 1000, '2026-11-01T00:00Z')`)
  }
}, 60_000)
afterAll(() => front.close())
beforeEach(async () => {
  await front.database.postgres.exec("TRUNCATE events, audit_log CASCADE")
  front.queue.isUp = true
  front.sent.length = 0
  spoken.length = 0
})

const send = async (
  path: string,
  body: unknown,
  { key = PEOPLE, headers = {} }: { key?: string; headers?: Record<string, string> } = {},
) => {
  const response = await front.ask(`/api/v1/people/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json<Record<string, any>>() }
}
const stored = async () =>
  (await front.database.rows("SELECT name, source, data FROM events ORDER BY id")).map(([name, source, data]) => [
    name,
    source,
    JSON.parse(data ?? ""),
  ])

const LINK = { a: ADA, b: { platform: "x", id: "99" }, how: "settings page", at: "2026-11-21T12:30:00+02:00" }
const CONSENT = { ...ADA, offers: true, how: "asked by a bot", timeZone: "Europe/Amsterdam", quietFrom: "21:30", quietUntil: "08:00" }
const NOTHING = { how: null, timeZone: null, quietFrom: null, quietUntil: null }

describe("a person's wish", () => {
  it.each([
    ["links", LINK, "person.link-requested", { ...LINK, at: "2026-11-21T10:30:00.000Z" }],
    ["links", { ...LINK, at: "2026-12-01T00:00:00Z" }, "person.link-requested", { ...LINK, at: AT }],
    ["unlinks", ADA, "person.unlink-requested", { ...ADA, at: AT }],
    ["deletions", ADA, "person.deletion-requested", { ...ADA, at: AT }],
    ["consents", CONSENT, "person.consent-given", { ...CONSENT, quietFrom: 1_290, quietUntil: 480, at: AT }],
    ["consents", { ...ADA, offers: false }, "person.consent-given", { ...ADA, ...NOTHING, offers: false, at: AT }],
  ])("to %s is an event of its catalogue, stored and passed on", async (path, body, name, data) => {
    const { status, body: answer } = await send(path, body)
    expect([status, answer]).toEqual([202, { id: expect.stringMatching(/^evt_/), accepted: true, duplicate: false }])
    expect(await stored()).toEqual([[name, "key_000000000p", data]])
    expect(EVENTS[name as EventName].parse(data)).toEqual(data)
    expect(front.sent).toEqual([{ kind: "event", id: answer["id"], name, data }])
    expect(Message.safeParse(front.sent[0]).success).toBe(true)
  })

  it("may be the operator's word too", async () => {
    expect((await send("unlinks", ADA, { key: KEY })).status).toBe(202)
    expect((await stored()).map(([, source]) => source)).toEqual(["operator"])
    expect(await front.database.rows("SELECT actor FROM audit_log")).toEqual([["operator key"]])
  })

  it("leaves nothing of whom it is about in the audit log, in the ids or in the log", async () => {
    const headers = { "idempotency-key": "delete-4711-secret" }
    await send("deletions", ADA, { headers })
    expect(await front.database.rows("SELECT actor, action, detail FROM audit_log")).toEqual([
      ["key_000000000p", "person.deletion-requested", "{}"],
    ])
    expect(JSON.stringify(await front.database.rows("SELECT id, source, external_id FROM events"))).not.toContain("4711-secret")
    expect(spoken.join("\n")).not.toContain("4711-secret")
  })

  it("said twice with one key is stored once; another program's key is another's", async () => {
    const headers = { "idempotency-key": "k-1" }
    const first = await send("deletions", ADA, { headers })
    expect(await send("deletions", ADA, { headers })).toEqual({ status: 202, body: { ...first.body, duplicate: true } })
    expect((await send("deletions", ADA, { headers, key: KEY })).body["duplicate"]).toBe(false)
    expect([(await stored()).length, front.sent.length]).toEqual([2, 2])
  })

  it("is accepted where the queue is away", async () => {
    front.queue.isUp = false
    expect((await send("deletions", ADA)).status).toBe(202)
    expect(await front.database.rows("SELECT dispatched_at FROM events")).toEqual([[null]])
  })

  it.each([
    ["links", { ...LINK, b: { platform: "telegram", id: "2" } }, "/b/platform"],
    ["links", { ...LINK, how: undefined }, "/how"],
    ["links", { ...LINK, how: " " }, "/how"],
    ["links", { ...LINK, at: undefined }, "/at"],
    ["links", { ...LINK, a: { ...ADA, name: "ada" } }, "/a"],
    ["unlinks", { platform: "myspace", id: "1" }, "/platform"],
    ["unlinks", { platform: "x", id: "" }, "/id"],
    ["deletions", { platform: "x", id: "a\0" }, "/id"],
    ["deletions", { platform: "x", id: "\ud800" }, "/id"],
    ["deletions", { platform: "x", id: "x".repeat(101) }, "/id"],
    ["consents", { ...ADA, offers: true }, "/how"],
    ["consents", { ...CONSENT, timeZone: "Mars/Olympus" }, "/timeZone"],
    ["consents", { ...CONSENT, quietFrom: "24:00" }, "/quietFrom"],
    ["consents", { ...CONSENT, offers: "yes" }, "/offers"],
  ])("to %s is refused where it isn't clear (%j)", async (path, body, pointer) => {
    const answer = await send(path, body)
    expect([answer.status, (answer.body["errors"] as { pointer: string }[]).map((each) => each.pointer)]).toEqual([400, [pointer]])
    expect(await stored()).toEqual([])
  })

  it.each(["links", "unlinks", "deletions", "consents"])("to %s needs a key with the scope, or the operator's", async (path) => {
    expect((await send(path, {}, { key: EVENTS_ONLY })).status).toBe(403)
    expect((await send(path, {}, { key: eventsKey("u") })).status).toBe(401)
    expect((await send(path, {}, { key: "not-the-operator" })).status).toBe(401)
  })
})
