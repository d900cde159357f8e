// How is the studio doing, in a dozen figures?
import { sql } from "drizzle-orm"
import { COMPARED_AT_HOURS } from "../../domain/engagement.ts"
import type { Sums } from "../../domain/intervals.ts"
import { type Db, rowsAs } from "../client.ts"

export type Kpis = {
  readonly insights: { readonly day: number; readonly week: number }
  readonly published: { readonly day: number; readonly week: number }
  /** Of posts published in the last 7 days and today (UTC), at the age at which posts are compared; rates are shares. Null: nothing was read yet. */
  readonly readings: { readonly posts: number; readonly impressions: number; readonly engagements: number; readonly rates: Sums } | null
  readonly plansWaiting: number
  /** In millionths of a dollar, of the day in UTC. */
  readonly spentToday: number
  /** As the last full scoring of people found it; null before the first. */
  readonly people: {
    readonly day: string
    readonly all: number
    readonly active1d: number
    readonly active7d: number
    readonly active30d: number
  } | null
}

/** The figures of the moment, in one statement: insights and posts of a week are counted by index, the rest are a few rows of sums. */
export async function getKpis(db: Db, now: Date): Promise<Kpis> {
  const ago = (days: number) => sql`${new Date(now.getTime() - days * 86_400_000).toISOString()}::timestamptz`
  const today = sql`${now.toISOString().slice(0, 10)}::date`
  const [row] = await rowsAs<{ kpis: Kpis }>(
    db,
    sql`
      SELECT jsonb_build_object(
        'insights', (SELECT jsonb_build_object('day', count(*) FILTER (WHERE made_at > ${ago(1)}), 'week', count(*)) FROM insights WHERE made_at > ${ago(7)}),
        'published', (SELECT jsonb_build_object('day', count(*) FILTER (WHERE published_at > ${ago(1)}), 'week', count(*))
          FROM published_content WHERE published_at > ${ago(7)}),
        'readings', (SELECT CASE WHEN sum(posts) > 0 THEN jsonb_build_object('posts', sum(posts), 'impressions', sum(impressions), 'engagements', sum(engagements),
            'rates', jsonb_build_object('n', sum(rated), 'sum', sum(micro_rates) / 1e6, 'squares', sum(micro_rate_squares) / 1e12)) END
          FROM post_days WHERE band_hours = ${COMPARED_AT_HOURS}::int AND dimension = 'all' AND day >= ${today} - 7 AND day <= ${today}),
        'plansWaiting', (SELECT count(*) FROM content_plans WHERE state = 'waiting'),
        'spentToday', coalesce((SELECT micro_usd FROM spend WHERE scope = 'all' AND day = ${today}), 0),
        'people', (SELECT jsonb_build_object('day', day, 'all', people, 'active1d', active_1d, 'active7d', active_7d, 'active30d', active_30d)
          FROM audience_days ORDER BY day DESC LIMIT 1)) AS kpis`,
  )
  if (row === undefined) throw new Error("A statement without FROM gives one row.")
  return row.kpis
}
