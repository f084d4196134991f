-- Each seal covers the events from the one before up to its own end, in the order in which they were committed.
-- "entries" is the number and the hash of each of them, so that one that is gone or changed can be named.
CREATE TABLE event_seals (
  number     bigint  NOT NULL PRIMARY KEY,
  upto       bigint  NOT NULL,
  count      bigint  NOT NULL,
  hash       bytea   NOT NULL CHECK (length(hash) = 32),
  sealed_at  bigint  NOT NULL,
  signature  bytea   NOT NULL CHECK (length(signature) = 32),
  entries    bytea   NOT NULL,
  purged     bytea   NOT NULL,
  purge_tag  bytea   NOT NULL CHECK (length(purge_tag) = 32)
);

-- The entries are random bytes: not worth a try at compressing them.
ALTER TABLE event_seals ALTER COLUMN entries SET STORAGE EXTERNAL;
