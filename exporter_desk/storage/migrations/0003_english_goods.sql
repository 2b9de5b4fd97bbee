-- Schema version 3: the list of cases names the goods in English too.

ALTER TABLE shipment ADD COLUMN goods_en TEXT NOT NULL DEFAULT '';

UPDATE shipment SET goods_en = coalesce(
  (SELECT coalesce(nullif(first.name_en, ''), nullif(first.name_zh, ''), first.id)
    FROM goods_line AS first WHERE first.case_id = shipment.case_id ORDER BY first.position LIMIT 1)
  || (SELECT CASE WHEN count(*) > 1 THEN ' (+' || (count(*) - 1) || ')' ELSE '' END
    FROM goods_line AS line WHERE line.case_id = shipment.case_id), '');
