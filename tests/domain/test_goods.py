"""Box numbers of a run of packages as papers print them."""

from __future__ import annotations

import pytest

from exporter_desk.domain.goods import Package


@pytest.mark.parametrize(
    ("first", "last", "numbers"),
    [(7, 7, "7"), (7, 12, "7-12"), (12, 7, "12-7"), (7, None, None), (None, 12, None), (None, None, None)],
)
def test_the_box_numbers_of_a_run(first: int | None, last: int | None, numbers: str | None) -> None:
    assert Package(id="p1", first=first, last=last).numbers == numbers
