// Which versions of the strategy were there? Each with what it changed, who began it, why, how it ended, and what was measured.
import type { PolicyState, PolicyVersion, Uplift } from "../../../shared/domain/policy-version.ts"
import { changeText, numberText } from "./format.ts"
import { Age, Badge, Empty, type Tone } from "./parts.tsx"

const STATES: Readonly<Record<PolicyState, { readonly text: string; readonly tone: Tone }>> = {
  trial: { text: "on trial", tone: "info" },
  kept: { text: "kept", tone: "good" },
  "rolled-back": { text: "rolled back", tone: "bad" },
  replaced: { text: "replaced", tone: "" },
}

/** A gain or a loss only where its bounds say so. */
export function UpliftText({ uplift }: { uplift: Uplift | null }) {
  if (uplift === null) return <>not shown yet: there are too few posts to compare.</>
  const { value, low, high, tuned, frozen } = uplift
  const range = `${changeText(low * 100)} to ${changeText(high * 100)}`
  const posts = `${numberText(tuned)} posts against ${numberText(frozen)}`
  if (low <= 0 && high >= 0) return <>{`not shown yet: between ${range} (${posts}).`}</>
  return (
    <>
      <b class="num">{changeText(value * 100)}</b>
      {`, between ${range} (${posts}).`}
    </>
  )
}

export const VersionList = ({ versions, now }: { versions: readonly PolicyVersion[]; now: Date }) =>
  versions.length === 0 ? (
    <Empty>No version yet: the defaults hold.</Empty>
  ) : (
    <ol class="rows">
      {versions.map((version) => (
        <li>
          <Line version={version} now={now} />
        </li>
      ))}
    </ol>
  )

function Line({
  version: { version, state, change, actor, runId, beganAt, endedAt, verdict },
  now,
}: {
  version: PolicyVersion
  now: Date
}) {
  const { text, tone } = STATES[state]
  return (
    <>
      <div class="meta">
        <b class="num">Version {version}</b>
        <Badge tone={tone}>{text}</Badge>
        <span class="end">
          began <Age at={beganAt} now={now} />
          {endedAt !== null && (
            <>
              , ended <Age at={endedAt} now={now} />
            </>
          )}
        </span>
      </div>
      <p class="small">
        {change.changes.map(({ name, from, to }) => `${name} from ${numberText(from, 4)} to ${numberText(to, 4)}`).join(", ")}
        {`, measured against ${change.base === null ? "the defaults" : `version ${change.base}`}. By ${actor}: ${change.why} `}
        {runId !== null && <a href={`/runs/${runId}`}>Its run</a>}
      </p>
      {verdict !== null && (
        <p class="small">
          {`Verdict (${verdict.rule}): ${verdict.why} Measured: `}
          <UpliftText uplift={verdict.uplift} />
        </p>
      )}
    </>
  )
}
