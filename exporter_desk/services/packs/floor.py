"""Below what no pack of rules counts: the day on which the shipped rules were checked."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from exporter_desk.system import resources

if TYPE_CHECKING:
    from exporter_desk.rules.packs import PackHead

RULES = "rules"


@cache
def shipped_checked_on() -> date:
    """Return the day on which the rules of this program were checked."""
    day = tomllib.loads(resources.read_text("rules/book.toml"))["checked_on"]
    if not isinstance(day, date):
        raise TypeError("rules/book.toml: checked_on")
    return day


def is_outdated(head: PackHead) -> bool:
    """Tell whether a pack of rules is older than what the program brings: a signature makes old law no newer."""
    return head.kind == RULES and head.checked_on < shipped_checked_on()
