-- Schema version 1. A released script is never edited: what it made stands in files of users.
--
-- Three ways of keeping a value:
--   * things that every shipment has in the same shape (parties, goods lines, packages, tax records) get tables with
--     columns, so that the file can be read with any SQLite tool;
--   * answers whose list is defined by data (facts) and the single values of terms, route and tax get rows in `answer`,
--     one per fact path: a new question or a new box of a form needs no new schema, and one answer writes one row;
--   * fields younger than the schema are rows in `answer` too, until a later script gives them a column.
-- Numbers with a point are canonical decimal text: REAL would change them silently. Days are ISO text.
-- Moments are ISO text in UTC. Tuples of texts or numbers are JSON arrays.

CREATE TABLE company (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  body TEXT NOT NULL,     -- a party in the shape of the case JSON
  modified_at TEXT NOT NULL
) STRICT;

CREATE TABLE year_number (                          -- the highest case number given in a year; it never sinks
  year INTEGER PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT;

CREATE TABLE shipment (
  case_id TEXT PRIMARY KEY CHECK (length(case_id) = 16),
  number TEXT,
  title TEXT,
  sample TEXT,
  day TEXT,
  note TEXT,
  created_at TEXT NOT NULL,
  modified_at TEXT NOT NULL,
  deleted_at TEXT,                                  -- in the recycle bin since
  step_position INTEGER NOT NULL DEFAULT 0,         -- how many steps of the journal are in force
  -- what the list of cases shows, so that it need not open any case
  shown_title TEXT NOT NULL DEFAULT '',
  goods TEXT NOT NULL DEFAULT '',
  dest TEXT,
  mode TEXT,
  status TEXT NOT NULL DEFAULT '',
  next_step TEXT NOT NULL DEFAULT '',
  steps_done INTEGER NOT NULL DEFAULT 0,
  steps_total INTEGER NOT NULL DEFAULT 0,
  searched TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX shipment_number ON shipment (number) WHERE number IS NOT NULL;
CREATE INDEX shipment_recent ON shipment (modified_at DESC, case_id) WHERE deleted_at IS NULL;
CREATE INDEX shipment_status ON shipment (status, modified_at DESC, case_id) WHERE deleted_at IS NULL;
CREATE INDEX shipment_deleted ON shipment (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX shipment_sample ON shipment (sample) WHERE sample IS NOT NULL;

CREATE TABLE answer (
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  path TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('text', 'truth', 'whole', 'decimal', 'day', 'texts', 'decimals', 'part')),
  value TEXT,                                       -- NULL only for 'part': a record that is there, with nothing in it
  said_by TEXT,
  said_at TEXT,
  PRIMARY KEY (case_id, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE not_known (                            -- asked, and answered 不清楚
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  path TEXT NOT NULL,
  said_by TEXT,
  said_at TEXT,
  PRIMARY KEY (case_id, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (                                -- typed text that cannot be read yet
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  path TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (case_id, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE origin (
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  path TEXT NOT NULL,
  kind TEXT NOT NULL,
  at TEXT,
  note TEXT,
  PRIMARY KEY (case_id, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE last_id (
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  list TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (case_id, list)
) STRICT, WITHOUT ROWID;

CREATE TABLE estimate (                             -- one row per block of the scenario
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  block TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (case_id, block)
) STRICT, WITHOUT ROWID;

CREATE TABLE choice (
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  position INTEGER NOT NULL,
  what TEXT NOT NULL,
  value TEXT,
  "by" TEXT,
  at TEXT,
  rules TEXT,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE party (
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  id TEXT NOT NULL,
  position INTEGER NOT NULL,
  roles TEXT,
  name_zh TEXT,
  name_en TEXT,
  uscc TEXT,
  customs_code TEXT,
  country TEXT,
  address_zh TEXT,
  address_en TEXT,
  contact TEXT,
  phone TEXT,
  email TEXT,
  bank TEXT,
  bank_account TEXT,
  taxpayer TEXT,
  kind TEXT,
  tax_refund_method TEXT,
  relation TEXT,
  PRIMARY KEY (case_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE goods_line (
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  id TEXT NOT NULL,
  position INTEGER NOT NULL,
  name_zh TEXT,
  name_en TEXT,
  model TEXT,
  sku TEXT,
  hs TEXT,
  hs_confirmed_by TEXT,
  hs_confirmed_on TEXT,
  elements TEXT,
  material TEXT,
  botanical TEXT,
  qty TEXT,
  unit TEXT,
  qty1 TEXT,
  unit1 TEXT,
  qty2 TEXT,
  unit2 TEXT,
  unit_price TEXT,
  net_kg TEXT,
  origin TEXT,
  source_district TEXT,
  supplier TEXT,
  levy TEXT,
  PRIMARY KEY (case_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE package (
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  id TEXT NOT NULL,
  position INTEGER NOT NULL,
  first INTEGER,
  last INTEGER,
  kind TEXT,
  gross_kg TEXT,
  net_kg TEXT,
  size_cm TEXT,
  PRIMARY KEY (case_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE package_content (
  case_id TEXT NOT NULL,
  package_id TEXT NOT NULL,
  goods_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  qty TEXT NOT NULL,
  PRIMARY KEY (case_id, package_id, goods_id),
  FOREIGN KEY (case_id, package_id) REFERENCES package ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE container (
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind TEXT,
  number TEXT,
  seal TEXT,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE declaration (
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  id TEXT NOT NULL,
  position INTEGER NOT NULL,
  number TEXT,
  export_date TEXT,
  lines TEXT,
  PRIMARY KEY (case_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE purchase_invoice (
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  id TEXT NOT NULL,
  position INTEGER NOT NULL,
  number TEXT,
  day TEXT,
  supplier TEXT,
  goods TEXT,
  name_zh TEXT,
  unit TEXT,
  qty TEXT,
  amount TEXT,
  rate TEXT,
  voucher TEXT,
  PRIMARY KEY (case_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt (
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  id TEXT NOT NULL,
  position INTEGER NOT NULL,
  day TEXT,
  amount TEXT,
  currency TEXT,
  payer TEXT,
  reference TEXT,
  PRIMARY KEY (case_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE exchange_rate (
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  position INTEGER NOT NULL,
  day TEXT,
  currency TEXT,
  cny TEXT,
  per TEXT,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE tax_paper (
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  id TEXT NOT NULL,
  position INTEGER NOT NULL,
  state TEXT,
  number TEXT,
  place TEXT,
  note TEXT,
  PRIMARY KEY (case_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE step (                                 -- the journal for undo: what each named step changed
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  number INTEGER NOT NULL,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  made_by TEXT,
  made_at TEXT NOT NULL,
  changes TEXT NOT NULL, -- [table, [keys], cells before | null, cells after | null], …
  PRIMARY KEY (case_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (                                -- the timeline of a case
  case_id TEXT NOT NULL REFERENCES shipment ON DELETE CASCADE,
  number INTEGER NOT NULL,
  at TEXT NOT NULL,
  "by" TEXT,
  kind TEXT NOT NULL,
  zh TEXT NOT NULL,
  en TEXT NOT NULL,
  PRIMARY KEY (case_id, number)
) STRICT, WITHOUT ROWID;
