-- What happened, in the transaction in which it happened. No reference to any other table: what happened outlives whom it happened to.
-- One index: every other would be written by every sign-in.
CREATE TABLE events (
  id             INTEGER  NOT NULL PRIMARY KEY,
  app_id         TEXT,
  at             INTEGER  NOT NULL,
  kind           INTEGER  NOT NULL,
  actor          INTEGER  NOT NULL,
  operator       TEXT,
  user_id        BLOB     CHECK (user_id IS NULL OR (typeof(user_id) = 'blob' AND length(user_id) = 16)),
  session_id     BLOB,
  credential_id  BLOB,
  key_id         TEXT,
  device         TEXT,
  detail         TEXT,
  times          INTEGER  NOT NULL CHECK (times > 0)
);

CREATE INDEX events_of_app ON events (app_id, id);
