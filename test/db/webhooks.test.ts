// Do other people's programs hear of each event, once where all goes well and again where it doesn't, and does nobody wait for those who don't answer?
import { Webhook } from "standardwebhooks"
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { MOST_ATTEMPTS, RETRY_WAITS_MS } from "../../shared/domain/webhook.ts"
import { secretOf } from "../../shared/integrations/webhook.ts"
import { webhooks } from "../../workers/agents/webhooks/agent.ts"
import { type Desk, openDesk } from "../world/desk.ts"
import { openWebhookReceiver, type WebhookReceiver } from "../world/hosts/webhook-receiver.ts"
import { openVirtualClock, type VirtualClock } from "../world/virtual-clock.ts"
import { openDatabase, type TestDatabase } from "./database.ts"
import {
  endpointId,
  eventId,
  insertEndpoints,
  insertInsightEvents,
  insightId,
  messageId,
  turnWebhooksOn,
  WEBHOOK_KEY,
} from "./webhook-rows.ts"

const NOON = new Date("2026-11-21T12:00:00Z")
const BEFORE = new Date("2026-11-20T12:00:00Z")
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000]
const one = { from: 1, to: 1 }

let database: TestDatabase
let clock: VirtualClock
let receiver: WebhookReceiver
let desk: Desk

