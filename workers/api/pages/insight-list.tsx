// How does an insight look in a list?
import type { Direction, InsightType } from "../../../shared/domain/insight.ts"
import { Age, Badge, type Tone } from "./parts.tsx"
import { probabilityText, wordsText } from "./format.ts"

export type InsightLine = {
  readonly id: string
  readonly asset: string
  readonly type: InsightType
  readonly direction: Direction
  readonly headline: string
  readonly madeAt: Date
  readonly probability: string
  readonly statementText: string
  readonly deadline: Date
}

const ARROWS: Readonly<Record<Direction, string>> = { up: "▲ ", down: "▼ ", none: "" }
const TONES: Readonly<Record<Direction, Tone>> = { up: "good", down: "bad", none: "info" }

export const TypeBadge = ({ type, direction }: { type: InsightType; direction: Direction }) => (
  <Badge tone={TONES[direction]}>
    <span aria-hidden="true">{ARROWS[direction]}</span>
    {wordsText(type)}
  </Badge>
)

export const InsightList = ({ insights, now }: { insights: readonly InsightLine[]; now: Date }) => (
  <ol class="rows">
    {insights.map((insight) => (
      <li>
        <div class="meta">
          <b class="num">{insight.asset}</b>
          <TypeBadge type={insight.type} direction={insight.direction} />
          <span class="end">
            made <Age at={insight.madeAt} now={now} />
          </span>
        </div>
        <a class="headline" href={`/insights/${insight.id}`}>
          {insight.headline}
        </a>
        <div class="claim">
          <span class="chance num">{probabilityText(Number(insight.probability))}</span>
          <span class="small">
            {insight.statementText}{" "}
            <span class="muted">
              {insight.deadline > now ? "Settles " : "The deadline was "}
              <Age at={insight.deadline} now={now} />.
            </span>
          </span>
        </div>
      </li>
    ))}
  </ol>
)
