"""A pack is accepted when it stands above the shipped rules without fault; every fault is told with file and place."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import get_args

import jsonschema
import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.rules.lint import Kind
from exporter_desk.services.packs.answers import lint_pack, shipped_trees
from exporter_desk.services.packs.check import PackReport, Trees, examine_pack, examine_shipped
from exporter_desk.system import resources
from tests.support.pack_files import HEAD, LIMIT, SCENARIO, SOURCE, WARNING, pack, zipped

DAY = date(2026, 11, 22)


@cache
def shipped() -> Trees:
    return shipped_trees()


def look(files: dict[str, bytes], day: date = DAY) -> PackReport:
    return examine_pack(files, shipped(), day)


def told(report: PackReport) -> set[tuple[str, str, str]]:
    """Kind of the fault, file and place; problems are those of the loader."""
    problems = {("problem", one.file, one.place) for one in report.problems}
    return problems | {(one.kind, one.file, one.place) for one in report.messages}


def test_the_shipped_rules_stand_and_their_scenarios_come_out() -> None:
    report = examine_shipped(shipped(), DAY)
    assert report.problems == ()
    assert [one for one in report.messages if one.grave] == []
    assert [one for one in report.outcomes if one.differences] == []
    assert len(report.outcomes) >= 14


def test_a_sound_pack_is_accepted_and_changes_what_it_is_meant_to() -> None:
    report = look(pack())
    assert told(report) == set()
    assert report.accepted
    assert report.head is not None
    assert report.head.name == "trial-city@2026.11.1"


LAW, WARN = "rules/sources/TC1.toml", "rules/warnings/trial_city.toml"
BROKEN = tomllib.loads((Path(__file__).parents[2] / "cases" / "packs" / "broken.toml").read_text(encoding="utf-8"))


def broken(name: str) -> dict[str, bytes]:
    """The pack with the changes of one entry: `drop` files, `put` whole ones, `change` texts of one, `add` to one."""
    entry, files = BROKEN[name], pack()
    for path in entry.get("drop", ()):
        del files[path]
    files |= {path: text.encode() for path, text in entry.get("put", {}).items()}
    for path, old, new in entry.get("change", ()):
        text = files[path].decode()
        assert old in text, old
        files[path] = text.replace(old, new).encode()
    for path, text in entry.get("add", {}).items():
        files[path] += text.encode()
    return files


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_pack_says_what_is_wrong_and_where(name: str) -> None:
    entry, report = BROKEN[name], look(broken(name))
    assert (entry["kind"], entry["file"], entry.get("place", "")) in told(report)
    assert report.accepted is entry.get("accepted", False)


def test_every_kind_of_remark_has_a_broken_pack() -> None:
    assert {entry["kind"] for entry in BROKEN.values()} == {*get_args(Kind), "problem"}


def test_all_faults_are_told_together() -> None:
    files = pack(
        head=HEAD.replace("serial = 3", "serial = 0"),
        source=SOURCE.replace('number = "试行公告1号"', ""),
        warning=WARNING.replace('"info"', '"loud"'),
        scenario=SCENARIO.replace('"9710", "0110"', "1"),
    )
    places = {(file, place) for _, file, place in told(look(files))}
    assert {("pack.toml", "serial"), (LAW, "number"), (WARN, "warning[0].severity")} <= places
    assert "scenarios/lists.toml" in {file for file, _ in places}


def test_a_scenario_that_comes_out_otherwise_keeps_the_pack_out() -> None:
    report = look(pack(limit=LIMIT.replace("value = 6000", "value = 5500")))
    assert not report.accepted
    assert [(one.id, one.file) for one in report.outcomes] == [("six-thousand-by-list", "scenarios/lists.toml")]
    assert report.outcomes[0].differences == (
        "figures.list.ticket_limit_cny: 5500, expected 6000",
        "channel: declaration, expected list",
    )


def test_a_refund_scenario_compares_to_the_cent() -> None:
    text = shipped().scenarios["refund.toml"].decode().replace('REFUND = "72500.00"', 'REFUND = "72500.01"')
    report = look({**pack(), "scenarios/refund.toml": text.encode()})
    assert report.outcomes[1].differences == ("amounts.REFUND: 72500.00, expected 72500.01",)


def test_folder_and_zip_give_the_same(tmp_path: Path) -> None:
    for name, content in pack().items():
        (tmp_path / "pack" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "pack" / name).write_bytes(content)
    (tmp_path / "trial.edpack").write_bytes(zipped(pack()))
    answers = [lint_pack(str(tmp_path / name), DAY) for name in ("pack", "trial.edpack")]
    assert answers[0].data == answers[1].data
    assert answers[0].exit_code == 0
    schema = json.loads(resources.read_bytes("schemas/lint.json"))
    jsonschema.validate(answers[0].data, schema)


def test_a_file_that_is_no_zip_is_a_problem_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "x.edpack").write_bytes(b"no zip")
    answer = lint_pack(str(tmp_path / "x.edpack"), DAY)
    assert answer.exit_code == 1
    assert answer.data is not None
    assert [one["file"] for one in answer.data["problems"]] == ["x.edpack"]  # type: ignore[union-attr,index,call-overload]  # decoded JSON


def test_what_is_no_pack_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("nowhere", "empty"):
        with pytest.raises(UserFacingError, match=name):
            lint_pack(str(tmp_path / name), DAY)
