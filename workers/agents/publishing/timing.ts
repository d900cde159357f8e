// How long does a sender have, and when is it somebody else's turn? All in milliseconds.
import type { Clock } from "../../../shared/kit/clock.ts"

/** Longest wait for one answer of a platform, in real time. */
export const CALL_MS = 10_000
/** A sender has its part for so long; a picture goes to X in five requests. */
const LEASE_MS = 90_000
/** How much later than a request can end, by a clock that differs, or in a process that stood still, it may be asked after. */
const MARGIN_MS = 10_000
/** Two of our own clocks, or ours and the platform's, differ by less than this: nothing that may be ours is older than a part's first try by more. */
export const SINCE_MARGIN_MS = 3_600_000
/** After this many tries of one part a person has to look. */
export const MOST_TRIES = 8
const BACKOFF_MS = { first: 15_000, longest: 900_000 }

/** Studio time that passes in so much real time; at least as much, so that a slow studio is no hasty one. */
const studio = (clock: Clock, ms: number): number => ms * Math.max(1, clock.speed)

export const leaseFrom = (clock: Clock): Date => new Date(clock.now().getTime() + studio(clock, LEASE_MS))

/** Whether a request that begins now has surely ended when a lease ends. */
export const hasTime = (clock: Clock, leaseUntil: Date): boolean => clock.now().getTime() + studio(clock, CALL_MS) < leaseUntil.getTime()

/** How long a part that may be out is left alone before it is asked after: the platform shows it by then, and no request is under way. */
export const settleMs = (clock: Clock, ofChannel: number): number => Math.max(ofChannel, studio(clock, CALL_MS + MARGIN_MS))

/** The wait after so many tries, doubling from a quarter of a minute to a quarter of an hour. */
export const backoffMs = (tries: number): number => Math.min(BACKOFF_MS.longest, BACKOFF_MS.first * 2 ** Math.max(0, tries - 1))
