"""Every field of a case either takes any text or is held against its list: a word that means nothing is told there."""

import copy
import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest

from exporter_desk.domain.case_json import from_object
from exporter_desk.domain.case_schema import case_schema
from exporter_desk.services.advice.conclusions import conclude
from exporter_desk.services.desk import Desk
from exporter_desk.system import resources

Place = tuple[str | int, ...]
DAY = date(2026, 11, 25)
NONSENSE = "zzz"
# One row for every list of the case, so that each of its fields can be filled in.
ROWS: dict[str, dict[str, str]] = {
    "declarations": {"id": "d1"},
    "purchase_invoices": {"id": "i1", "goods": "g1"},
    "receipts": {"id": "r1"},
    "rates": {"day": "2026-12-01"},
    "papers": {"id": "BA-1"},
    "lines": {"id": "g1"},
    "exempt_material": {"id": "e1"},
    "pre_refunds": {"id": "f1", "goods": "g1"},
    "warehouse_sales": {"id": "s1", "goods": "g1"},
}
# What people write as they like: names, numbers, places, notes. A code of somebody else (seal, FNSKU) has no list here.
FREE = {
    "": "number title sample note",
    "terms": "place payment contract_no contract_place invoice_no order_no",
    "route": "from_place vessel bl_no marks remark",
    "containers": "seal",
    "declarations": "agent_certificate",
    "receipts": "payer reference payer_relation",
    "papers": "number place note file sha256",
    "lines": "library_code link",
    "warehouse_sales": "reference",
    "tax": "deemed_evidence",
    "parties": "name_zh name_en customs_code address_zh address_en contact phone email bank bank_account relation",
    "goods": "name_en model sku hs_confirmed_by material botanical fnsku hts plant_unit panel_producer"
    " panel_certifier panel_certificate made_in",
    "attachments": "name media sha256 pdf_sha256 source added_at stated_number",
    "choices": "value by at rules",
}
FREE_PLACES = {(record, field) for record, fields in FREE.items() for field in fields.split()}


@cache
def desk() -> Desk:
    return Desk()


@cache
def full_text() -> str:
    case = json.loads(resources.read_text("samples/furniture.json"))
    for name, row in ROWS.items():
        case["tax"].setdefault(name, [row])
        case["tax"][name] = case["tax"][name] or [row]
    case["tax"].setdefault("vat", {})
    case["route"]["containers"] = [{"kind": "40HQ"}]
    case["terms"] |= {fee: {"amount": "10", "currency": "USD"} for fee in ("freight", "insurance", "other_charges")}
    case |= {"attachments": [{"id": "a1"}], "choices": [{"what": "mode", "value": "9810"}]}
    return json.dumps(case)


def text_fields(schema: dict[str, Any], node: object, keys: Place = ()) -> Iterator[Place]:
    """Yield the places of the schema that take text without a shape; of a list its first row stands for all."""
    kinds = schema.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if "properties" in schema:
        for key, inner in schema["properties"].items():
            yield from text_fields(inner, node.get(key) if isinstance(node, dict) else None, (*keys, key))
    elif "array" in kinds:
        yield from text_fields(schema["items"], node[0] if isinstance(node, list) and node else None, (*keys, 0))
    elif "string" in kinds and not {"format", "pattern", "enum"} & schema.keys() and keys[-1] != "id":
        yield keys


def with_nonsense(keys: Place) -> tuple[dict[str, Any], str]:
    """Return the case with a word that means nothing in one place, and the path of that place."""
    data: dict[str, Any] = json.loads(full_text())
    node: Any = data
    path = []
    *above, last = keys[:-1] if keys[-1] == 0 else keys
    for key in above:
        node = node[key]
        path.append(str(node.get("id", 0)) if key == 0 else str(key))
    node[last] = [NONSENSE] if keys[-1] == 0 else NONSENSE
    return data, ".".join([*path, str(last)])


