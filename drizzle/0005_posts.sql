-- From an insight to a published post: plans, the versions of their text, approvals, deliveries, what is out, what it cost.

-- Which insights were looked at for a post: each once, also those that are worth none.
CREATE TABLE insight_verdicts (
  insight_id text COLLATE "C" PRIMARY KEY REFERENCES insights (id),
  run_id text COLLATE "C" NOT NULL REFERENCES runs (id),
  decided_at timestamptz NOT NULL,
  planned integer NOT NULL CHECK (planned >= 0),
  -- Every option that was rejected, and by which rule.
  rejected jsonb NOT NULL
);
CREATE INDEX insight_verdicts_by_run ON insight_verdicts (run_id);

-- A picture, known by its bytes; the spec holds the rows it was drawn from, so that it is drawn once.
CREATE TABLE media (
  hash text COLLATE "C" PRIMARY KEY CHECK (hash ~ '^[0-9a-f]{64}$'),
  spec_hash text COLLATE "C" NOT NULL UNIQUE CHECK (spec_hash ~ '^[0-9a-f]{64}$'),
  content_type text NOT NULL CHECK (content_type = 'image/png'),
  bytes integer NOT NULL CHECK (bytes > 0),
  width integer NOT NULL CHECK (width > 0),
  height integer NOT NULL CHECK (height > 0),
  spec jsonb NOT NULL,
  run_id text COLLATE "C" NOT NULL REFERENCES runs (id),
  created_at timestamptz NOT NULL
);
CREATE INDEX media_by_run ON media (run_id);

-- One insight, or one published post to be corrected or taken up again, on one channel at one time.
CREATE TABLE content_plans (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^plan_[0-9a-z]{10,40}$'),
  -- Kind, insight or post, channel: the same idea is one plan.
  key text COLLATE "C" NOT NULL UNIQUE CHECK (length(key) BETWEEN 3 AND 300),
  kind text NOT NULL CHECK (kind IN ('insight', 'correction', 'repurpose')),
  insight_id text COLLATE "C" NOT NULL REFERENCES insights (id),
  -- The post that a correction corrects, or that is taken up again.
  about_post_id text COLLATE "C",
  asset text NOT NULL CHECK (asset ~ '^[A-Z0-9]{2,10}$'),
  topic text NOT NULL CHECK (length(topic) BETWEEN 1 AND 60),
  channel text NOT NULL CHECK (channel IN ('x', 'telegram', 'discord', 'feed')),
  format text NOT NULL CHECK (format IN ('single', 'thread', 'long', 'message', 'picture')),
  language text NOT NULL CHECK (language IN ('en', 'nl')),
  voice text NOT NULL CHECK (voice IN ('analytical', 'bold', 'educational')),
  disclosure text NOT NULL CHECK (disclosure IN ('none', 'eu', 'uk', 'us', 'issuer')),
  tier text NOT NULL CHECK (tier IN ('public', 'members')),
  priority numeric NOT NULL CHECK (priority BETWEEN 0 AND 1),
  scheduled_at timestamptz NOT NULL,
  -- Not released by then, it is not released at all: what it says would be old.
  expires_at timestamptz NOT NULL CHECK (expires_at > scheduled_at),
  -- Why this, and which other options which rule rejected; shape in shared/domain/plan.ts.
  reasons jsonb NOT NULL,
  -- The version of the text that counts; 0 before the first.
  version integer NOT NULL DEFAULT 0 CHECK (version >= 0),
  state text NOT NULL CHECK (state IN ('planned', 'checking', 'blocked', 'waiting', 'approved', 'released', 'rejected', 'expired', 'failed')),
  run_id text COLLATE "C" NOT NULL REFERENCES runs (id),
  created_at timestamptz NOT NULL,
  CONSTRAINT content_plans_about CHECK ((kind = 'insight') = (about_post_id IS NULL)),
  CONSTRAINT content_plans_text CHECK (version > 0 OR state IN ('planned', 'expired', 'failed'))
);
-- A channel has one post at a time: slots are distinct.
CREATE UNIQUE INDEX content_plans_slot ON content_plans (channel, scheduled_at) WHERE state NOT IN ('rejected', 'expired', 'failed');
CREATE INDEX content_plans_open ON content_plans (expires_at) WHERE state IN ('planned', 'checking', 'blocked', 'waiting', 'approved');
CREATE INDEX content_plans_by_time ON content_plans (scheduled_at DESC, id DESC);
CREATE INDEX content_plans_by_state ON content_plans (state, scheduled_at);
CREATE INDEX content_plans_by_insight ON content_plans (insight_id);
CREATE INDEX content_plans_by_about ON content_plans (about_post_id);
CREATE INDEX content_plans_by_run ON content_plans (run_id);

