// What does each figure of a text rest on? The stored rows as they were and as they are, beside the text that cites them.
import type { EvidenceThenAndNow, PlanFile } from "../../../shared/db/queries/plan-file.ts"
import type { Claim } from "../../../shared/domain/post.ts"
import { evidenceLink } from "../links.ts"
import { numberText, priceText, probabilityText, timeText, wordsText } from "./format.ts"
import { anchorOf, type Citation } from "./marks.ts"
import { Age, Badge } from "./parts.tsx"

type Of = { file: PlanFile; citations: ReadonlyMap<string, readonly Citation[]>; now: Date }

export const CitedRows = ({ file, citations, now }: Of) => (
  <>
    <ol class="cited">
      {file.evidence.map((row) => (
        <EvidenceItem row={row} file={file} now={now} cited={citations.get(anchorOf({ evidence: row.ordinal, measure: "" })) ?? []} />
      ))}
    </ol>
    <Said file={file} citations={citations} now={now} />
  </>
)

type ItemOf = { row: EvidenceThenAndNow; cited: readonly Citation[]; file: PlanFile; now: Date }

function EvidenceItem({ row, cited, file, now }: ItemOf) {
  const link = evidenceLink(row.kind, row.ref)
  return (
    <li id={`row-${row.ordinal + 1}`}>
      <div class="between">
        <b class="num">{row.value === null ? row.kind : valueText(row, row.value)}</b>
        <Today row={row} />
      </div>
      <p class="small">{row.label}</p>
      <p class="small muted">
        {row.source}, <Age at={row.observed_at} now={now} />
        {link !== null && (
          <>
            {" · "}
            <a href={link}>open the {row.kind}</a>
          </>
        )}
        {" · "}
        <a href={`/insights/${file.insight.id}#row-${row.ordinal + 1}`}>row {row.ordinal + 1} of the insight</a>
      </p>
      <Cites list={cited} file={file} />
    </li>
  )
}

/** `1, 3 and 4`. */
const ROWS = new Intl.ListFormat("en-GB", { type: "conjunction" })

/** The rows that a value was computed from, where they are several. */
function rowsText({ measure }: Claim, { insight }: PlanFile): string {
  const rows = insight.reasons.find((reason) => reason.measure === measure)?.evidence ?? []
  return rows.length < 2 ? "" : `, from rows ${ROWS.format(rows.map((place) => String(place + 1)))}`
}

const Cites = ({ list, file }: { list: readonly Citation[]; file: PlanFile }) =>
  list.length === 0 ? (
    <></>
  ) : (
    <ul class="cites">
      {list.map(({ text, claim }) => (
        <li class="small">
          <q class="num">{text}</q> is the {claimText(claim)}
          {rowsText(claim, file)}
        </li>
      ))}
    </ul>
  )

/** Does the row say today what it said when the insight was made? */
export function Today({ row }: { row: EvidenceThenAndNow }) {
  if (row.value === null) return <Badge>no figure</Badge>
  if (row.value_now === null) return <Badge tone="bad">the row is gone</Badge>
  if (Number(row.value_now) !== Number(row.value)) return <Badge tone="bad">{`revised: now ${valueText(row, row.value_now)}`}</Badge>
  if (row.agreement_now === "disputed") return <Badge tone="bad">its sources disagree today</Badge>
  return <Badge tone="good">the same today</Badge>
}

/** Figures that no row holds: the insight itself states them, and they don't change any more. */
function Said({ file, citations, now }: Of) {
  const said = [...citations].filter(([anchor]) => anchor.startsWith("said-"))
  if (said.length === 0) return <></>
  return (
    <>
      <h3 class="apart">Stated by the insight itself</h3>
      <ol class="cited">
        {said.map(([anchor, list]) => (
          <li id={anchor}>
            <Cites list={list} file={file} />
          </li>
        ))}
      </ol>
      <p class="small muted">
        Written down when <a href={`/insights/${file.insight.id}`}>the insight</a> was made, <Age at={file.insight.made_at} now={now} />;
        nothing of it changes.
      </p>
    </>
  )
}

export function valueText({ unit, ref }: Pick<EvidenceThenAndNow, "unit" | "ref">, value: string): string {
  // An amount of an asset: the reference begins with its symbol.
  if (unit === "asset_units") return `${numberText(value, 4)} ${ref.split("/")[0] ?? ""}`
  if (unit === "usd") return `${priceText(value)} USD`
  return `${numberText(value, 4)}${unit === null || unit === "count" ? "" : ` ${unit}`}`
}

const NAMES: Readonly<Record<string, string>> = {
  row_at: "time of the row",
  story_at: "time of the story",
  reading_at: "time of the reading",
  price_sources: "number of exchanges that agree",
  statement_level: "level of the statement",
  statement_base: "price that the statement starts from",
  statement_move: "move that the statement speaks of",
  horizon_hours: "horizon",
  horizon_days: "horizon",
}

/** The claim's stored value in its own unit, to the last digit that matters: `hour return 2.0703 %`. */
export function claimText({ measure, value, unit }: Claim): string {
  const words = wordsText(measure.replace(/_(sigma|ratio)$/, "")).replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())
  return `${NAMES[measure] ?? words}: ${claimValue(value, unit)}`
}

function claimValue(value: string, unit: Claim["unit"]): string {
  switch (unit) {
    case "usd":
      return `${priceText(value)} USD`
    case "pct":
      return `${numberText(value, 4)} %`
    case "probability":
      return `${value} (${probabilityText(Number(value))})`
    case "date":
      return timeText(new Date(Number(value)), new Date(0))
    case "sigma":
      return `${numberText(value, 4)} standard deviations`
    case "ratio":
      return `${numberText(value, 4)} times`
    case "hours":
    case "days":
      return `${value} ${unit}`
    case "count":
    case "score":
    case "sign":
      return numberText(value, 4)
  }
}
