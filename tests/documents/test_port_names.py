"""Ports on English papers: by the table's name, else by the one that was typed, else to be confirmed; never in Hanzi.

Hakata (博多, JPN072) and Sydney in Canada (CAN438) stand in the table without an English name, Hamburg with one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from exporter_desk.documents.bind import bind
from exporter_desk.documents.render import compose
from exporter_desk.domain import edit
from exporter_desk.domain.case import Case, Choice
from tests.checklist.test_consistency import texts
from tests.documents import sample

if TYPE_CHECKING:
    from exporter_desk.documents.render import Paper


def to_port(code: str, typed: str | None = None) -> Case:
    case = sample.case(route=replace(sample.ROUTE, dest_port=code))
    named = () if typed is None else (Choice(what="dest_port_en", value=typed),)
    return replace(case, choices=(*case.choices, *named))


def paper(form: str, case: Case) -> Paper:
    return compose(sample.forms()[form], sample.dossier(case=case), sample.fonts())


def text_of(composed: Paper) -> str:
    return "\n".join(text for _, text, _ in composed.prints)


@pytest.mark.parametrize("form", ["commercial_invoice", "packing_list", "sales_contract"])
def test_a_port_without_an_english_name_waits_and_says_where_to_type_it(form: str) -> None:
    composed = paper(form, to_port("JPN072"))
    told = [one for one in composed.findings if one.variant == "port"]
    assert [(one.code, one.places, one.values["port"]) for one in told] == [("X51", ("choices.dest_port_en",), "博多")]
    assert composed.status == "open"
    assert "TO CONFIRM" in text_of(composed)
    placed = replace(told[0], values={**told[0].values, "place_zh": "指运港英文名", "place_en": "English name"})
    words = texts().render(placed, {})
    assert ("“博多”的英文名" in words.zh, "填在「指运港英文名」里" in words.remedy_zh) == (True, True)


@pytest.mark.parametrize("form", ["commercial_invoice", "packing_list", "sales_contract"])
def test_a_typed_name_is_printed(form: str) -> None:
    composed = paper(form, to_port("JPN072", "Hakata"))
    assert [one for one in composed.findings if one.code == "X51"] == []
    assert "HAKATA" in text_of(composed).upper()


def test_no_destination_clause_of_a_contract_is_in_hanzi() -> None:
    for typed in (None, "博多港"):
        text = text_of(paper("sales_contract", to_port("JPN072", typed)))
        assert "博多" not in text


def test_the_name_of_the_table_wins_over_one_that_was_typed() -> None:
    text = text_of(paper("commercial_invoice", to_port("DEU063", "HAKATA"))).upper()
    assert ("HAMBURG" in text, "HAKATA" in text) == (True, False)


def test_a_certificate_names_the_typed_port_or_waits_for_it() -> None:
    route = bind(sample.dossier(case=to_port("JPN072", "Hakata")), "origin.route", None)
    assert "TO HAKATA, GERMANY" in str(route.value)
    for view in ("origin.route", "origin.port"):
        assert bind(sample.dossier(case=to_port("JPN072")), view, None).missing == ("choices.dest_port_en",)


def test_a_typed_name_goes_with_its_port() -> None:
    case = to_port("JPN072", "Hakata")
    assert edit.type_text(case, "route.dest_port", "JPN072").choice("dest_port_en") == "Hakata"
    assert edit.type_text(case, "route.dest_port", "CAN438").choice("dest_port_en") is None
    assert edit.set_value(case, "route.dest_port", None).choice("dest_port_en") is None
    assert edit.type_text(case, "route.vessel", "EVER GIVEN").choice("dest_port_en") == "Hakata"
