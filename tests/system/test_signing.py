"""Signatures: RFC 8032's own examples, changed bytes, and key files that are none."""

from __future__ import annotations

import base64
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system import signing
from exporter_desk.system.signing import PublicKey

# RFC 8032, section 7.1, TEST 1 and TEST 2: secret key, public key, message, signature.
RFC = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC)
def test_the_examples_of_rfc_8032(secret: str, public: str, message: str, signature: str, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(signing.PRIVATE_MARK + base64.b64encode(bytes.fromhex(secret)).decode() + "\n", encoding="ascii")
    made, key = signing.sign(bytes.fromhex(message), file)
    assert made.hex() == signature
    assert key.raw.hex() == public
    assert key.verifies(made, bytes.fromhex(message))


@given(content=st.binary(max_size=200), position=st.integers(0, 63), bit=st.integers(0, 7))
def test_a_changed_signature_or_content_is_worth_nothing(content: bytes, position: int, bit: int) -> None:
    key = PublicKey(base64.b64encode(bytes.fromhex(RFC[0][1])).decode())
    good = bytes.fromhex(RFC[0][3])
    changed = bytearray(good)
    changed[position] ^= 1 << bit
    assert not key.verifies(bytes(changed), b"")
    assert key.verifies(good, content) is (content == b"")


@pytest.mark.parametrize("signature", [b"", b"x", bytes(63), bytes(65), bytes(64)])
def test_what_is_no_signature_verifies_nothing(signature: bytes) -> None:
    assert not PublicKey(base64.b64encode(bytes.fromhex(RFC[0][1])).decode()).verifies(signature, b"")


def test_a_new_key_is_for_its_owner_alone_and_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "key"
    key = signing.new_key(path)
    assert signing.public_half(path) == key
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    with pytest.raises(UserFacingError, match="S64"):
        signing.new_key(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"secret", signing.PRIVATE_MARK.encode() + b"AAAA"])
def test_a_file_that_is_no_key_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    with pytest.raises(UserFacingError, match="S65") as caught:
        signing.sign(b"", path)
    assert caught.value.exit_code == 2


def test_a_key_file_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="S06") as caught:
        signing.public_half(tmp_path / "none")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("text", ["", "AAAA", "不是", base64.b64encode(bytes(33)).decode()])
def test_a_public_key_that_is_none_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r"Base64|bytes|ASCII"):
        _ = PublicKey(text).raw
