// The operator makes and revokes keys, and puts events back that were set aside.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { API_KEY } from "../../shared/domain/api-key.ts"
import { hashOfApiKey, newKeyMemory, REMEMBERED_MS } from "../../workers/ingest/api-key.ts"
import { type Front, KEY, openFront } from "./front.ts"

const NOON = new Date("2026-11-21T12:00:00.000Z")
const FORUM = { name: "The forum", scopes: ["events:write"], source: "forum" }

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
        source: "forum",
        scopes: ["events:write"],
        eventsPerMinute: 60_000,
        createdAt: NOON.toISOString(),
      },
    ])
    expect(await front.database.rows("SELECT id, secret_hash, scopes FROM api_keys")).toEqual([
      [body["id"], await hashOfApiKey(body["key"]), "{events:write}"],
    ])
    expect(await audits()).toEqual([
      ["operator key", "key.made", body["id"], '{"name": "The forum", "scopes": ["events:write"], "source": "forum"}'],
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
      scopes: ["people:write", "events:write"],
      source: "support-desk",
      eventsPerMinute: 5,
    })
    const { body } = await ask("GET", "/keys")
    expect(body["keys"]).toMatchObject([
      {
        id: second.body["id"],
        name: "Support",
        scopes: ["people:write", "events:write"],
        source: "support-desk",
        eventsPerMinute: 5,
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
    [{ ...FORUM, scopes: ["events:write", "events:write"] }, "/scopes"],
    [{ ...FORUM, scopes: ["admin"] }, "/scopes/0"],
    [{ ...FORUM, source: "telegram" }, "/source"],
    [{ ...FORUM, source: "Forum" }, "/source"],
    [{ ...FORUM, name: " " }, "/name"],
    [{ ...FORUM, name: "a\0" }, "/name"],
    [{ ...FORUM, eventsPerMinute: 0 }, "/eventsPerMinute"],
    [{ ...FORUM, eventsPerMinute: 1e9 }, "/eventsPerMinute"],
    [{ ...FORUM, key: "cck_mine" }, ""],
  ])("is not made from %j", async (body, pointer) => {
    const answer = await ask("POST", "/keys", body)
    expect([answer.status, (answer.body["errors"] as { pointer: string }[])[0]?.pointer]).toEqual([400, pointer])
    expect(await front.database.rows("SELECT 1 FROM api_keys")).toEqual([])
  })

  it("makes no keys itself", async () => {
    const { key, id } = (await ask("POST", "/keys", { ...FORUM, scopes: ["events:write", "people:write"] })).body as {
      key: string
      id: string
    }
    for (const [method, path] of [
      ["POST", "/keys"],
      ["GET", "/keys"],
      ["DELETE", `/keys/${id}`],
      ["POST", "/events/replays"],
    ] as const) {
      expect((await ask(method, path, method === "POST" ? {} : undefined, key)).status).toBe(401)
    }
  })
})

describe("the memory of keys", () => {
  const key = { id: "key_0000000000", source: "forum", scopes: ["events:write"], eventsPerMinute: 1 } as const

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
