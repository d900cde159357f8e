// How is the studio doing, in a dozen figures?
import type { Kpis } from "../../../shared/db/queries/kpis.ts"
import { meanOf } from "../../../shared/domain/intervals.ts"
import { dollarText, numberText } from "./format.ts"
import { betweenText, rateText } from "./rate-table.tsx"

const dayAndWeek = ({ day, week }: { day: number; week: number }): string => `${numberText(day)} / ${numberText(week)}`

export function KpiFacts({ kpis: { insights, published, readings, plansWaiting, spentToday, people } }: { kpis: Kpis }) {
  const rate = readings === null ? null : meanOf(readings.rates)
  return (
    <dl class="facts">
      <Fact name="Insights, 24 hours / 7 days" value={dayAndWeek(insights)} />
      <Fact name="Posts published, 24 hours / 7 days" value={dayAndWeek(published)} />
      <Fact
        name="Engagements of the week's posts"
        value={readings === null ? "not read yet" : numberText(readings.engagements)}
        note={readings === null ? null : `${numberText(readings.posts)} posts were read at 24 hours`}
      />
      <Fact
        name="Mean engagement rate of them"
        value={rate === null ? "not told yet" : rateText(rate.mean)}
        note={rate === null ? null : `${betweenText(rate.low, rate.high)}, ${numberText(rate.n)} posts`}
      />
      <Fact name="Drafts that wait for you" value={numberText(plansWaiting)} href="/approvals" />
      <Fact name="Spent today" value={dollarText(spentToday)} />
      <Fact
        name="People active, 7 days / 30 days"
        value={people === null ? "not scored yet" : `${numberText(people.active7d)} / ${numberText(people.active30d)}`}
        note={people === null ? null : `of ${numberText(people.all)}, as of ${people.day}`}
        href="/audience"
      />
    </dl>
  )
}

const Fact = ({ name, value, note = null, href }: { name: string; value: string; note?: string | null; href?: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <span class="figure num">{href === undefined ? value : <a href={href}>{value}</a>}</span>
      {note !== null && <span class="tiny muted num"> {note}</span>}
    </dd>
  </div>
)
