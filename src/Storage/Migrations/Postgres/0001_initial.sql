-- Times are unix milliseconds, lists JSON arrays. Texts compare by their bytes ("C"): no index depends on the locale of the machine.
-- Every key starts with the app: a row of one app can never point at a row of another.

CREATE TABLE apps (
  id          text COLLATE "C"  NOT NULL PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{3,62}$'),
  rp_id       text COLLATE "C"  NOT NULL CHECK (length(rp_id) BETWEEN 1 AND 253),
  name        text              NOT NULL,
  origins     text              NOT NULL CHECK (origins LIKE '[%]'),
  settings    text              NOT NULL CHECK (settings LIKE '{%}'),
  locked_at   bigint,
  created_at  bigint            NOT NULL
);

CREATE TABLE users (
  app_id             text COLLATE "C"  NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
  id                 uuid              NOT NULL,
  user_handle        bytea             NOT NULL CHECK (length(user_handle) BETWEEN 1 AND 64),
  username           text,
  username_key       text COLLATE "C",
  email              text,
  email_key          text COLLATE "C",
  email_verified_at  bigint,
  display_name       text              NOT NULL,
  created_at         bigint            NOT NULL,
  locked_at          bigint,
  PRIMARY KEY (app_id, id),
  UNIQUE (app_id, user_handle),
  UNIQUE (app_id, username_key),
  UNIQUE (app_id, email_key),
  CHECK ((username IS NULL) = (username_key IS NULL)),
  CHECK ((email IS NULL) = (email_key IS NULL))
);

-- Room in each page, so that a sign-in writes its row where it stands and touches no index.
CREATE TABLE webauthn_credentials (
  app_id              text COLLATE "C"  NOT NULL,
  id                  uuid              NOT NULL,
  rp_id               text COLLATE "C"  NOT NULL,
  credential_id       bytea             NOT NULL CHECK (length(credential_id) BETWEEN 1 AND 1023),
  user_id             uuid              NOT NULL,
  public_key          bytea             NOT NULL,
  algorithm           integer           NOT NULL,
  sign_count          bigint            NOT NULL CHECK (sign_count BETWEEN 0 AND 4294967295),
  transports          text              NOT NULL CHECK (transports LIKE '[%]'),
  aaguid              bytea             NOT NULL CHECK (length(aaguid) = 16),
  backup_eligible     boolean           NOT NULL,
  backup_state        boolean           NOT NULL,
  user_verified       boolean           NOT NULL,
  name                text              NOT NULL,
  created_at          bigint            NOT NULL,
  created_from        text,
  last_used_at        bigint,
  last_used_from      text,
  disabled_at         bigint,
  attestation_format  text              NOT NULL,
  attestation_type    text              NOT NULL,
  attestation_trust   text              NOT NULL,
  attestation_object  bytea             NOT NULL,
  client_data         bytea             NOT NULL,
  PRIMARY KEY (app_id, id),
  UNIQUE (app_id, rp_id, credential_id),
  FOREIGN KEY (app_id, user_id) REFERENCES users (app_id, id) ON DELETE CASCADE
) WITH (fillfactor = 80);

-- Unique, so that a session can name its passkey together with its account.
CREATE UNIQUE INDEX webauthn_credentials_of_user ON webauthn_credentials (app_id, user_id, id);

CREATE TABLE sessions (
  app_id                 text COLLATE "C"  NOT NULL,
  id                     uuid              NOT NULL,
  user_id                uuid              NOT NULL,
  credential_id          uuid,
  token_hash             bytea             NOT NULL CHECK (length(token_hash) = 32),
  refresh_hash           bytea             CHECK (refresh_hash IS NULL OR length(refresh_hash) = 32),
  amr                    text              NOT NULL CHECK (amr LIKE '[%]'),
  acr                    text,
  auth_time              bigint            NOT NULL,
  step_up_until          bigint,
  step_up_purpose        text,
  created_at             bigint            NOT NULL,
  last_seen_at           bigint            NOT NULL,
  expires_at             bigint            NOT NULL,
  idle_expires_at        bigint            NOT NULL,
  user_agent             text,
  PRIMARY KEY (app_id, id),
  FOREIGN KEY (app_id, user_id) REFERENCES users (app_id, id) ON DELETE CASCADE,
  FOREIGN KEY (app_id, user_id, credential_id) REFERENCES webauthn_credentials (app_id, user_id, id) ON DELETE CASCADE
) WITH (fillfactor = 80);

-- Every index more is a page more that each sign-in writes. Tokens carry their session's id and need none;
-- this one serves the deletion of accounts and of passkeys alike.
CREATE INDEX sessions_of_passkey ON sessions (app_id, user_id, credential_id);
CREATE INDEX sessions_expires_at ON sessions (expires_at);

CREATE TABLE spent (
  jti         bytea     NOT NULL PRIMARY KEY CHECK (length(jti) BETWEEN 16 AND 64),
  namespace   smallint  NOT NULL,
  expires_at  bigint    NOT NULL
);

CREATE INDEX spent_expires_at ON spent (expires_at);

CREATE TABLE signing_keys (
  kid          text COLLATE "C"  NOT NULL PRIMARY KEY,
  wrapped_key  bytea             NOT NULL,
  public_jwk   text              NOT NULL CHECK (public_jwk LIKE '{%}'),
  created_at   bigint            NOT NULL,
  not_after    bigint            NOT NULL
);
