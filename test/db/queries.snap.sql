-- attachPicture
WITH kept AS (
  INSERT INTO media (hash, spec_hash, content_type, bytes, width, height, spec, run_id, created_at)
  SELECT hash, spec_hash, 'image/png', bytes, width, height, spec, $1, $2::timestamptz
  FROM jsonb_to_recordset($3::jsonb) AS m (hash text, spec_hash text, bytes int, width int, height int, spec jsonb)
  ON CONFLICT DO NOTHING
), plan AS (
  UPDATE content_plans SET state = 'waiting'
  WHERE id = $4 AND version = $5::int AND state = 'checking'
    AND EXISTS (SELECT 1 FROM drafts WHERE id = $6 AND passes AND hash IS NULL)
  RETURNING id
), illustrated AS (
  UPDATE drafts SET media_hash = $7, alt = $8, hash = $9
  FROM plan WHERE drafts.plan_id = plan.id AND drafts.id = $10 AND drafts.hash IS NULL
  RETURNING drafts.id
)
SELECT EXISTS (SELECT 1 FROM illustrated) OR EXISTS (SELECT 1 FROM drafts WHERE id = $11 AND hash IS NOT NULL) AS stands;

-- bookSpend
WITH 
money_known AS (SELECT 1 AS known FROM ledger WHERE key = $1),
money_locked AS MATERIALIZED (
  SELECT scope, micro_usd FROM spend WHERE day = $2::date AND scope IN ('all', $3) ORDER BY scope FOR UPDATE
), money_fits AS MATERIALIZED (
  SELECT $4::bigint <= 0 OR EXISTS (SELECT 1 FROM money_known) OR NOT EXISTS (
    SELECT 1 FROM jsonb_to_recordset($5::jsonb) AS c (scope text, most bigint) LEFT JOIN money_locked AS l ON l.scope = c.scope
    WHERE c.scope IN ('all', $6) AND coalesce(l.micro_usd, 0) + $7::bigint > c.most) AS ok
), 
money_entry AS (
  INSERT INTO ledger (id, key, at, day, scope, what, plan_id, run_id, micro_usd)
  SELECT $8, $9, $10::timestamptz, $11::date, $12, $13, $14, $15, $16::bigint
  FROM (SELECT 1) AS w, money_fits WHERE money_fits.ok AND $17::bigint <> 0
  ON CONFLICT (key) DO NOTHING
  RETURNING micro_usd
), money_sums AS (
  INSERT INTO spend AS s (scope, day, micro_usd)
  SELECT v.scope, $18::date, e.micro_usd FROM money_entry AS e, (VALUES ('all'), ($19)) AS v (scope) ORDER BY v.scope
  ON CONFLICT (scope, day) DO UPDATE SET micro_usd = CASE WHEN excluded.micro_usd <= 0 OR s.micro_usd + excluded.micro_usd <= coalesce(
    (SELECT c.most FROM jsonb_to_recordset($20::jsonb) AS c (scope text, most bigint) WHERE c.scope = s.scope), 9223372036854775807)
    THEN s.micro_usd + excluded.micro_usd END
)
SELECT ok AS fits, EXISTS (SELECT 1 FROM money_entry) AS booked FROM money_fits;

-- buryRun
WITH buried AS (
  UPDATE runs SET state = 'dead', lease_until = NULL, retry_at = NULL, finished_at = $1::timestamptz,
    error_code = coalesce(error_code, 'bug'), error_detail = coalesce(error_detail, $2)
  WHERE key = $3 AND (state = 'waiting' OR (state = 'running' AND lease_until <= $4::timestamptz))
  RETURNING id, agent
), counted AS (
  INSERT INTO run_stats AS s (grain, period_start, agent, succeeded, bucket, runs, wall_ms)
  SELECT grain, date_trunc(grain, $5::timestamptz, 'UTC'), agent, $6::boolean, $7::smallint, 1, $8::bigint
  FROM (SELECT agent FROM buried) AS run CROSS JOIN (VALUES ('day'), ('hour')) AS kept (grain) ORDER BY grain
  ON CONFLICT (grain, period_start, agent, succeeded, bucket) DO UPDATE SET runs = s.runs + 1, wall_ms = s.wall_ms + excluded.wall_ms
)
SELECT id FROM buried;

-- cancelDelivery
WITH over AS (
  SELECT p.id, p.expires_at <= $1::timestamptz AS expired FROM content_plans AS p JOIN deliveries AS dl ON dl.plan_id = p.id
  WHERE dl.id = $2 AND (p.state IN ('rejected', 'expired', 'failed') OR (p.expires_at <= $3::timestamptz AND p.state IN ('approved', 'released')))
), plan AS (
  UPDATE content_plans AS p SET state = 'expired' FROM over WHERE p.id = over.id AND over.expired AND p.state = 'approved'
)
UPDATE deliveries AS dl SET state = 'cancelled', ended_at = $4::timestamptz, failure_code = CASE WHEN over.expired THEN 'expired' ELSE 'withdrawn' END,
  failure_detail = NULL
FROM over WHERE dl.id = $5 AND dl.plan_id = over.id AND dl.state = 'scheduled' AND jsonb_array_length(dl.receipts) = 0
RETURNING dl.id;

-- claimDelivery
WITH target AS (
  SELECT dl.id, dl.plan_id, dl.draft_id, d.version, EXISTS (SELECT 1 FROM switches WHERE is_on AND scope = 'live:' || dl.channel) AS live
  FROM deliveries AS dl JOIN drafts AS d ON d.id = dl.draft_id
  WHERE dl.id = $1 AND dl.state = 'scheduled' AND dl.due_at <= $2::timestamptz AND NOT EXISTS (SELECT scope FROM switches WHERE is_on AND scope IN ('stop:all', 'stop:channel:' || dl.channel, $3))
), released AS (
  UPDATE content_plans AS p SET state = 'released' FROM target AS t
  WHERE p.id = t.plan_id AND p.version = t.version AND (p.state = 'released' OR (p.state = 'approved' AND p.expires_at > $4::timestamptz))
  RETURNING p.id, p.expires_at
)
UPDATE deliveries AS dl SET attempt = dl.attempt + 1, part_since = NULL, state = CASE WHEN t.live THEN 'sending' ELSE 'rehearsed' END,
  lease_until = CASE WHEN t.live THEN $5::timestamptz END, ended_at = CASE WHEN NOT t.live THEN $6::timestamptz END
FROM target AS t, released AS r
WHERE dl.id = t.id AND r.id = dl.plan_id AND dl.draft_id = t.draft_id AND dl.state = 'scheduled' AND dl.due_at <= $7::timestamptz
  AND (CASE WHEN jsonb_array_length(dl.receipts) = 0 THEN r.expires_at > $8::timestamptz ELSE t.live END)
RETURNING dl.state, dl.attempt, dl.payload, dl.parts, dl.receipts;

-- claimMessages
WITH free AS (
  SELECT m.endpoint_id, m.id, e.failing_since IS NOT NULL AS fails, e.url, e.secret_version, e.previous_until
  FROM webhook_endpoints AS e CROSS JOIN LATERAL (
    SELECT w.endpoint_id, w.id, w.due_at, row_number() OVER (ORDER BY w.due_at, w.id) AS place FROM webhook_messages AS w
    WHERE w.endpoint_id = e.id AND w.state = 'waiting' AND w.due_at <= $1::timestamptz
    ORDER BY w.due_at, w.id LIMIT CASE WHEN e.failing_since IS NULL THEN $2::int ELSE 1 END
  ) AS m
  WHERE e.state = 'on' AND NOT EXISTS (SELECT 1 FROM api_keys AS k WHERE k.id = e.key_id AND (k.revoked_at IS NOT NULL OR k.expires_at <= $3::timestamptz)) AND (e.failing_since IS NULL OR NOT EXISTS (
    SELECT 1 FROM webhook_attempts AS t WHERE t.endpoint_id = e.id AND t.id > $4 COLLATE "C"
      AND t.at > $5::timestamptz - least(greatest(($6::timestamptz - e.failing_since) * $7::float8, $8::int * interval '1 ms'), $9::int * interval '1 ms')))
  ORDER BY e.failing_since IS NOT NULL, m.place, m.due_at LIMIT $10::int
), held AS (
  SELECT w.endpoint_id, w.id FROM webhook_messages AS w JOIN free AS f ON f.endpoint_id = w.endpoint_id AND f.id = w.id
  WHERE w.state = 'waiting' AND w.due_at <= $11::timestamptz FOR UPDATE OF w SKIP LOCKED
), claimed AS (
  UPDATE webhook_messages AS w SET due_at = $12::timestamptz FROM held AS h
  WHERE w.endpoint_id = h.endpoint_id AND w.id = h.id RETURNING w.endpoint_id, w.id, w.type, w.occurred_at, w.data, w.attempts
)
SELECT c.endpoint_id AS endpoint, c.id, c.type, c.occurred_at AS "occurredAt", c.data, c.attempts, f.url, f.secret_version AS "secretVersion",
  f.previous_until AS "previousUntil"
FROM claimed AS c JOIN free AS f ON f.endpoint_id = c.endpoint_id AND f.id = c.id ORDER BY f.fails, c.id;

-- claimRun
WITH stop AS MATERIALIZED (SELECT EXISTS (SELECT 1 FROM switches WHERE scope = $1 AND is_on) AS is_on), claimed AS (
  INSERT INTO runs AS r (id, agent, key, slot, trigger, input, state, attempt, moment, started_at, lease_until, retry_at, error_code, error_detail, policy_version)
  SELECT $2, $3, $4, $5::timestamptz, $6, $7::jsonb,
    CASE WHEN is_on THEN 'waiting' ELSE 'running' END, CASE WHEN is_on THEN 0 ELSE 1 END, $8::timestamptz, $9::timestamptz,
    CASE WHEN NOT is_on THEN $10::timestamptz END, CASE WHEN is_on THEN $11::timestamptz END,
    CASE WHEN is_on THEN 'stopped' END, CASE WHEN is_on THEN 'The operator has stopped this agent.' END,
    (SELECT version FROM policy_versions WHERE agent = $12 AND state IN ('trial', 'kept'))
  FROM stop WHERE NOT is_on OR $13
  ON CONFLICT (key) DO UPDATE SET
    state = CASE WHEN r.attempt >= $14::int THEN 'dead' ELSE 'running' END,
    attempt = CASE WHEN r.attempt >= $15::int THEN r.attempt ELSE r.attempt + 1 END,
    moment = CASE WHEN r.attempt < $16::int AND (r.moment <= $17::timestamptz OR (r.attempt = 0 AND r.error_code = 'stopped')) THEN excluded.moment ELSE r.moment END,
    policy_version = CASE WHEN r.attempt = 0 AND r.error_code = 'stopped' THEN excluded.policy_version ELSE r.policy_version END,
    started_at = excluded.started_at,
    lease_until = CASE WHEN r.attempt >= $18::int THEN NULL ELSE excluded.lease_until END,
    retry_at = NULL,
    finished_at = CASE WHEN r.attempt >= $19::int THEN excluded.started_at ELSE NULL END,
    error_code = CASE WHEN r.attempt >= $20::int THEN coalesce(r.error_code, 'bug') ELSE NULL END,
    error_detail = CASE WHEN r.attempt >= $21::int THEN coalesce(r.error_detail, 'The run was cut off in every attempt.') ELSE NULL END
  WHERE excluded.state = 'running' AND ((r.state = 'running' AND r.lease_until <= $22::timestamptz) OR (r.state = 'waiting' AND r.retry_at <= $23::timestamptz))
  RETURNING id, agent, state, attempt, moment, coalesce(lease_until, retry_at) AS until, policy_version AS version
), counted AS (
  INSERT INTO run_stats AS s (grain, period_start, agent, succeeded, bucket, runs, wall_ms)
  SELECT grain, date_trunc(grain, $24::timestamptz, 'UTC'), agent, $25::boolean, $26::smallint, 1, $27::bigint
  FROM (SELECT agent FROM claimed WHERE state = 'dead') AS run CROSS JOIN (VALUES ('day'), ('hour')) AS kept (grain) ORDER BY grain
  ON CONFLICT (grain, period_start, agent, succeeded, bucket) DO UPDATE SET runs = s.runs + 1, wall_ms = s.wall_ms + excluded.wall_ms
), stood AS (
  SELECT id, state = 'running' AS mine, state, attempt, moment, until, version FROM claimed UNION ALL
  SELECT id, false, state, attempt, moment, coalesce(lease_until, retry_at), NULL::int FROM runs WHERE key = $28 AND NOT EXISTS (SELECT 1 FROM claimed)
)
SELECT stop.is_on AS stopped, stood.*, p.tunables AS tunables FROM stop LEFT JOIN stood ON true
LEFT JOIN policy_versions AS p ON p.agent = $29 AND p.version = stood.version;

