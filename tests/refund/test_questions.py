"""Questions of a refund: by name, in a plain sentence, with what they decide."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from exporter_desk.refund import scenario
from exporter_desk.refund.assess import assess
from exporter_desk.refund.questions import RefundQuestion, refund_questions
from tests.support.refund_book import book, checklists

TRADER = {"taxpayer": "general", "kind": "trader"}
LINE = {"qty": "10", "vat_rate": "0.13", "refund_rate": "0.13"}
PAPER = {"qty": "10", "amount": "1000", "rate": "0.13", "voucher": "vat_special", "supplier_taxpayer": "general"}


def asked(of_papers: tuple[str, ...] = (), **parts: object) -> dict[str, RefundQuestion]:
    result = assess(scenario.load(json.dumps(parts)).source, book(), date(2026, 11, 22))
    return {one.path: one for one in refund_questions(result, checklists(), of_papers)}


@pytest.mark.parametrize(
    ("path", "decides", "parts"),
    [
        ("taxpayer", "policy", {"lines": [LINE]}),
        ("kind", "policy", {"lines": [LINE]}),
        ("voucher", "policy", {"taxpayer": TRADER, "lines": [LINE]}),
        ("invoices", "amount", {"taxpayer": TRADER, "lines": [LINE], "voucher": "vat_special"}),
        ("vat.input_tax", "amount", {"taxpayer": {**TRADER, "kind": "producer"}, "lines": [LINE]}),
        ("invoices.1.rate", "amount", {"taxpayer": TRADER, "lines": [LINE], "invoices": [{**PAPER, "rate": None}]}),
        ("false_papers", "precondition", {"taxpayer": TRADER, "lines": [LINE], "invoices": [PAPER]}),
        ("lines.1.made", "precondition", {"taxpayer": {**TRADER, "kind": "producer"}, "lines": [LINE]}),
        (
            "channel",
            "policy",
            {"taxpayer": {**TRADER, "kind": "producer"}, "lines": [LINE], "state": {"through_other": True}},
        ),
        (
            "lines.1.zero_flag",
            "policy",
            {"taxpayer": TRADER, "lines": [{**LINE, "refund_rate": "0"}], "invoices": [PAPER]},
        ),
    ],
)
def test_what_is_open_is_asked_for(path: str, decides: str, parts: dict[str, Any]) -> None:
    found = asked(**parts)[path]
    assert decides in found.decides
    assert found.text.zh.endswith(("？", "。"))
    assert found.text.en.endswith(("?", "."))
    assert path not in found.text.zh


def test_facts_of_paper_lists_are_asked_too_and_each_fact_once() -> None:
    found = asked(("broker_used", "mode"), taxpayer=TRADER, lines=[LINE], invoices=[PAPER])
    assert found["broker_used"].decides == ("papers",)
    assert found["mode"].decides == ("precondition", "papers")


def test_nothing_is_asked_of_a_settled_file() -> None:
    state = {
        "own_name": True,
        "departed": True,
        "false_papers": False,
        "booked_as_sale": True,
        "exchange": "collected",
        "archive_kept": True,
    }
    parts = {
        "taxpayer": TRADER,
        "lines": [LINE],
        "invoices": [PAPER],
        "mode": "0110",
        "dates": {"export": "2026-05-20"},
    }
    assert asked(**parts, state=state) == {}


def test_every_fact_that_rules_ask_for_has_a_question() -> None:
    derived = {"method", "claims_refund", "lapsed", "late", "rate_zero", "result", "sold_out", "sold_some"}
    derived |= {"produce", "through_other", "wood_heading"}
    without = {fact.path for fact in checklists().book.facts.values() if not fact.question_zh}
    assert without == derived
