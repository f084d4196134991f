-- One row. Tokens of an epoch before this one are good for nothing: it is raised where the ledger of spent tokens may have lost rows.
CREATE TABLE installation (
  id     INTEGER  NOT NULL PRIMARY KEY CHECK (id = 1),
  epoch  INTEGER  NOT NULL
);

INSERT INTO installation (id, epoch) VALUES (1, 0);

-- Where an event that a backup brought stands among the others, which stand by their numbers; those came later and are all above.
ALTER TABLE events ADD COLUMN tx INTEGER;
CREATE INDEX events_restored ON events (tx) WHERE tx IS NOT NULL;
