"""Whatever stands in one place of a scenario, it is either refused with findings or priced without an exception."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from exporter_desk.costs.estimate import estimate
from exporter_desk.costs.scenario import read_scenario
from exporter_desk.domain.json_value import Json, JsonObject
from tests.costs.support import DAY, prices, scenario_json

HUGE = "9" * 29
VALUES: tuple[Json, ...] = (
    *(0, -1, "0", "-5", HUGE, "0.0000000000001", 10**30),
    *(True, None, "", [], {}, "x", "9999-12-31", "0001-01-01", "USD", "pct_of_sale"),
)


def leaves(data: Json, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from leaves(value, (*path, index))
    yield path


def replaced(data: JsonObject, path: tuple[str | int, ...], value: Json) -> JsonObject:
    result = copy.deepcopy(data)
    place: Json = result
    for step in path[:-1]:
        place = place[step]  # type: ignore[index,call-overload]  # the path was read from the same tree
    place[path[-1]] = value  # type: ignore[index,call-overload]  # as above
    return result


def survives(data: JsonObject) -> bool:
    reading = read_scenario(data)
    if reading.scenario is None:
        return bool(reading.findings)
    result = estimate(reading.scenario, day=DAY, prices=prices())
    return result.total.value is not None or result.total.reason is not None


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_nonsense_in_one_place_is_refused_or_priced(data: st.DataObject) -> None:
    base = scenario_json(data.draw(st.sampled_from(["tables_us", "oranges_my", "shirts_de"])))
    path = data.draw(st.sampled_from([path for path in leaves(base) if path]))
    assert survives(replaced(base, path, data.draw(st.sampled_from(VALUES))))
