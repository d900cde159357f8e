// What do the figures advise, and on which posts does that stand?
import type { Advice, Recommendation } from "../../../shared/domain/recommendations.ts"
import { LEAST_COMPARED } from "../../../shared/domain/recommendations.ts"
import { dimensionLabel, valueLabel } from "./dimension-words.ts"
import { numberText } from "./format.ts"
import { Badge, Empty } from "./parts.tsx"
import { rateText } from "./rate-table.tsx"

const NONE = `Nothing. Either no kind of post differs by more than chance does, or there are fewer than ${LEAST_COMPARED} posts of each of two kinds.`

export const AdviceList = ({ advice }: { advice: Advice }) => (
  <>
    {advice.recommendations.length === 0 ? (
      <Empty>{NONE}</Empty>
    ) : (
      <ul class="rows tight">
        {advice.recommendations.map((item) => (
          <li>
            <div class="between">
              <a class="headline" href={anchorOf(item)}>
                {headline(item)}
              </a>
              <Badge tone={item.kind === "less" || item.kind === "low-rate" ? "warn" : "good"}>{BADGES[item.kind]}</Badge>
            </div>
            <p class="small muted num">{evidence(item)}</p>
          </li>
        ))}
      </ul>
    )}
    <p class="small muted apart">
      {advice.comparisons === 0
        ? "No kinds of posts could be compared yet."
        : `${numberText(advice.comparisons)} kinds of posts were compared with the others; intervals are so wide that all hold at once in 95 of 100 looks. They tell a difference, not its cause.`}
    </p>
  </>
)

const BADGES = { more: "more", less: "less", rising: "rising", "low-rate": "low", "strong-rate": "strong" } as const

/** Where the rows that it stands on can be seen. */
const anchorOf = ({ dimension }: Recommendation): string =>
  dimension === "asset-topic" ? "#trending" : dimension === "all" ? "#figures" : `#by-${dimension}`

function headline({ kind, dimension, subject }: Recommendation): string {
  if (dimension === "all") return kind === "low-rate" ? "Posts engage few of those who see them" : "Posts engage many of those who see them"
  if (dimension === "asset-topic") return `${subject} is taken up more than usual`
  return `${dimensionLabel(dimension)} ${valueLabel(dimension, subject)} does ${kind === "more" ? "better" : "worse"} than the others`
}

function evidence({ kind, n, others, value, against, low, high, coverage }: Recommendation): string {
  if (kind === "rising")
    return `${value.toFixed(1)} times as much as expected, between ${low.toFixed(1)} and ${high.toFixed(1)}; ${numberText(n)} interactions in 24 hours.`
  if (others === null)
    return `${rateText(value)} of impressions, between ${rateText(low)} and ${rateText(high)}, over ${numberText(n)} posts; the bound is ${rateText(against)}.`
  const points = (share: number): string => `${share < 0 ? "−" : "+"}${Math.abs(share * 100).toFixed(2)}`
  return `${rateText(value)} over ${numberText(n)} posts against ${rateText(against)} over ${numberText(others)}: ${points(low)} to ${points(high)} percentage points with ${(coverage * 100).toFixed(2)}%.`
}
