// A stage on which processes take turns: every statement and request is a place where one may be stopped, killed or left behind by the clock.
// Time stands still but for what the stage lets pass, so that a thousand stories take a minute.
import type { Clock } from "../../../shared/kit/clock.ts"

/** Where a process stands: before or after a statement or a request, or asleep. */
export type Place = "statement" | "stored" | "request" | "answered" | "asleep"

export type Process = {
  readonly name: string
  /** What its own clock is off by, in milliseconds. */
  readonly skewMs: number
  readonly clock: Clock
  isDead: boolean
  isDone: boolean
  /** It does nothing before this moment of true time. */
  stillUntil: number
  place: Place | null
  /** Lets it go on; null while it runs. */
  resume: (() => void) | null
}

export type Stage = {
  /** True time, in milliseconds: what a clock on the wall that nobody touches would say. */
  now(): number
  pass(ms: number): void
  /** All clocks of the studio are set by so much. */
  jump(ms: number): void
  readonly processes: readonly Process[]
  /** Begins a process that does `work`. What the work throws ends it, as a queue's consumer ends. */
  begin(name: string, skewMs: number, work: (process: Process) => Promise<void>): void
  /** Waits in `process` until it is let on. A dead process never is. */
  at(process: Process, place: Place): Promise<void>
  /** Lets the processes go on from where they stand, at the same time, and waits until each of them stands or has ended. */
  let(...processes: readonly Process[]): Promise<void>
}

const never = new Promise<never>(() => undefined)

export function openStage(start: Date): Stage {
  const state = { now: start.getTime(), jumped: 0 }
  const processes: Process[] = []
  const standing = new Map<Process, () => void>()

  const at = (process: Process, place: Place): Promise<void> => {
    if (process.isDead) return never
    return new Promise((resolve) => {
      process.place = place
      process.resume = () => {
        process.resume = null
        if (!process.isDead) resolve()
      }
      standing.get(process)?.()
    })
  }
  /** Resolves when the process stands somewhere, has ended, or was killed. */
  const stands = (process: Process): Promise<void> =>
    new Promise((resolve) => {
      standing.set(process, resolve)
    })

  return {
    now: () => state.now,
    pass: (ms) => void (state.now += ms),
    jump: (ms) => void (state.jumped += ms),
    processes,
    at,
    begin(name, skewMs, work) {
      const clock: Clock = {
        speed: 1,
        now: () => new Date(state.now + state.jumped + skewMs),
        sleep: async (ms) => {
          process.stillUntil = Math.max(process.stillUntil, state.now + ms)
          await at(process, "asleep")
        },
      }
      const process: Process = { name, skewMs, clock, isDead: false, isDone: false, stillUntil: 0, place: null, resume: null }
      processes.push(process)
      const ended = () => {
        process.isDone = true
        standing.get(process)?.()
      }
      void at(process, "asleep")
        .then(() => work(process))
        .then(ended, ended)
    },
    async let(...chosen) {
      const all = chosen.map((process) => stands(process))
      for (const process of chosen) process.resume?.()
      await Promise.all(all)
      for (const process of chosen) standing.delete(process)
    },
  }
}
