// How is an answer given that is at hand? Its caller is let in, the epoch is looked after, and it leaves as it was made.
import { type AccountBook, newAccountBook } from "./account-book.ts"
import type { AnswerMemory } from "./answer-memory.ts"
import type { Found } from "./asking.ts"
import type { Asked, Gate } from "./admission.ts"
import type { Served } from "./endpoint.ts"
import { isNoMember } from "./admit.ts"
import { lookAhead } from "./find-answer.ts"
import { giveAnswer, type Ready, recallAnswer } from "./recall.ts"
import { isFree } from "./serve.ts"

export type Given = {
  readonly response: Response
  /** The pattern of its route. */
  readonly route: string | null
  /** Where it is noted with others; without it, it has a line of its own in the log. */
  readonly book?: AccountBook
}

type Arrival<S> = {
  readonly request: Request
  /** Milliseconds since 1970. */
  readonly now: number
  /** Opens what handlers work with. */
  readonly services: () => S
  readonly background: (what: string, task: Promise<unknown>) => void
}

export type Quick<S> = {
  find(request: Request, now: number): Ready | null
  /** Throws what the gate throws. Null: the caller may be one who is told more, so that he has to be asked about first. */
  give(ready: Ready, arrival: Arrival<S>): Given | Promise<Given> | null
}

/** Gives what that memory has under the address of a request, and notes it in that book. */
export function openQuick<S extends Served>(memory: AnswerMemory<Found>, book = newAccountBook()): Quick<S> {
  return {
    find: (request, now) => recallAnswer(memory, request, now),
    give(ready, arrival) {
      const { services, request, now, background } = arrival
      const { gate, cache } = services()
      const { keeping, path, operation } = ready.serving
      if (operation.isTiered && !isNoMember(gate, request)) return null
      if (cache !== null && keeping !== null) lookAhead(cache, keeping.namespace, now, background)
      const asked: Asked = { scope: null, cost: operation.cost }
      if (gate !== null && !gate.admitAtOnce?.(request, asked)) return giveAdmitted(ready, arrival, asked, gate, book)
      return { response: giveAnswer(ready, request, now).response, route: path, book }
    },
  }
}

async function giveAdmitted<S>(ready: Ready, { request, now }: Arrival<S>, asked: Asked, gate: Gate, book: AccountBook): Promise<Given> {
  const { path } = ready.serving
  try {
    const admission = await gate.admit(request, asked)
    const { response, isBare } = giveAnswer(ready, request, now)
    if (isBare) admission.giveBack()
    for (const [name, value] of admission.headers()) response.headers.set(name, value)
    return { response, route: path, book }
  } catch (refusal) {
    if (!isFree(refusal, ready, request)) throw refusal
    return { response: giveAnswer(ready, request, now).response, route: path, book }
  }
}
