-- The key itself is kept nowhere: its id is the beginning of its SHA-256, and the whole hash decides.
CREATE TABLE api_keys (
  app_id        text COLLATE "C"  NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
  id            text COLLATE "C"  NOT NULL CHECK (length(id) = 16),
  kind          text COLLATE "C"  NOT NULL CHECK (kind IN ('public', 'secret')),
  key_hash      bytea             NOT NULL CHECK (length(key_hash) = 32),
  last_four     text              NOT NULL CHECK (length(last_four) = 4),
  scopes        text              NOT NULL CHECK (scopes LIKE '[%]'),
  locked_at     bigint,
  created_at    bigint            NOT NULL,
  last_used_at  bigint,
  PRIMARY KEY (app_id, id)
);
