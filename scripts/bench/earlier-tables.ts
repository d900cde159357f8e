// The tables that the performance documents speak of, with the columns and the indexes that they had: what the shapes before ours worked on.

/** Wide rows and single-column indexes beside the composite ones, as they were. In a schema of their own. */
export const EARLIER_TABLES = `
  DROP SCHEMA IF EXISTS earlier CASCADE;
  CREATE SCHEMA earlier;
  CREATE TYPE earlier.user_tier AS ENUM ('free', 'basic', 'premium', 'vip');
  CREATE TYPE earlier.content_format AS ENUM ('single_tweet', 'thread', 'blog_post', 'telegram_message', 'image_post');
  CREATE TYPE earlier.insight_type AS ENUM ('breakout', 'breakdown', 'sentiment_shift', 'volume_spike', 'news_impact', 'technical_pattern', 'correlation');
  CREATE TABLE earlier.community_users (
    id serial PRIMARY KEY, twitter_id varchar(100), twitter_username varchar(100), telegram_id varchar(100), telegram_username varchar(100),
    discord_id varchar(100), discord_username varchar(100), email varchar(255), tier earlier.user_tier NOT NULL, subscription_status varchar(20),
    total_interactions int, last_interaction timestamp, engagement_score double precision, conversion_dm_sent boolean, conversion_dm_sent_at timestamp,
    conversion_dm_opened boolean, conversion_dm_clicked boolean, first_seen timestamp, converted_at timestamp, created_at timestamp, updated_at timestamp);
  CREATE TABLE earlier.user_interactions (
    id serial PRIMARY KEY, user_id int NOT NULL, interaction_type varchar(50) NOT NULL, platform varchar(20) NOT NULL, content_id int,
    interaction_metadata json, engagement_value double precision, "timestamp" timestamp);
  CREATE TABLE earlier.insights (
    id serial PRIMARY KEY, "timestamp" timestamp, type earlier.insight_type NOT NULL, asset varchar(20) NOT NULL, confidence double precision NOT NULL,
    details json NOT NULL, supporting_data_ids json, is_published boolean, is_exclusive boolean, created_at timestamp);
  CREATE TABLE earlier.content_plans (
    id serial PRIMARY KEY, "timestamp" timestamp, insight_id int NOT NULL, platform varchar(50) NOT NULL, format earlier.content_format NOT NULL,
    priority varchar(20), scheduled_for timestamp, status varchar(20), created_at timestamp);
  CREATE TABLE earlier.published_content (
    id serial PRIMARY KEY, content_plan_id int NOT NULL, platform varchar(50) NOT NULL, content_text text NOT NULL, media_urls json, post_url varchar(1000),
    post_id varchar(100), published_at timestamp, views int, likes int, comments int, shares int, engagement_rate double precision, created_at timestamp);
  CREATE TABLE earlier.agent_logs (
    id serial PRIMARY KEY, "timestamp" timestamp, agent_name varchar(100) NOT NULL, action varchar(200) NOT NULL, status varchar(20), details json,
    error_message text, execution_time double precision, created_at timestamp);`

/** Made after the rows, which is quicker and leaves them the same. */
export const EARLIER_INDEXES = {
  engagement: `
    CREATE UNIQUE INDEX ON earlier.community_users (twitter_id);
    CREATE UNIQUE INDEX ON earlier.community_users (telegram_id);
    CREATE UNIQUE INDEX ON earlier.community_users (discord_id);
    CREATE UNIQUE INDEX ON earlier.community_users (email);
    CREATE INDEX ON earlier.community_users (tier);
    CREATE INDEX ON earlier.community_users (last_interaction);
    CREATE INDEX ON earlier.community_users (engagement_score);
    CREATE INDEX ON earlier.community_users (conversion_dm_sent_at);
    CREATE INDEX ON earlier.community_users (tier, engagement_score);
    CREATE INDEX ON earlier.user_interactions (user_id);
    CREATE INDEX ON earlier.user_interactions ("timestamp");
    CREATE INDEX ON earlier.user_interactions (user_id, "timestamp");`,
  snapshot: `
    CREATE INDEX ON earlier.insights ("timestamp");
    CREATE INDEX ON earlier.insights (type);
    CREATE INDEX ON earlier.insights (asset);
    CREATE INDEX ON earlier.published_content (platform);
    CREATE INDEX ON earlier.published_content (published_at);
    CREATE INDEX ON earlier.published_content (engagement_rate);
    CREATE INDEX ON earlier.published_content (platform, published_at);`,
  agents: `
    CREATE INDEX ON earlier.agent_logs ("timestamp");
    CREATE INDEX ON earlier.agent_logs (agent_name);`,
} as const
