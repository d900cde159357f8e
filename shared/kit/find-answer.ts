// Where is an answer found? In the isolate's memory, in the cache of this place, in Redis, and else by asking the database: once, whoever waits for it.
import type { Answer, Place } from "./answer.ts"
import { type Flight, TRUST_MS } from "./answer-memory.ts"
import { type Asking, type Found, type Kept, stateOf } from "./asking.ts"
import type { Looked } from "./cache.ts"
import { pause } from "./clock.ts"
import type { EdgeAnswer } from "./edge.ts"
import { type Failure, toFailure } from "./failure.ts"
import { askDatabase, keepAtEdge, newer } from "./fill-answer.ts"

/** Whoever waits for another's answer asks by himself after so long. */
const PATIENCE_MS = 1_500
/** How often he looks, at first and at last. */
const LOOK_MS = { first: 4, last: 50 }
const LOOK_REDIS_MS = { first: 20, last: 200 }
const MOST_FLIGHTS = 1_000

/** At most one statement, however many ask at once; none where the answer is kept. Throws what the question throws. */
export async function findAnswer(asking: Asking): Promise<Found> {
  const { memory, place, ages } = asking
  const now = asking.now()
  const held = memory.find(place)
  if (held !== null && memory.isTrusted(place.namespace, held, now)) {
    const state = stateOf(held, ages, now)
    if (state === "stale") refresh(asking)
    lookAhead(asking, place.namespace, now, asking.background)
    if (state !== null) return { answer: held, layer: "memory", state }
  }
  for (let round = 0; round < 2; round += 1) {
    const flight = liveFlight(asking)
    if (flight === null) break
    const found = await wait(flight, asking)
    if (found !== null) return { ...found, layer: "memory" }
  }
  return lead(asking, true)
}

/** Looks for the namespace's epoch before memory may no longer be trusted. */
export function lookAhead({ memory, redis }: Kept, namespace: string, now: number, background: Asking["background"]): void {
  if (!memory.isToLook(namespace, now)) return
  const look = async () => {
    const epoch = await redis.readEpoch(namespace)
    if (epoch !== null) memory.noteEpoch(namespace, epoch, now)
  }
  background("cache.epoch", look())
}

const flightKey = ({ namespace, key }: Place): string => `${namespace} ${key}`

function liveFlight({ memory, place, now }: Asking): Flight<Found> | null {
  const flight = memory.flights.get(flightKey(place))
  return flight !== undefined && now() - flight.startedAt <= PATIENCE_MS ? flight : null
}

/** What the other found, for as long as it is worth waiting; null: he does not come back. */
async function wait(flight: Flight<Found>, { memory, place, now }: Asking): Promise<Found | null> {
  for (let waited = 0, step = LOOK_MS.first; waited < PATIENCE_MS; waited += step, step = Math.min(LOOK_MS.last, step * 1.5)) {
    if (flight.found !== null) return now() - flight.startedAt < TRUST_MS ? flight.found : null
    if (flight.failure !== null) {
      if (isHisOwn(flight.failure)) return null
      throw flight.failure
    }
    await pause(step)
  }
  if (memory.flights.get(flightKey(place)) === flight) memory.flights.delete(flightKey(place))
  return flight.found
}

/** A refusal concerns whoever asked, not those who wait for the same answer. */
const isHisOwn = ({ code }: Failure): boolean => ["unauthenticated", "forbidden", "rate-limited"].includes(code)

/** Asks while others wait. It goes on where the reader goes away: others may wait for it. */
function lead(asking: Asking, mayBeStale: boolean): Promise<Found> {
  const { memory, place } = asking
  const flight: Flight<Found> = { startedAt: asking.now(), found: null, failure: null }
  const key = flightKey(place)
  forgetDead(asking)
  memory.flights.set(key, flight)
  const work = fly(asking, mayBeStale).then(
    (found) => {
      flight.found = found
      // One that found nothing fresh stays for a while: the next is not to try at once.
      if (mayBeStale || found.state === "fresh") land(asking, key, flight)
      return found
    },
    (thrown: unknown) => {
      flight.failure = toFailure(thrown)
      land(asking, key, flight)
      throw flight.failure
    },
  )
  asking.background(
    "cache.lead",
    work.catch(() => undefined),
  )
  return work
}

