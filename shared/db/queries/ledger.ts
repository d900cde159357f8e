// Questions about money: may a call be paid for today, and what was paid? An entry of the ledger and the sums that the caps look at are one statement.
import { type SQL, sql } from "drizzle-orm"
import { newId } from "../../kit/ids.ts"
import { type Db, rowsAs } from "../client.ts"

export type SpendScope = "model" | `channel:${string}`
/** The most that may be spent in one UTC day, in micro-dollars; a scope that isn't named has no cap. */
export type Caps = Readonly<Partial<Record<SpendScope | "all", number>>>

export type Booking = {
  /** The call's identity: it is booked once, however often it is asked for. */
  readonly key: string
  readonly scope: SpendScope
  /** What is bought, in at most 100 characters. */
  readonly what: string
  readonly planId: string | null
  readonly runId: string | null
  /** Micro-dollars; negative for what was booked too much before. */
  readonly microUsd: number
}

/** `booked` now, `known` from before, or `spent`: a cap would be passed, so nothing was written and the call is not to be made. */
export type Booked = "booked" | "known" | "spent"

const dayOf = (now: Date): string => now.toISOString().slice(0, 10)
const limitsOf = (caps: Caps): string => JSON.stringify(Object.entries(caps).map(([scope, most]) => ({ scope, most })))

/**
 * CTEs that book a call. `fits` gives `money_fits` (one row, `ok`); `enter`, once its `when` has a row, `money_entry` (one row where
 * the call is booked now) and the sums. The sums' rows are locked before they are looked at; a day that two callers begin
 * at once has no row to lock, so a sum above its cap is also null, which its column refuses: that statement fails whole, and its caller comes again.
 */
export function bookingParts(booking: Booking, caps: Caps, now: Date): { readonly fits: SQL; readonly enter: (when: SQL) => SQL } {
  const { key, scope, what, planId, runId, microUsd } = booking
  const limits = limitsOf(caps)
  const day = dayOf(now)
  const fits = sql`
      money_known AS (SELECT 1 AS known FROM ledger WHERE key = ${key}),
      money_locked AS MATERIALIZED (
        SELECT scope, micro_usd FROM spend WHERE day = ${day}::date AND scope IN ('all', ${scope}) ORDER BY scope FOR UPDATE
      ), money_fits AS MATERIALIZED (
        SELECT ${microUsd}::bigint <= 0 OR EXISTS (SELECT 1 FROM money_known) OR NOT EXISTS (
          SELECT 1 FROM jsonb_to_recordset(${limits}::jsonb) AS c (scope text, most bigint) LEFT JOIN money_locked AS l ON l.scope = c.scope
          WHERE c.scope IN ('all', ${scope}) AND coalesce(l.micro_usd, 0) + ${microUsd}::bigint > c.most) AS ok
      )`
  const enter = (when: SQL): SQL => sql`
      money_entry AS (
        INSERT INTO ledger (id, key, at, day, scope, what, plan_id, run_id, micro_usd)
        SELECT ${newId("led", now)}, ${key}, ${now.toISOString()}::timestamptz, ${day}::date, ${scope}, ${what}, ${planId}, ${runId}, ${microUsd}::bigint
        FROM (${when}) AS w, money_fits WHERE money_fits.ok AND ${microUsd}::bigint <> 0
        ON CONFLICT (key) DO NOTHING
        RETURNING micro_usd
      ), money_sums AS (
        INSERT INTO spend AS s (scope, day, micro_usd)
        SELECT v.scope, ${day}::date, e.micro_usd FROM money_entry AS e, (VALUES ('all'), (${scope})) AS v (scope) ORDER BY v.scope
        ON CONFLICT (scope, day) DO UPDATE SET micro_usd = CASE WHEN excluded.micro_usd <= 0 OR s.micro_usd + excluded.micro_usd <= coalesce(
          (SELECT c.most FROM jsonb_to_recordset(${limits}::jsonb) AS c (scope text, most bigint) WHERE c.scope = s.scope), 9223372036854775807)
          THEN s.micro_usd + excluded.micro_usd END
      )`
  return { fits, enter }
}

/** Books a call before it is made. One statement: two callers at once never pass a cap together. A call without a price is `known`. */
export async function bookSpend(db: Db, booking: Booking, caps: Caps, now: Date): Promise<Booked> {
  const { fits, enter } = bookingParts(booking, caps, now)
  const [row] = await rowsAs<{ fits: boolean; booked: boolean }>(
    db,
    sql`
      WITH ${fits}, ${enter(sql`SELECT 1`)}
      SELECT ok AS fits, EXISTS (SELECT 1 FROM money_entry) AS booked FROM money_fits`,
  )
  if (row?.fits !== true) return "spent"
  return row.booked ? "booked" : "known"
}

/** What each scope has spent on the UTC day of `now`, in micro-dollars. */
export async function listSpend(db: Db, now: Date): Promise<{ readonly scope: string; readonly microUsd: number }[]> {
  const rows = await rowsAs<{ scope: string; sum: string }>(
    db,
    sql`SELECT scope, micro_usd::text AS sum FROM spend WHERE day = ${dayOf(now)}::date ORDER BY scope`,
  )
  return rows.map(({ scope, sum }) => ({ scope, microUsd: Number(sum) }))
}