def told(data: dict[str, Any]) -> set[tuple[str, str, str]]:
    findings = conclude(from_object(data), desk(), DAY).findings
    return {(one.code, str(one.severity), place) for one in findings for place in one.places}


@cache
def told_of_the_whole() -> set[tuple[str, str, str]]:
    return told(json.loads(full_text()))


def place_of(keys: Place) -> tuple[str, str]:
    """Return the record and the field of a place, without the lists around it."""
    names = [str(key) for key in keys if key != 0]
    return (names[-2] if len(names) > 1 else "", names[-1])


def listed() -> list[Place]:
    return [keys for keys in text_fields(case_schema(), json.loads(full_text())) if place_of(keys) not in FREE_PLACES]


@pytest.mark.parametrize("keys", listed(), ids=lambda keys: ".".join(map(str, keys)))
def test_a_word_that_means_nothing_is_told_where_it_stands(keys: Place) -> None:
    data, path = with_nonsense(keys)
    if path == "choices.0.what":  # a decision is named by what it decides
        path = f"choices.{NONSENSE}"
    new = told(data) - told_of_the_whole()
    assert {place for _, severity, place in new if severity != "hint"} & {path, f"{path}.0"}, sorted(new)


# Decisions with listed values, by what the tables and the fields of declaration and list say.
@pytest.mark.parametrize(
    "what",
    [
        "mode", "levy_nature", "package_kind", "origin_certificate", "declare_customs", "trade_country",
        "order_price_basis", "message_codes", "entry_type", "statistics_flag", "other_packing",
    ],
)  # fmt: skip
def test_a_decision_that_means_nothing_is_told(what: str) -> None:
    data = json.loads(full_text())
    data["choices"].append({"what": what, "value": NONSENSE})
    assert {place for *_, place in told(data) - told_of_the_whole()} & {f"choices.{what}"}


def test_a_wrong_word_of_the_seller_is_told_once_and_where_it_stands() -> None:
    data = json.loads(full_text())
    data["facts"].pop("seller_taxpayer", None)
    data["parties"][0]["taxpayer"] = NONSENSE
    words = [one for one in conclude(from_object(data), desk(), DAY).findings if one.code in {"D31", "T01"}]
    assert [(one.code, one.places) for one in words] == [("D31", ("parties.pt1.taxpayer",))]


@pytest.mark.parametrize(
    ("extra", "variant", "place"),
    [
        ({"tax": {"papers": [{"id": "nosuch", "state": "have"}]}}, "paper", "tax.papers.nosuch"),
        ({"attachments": [{"id": "a1", "paper": "nosuch"}]}, "attachment", "attachments.a1.paper"),
        ({"choices": [{"what": "nosuch", "value": "1"}]}, "decision", "choices.nosuch"),
        ({"origins": {"goods.g9.net_kg": {"kind": "estimated"}}}, "origin", "origins.goods.g9.net_kg"),
        ({"origins": {"foo.bar": {"kind": "typed"}}}, "origin", "origins.foo.bar"),
    ],
)
def test_an_entry_that_nothing_reads_is_asked_about(extra: dict[str, Any], variant: str, place: str) -> None:
    data = copy.deepcopy(extra) | {"schema": "exporter-desk/case", "schema_version": 1}
    found = [one for one in conclude(from_object(data), desk(), DAY).findings if one.code == "D40"]
    assert [(one.variant, one.places, str(one.severity)) for one in found] == [(variant, (place,), "confirm")]
    words = desk().texts.render(found[0], {})
    assert all((words.zh, words.en, words.remedy_zh, words.remedy_en))


def test_entries_that_are_read_ask_nothing() -> None:
    data = json.loads(full_text()) | {
        "origins": {"goods.g1.net_kg": {"kind": "estimated"}, "facts.dest": {"kind": "carried"}},
        "choices": [{"what": "third_party_invoice", "value": "ABC LTD., SINGAPORE"}, {"what": "checked", "value": "x"}],
    }
    assert [one for one in conclude(from_object(data), desk(), DAY).findings if one.code == "D40"] == []
