-- Schema version 5: copies of a shipment on two computers.
--
-- When a travelling file was taken over, what it held is what both computers have in common from then on; a later
-- file of the same shipment is compared with it. `writer` tells copies of one computer from those of another.

CREATE TABLE writer (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  id TEXT NOT NULL
) STRICT;
INSERT INTO writer VALUES (1, lower(hex(randomblob(8))));

CREATE TABLE common_state (
  case_id TEXT PRIMARY KEY REFERENCES shipment ON DELETE CASCADE,
  body TEXT NOT NULL,                               -- the shipment as case JSON
  at TEXT NOT NULL,                                 -- when the other computer wrote the file
  writer TEXT NOT NULL,                             -- which one it was
  since TEXT NOT NULL,                              -- when we had written what that one began from; '' for never
  names TEXT NOT NULL                               -- JSON: list, its id for an item, our id for it, …
) STRICT;
