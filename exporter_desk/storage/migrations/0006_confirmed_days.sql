-- Schema version 6: the day on which a commodity code was confirmed is a day.
--
-- Until now any text could be typed there. What is no day in ISO form waits as a draft, as any other text in a field
-- for a day does: it stays where it was typed until somebody mends it.

INSERT OR REPLACE INTO draft (case_id, path, text)
SELECT case_id, 'goods.' || id || '.hs_confirmed_on', hs_confirmed_on FROM goods_line
  WHERE hs_confirmed_on IS NOT NULL AND (hs_confirmed_on IS NOT date(hs_confirmed_on, '+0 days') OR hs_confirmed_on < '0001');

UPDATE goods_line SET hs_confirmed_on = NULL
  WHERE hs_confirmed_on IS NOT NULL AND (hs_confirmed_on IS NOT date(hs_confirmed_on, '+0 days') OR hs_confirmed_on < '0001');
