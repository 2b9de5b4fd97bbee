"""An export under a law that was not read: the same figures, marked, with the source that describes it."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

import pytest

from exporter_desk.refund import scenario
from exporter_desk.refund.assess import assess
from exporter_desk.refund.explain import to_json
from exporter_desk.refund.older import deadline_name, older_by_line
from tests.support.refund_book import book, checklists, texts

LINE = {"vat_rate": "0.13", "refund_rate": "0.13", "unit": "011", "qty": "1"}
PAPER = {"rate": "0.13", "voucher": "vat_special", "supplier_taxpayer": "general", "unit": "011", "qty": "1"}
LINES = [{**LINE, "id": "a", "exported": "2025-12-31"}, {**LINE, "id": "b", "exported": "2026-01-01"}]
PAPERS = [{**PAPER, "goods": name, "amount": "1000"} for name in "ab"]
TRADER = {"taxpayer": {"taxpayer": "general", "kind": "trader"}}


@cache
def printed(*days: str) -> dict[str, Any]:
    lines = [{**LINE, "id": name, "exported": day} for name, day in zip("ab", days, strict=False)]
    data = {**TRADER, "lines": lines, "invoices": PAPERS[: len(lines)]}
    result = assess(scenario.load(json.dumps(data)).source, book(), date(2026, 11, 22))
    output: dict[str, Any] = to_json(result, book(), texts())
    return output


def labels(output: dict[str, Any]) -> dict[str, tuple[str, bool]]:
    return {
        f"{one['symbol']}.{one['line'] or ''}": (one["confidence"], "TAX-24" in {each["id"] for each in one["sources"]})
        for one in output["quantities"]
    }


def test_the_figures_of_an_older_export_name_its_source_and_are_unconfirmed() -> None:
    found = labels(printed("2025-12-31"))
    assert found["REFUND."] == found["REFUND_LINE.a"] == ("unconfirmed", True)
    assert printed("2025-12-31")["policy"]["confidence"] == "unconfirmed"


def test_the_figures_of_today_do_not() -> None:
    found = labels(printed("2026-01-01"))
    assert {marked for _, marked in found.values()} == {False}
    assert found["REFUND."][0] != "unconfirmed"


def test_of_two_days_only_the_older_line_and_the_whole_are_marked() -> None:
    found = labels(printed("2025-12-31", "2026-01-01"))
    assert (found["REFUND_LINE.a"][1], found["REFUND_LINE.b"][1], found["REFUND."][1]) == (True, False, True)


@pytest.mark.parametrize("days", [("2025-12-31",), ("2025-12-31", "2026-01-01")])
def test_no_text_about_an_older_export_speaks_of_36_months(days: tuple[str, ...]) -> None:
    output = printed(*days)
    older = [one for one in output["deadlines"] if one.get("export_date", "2025-12-31") == "2025-12-31"]
    notes = [one["note"]["en"] for one in older if one["note"] and one["id"] != "keep_until"]
    told = [one["en"] for one in output["findings"] if one["code"] in {"T17", "T46"}]
    assert notes
    assert told
    assert not any("36" in text for text in (*notes, *told))


def test_a_deadline_of_one_day_among_several_says_which() -> None:
    result = assess(scenario.load(json.dumps({"lines": LINES})).source, book(), date(2026, 2, 1))
    names = [deadline_name(one, checklists()).en for one in result.deadlines if one.id == "regular_end"]
    end = "End of the normal claim window"
    assert names == [f"{end} (exported 2025-12-31)", f"{end} (exported 2026-01-01)"]


def test_without_lines_the_law_of_the_day_counts() -> None:
    source = scenario.load("{}").source
    assert set(older_by_line(source, date(2025, 12, 31), checklists())) == {""}
    assert older_by_line(source, date(2026, 1, 1), checklists()) == {}
