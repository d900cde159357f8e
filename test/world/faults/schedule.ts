// What goes wrong in a story, drawn from its seed: which post, on which channel, and what strikes at which step.
import type { ChannelName } from "../../../shared/domain/post.ts"
import { seededRandom } from "../../../shared/kit/random.ts"
import type { PlatformFault } from "../hosts/platform.ts"
import type { Place } from "./stage.ts"

export const CHANNELS: readonly ChannelName[] = ["x", "telegram", "discord", "feed"]

/** Strikes one request for a post: before or after the platform has done it. `slow`: it is under way for several seconds. */
export type AnswerFault = Exclude<PlatformFault, "hang-after"> | "403" | "timeout-after" | "slow"
export const ANSWER_FAULTS: readonly AnswerFault[] = [
  "lost-before",
  "lost-after",
  "5xx-before",
  "5xx-after",
  "408-after",
  "429",
  "malformed",
  "wrong-shape",
  "403",
  "timeout-after",
  "slow",
]

/** Strikes a process where it stands. `freeze` leaves it there for minutes; `refuse` and `lose` break its statement before or after it is done. */
export type StepFault =
  | { readonly kind: "kill" }
  | { readonly kind: "freeze"; readonly ms: number }
  | { readonly kind: "refuse" | "lose" }
  | { readonly kind: "jump"; readonly ms: number }
  | { readonly kind: "stop" | "edit" }

/** Null: wherever it stands. */
export type Strike = { readonly from: number; readonly at: Place | null; readonly fault: StepFault }

export const STEP_FAULTS = ["kill", "freeze", "refuse", "lose", "jump", "stop", "edit"] as const
/** Besides: a message delivered twice, and two publishers at the same moment. */
export const CROWD_FAULTS = ["twice", "two at once"] as const

export type Schedule = {
  readonly seed: number
  readonly channel: ChannelName
  readonly parts: number
  readonly hasPicture: boolean
  /** For the requests for a post, in order; null for none. */
  readonly answers: readonly (AnswerFault | null)[]
  /** Each strikes once: the first process that stands at its place, from a step of the whole story on. */
  readonly strikes: readonly Strike[]
  readonly isTwice: boolean
  readonly isCrowded: boolean
  /** Whether a person settles what waits for one, or it is left waiting. */
  readonly hasPerson: boolean
  readonly random: () => number
}

const MINUTE = 60_000

export function drawSchedule(seed: number): Schedule {
  const random = seededRandom(`fault ${seed}`)
  const below = (most: number): number => Math.floor(random() * most)
  const pick = <T>(all: readonly T[]): T => all[below(all.length)] as T
  const channel = CHANNELS[seed % CHANNELS.length] as ChannelName
  const parts = channel === "feed" ? 1 : 1 + below(3)
  const hasPicture = channel !== "feed" && random() < 0.3
  const answers = Array.from({ length: below(4) }, () => (random() < 0.7 ? pick(ANSWER_FAULTS) : null))
  const strikes: Strike[] = []
  for (let count = below(4); count > 0; count -= 1) {
    const kind = pick(STEP_FAULTS)
    // One change of the clock in a story: two of them within a request's time are beyond what any clock can tell.
    if (kind === "jump" && strikes.some(({ fault }) => fault.kind === "jump")) continue
    const ms = kind === "jump" ? Math.round((random() * 2 - 1) * 20 * MINUTE) : Math.round((0.5 + random() * 4) * MINUTE)
    const fault = kind === "freeze" || kind === "jump" ? { kind, ms } : { kind }
    strikes.push({ from: below(random() < 0.7 ? 14 : 45), at: placeFor(kind, pick), fault })
  }
  const isTwice = random() < 0.3
  return { seed, channel, parts, hasPicture, answers, strikes, isTwice, isCrowded: random() < 0.3, hasPerson: random() < 0.5, random }
}

/**
 * Where a fault strikes. A process that stands still after its own last look at the clock, just before its request, can't be told from a slow
 * network (`slow` is that), so none is frozen there. Two in five kills are around the request, which is a small part of the steps.
 */
function placeFor(kind: (typeof STEP_FAULTS)[number], pick: <T>(all: readonly T[]) => T): Place | null {
  if (kind === "kill") return pick([null, "statement", "stored", "request", "answered"] as const)
  if (kind === "freeze") return pick(["statement", "stored", "answered"] as const)
  return kind === "refuse" || kind === "lose" ? "statement" : null
}
