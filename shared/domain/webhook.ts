// What do other people's programs hear of the studio, and what follows from how they answer? Events, states, and the schedule of attempts. Pure.
import * as z from "zod"
import { InsightType } from "./insight.ts"
import { ChannelName } from "./post.ts"
import { AssetSymbol } from "./asset.ts"

/** Stored events that an endpoint can listen to. */
export const WebhookEvent = z.enum(["insight.created", "post.published"])
export type WebhookEvent = z.infer<typeof WebhookEvent>
/** Sent where its owner asks whether all is well. */
export const TEST_EVENT = "webhook.test"

const idOf = (prefix: string, what: string) =>
  z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{10,40}$`), `must be ${what}, such as ${prefix}_01jd8z3k9q4m7x2c5v8b`)
export const WebhookId = idOf("whe", "an endpoint's id")
/** `webhook-id`: the same for all endpoints, attempts and replays of an event. */
export const WebhookMessageId = idOf("msg", "a message's id")

/** `paused` by its owner, `disabled` by the studio: it answered 410, or failed for days. */
export const WebhookState = z.enum(["on", "paused", "disabled"])
export type WebhookState = z.infer<typeof WebhookState>
export const DisabledWhy = z.enum(["gone", "failing"])
export type DisabledWhy = z.infer<typeof DisabledWhy>

export const MessageState = z.enum(["waiting", "delivered", "failed"])
export type MessageState = z.infer<typeof MessageState>

const link = z.string().describe("Where it can be read with a key of yours: absolute where the studio knows its own address, else a path.")

/**
 * What is sent. Thin on purpose: an endpoint learns that something is there and where, and reads it with its own key, so that what may be
 * seen is decided in one place, by the API, at the time of reading; and no text from outside travels with the message.
 */
export const WebhookPayload = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("insight.created"),
    timestamp: z.iso.datetime(),
    data: z.object({ id: z.string(), asset: AssetSymbol, type: InsightType, url: link }),
  }),
  z.object({
    type: z.literal("post.published"),
    timestamp: z.iso.datetime(),
    data: z.object({ id: z.string(), channel: ChannelName, url: link }),
  }),
  z.object({ type: z.literal(TEST_EVENT), timestamp: z.iso.datetime(), data: z.object({ id: z.string() }) }),
])
export type WebhookPayload = z.infer<typeof WebhookPayload>

export type StoredMessage = { readonly type: string; readonly occurredAt: Date; readonly data: Readonly<Record<string, unknown>> }

/** Where what a message is about can be read; a test is about nothing. */
const PATHS: Readonly<Record<string, string>> = { "insight.created": "/api/v1/insights/", "post.published": "/api/v1/posts/" }

/** The body, the same for every attempt. `publicUrl`: the studio's own origin, null where it doesn't know it. Throws where the event isn't one of these. */
export function renderMessage({ type, occurredAt, data }: StoredMessage, publicUrl: string | null): string {
  const url = `${publicUrl === null ? "" : new URL(publicUrl).origin}${PATHS[type] ?? "/"}${String(data["id"])}`
  return JSON.stringify(WebhookPayload.parse({ type, timestamp: occurredAt.toISOString(), data: { ...data, url } }))
}

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000]
/** The waits after the first, second, ... failed attempt, in milliseconds: ten attempts in a little more than three days, as the specification has them. */
export const RETRY_WAITS_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
]
export const MOST_ATTEMPTS = RETRY_WAITS_MS.length + 1
/** At most this share is added to a wait, so that what failed together doesn't come back together. */
export const JITTER = 0.1
/** A receiver that asks for a longer rest is not waited for longer than this. */
export const LONGEST_ASKED_MS = 24 * HOUR
/** An endpoint that fails is left alone for this share of the time since it began to fail, whatever waits for it: one message at a time tries it. */
export const REST = { share: 0.25, leastMs: 5 * SECOND, mostMs: HOUR } as const
/** No attempt has gone well for so long: the endpoint is disabled. */
export const DISABLE_AFTER_MS = 5 * 24 * HOUR

/** The wait after so many failed attempts, in milliseconds; null where no attempt is left. `random`: 0 to 1. `askedMs`: what the receiver asked for. */
export function retryWaitMs(failed: number, random: number, askedMs: number | null): number | null {
  const wait = RETRY_WAITS_MS[failed - 1]
  if (wait === undefined) return null
  return Math.round(Math.max(wait * (1 + JITTER * random), Math.min(askedMs ?? 0, LONGEST_ASKED_MS)))
}

/** How an attempt went: `status` null where no answer came; `failure` null where it was delivered. */
export type AttemptOutcome = { readonly status: number | null; readonly failure: string | null; readonly askedMs: number | null }

export type Settled = {
  readonly state: MessageState
  /** When it is tried next; null where it has ended. */
  readonly dueAt: Date | null
  readonly isGone: boolean
}

/** What becomes of a message. `attempts`: how many there were before this one. 410 ends the endpoint, and the message waits for its owner. */
export function settleAttempt(
  outcome: AttemptOutcome,
  { attempts, now, random }: { attempts: number; now: Date; random: number },
): Settled {
  if (outcome.failure === null) return { state: "delivered", dueAt: null, isGone: false }
  const waitMs = retryWaitMs(attempts + 1, random, outcome.askedMs)
  const isGone = outcome.status === 410
  if (waitMs === null) return { state: "failed", dueAt: null, isGone }
  return { state: "waiting", dueAt: new Date(now.getTime() + waitMs), isGone }
}

/** What a secret is derived from: a rotation is the next version. */
export const secretSubject = (id: string, version: number): string => `webhook:v1:${id}:${version}`
/** A secret that was replaced goes on for a day unless asked otherwise, and for three at most. */
export const GRACE_HOURS = { usual: 24, most: 72 } as const
/** Endpoints that one owner may have. */
export const MOST_ENDPOINTS = 20
/** How far back a replay reaches. */
export const REPLAY_DAYS = 30
