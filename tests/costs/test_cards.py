"""Rate cards: the shipped ones, strict reading, rows that overlap, and what a card must tell about itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from exporter_desk.costs.cards import load_cards, read_card, read_card_toml
from exporter_desk.domain.json_value import Json, JsonObject
from tests.costs.support import DAY, amounts, codes, line, priced, prices

HEAD: JsonObject = {"card_id": "X", "currency": "USD", "as_of": "2026-11-01", "source": "e-mail 2026-11-01"}
CHARGE: JsonObject = {"id": "fee", "stage": "receiving", "basis": "shipment", "rate": "10"}


def card(*charges: Json, **head: Json) -> JsonObject:
    return {"card": HEAD | head, "charge": list(charges) or [CHARGE]}


def problems(data: JsonObject) -> list[tuple[str, str]]:
    reading = read_card(data, "card")
    assert reading.card is None
    return [(finding.code, finding.places[0]) for finding in reading.findings]


def use(*charges: Json, day: date = DAY, facts: JsonObject | None = None, **head: Json) -> list[str]:
    result = priced({"reporting": "USD", "cards": [card(*charges, **head)], "facts": facts or {}}, day=day)
    return amounts(result, "receiving")


def test_shipped_cards_are_sound_and_say_their_source() -> None:
    at_hand = prices()
    assert at_hand.problems == ()
    assert set(at_hand.cards) == {
        "CN-NSS", "DE-EXAMPLE-2026", "EU-FBA-2026", "UK-FBA-2026", "US-AWD-2026", "US-CN3PL-2024", "US-FBA-2026",
        "US-SHIPCALM", "US-SHIPHERO-2021", "WCI-2026-09-03",
    }  # fmt: skip
    heads = [found.card for found in at_hand.cards.values()]
    assert all(head.source and (head.as_of or head.undated) for head in heads)


def test_a_card_of_assumptions_says_so() -> None:
    head = prices().cards["DE-EXAMPLE-2026"].card
    assert (head.example, head.confidence, head.source) == (True, "user", "示例")
    result = priced({"reporting": "EUR", "cards": [{"card_id": "DE-EXAMPLE-2026", "only": ["return_receive"]}]})
    assert "C44" in codes(result)
    assert all(found.estimated for found in result.lines)


def test_published_prices_of_the_united_states_card() -> None:
    charges = {charge.id: charge for charge in prices().cards["US-CN3PL-2024"].charge}
    rates = {name: charges[name].rate for name in ("unload_20ft", "unload_40ft", "pallet_in", "loose_carton")}
    assert [str(rate.likely) for rate in rates.values() if rate] == ["300.00", "450.00", "15.00", "1.25"]
    assert [str(tier.rate) for tier in charges["storage"].tiers] == [
        "0",
        "0.50",
        "1.00",
        "1.50",
        "3.00",
        "4.00",
        "5.00",
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (card(CHARGE | {"colour": "red"}), ("C02", "card.charge.fee.colour")),
        (card(CHARGE, CHARGE), ("C16", "card.charge.fee")),
        (card(currency=None), ("C13", "card.card.currency")),
        (card(confidence="sure"), ("C11", "card.card.confidence")),
        (card("free"), ("C03", "card.charge.0")),
        ({"card": HEAD, "charge": {}}, ("C03", "card.charge")),
    ],
)
def test_a_broken_card_is_refused(data: JsonObject, expected: tuple[str, str]) -> None:
    assert expected in problems(data)


def test_a_season_or_validity_that_never_holds_is_refused() -> None:
    assert problems(card(CHARGE | {"season": {"months": [13]}})) == [("C12", "card.charge.fee.season.months.0")]
    assert problems(card(CHARGE, valid_from="2026-02-01", valid_to="2026-01-31")) == [("C12", "card.card.valid_to")]
    gap: JsonObject = {"id": "peak", "from": "2027-02-01", "to": "2027-01-01"}
    assert problems(card() | {"gap": [gap]}) == [("C12", "card.gap.peak.to")]


def test_rows_of_one_charge_may_differ_by_season_condition_or_date() -> None:
    winter = CHARGE | {"season": {"months": [11, 12]}}
    summer = CHARGE | {"season": {"months": [6, 7]}, "rate": "8"}
    assert use(winter, summer) == ["10.00 USD"]
    assert use(winter, summer, day=date(2026, 7, 1)) == ["8.00 USD"]
    assert read_card(card(CHARGE | {"valid_to": "2026-01-01"}, CHARGE | {"valid_from": "2026-01-02"}), "c").card
    assert use(CHARGE | {"valid_to": "2026-01-01"}) == []
    assert use(CHARGE | {"valid_from": "2027-01-01"}) == []


SALES: JsonObject = {
    "reporting": "USD",
    "skus": [{"id": "a", "units": 100}],
    "lots": [{"arrive": "2027-01-31"}],
    "demand": {"per_day": 2, "units_per_order": 1},
    "returns": {"rate": 0},
}


@pytest.mark.parametrize(
    ("terms", "charged"),
    [
        ({"season": {"months": [10, 11, 12]}}, []),
        ({"season": {"months": [2]}}, ["56.00 USD"]),
        ({"valid_from": "2027-02-01"}, ["98.00 USD"]),
        ({"valid_to": "2027-01-30"}, []),
    ],
)
def test_a_card_is_judged_on_the_days_of_the_orders(terms: JsonObject, charged: list[str]) -> None:
    peak: JsonObject = {"id": "peak", "stage": "fulfilment", "basis": "order", "rate": "1"}
    result = priced(SALES | {"cards": [card(peak | terms)]})
    assert amounts(result, "fulfilment") == charged
    assert "C75" not in codes(result)


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2026-10-15", "2027-01-14", False),
        ("2026-10-15", "2027-01-31", True),
        ("2027-03-21", "2027-04-30", True),
        ("2027-03-22", "2027-04-30", False),
    ],
)
def test_a_gap_is_told_when_the_plan_meets_it(first: str, last: str, *, told: bool) -> None:
    gap: JsonObject = {"id": "peak", "from": first, "to": last}
    assert ("C45" in codes(priced(SALES | {"cards": [card() | {"gap": [gap]}]}))) is told


def test_a_card_that_ends_during_the_plan_says_so() -> None:
    variants = [
        [found.variant for found in priced(SALES | {"cards": [card(valid_to=day)]}).findings if found.code == "C40"]
        for day in ("2027-03-20", "2027-03-21")
    ]
    assert variants == [["during"], []]


def test_a_condition_decides_and_an_open_one_is_asked() -> None:
    floor = CHARGE | {"applies_if": {"loading": "floor"}}
    assert use(floor, facts={"loading": "floor"}) == ["10.00 USD"]
    assert use(floor, facts={"loading": "pallet"}) == []
    result = priced({"reporting": "USD", "cards": [card(floor)]})
    assert (result.lines, "C43" in codes(result)) == ((), True)


@pytest.mark.parametrize(
    ("head", "code", "variant"),
    [
        ({"valid_to": "2026-10-01"}, "C40", ""),
        ({"valid_from": "2026-12-01"}, "C40", "early"),
        ({"as_of": "2026-05-01"}, "C41", ""),
        ({}, "C42", "storage"),
        ({}, "C42", "returns"),
    ],
)
def test_what_to_know_about_a_card(head: JsonObject, code: str, variant: str) -> None:
    result = priced({"reporting": "USD", "cards": [card(**head)]})
    assert (code, variant) in [(finding.code, finding.variant) for finding in result.findings]


def test_freight_ages_after_thirty_days() -> None:
    old = line("headhaul", "shipment", "1", "USD", as_of="2026-10-22")
    fresh = line("headhaul", "shipment", "1", "USD", as_of="2026-10-23")
    assert codes(priced({"reporting": "USD", "lines": [old, fresh]})).count("C41") == 1


def test_charges_can_be_picked_and_skipped() -> None:
    other = CHARGE | {"id": "other", "rate": "3"}
    written = card(CHARGE, other)
    result = priced(
        {"reporting": "USD", "cards": [written, {"card_id": "US-CN3PL-2024", "skip": ["nothing"], "only": ["storage"]}]}
    )
    assert amounts(result, "receiving") == ["10.00 USD", "3.00 USD"]
    assert [finding.variant for finding in result.findings if finding.code == "C15"] == ["charge"]


def test_a_card_that_is_not_at_hand_is_an_error() -> None:
    result = priced({"reporting": "USD", "cards": ["NOWHERE"]})
    assert [(finding.code, finding.variant) for finding in result.findings] == [("C15", "card")]


def test_the_digest_follows_the_content_only() -> None:
    first, second = read_card(card(), "a").card, read_card(card(), "b").card
    other = read_card(card(CHARGE | {"rate": "10.01"}), "a").card
    assert first is not None
    assert second is not None
    assert other is not None
    assert first.digest == second.digest != other.digest
    assert len(first.digest) == 64


def test_the_card_is_recorded_with_the_estimate() -> None:
    result = priced({"reporting": "USD", "cards": [card()]})
    assert (result.cards[0].card.card_id, result.lines[0].card_id) == ("X", "X")
    assert (result.lines[0].source, result.lines[0].as_of) == ("e-mail 2026-11-01", date(2026, 11, 1))


TOML = b"""
[card]
card_id = "T"
currency = "EUR"
as_of = 2026-11-01
source = "offer"
[[charge]]
id = "storage"
stage = "storage"
basis = "cbm_day"
tier_by = "age_days"
tiers = [{ to = 30, rate = "0" }, { rate = "0.5" }]
"""


def test_toml_reads_days_and_whole_numbers() -> None:
    reading = read_card_toml(TOML, "t")
    assert reading.card is not None
    assert (reading.card.card.as_of, reading.card.charge[0].tiers[0].to) == (date(2026, 11, 1), Decimal(30))


def test_toml_refuses_a_float_and_what_is_no_toml() -> None:
    float_rate = read_card_toml(TOML.replace(b'rate = "0.5"', b"rate = 0.5"), "t")
    assert [finding.code for finding in float_rate.findings] == ["C04"]
    assert [finding.code for finding in read_card_toml(b"[card", "t").findings] == ["C01"]
    assert [finding.code for finding in read_card_toml(b"\xff", "t").findings] == ["C01"]


def test_a_folder_gives_the_good_cards_and_the_problems_of_the_others() -> None:
    cards, found = load_cards({"cards/a.toml": TOML, "cards/b.toml": b"[card", "cards/readme.txt": b""})
    assert (list(cards), [finding.places[0] for finding in found]) == (["T"], ["cards/b.toml"])


def test_a_true_value_in_toml_stays_true() -> None:
    reading = read_card_toml(TOML.replace(b'source = "offer"', b'source = "offer"\nexample = true'), "t")
    assert reading.card is not None
    assert reading.card.card.example is True
