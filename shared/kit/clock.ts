// The studio's time. In production it is the machine's; the local world may run it faster. Only worker.ts and scripts open one.

export type Clock = {
  now(): Date
  /** Waits `ms` of the studio's time. */
  sleep(ms: number): Promise<void>
  /** Studio milliseconds per real millisecond. */
  readonly speed: number
}

/**
 * A clock from its description `realMs:studioMs:speed` ("at that real moment it is that studio moment, and from there time
 * runs `speed` times as fast"), or the machine's own where the description is null.
 */
export function openClock(spec: string | null): Clock {
  const [real = 0, studio = 0, speed = 1] = (spec ?? "0:0:1").split(":").map(Number)
  return {
    speed,
    now: () => new Date(Math.round(studio + (Date.now() - real) * speed)),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms / speed)),
  }
}

/** Waits real milliseconds, whatever the studio's time is. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
