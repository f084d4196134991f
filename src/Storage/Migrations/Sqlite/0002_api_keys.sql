-- The key itself is kept nowhere: its id is the beginning of its SHA-256, and the whole hash decides.
CREATE TABLE api_keys (
  app_id        TEXT     NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
  id            TEXT     NOT NULL CHECK (length(id) = 16),
  kind          TEXT     NOT NULL CHECK (kind IN ('public', 'secret')),
  key_hash      BLOB     NOT NULL CHECK (typeof(key_hash) = 'blob' AND length(key_hash) = 32),
  last_four     TEXT     NOT NULL CHECK (length(last_four) = 4),
  scopes        TEXT     NOT NULL CHECK (scopes LIKE '[%]'),
  locked_at     INTEGER,
  created_at    INTEGER  NOT NULL,
  last_used_at  INTEGER,
  PRIMARY KEY (app_id, id)
) WITHOUT ROWID;
