// What does the operator have to do now? Drafts, deliveries and faults that wait for him; then what goes out next, what it cost, and the stop.
import { listSwitches, type SwitchRow } from "../../../shared/db/queries/channel-reports.ts"
import {
  countOpenPlans,
  listPlansInStates,
  listTroubles,
  type PlanCount,
  type PlanLine,
  type Trouble,
} from "../../../shared/db/queries/desk.ts"
import { listSpend } from "../../../shared/db/queries/ledger.ts"
import { BREAKER } from "../../../shared/domain/egress.ts"
import { ChannelName } from "../../../shared/domain/post.ts"
import { type Answered, answered, operatorPage } from "../page.ts"
import type { ApiServices } from "../endpoint.ts"
import type { Operator } from "../session.ts"
import { channelTitle } from "./channel-words.ts"
import { ageText, dayText, clockText, spanText } from "./format.ts"
import { Layout } from "./layout.tsx"
import { Badge, Card, Empty, MoreLink } from "./parts.tsx"
import { PlanList } from "./plan-list.tsx"
import { Spend } from "./spend.tsx"
import { AskButton, StopButton } from "./switches.tsx"
import { TroubleItem } from "./troubles.tsx"

const DAY_MS = 86_400_000
const MOST_TROUBLES = 20
const NEXT = 6

export const todayPage = operatorPage({
  path: "/today",
  async render({ services, operator, frame, requestId }) {
    const now = services.clock.now()
    const { counts, next, troubles, spend, switches } = await ask(services, now, requestId)
    const todo = both(counts, troubles)
    return (
      <Layout title="Today" section="today" frame={frame}>
        <div class="intro">
          <h1>Today</h1>
          <p class="lead">
            {`${dayText(now)}, ${clockText(now)} UTC. `}
            <Sum counts={counts} troubles={troubles} />
          </p>
        </div>
        <div class="columns">
          <div>
            <Card title="What you have to do" answer={todo} show={([open, red]) => <ToDo counts={open} troubles={red} now={now} />} />
            <Card
              title="Next posts"
              answer={next}
              show={(rows) => <Next plans={rows} now={now} />}
              aside={<MoreLink href="/calendar" text="calendar" />}
            />
          </div>
          <div>
            <Card title="Stop" answer={switches} show={(rows) => <Stop switches={rows} operator={operator} />} />
            <Card
              title="Channels"
              answer={switches}
              show={(rows) => <Live switches={rows} />}
              aside={<MoreLink href="/channels" text="all channels" />}
            />
            <Card
              title="Spent today"
              answer={spend}
              show={(rows) => <Spend rows={rows} caps={services.desk.caps} />}
              aside={<span class="small muted">since 00:00 UTC</span>}
            />
          </div>
        </div>
      </Layout>
    )
  },
})

/** Everything the page shows, asked at the same time; each question fails by itself. */
async function ask({ db, clock }: ApiServices, now: Date, requestId: string) {
  const limits = { since: new Date(now.getTime() - DAY_MS), breakerFailures: BREAKER.failures, each: MOST_TROUBLES }
  const [counts, next, troubles, spend, switches] = await Promise.all([
    answered(countOpenPlans(db), requestId),
    answered(listPlansInStates(db, ["waiting", "approved", "checking", "planned"], NEXT), requestId),
    answered(listTroubles(db, limits), requestId),
    answered(listSpend(db, clock.now()), requestId),
    answered(listSwitches(db), requestId),
  ])
  return { counts, next, troubles, spend, switches }
}

type Open = readonly [readonly PlanCount[], readonly Trouble[]]

/** One answer of two; the fault of whichever failed. */
const both = (counts: Answered<PlanCount[]>, troubles: Answered<Trouble[]>): Answered<Open> =>
  !counts.ok ? counts : !troubles.ok ? troubles : { ok: true, value: [counts.value, troubles.value] }

