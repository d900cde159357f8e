// How is an endpoint doing? Its last attempts say what it answered.
import * as z from "zod"
import { findWebhookEndpoint, listWebhookAttempts } from "../../../shared/db/queries/webhook-endpoints.ts"
import { MessageState } from "../../../shared/domain/webhook.ts"
import { endpoint } from "../endpoint.ts"
import { noSuchWebhook, ShownWebhook, showWebhook, WEBHOOK_PARAMS, WEBHOOKS } from "../webhooks.ts"

const MOST_ATTEMPTS = 100

export const getWebhookRoute = endpoint({
  path: "/api/v1/webhooks/{id}",
  name: "getWebhook",
  summary: `Shows an endpoint with its last ${MOST_ATTEMPTS} attempts, newest first.`,
  tag: "Webhooks",
  params: WEBHOOK_PARAMS,
  reply: z.object({
    webhook: ShownWebhook,
    attempts: z.array(
      z.object({
        id: z.string(),
        message: z.string().describe("The message's `webhook-id`, the same for all of its attempts."),
        type: z.string(),
        at: z.iso.datetime(),
        status: z.int().nullable().describe("What the endpoint answered; null: nothing came."),
        failure: z.string().nullable().describe("Null: it was delivered."),
        wallMs: z.int(),
        state: MessageState.describe("How the message stands now."),
        nextAt: z.iso.datetime().nullable().describe("When the message is tried next."),
      }),
    ),
  }),
  cache: "never",
  guard: WEBHOOKS,
  fails: ["not-found"],
  async answer({ db, clock }, { params: { id }, actor: { owner } }) {
    const row = await findWebhookEndpoint(db, id, owner)
    if (row === null) throw noSuchWebhook()
    const attempts = await listWebhookAttempts(db, { owner, endpoint: id }, MOST_ATTEMPTS)
    return {
      webhook: showWebhook(row, clock.now()),
      attempts: attempts.map(({ endpoint: _own, at, dueAt, ...rest }) => ({
        ...rest,
        at: at.toISOString(),
        nextAt: dueAt?.toISOString() ?? null,
      })),
    }
  },
})
