// What does an isolate know of one caller's tokens in one window of time: how many it holds, how many are left elsewhere, how many to fetch next?

/** One window of one caller. Once its time is over it is replaced, and what it still held is gone. */
export type Lease = {
  /** The window's number: its moments divided by its length, rounded down. */
  readonly window: number
  /** Tokens that were taken for this isolate and not used yet. */
  left: number
  /** Tokens that were left for all after the last look; null before the first. */
  rest: number | null
  /** Most tokens to fetch next: it grows with use. */
  next: number
  /** Where less than this is left, one of the callers fetches the next block before the others run out; 0: none does. */
  low: number
  /**
   * A block is on its way until it comes, or until then, in milliseconds since 1970: a request whose caller goes away ends in the middle, and never
   * says that its block does not come.
   */
  askingUntil: number
  /** Before this moment, in milliseconds since 1970, there are surely none. */
  refusedUntil: number
  /** Tokens that were used in the window before, as far as this isolate knows. */
  readonly usedBefore: number
}

export type TokenWindow = { readonly name: "minute" | "day"; readonly ms: number; readonly limit: number }

/** The lease of that moment: the given one, or a new one where its window is over. */
export function leaseAt(lease: Lease | undefined, { ms, limit }: TokenWindow, now: number): Lease {
  const window = Math.floor(now / ms)
  if (lease?.window === window) return lease
  const usedBefore = lease?.window === window - 1 ? Math.max(0, limit - (lease.rest ?? limit) - lease.left) : 0
  return { window, left: 0, rest: null, next: 1, low: 0, askingUntil: 0, refusedUntil: 0, usedBefore }
}

/** Whether the isolate holds so many; they are used then. */
export function spend(lease: Lease, cost: number): boolean {
  if (lease.left < cost) return false
  lease.left -= cost
  return true
}

/** A second's worth of a minute's limit is fetched at once at most, so that what an isolate holds is little of the whole. */
const SECONDS = 60

/**
 * How many to fetch for a request of that cost. A block doubles with each fetch, so that a caller who comes seldom takes no more than he uses; it
 * shrinks as the limit comes near; and while one is on its way, others fetch only what they need.
 */
export function nextBlock(lease: Lease, perMinute: number, cost: number, now: number): number {
  if (now < lease.askingUntil) return cost
  const most = Math.min(lease.next, Math.max(1, Math.floor(perMinute / SECONDS)), Math.floor((lease.rest ?? perMinute) / 4))
  lease.next = Math.min(lease.next * 2, 1_000_000)
  return Math.max(cost, most)
}

/** Blocks below this are fetched when they are needed: they are soon used up, and their caller seldom comes. */
const AHEAD_FROM = 16

/** A block has come: when a quarter of it is left the next one is due, so that at that pace nobody waits for it. */
export function noteBlock(lease: Lease, block: number): void {
  if (block >= AHEAD_FROM) lease.low = Math.floor(block / 4)
}

/** Tokens that all callers together may still take: what was seen elsewhere, and what is held here. */
export const remainingOf = (lease: Lease, limit: number): number => Math.max(0, Math.min(limit, (lease.rest ?? limit) + lease.left))

/** Takes tokens where nobody can be asked: this isolate alone counts, from what it last knew. The window before weighs as in Redis. */
export function spendHere(lease: Lease, { name, ms, limit }: TokenWindow, cost: number, now: number): boolean {
  const weight = name === "minute" ? 1 - (now % ms) / ms : 0
  const rest = lease.rest ?? limit - Math.floor(lease.usedBefore * weight)
  if (rest < cost) return false
  lease.rest = rest - cost
  return true
}

/** What was counted in a window and in the one before it. */
export type Counted = { readonly current: number; readonly previous: number }

/**
 * Milliseconds until a sliding window has room for one more, if nobody takes any until then: the first moment at which
 * floor((1 - p) * previous) + current < limit, p being the part of the window that is over. Formula: @upstash/ratelimit's sliding window.
 */
export function slidingWait({ ms, limit }: TokenWindow, { current, previous }: Counted, now: number): number {
  const over = now % ms
  if (current < limit) return Math.max(1, Math.floor(ms * Math.max(0, 1 - (limit - current) / Math.max(1, previous))) + 1 - over)
  return ms - over + Math.floor(ms * Math.max(0, 1 - limit / current)) + 1
}