-- countInbox
WITH taken AS MATERIALIZED (
  DELETE FROM event_inbox
  WHERE id = ANY (ARRAY(
    SELECT id FROM event_inbox  ORDER BY id LIMIT $1::int FOR UPDATE SKIP LOCKED))
  RETURNING id, source, received_at, events
), said AS MATERIALIZED (
  SELECT DISTINCT ON (b.source, e.k) b.source, b.received_at, e.*
  FROM taken AS b, ROWS FROM (jsonb_to_recordset(b.events) AS (k text COLLATE "C", p text COLLATE "C", u text COLLATE "C", t smallint,
    v integer, c text COLLATE "C", a timestamptz, r boolean, m jsonb)) WITH ORDINALITY AS e (k, p, u, t, v, c, a, r, m, place)
  ORDER BY b.source, e.k, e.r DESC, b.id, e.place
), known AS MATERIALIZED (
  SELECT i.platform AS p, i.external_id AS u, i.user_id
  FROM (SELECT DISTINCT p, u FROM said) AS w JOIN user_identities AS i ON i.platform = w.p AND i.external_id = w.u
  ORDER BY i.platform, i.external_id FOR KEY SHARE OF i
), posts AS MATERIALIZED (
  SELECT w.p, w.c, x.id, x.asset, x.topic
  FROM (SELECT DISTINCT p, c FROM said WHERE c IS NOT NULL AND NOT r) AS w
  CROSS JOIN LATERAL (
    SELECT id, asset, topic FROM published_content WHERE id = w.c
    UNION ALL SELECT id, asset, topic FROM published_content
    WHERE w.c LIKE 'ext:%' AND channel = w.p COLLATE "default" AND external_id = substr(w.c, 5) COLLATE "default"
  ) AS x
), oldest AS (
  SELECT min(to_date(right(c.relname, 7), 'YYYY_MM'))::timestamp AT TIME ZONE 'UTC' AS at
  FROM pg_inherits AS h JOIN pg_class AS c ON c.oid = h.inhrelid
  WHERE h.inhparent = 'user_interactions'::regclass AND c.relname ~ '^user_interactions_\d{4}_\d{2}$'
), judged AS MATERIALIZED (
  SELECT s.*, i.user_id, x.id AS post_id, x.asset, x.topic,
    CASE WHEN s.r THEN NULL WHEN s.c IS NOT NULL AND x.id IS NULL THEN 'unknown-post' WHEN s.a < (SELECT at FROM oldest) THEN 'too-old' END AS reason
  FROM said AS s FULL JOIN known AS i ON i.p = s.p AND i.u = s.u FULL JOIN posts AS x ON x.p = s.p AND x.c = s.c
), forgotten AS MATERIALIZED (
  SELECT s.p, s.u FROM (SELECT DISTINCT p, u FROM judged WHERE user_id IS NULL) AS s CROSS JOIN identity_salt AS z
  JOIN forgotten_identities AS f ON f.identity_hash = encode(sha256(convert_to(z.salt || s.p || ':' || s.u, 'UTF8')), 'hex')
), proposed AS MATERIALIZED (
  SELECT p, u, nextval('community_users_id_seq') AS user_id
  FROM (SELECT DISTINCT p, u FROM judged AS j WHERE user_id IS NULL AND reason IS NULL AND NOT r
    AND NOT EXISTS (SELECT FROM forgotten AS f WHERE f.p = j.p AND f.u = j.u) AND NOT EXISTS (SELECT FROM interaction_keys AS y WHERE y.source = j.source AND y.external_id = j.k OFFSET 0) ORDER BY p, u) AS n
), named AS MATERIALIZED (
  INSERT INTO user_identities AS i (platform, external_id, user_id, first_seen_at)
  SELECT p, u, user_id, $2::timestamptz FROM proposed ORDER BY p, u
  ON CONFLICT (platform, external_id) DO UPDATE SET first_seen_at = i.first_seen_at
  RETURNING platform AS p, external_id AS u, user_id, xmax = 0 AS is_new
), people AS (
  INSERT INTO community_users (id, first_seen_at) SELECT user_id, $3::timestamptz FROM named WHERE is_new RETURNING id
), placed AS MATERIALIZED (
  SELECT j.*, coalesce(j.user_id, n.user_id) AS person, NOT j.r AND j.reason IS NULL AS is_fit
  FROM judged AS j FULL JOIN named AS n ON n.p = j.p AND n.u = j.u
), taking AS MATERIALIZED (
  SELECT j.*, y.user_id AS owner, y.at AS stood, y.source IS NOT NULL AS is_known
  FROM judged AS j LEFT JOIN LATERAL (
    SELECT source, user_id, at FROM interaction_keys WHERE source = j.source AND external_id = j.k OFFSET 0
  ) AS y ON true
  WHERE j.r AND NOT EXISTS (SELECT FROM forgotten AS f WHERE f.p = j.p AND f.u = j.u)
), keyed AS MATERIALIZED (
  INSERT INTO interaction_keys AS y (source, external_id, user_id, at)
  SELECT source, k, person, a FROM (
    SELECT source, k, person, a FROM placed WHERE is_fit AND person IS NOT NULL
    UNION ALL SELECT source, k, CASE WHEN is_known THEN owner ELSE user_id END, CASE WHEN is_known THEN timestamptz '-infinity' END
    FROM taking WHERE NOT is_known OR stood IS NOT NULL
  ) AS n
  WHERE (SELECT count(*) FROM named) >= 0
  ORDER BY source, k
  ON CONFLICT (source, external_id) DO UPDATE SET at = NULL WHERE excluded.at = '-infinity' AND y.at IS NOT NULL
  RETURNING source, external_id AS k, user_id, at
), joined AS MATERIALIZED (
  SELECT n.*, y.at > '-infinity' AS is_counted FROM placed AS n FULL JOIN keyed AS y ON y.source = n.source AND y.k = n.k
), counting AS MATERIALIZED (
  SELECT person, a AS at, t AS type, v AS milli_value, p AS platform, post_id, source, k, m AS metadata, asset, topic, 1 AS sign
  FROM joined WHERE is_counted
  UNION ALL
  SELECT y.user_id, x.at, x.type, -x.milli_value, x.platform, x.post_id, x.source, x.external_id, NULL, c.asset, c.topic, -1
  FROM taking AS g JOIN keyed AS y ON y.source = g.source AND y.k = g.k AND g.is_known
  JOIN user_interactions AS x ON x.user_id = g.owner AND x.at = g.stood AND x.source = g.source AND x.external_id = g.k AND x.milli_value > 0
  LEFT JOIN published_content AS c ON c.id = x.post_id
), stored AS (
  INSERT INTO user_interactions (user_id, at, type, milli_value, platform, post_id, source, external_id, stored_at, metadata)
  SELECT person, at, type, milli_value, platform, post_id, source, k, $4::timestamptz, metadata FROM counting
  RETURNING type
), aside AS (
  INSERT INTO events_aside (id, source, external_id, event, reason, received_at, set_aside_at)
  SELECT 'asd_' || left(encode(sha256(convert_to(j.source || ' ' || j.k, 'UTF8')), 'hex'), 40) AS id, j.source, j.k, jsonb_build_object('k', j.k, 'p', j.p, 'u', j.u, 't', j.t, 'v', j.v, 'c', j.c,
  'a', to_char(j.a AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'r', j.r, 'm', j.m), j.reason, j.received_at, $5::timestamptz
  FROM judged AS j
  WHERE j.reason IS NOT NULL AND NOT EXISTS (SELECT FROM forgotten AS f WHERE f.p = j.p AND f.u = j.u) AND NOT EXISTS (SELECT FROM interaction_keys AS y WHERE y.source = j.source AND y.external_id = j.k OFFSET 0) AND (SELECT count(*) FROM stored) >= 0
  ORDER BY 1
  ON CONFLICT (id) DO UPDATE SET event = excluded.event, reason = excluded.reason, detail = NULL, set_aside_at = excluded.set_aside_at, replayed_at = NULL
  RETURNING 1
), postponed AS (
  INSERT INTO event_inbox (id, source, received_at, events)
  SELECT $6 || lpad(row_number() OVER (ORDER BY j.source)::text, 4, '0'), j.source, min(j.received_at), jsonb_agg(jsonb_build_object('k', j.k, 'p', j.p, 'u', j.u, 't', j.t, 'v', j.v, 'c', j.c,
  'a', to_char(j.a AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'r', j.r, 'm', j.m))
  FROM taking AS j WHERE NOT j.is_known AND NOT EXISTS (SELECT FROM keyed AS y WHERE y.source = j.source AND y.k = j.k)
  GROUP BY j.source
  RETURNING jsonb_array_length(events) AS events
), hours AS (
  INSERT INTO topic_hours AS o (hour, asset, topic, interactions, milli_value)
  SELECT date_trunc('hour', at, 'UTC'), asset, topic, sum(sign), sum(milli_value) FROM counting
  WHERE asset IS NOT NULL AND (SELECT count(*) FROM aside) >= 0
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (hour, asset, topic) DO UPDATE
    SET interactions = o.interactions + excluded.interactions, milli_value = o.milli_value + excluded.milli_value
  RETURNING 1
), days AS (
  INSERT INTO interaction_days AS o (day, platform, type, interactions, milli_value)
  SELECT (at AT TIME ZONE 'UTC')::date, platform, type, sum(sign), sum(milli_value) FROM counting
  WHERE (SELECT count(*) FROM hours) >= 0
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (day, platform, type) DO UPDATE
    SET interactions = o.interactions + excluded.interactions, milli_value = o.milli_value + excluded.milli_value
  RETURNING 1
)
SELECT (SELECT count(*) FROM taken)::int AS batches, (SELECT coalesce(sum(jsonb_array_length(events)), 0) FROM taken)::int AS events,
  (SELECT count(*) FROM keyed WHERE at > '-infinity')::int AS counted,
  (SELECT count(*) FROM keyed WHERE at IS NULL OR at = '-infinity')::int AS retracted,
  (SELECT count(*) FROM judged AS j WHERE EXISTS (SELECT FROM forgotten AS f WHERE f.p = j.p AND f.u = j.u))::int AS forgotten, (SELECT count(*) FROM aside)::int AS aside,
  (SELECT coalesce(sum(events), 0) FROM postponed)::int AS postponed, (SELECT count(*) FROM people)::int AS "peopleCreated",
  (SELECT count(*) FROM days)::int AS days;

-- countOpenPlans
SELECT state, count(*)::int AS count, min(expires_at) AS first_expires_at, min(scheduled_at) AS first_scheduled_at
FROM content_plans WHERE state IN ('planned', 'checking', 'blocked', 'waiting', 'approved') GROUP BY state ORDER BY state;

-- countSignIn
    WITH mine AS (
      INSERT INTO sign_in_attempts AS a (scope, attempts, has_room)
      SELECT $1, ARRAY[$2::timestamptz], true
      WHERE NOT EXISTS (
        SELECT 1 FROM sign_in_attempts AS w WHERE w.scope = 'all' AND cardinality(w.attempts) >= $3::int AND w.attempts[1] > $4::timestamptz
      )
      ON CONFLICT (scope) DO UPDATE SET (attempts, has_room) = (
SELECT CASE WHEN count(*) < $5::int THEN array_agg(t ORDER BY t) || $6::timestamptz ELSE array_agg(t ORDER BY t) END, count(*) < $7::int
FROM unnest(a.attempts) AS t WHERE t > $8::timestamptz)
      RETURNING attempts, has_room
    ), whole AS (
      INSERT INTO sign_in_attempts AS a (scope, attempts, has_room)
      SELECT 'all', ARRAY[$9::timestamptz], true FROM mine WHERE mine.has_room
      ON CONFLICT (scope) DO UPDATE SET (attempts, has_room) = (
SELECT CASE WHEN count(*) < $10::int THEN array_agg(t ORDER BY t) || $11::timestamptz ELSE array_agg(t ORDER BY t) END, count(*) < $12::int
FROM unnest(a.attempts) AS t WHERE t > $13::timestamptz)
      RETURNING attempts, has_room
    )
    SELECT coalesce((SELECT has_room FROM whole), false) AS has_room, coalesce(
      (SELECT attempts[1] FROM mine WHERE NOT has_room),
      (SELECT attempts[1] FROM whole),
      (SELECT attempts[1] FROM sign_in_attempts WHERE scope = 'all')
    ) AS oldest;

-- createDelivery
WITH approved AS (
  SELECT p.id AS plan_id, d.id AS draft_id, d.channel, d.scheduled_at
  FROM content_plans AS p
  JOIN drafts AS d ON d.plan_id = p.id AND d.version = p.version
  JOIN approvals AS a ON a.draft_id = d.id AND a.hash = d.hash AND a.decision = 'approved'
  WHERE d.id = $1 AND p.state = 'approved' AND p.expires_at > $2::timestamptz
  -- An edit that comes at this moment waits, or was before: then the version no longer fits.
  FOR UPDATE OF p
)
INSERT INTO deliveries AS dl (id, plan_id, draft_id, channel, payload, parts, state, scheduled_at, due_at, created_at)
SELECT $3, plan_id, draft_id, channel, $4::jsonb, $5::int, 'scheduled', scheduled_at, scheduled_at, $6::timestamptz FROM approved
ON CONFLICT (plan_id) DO UPDATE SET draft_id = excluded.draft_id, payload = excluded.payload, parts = excluded.parts,
  scheduled_at = excluded.scheduled_at, due_at = CASE WHEN dl.draft_id = excluded.draft_id THEN dl.due_at ELSE excluded.due_at END
WHERE dl.state = 'scheduled' AND dl.attempt = 0
RETURNING id, due_at AS due;

-- decideByButton
WITH pressed AS (
  UPDATE review_requests SET used_at = $1::timestamptz, used_update = $2::bigint
  WHERE secret_hash = $3 AND reviewer = $4 AND used_at IS NULL AND expires_at > $5::timestamptz
  RETURNING draft_id
), 
wanted AS MATERIALIZED (SELECT p.draft_id, d.hash, $6::text AS apr, $7::text AS evt, $8::text AS aud
  FROM pressed AS p JOIN drafts AS d ON d.id = p.draft_id), held AS MATERIALIZED (
  SELECT p.id, p.state, p.version, p.expires_at, p.scheduled_at, p.channel FROM content_plans AS p
  WHERE p.id IN (SELECT d.plan_id FROM wanted AS w JOIN drafts AS d ON d.id = w.draft_id)
  ORDER BY p.id FOR UPDATE
), judged AS MATERIALIZED (
  SELECT w.draft_id, w.apr, w.evt, w.aud, d.plan_id, d.version, h.version AS current, h.state, d.hash, h.channel, h.scheduled_at, h.expires_at,
    (SELECT jsonb_agg(g ->> 'name') FROM jsonb_array_elements(d.guards) AS g WHERE g -> 'pass' = 'false') AS failing,
    coalesce(d.version = h.version AND h.state = 'waiting' AND d.passes AND d.hash = w.hash AND h.expires_at > $9::timestamptz, false) AS fits
  FROM wanted AS w LEFT JOIN drafts AS d ON d.id = w.draft_id LEFT JOIN held AS h ON h.id = d.plan_id
), moved AS (
  UPDATE content_plans AS p SET state = $10 FROM judged AS j WHERE j.fits AND p.id = j.plan_id
  RETURNING j.draft_id, j.plan_id, j.hash, j.apr, j.evt, j.aud
), written AS (
  INSERT INTO approvals (id, draft_id, plan_id, hash, decision, reviewer, via, reason, at)
  SELECT apr, draft_id, plan_id, hash, $11, $12, $13, $14::text, $15::timestamptz FROM moved
), told AS (
  INSERT INTO events (id, name, source, external_id, data, created_at)
  SELECT evt, 'draft.approved', 'operator', 'approved:' || draft_id, jsonb_build_object('id', draft_id, 'plan', plan_id), $16::timestamptz
  FROM moved WHERE $17
  RETURNING id
), audited AS (
  INSERT INTO audit_log (id, at, actor, action, subject, detail)
  SELECT aud, $18::timestamptz, $19, $20, draft_id,
    jsonb_build_object('plan', plan_id, 'hash', hash, 'reviewer', $21::text, 'via', $22::text, 'reason', $23::text) FROM moved
)
SELECT j.draft_id, j.plan_id, j.version, j.current, j.state, j.hash, j.channel, j.scheduled_at, j.expires_at, j.failing, j.evt,
  EXISTS (SELECT 1 FROM moved AS m WHERE m.draft_id = j.draft_id) AS done,
  (SELECT jsonb_build_object('decision', a.decision, 'reviewer', a.reviewer, 'via', a.via, 'at', a.at)
    FROM approvals AS a WHERE a.draft_id = j.draft_id ORDER BY a.at DESC, a.id DESC LIMIT 1) AS decided
FROM judged AS j;

-- decideDrafts
WITH 
wanted AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($1::jsonb) AS w (draft_id text, hash text, apr text, evt text, aud text)), held AS MATERIALIZED (
  SELECT p.id, p.state, p.version, p.expires_at, p.scheduled_at, p.channel FROM content_plans AS p
  WHERE p.id IN (SELECT d.plan_id FROM wanted AS w JOIN drafts AS d ON d.id = w.draft_id)
  ORDER BY p.id FOR UPDATE
), judged AS MATERIALIZED (
  SELECT w.draft_id, w.apr, w.evt, w.aud, d.plan_id, d.version, h.version AS current, h.state, d.hash, h.channel, h.scheduled_at, h.expires_at,
    (SELECT jsonb_agg(g ->> 'name') FROM jsonb_array_elements(d.guards) AS g WHERE g -> 'pass' = 'false') AS failing,
    coalesce(d.version = h.version AND h.state = 'waiting' AND d.passes AND d.hash = w.hash AND h.expires_at > $2::timestamptz, false) AS fits
  FROM wanted AS w LEFT JOIN drafts AS d ON d.id = w.draft_id LEFT JOIN held AS h ON h.id = d.plan_id
), moved AS (
  UPDATE content_plans AS p SET state = $3 FROM judged AS j WHERE j.fits AND p.id = j.plan_id
  RETURNING j.draft_id, j.plan_id, j.hash, j.apr, j.evt, j.aud
), written AS (
  INSERT INTO approvals (id, draft_id, plan_id, hash, decision, reviewer, via, reason, at)
  SELECT apr, draft_id, plan_id, hash, $4, $5, $6, $7::text, $8::timestamptz FROM moved
), told AS (
  INSERT INTO events (id, name, source, external_id, data, created_at)
  SELECT evt, 'draft.approved', 'operator', 'approved:' || draft_id, jsonb_build_object('id', draft_id, 'plan', plan_id), $9::timestamptz
  FROM moved WHERE $10
  RETURNING id
), audited AS (
  INSERT INTO audit_log (id, at, actor, action, subject, detail)
  SELECT aud, $11::timestamptz, $12, $13, draft_id,
    jsonb_build_object('plan', plan_id, 'hash', hash, 'reviewer', $14::text, 'via', $15::text, 'reason', $16::text) FROM moved
)
SELECT j.draft_id, j.plan_id, j.version, j.current, j.state, j.hash, j.channel, j.scheduled_at, j.expires_at, j.failing, j.evt,
  EXISTS (SELECT 1 FROM moved AS m WHERE m.draft_id = j.draft_id) AS done,
  (SELECT jsonb_build_object('decision', a.decision, 'reviewer', a.reviewer, 'via', a.via, 'at', a.at)
    FROM approvals AS a WHERE a.draft_id = j.draft_id ORDER BY a.at DESC, a.id DESC LIMIT 1) AS decided
FROM judged AS j;

-- deleteSpent
WITH ended AS (
  DELETE FROM sessions WHERE least(expires_at, revoked_at) < $1::timestamptz RETURNING id
), tried AS (
  DELETE FROM sign_in_attempts WHERE scope <> 'all' AND coalesce(attempts[cardinality(attempts)], '-infinity') < $2::timestamptz RETURNING scope
), late AS (
  DELETE FROM user_interactions WHERE at < $3::timestamptz RETURNING user_id
)
SELECT (SELECT count(*)::int FROM ended) AS sessions, (SELECT count(*)::int FROM tried) AS attempts, (SELECT count(*)::int FROM late) AS interactions;

-- deleteWebhookEndpoint
WITH gone AS (
  UPDATE webhook_endpoints SET state = 'deleted', disabled_why = NULL, url = 'https://deleted.invalid/', description = '', changed_at = $1::timestamptz
  WHERE id = $2 AND state <> 'deleted' AND ($3::text IS NULL OR key_id = $4::text) RETURNING id
), audited AS (
  INSERT INTO audit_log (id, at, actor, action, subject, detail) SELECT $5, $6::timestamptz, $7, 'webhook.deleted', id, '{}' FROM gone
)
SELECT id FROM gone;

-- dropPartitions
SELECT name FROM drop_interaction_partitions($1::timestamptz) AS name;

-- expireDelivery
UPDATE deliveries SET lease_until = NULL, tries = tries + 1, failure_code = 'cut-off', failure_detail = NULL,
  state = CASE WHEN part_since IS NOT NULL THEN 'unknown' WHEN tries + 1 >= $1::int THEN 'held' ELSE 'scheduled' END,
  due_at = CASE WHEN part_since IS NULL THEN due_at ELSE $2::timestamptz END
WHERE id = $3 AND state = 'sending' AND lease_until <= $4::timestamptz
RETURNING id;

-- expirePlans
WITH over AS (
  SELECT id FROM content_plans WHERE expires_at <= $1::timestamptz AND state IN ('planned', 'checking', 'blocked', 'waiting', 'approved') ORDER BY id FOR UPDATE
), ended AS (
  UPDATE content_plans AS p SET state = 'expired' FROM over WHERE p.id = over.id RETURNING p.id
), cancelled AS (
  UPDATE deliveries AS dl SET state = 'cancelled', ended_at = $2::timestamptz, failure_code = 'expired', failure_detail = NULL FROM ended
  WHERE dl.plan_id = ended.id AND dl.state = 'scheduled' AND jsonb_array_length(dl.receipts) = 0
  RETURNING dl.id
)
SELECT (SELECT count(*) FROM ended)::int AS plans, (SELECT count(*) FROM cancelled)::int AS deliveries;

-- explainScore
SELECT e.score::float8 AS score, e.micro_points::float8 AS "microPoints", to_char(l.window_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "from", to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS until,
  to_char(e.scored_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "scoredAt", coalesce((
    SELECT jsonb_agg(jsonb_build_object('day', p.day, 'code', p.type, 'interactions', p.times, 'microPoints', p.points) ORDER BY p.day DESC, p.type)
    FROM (
      SELECT (i.at AT TIME ZONE 'UTC')::date AS day, i.type, sum(CASE WHEN i.milli_value > 0 THEN 1 ELSE -1 END)::int AS times, (sum(i.milli_value) * coalesce((l.weights ->> i.type::text)::int, (l.weights ->> 'rest')::int))::float8 AS points
      FROM user_interactions AS i WHERE i.user_id = e.user_id AND i.at > l.window_from AND i.at <= l.at AND i.stored_at <= l.at GROUP BY 1, 2
    ) AS p
  ), '[]') AS parts
FROM engagement_scores AS e CROSS JOIN (SELECT at, window_from, weights FROM scorings ORDER BY at DESC LIMIT 1) AS l
WHERE e.user_id = $1::bigint;

-- failRun
    WITH attempted AS (
      UPDATE runs SET state = $1, lease_until = NULL, retry_at = $2::timestamptz,
        finished_at = $3::timestamptz,
        error_code = $4, error_detail = $5, 
wall_ms = $6::int, statements = $7::int, rows_read = $8::int,
database_ms = $9::int, calls = $10::int, retries = $11::int,
tokens = $12::int, micro_usd = $13::bigint
      WHERE id = $14 AND attempt = $15::int AND state = 'running'
      RETURNING id, agent, state
    ), counted AS (
      INSERT INTO run_stats AS s (grain, period_start, agent, succeeded, bucket, runs, wall_ms)
      SELECT grain, date_trunc(grain, $16::timestamptz, 'UTC'), agent, $17::boolean, $18::smallint, 1, $19::bigint
      FROM (SELECT agent FROM attempted WHERE state <> 'waiting') AS run CROSS JOIN (VALUES ('day'), ('hour')) AS kept (grain) ORDER BY grain
      ON CONFLICT (grain, period_start, agent, succeeded, bucket) DO UPDATE SET runs = s.runs + 1, wall_ms = s.wall_ms + excluded.wall_ms
    )
    SELECT id FROM attempted;

-- findApiKey
SELECT id, to_json(scopes) AS scopes, plan, source, events_per_minute,
  least(expires_at, CASE WHEN previous_hash = $1 THEN previous_until END) AS until
FROM api_keys
WHERE (secret_hash = $2 OR (previous_hash = $3 AND previous_until > $4::timestamptz))
  AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $5::timestamptz);

-- findApproved
SELECT p.id AS "planId", d.id AS "draftId", d.channel, d.format, d.language, d.title, d.parts, d.alt, d.scheduled_at AS "scheduledAt",
  CASE WHEN m.hash IS NOT NULL THEN jsonb_build_object('hash', m.hash, 'contentType', m.content_type, 'bytes', m.bytes) END AS picture
FROM drafts AS d
JOIN content_plans AS p ON p.id = d.plan_id AND p.version = d.version AND p.state = 'approved' AND p.expires_at > $1::timestamptz
JOIN approvals AS a ON a.draft_id = d.id AND a.hash = d.hash AND a.decision = 'approved'
LEFT JOIN media AS m ON m.hash = d.media_hash
WHERE d.id = $2;

-- findButton
SELECT r.draft_id, d.hash, r.reviewer, r.used_update::text AS used_update, r.used_at IS NOT NULL AS used, r.expires_at
FROM review_requests AS r JOIN drafts AS d ON d.id = r.draft_id WHERE r.secret_hash = $1;

-- findDelivery
select "id", "plan_id", "draft_id", "channel", "payload", "parts", "state", "scheduled_at", "due_at", "receipts", "attempt", "tries", "lease_until", "part_since", "failure_code", "failure_detail", "created_at", "ended_at" from "deliveries" where "deliveries"."id" = $1 limit $2;

-- findEditBase
select "drafts"."channel", "drafts"."format", "drafts"."title", "drafts"."needs_picture", "content_plans"."expires_at" from "drafts" inner join "content_plans" on "content_plans"."id" = "drafts"."plan_id" where "drafts"."id" = $1 limit $2;

-- findEngagedPerson
SELECT u.id::float8 AS id, u.tier, e.score::float8 AS score, e.micro_points::float8 AS "microPoints", e.interactions,
to_char(e.last_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "lastAt", to_char(e.scored_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "scoredAt",
(SELECT coalesce(jsonb_agg(jsonb_build_object('platform', platform, 'id', external_id) ORDER BY platform), '[]') FROM user_identities WHERE user_id = u.id) AS accounts FROM engagement_scores AS e JOIN community_users AS u ON u.id = e.user_id WHERE e.user_id = $1::bigint;

-- findInsight
select "insights"."id", "insights"."key", "insights"."run_id", "insights"."asset", "insights"."type", "insights"."direction", "insights"."headline", "insights"."made_at", "insights"."probability", "insights"."horizon_hours", "insights"."deadline", "insights"."statement", "insights"."statement_text", "insights"."reasons", "evidence"."insight_id", "evidence"."ordinal", "evidence"."kind", "evidence"."ref", "evidence"."label", "evidence"."value", "evidence"."unit", "evidence"."observed_at", "evidence"."source" from "insights" left join "evidence" on "evidence"."insight_id" = "insights"."id" where "insights"."id" = $1 order by "evidence"."ordinal" asc;

-- findInsightPlace
select "id" from "insights" where "insights"."id" = $1;

-- findLacking
SELECT r.output -> 'lacking' AS lacking, r.finished_at AS at
FROM (SELECT id, output, finished_at FROM runs WHERE agent = 'publishing' ORDER BY id DESC LIMIT $1::int) AS r
WHERE r.output -> 'lacking' IS NOT NULL AND r.finished_at IS NOT NULL
ORDER BY r.id DESC LIMIT 1;

-- findMediaOfSpec
select "hash" from "media" where "media"."spec_hash" = $1;

-- findModelReply
select "reply" from "model_replies" where ("model_replies"."run_key" = $1 and "model_replies"."prompt_hash" = $2);

-- findNextCandleAsset
select "asset" from "candles" where "candles"."asset" > $1 order by "candles"."asset" asc limit $2;

-- findNextQuoteAsset
select "asset" from "quotes" where "quotes"."asset" > $1 order by "quotes"."asset" asc limit $2;

-- findPersonRequest
SELECT name, data FROM events WHERE id = $1;

-- findPictureOrder
SELECT jsonb_build_object('id', p.id, 'kind', p.kind, 'asset', p.asset, 'channel', p.channel, 'format', p.format, 'language', p.language, 'voice', p.voice,
    'disclosure', p.disclosure, 'scheduledAt', p.scheduled_at, 'expiresAt', p.expires_at, 'createdAt', p.created_at, 'version', p.version, 'state', p.state) AS plan, jsonb_build_object('id', d.id, 'version', d.version, 'author', d.author, 'format', d.format, 'title', d.title, 'parts', d.parts, 'alt', d.alt,
    'needsPicture', d.needs_picture, 'mediaHash', d.media_hash, 'scheduledAt', d.scheduled_at, 'passes', d.passes, 'hash', d.hash) AS draft,
  jsonb_build_object('asset', i.asset, 'type', i.type, 'direction', i.direction, 'headline', i.headline, 'madeAt', i.made_at,
    'probability', i.probability, 'horizonHours', i.horizon_hours, 'deadline', i.deadline, 'statement', i.statement, 'statementText', i.statement_text, 'reasons', i.reasons,
    'evidence', coalesce((
      SELECT jsonb_agg(jsonb_build_object('kind', e.kind, 'ref', e.ref, 'label', e.label, 'value', e.value::text, 'unit', e.unit, 'observedAt', e.observed_at,
        -- Two exchanges that agree are both the row's source.
        'source', CASE WHEN c.agreement = 'agreed' AND c.checked_at <= $1::timestamptz THEN c.source || '+' || c.second_source ELSE e.source END,
        'agreementNow', CASE WHEN e.kind = 'candle' THEN CASE WHEN c.checked_at <= $2::timestamptz THEN c.agreement ELSE 'single' END
          WHEN e.kind = 'quote' THEN coalesce(q.agreement, 'single') END,
        'valueNow', CASE e.kind WHEN 'quote' THEN q.price WHEN 'sentiment' THEN s.value WHEN 'story' THEN n.polarity
          ELSE CASE WHEN e.unit = 'asset_units' THEN c.volume WHEN e.label LIKE '% open %' THEN c.open ELSE c.close END END::text) ORDER BY e.ordinal)
      FROM evidence e
      LEFT JOIN candles c ON e.kind = 'candle' AND c.asset = split_part(e.ref, '/', 1)
        AND c.open_time = CASE WHEN e.kind = 'candle' THEN nullif(split_part(e.ref, '/', 2), '')::timestamptz END
      LEFT JOIN quotes q ON e.kind = 'quote' AND q.asset = split_part(e.ref, '/', 1)
        AND q.observed_at = CASE WHEN e.kind = 'quote' THEN nullif(split_part(e.ref, '/', 2), '')::timestamptz END
      LEFT JOIN sentiment_readings s ON e.kind = 'sentiment' AND s.subject = split_part(e.ref, '/', 2) AND s.source = split_part(e.ref, '/', 1)
        AND s.observed_at = CASE WHEN e.kind = 'sentiment' THEN nullif(split_part(e.ref, '/', 3), '')::timestamptz END
      LEFT JOIN news_stories n ON e.kind = 'story' AND n.id = e.ref
      WHERE e.insight_id = i.id), '[]')) AS insight,
  coalesce((
    SELECT jsonb_agg(jsonb_build_object('openTime', c.open_time, 'close', c.close::text, 'volume', c.volume::text) ORDER BY c.open_time)
    FROM candles c
    WHERE c.asset = i.asset AND c.open_time >= i.made_at - interval '33 days' AND c.open_time < i.made_at AND c.known_at <= $3::timestamptz
      AND NOT (c.agreement = 'disputed' AND c.checked_at <= $4::timestamptz)), '[]') AS candles,
  coalesce((
    SELECT jsonb_agg(jsonb_build_object('source', s.source, 'subject', s.subject, 'observedAt', s.observed_at, 'value', s.value::text) ORDER BY s.observed_at)
    FROM (SELECT DISTINCT split_part(e.ref, '/', 1) AS source, split_part(e.ref, '/', 2) AS subject FROM evidence e WHERE e.insight_id = i.id AND e.kind = 'sentiment') AS cited
    JOIN sentiment_readings s ON s.subject = cited.subject AND s.source = cited.source
    WHERE s.observed_at >= i.made_at - interval '30 days' AND s.observed_at <= i.made_at AND s.known_at <= $5::timestamptz), '[]') AS readings,
  coalesce((
    SELECT jsonb_agg(jsonb_build_object('id', n.id, 'firstSeenAt', n.first_seen_at, 'polarity', n.polarity) ORDER BY n.first_seen_at)
    FROM news_stories n
    WHERE i.type = 'news_impact' AND n.assets @> ARRAY[i.asset] AND n.first_seen_at >= i.made_at - interval '2 days' AND n.first_seen_at <= i.made_at), '[]') AS stories
FROM drafts d JOIN content_plans p ON p.id = d.plan_id JOIN insights i ON i.id = p.insight_id
WHERE d.id = $6;

-- findPlanFile
SELECT to_jsonb(p) - 'key' - 'insight_id' AS plan, to_jsonb(i) - 'key' - 'statement' AS insight,
  (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.ordinal), '[]') FROM (
  SELECT e.ordinal, e.kind, e.ref, e.label, e.value::text AS value, e.unit, e.observed_at, e.source, 
    CASE e.kind
      WHEN 'candle' THEN CASE WHEN e.unit = 'asset_units' THEN c.volume WHEN e.label LIKE '% open %' THEN c.open ELSE c.close END
      WHEN 'quote' THEN CASE WHEN e.unit = 'asset_units' THEN q.volume_24h ELSE q.price END
      WHEN 'story' THEN CASE WHEN e.unit = 'count' THEN cardinality(s.sources)::numeric ELSE s.polarity END
      ELSE CASE WHEN e.unit = 'count' THEN r.count::numeric ELSE r.value END
    END::text AS value_now,
    coalesce(c.agreement, q.agreement) AS agreement_now
  FROM evidence AS e
  LEFT JOIN candles AS c ON e.kind = 'candle' AND c.asset = split_part(e.ref, '/', 1)
    AND c.open_time = 
      CASE WHEN e.kind = 'candle' AND e.ref ~ '/\d{4}-\d\d-\d\dT[0-9:.]+Z$' THEN split_part(e.ref, '/', 2)::timestamptz END
  LEFT JOIN quotes AS q ON e.kind = 'quote' AND q.asset = split_part(e.ref, '/', 1)
    AND q.observed_at = 
      CASE WHEN e.kind = 'quote' AND e.ref ~ '/\d{4}-\d\d-\d\dT[0-9:.]+Z$' THEN split_part(e.ref, '/', 2)::timestamptz END
  LEFT JOIN news_stories AS s ON e.kind = 'story' AND s.id = e.ref
  LEFT JOIN sentiment_readings AS r ON e.kind = 'sentiment' AND r.source = split_part(e.ref, '/', 1) AND r.subject = split_part(e.ref, '/', 2)
    AND r.observed_at = 
      CASE WHEN e.kind = 'sentiment' AND e.ref ~ '/\d{4}-\d\d-\d\dT[0-9:.]+Z$' THEN split_part(e.ref, '/', 3)::timestamptz END
  WHERE e.insight_id = p.insight_id) AS t) AS evidence,
  (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.version), '[]') FROM (SELECT * FROM drafts AS d WHERE d.plan_id = p.id) AS t) AS versions,
  (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.at, t.id), '[]') FROM (SELECT * FROM approvals AS a WHERE a.plan_id = p.id) AS t) AS verdicts,
  to_jsonb(y) - 'payload' AS delivery, to_jsonb(x) AS post,
  (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.band_hours), '[]') FROM (SELECT * FROM post_readings AS r WHERE r.post_id = x.id) AS t) AS readings,
  (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.at, t.id), '[]') FROM (SELECT l.id, l.at, l.scope, l.what, l.micro_usd FROM ledger AS l WHERE l.plan_id = p.id) AS t) AS ledger,
  (SELECT jsonb_build_object('plan_id', o.plan_id, 'channel', o.channel, 'published_at', o.published_at)
    FROM published_content AS o WHERE o.id = p.about_post_id) AS about,
  (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM (SELECT f.id, f.kind, f.channel, f.state FROM content_plans AS f WHERE f.about_post_id = x.id) AS t) AS followers,
  (SELECT coalesce(jsonb_agg(scope ORDER BY scope), '[]') FROM switches WHERE is_on) AS switches,
  (SELECT w.id FROM content_plans AS w WHERE w.state = 'waiting' AND w.id <> p.id ORDER BY w.scheduled_at LIMIT 1) AS next_waiting
FROM content_plans AS p
JOIN insights AS i ON i.id = p.insight_id
LEFT JOIN deliveries AS y ON y.plan_id = p.id
LEFT JOIN published_content AS x ON x.plan_id = p.id
WHERE p.id = $1;

-- findPolicyVersion
select "agent", "version", "tunables", "change", "state", "actor", "run_id", "began_at", "decided_at", "verdict", "ended_at" from "policy_versions" where ("policy_versions"."agent" = $1 and "policy_versions"."version" = $2);

-- findPost
select "published_content"."id", "published_content"."tier", "published_content"."channel", "published_content"."url", "published_content"."published_at", "published_content"."insight_id", "published_content"."format", "drafts"."language", "drafts"."title", "drafts"."parts", "drafts"."alt", "drafts"."media_hash", "media"."bytes", "published_content"."asset", "published_content"."topic", "published_content"."insight_type", "correction"."id", "correction"."published_at", (
SELECT coalesce(jsonb_agg(jsonb_build_object('ageHours', band_hours, 'observedAt', observed_at, 'state', state, 'impressions', impressions, 'likes', likes,
  'replies', replies, 'reposts', reposts, 'quotes', quotes, 'bookmarks', bookmarks) ORDER BY band_hours), '[]')
FROM post_readings WHERE post_id = "published_content"."id"), "drafts"."claims", "drafts"."hash", "drafts"."author", "approvals"."via", "approvals"."at" from "published_content" inner join "drafts" on "drafts"."id" = "published_content"."draft_id" left join "approvals" on "approvals"."draft_id" = "published_content"."draft_id" left join "media" on "media"."hash" = "drafts"."media_hash" left join "published_content" "correction" on "correction"."plan_id" = "published_content"."corrected_by" where (("published_content"."tier" = $1 and "published_content"."removed_at" is null) and "published_content"."id" = $2);

-- findPostPlace
select "published_at", "id" from "published_content" where ("published_content"."id" = $1 and "published_content"."tier" = $2);

-- findReview
SELECT d.id AS "draftId", d.plan_id AS "planId", d.version, p.version AS current, p.state, p.kind, p.asset, p.tier, p.priority::float8 AS priority,
  p.expires_at AS "expiresAt", d.scheduled_at AS "scheduledAt", d.author, d.channel, d.format, d.language, d.title, d.parts, d.alt, d.claims, d.hash,
  coalesce(d.guards, '[]') AS guards,
  coalesce((SELECT jsonb_agg(jsonb_build_object('label', e.label, 'source', e.source, 'observedAt', e.observed_at) ORDER BY e.ordinal)
    FROM evidence AS e WHERE e.insight_id = p.insight_id), '[]') AS evidence,
  (SELECT a.reviewer FROM approvals AS a WHERE a.draft_id = d.id AND a.decision = 'approved') AS "approvedBy",
  coalesce((SELECT jsonb_object_agg(c.name, c.times) FROM (
    SELECT substr(reviewer, 6) AS name, count(*) AS times FROM approvals WHERE via = 'rule' AND at >= $1::timestamptz GROUP BY reviewer) AS c), '{}') AS "byRules"
FROM drafts AS d JOIN content_plans AS p ON p.id = d.plan_id
WHERE d.id = $2;

-- findRun
select "id", "agent", "key", "slot", "trigger", "input", "state", "attempt", "moment", "started_at", "lease_until", "retry_at", "finished_at", "wall_ms", "statements", "rows_read", "database_ms", "calls", "retries", "tokens", "micro_usd", "output", "error_code", "error_detail", "policy_version" from "runs" where "runs"."id" = $1;

-- findSession
select "id", "expires_at" from "sessions" where ("sessions"."token_hash" = $1 and "sessions"."revoked_at" is null and "sessions"."expires_at" > $2);

-- findSnapshot
SELECT id, period, to_char(starts_on, 'YYYY-MM-DD') AS "startsOn", to_char(ends_before, 'YYYY-MM-DD') AS "endsBefore", figures FROM performance_snapshots WHERE id = $1;

-- findStory
SELECT s.id, s.title, s.assets, s.polarity::float8 AS polarity, s.sources, s.first_seen_at, s.last_seen_at, (
SELECT coalesce(jsonb_agg(jsonb_build_object('source', a.source, 'title', a.title, 'url', a.url, 'published_at', a.published_at, 'known_at', a.known_at, 'polarity', a.polarity)
  ORDER BY a.known_at, a.id), '[]')
FROM news_articles a WHERE a.story_id = s.id) AS articles FROM news_stories s WHERE s.id = $1;

