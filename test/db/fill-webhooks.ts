// Endpoints and what they were told, for questions that are asked of large tables.

/** 500 endpoints, each with 20 messages, all delivered but the last; every event but a few was given out. */
export const FILL_WEBHOOKS = `
  INSERT INTO webhook_endpoints (id, url, description, events, state, secret_version, created_at, changed_at)
  SELECT 'whe_' || lpad(n::text, 10, '0'), 'https://hooks.example.com/' || n, '', ARRAY['insight.created'], 'on', 1, t, t
  FROM generate_series(1, 500) AS n, LATERAL (SELECT timestamptz '2026-11-20T12:00Z' AS t) AS v;
  INSERT INTO webhook_messages (endpoint_id, id, type, occurred_at, data, state, attempts, due_at, settled_at)
  SELECT e.id, 'msg_' || lpad(n::text, 10, '0'), 'insight.created', t, '{}', CASE WHEN n < 20 THEN 'delivered' ELSE 'waiting' END, 1,
    CASE WHEN n = 20 THEN t END, CASE WHEN n < 20 THEN t END
  FROM webhook_endpoints AS e, generate_series(1, 20) AS n, LATERAL (SELECT timestamptz '2026-11-21T12:00Z' - n * interval '1 minute' AS t) AS v;
  INSERT INTO webhook_attempts (id, endpoint_id, message_id, at, status, failure, wall_ms)
  SELECT 'wha_' || right(endpoint_id, 10) || right(id, 10), endpoint_id, id, occurred_at, 200, NULL, 12 FROM webhook_messages;
  UPDATE events SET webhooks_at = created_at WHERE id NOT LIKE '%00';`
