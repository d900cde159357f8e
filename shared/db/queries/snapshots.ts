// Questions about what days, weeks and months came to.
import { sql } from "drizzle-orm"
import type { Period, Snapshot } from "../../domain/snapshot.ts"
import { type Db, rowsAs } from "../client.ts"

/** Snapshots of a period, newest first, at most `limit`. */
export async function listSnapshots(db: Db, period: Period, limit: number): Promise<(Snapshot & { readonly id: string })[]> {
  return rowsAs(
    db,
    sql`
      SELECT id, period, to_char(starts_on, 'YYYY-MM-DD') AS "startsOn", to_char(ends_before, 'YYYY-MM-DD') AS "endsBefore", figures
      FROM performance_snapshots WHERE period = ${period} ORDER BY starts_on DESC LIMIT ${limit}::int`,
  )
}
