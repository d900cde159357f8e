// What can the operator do with an agent? Let it run now, stop it, and let it go on.
import type { SwitchRow } from "../../../shared/db/queries/channel-reports.ts"
import type { AgentName } from "../../../shared/domain/run.ts"
import { runNowForm } from "../forms/run-now.ts"
import type { Operator } from "../session.ts"
import { CommandForm } from "./command-form.tsx"
import { Badge } from "./parts.tsx"
import { AskButton, StopButton } from "./switches.tsx"

type Of = { agent: AgentName; switches: readonly SwitchRow[]; operator: Operator }

export function AgentButtons({ agent, switches, operator }: Of) {
  const scope = `stop:agent:${agent}`
  const stop = switches.find((row) => row.scope === scope && row.is_on)
  return (
    <>
      {stop !== undefined && (
        <p class="small">
          <Badge tone="bad">stopped</Badge> by the {stop.changed_by}
          {stop.reason === null ? "" : `: ${stop.reason}`}
        </p>
      )}
      <div class="acts">
        <CommandForm action={runNowForm.path} operator={operator} hidden={{ agent }}>
          <button type="submit" aria-label={`Run now: ${agent}`}>
            Run now
          </button>
        </CommandForm>
        {stop === undefined ? (
          <StopButton scope={scope} what={`Stop ${agent}`} back="/agents" operator={operator} />
        ) : (
          <AskButton scope={scope} to="off" text={`Let ${agent} go on…`} back="/agents" />
        )}
      </div>
    </>
  )
}
