"""Rate cards from a spreadsheet: kept as own versions and used; garbage is told by its cells, in bounded time."""

from __future__ import annotations

import io
import json
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.card_sheet import MOST_CHARGES, MOST_FINDINGS, read_card_sheet
from exporter_desk.services.headless import Headless
from exporter_desk.system import resources
from exporter_desk.tables.goods_sheet import MAX_ROWS

HEAD = [["费用表编号", "MY-DE"], ["供应商", "某仓"], ["币种", "EUR"], ["报价日期", "2026-11-20"], ["来源", "报价单"]]
TITLES = ["编号", "环节", "名称", "计费单位", "单价", "最低收费"]
GOOD = [["unload", "入库", "卸柜", "container", "420.00", ""], ["pick", "fulfilment", "出库", "order", "1.45", "5"]]
WORDS = {"stage": {"入库": "receiving"}}


def cells(*charges: list[str]) -> list[list[str]]:
    return [*HEAD, [], TITLES, *charges]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPORTER_DESK_HOME", str(tmp_path / "home"))


def workbook(rows: list[list[str]], file: Path) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("x")
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    file.write_bytes(buffer.getvalue())
    return file


def test_a_sheet_becomes_a_card() -> None:
    [found] = read_card_sheet(cells(*GOOD), WORDS)
    assert found.findings == ()
    assert found.card == {
        "card": {
            "confidence": "user",
            "card_id": "MY-DE",
            "provider": "某仓",
            "currency": "EUR",
            "as_of": "2026-11-20",
            "source": "报价单",
        },
        "charge": [
            {"id": "unload", "stage": "receiving", "name_zh": "卸柜", "basis": "container", "rate": "420.00"},
            {
                "id": "pick",
                "stage": "fulfilment",
                "name_zh": "出库",
                "basis": "order",
                "rate": "1.45",
                "min_charge": "5",
            },
        ],
    }


@pytest.mark.parametrize(
    ("column", "text", "cell"),
    [(4, "abc", "E8"), (4, "", "E8"), (4, "-1", "E8"), (1, "仓储费", "B8"), (3, "box2", "D8")],
)
def test_a_wrong_cell_is_named(column: int, text: str, cell: str) -> None:
    row = list(GOOD[0])
    row[column] = text
    [found] = read_card_sheet(cells(row), WORDS)
    assert found.card is None
    assert [one.values["cell"] for one in found.findings] == [cell]


def test_an_imported_card_is_kept_version_by_version_and_used(tmp_path: Path) -> None:
    desk = Headless(Desk())
    file = workbook(cells(["unload", "receiving", "卸柜", "container", "420.00", ""]), tmp_path / "card.xlsx")
    answers = [desk.cards(("import", str(file))) for _ in range(2)]
    schema = json.loads(resources.read_bytes("schemas/cards.json"))
    for answer in answers:
        assert answer.exit_code == 0
        jsonschema.validate(answer.data, schema)
    assert str(desk.desk.prices.cards["MY-DE"].charge[0].rate.likely) == "420.00"  # type: ignore[union-attr]
    assert answers[1].data is not None
    [mine] = [one for one in answers[1].data["cards"] if one["own"]]  # type: ignore[union-attr,index,call-overload]
    assert len(mine["versions"]) == 2  # type: ignore[index,arg-type,call-overload]


def test_fifty_thousand_rows_of_garbage_cost_little(tmp_path: Path) -> None:
    file = workbook(cells(*[["x", "y", "z", "w", f"?{n}", "!"] for n in range(50_000)]), tmp_path / "garbage.xlsx")
    desk = Headless(Desk())
    answer = desk.cards(("import", str(file)))
    assert answer.exit_code == 2
    assert 0 < len(answer.messages) + len(answer.lines) <= 2 * MOST_FINDINGS
    assert answer.messages[0].zh.startswith(f"■ C61 [cell.A{MAX_ROWS + 1}]")


def test_rows_of_garbage_are_not_all_looked_at() -> None:
    """What is read of a sheet of garbage ends at a number of rows, and the first one left out is named."""
    [found] = read_card_sheet(cells(*[["x", "y", "z", "w", f"?{n}", "!"] for n in range(20_000)]), WORDS)
    assert found.card is None
    assert len(found.findings) <= MOST_FINDINGS + 1
    first = found.findings[0]
    assert (first.variant, first.values["cell"]) == ("rest", f"A{len(HEAD) + 2 + MOST_CHARGES + 1}")
    assert first.values["found"] == str(20_000 - MOST_CHARGES)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04broken", "随便写的".encode(), b"a,b\n1,2\n"])
def test_other_files_are_refused_in_words(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(content)
    assert Headless(Desk()).cards(("import", str(tmp_path / "x.xlsx"))).exit_code == 2


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert Headless(Desk()).cards(("list", "x")).exit_code == 2
    with pytest.raises(Exception, match=r"gone\.xlsx|S\d+"):
        Headless(Desk()).cards(("import", str(tmp_path / "gone.xlsx")))
