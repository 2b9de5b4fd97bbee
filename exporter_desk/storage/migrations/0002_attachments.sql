-- Schema version 2: files that were copied in beside a case.
--
-- What is known of a file is a record of its case, so that undo, the recycle bin and travelling files treat it as any
-- other. Its bytes are kept once for all cases, by their digest and in pieces: listing or loading a case reads none of
-- them, and no transaction that adds a large file is long.

CREATE TABLE attachment (
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  id TEXT NOT NULL,
  position INTEGER NOT NULL,
  paper TEXT,
  name TEXT,
  media TEXT,
  size_bytes INTEGER,
  sha256 TEXT,                                      -- the file as it was taken
  pages INTEGER,
  pdf_bytes INTEGER,
  pdf_sha256 TEXT,                                  -- the clean A4 pages made of it
  turn INTEGER,
  redrawn INTEGER,
  fitted INTEGER,
  turned INTEGER,
  cleaned INTEGER,
  source TEXT,
  added_at TEXT,
  PRIMARY KEY (case_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_file ON attachment (sha256);
CREATE INDEX attachment_pages ON attachment (pdf_sha256);

CREATE TABLE content (
  number INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  size_bytes INTEGER NOT NULL,
  whole INTEGER NOT NULL DEFAULT 0,                 -- 1 once every piece is there
  unused_since TEXT                                 -- no case names it any more since this moment
) STRICT;

CREATE TABLE content_piece (
  content INTEGER NOT NULL REFERENCES content ON DELETE CASCADE,
  place INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (content, place)
) STRICT;
