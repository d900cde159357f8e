// Rows for questions about large tables, in every table that a question may not read from end to end.
import type { TestDatabase } from "./database.ts"
import { FILL_ASIDE } from "./fill-inbox.ts"
import { FILL_KEYS } from "./fill-keys.ts"
import { FILL_PEOPLE } from "./people-rows.ts"
import { FILL_PERFORMANCE } from "./fill-performance.ts"
import { FILL_POSTS } from "./fill-posts.ts"
import { FILL_STATS } from "./fill-stats.ts"
import { FILL_WEBHOOKS } from "./fill-webhooks.ts"

/** Some 10,000 rows a table, enough for the planner to prefer the right index. */
export async function fill({ postgres }: TestDatabase): Promise<void> {
  const n = 10_000
  await postgres.exec(`
    INSERT INTO runs (id, agent, key, slot, trigger, input, state, attempt, moment, started_at, finished_at)
    SELECT 'run_' || lpad(n::text, 10, '0'), (ARRAY['analysis', 'news-scan', 'market-scan', 'sentiment-scan'])[1 + n % 4], 'k:' || n, t, 'schedule', '{}', 'succeeded', 1, t, t, t
    FROM generate_series(1, ${n}) AS n, LATERAL (SELECT timestamptz '2026-11-21T12:00Z' - n * interval '10 minutes' AS t) AS v;
    INSERT INTO events (id, name, source, external_id, data, run_id, created_at, dispatched_at)
    SELECT 'evt_' || right(id, 10), 'insight.created', 'analysis', id, '{}', id, moment, moment FROM runs;
    INSERT INTO insights (id, key, run_id, asset, type, direction, headline, made_at, probability, horizon_hours, deadline, statement, statement_text, reasons)
    SELECT 'ins_' || right(id, 10), 'i:' || id, id, (ARRAY['BTC', 'ETH', 'SOL', 'XRP', 'ADA'])[1 + right(id, 4)::int % 5], 'breakout', 'up', 'x', moment, 0.5, 24, moment + interval '1 day', '{}', 'x', '[]' FROM runs;
    INSERT INTO evidence (insight_id, ordinal, kind, ref, label, observed_at, source) SELECT id, 0, 'candle', id, 'close', made_at, 'binance' FROM insights;
    INSERT INTO candles (asset, open_time, open, high, low, close, volume, source, known_at, agreement)
    SELECT a, timestamptz '2026-11-21T12:00Z' - n * interval '1 hour', 1, 1, 1, 1, 1, 'binance', timestamptz '2026-11-21T12:00Z' - (n - 1) * interval '1 hour', 'single'
    FROM unnest(ARRAY['BTC', 'ETH', 'SOL', 'XRP', 'ADA', 'DOGE', 'DOT', 'LTC']) AS a, generate_series(1, ${n / 8}) AS n;
    INSERT INTO quotes (asset, observed_at, price, volume_24h, source, agreement, state)
    SELECT asset, open_time + interval '1 hour', 1, 1, 'binance', 'single', 'live' FROM candles;
    INSERT INTO news_stories (id, title, assets, polarity, sources, first_seen_at, last_seen_at)
    SELECT 'story_' || right(id, 10), 'x', ARRAY[asset], 0, ARRAY['coindesk'], made_at, made_at FROM insights;
    INSERT INTO news_articles (id, source, external_id, url, title, summary, known_at, assets, polarity, story_id)
    SELECT 'art_' || right(id, 10), 'coindesk', 'x' || id, 'https://example.test', 'x', '', first_seen_at, assets, 0, id FROM news_stories;
    INSERT INTO sentiment_readings (subject, source, observed_at, value, count, known_at)
    SELECT asset, 'news', open_time, 0, 1, open_time FROM candles;
    ${FILL_POSTS}
    ${FILL_ASIDE}
    ${FILL_PERFORMANCE}
    ${FILL_STATS}
    ${FILL_PEOPLE}
    ${FILL_KEYS}
    ${FILL_WEBHOOKS}
    ANALYZE;`)
}
