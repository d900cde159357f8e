// How is each agent, in a line?
import type { RecentRun } from "../../../shared/db/queries/run-reports.ts"
import { AGENT_PROFILES } from "../../../shared/domain/agents.ts"
import { triggersText } from "../shapes/agent.ts"
import { Age, RunBadge } from "./parts.tsx"

/** `runs` holds each agent's newest run, where it has one. It is the operator's to open. */
export function AgentLines({ runs, now, isLinked }: { runs: readonly RecentRun[]; now: Date; isLinked: boolean }) {
  const newest = new Map(runs.map((run) => [run.agent, run]))
  return (
    <ul class="rows tight">
      {AGENT_PROFILES.map(({ name, on }) => {
        const run = newest.get(name)
        return (
          <li class="between">
            <h3>
              <a href={run === undefined || !isLinked ? `/agents#${name}` : `/runs/${run.id}`}>{name}</a>
            </h3>
            <span class="small muted end">
              {run === undefined ? (
                `no run yet; runs ${triggersText(on)}`
              ) : (
                <>
                  <Age at={run.started_at} now={now} />
                  {run.error_code === null ? "" : `, ${run.error_code}`}
                </>
              )}
            </span>
            {run && <RunBadge state={run.state} />}
          </li>
        )
      })}
    </ul>
  )
}
