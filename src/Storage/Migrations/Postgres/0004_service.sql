-- Other names by which a page may begin a user's sign-in. Known by a keyed hash; the text only where the site wants it kept.
CREATE TABLE aliases (
  app_id      text COLLATE "C"  NOT NULL,
  alias_key   bytea             NOT NULL CHECK (length(alias_key) = 32),
  user_id     uuid              NOT NULL,
  plaintext   text,
  created_at  bigint            NOT NULL,
  PRIMARY KEY (app_id, alias_key),
  FOREIGN KEY (app_id, user_id) REFERENCES users (app_id, id) ON DELETE CASCADE
);

CREATE INDEX aliases_of_user ON aliases (app_id, user_id);

-- Null: the client did not say.
ALTER TABLE webauthn_credentials ADD COLUMN discoverable boolean;
