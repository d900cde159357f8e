// Who may set up endpoints, what are they told, and what can't be sent to?
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { hashOfApiKey } from "../../shared/domain/api-key.ts"
import { MOST_ENDPOINTS, secretSubject } from "../../shared/domain/webhook.ts"
import { deriveSecret } from "../../shared/kit/standard-webhook.ts"
import { type Front, KEY, openFront, WEBHOOK_KEY } from "./front.ts"

const NOON = new Date("2026-11-21T12:00:00.000Z")
const [ADA, BORIS, DORA] = ["a", "b", "d"].map((letter) => `cck_${letter.repeat(43)}`)
const URL_OF_ADA = "https://hooks.example.com/ada?token=secret-of-ada"
const HOUR = 3_600_000

let front: Front
const spoken: string[] = []

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation((line: string) => void spoken.push(line))
  front = await openFront(NOON)
  for (const [i, [key = "", scope]] of (
    [
      [ADA, "write:webhooks"],
      [BORIS, "write:webhooks"],
      [DORA, "write:events"],
    ] as const
  ).entries()) {
    await front.database.postgres.query(
      "INSERT INTO api_keys (id, name, secret_hash, scopes, source, events_per_minute, created_at) VALUES ($1, 'x', $2, ARRAY[$3], 'forum', 60, $4)",
      [`key_000000000${i}`, await hashOfApiKey(key), scope, "2026-11-01T00:00:00Z"],
    )
  }
}, 120_000)
afterAll(() => front.close())
beforeEach(async () => {
  await front.database.postgres.exec("TRUNCATE webhook_endpoints, events, audit_log CASCADE")
  front.sent.length = 0
  front.clock.set(NOON)
})

