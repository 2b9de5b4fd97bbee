"""Sealed files: what goes in comes out, and nothing that was changed, cut, swapped or guessed does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system import sealed

CHEAP = sealed.Cost(n=2**14)
WORDS = "赣南脐橙 correct 马"
SEVERAL = sealed.PIECE_BYTES * 2 + 5


@pytest.fixture
def content(tmp_path: Path) -> Path:
    path = tmp_path / "plain.db"
    path.write_bytes(bytes(range(256)) * (SEVERAL // 256) + b"rest!")
    return path


@pytest.fixture
def closed(content: Path) -> Path:
    target = content.with_suffix(sealed.SUFFIX)
    sealed.seal(content, target, WORDS, cost=CHEAP)
    return target


def opened(path: Path, passphrase: str = WORDS) -> bytes:
    out = path.with_suffix(".out")
    sealed.unseal(path, out, passphrase)
    return out.read_bytes()


def refusal(path: Path, passphrase: str = WORDS) -> str:
    with pytest.raises(UserFacingError) as caught:
        opened(path, passphrase)
    assert not path.with_suffix(".out").exists()
    assert not list(path.parent.glob(".*.part"))
    return caught.value.code


@pytest.mark.parametrize("size", [0, 1, sealed.PIECE_BYTES - 1, sealed.PIECE_BYTES, sealed.PIECE_BYTES + 1, SEVERAL])
def test_what_goes_in_comes_out_at_every_size_around_a_piece(size: int, tmp_path: Path) -> None:
    plain, closed = tmp_path / "a", tmp_path / "a.sealed"
    plain.write_bytes(bytes(size))
    sealed.seal(plain, closed, WORDS, cost=CHEAP)
    assert opened(closed) == bytes(size)
    assert sealed.is_sealed(closed)
    assert not sealed.is_sealed(plain)


def test_nothing_of_the_content_can_be_read_and_two_seals_differ(content: Path, closed: Path) -> None:
    assert bytes(range(64)) not in closed.read_bytes()
    again = content.with_name("again.sealed")
    sealed.seal(content, again, WORDS, cost=CHEAP)
    assert again.read_bytes()[200:] != closed.read_bytes()[200:]


def test_another_reader_opens_it_by_the_written_description(tmp_path: Path) -> None:
    """Independent of the code under test: header, key and nonce as the module's first lines describe them."""
    plain, closed = tmp_path / "a", tmp_path / "a.sealed"
    plain.write_bytes("一票货".encode())
    sealed.seal(plain, closed, WORDS, cost=CHEAP)
    mark, line, body = closed.read_bytes().split(b"\n", 2)
    head = json.loads(line)
    key = Scrypt(salt=bytes.fromhex(head["salt"]), length=32, n=head["n"], r=head["r"], p=head["p"]).derive(
        WORDS.encode()
    )
    nonce = bytes.fromhex(head["start"]) + b"\0\0\0\0" + b"\1"
    assert AESGCM(key).decrypt(nonce, body, mark + b"\n" + line + b"\n").decode() == "一票货"


def test_a_wrong_passphrase_is_told_from_damage_further_on(closed: Path) -> None:
    assert refusal(closed, "not this one") == "S62"
    data = bytearray(closed.read_bytes())
    data[-1] ^= 1
    closed.write_bytes(data)
    assert refusal(closed) == "S63"


def test_a_cut_file_is_refused_at_piece_borders_too(closed: Path) -> None:
    data = closed.read_bytes()
    start = data.index(b"\n", len(sealed.MARK)) + 1
    whole = sealed.PIECE_BYTES + sealed.TAG_BYTES
    for length in (start, start + 10, start + whole, start + 2 * whole, len(data) - 1):
        closed.write_bytes(data[:length])
        assert refusal(closed) == "S66"


def test_swapped_and_repeated_pieces_are_refused(closed: Path) -> None:
    data = closed.read_bytes()
    start, whole = data.index(b"\n", len(sealed.MARK)) + 1, sealed.PIECE_BYTES + sealed.TAG_BYTES
    head, first, second, rest = (
        data[:start], data[start : start + whole], data[start + whole : start + 2 * whole], data[start + 2 * whole :],
    )  # fmt: skip
    closed.write_bytes(head + second + first + rest)
    assert refusal(closed) == "S62"
    closed.write_bytes(head + first + first + second + rest)
    assert refusal(closed) == "S63"


def test_a_cut_file_of_an_earlier_version_may_be_incomplete_too(closed: Path) -> None:
    """Earlier versions did not write the size: the refusal names both that the passphrase and the file may be wrong."""
    mark, line, body = closed.read_bytes().split(b"\n", 2)
    head = json.loads(line)
    del head["size"]
    closed.write_bytes(mark + b"\n" + json.dumps(head).encode() + b"\n" + body[:100])
    with pytest.raises(UserFacingError) as caught:
        opened(closed)
    assert caught.value.code == "S62"
    assert "不完整" in caught.value.zh


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"{}",
        b"[1, 2]",
        b'{"n": 1073741824, "p": 1, "r": 8, "salt": "00", "start": "00000000000000"}',  # would need a terabyte
        b'{"n": 2, "p": 1, "r": 8, "salt": "00", "start": "00000000000000"}',
        b'{"n": 16384, "p": 1, "r": 8, "salt": "zz", "start": "00000000000000"}',
        b'{"n": 16384, "p": 1, "r": 8, "salt": "00", "start": "00"}',
    ],
)
def test_a_forged_header_is_refused_before_any_work(header: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.sealed"
    path.write_bytes(sealed.MARK + header + b"\nrest")
    assert refusal(path) == "S61"


@given(position=st.integers(0, 400), bit=st.integers(0, 7))
@settings(max_examples=25, deadline=None)
def test_every_changed_bit_is_noticed(position: int, bit: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("bits")
    plain, closed = folder / "a", folder / "a.sealed"
    plain.write_bytes(bytes(200))
    sealed.seal(plain, closed, WORDS, cost=CHEAP)
    data = bytearray(closed.read_bytes())
    data[position % len(data)] ^= 1 << bit
    closed.write_bytes(data)
    assert refusal(closed) in {"S61", "S62", "S66"}


def test_a_short_passphrase_is_refused_before_anything_is_written(content: Path) -> None:
    with pytest.raises(UserFacingError) as caught:
        sealed.seal(content, content.with_suffix(".sealed"), "1234567")
    assert caught.value.code == "S60"
    assert [path.name for path in content.parent.iterdir()] == ["plain.db"]


def test_work_can_be_stopped_and_leaves_nothing(content: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        sealed.seal(content, content.with_suffix(".sealed"), WORDS, cost=CHEAP, progress=stop)
    assert [path.name for path in content.parent.iterdir()] == ["plain.db"]
