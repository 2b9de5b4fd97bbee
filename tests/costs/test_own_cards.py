"""Own cards: copied, vouched for, saved as a new version each time, and written as TOML that reads back."""

from __future__ import annotations

from datetime import date

import pytest

from exporter_desk.costs.cards import Card, read_card_toml
from exporter_desk.costs.own_cards import Shelf, card_json, card_toml, copied, saved, vouched
from exporter_desk.domain.json_value import JsonObject
from tests.costs.support import prices

DAY = date(2026, 11, 22)


def shipped(card_id: str = "DE-EXAMPLE-2026") -> Card:
    return prices().cards[card_id]


@pytest.mark.parametrize("card_id", sorted(prices().cards))
def test_every_shipped_card_reads_back_from_its_own_text(card_id: str) -> None:
    reading = read_card_toml(card_toml(shipped(card_id)).encode(), "card")
    assert reading.card == shipped(card_id)
    assert reading.card.digest == shipped(card_id).digest


def test_a_copy_keeps_its_label_until_somebody_vouches() -> None:
    copy = copied(shipped(), card_id="MINE", day=DAY)
    assert (copy.card.card_id, copy.card.example) == ("MINE", True)
    mine = vouched(copy, source="报价单 2026-11-20", day=DAY, valid_to=date(2027, 3, 31)).card
    assert (mine.example, mine.confidence, mine.source, mine.valid_to) == (
        False, "user", "报价单 2026-11-20", date(2027, 3, 31),
    )  # fmt: skip


def shelf_with(*days: date) -> Shelf:
    shelf = Shelf({})
    for day in days:
        outcome = saved(shelf, card_json(copied(shipped(), card_id="MINE", day=day)), day=day)
        assert isinstance(outcome[0], Shelf)
        shelf = outcome[0]
    return shelf


def test_every_version_is_kept_and_the_newest_counts() -> None:
    shelf = shelf_with(DAY, DAY, date(2026, 12, 1))
    assert list(shelf.files) == ["MINE/2026-11-22.toml", "MINE/2026-11-22.002.toml", "MINE/2026-12-01.toml"]
    assert [card.card.version for card in shelf.versions("MINE")] == ["2026-11-22", "2026-11-22.002", "2026-12-01"]
    assert shelf.current()[0]["MINE"].card.version == "2026-12-01"


def test_a_broken_file_is_told_and_the_others_count() -> None:
    shelf = Shelf(shelf_with(DAY).files | {"OTHER/1.toml": b"[card"})
    cards, findings = shelf.current()
    assert list(cards) == ["MINE"]
    assert [finding.code for finding in findings] == ["C01"]


@pytest.mark.parametrize("card_id", ["../up", "", "a b", "x" * 80])
def test_an_id_that_is_no_folder_is_refused(card_id: str) -> None:
    data = card_json(shipped())
    head = data["card"]
    assert isinstance(head, dict)
    outcome = saved(Shelf({}), data | {"card": head | {"card_id": card_id}}, day=DAY)
    assert not isinstance(outcome[0], Shelf)


def test_a_card_with_problems_is_not_saved() -> None:
    data: JsonObject = {"card": {"card_id": "X", "source": "q", "as_of": "2026-11-01"}, "charge": []}
    outcome = saved(Shelf({}), data, day=DAY)
    assert not isinstance(outcome[0], Shelf)
    assert outcome[0].places == ("card.card.currency",)  # type: ignore[union-attr]  # the line above says which


@pytest.mark.parametrize("card_id", ["CON", "nul", "COM1", "lpt9", "con.2026", "MINE.", "M."])
def test_a_name_that_windows_has_no_folder_for_is_refused(card_id: str) -> None:
    outcome = saved(Shelf({}), card_json(copied(shipped(), card_id=card_id, day=DAY)), day=DAY)
    assert not isinstance(outcome[0], Shelf)
    assert (outcome[0].code, outcome[0].variant) == ("C12", "folder")


@pytest.mark.parametrize("card_id", ["CONTAINER", "M", "US-CN3PL.2", "COM10x", "a_"])
def test_a_name_that_only_looks_like_one_is_kept(card_id: str) -> None:
    outcome = saved(Shelf({}), card_json(copied(shipped(), card_id=card_id, day=DAY)), day=DAY)
    assert isinstance(outcome[0], Shelf)