const ask = async (method: string, path: string, body?: unknown, key: string | undefined = ADA, more: Record<string, string> = {}) => {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json", ...more }
  const response = await front.ask(`/api/v1/webhooks${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: await response.json<Record<string, any>>() }
}
async function make(key?: string, body: Record<string, unknown> = {}): Promise<{ id: string; secret: string }> {
  const { body: made } = await ask("POST", "", { url: URL_OF_ADA, ...body }, key)
  return { id: made["webhook"].id, secret: made["secret"] }
}
const audits = () => front.database.rows("SELECT actor, action, subject, detail FROM audit_log ORDER BY id")

describe("an endpoint", () => {
  it("is made with a secret that is shown once and stored nowhere", async () => {
    const { status, body } = await ask("POST", "", { url: URL_OF_ADA, events: ["post.published"], description: "Ada's archive" })
    const { id } = body["webhook"]
    expect([status, body]).toEqual([
      200,
      {
        webhook: {
          id: expect.stringMatching(/^whe_/),
          key: "key_0000000000",
          url: URL_OF_ADA,
          description: "Ada's archive",
          events: ["post.published"],
          state: "on",
          disabledWhy: null,
          waiting: 0,
          failingSince: null,
          lastDeliveredAt: null,
          previousSecretUntil: null,
          createdAt: NOON.toISOString(),
          changedAt: NOON.toISOString(),
        },
        secret: await deriveSecret(WEBHOOK_KEY, secretSubject(id, 1)),
      },
    ])
    const secret = body["secret"].slice("whsec_".length)
    const everything = await front.database.rows(
      "SELECT to_jsonb(e)::text FROM webhook_endpoints e UNION ALL SELECT to_jsonb(a)::text FROM audit_log a",
    )
    for (const place of [JSON.stringify(everything), JSON.stringify(await ask("GET", "")), spoken.join("\n")])
      expect(place).not.toContain(secret)
    expect(await audits()).toEqual([["key_0000000000", "webhook.made", id, '{"host": "hooks.example.com", "events": ["post.published"]}']])
    expect(spoken.join("\n")).not.toContain("secret-of-ada")
  })

  it.each([
    ["http://hooks.example.com/", "https"],
    ["https://10.0.0.1/", "name its host"],
    ["https://2130706433/", "name its host"],
    ["https://[::1]/", "name its host"],
    ["https://metadata.google.internal/", "public internet"],
    ["https://user:pass@hooks.example.com/", "user name"],
    ["https://hooks.example.com:22/", "port"],
    ["https://ingest.example.org/api/v1/events", "the studio itself"],
  ])("is not made at %s", async (url, why) => {
    const { status, body } = await ask("POST", "", { url }, ADA, { host: "ingest.example.org:443" })
    expect([status, body["errors"]]).toEqual([400, [{ pointer: "/url", detail: expect.stringContaining(why) }]])
    const { id } = await make()
    expect((await ask("PATCH", `/${id}`, { url }, ADA, { host: "ingest.example.org" })).status).toBe(400)
  })

  it("is one of at most twenty that its owner has", async () => {
    for (let i = 0; i < MOST_ENDPOINTS; i += 1) await make()
    expect((await ask("POST", "", { url: URL_OF_ADA })).status).toBe(409)
    const [{ id } = { id: "" }] = (await ask("GET", "")).body["webhooks"]
    expect((await ask("DELETE", `/${id}`)).status).toBe(200)
    expect((await ask("POST", "", { url: URL_OF_ADA })).status).toBe(200)
    expect((await ask("POST", "", { url: URL_OF_ADA }, BORIS)).status).toBe(200)
  })

  it("is changed in what is given, and only there", async () => {
    const { id } = await make()
    front.clock.advance(1_000)
    const { status, body } = await ask("PATCH", `/${id}`, { events: ["insight.created"], state: "paused" })
    expect([status, body]).toMatchObject([200, { url: URL_OF_ADA, events: ["insight.created"], state: "paused" }])
    await front.database.postgres.exec(
      "UPDATE webhook_endpoints SET state = 'disabled', disabled_why = 'failing', failing_since = '2026-11-15T12:00Z'",
    )
    expect((await ask("PATCH", `/${id}`, { description: "x" })).body).toMatchObject({ state: "disabled", disabledWhy: "failing" })
    expect((await ask("PATCH", `/${id}`, { state: "on" })).body).toMatchObject({ state: "on", disabledWhy: null, failingSince: null })
    expect((await ask("PATCH", `/${id}`, {})).status).toBe(400)
  })

  it("that is deleted is forgotten with its address", async () => {
    const { id } = await make()
    expect(await ask("DELETE", `/${id}`)).toEqual({ status: 200, body: { id, deleted: true } })
    expect([(await ask("GET", "")).body, (await ask("GET", `/${id}`)).status, (await ask("DELETE", `/${id}`)).status]).toEqual([
      { webhooks: [] },
      404,
      404,
    ])
    expect(
      JSON.stringify(await front.database.rows("SELECT url FROM webhook_endpoints UNION ALL SELECT detail::text FROM audit_log")),
    ).not.toContain("token")
  })

  it("gets its next secret, and the one before goes on as long as was asked", async () => {
    const { id } = await make()
    const turned = await ask("POST", `/${id}/secrets`, { graceHours: 48 })
    expect(turned).toEqual({
      status: 200,
      body: {
        id,
        secret: await deriveSecret(WEBHOOK_KEY, secretSubject(id, 2)),
        previousSecretUntil: new Date(NOON.getTime() + 48 * HOUR).toISOString(),
      },
    })
    expect((await ask("POST", `/${id}/secrets`, { graceHours: 73 })).status).toBe(400)
    expect((await ask("GET", `/${id}`)).body["webhook"].previousSecretUntil).toBe(turned.body["previousSecretUntil"])
    front.clock.advance(48 * HOUR)
    expect((await ask("GET", `/${id}`)).body["webhook"].previousSecretUntil).toBe(null)
  })
})

describe("an owner", () => {
  it("sees and changes his own endpoints; the operator everybody's; others none", async () => {
    const ada = await make(ADA)
    const boris = await make(BORIS)
    const own = await make(KEY)
    const seen = async (key?: string) => ((await ask("GET", "", undefined, key)).body["webhooks"] as { id: string }[]).map(({ id }) => id)
    expect([await seen(ADA), await seen(BORIS), (await seen(KEY)).toSorted()]).toEqual([
      [ada.id],
      [boris.id],
      [ada.id, boris.id, own.id].toSorted(),
    ])
    for (const [method, path, body] of [
      ["GET", "", undefined],
      ["PATCH", "", { state: "paused" }],
      ["POST", "/secrets", {}],
      ["POST", "/tests", {}],
      ["POST", "/replays", { since: NOON.toISOString() }],
      ["DELETE", "", undefined],
    ] as const) {
      expect((await ask(method, `/${ada.id}${path}`, body, BORIS)).status, `${method} ${path}`).toBe(404)
      expect((await ask(method, `/${ada.id}${path}`, body, DORA)).status, `${method} ${path}`).toBe(403)
      expect((await ask(method, `/${ada.id}${path}`, body, "nobody")).status, `${method} ${path}`).toBe(401)
    }
    expect((await ask("PATCH", `/${ada.id}`, { state: "paused" }, KEY)).status).toBe(200)
  })
})

describe("what an owner asks to be sent", () => {
  const events = () => front.database.rows("SELECT id, name, source, data FROM events ORDER BY id")

  it("is stored, passed on and audited; the same asking is done once", async () => {
    const { id } = await make()
    front.clock.advance(1)
    const first = await ask("POST", `/${id}/tests`, {}, ADA, { "idempotency-key": "one" })
    expect([first.status, (await ask("POST", `/${id}/tests`, {}, ADA, { "idempotency-key": "one" })).body]).toEqual([
      202,
      { ...first.body, duplicate: true },
    ])
    expect(await events()).toEqual([
      [first.body["id"], "webhook.asked", "key_0000000000", `{"ask": {"what": "test", "endpoint": "${id}"}}`],
    ])
    expect(front.sent).toEqual([
      { kind: "event", id: first.body["id"], name: "webhook.asked", data: { ask: { what: "test", endpoint: id } } },
    ])
    expect((await audits()).at(-1)?.slice(0, 2)).toEqual(["key_0000000000", "webhook.asked"])
  })

  it("is a message of that endpoint, or what it lacks since a moment of the last thirty days", async () => {
    const { id } = await make()
    await front.database.postgres.exec(`
      INSERT INTO webhook_messages (endpoint_id, id, type, occurred_at, data, state, settled_at)
      SELECT '${id}', m, t, '2026-11-21', '{}', 'failed', '2026-11-21' FROM (VALUES ('msg_0000000001', 'insight.created'), ('msg_0000000002', 'webhook.test')) AS v (m, t)`)
    const replay = async (body: unknown) => {
      front.clock.advance(1)
      return (await ask("POST", `/${id}/replays`, body)).status
    }
    expect(await replay({ message: "msg_0000000001" })).toBe(202)
    expect(await replay({ message: "msg_0000000002" })).toBe(409)
    expect(await replay({ message: "msg_0000000003" })).toBe(404)
    expect(await replay({ since: "2026-11-20T13:00:00+01:00" })).toBe(202)
    expect(await replay({ since: "2026-10-20T12:00:00Z" })).toBe(400)
    expect(await replay({ message: "msg_0000000001", since: "2026-11-20T12:00:00Z" })).toBe(400)
    expect((await events()).map(([, , , data]) => data)).toEqual([
      expect.stringContaining('"message": "msg_0000000001"'),
      expect.stringContaining('"since": "2026-11-20T12:00:00.000Z"'),
    ])
  })

  it("is refused where the endpoint is not on", async () => {
    const { id } = await make()
    await ask("PATCH", `/${id}`, { state: "paused" })
    expect((await ask("POST", `/${id}/tests`, {})).status).toBe(409)
  })
})

it("an endpoint shows its last attempts", async () => {
  const { id } = await make()
  await front.database.postgres.exec(`
    INSERT INTO webhook_messages (endpoint_id, id, type, occurred_at, data, state, attempts, due_at)
    VALUES ('${id}', 'msg_0000000001', 'insight.created', '2026-11-21T11:00Z', '{}', 'waiting', 1, '2026-11-21T12:05Z');
    INSERT INTO webhook_attempts (id, endpoint_id, message_id, at, status, failure, wall_ms)
    VALUES ('wha_0000000001', '${id}', 'msg_0000000001', '2026-11-21T11:59Z', 503, 'answered 503', 31)`)
  expect((await ask("GET", `/${id}`)).body).toMatchObject({
    webhook: { id, waiting: 1 },
    attempts: [
      {
        id: "wha_0000000001",
        message: "msg_0000000001",
        type: "insight.created",
        at: "2026-11-21T11:59:00.000Z",
        status: 503,
        failure: "answered 503",
        wallMs: 31,
        state: "waiting",
        nextAt: "2026-11-21T12:05:00.000Z",
      },
    ],
  })
})
