-- Who an account is at an identity provider. The issuer's subject decides; the address is there for people to tell two apart.
CREATE TABLE identities (
  app_id        TEXT     NOT NULL,
  issuer        TEXT     NOT NULL CHECK (length(issuer) BETWEEN 1 AND 512),
  subject       TEXT     NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
  user_id       BLOB     NOT NULL CHECK (typeof(user_id) = 'blob' AND length(user_id) = 16),
  provider      TEXT     NOT NULL,
  email         TEXT,
  created_at    INTEGER  NOT NULL,
  last_used_at  INTEGER  NOT NULL,
  PRIMARY KEY (app_id, issuer, subject),
  FOREIGN KEY (app_id, user_id) REFERENCES users (app_id, id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE INDEX identities_of_user ON identities (app_id, user_id);
