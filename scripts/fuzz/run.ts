// What comes of it: every operation is asked many times, each answer is judged, and the first fault of a kind is kept with how to see it again.
import fc from "fast-check"
import { type Document, type Operation, operationsOf } from "./document.ts"
import { type Answer, newJudge } from "./judge.ts"
import { requestsOf, type Tried } from "./requests.ts"
import { newSeen } from "./values.ts"

export type Target = {
  readonly name: string
  readonly document: Document
  readonly ask: (path: string, init: RequestInit) => Promise<Response>
  /** Who asks, in turns: the headers of each, such as a key. */
  readonly callers: readonly Readonly<Record<string, string>>[]
  readonly now: Date
}

export type Fault = { readonly operation: string; readonly what: string; readonly tried: Tried; times: number }
export type Tally = { readonly operation: string; readonly statuses: Map<number, number>; sent: number; broken: number }
export type Outcome = { readonly tallies: readonly Tally[]; readonly faults: readonly Fault[] }

/** So many requests of an operation are under way at once. */
const ROUND = 20
/** Longest part of an endless answer that is read. */
const MOST_BYTES = 4_000_000

async function readAnswer(response: Response): Promise<Answer> {
  const { status, headers, body } = response
  const type = headers.get("content-type")
  if (!type?.startsWith("text/event-stream")) {
    const text = await response.text()
    return { status, type, body: text.slice(0, MOST_BYTES) }
  }
  await body?.cancel()
  return { status, type, body: "" }
}

/** Sends at least `requests` requests, in turns to each operation; `seed` makes the same ones again, as long as the answers are the same. */
export async function fuzz(target: Target, requests: number, seed: number, nasty: readonly string[]): Promise<Outcome> {
  const { document, callers, now } = target
  const operations = operationsOf(document)
  const judge = newJudge(document)
  const seen = newSeen()
  const faults = new Map<string, Fault>()
  const tallies = new Map(
    operations.map(({ name }) => [name, { operation: name, statuses: new Map<number, number>(), sent: 0, broken: 0 }]),
  )
  const tryOne = async (operation: Operation, tried: Tried): Promise<void> => {
    const { method, path, body } = tried
    const response = await target
      .ask(path, { method, headers: tried.headers, ...(body === null ? {} : { body }) })
      .catch((thrown: unknown) => thrown as Error)
    if (response instanceof Error) return tell(operation, tried, `could not be asked: ${response.message}`)
    const answer = await readAnswer(response)
    const tally = tallies.get(operation.name)
    if (tally === undefined) return
    tally.sent += 1
    tally.broken += tried.broken === null ? 0 : 1
    tally.statuses.set(answer.status, (tally.statuses.get(answer.status) ?? 0) + 1)
    // A method that was put in place of the right one may be that of another operation at the same path.
    const reached = operations.find((each) => each.path === operation.path && each.method === method) ?? operation
    const fault = judge(reached, answer, method)
    if (fault !== null) tell(operation, tried, fault)
    else if (answer.status === 200 && answer.type === "application/json") seen.add(operation.name, JSON.parse(answer.body))
  }
  const tell = ({ name }: Operation, tried: Tried, what: string): void => {
    const key = `${name} ${what.replaceAll(/\d+/g, "#")}`
    const fault = faults.get(key) ?? { operation: name, what, tried, times: 0 }
    fault.times += 1
    faults.set(key, fault)
  }
  // First each list as it is, whole: so ids and cursors are known from the beginning.
  for (const operation of operations.filter(({ method, path }) => method === "GET" && !path.includes("{"))) {
    for (const headers of callers) await tryOne(operation, { method: "GET", path: operation.path, headers, body: null, broken: null })
  }
  const rounds = Math.ceil(requests / (operations.length * ROUND))
  for (let round = 0; round < rounds; round += 1) {
    for (const operation of operations) {
      const requestsMade = requestsOf(document, operation, { seen, now, callers, nasty })
      const some = fc.sample(requestsMade, { seed: seed + round, numRuns: ROUND })
      await Promise.all(some.map((tried) => tryOne(operation, tried)))
    }
  }
  return { tallies: [...tallies.values()], faults: [...faults.values()] }
}
