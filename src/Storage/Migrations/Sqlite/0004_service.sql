-- Other names by which a page may begin a user's sign-in. Known by a keyed hash; the text only where the site wants it kept.
CREATE TABLE aliases (
  app_id      TEXT     NOT NULL,
  alias_key   BLOB     NOT NULL CHECK (typeof(alias_key) = 'blob' AND length(alias_key) = 32),
  user_id     BLOB     NOT NULL,
  plaintext   TEXT,
  created_at  INTEGER  NOT NULL,
  PRIMARY KEY (app_id, alias_key),
  FOREIGN KEY (app_id, user_id) REFERENCES users (app_id, id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE INDEX aliases_of_user ON aliases (app_id, user_id);

-- Null: the client did not say.
ALTER TABLE webauthn_credentials ADD COLUMN discoverable INTEGER CHECK (discoverable IS NULL OR discoverable IN (0, 1));