function land({ memory }: Asking, key: string, flight: Flight<Found>): void {
  if (memory.flights.get(key) === flight) memory.flights.delete(key)
}

function forgetDead({ memory, now }: Asking): void {
  if (memory.flights.size < MOST_FLIGHTS) return
  for (const [key, flight] of memory.flights) if (now() - flight.startedAt > PATIENCE_MS) memory.flights.delete(key)
}

/** In the background, by one at a time. */
function refresh(asking: Asking): void {
  if (asking.now() < asking.memory.databaseRestsUntil || liveFlight(asking) !== null) return
  void lead(asking, false).catch(() => undefined)
}

async function fly(asking: Asking, mayBeStale: boolean): Promise<Found> {
  const { memory, place, redis, now } = asking
  const held = memory.find(place)
  const seenAt = now()
  const matching = asking.edge?.match(asking.origin, place) ?? Promise.resolve(null)
  const looking = redis.look(place, asking.ages, held)
  const early = mayBeStale ? await sooner(asking, matching, looking) : null
  if (early !== null) return early
  const looked = await looking
  if (looked.epoch === null) return askAlone(asking, held, await matching)
  memory.noteEpoch(place.namespace, looked.epoch, seenAt)
  const found = fromRedis(asking, looked, seenAt)
  if (found?.state === "fresh" || (found !== null && !looked.isLeader)) return found
  if (found !== null && mayBeStale) {
    asking.background("cache.refresh", askDatabase(asking, looked.epoch, found.answer))
    return found
  }
  const others = looked.isLeader ? null : await waitForOther(asking, looked.kept)
  return others ?? askDatabase(asking, looked.epoch, newer(looked.kept, held))
}

/** What lay in the cache of this place and may be given still, if it is there before Redis answers. */
async function sooner(asking: Asking, matching: Promise<EdgeAnswer | null>, looking: Promise<Looked>): Promise<Found | null> {
  const { memory, place, ages, now, redis } = asking
  const edge = await Promise.race([matching, looking.then(() => null)])
  if (edge === null || now() - edge.seenAt >= TRUST_MS || stateOf(edge.answer, ages, now()) !== "fresh") return null
  if (edge.answer.epoch !== null) memory.noteEpoch(place.namespace, edge.answer.epoch, edge.seenAt)
  memory.keep(place, edge.answer)
  // A lead that Redis gave meanwhile is not used.
  asking.background(
    "cache.look",
    looking.then(({ isLeader }) => (isLeader ? redis.release(place) : undefined)),
  )
  return { answer: edge.answer, layer: "edge", state: "fresh" }
}

function fromRedis(asking: Asking, { epoch, kept }: Looked, seenAt: number): Found | null {
  const { memory, place, ages, now } = asking
  if (kept === null || kept.epoch !== epoch) return null
  const state = stateOf(kept, ages, now())
  if (state === null) return null
  if (memory.find(place) !== kept) {
    memory.keep(place, kept)
    keepAtEdge(asking, kept, seenAt)
  }
  return { answer: kept, layer: "redis", state }
}

/** Another isolate asks: its answer, once it is in Redis; null where it doesn't come, or the lead has come to us. */
async function waitForOther(asking: Asking, before: Answer | null): Promise<Found | null> {
  const { redis, place, ages, now } = asking
  for (let waited = 0, step = LOOK_REDIS_MS.first; waited < PATIENCE_MS; waited += step, step = Math.min(LOOK_REDIS_MS.last, step * 2)) {
    await pause(step)
    const seenAt = now()
    const looked = await redis.look(place, ages, before)
    const found = fromRedis(asking, looked, seenAt)
    if (found !== null) return found
    if (looked.isLeader || looked.epoch === null) return null
  }
  return null
}

/** Without Redis: what this place has from a moment ago, else the database. */
async function askAlone(asking: Asking, held: Answer | null, edge: EdgeAnswer | null): Promise<Found> {
  const isTrusted = edge !== null && asking.now() - edge.seenAt < TRUST_MS
  if (isTrusted && stateOf(edge.answer, asking.ages, asking.now()) === "fresh")
    return { answer: edge.answer, layer: "edge", state: "fresh" }
  return askDatabase(asking, null, newer(held, edge?.answer ?? null))
}
