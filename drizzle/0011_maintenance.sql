-- What the maintenance agent may remove, how long it may keep others waiting, and an index that its plan asked for.

-- Sessions that are over, and old tries to sign in. It sees of them only when that was.
GRANT SELECT (id, expires_at, revoked_at), DELETE ON sessions TO studio_agents;
GRANT SELECT (scope, attempts), DELETE ON sign_in_attempts TO studio_agents;

-- Both need a lock behind which every other statement about interactions waits: better not today than everybody waiting for a long one to end.
ALTER FUNCTION make_interaction_partitions(timestamptz, timestamptz) SET lock_timeout = '5s';
ALTER FUNCTION drop_interaction_partitions(timestamptz) SET lock_timeout = '5s';

-- In the order of the pages of a channel, the id included: without it a page of a channel was read from all posts, four times as many rows.
-- On a large database `npm run indexes` has built it before, while everybody went on writing.
CREATE INDEX IF NOT EXISTS published_content_of_channel ON published_content (channel, published_at DESC, id DESC);
DROP INDEX IF EXISTS published_content_by_channel;
