// Where does a post begin? The insight with its rows as they are today, and the plan with what it decided against.
import type { PlanFile } from "../../../shared/db/queries/plan-file.ts"
import { lifePath } from "../desk-links.ts"
import { channelPlace, channelTitle } from "./channel-words.ts"
import { Today, valueText } from "./cited-rows.tsx"
import { probabilityText, wordsText } from "./format.ts"
import { When } from "./parts.tsx"

type Of = { file: PlanFile; now: Date }

export const InsightStep = ({ file: { insight, evidence }, now }: Of) => (
  <>
    <p>
      <a class="headline" href={`/insights/${insight.id}`}>
        {insight.headline}
      </a>
    </p>
    <p class="small muted">
      {probabilityText(insight.probability)} that: {insight.statement_text} Made <When at={insight.made_at} now={now} /> by{" "}
      <a href={`/runs/${insight.run_id}`}>a run of analysis</a>.
    </p>
    <ul class="rows tight apart">
      {evidence.map((row) => (
        <li class="between">
          <span class="small">{row.label}</span>
          <span class="small">
            <b class="num">{row.value === null ? "" : valueText(row, row.value)}</b> <Today row={row} />
          </span>
        </li>
      ))}
    </ul>
  </>
)

export const PlanStep = ({ file: { plan, about }, now }: Of) => (
  <>
    <ul class="rows tight">
      {plan.reasons.why.map((why) => (
        <li class="small">{why}</li>
      ))}
    </ul>
    <p class="small muted apart">
      {wordsText(plan.format)} for {channelPlace(plan.channel)}, priority {plan.priority}, slot <When at={plan.scheduled_at} now={now} />,
      planned <When at={plan.created_at} now={now} /> by <a href={`/runs/${plan.run_id}`}>this run</a>.
      {about !== null && (
        <>
          {" "}
          It {plan.kind === "correction" ? "corrects" : "takes up again"}{" "}
          <a href={lifePath(about.plan_id)}>a post on {channelPlace(about.channel)}</a>.
        </>
      )}
    </p>
    {plan.reasons.rejected.length > 0 && (
      <details class="apart">
        <summary>
          {plan.reasons.rejected.length} other {plan.reasons.rejected.length === 1 ? "option was" : "options were"} rejected
        </summary>
        <ul class="rows tight">
          {plan.reasons.rejected.map(({ channel, format, rule, text }) => (
            <li class="small">
              <b>{channel === null ? "Every channel" : channelTitle(channel)}</b>
              {format === null ? "" : `, ${format}`}: {text} <span class="muted">({rule})</span>
            </li>
          ))}
        </ul>
      </details>
    )}
  </>
)
