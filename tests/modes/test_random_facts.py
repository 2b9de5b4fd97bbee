"""A slice of the campaign of random facts (tests/campaign/random_advice.py), with a seed of its own."""

from __future__ import annotations

import pytest

from tests.modes.random_facts import chance, judged, problems, some_facts


@pytest.mark.parametrize("seed", range(120))
def test_whatever_is_answered(seed: int) -> None:
    assert list(problems(chance(seed), whole=seed % 12 == 0)) == []


def test_the_sets_are_of_every_kind() -> None:
    advices = [judged(some_facts(chance(seed))) for seed in range(300)]
    assert any(advice.clashes for advice in advices)
    assert any(advice.recommended for advice in advices)
    assert any(not advice.clashes and advice.recommended is None for advice in advices)
    assert any(advice.sheet.not_known for advice in advices)
