// How does the API show a version of the strategy: what it changed, why, and what came of it?
import * as z from "zod"
import { PolicyChange, PolicyState, type PolicyVersion, Uplift, Verdict } from "../../../shared/domain/policy-version.ts"
import { AgentName } from "../../../shared/domain/run.ts"
import { experimentLink, runLink } from "../links.ts"
import { Time, toIso, toIsoOrNull } from "../time.ts"

/** The agent whose values are tried, and the version, with a dot between. */
export const ExperimentId = z
  .string()
  .regex(/^[a-z][a-z-]{1,39}\.[1-9]\d{0,8}$/, "must be an agent and a version, such as content-strategy.3")

export const ExperimentUplift = Uplift.describe(
  "A share more (0.25 is 25 % more) of the mean engagement rate; `low` and `high` hold at every look at once with 95 %. `tuned` and `frozen` are the posts it was measured on.",
).meta({ id: "Uplift" })

export const Experiment = z
  .object({
    id: ExperimentId,
    agent: AgentName,
    version: z.int(),
    state: PolicyState.describe("`trial`: it is being tried. `kept`: it proved itself and stands. `rolled-back`, `replaced`: it ended."),
    kind: PolicyChange.shape.kind.describe("`step`: tuning's own. `by-hand`: the operator's. `return`: an earlier version's values again."),
    base: z.string().nullable().describe("The version that it changes; null: the defaults."),
    changes: PolicyChange.shape.changes,
    why: z.string(),
    by: z.enum(["studio", "operator"]),
    beganAt: Time,
    decidedAt: Time.nullable(),
    endedAt: Time.nullable(),
    verdict: Verdict.extend({ uplift: ExperimentUplift.nullable() }).nullable().describe("Why the trial ended so; null while it goes on."),
    run: z.string().nullable().describe("The run that began it."),
    link: z.string(),
  })
  .meta({ id: "Experiment" })

export const ExperimentWithMeasure = Experiment.extend({
  tunables: z.record(z.string(), z.number()).describe("All values of this version."),
  measured: ExperimentUplift.nullable().describe(
    "Its posts so far against those of the fifth that always keeps the defaults, on the same days; null while there are too few.",
  ),
}).meta({ id: "ExperimentWithMeasure" })

const idOf = (agent: string, version: number): string => `${agent}.${version}`

export function toExperiment(agent: string, of: PolicyVersion): z.infer<typeof Experiment> {
  const { version, state, change, actor, runId, verdict } = of
  const id = idOf(agent, version)
  const times = { beganAt: toIso(of.beganAt), decidedAt: toIsoOrNull(of.decidedAt), endedAt: toIsoOrNull(of.endedAt) }
  const { kind, base, changes, why } = change
  const by = actor === "strategy-tuning" ? ("studio" as const) : ("operator" as const)
  const what = { id, agent, version, state, kind, base: base === null ? null : idOf(agent, base), changes, why, by }
  return { ...what, ...times, verdict, run: runId && runLink(runId), link: experimentLink(id) }
}
