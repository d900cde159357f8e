// How is each agent, in a line?
import type { RecentRun } from "../../../shared/db/queries/run-reports.ts"
import { AGENT_PROFILES } from "../../../shared/domain/agents.ts"
import { triggerText } from "../shapes/agent.ts"
import { durationText } from "./format.ts"
import { Age, RunBadge } from "./parts.tsx"

/** `runs` holds each agent's newest run, where it has one. */
export function AgentLines({ runs, now }: { runs: readonly RecentRun[]; now: Date }) {
  const newest = new Map(runs.map((run) => [run.agent, run]))
  return (
    <ul class="rows">
      {AGENT_PROFILES.map(({ name, on }) => {
        const run = newest.get(name)
        return (
          <li>
            <div class="between">
              <h3>
                <a href={run === undefined ? "/agents" : `/runs/${run.id}`}>{name}</a>
              </h3>
              {run && <RunBadge state={run.state} />}
            </div>
            <p class="small muted">
              {run === undefined ? (
                `no run yet; runs ${triggerText(on)}`
              ) : (
                <>
                  <Age at={run.started_at} now={now} />
                  {run.wall_ms === null ? "" : `, took ${durationText(run.wall_ms)}`}
                  {run.error_code === null ? "" : `, ${run.error_code}`}
                </>
              )}
            </p>
          </li>
        )
      })}
    </ul>
  )
}
