// Who is to be told when something happens? The endpoint's secret is shown once, here.
import * as z from "zod"
import { findWebhookEndpoint, insertWebhookEndpoint } from "../../../shared/db/queries/webhook-endpoints.ts"
import { MOST_ENDPOINTS, WebhookEvent } from "../../../shared/domain/webhook.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { newId } from "../../../shared/kit/ids.ts"
import { endpoint } from "../endpoint.ts"
import { Description, Events, noSuchWebhook, Secret, secretOf, ShownWebhook, showWebhook, toUrl, Url, WEBHOOKS } from "../webhooks.ts"

export const postWebhookRoute = endpoint({
  method: "POST",
  path: "/api/v1/webhooks",
  name: "postWebhook",
  summary: "Makes an endpoint that is told of insights or posts as they come. The answer is the only place that ever shows its secret.",
  tag: "Webhooks",
  body: z.strictObject({ url: Url, events: Events.default([...WebhookEvent.options]), description: Description.default("") }),
  reply: z.object({ webhook: ShownWebhook, secret: Secret }),
  cache: "never",
  guard: WEBHOOKS,
  fails: ["not-found", "conflict"],
  async answer(services, { body, actor: holder }) {
    const now = services.clock.now()
    const id = newId("whe", now)
    const secret = await secretOf(services, id, 1)
    const { actor, owner } = holder
    const made = { id, keyId: owner, url: toUrl(body.url, holder), description: body.description, events: body.events }
    if (!(await insertWebhookEndpoint(services.db, made, MOST_ENDPOINTS, { actor, now }))) {
      throw new Failure("conflict", `You have ${MOST_ENDPOINTS} endpoints, and that is the most. Delete one first.`)
    }
    const row = await findWebhookEndpoint(services.db, id, owner)
    if (row === null) throw noSuchWebhook()
    return { webhook: showWebhook(row, now), secret }
  },
})
