// What happened in one run? Everything that it wrote down about itself.
import type { Child } from "hono/jsx"
import { findRun, listEventsOfRun, listInsightsOfRun } from "../../../shared/db/queries/run-reports.ts"
import { AGENT_PROFILES } from "../../../shared/domain/agents.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { answered, operatorPage } from "../page.ts"
import { RunId } from "../shapes/run.ts"
import { runLink } from "../links.ts"
import { dollarText, durationText, numberText } from "./format.ts"
import { InsightList } from "./insight-list.tsx"
import { Layout } from "./layout.tsx"
import { Card, Empty, RunBadge, When } from "./parts.tsx"

type Run = NonNullable<Awaited<ReturnType<typeof findRun>>>
type Events = Awaited<ReturnType<typeof listEventsOfRun>>

export const runPage = operatorPage({
  path: "/runs/{id}",
  params: { id: RunId },
  async render({ frame, services: { db, clock }, params: { id }, requestId }) {
    const now = clock.now()
    const [run, events, insights] = await Promise.all([
      findRun(db, id),
      answered(listEventsOfRun(db, id), requestId),
      answered(listInsightsOfRun(db, id), requestId),
    ])
    if (run === null) throw new Failure("not-found", "There is no run with this id.")
    const told = { ok: true as const, value: run }
    return (
      <Layout title={`Run of ${run.agent}`} section="agents" frame={frame}>
        <p class="crumb">
          <a href="/agents">Agents</a> › <a href={`/agents#${run.agent}`}>{run.agent}</a>
        </p>
        <div class="intro">
          <h1>
            Run of {run.agent} <RunBadge state={run.state} />
          </h1>
          <p class="lead">
            <code>{run.key}</code>
          </p>
        </div>
        {run.errorCode !== null && <Card title="Failure" answer={told} show={(value) => <Trouble run={value} now={now} />} />}
        <Card
          title="Course"
          answer={told}
          show={(value) => <Course run={value} now={now} />}
          aside={
            <a class="small" href={runLink(run.id)}>
              as JSON
            </a>
          }
        />
        <Card title="Cost" answer={told} show={(value) => <Cost run={value} />} />
        <Card title="What it gave" answer={told} show={(value) => <Output run={value} />} />
        <Card
          title="Insights"
          answer={insights}
          show={(rows) => (rows.length === 0 ? <Empty>This run made no insight.</Empty> : <InsightList insights={rows} now={now} />)}
        />
        <Card title="Events" answer={events} show={(rows) => <EventTable events={rows} now={now} />} />
      </Layout>
    )
  },
})

const Fact = ({ name, children }: { name: string; children: Child }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

function Trouble({ run, now }: { run: Run; now: Date }) {
  return (
    <div class="fault">
      <b>
        <a href={`/problems/${run.errorCode}`}>{run.errorCode}</a>
      </b>
      {`: ${run.errorDetail ?? ""}`}
      {run.retryAt !== null && (
        <>
          {" "}
          It is tried again <When at={run.retryAt} now={now} />.
        </>
      )}
    </div>
  )
}

const Course = ({ run, now }: { run: Run; now: Date }) => (
  <dl class="facts">
    <Fact name="Asked for by">{run.trigger}</Fact>
    <Fact name="Slot">{run.slot === null ? "none" : <When at={run.slot} now={now} />}</Fact>
    <Fact name="Looks at the world as of">
      <When at={run.moment} now={now} plain />
    </Fact>
    <Fact name="Attempt">{run.attempt}</Fact>
    <Fact name="Began">
      <When at={run.startedAt} now={now} />
    </Fact>
    <Fact name="Ended">{run.finishedAt === null ? "not yet" : <When at={run.finishedAt} now={now} />}</Fact>
    {run.leaseUntil !== null && (
      <Fact name="May work until">
        <When at={run.leaseUntil} now={now} />
      </Fact>
    )}
    <Fact name="Id">
      <code>{run.id}</code>
    </Fact>
  </dl>
)

const of = (used: number | null, limit: number | undefined): string =>
  used === null ? "–" : limit === undefined ? numberText(used) : `${numberText(used)} of ${numberText(limit)}`

function Cost({ run }: { run: Run }) {
  if (run.wallMs === null) return <Empty>The cost is written down when the attempt ends.</Empty>
  const budget = AGENT_PROFILES.find((profile) => profile.name === run.agent)?.budget
  return (
    <dl class="facts short num">
      <Fact name="Time">{`${durationText(run.wallMs)}${budget ? ` of ${durationText(budget.wallMs)}` : ""}`}</Fact>
      <Fact name="Statements">
        {of(run.statements, undefined)}
        {budget && <span class="small muted">{` (the agent may send ${numberText(budget.statements)}, the runner adds its own)`}</span>}
      </Fact>
      <Fact name="Rows read">{of(run.rowsRead, undefined)}</Fact>
      <Fact name="Time in the database">{run.databaseMs === null ? "–" : `${durationText(run.databaseMs)}, added up`}</Fact>
      <Fact name="Outside calls">{of(run.calls, budget?.calls)}</Fact>
      <Fact name="Repeated calls">{of(run.retries, undefined)}</Fact>
      <Fact name="Tokens">{of(run.tokens, budget?.tokens)}</Fact>
      <Fact name="Money">{run.microUsd === null ? "–" : dollarText(run.microUsd)}</Fact>
    </dl>
  )
}

const Output = ({ run }: { run: Run }) => (
  <>
    {run.output === null ? (
      <Empty>{run.finishedAt === null ? "Nothing yet." : "Nothing."}</Empty>
    ) : (
      <pre tabindex={0}>{JSON.stringify(run.output, null, 2)}</pre>
    )}
    <p class="small muted">
      It was asked with <code>{JSON.stringify(run.input)}</code>
    </p>
  </>
)

function EventTable({ events, now }: { events: Events; now: Date }) {
  if (events.length === 0) return <Empty>This run told nobody anything.</Empty>
  return (
    <table class="stack">
      <caption class="sr">Events of this run</caption>
      <thead>
        <tr>
          <th scope="col">Event</th>
          <th scope="col">Id</th>
          <th scope="col">Stored</th>
          <th scope="col">Passed on</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr>
            <td data-label="Event">{event.name}</td>
            <td data-label="Id">
              <code>{event.id}</code>
            </td>
            <td data-label="Stored">
              <When at={event.createdAt} now={now} />
            </td>
            <td data-label="Passed on">{event.dispatchedAt === null ? "not yet" : <When at={event.dispatchedAt} now={now} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
