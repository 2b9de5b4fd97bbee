-- Schema version 4: estimates that were written down, each frozen as it stood; they go with backups and with the case.

CREATE TABLE saved_estimate (
  number INTEGER PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  name TEXT NOT NULL,                               -- its day, and a number behind it for another one of that day
  size_bytes INTEGER NOT NULL,
  body BLOB NOT NULL,                               -- JSON that carries its own digest, compressed (zlib)
  UNIQUE (case_id, name)
) STRICT;
