// How long did it take, how many rows did it read, and how do many measurements become one number?
import type pg from "pg"
import type { StatementNote } from "../../test/world/neon-proxy.ts"

/** Nearest rank; NaN where there is none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** Wall time in milliseconds of each of `times` calls, `before` not counted. */
export async function timed(
  times: number,
  work: () => Promise<unknown>,
  before: () => Promise<unknown> = async () => {},
): Promise<number[]> {
  const walls: number[] = []
  for (let i = 0; i < times; i += 1) {
    await before()
    const started = performance.now()
    await work()
    walls.push(performance.now() - started)
  }
  return walls
}

type PlanNode = {
  readonly "Node Type": string
  readonly "Actual Rows"?: number
  readonly "Actual Loops"?: number
  readonly "Rows Removed by Filter"?: number
  readonly "Rows Removed by Index Recheck"?: number
  readonly "Relation Name"?: string
  readonly Plans?: readonly PlanNode[]
}
type Explained = { readonly Plan: PlanNode; readonly "Planning Time": number; readonly "Execution Time": number }

export type InServer = {
  readonly planMs: number
  readonly executeMs: number
  /** Rows that scans of tables gave or threw away. */
  readonly rowsRead: number
  readonly rowsReturned: number
}

/**
 * What a statement costs inside the server, by its own EXPLAIN (ANALYZE): without the way there, without making text of the rows.
 * Rolled back, so that it can be asked again.
 */
export async function explain(client: pg.ClientBase, { sql, params }: Pick<StatementNote, "sql" | "params">): Promise<InServer> {
  await client.query("BEGIN")
  try {
    const config = { text: `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${sql}`, values: [...params] }
    const { rows } = await client.query<{ "QUERY PLAN": readonly [Explained] }>(config)
    const [explained] = rows[0]?.["QUERY PLAN"] ?? []
    if (explained === undefined) throw new Error("EXPLAIN said nothing")
    const { Plan: plan } = explained
    return {
      planMs: explained["Planning Time"],
      executeMs: explained["Execution Time"],
      rowsRead: countRead(plan),
      rowsReturned: (plan["Actual Rows"] ?? 0) * (plan["Actual Loops"] ?? 1),
    }
  } finally {
    await client.query("ROLLBACK")
  }
}

/** The plan as text, with times. */
export async function describePlan(client: pg.ClientBase, { sql, params }: Pick<StatementNote, "sql" | "params">): Promise<string> {
  await client.query("BEGIN")
  try {
    const { rows } = await client.query<{ "QUERY PLAN": string }>({ text: `EXPLAIN (ANALYZE, BUFFERS) ${sql}`, values: [...params] })
    return rows.map((row) => row["QUERY PLAN"]).join("\n")
  } finally {
    await client.query("ROLLBACK")
  }
}

function countRead(node: PlanNode): number {
  const scans = node["Relation Name"] !== undefined && / Scan$/.test(node["Node Type"])
  const each = (node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0)
  const own = scans ? each * (node["Actual Loops"] ?? 1) : 0
  return own + (node.Plans ?? []).reduce((sum, child) => sum + countRead(child), 0)
}

/** Rows that the connection's own statements read from tables and indexes since it was opened or last asked. Flushes its statistics first. */
export async function rowsReadSoFar(client: pg.ClientBase): Promise<number> {
  await client.query("SELECT pg_stat_force_next_flush()")
  const { rows } = await client.query<{ n: string }>(
    `SELECT (SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_user_tables) + (SELECT coalesce(sum(idx_tup_read), 0) FROM pg_stat_user_indexes) AS n`,
  )
  return Number(rows[0]?.n ?? 0)
}
