// What does a month of the studio's life add? The same activity every month, made by the server itself, and the sums that its writers would have kept.

export type Activity = { readonly users: number; readonly interactions: number; readonly posts: number; readonly runs: number }

/** Events of the day that is measured: they come through the inbox. */
export const EVENTS = 10_000
const EVENTS_OF_A_REQUEST = 1_000

const draw = (seed: number): string => `((hashint8extended(n, ${seed}) & 9007199254740991)::float8 / 9007199254740992)`
const id = (prefix: string): string => `'${prefix}_' || lpad(n::text, 10, '0')`
const asset = "(ARRAY['BTC', 'ETH', 'SOL', 'XRP', 'ADA', 'DOGE', 'DOT', 'LTC'])[1 + n % 8]"
const type = "(ARRAY['breakout', 'volume_spike', 'news_impact', 'sentiment_shift', 'breakdown'])[1 + (n * 3) % 5]"
const channel = "(ARRAY['x', 'telegram', 'discord', 'feed'])[1 + n % 4]"
const agent =
  "(ARRAY['analysis', 'news-scan', 'market-scan', 'sentiment-scan', 'publishing', 'analytics', 'engagement', 'maintenance'])[1 + n % 8]"
/** A few people act all the time, most seldom. */
const person = (users: number): string => `1 + floor(${users} * power(${draw(1)}, 2))::bigint`
const wall = `(50 + 3000 * power(${draw(6)}, 3))::int`

type Span = { readonly from: Date; readonly until: Date }

/** Row n of the month's `count` rows, numbered on from month to month, and its moment. */
const series = (count: number, month: number, { from, until }: Span): string =>
  `generate_series(${month * count + 1}::bigint, ${(month + 1) * count}::bigint) AS n, LATERAL (SELECT timestamptz '${from.toISOString()}'
      + (n - ${month * count + 1}) * ((timestamptz '${until.toISOString()}' - timestamptz '${from.toISOString()}') / ${count}) AS t) AS moment`

/** Everybody is there from the start, so that only time goes on. */
export const people = (users: number, born: Date): string => `
  INSERT INTO community_users (id, first_seen_at, consent_at, consent_how)
  SELECT n, timestamptz '${born.toISOString()}', CASE WHEN n % 3 > 0 THEN timestamptz '${born.toISOString()}' END, CASE WHEN n % 3 > 0 THEN 'asked' END
  FROM generate_series(1, ${users}::bigint) AS n;
  SELECT setval('community_users_id_seq', ${users});
  INSERT INTO user_identities (platform, external_id, user_id, first_seen_at) SELECT 'x', 'u' || id, id, first_seen_at FROM community_users`

