-- What the studio concluded: insights with their probability and statement, and the rows that each stands on.

CREATE TABLE insights (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^ins_[0-9a-z]{10,40}$'),
  -- Asset, type and moment: the same conclusion of the same run is one row.
  key text COLLATE "C" NOT NULL UNIQUE,
  run_id text COLLATE "C" NOT NULL REFERENCES runs (id),
  asset text NOT NULL CHECK (asset ~ '^[A-Z0-9]{2,10}$'),
  type text NOT NULL CHECK (type IN ('breakout', 'breakdown', 'volume_spike', 'sentiment_shift', 'news_impact', 'technical_pattern', 'correlation_break')),
  direction text NOT NULL CHECK (direction IN ('up', 'down', 'none')),
  headline text NOT NULL CHECK (length(headline) BETWEEN 1 AND 300),
  made_at timestamptz NOT NULL,
  probability numeric NOT NULL CHECK (probability BETWEEN 0.01 AND 0.99),
  horizon_hours integer NOT NULL CHECK (horizon_hours > 0),
  deadline timestamptz NOT NULL CHECK (deadline > made_at),
  -- The claim in a form that a program can resolve; shape in shared/domain/insight.ts.
  statement jsonb NOT NULL,
  statement_text text NOT NULL,
  reasons jsonb NOT NULL
);
CREATE INDEX insights_by_asset ON insights (asset, id DESC);
CREATE INDEX insights_by_type ON insights (type, id DESC);
CREATE INDEX insights_by_run ON insights (run_id);
CREATE INDEX insights_by_made_at ON insights (made_at DESC);

CREATE TABLE evidence (
  insight_id text COLLATE "C" NOT NULL REFERENCES insights (id),
  ordinal integer NOT NULL CHECK (ordinal >= 0),
  kind text NOT NULL CHECK (kind IN ('candle', 'quote', 'story', 'sentiment')),
  -- Names the stored row; forms in shared/domain/insight.ts.
  ref text NOT NULL,
  label text NOT NULL,
  -- The value when the insight was made: a later change of the row shows as a difference.
  value numeric,
  unit text CHECK (unit IN ('usd', 'asset_units', 'score', 'polarity', 'count')),
  observed_at timestamptz NOT NULL,
  source text NOT NULL,
  PRIMARY KEY (insight_id, ordinal)
);
CREATE INDEX evidence_by_ref ON evidence (kind, ref);

GRANT SELECT ON insights, evidence TO studio_api;
GRANT SELECT, INSERT ON insights, evidence TO studio_agents;
