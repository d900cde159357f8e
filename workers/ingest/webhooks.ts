// What is common to the endpoints of other people's programs: whose they are, how they are shown, and which addresses are taken.
import * as z from "zod"
import { findWebhookEndpoint, type Owner, type WebhookEndpoint } from "../../shared/db/queries/webhook-endpoints.ts"
import { shownKey } from "../../shared/domain/api-key.ts"
import type { WebhookAsk } from "../../shared/domain/event.ts"
import { DisabledWhy, REPLAY_DAYS, secretSubject, WebhookEvent, WebhookId, WebhookState } from "../../shared/domain/webhook.ts"
import { findUrlFault } from "../../shared/domain/webhook-url.ts"
import { Failure } from "../../shared/kit/failure.ts"
import { deriveSecret } from "../../shared/kit/standard-webhook.ts"
import { checkKey } from "./api-key.ts"
import { storable } from "./decide.ts"
import type { IngestServices } from "./endpoint.ts"
import { checkOperator } from "./operator.ts"
import { tell } from "./tell.ts"

/** Who asks: a key for its own endpoints, the operator (`owner` null) for all. */
export type Holder = {
  readonly actor: string
  readonly owner: Owner
  /** Under which name this Worker was asked: nothing is sent there. */
  readonly host: string | null
}

/** For an endpoint's `guard`. */
export const WEBHOOKS = {
  key: "the operator's key, or a key with the scope write:webhooks",
  async check(services: IngestServices, headers: Headers): Promise<Holder> {
    const host = headers.get("host")?.replace(/:\d+$/, "") ?? null
    if (shownKey(headers) === null) return { actor: await checkOperator(services, headers), owner: null, host }
    const { id } = await checkKey(services, headers, "write:webhooks")
    return { actor: id, owner: id, host }
  },
}

export const WEBHOOK_PARAMS = { id: WebhookId }

export const Url = z
  .string()
  .describe("Where messages are sent: https, at a named host of the public internet, on port 443 or 8443. Redirects are not followed.")
export const Description = storable(200).describe("What it is for, for you.")
export const Events = z
  .array(WebhookEvent)
  .min(1, "must name an event")
  .refine((events) => new Set(events).size === events.length, "names an event twice")
  .describe("What it is told of.")

/** The address as it is stored. Throws `invalid-input` where messages are not sent there. */
export function toUrl(text: string, { host }: Holder): string {
  const fault = findUrlFault(text, host === null ? [] : [host])
  if (fault === null) return new URL(text).href
  throw new Failure("invalid-input", `/url: ${fault}`, { faults: [{ pointer: "/url", detail: fault }] })
}

/** An endpoint as its owner sees it. */
export const ShownWebhook = z.object({
  id: z.string(),
  key: z.string().nullable().describe("The key that it belongs to; null: the operator's own."),
  url: z.string(),
  description: z.string(),
  events: z.array(WebhookEvent),
  state: WebhookState.describe("`disabled` by the studio; set it to `on` again once what was wrong is mended."),
  disabledWhy: DisabledWhy.nullable().describe("`gone`: it answered 410. `failing`: no attempt went well for five days."),
  waiting: z.int().describe("Messages that wait to be delivered."),
  failingSince: z.iso.datetime().nullable(),
  lastDeliveredAt: z.iso.datetime().nullable(),
  previousSecretUntil: z.iso.datetime().nullable().describe("Until then messages are signed with the secret from before, too."),
  createdAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
})

const text = (at: Date | null): string | null => at?.toISOString() ?? null

export const showWebhook = (row: WebhookEndpoint, now: Date): z.input<typeof ShownWebhook> => ({
  id: row.id,
  key: row.keyId,
  url: row.url,
  description: row.description,
  events: [...row.events],
  state: row.state,
  disabledWhy: row.disabledWhy,
  waiting: row.waiting,
  failingSince: text(row.failingSince),
  lastDeliveredAt: text(row.lastOkAt),
  previousSecretUntil: row.previousUntil !== null && row.previousUntil > now ? text(row.previousUntil) : null,
  createdAt: row.createdAt.toISOString(),
  changedAt: row.changedAt.toISOString(),
})

export const Secret = z.string().describe("Shown here only: `whsec_` and base64, as Standard Webhooks has it. It is not stored.")

/** Throws `not-found` where webhooks are off. */
export function secretOf({ webhooks }: IngestServices, id: string, version: number): Promise<string> {
  if (webhooks === null) throw new Failure("not-found", "Webhooks are off here: the studio has no key for them.")
  return deriveSecret(webhooks.key.reveal(), secretSubject(id, version))
}

export const noSuchWebhook = () => new Failure("not-found", "There is no such endpoint, or it belongs to another key.")

/** Stores what an owner asks to be sent, for the agent. Throws `not-found`, or `conflict` where the endpoint is not on. */
export async function ask(services: IngestServices, wish: WebhookAsk, { actor, owner }: Holder, idempotencyKey: string | undefined) {
  const row = await findWebhookEndpoint(services.db, wish.endpoint, owner)
  if (row === null) throw noSuchWebhook()
  if (row.state !== "on") throw new Failure("conflict", `The endpoint is ${row.state}. Turn it on first: PATCH it with {"state": "on"}.`)
  const word = { name: "webhook.asked" as const, data: { ask: wish }, source: owner ?? "operator", externalId: idempotencyKey }
  return tell(services, word, { actor, now: services.clock.now() })
}

/** The earliest moment that a replay may begin at. */
export const replayLimit = (now: Date): Date => new Date(now.getTime() - REPLAY_DAYS * 86_400_000)