-- findTokens
select "sealed", "version" from "channel_tokens" where "channel_tokens"."channel" = $1 limit $2;

-- findWebhookEndpoint
SELECT e.id, e.key_id AS "keyId", e.url, e.description, e.events, e.state, e.disabled_why AS "disabledWhy", e.secret_version AS "secretVersion",
e.previous_until AS "previousUntil", e.created_at AS "createdAt", e.changed_at AS "changedAt", e.failing_since AS "failingSince", e.last_ok_at AS "lastOkAt",
(SELECT count(*) FROM webhook_messages AS m WHERE m.endpoint_id = e.id AND m.state = 'waiting')::int AS waiting FROM webhook_endpoints AS e WHERE e.id = $1 AND e.state <> 'deleted' AND ($2::text IS NULL OR key_id = $3::text);

-- findWebhookMessage
SELECT m.type, m.state FROM webhook_messages AS m JOIN webhook_endpoints AS e ON e.id = m.endpoint_id
WHERE m.endpoint_id = $1 AND m.id = $2 AND e.state <> 'deleted' AND ($3::text IS NULL OR key_id = $4::text);

-- findWritingOrder
SELECT jsonb_build_object('id', p.id, 'kind', p.kind, 'asset', p.asset, 'channel', p.channel, 'format', p.format, 'language', p.language, 'voice', p.voice,
    'disclosure', p.disclosure, 'scheduledAt', p.scheduled_at, 'expiresAt', p.expires_at, 'createdAt', p.created_at, 'version', p.version, 'state', p.state) AS plan,
  jsonb_build_object('asset', i.asset, 'type', i.type, 'direction', i.direction, 'headline', i.headline, 'madeAt', i.made_at,
    'probability', i.probability, 'horizonHours', i.horizon_hours, 'deadline', i.deadline, 'statement', i.statement, 'statementText', i.statement_text, 'reasons', i.reasons,
    'evidence', coalesce((
      SELECT jsonb_agg(jsonb_build_object('kind', e.kind, 'ref', e.ref, 'label', e.label, 'value', e.value::text, 'unit', e.unit, 'observedAt', e.observed_at,
        -- Two exchanges that agree are both the row's source.
        'source', CASE WHEN c.agreement = 'agreed' AND c.checked_at <= $1::timestamptz THEN c.source || '+' || c.second_source ELSE e.source END,
        'agreementNow', CASE WHEN e.kind = 'candle' THEN CASE WHEN c.checked_at <= $2::timestamptz THEN c.agreement ELSE 'single' END
          WHEN e.kind = 'quote' THEN coalesce(q.agreement, 'single') END,
        'valueNow', CASE e.kind WHEN 'quote' THEN q.price WHEN 'sentiment' THEN s.value WHEN 'story' THEN n.polarity
          ELSE CASE WHEN e.unit = 'asset_units' THEN c.volume WHEN e.label LIKE '% open %' THEN c.open ELSE c.close END END::text) ORDER BY e.ordinal)
      FROM evidence e
      LEFT JOIN candles c ON e.kind = 'candle' AND c.asset = split_part(e.ref, '/', 1)
        AND c.open_time = CASE WHEN e.kind = 'candle' THEN nullif(split_part(e.ref, '/', 2), '')::timestamptz END
      LEFT JOIN quotes q ON e.kind = 'quote' AND q.asset = split_part(e.ref, '/', 1)
        AND q.observed_at = CASE WHEN e.kind = 'quote' THEN nullif(split_part(e.ref, '/', 2), '')::timestamptz END
      LEFT JOIN sentiment_readings s ON e.kind = 'sentiment' AND s.subject = split_part(e.ref, '/', 2) AND s.source = split_part(e.ref, '/', 1)
        AND s.observed_at = CASE WHEN e.kind = 'sentiment' THEN nullif(split_part(e.ref, '/', 3), '')::timestamptz END
      LEFT JOIN news_stories n ON e.kind = 'story' AND n.id = e.ref
      WHERE e.insight_id = i.id), '[]')) AS insight,
  (SELECT jsonb_build_object('id', d.id, 'version', d.version, 'author', d.author, 'format', d.format, 'title', d.title, 'parts', d.parts, 'alt', d.alt,
      'needsPicture', d.needs_picture, 'mediaHash', d.media_hash, 'scheduledAt', d.scheduled_at, 'passes', d.passes)
    FROM drafts d WHERE d.plan_id = p.id AND CASE WHEN $3::text IS NULL THEN d.version = 1 ELSE d.id = $4::text END) AS draft,
  (SELECT jsonb_build_object('id', o.id, 'channel', o.channel, 'publishedAt', o.published_at) FROM published_content o WHERE o.id = p.about_post_id) AS about,
  (SELECT jsonb_build_object('close', c.close::text, 'closedAt', c.open_time + interval '1 hour', 'agreement', CASE WHEN c.checked_at <= $5::timestamptz THEN c.agreement ELSE 'single' END)
    FROM candles c
    WHERE p.kind = 'repurpose' AND c.asset = i.asset AND c.open_time >= i.made_at - interval '1 hour' AND c.open_time < i.deadline AND c.known_at <= $6::timestamptz
      AND (i.statement->>'kind' = 'move_at_least' OR c.open_time = i.deadline - interval '1 hour') AND c.open_time + interval '1 hour' > i.made_at
    ORDER BY abs(c.close / (i.statement->>'level')::numeric - 1) DESC LIMIT 1) AS outcome,
  coalesce((
    SELECT jsonb_agg(r.said ORDER BY r.created_at DESC) FROM (
      SELECT d.created_at, (SELECT string_agg(part.said, chr(10) ORDER BY part.place) FROM jsonb_array_elements_text(d.parts) WITH ORDINALITY AS part (said, place)) AS said
      FROM drafts d JOIN content_plans o ON o.id = d.plan_id AND o.version = d.version
      WHERE d.channel = p.channel AND d.created_at > $7::timestamptz AND d.created_at <= $8::timestamptz AND d.plan_id <> p.id
        AND o.state IN ('checking', 'waiting', 'approved', 'released')
      ORDER BY d.created_at DESC LIMIT $9) AS r), '[]') AS recent
FROM content_plans p JOIN insights i ON i.id = p.insight_id
WHERE p.id = $10;

-- finishRun
    WITH finished AS (
      UPDATE runs SET state = 'succeeded', lease_until = NULL, finished_at = $1::timestamptz,
        output = $2::jsonb, 
wall_ms = $3::int, statements = $4::int, rows_read = $5::int,
database_ms = $6::int, calls = $7::int, retries = $8::int,
tokens = $9::int, micro_usd = $10::bigint
      WHERE id = $11 AND attempt = $12::int AND state = 'running'
      RETURNING id, agent
    ), counted AS (
      INSERT INTO run_stats AS s (grain, period_start, agent, succeeded, bucket, runs, wall_ms)
      SELECT grain, date_trunc(grain, $13::timestamptz, 'UTC'), agent, $14::boolean, $15::smallint, 1, $16::bigint
      FROM (SELECT agent FROM finished) AS run CROSS JOIN (VALUES ('day'), ('hour')) AS kept (grain) ORDER BY grain
      ON CONFLICT (grain, period_start, agent, succeeded, bucket) DO UPDATE SET runs = s.runs + 1, wall_ms = s.wall_ms + excluded.wall_ms
    ), emitted AS (
      INSERT INTO events (id, name, source, external_id, data, run_id, created_at)
      SELECT e.id, e.name, $17, e.external_id, e.data, finished.id, $18::timestamptz
      FROM finished, jsonb_to_recordset($19::jsonb) AS e (id text, name text, external_id text, data jsonb)
      ON CONFLICT (source, external_id) DO NOTHING
      RETURNING id, name, data
    )
    SELECT emitted.id, emitted.name, emitted.data FROM finished LEFT JOIN emitted ON true;

-- forgetPerson
WITH done AS MATERIALIZED (SELECT forget_person($1, $2, $3::timestamptz) AS answer),
  told AS (UPDATE events SET data = '{}' WHERE id = $4 AND data <> '{}'),
  asked AS (UPDATE runs SET input = jsonb_build_object('event', $5::text) WHERE id = $6)
SELECT answer FROM done;

-- getAssetState
LECT
(SELECT jsonb_build_object('observed_at', observed_at, 'price', price::text, 'change_pct_24h', change_pct_24h::text, 'agreement', agreement, 'state', state,
    'source', source, 'second_source', second_source, 'deviation_bps', deviation_bps::text)
  FROM quotes WHERE asset = $1 ORDER BY observed_at DESC LIMIT 1) AS quote,
(SELECT open_time FROM candles WHERE asset = $2 ORDER BY open_time ASC LIMIT 1) AS "firstOpen", (SELECT open_time FROM candles WHERE asset = $3 ORDER BY open_time DESC LIMIT 1) AS "lastOpen",
(SELECT id FROM insights WHERE asset = $4 ORDER BY id DESC LIMIT 1) AS "newestInsight",
(SELECT id FROM published_content WHERE asset = $5 AND tier = 'public' AND removed_at IS NULL ORDER BY published_at DESC, id DESC LIMIT 1) AS "newestPost";

-- getDueWork
LECT
coalesce((SELECT json_agg(json_build_object('agent', agent, 'slot', slot, 'state', state, 'moment', moment)) FROM runs WHERE slot >= $1::timestamptz), '[]') AS slots,
coalesce((SELECT jsonb_agg(jsonb_build_object('agent', agent, 'trigger', trigger, 'input', input)) FROM (
  SELECT agent, trigger, input FROM runs
  WHERE ((state = 'running' AND lease_until <= $2::timestamptz) OR (state = 'waiting' AND retry_at <= $3::timestamptz))
    AND NOT EXISTS (SELECT 1 FROM switches WHERE scope = 'stop:agent:' || runs.agent AND is_on)
  ORDER BY started_at LIMIT 100) AS o), '[]') AS overdue,
coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'name', name, 'data', data)) FROM (
  SELECT id, name, data FROM events
  WHERE dispatched_at IS NULL AND created_at <= $4::timestamptz
  ORDER BY created_at LIMIT 100) AS e), '[]') AS events,
coalesce((SELECT received_at <= $5::timestamptz FROM event_inbox ORDER BY id LIMIT 1), false) AS left,
least(
  (SELECT min(coalesce(lease_until, retry_at)) FROM runs WHERE state IN ('running', 'waiting') AND coalesce(lease_until, retry_at) <= $6::timestamptz
    AND NOT EXISTS (SELECT 1 FROM switches WHERE scope = 'stop:agent:' || runs.agent AND is_on)),
  (SELECT created_at FROM events WHERE dispatched_at IS NULL ORDER BY created_at LIMIT 1),
  (SELECT received_at FROM event_inbox ORDER BY id LIMIT 1)) AS waits_since,
coalesce((SELECT jsonb_agg(substr(scope, 12) ORDER BY scope) FROM switches WHERE is_on AND starts_with(scope, 'stop:agent:')), '[]') AS stopped;

-- getGauges
WITH counted AS (
  SELECT agent, state, count(*)::int AS count FROM (
    SELECT agent, state FROM runs WHERE state IN ('running', 'waiting')
    UNION ALL SELECT agent, state FROM (SELECT agent, state, started_at FROM runs WHERE state = 'dead' ORDER BY id DESC LIMIT 100) AS d
      WHERE started_at >= $1::timestamptz - interval '24 hours'
  ) AS r GROUP BY agent, state
), ended AS (
  SELECT agent, succeeded, sum(runs)::int AS count FROM run_stats
  WHERE grain = 'day' AND period_start = date_trunc('day', $2::timestamptz, 'UTC') GROUP BY agent, succeeded
)
SELECT
  coalesce((SELECT jsonb_agg(to_jsonb(c) ORDER BY agent, state) FROM counted AS c), '[]') AS runs,
  coalesce((SELECT jsonb_agg(to_jsonb(e) ORDER BY agent, succeeded) FROM ended AS e), '[]') AS ended,
  coalesce((SELECT jsonb_agg(jsonb_build_object('scope', scope, 'micro_usd', micro_usd) ORDER BY scope)
    FROM spend WHERE day = ($3::timestamptz AT TIME ZONE 'UTC')::date), '[]') AS spend,
  coalesce((SELECT jsonb_agg(jsonb_build_object('source', source, 'failures', consecutive_failures) ORDER BY source) FROM source_states), '[]') AS sources,
  (SELECT round(greatest(0, extract(epoch FROM $4::timestamptz - created_at)), 3)::float8 FROM events WHERE dispatched_at IS NULL ORDER BY created_at LIMIT 1) AS event_age_s,
  (SELECT round(greatest(0, extract(epoch FROM $5::timestamptz - received_at)), 3)::float8 FROM event_inbox ORDER BY id LIMIT 1) AS inbox_age_s,
  (SELECT round(greatest(0, extract(epoch FROM $6::timestamptz - started_at)), 3)::float8 FROM runs ORDER BY id DESC LIMIT 1) AS run_age_s;

-- getInboxDepth
SELECT count(*)::float8 AS requests, coalesce(sum(jsonb_array_length(events)), 0)::float8 AS events, to_char(min(received_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS since
FROM (SELECT events, received_at FROM event_inbox ORDER BY id LIMIT $1::int) AS oldest;

-- getKpis
LECT jsonb_build_object(
'insights', (SELECT jsonb_build_object('day', count(*) FILTER (WHERE made_at > $1::timestamptz), 'week', count(*)) FROM insights WHERE made_at > $2::timestamptz),
'published', (SELECT jsonb_build_object('day', count(*) FILTER (WHERE published_at > $3::timestamptz), 'week', count(*))
  FROM published_content WHERE published_at > $4::timestamptz),
'readings', (SELECT CASE WHEN sum(posts) > 0 THEN jsonb_build_object('posts', sum(posts), 'impressions', sum(impressions), 'engagements', sum(engagements),
    'rates', jsonb_build_object('n', sum(rated), 'sum', sum(micro_rates) / 1e6, 'squares', sum(micro_rate_squares) / 1e12)) END
  FROM post_days WHERE band_hours = $5::int AND dimension = 'all' AND day >= $6::date - 7 AND day <= $7::date),
'plansWaiting', (SELECT count(*) FROM content_plans WHERE state = 'waiting'),
'spentToday', coalesce((SELECT micro_usd FROM spend WHERE scope = 'all' AND day = $8::date), 0),
'people', (SELECT jsonb_build_object('day', day, 'all', people, 'active1d', active_1d, 'active7d', active_7d, 'active30d', active_30d)
  FROM audience_days ORDER BY day DESC LIMIT 1)) AS kpis;

-- getVitals
LECT
(SELECT jsonb_build_object('id', id, 'agent', agent, 'state', state, 'started_at', started_at) FROM (SELECT * FROM runs ORDER BY id DESC LIMIT 1) AS r) AS newest_run,
coalesce((SELECT jsonb_agg(jsonb_build_object('source', source, 'failure_code', failure_code, 'consecutive_failures', consecutive_failures) ORDER BY source)
  FROM source_states WHERE consecutive_failures >= $1::int), '[]') AS failing,
(SELECT count(*)::int FROM (SELECT started_at FROM runs WHERE state = 'dead' ORDER BY id DESC LIMIT 100) AS d WHERE d.started_at >= $2::timestamptz) AS dead;

-- getWebhookWork
LECT EXISTS (SELECT 1 FROM events WHERE webhooks_at IS NULL AND name IN ('insight.created', 'post.published')) AS untold,
EXISTS (
  SELECT 1 FROM webhook_endpoints AS e
  WHERE e.state = 'on' AND EXISTS (SELECT 1 FROM webhook_messages AS m WHERE m.endpoint_id = e.id AND m.state = 'waiting' AND m.due_at <= $1::timestamptz)
) AS due,
(SELECT min(due_at) FROM webhook_messages WHERE state = 'waiting' AND due_at > $2::timestamptz) AS next;

-- giveOutEvents
WITH fresh AS (
  SELECT id, name, data, created_at FROM events WHERE webhooks_at IS NULL AND name IN ('insight.created', 'post.published') ORDER BY id LIMIT $1::int FOR UPDATE SKIP LOCKED
), marked AS (
  UPDATE events SET webhooks_at = $2::timestamptz FROM fresh WHERE events.id = fresh.id RETURNING 1
), made AS (
  INSERT INTO webhook_messages (endpoint_id, id, type, occurred_at, data, state, due_at)
  SELECT e.id, 'msg_' || substr(f.id, 5), f.name, f.created_at, f.data, 'waiting', $3::timestamptz
  FROM fresh AS f JOIN webhook_endpoints AS e ON e.state = 'on' AND f.name = ANY (e.events) AND e.created_at <= f.created_at
  WHERE NOT EXISTS (SELECT 1 FROM api_keys AS k WHERE k.id = e.key_id AND (k.revoked_at IS NOT NULL OR k.expires_at <= $4::timestamptz)) AND EXISTS (SELECT 1 FROM switches WHERE is_on AND scope = 'live:' || 'webhook')
  ON CONFLICT (endpoint_id, id) DO NOTHING
  RETURNING 1
)
SELECT (SELECT count(*) FROM marked)::int AS events, (SELECT count(*) FROM made)::int AS messages;

-- insertApiKey
WITH made AS (
  INSERT INTO api_keys (id, name, secret_hash, last_four, scopes, plan, source, events_per_minute, created_at, expires_at)
  VALUES ($1, $2, $3, $4, string_to_array($5, ','), $6, $7, $8::int, $9::timestamptz, $10::timestamptz)
  RETURNING id, name, scopes, plan, source, expires_at
)
INSERT INTO audit_log (id, at, actor, action, subject, detail)
SELECT $11, $12::timestamptz, $13, 'key.made', id,
  jsonb_build_object('name', name, 'scopes', scopes, 'plan', plan, 'source', source, 'expiresAt', expires_at)
FROM made;

-- insertCommand
WITH stored AS (
  INSERT INTO events (id, name, source, external_id, data, created_at)
  VALUES ($1, $2, $3, $4, $5::jsonb, $6::timestamptz)
  ON CONFLICT (source, external_id) DO NOTHING
  RETURNING id
), audited AS (
  INSERT INTO audit_log (id, at, actor, action, subject, detail)
  SELECT $7, $8::timestamptz, $9, $10, stored.id, $11::jsonb FROM stored
)
SELECT id, true AS is_new FROM stored
UNION ALL
SELECT id, false FROM events WHERE source = $12 AND external_id = $13 AND NOT EXISTS (SELECT 1 FROM stored);

-- insertDraft
WITH plan AS (
  UPDATE content_plans SET version = $1::int, state = $2
  WHERE id = $3 AND version = $4::int AND state IN ('planned', 'checking') AND expires_at > $5::timestamptz
  RETURNING id
), written AS (
  INSERT INTO drafts (id, plan_id, version, author, note, channel, format, language, title, parts, alt, claims, needs_picture, scheduled_at, guards, passes, hash, run_id, created_at)
  SELECT $6, plan.id, $7::int,
    CASE WHEN $8 = 'model' THEN coalesce((SELECT 'model:' || m.provider || '/' || m.model FROM model_replies m JOIN runs r ON r.key = m.run_key
      WHERE r.id = $9 ORDER BY m.created_at DESC LIMIT 1), 'model:unknown') ELSE $10 END,
    $11::text, $12, $13, $14, $15::text, $16::jsonb, $17::text, $18::jsonb,
    $19::boolean, $20::timestamptz, $21::jsonb, $22::boolean, $23::text,
    $24, $25::timestamptz
  FROM plan
  RETURNING id
)
SELECT EXISTS (SELECT 1 FROM written) OR EXISTS (SELECT 1 FROM drafts WHERE id = $26) AS stands;

-- insertEdit
WITH base AS MATERIALIZED (
  SELECT p.id AS plan_id, p.state, p.version AS current, p.expires_at, d.id, d.version, d.channel, d.format, d.language, d.title, d.parts, d.alt, d.claims,
    d.needs_picture, d.media_hash, d.scheduled_at, d.hash, true AS is_seen, coalesce($1::text, d.title) AS new_title,
    coalesce($2::jsonb, d.parts) AS new_parts, coalesce($3::timestamptz, d.scheduled_at) AS new_at
  FROM drafts AS d JOIN content_plans AS p ON p.id = d.plan_id WHERE d.id = $4 FOR UPDATE OF p
), judged AS MATERIALIZED (
  SELECT base.*, (new_title IS DISTINCT FROM title OR new_parts <> parts OR new_at <> scheduled_at) AS is_change,
    (SELECT o.id FROM content_plans AS o WHERE o.channel = base.channel AND o.scheduled_at = base.new_at AND o.state NOT IN ('rejected', 'expired', 'failed')
      AND o.id <> base.plan_id LIMIT 1) AS taken_by,
    (SELECT n.id FROM drafts AS n WHERE n.plan_id = base.plan_id AND n.version = base.version + 1 AND n.author = 'operator'
      AND n.title IS NOT DISTINCT FROM new_title AND n.parts = new_parts AND n.scheduled_at = new_at) AS same
  FROM base
), moved AS (
  UPDATE content_plans AS p SET version = p.version + 1, state = 'checking', scheduled_at = j.new_at FROM judged AS j
  WHERE p.id = j.plan_id AND j.version = j.current AND j.is_seen AND j.is_change AND j.taken_by IS NULL AND j.state IN ('blocked', 'waiting', 'approved')
    AND j.expires_at > $5::timestamptz AND j.expires_at > j.new_at
  RETURNING p.id, p.version
), written AS (
  INSERT INTO drafts (id, plan_id, version, author, note, channel, format, language, title, parts, alt, claims, needs_picture, media_hash, scheduled_at, created_at)
  SELECT $6, moved.id, moved.version, 'operator', NULL, channel, format, language, new_title, new_parts, alt, claims, needs_picture, media_hash, new_at, $7::timestamptz
  FROM moved, judged
  RETURNING id, plan_id, version
), told AS (
  INSERT INTO events (id, name, source, external_id, data, created_at)
  SELECT $8, 'draft.edited', 'operator', 'edited:' || id, jsonb_build_object('id', id, 'plan', plan_id), $9::timestamptz FROM written
), audited AS (
  INSERT INTO audit_log (id, at, actor, action, subject, detail)
  SELECT $10, $11::timestamptz, $12, 'draft.edited', id, jsonb_build_object('plan', plan_id, 'version', version, 'from', $13::text) FROM written
)
SELECT plan_id AS "planId", version, current, state, hash, expires_at AS "expiresAt", new_at AS "scheduledAt", taken_by AS "takenBy", same,
  is_change AS "isChange", (SELECT id FROM written) AS "draftId", (SELECT $14::text FROM written) AS "eventId"
FROM judged;

-- insertFailedSignIn
INSERT INTO audit_log (id, at, actor, action, subject, detail)
VALUES ($1, $2::timestamptz, 'somebody', 'sign-in.failed', $3, '{}');

-- insertInbox
INSERT INTO event_inbox (id, source, received_at, events)
VALUES ($1, $2, $3::timestamptz, $4::jsonb);

-- insertInsights
WITH stored AS (
  INSERT INTO insights (id, key, run_id, asset, type, direction, headline, made_at, probability, horizon_hours, deadline, statement, statement_text, reasons)
  SELECT id, key, $1, asset, type, direction, headline, made_at, probability, horizon_hours, deadline, statement, statement_text, reasons
  FROM jsonb_to_recordset($2::jsonb) AS i (id text, key text, asset text, type text, direction text, headline text, made_at timestamptz,
    probability numeric, horizon_hours int, deadline timestamptz, statement jsonb, statement_text text, reasons jsonb)
  ON CONFLICT (key) DO NOTHING
  RETURNING id
)
INSERT INTO evidence (insight_id, ordinal, kind, ref, label, value, unit, observed_at, source)
SELECT e.insight_id, e.ordinal, e.kind, e.ref, e.label, e.value, e.unit, e.observed_at, coalesce(c.source, e.source)
FROM jsonb_to_recordset($3::jsonb) AS e (insight_id text, ordinal int, kind text, ref text, label text, value numeric, unit text, observed_at timestamptz, source text)
JOIN stored ON stored.id = e.insight_id
-- A cited candle names its own exchange: the judgement knows only the newest one's.
LEFT JOIN candles c ON e.kind = 'candle' AND c.asset = split_part(e.ref, '/', 1)
  AND c.open_time = CASE WHEN e.kind = 'candle' THEN split_part(e.ref, '/', 2)::timestamptz END;

-- insertMarketScan
  WITH written_candles AS (
    INSERT INTO candles AS c (asset, open_time, open, high, low, close, volume, source, known_at, agreement, second_source, second_close, deviation_bps, checked_at)
    SELECT asset, open_time, open, high, low, close, volume, source, $1::timestamptz, agreement, second_source, second_close, deviation_bps,
      CASE WHEN agreement = 'single' THEN NULL ELSE $2::timestamptz END
    FROM jsonb_to_recordset($3::jsonb) AS d (asset text, open_time timestamptz, open numeric, high numeric,
      low numeric, close numeric, volume numeric, source text, agreement text, second_source text, second_close numeric, deviation_bps numeric)
    ORDER BY asset, open_time
    ON CONFLICT (asset, open_time) DO UPDATE SET agreement = excluded.agreement,
      -- Where only the second source had answered at first, the first one is now the row's second.
      second_source = CASE WHEN c.source = excluded.source THEN excluded.second_source ELSE excluded.source END,
      second_close = CASE WHEN c.source = excluded.source THEN excluded.second_close ELSE excluded.close END,
      deviation_bps = excluded.deviation_bps, checked_at = excluded.checked_at
    WHERE c.agreement = 'single' AND excluded.agreement <> 'single' AND c.source IN (excluded.source, excluded.second_source)
    RETURNING (xmax = 0) AS inserted
  ), written_quotes AS (
    INSERT INTO quotes (asset, observed_at, price, volume_24h, change_pct_24h, closed_at, source, agreement, second_source, second_price, deviation_bps, state)
    SELECT asset, $4::timestamptz, price, volume_24h, change_pct_24h, closed_at, source, agreement, second_source, second_price, deviation_bps, state
    FROM jsonb_to_recordset($5::jsonb) AS d (asset text, price numeric, volume_24h numeric, change_pct_24h numeric,
      closed_at timestamptz, source text, agreement text, second_source text, second_price numeric, deviation_bps numeric, state text)
    ORDER BY asset
    ON CONFLICT (asset, observed_at) DO NOTHING
    RETURNING 1
  ), noted AS (
INSERT INTO source_states AS s (source, etag, last_modified, checked_at, last_ok_at, last_failure_at, failure_code, consecutive_failures)
SELECT source, etag, "lastModified", $6::timestamptz,
  CASE WHEN failure IS NULL THEN $7::timestamptz END, CASE WHEN failure IS NOT NULL THEN $8::timestamptz END, failure, CASE WHEN failure IS NULL THEN 0 ELSE 1 END
FROM jsonb_to_recordset($9::jsonb) AS r (source text, failure text, etag text, "lastModified" text)
ORDER BY source
ON CONFLICT (source) DO UPDATE SET
  etag = CASE WHEN excluded.failure_code IS NULL THEN excluded.etag ELSE s.etag END,
  last_modified = CASE WHEN excluded.failure_code IS NULL THEN excluded.last_modified ELSE s.last_modified END,
  checked_at = excluded.checked_at,
  last_ok_at = coalesce(excluded.last_ok_at, s.last_ok_at),
  last_failure_at = coalesce(excluded.last_failure_at, s.last_failure_at),
  failure_code = excluded.failure_code,
  -- The same moment written again is the same observation.
  consecutive_failures = CASE
    WHEN excluded.failure_code IS NULL THEN 0
    WHEN s.checked_at = excluded.checked_at THEN s.consecutive_failures
    ELSE s.consecutive_failures + 1 END)
  SELECT count(*) FILTER (WHERE inserted)::int AS candles, count(*) FILTER (WHERE NOT inserted)::int AS checked,
    (SELECT count(*)::int FROM written_quotes) AS quotes
  FROM written_candles;

-- insertModelReply
WITH kept AS (
  INSERT INTO model_replies (run_key, prompt_hash, prompt_version, provider, model, reply, tokens_in, tokens_out, micro_usd, created_at)
  VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::int, $8::int, $9::bigint,
    $10::timestamptz)
  ON CONFLICT (run_key, prompt_hash) DO NOTHING
  RETURNING reply
)
SELECT reply FROM kept
UNION ALL
SELECT reply FROM model_replies WHERE run_key = $11 AND prompt_hash = $12 AND NOT EXISTS (SELECT 1 FROM kept);

-- insertNews
  WITH stories AS (
    INSERT INTO news_stories (id, title, assets, polarity, sources, first_seen_at, last_seen_at)
    SELECT id, title, assets, polarity, sources, first_seen_at, last_seen_at
    FROM jsonb_to_recordset($1::jsonb) AS s (id text, title text, assets text[], polarity numeric, sources text[], first_seen_at timestamptz, last_seen_at timestamptz)
    ORDER BY id
    ON CONFLICT (id) DO UPDATE SET assets = excluded.assets, polarity = excluded.polarity, sources = excluded.sources, last_seen_at = excluded.last_seen_at
    WHERE (news_stories.assets, news_stories.polarity, news_stories.sources, news_stories.last_seen_at)
      IS DISTINCT FROM (excluded.assets, excluded.polarity, excluded.sources, excluded.last_seen_at)
  ), articles AS (
    INSERT INTO news_articles (id, source, external_id, url, title, summary, published_at, known_at, assets, polarity, story_id)
    SELECT id, source, external_id, url, title, summary, published_at, $2::timestamptz, assets, polarity, story_id
    FROM jsonb_to_recordset($3::jsonb) AS a (id text, source text, external_id text, url text, title text, summary text, published_at timestamptz, assets text[], polarity numeric, story_id text)
    ORDER BY source, external_id
    ON CONFLICT (source, external_id) DO NOTHING
    RETURNING 1
  ), noted AS (
INSERT INTO source_states AS s (source, etag, last_modified, checked_at, last_ok_at, last_failure_at, failure_code, consecutive_failures)
SELECT source, etag, "lastModified", $4::timestamptz,
  CASE WHEN failure IS NULL THEN $5::timestamptz END, CASE WHEN failure IS NOT NULL THEN $6::timestamptz END, failure, CASE WHEN failure IS NULL THEN 0 ELSE 1 END
FROM jsonb_to_recordset($7::jsonb) AS r (source text, failure text, etag text, "lastModified" text)
ORDER BY source
ON CONFLICT (source) DO UPDATE SET
  etag = CASE WHEN excluded.failure_code IS NULL THEN excluded.etag ELSE s.etag END,
  last_modified = CASE WHEN excluded.failure_code IS NULL THEN excluded.last_modified ELSE s.last_modified END,
  checked_at = excluded.checked_at,
  last_ok_at = coalesce(excluded.last_ok_at, s.last_ok_at),
  last_failure_at = coalesce(excluded.last_failure_at, s.last_failure_at),
  failure_code = excluded.failure_code,
  -- The same moment written again is the same observation.
  consecutive_failures = CASE
    WHEN excluded.failure_code IS NULL THEN 0
    WHEN s.checked_at = excluded.checked_at THEN s.consecutive_failures
    ELSE s.consecutive_failures + 1 END)
  SELECT count(*)::int AS inserted FROM articles;

-- insertOffers
WITH ended AS (
  UPDATE conversion_attempts AS a SET state = CASE WHEN a.expires_at <= $1::timestamptz THEN 'expired' ELSE 'withdrawn' END
  FROM community_users AS u
  WHERE u.id = a.user_id AND a.state = 'drafted' AND (a.expires_at <= $2::timestamptz OR u.consent_at IS NULL OR u.opted_out_at IS NOT NULL OR u.tier <> 'free')
  RETURNING a.state
), counts AS MATERIALIZED (
  SELECT count(*) FILTER (WHERE state = 'expired')::int AS expired, count(*) FILTER (WHERE state = 'withdrawn')::int AS withdrawn FROM ended
), kept AS (
  INSERT INTO conversion_attempts (id, user_id, platform, tier, text, reasons, score, state, run_id, drafted_at, expires_at)
  SELECT o.id, o."userId", o.platform, 'basic', o.text, o.reasons, (o.reasons ->> 'score')::numeric, 'drafted', $3, $4::timestamptz,
    $5::timestamptz
  FROM counts CROSS JOIN jsonb_to_recordset($6::jsonb) AS o (id text, "userId" bigint, platform text, text text, reasons jsonb)
  JOIN community_users AS u ON u.id = o."userId" AND u.consent_at IS NOT NULL AND u.opted_out_at IS NULL AND u.tier = 'free'
  ORDER BY o."userId"
  ON CONFLICT DO NOTHING
  RETURNING 1
)
SELECT (SELECT count(*)::int FROM kept) AS drafted, expired, withdrawn FROM counts;

-- insertPlainVersions
WITH wanted AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS v (from_id text, id text, format text, note text, hash text)
), plan AS (
  UPDATE content_plans p SET version = p.version + 1, state = 'waiting'
  FROM wanted w JOIN drafts d ON d.id = w.from_id
  WHERE p.id = d.plan_id AND p.version = d.version AND p.state = 'checking' AND d.passes AND d.hash IS NULL
  RETURNING p.id, p.version, w.from_id
), written AS (
  INSERT INTO drafts (id, plan_id, version, author, note, channel, format, language, title, parts, alt, claims, needs_picture, scheduled_at, guards, passes, hash, run_id, created_at)
  SELECT w.id, plan.id, plan.version, d.author, w.note, d.channel, w.format, d.language, d.title, d.parts, NULL, d.claims, false, d.scheduled_at, d.guards, d.passes, w.hash,
    $2, $3::timestamptz
  FROM plan JOIN wanted w ON w.from_id = plan.from_id JOIN drafts d ON d.id = w.from_id
  RETURNING id
)
SELECT id FROM written UNION ALL SELECT d.id FROM drafts d JOIN wanted w ON w.id = d.id;