-- Versions of a plan's text. Once it has its hash, a version is what it is.
CREATE TABLE drafts (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^draft_[0-9a-z]{10,40}$'),
  plan_id text COLLATE "C" NOT NULL REFERENCES content_plans (id),
  version integer NOT NULL CHECK (version > 0),
  -- `studio`, `model:PROVIDER/NAME` or `operator`.
  author text NOT NULL CHECK (author = 'studio' OR author = 'operator' OR author ~ '^model:'),
  -- Why it was written so: a model's text that was refused, and by which guard.
  note text CHECK (length(note) <= 2000),
  channel text NOT NULL CHECK (channel IN ('x', 'telegram', 'discord', 'feed')),
  format text NOT NULL CHECK (format IN ('single', 'thread', 'long', 'message', 'picture')),
  language text NOT NULL CHECK (language IN ('en', 'nl')),
  title text CHECK (length(title) BETWEEN 1 AND 200),
  parts jsonb NOT NULL CHECK (jsonb_typeof(parts) = 'array'),
  alt text CHECK (length(alt) BETWEEN 1 AND 1000),
  -- What the text may say; shape in shared/domain/post.ts.
  claims jsonb NOT NULL,
  needs_picture boolean NOT NULL,
  media_hash text COLLATE "C" REFERENCES media (hash),
  scheduled_at timestamptz NOT NULL,
  -- Each guard's verdict with the spans that speak against it; null until they have looked.
  guards jsonb,
  passes boolean,
  -- SHA-256 over text, media, channel and time: what an approval is bound to. Null until all of them stand.
  hash text COLLATE "C" CHECK (hash ~ '^[0-9a-f]{64}$'),
  run_id text COLLATE "C" REFERENCES runs (id),
  created_at timestamptz NOT NULL,
  UNIQUE (plan_id, version),
  CONSTRAINT drafts_checked CHECK ((guards IS NULL) = (passes IS NULL)),
  CONSTRAINT drafts_ready CHECK (hash IS NULL OR (passes IS TRUE AND (media_hash IS NOT NULL OR NOT needs_picture)))
);
CREATE INDEX drafts_by_media ON drafts (media_hash);
CREATE INDEX drafts_by_run ON drafts (run_id);
CREATE INDEX drafts_recent ON drafts (channel, created_at DESC);

CREATE FUNCTION drafts_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A draft that has its hash does not change: write a new version.' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER drafts_sealed BEFORE UPDATE ON drafts FOR EACH ROW WHEN (OLD.hash IS NOT NULL) EXECUTE FUNCTION drafts_stay();

-- Who said what about which exact version. One decision for each, for ever.
CREATE TABLE approvals (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^apr_[0-9a-z]{10,40}$'),
  draft_id text COLLATE "C" NOT NULL UNIQUE REFERENCES drafts (id),
  plan_id text COLLATE "C" NOT NULL REFERENCES content_plans (id),
  hash text COLLATE "C" NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  decision text NOT NULL CHECK (decision IN ('approved', 'rejected')),
  reviewer text NOT NULL CHECK (length(reviewer) BETWEEN 1 AND 100),
  via text NOT NULL CHECK (via IN ('dashboard', 'telegram', 'key', 'rule')),
  reason text CHECK (length(reason) BETWEEN 1 AND 1000),
  at timestamptz NOT NULL,
  CONSTRAINT approvals_reason CHECK (decision = 'approved' OR reason IS NOT NULL)
);
CREATE INDEX approvals_by_plan ON approvals (plan_id);

-- Buttons sent to reviewers: each works once, for one version, until it expires. Only the SHA-256 of a button's secret is kept.
CREATE TABLE review_requests (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^rev_[0-9a-z]{10,40}$'),
  draft_id text COLLATE "C" NOT NULL REFERENCES drafts (id),
  -- Telegram's id of the person who is asked.
  reviewer text NOT NULL CHECK (reviewer ~ '^[0-9]{1,20}$'),
  secret_hash text COLLATE "C" NOT NULL UNIQUE CHECK (secret_hash ~ '^[0-9a-f]{64}$'),
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  created_at timestamptz NOT NULL,
  UNIQUE (draft_id, reviewer)
);

