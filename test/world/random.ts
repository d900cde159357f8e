// Where does the fake world's chance come from? Pure functions of a key: the same key gives the same draw, in whatever order it is asked.

/** Mixes 32 bits well (the finaliser of MurmurHash3, public domain). */
function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Words are few and come again for every hour of every asset, so what they hash to is remembered. */
const knownWords = new Map<string, number>()
const MAX_KNOWN_WORDS = 2_000

function hashWord(word: string): number {
  const known = knownWords.get(word)
  if (known !== undefined) return known
  let hash = 0x9e3779b9
  for (let i = 0; i < word.length; i += 1) hash = mix(hash ^ (word.charCodeAt(i) + 0x100))
  if (knownWords.size < MAX_KNOWN_WORDS) knownWords.set(word, hash)
  return hash
}

/** A 32-bit key of words and whole numbers; the order counts. */
export function keyOf(...parts: readonly (string | number)[]): number {
  let key = 0x9e3779b9
  for (const part of parts) {
    const hash = typeof part === "string" ? hashWord(part) : mix(part >>> 0) ^ Math.imul(Math.floor(part / 4_294_967_296), 0x27d4eb2f)
    key = mix(mix(key ^ hash) + 0x6d2b79f5)
  }
  return key
}

/** The `index`th uniform draw of a key, in [0, 1). */
export function unitAt(key: number, index: number): number {
  return mix(key ^ mix(index + 0x51ed270b)) / 4_294_967_296
}

/** The `index`th standard normal draw of a key (Box-Muller transform). */
export function normalAt(key: number, index: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - unitAt(key, 2 * index)))
  return radius * Math.cos(2 * Math.PI * unitAt(key, 2 * index + 1))
}

/** Noise of unit variance that changes smoothly with `x`: normal draws at the whole numbers, blended in between. */
export function smoothNoise(key: number, x: number): number {
  const left = Math.floor(x)
  return blend(normalAt(key, left), normalAt(key, left + 1), x - left)
}

/** `smoothNoise` at `first / period`, `(first + 1) / period` and so on, `count` of them; faster than one by one. */
export function smoothNoises(key: number, { period, first, count }: { period: number; first: number; count: number }): Float64Array {
  const noises = new Float64Array(count)
  let left = Math.floor(first / period)
  let [low, high] = [normalAt(key, left), normalAt(key, left + 1)]
  for (let i = 0; i < count; i += 1) {
    const x = (first + i) / period
    if (x >= left + 1) {
      left = Math.floor(x)
      low = normalAt(key, left)
      high = normalAt(key, left + 1)
    }
    noises[i] = blend(low, high, x - left)
  }
  return noises
}

const blend = (low: number, high: number, share: number): number =>
  (low * (1 - share) + high * share) / Math.sqrt((1 - share) ** 2 + share ** 2)

/** Draws in a row, for things that are always made in one go (a day, a block, a story). */
export type Stream = {
  /** Uniform in [0, 1). */
  unit(): number
  normal(): number
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
}

/** A stream of draws (generator mulberry32, public domain). */
export function openStream(...parts: readonly (string | number)[]): Stream {
  let state = keyOf(...parts)
  const unit = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (low: number, high: number): number => low + Math.floor(unit() * (high - low + 1))
  return {
    unit,
    int,
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
    chance: (probability) => unit() < probability,
    pick: (list) => {
      const chosen = list[int(0, list.length - 1)]
      if (chosen === undefined) throw new Error("nothing to pick from")
      return chosen
    },
  }
}

/** Remembers what a pure function of a whole number gave, the newest `limit` answers; forgetting costs time, never changes an answer. */
export function memoise<T>(limit: number, make: (index: number) => T): (index: number) => T {
  const known = new Map<number, T>()
  return (index) => {
    const hit = known.get(index)
    if (hit !== undefined) return hit
    const made = make(index)
    if (known.size >= limit) known.clear()
    known.set(index, made)
    return made
  }
}
