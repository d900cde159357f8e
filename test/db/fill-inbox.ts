// Events set aside, for questions about large tables.

export const FILL_ASIDE = `
  INSERT INTO events_aside (id, source, external_id, event, reason, received_at, set_aside_at, replayed_at)
  SELECT 'asd_fill' || lpad(n::text, 10, '0'), 'forum', n::text, '{}', 'unknown-post', t, t, CASE WHEN n > 100 THEN t END
  FROM generate_series(1, 10000) AS n, LATERAL (SELECT timestamptz '2026-11-21T12:00Z' - n * interval '10 minutes' AS t) AS v;`
