-- What former root keys gave for looking up what is kept as a keyed hash alone, recovery codes and aliases: that cannot be hashed anew.
-- Sealed under the root key in force; the id is the key's SHA-256.
CREATE TABLE former_keys (
  purpose  TEXT     NOT NULL,
  id       BLOB     NOT NULL CHECK (typeof(id) = 'blob' AND length(id) = 32),
  sealed   BLOB     NOT NULL CHECK (typeof(sealed) = 'blob'),
  kept_at  INTEGER  NOT NULL,
  PRIMARY KEY (purpose, id)
) WITHOUT ROWID;
