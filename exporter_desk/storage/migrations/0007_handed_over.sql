-- Schema version 7: the list of cases shows which version of the papers was handed over. Whether a case changed since
-- is found out when it is next opened or saved; until then the list shows its steps, as before.

ALTER TABLE shipment ADD COLUMN handed_over INTEGER NOT NULL DEFAULT 0;
