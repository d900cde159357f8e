// What may an isolate remember for a moment, so that it need not be asked again with every request?

export type ShortMemory<T> = {
  get(name: string, now: number): T | null
  /** `until`: when it ends in any case; milliseconds since 1970, as `now`. */
  set(name: string, value: T, now: number, until?: number): void
}

/** Keeps each value for `ms`, and no more than `most` of them. */
export function newShortMemory<T>(ms: number, most: number): ShortMemory<T> {
  const known = new Map<string, { readonly value: T; readonly since: number; readonly until: number }>()
  return {
    get(name, now) {
      const found = known.get(name)
      // A clock that was set back makes nothing last longer.
      return found !== undefined && Math.abs(now - found.since) < ms && now < found.until ? found.value : null
    },
    set(name, value, now, until = Number.POSITIVE_INFINITY) {
      if (known.size >= most) known.clear()
      known.set(name, { value, since: now, until })
    },
  }
}
