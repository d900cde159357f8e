// What does a failure say about the part that was being sent? Pure: it is certainly not out, or nobody knows, and what happens next.
import type { Note } from "../../../shared/db/queries/delivery-outcomes.ts"
import type { Failure } from "../../../shared/kit/failure.ts"
import { backoffMs, MOST_TRIES } from "./timing.ts"

export type Sent = {
  readonly part: number
  /** Tries of this part before this one. */
  readonly tries: number
  readonly now: Date
  /** Until when an unknown outcome is left alone. */
  readonly settleAt: Date
  /** Whether a request was begun at all. */
  readonly begun: boolean
}

const LEAST_MS = 1_000
const after = (now: Date, ms: number): Date => new Date(now.getTime() + ms)
const reasonOf = ({ context: { reason } }: Failure): string => (typeof reason === "string" ? reason : "")
const textOf = (failure: Failure): string => `${failure.detail} ${reasonOf(failure)}`.trim().slice(0, 500)

/** A try that certainly posted nothing: another one later, or a person where there have been enough. */
export function tryLater(failure: Failure, { tries, now }: Pick<Sent, "tries" | "now">, channelFailure: string | null): Note {
  const backoff = backoffMs(tries + 1)
  const waitMs = failure.code === "rate-limited" ? Math.max(LEAST_MS, failure.waitMs ?? backoff) : Math.max(failure.waitMs ?? 0, backoff)
  const state = tries + 1 >= MOST_TRIES ? "held" : "scheduled"
  return { state, dueAt: after(now, waitMs), tries: tries + 1, code: failure.code, detail: textOf(failure), channelFailure }
}

/** What the sender of a part notes after `sendPart` has thrown. Whatever isn't certain is unknown. */
export function outcomeOf(failure: Failure, sent: Sent): Note {
  const { part, tries, now, settleAt, begun } = sent
  const told = { code: failure.code, detail: textOf(failure), tries: tries + 1 }
  const unknown = { ...told, state: "unknown", dueAt: settleAt, channelFailure: failure.code } as const
  switch (failure.code) {
    case "rate-limited":
      return tryLater(failure, sent, null)
    case "upstream-unavailable":
      return tryLater(failure, sent, failure.code)
    case "upstream-rejected":
    case "invalid-input":
      // A platform that has the same text already is asked whether it is this very part.
      if (/duplicate/i.test(reasonOf(failure))) return { ...unknown, channelFailure: null }
      return { ...told, state: part === 0 ? "refused" : "held", dueAt: now, channelFailure: null }
    case "misconfigured":
      return { ...told, state: "held", dueAt: now, channelFailure: null }
    case "budget-spent":
      // The request was stopped before it left.
      return tryLater(failure, sent, null)
    default:
      return begun ? unknown : tryLater(failure, sent, null)
  }
}
