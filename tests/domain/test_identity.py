"""Check characters and shapes of identity numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.domain.identity import (
    has_uscc_shape,
    is_container_number,
    is_export_declaration_number,
    is_hs10,
    is_printable_ascii,
    is_uscc,
    tidy_container_number,
    uscc_check_character,
)

# The worked example of GB 32100-2015.
STANDARD_USCC = "91350100M000100Y43"


def test_the_example_of_the_standard_is_right() -> None:
    assert is_uscc(STANDARD_USCC)


@pytest.mark.parametrize(
    "text", ["91350100M000100Y44", "91350100M000100Y4", "91350100I000100Y43", "", "９1350100M000100Y43"]
)
def test_a_wrong_check_character_length_or_letter_is_refused(text: str) -> None:
    assert not is_uscc(text)


def test_shape_and_check_are_two_questions() -> None:
    assert has_uscc_shape("91350100M000100Y44")
    assert uscc_check_character("91350100M000100YI") is None


@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_any_single_wrong_character_is_noticed(place: int, char: str) -> None:
    changed = STANDARD_USCC[:place] + char + STANDARD_USCC[place + 1 :]
    assert is_uscc(changed) == (changed == STANDARD_USCC)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("531620260123456789", True),
        ("531620261123456789", False),
        ("53162026012345678", False),
        ("E31620260123456789", False),
    ],
)
def test_an_export_declaration_number_has_eighteen_digits_and_a_zero_in_the_ninth_place(text: str, right: bool) -> None:
    assert is_export_declaration_number(text) is right


@pytest.mark.parametrize(
    ("text", "right"), [("CSQU3054383", True), ("CSQU3054384", False), ("CSQA3054383", False), ("CSQU305438", False)]
)
def test_a_container_number_carries_the_check_digit_of_iso_6346(text: str, right: bool) -> None:
    assert is_container_number(text) is right


def test_commodity_codes_are_ten_plain_digits() -> None:
    assert [is_hs10(text) for text in ("0805100000", "080510", "08051000０0", "94O3609990")] == [
        True,
        False,
        False,
        False,
    ]


def test_ascii_refuses_full_width_and_control_characters() -> None:
    assert [is_printable_ascii(text) for text in ("GZ-2026/14", "GZ－14", "合同", "A\tB")] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("csqu 305438-3", "CSQU3054383"),
        ("ＣＳＱＵ３０５４３８３", "CSQU3054383"),
        ("CSQU/305438/3", "CSQU3054383"),
        ("待定", "待定"),
        (" 2 ", "2"),
        ("CSQU305438", "CSQU305438"),
    ],
)
def test_a_container_number_is_written_in_capitals_without_signs(typed: str, written: str) -> None:
    assert tidy_container_number(typed) == written
