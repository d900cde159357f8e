// Sums over time of three years, and people with scores, for questions about large tables. They hang on the posts that are there already.

export const FILL_STATS = `
  UPDATE published_content SET impressions = 100 + length(id) * 7 % 900, engagements = 5, micro_rate = right(id, 6)::int;
  INSERT INTO post_days (day, band_hours, dimension, value, posts, rated, impressions, engagements, micro_rates, micro_rate_squares)
  SELECT date '2026-11-22' - n, band, d.dimension, d.value, 5, 5, 5000, 50, 50000, 500000000
  FROM generate_series(1, 365) AS n, unnest(ARRAY[6, 24]) AS band,
    (SELECT 'all' AS dimension, 'all' AS value UNION ALL SELECT 'hour', lpad(h::text, 2, '0') FROM generate_series(0, 23) AS h
      UNION ALL SELECT 'asset', 'A' || a FROM generate_series(1, 20) AS a) AS d;
  INSERT INTO run_stats (grain, period_start, agent, succeeded, bucket, runs, wall_ms)
  SELECT grain, timestamptz '2026-11-22T00:00Z' - n * (CASE grain WHEN 'hour' THEN interval '1 hour' ELSE interval '1 day' END), agent, true, bucket, 3, 3000
  FROM unnest(ARRAY['hour', 'day']) AS grain, generate_series(1, 1000) AS n, unnest(ARRAY['analysis', 'news-scan', 'publishing']) AS agent, unnest(ARRAY[40, 50, 60]) AS bucket;
  INSERT INTO topic_hours (hour, asset, topic, interactions, milli_value)
  SELECT timestamptz '2026-11-22T00:00Z' - n * interval '1 hour', asset, topic, 5, 5000
  FROM generate_series(1, 2000) AS n, unnest(ARRAY['BTC', 'ETH', 'SOL']) AS asset, unnest(ARRAY['price', 'news']) AS topic;
  INSERT INTO community_users (first_seen_at) SELECT timestamptz '2026-11-21' - n * interval '1 minute' FROM generate_series(1, 10000) AS n;
  INSERT INTO user_identities (platform, external_id, user_id, first_seen_at) SELECT 'x', 'p' || id, id, first_seen_at FROM community_users;
  INSERT INTO engagement_scores (user_id, micro_points, score, interactions, scored_at)
  SELECT id, 50000 * (id % 1000), least(100, id % 1000 / 10.0), 5, '2026-11-21' FROM community_users;`
