"""The check tells everything that the packet tells, by field, with the words that do not fit."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.rules.texts import RenderedFinding
from exporter_desk.services.analysis import Analysis, analyse
from exporter_desk.services.desk import Desk
from exporter_desk.services.guided import QuestionPlan
from exporter_desk.services.papers.packets import receiver_pdf, write_packet
from exporter_desk.system import resources

TODAY = date(2026, 11, 22)


@cache
def desk() -> Desk:
    return Desk()


def analysed(case: Case) -> Analysis:
    return analyse(case, desk(), TODAY, QuestionPlan.load(resources.read_bytes("text/questions.toml")))


def with_terms(name: str, **changes: str) -> Case:
    case = desk().sample(name)
    return replace(case, terms=replace(case.terms, **changes))


def with_seller(**changes: str) -> Case:
    case = desk().sample("furniture")
    seller, *others = case.parties
    return replace(case, parties=(replace(seller, **changes), *others))


def with_lines(count: int) -> Case:
    case = desk().sample("furniture")
    goods = tuple(replace(case.goods[0], id=f"g{number}") for number in range(1, count + 1))
    return replace(case, goods=goods, packages=())


ODD = {
    "a long contract number": with_terms("apparel", contract_no="C-" * 40),
    "a number too long for an upload": with_terms("apparel", contract_no="A" * 60),
    "a long place": with_terms("furniture", place="LONG BEACH " * 20),
    "a long name": with_seller(name_zh="赣州某某家具有限公司" * 12),
    "a name in two lines": with_seller(name_zh="赣州\n垚堃家具有限公司"),
    "an undrawable name": with_seller(name_en="GANZHOU \U0001f4e6 LTD"),
    "fifty-three lines": with_lines(53),
    "no lines": with_lines(0),
}


def keys(findings: tuple[RenderedFinding, ...]) -> set[tuple[str, tuple[str, ...], str]]:
    return {(one.code, one.places, one.zh) for one in findings}


@pytest.mark.parametrize("case", ODD.values(), ids=ODD)
def test_check_and_packet_tell_the_same(case: Case, tmp_path: Path) -> None:
    analysis = analysed(case)
    packet = write_packet(analysis, tmp_path)
    told = desk().render((*analysis.found.findings, *packet.findings))
    assert keys(analysis.findings) == keys(told)


def test_the_preview_is_a_draft_when_the_packet_is_one_for_its_upload(tmp_path: Path) -> None:
    analysis = analysed(ODD["a number too long for an upload"])
    [file] = write_packet(analysis, tmp_path, ("buyer",)).files
    assert (file.status, file.data) == ("draft", receiver_pdf(analysis, "buyer"))
    assert {one.status for one in analysis.imports.files} == {"draft"}


def test_a_text_that_does_not_fit_is_named_by_field_caption_and_words() -> None:
    [finding] = [one for one in analysed(ODD["a long contract number"]).findings if one.code == "X53"]
    assert finding.places == ("terms.contract_no",)
    for words in ("「合同号」", "C-C-C-", "（合同号）", "《商业发票》"):
        assert words in finding.zh


@pytest.mark.parametrize(("field", "name"), [("name_zh", "𠮷T恤"), ("name_en", "Łódź shirt")])
def test_a_character_that_cannot_be_drawn_leads_to_where_it_was_typed(field: str, name: str) -> None:
    """Also from sentences that name a row of goods and are about another field of it."""
    case = desk().sample("apparel")
    first, *others = case.goods
    odd = replace(case, goods=(replace(first, **{field: name}), *others))
    told = {one.places for one in analysed(odd).findings if one.code == "X52"}
    assert told == {(f"goods.{first.id}.{field}",)}


def test_a_name_in_two_lines_stands_on_one() -> None:
    analysis = analysed(ODD["a name in two lines"])
    assert "X53" not in {finding.code for finding in analysis.findings}
    printed = {text for planned in analysis.plan.receivers[0].papers for _, text, _ in planned.paper.prints}
    assert "赣州 垚堃家具有限公司" in printed


def test_too_many_lines_are_told_once_and_are_no_error() -> None:
    told = [one for one in analysed(ODD["fifty-three lines"]).findings if one.code == "X18" and "53" in one.zh]
    assert [str(one.severity) for one in told] == ["hint"]


def test_every_box_that_prints_a_value_has_a_name() -> None:
    nameless = [
        f"{form.id}.{box.id}"
        for form in desk().library.forms.values()
        for box in form.boxes
        if (box.value or box.code) and not (box.label.zh or box.label.en)
    ]
    assert nameless == []
