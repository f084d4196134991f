-- By what a session was opened that can do nothing but add a passkey; null for a sign-in.
ALTER TABLE sessions ADD COLUMN recovery TEXT CHECK (recovery IN ('code', 'link', 'operator'));

-- A code is there until it is used. Its hash is keyed: the database alone cannot try codes.
CREATE TABLE recovery_codes (
  app_id      TEXT     NOT NULL,
  user_id     BLOB     NOT NULL,
  code_hash   BLOB     NOT NULL CHECK (typeof(code_hash) = 'blob' AND length(code_hash) = 32),
  created_at  INTEGER  NOT NULL,
  PRIMARY KEY (app_id, user_id, code_hash),
  FOREIGN KEY (app_id, user_id) REFERENCES users (app_id, id) ON DELETE CASCADE
) WITHOUT ROWID;

-- One live link of each purpose an account: the newest takes the place of the one before.
CREATE TABLE account_links (
  app_id        TEXT     NOT NULL,
  user_id       BLOB     NOT NULL,
  purpose       TEXT     NOT NULL CHECK (purpose IN ('email', 'recovery', 'operator')),
  token_hash    BLOB     NOT NULL UNIQUE CHECK (typeof(token_hash) = 'blob' AND length(token_hash) = 32),
  email         TEXT     CHECK ((email IS NULL) = (purpose <> 'email')),
  email_key     TEXT     CHECK ((email_key IS NULL) = (email IS NULL)),
  browser_hash  BLOB     CHECK (browser_hash IS NULL OR length(browser_hash) = 32),
  expires_at    INTEGER  NOT NULL,
  PRIMARY KEY (app_id, user_id, purpose),
  FOREIGN KEY (app_id, user_id) REFERENCES users (app_id, id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE INDEX account_links_expires_at ON account_links (expires_at);
