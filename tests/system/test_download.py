"""Downloads: only from the shown host, continued where they broke off, every failure a sentence, nothing left half."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system.download import Limits, download, is_allowed, lies_below
from tests.support.pack_server import CONTENT, TAG, Handler, playing

pytestmark = pytest.mark.localhost
LIMITS = Limits(1_000_000, connect=2, read=0.5)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("NO_PROXY", "*")
    with playing() as address:
        yield address


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "incoming" / "pack.edpack"


def test_a_file_is_fetched_and_its_progress_told(server: str, target: Path) -> None:
    told: list[tuple[int, int]] = []
    download(f"{server}/fine/pack.edpack", target, LIMITS, lambda done, total: told.append((done, total)))
    assert target.read_bytes() == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert [path.name for path in target.parent.iterdir()] == ["pack.edpack"]


def test_nothing_is_told_about_the_user(
    server: str, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login li password secret\n", encoding="ascii")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    download(f"{server}/fine/pack.edpack", target, LIMITS)
    ((_, headers),) = Handler.seen
    assert set(headers) == {"Host", "User-Agent", "Accept-Encoding", "Accept", "Connection"}
    assert headers["User-Agent"] == "exporter-desk"


def test_a_transfer_that_broke_off_is_continued(server: str, target: Path) -> None:
    with pytest.raises(UserFacingError, match="broke off"):
        download(f"{server}/cut/pack.edpack", target, LIMITS)
    half = target.with_name("pack.edpack.part").stat().st_size
    assert not target.exists()
    assert 0 < half <= len(CONTENT) // 2
    download(f"{server}/fine/pack.edpack", target, LIMITS)
    assert target.read_bytes() == CONTENT
    headers = Handler.seen[-1][1]
    assert (headers["Range"], headers["If-Range"]) == (f"bytes={half}-", TAG)


def left_over(target: Path, content: bytes, tag: str) -> None:
    target.parent.mkdir()
    target.with_name("pack.edpack.part").write_bytes(content)
    target.with_name("pack.edpack.part.etag").write_text(tag, encoding="utf-8")


@pytest.mark.parametrize("tag", ['"another"', "", 'W/"weak"'])
def test_another_version_is_fetched_from_the_start(server: str, target: Path, tag: str) -> None:
    left_over(target, b"old" * 100, tag)
    download(f"{server}/fine/pack.edpack", target, LIMITS)
    assert target.read_bytes() == CONTENT


def test_a_server_that_does_not_continue_sends_all(server: str, target: Path) -> None:
    left_over(target, b"x" * 100, TAG)
    download(f"{server}/whole/pack.edpack", target, LIMITS)
    assert target.read_bytes() == CONTENT


def test_a_whole_left_over_is_fetched_again(server: str, target: Path) -> None:
    left_over(target, CONTENT, TAG)
    download(f"{server}/fine/pack.edpack", target, LIMITS)
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("slow", "did not go on"), ("gone", "answer 404"), ("huge", "too large"), ("endless", "too large"),
        ("away", r"another place \(elsewhere.invalid\)"), ("round", "another place"),
    ],
)  # fmt: skip
def test_a_server_that_fails(server: str, target: Path, what: str, words: str) -> None:
    with pytest.raises(UserFacingError, match=words) as refused:
        download(f"{server}/{what}/pack.edpack", target, LIMITS)
    assert (refused.value.code, refused.value.exit_code) == ("S230", 3)
    assert not target.exists()


def test_a_part_that_begins_elsewhere(server: str, target: Path) -> None:
    left_over(target, b"x" * 100, TAG)
    with pytest.raises(UserFacingError, match="broke off"):
        download(f"{server}/wrong/pack.edpack", target, LIMITS)


def test_a_redirect_inside_the_shown_folder_is_followed(server: str, target: Path) -> None:
    download(f"{server}/near/pack.edpack", target, LIMITS, within=f"{server}/near/")
    assert target.read_bytes() == CONTENT


def test_a_redirect_out_of_the_shown_folder_is_not_followed(server: str, target: Path) -> None:
    with pytest.raises(UserFacingError, match="not followed"):
        download(f"{server}/aside/pack.edpack", target, LIMITS, within=f"{server}/aside/")
    assert len(Handler.seen) == 1


def test_a_transfer_that_would_never_end_is_given_up(server: str, target: Path) -> None:
    with pytest.raises(UserFacingError, match="did not go on"):
        download(f"{server}/drip/pack.edpack", target, Limits(1_000_000, connect=2, read=5, patience=0.3))
    assert not target.exists()


def test_a_redirect_to_another_host_is_not_followed(server: str, target: Path) -> None:
    with pytest.raises(UserFacingError, match="not followed"):
        download(f"{server}/away/pack.edpack", target, LIMITS)
    assert len(Handler.seen) == 1


def test_nobody_answers(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    with playing() as address:
        pass
    with pytest.raises(UserFacingError, match="cannot be reached"):
        download(f"{address}/fine/pack.edpack", target, LIMITS)


def test_a_proxy_that_is_not_there(server: str, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with pytest.raises(UserFacingError, match="proxy"):
        download(f"{server}/fine/pack.edpack", target, LIMITS)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://a.example/p/x.edpack", True), ("http://127.0.0.1:80/x", True), ("http://a.example/x", False),
        ("ftp://a.example/x", False), ("file:///etc/passwd", False), ("https://u:p@a.example/x", False),
        ("https:///x", False), ("https://a.example:x/", False), ("https://例子.example/x", False), ("", False),
    ],
)  # fmt: skip
def test_which_addresses_may_be_asked(address: str, allowed: bool) -> None:
    assert is_allowed(address) is allowed


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("https://a.example/packs/x.edpack", True), ("https://a.example/packs", True),
        ("https://A.example:443/packs/x", True), ("https://a.example/packsx/y", False),
        ("https://b.example/packs/x", False), ("https://a.example:444/packs/x", False),
        ("http://a.example/packs/x", False), ("https://a.example/packs/../x", False),
        ("https://a.example/packs/%2e%2e/x", False), ("https://a.example.evil/packs/x", False),
    ],
)  # fmt: skip
def test_only_what_lies_below_the_shown_address(address: str, inside: bool) -> None:
    assert lies_below(address, "https://a.example/packs") is inside
