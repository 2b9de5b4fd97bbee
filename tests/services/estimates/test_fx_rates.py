"""Fetching exchange rates: only when asked, from the shown address; every failure leaves what was known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import jsonschema
import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.fx_rates import refresh, shown
from exporter_desk.services.headless import Headless
from exporter_desk.system import paths, resources
from tests.costs.test_fx_feed import DAY, GOOD, feed

pytestmark = pytest.mark.localhost

TODAY = date(2026, 11, 22)
SOUND = feed(DAY.format(GOOD))


class Bank(BaseHTTPRequestHandler):
    """Plays the published file, and every way in which a server lets one down."""

    def do_GET(self) -> None:
        kind = self.path.strip("/")
        if kind == "moved":
            self.send_response(302)
            self.send_header("Location", "https://example.org/rates.xml")
            self.end_headers()
            return
        body = {"good": SOUND, "html": b"<html>Sign in</html>", "large": b"x" * 3_000_000}.get(kind, SOUND)
        self.send_response({"missing": 404, "busy": 503}.get(kind, 200))
        self.send_header("Content-Length", str(len(body) * (2 if kind == "cut" else 1)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def bank() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bank)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


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