/** Runs, posts from insight to reading, and interactions of the month up to the day that is measured. Foreign keys are not looked up meanwhile. */
export function addMonth(month: number, span: Span, { users, interactions, posts, runs }: Activity): string {
  const posted = series(posts, month, span)
  const month0 = month * posts
  return `
    SET session_replication_role = replica;
    INSERT INTO runs (id, agent, key, slot, trigger, input, state, attempt, moment, started_at, finished_at, wall_ms)
    SELECT ${id("run")}, ${agent}, 'k:' || n, t, 'schedule', '{}', 'succeeded', 1, t, t, t + ${wall} * interval '1 millisecond', ${wall}
    FROM ${series(runs, month, span)};
    INSERT INTO run_stats (grain, period_start, agent, succeeded, bucket, runs, wall_ms)
    SELECT grain, date_trunc(grain, finished_at, 'UTC'), agent, true, least(200, greatest(0, ceil(ln(wall_ms) / ln(1.1))))::smallint, count(*), sum(wall_ms)
    FROM runs CROSS JOIN (VALUES ('day'), ('hour')) AS kept (grain) WHERE id > 'run_' || lpad(${month * runs}::text, 10, '0') AND key LIKE 'k:%' GROUP BY 1, 2, 3, 5
    ON CONFLICT (grain, period_start, agent, succeeded, bucket) DO UPDATE SET runs = run_stats.runs + excluded.runs, wall_ms = run_stats.wall_ms + excluded.wall_ms;
    INSERT INTO insights (id, key, run_id, asset, type, direction, headline, made_at, probability, horizon_hours, deadline, statement, statement_text, reasons)
    SELECT ${id("ins")}, 'i:' || n, ${id("run")}, ${asset}, ${type}, 'up', 'A headline of a usual length', t, 0.6, 24, t + interval '1 day', '{}', 'It closes above.', '[]' FROM ${posted};
    INSERT INTO insight_verdicts (insight_id, run_id, decided_at, planned, rejected) SELECT ${id("ins")}, ${id("run")}, t, 1, '[]' FROM ${posted};
    INSERT INTO content_plans (id, key, kind, insight_id, asset, topic, channel, format, language, voice, disclosure, tier, priority, scheduled_at, expires_at, reasons,
      version, state, run_id, created_at)
    SELECT ${id("plan")}, 'insight:' || n, 'insight', ${id("ins")}, ${asset}, ${type}, ${channel}, 'single', 'en', 'bold', 'eu', 'public', 0.5, t, t + interval '6 hours', '{}', 1,
      'released', ${id("run")}, t FROM ${posted};
    INSERT INTO drafts (id, plan_id, version, author, channel, format, language, parts, claims, needs_picture, scheduled_at, guards, passes, hash, run_id, created_at)
    SELECT ${id("draft")}, ${id("plan")}, 1, 'studio', ${channel}, 'single', 'en', '["A post of a usual length, with a figure."]', '[]', false, t, '[]', true,
      encode(sha256(n::text::bytea), 'hex'), ${id("run")}, t FROM ${posted};
    INSERT INTO deliveries (id, plan_id, draft_id, channel, payload, parts, state, scheduled_at, due_at, receipts, attempt, created_at, ended_at)
    SELECT ${id("dlv")}, ${id("plan")}, ${id("draft")}, ${channel}, '{}', 1, 'live', t, t, '[{}]', 1, t, t FROM ${posted};
    INSERT INTO published_content (id, delivery_id, plan_id, draft_id, insight_id, channel, tier, external_id, published_at, asset, topic, format, insight_type,
      impressions, engagements, micro_rate)
    SELECT ${id("post")}, ${id("dlv")}, ${id("plan")}, ${id("draft")}, ${id("ins")}, ${channel}, 'public', 'p' || n, t, ${asset}, ${type}, 'single', ${type},
      1000 + n % 500, 20 + n % 50, 1000000 * (20 + n % 50) / (1000 + n % 500) FROM ${posted};
    INSERT INTO post_days (day, band_hours, dimension, value, posts, rated, impressions, engagements, micro_rates, micro_rate_squares)
    SELECT (published_at AT TIME ZONE 'UTC')::date, 24, d.dimension, d.value, count(*), count(*), sum(impressions), sum(engagements), sum(micro_rate), sum(micro_rate::numeric * micro_rate)
    FROM published_content CROSS JOIN LATERAL (VALUES ('all', ''), ('channel', channel), ('asset', asset), ('topic', topic),
      ('hour', extract(hour FROM published_at AT TIME ZONE 'UTC')::text)) AS d (dimension, value)
    WHERE id > 'post_' || lpad(${month0}::text, 10, '0') GROUP BY 1, 3, 4
    ON CONFLICT (band_hours, dimension, day, value) DO NOTHING;
    INSERT INTO user_interactions (user_id, at, type, milli_value, platform, post_id, source, external_id, stored_at)
    SELECT ${person(users)}, t, (ARRAY[1, 1, 1, 1, 2, 2, 3, 4, 5, 6])[1 + floor(10 * ${draw(2)})::int], 1000, 'x', 'post_' || lpad((1 + n % ${posts} + ${month0})::text, 10, '0'),
      'growth', 'e' || n, t FROM ${series(interactions, month, span)};
    INSERT INTO interaction_keys (source, external_id, user_id, at)
    SELECT source, external_id, user_id, at FROM user_interactions WHERE at >= timestamptz '${span.from.toISOString()}' AND source = 'growth';
    INSERT INTO topic_hours (hour, asset, topic, interactions, milli_value)
    SELECT date_trunc('hour', x.at, 'UTC'), p.asset, p.topic, count(*), sum(milli_value)
    FROM user_interactions AS x JOIN published_content AS p ON p.id = x.post_id WHERE x.at >= timestamptz '${span.from.toISOString()}' AND x.source = 'growth' GROUP BY 1, 2, 3
    ON CONFLICT (hour, asset, topic) DO NOTHING;
    SET session_replication_role = origin;`
}

/** The events of the month's last day, as ingest would have stored them. */
export const addInbox = (month: number, day: Date, { users, posts }: Activity): string => `
  INSERT INTO event_inbox (id, source, received_at, events)
  SELECT 'inb_' || lpad((${month * 1_000} + request)::text, 10, '0'), 'inbox', timestamptz '${day.toISOString()}', jsonb_agg(event ORDER BY n)
  FROM (
    SELECT n, (n - 1) / ${EVENTS_OF_A_REQUEST} AS request, jsonb_build_object('k', '${month}:' || n, 'p', 'x', 'u', 'u' || ${person(users)},
      't', (ARRAY[1, 1, 1, 1, 2, 2, 3, 4, 5, 6])[1 + floor(10 * ${draw(2)})::int], 'v', 1000, 'c', 'post_' || lpad((1 + n % ${posts} + ${month * posts})::text, 10, '0'),
      'a', to_char((timestamptz '${day.toISOString()}' - interval '20 hours' * ${draw(4)}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'r', false, 'm', NULL) AS event
    FROM generate_series(1, ${EVENTS}::bigint) AS n
  ) AS made GROUP BY request`
