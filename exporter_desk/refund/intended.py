"""The mode of supervision (监管方式) a refund goes by: the one chosen, else the one in mind, which is then told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from exporter_desk.domain.finding import Finding, Severity

if TYPE_CHECKING:
    from exporter_desk.refund.book import RefundBook
    from exporter_desk.refund.inputs import RefundInput

CHOSEN: Final = "choices.mode"
PROPOSED: Final = "proposed"


def with_intended_mode(source: RefundInput, book: RefundBook) -> tuple[RefundInput, tuple[Finding, ...]]:
    """Return the input with the mode in mind where none is chosen, and a finding where that is not the chosen one.

    A mode that was refused is not replaced, and a word that is no mode says nothing.
    """
    modes, typed = book.rules.book.modes, source.proposed
    if typed is None or typed not in modes or typed == source.mode or "mode" in source.unknown:
        return source, ()
    values = {"typed_zh": f"{typed} {modes[typed].zh}", "typed_en": f"{typed} {modes[typed].en}"}
    if source.mode is None:
        found = Finding("T112", Severity.CONFIRM, (PROPOSED, CHOSEN), values, variant="intended")
        return replace(source, mode=typed), (found,)
    known = modes.get(source.mode)
    zh, en = ("", "") if known is None else (f" {known.zh}", f" {known.en}")
    values |= {"chosen_zh": f"{source.mode}{zh}", "chosen_en": f"{source.mode}{en}"}
    return source, (Finding("T112", Severity.CONFIRM, (CHOSEN, PROPOSED), values),)
