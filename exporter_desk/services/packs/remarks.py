"""What must be said wherever a pack counts: that one was put aside, or is past its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.text import Bilingual
from exporter_desk.services.packs.gate import EXPIRED, expired

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from exporter_desk.domain.finding import Finding
    from exporter_desk.services.desk import Desk


def remarks(desk: Desk, day: date) -> tuple[Finding, ...]:
    """Return the remarks on the packs of a desk."""
    return (*desk.packs.aside, *(expired(pack, day) for pack in desk.packs.expired(day)))


def paper_notice(findings: Iterable[Finding]) -> Bilingual | None:
    """Return the line that internal papers carry while a pack is past its day; papers for others stay clean."""
    late = [one.values for one in findings if one.code == EXPIRED]
    if not late:
        return None
    first = min(late, key=lambda one: one["day"])
    more_zh, more_en = (f" 等 {len(late)} 个", f" and {len(late) - 1} more") if len(late) > 1 else ("", "")
    return Bilingual(
        f"规则包 {first['name']}{more_zh} 已于 {first['day']} 到期，本页按到期的规则计算，请先核对有没有新规定。",
        f"The rule pack {first['name']}{more_en} expired on {first['day']}; look for newer rules before relying on it.",
    )
