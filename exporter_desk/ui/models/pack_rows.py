"""Rows of the page of packs: what counts now, and what a pack on offer would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.services.packs.words import WHAT
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.widgets import CellState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from exporter_desk.rules.rulebook import RuleBook
    from exporter_desk.services.packs.effect import CaseEffect
    from exporter_desk.services.packs.listing import InstalledPack

NONE = "—"


def shipped_row(book: RuleBook) -> tuple[CellState, ...]:
    """The rules that came with the program: they have no serial and no end."""
    return (
        CellState(translate("Packs", "Rules of the program"), bold=True),
        CellState(book.version.partition("+")[0].partition("@")[2]),
        CellState(NONE, tone="ink2"),
        CellState(book.checked_on.isoformat()),
        CellState(NONE, tone="ink2"),
        CellState(translate("Packs", "with the program"), tone="ink2"),
        CellState(translate("Packs", "in use"), mark="ok"),
    )


def pack_row(one: InstalledPack, today: date) -> tuple[CellState, ...]:
    """Name, version, serial, day of the last check, last day, signer, state."""
    head, present = one.head, one.entry.present
    name = one.entry.id if head is None else (head.zh if language() == "zh" else head.en) or head.id
    serial = NONE if present is None else str(present.serial)
    signer = translate("Packs", "key not trusted") if one.signer is None else f"{one.signer.name} {one.signer.id}"
    return (
        CellState(name, bold=True, note=f"{translate('Packs', 'serial {serial}').format(serial=serial)} · {signer}"),
        CellState(NONE if present is None else present.version),
        CellState(serial),
        CellState(NONE if head is None else head.checked_on.isoformat()),
        CellState(NONE if head is None else head.expires.isoformat()),
        CellState(signer, tone="ink2" if one.signer else "warn", note=signer),
        _state(one, today),
    )


def _state(one: InstalledPack, today: date) -> CellState:
    if one.head is None:
        return CellState(translate("Packs", "put aside"), mark="warn")
    if one.head.expires < today:
        return CellState(translate("Packs", "expired, in use"), mark="warn")
    return CellState(translate("Packs", "in use"), mark="ok")


def effect_rows(effect: Iterable[CaseEffect]) -> list[tuple[CellState, ...]]:
    """One row for each conclusion that changes; the shipment is named once."""
    rows: list[tuple[CellState, ...]] = []
    for case in effect:
        name = " ".join(part for part in (case.number, case.title) if part)
        for index, one in enumerate(case.changes):
            spoken = language()
            what = f"{WHAT[one.what].in_language(spoken)} {one.name.in_language(spoken)}"
            was, now = one.was.in_language(spoken), one.now.in_language(spoken)
            rows.append(
                (
                    CellState("" if index else name, bold=True, note=name),
                    CellState(what, note=what),
                    CellState(was, tone="ink2", note=was),
                    CellState(now, note=now),
                )
            )
    return rows
