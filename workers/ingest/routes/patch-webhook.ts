// Shall an endpoint be told of something else, elsewhere, or nothing for now?
import * as z from "zod"
import { updateWebhookEndpoint } from "../../../shared/db/queries/webhook-endpoints.ts"
import { endpoint } from "../endpoint.ts"
import { Description, Events, noSuchWebhook, ShownWebhook, showWebhook, toUrl, Url, WEBHOOK_PARAMS, WEBHOOKS } from "../webhooks.ts"

export const patchWebhookRoute = endpoint({
  method: "PATCH",
  path: "/api/v1/webhooks/{id}",
  name: "patchWebhook",
  summary: "Changes what is given. A paused endpoint gets no messages of what happens meanwhile; a replay brings them.",
  tag: "Webhooks",
  params: WEBHOOK_PARAMS,
  body: z
    .strictObject({
      url: Url.optional(),
      events: Events.optional(),
      description: Description.optional(),
      state: z
        .enum(["on", "paused"])
        .optional()
        .describe("`on` after it was disabled: what waited goes out, and what failed before is forgotten."),
    })
    .refine((body) => Object.keys(body).length > 0, "must change something"),
  reply: ShownWebhook,
  cache: "never",
  guard: WEBHOOKS,
  fails: ["not-found"],
  async answer({ db, clock }, { params: { id }, body, actor: holder }) {
    const { actor, owner } = holder
    const now = clock.now()
    const change = { ...body, ...(body.url !== undefined && { url: toUrl(body.url, holder) }) }
    const row = await updateWebhookEndpoint(db, { id, owner }, change, { actor, now })
    if (row === null) throw noSuchWebhook()
    return showWebhook(row, now)
  },
})
