// How is each channel doing: what may leave, what left lately, and what do its answers say?
import { sql } from "drizzle-orm"
import type { Lacking } from "../../domain/channels.ts"
import type { ChannelName } from "../../domain/post.ts"
import { type Db, rowsAs } from "../client.ts"

export type ChannelReport = {
  readonly channel: ChannelName
  /** Deliveries since the given moment, by state. */
  readonly since: Readonly<Record<string, number>>
  /** Those that wait for their time, and when the next is due. */
  readonly scheduled: number
  readonly next_at: string | null
  /** The newest post that is out. */
  readonly last_post: { readonly plan_id: string; readonly url: string | null; readonly published_at: string } | null
  /** How the channel's last answers were; null where it was never asked. */
  readonly source: {
    readonly checked_at: string
    readonly last_ok_at: string | null
    readonly last_failure_at: string | null
    readonly failure_code: string | null
    readonly consecutive_failures: number
  } | null
}

/** One row for each channel named, in that order. Deliveries are counted by the slots since `since`. */
export async function listChannelReports(db: Db, channels: readonly ChannelName[], since: Date): Promise<ChannelReport[]> {
  return rowsAs<ChannelReport>(
    db,
    sql`
    SELECT c.name AS channel,
      (SELECT coalesce(jsonb_object_agg(state, n), '{}') FROM (
        SELECT y.state, count(*)::int AS n FROM deliveries AS y
        WHERE y.channel = c.name AND y.scheduled_at >= ${since.toISOString()}::timestamptz GROUP BY y.state) AS s) AS since,
      d.n AS scheduled, d.next_at,
      (SELECT jsonb_build_object('plan_id', x.plan_id, 'url', x.url, 'published_at', x.published_at) FROM published_content AS x
        WHERE x.channel = c.name ORDER BY x.published_at DESC LIMIT 1) AS last_post,
      (SELECT to_jsonb(s) FROM source_states AS s WHERE s.source = 'channel:' || c.name) AS source
    FROM unnest(${sql.param([...channels])}::text[]) WITH ORDINALITY AS c (name, place)
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS n, min(y.due_at) AS next_at FROM deliveries AS y WHERE y.state = 'scheduled' AND y.channel = c.name
    ) AS d
    ORDER BY c.place`,
  )
}

export type SwitchRow = {
  readonly scope: string
  readonly is_on: boolean
  readonly reason: string | null
  readonly changed_by: string
  readonly changed_at: string
}

/** Every switch that was ever touched. */
export async function listSwitches(db: Db): Promise<SwitchRow[]> {
  return rowsAs<SwitchRow>(db, sql`SELECT scope, is_on, reason, changed_by, changed_at FROM switches ORDER BY scope`)
}

/** Of this many of an agent's newest runs one has told what the channels lack: it does so every few minutes. */
const RUNS_BACK = 2_000

/** What the channels lack, as the agent that publishes has told last, and when; null where it hasn't yet. */
export async function findLacking(db: Db): Promise<{ readonly lacking: Lacking; readonly at: string } | null> {
  const [row] = await rowsAs<{ lacking: Lacking; at: string }>(
    db,
    sql`
    SELECT r.output -> 'lacking' AS lacking, r.finished_at AS at
    FROM (SELECT id, output, finished_at FROM runs WHERE agent = 'publishing' ORDER BY id DESC LIMIT ${RUNS_BACK}::int) AS r
    WHERE r.output -> 'lacking' IS NOT NULL AND r.finished_at IS NOT NULL
    ORDER BY r.id DESC LIMIT 1`,
  )
  return row ?? null
}
