-- Operators are accounts of the reserved app "admin", with its passkeys and its sessions, and a role.
CREATE TABLE operators (
  app_id      text COLLATE "C"  NOT NULL CHECK (app_id = 'admin'),
  user_id     uuid              NOT NULL,
  role        text COLLATE "C"  NOT NULL CHECK (role IN ('owner', 'viewer')),
  invited_by  text,
  created_at  bigint            NOT NULL,
  PRIMARY KEY (app_id, user_id),
  FOREIGN KEY (app_id, user_id) REFERENCES users (app_id, id) ON DELETE CASCADE
);

-- A link is known by its SHA-256, and its row goes with its one use. The link to the first operator is one of a kind.
CREATE TABLE operator_invitations (
  id          uuid              NOT NULL PRIMARY KEY,
  token_hash  bytea             NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  role        text COLLATE "C"  NOT NULL CHECK (role IN ('owner', 'viewer')),
  is_first    boolean           NOT NULL,
  invited_by  text,
  created_at  bigint            NOT NULL,
  expires_at  bigint            NOT NULL
);

CREATE UNIQUE INDEX operator_invitations_first ON operator_invitations (is_first) WHERE is_first;
