-- Mail that waits to be sent. What it says is sealed by the server: links in it open accounts. A dead letter keeps when and why, not what it said.
CREATE TABLE mail_outbox (
  app_id      text COLLATE "C"  NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
  id          uuid              NOT NULL,
  sealed      bytea,
  attempts    integer           NOT NULL,
  due_at      bigint            NOT NULL,
  expires_at  bigint            NOT NULL,
  created_at  bigint            NOT NULL,
  dead_at     bigint,
  failure     text,
  PRIMARY KEY (app_id, id),
  CHECK ((sealed IS NULL) = (dead_at IS NOT NULL)),
  CHECK ((failure IS NULL) = (dead_at IS NULL))
);

CREATE INDEX mail_outbox_due_at ON mail_outbox (due_at) WHERE dead_at IS NULL;
CREATE INDEX mail_outbox_dead_at ON mail_outbox (dead_at) WHERE dead_at IS NOT NULL;
