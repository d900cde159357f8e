// How does the API show an insight, and the rows that it stands on?
import * as z from "zod"
import type { findInsight, listInsights } from "../../../shared/db/queries/insights.ts"
import { AssetSymbol } from "../../../shared/domain/asset.ts"
import { Direction, Evidence, InsightType, Reason, Statement } from "../../../shared/domain/insight.ts"
import { API, evidenceLink, insightLink } from "../links.ts"
import { Time, toIso } from "../time.ts"

export const InsightId = z.string().regex(/^ins_[0-9a-z]{10,40}$/, "must be an insight's id, such as ins_01jd8z3k9q4m7x2c5v8b")

export const Insight = z
  .object({
    id: InsightId,
    asset: AssetSymbol,
    type: InsightType,
    direction: Direction,
    headline: z.string(),
    madeAt: Time,
    probability: z.number().describe("Probability that `statement` will prove true."),
    horizonHours: z.int(),
    deadline: Time.describe("When stored candles settle the statement."),
    statement: Statement,
    statementText: z.string(),
    reasons: z.array(Reason),
    runId: z.string().describe("The run that made it."),
    claim: z.string().describe("What became of its statement, once the deadline has passed."),
    posts: z.string().describe("Where the posts that tell of it are listed."),
    link: z.string(),
  })
  .meta({ id: "Insight" })

export const EvidenceRow = Evidence.extend({
  link: z.string().nullable().describe("Where the stored row can be read as it is now; `value` is what it was when the insight was made."),
}).meta({ id: "Evidence" })

export const InsightWithEvidence = Insight.extend({ evidence: z.array(EvidenceRow) }).meta({ id: "InsightWithEvidence" })

type Row = Awaited<ReturnType<typeof listInsights>>[number]
type FullRow = NonNullable<Awaited<ReturnType<typeof findInsight>>>

export function toInsight(row: Row): z.infer<typeof Insight> {
  const { id, asset, type, direction, headline, probability, horizonHours, statement, statementText, reasons, runId } = row
  return {
    id,
    asset,
    type,
    direction,
    headline,
    madeAt: toIso(row.madeAt),
    probability: Number(probability),
    horizonHours,
    deadline: toIso(row.deadline),
    statement,
    statementText,
    reasons,
    runId,
    claim: `${API}/track-record/claims?insight=${id}`,
    posts: `${API}/posts?insight=${id}`,
    link: insightLink(id),
  }
}

export function toInsightWithEvidence(row: FullRow): z.infer<typeof InsightWithEvidence> {
  const evidence = row.evidence.map(({ kind, ref, label, value, unit, observedAt, source }) => ({
    kind,
    ref,
    label,
    value,
    unit,
    observedAt: toIso(observedAt),
    source,
    link: evidenceLink(kind, ref),
  }))
  return { ...toInsight(row), evidence }
}
