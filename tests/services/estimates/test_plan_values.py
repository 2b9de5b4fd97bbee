"""What is typed into the inputs of a plan: read by kind, refused in words, shown again as it is typed."""

from __future__ import annotations

import pytest

from exporter_desk.domain.json_value import Json
from exporter_desk.services.estimates.plan_values import UnreadableError, read_value, value_text

READ: list[tuple[str, str, Json]] = [
    ("whole", "90", 90),
    ("whole", "１，２００", 1200),
    ("number", "0.8", "0.8"),
    ("signed", "-10", "-10"),
    ("share", "5", "0.05"),
    ("share", "0.15 %", "0.0015"),
    ("day", "2026/12/18", "2026-12-18"),
    ("code", "usd", "USD"),
    ("country", "ｄｅ", "DE"),
    ("money", "62 USD", {"amount": "62", "currency": "USD"}),
    ("money", "usd 1,200.50", {"amount": "1200.50", "currency": "USD"}),
    ("money", "474.60", "474.60"),
    ("wholes", "240、300，360 420", [240, 300, 360, 420]),
    ("numbers", "110×60×22", ["110", "60", "22"]),
    ("texts", "storage, unload_40ft", ["storage", "unload_40ft"]),
    ("end", "180", 180),
    ("end", "2027-06-30", "2027-06-30"),
    ("weighed", "25×1 37.5x2", [{"value": "25", "weight": "1"}, {"value": "37.5", "weight": "2"}]),
    ("text", "海关查验", "海关查验"),
]


@pytest.mark.parametrize(("kind", "text", "value"), READ)
def test_typed_text_becomes_a_value(kind: str, text: str, value: Json) -> None:
    assert read_value(kind, f" {text} ") == value


@pytest.mark.parametrize(("kind", "text", "value"), READ)
def test_a_value_is_shown_as_it_could_be_typed(kind: str, text: str, value: Json) -> None:
    assert read_value(kind, value_text(kind, value)) == value


@pytest.mark.parametrize("kind", sorted({kind for kind, _, _ in READ}))
def test_blank_is_unknown_and_not_nought(kind: str) -> None:
    assert read_value(kind, "  ") is None
    assert value_text(kind, None) == ""


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("whole", "1.5"), ("whole", "-1"), ("number", "-0.1"), ("number", "many"), ("share", "101"), ("share", "-1"),
        ("day", "2027-02-29"), ("code", "US"),
        ("country", "USA"), ("money", "62 DOLLARS"), ("money", "-5 USD"), ("money", "USD"),
        ("wholes", "240 x"), ("numbers", "110 by 60"), ("end", "next year"), ("weighed", "25"), ("weighed", "25×-1"),
        ("signed", "1e3"), ("text", "a\x00b"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(kind: str, text: str) -> None:
    with pytest.raises(UnreadableError):
        read_value(kind, text)


def test_an_amount_without_its_figure_shows_nothing() -> None:
    assert value_text("money", {"amount": None, "currency": "USD"}) == ""
