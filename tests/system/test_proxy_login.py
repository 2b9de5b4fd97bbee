"""A proxy that asks who is there: told in a sentence, answered from the credential store, written nowhere else."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import keyring
import pytest

from exporter_desk.cli import main
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system import proxy_login
from exporter_desk.system.download import Limits, download
from tests.support.memory_store import MemoryStore

pytestmark = pytest.mark.localhost
USER, SECRET = "clerk", "p@ss: ü%"
CONTENT = b"a pack"


@pytest.fixture
def store() -> Iterator[MemoryStore]:
    former, fresh = keyring.get_keyring(), MemoryStore()
    keyring.set_keyring(fresh)
    yield fresh
    keyring.set_keyring(former)


class Proxy(BaseHTTPRequestHandler):
    """Lets nobody through without the right login."""

    def do_GET(self) -> None:
        wanted = "Basic " + base64.b64encode(f"{USER}:{SECRET}".encode("latin-1")).decode()
        fine = self.headers.get("Proxy-Authorization") == wanted
        self.send_response(200 if fine else 407)
        self.send_header("Content-Length", str(len(CONTENT) if fine else 0))
        self.end_headers()
        self.wfile.write(CONTENT if fine else b"")

    def do_CONNECT(self) -> None:
        self.send_error(407)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # named by the base class
        """Stay silent."""


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        for name in ("http_proxy", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{server.server_address[1]}")
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("address", ["http://localhost/a.edpack", "https://elsewhere.invalid/a.edpack"])
def test_a_proxy_without_a_login_is_told_for_what_it_is(
    tmp_path: Path, store: MemoryStore, proxy: None, address: str
) -> None:
    with pytest.raises(UserFacingError) as refused:
        download(address, tmp_path / "a", Limits(1000))
    assert refused.value.code == "S231"
    assert "407" in refused.value.zh
    assert list(tmp_path.iterdir()) == []


def test_the_login_comes_from_the_credential_store(tmp_path: Path, store: MemoryStore, proxy: None) -> None:
    proxy_login.keep(USER, SECRET)
    download("http://localhost/a.edpack", tmp_path / "a", Limits(1000))
    assert (tmp_path / "a").read_bytes() == CONTENT
    proxy_login.keep(USER, "wrong")
    with pytest.raises(UserFacingError) as refused:
        download("http://localhost/b.edpack", tmp_path / "b", Limits(1000))
    assert refused.value.code == "S231"
    assert "wrong" not in str(refused.value.sentence("zh")) + str(refused.value.sentence("en"))


def test_a_login_in_the_address_of_the_proxy_is_left_alone(store: MemoryStore) -> None:
    proxy_login.keep(USER, SECRET)
    assert proxy_login.with_login("http://other:word@proxy:8080") == "http://other:word@proxy:8080"
    assert proxy_login.with_login("proxy:8080") == "http://clerk:p%40ss%3A%20%C3%BC%25@proxy:8080"


def test_the_password_is_in_no_file(
    desk_home: Path, store: MemoryStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "word.txt").write_text(SECRET + "\n", encoding="utf-8")
    assert main(["pack", "proxy", USER, "--passphrase-file", str(tmp_path / "word.txt"), "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["user"] == USER
    assert SECRET not in printed.out + printed.err
    written = [file for file in desk_home.rglob("*") if file.is_file()]
    assert all(SECRET.encode() not in file.read_bytes() for file in written)
    assert main(["pack", "proxy", "off"]) == 0
    assert store.kept == {}


@pytest.mark.parametrize(("words", "code"), [(["proxy", USER], 2), (["proxy", ""], 2), (["proxy"], 0)])
def test_a_login_without_a_password_is_refused(
    desk_home: Path, store: MemoryStore, words: list[str], code: int
) -> None:
    assert main(["pack", *words]) == code
    assert store.kept == {}


@pytest.mark.parametrize("word", ["密码", "a\nb", ""])
def test_what_no_proxy_can_read_is_refused(store: MemoryStore, word: str) -> None:
    with pytest.raises(UserFacingError) as refused:
        proxy_login.keep(USER, word)
    assert refused.value.code == "S393"


def test_where_nothing_can_be_kept_it_is_told_and_written_nowhere(desk_home: Path, tmp_path: Path) -> None:
    """The tests have a store that keeps nothing, as a bare Linux has."""
    (tmp_path / "word.txt").write_text(SECRET, encoding="utf-8")
    assert main(["pack", "proxy", USER, "--passphrase-file", str(tmp_path / "word.txt")]) == 3
