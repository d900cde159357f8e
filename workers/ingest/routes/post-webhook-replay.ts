// What has an endpoint missed? One message again, or all since a moment, each under the id that it has always had.
import * as z from "zod"
import { findWebhookMessage } from "../../../shared/db/queries/webhook-endpoints.ts"
import { REPLAY_DAYS, TEST_EVENT, WebhookMessageId } from "../../../shared/domain/webhook.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { endpoint, type IngestServices } from "../endpoint.ts"
import { IDEMPOTENCY, StoredEvent } from "../tell.ts"
import { ask, type Holder, replayLimit, WEBHOOK_PARAMS, WEBHOOKS } from "../webhooks.ts"

const Since = z.iso
  .datetime({ offset: true, error: "must be a moment with its distance from UTC, such as 2026-11-21T12:00:00Z" })
  .describe(`Sends what happened since then and was not delivered, also what it was never told; at most ${REPLAY_DAYS} days back.`)

export const postWebhookReplayRoute = endpoint({
  method: "POST",
  path: "/api/v1/webhooks/{id}/replays",
  name: "postWebhookReplay",
  summary: "Sends a message again by its `webhook-id`, or everything since a moment that was not delivered (`all`: that too).",
  tag: "Webhooks",
  params: WEBHOOK_PARAMS,
  headers: IDEMPOTENCY,
  body: z.union([z.strictObject({ message: WebhookMessageId }), z.strictObject({ since: Since, all: z.boolean().default(false) })]),
  reply: StoredEvent,
  status: 202,
  cache: "never",
  guard: WEBHOOKS,
  fails: ["not-found", "conflict"],
  async answer(services, { params: { id }, body, headers, actor: holder }) {
    const wish = "message" in body ? await wishFor(services, id, body.message, holder) : since(id, body, services.clock.now())
    return ask(services, wish, holder, headers["idempotency-key"])
  },
})

async function wishFor({ db }: IngestServices, id: string, message: string, { owner }: Holder) {
  const found = await findWebhookMessage(db, { id: message, endpoint: id, owner })
  if (found === null) throw new Failure("not-found", "The endpoint has no such message.")
  if (found.type === TEST_EVENT) throw new Failure("conflict", "A test is not sent again: ask for a new one.")
  return { what: "message" as const, endpoint: id, message }
}

function since(id: string, asked: { readonly since: string; readonly all: boolean }, now: Date) {
  const from = new Date(asked.since)
  if (from < replayLimit(now)) {
    const detail = `must not be more than ${REPLAY_DAYS} days ago`
    throw new Failure("invalid-input", `/since: ${detail}`, { faults: [{ pointer: "/since", detail }] })
  }
  return { what: "since" as const, endpoint: id, since: from.toISOString(), all: asked.all }
}
