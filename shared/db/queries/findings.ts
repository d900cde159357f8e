// Questions about trends and anomalies that the tests found.
import { sql } from "drizzle-orm"
import type { AnomalyDetail, TrendDetail } from "../../domain/finding.ts"
import type { Period } from "../../domain/snapshot.ts"
import { type Db, rowsAs } from "../client.ts"

/** `startsOn` is the last day, week or month that it is about, as YYYY-MM-DD in UTC. */
export type FindingRow = {
  readonly id: string
  readonly metric: string
  readonly period: Period
  readonly startsOn: string
  readonly direction: "up" | "down"
  /** In milliseconds since 1970 UTC. */
  readonly foundAt: number
} & ({ readonly kind: "trend"; readonly detail: TrendDetail } | { readonly kind: "anomaly"; readonly detail: AnomalyDetail })

/** Findings, newest first, at most `limit`. */
export async function listFindings(db: Db, limit: number): Promise<FindingRow[]> {
  return rowsAs<FindingRow>(
    db,
    sql`
      SELECT id, kind, metric, period, to_char(starts_on, 'YYYY-MM-DD') AS "startsOn", direction, detail, (extract(epoch FROM found_at) * 1000)::float8 AS "foundAt"
      FROM findings ORDER BY found_at DESC, id DESC LIMIT ${limit}::int`,
  )
}
