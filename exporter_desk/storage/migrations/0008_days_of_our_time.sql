-- Schema version 8: the days of a shipment lie between 2000 and 2099.
--
-- Until now any year could be typed. A day of another one waits as a draft, as any other text that cannot be taken does:
-- it stays where it was typed until somebody mends it.

INSERT OR REPLACE INTO draft (case_id, path, text)
SELECT case_id, 'day', day FROM shipment
  WHERE day IS date(day, '+0 days') AND day NOT BETWEEN '2000-01-01' AND '2099-12-31'
UNION ALL
SELECT case_id, replace(replace(path, '%2E', '.'), '%25', '%'), value FROM answer
  WHERE kind = 'day' AND value IS date(value, '+0 days') AND value NOT BETWEEN '2000-01-01' AND '2099-12-31'
UNION ALL
SELECT case_id, 'goods.' || id || '.hs_confirmed_on', hs_confirmed_on FROM goods_line
  WHERE hs_confirmed_on IS date(hs_confirmed_on, '+0 days') AND hs_confirmed_on NOT BETWEEN '2000-01-01' AND '2099-12-31'
UNION ALL
SELECT case_id, 'tax.declarations.' || id || '.export_date', export_date FROM declaration
  WHERE export_date IS date(export_date, '+0 days') AND export_date NOT BETWEEN '2000-01-01' AND '2099-12-31'
UNION ALL
SELECT case_id, 'tax.purchase_invoices.' || id || '.day', day FROM purchase_invoice
  WHERE day IS date(day, '+0 days') AND day NOT BETWEEN '2000-01-01' AND '2099-12-31'
UNION ALL
SELECT case_id, 'tax.receipts.' || id || '.day', day FROM receipt
  WHERE day IS date(day, '+0 days') AND day NOT BETWEEN '2000-01-01' AND '2099-12-31'
UNION ALL
SELECT case_id, 'tax.rates.' || position || '.day', day FROM exchange_rate
  WHERE day IS date(day, '+0 days') AND day NOT BETWEEN '2000-01-01' AND '2099-12-31';

DELETE FROM answer
  WHERE kind = 'day' AND value IS date(value, '+0 days') AND value NOT BETWEEN '2000-01-01' AND '2099-12-31';
UPDATE shipment SET day = NULL
  WHERE day IS date(day, '+0 days') AND day NOT BETWEEN '2000-01-01' AND '2099-12-31';
UPDATE goods_line SET hs_confirmed_on = NULL
  WHERE hs_confirmed_on IS date(hs_confirmed_on, '+0 days') AND hs_confirmed_on NOT BETWEEN '2000-01-01' AND '2099-12-31';
UPDATE declaration SET export_date = NULL
  WHERE export_date IS date(export_date, '+0 days') AND export_date NOT BETWEEN '2000-01-01' AND '2099-12-31';
UPDATE purchase_invoice SET day = NULL
  WHERE day IS date(day, '+0 days') AND day NOT BETWEEN '2000-01-01' AND '2099-12-31';
UPDATE receipt SET day = NULL
  WHERE day IS date(day, '+0 days') AND day NOT BETWEEN '2000-01-01' AND '2099-12-31';
UPDATE exchange_rate SET day = NULL
  WHERE day IS date(day, '+0 days') AND day NOT BETWEEN '2000-01-01' AND '2099-12-31';
