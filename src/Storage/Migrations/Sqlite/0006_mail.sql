-- Mail that waits to be sent. What it says is sealed by the server: links in it open accounts. A dead letter keeps when and why, not what it said.
CREATE TABLE mail_outbox (
  app_id      TEXT     NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
  id          BLOB     NOT NULL CHECK (typeof(id) = 'blob' AND length(id) = 16),
  sealed      BLOB     CHECK (sealed IS NULL OR typeof(sealed) = 'blob'),
  attempts    INTEGER  NOT NULL,
  due_at      INTEGER  NOT NULL,
  expires_at  INTEGER  NOT NULL,
  created_at  INTEGER  NOT NULL,
  dead_at     INTEGER,
  failure     TEXT,
  PRIMARY KEY (app_id, id),
  CHECK ((sealed IS NULL) = (dead_at IS NOT NULL)),
  CHECK ((failure IS NULL) = (dead_at IS NULL))
) WITHOUT ROWID;

CREATE INDEX mail_outbox_due_at ON mail_outbox (due_at) WHERE dead_at IS NULL;
CREATE INDEX mail_outbox_dead_at ON mail_outbox (dead_at) WHERE dead_at IS NOT NULL;
