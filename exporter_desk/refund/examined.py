"""What the checks of a refund file look at: the input as declared, and everything that was concluded from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from exporter_desk.domain.case_json import SCHEMA as CASE_SCHEMA
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.numbers import trimmed
from exporter_desk.domain.record import shown as foreign
from exporter_desk.refund.basis import Basis
from exporter_desk.refund.book import RefundBook
from exporter_desk.refund.due import Deadline
from exporter_desk.refund.inputs import Invoice, Line, RefundInput
from exporter_desk.refund.places import typed_instead
from exporter_desk.refund.quantity import Quantity
from exporter_desk.refund.trader import PortionRefund
from exporter_desk.refund.warehouse import Reconciliation
from exporter_desk.rules.rulebook import Datum

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from exporter_desk.domain.text import Bilingual


# So many invoices that share a fault are named in its sentence; its places are those of all.
MOST_NAMED = 3


@dataclass(frozen=True)
class Examined:
    """A refund file with its conclusions; `declared` has the lines before they were counted as billed.

    `refused` tells what was taken out of the input because it cannot be.
    """

    basis: Basis
    declared: RefundInput
    quantities: tuple[Quantity, ...]
    portions: tuple[PortionRefund, ...]
    reconciliations: tuple[Reconciliation, ...]
    deadlines: tuple[Deadline, ...]
    facts: dict[str, Datum]
    book: RefundBook
    refused: tuple[Finding, ...] = ()

    @cached_property
    def _rows(self) -> dict[str, int]:
        lines = {f"lines.{one.id}": row for row, one in enumerate(self.declared.lines, start=1)}
        return lines | {f"invoices.{one.id}": row for row, one in enumerate(self.declared.invoices, start=1)}

    def goods(self, lines: Iterable[Line], key: str = "goods") -> dict[str, str]:
        """Return what the goods of lines are called as `key_zh` and `key_en`; without a name a line goes by its row."""
        rows = {line.id: self._rows.get(f"lines.{line.id}", 0) for line in lines}
        known = [line for line in lines if line.name_zh or line.name_en]
        chinese = {line.id: foreign(line.name_zh or line.name_en or "") for line in known}
        english = {line.id: foreign(line.name_en or line.name_zh or "") for line in known}
        zh = dict.fromkeys(chinese.get(line) or f"第 {row} 行货物" for line, row in rows.items())
        en = dict.fromkeys(english.get(line) or f"line {row}" for line, row in rows.items())
        return {f"{key}_zh": "、".join(zh), f"{key}_en": ", ".join(en)}

    def paper(self, invoice: Invoice) -> dict[str, str]:
        """Return what an invoice is called as `invoice_zh` and `invoice_en`: its number, without one its row."""
        if invoice.number:
            return {"invoice_zh": foreign(invoice.number), "invoice_en": foreign(invoice.number)}
        row = self._rows.get(f"invoices.{invoice.id}", 0)
        return {"invoice_zh": f"第 {row} 行（没有号码）", "invoice_en": f"of row {row} (without number)"}

    def papers(self, invoices: Sequence[Invoice]) -> dict[str, str]:
        """Return what several invoices are called as `invoice_zh` and `invoice_en`: the first of many, and how many."""
        named = self.each_paper(invoices[:MOST_NAMED])
        zh, en = named["papers_zh"], named["papers_en"]
        if len(invoices) > MOST_NAMED:
            zh, en = f"{zh} 等 {len(invoices)} 张", f"{en} and {len(invoices) - MOST_NAMED} more"
        return {"invoice_zh": zh, "invoice_en": en}

    def each_paper(self, invoices: Iterable[Invoice]) -> dict[str, str]:
        """Return what every one of several invoices is called as `papers_zh` and `papers_en`."""
        named = [self.paper(one) for one in invoices]
        zh, en = "、".join(one["invoice_zh"] for one in named), ", ".join(one["invoice_en"] for one in named)
        return {"papers_zh": zh, "papers_en": en}

    def due(self, identifier: str) -> date | None:
        """Return the day of a deadline, the first of several, None while it is not known."""
        return min((one.date for one in self.deadlines if one.id == identifier and one.date is not None), default=None)

    def name(self, path: str) -> Bilingual:
        """Return what a reader calls the input at `path`."""
        return self.book.rules.place_name(path)

    def typed(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Return paths as a person types them in a case, each once."""
        first = typed_instead(self.declared) if self.declared.schema == CASE_SCHEMA else {}
        return tuple(dict.fromkeys(first.get(path, path) for path in paths))

    def named(self, key: str, paths: Iterable[str]) -> dict[str, str]:
        """Return the names of several inputs as the values `key_zh` and `key_en` of a sentence, each name once."""
        names = [self.name(path) for path in paths]
        zh = dict.fromkeys(name.zh for name in names)
        en = {name.en.casefold(): name.en for name in reversed(names)}  # the first of two that differ in a capital
        return {f"{key}_zh": "、".join(zh), f"{key}_en": "; ".join(reversed(en.values()))}

    def held(self, key: str, facts: Iterable[str]) -> dict[str, str]:
        """Return what must hold of facts that nobody stated, as the values `key_zh` and `key_en` of a sentence."""
        known = {fact: f"holds.{fact}" for fact in facts}
        return self.named(key, (path if self.book.rules.place_spec(path) else fact for fact, path in known.items()))

    @staticmethod
    def listed(key: str, words: Iterable[str]) -> dict[str, str]:
        """Return days or numbers one after the other as `key_zh` and `key_en`."""
        found = tuple(words)
        return {f"{key}_zh": "、".join(found), f"{key}_en": ", ".join(found)}

    def unit(self, key: str, code: str | None) -> dict[str, str]:
        """Return the name of a unit as `key_zh` and `key_en`."""
        labels = self.book.unit_name(code or "")
        return {f"{key}_zh": labels.zh, f"{key}_en": labels.en}

    def amount_of(self, qty: Decimal, code: str | None) -> dict[str, str]:
        """Return a quantity with its unit, where that is known, as `qty_zh` and `qty_en`."""
        if code is None:
            return {"qty_zh": trimmed(qty), "qty_en": trimmed(qty)}
        labels = self.book.unit_name(code)
        return {"qty_zh": f"{trimmed(qty)} {labels.zh}", "qty_en": f"{trimmed(qty)} {labels.en}"}