beforeAll(async () => {
  database = await openDatabase()
  for (const method of ["log", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {})
})
afterAll(() => database.close())
beforeEach(async () => {
  database.fault = null
  await database.postgres.exec("TRUNCATE runs, events, switches, webhook_endpoints, api_keys, audit_log CASCADE")
  await turnWebhooksOn(database)
  clock = openVirtualClock(NOON)
  receiver = openWebhookReceiver()
  desk = openDesk({
    database: { url: database.url("studio_agents"), endpoint: database.endpoint },
    clock,
    agents: [webhooks],
    fetch: async (request) => receiver.host.answer(request, clock.now()),
    webhooks: { key: WEBHOOK_KEY, publicUrl: "https://studio.example.com" },
  })
})

/** Heartbeats every five minutes, and whatever they set going; those between which nothing is due are left out. */
async function live(ms: number): Promise<void> {
  const end = clock.now().getTime() + ms
  while (clock.now().getTime() < end) {
    const next = slotAfter(clock.now().getTime())
    await desk.beat()
    await desk.drain(new Date(Math.min(next, end) - 1))
    const [[due = null] = []] = await database.rows(
      "SELECT min(due_at) FROM webhook_messages JOIN webhook_endpoints e ON e.id = endpoint_id AND e.state = 'on'",
    )
    const idle = due === null ? end : slotAfter(new Date(due).getTime()) - 300_000
    clock.set(new Date(Math.min(end, Math.max(next, idle))))
  }
}
const slotAfter = (ms: number): number => (Math.floor(ms / 300_000) + 1) * 300_000
const messages = () => database.rows("SELECT endpoint_id, id, state, attempts FROM webhook_messages ORDER BY endpoint_id, id")
const states = async () => (await messages()).map(([, , state]) => state)
const endpoint = async () =>
  (await database.rows("SELECT state, disabled_why, failing_since IS NOT NULL FROM webhook_endpoints ORDER BY id")).at(0)
const told = (number: number) => ({
  kind: "event",
  id: eventId(number),
  name: "insight.created",
  data: { id: insightId(number), asset: "BTC", type: "breakout" },
})

describe("an event", () => {
  it("reaches each endpoint that listens to it, signed with the endpoint's own secret, the moment it is told", async () => {
    await insertEndpoints(database, { from: 1, to: 2 }, { since: BEFORE })
    await insertEndpoints(database, { from: 3, to: 3 }, { since: BEFORE, events: "{post.published}" })
    await insertInsightEvents(database, one, NOON)
    desk.send(told(1))
    await desk.drain(NOON)
    expect(receiver.messages.map(({ path, id }) => [path, id]).toSorted()).toEqual([
      ["/1", messageId(1)],
      ["/2", messageId(1)],
    ])
    const [first] = receiver.messages
    if (first === undefined) throw new Error("a message came")
    const secret = await secretOf(WEBHOOK_KEY, endpointId(Number(first.path.slice(1))), 1)
    vi.useFakeTimers({ now: NOON, toFake: ["Date"] })
    const taken = new Webhook(secret).verify(first.body, Object.fromEntries(first.headers))
    vi.useRealTimers()
    expect(taken).toEqual({
      type: "insight.created",
      timestamp: NOON.toISOString(),
      data: { id: insightId(1), asset: "BTC", type: "breakout", url: `https://studio.example.com/api/v1/insights/${insightId(1)}` },
    })
    expect([...new Set(await states())]).toEqual(["delivered"])
  })

  it("is told once, however often it is announced and looked for", async () => {
    await insertEndpoints(database, one, { since: BEFORE })
    await insertInsightEvents(database, { from: 1, to: 3 }, NOON)
    for (let i = 0; i < 3; i += 1) for (const number of [1, 2, 3]) desk.send(told(number))
    await live(HOUR)
    expect(receiver.messages.map(({ id }) => id)).toEqual([messageId(1), messageId(2), messageId(3)])
  })

  it("is found by the next heartbeat where nobody announced it", async () => {
    await insertEndpoints(database, one, { since: BEFORE })
    await insertInsightEvents(database, one, NOON)
    await live(1_000)
    expect(await states()).toEqual(["delivered"])
  })

  it("of before an endpoint was made is not told it, nor is anything while it is paused or once its key is over", async () => {
    await insertEndpoints(database, { from: 1, to: 4 }, { since: NOON })
    await database.postgres.exec(`
      INSERT INTO api_keys (id, name, secret_hash, scopes, source, events_per_minute, created_at, revoked_at)
      VALUES ('key_0000000001', 'x', '${"0".repeat(64)}', '{write:webhooks}', 'forum', 1, now(), now());
      INSERT INTO api_keys (id, name, secret_hash, scopes, source, events_per_minute, created_at, expires_at)
      VALUES ('key_0000000002', 'x', '${"1".repeat(64)}', '{write:webhooks}', 'forum', 1, '2026-11-01', '2026-11-21T12:00Z');
      UPDATE webhook_endpoints SET key_id = 'key_0000000002' WHERE id = '${endpointId(4)}';
      UPDATE webhook_endpoints SET state = 'paused' WHERE id = '${endpointId(2)}';
      UPDATE webhook_endpoints SET key_id = 'key_0000000001' WHERE id = '${endpointId(3)}'`)
    await insertInsightEvents(database, one, new Date(NOON.getTime() - 1))
    await insertInsightEvents(database, { from: 2, to: 2 }, NOON)
    await live(HOUR)
    expect(await messages()).toEqual([[endpointId(1), messageId(2), "delivered", "1"]])
  })
})

describe("dry run", () => {
  it("sends nothing, and keeps nothing for later", async () => {
    await turnWebhooksOn(database, false)
    await insertEndpoints(database, one, { since: BEFORE })
    await insertInsightEvents(database, one, NOON)
    await live(HOUR)
    await turnWebhooksOn(database)
    await live(HOUR)
    expect([receiver.messages, await messages()]).toEqual([[], []])
  })

  it("holds while the operator has stopped it, and what happened meanwhile goes out after", async () => {
    await insertEndpoints(database, one, { since: BEFORE })
    await database.postgres.exec(
      "INSERT INTO switches (scope, is_on, changed_by, changed_at) VALUES ('stop:channel:webhook', true, 'test', now())",
    )
    await insertInsightEvents(database, one, NOON)
    await live(HOUR)
    expect([receiver.messages.length, await states()]).toEqual([0, ["waiting"]])
    await database.postgres.exec("UPDATE switches SET is_on = false WHERE scope LIKE 'stop:%'")
    await live(10 * MINUTE)
    expect([receiver.messages.length, await states()]).toEqual([1, ["delivered"]])
  })
})

describe("an endpoint that fails", () => {
  it.each([["/status/500"], ["/status/404"], ["/redirect"], ["/drop"], ["/status/304"]])(
    "is tried again by the schedule: %s",
    async (path) => {
      await insertEndpoints(database, one, { since: BEFORE, path })
      await insertInsightEvents(database, one, NOON)
      await live(4 * DAY)
      expect(await messages()).toEqual([[endpointId(1), messageId(1), "failed", String(MOST_ATTEMPTS)]])
      expect(new Set(receiver.messages.map(({ id, body }) => `${id} ${body}`)).size).toBe(1)
      expect(new Set(receiver.messages.map(({ path: asked }) => asked))).toEqual(new Set([path]))
      const waits = receiver.messages.slice(1).map(({ at }, i) => at.getTime() - (receiver.messages[i]?.at.getTime() ?? 0))
      expect(waits).toHaveLength(RETRY_WAITS_MS.length)
      const late = waits.map((wait, i) => wait / (RETRY_WAITS_MS[i] ?? 1))
      expect(
        late.every((ratio) => ratio >= 1 && ratio < 1.25),
        late.join(" "),
      ).toBe(true)
      expect(await endpoint()).toEqual(["on", null, "t"])
    },
  )

  it("is well again with its first delivery", async () => {
    await insertEndpoints(database, one, { since: BEFORE, path: "/a" })
    receiver.behave("/a", "/status/503/60")
    await insertInsightEvents(database, one, NOON)
    await live(MINUTE)
    expect(receiver.messages).toHaveLength(1)
    receiver.behave("/a", null)
    await live(HOUR)
    expect(await messages()).toEqual([[endpointId(1), messageId(1), "delivered", "2"]])
    expect((receiver.messages[1]?.at.getTime() ?? 0) - NOON.getTime()).toBeGreaterThanOrEqual(60_000)
    expect(await endpoint()).toEqual(["on", null, "f"])
  })

  it("is disabled when it says that it is gone, and its messages wait", async () => {
    await insertEndpoints(database, one, { since: BEFORE, path: "/status/410" })
    await insertInsightEvents(database, { from: 1, to: 2 }, NOON)
    await live(DAY)
    expect(receiver.messages).toHaveLength(1)
    expect([await endpoint(), await states()]).toEqual([
      ["disabled", "gone", "t"],
      ["waiting", "waiting"],
    ])
    expect(await database.rows("SELECT actor, action, subject, detail FROM audit_log")).toEqual([
      ["agent webhooks", "webhook.disabled", endpointId(1), '{"why": "gone"}'],
    ])
  })

  it("is disabled after five days without a delivery, and not before", async () => {
    await insertEndpoints(database, one, { since: BEFORE, path: "/status/500" })
    await insertInsightEvents(database, one, NOON)
    await live(DAY)
    await insertInsightEvents(database, { from: 2, to: 2 }, clock.now())
    await live(3.9 * DAY)
    expect(await endpoint()).toEqual(["on", null, "t"])
    await insertInsightEvents(database, { from: 3, to: 3 }, clock.now())
    await live(0.5 * DAY)
    expect(await endpoint()).toEqual(["disabled", "failing", "t"])
  }, 60_000)

  it("keeps nobody else waiting, however many messages it has", async () => {
    await insertEndpoints(database, { from: 1, to: 3 }, { since: BEFORE, path: "/drop" })
    await insertEndpoints(database, { from: 4, to: 9 }, { since: BEFORE })
    await insertInsightEvents(database, { from: 1, to: 40 }, NOON)
    await live(299_000)
    const rows = await database.rows(
      "SELECT state, count(*) FROM webhook_messages GROUP BY endpoint_id < 'whe_0000000004', state ORDER BY 1",
    )
    expect(rows).toEqual([
      ["delivered", "240"],
      ["waiting", "120"],
    ])
    expect(receiver.messages.filter(({ path }) => path === "/drop").length).toBeLessThan(20)
  })

  it("may answer as much as it likes: nobody reads it", async () => {
    await insertEndpoints(database, one, { since: BEFORE, path: "/huge" })
    await insertInsightEvents(database, one, NOON)
    await live(MINUTE)
    expect(await states()).toEqual(["delivered"])
  })

  it("is not spoken to where its address has become one that the studio doesn't send to", async () => {
    await insertEndpoints(database, one, { since: BEFORE })
    await database.postgres.exec("UPDATE webhook_endpoints SET url = 'https://studio.example.com/api/v1/events'")
    await insertInsightEvents(database, one, NOON)
    await live(MINUTE)
    expect(receiver.messages).toEqual([])
    expect(await database.rows("SELECT DISTINCT status, failure FROM webhook_attempts")).toEqual([
      [null, "not sent: the address must not be the studio itself"],
    ])
  })
})

describe("a sender that is killed", () => {
  it("between the answer and its note sends the same message again, under the same id", async () => {
    await insertEndpoints(database, one, { since: BEFORE })
    await insertInsightEvents(database, { from: 1, to: 2 }, NOON)
    receiver.onMessage = () => {
      database.fault = () => Promise.reject(new Error("killed"))
    }
    await desk.beat()
    await desk.step().catch(() => undefined)
    expect(receiver.messages.map(({ id }) => id)).toEqual([messageId(1), messageId(2)])
    receiver.onMessage = null
    database.fault = null
    expect(await states()).toEqual(["waiting", "waiting"])
    await live(HOUR)
    expect(await states()).toEqual(["delivered", "delivered"])
    expect(receiver.messages.map(({ id }) => id)).toEqual([messageId(1), messageId(2), messageId(1), messageId(2)])
    expect(new Set(receiver.messages.map(({ body }) => body)).size).toBe(2)
  })
})

describe("what an owner asks for", () => {
  const ask = (number: number, what: Record<string, unknown>) => ({
    kind: "event",
    id: eventId(number),
    name: "webhook.asked",
    data: { ask: { endpoint: endpointId(1), ...what } },
  })

  it("a test message is sent, once for each time of asking", async () => {
    await insertEndpoints(database, one, { since: BEFORE })
    for (const number of [101, 101, 102]) desk.send(ask(number, { what: "test" }))
    await desk.drain(NOON)
    expect(receiver.messages.map(({ id, body }) => [id, (JSON.parse(body) as { type: string }).type])).toEqual([
      [messageId(101), "webhook.test"],
      [messageId(102), "webhook.test"],
    ])
  })

  it("one message again, also where it was delivered", async () => {
    await insertEndpoints(database, one, { since: BEFORE })
    await insertInsightEvents(database, { from: 1, to: 2 }, NOON)
    await live(MINUTE)
    desk.send(ask(101, { what: "message", message: messageId(2) }))
    desk.send(ask(101, { what: "message", message: messageId(2) }))
    await desk.drain(clock.now())
    expect(receiver.messages.map(({ id }) => id)).toEqual([messageId(1), messageId(2), messageId(2)])
  })

  it("what it lacks since a moment: what failed and what it never had, but not what it has", async () => {
    await insertEndpoints(database, one, { since: NOON })
    const [early, since] = [new Date(NOON.getTime() - 2 * HOUR), new Date(NOON.getTime() - HOUR)]
    // Ids of events tell their time.
    const timed = (text: string, at: Date) => database.postgres.exec(text.replaceAll("$at", `'${at.toISOString()}'`))
    const { newId } = await import("../../shared/kit/ids.ts")
    const ids = [newId("evt", early), newId("evt", since), newId("evt", NOON)]
    for (const [i, at] of [early, since, NOON].entries()) {
      await timed(
        `INSERT INTO events (id, name, source, external_id, data, created_at, dispatched_at)
         VALUES ('${ids[i]}', 'insight.created', 'analysis', 'r${i}', '{"id": "${insightId(i)}", "asset": "BTC", "type": "breakout"}', $at, $at)`,
        at,
      )
    }
    await live(MINUTE)
    expect(receiver.messages.map(({ id }) => id)).toEqual([ids[2]?.replace("evt", "msg")])
    const asking = newId("evt", clock.now())
    desk.send({ ...ask(0, { what: "since", since: since.toISOString(), all: false }), id: asking })
    await desk.drain(clock.now())
    expect(receiver.messages.map(({ id }) => id)).toEqual([ids[2], ids[1]].map((id) => id?.replace("evt", "msg")))
    desk.send({ ...ask(0, { what: "since", since: since.toISOString(), all: true }), id: newId("evt", clock.now()) })
    await desk.drain(clock.now())
    expect(receiver.messages).toHaveLength(4)
  })
})

describe("the number of statements", () => {
  it("is the same for three endpoints and for three thousand", async () => {
    const counts: number[] = []
    for (const to of [3, 3_000]) {
      await database.postgres.exec("TRUNCATE events, webhook_endpoints CASCADE")
      await insertEndpoints(database, { from: 1, to }, { since: BEFORE })
      await insertInsightEvents(database, { from: 1, to: 5 }, NOON)
      const before = database.statements.length
      desk.send({ kind: "run", agent: "webhooks", trigger: "schedule", input: { due: new Date(NOON.getTime() + to).toISOString() } })
      await desk.step()
      counts.push(database.statements.length - before)
      desk.queue.length = 0
    }
    expect(receiver.messages).toHaveLength(15 + 100)
    expect(counts[1]).toBe(counts[0])
  })
})
