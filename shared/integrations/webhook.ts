// How does a message reach somebody's endpoint? Signed, sent once, without following redirects, and only its status is listened to.
import { type AttemptOutcome, renderMessage, secretSubject, type StoredMessage } from "../domain/webhook.ts"
import { findUrlFault } from "../domain/webhook-url.ts"
import type { Clock } from "../kit/clock.ts"
import { toFailure } from "../kit/failure.ts"
import type { Call } from "../kit/http.ts"
import { deriveSecret, signMessage } from "../kit/standard-webhook.ts"

export type WebhookConfig = {
  /** What every endpoint's secret is derived from. */
  readonly key: string
  /** Where readers find the studio, `https://host`; null where nobody has said. */
  readonly publicUrl: string | null
}

export type OutgoingMessage = StoredMessage & {
  /** `webhook-id`. */
  readonly id: string
  readonly endpoint: string
  readonly url: string
  readonly secretVersion: number
  /** Until then it is signed with the secret before, too. */
  readonly previousUntil: Date | null
}

/** `at` in studio time, `wallMs` in real time. */
export type WebhookAttempt = AttemptOutcome & { readonly at: Date; readonly wallMs: number }

export type Webhooks = {
  readonly clock: Clock
  /** One attempt; what went wrong outside is an outcome, not a failure. */
  send(message: OutgoingMessage): Promise<WebhookAttempt>
}

/** The secret of an endpoint, as its owner is shown it and as its messages are signed. */
export const secretOf = (key: string, endpoint: string, version: number): Promise<string> =>
  deriveSecret(key, secretSubject(endpoint, version))

/** `call` must send each request once: what is to be tried again is the message's affair. */
export function openWebhooks({ key, publicUrl }: WebhookConfig, { call, clock }: { readonly call: Call; readonly clock: Clock }): Webhooks {
  const ownHosts = publicUrl === null ? [] : [new URL(publicUrl).hostname]

  async function request({ id, endpoint, secretVersion, previousUntil, ...message }: OutgoingMessage, at: Date) {
    const versions = previousUntil !== null && previousUntil > at ? [secretVersion, secretVersion - 1] : [secretVersion]
    const secrets = await Promise.all(versions.map((version) => secretOf(key, endpoint, version)))
    const body = renderMessage(message, publicUrl)
    const signature = await signMessage({ id, at, body }, secrets)
    const headers = { "content-type": "application/json", "user-agent": "content-creator-webhooks/1", ...signature }
    return { source: "webhook", url: message.url, method: "POST", headers, body, ignoresBody: true } as const
  }

  return {
    clock,
    async send(message) {
      const at = clock.now()
      const fault = findUrlFault(message.url, ownHosts)
      if (fault !== null) return { at, wallMs: 0, status: null, failure: `not sent: the address ${fault}`.slice(0, 200), askedMs: null }
      const started = performance.now()
      const outcome = await attempt(call, await request(message, at))
      return { at, wallMs: Math.round(performance.now() - started), ...outcome }
    },
  }
}

async function attempt(call: Call, request: Parameters<Call>[0]): Promise<AttemptOutcome> {
  try {
    const { status } = await call(request)
    return { status, failure: status >= 200 && status < 300 ? null : `answered ${status}`, askedMs: null }
  } catch (thrown) {
    const { code, context, waitMs } = toFailure(thrown)
    if (!code.startsWith("upstream-") && code !== "rate-limited") throw thrown
    const status = typeof context["status"] === "number" ? context["status"] : null
    const reason = typeof context["reason"] === "string" ? context["reason"] : ""
    return { status, failure: status === null ? wordsOf(reason) : `answered ${status}`, askedMs: waitMs }
  }
}

/** Of what went wrong below HTTP only this much is told to the endpoint's owner: details would map a network for him. */
const wordsOf = (reason: string): string => (reason.startsWith("TimedOut") ? "no answer in time" : "could not be reached")
