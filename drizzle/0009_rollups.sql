-- What questions about the past read: sums kept up by whoever writes the facts, snapshots, findings, forecasts, and the versions of the policy.

-- A post keeps what it is compared by, and how it did at the age at which posts are compared.
ALTER TABLE published_content
  ADD COLUMN asset text COLLATE "C",
  ADD COLUMN topic text COLLATE "C",
  ADD COLUMN format text COLLATE "C",
  ADD COLUMN insight_type text COLLATE "C",
  -- The strategy's version that planned it; null: the frozen one.
  ADD COLUMN policy_version integer,
  -- At the age of 24 hours; null until then, or where the platform doesn't tell.
  ADD COLUMN impressions bigint CHECK (impressions >= 0),
  ADD COLUMN engagements bigint CHECK (engagements >= 0),
  -- Engagements for each million impressions.
  ADD COLUMN micro_rate bigint CHECK (micro_rate >= 0);
UPDATE published_content AS x SET asset = p.asset, topic = p.topic, format = p.format, insight_type = i.type
FROM content_plans AS p JOIN insights AS i ON i.id = p.insight_id WHERE p.id = x.plan_id;
ALTER TABLE published_content
  ALTER COLUMN asset SET NOT NULL, ALTER COLUMN topic SET NOT NULL, ALTER COLUMN format SET NOT NULL, ALTER COLUMN insight_type SET NOT NULL;
CREATE INDEX published_content_by_kind ON published_content (format, topic, published_at DESC, id DESC);
CREATE INDEX published_content_by_rate ON published_content (micro_rate DESC, id DESC) WHERE micro_rate IS NOT NULL;
CREATE INDEX published_content_by_views ON published_content (impressions DESC, id DESC) WHERE impressions IS NOT NULL;

-- Posts by the day of their publication, by one dimension at a time, as they did at an age. A reading raises it once.
CREATE TABLE post_days (
  day date NOT NULL,
  band_hours integer NOT NULL,
  -- all, channel, format, asset, topic, insight-type, hour (of the day, UTC), policy, policy-channel (`3/x`, `frozen/x`).
  dimension text COLLATE "C" NOT NULL,
  value text COLLATE "C" NOT NULL,
  -- Posts that have a reading; of them `rated` have impressions and engagements.
  posts integer NOT NULL,
  rated integer NOT NULL,
  impressions bigint NOT NULL,
  engagements bigint NOT NULL,
  -- Sums of the posts' own rates, for a mean and an interval whose unit is the post. Rates in millionths.
  micro_rates bigint NOT NULL,
  micro_rate_squares numeric NOT NULL,
  PRIMARY KEY (band_hours, dimension, day, value)
);

-- Runs that ended, by how long they took: kept up by what ends a run. `bucket` b holds durations above 1.1^(b-1) to 1.1^b ms.
CREATE TABLE run_stats (
  grain text NOT NULL CHECK (grain IN ('hour', 'day')),
  period_start timestamptz NOT NULL,
  agent text COLLATE "C" NOT NULL,
  succeeded boolean NOT NULL,
  bucket smallint NOT NULL CHECK (bucket BETWEEN 0 AND 200),
  runs integer NOT NULL,
  wall_ms bigint NOT NULL,
  PRIMARY KEY (grain, period_start, agent, succeeded, bucket)
);

-- A day, a week or a month in figures; shape in shared/domain/snapshot.ts.
CREATE TABLE performance_snapshots (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^snp_[0-9a-z]{10,40}$'),
  period text NOT NULL CHECK (period IN ('day', 'week', 'month')),
  starts_on date NOT NULL,
  ends_before date NOT NULL CHECK (ends_before > starts_on),
  figures jsonb NOT NULL,
  made_at timestamptz NOT NULL,
  run_id text COLLATE "C" NOT NULL REFERENCES runs (id),
  UNIQUE (period, starts_on)
);
CREATE INDEX performance_snapshots_by_run ON performance_snapshots (run_id);

