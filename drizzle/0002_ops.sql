-- How the studio runs itself: runs, events (the outbox), the audit log, the state of outside sources.

CREATE TABLE runs (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^run_[0-9a-z]{10,40}$'),
  agent text NOT NULL CHECK (agent ~ '^[a-z][a-z-]{1,39}$'),
  -- The agent's own key of this piece of work: doing it twice is doing it once.
  key text COLLATE "C" NOT NULL UNIQUE CHECK (length(key) BETWEEN 3 AND 300),
  -- The scheduled moment, for runs that have one.
  slot timestamptz,
  trigger text NOT NULL CHECK (trigger IN ('schedule', 'event', 'manual')),
  input jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('running', 'waiting', 'succeeded', 'failed', 'dead')),
  attempt integer NOT NULL CHECK (attempt >= 0),
  -- The moment the run looks at: rows known later don't exist for it, in any attempt.
  moment timestamptz NOT NULL,
  started_at timestamptz NOT NULL,
  lease_until timestamptz,
  retry_at timestamptz,
  finished_at timestamptz,
  wall_ms integer,
  statements integer,
  rows_read integer,
  database_ms integer,
  calls integer,
  retries integer,
  tokens integer,
  micro_usd bigint,
  output jsonb,
  error_code text,
  error_detail text,
  CONSTRAINT runs_lease CHECK ((state = 'running') = (lease_until IS NOT NULL)),
  CONSTRAINT runs_retry CHECK ((state = 'waiting') = (retry_at IS NOT NULL)),
  CONSTRAINT runs_end CHECK ((state IN ('succeeded', 'failed', 'dead')) = (finished_at IS NOT NULL)),
  CONSTRAINT runs_error CHECK (state IN ('running', 'succeeded') OR error_code IS NOT NULL)
);
CREATE INDEX runs_by_agent ON runs (agent, id DESC);
CREATE INDEX runs_by_slot ON runs (slot) WHERE slot IS NOT NULL;
CREATE INDEX runs_unfinished ON runs (started_at) WHERE state IN ('running', 'waiting');
CREATE INDEX runs_by_state ON runs (state, id DESC);

CREATE TABLE events (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^evt_[0-9a-z]{10,40}$'),
  name text NOT NULL CHECK (name ~ '^[a-z]+\.[a-z-]+$'),
  -- Who says so, and by what identity there: the same event is one row.
  source text NOT NULL,
  external_id text NOT NULL CHECK (length(external_id) BETWEEN 1 AND 300),
  data jsonb NOT NULL,
  run_id text COLLATE "C" REFERENCES runs (id),
  created_at timestamptz NOT NULL,
  dispatched_at timestamptz,
  UNIQUE (source, external_id)
);
CREATE INDEX events_undispatched ON events (created_at) WHERE dispatched_at IS NULL;
CREATE INDEX events_by_run ON events (run_id);

CREATE TABLE audit_log (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^aud_[0-9a-z]{10,40}$'),
  at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  detail jsonb NOT NULL
);

CREATE TABLE source_states (
  source text PRIMARY KEY,
  etag text,
  last_modified text,
  checked_at timestamptz NOT NULL,
  last_ok_at timestamptz,
  last_failure_at timestamptz,
  failure_code text,
  consecutive_failures integer NOT NULL DEFAULT 0 CHECK (consecutive_failures >= 0)
);

GRANT SELECT ON runs, events, audit_log, source_states TO studio_api;
GRANT INSERT ON events, audit_log TO studio_ingest;
-- ON CONFLICT needs to see the columns that it compares.
GRANT SELECT (id, source, external_id) ON events TO studio_ingest;
GRANT SELECT, INSERT, UPDATE ON runs, events, source_states TO studio_agents;
GRANT SELECT, INSERT ON audit_log TO studio_agents;
