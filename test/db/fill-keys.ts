// Keys of what people did, for questions about large tables. They hang on the interactions that are there already.

export const FILL_KEYS = `
  INSERT INTO interaction_keys (source, external_id, user_id, at) SELECT source, external_id, user_id, at FROM user_interactions ON CONFLICT DO NOTHING;
  INSERT INTO interaction_keys (source, external_id, user_id, at)
  SELECT 'forum', 'i' || n, n, timestamptz '2026-11-21T12:00Z' FROM generate_series(1, 10000) AS n;`
