-- Who an account is at an identity provider. The issuer's subject decides; the address is there for people to tell two apart.
CREATE TABLE identities (
  app_id        text COLLATE "C"  NOT NULL,
  issuer        text COLLATE "C"  NOT NULL CHECK (length(issuer) BETWEEN 1 AND 512),
  subject       text COLLATE "C"  NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
  user_id       uuid              NOT NULL,
  provider      text COLLATE "C"  NOT NULL,
  email         text,
  created_at    bigint            NOT NULL,
  last_used_at  bigint            NOT NULL,
  PRIMARY KEY (app_id, issuer, subject),
  FOREIGN KEY (app_id, user_id) REFERENCES users (app_id, id) ON DELETE CASCADE
);

CREATE INDEX identities_of_user ON identities (app_id, user_id);
