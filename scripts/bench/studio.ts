// Which posts, runs and rows of the market are questions asked of? As many as wanted, made by the server itself, one every 86 seconds.
import { NOW } from "./community.ts"
import type { Stand } from "./stand.ts"

const AT = NOW.toISOString()
/** A thousand a day. */
export const SPACING_S = 86
/** Plans that wait for a person; the rest is out. */
const WAITING = 100

const id = (prefix: string): string => `'${prefix}_' || lpad(n::text, 10, '0')`
export const idOf = (prefix: string, n: number): string => `${prefix}_${String(n).padStart(10, "0")}`
const asset = "(ARRAY['BTC', 'ETH', 'SOL', 'XRP', 'ADA', 'DOGE', 'DOT', 'LTC'])[1 + (n * 7) % 8]"
const type = "(ARRAY['breakout', 'volume_spike', 'news_impact', 'sentiment_shift', 'breakdown'])[1 + (n * 3) % 5]"
const channel = "(ARRAY['x', 'telegram', 'discord', 'feed'])[1 + n % 4]"
const format = "(ARRAY['single', 'thread', 'long', 'message', 'picture'])[1 + (n * 11) % 5]"
const agent =
  "(ARRAY['analysis', 'news-scan', 'market-scan', 'sentiment-scan', 'publishing', 'analytics', 'content-creation', 'content-strategy'])[1 + n % 8]"
/** How a post did at the age of a day: heavy-tailed, as posts do. Discord and Telegram tell no impressions. */
const impressions = `CASE WHEN n % 4 IN (0, 3) THEN (exp(3 + 5 * ${draw(4)}))::bigint END`
const engagements = `CASE WHEN n % 4 IN (0, 3) THEN (exp(3 + 5 * ${draw(4)}) * 0.08 * ${draw(5)})::bigint ELSE (20 * ${draw(5)})::bigint END`
const failed = "n % 50 = 0"
const wall = `(50 + 3000 * power(${draw(6)}, 3))::int`

function draw(seed: number): string {
  return `((hashint8extended(n, ${seed}) & 9007199254740991)::float8 / 9007199254740992)`
}

const series = (count: number, spacingS: number = SPACING_S): string =>
  `generate_series(1, ${count}::bigint) AS n, LATERAL (SELECT timestamptz '${AT}' - (${count} - n) * interval '${spacingS} seconds' AS t) AS moment`

const RUN_TABLES = "runs, events, run_stats"
const POST_TABLES = `insights, evidence, insight_verdicts, content_plans, drafts, approvals, deliveries, published_content, post_readings, post_days, ledger, spend`

/** Ended runs, the last one now, and their sums, as finishing each would have kept them. */
export async function fillRuns({ exec }: Pick<Stand, "exec">, count: number, spacingS: number = SPACING_S): Promise<void> {
  await exec(`
    SET session_replication_role = replica;
    TRUNCATE ${RUN_TABLES} CASCADE;
    INSERT INTO runs (id, agent, key, slot, trigger, input, state, attempt, moment, started_at, finished_at, wall_ms, error_code)
    SELECT ${id("run")}, ${agent}, 'k:' || n, t, 'schedule', '{}', CASE WHEN ${failed} THEN 'failed' ELSE 'succeeded' END, 1, t, t,
      t + ${wall} * interval '1 millisecond', ${wall}, CASE WHEN ${failed} THEN 'upstream-down' END
    FROM ${series(count, spacingS)};
    INSERT INTO run_stats (grain, period_start, agent, succeeded, bucket, runs, wall_ms)
    SELECT grain, date_trunc(grain, finished_at, 'UTC'), agent, state = 'succeeded', least(200, greatest(0, ceil(ln(wall_ms) / ln(1.1))))::smallint, count(*), sum(wall_ms)
    FROM runs CROSS JOIN (VALUES ('day'), ('hour')) AS kept (grain) GROUP BY 1, 2, 3, 4, 5 ORDER BY 2, 1, 3;
    SET session_replication_role = origin;`)
  await exec(`VACUUM (ANALYZE) ${RUN_TABLES}`)
}

