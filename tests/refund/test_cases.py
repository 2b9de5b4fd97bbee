"""Declared cases: input, and what must come out, in `tests/cases/refund`."""

from __future__ import annotations

import json
import re
import tomllib
from decimal import Decimal
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


PATH = re.compile(r"[a-z_]+\.[a-z0-9_*]+\.[a-z_]+|\b(lines|vat|dates|state|rates|terms)\.[a-z]")


def _read() -> dict[str, dict[str, Any]]:
    """One case a file, or several under `[[case]]`, each with a name; an empty text stands for none."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        listed = data.get("case", [data])
        found |= {f"{path.stem}/{case['name']}" if "name" in case else path.stem: case for case in listed}
    return found


CASES = _read()


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
    left = [[one["invoice"], one["qty"], one["amount"]] for one in output["left_over"]]
    assert left == case.get("left_over", [])
    if "confidence" in case:
        assert output["policy"]["confidence"] == case["confidence"]


@pytest.mark.parametrize("name", CASES)
def test_what_is_told_names_no_place_by_its_path(name: str) -> None:
    for finding in printed(name)["findings"]:
        remedy = finding["remedy"]
        for text in (finding["zh"], finding["en"], remedy["zh"], remedy["en"]):
            assert not PATH.search(text)
        assert "、" not in finding["en"] + remedy["en"]


@pytest.mark.parametrize("name", CASES)
def test_an_open_refund_has_both_bounds_or_a_sentence_why_not(name: str) -> None:
    output = printed(name)
    for one in output["quantities"]:
        if one["value"] is None and one["low"] is not None and one["symbol"] not in {"REFUND_LINE", "BASE", "COST_GAP"}:
            open_above = {finding["code"] for finding in output["findings"]} & {"T30", "T40", "T52"}
            assert one["high"] is not None or (one["symbol"] == "REFUND" and "T52" in open_above)


@pytest.mark.parametrize("name", CASES)
def test_figures(name: str) -> None:
    case, output = CASES[name], printed(name)
    figures = {".".join(filter(None, (one["symbol"], one["line"]))): one for one in output["quantities"]}
    for key, wanted in case.get("quantities", {}).items():
        assert figures[key]["value"] is not None, (key, figures[key]["missing"])
        assert (key, Decimal(figures[key]["value"])) == (key, Decimal(wanted))
    for key, bounds in case.get("bounds", {}).items():
        found = [figures[key]["value"], figures[key]["low"], figures[key]["high"]]
        assert found == [None, *(one or None for one in bounds)]
        assert figures[key]["missing"]
    for key, missing in case.get("open", {}).items():
        assert (key, figures[key]["value"], figures[key]["missing"]) == (key, None, missing)


@pytest.mark.parametrize("name", CASES)
def test_deadlines_and_split(name: str) -> None:
    case, output = CASES[name], printed(name)
    days = {f"{one['id']}@{one.get('export_date')}": one for one in output["deadlines"]}
    days |= {one["id"]: one for one in reversed(output["deadlines"])}
    assert {key: days[key]["date"] for key in case.get("deadlines", {})} == case.get("deadlines", {})
    assert [key for key, one in days.items() if one["date"] is None and not one["missing"] and not one["no_rule"]] == []
    for key in case.get("no_rule", []):
        assert (days[key]["date"], days[key]["no_rule"]) == (None, True)
    split = [{key: one[key] or "" for key in ("line", "sold", "unsold")} for one in output["pre_refund"]]
    assert split == case.get("split", [])


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "reconciliations" in case])
def test_reconciliations(name: str) -> None:
    for wanted, found in zip(CASES[name]["reconciliations"], printed(name)["reconciliations"], strict=True):
        entries = [[one["kind"], one["qty"], one["refund"]] for one in found["entries"]]
        shown = {key: "" if found[key] is None else found[key] for key in wanted}
        assert {**shown, "entries": entries} == wanted


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
