// What does the studio claim, how sure is it, and what does it rest on? One insight.
import { findInsight } from "../../../shared/db/queries/insights.ts"
import { listCandles } from "../../../shared/db/queries/market.ts"
import type { Reason } from "../../../shared/domain/insight.ts"
import { CANDLE_MS } from "../../../shared/domain/market.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { evidenceLink, insightLink } from "../links.ts"
import { answered, page } from "../page.ts"
import { InsightId } from "../shapes/insight.ts"
import { ageText, numberText, priceText, probabilityText, timeText, wordsText } from "./format.ts"
import { TypeBadge } from "./insight-list.tsx"
import { Layout } from "./layout.tsx"
import { Badge, Card, Empty, When } from "./parts.tsx"
import { PriceChart } from "./price-chart.tsx"

type Insight = NonNullable<Awaited<ReturnType<typeof findInsight>>>
type EvidenceRow = Insight["evidence"][number]
type Candles = Awaited<ReturnType<typeof listCandles>>

/** How much of the past the picture shows: as much as the future that the statement speaks of, and two days at least. */
const LEAST_PAST_MS = 48 * CANDLE_MS

export const insightPage = page({
  path: "/insights/{id}",
  params: { id: InsightId },
  async render({ frame, services: { db, clock }, params: { id }, requestId }) {
    const now = clock.now()
    const insight = await findInsight(db, id)
    if (insight === null) throw new Failure("not-found", "There is no insight with this id.")
    const past = Math.max(LEAST_PAST_MS, insight.deadline.getTime() - insight.madeAt.getTime())
    const candles = await answered(
      listCandles(db, insight.asset, { since: new Date(insight.madeAt.getTime() - past), until: insight.deadline, limit: 1000 }),
      requestId,
    )
    const told = { ok: true as const, value: insight }
    return (
      <Layout title={insight.headline} section={null} frame={frame}>
        <p class="crumb">
          <a href="/">Overview</a> › Insight
        </p>
        <div class="intro">
          <h1>{insight.headline}</h1>
          <div class="meta">
            <b>{insight.asset}</b>
            <TypeBadge type={insight.type} direction={insight.direction} />
            <span>
              made <When at={insight.madeAt} now={now} />
            </span>
            {frame.operator !== null && <a href={`/runs/${insight.runId}`}>the run that made it</a>}
          </div>
        </div>
        <Card
          title="What it claims"
          answer={told}
          show={(value) => <Claim insight={value} now={now} />}
          aside={
            <a class="small" href={insightLink(id)}>
              as JSON
            </a>
          }
        />
        <Card
          title={`${insight.asset} around the insight`}
          answer={candles}
          show={(rows) => <Picture insight={insight} candles={rows} now={now} />}
        />
        <Card title="Why" answer={told} show={(value) => <Reasons reasons={value.reasons} />} />
        <Card
          title="Evidence"
          answer={told}
          show={(value) => <EvidenceTable rows={value.evidence} now={now} />}
          aside={<span class="small muted">stored rows, as they were when the insight was made</span>}
        />
      </Layout>
    )
  },
})

function Claim({ insight, now }: { insight: Insight; now: Date }) {
  const isOpen = insight.deadline > now
  return (
    <>
      <div class="verdict">
        <span class="big num">{probabilityText(Number(insight.probability))}</span>
        <blockquote>{insight.statementText}</blockquote>
      </div>
      <div class="meta">
        <Badge tone={isOpen ? "info" : ""}>{isOpen ? `open: settles ${ageText(insight.deadline, now)}` : "the deadline has passed"}</Badge>
        <span>
          deadline {timeText(insight.deadline, now)}, {insight.horizonHours} h after the last close it saw
        </span>
      </div>
      <p class="tiny muted">
        The probability was written down when the insight was made and does not change. Stored hourly candles will settle the statement.
      </p>
    </>
  )
}

function Picture({ insight, candles, now }: { insight: Insight; candles: Candles; now: Date }) {
  if (candles.length < 2) return <Empty>There are no stored candles of this time to draw.</Empty>
  const points = candles.map((candle) => ({ at: candle.openTime.getTime() + CANDLE_MS, close: Number(candle.close) }))
  const { asset, statement } = insight
  return (
    <figure>
      <PriceChart
        asset={asset}
        points={points}
        statement={statement}
        madeAt={insight.madeAt.getTime()}
        deadline={insight.deadline.getTime()}
        now={now}
      />
      <figcaption>
        Hourly closes in US dollars, times in UTC. Dashed:{" "}
        {statement.kind === "move_at_least" ? "the two prices that a close has to reach" : `the level, ${priceText(statement.level)}`}.
        Shaded: from the moment it was made to the deadline.
      </figcaption>
    </figure>
  )
}

const UNITS: Readonly<Record<Reason["unit"], string>> = {
  pct: "%",
  sigma: " σ",
  ratio: " ×",
  usd: " USD",
  count: "",
  score: " points",
  polarity: "",
  hours: " h",
}
/** Ratios that are not "so many times". */
const COEFFICIENTS: ReadonlySet<string> = new Set(["correlation"])
const unitText = ({ measure, unit }: Reason): string => (COEFFICIENTS.has(measure) ? "" : UNITS[unit])

const Reasons = ({ reasons }: { reasons: readonly Reason[] }) => (
  <ol class="reasons">
    {reasons.map((reason) => (
      <li>
        {reason.text}
        <div class="meta">
          <span>
            {wordsText(reason.measure)}: <span class="value num">{`${numberText(reason.value, 3)}${unitText(reason)}`}</span>
          </span>
          {reason.evidence.length > 0 && (
            <span>
              from{" "}
              {reason.evidence.map((place, i) => (
                <>
                  {i > 0 ? ", " : ""}
                  <a href={`#row-${place + 1}`}>row {place + 1}</a>
                </>
              ))}
            </span>
          )}
        </div>
      </li>
    ))}
  </ol>
)

function valueText({ value, unit, ref }: EvidenceRow): string {
  if (value === null) return "–"
  // An amount of an asset: the reference begins with its symbol.
  if (unit === "asset_units") return `${numberText(value, 4)} ${ref.split("/")[0] ?? ""}`
  if (unit === "usd") return `${priceText(value)} USD`
  return `${numberText(value, 4)}${unit === null || unit === "count" ? "" : ` ${unit.replaceAll("_", " ")}`}`
}

export const EvidenceTable = ({ rows, now }: { rows: readonly EvidenceRow[]; now: Date }) => (
  <table class="stack">
    <caption class="sr">Evidence</caption>
    <thead>
      <tr>
        <th scope="col">Row</th>
        <th scope="col">What</th>
        <th scope="col">Value</th>
        <th scope="col">Source</th>
        <th scope="col">Observed</th>
        <th scope="col">Now</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row, i) => (
        <tr id={`row-${i + 1}`}>
          <td data-label="Row" class="num">
            {i + 1}
          </td>
          <td data-label="What">{row.label}</td>
          <td data-label="Value" class="num">
            {valueText(row)}
          </td>
          <td data-label="Source">{row.source}</td>
          <td data-label="Observed">
            <When at={row.observedAt} now={now} />
          </td>
          <td data-label="Now">
            <RowLink row={row} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

function RowLink({ row }: { row: EvidenceRow }) {
  const link = evidenceLink(row.kind, row.ref)
  return link === null ? <span class="muted">–</span> : <a href={link}>open the {row.kind}</a>
}
