// Which picture belongs to a text, and what if there can be none? Drawn from the rows that the text cites, or the text goes without.
import { altText } from "../../../shared/domain/chart.ts"
import { type ChartRows, specOf } from "../../../shared/domain/chart/insight-chart.ts"
import type { ChartSpec } from "../../../shared/domain/chart/spec.ts"
import { DEFAULT_FRESHNESS } from "../../../shared/domain/figures/freshness.ts"
import { matchFigures } from "../../../shared/domain/figures/match.ts"
import { type OverduePicture, type PictureOrder, plainFormat } from "../../../shared/domain/picture-order.ts"
import { agreementsNow, asDraft } from "../../../shared/domain/writing-order.ts"
import type { Decision, Facts, Plain, Version } from "./facts.ts"

const nothing = (why: string): Decision => ({ kind: "nothing", why })

/** Pure: the same facts give the same picture. */
export function decide({ order, overdue, written, notice }: Facts, _reply: null, _policy: unknown, at: { readonly now: Date }): Decision {
  if (written.length > 0) return { kind: "done", told: written }
  if (order === null) {
    const versions = overdue.map((row) => plainOf(row, "its picture was not drawn in time"))
    return versions.length === 0 ? nothing("no picture is overdue") : { kind: "plain", versions }
  }
  const { plan, draft } = order
  if (draft.hash !== null) return { kind: "done", told: [{ id: draft.id, planId: plan.id }] }
  if (draft.version !== plan.version || plan.state !== "checking") return nothing("another version counts")
  if (draft.passes !== true || !draft.needsPicture) return nothing("this version waits for no picture")
  const spec = trySpec(order, notice)
  if (spec === null) return { kind: "plain", versions: [plainOf(order, "its rows carry no picture")] }
  const plain = plainOf(order, "its picture could not be drawn")
  return { kind: "draw", spec, alt: altOf(spec, order, at.now), to: plain.from, plain }
}

function versionOf({ plan, draft }: OverduePicture): Version {
  const { format, title, parts, alt } = draft
  return {
    draftId: draft.id,
    planId: plan.id,
    version: draft.version,
    planCreatedAt: plan.createdAt,
    scheduledAt: draft.scheduledAt,
    post: { channel: plan.channel, language: plan.language, format, title, parts: [...parts], alt },
  }
}

const plainOf = (row: OverduePicture, why: string): Plain => ({
  from: versionOf(row),
  format: plainFormat(row.plan.channel, row.draft),
  why,
})

/** Null where the rows are too few, or not those that the insight cites. */
function trySpec(order: PictureOrder, notice: string | null): ChartSpec | null {
  try {
    return specOf(asDraft(order.insight), rowsOf(order), { notice, agreements: agreementsNow(order) })
  } catch (thrown) {
    if ((thrown as { readonly code?: unknown }).code === "conflict") return null
    throw thrown
  }
}

const rowsOf = ({ candles, readings, stories }: PictureOrder): ChartRows => ({
  candles: candles.map((row) => ({ ...row, openTime: new Date(row.openTime) })),
  readings: readings.map((row) => ({ ...row, observedAt: new Date(row.observedAt) })),
  stories: stories.map((row) => ({ ...row, firstSeenAt: new Date(row.firstSeenAt) })),
})

/** What the picture shows, in words that the guard of figures lets pass; the text's own words where it doesn't. */
function altOf(spec: ChartSpec, { plan, draft }: PictureOrder, now: Date): string {
  const alt = altText(spec, plan.language)
  const { refusals } = matchFigures(alt, spec.claims, plan.language, { ...DEFAULT_FRESHNESS, now: now.getTime() })
  return refusals.length === 0 || draft.alt === null ? alt : draft.alt
}
