// Which of the reported events can be taken, and what is wrong with the others? Each is judged by itself.
import * as z from "zod"
import { INTERACTION_CODES, type InboxEvent, MOST_METADATA, ReportedEvent } from "../../shared/domain/interaction.ts"
import type { Fault } from "../../shared/kit/failure.ts"

/** An event may lie so far ahead of our clock, in milliseconds: then it counts as happening now. */
export const AHEAD_MS = 5 * 60_000
/** What is older is not counted any more. */
export const OLDEST_DAYS = 400
const DAY_MS = 86_400_000

/** An answer stays small whatever was sent. */
const MOST_FAULTS = 3
const LONGEST_POINTER = 100
const LONGEST_DETAIL = 300

export type Verdict = {
  readonly index: number
  readonly id: string | null
  readonly verdict: "rejected" | "repeated"
  readonly faults?: readonly Fault[]
}

export type Judged = { readonly accepted: readonly InboxEvent[]; readonly verdicts: readonly Verdict[] }

/** The events as the inbox keeps them, and a verdict on each that isn't among them. An id that comes twice is taken once, its retraction too. */
export function readEvents(list: readonly unknown[], now: Date): Judged {
  const accepted: InboxEvent[] = []
  const verdicts: Verdict[] = []
  const seen = new Set<string>()
  for (const [index, reported] of list.entries()) {
    const read = readEvent(reported, now.getTime())
    if ("faults" in read) {
      verdicts.push({ index, id: idOf(reported), verdict: "rejected", faults: read.faults })
      continue
    }
    const key = `${read.r ? "-" : "+"}${read.k}`
    if (seen.has(key)) verdicts.push({ index, id: read.k, verdict: "repeated" })
    else accepted.push(read)
    seen.add(key)
  }
  return { accepted, verdicts }
}

function readEvent(reported: unknown, now: number): InboxEvent | { readonly faults: readonly Fault[] } {
  if (hasTooMuch(reported)) return { faults: [{ pointer: "/metadata", detail: `may have at most ${MOST_METADATA} entries` }] }
  const parsed = ReportedEvent.safeParse(reported)
  if (!parsed.success) return { faults: faultsOf(parsed.error) }
  const { id, user, type, value, post, at, action, metadata } = parsed.data
  const moment = Date.parse(at)
  const fault = faultOfMoment(moment, now)
  if (fault !== null) return { faults: [{ pointer: "/at", detail: fault }] }
  return {
    k: id,
    p: user.platform,
    u: user.id,
    t: INTERACTION_CODES[type],
    v: Math.round(value * 1_000),
    c: post === undefined ? null : "id" in post ? post.id : `ext:${post.platformId}`,
    a: new Date(Math.min(moment, now)).toISOString(),
    r: action === "retract",
    m: metadata ?? null,
  }
}

/** Told before the entries are looked at: a fault of each would cost more than the rest of the request. */
function hasTooMuch(reported: unknown): boolean {
  const { metadata } = (reported ?? {}) as { metadata?: unknown }
  return typeof metadata === "object" && metadata !== null && Object.keys(metadata).length > MOST_METADATA
}

function faultOfMoment(moment: number, now: number): string | null {
  if (Number.isNaN(moment)) return "is no moment"
  if (moment > now + AHEAD_MS) return `is more than 5 minutes ahead of our clock, which says ${new Date(now).toISOString()}: set yours`
  return moment < now - OLDEST_DAYS * DAY_MS ? `is more than ${OLDEST_DAYS} days ago: it would not be counted any more` : null
}

const faultsOf = ({ issues }: z.core.$ZodError): Fault[] =>
  issues.slice(0, MOST_FAULTS).map(({ path, message }) => ({
    pointer: path
      .map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`)
      .join("")
      .slice(0, LONGEST_POINTER),
    detail: message.slice(0, LONGEST_DETAIL),
  }))

/** The event's own id, where it can be told. */
function idOf(reported: unknown): string | null {
  const id = typeof reported === "object" && reported !== null && Object.hasOwn(reported, "id") ? (reported as { id: unknown }).id : null
  return typeof id === "string" ? id.slice(0, 200).toWellFormed() : null
}
