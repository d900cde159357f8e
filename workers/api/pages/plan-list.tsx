// How does a plan look in a list? When, where, what about, where it stands, and how its text begins.
import type { Child } from "hono/jsx"
import type { PlanLine } from "../../../shared/db/queries/desk.ts"
import type { GuardName } from "../../../shared/domain/guards.ts"
import { planPath } from "../desk-links.ts"
import { channelTitle, GUARD_WORDS, stateWord } from "./channel-words.ts"
import { ageText, clockText, dayText, wordsText } from "./format.ts"
import { Badge } from "./parts.tsx"

const MOST = 120

/** The beginning of the text as one line; what the insight says where there is no text yet. */
export function beginningOf({ title, text, headline }: PlanLine, most = MOST): string {
  const words = (title ?? text ?? headline).replaceAll(/\s+/g, " ").trim()
  return words.length > most ? `${words.slice(0, most).replace(/[\s.,;:]*\S*$/, "")}…` : words
}

export const StateBadge = ({ plan }: { plan: Pick<PlanLine, "state" | "delivery_state"> }) => {
  const { tone, text } = stateWord(plan.state, plan.delivery_state)
  return <Badge tone={tone}>{text}</Badge>
}

/** `23:58 UTC, in 6 min`; with its day where that isn't today's. */
export function slotText(at: Date, now: Date): string {
  const isToday = at.toISOString().slice(0, 10) === now.toISOString().slice(0, 10)
  return `${isToday ? "" : `${dayText(at)}, `}${clockText(at)} UTC, ${ageText(at, now)}`
}

/** The guards that speak against it, by name. */
const guardsText = (failed: readonly string[]): string =>
  failed.map((name) => GUARD_WORDS[name as GuardName].title.toLowerCase()).join(", ")

type LineOf = { plan: PlanLine; now: Date; /** Before the line: a box to tick. */ lead?: Child }

export const PlanItem = ({ plan, now, lead }: LineOf) => (
  <li class={lead === undefined ? "plan" : "plan led"}>
    {lead}
    <div>
      <div class="meta">
        <b>{channelTitle(plan.channel)}</b>
        <span class="num">
          <time datetime={new Date(plan.scheduled_at).toISOString()}>{slotText(new Date(plan.scheduled_at), now)}</time>
        </span>
        <StateBadge plan={plan} />
        {plan.kind !== "insight" && <Badge tone="info">{plan.kind === "correction" ? "correction" : "taken up again"}</Badge>}
      </div>
      <a class="headline" href={planPath(plan)}>
        {beginningOf(plan)}
      </a>
      <p class="small muted">
        {plan.asset} · {wordsText(plan.format).toLowerCase()}
        {(plan.parts ?? 0) > 1 ? ` of ${plan.parts} parts` : ""}
        {plan.media_hash === null || plan.format === "picture" ? "" : " · with a picture"}
        {plan.version > 1 ? ` · version ${plan.version}` : ""}
        {plan.failed.length === 0 ? "" : ` · refused by: ${guardsText(plan.failed)}`}
      </p>
    </div>
  </li>
)

export const PlanList = ({ plans, now }: { plans: readonly PlanLine[]; now: Date }) => (
  <ol class="rows">
    {plans.map((plan) => (
      <PlanItem plan={plan} now={now} />
    ))}
  </ol>
)
