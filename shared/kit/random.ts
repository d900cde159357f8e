// Chance that can be repeated: the same seed draws the same numbers.
import { hash64 } from "./ids.ts"

/** Numbers from 0 (included) to 1 (excluded), always the same for the same seed. Source: mulberry32 by Tommy Ettinger, public domain. */
export function seededRandom(seed: string): () => number {
  let state = 0
  for (const char of hash64(seed, 7)) state = (Math.imul(state, 31) + char.charCodeAt(0)) | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
