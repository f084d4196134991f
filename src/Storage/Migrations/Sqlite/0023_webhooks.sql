-- Where an app has its events sent. The cursor is the last event that arrived there: place in the order of the commits, then number.
-- "next_attempt_at" is the lease, too: whoever moves it ahead sends, and writes the cursor only while it stands as it was moved.
CREATE TABLE webhooks (
  app_id           TEXT     NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
  id               BLOB     NOT NULL CHECK (typeof(id) = 'blob' AND length(id) = 16),
  url              TEXT     NOT NULL,
  secret           BLOB     NOT NULL CHECK (typeof(secret) = 'blob'),
  kinds            TEXT     NOT NULL,
  created_at       INTEGER  NOT NULL,
  disabled_at      INTEGER,
  cursor_position  INTEGER  NOT NULL,
  cursor_id        INTEGER  NOT NULL,
  failures         INTEGER  NOT NULL DEFAULT 0 CHECK (failures >= 0),
  failing_since    INTEGER,
  next_attempt_at  INTEGER  NOT NULL,
  last_status      TEXT,
  PRIMARY KEY (app_id, id),
  CHECK ((failures = 0) = (failing_since IS NULL))
) WITHOUT ROWID;
