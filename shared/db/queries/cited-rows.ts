// What do the rows that an insight cites say today? A part of several questions.
import { type SQL, sql } from "drizzle-orm"

/** A value may differ by this share and still read the same. */
const SAME_SHARE = 0.0005

/** The moment in which a reference to a candle, a quote or a reading ends. */
const moment: SQL = sql`substring(e.ref FROM '/([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z)$')::timestamptz`

/** Of rows `e` of evidence: it is one of those that `comparedRows` can look up. */
export const isComparable: SQL = sql`e.kind IN ('candle', 'quote', 'sentiment') AND e.value IS NOT NULL`

/**
 * One row for each candle, quote and sentiment reading that the insight cites: `ref`, `label`, `was` (when the insight was made), `is` (today, null
 * where the row is gone), and `agreement` (null for a reading; a price whose row is gone has one source at most).
 */
export const citedRows = (insightId: SQL): SQL =>
  sql`${comparedRows(sql`e.ref`, sql`evidence`)} WHERE e.insight_id = ${insightId} AND ${isComparable}`

/** The same of any table with such columns of evidence as `ref`, `label`, `kind`, `unit` and `value`; `first` leads the row, and names its columns by `e`. */
export const comparedRows = (
  first: SQL,
  table: SQL,
): SQL => sql`SELECT ${first}, e.label, e.value AS was, coalesce(c.value, q.value, r.value) AS "is",
            CASE WHEN e.kind <> 'sentiment' THEN coalesce(c.agreement, q.agreement, 'single') END AS agreement
          FROM ${table} AS e
          LEFT JOIN LATERAL (SELECT CASE WHEN e.unit = 'asset_units' THEN volume WHEN e.label LIKE '% open %' THEN open ELSE close END AS value, agreement
            FROM candles WHERE asset = split_part(e.ref, '/', 1) AND open_time = CASE WHEN e.kind = 'candle' THEN ${moment} END) AS c ON true
          LEFT JOIN LATERAL (SELECT CASE WHEN e.unit = 'asset_units' THEN volume_24h ELSE price END AS value, agreement
            FROM quotes WHERE asset = split_part(e.ref, '/', 1) AND observed_at = CASE WHEN e.kind = 'quote' THEN ${moment} END) AS q ON true
          LEFT JOIN LATERAL (SELECT value FROM sentiment_readings
            WHERE source = split_part(e.ref, '/', 1) AND subject = split_part(e.ref, '/', 2) AND observed_at = CASE WHEN e.kind = 'sentiment' THEN ${moment} END) AS r ON true`

/** Of a row of `citedRows`: it is disputed now, or says something else than it did. */
export const isRevised: SQL = sql`(agreement = 'disputed' OR abs("is" - was) > abs(was) * ${SAME_SHARE}::numeric)`
