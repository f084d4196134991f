-- Where an app has its events sent. The cursor is the last event that arrived there: place in the order of the commits, then number.
-- "next_attempt_at" is the lease, too: whoever moves it ahead sends, and writes the cursor only while it stands as it was moved.
CREATE TABLE webhooks (
  app_id           text COLLATE "C"  NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
  id               uuid              NOT NULL,
  url              text              NOT NULL,
  secret           bytea             NOT NULL,
  kinds            text              NOT NULL,
  created_at       bigint            NOT NULL,
  disabled_at      bigint,
  cursor_position  bigint            NOT NULL,
  cursor_id        bigint            NOT NULL,
  failures         integer           NOT NULL DEFAULT 0 CHECK (failures >= 0),
  failing_since    bigint,
  next_attempt_at  bigint            NOT NULL,
  last_status      text,
  PRIMARY KEY (app_id, id),
  CHECK ((failures = 0) = (failing_since IS NULL))
);