-- insertPlans
WITH given AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS p (id text, key text, kind text, insight_id text, about_post_id text, asset text,
    topic text, channel text, format text, language text, voice text, disclosure text, tier text, priority numeric, scheduled_at timestamptz, expires_at timestamptz, reasons jsonb)
), stored AS (
  INSERT INTO content_plans (id, key, kind, insight_id, about_post_id, asset, topic, channel, format, language, voice, disclosure, tier, priority, scheduled_at,
    expires_at, reasons, state, run_id, created_at)
  SELECT id, key, kind, insight_id, about_post_id, asset, topic, channel, format, language, voice, disclosure, tier, priority, scheduled_at,
    expires_at, reasons, 'planned', $2, $3::timestamptz
  FROM given ORDER BY channel, scheduled_at
  ON CONFLICT DO NOTHING
  RETURNING id, key
), known AS (
  SELECT key FROM stored UNION SELECT p.key FROM given JOIN content_plans p ON p.key = given.key
), decided AS (
  INSERT INTO insight_verdicts (insight_id, run_id, decided_at, planned, rejected)
  SELECT v."insightId", $4, $5::timestamptz, v.planned, v.rejected
  FROM jsonb_to_recordset($6::jsonb) AS v ("insightId" text, planned int, rejected jsonb)
  WHERE NOT EXISTS (SELECT 1 FROM given WHERE given.insight_id = v."insightId" AND given.kind = 'insight' AND given.key NOT IN (SELECT key FROM known))
  ORDER BY v."insightId"
  ON CONFLICT (insight_id) DO NOTHING
)
SELECT id FROM stored UNION SELECT id FROM content_plans WHERE run_id = $7 ORDER BY id;

-- insertPostReadings
WITH kept AS (
  INSERT INTO post_readings (post_id, band_hours, observed_at, state, impressions, likes, replies, reposts, quotes, bookmarks)
  SELECT "postId", "bandHours", $1::timestamptz, state, impressions, likes, replies, reposts, quotes, bookmarks
  FROM jsonb_to_recordset($2::jsonb) AS r ("postId" text, "bandHours" int, state text, impressions bigint, likes bigint, replies bigint, reposts bigint, quotes bigint, bookmarks bigint)
  ORDER BY "postId", "bandHours"
  ON CONFLICT (post_id, band_hours) DO NOTHING
  RETURNING *
), summed AS (
  SELECT kept.*, CASE WHEN coalesce(likes, replies, reposts, quotes, bookmarks) IS NOT NULL
    THEN coalesce(likes, 0) + coalesce(replies, 0) + coalesce(reposts, 0) + coalesce(quotes, 0) + coalesce(bookmarks, 0) END AS engaged
  FROM kept WHERE state = 'measured'
), rated AS (
  SELECT summed.*, CASE WHEN impressions > 0 AND engaged IS NOT NULL THEN least(round(1000000.0 * engaged / impressions), $3::numeric)::bigint END AS rate FROM summed
), compared AS (
  UPDATE published_content AS p SET impressions = r.impressions, engagements = r.engaged, micro_rate = r.rate
  FROM rated AS r WHERE p.id = r.post_id AND r.band_hours = $4::int
)
INSERT INTO post_days AS s (day, band_hours, dimension, value, posts, rated, impressions, engagements, micro_rates, micro_rate_squares)
SELECT (p.published_at AT TIME ZONE 'UTC')::date, r.band_hours, d.dimension, d.value, count(*), count(r.rate), coalesce(sum(r.impressions), 0),
  coalesce(sum(r.engaged), 0), coalesce(sum(r.rate), 0), coalesce(sum(r.rate::numeric * r.rate), 0)
FROM rated AS r JOIN published_content AS p ON p.id = r.post_id
CROSS JOIN LATERAL (VALUES ('all', 'all'), ('channel', p.channel), ('format', p.format), ('asset', p.asset), ('topic', p.topic), ('insight-type', p.insight_type),
  ('hour', to_char(p.published_at AT TIME ZONE 'UTC', 'HH24')), ('policy', coalesce(p.policy_version::text, 'frozen')),
  ('policy-channel', coalesce(p.policy_version::text, 'frozen') || '/' || p.channel)) AS d (dimension, value)
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
ON CONFLICT (band_hours, dimension, day, value) DO UPDATE SET posts = s.posts + excluded.posts, rated = s.rated + excluded.rated,
  impressions = s.impressions + excluded.impressions, engagements = s.engagements + excluded.engagements,
  micro_rates = s.micro_rates + excluded.micro_rates, micro_rate_squares = s.micro_rate_squares + excluded.micro_rate_squares;

-- insertReadings
  WITH written AS (
    INSERT INTO sentiment_readings (subject, source, observed_at, value, count, known_at)
    SELECT subject, source, observed_at, value, count, $1::timestamptz
    FROM jsonb_to_recordset($2::jsonb) AS r (subject text, source text, observed_at timestamptz, value numeric, count int)
    ORDER BY subject, source, observed_at
    ON CONFLICT (subject, source, observed_at) DO NOTHING
    RETURNING 1
  ), noted AS (
INSERT INTO source_states AS s (source, etag, last_modified, checked_at, last_ok_at, last_failure_at, failure_code, consecutive_failures)
SELECT source, etag, "lastModified", $3::timestamptz,
  CASE WHEN failure IS NULL THEN $4::timestamptz END, CASE WHEN failure IS NOT NULL THEN $5::timestamptz END, failure, CASE WHEN failure IS NULL THEN 0 ELSE 1 END
FROM jsonb_to_recordset($6::jsonb) AS r (source text, failure text, etag text, "lastModified" text)
ORDER BY source
ON CONFLICT (source) DO UPDATE SET
  etag = CASE WHEN excluded.failure_code IS NULL THEN excluded.etag ELSE s.etag END,
  last_modified = CASE WHEN excluded.failure_code IS NULL THEN excluded.last_modified ELSE s.last_modified END,
  checked_at = excluded.checked_at,
  last_ok_at = coalesce(excluded.last_ok_at, s.last_ok_at),
  last_failure_at = coalesce(excluded.last_failure_at, s.last_failure_at),
  failure_code = excluded.failure_code,
  -- The same moment written again is the same observation.
  consecutive_failures = CASE
    WHEN excluded.failure_code IS NULL THEN 0
    WHEN s.checked_at = excluded.checked_at THEN s.consecutive_failures
    ELSE s.consecutive_failures + 1 END)
  SELECT count(*)::int AS inserted FROM written;

-- insertReviewRequest
INSERT INTO review_requests (id, draft_id, reviewer, secret_hash, expires_at, created_at)
SELECT $1, d.id, $2, $3, p.expires_at, $4::timestamptz
FROM drafts AS d JOIN content_plans AS p ON p.id = d.plan_id AND p.version = d.version AND p.state = 'waiting' AND p.expires_at > $5::timestamptz
WHERE d.id = $6 AND d.hash IS NOT NULL
ON CONFLICT (draft_id, reviewer) DO NOTHING
RETURNING id;

-- insertSession
WITH opened AS (
  INSERT INTO sessions (id, token_hash, created_at, expires_at)
  VALUES ($1, $2, $3::timestamptz, $4::timestamptz)
  RETURNING id
), forgotten AS (
  UPDATE sign_in_attempts SET attempts = '{}' WHERE scope = $5 RETURNING scope
), given_back AS (
  UPDATE sign_in_attempts AS a
  SET attempts = a.attempts[:array_position(a.attempts, $6::timestamptz) - 1] || a.attempts[array_position(a.attempts, $7::timestamptz) + 1:]
  WHERE a.scope = 'all' AND array_position(a.attempts, $8::timestamptz) IS NOT NULL AND EXISTS (SELECT 1 FROM forgotten)
)
INSERT INTO audit_log (id, at, actor, action, subject, detail)
SELECT $9, $10::timestamptz, 'operator session', 'sign-in', opened.id, jsonb_build_object('address', $11::text) FROM opened;

-- insertSettlement
WITH settled AS (
  UPDATE deliveries AS d SET state = CASE WHEN jsonb_array_length(receipts) = 0 THEN 'refused' ELSE 'unknown' END, receipts = receipts || $1::jsonb, due_at = $2::timestamptz, attempt = attempt + 1, tries = 0,
    part_since = NULL, failure_code = $3, failure_detail = NULL, ended_at = CASE WHEN $4 AND jsonb_array_length(receipts) = 0 THEN $5::timestamptz END
  WHERE id = $6 AND state IN ('held', 'unknown') AND jsonb_array_length(receipts) = $7::int AND $8::int < parts
    AND (part_since IS NOT NULL OR state = 'held')
    AND NOT EXISTS (SELECT 1 FROM deliveries AS other WHERE other.channel = d.channel AND other.receipts @> $9::jsonb AND $10)
  RETURNING id, state
), told AS (
  INSERT INTO events (id, name, source, external_id, data, created_at)
  SELECT $11, 'delivery.settled', 'operator', $12, jsonb_build_object('id', id), $13::timestamptz FROM settled
), audited AS (
  INSERT INTO audit_log (id, at, actor, action, subject, detail)
  SELECT $14, $15::timestamptz, $16, 'delivery.settled', id, $17::jsonb FROM settled
)
SELECT coalesce((SELECT state FROM settled), d.state) AS state, d.parts, d.receipts, d.failure_code AS "failureCode", (SELECT $18::text FROM settled) AS "eventId"
FROM deliveries AS d WHERE d.id = $19;

-- insertStudy
WITH snapped AS (
  INSERT INTO performance_snapshots (id, period, starts_on, ends_before, figures, made_at, run_id)
  SELECT id, period, "startsOn", "endsBefore", figures, $1::timestamptz, $2
  FROM jsonb_to_recordset($3::jsonb) AS r (id text, period text, "startsOn" date, "endsBefore" date, figures jsonb)
  ON CONFLICT DO NOTHING
), found AS (
  INSERT INTO findings (id, kind, metric, period, starts_on, direction, detail, found_at, run_id)
  SELECT id, kind, metric, 'day', "startsOn", direction, detail, $4::timestamptz, $5
  FROM jsonb_to_recordset($6::jsonb) AS r (id text, kind text, metric text, "startsOn" date, direction text, detail jsonb)
  ON CONFLICT DO NOTHING
), settled AS (
  UPDATE forecasts AS f SET actual = r.actual, score = r.score, baseline_score = r."baselineScore", settled_at = $7::timestamptz
  FROM jsonb_to_recordset($8::jsonb) AS r (id text, actual float8, score float8, "baselineScore" float8)
  WHERE f.id = r.id AND f.settled_at IS NULL
)
INSERT INTO forecasts (id, metric, period, starts_on, model, low, middle, high, coverage, made_at, run_id)
SELECT id, metric, 'day', "startsOn", model, low, middle, high, $9::float8, $10::timestamptz, $11
FROM jsonb_to_recordset($12::jsonb) AS r (id text, metric text, "startsOn" date, model text, low float8, middle float8, high float8)
ON CONFLICT DO NOTHING;

-- insertTestMessage
INSERT INTO webhook_messages (endpoint_id, id, type, occurred_at, data, state, due_at, asked_by)
SELECT id, 'msg_' || substr($1, 5), 'webhook.test', $2::timestamptz, jsonb_build_object('id', id), 'waiting', $3::timestamptz, $4
FROM webhook_endpoints WHERE id = $5 AND state = 'on'
ON CONFLICT (endpoint_id, id) DO NOTHING
RETURNING 1 AS one;

-- insertWebhookEndpoint
WITH made AS (
  INSERT INTO webhook_endpoints (id, key_id, url, description, events, state, secret_version, created_at, changed_at)
  SELECT $1, $2::text, $3, $4, ARRAY(SELECT jsonb_array_elements_text($5::jsonb)), 'on', 1, $6::timestamptz, $7::timestamptz
  WHERE (SELECT count(*) FROM webhook_endpoints WHERE state <> 'deleted' AND key_id IS NOT DISTINCT FROM $8::text) < $9::int
  RETURNING id, url, events
), audited AS (
  INSERT INTO audit_log (id, at, actor, action, subject, detail)
  SELECT $10, $11::timestamptz, $12, 'webhook.made', id, jsonb_build_object('host', split_part(url, '/', 3), 'events', events) FROM made
)
SELECT id FROM made;

-- judgeDraft
WITH plan AS (
  UPDATE content_plans SET state = $1
  WHERE id = $2 AND version = $3::int AND state = 'checking' AND EXISTS (SELECT 1 FROM drafts WHERE id = $4 AND guards IS NULL)
  RETURNING id
), judged AS (
  UPDATE drafts SET claims = $5::jsonb, guards = $6::jsonb, passes = $7::boolean, hash = $8::text
  FROM plan WHERE drafts.plan_id = plan.id AND drafts.id = $9 AND drafts.guards IS NULL
  RETURNING drafts.id
)
SELECT EXISTS (SELECT 1 FROM judged) OR EXISTS (SELECT 1 FROM drafts WHERE id = $10 AND guards IS NOT NULL) AS judged;

-- linkPeople
WITH done AS MATERIALIZED (SELECT link_people($1, $2, $3, $4, $5, $6::timestamptz, $7::timestamptz) AS answer),
  told AS (UPDATE events SET data = '{}' WHERE id = $8 AND data <> '{}'),
  asked AS (UPDATE runs SET input = jsonb_build_object('event', $9::text) WHERE id = $10)
SELECT answer FROM done;

-- listApiKeys
select "id", "name", "scopes", "source", "events_per_minute", "created_at", "revoked_at", "plan", "last_four", "expires_at", "previous_until", "rotated_at" from "api_keys" order by "api_keys"."id" desc limit $1;

-- listArmRates
SELECT w.version, split_part(p.value, '/', 2) AS channel, split_part(p.value, '/', 1) = 'frozen' AS "isFrozen",
  sum(p.rated)::float8 AS n, sum(p.micro_rates)::float8 AS sum, sum(p.micro_rate_squares)::float8 AS squares
FROM jsonb_to_recordset($1::jsonb) AS w (version int, "from" date, until date) JOIN post_days AS p ON p.band_hours = $2::int AND p.dimension = 'policy-channel'
  AND p.day BETWEEN w."from" AND w.until AND split_part(p.value, '/', 1) IN ('frozen', w.version::text)
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;

-- listArmRuns
SELECT w.version, r.policy_version IS NULL AS "isFrozen", count(*)::int AS runs, sum(p.plans)::float8 AS planned, sum(p.plans * p.plans)::float8 AS "plannedSquares",
  count(*) FILTER (WHERE p.plans > 0)::int AS planning,
  coalesce(sum(p.rejected::float8 / p.plans) FILTER (WHERE p.plans > 0), 0) AS "rejectedShares",
  coalesce(sum(p.refused::float8 / p.plans) FILTER (WHERE p.plans > 0), 0) AS "refusedShares"
FROM jsonb_to_recordset($1::jsonb) AS w (version int, "from" date, until date) JOIN runs AS r ON r.agent = $2 AND r.slot >= w."from"::timestamp AT TIME ZONE 'UTC'
  AND r.slot < (w.until + 1)::timestamp AT TIME ZONE 'UTC' AND r.state = 'succeeded' AND (r.policy_version IS NULL OR r.policy_version = w.version)
CROSS JOIN LATERAL (
  SELECT count(*) AS plans, count(*) FILTER (WHERE c.state = 'rejected') AS rejected,
    count(*) FILTER (WHERE EXISTS (SELECT 1 FROM drafts AS d WHERE d.plan_id = c.id AND d.version = 1 AND NOT d.passes)) AS refused
  FROM content_plans AS c WHERE c.run_id = r.id AND c.kind = 'insight') AS p
GROUP BY 1, 2 ORDER BY 1, 2;

-- listAudienceDays
SELECT day::text AS day, people::float8 AS people, active_1d::float8 AS "active1d", active_7d::float8 AS "active7d", active_30d::float8 AS "active30d",
  to_jsonb(by_score) AS "byScore"
FROM audience_days WHERE day < $1::date ORDER BY day DESC LIMIT $2::int;

-- listBestPosts
SELECT id, plan_id AS "planId", channel, asset, topic, format, to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "publishedAt",
  impressions::float8 AS impressions, engagements::float8 AS engagements, micro_rate::float8 AS "microRate" FROM generate_series(date_trunc('week', $1::timestamptz AT TIME ZONE 'UTC'), (SELECT max(published_at) FROM published_content) AT TIME ZONE 'UTC', interval '7 days') AS w (week)
CROSS JOIN LATERAL (
  SELECT * FROM published_content
  WHERE date_trunc('week', published_at AT TIME ZONE 'UTC') = w.week AND (published_at >= $2::timestamptz OR w.week >= $3::timestamptz AT TIME ZONE 'UTC') AND micro_rate IS NOT NULL AND impressions >= 100 AND removed_at IS NULL
  ORDER BY micro_rate DESC, id DESC LIMIT $4::int
) AS best
ORDER BY best.micro_rate DESC, id DESC LIMIT $5::int;

