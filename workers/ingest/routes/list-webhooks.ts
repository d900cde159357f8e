// Who listens to the studio?
import * as z from "zod"
import { listWebhookEndpoints } from "../../../shared/db/queries/webhook-endpoints.ts"
import { endpoint } from "../endpoint.ts"
import { ShownWebhook, showWebhook, WEBHOOKS } from "../webhooks.ts"

/** More than anyone should need; the newest are listed. */
const MOST = 500

export const listWebhooksRoute = endpoint({
  path: "/api/v1/webhooks",
  name: "listWebhooks",
  summary: `Lists your endpoints, the newest ${MOST}, newest first; the operator sees everybody's.`,
  tag: "Webhooks",
  reply: z.object({ webhooks: z.array(ShownWebhook) }),
  cache: "never",
  guard: WEBHOOKS,
  async answer({ db, clock }, { actor: { owner } }) {
    const now = clock.now()
    return { webhooks: (await listWebhookEndpoints(db, owner, MOST)).map((row) => showWebhook(row, now)) }
  },
})
