"""`refund` over the shipped rules and tables: what cannot be believed, what goes back, several export days."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from exporter_desk.cli import main
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.system import resources

LINE = {"id": "1", "unit": "011", "qty": "100", "vat_rate": "0.13", "refund_rate": "0.13"}
PAPER = {"id": "1", "unit": "011", "qty": "100", "amount": "5000", "rate": "0.13", "voucher": "vat_special"}
PAPER |= {"supplier_taxpayer": "general"}
TRADER = {
    "mode": "0110",
    "taxpayer": {"taxpayer": "general", "kind": "trader"},
    "dates": {"export": "2026-05-20"},
    "lines": [LINE],
    "invoices": [PAPER],
}
Refund = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def refund(capsys: pytest.CaptureFixture[str], desk_home: Path, tmp_path: Path) -> Refund:
    def call(*options: str, **changed: object) -> tuple[int, dict[str, Any]]:
        path = tmp_path / "figures.json"
        path.write_text(json.dumps({**TRADER, **changed}), encoding="utf-8")
        code = main(["refund", str(path), "--json", *options])
        printed: dict[str, Any] = json.loads(capsys.readouterr().out)
        jsonschema.validate(printed, json.loads(resources.read_bytes("schemas/refund.json")))
        return code, printed

    return call


def figure(printed: dict[str, Any], symbol: str) -> tuple[str | None, str | None, str | None]:
    [one] = [each for each in printed["quantities"] if each["symbol"] == symbol and each["line"] is None]
    return one["value"], one["low"], one["high"]


def codes(printed: dict[str, Any]) -> set[str]:
    return {one["code"] for one in printed["findings"]}


@pytest.mark.parametrize(
    ("changed", "place", "answers"),
    [
        ({"mode": "9999"}, "mode", "0110（一般贸易）"),
        ({"industry": "navel_orange"}, "industry", "orange（"),
    ],
)
def test_words_that_no_rule_knows_are_told_with_the_answers(
    refund: Refund, changed: JsonObject, place: str, answers: str
) -> None:
    code, printed = refund(**changed)
    [told] = [one for one in printed["findings"] if one["code"] == "T01"]
    assert (code, told["places"]) == (1, [place])
    assert answers in told["remedy_zh"]


def test_a_mode_that_nobody_knows_keeps_the_number_back(refund: Refund) -> None:
    _, printed = refund(mode="9999")
    assert figure(printed, "REFUND") == (None, "0.00", "650.00")


@pytest.mark.parametrize(("unit", "code"), [("件", 0), ("011", 0), ("999", 1)])
def test_a_unit_is_a_code_or_its_name(refund: Refund, unit: str, code: int) -> None:
    answer, printed = refund(lines=[{**LINE, "unit": unit}])
    assert answer == code
    assert ("T05" in codes(printed)) is (code == 1)
    assert figure(printed, "REFUND")[0] == (None if code else "650.00")


def test_null_is_unknown_and_asked(refund: Refund) -> None:
    vat = {"filed": True, "output_tax": "0", "input_tax": "50000", "previous_credit": "0", "carried_mdt": None}
    line = {"id": "1", "made": "own", "amount": "100000", "vat_rate": "0.13", "refund_rate": "0.13"}
    code, printed = refund(
        taxpayer={"taxpayer": "general", "kind": "producer"},
        terms={"incoterm": "FOB", "currency": "CNY"},
        lines=[line],
        invoices=[],
        vat=vat,
    )
    assert (code, figure(printed, "REFUND")) == (0, (None, "0.00", "13000.00"))
    assert "vat.carried_mdt" in [one["path"] for one in printed["questions"]]


def test_what_goes_back_is_said_in_words(capsys: pytest.CaptureFixture[str], desk_home: Path, tmp_path: Path) -> None:
    back = {**TRADER, "lines": [{**LINE, "qty": "-100", "reversal": True}]}
    path = tmp_path / "back.json"
    path.write_text(json.dumps(back), encoding="utf-8")
    for language, said in (("zh", "应补缴已退税款 650.00 元"), ("en", "To be paid back CNY 650.00")):
        assert main(["--lang", language, "refund", str(path)]) == 0
        assert capsys.readouterr().out.splitlines()[1] == said


def test_each_day_of_several_declarations_has_its_own_event(refund: Refund, tmp_path: Path) -> None:
    lines = [{**LINE, "id": str(n), "exported": f"2026-0{4 + n}-20"} for n in (1, 2)]
    papers = [{**PAPER, "id": str(n), "goods": str(n)} for n in (1, 2)]
    calendar = tmp_path / "days.ics"
    _, printed = refund("--ics", str(calendar), lines=lines, invoices=papers, dates={}, day="2026-06-30")
    text = calendar.read_bytes().decode("utf-8")
    names = [line for line in text.splitlines() if line.startswith("UID:")]
    assert len(names) == len(set(names))
    days = {one["export_date"]: one["date"] for one in printed["deadlines"] if one["id"] == "lapse_last_day"}
    assert days == {"2026-05-20": "2029-05-20", "2026-06-20": "2029-06-20"}
    ends = [one for one in printed["deadlines"] if one["id"] == "regular_end"]
    assert [one["date"] for one in ends] == ["2027-04-30"]  # the same for both, so it is said once
    assert {"DTSTART;VALUE=DATE:20290520", "DTSTART;VALUE=DATE:20290620"} <= set(text.splitlines())
    assert "（2026-05-20 出口）" in text.replace("\r\n ", "")  # the day of the export, not of the event
