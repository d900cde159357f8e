// Shall an endpoint hear nothing any more?
import * as z from "zod"
import { deleteWebhookEndpoint } from "../../../shared/db/queries/webhook-endpoints.ts"
import { endpoint } from "../endpoint.ts"
import { noSuchWebhook, WEBHOOK_PARAMS, WEBHOOKS } from "../webhooks.ts"

export const deleteWebhookRoute = endpoint({
  method: "DELETE",
  path: "/api/v1/webhooks/{id}",
  name: "deleteWebhook",
  summary: "Deletes an endpoint and forgets its address; what waited for it is never sent.",
  tag: "Webhooks",
  params: WEBHOOK_PARAMS,
  reply: z.object({ id: z.string(), deleted: z.literal(true) }),
  cache: "never",
  guard: WEBHOOKS,
  fails: ["not-found"],
  async answer({ db, clock }, { params: { id }, actor: { actor, owner } }) {
    if (!(await deleteWebhookEndpoint(db, id, owner, { actor, now: clock.now() }))) throw noSuchWebhook()
    return { id, deleted: true as const }
  },
})
