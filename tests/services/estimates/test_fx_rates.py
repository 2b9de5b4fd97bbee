"""Fetching exchange rates: only when asked, from the shown address; every failure leaves what was known."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.fx_rates import refresh, shown
from exporter_desk.services.headless import Headless
from exporter_desk.system import paths, resources
from tests.support.rate_server import bank

pytestmark = pytest.mark.localhost

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EXPORTER_DESK_HOME", str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "*")
    return tmp_path / "fx.csv"


def test_fetched_rates_are_kept_and_used(home: Path) -> None:
    desk = Desk()
    assert desk.prices.fx.days[-1] == date(2026, 10, 30)
    with bank() as address:
        refresh(desk, f"{address}/good", TODAY, home)
    data = shown(desk, "USD", TODAY, home).data
    assert home.read_text().splitlines()[0] == "date,EUR_CNY,JPY_CNY,USD_CNY"
    assert data is not None
    assert data["fetched"] is True


@pytest.mark.parametrize("kind", ["missing", "busy", "moved", "html", "large", "cut"])
def test_every_failure_is_a_sentence_and_keeps_what_was_known(kind: str, home: Path) -> None:
    desk = Desk()
    with bank() as address:
        refresh(desk, f"{address}/good", TODAY, home)
        before = home.read_bytes()
        with pytest.raises(UserFacingError) as told:
            refresh(desk, f"{address}/{kind}", TODAY, home)
    assert "手填汇率" in told.value.sentence("zh")
    assert told.value.exit_code == 3
    assert home.read_bytes() == before
    assert [path.name for path in home.parent.iterdir() if path.suffix == ".xml"] == []


def test_who_stops_changes_nothing_even_when_all_bytes_came(home: Path) -> None:
    def stops(done: int, _total: int) -> None:
        if done:
            raise LookupError

    with bank() as address, pytest.raises(LookupError):
        refresh(Desk(), f"{address}/good", TODAY, home, stops)
    assert not home.exists()


def test_nobody_there_is_said() -> None:
    with bank() as address:
        pass
    with pytest.raises(UserFacingError, match="cannot be reached"):
        refresh(Desk(), f"{address}/good", TODAY, Path("unused"))


@pytest.mark.parametrize("address", ["http://example.org/x", "ftp://x/y", "https://a:b@example.org/", "rates.xml"])
def test_other_addresses_are_not_asked(address: str, home: Path) -> None:
    assert refresh(Desk(), address, TODAY, home).exit_code == 2


def test_a_proxy_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.delenv("NO_PROXY")
    with bank() as gone:
        pass
    for name in ("http_proxy", "https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, gone)
    with pytest.raises(UserFacingError) as told:
        refresh(Desk(), "https://rates.example.org/x", TODAY, home)
    assert "代理" in told.value.zh


def test_the_command_speaks_its_schema() -> None:
    with bank() as address:
        desk = Headless(Desk())
        answers = [desk.fx(("refresh", f"{address}/good"), None), desk.fx(("show",), "2026-11-22")]
    schema = json.loads(resources.read_bytes("schemas/fx.json"))
    for answer in answers:
        jsonschema.validate(answer.data, schema)
    assert answers[1].data is not None
    rates = {one["currency"]: one for one in answers[1].data["rates"]}  # type: ignore[index,union-attr,call-overload]
    assert rates["USD"] == {"currency": "USD", "cny": "7", "as_of": "2026-11-20"}
    assert rates["PLN"]["as_of"] == "2026-10-30"
    assert desk.fx(("show", "XXX"), None).exit_code == 2
    assert desk.fx(("sing",), None).exit_code == 2
    assert paths.find_paths().data.parent.joinpath("rates", "fx", "ecb_cny.csv").is_file()


def test_a_damaged_file_counts_as_none() -> None:
    file = paths.find_paths().data.parent / "rates" / "fx" / "ecb_cny.csv"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"date,USD_CNY\n2026-11-20,seven\n")
    assert Desk().prices.fx.days[-1] == date(2026, 10, 30)
