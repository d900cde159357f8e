// How many, since when the studio began to count? Isolates add up in memory and send the sums to Redis, where they outlive them.
// An isolate that is killed loses what it counted since its last flush, some seconds at most; where Redis is gone nothing is lost while the isolate lives.
import { openRedis, type RedisConfig } from "./cache.ts"
import { log } from "./log.ts"
import { BUCKETS, type CounterName, type HistogramName, type LabelsOf, METRICS, type MetricName } from "./metrics.ts"

/** Whole numbers by series: a metric's name, its labels' values in the table's order, and for durations the part, all with tabs between. */
export type Sums = ReadonlyMap<string, number>

export type CounterStore = {
  /** Adds the sums, once for each `id`: a batch that is sent again counts once. One round trip; throws where Redis fails. */
  add(id: string, sums: Sums): Promise<void>
  /** All sums since the store began. One round trip; throws where Redis fails. */
  read(): Promise<Sums>
}

export type Counters = {
  /** Adds to a counter. Nothing but memory is touched. */
  add<N extends CounterName>(name: N, labels: LabelsOf<N>, by?: number): void
  /** Notes a duration, in seconds, or as many of the same as `times`. Nothing but memory is touched. */
  observe<N extends HistogramName>(name: N, labels: LabelsOf<N>, seconds: number, times?: number): void
  /**
   * Work for the background of whoever counted: waits, then sends what the isolate counted until then. Null where there is nothing to send, or where
   * another is about to or Redis failed a moment ago. `now` is the machine's time. Never rejects: what could not be sent is sent with the next flush.
   */
  flush(options: { readonly open: () => CounterStore; readonly wait: () => Promise<void>; readonly now: Date }): Promise<void> | null
}

/** Series that an isolate keeps until the next flush. */
const MOST_SERIES = 3_000
/** Batches that one flush sends. */
const MOST_ROUNDS = 3
/** A Redis that failed is left alone for so long. */
const REST_MS = 10_000
/** A flush that was begun and never ended (its request was cut off) is given up after this long. */
const GIVEN_UP_MS = 30_000

type Batch = { readonly id: string; readonly sums: Map<string, number> }
type State = { sums: Map<string, number>; unsent: Batch | null; begunAt: number | null; restsUntil: number; isTold: boolean }

export function newCounters(): Counters {
  const state: State = { sums: new Map(), unsent: null, begunAt: null, restsUntil: 0, isTold: false }
  return {
    add: (name, labels, by = 1) => count(state, seriesOf(name, labels), name, by),
    observe(name, labels, seconds, times = 1) {
      const series = seriesOf(name, labels)
      const bucket = BUCKETS.find((bound) => seconds <= bound)
      count(state, `${series}\t${bucket ?? "+Inf"}`, name, times)
      count(state, `${series}\tmicros`, name, Math.round(seconds * 1_000_000) * times)
    },
    flush(options) {
      const now = options.now.getTime()
      if (state.sums.size === 0 && state.unsent === null) return null
      if (now < state.restsUntil || (state.begunAt !== null && now - state.begunAt < GIVEN_UP_MS)) return null
      state.begunAt = now
      return send(state, options)
    },
  }
}

/** The isolate's own, for whoever is not told of others. */
export const ISOLATE_COUNTERS = newCounters()

function seriesOf<N extends MetricName>(name: N, labels: LabelsOf<N>): string {
  let series: string = name
  for (const label of METRICS[name].labels) series += `\t${(labels as Readonly<Record<string, string>>)[label]}`
  return series
}

function count({ sums }: State, series: string, name: string, by: number): void {
  const known = sums.get(series)
  if (known === undefined && sums.size >= MOST_SERIES) {
    const dropped = `counters_dropped_total\t${name}`
    sums.set(dropped, (sums.get(dropped) ?? 0) + 1)
  } else sums.set(series, (known ?? 0) + by)
}

async function send(state: State, { open, wait, now }: Parameters<Counters["flush"]>[0]): Promise<void> {
  const begunAt = now.getTime()
  try {
    // What is counted while a batch is on its way goes with the next round; where there is more than that, requests come that flush again.
    for (let round = 0; round < MOST_ROUNDS && (state.unsent !== null || state.sums.size > 0); round += 1) {
      await wait()
      const store = open()
      // What failed before goes first, under its own id: it may have arrived.
      if (state.unsent !== null) await store.add(state.unsent.id, state.unsent.sums)
      state.unsent = state.sums.size === 0 ? null : { id: crypto.randomUUID(), sums: state.sums }
      state.sums = new Map()
      if (state.unsent !== null) await store.add(state.unsent.id, state.unsent.sums)
      state.unsent = null
      state.isTold = false
    }
  } catch (error) {
    if (!state.isTold) log("warn", "counters.unavailable", { error: error instanceof Error ? error.message : String(error) })
    state.isTold = true
    state.restsUntil = begunAt + REST_MS
  } finally {
    if (state.begunAt === begunAt) state.begunAt = null
  }
}

const KEY = "counters"
/** A batch is known for so long: longer than an isolate lives that tries again. */
const SEEN_S = 6 * 3_600

/** Adds every sum, unless the batch was added before. */
const ADD = `
if not redis.call('SET', KEYS[2], '1', 'NX', 'EX', ARGV[1]) then return 0 end
for i = 2, #ARGV, 2 do redis.call('HINCRBY', KEYS[1], ARGV[i], ARGV[i + 1]) end
return 1`

export function openCounterStore(config: RedisConfig): CounterStore {
  const redis = openRedis(config, { joins: false })
  return {
    async add(id, sums) {
      const pairs = [...sums].flatMap(([series, sum]) => [series, String(sum)])
      await redis.eval(ADD, [KEY, `${KEY}:seen:${id}`], [String(SEEN_S), ...pairs])
    },
    async read() {
      // With deserialization off the client hands Redis' own list on: names and values by turns.
      const flat = (await redis.hgetall(KEY)) as unknown as readonly string[] | null
      const pairs = Array.from({ length: (flat?.length ?? 0) / 2 }, (_, at) => [flat?.[2 * at] ?? "", Number(flat?.[2 * at + 1])] as const)
      return new Map(pairs.filter(([, sum]) => Number.isSafeInteger(sum)))
    },
  }
}
