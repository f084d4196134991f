-- Each seal covers the events from the one before up to its own end, in the order in which they were committed.
-- "entries" is the number and the hash of each of them, so that one that is gone or changed can be named.
CREATE TABLE event_seals (
  number     INTEGER  NOT NULL PRIMARY KEY,
  upto       INTEGER  NOT NULL,
  count      INTEGER  NOT NULL,
  hash       BLOB     NOT NULL CHECK (typeof(hash) = 'blob' AND length(hash) = 32),
  sealed_at  INTEGER  NOT NULL,
  signature  BLOB     NOT NULL CHECK (length(signature) = 32),
  entries    BLOB     NOT NULL,
  purged     BLOB     NOT NULL,
  purge_tag  BLOB     NOT NULL CHECK (length(purge_tag) = 32)
);
