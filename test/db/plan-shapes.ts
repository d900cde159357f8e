// How does Postgres answer a statement? Its plan as nodes and indexes, without costs, so that two plans can be compared by eye and by a snapshot.
import type { Postgres } from "../world/postgres-session.ts"

type PlanNode = {
  readonly "Node Type": string
  readonly "Join Type"?: string
  readonly "Parent Relationship"?: string
  readonly "Subplan Name"?: string
  readonly "Scan Direction"?: string
  readonly "Index Name"?: string
  readonly "Relation Name"?: string
  readonly "CTE Name"?: string
  readonly Plans?: readonly PlanNode[]
  readonly "Actual Rows"?: number
  readonly "Actual Loops"?: number
  readonly "Rows Removed by Filter"?: number
  readonly "Rows Removed by Index Recheck"?: number
}

/** As on the storage that the studio runs on: a page out of order costs hardly more than the next one. */
const SETTINGS = "SET random_page_cost = 1.1"

export async function planOf(
  postgres: Postgres,
  { sql, params }: { readonly sql: string; readonly params: readonly (string | null)[] },
  { analyze = false } = {},
): Promise<PlanNode> {
  const { rows } = await postgres.session(null, async (session) => {
    await session.exec(SETTINGS)
    return session.query(`EXPLAIN (FORMAT JSON${analyze ? ", ANALYZE, TIMING OFF" : ""}) ${sql}`, [...params])
  })
  return (JSON.parse(rows[0]?.[0] ?? "") as [{ Plan: PlanNode }])[0].Plan
}

/** A line a node, indented by depth. Months of partitions are not told apart, and what is the same for each of them stands once. */
export function shapeOf(plan: PlanNode, depth = 0): string {
  const below = (plan.Plans ?? []).map((each) => shapeOf(each, depth + 1))
  return [`${"  ".repeat(depth)}${labelOf(plan)}`, ...below.filter((lines, n) => lines !== below[n - 1])].join("\n")
}

function labelOf(node: PlanNode): string {
  const name = node["Subplan Name"]?.startsWith("CTE ") ? `${node["Subplan Name"]}: ` : ""
  const join = node["Join Type"] === undefined || node["Join Type"] === "Inner" ? "" : ` (${node["Join Type"]})`
  const direction = node["Scan Direction"] === "Backward" ? " backward" : ""
  const index = node["Index Name"] === undefined ? "" : ` using ${node["Index Name"]}`
  const on = node["Relation Name"] ?? node["CTE Name"]
  const text = `${name}${node["Node Type"]}${join}${direction}${index}${on === undefined ? "" : ` on ${on}`}`
  return text.replaceAll(/_\d{4}_\d{2}/g, "_MONTH").replace(/_MONTH_(\w+?)_idx\d*/, "_MONTH_$1_idx")
}

/** Rows that an analysed plan took from tables and indexes, those that it threw away included. */
export function rowsRead(node: PlanNode): number {
  const own =
    node["Relation Name"] === undefined
      ? 0
      : (node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0)
  return Math.round(own * (node["Actual Loops"] ?? 1)) + (node.Plans ?? []).reduce((sum, each) => sum + rowsRead(each), 0)
}

export const rowsReturned = (plan: PlanNode): number => plan["Actual Rows"] ?? 0
