"""Declared cases: input, and what must come out, in `tests/cases/refund`."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from exporter_desk.checklist.papers import papers, papers_json
from exporter_desk.refund import scenario
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.explain import to_json
from exporter_desk.system import resources
from tests.support.refund_book import book, checklists, texts

FOLDER = Path(__file__).resolve().parents[1] / "cases" / "refund"
CASES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}


def assessed(name: str) -> RefundResult:
    case = CASES[name]
    return assess(scenario.load(json.dumps(case["input"])).source, book(), case["day"])


def printed(name: str) -> dict[str, Any]:
    result = assessed(name)
    listed = papers(result.facts, None, None, None, checklists(), result.law_day)
    output: dict[str, Any] = to_json(result, book(), texts(), papers_json(listed, checklists()))
    return output


@pytest.mark.parametrize("name", CASES)
def test_policy_and_findings(name: str) -> None:
    case, output = CASES[name], printed(name)
    assert output["policy"]["result"] == case["policy"]
    if "method" in case:
        assert output["policy"]["method"]["id"] == case["method"]
    assert sorted({finding["code"] for finding in output["findings"]}) == case["findings"]
    assert output["policy"]["missing"] == case.get("missing", [])
    assert [note["id"] for note in output["policy"]["notes"]] == case.get("notes", [])
    if "confidence" in case:
        assert output["policy"]["confidence"] == case["confidence"]


@pytest.mark.parametrize("name", CASES)
def test_figures(name: str) -> None:
    case, output = CASES[name], printed(name)
    figures = {".".join(filter(None, (one["symbol"], one["line"]))): one for one in output["quantities"]}
    assert {key: figures[key]["value"] for key in case.get("quantities", {})} == case.get("quantities", {})
    for key, bounds in case.get("bounds", {}).items():
        assert [figures[key]["value"], figures[key]["low"], figures[key]["high"]] == [None, *bounds]
        assert figures[key]["missing"]


@pytest.mark.parametrize("name", CASES)
def test_deadlines_and_split(name: str) -> None:
    case, output = CASES[name], printed(name)
    days = {one["id"]: one for one in output["deadlines"]}
    assert {key: days[key]["date"] for key in case.get("deadlines", {})} == case.get("deadlines", {})
    assert [key for key, one in days.items() if one["date"] is None and not one["missing"] and not one["no_rule"]] == []
    for key in case.get("no_rule", []):
        assert (days[key]["date"], days[key]["no_rule"]) == (None, True)
    split = [{key: one[key] for key in ("line", "sold", "unsold")} for one in output["pre_refund"]]
    assert split == case.get("split", [])


@pytest.mark.parametrize("name", CASES)
def test_input_and_output_fit_their_schemas(name: str) -> None:
    for schema, data in (("refund_input", CASES[name]["input"]), ("refund", printed(name))):
        described = json.loads(resources.read_text(f"schemas/{schema}.json"))
        assert [error.message for error in Draft202012Validator(described).iter_errors(data)] == []


def test_a_missing_export_day_is_named_and_gives_no_date() -> None:
    days = {one.id: one for one in assessed("ex3-rate-gap").deadlines}
    assert (days["regular_end"].date, days["regular_end"].missing) == (None, ("dates.export",))
    assert days["archive_due"].missing == ("dates.export", "dates.claim")


def test_every_reason_and_paper_cites_a_source() -> None:
    output = printed("ex1-producer-equal-rates")
    assert all(reason["sources"] for reason in output["policy"]["reasons"])
    assert all(paper["sources"] for paper in output["papers"])
