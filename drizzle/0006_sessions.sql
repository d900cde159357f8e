-- Who is signed in to the dashboard, and who tried lately. Of a token only its SHA-256 is kept.

CREATE TABLE sessions (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^ses_[0-9a-z]{10,40}$'),
  token_hash text COLLATE "C" NOT NULL UNIQUE CHECK (token_hash ~ '^[0-9a-f]{64}$'),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  CONSTRAINT sessions_end CHECK (expires_at > created_at)
);

-- Tries that count against a scope, oldest first: 'all', or 'address:' and the SHA-256 of a client's address.
CREATE TABLE sign_in_attempts (
  scope text COLLATE "C" PRIMARY KEY CHECK (scope ~ '^(all|address:[0-9a-f]{64})$'),
  attempts timestamptz[] NOT NULL CHECK (cardinality(attempts) <= 50),
  -- Whether the last try found room.
  has_room boolean NOT NULL
);

GRANT SELECT ON sessions TO studio_api;
GRANT INSERT ON sessions TO studio_ingest;
GRANT SELECT (id, token_hash, expires_at, revoked_at), UPDATE (revoked_at) ON sessions TO studio_ingest;
GRANT SELECT, INSERT, UPDATE ON sign_in_attempts TO studio_ingest;
