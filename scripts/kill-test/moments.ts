// At which moments is the studio killed? Drawn from a seed, so that the same moments can be tried again as far as timing allows.

/** What the studio is to be doing: a kill is `afterMs` real milliseconds after it began that. */
export type Kind = "start-up" | "first heartbeat" | "scan" | "between runs" | "command" | "read"
export type KillMoment = { readonly kind: Kind; readonly afterMs: number }

/** Width of the time in which the kill falls, in real milliseconds: about as long as the thing itself takes at the usual speed. */
const WIDTH_MS: Readonly<Record<Kind, number>> = {
  "start-up": 2_500,
  "first heartbeat": 1_500,
  scan: 400,
  "between runs": 8_000,
  command: 60,
  read: 60,
}
/** A new world's start-up creates the database and takes longer. */
const FIRST_START_MS = 5_500

const ROUND: readonly Kind[] = ["start-up", "first heartbeat", "first heartbeat", "scan", "scan", "scan", "between runs", "command", "read"]

/** The first kill is in the start-up of the new world, the others are spread over all kinds, in an order that the seed draws. */
export function drawMoments(kills: number, random: () => number): KillMoment[] {
  const kinds: Kind[] = []
  while (kinds.length < kills - 1) kinds.push(...shuffled(ROUND, random))
  return Array.from({ length: kills }, (_, i) => {
    const kind = i === 0 ? "start-up" : (kinds[i - 1] ?? "scan")
    return { kind, afterMs: Math.round(random() * (i === 0 ? FIRST_START_MS : WIDTH_MS[kind])) }
  })
}

/** Fisher and Yates' shuffle. */
function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const result = [...list]
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1))
    const [a, b] = [result[i] as T, result[j] as T]
    result[i] = b
    result[j] = a
  }
  return result
}
