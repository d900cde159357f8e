// Counts what a run or a request costs, and stops it before a limit is passed.
import { Failure } from "./failure.ts"

export type Budget = {
  /** Longest run, in milliseconds of real time. */
  readonly wallMs: number
  /** Most requests to outside systems, retries included. */
  readonly calls: number
  /** Most statements sent to the database by the agent itself (the runner's own two or three are not counted). */
  readonly statements: number
  /** Most tokens bought from a model. */
  readonly tokens: number
  /** Most money, in millionths of a US dollar. */
  readonly microUsd: number
}

export type Usage = {
  statements: number
  rows: number
  databaseMs: number
  calls: number
  retries: number
  tokens: number
  microUsd: number
}

/** Whom a request waits for, beside the database. */
export type Waited = "cache" | "limiter"

export class Meter {
  readonly usage: Usage = { statements: 0, rows: 0, databaseMs: 0, calls: 0, retries: 0, tokens: 0, microUsd: 0 }
  /** Milliseconds of waiting, as far as the clock shows them; undefined where nobody was asked. */
  readonly waited: Partial<Record<Waited, number>> = {}
  readonly #budget: Budget | null

  constructor(budget: Budget | null = null) {
    this.#budget = budget
  }

  /** Books one or more units before they are used; throws `budget-spent` where they would pass the limit. */
  spend(kind: "calls" | "statements" | "tokens" | "microUsd", amount = 1): void {
    const limit = this.#budget?.[kind]
    if (limit !== undefined && this.usage[kind] + amount > limit) {
      throw new Failure("budget-spent", `The budget of ${limit} ${kind} is spent.`, { context: { kind, limit, used: this.usage[kind] } })
    }
    this.usage[kind] += amount
  }

  /** Puts what was really used in the place of what was booked before. It may be more: it is used already, so nothing throws. */
  correct(kind: "tokens" | "microUsd", booked: number, used: number): void {
    this.usage[kind] += used - booked
  }

  /** Notes what a statement returned and took; it was booked before it was sent. */
  noteRows(rows: number, ms: number): void {
    this.usage.rows += rows
    this.usage.databaseMs += ms
  }

  /** What `task` gives; how long it took counts as time spent on `whom`. */
  async timed<T>(whom: Waited, task: () => Promise<T>): Promise<T> {
    const started = performance.now()
    try {
      return await task()
    } finally {
      this.waited[whom] = (this.waited[whom] ?? 0) + performance.now() - started
    }
  }

  noteRetry(): void {
    this.usage.retries += 1
  }
}
