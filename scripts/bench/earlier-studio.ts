// The earlier system's posts and logs: the same numbers of them as ours, in its own tables.
import { NOW } from "./community.ts"
import { EARLIER_INDEXES, EARLIER_TABLES } from "./earlier-tables.ts"
import type { Stand } from "./stand.ts"

const AT = `timestamp '${NOW.toISOString().slice(0, 19)}'`
/** All lie in the last thirty days. */
const moment = (count: number): string => `${AT} - (${count} - n) * interval '30 days' / ${count}`

export async function fillEarlierPosts({ exec }: Stand, count: number): Promise<void> {
  const series = `generate_series(1, ${count}) AS n`
  await exec(`${EARLIER_TABLES}
    INSERT INTO earlier.insights (id, "timestamp", type, asset, confidence, details, is_published, is_exclusive, created_at)
    SELECT n, ${moment(count)}, (enum_range(NULL::earlier.insight_type))[1 + n % 7], (ARRAY['BTC', 'ETH', 'SOL', 'XRP', 'ADA', 'DOGE', 'DOT', 'LTC'])[1 + n % 8],
      0.7, '{"source": "binance", "change": 4.2, "volume": 1.8, "text": "A finding of a usual length"}', true, false, ${moment(count)} FROM ${series};
    INSERT INTO earlier.content_plans SELECT n, ${moment(count)}, n, 'twitter', (enum_range(NULL::earlier.content_format))[1 + n % 5], 'normal', ${moment(count)}, 'published', ${moment(count)} FROM ${series};
    INSERT INTO earlier.published_content (content_plan_id, platform, content_text, post_url, post_id, published_at, views, likes, comments, shares, engagement_rate, created_at)
    SELECT n, 'twitter', repeat('A post of a usual length. ', 8), 'https://example.test/' || n, n::text, ${moment(count)}, 1000 + n % 977, n % 31, n % 7, n % 11,
      (n % 31 + n % 7 + n % 11)::float8 / (1000 + n % 977), ${moment(count)} FROM ${series};
    ${EARLIER_INDEXES.snapshot}`)
  await exec("VACUUM (ANALYZE) earlier.insights, earlier.content_plans, earlier.published_content")
}

export async function fillEarlierLogs({ exec }: Stand, count: number): Promise<void> {
  await exec(`${EARLIER_TABLES}
    INSERT INTO earlier.agent_logs ("timestamp", agent_name, action, status, details, execution_time, created_at)
    SELECT ${moment(count)}, 'agent-' || n % 8, 'execute', CASE WHEN n % 50 = 0 THEN 'error' ELSE 'success' END, '{"items": 12}', (n % 300) / 100.0, ${moment(count)}
    FROM generate_series(1, ${count}) AS n;
    ${EARLIER_INDEXES.agents}`)
  await exec("VACUUM (ANALYZE) earlier.agent_logs")
}
