-- Operators are accounts of the reserved app "admin", with its passkeys and its sessions, and a role.
CREATE TABLE operators (
  app_id      TEXT     NOT NULL CHECK (app_id = 'admin'),
  user_id     BLOB     NOT NULL,
  role        TEXT     NOT NULL CHECK (role IN ('owner', 'viewer')),
  invited_by  TEXT,
  created_at  INTEGER  NOT NULL,
  PRIMARY KEY (app_id, user_id),
  FOREIGN KEY (app_id, user_id) REFERENCES users (app_id, id) ON DELETE CASCADE
) WITHOUT ROWID;

-- A link is known by its SHA-256, and its row goes with its one use. The link to the first operator is one of a kind.
CREATE TABLE operator_invitations (
  id          BLOB     NOT NULL PRIMARY KEY CHECK (typeof(id) = 'blob' AND length(id) = 16),
  token_hash  BLOB     NOT NULL UNIQUE CHECK (typeof(token_hash) = 'blob' AND length(token_hash) = 32),
  role        TEXT     NOT NULL CHECK (role IN ('owner', 'viewer')),
  is_first    INTEGER  NOT NULL CHECK (is_first IN (0, 1)),
  invited_by  TEXT,
  created_at  INTEGER  NOT NULL,
  expires_at  INTEGER  NOT NULL
) WITHOUT ROWID;

CREATE UNIQUE INDEX operator_invitations_first ON operator_invitations (is_first) WHERE is_first = 1;
