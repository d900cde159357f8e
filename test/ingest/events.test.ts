// A program reports what people did: through the app, the real driver and the role of ingest.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import type { InboxEvent } from "../../shared/domain/interaction.ts"
import { hashOfApiKey, REMEMBERED_MS } from "../../shared/domain/api-key.ts"
import { eventsKey, type Front, KEY, openFront } from "./front.ts"

const NOON = new Date("2026-11-21T12:00:00.000Z")
const GOOD = eventsKey("g")
const PEOPLE = eventsKey("p")
const SLOW = eventsKey("s")
const REVOKED = eventsKey("r")

let front: Front
const spoken: string[] = []

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation((line: string) => void spoken.push(line))
  front = await openFront(NOON)
  const rows = [
    [GOOD, "{write:events}", 1_000_000, "NULL"],
    [PEOPLE, "{write:people}", 1_000, "NULL"],
    [SLOW, "{write:events,write:people}", 6, "NULL"],
    [REVOKED, "{write:events}", 1_000, "'2026-11-20T00:00Z'"],
  ] as const
  for (const [key, scopes, pace, revoked] of rows) {
    await front.database.rows(`INSERT INTO api_keys (id, name, secret_hash, scopes, source, events_per_minute, created_at, revoked_at)
      VALUES ('key_000000000${key.at(-1)}', 'x', '${await hashOfApiKey(key)}', '${scopes}', 'forum', ${pace}, '2026-11-01T00:00Z', ${revoked})`)
  }
}, 60_000)
afterAll(() => front.close())
beforeEach(async () => {
  await front.database.postgres.exec("TRUNCATE event_inbox")
  front.database.fault = null
  front.queue.isUp = true
  front.hints.length = 0
  spoken.length = 0
})

const event = (over: object = {}) => ({
  id: "e1",
  user: { platform: "telegram", id: "4711" },
  type: "like",
  at: NOON.toISOString(),
  ...over,
})
const many = (count: number, over: object = {}) => Array.from({ length: count }, (_, i) => event({ id: `e${i}`, ...over }))
const send = (body: unknown, key: string | null = GOOD) =>
  front.ask("/api/v1/events", {
    method: "POST",
    headers: { "content-type": "application/json", ...(key !== null && { authorization: `Bearer ${key}` }) },
    body: typeof body === "string" ? body : JSON.stringify(body),
  })
const answer = async (response: Response) => ({ status: response.status, body: (await response.json()) as Record<string, unknown> })
const inbox = async () =>
  (await front.database.rows("SELECT id, source, received_at, events FROM event_inbox")).map(([id, source, at, events]) => ({
    id,
    source,
    at: new Date(at ?? "").toISOString(),
    events: JSON.parse(events ?? "") as InboxEvent[],
  }))

