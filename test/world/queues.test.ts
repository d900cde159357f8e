// Do the local queues batch, wait, retry and bury as Cloudflare's do?
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { openQueues, type Outcome, type QueueMessage, type QueueSettings } from "./queues.ts"

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const SETTINGS: QueueSettings = {
  consumer: "worker",
  batchSize: 3,
  batchWaitMs: 5_000,
  concurrency: 2,
  retries: 2,
  retryDelayMs: 0,
  deadLetterQueue: null,
}
const DONE: Outcome = { outcome: "ok", retryBatch: { retry: false } }

/** Queues whose deliveries wait until the test ends them. */
function open(settings: Partial<QueueSettings> = {}) {
  const calls: { bodies: unknown[]; attempts: number[]; batch: readonly QueueMessage[]; end(outcome: Outcome): Promise<void> }[] = []
  const queues = openQueues(
    { jobs: { ...SETTINGS, ...settings }, dead: { ...SETTINGS, batchSize: 1, batchWaitMs: 0 } },
    (_queue, _consumer, batch) => {
      const { promise, resolve } = Promise.withResolvers<Outcome>()
      const end = async (outcome: Outcome) => {
        resolve(outcome)
        await vi.advanceTimersByTimeAsync(0)
      }
      calls.push({ bodies: batch.map(({ body }) => body), attempts: batch.map(({ attempts }) => attempts), batch, end })
      return promise
    },
  )
  return { queues, calls }
}

test("starts a batch when it is full, or when its first message has waited long enough", async () => {
  const { queues, calls } = open()
  for (const n of [1, 2, 3, 4]) queues.send("jobs", n)
  expect(calls.map(({ bodies }) => bodies)).toEqual([[1, 2, 3]])
  await vi.advanceTimersByTimeAsync(4_999)
  expect(calls).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(calls.map(({ bodies }) => bodies)).toEqual([[1, 2, 3], [4]])
  expect(queues.busy).toBe(4)
})

test("waits for a full batch again after one has ended, but not with what has waited long enough meanwhile", async () => {
  const { queues, calls } = open({ concurrency: 1 })
  for (const n of [1, 2, 3, 4]) queues.send("jobs", n)
  await vi.advanceTimersByTimeAsync(4_000)
  await calls[0]?.end(DONE)
  expect(calls).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(calls.map(({ bodies }) => bodies)).toEqual([[1, 2, 3], [4]])
  queues.send("jobs", 5)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(calls).toHaveLength(2)
  for (const n of [6, 7, 8]) queues.send("jobs", n)
  await calls[1]?.end(DONE)
  expect(calls[2]?.bodies).toEqual([5, 6, 7])
  await calls[2]?.end(DONE)
  expect(calls[3]?.bodies).toEqual([8])
})

test("starts what is there when it is flushed", () => {
  const { queues, calls } = open()
  queues.send("jobs", 1)
  queues.flush()
  expect(calls.map(({ bodies }) => bodies)).toEqual([[1]])
})

test("runs no more batches at once than it may", async () => {
  const { queues, calls } = open({ batchSize: 1, batchWaitMs: 0 })
  for (const n of [1, 2, 3]) queues.send("jobs", n)
  expect(calls).toHaveLength(2)
  await calls[0]?.end(DONE)
  expect(calls.map(({ bodies }) => bodies)).toEqual([[1], [2], [3]])
})

test("holds a delayed message until its time", async () => {
  const { queues, calls } = open({ batchSize: 1, batchWaitMs: 0 })
  queues.send("jobs", 1, 60)
  expect([queues.busy, queues.delayed]).toEqual([0, 1])
  await vi.advanceTimersByTimeAsync(59_999)
  expect(calls).toHaveLength(0)
  await vi.advanceTimersByTimeAsync(1)
  expect([calls.length, queues.delayed]).toEqual([1, 0])
})

test("retries the messages that ask for it after their delay, and acknowledges the others", async () => {
  const { queues, calls } = open()
  for (const n of [1, 2, 3]) queues.send("jobs", n)
  const id = calls[0]?.batch[1]?.id ?? ""
  await calls[0]?.end({ ...DONE, retryMessages: [{ msgId: id, delaySeconds: 10 }] })
  expect([queues.busy, queues.delayed]).toEqual([0, 1])
  await vi.advanceTimersByTimeAsync(15_000)
  expect([calls[1]?.bodies, calls[1]?.attempts]).toEqual([[2], [2]])
})

test("buries a message after its last retry, and drops it where there is no place to bury it", async () => {
  for (const [deadLetterQueue, last] of [
    ["dead", "dead"],
    [null, "dropped"],
  ] as const) {
    const { queues, calls } = open({ batchSize: 1, batchWaitMs: 0, deadLetterQueue })
    queues.send("jobs", "x")
    for (const i of [0, 1, 2]) await calls[i]?.end({ ...DONE, outcome: "exception" })
    expect(queues.deliveries.map(({ outcome, attempts }) => [outcome, attempts])).toEqual([
      ["retried", 1],
      ["retried", 2],
      [last, 3],
    ])
    expect(calls[3]?.attempts).toEqual(deadLetterQueue === null ? undefined : [1])
    queues.close()
  }
})

test("delivers again what was lost, and does not hear what the lost delivery says afterwards", async () => {
  const { queues, calls } = open({ batchSize: 1, batchWaitMs: 0 })
  queues.send("jobs", 1)
  queues.loseRunning()
  expect(calls[1]?.attempts).toEqual([2])
  await calls[0]?.end(DONE)
  expect(queues.busy).toBe(1)
  await calls[1]?.end(DONE)
  expect(queues.deliveries.map(({ outcome }) => outcome)).toEqual(["lost", "acknowledged"])
})

test("carries bodies as JSON does, and keeps nothing for a queue without a consumer", () => {
  const { queues, calls } = open({ batchSize: 1, batchWaitMs: 0 })
  queues.send("jobs", { at: new Date(0), gone: undefined })
  queues.send("nowhere", 1)
  expect(calls.map(({ bodies }) => bodies)).toEqual([[{ at: "1970-01-01T00:00:00.000Z" }]])
  expect(queues.busy).toBe(1)
})
