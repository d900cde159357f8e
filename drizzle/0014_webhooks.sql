-- Messages to other people's programs, as Standard Webhooks has them: who listens, what each is to be told, and how every attempt went.

CREATE TABLE webhook_endpoints (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^whe_[0-9a-z]{10,40}$'),
  -- The program's key that made it, and that it goes with; null: the operator.
  key_id text COLLATE "C" REFERENCES api_keys (id),
  url text NOT NULL CHECK (url ~ '^https://' AND length(url) <= 600),
  description text NOT NULL CHECK (length(description) <= 200),
  events text[] NOT NULL CHECK (cardinality(events) > 0 AND events <@ ARRAY['insight.created', 'post.published']),
  -- `disabled` by the studio. What is deleted stays as a row without its address, for its messages.
  state text NOT NULL CHECK (state IN ('on', 'paused', 'disabled', 'deleted')),
  -- It answered that it is gone for good, or has failed for days.
  disabled_why text CHECK (disabled_why IN ('gone', 'failing')),
  -- The secret follows from it and the Worker's own key: nothing secret is stored.
  secret_version integer NOT NULL CHECK (secret_version > 0),
  -- Until then messages are signed with the version before, too.
  previous_until timestamptz,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  -- Since when no attempt has gone well; null: the last one has.
  failing_since timestamptz,
  last_ok_at timestamptz,
  CONSTRAINT webhook_endpoints_disabled CHECK ((state = 'disabled') = (disabled_why IS NOT NULL)),
  CONSTRAINT webhook_endpoints_previous CHECK (previous_until IS NULL OR secret_version > 1)
);
CREATE INDEX webhook_endpoints_by_key ON webhook_endpoints (key_id);

-- One message to one endpoint, for ever: an event is told each endpoint once, whatever happens in between.
CREATE TABLE webhook_messages (
  endpoint_id text COLLATE "C" NOT NULL REFERENCES webhook_endpoints (id),
  -- `webhook-id`. It follows from the event's id: all endpoints, attempts and replays of an event share it.
  id text COLLATE "C" NOT NULL CHECK (id ~ '^msg_[0-9a-z]{10,40}$'),
  type text NOT NULL CHECK (type IN ('insight.created', 'post.published', 'webhook.test')),
  occurred_at timestamptz NOT NULL,
  data jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  -- When it is tried next; while it is being sent, when its sender is given up.
  due_at timestamptz,
  settled_at timestamptz,
  -- The event by which its owner asked for it again, last: asking is done once.
  asked_by text COLLATE "C",
  PRIMARY KEY (endpoint_id, id),
  CONSTRAINT webhook_messages_due CHECK ((state = 'waiting') = (due_at IS NOT NULL)),
  CONSTRAINT webhook_messages_settled CHECK ((state = 'waiting') = (settled_at IS NULL))
);
CREATE INDEX webhook_messages_waiting ON webhook_messages (endpoint_id, due_at) WHERE state = 'waiting';
CREATE INDEX webhook_messages_next ON webhook_messages (due_at) WHERE state = 'waiting';

CREATE TABLE webhook_attempts (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^wha_[0-9a-z]{10,40}$'),
  endpoint_id text COLLATE "C" NOT NULL,
  message_id text COLLATE "C" NOT NULL,
  at timestamptz NOT NULL,
  -- Null: no answer came.
  status integer CHECK (status BETWEEN 100 AND 599),
  -- In a few words; null: delivered.
  failure text CHECK (length(failure) BETWEEN 1 AND 200),
  wall_ms integer NOT NULL CHECK (wall_ms >= 0),
  FOREIGN KEY (endpoint_id, message_id) REFERENCES webhook_messages (endpoint_id, id)
);
CREATE INDEX webhook_attempts_by_endpoint ON webhook_attempts (endpoint_id, id DESC);
CREATE INDEX webhook_attempts_by_message ON webhook_attempts (endpoint_id, message_id, id);

-- When the endpoints that listen were given a message of the event; null: not yet. Marked on the event itself, so that one whose transaction
-- ends late is found all the same, and what was told before is not looked at again.
ALTER TABLE events ADD COLUMN webhooks_at timestamptz;
UPDATE events SET webhooks_at = created_at WHERE name IN ('insight.created', 'post.published');
CREATE INDEX events_without_webhooks ON events (id) WHERE webhooks_at IS NULL AND name IN ('insight.created', 'post.published');

GRANT SELECT ON webhook_endpoints, webhook_messages, webhook_attempts TO studio_api, studio_ingest, studio_agents;
GRANT INSERT ON webhook_endpoints TO studio_ingest;
GRANT UPDATE (url, description, events, state, disabled_why, secret_version, previous_until, changed_at, failing_since) ON webhook_endpoints TO studio_ingest;
GRANT UPDATE (state, disabled_why, changed_at, failing_since, last_ok_at) ON webhook_endpoints TO studio_agents;
GRANT INSERT, UPDATE ON webhook_messages TO studio_agents;
GRANT INSERT ON webhook_attempts TO studio_agents;
-- An endpoint goes with the key that made it.
GRANT SELECT (id, revoked_at) ON api_keys TO studio_agents;
