// How was a post received, and what did it cost? Readings at equal ages, and every entry of the ledger with its sum.
import type { PlanFile, ReadingOfPost } from "../../../shared/db/queries/plan-file.ts"
import { channelTitle } from "./channel-words.ts"
import { exactDollarText, numberText } from "./format.ts"
import { Empty, When } from "./parts.tsx"

type Of = { file: PlanFile; now: Date }

/** Channels that tell nobody how a post was received. */
const SILENT = new Set(["telegram", "feed"])

const FIGURES = ["impressions", "likes", "replies", "reposts", "quotes", "bookmarks"] as const satisfies readonly (keyof ReadingOfPost)[]

const ageText = (hours: number): string => (hours < 48 ? `${hours} h` : `${hours / 24} days`)

export function ReadingTable({ file: { post, plan, readings }, now }: Of) {
  if (post === null) return <Empty>It is measured at fixed ages once it is out.</Empty>
  if (SILENT.has(plan.channel))
    return (
      <Empty>
        {plan.channel === "feed" ? "The feed" : channelTitle(plan.channel)} does not tell how a post was received. That is not zero.
      </Empty>
    )
  if (readings.length === 0) return <Empty>The first reading is taken an hour after it went out.</Empty>
  const told = FIGURES.filter((name) => readings.some((reading) => reading[name] !== null))
  return (
    <table class="stack">
      <caption class="sr">Readings</caption>
      <thead>
        <tr>
          <th scope="col">Age</th>
          {told.map((name) => (
            <th scope="col">{name}</th>
          ))}
          <th scope="col">Read</th>
        </tr>
      </thead>
      <tbody>
        {readings.map((reading) => (
          <tr>
            <td data-label="Age" class="num">
              {ageText(reading.band_hours)}
            </td>
            {told.map((name) => (
              <td data-label={name} class="num">
                {reading.state === "gone" ? "gone" : reading[name] === null ? "not told" : numberText(reading[name])}
              </td>
            ))}
            <td data-label="Read">
              <When at={reading.observed_at} now={now} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function LedgerTable({ file: { ledger }, now }: Of) {
  if (ledger.length === 0) return <Empty>Nothing was spent on it.</Empty>
  const sum = ledger.reduce((all, { micro_usd }) => all + micro_usd, 0)
  return (
    <table class="stack">
      <caption class="sr">Ledger</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Booked under</th>
          <th scope="col">When</th>
          <th scope="col">US dollars</th>
        </tr>
      </thead>
      <tbody>
        {ledger.map((entry) => (
          <tr>
            <td data-label="What">{entry.what}</td>
            <td data-label="Under">{entry.scope}</td>
            <td data-label="When">
              <When at={entry.at} now={now} />
            </td>
            <td data-label="Dollars" class="num">
              {exactDollarText(entry.micro_usd)}
            </td>
          </tr>
        ))}
        <tr class="sum">
          <td data-label="">
            <b>In all</b>
          </td>
          <td />
          <td />
          <td data-label="Dollars" class="num">
            <b>{exactDollarText(sum)}</b>
          </td>
        </tr>
      </tbody>
    </table>
  )
}
