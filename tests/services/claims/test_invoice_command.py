"""The command that takes a list of purchase invoices into a stored shipment."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.claims import invoice_command
from exporter_desk.services.claims.invoice_command import take_lists
from exporter_desk.services.desk import Desk
from exporter_desk.services.keeping.company import open_cases
from exporter_desk.system import resources

DESK = Desk()
LIST = "发票号码,开票日期,数量,金额\n1,2026-06-03,2,10.00\n2,2026-06-04,一,20.00\n3,2026-06-05,3,30.00\n"


@pytest.fixture
def stored(desk_home: Path) -> None:
    cases = open_cases(DESK)
    cases.import_case(Case(number="2026-777"))
    cases.close()


def test_a_list_comes_into_the_stored_shipment(stored: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invoice_command, "TOLD_EVERY", 1)
    path = tmp_path / "a.csv"
    path.write_text(LIST, encoding="utf-8")
    answer = take_lists(DESK, "2026-777", [str(path)], lambda _line: None)
    jsonschema.validate(answer.data, json.loads(resources.read_bytes("schemas/invoice_list.json")))
    assert answer.data is not None
    assert (answer.data["added"], answer.data["unread"], answer.exit_code) == (3, 1, 1)
    cases = open_cases(DESK, read_only=True)
    held = cases.peek(str(cases.find("2026-777")))
    cases.close()
    assert [(one.number, one.day, one.amount) for one in held.tax.purchase_invoices] == [
        ("1", date(2026, 6, 3), Decimal("10.00")),
        ("2", date(2026, 6, 4), Decimal("20.00")),
        ("3", date(2026, 6, 5), Decimal("30.00")),
    ]
    assert held.drafts == {"tax.purchase_invoices.i2.qty": "一"}
    assert not any("2.6E+19" in told.zh for told in answer.messages)


def test_a_mended_list_fills_in_numbers_and_says_so(stored: None, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("发票号码,开票日期,数量,金额\n2.6E+19,2026-06-03,2,10.00\n", encoding="utf-8")
    assert any("2.6E+19" in told.zh for told in take_lists(DESK, "2026-777", [str(path)], print).messages)
    path.write_text("发票号码,开票日期,数量,金额\n26000000000000000001,2026-06-03,2,10.00\n", encoding="utf-8")
    answer = take_lists(DESK, "2026-777", [str(path)], print)
    assert answer.data is not None
    assert (answer.data["added"], answer.data["numbered"], answer.exit_code) == (0, 1, 0)
    cases = open_cases(DESK, read_only=True)
    held = cases.peek(str(cases.find("2026-777")))
    cases.close()
    assert [one.number for one in held.tax.purchase_invoices] == ["26000000000000000001"]


def test_a_file_without_a_list_and_an_unknown_shipment_are_refused(stored: None, tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_text("品名,数量\n椅子,3\n", encoding="utf-8")
    with pytest.raises(UserFacingError) as refused:
        take_lists(DESK, "2026-777", [str(path)], print)
    assert refused.value.code == "S364"
    with pytest.raises(UserFacingError) as refused:
        take_lists(DESK, "2026-778", [str(path)], print)
    assert refused.value.code == "S40"


ROWS = {
    "a.csv": "26000000000000000001,2026-06-03,2,10.00\n2.6E+19,2026-06-04,3,20.00\n",
    "b.csv": "26000000000000000001,2026-06-03,2,10.00\n26000000000000000002,2026-06-04,3,20.00\n3,2026-06-05,1,\n",
}


def lists(folder: Path) -> list[str]:
    for name, rows in ROWS.items():
        (folder / name).write_text(f"发票号码,开票日期,数量,金额\n{rows}", encoding="utf-8")
    return [str(folder / name) for name in ROWS]


def held_of(number: str) -> list[tuple[str | None, Decimal | None]]:
    cases = open_cases(DESK, read_only=True)
    held = cases.peek(str(cases.find(number)))
    cases.close()
    return [(one.number, one.amount) for one in held.tax.purchase_invoices]


def test_several_files_come_in_as_one_after_the_other(stored: None, tmp_path: Path) -> None:
    """The second file holds one line again and the number that the first one had lost; one line has no amount."""
    answer = take_lists(DESK, "2026-777", lists(tmp_path), print)
    jsonschema.validate(answer.data, json.loads(resources.read_bytes("schemas/invoice_list.json")))
    assert answer.data is not None
    counted = {name: answer.data[name] for name in ("added", "known", "numbered", "cut", "left", "unread")}
    assert counted == {"added": 2, "known": 1, "numbered": 1, "cut": 1, "left": 1, "unread": 1}
    files = answer.data["files"]
    assert isinstance(files, list)
    assert [(one["added"], one["known"], one["numbered"]) for one in files if isinstance(one, dict)] == [
        (2, 0, 0),
        (0, 1, 1),
    ]
    assert (answer.data["path"], len(answer.lines), answer.exit_code) == (lists(tmp_path)[0], 3, 1)
    together = held_of("2026-777")
    assert together == [("26000000000000000001", Decimal("10.00")), ("26000000000000000002", Decimal("20.00"))]


def test_where_one_of_several_is_no_list_nothing_is_changed(stored: None, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("品名,数量\n椅子,3\n", encoding="utf-8")
    with pytest.raises(UserFacingError) as refused:
        take_lists(DESK, "2026-777", [*lists(tmp_path), str(tmp_path / "c.csv")], print)
    assert (refused.value.code, held_of("2026-777")) == ("S364", [])


def test_no_file_is_asked_for(stored: None) -> None:
    with pytest.raises(UserFacingError) as refused:
        take_lists(DESK, "2026-777", [], print)
    assert refused.value.code == "S43"


def test_signs_that_keep_a_cell_as_text_are_none_of_it(stored: None, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "发票号码,销方识别号,销方名称,开票日期,货物名称,数量,金额\n"
        '"=""26000000000000000001""","=""91360703MA00000001""",\'南康乙家具厂,\'2026-06-03,"=""木制餐桌""",2,"=""10.00"""\n',
        encoding="utf-8",
    )
    answer = take_lists(DESK, "2026-777", [str(path)], print)
    assert answer.exit_code == 0
    cases = open_cases(DESK, read_only=True)
    held = cases.peek(str(cases.find("2026-777")))
    cases.close()
    (one,), (supplier,) = held.tax.purchase_invoices, held.parties
    assert (one.number, one.day, one.amount, one.name_zh) == (
        "26000000000000000001", date(2026, 6, 3), Decimal("10.00"), "木制餐桌",
    )  # fmt: skip
    assert (supplier.uscc, supplier.name_zh) == ("91360703MA00000001", "南康乙家具厂")
