"""Codes for what people type: 千克 or KGS becomes 035, 美元 becomes USD, CHN becomes CN, mdf becomes MDF."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.identity import tidy_container_number
from exporter_desk.domain.incoterms import INCOTERMS
from exporter_desk.domain.record import shown
from exporter_desk.domain.text import half_width
from exporter_desk.rules.field_words import fields_with_words, word_for, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TypeAlias

    from _typeshed import DataclassInstance

    from exporter_desk.domain.case import Case, Choice
    from exporter_desk.domain.shipment import Fee, Route, Terms
    from exporter_desk.domain.tax import TaxFile
    from exporter_desk.rules.codes import CodeTables, Row

    Words: TypeAlias = Mapping[str, Sequence[Row]]

Record = TypeVar("Record", bound="DataclassInstance")
Fact = TypeVar("Fact")

_GOODS = {
    "unit": "units",
    "unit1": "units",
    "unit2": "units",
    "origin": "countries",
    "source_district": "domestic_districts",
    "levy": "levy_modes",
    "harvest_country": "countries",
}
_PACKAGE = {"kind": "packaging_types"}
_CONTAINER = {"kind": "container_kinds"}
_PARTY = {"country": "countries"}
_FACTS = {"dest": "countries"}
# May also be a name that the table does not know: of a whole customs area, say.
_NAMED_FACTS = {"declare_customs": "customs_districts", "return_customs": "customs_districts"}
_DIGITS = ("hs",)
# Nobody parts the first four digits, the heading.
_COMMODITY = re.compile(r"\d+|\d{4}[\d. ]*", re.ASCII)
_MONEY = {"currency": "currencies"}
_SCAN = {"stated_currency": "currencies"}
_ROUTE = {
    "transport": "transport_modes",
    "exit_district": "customs_districts",
    "exit_port": "exit_ports",
    "dest_port": "ports",
    "dest": "countries",
    "trade_country": "countries",
}
_CHOICES = {
    "origin_certificate": "origin_certificates",
    "package_kind": "packaging_types",
    "levy_nature": "levy_nature",
    "trade_country": "countries",
    "declare_customs": "customs_districts",
}


def code_for(codes: CodeTables, table: str, typed: str) -> str:
    """Return the code that `typed` means in `table`; text that means none, or several, comes back as it is."""
    plain = half_width(typed)
    for spelling in (plain, plain.upper(), plain.lower().replace(" ", "_")):
        if codes.has(table, spelling):
            return spelling
    return codes.code_of(table, plain) or _before_its_name(codes, table, plain) or typed


def _before_its_name(codes: CodeTables, table: str, plain: str) -> str | None:
    """Return the code of `US 美国`, as fields and papers show it; other words behind a code are not dropped."""
    first, _, rest = plain.partition(" ")
    code = first.upper() if codes.has(table, first.upper()) else first
    return code if codes.has(table, code) and codes.names_it(table, code, rest.strip()) else None


def commodity_code(typed: str) -> str | None:
    """Return a commodity code without dots and blanks; None for text that is none, a price of 3.2 say."""
    plain = half_width(typed).strip()
    return re.sub("[. ]", "", plain) if _COMMODITY.fullmatch(plain) else None


def normalise_codes(case: Case, codes: CodeTables) -> Case:
    """Return `case` with every name that stands where a code belongs replaced by its code."""
    words = {field: words_of(codes, field) for field in fields_with_words(codes)}
    return replace(
        case,
        attachments=tuple(_coded(one, _SCAN, codes) for one in case.attachments),
        facts=coded_facts(case.facts, codes),
        parties=_worded("parties", [_coded(party, _PARTY, codes) for party in case.parties], words),
        goods=_worded("goods", [_coded(line, _GOODS, codes) for line in case.goods], words),
        packages=tuple(_coded(package, _PACKAGE, codes) for package in case.packages),
        route=_coded_route(case.route, codes),
        terms=_coded_terms(case.terms, codes),
        tax=_coded_tax(case.tax, codes, words),
        choices=tuple(_coded_choice(choice, codes, words) for choice in case.choices),
    )


def _worded(place: str, records: Iterable[Record], words: Words) -> tuple[Record, ...]:
    """Return the records of a list with the listed words that their texts mean."""
    start = f"{place}.*."
    listed = {field.removeprefix(start): known for field, known in words.items() if field.startswith(start)}
    return tuple(_in_listed_words(record, listed) for record in records)


def _in_listed_words(record: Record, listed: Words) -> Record:
    typed = {field: getattr(record, field) for field in listed}
    changed = {
        field: word
        for field, text in typed.items()
        if text is not None and (word := word_for(listed[field], text)) != text
    }
    return replace(record, **changed) if changed else record


def _coded_choice(choice: Choice, codes: CodeTables, words: Words) -> Choice:
    table, place = _CHOICES.get(choice.what), f"choices.{choice.what}"
    if choice.value is None:
        return choice
    value = code_for(codes, table, choice.value) if table else word_for(words.get(place, ()), choice.value)
    return replace(choice, value=value) if value != choice.value else choice


def coded_facts(facts: Mapping[str, Fact], codes: CodeTables) -> dict[str, Fact | str]:
    """Return answers with names of countries replaced by their codes, and commodity codes without dots and blanks."""
    return {fact: _coded_fact(fact, value, codes) if isinstance(value, str) else value for fact, value in facts.items()}


def _coded_fact(fact: str, typed: str, codes: CodeTables) -> str:
    table = _FACTS.get(fact) or _NAMED_FACTS.get(fact)
    if table is not None:
        return code_for(codes, table, typed)
    return (commodity_code(typed) if fact in _DIGITS else None) or typed


def unknown_codes(facts: Mapping[str, object], codes: CodeTables) -> tuple[Finding, ...]:
    """Return a finding (D31) for every answer that should be a code and stands in no table."""
    wrong = [
        (fact, table, value)
        for fact, table in _FACTS.items()
        if isinstance(value := facts.get(fact), str) and not codes.has(table, value)
    ]
    return tuple(
        Finding(
            "D31",
            Severity.ERROR,
            (f"facts.{fact}",),
            {"found": shown(value), "title_zh": codes.info(table).title.zh, "title_en": codes.info(table).title.en},
        )
        for fact, table, value in wrong
    )


def _coded(record: Record, tables: dict[str, str], codes: CodeTables) -> Record:
    typed = {field: getattr(record, field) for field in tables}
    changed = {
        field: code
        for field, text in typed.items()
        if text is not None and (code := code_for(codes, tables[field], text)) != text
    }
    return replace(record, **changed) if changed else record


def _coded_route(route: Route, codes: CodeTables) -> Route:
    containers = tuple(
        replace(_coded(one, _CONTAINER, codes), number=one.number and tidy_container_number(one.number))
        for one in route.containers
    )
    return replace(_coded(route, _ROUTE, codes), containers=containers)


def _coded_terms(terms: Terms, codes: CodeTables) -> Terms:
    coded, term = _coded(terms, _MONEY, codes), half_width(terms.incoterm or "").strip().upper()
    return replace(
        coded,
        incoterm=term if term in INCOTERMS else terms.incoterm,
        freight=_coded_fee(terms.freight, codes),
        insurance=_coded_fee(terms.insurance, codes),
        other_charges=_coded_fee(terms.other_charges, codes),
    )


def _coded_fee(fee: Fee | None, codes: CodeTables) -> Fee | None:
    return None if fee is None else _coded(fee, _MONEY, codes)


def _coded_tax(tax: TaxFile, codes: CodeTables, words: Words) -> TaxFile:
    return replace(
        tax,
        papers=_worded("tax.papers", tax.papers, words),
        purchase_invoices=tuple(_coded(invoice, {"unit": "units"}, codes) for invoice in tax.purchase_invoices),
        receipts=tuple(_coded(receipt, _MONEY, codes) for receipt in tax.receipts),
        rates=tuple(_coded(rate, _MONEY, codes) for rate in tax.rates),
        warehouse_sales=tuple(_coded(sale, _MONEY, codes) for sale in tax.warehouse_sales),
    )