-- The intent to send, written before anything is sent: at most one for each plan, for ever.
CREATE TABLE deliveries (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^dlv_[0-9a-z]{10,40}$'),
  plan_id text COLLATE "C" NOT NULL UNIQUE REFERENCES content_plans (id),
  draft_id text COLLATE "C" NOT NULL REFERENCES drafts (id),
  channel text NOT NULL CHECK (channel IN ('x', 'telegram', 'discord', 'feed')),
  -- The exact requests, as rendered from the approved version.
  payload jsonb NOT NULL,
  parts integer NOT NULL CHECK (parts BETWEEN 1 AND 25),
  state text NOT NULL CHECK (state IN ('scheduled', 'sending', 'unknown', 'held', 'live', 'rehearsed', 'refused', 'cancelled')),
  scheduled_at timestamptz NOT NULL,
  -- When the next step may be taken.
  due_at timestamptz NOT NULL,
  -- What each part that is out got from its platform, in order: the next part is the first without one.
  receipts jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(receipts) = 'array' AND jsonb_array_length(receipts) <= parts),
  -- Raised by every claim: what an earlier claim still wants to write is refused.
  attempt integer NOT NULL DEFAULT 0 CHECK (attempt >= 0),
  -- Tries of the present part that certainly posted nothing.
  tries integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
  lease_until timestamptz,
  -- Since when the present part may be out.
  part_since timestamptz,
  failure_code text,
  failure_detail text,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  CONSTRAINT deliveries_lease CHECK ((state = 'sending') = (lease_until IS NOT NULL)),
  CONSTRAINT deliveries_end CHECK ((state IN ('live', 'rehearsed', 'refused', 'cancelled')) = (ended_at IS NOT NULL)),
  CONSTRAINT deliveries_whole CHECK (state <> 'live' OR jsonb_array_length(receipts) = parts),
  CONSTRAINT deliveries_nothing CHECK (state NOT IN ('rehearsed', 'cancelled') OR jsonb_array_length(receipts) = 0)
);
CREATE INDEX deliveries_due ON deliveries (due_at) WHERE state IN ('scheduled', 'unknown');
CREATE INDEX deliveries_leased ON deliveries (lease_until) WHERE state = 'sending';
CREATE INDEX deliveries_held ON deliveries (due_at) WHERE state = 'held';
CREATE INDEX deliveries_by_channel ON deliveries (channel, scheduled_at DESC);
CREATE INDEX deliveries_by_draft ON deliveries (draft_id);

-- What is out.
CREATE TABLE published_content (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^post_[0-9a-z]{10,40}$'),
  delivery_id text COLLATE "C" NOT NULL UNIQUE REFERENCES deliveries (id),
  plan_id text COLLATE "C" NOT NULL UNIQUE REFERENCES content_plans (id),
  draft_id text COLLATE "C" NOT NULL REFERENCES drafts (id),
  insight_id text COLLATE "C" NOT NULL REFERENCES insights (id),
  channel text NOT NULL CHECK (channel IN ('x', 'telegram', 'discord', 'feed')),
  tier text NOT NULL CHECK (tier IN ('public', 'members')),
  -- The platform's id of the first part, and where a reader finds it.
  external_id text NOT NULL CHECK (length(external_id) BETWEEN 1 AND 200),
  url text,
  published_at timestamptz NOT NULL,
  corrected_by text COLLATE "C" REFERENCES content_plans (id),
  removed_at timestamptz,
  UNIQUE (channel, external_id)
);
CREATE INDEX published_content_by_channel ON published_content (channel, published_at DESC);
CREATE INDEX published_content_by_time ON published_content (published_at DESC, id DESC);
CREATE INDEX published_content_by_insight ON published_content (insight_id);
CREATE INDEX published_content_by_draft ON published_content (draft_id);
CREATE INDEX published_content_by_corrected ON published_content (corrected_by);

ALTER TABLE content_plans ADD CONSTRAINT content_plans_post FOREIGN KEY (about_post_id) REFERENCES published_content (id);

-- Engagement of a post at an age: one reading for each band, so that posts are compared at equal age. Null is what the platform does not tell.
CREATE TABLE post_readings (
  post_id text COLLATE "C" NOT NULL REFERENCES published_content (id),
  -- Age in hours that the reading stands for.
  band_hours integer NOT NULL CHECK (band_hours > 0),
  observed_at timestamptz NOT NULL,
  -- `measured`, or `gone` where the platform has the post no more.
  state text NOT NULL CHECK (state IN ('measured', 'gone')),
  impressions bigint CHECK (impressions >= 0),
  likes bigint CHECK (likes >= 0),
  replies bigint CHECK (replies >= 0),
  reposts bigint CHECK (reposts >= 0),
  quotes bigint CHECK (quotes >= 0),
  bookmarks bigint CHECK (bookmarks >= 0),
  PRIMARY KEY (post_id, band_hours)
);