/** Posts from their insight to their reading, with the sums that readings keep up. */
export async function fillPosts({ exec }: Pick<Stand, "exec">, count: number, spacingS: number = SPACING_S): Promise<void> {
  const out = `${series(count, spacingS)} WHERE n <= ${count - WAITING}`
  await exec(`
    SET session_replication_role = replica;
    TRUNCATE ${POST_TABLES} CASCADE;
    INSERT INTO insights (id, key, run_id, asset, type, direction, headline, made_at, probability, horizon_hours, deadline, statement, statement_text, reasons)
    SELECT ${id("ins")}, 'i:' || n, ${id("run")}, ${asset}, ${type}, 'up', 'A headline of a usual length', t, 0.6, 24, t + interval '1 day', '{}', 'It closes above.', '[]'
    FROM ${series(count, spacingS)};
    INSERT INTO evidence (insight_id, ordinal, kind, ref, label, observed_at, source)
    SELECT ${id("ins")}, 0, 'candle', ${asset} || ':' || n, 'close', t, 'binance' FROM ${series(count, spacingS)};
    INSERT INTO insight_verdicts (insight_id, run_id, decided_at, planned, rejected) SELECT ${id("ins")}, ${id("run")}, t, 1, '[]' FROM ${series(count, spacingS)};
    INSERT INTO content_plans (id, key, kind, insight_id, asset, topic, channel, format, language, voice, disclosure, tier, priority, scheduled_at, expires_at, reasons,
      version, state, run_id, created_at)
    SELECT ${id("plan")}, 'insight:' || n, 'insight', ${id("ins")}, ${asset}, ${type}, ${channel}, ${format}, 'en', 'bold', 'eu', 'public', 0.5, t, t + interval '6 hours',
      '{}', 1, CASE WHEN n <= ${count - WAITING} THEN 'released' ELSE 'waiting' END, ${id("run")}, t FROM ${series(count, spacingS)};
    INSERT INTO drafts (id, plan_id, version, author, channel, format, language, parts, claims, needs_picture, scheduled_at, guards, passes, hash, run_id, created_at)
    SELECT ${id("draft")}, ${id("plan")}, 1, 'studio', ${channel}, ${format}, 'en', '["A post of a usual length, with a figure and a source."]', '[]', false, t, '[]', true,
      encode(sha256(n::text::bytea), 'hex'), ${id("run")}, t FROM ${series(count, spacingS)};
    INSERT INTO approvals (id, draft_id, plan_id, hash, decision, reviewer, via, at)
    SELECT ${id("apr")}, ${id("draft")}, ${id("plan")}, encode(sha256(n::text::bytea), 'hex'), 'approved', 'operator', 'dashboard', t FROM ${out};
    INSERT INTO deliveries (id, plan_id, draft_id, channel, payload, parts, state, scheduled_at, due_at, receipts, attempt, created_at, ended_at)
    SELECT ${id("dlv")}, ${id("plan")}, ${id("draft")}, ${channel}, '{}', 1, 'live', t, t, '[{}]', 1, t, t FROM ${out};
    INSERT INTO published_content (id, delivery_id, plan_id, draft_id, insight_id, channel, tier, external_id, published_at, asset, topic, format, insight_type,
      impressions, engagements, micro_rate)
    SELECT ${id("post")}, ${id("dlv")}, ${id("plan")}, ${id("draft")}, ${id("ins")}, ${channel}, 'public', 'p' || n, t, ${asset}, ${type}, ${format}, ${type},
      ${impressions}, ${engagements}, CASE WHEN n % 4 IN (0, 3) THEN round(1e6 * ${engagements} / ${impressions})::bigint END FROM ${out};
    INSERT INTO post_readings (post_id, band_hours, observed_at, state, impressions, likes)
    SELECT id, 24, published_at + interval '1 day', 'measured', impressions, engagements FROM published_content WHERE published_at <= timestamptz '${AT}' - interval '1 day';
    INSERT INTO ledger (id, key, at, day, scope, what, plan_id, run_id, micro_usd)
    SELECT ${id("led")}, 'post:' || n, t, (t AT TIME ZONE 'UTC')::date, 'channel:' || ${channel}, 'post', ${id("plan")}, ${id("run")}, 10 FROM ${out};
    INSERT INTO spend (scope, day, micro_usd) SELECT scope, day, sum(micro_usd) FROM ledger GROUP BY scope, day;
    ${POST_DAYS}
    SET session_replication_role = origin;`)
  await exec(`VACUUM (ANALYZE) ${POST_TABLES}`)
}

const POST_DAYS = `
    INSERT INTO post_days (day, band_hours, dimension, value, posts, rated, impressions, engagements, micro_rates, micro_rate_squares)
    SELECT (published_at AT TIME ZONE 'UTC')::date, 24, d.dimension, d.value, count(*), count(micro_rate), coalesce(sum(impressions), 0), coalesce(sum(engagements), 0),
      coalesce(sum(micro_rate), 0), coalesce(sum(micro_rate::numeric * micro_rate), 0)
    FROM published_content CROSS JOIN LATERAL (VALUES ('all', 'all'), ('channel', channel), ('format', format), ('asset', asset), ('topic', topic),
      ('insight-type', insight_type), ('hour', to_char(published_at AT TIME ZONE 'UTC', 'HH24')),
      ('policy', coalesce(policy_version::text, 'frozen')), ('policy-channel', coalesce(policy_version::text, 'frozen') || '/' || channel)) AS d (dimension, value)
    WHERE published_at <= timestamptz '${AT}' - interval '1 day' GROUP BY 1, 3, 4 ORDER BY 1, 3, 4;`

