// What did the studio try with its strategy?
import * as z from "zod"
import { listPolicyVersions } from "../../../shared/db/queries/policies.ts"
import { TUNED_AGENT } from "../../../shared/domain/strategy-tunables.ts"
import { Cursor, decodeCursor, Limit, pageOf } from "../../../shared/kit/page-cursor.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { Experiment, toExperiment } from "../shapes/experiment.ts"

const Place = z.tuple([z.string().regex(/^[1-9]\d{0,8}$/)])

export const listExperimentsRoute = endpoint({
  path: `${API}/experiments`,
  name: "listExperiments",
  summary: "Versions of the content strategy, newest first: what each changed, why, and the verdict on it.",
  description:
    "One value is tried at a time; a fifth of all runs keeps the defaults, and what a version is worth is measured against their posts.",
  tag: "Analytics",
  query: { limit: Limit(100, 20), cursor: Cursor.optional() },
  reply: z.object({ data: z.array(Experiment), next: z.string().nullable() }),
  cache: "analytics",
  sparse: true,
  async answer({ db }, { query: { limit, cursor } }) {
    const before = cursor === undefined ? null : Number(decodeCursor(cursor, Place)[0])
    const versions = await listPolicyVersions(db, TUNED_AGENT, limit + 1, before)
    const { data, next } = pageOf(versions, limit, ({ version }) => [String(version)])
    return { data: data.map((version) => toExperiment(TUNED_AGENT, version)), next }
  },
})
