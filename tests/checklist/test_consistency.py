"""Every check finds the fault that was put into a sample, at the right place, in words of both languages."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from exporter_desk.checklist.consistency import CHECKS, check, examine
from exporter_desk.checklist.consistency.report import report_json
from exporter_desk.domain.case import Case
from exporter_desk.domain.case_json import CaseRefusedError, load
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.paths import type_at
from exporter_desk.rules.codes import CodeTables
from exporter_desk.rules.hs import HsTable
from exporter_desk.rules.texts import FindingTexts, load_texts

ROOT = Path(__file__).resolve().parents[2]
RESOURCES = ROOT / "resources"
SAMPLES = ("navel-orange", "furniture", "apparel")
DAY = date(2026, 11, 25)
RULES = {f"X{number}" for number in (*range(1, 22), *range(60, 63), 76, 77)} | {
    f"D{number}" for number in range(30, 38)
}


@dataclass(frozen=True)
class Fault:
    """One fault: what is changed in which sample (`lines`: copies of its first goods line), and what is found."""

    name: str
    sample: str
    set: dict[str, object]
    code: str
    place: str
    severity: str
    variant: str = ""
    lines: int = 0


def faults() -> list[Fault]:
    data = tomllib.loads((Path(__file__).parent / "faults.toml").read_text(encoding="utf-8"))
    return [Fault(name=name, **entry) for name, entry in data.items()]


@cache
def codes() -> CodeTables:
    return CodeTables.load({path.name: path.read_bytes() for path in (RESOURCES / "codes").iterdir()})


@cache
def texts() -> FindingTexts:
    folder = RESOURCES / "text" / "findings"
    return load_texts({path.name: path.read_bytes() for path in folder.iterdir()}, strict=True)


def sample_data(name: str) -> dict[str, object]:
    data: dict[str, object] = json.loads((RESOURCES / "samples" / f"{name}.json").read_text(encoding="utf-8"))
    return data


def sample(name: str) -> Case:
    return load(json.dumps(sample_data(name)))


def put(node: object, path: list[str], value: object) -> None:
    """Set the value at a path of decoded JSON; "-" takes it out, "null" is null; list items go by id or number."""
    head, *rest = path
    if isinstance(node, list):
        index = next((i for i, item in enumerate(node) if isinstance(item, dict) and item.get("id") == head), None)
        put(node[int(head) if index is None else index], rest, value) if rest else node.__setitem__(int(head), value)
        return
    assert isinstance(node, dict)
    if rest:
        put(node.setdefault(head, {}), rest, value)
    elif value == "-":
        node.pop(head)
    else:
        node[head] = None if value == "null" else value


def damaged(fault: Fault) -> Case:
    data = sample_data(fault.sample)
    for path, value in fault.set.items():
        put(data, path.split("."), value)
    case = load(json.dumps(data))
    copies = tuple(replace(case.goods[0], id=f"g{number}") for number in range(1, fault.lines + 1))
    return replace(case, goods=copies or case.goods)


def found(case: Case) -> tuple[Finding, ...]:
    return check(case, codes(), HsTable(codes()), DAY)


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault.name)
def test_a_seeded_fault_is_found_where_it_lies(fault: Fault) -> None:
    before = set(map(_key, found(sample(fault.sample))))
    new = [finding for finding in found(damaged(fault)) if _key(finding) not in before]
    assert (fault.code, fault.variant, fault.place, fault.severity) in set(map(_key, new))


def _key(finding: Finding) -> tuple[str, str, str, str]:
    return finding.code, finding.variant, finding.places[0], str(finding.severity)


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault.name)
def test_a_found_fault_can_be_said_in_both_languages(fault: Fault) -> None:
    for finding in found(damaged(fault)):
        words = texts().render(finding, {})
        assert words.zh
        assert words.en
        assert words.remedy_zh
        assert words.remedy_en


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault.name)
def test_places_are_paths_that_a_jump_can_follow(fault: Fault) -> None:
    for finding in found(damaged(fault)):
        for place in finding.places:
            if not place.startswith("choices."):
                type_at(place)


def test_every_rule_has_a_fault() -> None:
    assert {fault.code for fault in faults()} == RULES


def test_every_wording_has_a_fault() -> None:
    seeded = {(fault.code, fault.variant) for fault in faults()}
    worded = {(code, variant) for code in RULES for variant in ("", *texts().texts[code].variant)}
    assert worded - seeded == {("X8", ""), ("X20", ""), ("D30", "long")}, "two stand for their variants, one is below"


def test_a_text_that_is_too_long_waits_as_a_draft() -> None:
    drafts = [finding for finding in found(Case(drafts={"note": LONG})) if finding.code == "D30"]
    assert [(finding.variant, finding.places) for finding in drafts] == [("long", ("note",))]
    assert texts().render(drafts[0], {}).zh


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_have_no_error(name: str) -> None:
    assert [finding for finding in found(sample(name)) if finding.severity is Severity.ERROR] == []


OPEN_POINTS = {
    "navel-orange": set[tuple[str, str]](),
    "furniture": {
        ("X5", "packages.p2.gross_kg"),
        ("X7", "goods.g2.hs_confirmed_by"),
        ("X7", "goods.g3.hs_confirmed_by"),
        ("D35", "choices.levy_nature"),
        ("D35", "route.trade_country"),
    },
    "apparel": {("X15", "goods.g1.elements.0")},
}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_leave_open_what_they_are_meant_to(name: str) -> None:
    assert {(finding.code, finding.places[0]) for finding in found(sample(name))} == OPEN_POINTS[name]


@pytest.mark.parametrize(
    ("term", "place", "port"),
    [
        ("CIF", "HAMBURG", "DEU063"),
        ("CIF", "Hamburg/Bremen", "DEU063"),  # both are named
        ("CIF", "BREMEN", "DEU000"),  # the port is not settled
        ("CIF", "OUR WAREHOUSE, KASSEL", "DEU063"),  # no port of the table
        ("CIF", "BREMERVÖRDE", "DEU063"),  # not the word Bremen
        ("CIF", "", "DEU063"),
        ("DAP", "BREMEN", "DEU063"),  # any place of delivery
        ("CIF", "BREMEN", "XXX999"),
        ("CIF", "ROTTERDAMER STRASSE 1", "DEU063"),  # a street, not the port of Rotterdam
        ("CIF", "VICTORIA, AUSTRALIA", "AUS147"),  # a state of the country of the port
    ],
)
def test_a_place_that_names_no_other_port_claims_nothing(term: str, place: str, port: str) -> None:
    whole = sample("furniture")
    case = replace(
        whole, terms=replace(whole.terms, incoterm=term, place=place), route=replace(whole.route, dest_port=port)
    )
    assert "discharge" not in {finding.variant for finding in found(case) if finding.code == "X13"}


JAKARTA_SEA, HAMBURG = "雅加达海港（TANJUNG PRIOK，印度尼西亚）", "汉堡（HAMBURG，德国）"


@pytest.mark.parametrize(
    ("place", "port", "dest", "named", "typed"),
    [
        # Tanjung Priok is the port of Jakarta: whether rows of the table are one port is asked, not said.
        ("JAKARTA", "IDN305", "ID", "雅加达（JAKARTA，印度尼西亚）", JAKARTA_SEA),
        (
            "TANJUNG PRIOK",
            "IDN252",
            "ID",
            JAKARTA_SEA,
            "丹戎不碌（TANDJUNG PRIOK，印度尼西亚）",
        ),
        ("BREMERHAVEN", "DEU063", "DE", "不来梅（BREMEN / BREMERHAVEN，德国）", HAMBURG),
        ("ROTTERDAM", "DEU063", "DE", "鹿特丹（ROTTERDAM，荷兰）", HAMBURG),
        ("Rotterdam, Netherlands", "DEU063", "DE", "鹿特丹（ROTTERDAM，荷兰）", HAMBURG),
    ],
)
def test_another_port_in_the_terms_is_a_question(place: str, port: str, dest: str, named: str, typed: str) -> None:
    whole = sample("furniture")
    case = replace(whole, terms=replace(whole.terms, incoterm="CIF", place=place))
    case = replace(case, route=replace(whole.route, dest_port=port, dest=dest))
    [asked] = [one for one in found(case) if one.variant == "discharge"]
    assert (asked.severity, asked.values["named_zh"], asked.values["port_zh"]) == (Severity.CONFIRM, named, typed)


XIAMEN = "厦门（XIAMEN，中国）"


@pytest.mark.parametrize(
    ("place", "exit_port", "named"),
    [
        ("XIAMEN", "470601", XIAMEN),
        ("XIA MEN, CHINA", "470601", XIAMEN),
        ("厦门港", "470601", XIAMEN),
        ("NINGBO", "470601", "宁波（NINGBO，中国）"),
        ("RIZHAO", "470601", "日照（中国）"),  # known by its reading alone
        ("SHEKOU", "470601", "蛇口（Shekou）"),  # the exits come before the longer table
        ("SHEKOU, SHENZHEN", "470601", "蛇口（Shekou）"),
        ("SHENZHEN", "399501", "深圳（SHENZHEN，中国）"),
    ],
)
def test_another_port_of_loading_in_the_terms_is_a_question(place: str, exit_port: str, named: str) -> None:
    whole = sample("furniture")
    case = replace(whole, terms=replace(whole.terms, incoterm="FOB", place=place))
    case = replace(case, route=replace(whole.route, exit_port=exit_port))
    [asked] = [one for one in found(case) if one.variant == "loading"]
    assert (asked.severity, asked.values["named_zh"]) == (Severity.CONFIRM, named)
    assert asked.places == ("route.exit_port", "terms.place")


@pytest.mark.parametrize(
    ("term", "place", "exit_port"),
    [
        ("FOB", "YANTIAN", "470601"),
        ("FOB", "盐田港", "470601"),
        ("FOB", "SHENZHEN", "470601"),  # the city of the port
        ("FOB", "SHEN ZHEN PORT", "470101"),
        ("FOB", "深圳", "470601"),
        ("FOB", "YANTIAN OR SHEKOU", "470601"),
        ("FOB", "XIAMEN/SHENZHEN", "470601"),  # one of both
        ("FOB", "XIAMEN", "399501"),  # Dongdu lies there
        ("FOB", "SHANGHAI", "310701"),  # Waigaoqiao lies there
        ("FOB", "CHINA PORT", "470601"),
        ("FOB", "", "470601"),
        ("FOB", "XIAMEN", "471899"),  # an exit that no table knows
        ("FCA", "XIAMEN", "470601"),  # any place
    ],
)
def test_a_place_of_loading_that_may_be_the_exit_asks_nothing(term: str, place: str, exit_port: str) -> None:
    whole = sample("furniture")
    case = replace(whole, terms=replace(whole.terms, incoterm=term, place=place))
    case = replace(case, route=replace(whole.route, exit_port=exit_port))
    assert "loading" not in {finding.variant for finding in found(case)}


def test_a_check_is_counted_once_however_much_it_finds() -> None:
    whole = examine(sample("furniture"), codes(), HsTable(codes()), DAY)
    assert whole.passed == len(CHECKS) - 3  # weights, codes confirmed, needed values
    assert len(CHECKS) == len(set(CHECKS))


def leaves(node: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every value in decoded JSON, records and lists included."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in pairs:
        yield (*path, key)
        yield from leaves(value, (*path, key))


def without(data: dict[str, object], path: tuple[str | int, ...]) -> Case | None:
    """Return the case with null at `path`; None where a case cannot say so."""
    copy = json.loads(json.dumps(data))
    node = copy
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = None
    try:
        return load(json.dumps(copy))
    except CaseRefusedError:
        return None


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_not_known_is_never_an_error(name: str) -> None:
    data = {key: part for key, part in sample_data(name).items() if key not in ("estimate", "origins")}
    for path in leaves(data):
        case = without(data, path)
        errors = [] if case is None else [one for one in found(case) if one.severity is Severity.ERROR]
        assert errors == [], path


def test_findings_come_worst_first() -> None:
    case = damaged(next(fault for fault in faults() if fault.severity == "error"))
    ranks = [finding.severity.rank for finding in found(case)]
    assert ranks == sorted(ranks)
    assert examine(case, codes(), HsTable(codes()), DAY).has_errors


def test_an_empty_case_asks_and_accuses_nobody() -> None:
    findings = found(Case())
    assert {finding.severity for finding in findings} <= {Severity.CONFIRM, Severity.HINT}
    assert {"terms.incoterm", "goods", "parties"} <= {finding.places[0] for finding in findings}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_report_follows_its_schema_and_claims_nothing(name: str) -> None:
    case = sample(name)
    result = examine(case, codes(), HsTable(codes()), DAY)
    rendered = [texts().render(finding, {}) for finding in result.findings]
    report = report_json(case, rendered, result.passed)
    jsonschema.validate(report, json.loads((RESOURCES / "schemas" / "check.json").read_text(encoding="utf-8")))
    assert report["day"] == "2026-11-25"
    assert "未发现问题" in json.dumps(report["summary"], ensure_ascii=False)


def test_the_report_counts_by_severity() -> None:
    result = examine(sample("furniture"), codes(), HsTable(codes()), DAY)
    report = report_json(Case(), [texts().render(finding, {}) for finding in result.findings], result.passed, DAY)
    assert report["counts"] == {"error": 0, "confirm": 5, "hint": 0}


LONG, TOO_LONG = "x" * 4001, "x" * 4_000_001
REFUSED = {
    "D01": "{",
    "D02": '{"colour": 1}',
    "D03": '{"goods": {}}',
    "D04": '{"goods": [{"id": "g", "qty": 1.5}]}',
    "D05": '{"goods": [{"id": "g", "qty": "many"}]}',
    "D06": '{"day": "yesterday"}',
    "D07": '{"note": "a\\u0000"}',
    "D08": f'{{"note": "{LONG}"}}',
    "D09": '{"goods": [{}]}',
    "D10": '{"goods": [{"id": "g"}, {"id": "g"}]}',
    "D11": f'{{"note": "{TOO_LONG}"}}',
    "D12": '{"schema": "other"}',
    "D13": '{"schema_version": 9}',
    "D15": '{"choices": [{"value": "9710"}]}',
}


@pytest.mark.parametrize("code", REFUSED)
def test_a_refused_case_can_be_explained(code: str) -> None:
    with pytest.raises(CaseRefusedError) as refusal:
        load(REFUSED[code])
    words = {finding.code: texts().render(finding, {}) for finding in refusal.value.findings}
    assert words[code].remedy_zh


def test_one_firm_in_two_roles_is_told_once() -> None:
    data = sample_data("apparel")
    put(data, ["parties", "pt2", "country"], "CN")
    homes = [one for one in found(load(json.dumps(data))) if one.variant == "receiver_home"]
    assert len(homes) == 1


def test_a_shipment_of_which_nothing_was_entered_says_so_first() -> None:
    assert found(Case())[0].code == "D38"
    assert "D38" not in {finding.code for finding in found(replace(Case(), facts={"pack": "furniture"}))}
