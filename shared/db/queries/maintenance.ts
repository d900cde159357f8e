// Questions about the database itself: how large and how worn its tables and indexes are, and the statements that keep them in order.
import { type SQL, sql } from "drizzle-orm"
import type { DatabaseFigures, MaintenanceWork } from "../../domain/maintenance.ts"
import { type Db, rowsAs } from "../client.ts"

const stamp = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`

/**
 * Tables, indexes and what is known of their wear, from the server's own catalogues: cheap, whatever the tables hold. An index's bloat compares
 * its pages with those that as many entries of the average width would fill: MAXALIGN(8 + 8 where there are nulls + widths) + 4 bytes an entry,
 * on pages of 40 bytes of overhead filled to the fillfactor (storage/btree of the manual; the method of pgsql-bloat-estimation). Pages and
 * entries are of the same moment, the last VACUUM or ANALYZE. Equal keys share an entry, so the estimate is at most too low there.
 */
export async function measureDatabase(db: Db): Promise<DatabaseFigures> {
  const [row] = await rowsAs<{ figures: DatabaseFigures }>(
    db,
    sql`
      WITH statistic AS MATERIALIZED (
        SELECT tablename, attname, avg_width, null_frac FROM pg_stats WHERE schemaname = 'public' AND NOT inherited
      ), tables AS (
        SELECT c.oid, c.relname AS name, coalesce(p.relname, c.relname) AS family, c.relkind = 'p' AS "isPartitioned",
          coalesce(pg_total_relation_size(c.oid), 0) AS bytes,
          -- After a restart that lost the counts, what the last ANALYZE found.
          CASE WHEN s.n_live_tup + s.n_dead_tup > 0 THEN s.n_live_tup ELSE greatest(c.reltuples, 0)::bigint END AS rows,
          s.n_dead_tup AS dead, s.n_live_tup + s.n_dead_tup > 0 OR c.reltuples <= 0 AS "isCounted", c.reltuples >= 0 AS "isAnalysed",
          s.seq_scan AS scans, s.seq_tup_read AS "scannedRows", coalesce(s.idx_scan, 0) AS "indexScans",
          pg_has_role(c.relowner, 'USAGE') AS "isOwned"
        FROM pg_class AS c JOIN pg_stat_user_tables AS s ON s.relid = c.oid
        LEFT JOIN pg_inherits AS h ON h.inhrelid = c.oid LEFT JOIN pg_class AS p ON p.oid = h.inhparent
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      ), entries AS (
        -- Their average width; null where a column was never analysed.
        SELECT i.indexrelid AS oid, CASE WHEN count(*) = count(s.avg_width)
          THEN ceil((8 + CASE WHEN bool_or(s.null_frac > 0) THEN 8 ELSE 0 END + sum(s.avg_width * (1 - s.null_frac))) / 8) * 8 + 4 END AS width
        FROM pg_index AS i JOIN tables AS t ON t.oid = i.indrelid JOIN pg_class AS x ON x.oid = i.indexrelid AND x.relkind = 'i'
        JOIN pg_attribute AS a ON a.attrelid = i.indexrelid
        LEFT JOIN pg_attribute AS o ON o.attrelid = i.indrelid AND o.attnum = i.indkey[a.attnum - 1]
        LEFT JOIN statistic AS s ON s.tablename = CASE WHEN i.indkey[a.attnum - 1] = 0 THEN x.relname ELSE t.name END
          AND s.attname = CASE WHEN i.indkey[a.attnum - 1] = 0 THEN a.attname ELSE o.attname END
        GROUP BY i.indexrelid
      ), indexes AS (
        SELECT x.relname AS name, t.name AS table, coalesce(p.relname, x.relname) AS family, coalesce(pg_relation_size(x.oid), 0) AS bytes,
          coalesce(s.idx_scan, 0) AS scans, i.indisunique OR i.indisexclusion AS "isUnique", i.indisvalid AS "isValid", t."isOwned",
          CASE WHEN m.amname = 'btree' AND x.relpages > 0 THEN round(greatest(0, 1 - (
              1 + ceil(x.reltuples::numeric * e.width::numeric / (current_setting('block_size')::numeric - 40) * 100
                / coalesce((SELECT option_value::numeric FROM pg_options_to_table(x.reloptions) WHERE option_name = 'fillfactor'), 90))
            ) / x.relpages), 3) END AS bloat
        FROM pg_index AS i JOIN tables AS t ON t.oid = i.indrelid JOIN pg_class AS x ON x.oid = i.indexrelid AND x.relkind = 'i'
        JOIN pg_am AS m ON m.oid = x.relam JOIN entries AS e ON e.oid = x.oid
        LEFT JOIN pg_stat_user_indexes AS s ON s.indexrelid = x.oid
        LEFT JOIN pg_inherits AS h ON h.inhrelid = x.oid LEFT JOIN pg_class AS p ON p.oid = h.inhparent
      )
      SELECT jsonb_build_object(
        'bytes', pg_database_size(current_database()),
        'countedSince', (SELECT to_char(stats_reset AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') FROM pg_stat_database WHERE datname = current_database()),
        'tables', (SELECT jsonb_agg(to_jsonb(t) - 'oid' ORDER BY name) FROM tables AS t),
        'indexes', (SELECT jsonb_agg(to_jsonb(x) ORDER BY name) FROM indexes AS x),
        'futile', (
          SELECT coalesce(jsonb_agg(DISTINCT d ->> 'name'), '[]')
          FROM (SELECT output FROM runs WHERE agent = 'maintenance' ORDER BY id DESC LIMIT 60) AS r, jsonb_path_query(r.output, '$.done[*]') AS d
          WHERE d ->> 'kind' = 'reindex' AND (d ->> 'after')::numeric > 0.9 * (d ->> 'before')::numeric
        )
      ) AS figures`,
  )
  if (row === undefined) throw new Error("One row was asked for.")
  return row.figures
}

const SAYS: { readonly [K in MaintenanceWork["kind"]]: (name: SQL) => SQL } = {
  "drop-leftover": (name) => sql`DROP INDEX CONCURRENTLY IF EXISTS ${name}`,
  vacuum: (name) => sql`VACUUM (ANALYZE) ${name}`,
  analyse: (name) => sql`ANALYZE ${name}`,
  reindex: (name) => sql`REINDEX INDEX CONCURRENTLY ${name}`,
}

/** Does one piece of work that nobody else has to wait for, or throws as a statement does. For the tables' owner: who isn't is warned, or refused. */
export async function maintain(db: Db, { kind, name }: MaintenanceWork): Promise<void> {
  await db.execute(SAYS[kind](sql`${sql.identifier("public")}.${sql.identifier(name)}`))
}

/** Makes the partitions of interactions of the months from `from` to `until`; gives the names of the new ones. */
export async function makePartitions(db: Db, { from, until }: { readonly from: Date; readonly until: Date }): Promise<readonly string[]> {
  const rows = await rowsAs<{ name: string }>(
    db,
    sql`SELECT name FROM make_interaction_partitions(${stamp(from)}, ${stamp(until)}) AS name`,
  )
  return rows.map(({ name }) => name)
}

/** Drops the partitions of interactions of the months that ended before; gives their names. */
export async function dropPartitions(db: Db, before: Date): Promise<readonly string[]> {
  const rows = await rowsAs<{ name: string }>(db, sql`SELECT name FROM drop_interaction_partitions(${stamp(before)}) AS name`)
  return rows.map(({ name }) => name)
}

/**
 * Deletes sessions that ended, and tries to sign in that were made, before `spent`, and interactions before `keptFrom`, once their partitions are
 * gone: those that came too late for one. Null: interactions are kept.
 */
export async function deleteSpent(
  db: Db,
  { spent, keptFrom }: { readonly spent: Date; readonly keptFrom: Date | null },
): Promise<{ readonly sessions: number; readonly attempts: number; readonly interactions: number }> {
  const [row] = await rowsAs<{ sessions: number; attempts: number; interactions: number }>(
    db,
    sql`
      WITH ended AS (
        DELETE FROM sessions WHERE least(expires_at, revoked_at) < ${stamp(spent)} RETURNING id
      ), tried AS (
        DELETE FROM sign_in_attempts WHERE scope <> 'all' AND coalesce(attempts[cardinality(attempts)], '-infinity') < ${stamp(spent)} RETURNING scope
      ), late AS (
        DELETE FROM user_interactions WHERE at < ${keptFrom === null ? sql`'-infinity'::timestamptz` : stamp(keptFrom)} RETURNING user_id
      )
      SELECT (SELECT count(*)::int FROM ended) AS sessions, (SELECT count(*)::int FROM tried) AS attempts, (SELECT count(*)::int FROM late) AS interactions`,
  )
  return row ?? { sessions: 0, attempts: 0, interactions: 0 }
}
