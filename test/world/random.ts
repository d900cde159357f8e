// Where does the fake world's chance come from? Pure functions of a key: the same key gives the same draw, in whatever order it is asked.

/** Mixes 32 bits well (the finaliser of MurmurHash3, public domain). */
function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** A 32-bit key of words and whole numbers; the order counts. */
export function keyOf(...parts: readonly (string | number)[]): number {
  let key = 0x9e3779b9
  for (const part of parts) {
    if (typeof part === "number") {
      key = mix(key ^ mix(part >>> 0) ^ Math.imul(Math.floor(part / 4_294_967_296), 0x27d4eb2f))
    } else {
      for (let i = 0; i < part.length; i += 1) key = mix(key ^ (part.charCodeAt(i) + 0x100))
    }
    key = mix(key + 0x6d2b79f5)
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
  const share = x - left
  const spread = Math.sqrt((1 - share) ** 2 + share ** 2)
  return (normalAt(key, left) * (1 - share) + normalAt(key, left + 1) * share) / spread
}

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
