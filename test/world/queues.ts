// How do the queues of the local world deliver? As Cloudflare's do (batches, retries with delays, dead letters, at most so many at once), but countable.

/** A consumer's row of wrangler.toml, times in milliseconds of real time. */
export type QueueSettings = {
  /** Name of the Worker that is called. */
  readonly consumer: string
  readonly batchSize: number
  /** Longest wait for a full batch. */
  readonly batchWaitMs: number
  readonly concurrency: number
  readonly retries: number
  readonly retryDelayMs: number
  readonly deadLetterQueue: string | null
}

export type QueueMessage = { readonly id: string; readonly timestamp: Date; readonly body: unknown; readonly attempts: number }

/** What a Worker's queue handler made of a batch, as workerd reports it. */
export type Outcome = {
  readonly outcome: string
  readonly retryBatch: { readonly retry: boolean; readonly delaySeconds?: number }
  readonly retryMessages?: readonly { readonly msgId: string; readonly delaySeconds?: number }[]
}

export type Delivery = QueueMessage & { readonly queue: string; readonly outcome: "acknowledged" | "retried" | "dead" | "dropped" | "lost" }

export type Queues = {
  /** Puts a message on a queue; one without a consumer keeps nothing. */
  send(queue: string, body: unknown, delaySeconds?: number): void
  /** Delivers what waits for a full batch now. */
  flush(): void
  /** Makes every delayed message due now, and says how many there were. */
  releaseDelayed(): number
  /** Gives up the deliveries that are under way, as when their Worker was killed, and delivers their messages again. */
  loseRunning(): void
  /** Messages due or being delivered; and those that wait for their time. */
  readonly busy: number
  readonly delayed: number
  /** The newest 10,000 ends of deliveries, oldest first. */
  readonly deliveries: readonly Delivery[]
  close(): void
}

type Deliver = (queue: string, consumer: string, batch: readonly QueueMessage[]) => Promise<Outcome>

const MOST_DELIVERIES = 10_000
const LOST: Outcome = { outcome: "exception", retryBatch: { retry: true } }

export function openQueues(settings: Readonly<Record<string, QueueSettings>>, deliver: Deliver): Queues {
  const deliveries: Delivery[] = []
  const note = (delivery: Delivery) => {
    deliveries.push(delivery)
    if (deliveries.length > MOST_DELIVERIES) deliveries.shift()
  }
  let count = 0
  const lines = new Map<string, Line>()
  for (const [name, row] of Object.entries(settings)) {
    const bury = (dead: QueueMessage) => lines.get(row.deadLetterQueue ?? "")?.add(dead, 0)
    lines.set(name, openLine(name, row, deliver, note, bury))
  }
  const all = () => [...lines.values()]
  return {
    deliveries,
    send(queue, body, delaySeconds = 0) {
      count += 1
      // The body travels as JSON, as it does in production.
      const message = { id: `m${count}`, timestamp: new Date(), body: JSON.parse(JSON.stringify(body)) as unknown, attempts: 1 }
      lines.get(queue)?.add(message, delaySeconds * 1000)
    },
    flush: () => all().forEach((line) => line.flush()),
    releaseDelayed: () => all().reduce((sum, line) => sum + line.release(), 0),
    loseRunning: () => all().forEach((line) => line.lose()),
    get busy() {
      return all().reduce((sum, line) => sum + line.busy, 0)
    },
    get delayed() {
      return all().reduce((sum, line) => sum + line.delayed, 0)
    },
    close: () => all().forEach((line) => line.close()),
  }
}

type Line = {
  add(message: QueueMessage, delayMs: number): void
  flush(): void
  lose(): void
  release(): number
  readonly busy: number
  readonly delayed: number
  close(): void
}
type Note = (delivery: Delivery) => void

/** One queue. */
function openLine(name: string, row: QueueSettings, deliver: Deliver, note: Note, bury: (dead: QueueMessage) => void): Line {
  const ready: QueueMessage[] = []
  const waiting = new Map<QueueMessage, NodeJS.Timeout>()
  const running = new Set<readonly QueueMessage[]>()
  let batchTimer: NodeJS.Timeout | null = null
  /** What is ready has waited long enough, but as many batches as may run were running. */
  let overdue = false
  let closed = false

  function add(message: QueueMessage, delayMs: number): void {
    if (closed) return
    if (delayMs > 0) {
      waiting.set(message, setTimeout(due, delayMs, message))
      return
    }
    ready.push(message)
    if (ready.length >= row.batchSize || row.batchWaitMs === 0) pump(false)
    else waitForMore()
  }

  function waitForMore(): void {
    if (!overdue) batchTimer ??= setTimeout(pump, row.batchWaitMs, true)
  }

  function due(message: QueueMessage): void {
    clearTimeout(waiting.get(message))
    if (waiting.delete(message)) add(message, 0)
  }

  /** Starts as many batches as may run; one that isn't full only where it has waited, or where no wait is wanted. */
  function pump(hasWaited: boolean): void {
    const partial = hasWaited || overdue
    if (batchTimer !== null && (partial || ready.length >= row.batchSize)) {
      clearTimeout(batchTimer)
      batchTimer = null
    }
    if (closed) return
    while (running.size < row.concurrency && ready.length > 0) {
      if (ready.length < row.batchSize && !partial && row.batchWaitMs > 0) return
      start(ready.splice(0, row.batchSize))
    }
    overdue = partial && ready.length > 0
  }

  function start(batch: readonly QueueMessage[]): void {
    running.add(batch)
    deliver(name, row.consumer, batch).then(
      (outcome) => end(batch, outcome),
      () => end(batch, LOST),
    )
  }

  function end(batch: readonly QueueMessage[], outcome: Outcome, lost = false): void {
    // A delivery that was given up has ended already.
    if (!running.delete(batch)) return
    const retries = new Map(outcome.retryMessages?.map(({ msgId, delaySeconds }) => [msgId, delaySeconds]))
    const retryAll = outcome.retryBatch.retry || outcome.outcome !== "ok"
    for (const message of batch) {
      if (!retryAll && !retries.has(message.id)) note({ ...message, queue: name, outcome: "acknowledged" })
      else again(message, retries.get(message.id) ?? outcome.retryBatch.delaySeconds, lost)
    }
    pump(false)
    if (ready.length > 0 && row.batchWaitMs > 0 && !closed) waitForMore()
  }

  function again(message: QueueMessage, delaySeconds: number | undefined, lost: boolean): void {
    if (message.attempts <= row.retries) {
      note({ ...message, queue: name, outcome: lost ? "lost" : "retried" })
      add({ ...message, attempts: message.attempts + 1 }, delaySeconds === undefined ? row.retryDelayMs : delaySeconds * 1000)
    } else if (row.deadLetterQueue === null) note({ ...message, queue: name, outcome: "dropped" })
    else {
      note({ ...message, queue: name, outcome: "dead" })
      bury({ ...message, attempts: 1 })
    }
  }

  return {
    add,
    flush: () => pump(true),
    lose: () => [...running].forEach((batch) => end(batch, LOST, true)),
    release() {
      const held = [...waiting.keys()]
      held.forEach(due)
      return held.length
    },
    get busy() {
      return ready.length + [...running].reduce((sum, batch) => sum + batch.length, 0)
    },
    get delayed() {
      return waiting.size
    },
    close() {
      closed = true
      for (const timer of waiting.values()) clearTimeout(timer)
      if (batchTimer !== null) clearTimeout(batchTimer)
    },
  }
}
