"""Every field of the tax part of a case has a place in the window, or a reason why it needs none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from exporter_desk.domain.case_schema import case_schema
from exporter_desk.ui.forms.paper_note import TEXTS
from exporter_desk.ui.forms.tax_answers import ANSWERS, CLAIM, FIRM, VAT
from exporter_desk.ui.models.tax_lines_model import TaxLinesModel
from exporter_desk.ui.models.tax_model import RECORDS

EACH = "*"
ELSEWHERE = {
    "tax.papers.*.file": "noted with its digest by the button for a file, never typed",
    "tax.papers.*.sha256": "computed from the file",
}


def fields(node: dict[str, Any], place: str) -> Iterator[str]:
    """Yield the places of the schema that hold a value; a list of ids or of texts is one value."""
    if "properties" in node:
        for key, inner in node["properties"].items():
            yield from fields(inner, f"{place}.{key}")
    elif "properties" in node.get("items", {}):
        yield from fields(node["items"], f"{place}.{EACH}")
    elif not place.endswith(".id"):
        yield place


def in_window() -> set[str]:
    grids = RECORDS | {TaxLinesModel.place: TaxLinesModel.columns}
    cells = {f"{place}.{EACH}.{one.field}" for place, columns in grids.items() for one in columns if not one.computed}
    notes = {f"tax.papers.{EACH}.{name}" for name in (*TEXTS, "state", "kept_as")}
    return {*cells, *notes, *CLAIM, *FIRM, *ANSWERS, *VAT}


SCHEMA: Any = case_schema()
PLACES = sorted(fields(SCHEMA["properties"]["tax"], "tax"))


@pytest.mark.parametrize("place", PLACES)
def test_every_field_can_be_filled_in(place: str) -> None:
    assert (place in in_window()) != (place in ELSEWHERE)


def test_the_window_has_no_field_that_a_case_does_not_keep() -> None:
    assert {one for one in in_window() if one.startswith("tax.")} <= set(PLACES)
    assert len(PLACES) > 90
