"""Each benchmark runs once and tells what it promises; its figures are read by people, not by a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.bench import (
    bench_advise,
    bench_batch,
    bench_claim,
    bench_home,
    bench_matching,
    bench_office,
    bench_packet,
    bench_start,
    windows,
)

pytestmark = pytest.mark.slow


def ratios(lines: list[str], pattern: str) -> list[float]:
    return [float(found[1]) for line in lines if (found := re.fullmatch(pattern, line))]


def test_the_start_is_compared_with_the_bare_windows(tmp_path: Path) -> None:
    lines = bench_start.report(bench_start.measure(tmp_path, 1))
    for figure in ("usable", "processor"):
        plain, same, kept = ratios(lines, rf"home / bare.* {figure} (\d+\.\d\d)(?: .*)?")
        assert min(plain, same, kept) > 1


def test_home_is_opened_with_few_and_with_more_shipments(tmp_path: Path) -> None:
    lines = bench_home.report(tmp_path, 1, many=40)
    assert [line.split(":")[0] for line in lines[:2]] == ["home with     5 shipments", "home with    40 shipments"]
    assert ratios(lines, r"ratio (\d+\.\d\d)")[0] > 0


def test_the_advice_is_compared_with_the_bare_verdicts() -> None:
    lines = bench_advise.report(1)
    assert [line.partition(":")[0] for line in lines] == list(bench_advise.CASES)
    assert min(ratios(lines, r".* advise / verdicts (\d+\.\d)")) > 1


def test_the_packet_is_compared_with_the_same_strings_and_lines() -> None:
    lines = bench_packet.report(1)
    files, _pages, texts = (int(part.split()[0]) for part in lines[0].split(", "))
    assert files >= 1
    assert texts > 1000
    assert ratios(lines, r"ratio (\d+\.\d\d)")[0] > 0


def test_a_heavy_package_is_no_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "heavy.py").write_text('print(\'{"at": 0, "resident_kb": 1, "heavy": ["numpy"]}\')', encoding="utf-8")
    monkeypatch.setattr(windows, "ROOT", tmp_path)
    with pytest.raises(windows.HeavyImportError, match="heavy imported numpy"):
        windows.opened(("heavy",), windows.conditions(tmp_path))


def test_matching_is_timed_with_what_was_matched() -> None:
    lines = bench_matching.report(1, invoices=200, lines=60)
    assert lines[0].startswith("200 invoices, 60 lines, ")
    assert ratios(lines, r"bare sum .* ratio (\d+)")[0] > 0


@pytest.mark.parametrize("untidy", [False, True])
def test_a_claim_of_four_times_the_lines_takes_nowhere_near_sixteen_times_the_work(untidy: bool) -> None:
    part, whole = bench_claim.measure(3, lines=600, invoices=2000, untidy=untidy)
    assert whole / part < 8


def test_a_claim_is_compared_with_its_quarter_and_earns_what_its_invoices_hold() -> None:
    # 60 lines of 100 pieces, 200 invoices of 30: 20 lines have four, of which the fourth serves 10 pieces (333.34), 40
    # have three. 13 % of 1,000.01 is 130.00, of 333.34 it is 43.33: 20 x 433.33 + 40 x 390.00.
    lines = bench_claim.report(1, lines=60, invoices=200)
    assert lines[0] == "60 lines, 200 invoices, against a quarter of both"
    assert len(ratios(lines, r".* ratio (\d+\.\d)")) == 2
    assert lines[-1] == "refund of the tidy one at least 24266.60"


def test_many_shipments_are_timed_and_weighed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_batch, "FEW", 2)
    lines = bench_batch.report(3, tmp_path)
    assert lines[0].startswith("3 shipments, ")
    assert lines[2].endswith(" after 3")


def test_the_office_program_converts_the_same_texts_or_is_missed(tmp_path: Path) -> None:
    lines = bench_office.report(1, tmp_path)
    if bench_office.office() is None:
        assert lines == ["no LibreOffice on this machine: nothing to compare with"]
    else:
        assert ratios(lines, r"ratio (\d+\.\d), .*")[0] > 1
