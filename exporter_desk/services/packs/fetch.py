"""Fetches a pack from the address that the user set; it is looked at like one from a stick, and not installed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from exporter_desk.rules.pack_zip import MAX_BYTES
from exporter_desk.services.packs.office import Offer
from exporter_desk.services.packs.refusals import bad_address, elsewhere, network_off
from exporter_desk.system import settings
from exporter_desk.system.download import Limits, download, is_allowed, lies_below
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.services.packs.office import PackOffice

SUFFIX, OFF = ".edpack", "off"
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A pack that lies in the folder of fetched ones now, and what was found out about it."""

    path: Path
    offer: Offer


def shown_address() -> str:
    """Return the address that packs are fetched from, empty while the network is off."""
    return settings.load(find_paths().settings).get(settings.PACK_ADDRESS)


def set_address(address: str) -> str:
    """Keep the address, or switch the network off; return what holds now. Raises UserFacingError, S228."""
    wanted = "" if address == OFF else address.strip()
    if wanted and not is_allowed(wanted):
        raise bad_address(address)
    settings.load(find_paths().settings).set(settings.PACK_ADDRESS, wanted)
    return wanted


def fetch(
    address: str | None,
    office: PackOffice,
    told: Callable[[int, int], object] = lambda done, total: None,
    limits: Limits = Limits(MAX_BYTES),  # noqa: B008  # frozen
) -> Fetched:
    """Fetch a pack at or below the address that was set, and look at it; raises UserFacingError."""
    allowed = shown_address()
    if not allowed:
        raise network_off()
    wanted = address or allowed
    if not is_allowed(wanted):
        raise bad_address(wanted)
    if not lies_below(wanted, allowed):
        raise elsewhere(wanted, allowed)
    name = urlsplit(wanted).path.rpartition("/")[2]
    if not name.endswith(SUFFIX) or not _PLAIN_NAME.fullmatch(name):
        raise bad_address(wanted)
    target = office.incoming / name
    download(wanted, target, limits, told, within=allowed)
    return Fetched(target, office.look(target))
