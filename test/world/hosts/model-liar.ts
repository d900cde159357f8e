// A model that lies: it answers what the test says an honest one would, but in half of the answers it changes a number.
import { openStream, type Stream } from "../random.ts"
import type { Behave, ModelRequest } from "./model.ts"

export type Liar = {
  readonly behave: Behave
  /** Each answer that was given, in order, with the honest one where it lied. */
  readonly answers: readonly { readonly given: unknown; readonly honest: unknown; readonly lied: boolean }[]
}

/** Always the same for the same seed and requests. An honest answer without a number can't be made a lie. */
export function openLiar({
  seed,
  share = 0.5,
  write,
}: {
  readonly seed: number
  readonly share?: number
  /** What an honest model would reply. */
  readonly write: (request: ModelRequest) => unknown
}): Liar {
  const luck = openStream(seed, "a model's lies")
  const answers: { given: unknown; honest: unknown; lied: boolean }[] = []
  const behave: Behave = (request) => {
    const honest = write(request)
    const given = luck.chance(share) ? withLie(honest, luck) : honest
    answers.push({ given, honest, lied: given !== honest })
    return { reply: given }
  }
  return { behave, answers }
}

/** The value with one digit of one number in one of its texts changed, or itself where there is no number. */
function withLie(honest: unknown, luck: Stream): unknown {
  const texts = JSON.stringify(honest)
  const digits = [...texts.matchAll(/(?<!\\u[\da-f]{0,3})\d/g)].map(({ index }) => index)
  if (digits.length === 0) return honest
  const at = luck.pick(digits)
  const changed = luck.pick([..."123456789"].filter((digit) => digit !== texts[at]))
  return JSON.parse(`${texts.slice(0, at)}${changed}${texts.slice(at + 1)}`)
}
