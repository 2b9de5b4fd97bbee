"""The list of papers: who needs which, what stays open, states and days joined."""

from __future__ import annotations

from datetime import date

import pytest

from exporter_desk.checklist.papers import PaperItem, papers, papers_json, with_states
from exporter_desk.domain.tax import PaperState
from exporter_desk.rules.rulebook import Datum
from tests.support.refund_book import checklists

DAY = date(2026, 6, 1)
SETTLED: dict[str, Datum] = {
    "wood_heading": False,
    "claims_refund": True,
    "channel": "own",
    "method_changed": False,
    "imported_goods": False,
    "hs_changed": False,
    "broker_used": True,
    "paper_lost": False,
    "first_claim": False,
    "deal_term": "FOB",
    "made": "own",
    "outside_processing": False,
    "brand_owner": "own",
}


def listed(method: str, kind: str, mode: str = "0110", industry: str = "other", **facts: Datum) -> dict[str, PaperItem]:
    items = papers({**SETTLED, "method": method, **facts}, kind, mode, industry, checklists(), DAY)
    return {item.rule.id: item for item in items}


def test_trader_with_ordinary_trade() -> None:
    expected = ["REG-1", "REG-2", "CLM-1", "CLM-2", "CLM-4", "CLM-5", "CLM-8"]
    expected += ["BA-1", "BA-2", "BA-4", "BA-5", "BA-7", "BA-8", "BA-9"]
    assert list(listed("W", "trader")) == expected


def test_producer_files_its_own_tables() -> None:
    found = listed("P", "producer")
    assert {"CLM-2P", "CLM-6", "CLM-11"} <= found.keys()
    assert not {"CLM-2", "CLM-5", "BA-2", "BA-2P"} & found.keys()


def test_producer_selling_bought_in_goods_keeps_the_purchase_contract() -> None:
    found = listed("P", "producer", made="deemed_own")
    assert "BA-2" not in found
    assert found["BA-2P"].rule.need == "C"


def test_a_trader_must_keep_the_purchase_contract() -> None:
    assert listed("W", "trader")["BA-2"].rule.need == "R"


UNSEEN = ["MOD-9610-1", "MOD-9610-2", "MOD-9810-2", "MOD-9810-3", "MOD-1210-1", "MOD-1039-1", "IND-ORA-3"]


def test_papers_without_a_text_behind_them_are_to_be_confirmed() -> None:
    items = {item.rule.id: item for item in papers({}, None, None, None, checklists(), DAY)}
    assert {name: items[name].confidence for name in UNSEEN} == dict.fromkeys(UNSEEN, "unconfirmed")
    assert items["IND-ORA-2"].confidence == "secondary"


@pytest.mark.parametrize(
    ("term", "inland", "main"), [("EXW", False, False), ("FOB", True, False), ("CIF", True, True), ("DDP", True, True)]
)
def test_carriage_papers_follow_the_term(term: str, inland: bool, main: bool) -> None:
    found = listed("W", "trader", deal_term=term)
    assert ("BA-5" in found, "BA-6" in found) == (inland, main)


@pytest.mark.parametrize(
    ("mode", "prefix"), [("9710", "MOD-9710"), ("9810", "MOD-9810"), ("9610", "MOD-9610"), ("1210", "MOD-1210")]
)
def test_each_mode_adds_its_own(mode: str, prefix: str) -> None:
    added = [name for name in listed("W", "trader", mode) if name.startswith("MOD")]
    assert added
    assert all(name.startswith(prefix) for name in added)


@pytest.mark.parametrize(
    ("industry", "added"),
    [
        ("orange", ["IND-ORA-1", "IND-ORA-2", "IND-ORA-3"]),
        ("furniture", ["IND-FUR-1", "IND-FUR-2"]),
        ("apparel", ["IND-APP-2"]),
    ],
)
def test_each_industry_adds_its_own(industry: str, added: list[str]) -> None:
    found = listed("W", "trader", industry=industry, brand_owner="licensed")
    assert [name for name in found if name.startswith("IND")] == added


def test_wood_articles_add_the_note_of_their_rate_check() -> None:
    """Many codes of chapter 44 have a refund rate of zero, whatever the industry of the firm."""
    assert "IND-WOOD-1" in listed("W", "trader", wood_heading=True)
    assert "IND-WOOD-1" not in listed("W", "trader", wood_heading=False)


def test_orange_producer_needs_purchase_invoices() -> None:
    assert "CLM-9" in listed("P", "producer", industry="orange")
    assert "CLM-9" not in listed("W", "trader", industry="orange")


@pytest.mark.parametrize("paper", ["CLM-2", "CLM-5", "CLM-8", "BA-1", "BA-9"])
def test_an_exempt_or_taxed_export_needs_no_vouchers_of_a_claim(paper: str) -> None:
    """Papers of a claim and 备案单证 belong to exports for which a refund is claimed."""
    assert paper in listed("W", "trader")
    assert paper not in listed("W", "trader", claims_refund=False)


@pytest.mark.parametrize(
    ("sold", "needed"),
    [
        ({"sold_out": False, "sold_some": False}, {"MOD-9810-4"}),
        ({"sold_out": False, "sold_some": True}, {"MOD-9810-4", "MOD-9810-5"}),
        ({"sold_out": True, "sold_some": True}, {"MOD-9810-5"}),
    ],
)
def test_evidence_of_sales_is_due_after_the_sale_or_after_the_claim(sold: dict[str, Datum], needed: set[str]) -> None:
    items = listed("W", "trader", mode="9810", **sold)
    assert {one for one in items if one in ("MOD-9810-4", "MOD-9810-5")} == needed
    due = {"MOD-9810-4": "hwc_sale_evidence", "MOD-9810-5": "archive_due"}
    assert {one: items[one].rule.due for one in needed} == {one: due[one] for one in needed}


def test_unknown_facts_leave_a_paper_open() -> None:
    items = {item.rule.id: item for item in papers({}, None, None, None, checklists(), DAY)}
    assert (items["CLM-5"].needed, items["CLM-5"].missing) == (None, ("claims_refund", "method"))
    assert items["CLM-1"].needed is True
    assert len(items) == len(checklists().papers)


@pytest.mark.parametrize(("late", "filed"), [(True, True), (False, None)])
def test_collection_evidence_is_filed_when_late(late: bool, filed: bool | None) -> None:
    assert listed("W", "trader", late=late)["CLM-8"].filed is filed


def test_states_and_days_are_joined() -> None:
    states = [PaperState(id="BA-1", state="have", number="HT-1", place="A3"), PaperState(id="CLM-2", state="missing")]
    items = with_states(listed("W", "trader").values(), states, {"archive_due": date(2026, 7, 1)})
    found = {item.rule.id: item for item in items}
    assert (found["BA-1"].state, found["BA-1"].number, found["BA-1"].due) == ("have", "HT-1", date(2026, 7, 1))
    assert (found["CLM-2"].state, found["CLM-2"].due) == ("missing", None)
    assert found["BA-4"].state == "unknown"


def test_the_deadline_of_every_paper_exists() -> None:
    assert {rule.due for rule in checklists().papers if rule.due} <= checklists().deadlines.keys()


def test_json_cites_and_labels() -> None:
    printed = papers_json(listed("W", "trader").values(), checklists())
    assert all(isinstance(one, dict) and one["sources"] and one["must_match"] for one in printed)
