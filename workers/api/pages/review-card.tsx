// Are reviewers asked on Telegram? The switch of that way out; who they are stands among the agents Worker's bindings.
import type { SwitchRow } from "../../../shared/db/queries/channel-reports.ts"
import type { Operator } from "../session.ts"
import { Badge } from "./parts.tsx"
import { AskButton, OffButton } from "./switches.tsx"

const LIVE = "live:review"

export const isAsking = (switches: readonly SwitchRow[]): boolean => switches.some(({ scope, is_on }) => scope === LIVE && is_on)

export const ReviewState = ({ switches }: { switches: readonly SwitchRow[] }) =>
  isAsking(switches) ? <Badge tone="good">turned on</Badge> : <Badge tone="info">not asked</Badge>

export const ReviewCard = ({ switches, operator }: { switches: readonly SwitchRow[]; operator: Operator }) => (
  <>
    <p class="small muted">
      Each draft that waits can be sent to the people whom <code>REVIEWERS</code> of the agents Worker names, with buttons that approve or
      reject it. It needs <code>TELEGRAM_TOKEN</code> too.
    </p>
    <div class="acts">
      {isAsking(switches) ? (
        <OffButton scope={LIVE} text="Ask nobody" back="/channels" operator={operator} />
      ) : (
        <AskButton scope={LIVE} to="on" text="Ask reviewers…" back="/channels" />
      )}
    </div>
  </>
)
