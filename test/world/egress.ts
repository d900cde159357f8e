// Where does a request that leaves a Worker go? To the local Postgres, Redis or queues by its host, and anywhere else to the internet that was given.
import type { IncomingMessage, ServerResponse } from "node:http"
import * as z from "zod"
import type { Queues } from "./queues.ts"
import { type Handler, respond } from "./serve.ts"

/** `down`: the connection breaks. `silent`: nothing ever answers. Null: all is well. */
export type Outage = "down" | "silent" | null

export type Outages = { postgres: Outage; redis: Outage; queues: Outage }

export type Egress = {
  /** For Miniflare's `outboundService`. */
  readonly node: (incoming: IncomingMessage, outgoing: ServerResponse) => void
  /** Requests without an end so far, and all that ever began. */
  readonly open: number
  readonly begun: number
}

type Destinations = {
  readonly neon: Handler
  readonly redis: Handler
  readonly internet: Handler
  readonly queues: Pick<Queues, "send">
  readonly outages: Outages
}

export function openEgress(to: Destinations): Egress {
  const state = { open: 0, begun: 0 }
  return {
    get open() {
      return state.open
    },
    get begun() {
      return state.begun
    },
    node(incoming, outgoing) {
      state.open += 1
      state.begun += 1
      outgoing.once("close", () => void (state.open -= 1))
      const host = new URL(`http://${incoming.headers.host ?? ""}`).hostname
      const [outage, handler] = choose(to, host)
      if (outage === "silent") return
      if (outage === "down") return void outgoing.destroy()
      const scheme = host.endsWith(".local") ? "http" : "https"
      const answer: Handler = (request) => {
        request.headers.delete("mf-custom-node-service")
        return handler(request)
      }
      // What a host of the fake internet throws is a connection that broke.
      const onError = () => outgoing.destroy()
      respond(answer, incoming, outgoing, { scheme, onError }).catch(onError)
    },
  }
}

function choose(to: Destinations, host: string): readonly [Outage, Handler] {
  if (host === "db.local" || host === "api.db.local") return [to.outages.postgres, to.neon]
  if (host === "redis.local") return [to.outages.redis, to.redis]
  if (host === "queue.local") return [to.outages.queues, (request) => enqueue(to.queues, request)]
  return [null, to.internet]
}

const Sent = z.array(z.object({ body: z.unknown(), delaySeconds: z.number().optional() }))

async function enqueue(queues: Pick<Queues, "send">, request: Request): Promise<Response> {
  const queue = decodeURIComponent(new URL(request.url).pathname.slice(1))
  for (const { body, delaySeconds } of Sent.parse(await request.json())) queues.send(queue, body, delaySeconds)
  return new Response(null, { status: 204 })
}

/**
 * The Worker whose entrypoint stands in for a queue binding: `send` and `sendBatch`, told to `queue.local`. Miniflare's own queues
 * deliver one batch at a time and can't be looked into.
 */
export const QUEUE_BINDING = `
import { WorkerEntrypoint } from "cloudflare:workers"
async function post(queue, messages) {
  const answer = await fetch("http://queue.local/" + encodeURIComponent(queue), { method: "POST", body: JSON.stringify(messages) })
  if (!answer.ok) throw new Error("Queue send failed: " + answer.status)
}
export class Queue extends WorkerEntrypoint {
  send(body, options) {
    return post(this.ctx.props.queue, [{ body, delaySeconds: options?.delaySeconds }])
  }
  sendBatch(messages, options) {
    return post(this.ctx.props.queue, Array.from(messages, ({ body, delaySeconds = options?.delaySeconds }) => ({ body, delaySeconds })))
  }
}
export default { fetch: () => new Response("no such Worker", { status: 404 }) }
`