-- listCandidates
WITH found AS MATERIALIZED (
  SELECT e.user_id, e.micro_points, e.score, i.platform
  FROM engagement_scores AS e JOIN community_users AS u ON u.id = e.user_id
  CROSS JOIN LATERAL (SELECT platform FROM user_identities WHERE user_id = e.user_id AND platform = ANY (string_to_array($1, ',') COLLATE "C")
    ORDER BY array_position(string_to_array($2, ',') COLLATE "C", platform) LIMIT 1) AS i
  WHERE e.micro_points >= $3::bigint AND u.tier = 'free' AND u.consent_at IS NOT NULL AND u.opted_out_at IS NULL
    AND (u.last_offer_at IS NULL OR u.last_offer_at <= $4::timestamptz)
    AND NOT (
      SELECT CASE WHEN u.quiet_from_minute <= u.quiet_until_minute THEN m.local >= u.quiet_from_minute AND m.local < u.quiet_until_minute
        ELSE m.local >= u.quiet_from_minute OR m.local < u.quiet_until_minute END
      FROM (SELECT extract(hour FROM c.clock) * 60 + extract(minute FROM c.clock) AS local FROM (SELECT $5::timestamptz AT TIME ZONE u.time_zone AS clock) AS c) AS m
    )
    AND NOT EXISTS (SELECT FROM conversion_attempts AS a WHERE a.user_id = e.user_id AND a.run_id <> $6
      AND (a.state = 'drafted' AND a.expires_at > $7::timestamptz OR a.state = 'withdrawn' AND a.drafted_at > $8::timestamptz))
  ORDER BY e.micro_points DESC, e.user_id LIMIT $9::int
)
SELECT f.user_id::float8 AS "userId", f.score::float8 AS score, f.micro_points::float8 AS "microPoints", to_char(l.window_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "from",
  to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS until, f.platform,
  coalesce((
    SELECT jsonb_agg(jsonb_build_object('code', p.type, 'interactions', p.times, 'microPoints', p.points) ORDER BY p.points DESC, p.type)
    FROM (
      SELECT i.type, sum(CASE WHEN i.milli_value > 0 THEN 1 ELSE -1 END)::int AS times, (sum(i.milli_value) * coalesce((l.weights ->> i.type::text)::int, (l.weights ->> 'rest')::int))::float8 AS points FROM user_interactions AS i WHERE i.user_id = f.user_id AND i.at > l.window_from AND i.at <= l.at AND i.stored_at <= l.at GROUP BY i.type
    ) AS p
  ), '[]') AS parts
FROM found AS f CROSS JOIN (SELECT at, window_from, weights FROM scorings ORDER BY at DESC LIMIT 1) AS l
ORDER BY f.micro_points DESC, f.user_id;

-- listCandleLines
WITH page AS MATERIALIZED (SELECT *, ARRAY[to_char(open_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')] AS place FROM candles WHERE asset = $1 AND open_time >= $2::timestamptz AND open_time < $3::timestamptz
  ORDER BY open_time LIMIT $4::int)
SELECT count(*)::int AS rows, string_agg(line.text || chr(10), '' ORDER BY open_time) AS lines, (SELECT to_jsonb(place) FROM page ORDER BY open_time DESC LIMIT 1) AS last
FROM page CROSS JOIN LATERAL (SELECT row_to_json(shown)::text AS text FROM (SELECT asset, to_char(open_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "openTime", to_char((open_time + interval '1 hour') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "closeTime", open::text, high::text, low::text, close::text,
    volume::text, source, agreement, second_source AS "secondSource", deviation_bps::text AS "deviationBps", second_close::text AS "secondClose", to_char(known_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "knownAt") AS shown) AS line;

-- listCandles
select "asset", "open_time", "open", "high", "low", "close", "volume", "source", "known_at", "agreement", "second_source", "second_close", "deviation_bps", "checked_at" from "candles" where ("candles"."asset" = $1 and "candles"."open_time" >= $2 and "candles"."open_time" < $3) order by "candles"."open_time" asc limit $4;

-- listChannelReports
SELECT c.name AS channel,
  (SELECT coalesce(jsonb_object_agg(state, n), '{}') FROM (
    SELECT y.state, count(*)::int AS n FROM deliveries AS y
    WHERE y.channel = c.name AND y.scheduled_at >= $1::timestamptz GROUP BY y.state) AS s) AS since,
  d.n AS scheduled, d.next_at,
  (SELECT jsonb_build_object('plan_id', x.plan_id, 'url', x.url, 'published_at', x.published_at) FROM published_content AS x
    WHERE x.channel = c.name ORDER BY x.published_at DESC LIMIT 1) AS last_post,
  (SELECT to_jsonb(s) FROM source_states AS s WHERE s.source = 'channel:' || c.name) AS source
FROM unnest($2::text[]) WITH ORDINALITY AS c (name, place)
CROSS JOIN LATERAL (
  SELECT count(*)::int AS n, min(y.due_at) AS next_at FROM deliveries AS y WHERE y.state = 'scheduled' AND y.channel = c.name
) AS d
ORDER BY c.place;

-- listDraftsOfRun
select "id", "plan_id" from "drafts" where "drafts"."run_id" = $1;

-- listDuePublishing
WITH due AS (
  SELECT dl.id, dl.due_at, dl.channel, dl.plan_id, dl.state, dl.receipts FROM deliveries AS dl
  WHERE dl.state IN ('scheduled', 'unknown') AND dl.due_at <= $1::timestamptz
), open AS (
  SELECT due.id, due.due_at FROM due JOIN content_plans AS p ON p.id = due.plan_id
  WHERE p.state NOT IN ('planned', 'checking', 'blocked', 'waiting') AND NOT EXISTS (SELECT scope FROM switches WHERE is_on AND scope IN ('stop:all', 'stop:channel:' || due.channel, $2))
    AND ((due.state = 'scheduled' AND jsonb_array_length(due.receipts) = 0) OR EXISTS (SELECT 1 FROM switches WHERE is_on AND scope = 'live:' || due.channel))
  UNION ALL
  SELECT id, lease_until FROM deliveries WHERE state = 'sending' AND lease_until <= $3::timestamptz
  ORDER BY 2 LIMIT $4
), fresh AS (
  SELECT d.id, d.scheduled_at FROM content_plans AS p
  JOIN drafts AS d ON d.plan_id = p.id AND d.version = p.version
  JOIN approvals AS a ON a.draft_id = d.id AND a.hash = d.hash AND a.decision = 'approved'
  LEFT JOIN deliveries AS dl ON dl.plan_id = p.id
  WHERE p.state = 'approved' AND p.expires_at > $5::timestamptz AND dl.draft_id IS DISTINCT FROM d.id
  ORDER BY p.scheduled_at LIMIT $6
)
SELECT coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'due', due_at) ORDER BY due_at, id) FROM open), '[]') AS deliveries,
  coalesce((SELECT jsonb_agg(id ORDER BY scheduled_at, id) FROM fresh), '[]') AS drafts;

-- listDueReadings
SELECT p.id AS "postId", p.channel, p.external_id AS "externalId", b.hours AS "bandHours"
FROM jsonb_to_recordset($1::jsonb) AS b (hours int, after timestamptz, until timestamptz)
-- Each age has its own stretch of posts; the limit has it read in the order of time, and no further than is wanted.
CROSS JOIN LATERAL (
  SELECT id, channel, external_id, published_at FROM published_content p
  WHERE channel = ANY (ARRAY(SELECT jsonb_array_elements_text($2::jsonb)))
    AND published_at > b.after AND published_at <= b.until AND removed_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM post_readings r WHERE r.post_id = p.id AND r.band_hours = b.hours)
    AND NOT EXISTS (SELECT 1 FROM post_readings r WHERE r.post_id = p.id AND r.state = 'gone')
  ORDER BY published_at, id LIMIT $3::int
) AS p
ORDER BY p.published_at, p.id, b.hours
LIMIT $4::int;

-- listEndedAgents
select "agent" from "runs" where ("runs"."slot" = $1 and "runs"."agent" in ($2, $3) and "runs"."state" in ($4, $5, $6));

-- listEventsAside
SELECT id, source, external_id AS "externalId", reason, detail, to_char(set_aside_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "setAsideAt"
FROM events_aside WHERE replayed_at IS NULL ORDER BY set_aside_at DESC, id DESC LIMIT $1::int;

-- listEventsOfRun
select "id", "name", "created_at", "dispatched_at" from "events" where "events"."run_id" = $1 order by "events"."id" asc limit $2;

-- listFindings
SELECT id, kind, metric, period, to_char(starts_on, 'YYYY-MM-DD') AS "startsOn", direction, detail, (extract(epoch FROM found_at) * 1000)::float8 AS "foundAt"
FROM findings ORDER BY found_at DESC, id DESC LIMIT $1::int;

-- listForecasts
SELECT metric, period, to_char(starts_on, 'YYYY-MM-DD') AS "startsOn", model, low, middle, high, coverage, actual, score, baseline_score AS "baselineScore" FROM forecasts WHERE model = $1 AND period = $2 ORDER BY starts_on DESC, metric LIMIT $3::int;

-- listFormatRates
SELECT value AS format, sum(rated)::float8 AS n, sum(micro_rates)::float8 AS sum, sum(micro_rate_squares)::float8 AS squares
FROM post_days WHERE band_hours = $1::int AND dimension = 'format' AND day >= $2::date
GROUP BY 1 ORDER BY 1;

-- listInbox
SELECT id FROM event_inbox ORDER BY id LIMIT $1::int;

-- listInsights
select "id", "key", "run_id", "asset", "type", "direction", "headline", "made_at", "probability", "horizon_hours", "deadline", "statement", "statement_text", "reasons" from "insights" where ("insights"."asset" = $1 and "insights"."id" < $2) order by "insights"."id" desc limit $3;

-- listInsightsForReplay
select "insights"."id", "insights"."key", "insights"."run_id", "insights"."asset", "insights"."type", "insights"."direction", "insights"."headline", "insights"."made_at", "insights"."probability", "insights"."horizon_hours", "insights"."deadline", "insights"."statement", "insights"."statement_text", "insights"."reasons", "evidence"."insight_id", "evidence"."ordinal", "evidence"."kind", "evidence"."ref", "evidence"."label", "evidence"."value", "evidence"."unit", "evidence"."observed_at", "evidence"."source" from "insights" left join "evidence" on "evidence"."insight_id" = "insights"."id" order by "insights"."made_at" asc, "insights"."key" asc, "evidence"."ordinal" asc;

-- listInsightsMadeSince
select "asset", "type", "direction", "made_at", "statement" from "insights" where ("insights"."made_at" >= $1 and "insights"."made_at" < $2) order by "insights"."made_at" desc, "insights"."key" asc;

-- listInsightsOfRun
select "id", "key", "run_id", "asset", "type", "direction", "headline", "made_at", "probability", "horizon_hours", "deadline", "statement", "statement_text", "reasons" from "insights" where "insights"."run_id" = $1 order by "insights"."id" desc limit $2;

-- listKnownArticles
SELECT a.source, a.external_id FROM news_articles a
JOIN jsonb_to_recordset($1::jsonb) AS wanted (source text, "externalId" text) ON a.source = wanted.source AND a.external_id = wanted."externalId"
WHERE a.known_at < $2::timestamptz;

-- listMarketHistory
SELECT wanted.asset,
  (SELECT open_time FROM candles c WHERE c.asset = wanted.asset AND c.known_at <= $1::timestamptz ORDER BY open_time DESC LIMIT 1) AS last_open,
  (SELECT jsonb_agg(open_time ORDER BY open_time) FROM candles c
    WHERE c.asset = wanted.asset AND c.open_time >= $2::timestamptz - interval '6 hours' AND c.known_at <= $3::timestamptz AND c.agreement = 'single') AS singles,
  (SELECT jsonb_agg(jsonb_build_object('p', price, 't', observed_at, 'v', volume_24h) ORDER BY observed_at DESC) FROM (
    SELECT price, observed_at, volume_24h FROM quotes q WHERE q.asset = wanted.asset AND q.observed_at < $4::timestamptz
    ORDER BY observed_at DESC LIMIT 12) AS q) AS quotes
FROM unnest($5::text[]) AS wanted (asset);

-- listMarkets
WITH RECURSIVE known (asset) AS (
  (SELECT asset FROM quotes ORDER BY asset LIMIT 1)
  UNION ALL
  SELECT (SELECT q.asset FROM quotes q WHERE q.asset > known.asset ORDER BY q.asset LIMIT 1) FROM known WHERE known.asset IS NOT NULL
)
SELECT q.asset, q.observed_at, q.price::text AS price, q.change_pct_24h::text AS change_pct_24h, q.agreement, q.state, q.source, q.second_source,
  q.deviation_bps::text AS deviation_bps,
  (SELECT coalesce(jsonb_agg(c.close ORDER BY c.open_time), '[]') FROM candles c
    WHERE c.asset = q.asset AND c.open_time >= $1::timestamptz) AS closes
FROM known CROSS JOIN LATERAL (SELECT * FROM quotes WHERE quotes.asset = known.asset ORDER BY observed_at DESC LIMIT 1) AS q;

-- listMostEngaged
SELECT u.id::float8 AS id, u.tier, e.score::float8 AS score, e.micro_points::float8 AS "microPoints", e.interactions,
  to_char(e.last_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "lastAt", to_char(e.scored_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "scoredAt",
  (SELECT coalesce(jsonb_agg(jsonb_build_object('platform', platform, 'id', external_id) ORDER BY platform), '[]') FROM user_identities WHERE user_id = u.id) AS accounts
FROM (SELECT * FROM engagement_scores WHERE micro_points > 0 ORDER BY micro_points DESC, user_id LIMIT $1::int) AS e
JOIN community_users AS u ON u.id = e.user_id
ORDER BY e.micro_points DESC, e.user_id;

-- listMostViewedPosts
SELECT id, plan_id AS "planId", channel, asset, topic, format, to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "publishedAt",
  impressions::float8 AS impressions, engagements::float8 AS engagements, micro_rate::float8 AS "microRate" FROM generate_series(date_trunc('week', $1::timestamptz AT TIME ZONE 'UTC'), (SELECT max(published_at) FROM published_content) AT TIME ZONE 'UTC', interval '7 days') AS w (week)
CROSS JOIN LATERAL (
  SELECT * FROM published_content
  WHERE date_trunc('week', published_at AT TIME ZONE 'UTC') = w.week AND (published_at >= $2::timestamptz OR w.week >= $3::timestamptz AT TIME ZONE 'UTC') AND impressions IS NOT NULL AND removed_at IS NULL
  ORDER BY impressions DESC, id DESC LIMIT $4::int
) AS best
ORDER BY best.impressions DESC, id DESC LIMIT $5::int;

-- listNewestPosts
SELECT id, plan_id AS "planId", channel, asset, topic, format, to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "publishedAt",
impressions::float8 AS impressions, engagements::float8 AS engagements, micro_rate::float8 AS "microRate" FROM published_content WHERE removed_at IS NULL ORDER BY published_at DESC, id DESC LIMIT $1::int;

-- listOverduePictures
SELECT jsonb_build_object('id', p.id, 'kind', p.kind, 'asset', p.asset, 'channel', p.channel, 'format', p.format, 'language', p.language, 'voice', p.voice,
    'disclosure', p.disclosure, 'scheduledAt', p.scheduled_at, 'expiresAt', p.expires_at, 'createdAt', p.created_at, 'version', p.version, 'state', p.state) AS plan, jsonb_build_object('id', d.id, 'version', d.version, 'author', d.author, 'format', d.format, 'title', d.title, 'parts', d.parts, 'alt', d.alt,
    'needsPicture', d.needs_picture, 'mediaHash', d.media_hash, 'scheduledAt', d.scheduled_at, 'passes', d.passes, 'hash', d.hash) AS draft
FROM content_plans p JOIN drafts d ON d.plan_id = p.id AND d.version = p.version
WHERE p.state = 'checking' AND d.passes AND d.needs_picture AND d.media_hash IS NULL AND d.created_at < $1::timestamptz
ORDER BY p.scheduled_at LIMIT $2;

-- listPlansInStates
SELECT p.id, p.kind, p.asset, p.channel, p.format, p.language, p.tier, p.state, p.scheduled_at, p.expires_at, i.headline, p.version,
  d.id AS draft_id, d.hash, d.author, d.title, left(d.parts ->> 0, 400) AS text, jsonb_array_length(d.parts) AS parts, d.media_hash,
  coalesce((SELECT jsonb_agg(g ->> 'name') FROM jsonb_array_elements(d.guards) AS g WHERE g -> 'pass' = 'false'), '[]') AS failed,
  y.state AS delivery_state
FROM unnest($1::text[]) AS wanted (state)
CROSS JOIN LATERAL (
  SELECT * FROM content_plans WHERE content_plans.state = wanted.state ORDER BY scheduled_at LIMIT $2::int
) AS p 
JOIN insights AS i ON i.id = p.insight_id
LEFT JOIN drafts AS d ON d.plan_id = p.id AND d.version = p.version
LEFT JOIN deliveries AS y ON y.plan_id = p.id
ORDER BY p.scheduled_at, p.id;

-- listPlansOfDays
SELECT (w.place - 1)::int AS day, p.total, p.id, p.kind, p.asset, p.channel, p.format, p.language, p.tier, p.state, p.scheduled_at, p.expires_at, i.headline, p.version,
  d.id AS draft_id, d.hash, d.author, d.title, left(d.parts ->> 0, 400) AS text, jsonb_array_length(d.parts) AS parts, d.media_hash,
  coalesce((SELECT jsonb_agg(g ->> 'name') FROM jsonb_array_elements(d.guards) AS g WHERE g -> 'pass' = 'false'), '[]') AS failed,
  y.state AS delivery_state
FROM unnest($1::timestamptz[], $2::timestamptz[])
  WITH ORDINALITY AS w (since, until, place)
CROSS JOIN LATERAL (
  SELECT *, (count(*) OVER ())::int AS total FROM content_plans
  WHERE scheduled_at >= w.since AND scheduled_at < w.until ORDER BY scheduled_at, id LIMIT $3::int
) AS p 
JOIN insights AS i ON i.id = p.insight_id
LEFT JOIN drafts AS d ON d.plan_id = p.id AND d.version = p.version
LEFT JOIN deliveries AS y ON y.plan_id = p.id
ORDER BY w.place, p.scheduled_at, p.id;

-- listPolicyVersions
select "agent", "version", "tunables", "change", "state", "actor", "run_id", "began_at", "decided_at", "verdict", "ended_at" from "policy_versions" where ("policy_versions"."agent" = $1 and "policy_versions"."version" < $2) order by "policy_versions"."version" desc limit $3;

-- listPosts
select "published_content"."id", "published_content"."tier", "published_content"."channel", "published_content"."url", "published_content"."published_at", "published_content"."insight_id", "published_content"."format", "drafts"."language", "drafts"."title", "drafts"."parts", "drafts"."alt", "drafts"."media_hash", "media"."bytes", "published_content"."asset", "published_content"."topic", "published_content"."insight_type", "correction"."id", "correction"."published_at", (
SELECT coalesce(jsonb_agg(jsonb_build_object('ageHours', band_hours, 'observedAt', observed_at, 'state', state, 'impressions', impressions, 'likes', likes,
  'replies', replies, 'reposts', reposts, 'quotes', quotes, 'bookmarks', bookmarks) ORDER BY band_hours), '[]')
FROM post_readings WHERE post_id = "published_content"."id") from "published_content" inner join "drafts" on "drafts"."id" = "published_content"."draft_id" left join "media" on "media"."hash" = "drafts"."media_hash" left join "published_content" "correction" on "correction"."plan_id" = "published_content"."corrected_by" where (("published_content"."tier" = $1 and "published_content"."removed_at" is null) and "published_content"."channel" = $2 and ("published_content"."published_at", "published_content"."id") < ($3::timestamptz, $4)) order by "published_content"."published_at" desc, "published_content"."id" desc limit $5;

-- listQuoteLines
WITH page AS MATERIALIZED (SELECT *, ARRAY[to_char(observed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')] AS place FROM quotes WHERE asset = $1 AND observed_at >= $2::timestamptz
  ORDER BY observed_at LIMIT $3::int)
SELECT count(*)::int AS rows, string_agg(line.text || chr(10), '' ORDER BY observed_at) AS lines, (SELECT to_jsonb(place) FROM page ORDER BY observed_at DESC LIMIT 1) AS last
FROM page CROSS JOIN LATERAL (SELECT row_to_json(shown)::text AS text FROM (SELECT asset, to_char(observed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "observedAt", price::text, volume_24h::text AS "volume24h", change_pct_24h::text AS "changePct24h", to_char(closed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "closedAt",
    state, source, agreement, second_source AS "secondSource", deviation_bps::text AS "deviationBps", second_price::text AS "secondPrice") AS shown) AS line;

-- listQuotesBetween
select "asset", "observed_at", "price", "volume_24h", "change_pct_24h", "closed_at", "source", "agreement", "second_source", "second_price", "deviation_bps", "state" from "quotes" where ("quotes"."asset" = $1 and "quotes"."observed_at" >= $2 and "quotes"."observed_at" < $3) order by "quotes"."observed_at" desc limit $4;

-- listReadingLines
WITH page AS MATERIALIZED (SELECT *, ARRAY[to_char(observed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), subject, source] AS place FROM sentiment_readings
  WHERE true AND (observed_at, subject, source) > ($1::timestamptz, $2, $3) ORDER BY observed_at, subject, source LIMIT $4::int)
SELECT count(*)::int AS rows, string_agg(line.text || chr(10), '' ORDER BY (observed_at, subject, source)) AS lines, (SELECT to_jsonb(place) FROM page ORDER BY (observed_at, subject, source) DESC LIMIT 1) AS last
FROM page CROSS JOIN LATERAL (SELECT row_to_json(shown)::text AS text FROM (SELECT subject, source, to_char(observed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "observedAt", value::text, count, to_char(known_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "knownAt") AS shown) AS line;

-- listReadings
select "subject", "source", "observed_at", "value", "count", "known_at" from "sentiment_readings" where ("sentiment_readings"."observed_at" >= $1 and "sentiment_readings"."observed_at" < $2 and "sentiment_readings"."subject" = $3 and "sentiment_readings"."source" = $4) order by "sentiment_readings"."observed_at" desc, "sentiment_readings"."subject" desc, "sentiment_readings"."source" desc limit $5;

-- listReadingsAsOf
select "subject", "source", "observed_at", "value", "count", "known_at" from "sentiment_readings" where ("sentiment_readings"."observed_at" >= $1 and "sentiment_readings"."known_at" <= $2) order by "sentiment_readings"."observed_at" asc, "sentiment_readings"."subject" asc, "sentiment_readings"."source" asc;

-- listRecentRuns
SELECT r.agent, r.id, r.state, r.attempt, r.started_at, r.finished_at, r.wall_ms, r.error_code
FROM unnest($1::text[]) WITH ORDINALITY AS wanted (agent, place)
CROSS JOIN LATERAL (SELECT * FROM runs WHERE runs.agent = wanted.agent ORDER BY runs.id DESC LIMIT $2::int) AS r
ORDER BY wanted.place, r.id DESC;

-- listRevisedPosts
WITH cited AS MATERIALIZED (
  SELECT p.id, e.ref, e.label, e.kind, e.unit, e.value FROM published_content p JOIN evidence e ON e.insight_id = p.insight_id AND e.kind IN ('candle', 'quote', 'sentiment') AND e.value IS NOT NULL
  WHERE p.published_at > $1::timestamptz AND p.removed_at IS NULL AND p.corrected_by IS NULL
), changed AS MATERIALIZED (
  SELECT id, jsonb_agg(jsonb_build_object('ref', ref, 'label', label, 'was', was, 'is', "is", 'agreement', agreement) ORDER BY ref, label) AS rows
  FROM (SELECT e.id, e.ref, e.label, e.value AS was, coalesce(c.value, q.value, r.value) AS "is",
      CASE WHEN e.kind <> 'sentiment' THEN coalesce(c.agreement, q.agreement, 'single') END AS agreement
    FROM cited AS e
    LEFT JOIN LATERAL (SELECT CASE WHEN e.unit = 'asset_units' THEN volume WHEN e.label LIKE '% open %' THEN open ELSE close END AS value, agreement
      FROM candles WHERE asset = split_part(e.ref, '/', 1) AND open_time = CASE WHEN e.kind = 'candle' THEN substring(e.ref FROM '/([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z)$')::timestamptz END) AS c ON true
    LEFT JOIN LATERAL (SELECT CASE WHEN e.unit = 'asset_units' THEN volume_24h ELSE price END AS value, agreement
      FROM quotes WHERE asset = split_part(e.ref, '/', 1) AND observed_at = CASE WHEN e.kind = 'quote' THEN substring(e.ref FROM '/([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z)$')::timestamptz END) AS q ON true
    LEFT JOIN LATERAL (SELECT value FROM sentiment_readings
      WHERE source = split_part(e.ref, '/', 1) AND subject = split_part(e.ref, '/', 2) AND observed_at = CASE WHEN e.kind = 'sentiment' THEN substring(e.ref FROM '/([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z)$')::timestamptz END) AS r ON true) AS compared WHERE (agreement = 'disputed' OR abs("is" - was) > abs(was) * $2::numeric) GROUP BY id
)
SELECT p.id, p.insight_id AS "insightId", i.asset, i.type, p.channel, p.tier, (extract(epoch FROM p.published_at) * 1000)::float8 AS "publishedAt", changed.rows
FROM changed JOIN published_content p ON p.id = changed.id JOIN insights i ON i.id = p.insight_id
WHERE NOT EXISTS (SELECT 1 FROM content_plans made WHERE made.about_post_id = p.id AND made.kind = 'correction')
ORDER BY p.published_at DESC, p.id DESC
LIMIT $3::int;

-- listRunHours
SELECT period_start, sum(runs)::int AS runs, coalesce(sum(runs) FILTER (WHERE NOT succeeded), 0)::int AS failed FROM run_stats
WHERE grain = 'hour' AND period_start >= $1::timestamptz AND period_start < $2::timestamptz
GROUP BY period_start ORDER BY period_start;

-- listRunStats
WITH counted AS (
  SELECT agent, bucket, sum(runs::float8) AS runs, sum(CASE WHEN succeeded THEN runs ELSE 0 END::float8) AS succeeded, sum(wall_ms::float8) AS wall_ms,
    sum(CASE WHEN succeeded OR bucket > 0 THEN runs ELSE 0 END::float8) AS timed
  FROM run_stats
  WHERE grain = $1 AND period_start >= $2::timestamptz AND period_start < $3::timestamptz
  GROUP BY agent, bucket
), ranked AS (
  SELECT *, sum(timed) OVER (PARTITION BY agent ORDER BY bucket) AS upto, sum(timed) OVER (PARTITION BY agent) AS timed_in_all FROM counted
)
SELECT agent, sum(runs) AS runs, sum(succeeded) AS succeeded, sum(wall_ms) / nullif(max(timed_in_all), 0) AS mean_ms,
  min(bucket) FILTER (WHERE timed > 0 AND upto >= $4::float8 * timed_in_all) AS b50, min(bucket) FILTER (WHERE timed > 0 AND upto >= $5::float8 * timed_in_all) AS b95, min(bucket) FILTER (WHERE timed > 0 AND upto >= $6::float8 * timed_in_all) AS b99
FROM ranked GROUP BY agent ORDER BY agent;

-- listRunStatsByPeriod
WITH counted AS (
  SELECT period_start, agent, bucket, sum(runs::float8) AS runs, sum(CASE WHEN succeeded THEN runs ELSE 0 END::float8) AS succeeded, sum(wall_ms::float8) AS wall_ms,
    sum(CASE WHEN succeeded OR bucket > 0 THEN runs ELSE 0 END::float8) AS timed
  FROM run_stats
  WHERE grain = $1 AND period_start >= $2::timestamptz AND period_start < $3::timestamptz
  GROUP BY period_start, agent, bucket
), ranked AS (
  SELECT *, sum(timed) OVER (PARTITION BY period_start, agent ORDER BY bucket) AS upto, sum(timed) OVER (PARTITION BY period_start, agent) AS timed_in_all FROM counted
)
SELECT period_start, agent, sum(runs) AS runs, sum(succeeded) AS succeeded, sum(wall_ms) / nullif(max(timed_in_all), 0) AS mean_ms,
  min(bucket) FILTER (WHERE timed > 0 AND upto >= $4::float8 * timed_in_all) AS b50, min(bucket) FILTER (WHERE timed > 0 AND upto >= $5::float8 * timed_in_all) AS b95, min(bucket) FILTER (WHERE timed > 0 AND upto >= $6::float8 * timed_in_all) AS b99
FROM ranked GROUP BY period_start, agent ORDER BY period_start, agent;

-- listRuns
select "id", "agent", "key", "slot", "trigger", "input", "state", "attempt", "moment", "started_at", "lease_until", "retry_at", "finished_at", "wall_ms", "statements", "rows_read", "database_ms", "calls", "retries", "tokens", "micro_usd", "output", "error_code", "error_detail", "policy_version" from "runs" where ("runs"."agent" = $1 and "runs"."id" < $2) order by "runs"."id" desc limit $3;

-- listSeries
SELECT last.asset, packed.*, last.source, CASE WHEN last.checked_at <= $1::timestamptz THEN last.agreement ELSE 'single' END AS agreement,
  (SELECT q.state FROM quotes q WHERE q.asset = last.asset AND q.observed_at <= $2::timestamptz ORDER BY q.observed_at DESC LIMIT 1) AS state
FROM unnest($3::text[]) AS wanted (asset)
CROSS JOIN LATERAL (SELECT * FROM candles WHERE asset = wanted.asset AND open_time >= $4::timestamptz AND open_time < $5::timestamptz AND known_at <= $6::timestamptz ORDER BY open_time DESC LIMIT 1) AS last
CROSS JOIN LATERAL (
  SELECT string_agg(date_part('epoch', open_time)::bigint::text, ',') AS times, string_agg(open::text, ',') AS open, string_agg(high::text, ',') AS high,
    string_agg(low::text, ',') AS low, string_agg(close::text, ',') AS close, string_agg(volume::text, ',') AS volume
  FROM (
    SELECT open_time, open, high, low, close, volume FROM candles
    WHERE asset = wanted.asset AND open_time >= $7::timestamptz AND open_time < $8::timestamptz AND known_at <= $9::timestamptz AND (open_time = last.open_time OR (agreement = 'disputed' AND checked_at <= $10::timestamptz) IS NOT TRUE) ORDER BY open_time
  ) AS ordered
) AS packed
ORDER BY last.asset;

-- listSettledClaims
SELECT id, asset, type, headline, probability::float8 AS probability, to_char(made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "madeAt", to_char(deadline AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS deadline, statement,
  statement_text AS "statementText", outcome, last_close::text AS "lastClose"
FROM (
WITH d AS MATERIALIZED (
  -- Else the terms would be read out of the statement again for every candle.
  SELECT *, floor(extract(epoch FROM last_open - first_open) / 3600)::int + 1 AS expected FROM (
  SELECT id, asset, type, headline, probability, made_at, deadline, statement, statement_text, statement ->> 'kind' AS kind,
    (statement ->> 'level')::numeric AS level, (statement ->> 'movePct')::numeric AS move, deadline - interval '1 hour' AS last_open,
    CASE statement ->> 'kind' WHEN 'move_at_least' THEN date_trunc('hour', made_at, 'UTC') ELSE deadline - interval '1 hour' END AS first_open
  FROM insights WHERE deadline <= $1::timestamptz AND true AND true AND true AND (deadline, id) < ($2::timestamptz, $3) AND asset = $4 AND true
  ORDER BY deadline DESC, id DESC LIMIT $5::int) AS c
)
SELECT d.*, s.last_close,
  CASE WHEN d.kind IS NULL OR d.level IS NULL OR d.expected < 1 OR (d.kind NOT IN ('close_above', 'close_below') AND d.move IS NULL) THEN 'unreadable'
    WHEN s.hours = d.expected THEN CASE WHEN s.surely THEN 'true' WHEN s.maybe THEN 'disputed' ELSE 'false' END
    WHEN d.deadline > $6::timestamptz - $7 * interval '1 second' THEN 'waiting' ELSE 'missing' END AS outcome
FROM d CROSS JOIN LATERAL (
  SELECT count(*)::int AS hours, bool_or(one AND other) AS surely, bool_or(one OR other) AS maybe, max(close) FILTER (WHERE open_time = d.last_open) AS last_close
  FROM (
    SELECT open_time, close, CASE d.kind WHEN 'close_above' THEN close > d.level WHEN 'close_below' THEN close < d.level
        ELSE abs(close - d.level) * 100 >= d.move * d.level END AS one,
      CASE WHEN agreement = 'disputed' AND checked_at <= $8::timestamptz THEN coalesce(CASE d.kind WHEN 'close_above' THEN second_close > d.level WHEN 'close_below' THEN second_close < d.level
        ELSE abs(second_close - d.level) * 100 >= d.move * d.level END, NOT CASE d.kind WHEN 'close_above' THEN close > d.level WHEN 'close_below' THEN close < d.level
        ELSE abs(close - d.level) * 100 >= d.move * d.level END) ELSE CASE d.kind WHEN 'close_above' THEN close > d.level WHEN 'close_below' THEN close < d.level
        ELSE abs(close - d.level) * 100 >= d.move * d.level END END AS other
    FROM candles WHERE asset = d.asset AND open_time BETWEEN d.first_open AND d.last_open AND known_at <= $9::timestamptz
  ) AS c
) AS s) AS settled ORDER BY settled.deadline DESC, id DESC;

-- listSnapshots
SELECT id, period, to_char(starts_on, 'YYYY-MM-DD') AS "startsOn", to_char(ends_before, 'YYYY-MM-DD') AS "endsBefore", figures FROM performance_snapshots WHERE period = $1 AND starts_on < $2::date ORDER BY starts_on DESC LIMIT $3::int;

-- listSourceStates
select "source", "etag", "last_modified", "checked_at", "last_ok_at", "last_failure_at", "failure_code", "consecutive_failures" from "source_states" where "source_states"."source" in ($1);

-- listSpend
SELECT scope, micro_usd::text AS sum FROM spend WHERE day = $1::date ORDER BY scope;

-- listStandingPlans
SELECT kind, insight_id AS "insightId", about_post_id AS "aboutPostId", asset, topic, channel, format,
  (extract(epoch FROM scheduled_at) * 1000)::float8 AS "scheduledAt"
FROM content_plans
WHERE scheduled_at > $1::timestamptz AND state NOT IN ('rejected', 'expired', 'failed')
ORDER BY scheduled_at DESC, id DESC
LIMIT $2::int;

-- listStories
SELECT s.id, s.title, s.assets, s.polarity::float8 AS polarity, s.sources, s.first_seen_at, s.last_seen_at, (
SELECT coalesce(jsonb_agg(jsonb_build_object('source', a.source, 'title', a.title, 'url', a.url, 'published_at', a.published_at, 'known_at', a.known_at, 'polarity', a.polarity)
  ORDER BY a.known_at, a.id), '[]')
FROM news_articles a WHERE a.story_id = s.id) AS articles FROM news_stories s WHERE true
    ORDER BY s.first_seen_at DESC, s.id DESC LIMIT $1::int;

-- listStoriesAsOf
WITH recent AS (
  SELECT DISTINCT story_id FROM news_articles WHERE known_at >= $1::timestamptz AND known_at <= $2::timestamptz
), told AS MATERIALIZED (
  SELECT story_id, source, polarity, known_at, assets FROM recent JOIN news_articles USING (story_id) WHERE known_at <= $3::timestamptz
), heard AS (
  -- Each source has one voice, however often it updates.
  SELECT story_id, array_agg(source ORDER BY source) AS sources, avg(voice)::float8 AS polarity, max(last) AS last_seen
  FROM (SELECT story_id, source, avg(polarity) AS voice, max(known_at) AS last FROM told GROUP BY story_id, source) AS voices GROUP BY story_id
), named AS (
  SELECT story_id, array_agg(DISTINCT asset) AS assets FROM told, unnest(assets) AS asset GROUP BY story_id
)
SELECT s.id, s.title, coalesce(named.assets, '{}') AS assets, heard.polarity, heard.sources, s.first_seen_at AS first_seen, heard.last_seen
FROM heard JOIN news_stories AS s ON s.id = heard.story_id LEFT JOIN named ON named.story_id = s.id
ORDER BY s.first_seen_at DESC, s.id DESC
LIMIT 500;

-- listStuckPlans
SELECT p.id AS "planId", p.state, coalesce(d.created_at, p.created_at) AS since
FROM content_plans AS p LEFT JOIN drafts AS d ON d.plan_id = p.id AND d.version = p.version
WHERE p.state IN ('planned', 'checking') AND p.expires_at > $1::timestamptz
  AND coalesce(d.created_at, p.created_at) <= $2::timestamptz
ORDER BY 3, 1 LIMIT $3::int;

-- listSuccessfulPosts
WITH posted AS MATERIALIZED (
  SELECT id, channel FROM published_content
  WHERE published_at >= $1::timestamptz AND published_at < $2::timestamptz AND removed_at IS NULL
), rated AS MATERIALIZED (
  SELECT posted.id, posted.channel,
    (coalesce(likes, 0) + coalesce(replies, 0) + coalesce(reposts, 0) + coalesce(quotes, 0) + coalesce(bookmarks, 0))::float8 * 1000 / impressions AS rate
  FROM post_readings AS r JOIN posted ON posted.id = r.post_id
  -- Ids are in the order of time: one stretch of the key holds what those posts were read as, in place of a search for each.
  WHERE r.post_id >= (SELECT min(id) FROM posted) AND r.post_id <= (SELECT max(id) FROM posted) AND r.band_hours = $3::int
    AND r.state = 'measured' AND r.impressions > 0 AND coalesce(likes, replies, reposts, quotes, bookmarks) IS NOT NULL
), usual AS (
  SELECT channel, percentile_cont(0.5) WITHIN GROUP (ORDER BY rate) AS median, count(*)::int AS compared FROM rated GROUP BY channel
), successful AS MATERIALIZED (
  SELECT rated.id, rated.rate / usual.median AS lift, usual.compared FROM rated JOIN usual USING (channel)
  WHERE usual.median > 0 AND rated.rate >= usual.median * $4::float8
), best AS MATERIALIZED (
  SELECT s.* FROM (SELECT * FROM successful ORDER BY lift DESC, id) AS s
  WHERE EXISTS (SELECT 1 FROM published_content p JOIN content_plans own ON own.id = p.plan_id WHERE p.id = s.id AND own.kind = 'insight'
    AND NOT EXISTS (SELECT 1 FROM content_plans again WHERE again.insight_id = p.insight_id AND again.kind = 'repurpose'))
  ORDER BY s.lift DESC, s.id LIMIT $5::int
)
SELECT p.id, p.insight_id AS "insightId", i.asset, i.type, p.channel, p.tier, (extract(epoch FROM p.published_at) * 1000)::float8 AS "publishedAt", (extract(epoch FROM i.deadline) * 1000)::float8 AS deadline, best.lift, best.compared,
  p.corrected_by IS NULL AND NOT EXISTS (SELECT 1 FROM (SELECT e.ref, e.label, e.value AS was, coalesce(c.value, q.value, r.value) AS "is",
      CASE WHEN e.kind <> 'sentiment' THEN coalesce(c.agreement, q.agreement, 'single') END AS agreement
    FROM evidence AS e
    LEFT JOIN LATERAL (SELECT CASE WHEN e.unit = 'asset_units' THEN volume WHEN e.label LIKE '% open %' THEN open ELSE close END AS value, agreement
      FROM candles WHERE asset = split_part(e.ref, '/', 1) AND open_time = CASE WHEN e.kind = 'candle' THEN substring(e.ref FROM '/([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z)$')::timestamptz END) AS c ON true
    LEFT JOIN LATERAL (SELECT CASE WHEN e.unit = 'asset_units' THEN volume_24h ELSE price END AS value, agreement
      FROM quotes WHERE asset = split_part(e.ref, '/', 1) AND observed_at = CASE WHEN e.kind = 'quote' THEN substring(e.ref FROM '/([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z)$')::timestamptz END) AS q ON true
    LEFT JOIN LATERAL (SELECT value FROM sentiment_readings
      WHERE source = split_part(e.ref, '/', 1) AND subject = split_part(e.ref, '/', 2) AND observed_at = CASE WHEN e.kind = 'sentiment' THEN substring(e.ref FROM '/([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z)$')::timestamptz END) AS r ON true WHERE e.insight_id = p.insight_id AND e.kind IN ('candle', 'quote', 'sentiment') AND e.value IS NOT NULL) AS cited WHERE "is" IS NULL OR (agreement = 'disputed' OR abs("is" - was) > abs(was) * $6::numeric)) AS "isVerified"
FROM best JOIN published_content p ON p.id = best.id JOIN insights i ON i.id = p.insight_id
ORDER BY best.lift DESC, p.id;

-- listSwitches
SELECT scope, is_on, reason, changed_by, changed_at FROM switches ORDER BY scope;

-- listTopicDays
WITH days AS MATERIALIZED (
  SELECT day, asset, topic, interactions FROM generate_series(0, 7) AS day CROSS JOIN LATERAL (
    SELECT asset, topic, greatest(sum(interactions), 0)::float8 AS interactions FROM topic_hours
    WHERE hour >= $1::timestamptz - (day + 1) * interval '24 hours' AND hour < $2::timestamptz - day * interval '24 hours' GROUP BY asset, topic) AS summed
), known AS (
  SELECT max(day) AS oldest FROM days
), topics AS (
  SELECT asset, topic, coalesce(sum(interactions) FILTER (WHERE day = 0), 0) AS today, ARRAY[coalesce(sum(interactions) FILTER (WHERE day = 1), 0), coalesce(sum(interactions) FILTER (WHERE day = 2), 0), coalesce(sum(interactions) FILTER (WHERE day = 3), 0), coalesce(sum(interactions) FILTER (WHERE day = 4), 0), coalesce(sum(interactions) FILTER (WHERE day = 5), 0), coalesce(sum(interactions) FILTER (WHERE day = 6), 0), coalesce(sum(interactions) FILTER (WHERE day = 7), 0)] AS before FROM days GROUP BY asset, topic
), posts AS (
  SELECT asset, topic, count(*)::int AS posts FROM published_content
  WHERE published_at >= $3::timestamptz - interval '192 hours' AND published_at < $4::timestamptz GROUP BY asset, topic
)
SELECT asset, topic, coalesce(posts.posts, 0) AS posts, today, to_jsonb(before[1:known.oldest]) AS before
FROM topics CROSS JOIN known LEFT JOIN posts USING (asset, topic)
ORDER BY asset, topic;

-- listTroubles
WITH stuck AS (
  (SELECT y.* FROM deliveries AS y WHERE y.state = 'held' ORDER BY y.due_at DESC LIMIT $1::int)
  UNION ALL (SELECT y.* FROM deliveries AS y WHERE y.state = 'unknown' ORDER BY y.due_at DESC LIMIT $2::int)
  UNION ALL (
    SELECT y.* FROM unnest(ARRAY['x', 'telegram', 'discord', 'feed']) AS c (name)
    CROSS JOIN LATERAL (
      SELECT * FROM deliveries WHERE deliveries.channel = c.name AND deliveries.scheduled_at >= $3::timestamptz AND deliveries.state = 'refused'
      ORDER BY deliveries.scheduled_at DESC LIMIT $4::int
    ) AS y)
)
SELECT s.state AS kind, p.id, s.id AS delivery_id, s.channel AS subject, i.headline AS text,
  coalesce(s.failure_detail, s.failure_code) AS code, s.due_at AS at
FROM stuck AS s JOIN content_plans AS p ON p.id = s.plan_id JOIN insights AS i ON i.id = p.insight_id
UNION ALL (
  SELECT p.state, p.id, NULL, p.channel, i.headline, NULL, p.scheduled_at
  FROM (
    (SELECT * FROM content_plans WHERE state = 'blocked' ORDER BY scheduled_at DESC LIMIT $5::int)
    UNION ALL (SELECT * FROM content_plans WHERE state = 'failed' AND scheduled_at >= $6::timestamptz ORDER BY scheduled_at DESC LIMIT $7::int)
  ) AS p JOIN insights AS i ON i.id = p.insight_id)
UNION ALL (
  SELECT 'dead-run', r.id, NULL, r.agent, r.key, coalesce(r.error_detail, r.error_code), r.started_at
  FROM (SELECT * FROM runs WHERE state = 'dead' ORDER BY id DESC LIMIT $8::int) AS r WHERE r.started_at >= $9::timestamptz)
UNION ALL (
  SELECT 'breaker', source, NULL, substr(source, 9), consecutive_failures || ' failures on end', failure_code, checked_at
  FROM source_states WHERE source LIKE 'channel:%' AND consecutive_failures >= $10::int)
ORDER BY at DESC;

-- listUndecidedInsights
SELECT i.id, i.asset, i.type, i.direction, i.probability::float8 AS probability, (extract(epoch FROM i.made_at) * 1000)::float8 AS "madeAt",
  (extract(epoch FROM i.deadline) * 1000)::float8 AS deadline, jsonb_array_length(i.reasons) AS reasons,
  (SELECT max(abs((reason->>'value')::float8)) FROM jsonb_array_elements(i.reasons) AS reason WHERE reason->>'unit' = 'sigma') AS sigmas,
  (SELECT CASE WHEN bool_or(agreement = 'disputed') THEN 'disputed' WHEN bool_or(agreement = 'single') THEN 'single' WHEN count(*) > 0 THEN 'agreed' END
    FROM (SELECT e.ref, e.label, e.value AS was, coalesce(c.value, q.value, r.value) AS "is",
      CASE WHEN e.kind <> 'sentiment' THEN coalesce(c.agreement, q.agreement, 'single') END AS agreement
    FROM evidence AS e
    LEFT JOIN LATERAL (SELECT CASE WHEN e.unit = 'asset_units' THEN volume WHEN e.label LIKE '% open %' THEN open ELSE close END AS value, agreement
      FROM candles WHERE asset = split_part(e.ref, '/', 1) AND open_time = CASE WHEN e.kind = 'candle' THEN substring(e.ref FROM '/([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z)$')::timestamptz END) AS c ON true
    LEFT JOIN LATERAL (SELECT CASE WHEN e.unit = 'asset_units' THEN volume_24h ELSE price END AS value, agreement
      FROM quotes WHERE asset = split_part(e.ref, '/', 1) AND observed_at = CASE WHEN e.kind = 'quote' THEN substring(e.ref FROM '/([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z)$')::timestamptz END) AS q ON true
    LEFT JOIN LATERAL (SELECT value FROM sentiment_readings
      WHERE source = split_part(e.ref, '/', 1) AND subject = split_part(e.ref, '/', 2) AND observed_at = CASE WHEN e.kind = 'sentiment' THEN substring(e.ref FROM '/([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z)$')::timestamptz END) AS r ON true WHERE e.insight_id = i.id AND e.kind IN ('candle', 'quote', 'sentiment') AND e.value IS NOT NULL) AS cited WHERE agreement IS NOT NULL) AS agreement
FROM insights i
WHERE i.made_at > $1::timestamptz AND i.made_at <= $2::timestamptz
  AND NOT EXISTS (SELECT 1 FROM insight_verdicts v WHERE v.insight_id = i.id)
ORDER BY i.made_at DESC, i.id
LIMIT $3::int;

-- listWebhookAttempts
SELECT a.id, a.endpoint_id AS endpoint, a.message_id AS message, m.type, a.at, a.status, a.failure, a.wall_ms AS "wallMs", m.state, m.due_at AS "dueAt"
FROM webhook_endpoints AS e
  CROSS JOIN LATERAL (SELECT * FROM webhook_attempts AS t WHERE t.endpoint_id = e.id ORDER BY t.id DESC LIMIT $1::int) AS a
  JOIN webhook_messages AS m ON m.endpoint_id = a.endpoint_id AND m.id = a.message_id
WHERE e.state <> 'deleted' AND ($2::text IS NULL OR key_id = $3::text) AND ($4::text IS NULL OR e.id = $5::text)
ORDER BY a.id DESC;

-- listWebhookEndpoints
SELECT e.id, e.key_id AS "keyId", e.url, e.description, e.events, e.state, e.disabled_why AS "disabledWhy", e.secret_version AS "secretVersion",
e.previous_until AS "previousUntil", e.created_at AS "createdAt", e.changed_at AS "changedAt", e.failing_since AS "failingSince", e.last_ok_at AS "lastOkAt",
(SELECT count(*) FROM webhook_messages AS m WHERE m.endpoint_id = e.id AND m.state = 'waiting')::int AS waiting FROM webhook_endpoints AS e WHERE e.state <> 'deleted' AND ($1::text IS NULL OR key_id = $2::text) ORDER BY e.id DESC LIMIT $3::int;

-- lookBack
WITH days AS MATERIALIZED (
  SELECT period, starts_on, ends_before, figures FROM performance_snapshots
  WHERE period = 'day' AND made_at <= $1::timestamptz ORDER BY starts_on DESC LIMIT $2::int
)
SELECT
  coalesce((SELECT jsonb_agg(jsonb_build_object('period', period, 'startsOn', starts_on, 'endsBefore', ends_before, 'figures', figures) ORDER BY starts_on)
    FROM days), '[]') AS days,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'metric', metric, 'startsOn', starts_on, 'model', model, 'low', low, 'middle', middle, 'high', high) ORDER BY id)
    FROM forecasts WHERE settled_at IS NULL AND period = 'day' AND starts_on >= $3::date - $4::int AND made_at <= $5::timestamptz), '[]') AS open,
  coalesce((SELECT jsonb_agg(DISTINCT jsonb_build_object('metric', metric, 'direction', direction))
    FROM findings WHERE kind = 'trend' AND found_at > $6::timestamptz AND found_at <= $7::timestamptz), '[]') AS trends;

-- maintain
VACUUM (ANALYZE) "public"."sessions";

-- makePartitions
SELECT name FROM make_interaction_partitions($1::timestamptz, $2::timestamptz) AS name;

-- markDispatched
update "events" set "dispatched_at" = $1 where "events"."id" in ($2);

-- markRemoved
UPDATE published_content SET removed_at = coalesce(removed_at, $1::timestamptz) WHERE id = $2 RETURNING id;

-- measureDatabase
WITH statistic AS MATERIALIZED (
  SELECT tablename, attname, avg_width, null_frac FROM pg_stats WHERE schemaname = 'public' AND NOT inherited
), tables AS (
  SELECT c.oid, c.relname AS name, coalesce(p.relname, c.relname) AS family, c.relkind = 'p' AS "isPartitioned",
    coalesce(pg_total_relation_size(c.oid), 0) AS bytes,
    -- After a restart that lost the counts, what the last ANALYZE found.
    CASE WHEN s.n_live_tup + s.n_dead_tup > 0 THEN s.n_live_tup ELSE greatest(c.reltuples, 0)::bigint END AS rows,
    s.n_dead_tup AS dead, s.n_live_tup + s.n_dead_tup > 0 OR c.reltuples <= 0 AS "isCounted", c.reltuples >= 0 AS "isAnalysed",
    s.seq_scan AS scans, s.seq_tup_read AS "scannedRows", coalesce(s.idx_scan, 0) AS "indexScans",
    pg_has_role(c.relowner, 'USAGE') AS "isOwned"
  FROM pg_class AS c JOIN pg_stat_user_tables AS s ON s.relid = c.oid
  LEFT JOIN pg_inherits AS h ON h.inhrelid = c.oid LEFT JOIN pg_class AS p ON p.oid = h.inhparent
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
), entries AS (
  -- Their average width; null where a column was never analysed.
  SELECT i.indexrelid AS oid, CASE WHEN count(*) = count(s.avg_width)
    THEN ceil((8 + CASE WHEN bool_or(s.null_frac > 0) THEN 8 ELSE 0 END + sum(s.avg_width * (1 - s.null_frac))) / 8) * 8 + 4 END AS width
  FROM pg_index AS i JOIN tables AS t ON t.oid = i.indrelid JOIN pg_class AS x ON x.oid = i.indexrelid AND x.relkind = 'i'
  JOIN pg_attribute AS a ON a.attrelid = i.indexrelid
  LEFT JOIN pg_attribute AS o ON o.attrelid = i.indrelid AND o.attnum = i.indkey[a.attnum - 1]
  LEFT JOIN statistic AS s ON s.tablename = CASE WHEN i.indkey[a.attnum - 1] = 0 THEN x.relname ELSE t.name END
    AND s.attname = CASE WHEN i.indkey[a.attnum - 1] = 0 THEN a.attname ELSE o.attname END
  GROUP BY i.indexrelid
), indexes AS (
  SELECT x.relname AS name, t.name AS table, coalesce(p.relname, x.relname) AS family, coalesce(pg_relation_size(x.oid), 0) AS bytes,
    coalesce(s.idx_scan, 0) AS scans, i.indisunique OR i.indisexclusion AS "isUnique", i.indisvalid AS "isValid", t."isOwned",
    CASE WHEN m.amname = 'btree' AND x.relpages > 0 THEN round(greatest(0, 1 - (
        1 + ceil(x.reltuples::numeric * e.width::numeric / (current_setting('block_size')::numeric - 40) * 100
          / coalesce((SELECT option_value::numeric FROM pg_options_to_table(x.reloptions) WHERE option_name = 'fillfactor'), 90))
      ) / x.relpages), 3) END AS bloat
  FROM pg_index AS i JOIN tables AS t ON t.oid = i.indrelid JOIN pg_class AS x ON x.oid = i.indexrelid AND x.relkind = 'i'
  JOIN pg_am AS m ON m.oid = x.relam JOIN entries AS e ON e.oid = x.oid
  LEFT JOIN pg_stat_user_indexes AS s ON s.indexrelid = x.oid
  LEFT JOIN pg_inherits AS h ON h.inhrelid = x.oid LEFT JOIN pg_class AS p ON p.oid = h.inhparent
)
SELECT jsonb_build_object(
  'bytes', pg_database_size(current_database()),
  'countedSince', (SELECT to_char(stats_reset AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') FROM pg_stat_database WHERE datname = current_database()),
  'tables', (SELECT jsonb_agg(to_jsonb(t) - 'oid' ORDER BY name) FROM tables AS t),
  'indexes', (SELECT jsonb_agg(to_jsonb(x) ORDER BY name) FROM indexes AS x),
  'futile', (
    SELECT coalesce(jsonb_agg(DISTINCT d ->> 'name'), '[]')
    FROM (SELECT output FROM runs WHERE agent = 'maintenance' ORDER BY id DESC LIMIT 60) AS r, jsonb_path_query(r.output, '$.done[*]') AS d
    WHERE d ->> 'kind' = 'reindex' AND (d ->> 'after')::numeric > 0.9 * (d ->> 'before')::numeric
  )
) AS figures;

-- measureSpanFromRows
WITH kinds AS MATERIALIZED (
  SELECT channel, format, asset, topic, insight_type, count(*) AS published, count(*) FILTER (WHERE coalesce(impressions, engagements) IS NOT NULL) AS posts,
    count(micro_rate) AS rated, coalesce(sum(impressions), 0) AS impressions, coalesce(sum(engagements), 0) AS engagements,
    coalesce(sum(micro_rate), 0) AS rates, coalesce(sum(micro_rate::float8 * micro_rate), 0) AS squares
  FROM published_content WHERE published_at >= $1::timestamp AT TIME ZONE 'UTC' AND published_at < $2::timestamp AT TIME ZONE 'UTC'
  GROUP BY channel, format, asset, topic, insight_type
) SELECT p.period, to_char(p."startsOn", 'YYYY-MM-DD') AS "startsOn", to_char(p."endsBefore", 'YYYY-MM-DD') AS "endsBefore",
  c.published, c."newPeople", c.insights,
  coalesce((SELECT jsonb_agg(to_jsonb(r)) FROM (
    SELECT v.dimension, v.value, sum(posts)::float8 AS posts, sum(rated)::float8 AS rated, sum(impressions)::float8 AS impressions,
      sum(engagements)::float8 AS engagements, sum(rates)::float8 AS "microRates", sum(squares) AS "microRateSquares"
    FROM kinds CROSS JOIN LATERAL (VALUES ('all', 'all'), ('channel', channel), ('format', format), ('asset', asset), ('topic', topic),
      ('insight-type', insight_type)) AS v (dimension, value)
    WHERE posts > 0 GROUP BY v.dimension, v.value ORDER BY v.dimension, v.value) AS r), '[]') AS posts,
  coalesce((SELECT jsonb_agg(to_jsonb(r)) FROM (
    SELECT platform, type, sum(sign(milli_value))::int AS count FROM user_interactions WHERE at >= p.from_at AND at < p.until_at
    GROUP BY platform, type ORDER BY platform, type) AS r), '[]') AS interactions,
  (SELECT jsonb_build_object('people', people, 'active1d', active_1d, 'active7d', active_7d, 'active30d', active_30d) FROM audience_days
    WHERE day = p."endsBefore") AS audience,
  coalesce((SELECT jsonb_agg(to_jsonb(r)) FROM (SELECT scope, sum(micro_usd)::float8 AS "microUsd" FROM spend WHERE day >= p."startsOn" AND day < p."endsBefore" GROUP BY scope ORDER BY scope) AS r), '[]') AS spend,
  coalesce((SELECT jsonb_agg(to_jsonb(r)) FROM (
    SELECT state = 'succeeded' AS succeeded, count(*)::int AS runs,
      coalesce(sum(wall_ms) FILTER (WHERE state = 'succeeded'), 0)::float8 AS "wallMs" FROM runs
    WHERE state IN ('succeeded', 'failed', 'dead') AND finished_at >= p.from_at AND finished_at < p.until_at
      AND id >= $3 AND id < $4
    GROUP BY 1 ORDER BY 1) AS r), '[]') AS runs
FROM (
SELECT $5::text AS period, $6::date AS "startsOn", $7::date AS "endsBefore",
  $8::timestamp AT TIME ZONE 'UTC' AS from_at, $9::timestamp AT TIME ZONE 'UTC' AS until_at) AS p CROSS JOIN LATERAL (
  SELECT (SELECT coalesce(sum(published), 0)::int FROM kinds) AS published, (SELECT count(*)::int FROM (SELECT first_seen_at AS at FROM community_users) AS c WHERE at >= p.from_at AND at < p.until_at) AS "newPeople", (SELECT count(*)::int FROM (SELECT made_at AS at FROM insights) AS c WHERE at >= p.from_at AND at < p.until_at) AS insights) AS c
WHERE true
ORDER BY p."endsBefore", p."startsOn" DESC;

-- measureSpans
 SELECT p.period, to_char(p."startsOn", 'YYYY-MM-DD') AS "startsOn", to_char(p."endsBefore", 'YYYY-MM-DD') AS "endsBefore",
  c.published, c."newPeople", c.insights,
  coalesce((SELECT jsonb_agg(to_jsonb(r)) FROM (
    SELECT dimension, value, sum(posts)::float8 AS posts, sum(rated)::float8 AS rated, sum(impressions)::float8 AS impressions, sum(engagements)::float8 AS engagements,
      sum(micro_rates)::float8 AS "microRates", sum(micro_rate_squares)::float8 AS "microRateSquares"
    FROM post_days WHERE band_hours = $1::int AND dimension = ANY ($2::text[]) AND day >= p."startsOn" AND day < p."endsBefore"
    GROUP BY dimension, value ORDER BY dimension, value) AS r), '[]') AS posts,
  coalesce((SELECT jsonb_agg(to_jsonb(r)) FROM (
    SELECT platform, type, sum(interactions)::int AS count FROM interaction_days WHERE day >= p."startsOn" AND day < p."endsBefore"
    GROUP BY platform, type ORDER BY platform, type) AS r), '[]') AS interactions,
  (SELECT jsonb_build_object('people', people, 'active1d', active_1d, 'active7d', active_7d, 'active30d', active_30d) FROM audience_days
    WHERE day = p."endsBefore") AS audience,
  coalesce((SELECT jsonb_agg(to_jsonb(r)) FROM (SELECT scope, sum(micro_usd)::float8 AS "microUsd" FROM spend WHERE day >= p."startsOn" AND day < p."endsBefore" GROUP BY scope ORDER BY scope) AS r), '[]') AS spend,
  coalesce((SELECT jsonb_agg(to_jsonb(r)) FROM (
    SELECT * FROM (VALUES (false, c.failed, 0::float8), (true, c.good, c.wall_ms)) AS v (succeeded, runs, "wallMs") WHERE runs > 0) AS r), '[]') AS runs
FROM (
SELECT r.*, r."startsOn"::timestamp AT TIME ZONE 'UTC' AS from_at, r."endsBefore"::timestamp AT TIME ZONE 'UTC' AS until_at
FROM jsonb_to_recordset($3::jsonb) AS r (period text, "startsOn" date, "endsBefore" date)) AS p CROSS JOIN LATERAL (
  SELECT sum(coalesce((s.figures ->> 'published')::int, (SELECT count(*)::int FROM (SELECT published_at AS at FROM published_content) AS c WHERE at >= d.from_at AND at < d.from_at + interval '24 hours')))::int AS published, sum(coalesce((s.figures ->> 'newPeople')::int, (SELECT count(*)::int FROM (SELECT first_seen_at AS at FROM community_users) AS c WHERE at >= d.from_at AND at < d.from_at + interval '24 hours')))::int AS "newPeople", sum(coalesce((s.figures ->> 'insights')::int, (SELECT count(*)::int FROM (SELECT made_at AS at FROM insights) AS c WHERE at >= d.from_at AND at < d.from_at + interval '24 hours')))::int AS insights,
    sum(coalesce(s.failed, r.failed))::int AS failed, sum(coalesce(s.ended - s.failed, r.good))::int AS good,
    sum(CASE WHEN s.ended IS NULL THEN r.wall_ms ELSE round(s.mean_ms * (s.ended - s.failed)) END) AS wall_ms
  FROM generate_series(p.from_at, p.until_at - interval '24 hours', interval '24 hours') AS d (from_at)
  LEFT JOIN LATERAL (
    SELECT figures, (figures #>> '{runs,ended}')::int AS ended, (figures #>> '{runs,failed}')::int AS failed,
      coalesce((figures #>> '{runs,meanWallMs}')::float8, 0) AS mean_ms
    FROM performance_snapshots WHERE period = 'day' AND starts_on = (d.from_at AT TIME ZONE 'UTC')::date LIMIT 1
  ) AS s ON true
  LEFT JOIN LATERAL (
    SELECT coalesce(sum(runs) FILTER (WHERE NOT succeeded), 0) AS failed, coalesce(sum(runs) FILTER (WHERE succeeded), 0) AS good,
      coalesce(sum(wall_ms::float8) FILTER (WHERE succeeded), 0) AS wall_ms
    FROM run_stats WHERE s.ended IS NULL AND grain = 'day' AND period_start = d.from_at
  ) AS r ON true) AS c
WHERE NOT EXISTS (SELECT 1 FROM performance_snapshots AS s WHERE s.period = p.period AND s.starts_on = p."startsOn")
  AND p.from_at > (SELECT moment FROM runs ORDER BY id LIMIT 1)
ORDER BY p."endsBefore", p."startsOn" DESC;

-- noteChannelOutcome
INSERT INTO source_states AS s (source, etag, last_modified, checked_at, last_ok_at, last_failure_at, failure_code, consecutive_failures)
SELECT source, etag, "lastModified", $1::timestamptz,
  CASE WHEN failure IS NULL THEN $2::timestamptz END, CASE WHEN failure IS NOT NULL THEN $3::timestamptz END, failure, CASE WHEN failure IS NULL THEN 0 ELSE 1 END
FROM jsonb_to_recordset($4::jsonb) AS r (source text, failure text, etag text, "lastModified" text)
ORDER BY source
ON CONFLICT (source) DO UPDATE SET
  etag = CASE WHEN excluded.failure_code IS NULL THEN excluded.etag ELSE s.etag END,
  last_modified = CASE WHEN excluded.failure_code IS NULL THEN excluded.last_modified ELSE s.last_modified END,
  checked_at = excluded.checked_at,
  last_ok_at = coalesce(excluded.last_ok_at, s.last_ok_at),
  last_failure_at = coalesce(excluded.last_failure_at, s.last_failure_at),
  failure_code = excluded.failure_code,
  -- The same moment written again is the same observation.
  consecutive_failures = CASE
    WHEN excluded.failure_code IS NULL THEN 0
    WHEN s.checked_at = excluded.checked_at THEN s.consecutive_failures
    ELSE s.consecutive_failures + 1 END;

-- noteSending
  WITH changed AS (
    UPDATE deliveries SET state = $1, due_at = $2::timestamptz, tries = $3::int, lease_until = NULL,
      part_since = CASE WHEN $4 THEN NULL ELSE part_since END, failure_code = $5, failure_detail = $6,
      ended_at = CASE WHEN $7 THEN $8::timestamptz END
    WHERE id = $9 AND attempt = $10::int AND state = $11 AND jsonb_array_length(receipts) = $12::int
    RETURNING id
  ), noted AS (
INSERT INTO source_states AS s (source, etag, last_modified, checked_at, last_ok_at, last_failure_at, failure_code, consecutive_failures)
SELECT source, etag, "lastModified", $13::timestamptz,
  CASE WHEN failure IS NULL THEN $14::timestamptz END, CASE WHEN failure IS NOT NULL THEN $15::timestamptz END, failure, CASE WHEN failure IS NULL THEN 0 ELSE 1 END
FROM jsonb_to_recordset($16::jsonb) AS r (source text, failure text, etag text, "lastModified" text)
ORDER BY source
ON CONFLICT (source) DO UPDATE SET
  etag = CASE WHEN excluded.failure_code IS NULL THEN excluded.etag ELSE s.etag END,
  last_modified = CASE WHEN excluded.failure_code IS NULL THEN excluded.last_modified ELSE s.last_modified END,
  checked_at = excluded.checked_at,
  last_ok_at = coalesce(excluded.last_ok_at, s.last_ok_at),
  last_failure_at = coalesce(excluded.last_failure_at, s.last_failure_at),
  failure_code = excluded.failure_code,
  -- The same moment written again is the same observation.
  consecutive_failures = CASE
    WHEN excluded.failure_code IS NULL THEN 0
    WHEN s.checked_at = excluded.checked_at THEN s.consecutive_failures
    ELSE s.consecutive_failures + 1 END)
  SELECT id FROM changed;

-- noteSettling
  WITH changed AS (
    UPDATE deliveries SET state = $1, due_at = $2::timestamptz, tries = $3::int, lease_until = NULL,
      part_since = CASE WHEN $4 THEN NULL ELSE part_since END, failure_code = $5, failure_detail = $6,
      ended_at = CASE WHEN $7 THEN $8::timestamptz END
    WHERE id = $9 AND attempt = $10::int AND state = $11 AND jsonb_array_length(receipts) = $12::int
    RETURNING id
  ), noted AS (
INSERT INTO source_states AS s (source, etag, last_modified, checked_at, last_ok_at, last_failure_at, failure_code, consecutive_failures)
SELECT source, etag, "lastModified", $13::timestamptz,
  CASE WHEN failure IS NULL THEN $14::timestamptz END, CASE WHEN failure IS NOT NULL THEN $15::timestamptz END, failure, CASE WHEN failure IS NULL THEN 0 ELSE 1 END
FROM jsonb_to_recordset($16::jsonb) AS r (source text, failure text, etag text, "lastModified" text)
ORDER BY source
ON CONFLICT (source) DO UPDATE SET
  etag = CASE WHEN excluded.failure_code IS NULL THEN excluded.etag ELSE s.etag END,
  last_modified = CASE WHEN excluded.failure_code IS NULL THEN excluded.last_modified ELSE s.last_modified END,
  checked_at = excluded.checked_at,
  last_ok_at = coalesce(excluded.last_ok_at, s.last_ok_at),
  last_failure_at = coalesce(excluded.last_failure_at, s.last_failure_at),
  failure_code = excluded.failure_code,
  -- The same moment written again is the same observation.
  consecutive_failures = CASE
    WHEN excluded.failure_code IS NULL THEN 0
    WHEN s.checked_at = excluded.checked_at THEN s.consecutive_failures
    ELSE s.consecutive_failures + 1 END)
  SELECT id FROM changed;

-- partRefused
WITH taken AS MATERIALIZED (
  DELETE FROM event_inbox WHERE id = $1 RETURNING source, received_at, events, jsonb_array_length(events) AS length
), parts AS (
  INSERT INTO event_inbox (id, source, received_at, events)
  SELECT h.id, t.source, t.received_at, (
    SELECT jsonb_agg(e.event ORDER BY e.place) FROM jsonb_array_elements(t.events) WITH ORDINALITY AS e (event, place)
    WHERE (e.place * 2 <= t.length) = (h.half = 1))
  FROM taken AS t, jsonb_array_elements_text($2::jsonb) WITH ORDINALITY AS h (id, half)
  WHERE t.length > 1
  RETURNING id
), aside AS (
  INSERT INTO events_aside (id, source, external_id, event, reason, detail, received_at, set_aside_at)
  SELECT 'asd_' || left(encode(sha256(convert_to(source || ' ' || coalesce(event ->> 'k', ''), 'UTF8')), 'hex'), 40), source, coalesce(event ->> 'k', ''), event, 'refused-by-database', left($3, 1000), received_at,
    $4::timestamptz
  FROM (SELECT source, received_at, events -> 0 AS event FROM taken WHERE length = 1) AS single
  ON CONFLICT (id) DO UPDATE SET event = excluded.event, reason = excluded.reason, detail = excluded.detail,
    set_aside_at = excluded.set_aside_at, replayed_at = NULL
  RETURNING id
)
SELECT ARRAY(SELECT id FROM parts) AS halves, EXISTS (SELECT FROM aside) AS aside;

-- passEgress
WITH 
money_known AS (SELECT 1 AS known FROM ledger WHERE key = $1),
money_locked AS MATERIALIZED (
  SELECT scope, micro_usd FROM spend WHERE day = $2::date AND scope IN ('all', $3) ORDER BY scope FOR UPDATE
), money_fits AS MATERIALIZED (
  SELECT $4::bigint <= 0 OR EXISTS (SELECT 1 FROM money_known) OR NOT EXISTS (
    SELECT 1 FROM jsonb_to_recordset($5::jsonb) AS c (scope text, most bigint) LEFT JOIN money_locked AS l ON l.scope = c.scope
    WHERE c.scope IN ('all', $6) AND coalesce(l.micro_usd, 0) + $7::bigint > c.most) AS ok
), gate AS (
  SELECT (SELECT scope FROM switches WHERE is_on AND scope IN ('stop:all', 'stop:channel:' || $8, $9) LIMIT 1) AS stop, EXISTS (SELECT 1 FROM switches WHERE is_on AND scope = 'live:' || $10) AS live,
    (SELECT checked_at FROM source_states WHERE source = $11 AND consecutive_failures >= $12::int) AS failing_since
), probe AS (
  UPDATE source_states SET checked_at = $13::timestamptz FROM gate, money_fits
  WHERE source = $14 AND consecutive_failures >= $15::int AND checked_at <= $16::timestamptz AND stop IS NULL AND live AND ok
  RETURNING 1 AS one
), open AS (
  SELECT 1 AS one FROM gate, money_fits WHERE stop IS NULL AND live AND ok AND (failing_since IS NULL OR EXISTS (SELECT 1 FROM probe))
), own AS (UPDATE deliveries SET part_since = $17::timestamptz, lease_until = $18::timestamptz FROM open
    WHERE deliveries.id = $19 AND attempt = $20::int AND state = 'sending' AND jsonb_array_length(receipts) = $21::int RETURNING 1 AS one), 
money_entry AS (
  INSERT INTO ledger (id, key, at, day, scope, what, plan_id, run_id, micro_usd)
  SELECT $22, $23, $24::timestamptz, $25::date, $26, $27, $28, $29, $30::bigint
  FROM (SELECT 1 FROM own) AS w, money_fits WHERE money_fits.ok AND $31::bigint <> 0
  ON CONFLICT (key) DO NOTHING
  RETURNING micro_usd
), money_sums AS (
  INSERT INTO spend AS s (scope, day, micro_usd)
  SELECT v.scope, $32::date, e.micro_usd FROM money_entry AS e, (VALUES ('all'), ($33)) AS v (scope) ORDER BY v.scope
  ON CONFLICT (scope, day) DO UPDATE SET micro_usd = CASE WHEN excluded.micro_usd <= 0 OR s.micro_usd + excluded.micro_usd <= coalesce(
    (SELECT c.most FROM jsonb_to_recordset($34::jsonb) AS c (scope text, most bigint) WHERE c.scope = s.scope), 9223372036854775807)
    THEN s.micro_usd + excluded.micro_usd END
)
SELECT stop, live, failing_since AS rests, EXISTS (SELECT 1 FROM probe) AS probes, ok AS fits, EXISTS (SELECT 1 FROM own) AS go FROM gate, money_fits;

-- pingDatabase
SELECT 1 AS alive;

-- replaceTokens
WITH replaced AS (
  UPDATE channel_tokens SET sealed = $1, version = version + 1, changed_at = $2::timestamptz
  WHERE channel = $3 AND version = $4::int
  RETURNING channel
), first AS (
  INSERT INTO channel_tokens (channel, version, sealed, changed_at)
  SELECT $5, 1, $6, $7::timestamptz WHERE $8::int = 0
  ON CONFLICT (channel) DO NOTHING
  RETURNING channel
)
SELECT channel FROM replaced UNION ALL SELECT channel FROM first;

-- replayAside
WITH marked AS (
  UPDATE events_aside SET replayed_at = $1::timestamptz
  WHERE id = ANY (string_to_array($2, ',')) AND replayed_at IS NULL
  RETURNING id, source, event
), boxed AS (
  INSERT INTO event_inbox (id, source, received_at, events)
  SELECT $3 || lpad(row_number() OVER (ORDER BY source)::text, 4, '0'), source, $4::timestamptz, jsonb_agg(event ORDER BY id)
  FROM marked GROUP BY source
), audited AS (
  INSERT INTO audit_log (id, at, actor, action, subject, detail)
  SELECT $5, $6::timestamptz, $7, 'events.replayed', min(id), jsonb_build_object('events', jsonb_agg(id ORDER BY id))
  FROM marked HAVING count(*) > 0
)
SELECT id FROM marked ORDER BY id;

-- replayMessages
WITH wanted AS (
  SELECT e.id AS endpoint, v.id, v.name, v.created_at, v.data
  FROM webhook_endpoints AS e JOIN events AS v ON v.name = ANY (e.events) AND v.id >= $1 COLLATE "C" AND v.id <= $2 COLLATE "C" AND v.name IN ('insight.created', 'post.published')
  WHERE e.id = $3 AND e.state = 'on' ORDER BY v.id LIMIT $4::int
), again AS (
  INSERT INTO webhook_messages AS m (endpoint_id, id, type, occurred_at, data, state, due_at, asked_by)
  SELECT endpoint, 'msg_' || substr(id, 5), name, created_at, data, 'waiting', $5::timestamptz, $6 FROM wanted
  ON CONFLICT (endpoint_id, id) DO UPDATE SET state = 'waiting', due_at = $7::timestamptz, settled_at = NULL, attempts = 0, asked_by = excluded.asked_by
  WHERE m.asked_by IS DISTINCT FROM excluded.asked_by AND ($8::boolean OR m.state <> 'delivered')
  RETURNING 1
)
SELECT count(*)::int AS count FROM again;

-- rescoreAll
WITH 
last AS MATERIALIZED (
  SELECT at, window_from, weights FROM scorings ORDER BY at DESC LIMIT 1
), chosen AS MATERIALIZED (
  SELECT last.at, last.window_from, last.weights AS last_weights, CASE
    WHEN last.at >= $1::timestamptz OR EXISTS (SELECT FROM scorings WHERE run_id = $2) THEN 'none'
    WHEN $3::boolean OR NOT EXISTS (SELECT FROM scorings WHERE at >= $4::timestamptz AND kind = 'full') THEN 'full'
    ELSE 'changed' END AS kind
  FROM (SELECT) AS one LEFT JOIN last ON true
), mode AS MATERIALIZED (
  SELECT kind, at, window_from, weights,
    ARRAY(SELECT coalesce((weights ->> n::text)::int, (weights ->> 'rest')::int) FROM generate_series(1, 99) AS n ORDER BY n) AS by_code
  FROM chosen, LATERAL (SELECT CASE WHEN kind = 'changed' THEN last_weights ELSE $5::jsonb END AS weights) AS w
), stirred AS (
  SELECT user_id FROM user_interactions WHERE (SELECT kind = 'changed' FROM mode)
    AND stored_at > $6::timestamptz AND stored_at > (SELECT at - make_interval(secs => $7) FROM mode)
  UNION
  SELECT user_id FROM user_interactions WHERE (SELECT kind = 'changed' FROM mode)
    AND at > $8::timestamptz AND at > (SELECT window_from FROM mode) AND at <= $9::timestamptz
), scored AS MATERIALIZED (
  SELECT coalesce(n.user_id, o.user_id) AS user_id, coalesce(n.micro_points, 0) AS micro_points, coalesce(n.interactions, 0) AS interactions, n.last_at, o.user_id IS NOT NULL AS known,
    (o.micro_points, o.interactions, o.last_at) IS DISTINCT FROM (coalesce(n.micro_points, 0), coalesce(n.interactions, 0), n.last_at) AS differs
  FROM (
    SELECT i.user_id, sum(i.milli_value::bigint * ((SELECT by_code FROM mode))[i.type])::bigint AS micro_points,
    sum(CASE WHEN i.milli_value > 0 THEN 1 ELSE -1 END)::int AS interactions, max(i.at) AS last_at
    FROM (SELECT user_id, at, type, milli_value FROM user_interactions AS i WHERE i.at > $10::timestamptz AND i.at <= $11::timestamptz ORDER BY user_id) AS i GROUP BY i.user_id
  ) AS n FULL JOIN engagement_scores AS o ON o.user_id = n.user_id
  WHERE (SELECT kind = 'full' FROM mode)
  UNION ALL
  SELECT s.user_id, coalesce(n.micro_points, 0) AS micro_points, coalesce(n.interactions, 0) AS interactions, n.last_at, o.user_id IS NOT NULL AS known,
    (o.micro_points, o.interactions, o.last_at) IS DISTINCT FROM (coalesce(n.micro_points, 0), coalesce(n.interactions, 0), n.last_at) AS differs
  FROM stirred AS s
  CROSS JOIN LATERAL (SELECT sum(i.milli_value::bigint * ((SELECT by_code FROM mode))[i.type])::bigint AS micro_points,
    sum(CASE WHEN i.milli_value > 0 THEN 1 ELSE -1 END)::int AS interactions, max(i.at) AS last_at FROM user_interactions AS i WHERE i.user_id = s.user_id AND i.at > $12::timestamptz AND i.at <= $13::timestamptz) AS n
  LEFT JOIN LATERAL (SELECT * FROM engagement_scores WHERE user_id = s.user_id LIMIT 1) AS o ON true
  WHERE n.last_at IS NOT NULL OR o.user_id IS NOT NULL
), moved AS (
  UPDATE engagement_scores AS e SET micro_points = s.micro_points, score = (least(greatest(s.micro_points, 0), 50000000) + 2500) / 5000 * 0.01, interactions = s.interactions, last_at = s.last_at,
    scored_at = $14::timestamptz
  FROM scored AS s WHERE (SELECT kind = 'full' FROM mode) AND s.known AND s.differs AND e.user_id = s.user_id
    AND (e.micro_points, e.interactions, e.last_at) IS DISTINCT FROM (s.micro_points, s.interactions, s.last_at)
  RETURNING 1
), kept AS (
  INSERT INTO engagement_scores AS e (user_id, micro_points, score, interactions, last_at, scored_at)
  SELECT user_id, micro_points, (least(greatest(micro_points, 0), 50000000) + 2500) / 5000 * 0.01, interactions, last_at, $15::timestamptz
  FROM scored WHERE differs AND CASE WHEN known THEN (SELECT kind = 'changed' FROM mode)
    ELSE (SELECT u.id FROM community_users AS u WHERE u.id = scored.user_id FOR KEY SHARE) IS NOT NULL END
  ON CONFLICT (user_id) DO UPDATE SET micro_points = excluded.micro_points, score = excluded.score, interactions = excluded.interactions,
    last_at = excluded.last_at, scored_at = excluded.scored_at
  WHERE (e.micro_points, e.interactions, e.last_at) IS DISTINCT FROM (excluded.micro_points, excluded.interactions, excluded.last_at)
  RETURNING 1
), tens AS (
  SELECT (((least(greatest(micro_points, 0), 50000000) + 2500) / 5000 + 999) / 1000)::int AS ten, count(*) AS people, sum(micro_points) AS micro_points,
    count(*) FILTER (WHERE last_at > $16::timestamptz) AS active_1d,
    count(*) FILTER (WHERE last_at > $17::timestamptz) AS active_7d, count(last_at) AS active_30d
  FROM scored WHERE (SELECT kind = 'full' FROM mode) GROUP BY 1
), noted AS (
  INSERT INTO audience_days AS d (day, people, active_1d, active_7d, active_30d, micro_points, by_score)
  SELECT ($18::timestamptz AT TIME ZONE 'UTC')::date, everyone.people, coalesce(sum(active_1d), 0), coalesce(sum(active_7d), 0), coalesce(sum(active_30d), 0),
    coalesce(sum(micro_points), 0), ARRAY[(everyone.people - coalesce(sum(tens.people) FILTER (WHERE ten > 0), 0))::int]
      || ARRAY(SELECT coalesce(t.people, 0)::int FROM generate_series(1, 10) AS n LEFT JOIN tens AS t ON t.ten = n ORDER BY n)
  FROM (SELECT count(*) AS people FROM community_users WHERE (SELECT kind = 'full' FROM mode)) AS everyone LEFT JOIN tens ON true
  WHERE (SELECT kind = 'full' FROM mode) GROUP BY everyone.people
  ON CONFLICT (day) DO UPDATE SET people = excluded.people, active_1d = excluded.active_1d, active_7d = excluded.active_7d,
    active_30d = excluded.active_30d, micro_points = excluded.micro_points, by_score = excluded.by_score
), done AS (
  INSERT INTO scorings (run_id, kind, at, window_from, weights, people, changed)
  SELECT $19, kind, $20::timestamptz, $21::timestamptz, weights, (SELECT count(*) FROM scored), (SELECT count(*) FROM moved) + (SELECT count(*) FROM kept)
  FROM mode WHERE kind <> 'none'
  ON CONFLICT (run_id) DO NOTHING
  RETURNING kind, people, changed
)
SELECT kind, people, changed FROM done UNION ALL SELECT kind, people, changed FROM scorings WHERE run_id = $22;

-- rescoreChanged
WITH 
last AS MATERIALIZED (
  SELECT at, window_from, weights FROM scorings ORDER BY at DESC LIMIT 1
), chosen AS MATERIALIZED (
  SELECT last.at, last.window_from, last.weights AS last_weights, CASE
    WHEN last.at >= $1::timestamptz OR EXISTS (SELECT FROM scorings WHERE run_id = $2) THEN 'none'
    WHEN $3::boolean OR NOT EXISTS (SELECT FROM scorings WHERE at >= $4::timestamptz AND kind = 'full') THEN 'full'
    ELSE 'changed' END AS kind
  FROM (SELECT) AS one LEFT JOIN last ON true
), mode AS MATERIALIZED (
  SELECT kind, at, window_from, weights,
    ARRAY(SELECT coalesce((weights ->> n::text)::int, (weights ->> 'rest')::int) FROM generate_series(1, 99) AS n ORDER BY n) AS by_code
  FROM chosen, LATERAL (SELECT CASE WHEN kind = 'changed' THEN last_weights ELSE $5::jsonb END AS weights) AS w
), stirred AS (
  SELECT user_id FROM user_interactions WHERE (SELECT kind = 'changed' FROM mode)
    AND stored_at > $6::timestamptz AND stored_at > (SELECT at - make_interval(secs => $7) FROM mode)
  UNION
  SELECT user_id FROM user_interactions WHERE (SELECT kind = 'changed' FROM mode)
    AND at > $8::timestamptz AND at > (SELECT window_from FROM mode) AND at <= $9::timestamptz
), scored AS MATERIALIZED (
  SELECT coalesce(n.user_id, o.user_id) AS user_id, coalesce(n.micro_points, 0) AS micro_points, coalesce(n.interactions, 0) AS interactions, n.last_at, o.user_id IS NOT NULL AS known,
    (o.micro_points, o.interactions, o.last_at) IS DISTINCT FROM (coalesce(n.micro_points, 0), coalesce(n.interactions, 0), n.last_at) AS differs
  FROM (
    SELECT i.user_id, sum(i.milli_value::bigint * ((SELECT by_code FROM mode))[i.type])::bigint AS micro_points,
    sum(CASE WHEN i.milli_value > 0 THEN 1 ELSE -1 END)::int AS interactions, max(i.at) AS last_at
    FROM (SELECT user_id, at, type, milli_value FROM user_interactions AS i WHERE i.at > $10::timestamptz AND i.at <= $11::timestamptz ORDER BY user_id) AS i GROUP BY i.user_id
  ) AS n FULL JOIN engagement_scores AS o ON o.user_id = n.user_id
  WHERE (SELECT kind = 'full' FROM mode)
  UNION ALL
  SELECT s.user_id, coalesce(n.micro_points, 0) AS micro_points, coalesce(n.interactions, 0) AS interactions, n.last_at, o.user_id IS NOT NULL AS known,
    (o.micro_points, o.interactions, o.last_at) IS DISTINCT FROM (coalesce(n.micro_points, 0), coalesce(n.interactions, 0), n.last_at) AS differs
  FROM stirred AS s
  CROSS JOIN LATERAL (SELECT sum(i.milli_value::bigint * ((SELECT by_code FROM mode))[i.type])::bigint AS micro_points,
    sum(CASE WHEN i.milli_value > 0 THEN 1 ELSE -1 END)::int AS interactions, max(i.at) AS last_at FROM user_interactions AS i WHERE i.user_id = s.user_id AND i.at > $12::timestamptz AND i.at <= $13::timestamptz) AS n
  LEFT JOIN LATERAL (SELECT * FROM engagement_scores WHERE user_id = s.user_id LIMIT 1) AS o ON true
  WHERE n.last_at IS NOT NULL OR o.user_id IS NOT NULL
), moved AS (
  UPDATE engagement_scores AS e SET micro_points = s.micro_points, score = (least(greatest(s.micro_points, 0), 50000000) + 2500) / 5000 * 0.01, interactions = s.interactions, last_at = s.last_at,
    scored_at = $14::timestamptz
  FROM scored AS s WHERE (SELECT kind = 'full' FROM mode) AND s.known AND s.differs AND e.user_id = s.user_id
    AND (e.micro_points, e.interactions, e.last_at) IS DISTINCT FROM (s.micro_points, s.interactions, s.last_at)
  RETURNING 1
), kept AS (
  INSERT INTO engagement_scores AS e (user_id, micro_points, score, interactions, last_at, scored_at)
  SELECT user_id, micro_points, (least(greatest(micro_points, 0), 50000000) + 2500) / 5000 * 0.01, interactions, last_at, $15::timestamptz
  FROM scored WHERE differs AND CASE WHEN known THEN (SELECT kind = 'changed' FROM mode)
    ELSE (SELECT u.id FROM community_users AS u WHERE u.id = scored.user_id FOR KEY SHARE) IS NOT NULL END
  ON CONFLICT (user_id) DO UPDATE SET micro_points = excluded.micro_points, score = excluded.score, interactions = excluded.interactions,
    last_at = excluded.last_at, scored_at = excluded.scored_at
  WHERE (e.micro_points, e.interactions, e.last_at) IS DISTINCT FROM (excluded.micro_points, excluded.interactions, excluded.last_at)
  RETURNING 1
), tens AS (
  SELECT (((least(greatest(micro_points, 0), 50000000) + 2500) / 5000 + 999) / 1000)::int AS ten, count(*) AS people, sum(micro_points) AS micro_points,
    count(*) FILTER (WHERE last_at > $16::timestamptz) AS active_1d,
    count(*) FILTER (WHERE last_at > $17::timestamptz) AS active_7d, count(last_at) AS active_30d
  FROM scored WHERE (SELECT kind = 'full' FROM mode) GROUP BY 1
), noted AS (
  INSERT INTO audience_days AS d (day, people, active_1d, active_7d, active_30d, micro_points, by_score)
  SELECT ($18::timestamptz AT TIME ZONE 'UTC')::date, everyone.people, coalesce(sum(active_1d), 0), coalesce(sum(active_7d), 0), coalesce(sum(active_30d), 0),
    coalesce(sum(micro_points), 0), ARRAY[(everyone.people - coalesce(sum(tens.people) FILTER (WHERE ten > 0), 0))::int]
      || ARRAY(SELECT coalesce(t.people, 0)::int FROM generate_series(1, 10) AS n LEFT JOIN tens AS t ON t.ten = n ORDER BY n)
  FROM (SELECT count(*) AS people FROM community_users WHERE (SELECT kind = 'full' FROM mode)) AS everyone LEFT JOIN tens ON true
  WHERE (SELECT kind = 'full' FROM mode) GROUP BY everyone.people
  ON CONFLICT (day) DO UPDATE SET people = excluded.people, active_1d = excluded.active_1d, active_7d = excluded.active_7d,
    active_30d = excluded.active_30d, micro_points = excluded.micro_points, by_score = excluded.by_score
), done AS (
  INSERT INTO scorings (run_id, kind, at, window_from, weights, people, changed)
  SELECT $19, kind, $20::timestamptz, $21::timestamptz, weights, (SELECT count(*) FROM scored), (SELECT count(*) FROM moved) + (SELECT count(*) FROM kept)
  FROM mode WHERE kind <> 'none'
  ON CONFLICT (run_id) DO NOTHING
  RETURNING kind, people, changed
)
SELECT kind, people, changed FROM done UNION ALL SELECT kind, people, changed FROM scorings WHERE run_id = $22;

-- resumeDelivery
WITH changed AS (
  UPDATE deliveries SET state = CASE WHEN (jsonb_array_length(receipts) = parts OR failure_code = 'given-up') THEN 'live' ELSE 'scheduled' END, parts = CASE WHEN (jsonb_array_length(receipts) = parts OR failure_code = 'given-up') THEN jsonb_array_length(receipts) ELSE parts END,
    ended_at = CASE WHEN (jsonb_array_length(receipts) = parts OR failure_code = 'given-up') THEN $1::timestamptz END, tries = 0
  WHERE id = $2 AND state = 'unknown' AND part_since IS NULL
  RETURNING id, plan_id, draft_id, channel, receipts, state
), 
published AS (
  INSERT INTO published_content (id, delivery_id, plan_id, draft_id, insight_id, channel, tier, external_id, url, published_at,
    asset, topic, format, insight_type, policy_version)
  SELECT 'post_' || substr(c.id, 5), c.id, c.plan_id, c.draft_id, p.insight_id, c.channel, p.tier, c.receipts #>> '{0,id}', c.receipts #>> '{0,url}', $3::timestamptz,
    p.asset, p.topic, p.format, i.type, r.policy_version
  FROM changed AS c JOIN content_plans AS p ON p.id = c.plan_id JOIN insights AS i ON i.id = p.insight_id JOIN runs AS r ON r.id = p.run_id
  WHERE c.state = 'live'
  ON CONFLICT (delivery_id) DO NOTHING
  RETURNING id, channel, plan_id
), corrected AS (
  UPDATE published_content AS old SET corrected_by = p.id FROM published AS n JOIN content_plans AS p ON p.id = n.plan_id
  WHERE p.kind = 'correction' AND old.id = p.about_post_id AND old.corrected_by IS NULL
), told AS (
  INSERT INTO events (id, name, source, external_id, data, created_at)
  SELECT $4, 'post.published', 'publishing', id, jsonb_build_object('id', id, 'channel', channel), $5::timestamptz FROM published
  ON CONFLICT (source, external_id) DO NOTHING
)
SELECT state FROM changed;

-- reviveRun
UPDATE runs SET state = 'waiting', attempt = 0, retry_at = $1::timestamptz, finished_at = NULL
WHERE id = $2 AND state IN ('dead', 'failed')
RETURNING agent, trigger, input;

-- revokeApiKey
WITH ended AS (
  UPDATE api_keys SET revoked_at = $1::timestamptz WHERE id = $2 AND revoked_at IS NULL RETURNING id, revoked_at
), audited AS (
  INSERT INTO audit_log (id, at, actor, action, subject, detail)
  SELECT $3, $4::timestamptz, $5, 'key.revoked', id, '{}' FROM ended
)
SELECT revoked_at FROM ended
UNION ALL
SELECT coalesce(revoked_at, $6::timestamptz) FROM api_keys WHERE id = $7 AND NOT EXISTS (SELECT 1 FROM ended);

-- revokeSession
WITH ended AS (
  UPDATE sessions SET revoked_at = $1::timestamptz WHERE token_hash = $2 AND revoked_at IS NULL RETURNING id
), audited AS (
  INSERT INTO audit_log (id, at, actor, action, subject, detail)
  SELECT $3, $4::timestamptz, 'operator session', 'sign-out', ended.id, '{}' FROM ended
)
SELECT id FROM ended;

-- rotateApiKey
WITH rotated AS (
  UPDATE api_keys SET secret_hash = $1, last_four = $2, rotated_at = $3::timestamptz, previous_until = $4::timestamptz,
    previous_hash = CASE WHEN $5::timestamptz IS NOT NULL THEN secret_hash END
  WHERE id = $6 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $7::timestamptz)
  RETURNING id
), audited AS (
  INSERT INTO audit_log (id, at, actor, action, subject, detail)
  SELECT $8, $9::timestamptz, $10, 'key.rotated', id, jsonb_build_object('previousUntil', $11::timestamptz) FROM rotated
)
SELECT id FROM rotated;

-- rotateWebhookSecret
WITH turned AS (
  UPDATE webhook_endpoints SET secret_version = secret_version + 1, previous_until = $1::timestamptz, changed_at = $2::timestamptz
  WHERE id = $3 AND state <> 'deleted' AND ($4::text IS NULL OR key_id = $5::text) RETURNING id, secret_version, previous_until
), audited AS (
  INSERT INTO audit_log (id, at, actor, action, subject, detail)
  SELECT $6, $7::timestamptz, $8, 'webhook.secret-rotated', id, jsonb_build_object('version', secret_version, 'previousUntil', previous_until) FROM turned
)
SELECT secret_version AS version FROM turned;

-- setConsent
WITH done AS MATERIALIZED (SELECT set_consent($1, $2, $3::boolean, $4, $5, $6::int,
    $7::int, $8::timestamptz, $9::timestamptz) AS answer),
  told AS (UPDATE events SET data = '{}' WHERE id = $10 AND data <> '{}'),
  asked AS (UPDATE runs SET input = jsonb_build_object('event', $11::text) WHERE id = $12)
SELECT answer FROM done;

-- setSwitch
WITH changed AS (
  INSERT INTO switches AS s (scope, is_on, reason, changed_by, changed_at) VALUES ($1, $2::boolean, $3::text, $4, $5::timestamptz)
  ON CONFLICT (scope) DO UPDATE SET is_on = excluded.is_on, reason = excluded.reason, changed_by = excluded.changed_by, changed_at = excluded.changed_at
  WHERE s.is_on <> excluded.is_on
  RETURNING scope, is_on, reason, changed_by, changed_at
), audited AS (
  INSERT INTO audit_log (id, at, actor, action, subject, detail)
  SELECT $6, $7::timestamptz, $8, CASE WHEN is_on THEN 'switch.on' ELSE 'switch.off' END, scope, jsonb_build_object('reason', reason) FROM changed
)
SELECT scope, is_on AS on, reason, changed_by AS "changedBy", changed_at AS "changedAt", true AS changed FROM changed
UNION ALL
SELECT scope, is_on, reason, changed_by, changed_at, false FROM switches WHERE scope = $9 AND NOT EXISTS (SELECT 1 FROM changed);

-- settleMessages
WITH told AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS t (endpoint text, id text, state text, due_at timestamptz, "isGone" boolean,
    attempt text, at timestamptz, status integer, failure text, "wallMs" integer)
), settled AS (
  UPDATE webhook_messages AS m SET state = t.state, due_at = t.due_at, settled_at = CASE WHEN t.state <> 'waiting' THEN $2::timestamptz END,
    attempts = m.attempts + CASE WHEN t.attempt IS NULL THEN 0 ELSE 1 END
  FROM told AS t
  WHERE m.endpoint_id = t.endpoint AND m.id = t.id AND m.state = 'waiting' AND (m.due_at = $3::timestamptz OR t.state = 'delivered')
), noted AS (
  INSERT INTO webhook_attempts (id, endpoint_id, message_id, at, status, failure, wall_ms)
  SELECT attempt, endpoint, id, at, status, failure, "wallMs" FROM told WHERE attempt IS NOT NULL
  ON CONFLICT (id) DO NOTHING
), health AS (
  SELECT endpoint, max(at) FILTER (WHERE failure IS NULL) AS ok_at, min(at) FILTER (WHERE failure IS NOT NULL) AS failed_at, bool_or("isGone") AS gone
  FROM told WHERE attempt IS NOT NULL GROUP BY endpoint
), judged AS (
  SELECT e.id, h.ok_at, since, CASE WHEN h.gone THEN 'gone' WHEN since <= $4::timestamptz THEN 'failing' END AS why
  FROM health AS h JOIN webhook_endpoints AS e ON e.id = h.endpoint,
    LATERAL (SELECT CASE WHEN h.failed_at IS NULL THEN NULL WHEN h.ok_at IS NULL THEN coalesce(e.failing_since, h.failed_at) ELSE h.failed_at END AS since) AS s
  ORDER BY e.id FOR UPDATE OF e
), judgement AS (
  UPDATE webhook_endpoints AS e SET failing_since = j.since, last_ok_at = coalesce(j.ok_at, e.last_ok_at),
    state = CASE WHEN e.state = 'on' AND j.why IS NOT NULL THEN 'disabled' ELSE e.state END,
    disabled_why = CASE WHEN e.state = 'on' THEN j.why ELSE e.disabled_why END,
    changed_at = CASE WHEN e.state = 'on' AND j.why IS NOT NULL THEN $5::timestamptz ELSE e.changed_at END
  FROM judged AS j WHERE e.id = j.id
  RETURNING e.id, e.disabled_why, e.changed_at
), disabled AS (
  SELECT id, disabled_why AS why FROM judgement WHERE disabled_why IS NOT NULL AND changed_at = $6::timestamptz
), audited AS (
  INSERT INTO audit_log (id, at, actor, action, subject, detail)
  SELECT 'aud_' || substr(t.attempt, 5), $7::timestamptz, 'agent webhooks', 'webhook.disabled', d.id, jsonb_build_object('why', d.why)
  FROM disabled AS d, LATERAL (SELECT attempt FROM told WHERE endpoint = d.id AND failure IS NOT NULL ORDER BY at DESC LIMIT 1) AS t
)
SELECT id, why FROM disabled ORDER BY id;

-- storeReceipt
  WITH changed AS (
    UPDATE deliveries AS d SET receipts = d.receipts || $1::jsonb,
      state = CASE WHEN jsonb_array_length(d.receipts) + 1 = d.parts THEN 'live' WHEN d.state = 'sending' AND (d.attempt <> $2::int OR $3::bigint = 0) THEN 'sending' ELSE 'scheduled' END,
      lease_until = CASE WHEN jsonb_array_length(d.receipts) + 1 = d.parts OR NOT (d.state = 'sending' AND (d.attempt <> $4::int OR $5::bigint = 0)) THEN NULL WHEN d.attempt = $6::int THEN $7::timestamptz ELSE d.lease_until END,
      due_at = CASE WHEN jsonb_array_length(d.receipts) + 1 = d.parts OR (d.state = 'sending' AND (d.attempt <> $8::int OR $9::bigint = 0)) THEN d.due_at ELSE $10::timestamptz END,
      ended_at = CASE WHEN jsonb_array_length(d.receipts) + 1 = d.parts THEN $11::timestamptz END, part_since = NULL, tries = 0, failure_code = NULL, failure_detail = NULL
    WHERE d.id = $12 AND jsonb_array_length(d.receipts) = $13::int AND d.state <> 'live'
    RETURNING id, plan_id, draft_id, channel, receipts, state, attempt
  ), 
  published AS (
    INSERT INTO published_content (id, delivery_id, plan_id, draft_id, insight_id, channel, tier, external_id, url, published_at,
      asset, topic, format, insight_type, policy_version)
    SELECT 'post_' || substr(c.id, 5), c.id, c.plan_id, c.draft_id, p.insight_id, c.channel, p.tier, c.receipts #>> '{0,id}', c.receipts #>> '{0,url}', $14::timestamptz,
      p.asset, p.topic, p.format, i.type, r.policy_version
    FROM changed AS c JOIN content_plans AS p ON p.id = c.plan_id JOIN insights AS i ON i.id = p.insight_id JOIN runs AS r ON r.id = p.run_id
    WHERE c.state = 'live'
    ON CONFLICT (delivery_id) DO NOTHING
    RETURNING id, channel, plan_id
  ), corrected AS (
    UPDATE published_content AS old SET corrected_by = p.id FROM published AS n JOIN content_plans AS p ON p.id = n.plan_id
    WHERE p.kind = 'correction' AND old.id = p.about_post_id AND old.corrected_by IS NULL
  ), told AS (
    INSERT INTO events (id, name, source, external_id, data, created_at)
    SELECT $15, 'post.published', 'publishing', id, jsonb_build_object('id', id, 'channel', channel), $16::timestamptz FROM published
    ON CONFLICT (source, external_id) DO NOTHING
  ), noted AS (
INSERT INTO source_states AS s (source, etag, last_modified, checked_at, last_ok_at, last_failure_at, failure_code, consecutive_failures)
SELECT source, etag, "lastModified", $17::timestamptz,
  CASE WHEN failure IS NULL THEN $18::timestamptz END, CASE WHEN failure IS NOT NULL THEN $19::timestamptz END, failure, CASE WHEN failure IS NULL THEN 0 ELSE 1 END
FROM jsonb_to_recordset($20::jsonb) AS r (source text, failure text, etag text, "lastModified" text)
ORDER BY source
ON CONFLICT (source) DO UPDATE SET
  etag = CASE WHEN excluded.failure_code IS NULL THEN excluded.etag ELSE s.etag END,
  last_modified = CASE WHEN excluded.failure_code IS NULL THEN excluded.last_modified ELSE s.last_modified END,
  checked_at = excluded.checked_at,
  last_ok_at = coalesce(excluded.last_ok_at, s.last_ok_at),
  last_failure_at = coalesce(excluded.last_failure_at, s.last_failure_at),
  failure_code = excluded.failure_code,
  -- The same moment written again is the same observation.
  consecutive_failures = CASE
    WHEN excluded.failure_code IS NULL THEN 0
    WHEN s.checked_at = excluded.checked_at THEN s.consecutive_failures
    ELSE s.consecutive_failures + 1 END)
  SELECT state, state = 'sending' AND attempt = $21::int AS mine FROM changed;

-- summariseClaims
SELECT type, kind, least(9, floor(probability * 10))::int AS tenth, outcome, count(*)::int AS claims, sum(probability)::float8 AS said,
  sum(probability * probability)::float8 AS "saidSquares"
FROM (
WITH d AS MATERIALIZED (
  -- Else the terms would be read out of the statement again for every candle.
  SELECT *, floor(extract(epoch FROM last_open - first_open) / 3600)::int + 1 AS expected FROM (
  SELECT id, asset, type, headline, probability, made_at, deadline, statement, statement_text, statement ->> 'kind' AS kind,
    (statement ->> 'level')::numeric AS level, (statement ->> 'movePct')::numeric AS move, deadline - interval '1 hour' AS last_open,
    CASE statement ->> 'kind' WHEN 'move_at_least' THEN date_trunc('hour', made_at, 'UTC') ELSE deadline - interval '1 hour' END AS first_open
  FROM insights WHERE deadline >= $1::timestamptz AND deadline <= $2::timestamptz AND true AND true) AS c
)
SELECT d.*, s.last_close,
  CASE WHEN d.kind IS NULL OR d.level IS NULL OR d.expected < 1 OR (d.kind NOT IN ('close_above', 'close_below') AND d.move IS NULL) THEN 'unreadable'
    WHEN s.hours = d.expected THEN CASE WHEN s.surely THEN 'true' WHEN s.maybe THEN 'disputed' ELSE 'false' END
    WHEN d.deadline > $3::timestamptz - $4 * interval '1 second' THEN 'waiting' ELSE 'missing' END AS outcome
FROM d CROSS JOIN LATERAL (
  SELECT count(*)::int AS hours, bool_or(one AND other) AS surely, bool_or(one OR other) AS maybe, max(close) FILTER (WHERE open_time = d.last_open) AS last_close
  FROM (
    SELECT open_time, close, CASE d.kind WHEN 'close_above' THEN close > d.level WHEN 'close_below' THEN close < d.level
        ELSE abs(close - d.level) * 100 >= d.move * d.level END AS one,
      CASE WHEN agreement = 'disputed' AND checked_at <= $5::timestamptz THEN coalesce(CASE d.kind WHEN 'close_above' THEN second_close > d.level WHEN 'close_below' THEN second_close < d.level
        ELSE abs(second_close - d.level) * 100 >= d.move * d.level END, NOT CASE d.kind WHEN 'close_above' THEN close > d.level WHEN 'close_below' THEN close < d.level
        ELSE abs(close - d.level) * 100 >= d.move * d.level END) ELSE CASE d.kind WHEN 'close_above' THEN close > d.level WHEN 'close_below' THEN close < d.level
        ELSE abs(close - d.level) * 100 >= d.move * d.level END END AS other
    FROM candles WHERE asset = d.asset AND open_time BETWEEN d.first_open AND d.last_open AND known_at <= $6::timestamptz
  ) AS c
) AS s) AS settled GROUP BY type, kind, tenth, outcome ORDER BY type, kind, tenth, outcome;

-- summariseForecasts
SELECT metric, count(*)::int AS settled, count(*) FILTER (WHERE actual BETWEEN low AND high)::int AS within, avg(score) AS "meanScore", avg(baseline_score) AS "meanBaselineScore"
FROM forecasts WHERE model = $1 AND period = $2 AND starts_on >= $3::date AND settled_at IS NOT NULL
GROUP BY metric ORDER BY metric;

-- summarisePosts
SELECT dimension, value, sum(posts)::float8 AS posts, sum(rated)::float8 AS rated, sum(impressions)::float8 AS impressions,
  sum(engagements)::float8 AS engagements, sum(micro_rates)::float8 AS "microRates", sum(micro_rate_squares)::float8 AS "microRateSquares"
FROM post_days
WHERE band_hours = $1::int AND dimension = ANY ($2::text[])
  AND day >= $3::date AND day < $4::date
GROUP BY dimension, value ORDER BY dimension, value;

-- takePolicyStep
  WITH stood AS (
    SELECT version FROM policy_versions WHERE agent = $1 AND state IN ('trial', 'kept') FOR UPDATE
  ), changed AS (
    UPDATE policy_versions AS p SET state = $2::text, ended_at = CASE WHEN $3 THEN $4::timestamptz END,
      decided_at = CASE WHEN $5 THEN $6::timestamptz ELSE p.decided_at END, verdict = coalesce($7::jsonb, p.verdict)
    FROM stood WHERE p.agent = $8 AND p.version = stood.version AND stood.version = $9::int AND p.state <> $10::text
    RETURNING p.version
  ), begun AS (
    INSERT INTO policy_versions (agent, version, tunables, change, state, actor, run_id, began_at, decided_at, verdict)
    SELECT $11, coalesce((SELECT max(version) FROM policy_versions WHERE agent = $12), 0) + 1, $13::jsonb, $14::jsonb,
      $15::text, $16, $17::text, $18::timestamptz, CASE WHEN $19 THEN $20::timestamptz END, $21::jsonb
    WHERE $22 AND CASE WHEN $23::int IS NULL THEN NOT EXISTS (SELECT 1 FROM stood) ELSE EXISTS (SELECT 1 FROM changed) END
    ON CONFLICT DO NOTHING
    RETURNING version
  ), noted AS (
INSERT INTO audit_log (id, at, actor, action, subject, detail)
SELECT $24, $25::timestamptz, $26, $27, $28 || '/' || version, $29::jsonb FROM changed
  ), announced AS (
INSERT INTO audit_log (id, at, actor, action, subject, detail)
SELECT $30, $31::timestamptz, $32, $33, $34 || '/' || version, $35::jsonb FROM begun
  )
  SELECT (SELECT version FROM changed) AS changed, (SELECT version FROM begun) AS begun;

-- unlinkPerson
WITH done AS MATERIALIZED (SELECT unlink_person($1, $2, $3::timestamptz) AS answer),
  told AS (UPDATE events SET data = '{}' WHERE id = $4 AND data <> '{}'),
  asked AS (UPDATE runs SET input = jsonb_build_object('event', $5::text) WHERE id = $6)
SELECT answer FROM done;

-- updateWebhookEndpoint
    WITH changed AS (
      UPDATE webhook_endpoints AS c SET url = coalesce($1::text, url), description = coalesce($2::text, description),
        events = CASE WHEN $3::jsonb IS NULL THEN events ELSE ARRAY(SELECT jsonb_array_elements_text($4::jsonb)) END,
        state = coalesce($5::text, state), disabled_why = CASE WHEN $6::text IS NULL THEN disabled_why END,
        failing_since = CASE WHEN $7::text = 'on' AND state <> 'on' THEN NULL ELSE failing_since END, changed_at = $8::timestamptz
      WHERE c.id = $9 AND c.state <> 'deleted' AND ($10::text IS NULL OR key_id = $11::text)
      RETURNING c.*
    ), audited AS (
      INSERT INTO audit_log (id, at, actor, action, subject, detail)
      SELECT $12, $13::timestamptz, $14, 'webhook.changed', id, jsonb_build_object('host', split_part(url, '/', 3), 'state', state, 'changed', $15::jsonb) FROM changed
    )
    SELECT e.id, e.key_id AS "keyId", e.url, e.description, e.events, e.state, e.disabled_why AS "disabledWhy", e.secret_version AS "secretVersion",
e.previous_until AS "previousUntil", e.created_at AS "createdAt", e.changed_at AS "changedAt", e.failing_since AS "failingSince", e.last_ok_at AS "lastOkAt",
(SELECT count(*) FROM webhook_messages AS m WHERE m.endpoint_id = e.id AND m.state = 'waiting')::int AS waiting FROM changed AS e;
