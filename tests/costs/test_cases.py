"""Every declarative case gives the figures that were worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.costs.case_files import CostCase, cases, figure
from tests.costs.support import codes


def same(found: str, expected: str) -> bool:
    try:
        return Decimal(found) == Decimal(expected)
    except ArithmeticError:
        return found == expected


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_figures_worked_out_by_hand(case: CostCase) -> None:
    result = case.result()
    found = {name: figure(result, name) for name in case.expect}
    assert {name: value for name, value in found.items() if not same(value, case.expect[name])} == {}
    assert case.codes <= set(codes(result))
    assert not case.without & set(codes(result))


def test_there_are_enough_cases_and_no_name_twice() -> None:
    names = [case.id for case in cases()]
    assert len(names) >= 40
    assert len(set(names)) == len(names)
    assert all(case.expect or case.codes for case in cases())
