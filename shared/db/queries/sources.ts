// Questions about outside sources: what they said last, and how they are.
import { inArray, type SQL, sql } from "drizzle-orm"
import type { Db } from "../client.ts"
import { sourceStates } from "../schema/ops.ts"

export type SourceReport = {
  readonly source: string
  /** Null: it answered. */
  readonly failure: string | null
  readonly etag: string | null
  readonly lastModified: string | null
}

/** Data-modifying part of a statement that notes how each source did. A failure keeps the validators of the last good answer. */
export function noteSources(reports: readonly SourceReport[], now: Date): SQL {
  const at = now.toISOString()
  return sql`
    INSERT INTO source_states AS s (source, etag, last_modified, checked_at, last_ok_at, last_failure_at, failure_code, consecutive_failures)
    SELECT source, etag, "lastModified", ${at}::timestamptz,
      CASE WHEN failure IS NULL THEN ${at}::timestamptz END, CASE WHEN failure IS NOT NULL THEN ${at}::timestamptz END, failure, CASE WHEN failure IS NULL THEN 0 ELSE 1 END
    FROM jsonb_to_recordset(${JSON.stringify(reports)}::jsonb) AS r (source text, failure text, etag text, "lastModified" text)
    ORDER BY source
    ON CONFLICT (source) DO UPDATE SET
      etag = CASE WHEN excluded.failure_code IS NULL THEN excluded.etag ELSE s.etag END,
      last_modified = CASE WHEN excluded.failure_code IS NULL THEN excluded.last_modified ELSE s.last_modified END,
      checked_at = excluded.checked_at,
      last_ok_at = coalesce(excluded.last_ok_at, s.last_ok_at),
      last_failure_at = coalesce(excluded.last_failure_at, s.last_failure_at),
      failure_code = excluded.failure_code,
      -- The same moment written again is the same observation.
      consecutive_failures = CASE
        WHEN excluded.failure_code IS NULL THEN 0
        WHEN s.checked_at = excluded.checked_at THEN s.consecutive_failures
        ELSE s.consecutive_failures + 1 END`
}

export async function listSourceStates(db: Db, sources: readonly string[]) {
  return db
    .select()
    .from(sourceStates)
    .where(inArray(sourceStates.source, [...sources]))
}
