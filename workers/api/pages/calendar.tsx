// When does what go out? A week of slots in the operator's time zone, each with its state.
import * as z from "zod"
import { listPlansOfDays, type PlanOfDay } from "../../../shared/db/queries/desk.ts"
import { planPath } from "../desk-links.ts"
import { answered, operatorPage } from "../page.ts"
import { channelTitle } from "./channel-words.ts"
import { Layout } from "./layout.tsx"
import { type LocalDay, openZone, type Week, weekOf } from "./local-time.ts"
import { Card } from "./parts.tsx"
import { beginningOf, StateBadge } from "./plan-list.tsx"

/** Of a day; more than fit one's eye are counted. */
const MOST = 40

/** A day that exists: `2026-02-31` would be another one. */
function isDay(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date)
}

const WeekDate = z
  .string()
  .regex(/^20\d\d-\d\d-\d\d$/, "must be a day such as 2026-11-21")
  .refine(isDay, "must be a day of the calendar")
  .optional()

const DAY_NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

const dayName = (date: string): string => `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ""}`

export const calendarPage = operatorPage({
  path: "/calendar",
  query: { week: WeekDate },
  async render({
    services: {
      db,
      clock,
      desk: { timeZone },
    },
    query,
    frame,
    requestId,
  }) {
    const now = clock.now()
    const today = openZone(timeZone, new Date(now.getTime() - 1), new Date(now.getTime() + 1)).date(now)
    const week = weekOf(query.week ?? today, timeZone)
    const plans = await answered(listPlansOfDays(db, week.days, MOST), requestId)
    return (
      <Layout title="Calendar" section="calendar" frame={frame}>
        <div class="intro">
          <h1>{`${dayName(week.days[0]?.date ?? today)} to ${dayName(week.days[6]?.date ?? today)}`}</h1>
          <p class="lead">Times in {timeZone}.</p>
          <nav class="weeks" aria-label="Weeks">
            <a href={`/calendar?week=${week.before}`}>← week before</a>
            <a href="/calendar">this week</a>
            <a href={`/calendar?week=${week.after}`}>week after →</a>
          </nav>
        </div>
        <Card title="Slots" answer={plans} show={(rows) => <Days week={week} plans={rows} today={today} />} />
      </Layout>
    )
  },
})

const Days = ({ week, plans, today }: { week: Week; plans: readonly PlanOfDay[]; today: string }) => (
  <ol class="week">
    {week.days.map((day, i) => (
      <Day day={day} name={DAY_NAMES[i] ?? ""} week={week} plans={plans.filter((plan) => plan.day === i)} isToday={day.date === today} />
    ))}
  </ol>
)

type DayOf = { day: LocalDay; name: string; week: Week; plans: readonly PlanOfDay[]; isToday: boolean }

function Day({ day, name, week, plans, isToday }: DayOf) {
  const more = (plans[0]?.total ?? 0) - plans.length
  return (
    <li class={isToday ? "day today" : "day"} {...(isToday ? { "aria-current": "date" as const } : {})}>
      <h3>
        {name} <span class="muted">{dayName(day.date)}</span>
      </h3>
      {plans.length === 0 ? (
        <p class="tiny muted">no slot</p>
      ) : (
        <ol class="slots">
          {plans.map((plan) => (
            <li>
              <a href={planPath(plan)}>
                <span class="between">
                  <b class="num">{week.zone.clock(new Date(plan.scheduled_at))}</b>
                  <span>{channelTitle(plan.channel)}</span>
                </span>
                <span class="small">{beginningOf(plan, 70)}</span>
                <StateBadge plan={plan} />
              </a>
            </li>
          ))}
        </ol>
      )}
      {more > 0 && <p class="tiny muted">and {more} more</p>}
    </li>
  )
}
