-- What the maintenance agent may remove, and how long it may keep others waiting.

-- Sessions that are over, and old tries to sign in. It sees of them only when that was.
GRANT SELECT (id, expires_at, revoked_at), DELETE ON sessions TO studio_agents;
GRANT SELECT (scope, attempts), DELETE ON sign_in_attempts TO studio_agents;

-- Both need a lock behind which every other statement about interactions waits: better not today than everybody waiting for a long one to end.
ALTER FUNCTION make_interaction_partitions(timestamptz, timestamptz) SET lock_timeout = '5s';
ALTER FUNCTION drop_interaction_partitions(timestamptz) SET lock_timeout = '5s';
