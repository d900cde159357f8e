-- Indexes that the API's lists read by. On a large database `npm run indexes` builds them before, while everybody goes on writing.

-- What became of claims is asked by their deadline.
CREATE INDEX IF NOT EXISTS insights_by_deadline ON insights (deadline DESC, id DESC);

-- A page of an asset's, a format's or a topic's posts, however deep.
CREATE INDEX IF NOT EXISTS published_content_of_asset ON published_content (asset, published_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS published_content_of_format ON published_content (format, published_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS published_content_of_topic ON published_content (topic, published_at DESC, id DESC);

-- Stories that one source carries.
CREATE INDEX IF NOT EXISTS news_stories_by_source ON news_stories USING gin (sources);
