"""A case and its rows: nothing is lost on the way, and columns fit the schema."""

import sqlite3
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from exporter_desk.domain.case import Case
from exporter_desk.domain.goods import GoodsLine
from exporter_desk.domain.tax import PurchaseInvoice, TaxFile, TaxLine
from exporter_desk.storage import rows
from exporter_desk.storage.migrate import migrate, released_scripts
from tests.storage.strategies import cases


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases)
def test_a_case_is_what_its_rows_say(case: Case) -> None:
    assert rows.case_of(str(case.id), rows.rows_of(case)) == case


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases)
def test_the_order_of_rows_does_not_matter(case: Case) -> None:
    turned = dict(reversed(rows.rows_of(case).items()))
    assert rows.case_of(str(case.id), turned) == case


def test_every_table_and_column_is_in_the_schema() -> None:
    memory = sqlite3.connect(":memory:", isolation_level=None)
    migrate(memory, released_scripts())
    for table, keys in rows.KEYS.items():
        present = {row[1] for row in memory.execute(f"PRAGMA table_info({table})")}
        assert set(keys) | set(rows.COLUMNS[table]) | {"case_id"} <= present
    memory.close()


def test_a_field_younger_than_the_schema_is_kept_as_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    older = [
        replace(table, columns=table.columns - {"hs", "elements"}) if table.name == "goods_line" else table
        for table in rows.RECORD_TABLES
    ]
    monkeypatch.setattr(rows, "RECORD_TABLES", tuple(older))
    case = Case(id="x", goods=(GoodsLine(id="g1", hs="9403609990", elements=("0", "1"), model="M"),))
    written = rows.rows_of(case)
    assert written["answer", ("goods.g1.hs",)] == {"kind": "text", "value": "9403609990"}
    assert "hs" not in written["goods_line", ("g1",)]
    assert rows.case_of("x", written) == case


def test_one_id_twice_is_refused_and_not_merged() -> None:
    with pytest.raises(ValueError, match="g1"):
        rows.rows_of(Case(goods=(GoodsLine(id="g1"), GoodsLine(id="g1"))))


@pytest.mark.parametrize("name", ["g1", "a.b", "50%", "a%2Eb"])
def test_an_id_with_a_dot_loses_nothing(name: str) -> None:
    invoice = PurchaseInvoice(id=name, simple_method=True)
    tax = TaxFile(lines=(TaxLine(id=name, made="own"), TaxLine(id="z")), purchase_invoices=(invoice,))
    case = Case(id="x", tax=tax)
    assert rows.case_of("x", rows.rows_of(case)) == case
