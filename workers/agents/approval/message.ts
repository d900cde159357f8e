// What is a reviewer told? The text as it will appear, where each of its figures comes from, and what the guards say of it.
import { citedFigures } from "../../../shared/domain/cited-figures.ts"
import type { Review } from "../../../shared/domain/review.ts"

/** Longest message that Telegram takes, in UTF-16 units. */
const MOST = 4_096
/** Enough of a hash to compare by eye with the dashboard's. */
const HASH_SHOWN = 12
const MOST_FIGURES = 20

const minute = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`

/** A plain text, never markup: what strangers wrote stays what it is. What doesn't fit is cut from the post's own text, and the cut is said. */
export function reviewMessage(review: Review): string {
  const head = headOf(review)
  const tail = `${figuresOf(review)}\n\n${guardsOf(review)}`.slice(0, MOST / 2)
  return `${head}\n\n${shorten(textOf(review), MOST - head.length - tail.length - 4)}\n\n${tail}`
}

function headOf({ channel, format, language, tier, author, version, hash, scheduledAt, expiresAt }: Review): string {
  const due = `Goes out ${minute(scheduledAt)} if approved, and not after ${minute(expiresAt)}.`
  return `For ${channel}: ${format}, ${language}, ${tier}. Version ${version} by ${author}, hash ${hash?.slice(0, HASH_SHOWN) ?? "none"}.\n${due}`
}

function textOf({ title, parts, alt }: Review): string {
  const numbered = parts.map((text, i) => (parts.length === 1 ? text : `[${i + 1} of ${parts.length}]\n${text}`))
  return [title === null ? [] : `Title: ${title}`, ...numbered, alt === null ? [] : `Picture: ${alt}`].flat().join("\n\n")
}

/** Each figure of the text, with its row's label, source and time. */
function figuresOf({ title, parts, claims, language, evidence }: Review): string {
  const figures = [title ?? "", ...parts].flatMap((text) => citedFigures(text, claims, language))
  const lines = figures.map(({ text, claim }) => {
    const row = claim.evidence === null ? undefined : evidence[claim.evidence]
    return `${text}: ${row === undefined ? "the insight itself" : `${row.label}, ${row.source}, ${minute(new Date(row.observedAt))}`}`
  })
  const once = [...new Set(lines)]
  const more = once.length > MOST_FIGURES ? [`and ${once.length - MOST_FIGURES} more`] : []
  return once.length === 0 ? "Figures: none." : ["Figures:", ...once.slice(0, MOST_FIGURES), ...more].join("\n")
}

function guardsOf({ guards }: Review): string {
  const failing = guards.filter(({ pass }) => !pass).map(({ name }) => name)
  return failing.length === 0 ? `Guards: all ${guards.length} pass.` : `Guards: ${failing.join(", ")} do not pass.`
}

const CUT = "\n[cut here: the whole text is on the dashboard]"

/** At most `most` UTF-16 units, without half a character at the end. */
function shorten(text: string, most: number): string {
  if (text.length <= most) return text
  return text.slice(0, most - CUT.length).replace(/[\ud800-\udbff]$/, "") + CUT
}
