-- Indexes that agents' lists asked for at a million posts. On a large database `npm run indexes` builds them before, while everybody goes on writing.

-- In the order of the list: without its second column each moment's rows were sorted, which took as long as reading them.
CREATE INDEX IF NOT EXISTS insights_by_moment ON insights (made_at DESC, key);
DROP INDEX IF EXISTS insights_by_made_at;
CREATE INDEX IF NOT EXISTS sentiment_readings_by_moment ON sentiment_readings (observed_at, subject, source);
DROP INDEX IF EXISTS sentiment_readings_by_time;

-- Few posts are gone: whether one is, is seen without its readings, and whether it was read at an age from the key alone.
CREATE INDEX IF NOT EXISTS post_readings_gone ON post_readings (post_id) WHERE state = 'gone';

-- Few first versions are refused: without it each plan of three weeks looked its own up.
CREATE INDEX IF NOT EXISTS drafts_refused ON drafts (plan_id) WHERE version = 1 AND NOT passes;
