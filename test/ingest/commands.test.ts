import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { AGENT_PROFILES } from "../../shared/domain/agents.ts"
import { Message } from "../../shared/domain/run.ts"
import { ENDPOINTS, ROUTES } from "../../workers/ingest/routes.ts"
import { type Front, KEY, openFront } from "./front.ts"

const NOON = new Date("2026-11-21T12:00:10.000Z")
const RUN = "run_01jd8z3k9q4m7x2c5v8b"

let front: Front

beforeAll(async () => {
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
  front = await openFront(NOON)
}, 60_000)
afterAll(() => front.close())
beforeEach(async () => {
  await front.database.postgres.exec("TRUNCATE events, audit_log CASCADE")
  front.database.fault = null
  front.queue.isUp = true
  front.sent.length = 0
})

const send = (body: unknown, headers: Record<string, string> = {}) =>
  front.ask("/api/v1/commands", {
    method: "POST",
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  })

type Accepted = { id: string; accepted: true; duplicate: boolean }
const accepted = async (response: Response): Promise<Accepted> => {
  expect(response.status).toBe(202)
  return (await response.json()) as Accepted
}
const events = () => front.database.rows("SELECT id, name, source, external_id, data FROM events ORDER BY id")

describe("a command", () => {
  it("is stored, noted in the audit log and passed on", async () => {
    const { id, duplicate } = await accepted(await send({ command: "run-now", agent: "market-scan" }, { "idempotency-key": "k-1" }))
    expect(duplicate).toBe(false)
    expect(await events()).toEqual([
      [id, "command.run-now", "operator", "k-1", `{"at": "2026-11-21T12:00:10.000Z", "agent": "market-scan"}`],
    ])
    expect(await front.database.rows("SELECT actor, action, subject FROM audit_log")).toEqual([["operator key", "command.run-now", id]])
    expect(front.sent).toEqual([{ kind: "event", id, name: "command.run-now", data: { agent: "market-scan", at: NOON.toISOString() } }])
    expect(Message.safeParse(front.sent[0]).success).toBe(true)
  })

  it("can ask for a run to be tried again", async () => {
    const { id } = await accepted(await send({ command: "replay-run", runId: RUN }))
    expect(front.sent).toEqual([{ kind: "event", id, name: "command.replay-run", data: { runId: RUN } }])
  })

  it("sent twice with one key is stored and passed on once", async () => {
    const first = await accepted(await send({ command: "run-now", agent: "analysis" }, { "idempotency-key": "k-1" }))
    const second = await accepted(await send({ command: "run-now", agent: "analysis" }, { "idempotency-key": "k-1" }))
    expect(second).toEqual({ id: first.id, accepted: true, duplicate: true })
    expect([front.sent.length, (await events()).length]).toEqual([1, 1])
  })

  it("sent many times at the same moment with one key is stored once, and all are told the same id", async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => accepted(await send({ command: "run-now", agent: "analysis" }, { "idempotency-key": "k-1" }))),
    )
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1)
    expect(answers.filter((answer) => !answer.duplicate)).toHaveLength(1)
    expect([front.sent.length, (await events()).length]).toEqual([1, 1])
  })

  it("without a key is a new one each time", async () => {
    await send({ command: "run-now", agent: "analysis" })
    await send({ command: "run-now", agent: "analysis" })
    expect((await events()).length).toBe(2)
  })

  it("is accepted where the queue is away: the row waits for the heartbeat", async () => {
    front.queue.isUp = false
    await accepted(await send({ command: "run-now", agent: "analysis" }))
    expect(await front.database.rows("SELECT dispatched_at FROM events")).toEqual([[null]])
  })

  it("is not accepted where it can't be stored", async () => {
    front.database.fault = async () => new Response("away", { status: 500 })
    const response = await send({ command: "run-now", agent: "analysis" })
    expect([response.status, response.headers.get("retry-after"), front.sent.length]).toEqual([503, "5", 0])
  })

  it("of every known agent is taken, of an unknown one refused with the known names", async () => {
    for (const { name } of AGENT_PROFILES) await accepted(await send({ command: "run-now", agent: name }))
    const response = await send({ command: "run-now", agent: "nobody" })
    const problem = (await response.json()) as { errors: { pointer: string; detail: string }[] }
    expect([response.status, problem.errors]).toEqual([
      400,
      [{ pointer: "/agent", detail: `must be one of ${AGENT_PROFILES.map((profile) => profile.name).join(", ")}` }],
    ])
  })

  it.each([
    [{}],
    [[]],
    ["null"],
    [{ command: "run-now" }],
    [{ command: "stop" }],
    [{ command: "run-now", agent: "analysis", force: true }],
    [{ command: "replay-run", runId: "run_" }],
    [{ command: "replay-run", runId: `${RUN}\u0000` }],
    [{ command: "run-now", agent: "analysis", runId: RUN }],
    ['{"command":"run-now","agent":"analysis","__proto__":{"agent":"x"}}'],
  ])("of another shape is refused (%j)", async (body) => {
    expect((await send(body)).status).toBe(400)
    expect([front.sent.length, (await events()).length]).toEqual([0, 0])
  })

  it.each(["", "x".repeat(101), "two words", "tab\there"])("with the idempotency key %j is refused", async (key) => {
    const response = await send({ command: "run-now", agent: "analysis" }, { "idempotency-key": key })
    expect(await response.json()).toMatchObject({ errors: [{ pointer: "idempotency-key" }] })
    expect(response.status).toBe(400)
  })

  it("of more than 16 KiB is refused", async () => {
    expect((await send(`{"command":"run-now","agent":"${"x".repeat(16_384)}"}`)).status).toBe(413)
  })
})

