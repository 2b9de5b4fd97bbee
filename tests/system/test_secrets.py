"""The credential store: kept, recalled, forgotten, and the ordinary answer where there is none."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from exporter_desk.system import secrets
from tests.support.memory_store import MemoryStore


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def test_what_is_remembered_is_recalled_and_forgotten() -> None:
    keyring.set_keyring(MemoryStore())
    assert secrets.remember("backup", "赣南 脐橙") == "kept"
    assert secrets.recall("backup") == "赣南 脐橙"
    secrets.forget("backup")
    secrets.forget("backup")
    assert secrets.recall("backup") is None


@pytest.mark.parametrize("backend", [fail.Keyring(), null.Keyring()])
def test_a_system_without_a_store_says_so(backend: KeyringBackend) -> None:
    keyring.set_keyring(backend)
    assert secrets.remember("backup", "x") == "not_possible"
    assert secrets.recall("backup") is None
    secrets.forget("backup")
