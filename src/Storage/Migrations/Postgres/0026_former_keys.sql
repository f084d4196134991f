-- What former root keys gave for looking up what is kept as a keyed hash alone, recovery codes and aliases: that cannot be hashed anew.
-- Sealed under the root key in force; the id is the key's SHA-256.
CREATE TABLE former_keys (
  purpose  text    NOT NULL,
  id       bytea   NOT NULL CHECK (length(id) = 32),
  sealed   bytea   NOT NULL,
  kept_at  bigint  NOT NULL,
  PRIMARY KEY (purpose, id)
);
