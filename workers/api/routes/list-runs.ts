// What did the agents do? Runs, newest first.
import * as z from "zod"
import { listRuns } from "../../../shared/db/queries/run-reports.ts"
import { AgentName, RunState } from "../../../shared/domain/run.ts"
import { Cursor, decodeCursor, Limit, pageOf } from "../../../shared/kit/page-cursor.ts"
import { endpoint } from "../endpoint.ts"
import { API } from "../links.ts"
import { Run, RunId, toRun } from "../shapes/run.ts"

const Place = z.tuple([RunId])
const RunKey = z.string().regex(/^[\x21-\x7e]{3,300}$/, "must be a run's key, such as market-scan:2026-11-21T19:30:00.000Z")

export const listRunsRoute = endpoint({
  path: `${API}/runs`,
  name: "listRuns",
  summary: "Runs of the agents, newest first, each with its state, cost and error.",
  tag: "Operation",
  scope: "read:operations",
  query: {
    agent: AgentName.optional(),
    state: RunState.optional(),
    key: RunKey.optional(),
    limit: Limit(100, 20),
    cursor: Cursor.optional(),
  },
  reply: z.object({ data: z.array(Run), next: z.string().nullable() }),
  cache: null,
  sparse: true,
  async answer({ db }, { query: { agent, state, key, limit, cursor } }) {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, Place)[0]
    const rows = await listRuns(db, { agent, state, key, before, limit: limit + 1 })
    const { data, next } = pageOf(rows, limit, (row) => [row.id])
    return { data: data.map(toRun), next }
  },
})
