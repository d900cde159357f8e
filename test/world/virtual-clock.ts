// A clock that stands still until somebody moves it.
import type { Clock } from "../../shared/kit/clock.ts"

export type VirtualClock = Clock & { set(to: Date): void; advance(ms: number): void }

/** Sleeping moves the time on at once, so nothing ever waits. */
export function openVirtualClock(start: Date): VirtualClock {
  let now = start.getTime()
  return {
    speed: 1,
    now: () => new Date(now),
    sleep: async (ms) => {
      now += ms
    },
    set: (to) => {
      now = to.getTime()
    },
    advance: (ms) => {
      now += ms
    },
  }
}
