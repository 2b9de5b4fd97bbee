"""Numbers that no shipment has: each gets an answer, box numbers that are too large a finding, none a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exporter_desk.cli import main
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.system import resources

NINES, TINY = "9" * 30, "0." + "0" * 27 + "1"


def check(place: tuple[str | int, ...], value: str | int, tmp_path: Path) -> int:
    """Run `check` over the clothes with one number in another number's place."""
    case = json.loads(resources.read_bytes("samples/apparel.json"))
    node = case
    for key in place[:-1]:
        node = node[key]
    node[place[-1]] = value
    file = tmp_path / "a.json"
    file.write_text(json.dumps(case), encoding="utf-8")
    return main(["check", str(file), "--json"])


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("packages", 0, "gross_kg"), NINES),
        (("packages", 0, "size_cm", 0), TINY),
        (("goods", 0, "qty"), NINES),
        (("goods", 0, "unit_price"), NINES),
    ],
)
def test_a_number_of_thirty_digits_is_answered(
    place: tuple[str | int, ...], value: str, tmp_path: Path, desk_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(place, value, tmp_path) in (0, 1)
    assert json.loads(capsys.readouterr().out)["schema"] == "exporter-desk/check"


def test_box_numbers_beyond_words_are_told(tmp_path: Path, desk_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(("packages", 0, "to"), 10**14, tmp_path) == 1
    findings: list[JsonObject] = json.loads(capsys.readouterr().out)["findings"]
    assert any(one["code"] == "X4" and "9999999" in str(one["zh"]) for one in findings)


def test_a_whole_number_that_no_database_takes_is_refused(
    tmp_path: Path, desk_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(("packages", 0, "to"), 2**70, tmp_path) == 2
    assert "最多 18 位" in capsys.readouterr().err
