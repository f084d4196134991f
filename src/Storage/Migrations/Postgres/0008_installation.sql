-- One row. Tokens of an epoch before this one are good for nothing: it is raised where the ledger of spent tokens may have lost rows.
CREATE TABLE installation (
  id     integer  NOT NULL PRIMARY KEY CHECK (id = 1),
  epoch  bigint   NOT NULL
);

INSERT INTO installation (id, epoch) VALUES (1, 0);
