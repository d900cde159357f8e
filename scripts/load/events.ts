// Which events are sent, and what must stand in the database afterwards? Event i of a run is the same wherever it is computed.
import { INTERACTION_CODES, type ReportedEvent } from "../../shared/domain/interaction.ts"

/** Of a hundred events: so many say again what another one said; so many happened up to 60 days ago, the rest in the last hour. */
export const REPEATED = 10
export const LATE = 5
const LATE_MS = 60 * 86_400_000
const HOUR_MS = 3_600_000
/** A repeated event is one of so many before it. */
const REACH = 10_000
const PEOPLE = 10_000
const TYPES = ["like", "like", "like", "like", "repost", "repost", "reply", "quote", "message_opened", "message_clicked"] as const

/** A number from 0 to 1 (without it) that depends on both alone. splitmix32, see https://github.com/bryc/code/blob/master/jshash/PRNGs.md. */
function draw(i: number, stream: number): number {
  let x = (Math.imul(i, 0x9e3779b9) + Math.imul(stream, 0x85ebca6b)) | 0
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
  return ((x ^ (x >>> 15)) >>> 0) / 4_294_967_296
}

/** What event i says: itself, or again what an earlier one said. */
export const saidBy = (i: number): number =>
  i > 0 && draw(i, 1) * 100 < REPEATED ? Math.max(0, i - 1 - Math.floor(draw(i, 2) * REACH)) : i

export type Sent = { readonly id: string; readonly user: string; readonly type: (typeof TYPES)[number]; readonly at: Date }

/** The event that is said, of a run with that name that began at `began`. A few people do most: the shares fall with the power 2/3 of the rank. */
export function eventOf(name: string, began: Date, said: number): Sent {
  const span = draw(said, 3) * 100 < LATE ? LATE_MS : HOUR_MS
  return {
    id: `${name}-${said}`,
    user: `${name}-u${Math.floor(PEOPLE * draw(said, 4) ** 3)}`,
    type: TYPES[Math.floor(draw(said, 5) * TYPES.length)] ?? "like",
    at: new Date(began.getTime() - Math.floor(span * draw(said, 6))),
  }
}

/** The body of request number `request`, of `batch` events. */
export function bodyOf(name: string, began: Date, request: number, batch: number): string {
  const events = Array.from({ length: batch }, (_, place): Partial<ReportedEvent> => {
    const { id, user, type, at } = eventOf(name, began, saidBy(request * batch + place))
    return { id, user: { platform: "x", id: user }, type, at: at.toISOString() }
  })
  return JSON.stringify({ events })
}

export type Expected = {
  readonly different: number
  /** Interactions by code, and by person. */
  readonly byType: Readonly<Record<string, number>>
  readonly byUser: ReadonlyMap<string, number>
}

/** What the first `count` events leave behind, each counted once. */
export function expectedOf(name: string, began: Date, count: number): Expected {
  const said = new Set<number>()
  for (let i = 0; i < count; i += 1) said.add(saidBy(i))
  const byType: Record<string, number> = {}
  const byUser = new Map<string, number>()
  for (const each of said) {
    const { type, user } = eventOf(name, began, each)
    const code = String(INTERACTION_CODES[type])
    byType[code] = (byType[code] ?? 0) + 1
    byUser.set(user, (byUser.get(user) ?? 0) + 1)
  }
  return { different: said.size, byType, byUser }
}