describe("the operator's key", () => {
  it.each([
    undefined,
    "",
    KEY,
    `Basic ${KEY}`,
    "Bearer",
    "Bearer ",
    `Bearer ${KEY}x`,
    `Bearer ${KEY.slice(0, -1)}`,
    `Bearer ${KEY} ${KEY}`,
    `Bearer ${KEY.toUpperCase()}`,
  ])("is needed before anything else is read (%s)", async (authorization) => {
    const headers = authorization === undefined ? undefined : { authorization }
    const response = await front.ask("/api/v1/commands", { method: "POST", body: "not even JSON", ...(headers && { headers }) })
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="content-creator"'])
    expect(await response.text()).not.toContain(KEY)
    expect(front.database.statements.filter(({ role, sql }) => role === "studio_ingest" && /INSERT/.test(sql)).length).toBe(insertsBefore)
  })

  let insertsBefore = 0
  beforeEach(() => {
    insertsBefore = front.database.statements.filter(({ role, sql }) => role === "studio_ingest" && /INSERT/.test(sql)).length
  })
})

describe("health", () => {
  it("is 200 where commands can be stored, and 503 where they can't", async () => {
    expect(await (await front.ask("/api/v1/health")).json()).toEqual({ status: "ready", live: true, ready: true, at: NOON.toISOString() })
    front.database.fault = async () => new Response("away", { status: 500 })
    expect((await front.ask("/api/v1/health")).status).toBe(503)
  })
})

describe("the description of the commands", () => {
  it("says what a command is, which headers it takes, whose key it needs and how it fails", async () => {
    const doc = (await (await front.ask("/openapi.json")).json()) as { paths: Record<string, Record<string, Record<string, unknown>>> }
    expect(Object.keys(doc.paths)).toEqual([...new Set(ENDPOINTS.map((route) => route.path))])
    const post = doc.paths["/api/v1/commands"]?.["post"]
    expect(post).toMatchObject({
      parameters: [{ name: "idempotency-key", in: "header", required: false }],
      security: [{ key: [] }],
      requestBody: {
        content: {
          "application/json": {
            schema: { oneOf: [{ properties: { command: { const: "run-now" } } }, { properties: { command: { const: "replay-run" } } }] },
          },
        },
      },
    })
    expect(Object.keys(post?.["responses"] as object)).toEqual(["202", "400", "401", "403", "406", "413", "415", "500", "503"])
    expect(Object.keys(doc.paths["/api/v1/sessions"]?.["post"]?.["responses"] as object)).toEqual(
      "200 400 401 406 413 415 429 500 503".split(" "),
    )
  })
})

describe("every route", () => {
  it.each([...new Set(ROUTES.map((route) => route.path))])("%s names its methods where another one is used", async (path) => {
    const methods = ROUTES.filter((route) => route.path === path).flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]))
    const response = await front.ask(path, { method: "PUT" })
    expect([response.status, response.headers.get("allow")]).toEqual([405, [...methods, "OPTIONS"].join(", ")])
  })

  it("is closed to other sites' pages", async () => {
    expect((await front.ask("/api/v1/health")).headers.get("access-control-allow-origin")).toBeNull()
  })
})
