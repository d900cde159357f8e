// What does the local studio remember from one start to the next, beside its database? Its seed, its beginning and how late it is.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as z from "zod"
import { type Clock, openClock } from "../../shared/kit/clock.ts"
import { findLivelySeed, FIRST_SEED } from "./seed.ts"

/** How often the studio's time is written down, in real milliseconds. */
const NOTE_MS = 1_000

const State = z.object({ seed: z.int(), beganAt: z.iso.datetime(), notBefore: z.iso.datetime() })

export type StudioState = {
  readonly isNew: boolean
  readonly seed: number
  /** When the world began, in studio time. */
  readonly beganAt: Date
  readonly clock: Clock
  /** The clock as a Worker's `CLOCK` binding describes it. */
  readonly clockSpec: string
  /** Folder of the embedded database. */
  readonly database: string
  /** File of what was posted to the fake platforms. */
  readonly platforms: string
  /** Folder of the buckets: pictures. */
  readonly buckets: string
  /** Ends the writing down, with a last note. */
  close(): void
}

type Asked = { readonly dir: string; readonly live: boolean; readonly fresh: boolean; readonly seed: number | null; readonly speed: number }

/**
 * Opens what is kept in `dir`, for the fake world and for the real one apart. Studio time never goes back: a world that has run fast is
 * ahead of the machine's clock, and goes on from there. Throws where another seed is asked for than the kept world has.
 */
export function openState({ dir, live, fresh, seed, speed }: Asked): StudioState {
  const folder = join(dir, live ? "live" : "world")
  if (fresh) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const file = join(folder, "state.json")
  const kept = existsSync(file) ? State.parse(JSON.parse(readFileSync(file, "utf8"))) : null
  if (kept !== null && seed !== null && seed !== kept.seed) {
    throw new Error(`The kept world has the seed ${kept.seed}. Add --fresh to forget it and begin one with the seed ${seed}.`)
  }
  const real = Date.now()
  const studio = Math.max(real, kept === null ? 0 : Date.parse(kept.notBefore))
  const clockSpec = `${real}:${studio}:${speed}`
  const clock = openClock(clockSpec)
  const state = {
    seed: kept?.seed ?? seed ?? (live ? FIRST_SEED : findLivelySeed(clock.now())),
    beganAt: kept?.beganAt ?? clock.now().toISOString(),
  }
  const note = (aheadMs: number) => {
    // A real clock needs no note: it never goes back.
    const notBefore = speed === 1 && studio === real ? 0 : clock.now().getTime() + aheadMs * speed
    writeFileSync(`${file}.part`, JSON.stringify({ ...state, notBefore: new Date(notBefore).toISOString() }))
    renameSync(`${file}.part`, file)
  }
  // Written ahead, so that a kill before the next note skips a little time rather than living some twice.
  note(2 * NOTE_MS)
  const timer = setInterval(note, NOTE_MS, 2 * NOTE_MS)
  return {
    isNew: kept === null,
    seed: state.seed,
    beganAt: new Date(state.beganAt),
    clock,
    clockSpec,
    database: join(folder, "postgres"),
    platforms: join(folder, "platforms.json"),
    buckets: join(folder, "buckets"),
    close() {
      clearInterval(timer)
      note(0)
    },
  }
}
