// From the command to somebody's program, in workerd: two Workers derive the same secret, and the queue carries the wish.
import { afterAll, beforeAll, expect, it } from "vitest"
import { Webhook } from "standardwebhooks"
import { migrate } from "../../scripts/migrations.ts"
import { openWebhookReceiver } from "../world/hosts/webhook-receiver.ts"
import { LOCAL_OPERATOR_KEY } from "../world/miniflare-settings.ts"
import type { Postgres } from "../world/postgres-session.ts"
import { openRedis } from "../world/redis.ts"
import { openTestDatabase } from "../world/test-database.ts"
import { openWorld, type World } from "../world/world.ts"

const receiver = openWebhookReceiver()
let postgres: Postgres
let world: World

beforeAll(async () => {
  postgres = await openTestDatabase(async (exec) => void (await migrate({ exec })))
  world = await openWorld({
    postgres,
    redis: openRedis({ token: "local-only" }),
    internet: async (request) =>
      receiver.host.names.includes(new URL(request.url).hostname)
        ? receiver.host.answer(request, new Date())
        : new Response("closed", { status: 503 }),
  })
}, 120_000)
afterAll(async () => {
  await world.close()
  await postgres.close()
})

async function command<T>(path: string, body: unknown): Promise<T> {
  const headers = { authorization: `Bearer ${LOCAL_OPERATOR_KEY}`, "content-type": "application/json" }
  const response = await world.fetch("ingest", `/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) })
  expect(response.ok, path).toBe(true)
  return (await response.json()) as T
}

it("a message that an owner asks for is signed with the secret that he was shown, by whichever Worker, and noted as delivered", async () => {
  await command("/switches", { scope: "live:webhook", on: true })
  const { webhook, secret } = await command<{ webhook: { id: string }; secret: string }>("/webhooks", {
    url: "https://hooks.example.com/a",
  })
  await command(`/webhooks/${webhook.id}/tests`, {})
  await world.drain()
  const [message] = receiver.messages
  if (message === undefined) throw new Error("a message came")
  const taken = new Webhook(secret).verify(message.body, Object.fromEntries(message.headers))
  expect(taken).toEqual({ type: "webhook.test", timestamp: expect.any(String), data: { id: webhook.id } })
  const { rows } = await postgres.query(
    "SELECT m.state, a.status FROM webhook_messages m JOIN webhook_attempts a ON a.message_id = m.id",
    [],
  )
  expect(rows).toEqual([["delivered", "204"]])
})
