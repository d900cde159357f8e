-- Indexes that lists asked for at a million posts. On a large database `npm run indexes` builds them before, while everybody goes on writing.

-- The best of each week: from one ranking of all time, the best of a month were looked for among all the years before.
CREATE INDEX IF NOT EXISTS published_content_of_week_by_rate ON published_content
  (date_trunc('week', published_at AT TIME ZONE 'UTC'), micro_rate DESC, id DESC) WHERE micro_rate IS NOT NULL AND impressions >= 100 AND removed_at IS NULL;
CREATE INDEX IF NOT EXISTS published_content_of_week_by_views ON published_content
  (date_trunc('week', published_at AT TIME ZONE 'UTC'), impressions DESC, id DESC) WHERE impressions IS NOT NULL AND removed_at IS NULL;
DROP INDEX IF EXISTS published_content_by_rate, published_content_by_views;

-- An agent's runs of some weeks, without those of all others.
CREATE INDEX IF NOT EXISTS runs_of_agent_by_slot ON runs (agent, slot) WHERE slot IS NOT NULL;

-- With `stored_at` also what explains a score reads the index alone.
CREATE INDEX IF NOT EXISTS user_interactions_of_person ON user_interactions (user_id, at) INCLUDE (type, milli_value, stored_at);
DROP INDEX IF EXISTS user_interactions_scoring;
