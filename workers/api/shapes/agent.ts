// How does the API show an agent?
import * as z from "zod"
import type { RecentRun } from "../../../shared/db/queries/run-reports.ts"
import type { AgentProfile } from "../../../shared/domain/agents.ts"
import { AgentName, RunState } from "../../../shared/domain/run.ts"
import type { Trigger } from "../../../shared/kit/schedule.ts"
import { runLink } from "../links.ts"
import { Time, toIso, toIsoOrNull } from "../time.ts"

const RunLine = z
  .object({
    id: z.string(),
    state: RunState,
    startedAt: Time,
    finishedAt: Time.nullable(),
    wallMs: z.int().nullable(),
    errorCode: z.string().nullable(),
    link: z.string(),
  })
  .meta({ id: "RunLine" })

export const Agent = z
  .object({
    name: AgentName,
    purpose: z.string(),
    triggers: z
      .array(z.object({ kind: z.enum(["every", "daily", "after", "when"]), text: z.string() }))
      .describe("Each of them starts a run."),
    budget: z
      .object({ wallMs: z.int(), calls: z.int(), statements: z.int(), tokens: z.int(), microUsd: z.int() })
      .describe("What one run may spend."),
    newestRun: RunLine.nullable(),
  })
  .meta({ id: "Agent" })

const clockText = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`

const everyText = (ms: number): string => (ms % 3_600_000 === 0 ? `${ms / 3_600_000} h` : `${ms / 60_000} min`)

/** All that starts an agent, in words. */
export const triggersText = (triggers: readonly Trigger[]): string => triggers.map(triggerText).join(" and ")

function triggerText(trigger: Trigger): string {
  if (trigger.kind === "every") return `every ${everyText(trigger.ms)}`
  if (trigger.kind === "daily") return `daily at ${clockText(trigger.minute)} UTC`
  if (trigger.kind === "when") return `when ${trigger.event} happens`
  return `after ${trigger.agents.join(", ")}`
}

export function toRunLine(run: RecentRun): z.infer<typeof RunLine> {
  const times = { startedAt: toIso(run.started_at), finishedAt: toIsoOrNull(run.finished_at) }
  return { id: run.id, state: run.state, ...times, wallMs: run.wall_ms, errorCode: run.error_code, link: runLink(run.id) }
}

export function toAgent({ name, purpose, on, budget }: AgentProfile, newest: RecentRun | undefined): z.infer<typeof Agent> {
  return {
    name,
    purpose,
    triggers: on.map((trigger) => ({ kind: trigger.kind, text: triggerText(trigger) })),
    budget,
    newestRun: newest === undefined ? null : toRunLine(newest),
  }
}
