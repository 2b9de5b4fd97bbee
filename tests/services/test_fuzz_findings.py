"""What fuzzing found once is fed again, and a short slice of it runs each time: refusals only, in bounded time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.campaign.fuzz import FOUND
from tests.support.fuzz_slice import changed
from tests.support.fuzz_targets import TARGETS

FINDINGS = sorted(path for path in FOUND.glob("*/*") if path.is_file())
SLOW = frozenset({"sheet", "sheet_xml", "shared_strings", "scan"})  # each input takes a process, or the press
SLOWEST_SECONDS = 10


@pytest.mark.parametrize("path", FINDINGS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_finding_is_mended(path: Path) -> None:
    begun = time.monotonic()
    TARGETS[path.parent.name].survives(path.read_bytes())
    assert time.monotonic() - begun < SLOWEST_SECONDS


def test_findings_are_kept_under_the_name_of_their_target() -> None:
    assert {path.parent.name for path in FINDINGS} <= TARGETS.keys()


@pytest.mark.parametrize("name", TARGETS)
def test_sound_files_are_taken(name: str) -> None:
    taken = [TARGETS[name].survives(seed) for seed in TARGETS[name].seeds()]
    assert sum(taken) > len(taken) / 2


@pytest.mark.parametrize("name", TARGETS)
def test_broken_files_are_taken_or_refused(name: str) -> None:
    seeds = TARGETS[name].seeds()
    verdicts = [TARGETS[name].survives(data) for data in changed(seeds, 12 if name in SLOW else 150, seed=7)]
    assert verdicts


@pytest.mark.parametrize("name", sorted(TARGETS.keys() - SLOW))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_bytes_are_taken_or_refused(name: str, data: st.DataObject) -> None:
    seed = data.draw(st.sampled_from(TARGETS[name].seeds()))
    at = data.draw(st.integers(0, len(seed)))
    cut = data.draw(st.integers(0, 64))
    TARGETS[name].survives(seed[:at] + data.draw(st.binary(max_size=80)) + seed[at + cut :])


DEEP = [10, 69, 70, 71, 200, 900, 1000, 5000, 100_000]
HOLES = ('{"facts": %s}', '{"estimate": {"a": %s}}', '{"goods": %s}', '{"lines": %s}', '{"skus": %s}', '{"result": %s}',
         "%s", '{"schema_version": 1, "a": %s}', '{"card": %s}')  # fmt: skip


@pytest.mark.parametrize("name", ["case", "refund", "estimate", "saved_estimate", "card", "rate_library", "settings",
                                  "columns"])  # fmt: skip
@pytest.mark.parametrize("depth", DEEP)
def test_json_of_any_depth_is_taken_or_refused(name: str, depth: int) -> None:
    for hole in HOLES:
        for opened, closed in (("[", "]"), ('{"a":', "}")):
            TARGETS[name].survives((hole % (opened * depth + "1" + closed * depth)).encode())


@pytest.mark.parametrize("name", ["card_toml", "pack_head"])
@pytest.mark.parametrize("depth", DEEP[:-1])
def test_toml_of_any_depth_is_taken_or_refused(name: str, depth: int) -> None:
    TARGETS[name].survives(("a = " + "[" * depth + "]" * depth).encode())
    TARGETS[name].survives((".".join("a" * depth) + " = 1").encode())


TEXTS = ["\0", "\ud800", "\u202egnp.exe", "\u2066x\u2069", "é" * 10**7, "\x1b[2J", "9" * 10**6, "=cmd|'/c calc'!A1"]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text[:9]))
@pytest.mark.parametrize("name", ["case", "refund", "estimate", "saved_estimate", "card", "settings", "columns"])
def test_hostile_texts_are_taken_or_refused(name: str, text: str) -> None:
    import json

    written = json.dumps(text)
    for hole in ('{"title": %s}', '{"facts": {"buyer": %s}}', '{"goods": [{"id": %s}]}', '{"estimate": {"a": %s}}',
                 '{"schema_version": 1, "my_name": %s}', "{%s: 1}", '{"facts": {%s: "a"}}'):  # fmt: skip
        TARGETS[name].survives((hole % written).encode())
