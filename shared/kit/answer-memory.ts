// What does an isolate remember of answers? Their texts, bounded in bytes, and for how long it may trust them: a second after it last saw the epoch.
import type { Answer, Place } from "./answer.ts"
import type { Failure } from "./failure.ts"

/** So long after an epoch was seen its answers are given without a look at Redis. After a bump nobody sees the old ones for longer. */
export const TRUST_MS = 1_000
/** After so long somebody looks in the background, so that under load nobody ever waits for it. */
const LOOK_AFTER_MS = 400

/** Who asks for an answer while others wait: what he found, or why not. Plain values, since workerd lets no request wait for another's promise. */
export type Flight<T> = { readonly startedAt: number; found: T | null; failure: Failure | null }

export type AnswerMemory<T = unknown> = {
  /** The answer of that place, whatever its age. */
  find(place: Place): Answer | null
  keep(place: Place, answer: Answer): void
  /** Whether the answer may be given without a look at Redis. */
  isTrusted(namespace: string, answer: Answer, now: number): boolean
  /** The namespace's epoch as it was when Redis was asked at `seenAt`. */
  noteEpoch(namespace: string, epoch: string, seenAt: number): void
  /** True for one caller after a while: he is to look for the epoch in the background. */
  isToLook(namespace: string, now: number): boolean
  /** What another found out that can be reused as it is: by address, bounded with the rest. */
  recall(url: string): Remembered | null
  remember(url: string, remembered: Remembered): void
  readonly flights: Map<string, Flight<T>>
  /** A database that failed is not waited for by those who have an answer that can stand in. */
  databaseRestsUntil: number
  readonly bytes: number
}

/** Something made from an answer that is worth keeping under an address. */
export type Remembered = { readonly bytes: number }

type Epoch = { epoch: string; seenAt: number; askedAt: number }
type Slot = { readonly value: unknown; readonly bytes: number; isUsed: boolean }

/** Of a slot beside its text: its key, its maps' entries, its headers. */
const SLOT_BYTES = 1_000

const placeKey = ({ namespace, key }: Place): string => `${namespace} ${key}`

/** The memory of one isolate; `maxBytes` bounds what it holds. */
export function newAnswerMemory<T>(maxBytes: number): AnswerMemory<T> {
  const epochs = new Map<string, Epoch>()
  const slots = new Map<string, Slot>()
  let bytes = 0

  function drop(key: string): void {
    bytes -= slots.get(key)?.bytes ?? 0
    slots.delete(key)
  }
  function put(key: string, value: unknown, size: number): void {
    drop(key)
    if (size > maxBytes / 4) return
    slots.set(key, { value, bytes: size, isUsed: false })
    bytes += size
    // Second chance: what was used since it came to the front goes to the back once more. Source: Corbató, 1968 (CLOCK).
    for (const [oldest, slot] of slots) {
      if (bytes <= maxBytes) return
      drop(oldest)
      if (!slot.isUsed || oldest === key) continue
      slots.set(oldest, { ...slot, isUsed: false })
      bytes += slot.bytes
    }
  }
  function get(key: string): unknown {
    const slot = slots.get(key)
    if (slot === undefined) return null
    slot.isUsed = true
    return slot.value
  }

  return {
    flights: new Map(),
    databaseRestsUntil: 0,
    get bytes() {
      return bytes
    },
    find: (place) => get(placeKey(place)) as Answer | null,
    keep(place, answer) {
      const key = placeKey(place)
      put(key, answer, 2 * (key.length + answer.body.length) + SLOT_BYTES)
    },
    isTrusted(namespace, answer, now) {
      if (now - answer.readAt < TRUST_MS) return true
      const known = epochs.get(namespace)
      return known !== undefined && known.epoch === answer.epoch && now - known.seenAt < TRUST_MS
    },
    noteEpoch(namespace, epoch, seenAt) {
      const known = epochs.get(namespace)
      if (known === undefined) epochs.set(namespace, { epoch, seenAt, askedAt: seenAt })
      else if (seenAt >= known.seenAt) Object.assign(known, { epoch, seenAt })
    },
    isToLook(namespace, now) {
      const known = epochs.get(namespace)
      if (known === undefined || now - known.seenAt < LOOK_AFTER_MS || now - known.askedAt < LOOK_AFTER_MS) return false
      known.askedAt = now
      return true
    },
    recall: (url) => get(url) as Remembered | null,
    remember: (url, remembered) => put(url, remembered, remembered.bytes + 2 * url.length + SLOT_BYTES),
  }
}
