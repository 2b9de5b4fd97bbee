"""Remembers a passphrase in the system's credential store; that it cannot be stored here is an ordinary answer."""

from __future__ import annotations

from typing import Literal, TypeAlias

SERVICE = "ExporterDesk"

Kept: TypeAlias = Literal["kept", "not_possible"]


def remember(name: str, secret: str) -> Kept:
    """Keep `secret` under `name` in the credential store of this account."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, name, secret)
        kept = keyring.get_password(SERVICE, name) == secret  # a backend that does nothing is no store
    except KeyringError:
        return "not_possible"
    return "kept" if kept else "not_possible"


def recall(name: str) -> str | None:
    """Return what is kept under `name`; None when nothing is, or when this system keeps nothing."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, name)
    except KeyringError:
        return None


def forget(name: str) -> None:
    """Remove what is kept under `name`, if anything is."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(SERVICE, name)
    except KeyringError:
        return
