-- An endpoint goes with the key that made it, also when the key's time is over.
GRANT SELECT (expires_at) ON api_keys TO studio_agents;