function Sum({ counts, troubles }: { counts: Answered<PlanCount[]>; troubles: Answered<Trouble[]> }) {
  if (!counts.ok || !troubles.ok) return <Badge tone="bad">part of this page can't be shown</Badge>
  const waiting = counts.value.find(({ state }) => state === "waiting")?.count ?? 0
  if (waiting === 0 && troubles.value.length === 0) return <Badge tone="good">nothing waits for you</Badge>
  return (
    <>
      {waiting > 0 && <Badge tone="warn">{`${waiting} ${waiting === 1 ? "draft waits" : "drafts wait"}`}</Badge>}{" "}
      {troubles.value.length > 0 && <Badge tone="bad">{`${troubles.value.length} to look at`}</Badge>}
    </>
  )
}

const NOTHING = "Nothing. The next draft that passes its guards stands here, and so does everything that goes wrong."

function ToDo({ counts, troubles, now }: { counts: readonly PlanCount[]; troubles: readonly Trouble[]; now: Date }) {
  const waiting = counts.find(({ state }) => state === "waiting")
  if (waiting === undefined && troubles.length === 0) return <Empty>{NOTHING}</Empty>
  return (
    <ul class="rows tight todo">
      {waiting !== undefined && <WaitingItem count={waiting} now={now} />}
      {troubles.map((trouble) => (
        <TroubleItem trouble={trouble} now={now} />
      ))}
    </ul>
  )
}

function WaitingItem({ count, now }: { count: PlanCount; now: Date }) {
  const slot = new Date(count.first_scheduled_at)
  const expires = new Date(count.first_expires_at)
  return (
    <li>
      <div class="between">
        <a class="headline" href="/approvals">
          {count.count === 1 ? "1 draft waits for your approval" : `${count.count} drafts wait for your approval`}
        </a>
        <Badge tone="warn">approve or reject</Badge>
      </div>
      <p class="small muted">
        {slot > now ? `The first slot is ${ageText(slot, now)}` : `The first slot was ${ageText(slot, now)}`}; the first is dropped{" "}
        {expires > now ? `in ${spanText(expires.getTime() - now.getTime())}` : "now"}.
      </p>
    </li>
  )
}

const NO_NEXT = "No post is planned. Plans follow the next insights that are worth one."

function Next({ plans, now }: { plans: readonly PlanLine[]; now: Date }) {
  const next = plans.filter(({ state, scheduled_at }) => state !== "planned" || new Date(scheduled_at) > now).slice(0, NEXT)
  return next.length === 0 ? <Empty>{NO_NEXT}</Empty> : <PlanList plans={next} now={now} />
}

function Stop({ switches, operator }: { switches: readonly SwitchRow[]; operator: Operator }) {
  const stop = switches.find(({ scope, is_on }) => scope === "stop:all" && is_on)
  if (stop === undefined) {
    return (
      <>
        <p class="small muted">Keeps everything in the house at once. What is approved waits, and goes on when you say so.</p>
        <div class="acts">
          <StopButton scope="stop:all" what="Stop everything" back="/today" operator={operator} />
        </div>
      </>
    )
  }
  return (
    <>
      <p>
        <Badge tone="bad">everything is stopped</Badge>{" "}
        <span class="small muted">
          by the {stop.changed_by}
          {stop.reason === null ? "" : `: ${stop.reason}`}
        </span>
      </p>
      <div class="acts">
        <AskButton scope="stop:all" to="off" text="Let it go on…" back="/today" />
      </div>
    </>
  )
}

const Live = ({ switches }: { switches: readonly SwitchRow[] }) => {
  const isOn = (scope: string): boolean => switches.some((row) => row.scope === scope && row.is_on)
  return (
    <ul class="rows tight">
      {ChannelName.options.map((channel) => (
        <li class="between">
          <h3>{channelTitle(channel)}</h3>
          {isOn(`stop:channel:${channel}`) ? (
            <Badge tone="bad">stopped</Badge>
          ) : isOn(`live:${channel}`) ? (
            <Badge tone="good">turned on</Badge>
          ) : (
            <Badge tone="info">dry run</Badge>
          )}
        </li>
      ))}
    </ul>
  )
}
