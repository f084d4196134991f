-- Times are unix milliseconds, UUIDs 16 bytes big-endian, flags 0 or 1, lists JSON arrays.
-- Every key starts with the app: a row of one app can never point at a row of another.

CREATE TABLE apps (
  id          TEXT     NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 3 AND 62 AND id NOT GLOB '*[^a-z0-9-]*'),
  rp_id       TEXT     NOT NULL CHECK (length(rp_id) BETWEEN 1 AND 253),
  name        TEXT     NOT NULL,
  origins     TEXT     NOT NULL CHECK (origins LIKE '[%]'),
  settings    TEXT     NOT NULL CHECK (settings LIKE '{%}'),
  locked_at   INTEGER,
  created_at  INTEGER  NOT NULL
) WITHOUT ROWID;

CREATE TABLE users (
  app_id             TEXT     NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
  id                 BLOB     NOT NULL CHECK (typeof(id) = 'blob' AND length(id) = 16),
  user_handle        BLOB     NOT NULL CHECK (typeof(user_handle) = 'blob' AND length(user_handle) BETWEEN 1 AND 64),
  username           TEXT,
  username_key       TEXT,
  email              TEXT,
  email_key          TEXT,
  email_verified_at  INTEGER,
  display_name       TEXT     NOT NULL,
  created_at         INTEGER  NOT NULL,
  locked_at          INTEGER,
  PRIMARY KEY (app_id, id),
  UNIQUE (app_id, user_handle),
  UNIQUE (app_id, username_key),
  UNIQUE (app_id, email_key),
  CHECK ((username IS NULL) = (username_key IS NULL)),
  CHECK ((email IS NULL) = (email_key IS NULL))
) WITHOUT ROWID;

-- With a rowid: the kept attestation makes these rows long, and sign-in finds them through the unique index.
CREATE TABLE webauthn_credentials (
  app_id              TEXT      NOT NULL,
  id                  BLOB      NOT NULL CHECK (typeof(id) = 'blob' AND length(id) = 16),
  rp_id               TEXT      NOT NULL,
  credential_id       BLOB      NOT NULL CHECK (typeof(credential_id) = 'blob' AND length(credential_id) BETWEEN 1 AND 1023),
  user_id             BLOB      NOT NULL,
  public_key          BLOB      NOT NULL CHECK (typeof(public_key) = 'blob'),
  algorithm           INTEGER   NOT NULL,
  sign_count          INTEGER   NOT NULL CHECK (typeof(sign_count) = 'integer' AND sign_count BETWEEN 0 AND 4294967295),
  transports          TEXT      NOT NULL CHECK (transports LIKE '[%]'),
  aaguid              BLOB      NOT NULL CHECK (typeof(aaguid) = 'blob' AND length(aaguid) = 16),
  backup_eligible     INTEGER   NOT NULL CHECK (backup_eligible IN (0, 1)),
  backup_state        INTEGER   NOT NULL CHECK (backup_state IN (0, 1)),
  user_verified       INTEGER   NOT NULL CHECK (user_verified IN (0, 1)),
  name                TEXT      NOT NULL,
  created_at          INTEGER   NOT NULL,
  created_from        TEXT,
  last_used_at        INTEGER,
  last_used_from      TEXT,
  disabled_at         INTEGER,
  attestation_format  TEXT      NOT NULL,
  attestation_type    TEXT      NOT NULL,
  attestation_trust   TEXT      NOT NULL,
  attestation_object  BLOB      NOT NULL CHECK (typeof(attestation_object) = 'blob'),
  client_data         BLOB      NOT NULL CHECK (typeof(client_data) = 'blob'),
  PRIMARY KEY (app_id, id),
  UNIQUE (app_id, rp_id, credential_id),
  FOREIGN KEY (app_id, user_id) REFERENCES users (app_id, id) ON DELETE CASCADE
);

-- Unique, so that a session can name its passkey together with its account.
CREATE UNIQUE INDEX webauthn_credentials_of_user ON webauthn_credentials (app_id, user_id, id);

CREATE TABLE sessions (
  app_id                 TEXT     NOT NULL,
  id                     BLOB     NOT NULL CHECK (typeof(id) = 'blob' AND length(id) = 16),
  user_id                BLOB     NOT NULL,
  credential_id          BLOB,
  token_hash             BLOB     NOT NULL CHECK (typeof(token_hash) = 'blob' AND length(token_hash) = 32),
  refresh_hash           BLOB     CHECK (refresh_hash IS NULL OR length(refresh_hash) = 32),
  amr                    TEXT     NOT NULL CHECK (amr LIKE '[%]'),
  acr                    TEXT,
  auth_time              INTEGER  NOT NULL,
  step_up_until          INTEGER,
  step_up_purpose        TEXT,
  created_at             INTEGER  NOT NULL,
  last_seen_at           INTEGER  NOT NULL,
  expires_at             INTEGER  NOT NULL,
  idle_expires_at        INTEGER  NOT NULL,
  user_agent             TEXT,
  PRIMARY KEY (app_id, id),
  FOREIGN KEY (app_id, user_id) REFERENCES users (app_id, id) ON DELETE CASCADE,
  FOREIGN KEY (app_id, user_id, credential_id) REFERENCES webauthn_credentials (app_id, user_id, id) ON DELETE CASCADE
) WITHOUT ROWID;

-- Every index more is a page more that each sign-in writes. Tokens carry their session's id and need none;
-- this one serves the deletion of accounts and of passkeys alike.
CREATE INDEX sessions_of_passkey ON sessions (app_id, user_id, credential_id);
CREATE INDEX sessions_expires_at ON sessions (expires_at);

CREATE TABLE spent (
  jti         BLOB     NOT NULL PRIMARY KEY CHECK (typeof(jti) = 'blob' AND length(jti) BETWEEN 16 AND 64),
  namespace   INTEGER  NOT NULL,
  expires_at  INTEGER  NOT NULL
) WITHOUT ROWID;

CREATE INDEX spent_expires_at ON spent (expires_at);

CREATE TABLE signing_keys (
  kid          TEXT     NOT NULL PRIMARY KEY,
  wrapped_key  BLOB     NOT NULL CHECK (typeof(wrapped_key) = 'blob'),
  public_jwk   TEXT     NOT NULL CHECK (public_jwk LIKE '{%}'),
  created_at   INTEGER  NOT NULL,
  not_after    INTEGER  NOT NULL
) WITHOUT ROWID;
