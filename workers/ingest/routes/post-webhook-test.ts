// Does an endpoint hear us? A message of the type `webhook.test` is sent, like every other.
import * as z from "zod"
import { endpoint } from "../endpoint.ts"
import { IDEMPOTENCY, StoredEvent } from "../tell.ts"
import { ask, WEBHOOK_PARAMS, WEBHOOKS } from "../webhooks.ts"

export const postWebhookTestRoute = endpoint({
  method: "POST",
  path: "/api/v1/webhooks/{id}/tests",
  name: "postWebhookTest",
  summary: "Sends a message of the type `webhook.test`, in a moment; the endpoint's attempts say what became of it.",
  tag: "Webhooks",
  params: WEBHOOK_PARAMS,
  headers: IDEMPOTENCY,
  body: z.strictObject({}),
  reply: StoredEvent,
  status: 202,
  cache: "never",
  guard: WEBHOOKS,
  fails: ["not-found", "conflict"],
  async answer(services, { params: { id }, headers, actor: holder }) {
    return ask(services, { what: "test", endpoint: id }, holder, headers["idempotency-key"])
  },
})
