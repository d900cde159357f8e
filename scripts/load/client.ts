// The program that sends events: a process of its own, started by load.ts. Sends when a request is due, whether or not earlier ones were answered.
import { Agent, request } from "node:http"
import { setTimeout as wait } from "node:timers/promises"
import { bodyOf } from "./events.ts"

export type Order = {
  readonly url: string
  readonly key: string
  readonly name: string
  readonly beganMs: number
  readonly requests: number
  readonly batch: number
  /** Between two requests. */
  readonly everyMs: number
}

export type Outcome = {
  /** Milliseconds from when a request was due until it was accepted, whatever was tried meanwhile, in the order in which they were due. */
  readonly waits: readonly number[]
  /** Tries beyond the first ones. */
  readonly retries: number
  /** From the first request until the last was accepted. */
  readonly wallMs: number
  /** Seconds of processor from the first request on. */
  readonly processorS: number
  /** Answers by status; 0 is no answer. */
  readonly answers: Readonly<Record<string, number>>
}

const AGAIN_MS = 100
const PATIENCE_MS = 120_000
const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** Status of the answer, 0 where none came. */
function post({ url, key }: Order, body: string): Promise<number> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json", "content-length": Buffer.byteLength(body) }
    const sent = request(`${url}/api/v1/events`, { method: "POST", agent, headers, timeout: 10_000 }, (answer) => {
      answer.resume()
      answer.once("end", () => resolve(answer.complete ? (answer.statusCode ?? 0) : 0))
      answer.once("error", () => resolve(0))
    })
    sent.once("timeout", () => sent.destroy())
    sent.once("error", () => resolve(0))
    sent.end(body)
  })
}

async function send(order: Order): Promise<Outcome> {
  const started = performance.now()
  const spent = process.cpuUsage()
  const answers: Record<string, number> = {}
  let retries = -order.requests
  const one = async (place: number): Promise<number> => {
    const due = started + place * order.everyMs
    const body = bodyOf(order.name, new Date(order.beganMs), place, order.batch)
    for (;;) {
      retries += 1
      const status = await post(order, body)
      answers[status] = (answers[status] ?? 0) + 1
      if (status === 202) return performance.now() - due
      if (performance.now() - due > PATIENCE_MS) throw new Error(`request ${place} was not accepted, the last answer was ${status}`)
      await wait(AGAIN_MS)
    }
  }
  const under: Promise<number>[] = []
  for (let place = 0; place < order.requests; place += 1) {
    const early = started + place * order.everyMs - performance.now()
    if (early > 1) await wait(early)
    under.push(one(place))
  }
  const waits = await Promise.all(under)
  const { user, system } = process.cpuUsage(spent)
  return { waits, retries, wallMs: performance.now() - started, processorS: (user + system) / 1e6, answers }
}

process.on("message", (order: Order) => {
  send(order).then(
    (outcome) => process.send?.(outcome),
    (thrown: unknown) => process.send?.({ error: String(thrown) }),
  )
})
