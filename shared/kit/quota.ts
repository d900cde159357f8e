// May somebody have another answer, by what he may ask in a minute and in a day? Tokens lie in Redis; where it is gone, each isolate counts by itself.
import { Ratelimit } from "@upstash/ratelimit"
import type { Redis } from "@upstash/redis"
import type { Clock } from "./clock.ts"
import { log } from "./log.ts"
import type { JoinedRedis } from "./redis-join.ts"
import { type Lease, leaseAt, nextBlock, noteBlock, remainingOf, slidingWait, spend, spendHere, type TokenWindow } from "./token-lease.ts"

export type Limits = { readonly perMinute: number; readonly perDay: number }

export type WindowState = {
  readonly name: "minute" | "day"
  readonly limit: number
  readonly seconds: number
  readonly remaining: number
  /** When all of it is there again, or the first of it where none is left; milliseconds since 1970. */
  readonly resetMs: number
}

export type Taken = {
  readonly isAllowed: boolean
  /** Milliseconds after which another try succeeds, if nobody else takes what comes free; 0 where it is allowed. */
  readonly waitMs: number
  /** Redis was gone, and this isolate alone has counted. */
  readonly isLocal: boolean
  /** As it stands now: the minute, then the UTC day. */
  windows(): readonly WindowState[]
  /** Puts back what was taken; the next of this caller's requests to this isolate has it, within the same window. */
  giveBack(): void
}

export type Quota = { take(who: string, limits: Limits, cost: number): Promise<Taken> }

type Held = { minute: Lease | undefined; day: Lease | undefined }
/** What an isolate keeps between requests. */
export type QuotaMemory = { readonly held: Map<string, Held>; restsUntil: number; toldAt: number }
export const newQuotaMemory = (): QuotaMemory => ({ held: new Map(), restsUntil: 0, toldAt: Number.NEGATIVE_INFINITY })

/** Callers that an isolate remembers; the one that came longest ago is forgotten first, and loses the tokens held for it. */
const MOST_HELD = 20_000
/** A Redis that failed is not asked again for so long: waiting for it would slow down every request. */
const REST_MS = 10_000
/** Longer than Redis is waited for. */
const PATIENCE_MS = 3_000
const TOLD_EVERY_MS = 60_000
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** Null: the tokens were had. Else the moment before which there are none. */
type Outcome = number | null

/** The limits of one request. `name` keeps different limits apart; `clock` is the machine's. */
export function openQuota(redis: JoinedRedis, name: string, clock: Clock, memory: QuotaMemory): Quota {
  return {
    async take(who, limits, cost) {
      const now = clock.now().getTime()
      const held = heldFor(memory, `${name} ${who}`)
      const windows: readonly TokenWindow[] = [
        { name: "minute", ms: MINUTE_MS, limit: limits.perMinute },
        { name: "day", ms: DAY_MS, limit: limits.perDay },
      ]
      const leases = windows.map((window) => (held[window.name] = leaseAt(held[window.name], window, now)))
      const asked = { redis, name, who, cost, now, perMinute: limits.perMinute, memory }
      const outcomes = leases.every(({ left }) => left >= cost)
        ? leases.map((lease) => (spend(lease, cost) ? null : now))
        : await Promise.all(leases.map((lease, i) => obtain(windows[i] as TokenWindow, lease, asked)))
      // One of many waits, so that the others need not.
      await Promise.all(leases.map((lease, i) => fetchAhead(windows[i] as TokenWindow, lease, asked)))
      const until = Math.max(...outcomes.map((outcome) => outcome ?? 0))
      const isAllowed = until === 0
      // What only one of the windows had stays with this isolate: the next request finds it.
      if (!isAllowed) leases.forEach((lease, i) => void (lease.left += outcomes[i] === null ? cost : 0))
      return {
        isAllowed,
        waitMs: isAllowed ? 0 : Math.max(1, until - now),
        isLocal: now < memory.restsUntil,
        windows: () => leases.map((lease, i) => stateOf(windows[i] as TokenWindow, lease, now)),
        giveBack: () => leases.forEach((lease) => void (lease.left += isAllowed ? cost : 0)),
      }
    },
  }
}

function heldFor(memory: QuotaMemory, who: string): Held {
  const held = memory.held.get(who) ?? { minute: undefined, day: undefined }
  memory.held.delete(who)
  memory.held.set(who, held)
  if (memory.held.size > MOST_HELD) memory.held.delete(memory.held.keys().next().value ?? "")
  return held
}

type Asked = {
  readonly redis: JoinedRedis
  readonly name: string
  readonly who: string
  readonly cost: number
  readonly now: number
  readonly perMinute: number
  readonly memory: QuotaMemory
}