-- A model's answers, bought once for each run and prompt.
CREATE TABLE model_replies (
  run_key text COLLATE "C" NOT NULL CHECK (length(run_key) BETWEEN 3 AND 300),
  prompt_hash text COLLATE "C" NOT NULL CHECK (prompt_hash ~ '^[0-9a-f]{64}$'),
  prompt_version text NOT NULL,
  provider text NOT NULL,
  model text NOT NULL,
  reply jsonb NOT NULL,
  tokens_in integer NOT NULL CHECK (tokens_in >= 0),
  tokens_out integer NOT NULL CHECK (tokens_out >= 0),
  micro_usd bigint NOT NULL CHECK (micro_usd >= 0),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (run_key, prompt_hash)
);

-- Every call that has a price, in millionths of a US dollar. A reservation that turned out too large is followed by a negative entry.
CREATE TABLE ledger (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^led_[0-9a-z]{10,40}$'),
  -- The same call is booked once.
  key text COLLATE "C" NOT NULL UNIQUE CHECK (length(key) BETWEEN 3 AND 300),
  at timestamptz NOT NULL,
  day date NOT NULL,
  -- `model`, or `channel:NAME`; the caps are on these, and on `all`.
  scope text NOT NULL CHECK (scope ~ '^(model|channel:[a-z]+)$'),
  what text NOT NULL CHECK (length(what) BETWEEN 1 AND 100),
  plan_id text COLLATE "C" REFERENCES content_plans (id),
  run_id text COLLATE "C" REFERENCES runs (id),
  micro_usd bigint NOT NULL
);
CREATE INDEX ledger_by_plan ON ledger (plan_id);
CREATE INDEX ledger_by_run ON ledger (run_id);
CREATE INDEX ledger_by_day ON ledger (day, scope);

-- The ledger's sums of each UTC day, raised by the same statement that adds the entry: the caps look here.
CREATE TABLE spend (
  scope text NOT NULL CHECK (scope ~ '^(all|model|channel:[a-z]+)$'),
  day date NOT NULL,
  micro_usd bigint NOT NULL,
  PRIMARY KEY (scope, day)
);

-- The operator's switches. `live:CHANNEL` on: posts leave the house (without it they are only rehearsed). `stop:...` on: nothing goes out, from
-- `all`, from a channel, or from an agent.
CREATE TABLE switches (
  scope text PRIMARY KEY CHECK (scope ~ '^(live:[a-z]+|stop:all|stop:(channel|agent):[a-z-]+)$'),
  is_on boolean NOT NULL,
  reason text CHECK (length(reason) BETWEEN 1 AND 300),
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL
);

-- A channel's rotating tokens, encrypted by the Worker that uses them.
CREATE TABLE channel_tokens (
  channel text PRIMARY KEY CHECK (channel ~ '^[a-z]+$'),
  version integer NOT NULL CHECK (version > 0),
  sealed text NOT NULL,
  changed_at timestamptz NOT NULL
);

GRANT SELECT ON insight_verdicts, media, content_plans, drafts, approvals, deliveries, published_content, post_readings, ledger, spend, switches TO studio_api;
GRANT SELECT (run_key, prompt_hash, prompt_version, provider, model, tokens_in, tokens_out, micro_usd, created_at) ON model_replies TO studio_api;
-- An approval, a rejection, an edit and a switch are the operator's word, taken by ingest and checked by these statements.
GRANT SELECT ON content_plans, drafts, approvals, switches, review_requests, deliveries TO studio_ingest;
GRANT INSERT ON approvals, drafts, switches TO studio_ingest;
GRANT UPDATE (state, version, scheduled_at) ON content_plans TO studio_ingest;
GRANT UPDATE (is_on, reason, changed_by, changed_at) ON switches TO studio_ingest;
GRANT UPDATE (used_at) ON review_requests TO studio_ingest;
GRANT UPDATE (state, due_at, receipts, attempt, tries, part_since, failure_code, failure_detail, ended_at) ON deliveries TO studio_ingest;
GRANT SELECT, INSERT, UPDATE ON content_plans, drafts, deliveries, published_content, spend, channel_tokens, review_requests TO studio_agents;
GRANT SELECT, INSERT ON insight_verdicts, media, approvals, post_readings, model_replies, ledger TO studio_agents;
GRANT SELECT ON switches TO studio_agents;