describe("a batch", () => {
  it("is one row once it is accepted, and those who count are told", async () => {
    const { status, body } = await answer(await send({ events: [event(), event({ id: "e2", type: "love" }), event()] }))
    expect([status, body]).toEqual([
      202,
      {
        id: expect.stringMatching(/^inb_/),
        accepted: 1,
        rejected: 1,
        repeated: 1,
        verdicts: [
          { index: 1, id: "e2", verdict: "rejected", faults: [{ pointer: "/type", detail: expect.any(String) }] },
          { index: 2, id: "e1", verdict: "repeated" },
        ],
      },
    ])
    const kept = { k: "e1", p: "telegram", u: "4711", t: 1, v: 1_000, c: null, a: NOON.toISOString(), r: false, m: null }
    expect(await inbox()).toEqual([{ id: body["id"], source: "forum", at: NOON.toISOString(), events: [kept] }])
    expect(front.hints).toEqual([{ kind: "inbox" }])
  })

  it("of a thousand events is one statement, of which nothing depends on their number", async () => {
    await send({ events: [event()] })
    const before = front.database.statements.length
    const { status, body } = await answer(await send({ events: many(1_000) }))
    expect([status, body["accepted"]]).toEqual([202, 1_000])
    expect(front.database.statements.slice(before).map(({ sql, role }) => [role, sql.trim().split(" ").slice(0, 3).join(" ")])).toEqual([
      ["studio_ingest", "INSERT INTO event_inbox"],
    ])
  })

  it("is accepted where the queue is away: the heartbeat finds it", async () => {
    front.queue.isUp = false
    expect((await send({ events: [event()] })).status).toBe(202)
    expect(await inbox()).toHaveLength(1)
    await vi.waitFor(() => expect(spoken.join("\n")).toContain("inbox.counted-later"))
  })

  it("is not accepted where it can't be stored", async () => {
    front.database.fault = async () => new Response("away", { status: 500 })
    const response = await send({ events: [event()] })
    expect([response.status, response.headers.get("retry-after"), front.hints]).toEqual([503, "5", []])
  })

  it("of which nothing can be accepted is refused, with places in the request", async () => {
    const { status, body } = await answer(await send({ events: [event({ type: "love" }), event({ at: "yesterday" })] }))
    expect([status, body["detail"], (body["errors"] as { pointer: string }[]).map(({ pointer }) => pointer)]).toEqual([
      422,
      "None of the 2 events could be accepted.",
      ["/events/0/type", "/events/1/at"],
    ])
    expect([await inbox(), front.hints]).toEqual([[], []])
  })

  it.each([
    ["null", ""],
    ["[]", ""],
    ["{}", "/events"],
    ['{"events":[]}', "/events"],
    ['{"events":{}}', "/events"],
    ['{"events":[1],"more":1}', ""],
    [JSON.stringify({ events: Array.from({ length: 1_001 }, () => 1) }), "/events"],
  ])("of another shape is refused (%.30s)", async (text, pointer) => {
    const { status, body } = await answer(await send(text))
    expect([status, (body["errors"] as { pointer: string }[]).map((error) => error.pointer)]).toEqual([400, [pointer]])
  })

  it("of more than 1.5 MiB is refused", async () => {
    expect((await send({ events: many(1_000, { junk: "x".repeat(1_600) }) })).status).toBe(413)
    expect((await send({ events: [...many(999, { junk: "x".repeat(1_300) }), event({ id: "last" })] })).status).toBe(202)
  })

  it("is stored whatever its texts and numbers are, and however often a name comes", async () => {
    const metadata = { q: `'"\\ \u2028 𝕳 ${"x".repeat(150)}`, none: -0, big: Number.MAX_VALUE, small: Number.MIN_VALUE }
    const text = JSON.stringify({ events: [event({ id: "'; DROP TABLE event_inbox; --", metadata })] })
    const sent = text
      .replace('"type":"like"', '"type":"love","type":"like"')
      .replace('"none":', '"huge":12345678901234567890123,"__proto__":1,"none":')
    expect((await send(sent)).status).toBe(202)
    const [row] = await inbox()
    expect(row?.events[0]).toMatchObject({ k: "'; DROP TABLE event_inbox; --", t: 1, m: { q: metadata.q, big: metadata.big } })
  })

  it("of a thousand events with a thousand faults is answered in a few hundred kilobytes", async () => {
    const junk = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`\0${i}`, { a: i }]))
    const body = { events: [...Array.from({ length: 999 }, () => ({ ...junk, id: 1, user: 2, type: "\ud800", metadata: junk })), event()] }
    const response = await send(body)
    expect([response.status, (await response.text()).length < 900_000]).toEqual([202, true])
  })
})

describe("a key", () => {
  it.each([null, KEY, "cck_short", `${GOOD}x`, eventsKey("u"), REVOKED, "cck_' OR '1'='1"])(
    "that isn't one opens nothing (%s)",
    async (key) => {
      const response = await send({ events: [event()] }, key)
      expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="content-creator"'])
      expect(await inbox()).toEqual([])
    },
  )

  it("without the scope is told which one it lacks, before anything is read", async () => {
    const { status, body } = await answer(await send("not even JSON", PEOPLE))
    expect([status, body["detail"]]).toEqual([403, "This key lacks the scope write:events; it has write:people."])
  })

  it("may send so many events a minute, and is told how long to wait", async () => {
    expect((await send({ events: many(4) }, SLOW)).status).toBe(202)
    const response = await send({ events: many(3) }, SLOW)
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "30"])
    expect((await send({ events: many(2) }, SLOW)).status).toBe(202)
    const { status, body } = await answer(await send({ events: many(7) }, SLOW))
    expect([status, body["detail"]]).toEqual([413, "This key may send 6 events a minute: send no more in one request."])
  })

  it("that is revoked works for half a minute at most", async () => {
    const key = eventsKey("l")
    await front.database.rows(`INSERT INTO api_keys (id, name, secret_hash, scopes, source, events_per_minute, created_at)
      VALUES ('key_000000000l', 'x', '${await hashOfApiKey(key)}', '{write:events}', 'forum', 1000, '2026-11-01T00:00Z')`)
    expect((await send({ events: [event()] }, key)).status).toBe(202)
    await front.database.rows("UPDATE api_keys SET revoked_at = now() WHERE id = 'key_000000000l'")
    front.clock.advance(REMEMBERED_MS - 1)
    expect((await send({ events: [event()] }, key)).status).toBe(202)
    front.clock.advance(1)
    expect((await send({ events: [event()] }, key)).status).toBe(401)
    front.clock.set(NOON)
  })

  it("is in no log line and no answer", async () => {
    const answers = await Promise.all([
      send({ events: [event()] }),
      send({ events: [] }),
      send("{", PEOPLE),
      send({ events: [event()] }, REVOKED),
    ])
    const said = [...spoken, ...(await Promise.all(answers.map((each) => each.text())))].join("\n")
    for (const key of [GOOD, PEOPLE, REVOKED]) expect(said).not.toContain(key)
  })
})
