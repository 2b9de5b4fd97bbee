"""Own charges of a plan as rows and back: what nobody typed into stays what it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from exporter_desk.costs.scenario import read_scenario
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.charge_lines import line_rows, lines_of, taken
from exporter_desk.system import resources

if TYPE_CHECKING:
    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.domain.text import Language

WORDS = Desk().cost_texts
IMPORT_TAX: JsonObject = {
    "stage": "import_tax", "charge_id": "vat", "name_zh": "进口增值税", "name_en": "Import VAT",
    "basis": "pct_of_tax_base",
    "rate": "19", "currency": "EUR", "recovered_after_days": 45,
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_days_until_a_tax_is_got_back_are_a_whole_number(language: Language) -> None:
    rows = line_rows([IMPORT_TAX], language, WORDS)
    found = taken(rows, [IMPORT_TAX], language, WORDS)
    assert (list(found.lines), found.wrong) == ([IMPORT_TAX], ())


def test_part_of_a_day_is_refused_at_its_cell() -> None:
    rows = line_rows([IMPORT_TAX], "zh", WORDS)
    (at,) = [number for number, row in enumerate(rows) if row["path"] == "recovered_after_days"]
    rows[at]["rate"] = "45.5"
    (wrong,) = taken(rows, [IMPORT_TAX], "zh", WORDS).wrong
    assert (wrong.row, wrong.key, wrong.finding.values["found"]) == (at, "rate", '"45.5"')


@pytest.mark.parametrize("language", ["zh", "en"])
def test_lines_of_a_sample_mean_the_same_when_they_are_taken(language: Language) -> None:
    lines = lines_of(json.loads(resources.read_text("samples/furniture.json"))["estimate"])
    found = taken(line_rows(lines, language, WORDS), lines, language, WORDS)
    before, after = (read_scenario({"lines": list(one)}).scenario for one in (lines, found.lines))
    assert found.wrong == ()
    assert before is not None
    assert before == after
