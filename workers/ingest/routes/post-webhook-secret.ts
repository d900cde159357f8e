// Is an endpoint to have another secret? For a while messages are signed with both, so that its program can change over in peace.
import * as z from "zod"
import { rotateWebhookSecret } from "../../../shared/db/queries/webhook-endpoints.ts"
import { GRACE_HOURS } from "../../../shared/domain/webhook.ts"
import { endpoint } from "../endpoint.ts"
import { noSuchWebhook, Secret, secretOf, WEBHOOK_PARAMS, WEBHOOKS } from "../webhooks.ts"

export const postWebhookSecretRoute = endpoint({
  method: "POST",
  path: "/api/v1/webhooks/{id}/secrets",
  name: "postWebhookSecret",
  summary: "Gives an endpoint its next secret, shown once. Until the grace is over messages carry the signatures of both.",
  tag: "Webhooks",
  params: WEBHOOK_PARAMS,
  body: z.strictObject({
    graceHours: z
      .int()
      .min(0)
      .max(GRACE_HOURS.most)
      .default(GRACE_HOURS.usual)
      .describe("How long the secret from before goes on; 0 where somebody else may know it."),
  }),
  reply: z.object({ id: z.string(), secret: Secret, previousSecretUntil: z.iso.datetime() }),
  cache: "never",
  guard: WEBHOOKS,
  fails: ["not-found"],
  async answer(services, { params: { id }, body: { graceHours }, actor: { actor, owner } }) {
    const now = services.clock.now()
    const previousUntil = new Date(now.getTime() + graceHours * 3_600_000)
    const turned = await rotateWebhookSecret(services.db, { id, owner, previousUntil }, { actor, now })
    if (turned === null) throw noSuchWebhook()
    return { id, secret: await secretOf(services, id, turned.version), previousSecretUntil: previousUntil.toISOString() }
  },
})
