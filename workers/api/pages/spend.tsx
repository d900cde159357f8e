// What was spent, and how much of what may be spent is that?
import { ChannelName } from "../../../shared/domain/post.ts"
import type { DeskSettings } from "../desk-settings.ts"
import { channelTitle } from "./channel-words.ts"
import { dollarText } from "./format.ts"
import { Meter } from "./parts.tsx"

const SCOPES = ["all", "model", ...ChannelName.options.map((channel) => `channel:${channel}` as const)] as const

function titleOf(scope: (typeof SCOPES)[number]): string {
  if (scope === "all") return "In all"
  if (scope === "model") return "Models"
  return channelTitle(ChannelName.parse(scope.slice("channel:".length)))
}

/** The sums of a day. What costs nothing and has no cap is left out. */
export function Spend({
  rows,
  caps,
}: {
  rows: readonly { readonly scope: string; readonly microUsd: number }[]
  caps: DeskSettings["caps"]
}) {
  const lines = SCOPES.map((scope) => ({ scope, spent: rows.find((row) => row.scope === scope)?.microUsd ?? 0, cap: caps[scope] }))
  return (
    <ul class="rows tight">
      {lines
        .filter(({ scope, spent, cap }) => scope === "all" || spent > 0 || cap !== undefined)
        .map(({ scope, spent, cap }) => (
          <li>
            <div class="between">
              <h3>{titleOf(scope)}</h3>
              <span class="num">
                {dollarText(spent)}
                {cap === undefined ? "" : <span class="muted">{` of ${dollarText(cap)}`}</span>}
              </span>
            </div>
            {cap !== undefined && <Meter share={cap === 0 ? 1 : spent / cap} />}
          </li>
        ))}
    </ul>
  )
}
