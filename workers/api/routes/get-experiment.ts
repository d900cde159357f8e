// What did one version of the strategy come to, as far as that is known?
import { findPolicyVersion, listArmRates } from "../../../shared/db/queries/policies.ts"
import { ratesOf, windowsOf } from "../../../shared/domain/policy-evidence.ts"
import { measureUplift } from "../../../shared/domain/policy-trial.ts"
import { Failure } from "../../../shared/kit/failure.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { ExperimentId, ExperimentWithMeasure, toExperiment } from "../shapes/experiment.ts"

export const getExperimentRoute = endpoint({
  path: `${API}/experiments/{id}`,
  name: "getExperiment",
  summary: "One version of the strategy with all its values, and how its posts did against those that kept the defaults.",
  tag: "Analytics",
  params: { id: ExperimentId },
  reply: ExperimentWithMeasure,
  cache: "analytics",
  async answer({ db, clock }, { params: { id } }) {
    const [agent = "", number = ""] = id.split(".")
    const version = await findPolicyVersion(db, agent, Number(number))
    if (version === null) throw new Failure("not-found", "There is no version with this number.")
    const rates = await listArmRates(db, windowsOf([version], clock.now()))
    const measured = measureUplift(ratesOf(new Set([version.version]), rates))
    return { ...toExperiment(agent, version), tunables: { ...version.tunables }, measured }
  },
})
