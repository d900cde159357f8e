// Who works here, and how did each do lately?
import { listSwitches, type SwitchRow } from "../../../shared/db/queries/channel-reports.ts"
import { listRecentRuns, type RecentRun } from "../../../shared/db/queries/run-reports.ts"
import { listRunStats, type RunStats } from "../../../shared/db/queries/run-stats.ts"
import { AGENT_PROFILES, type AgentProfile } from "../../../shared/domain/agents.ts"
import { Done } from "../done.ts"
import { answered, page } from "../page.ts"
import type { Operator } from "../session.ts"
import { triggersText } from "../shapes/agent.ts"
import { AgentButtons } from "./agent-buttons.tsx"
import { durationText, numberText } from "./format.ts"
import { Layout } from "./layout.tsx"
import { Card, Empty, RunBadge, When } from "./parts.tsx"

const RUNS = 20
const SHOWN = 6
const DAY_MS = 86_400_000

export const agentsPage = page({
  path: "/agents",
  query: { done: Done },
  async render({ frame, services: { db, clock }, requestId }) {
    const now = clock.now()
    const names = AGENT_PROFILES.map((profile) => profile.name)
    const [runs, stats, switches] = await Promise.all([
      answered(listRecentRuns(db, names, RUNS), requestId),
      answered(listRunStats(db, { since: new Date(now.getTime() - DAY_MS), until: new Date(now.getTime() + 1) }), requestId),
      // Who isn't signed in has no buttons.
      answered(frame.operator === null ? Promise.resolve([]) : listSwitches(db), requestId),
    ])
    return (
      <Layout title="Agents" section="agents" frame={frame}>
        <div class="intro">
          <h1>Agents</h1>
          <p class="lead">The scans run at the same time; the analysis follows when all of them have ended, however they ended.</p>
        </div>
        {AGENT_PROFILES.map((profile) => (
          <Card
            title={profile.name}
            id={profile.name}
            answer={runs}
            aside={<span class="small muted">runs {triggersText(profile.on)}</span>}
            show={(rows) => (
              <AgentCard
                profile={profile}
                runs={rows.filter((run) => run.agent === profile.name)}
                stats={stats.ok ? (stats.value.find(({ agent }) => agent === profile.name) ?? null) : null}
                now={now}
                switches={switches.ok ? switches.value : []}
                operator={frame.operator}
              />
            )}
          />
        ))}
      </Layout>
    )
  },
})

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

type AgentCardOf = {
  profile: AgentProfile
  runs: readonly RecentRun[]
  /** Of a day; null: none ended, or nobody can say. */
  stats: RunStats | null
  now: Date
  switches: readonly SwitchRow[]
  operator: Operator | null
}

function AgentCard({ profile, runs, stats, now, switches, operator }: AgentCardOf) {
  const ended = runs.filter((run) => run.finished_at !== null)
  const good = ended.filter((run) => run.state === "succeeded").length
  const usual = median(ended.flatMap((run) => (run.wall_ms === null ? [] : [run.wall_ms])))
  const { budget } = profile
  return (
    <>
      <p class="small">{profile.purpose}</p>
      <p class="small muted">
        {`A run may take ${durationText(budget.wallMs)}, ${numberText(budget.calls)} outside calls and ${numberText(budget.statements)} statements.`}
      </p>
      {operator !== null && <AgentButtons agent={profile.name} switches={switches} operator={operator} />}
      {runs.length === 0 ? (
        <Empty>No run yet. The next heartbeat starts what is due.</Empty>
      ) : (
        <>
          <Strip runs={runs} />
          <p class="small">
            {ended.length === 0
              ? "No run has ended yet."
              : `${good} of ${ended.length} ended ${ended.length === 1 ? "run" : "runs"} succeeded.`}
            {usual === null ? "" : ` The median run took ${durationText(usual)}.`}
          </p>
          {stats !== null && <p class="small num">{statsText(stats)}</p>}
          <RunTable runs={runs.slice(0, operator === null ? 1 : SHOWN)} now={now} isLinked={operator !== null} />
        </>
      )}
    </>
  )
}

/** `24 hours: 48 runs, 97.9% succeeded; half took 1.2 s or less, 95% 3.1 s, 99% 4.0 s, 1.4 s on average.` */
function statsText({ runs, succeeded, meanMs, p50Ms, p95Ms, p99Ms }: RunStats): string {
  const share = `24 hours: ${numberText(runs)} ${runs === 1 ? "run" : "runs"} ended, ${numberText((100 * succeeded) / runs, 1)}% succeeded`
  if (meanMs === null || p50Ms === null || p95Ms === null || p99Ms === null) return `${share}.`
  const [half, most, nearlyAll, mean] = [p50Ms, p95Ms, p99Ms, meanMs].map(durationText)
  return `${share}; half took ${half} or less, 95% ${most}, 99% ${nearlyAll}, on average ${mean}.`
}

/** The last runs as a row of bars, oldest first, coloured by how they ended. */
function Strip({ runs }: { runs: readonly RecentRun[] }) {
  const label = `The last ${runs.length} runs, oldest first: ${runs
    .map((run) => run.state)
    .toReversed()
    .join(", ")}`
  return (
    <svg class="strip" viewBox={`0 0 ${RUNS * 15} 18`} preserveAspectRatio="none" role="img" aria-label={label}>
      <title>{label}</title>
      {runs.toReversed().map((run, i) => (
        <rect class={run.state} x={i * 15} y="0" width="11" height="18" rx="2" />
      ))}
    </svg>
  )
}

/** What was done in a run is the operator's alone. */
const RunTable = ({ runs, now, isLinked }: { runs: readonly RecentRun[]; now: Date; isLinked: boolean }) => (
  <table class="stack runs">
    <caption class="sr">{runs.length === 1 ? "The newest run" : "Newest runs"}</caption>
    <thead>
      <tr>
        <th scope="col">Run</th>
        <th scope="col">State</th>
        <th scope="col">Started</th>
        <th scope="col">Took</th>
        <th scope="col">Failure</th>
      </tr>
    </thead>
    <tbody>
      {runs.map((run) => (
        <tr>
          <td data-label="Run">
            {isLinked ? (
              <a href={`/runs/${run.id}`}>
                <code>{run.id}</code>
              </a>
            ) : (
              <code>{run.id}</code>
            )}
          </td>
          <td data-label="State">
            <span>
              <RunBadge state={run.state} />
              {run.attempt > 1 ? ` attempt ${run.attempt}` : ""}
            </span>
          </td>
          <td data-label="Started">
            <When at={run.started_at} now={now} />
          </td>
          <td data-label="Took" class="num">
            {run.wall_ms === null ? "–" : durationText(run.wall_ms)}
          </td>
          <td data-label="Failure">{run.error_code ?? "–"}</td>
        </tr>
      ))}
    </tbody>
  </table>
)