/** Snapshots of all days before one, with what a month takes from them. */
export async function fillSnapshots({ exec }: Pick<Stand, "exec">, before: string): Promise<void> {
  const of = (table: string, at: string): string => `(SELECT count(*) FROM ${table} WHERE ${at} >= d AND ${at} < d + interval '24 hours')`
  await exec(`
    TRUNCATE performance_snapshots;
    INSERT INTO performance_snapshots (id, period, starts_on, ends_before, figures, made_at, run_id)
    SELECT 'snp_day' || to_char(d, 'YYYYMMDD'), 'day', (d AT TIME ZONE 'UTC')::date, (d AT TIME ZONE 'UTC')::date + 1, jsonb_build_object('published',
      ${of("published_content", "published_at")}, 'newPeople', ${of("community_users", "first_seen_at")}, 'insights', ${of("insights", "made_at")},
      'runs', (SELECT jsonb_build_object('ended', coalesce(sum(runs), 0), 'failed', coalesce(sum(runs) FILTER (WHERE NOT succeeded), 0),
        'meanWallMs', (sum(wall_ms) FILTER (WHERE succeeded))::float8 / (sum(runs) FILTER (WHERE succeeded))) FROM run_stats WHERE grain = 'day' AND period_start = d)),
      d, '${idOf("run", 1)}'
    FROM generate_series(timestamptz '${before}' - interval '31 days', timestamptz '${before}' - interval '1 day', '24 hours') AS d;`)
  await exec("VACUUM (ANALYZE) performance_snapshots")
}

/** Hourly candles, quotes and readings of eight assets, and stories as many as two for each of them. */
export async function fillMarket({ exec }: Pick<Stand, "exec">, hours: number): Promise<void> {
  const hourly = `unnest(ARRAY['BTC', 'ETH', 'SOL', 'XRP', 'ADA', 'DOGE', 'DOT', 'LTC']) AS a, generate_series(0, ${hours - 1}) AS h,
    LATERAL (SELECT date_trunc('hour', timestamptz '${AT}') - h * interval '1 hour' AS t) AS moment`
  const stories = `generate_series(1, ${hours * 16}) AS n, LATERAL (SELECT timestamptz '${AT}' - (${hours * 16} - n) * interval '4 minutes' AS t) AS moment`
  await exec(`
    SET session_replication_role = replica;
    TRUNCATE candles, quotes, news_stories, news_articles, sentiment_readings CASCADE;
    INSERT INTO candles (asset, open_time, open, high, low, close, volume, source, known_at, agreement)
    SELECT a, t - interval '1 hour', 1, 1, 1, 1, 1, 'binance', t, 'single' FROM ${hourly};
    INSERT INTO quotes (asset, observed_at, price, volume_24h, source, agreement, state) SELECT a, t, 1, 1, 'binance', 'single', 'live' FROM ${hourly};
    INSERT INTO sentiment_readings (subject, source, observed_at, value, count, known_at) SELECT a, 'news', t, 0, 1, t FROM ${hourly};
    INSERT INTO news_stories (id, title, assets, polarity, sources, first_seen_at, last_seen_at)
    SELECT ${id("story")}, 'A title', ARRAY[${asset}], 0, ARRAY['coindesk'], t, t FROM ${stories};
    INSERT INTO news_articles (id, source, external_id, url, title, summary, known_at, assets, polarity, story_id)
    SELECT ${id("art")}, 'coindesk', 'x' || n, 'https://example.test', 'A title', '', t, ARRAY[${asset}], 0, ${id("story")} FROM ${stories};
    SET session_replication_role = origin;`)
  await exec("VACUUM (ANALYZE) candles, quotes, news_stories, news_articles, sentiment_readings")
}

/** What the interactions of the community would have left in the sums over time. */
export async function fillInteractionSums({ exec }: Pick<Stand, "exec">): Promise<void> {
  await exec(`
    TRUNCATE topic_hours, interaction_days;
    INSERT INTO interaction_days (day, platform, type, interactions, milli_value)
    SELECT (at AT TIME ZONE 'UTC')::date, platform, type, count(*), sum(milli_value) FROM user_interactions GROUP BY 1, 2, 3;
    INSERT INTO topic_hours (hour, asset, topic, interactions, milli_value)
    SELECT h.hour, a, t, 40 + (hashtext(a || t || h.hour) & 15), 40000
    FROM (SELECT DISTINCT date_trunc('hour', at, 'UTC') AS hour FROM user_interactions) AS h,
      unnest(ARRAY['BTC', 'ETH', 'SOL', 'XRP', 'ADA', 'DOGE', 'DOT', 'LTC']) AS a,
      unnest(ARRAY['breakout', 'volume_spike', 'news_impact', 'sentiment_shift', 'breakdown']) AS t;`)
  await exec("VACUUM (ANALYZE) topic_hours, interaction_days")
}