/** Takes the tokens from the lease, else from Redis, else, where that is gone, by this isolate's own count. */
async function obtain(window: TokenWindow, lease: Lease, asked: Asked): Promise<Outcome> {
  const { cost, now, memory } = asked
  if (spend(lease, cost)) return null
  if (lease.refusedUntil > now) return lease.refusedUntil
  if (now >= memory.restsUntil) {
    try {
      return await askRedis(window, lease, asked)
    } catch (error) {
      memory.restsUntil = now + REST_MS
      tell(memory, now, asked.name, error)
    }
  }
  return spendHere(lease, window, cost, now) ? null : endOf(window, now)
}

/** The next block, where this one is nearly used up. Where it can't be had, requests ask for themselves once nothing is left. */
async function fetchAhead(window: TokenWindow, lease: Lease, asked: Asked): Promise<void> {
  const { now, memory, perMinute, name } = asked
  if (lease.left >= lease.low || now < lease.askingUntil || now < memory.restsUntil) return
  const block = nextBlock(lease, perMinute, 0, now)
  if (block === 0) return
  lease.askingUntil = now + PATIENCE_MS
  try {
    // So near to the limit there is nothing to fetch ahead.
    if (!(await takeBlock(window, lease, { ...asked, cost: 0 }, block))) lease.low = 0
  } catch (error) {
    memory.restsUntil = now + REST_MS
    tell(memory, now, name, error)
  } finally {
    lease.askingUntil = 0
  }
}

async function askRedis(window: TokenWindow, lease: Lease, asked: Asked): Promise<Outcome> {
  const { cost, now } = asked
  const block = nextBlock(lease, asked.perMinute, cost, now)
  const isFirst = now >= lease.askingUntil
  if (isFirst) lease.askingUntil = now + PATIENCE_MS
  try {
    const had = (await takeBlock(window, lease, asked, block)) || (block > cost && (await takeBlock(window, lease, asked, cost)))
    if (had) return null
    lease.refusedUntil = window.name === "day" ? endOf(window, now) : now + (await waitFor(window, asked))
    return lease.refusedUntil
  } finally {
    if (isFirst) lease.askingUntil = 0
  }
}

/** Takes a block in Redis; what isn't used at once is held. */
async function takeBlock(window: TokenWindow, lease: Lease, { redis, name, who, cost }: Asked, block: number): Promise<boolean> {
  const limiter = window.name === "day" ? Ratelimit.fixedWindow(window.limit, "1 d") : Ratelimit.slidingWindow(window.limit, "1 m")
  const limit = new Ratelimit({
    redis: redis as unknown as Redis,
    limiter,
    prefix: `limit:${name}`,
    ephemeralCache: false,
    timeout: 0,
    enableTelemetry: false,
  })
  const id = `${window.name}:${who}`
  const { success, remaining } = await limit.limit(id, { rate: block })
  lease.rest = remaining
  if (success) {
    lease.left += block - cost
    noteBlock(lease, block)
  }
  // A day counts what it refuses too: a block that was too large comes off again, so that less of it may still fit.
  else if (window.name === "day" && block > 1) await limit.limit(id, { rate: -block })
  return success
}

/** Where the limiter counts a caller: this minute, the one before it, and this day. The names are those that @upstash/ratelimit gives its counters. */
export function countKeys(name: string, who: string, now: number): [minute: string, before: string, day: string] {
  const key = (window: "minute" | "day", number: number) => `limit:${name}:${window}:${who}:${number}`
  const minute = Math.floor(now / MINUTE_MS)
  return [key("minute", minute), key("minute", minute - 1), key("day", Math.floor(now / DAY_MS))]
}

/** What was counted by such counters in the sliding minute and in the day; blocks that an isolate holds are counted as a whole. */
export function countedIn([minute, before, day]: readonly (string | null)[], now: number): { minute: number; day: number } {
  const weight = 1 - (now % MINUTE_MS) / MINUTE_MS
  return { minute: Number(minute ?? 0) + Math.floor(Number(before ?? 0) * weight), day: Number(day ?? 0) }
}

/** How long until a minute has room again: what the limiter counted tells, and nobody needs to ask before. */
async function waitFor(window: TokenWindow, { redis, name, who, now }: Asked): Promise<number> {
  const [minute, before] = countKeys(name, who, now)
  const [current, previous] = await redis.mget(minute, before)
  return slidingWait(window, { current: Number(current ?? 0), previous: Number(previous ?? 0) }, now)
}

const endOf = ({ ms }: TokenWindow, now: number): number => (Math.floor(now / ms) + 1) * ms

function stateOf(window: TokenWindow, lease: Lease, now: number): WindowState {
  const { name, limit, ms } = window
  const resetMs = lease.refusedUntil > now ? lease.refusedUntil : (lease.window + 1) * ms
  return { name, limit, seconds: ms / 1_000, remaining: remainingOf(lease, limit), resetMs }
}

function tell(memory: QuotaMemory, now: number, limit: string, error: unknown): void {
  if (now - memory.toldAt < TOLD_EVERY_MS) return
  memory.toldAt = now
  log("warn", "rate-limit.unavailable", { limit, error: error instanceof Error ? error.message : String(error) })
}
