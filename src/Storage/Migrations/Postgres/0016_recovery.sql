-- By what a session was opened that can do nothing but add a passkey; null for a sign-in.
ALTER TABLE sessions ADD COLUMN recovery text CHECK (recovery IN ('code', 'link', 'operator'));

-- A code is there until it is used. Its hash is keyed: the database alone cannot try codes.
CREATE TABLE recovery_codes (
  app_id      text COLLATE "C"  NOT NULL,
  user_id     uuid              NOT NULL,
  code_hash   bytea             NOT NULL CHECK (length(code_hash) = 32),
  created_at  bigint            NOT NULL,
  PRIMARY KEY (app_id, user_id, code_hash),
  FOREIGN KEY (app_id, user_id) REFERENCES users (app_id, id) ON DELETE CASCADE
);

-- One live link of each purpose an account: the newest takes the place of the one before.
CREATE TABLE account_links (
  app_id        text COLLATE "C"  NOT NULL,
  user_id       uuid              NOT NULL,
  purpose       text              NOT NULL CHECK (purpose IN ('email', 'recovery', 'operator')),
  token_hash    bytea             NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  email         text              CHECK ((email IS NULL) = (purpose <> 'email')),
  email_key     text COLLATE "C"  CHECK ((email_key IS NULL) = (email IS NULL)),
  browser_hash  bytea             CHECK (browser_hash IS NULL OR length(browser_hash) = 32),
  expires_at    bigint            NOT NULL,
  PRIMARY KEY (app_id, user_id, purpose),
  FOREIGN KEY (app_id, user_id) REFERENCES users (app_id, id) ON DELETE CASCADE
);

CREATE INDEX account_links_expires_at ON account_links (expires_at);
