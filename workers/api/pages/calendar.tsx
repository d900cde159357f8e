// When does what go out? A week of slots in the operator's time zone, each with its state.
import * as z from "zod"
import { listPlansOfDays, type PlanOfDay } from "../../../shared/db/queries/desk.ts"
import { planPath } from "../desk-links.ts"
import { answered, operatorPage } from "../page.ts"
import { channelTitle } from "./channel-words.ts"
import { Layout } from "./layout.tsx"
import { type LocalDay, openZone, weekOf, type Zone } from "./local-time.ts"
import { Card } from "./parts.tsx"
import { beginningOf, StateBadge } from "./plan-list.tsx"

/** Of a day in its week; more than fit one's eye are counted, and a day of its own shows them. */
const MOST = 40
const MOST_OF_DAY = 1_500

/** A day that exists: `2026-02-31` would be another one. */
function isDay(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date)
}

const OneDay = z
  .string()
  .regex(/^20\d\d-\d\d-\d\d$/, "must be a day such as 2026-11-21")
  .refine(isDay, "must be a day of the calendar")
  .optional()

const DAY_NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

const dayName = (date: string): string => `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ""}`

export const calendarPage = operatorPage({
  path: "/calendar",
  query: { week: OneDay, day: OneDay },
  async render({ services: { db, clock, desk }, query, frame, requestId }) {
    const { timeZone } = desk
    const now = clock.now()
    const today = openZone(timeZone, new Date(now.getTime() - 1), new Date(now.getTime() + 1)).date(now)
    const week = weekOf(query.day ?? query.week ?? today, timeZone)
    const days = week.days
      .map((day, i) => ({ ...day, name: DAY_NAMES[i] ?? "" }))
      .filter(({ date }) => [undefined, date].includes(query.day))
    const plans = await answered(listPlansOfDays(db, days, query.day === undefined ? MOST : MOST_OF_DAY), requestId)
    const [first, last] = [dayName(days[0]?.date ?? today), dayName(days.at(-1)?.date ?? today)]
    return (
      <Layout title="Calendar" section="calendar" frame={frame}>
        <div class="intro">
          <h1>{first === last ? first : `${first} to ${last}`}</h1>
          <p class="lead">Times in {timeZone}.</p>
          <nav class="weeks" aria-label="Weeks">
            <a href={`/calendar?week=${week.before}`}>← week before</a>
            <a href="/calendar">this week</a>
            <a href={`/calendar?week=${week.after}`}>week after →</a>
          </nav>
        </div>
        <Card title="Slots" answer={plans} show={(rows) => <Days days={days} zone={week.zone} plans={rows} today={today} />} />
      </Layout>
    )
  },
})

type NamedDay = LocalDay & { readonly name: string }
type DaysOf = { days: readonly NamedDay[]; zone: Zone; plans: readonly PlanOfDay[]; today: string }

const Days = ({ days, zone, plans, today }: DaysOf) => (
  <ol class="week">
    {days.map((day, i) => (
      <DayItem day={day} zone={zone} plans={plans.filter((plan) => plan.day === i)} isToday={day.date === today} />
    ))}
  </ol>
)

type DayOf = { day: NamedDay; zone: Zone; plans: readonly PlanOfDay[]; isToday: boolean }

function DayItem({ day, zone, plans, isToday }: DayOf) {
  const more = (plans[0]?.total ?? 0) - plans.length
  return (
    <li class={isToday ? "day today" : "day"} {...(isToday ? { "aria-current": "date" as const } : {})}>
      <h3>
        {day.name} <span class="muted">{dayName(day.date)}</span>
      </h3>
      {plans.length === 0 ? (
        <p class="tiny muted">no slot</p>
      ) : (
        <ol class="slots">
          {plans.map((plan) => (
            <li>
              <a href={planPath(plan)}>
                <span class="between">
                  <b class="num">{zone.clock(new Date(plan.scheduled_at))}</b>
                  <span>{channelTitle(plan.channel)}</span>
                </span>
                <span class="small">{beginningOf(plan, 70)}</span>
                <StateBadge plan={plan} />
              </a>
            </li>
          ))}
        </ol>
      )}
      {more > 0 && (
        <p class="small">
          <a href={`/calendar?day=${day.date}`}>and {more} more</a>
        </p>
      )}
    </li>
  )
}
