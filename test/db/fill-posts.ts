// Rows from plans to published posts, for questions about large tables. They hang on the runs and insights that are there already.

/** One post for each insight, the newest few still on their way. Ids end as their insight's do. */
export const FILL_POSTS = `
  INSERT INTO insight_verdicts (insight_id, run_id, decided_at, planned, rejected) SELECT id, run_id, made_at, 1, '[]' FROM insights;
  INSERT INTO media (hash, spec_hash, content_type, bytes, width, height, spec, run_id, created_at)
  SELECT encode(sha256(id::bytea), 'hex'), encode(sha256(('s' || id)::bytea), 'hex'), 'image/png', 1, 1200, 630, '{}', run_id, made_at FROM insights;
  INSERT INTO content_plans (id, key, kind, insight_id, asset, topic, channel, format, language, voice, disclosure, tier, priority, scheduled_at, expires_at, reasons,
    version, state, run_id, created_at)
  SELECT 'plan_' || right(id, 10), 'insight:' || id, 'insight', id, asset, type, (ARRAY['x', 'telegram', 'discord', 'feed'])[1 + right(id, 4)::int % 4], 'single', 'en', 'bold', 'eu',
    'public', 0.5, made_at + interval '1 hour', made_at + interval '7 hours', '{}', 1,
    CASE WHEN made_at < timestamptz '2026-11-20T12:00Z' THEN 'released' ELSE 'waiting' END, run_id, made_at
  FROM insights;
  INSERT INTO drafts (id, plan_id, version, author, channel, format, language, parts, claims, needs_picture, media_hash, scheduled_at, guards, passes, hash, run_id, created_at)
  SELECT 'draft_' || right(id, 10), id, 1, 'studio', channel, format, language, '["x"]', '[]', false, encode(sha256(insight_id::bytea), 'hex'), scheduled_at, '[]', true,
    encode(sha256(id::bytea), 'hex'), run_id, created_at
  FROM content_plans;
  INSERT INTO approvals (id, draft_id, plan_id, hash, decision, reviewer, via, at)
  SELECT 'apr_' || right(d.id, 10), d.id, plan_id, hash, 'approved', 'operator', 'dashboard', d.created_at FROM drafts d JOIN content_plans p ON p.id = plan_id AND p.state = 'released';
  INSERT INTO deliveries (id, plan_id, draft_id, channel, payload, parts, state, scheduled_at, due_at, receipts, attempt, created_at, ended_at)
  SELECT 'dlv_' || right(d.id, 10), d.plan_id, d.id, d.channel, '{}', 1, 'live', d.scheduled_at, d.scheduled_at, '[{}]', 1, d.created_at, d.scheduled_at
  FROM drafts d JOIN approvals a ON a.draft_id = d.id;
  INSERT INTO published_content (id, delivery_id, plan_id, draft_id, insight_id, channel, tier, external_id, published_at, asset, topic, format, insight_type)
  SELECT 'post_' || right(v.id, 10), v.id, v.plan_id, v.draft_id, p.insight_id, v.channel, 'public', v.id, v.ended_at,
    p.asset, p.topic, p.format, i.type FROM deliveries v JOIN content_plans p ON p.id = v.plan_id JOIN insights i ON i.id = p.insight_id;
  INSERT INTO post_readings (post_id, band_hours, observed_at, state, impressions, likes) SELECT id, 1, published_at + interval '1 hour', 'measured', 100, 1 FROM published_content;
  INSERT INTO model_replies (run_key, prompt_hash, prompt_version, provider, model, reply, tokens_in, tokens_out, micro_usd, created_at)
  SELECT key, encode(sha256(id::bytea), 'hex'), 'content-creation/1', 'p', 'm', '{}', 1, 1, 1, moment FROM runs;
  INSERT INTO ledger (id, key, at, day, scope, what, plan_id, run_id, micro_usd)
  SELECT 'led_' || right(id, 10), 'post:' || id, scheduled_at, (scheduled_at AT TIME ZONE 'UTC')::date, 'channel:' || channel, 'post', id, run_id, 10 FROM content_plans;
  INSERT INTO spend (scope, day, micro_usd) SELECT scope, day, sum(micro_usd) FROM ledger GROUP BY scope, day;`

/** Tables that no question may read from end to end when they are large. */
export const LARGE =
  "runs|events|insights|evidence|candles|quotes|news_\\w+|sentiment_readings|insight_verdicts|media|content_plans|drafts|approvals|deliveries|published_content|post_readings|model_replies|ledger|conversion_attempts|performance_snapshots|findings|forecasts|post_days|run_stats|topic_hours|community_users|user_identities|engagement_scores|interaction_keys|webhook_messages|webhook_attempts"
