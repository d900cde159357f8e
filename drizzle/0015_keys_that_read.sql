-- Keys that read: a plan, an end, a second secret while a program changes over to it, and scopes that name the verb first.

ALTER TABLE api_keys
  DROP CONSTRAINT api_keys_scopes_check,
  -- A key that only reads reports nothing.
  ALTER COLUMN source DROP NOT NULL,
  ADD COLUMN plan text COLLATE "C" NOT NULL DEFAULT 'free' CHECK (plan IN ('free', 'pro', 'scale')),
  -- How the secret ends, so that a person can tell two keys apart. Unknown for keys from before.
  ADD COLUMN last_four text COLLATE "C" CHECK (last_four ~ '^[A-Za-z0-9_-]{4}$'),
  ADD COLUMN expires_at timestamptz CHECK (expires_at > created_at),
  -- After a rotation the secret from before works until then.
  ADD COLUMN previous_hash text COLLATE "C" UNIQUE CHECK (previous_hash ~ '^[0-9a-f]{64}$'),
  ADD COLUMN previous_until timestamptz,
  ADD COLUMN rotated_at timestamptz,
  ADD CONSTRAINT api_keys_previous_check CHECK ((previous_hash IS NULL) = (previous_until IS NULL));

UPDATE api_keys SET scopes = array_replace(array_replace(scopes, 'events:write', 'write:events'), 'people:write', 'write:people');

ALTER TABLE api_keys
  ADD CONSTRAINT api_keys_scopes_check CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY[
    'read:insights', 'read:premium', 'read:operations', 'write:events', 'write:people', 'write:approvals', 'write:webhooks']),
  ADD CONSTRAINT api_keys_reporting_check CHECK (source IS NOT NULL OR NOT scopes && ARRAY['write:events', 'write:people']);

-- The api Worker looks keys up by the hash of what a caller shows; of a secret of 256 random bits it tells nothing.
GRANT SELECT (secret_hash, plan, last_four, expires_at, previous_hash, previous_until, rotated_at) ON api_keys TO studio_api;
GRANT UPDATE (secret_hash, last_four, previous_hash, previous_until, rotated_at) ON api_keys TO studio_ingest;
