"""Letters and statements: under every signature a line for the day; what others sign stands on no paper of ours."""

from __future__ import annotations

import pytest

from exporter_desk.documents.ink import Line, Text
from exporter_desk.documents.render import Paper, compose
from exporter_desk.domain.case import Case
from tests.documents import sample

SIGNED = (
    "power_of_attorney", "third_party_payment", "brand_authorisation", "no_brand_statement", "elements_confirmation",
    "payment_agency", "no_wood_statement", "ippc_statement", "uflpa_supply_chain", "fibre_statement",
    "tsca_statement", "eu_declaration",
)  # fmt: skip


def composed(form: str, case: Case | None = None) -> Paper:
    return compose(sample.forms()[form], sample.dossier(case=case or sample.case()), sample.fonts())


@pytest.mark.parametrize("form", SIGNED)
def test_under_each_signature_is_a_line_for_the_day(form: str) -> None:
    paper = composed(form)
    block = next(one for one in paper.form.blocks if one.kind == "sign")
    signers = [one for one in block.fields if one.label.zh or one.label.en]
    days = [
        (page, text)
        for page in paper.pages
        for text in page.inks
        if isinstance(text, Text) and text.text in ("日期：", "日期 Date：", "Date：")
    ]
    assert len(days) == len(signers)
    for page, text in days:
        lines = [one for one in page.inks if isinstance(one, Line) and one.y == one.y2 and one.x >= text.x - 0.01]
        assert any(0 < one.y - text.y < 2 for one in lines), "the line that takes the day"
        assert any(4 < text.y - one.y < 8 for one in lines), "the line of the signature, above it"


@pytest.mark.parametrize("form", ["brand_authorisation", "payment_agency"])
def test_what_others_sign_does_not_stand_on_the_letterhead_of_the_exporter(form: str) -> None:
    paper = composed(form)
    assert str(sample.SELLER.address_zh) not in "\n".join(text for _, text, _ in paper.prints)
    own = composed("no_brand_statement")
    assert str(sample.SELLER.address_zh) in "\n".join(text for _, text, _ in own.prints)


@pytest.mark.parametrize(("day", "shown"), [("2026-12-20", "日期：2026-12-20"), (None, "日期：　　　　年　　月　　日")])
def test_a_letter_of_explanation_has_its_day_or_room_for_it(day: str | None, shown: str) -> None:
    facts = {**sample.case().facts, **({"letter_date": day} if day else {})}
    paper = composed("explanation_letter", sample.case(facts=facts))
    assert [text for _, text, _ in paper.prints if text.startswith("日期")] == [shown]
