// The operator makes and revokes keys, and puts events back that were set aside.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { API_KEY, hashOfApiKey, REMEMBERED_MS } from "../../shared/domain/api-key.ts"
import { newKeyMemory } from "../../workers/ingest/api-key.ts"
import { type Front, KEY, openFront } from "./front.ts"

const NOON = new Date("2026-11-21T12:00:00.000Z")
const FORUM = { name: "The forum", scopes: ["write:events"], source: "forum" }

let front: Front
const spoken: string[] = []

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation((line: string) => void spoken.push(line))
  front = await openFront(NOON)
}, 60_000)
afterAll(() => front.close())
beforeEach(async () => {
  await front.database.postgres.exec("TRUNCATE api_keys, event_inbox, events_aside, audit_log CASCADE")
  front.hints.length = 0
})

const ask = async (method: string, path: string, body?: unknown, key = KEY) => {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" }
  const response = await front.ask(`/api/v1${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
  return { status: response.status, body: await response.json<Record<string, any>>() }
}
const audits = () => front.database.rows("SELECT actor, action, subject, detail FROM audit_log ORDER BY id")
const event = { id: "e1", user: { platform: "x", id: "1" }, type: "like", at: NOON.toISOString() }

describe("a key", () => {
  it("is shown once, works, and is kept as a hash", async () => {
    const { status, body } = await ask("POST", "/keys", FORUM)
    expect([status, body]).toEqual([
      200,
      {
        id: expect.stringMatching(/^key_/),
        key: expect.stringMatching(API_KEY),
        scopes: ["write:events"],
        plan: "free",
        source: "forum",
        eventsPerMinute: 60_000,
        createdAt: NOON.toISOString(),
        expiresAt: null,
      },
    ])
    expect(await front.database.rows("SELECT id, secret_hash, last_four, scopes FROM api_keys")).toEqual([
      [body["id"], await hashOfApiKey(body["key"]), (body["key"] as string).slice(-4), "{write:events}"],
    ])
    expect(await audits()).toEqual([
      [
        "operator key",
        "key.made",
        body["id"],
        '{"name": "The forum", "plan": "free", "scopes": ["write:events"], "source": "forum", "expiresAt": null}',
      ],
    ])
    expect((await ask("POST", "/events", { events: [event] }, body["key"])).status).toBe(202)
    expect(JSON.stringify(await ask("GET", "/keys"))).not.toContain((body["key"] as string).slice(4))
    expect(spoken.join("\n")).not.toContain(body["key"])
  })

  it("is listed with whose it is and what it may, the newest first", async () => {
    const first = await ask("POST", "/keys", FORUM)
    front.clock.advance(1)
    const second = await ask("POST", "/keys", {
      name: "Support",
      scopes: ["write:people", "write:events"],
      source: "support-desk",
      eventsPerMinute: 5,
    })
    const { body } = await ask("GET", "/keys")
    expect(body["keys"]).toMatchObject([
      {
        id: second.body["id"],
        name: "Support",
        lastFour: (second.body["key"] as string).slice(-4),
        scopes: ["write:events", "write:people"],
        plan: "free",
        source: "support-desk",
        eventsPerMinute: 5,
        expiresAt: null,
        rotatedAt: null,
        previousUntil: null,
        revokedAt: null,
      },
      { id: first.body["id"], name: "The forum" },
    ])
    front.clock.set(NOON)
  })

  it("that is revoked stays listed, opens nothing once it is forgotten, and is revoked once", async () => {
    const { id, key } = (await ask("POST", "/keys", FORUM)).body as { id: string; key: string }
    expect(await ask("DELETE", `/keys/${id}`)).toEqual({ status: 200, body: { id, revokedAt: NOON.toISOString() } })
    front.clock.advance(REMEMBERED_MS)
    expect(await ask("DELETE", `/keys/${id}`)).toEqual({ status: 200, body: { id, revokedAt: NOON.toISOString() } })
    expect((await ask("POST", "/events", { events: [event] }, key)).status).toBe(401)
    expect((await ask("GET", "/keys")).body["keys"]).toMatchObject([{ id, revokedAt: NOON.toISOString() }])
    expect((await audits()).map(([, action]) => action).toSorted()).toEqual(["key.made", "key.revoked"])
    front.clock.set(NOON)
  })

  it.each([
    ["key_0000000000", 404],
    ["key_", 400],
    ["x' OR '1'='1", 400],
  ])("that doesn't exist can't be revoked (%s)", async (id, status) => {
    expect((await ask("DELETE", `/keys/${encodeURIComponent(id)}`)).status).toBe(status)
  })

  it.each([
    [{ ...FORUM, scopes: [] }, "/scopes"],
    [{ ...FORUM, scopes: ["write:events", "write:events"] }, "/scopes"],
    [{ ...FORUM, scopes: ["admin"] }, "/scopes/0"],
    [{ ...FORUM, source: "telegram" }, "/source"],
    [{ ...FORUM, source: "Forum" }, "/source"],
    [{ ...FORUM, name: " " }, "/name"],
    [{ ...FORUM, name: "a\0" }, "/name"],
    [{ ...FORUM, eventsPerMinute: 0 }, "/eventsPerMinute"],
    [{ ...FORUM, eventsPerMinute: 1e9 }, "/eventsPerMinute"],
    [{ ...FORUM, key: "cck_mine" }, ""],
    [{ ...FORUM, source: undefined }, "/source"],
    [{ ...FORUM, plan: "gold" }, "/plan"],
    [{ ...FORUM, expiresAt: "2027-01-01" }, "/expiresAt"],
    [{ ...FORUM, expiresAt: NOON.toISOString() }, "/expiresAt"],
  ])("is not made from %j", async (body, pointer) => {
    const answer = await ask("POST", "/keys", body)
    expect([answer.status, (answer.body["errors"] as { pointer: string }[])[0]?.pointer]).toEqual([400, pointer])
    expect(await front.database.rows("SELECT 1 FROM api_keys")).toEqual([])
  })

  it("makes no keys itself", async () => {
    const { key, id } = (await ask("POST", "/keys", { ...FORUM, scopes: ["write:events", "write:people"] })).body as {
      key: string
      id: string
    }
    for (const [method, path] of [
      ["POST", "/keys"],
      ["GET", "/keys"],
      ["DELETE", `/keys/${id}`],
      ["POST", `/keys/${id}/rotation`],
      ["POST", "/events/replays"],
    ] as const) {
      expect((await ask(method, path, method === "POST" ? {} : undefined, key)).status).toBe(401)
    }
  })
})

describe("a key's secret", () => {
  const report = async (key: string) => (await ask("POST", "/events", { events: [event] }, key)).status
  const make = async (more: object = {}) => (await ask("POST", "/keys", { ...FORUM, ...more })).body as { id: string; key: string }
  afterEach(() => front.clock.set(NOON))

  it("is changed for another, and works beside it until the grace is over, to the millisecond", async () => {
    const { id, key } = await make()
    const { status, body } = await ask("POST", `/keys/${id}/rotation`, { graceHours: 1 })
    const until = new Date(NOON.getTime() + 3_600_000)
    expect([status, body]).toEqual([200, { id, key: expect.stringMatching(API_KEY), previousUntil: until.toISOString() }])
    expect(body["key"]).not.toBe(key)
    front.clock.set(new Date(until.getTime() - 1))
    expect([await report(key), await report(body["key"])]).toEqual([202, 202])
    // Where it was remembered a moment before, too.
    front.clock.set(until)
    expect([await report(key), await report(body["key"])]).toEqual([401, 202])
    expect(await audits()).toContainEqual(["operator key", "key.rotated", id, '{"previousUntil": "2026-11-21T13:00:00+00:00"}'])
    expect((await ask("GET", "/keys")).body["keys"]).toMatchObject([
      { id, lastFour: (body["key"] as string).slice(-4), rotatedAt: NOON.toISOString() },
    ])
  })

  it("that is changed without grace, or changed twice, is over once it is forgotten", async () => {
    const { id, key } = await make()
    const second = (await ask("POST", `/keys/${id}/rotation`, {})).body["key"] as string
    const third = (await ask("POST", `/keys/${id}/rotation`, { graceHours: 0 })).body["key"] as string
    expect([await report(key), await report(second), await report(third)]).toEqual([401, 401, 202])
  })

  it("ends when it was said to end, and is not changed any more then", async () => {
    const end = new Date(NOON.getTime() + 60_000)
    const { id, key } = await make({ expiresAt: end.toISOString() })
    front.clock.set(new Date(end.getTime() - 1))
    expect(await report(key)).toBe(202)
    front.clock.set(end)
    expect(await report(key)).toBe(401)
    expect((await ask("POST", `/keys/${id}/rotation`, {})).status).toBe(404)
  })

  it("of a revoked key is not changed", async () => {
    const { id } = await make()
    await ask("DELETE", `/keys/${id}`)
    expect((await ask("POST", `/keys/${id}/rotation`, {})).status).toBe(404)
    expect((await ask("POST", "/keys/key_0000000000/rotation", {})).status).toBe(404)
  })

  it.each([{ graceHours: -1 }, { graceHours: 73 }, { graceHours: 1.5 }, { grace: 1 }])("has no grace of %j", async (body) => {
    const { id } = await make()
    expect((await ask("POST", `/keys/${id}/rotation`, body)).status).toBe(400)
  })
})

describe("a key that reads", () => {
  it("needs no source, has the right to read what anyone may, and reports nothing", async () => {
    const { status, body } = await ask("POST", "/keys", { name: "A reader", scopes: ["read:premium"], plan: "pro" })
    expect([status, body]).toMatchObject([200, { scopes: ["read:insights", "read:premium"], plan: "pro", source: null }])
    const refused = await ask("POST", "/events", { events: [event] }, body["key"])
    expect([refused.status, refused.body["detail"]]).toEqual([
      403,
      "This key lacks the scope write:events; it has read:insights and read:premium.",
    ])
  })
})

describe("the memory of keys", () => {
  const key = { id: "key_0000000000", source: "forum", scopes: ["write:events"], plan: "free", eventsPerMinute: 1 } as const

  it("keeps a key for half a minute, and no longer where the clock is set back", () => {
    const memory = newKeyMemory()
    memory.set("h", key, 100_000)
    expect([
      memory.get("h", 100_000),
      memory.get("h", 129_999),
      memory.get("h", 130_000),
      memory.get("h", 70_000),
      memory.get("other", 100_000),
    ]).toEqual([key, key, null, null, null])
  })

  it("keeps no key longer than it works", () => {
    const memory = newKeyMemory()
    memory.set("h", key, 100_000, 100_500)
    expect([memory.get("h", 100_499), memory.get("h", 100_500)]).toEqual([key, null])
  })

  it("does not grow without end", () => {
    const memory = newKeyMemory()
    for (let i = 0; i < 5_000; i += 1) memory.set(String(i), key, 0)
    const kept = Array.from({ length: 5_000 }, (_, i) => memory.get(String(i), 0)).filter((each) => each !== null)
    expect(kept.length).toBeGreaterThan(0)
    expect(kept.length).toBeLessThanOrEqual(1_000)
  })
})

describe("events that were set aside", () => {
  const setAside = async (id: string, source: string, replayedAt = "NULL") =>
    front.database.rows(`INSERT INTO events_aside (id, source, external_id, event, reason, received_at, set_aside_at, replayed_at)
      VALUES ('${id}', '${source}', '${id}', '{"k": "${id}"}', 'unknown-post', '2026-11-20T00:00Z', '2026-11-20T00:00Z', ${replayedAt})`)
  const [A, B, C, D] = ["a", "b", "c", "d"].map((letter) => `asd_000000000${letter}`) as [string, string, string, string]

  it("go back into the inbox, a row for each source, once", async () => {
    await setAside(A, "forum")
    await setAside(B, "shop")
    await setAside(C, "forum")
    await setAside(D, "forum", "'2026-11-20T01:00Z'")
    const ids = [A, B, C, D, "asd_unknown000", A]
    expect(await ask("POST", "/events/replays", { ids })).toEqual({ status: 202, body: { replayed: 3, skipped: [D, "asd_unknown000"] } })
    const rows = await front.database.rows("SELECT source, events FROM event_inbox ORDER BY source")
    expect(rows).toEqual([
      ["forum", `[{"k": "${A}"}, {"k": "${C}"}]`],
      ["shop", `[{"k": "${B}"}]`],
    ])
    expect(front.hints).toEqual([{ kind: "inbox" }])
    expect(await audits()).toEqual([["operator key", "events.replayed", A, `{"events": ["${A}", "${B}", "${C}"]}`]])
    expect(await ask("POST", "/events/replays", { ids })).toMatchObject({ body: { replayed: 0 } })
    expect([(await front.database.rows("SELECT 1 FROM event_inbox")).length, front.hints.length, (await audits()).length]).toEqual([
      2, 1, 1,
    ])
  })

  it.each([{ ids: [] }, { ids: ["asd_"] }, { ids: "asd_0000000000" }, {}, { ids: Array.from({ length: 1_001 }, () => A) }])(
    "are named by their ids (%.40j)",
    async (body) => {
      expect((await ask("POST", "/events/replays", body)).status).toBe(400)
    },
  )
})