-- Trends and anomalies that the tests found, with what they measured.
CREATE TABLE findings (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^fnd_[0-9a-z]{10,40}$'),
  kind text NOT NULL CHECK (kind IN ('trend', 'anomaly')),
  metric text COLLATE "C" NOT NULL,
  period text NOT NULL CHECK (period IN ('day', 'week', 'month')),
  starts_on date NOT NULL,
  direction text NOT NULL CHECK (direction IN ('up', 'down')),
  detail jsonb NOT NULL,
  found_at timestamptz NOT NULL,
  run_id text COLLATE "C" NOT NULL REFERENCES runs (id),
  UNIQUE (kind, metric, period, starts_on)
);
CREATE INDEX findings_by_time ON findings (found_at DESC, id DESC);
CREATE INDEX findings_by_run ON findings (run_id);

-- What the studio expects of itself, with an interval, and later what came.
CREATE TABLE forecasts (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^fct_[0-9a-z]{10,40}$'),
  metric text COLLATE "C" NOT NULL,
  period text NOT NULL CHECK (period IN ('day', 'week', 'month')),
  starts_on date NOT NULL,
  model text NOT NULL,
  low double precision NOT NULL,
  middle double precision NOT NULL CHECK (middle >= low),
  high double precision NOT NULL CHECK (high >= middle),
  -- How often the value is meant to lie between low and high.
  coverage double precision NOT NULL CHECK (coverage > 0 AND coverage < 1),
  made_at timestamptz NOT NULL,
  run_id text COLLATE "C" NOT NULL REFERENCES runs (id),
  actual double precision,
  -- Interval score (Gneiting and Raftery 2007); the same for a forecast that repeats the last value.
  score double precision,
  baseline_score double precision,
  settled_at timestamptz,
  UNIQUE (metric, period, starts_on, model),
  CONSTRAINT forecasts_settled CHECK ((settled_at IS NULL) = (score IS NULL))
);
CREATE INDEX forecasts_by_start ON forecasts (model, period, starts_on DESC, metric);
CREATE INDEX forecasts_open ON forecasts (period, starts_on) WHERE settled_at IS NULL;
CREATE INDEX forecasts_by_run ON forecasts (run_id);

-- Versions of an agent's tunables. At most one is tried or kept at a time; without one the frozen defaults hold.
CREATE TABLE policy_versions (
  agent text COLLATE "C" NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  -- All tunables by name.
  tunables jsonb NOT NULL,
  -- What differs from the version before, and why; shape in shared/domain/policy.ts.
  change jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('trial', 'kept', 'rolled-back', 'replaced')),
  actor text NOT NULL CHECK (length(actor) BETWEEN 1 AND 100),
  run_id text COLLATE "C" REFERENCES runs (id),
  began_at timestamptz NOT NULL,
  -- Set with the verdict on the trial.
  decided_at timestamptz,
  verdict jsonb,
  ended_at timestamptz,
  PRIMARY KEY (agent, version),
  CONSTRAINT policy_versions_verdict CHECK ((decided_at IS NULL) = (verdict IS NULL)),
  CONSTRAINT policy_versions_end CHECK ((state IN ('rolled-back', 'replaced')) = (ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX policy_versions_standing ON policy_versions (agent) WHERE state IN ('trial', 'kept');
CREATE INDEX policy_versions_by_run ON policy_versions (run_id);

-- The version that a run worked with; null: the frozen defaults, as a fifth of all slots always does.
ALTER TABLE runs ADD COLUMN policy_version integer;

GRANT SELECT ON post_days, run_stats, performance_snapshots, findings, forecasts, policy_versions TO studio_api;
GRANT SELECT, INSERT, UPDATE ON post_days, run_stats, forecasts, policy_versions TO studio_agents;
GRANT SELECT, INSERT ON performance_snapshots, findings TO studio_agents;
-- A version that the operator sets, and one that he ends.
GRANT SELECT, INSERT, UPDATE (state, decided_at, verdict, ended_at) ON policy_versions TO studio_ingest;
