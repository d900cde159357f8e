-- What the studio saw: candles, quotes, news, sentiment. `known_at` is the moment a row became known here.

CREATE TABLE candles (
  asset text NOT NULL CHECK (asset ~ '^[A-Z0-9]{2,10}$'),
  open_time timestamptz NOT NULL CHECK (date_trunc('hour', open_time, 'UTC') = open_time),
  open numeric NOT NULL CHECK (open > 0),
  high numeric NOT NULL,
  low numeric NOT NULL CHECK (low > 0),
  close numeric NOT NULL CHECK (close > 0),
  -- In units of the asset.
  volume numeric NOT NULL CHECK (volume >= 0),
  source text NOT NULL,
  known_at timestamptz NOT NULL,
  agreement text NOT NULL CHECK (agreement IN ('agreed', 'disputed', 'single')),
  second_source text,
  second_close numeric,
  -- Distance of the two closes in hundredths of a percent.
  deviation_bps numeric,
  -- When the second source was compared; before that moment the row counts as `single`.
  checked_at timestamptz,
  PRIMARY KEY (asset, open_time),
  CONSTRAINT candles_range CHECK (low <= least(open, close) AND high >= greatest(open, close)),
  CONSTRAINT candles_second CHECK ((agreement = 'single') = (checked_at IS NULL))
);

CREATE TABLE quotes (
  asset text NOT NULL CHECK (asset ~ '^[A-Z0-9]{2,10}$'),
  observed_at timestamptz NOT NULL,
  price numeric NOT NULL CHECK (price > 0),
  volume_24h numeric NOT NULL CHECK (volume_24h >= 0),
  change_pct_24h numeric,
  -- End of the window that the source's figures cover.
  closed_at timestamptz,
  source text NOT NULL,
  agreement text NOT NULL CHECK (agreement IN ('agreed', 'disputed', 'single')),
  second_source text,
  second_price numeric,
  deviation_bps numeric,
  state text NOT NULL CHECK (state IN ('live', 'stale', 'halted')),
  PRIMARY KEY (asset, observed_at)
);

CREATE TABLE news_stories (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^story_[0-9a-z]{10,40}$'),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
  assets text[] NOT NULL,
  polarity numeric NOT NULL CHECK (polarity BETWEEN -1 AND 1),
  sources text[] NOT NULL CHECK (cardinality(sources) >= 1),
  first_seen_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL
);
CREATE INDEX news_stories_by_time ON news_stories (first_seen_at DESC, id DESC);
CREATE INDEX news_stories_by_asset ON news_stories USING gin (assets);

CREATE TABLE news_articles (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^art_[0-9a-z]{10,40}$'),
  source text NOT NULL,
  external_id text NOT NULL CHECK (length(external_id) BETWEEN 1 AND 500),
  url text NOT NULL,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
  summary text NOT NULL CHECK (length(summary) <= 1000),
  -- Null where the feed gives no time that can be trusted.
  published_at timestamptz,
  known_at timestamptz NOT NULL,
  assets text[] NOT NULL,
  polarity numeric NOT NULL CHECK (polarity BETWEEN -1 AND 1),
  story_id text COLLATE "C" NOT NULL REFERENCES news_stories (id),
  UNIQUE (source, external_id)
);
CREATE INDEX news_articles_by_story ON news_articles (story_id);
CREATE INDEX news_articles_by_time ON news_articles (known_at DESC);

CREATE TABLE sentiment_readings (
  subject text NOT NULL CHECK (subject ~ '^[A-Z0-9]{2,10}$'),
  source text NOT NULL CHECK (source IN ('fear-greed', 'news')),
  observed_at timestamptz NOT NULL,
  value numeric NOT NULL,
  -- How many things the value rests on.
  count integer NOT NULL CHECK (count >= 0),
  known_at timestamptz NOT NULL,
  PRIMARY KEY (subject, source, observed_at)
);
CREATE INDEX sentiment_readings_by_time ON sentiment_readings (observed_at DESC);

GRANT SELECT ON candles, quotes, news_stories, news_articles, sentiment_readings TO studio_api;
GRANT SELECT, INSERT, UPDATE ON candles, quotes, news_stories, news_articles, sentiment_readings TO studio_agents;
