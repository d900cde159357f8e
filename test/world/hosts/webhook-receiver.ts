// Somebody's program that takes the studio's messages. The path says how it behaves, so that a person can try each by hand:
// /status/500 answers that, /redirect sends elsewhere, /huge never ends its answer, /drop breaks the connection, /hang is silent; all else is fine.
import { type Host, retryAfter } from "./host.ts"

export type ReceivedMessage = {
  readonly id: string
  readonly path: string
  readonly at: Date
  readonly headers: Headers
  readonly body: string
}

export type WebhookReceiver = {
  readonly host: Host
  /** Everything that came, whatever was answered; the oldest first. */
  readonly messages: readonly ReceivedMessage[]
  /** Called with each message before it is answered. */
  onMessage: ((message: ReceivedMessage) => void) | null
  /** From now on this path behaves as that one does; null: as its own. */
  behave(path: string, as: string | null): void
}

export const RECEIVER_HOST = "hooks.example.com"
const MOST_KEPT = 1_000

export function openWebhookReceiver(): WebhookReceiver {
  const messages: ReceivedMessage[] = []
  const manners = new Map<string, string>()
  const receiver: WebhookReceiver = {
    host: { names: [RECEIVER_HOST], answer: take, refuse: (status, after) => new Response("no", { status, headers: retryAfter(after) }) },
    messages,
    onMessage: null,
    behave: (path, as) => void (as === null ? manners.delete(path) : manners.set(path, as)),
  }
  async function take(request: Request, at: Date): Promise<Response> {
    const { pathname, search } = new URL(request.url)
    const path = pathname + search
    const message = { id: request.headers.get("webhook-id") ?? "", path, at, headers: request.headers, body: await request.text() }
    messages.push(message)
    if (messages.length > MOST_KEPT) messages.splice(0, messages.length - MOST_KEPT)
    receiver.onMessage?.(message)
    return answerAs(manners.get(path) ?? path)
  }
  return receiver
}

async function answerAs(path: string): Promise<Response> {
  const [, manner = "", value = "", after] = path.split("/")
  if (manner === "status")
    return new Response(/^(204|304)$/.test(value) ? null : "x", {
      status: Number(value),
      headers: retryAfter(after === undefined ? null : Number(after)),
    })
  if (manner === "redirect") return new Response(null, { status: 302, headers: { location: "https://127.0.0.1/internal" } })
  if (manner === "huge") return new Response(endless(), { status: 200 })
  if (manner === "drop") throw new TypeError("fetch failed: the connection was reset")
  if (manner === "hang") return new Promise(() => undefined)
  return new Response(null, { status: 204 })
}

/** A body without an end: whoever reads it whole runs out of memory or patience. */
function endless(): ReadableStream<Uint8Array> {
  const piece = new Uint8Array(65_536).fill(120)
  return new ReadableStream({ pull: (controller) => controller.enqueue(piece) })
}
