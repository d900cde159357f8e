// Questions about what became of claims: each whose deadline has passed, settled from stored candles as they were known at a moment.
import { type SQL, sql } from "drizzle-orm"
import type { InsightType } from "../../domain/insight.ts"
import type { Decimal } from "../../domain/market.ts"
import { type ClaimOutcome, type ClaimSums, WAITING_MS } from "../../domain/track-record.ts"
import { type Db, rowsAs } from "../client.ts"

export type ClaimFilter = { readonly asset?: string | undefined; readonly type?: InsightType | undefined }

const about = ({ asset, type }: ClaimFilter): SQL =>
  sql`${asset === undefined ? sql`true` : sql`asset = ${asset}`} AND ${type === undefined ? sql`true` : sql`type = ${type}`}`

/** Insights with the terms of their statement and the first and last candle that decide: for a close one and the same. */
const CLAIMS = sql`
        SELECT id, asset, type, headline, probability, made_at, deadline, statement, statement_text, statement ->> 'kind' AS kind,
          (statement ->> 'level')::numeric AS level, (statement ->> 'movePct')::numeric AS move, deadline - interval '1 hour' AS last_open,
          CASE statement ->> 'kind' WHEN 'move_at_least' THEN date_trunc('hour', made_at, 'UTC') ELSE deadline - interval '1 hour' END AS first_open
        FROM insights`

/** Whether a close fulfils the statement of the claim `d`. */
const meets = (close: SQL): SQL => sql`CASE d.kind WHEN 'close_above' THEN ${close} > d.level WHEN 'close_below' THEN ${close} < d.level
              ELSE abs(${close} - d.level) * 100 >= d.move * d.level END`

/**
 * The claims `d` with their outcome, from what was known at `now`. Every hour that decides must be there, also where one of the others says that it came
 * true: else what can't be told would be left out only where it is false. A disputed hour counts as what both sources say of the claim.
 */
const settled = (claims: SQL, now: Date): SQL => {
  const at = sql`${now.toISOString()}::timestamptz`
  return sql`
      WITH d AS MATERIALIZED (
        -- Else the terms would be read out of the statement again for every candle.
        SELECT *, floor(extract(epoch FROM last_open - first_open) / 3600)::int + 1 AS expected FROM (${claims}) AS c
      )
      SELECT d.*, s.last_close,
        CASE WHEN d.kind IS NULL OR d.level IS NULL OR d.expected < 1 OR (d.kind NOT IN ('close_above', 'close_below') AND d.move IS NULL) THEN 'unreadable'
          WHEN s.hours = d.expected THEN CASE WHEN s.surely THEN 'true' WHEN s.maybe THEN 'disputed' ELSE 'false' END
          WHEN d.deadline > ${at} - ${WAITING_MS / 1000} * interval '1 second' THEN 'waiting' ELSE 'missing' END AS outcome
      FROM d CROSS JOIN LATERAL (
        SELECT count(*)::int AS hours, bool_or(one AND other) AS surely, bool_or(one OR other) AS maybe, max(close) FILTER (WHERE open_time = d.last_open) AS last_close
        FROM (
          SELECT open_time, close, ${meets(sql`close`)} AS one,
            CASE WHEN agreement = 'disputed' AND checked_at <= ${at} THEN coalesce(${meets(sql`second_close`)}, NOT ${meets(sql`close`)}) ELSE ${meets(sql`close`)} END AS other
          FROM candles WHERE asset = d.asset AND open_time BETWEEN d.first_open AND d.last_open AND known_at <= ${at}
        ) AS c
      ) AS s`
}

/**
 * Claims whose deadline is at or after `since` and not after `now`, summed by type, kind, tenth of probability and outcome. One statement: what it reads grows
 * with the claims of that stretch and with the hours that decide them.
 */
export async function summariseClaims(
  db: Db,
  { since, now, ...filter }: ClaimFilter & { readonly since: Date; readonly now: Date },
): Promise<ClaimSums[]> {
  const due = sql`${CLAIMS} WHERE deadline >= ${since.toISOString()}::timestamptz AND deadline <= ${now.toISOString()}::timestamptz AND ${about(filter)}`
  return rowsAs<ClaimSums>(
    db,
    sql`
      SELECT type, kind, least(9, floor(probability * 10))::int AS tenth, outcome, count(*)::int AS claims, sum(probability)::float8 AS said,
        sum(probability * probability)::float8 AS "saidSquares"
      FROM (${settled(due, now)}) AS settled GROUP BY type, kind, tenth, outcome ORDER BY type, kind, tenth, outcome`,
  )
}

export type SettledClaim = {
  readonly id: string
  readonly asset: string
  readonly type: InsightType
  readonly headline: string
  readonly probability: number
  /** ISO moments. */
  readonly madeAt: string
  readonly deadline: string
  /** As it is stored. */
  readonly statement: unknown
  readonly statementText: string
  readonly outcome: ClaimOutcome
  /** Of the hour that ends at the deadline; null where it is not stored. */
  readonly lastClose: Decimal | null
}

export type ClaimPage = ClaimFilter & {
  /** Of one insight alone. */
  readonly id?: string | undefined
  readonly since?: Date | undefined
  /** Deadlines before it. */
  readonly until?: Date | undefined
  readonly now: Date
  /** Place of the last one seen. */
  readonly before?: { readonly deadline: string; readonly id: string } | undefined
  readonly limit: number
}

const iso = (column: string) => sql.raw(`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)

/** Claims whose deadline has passed at `now`, each with what became of it; those with the latest deadline first. */
export async function listSettledClaims(db: Db, { id, since, until, now, before, limit, ...filter }: ClaimPage): Promise<SettledClaim[]> {
  const one = id === undefined ? sql`true` : sql`id = ${id}`
  const after = since === undefined ? sql`true` : sql`deadline >= ${since.toISOString()}::timestamptz`
  const earlier = until === undefined ? sql`true` : sql`deadline < ${until.toISOString()}::timestamptz`
  const beyond = before === undefined ? sql`true` : sql`(deadline, id) < (${before.deadline}::timestamptz, ${before.id})`
  const page = sql`${CLAIMS} WHERE deadline <= ${now.toISOString()}::timestamptz AND ${one} AND ${after} AND ${earlier} AND ${beyond} AND ${about(filter)}
        ORDER BY deadline DESC, id DESC LIMIT ${limit}::int`
  return rowsAs<SettledClaim>(
    db,
    sql`
      SELECT id, asset, type, headline, probability::float8 AS probability, ${iso("made_at")} AS "madeAt", ${iso("deadline")} AS deadline, statement,
        statement_text AS "statementText", outcome, last_close::text AS "lastClose"
      FROM (${settled(page, now)}) AS settled ORDER BY settled.deadline DESC, id DESC`,
  )
}
