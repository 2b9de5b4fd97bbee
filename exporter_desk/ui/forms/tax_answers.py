"""What a refund asks besides the records: the claim, yes-or-no answers, the firm, each goods line, the VAT return."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from exporter_desk.domain.text import Bilingual
from exporter_desk.ui import theme
from exporter_desk.ui.forms.case_field import CaseField
from exporter_desk.ui.forms.case_grid import CaseGrid
from exporter_desk.ui.forms.field_group import FieldGroup
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.models.refund_facts import EXPORT_DATE, used_export_day
from exporter_desk.ui.models.tax_lines_model import (
    GIVES_WAY,
    OF_LIBRARY,
    OF_LINKS,
    OF_PRODUCERS,
    OF_REVERSALS,
    OF_WAREHOUSE,
    TaxLinesModel,
)
from exporter_desk.ui.models.word_lists import NO, YES, truths
from exporter_desk.ui.widgets import ComboBox, ScrollPage, SectionHeader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from exporter_desk.services.session import Session
    from exporter_desk.ui.forms.case_grid import Together
    from exporter_desk.ui.forms.code_lookup import CodeLookup
    from exporter_desk.ui.models.issues import Issues

    Attempt = Callable[[Callable[[], object]], bool]

CLAIM = (
    EXPORT_DATE, "tax.claim_period", "tax.claim_batch", "tax.claim_date", "tax.sale_date",
    "tax.contract_final", "tax.rate_rule", "tax.exchange", "tax.deemed_reason", "tax.deemed_evidence",
)  # fmt: skip
FIRM = (
    "tax.channel", "tax.place", "tax.small_profit", "tax.management_class", "tax.false_before", "tax.brand_owner",
)  # fmt: skip
ANSWERS = (
    "tax.booked_as_sale", "tax.archive_kept", "tax.declared", "tax.first_claim", "tax.broker_used",
    "tax.imported_goods", "tax.outside_processing", "tax.hs_changed", "tax.paper_lost", "tax.method_changed",
    "tax.false_papers",
)  # fmt: skip
VAT_TRUTHS = (
    "tax.vat.filed", "tax.vat.no_exports", "tax.vat.input_from_invoices", "tax.vat.output_has_deemed",
    "tax.vat.input_without_exempt",
)  # fmt: skip
VAT = (
    "tax.vat.period", "tax.vat.output_tax", "tax.vat.input_tax", "tax.vat.previous_credit", "tax.vat.carried_mdt",
    "tax.vat.carried_bdm_deduction", *VAT_TRUTHS,
)  # fmt: skip


class YesNoField(CaseField):
    """Yes, no, or nothing said."""

    def __init__(self, session: Session, attempt: Attempt, path: str) -> None:
        super().__init__(session, attempt, path, choices=_truths, width=150)

    def _fill(self) -> None:
        shown = self._session.shown_text(self.path).lower()
        if isinstance(self.editor, ComboBox):
            self.editor.set_entries([(translate("CaseForm", "not filled in"), ""), *_truths()])
            self.editor.set_value(shown)

    def _commit(self) -> None:
        chosen = {YES: True, NO: False}.get(self._text())
        if self._attempt(lambda: self._session.set_value(self.path, chosen)):
            self._fill()


def _truths() -> Sequence[tuple[str, str]]:
    return tuple((words, kept) for kept, words in truths().items())


def _choices(path: str) -> Sequence[tuple[str, str]]:
    """The closed lists: what is shown, and what is kept."""
    lists: dict[str, tuple[tuple[str, str], ...]] = {
        "tax.rate_rule": (
            (translate("Tax", "rate of the day of the sale"), "day"),
            (translate("Tax", "rate of the first of the month"), "first_of_month"),
        ),
        "tax.exchange": (
            (translate("Tax", "received"), "collected"),
            (translate("Tax", "not yet received"), "pending"),
            (translate("Tax", "counts as received"), "deemed"),
            (translate("Tax", "cannot be received"), "not_collectable"),
        ),
        "tax.channel": (
            (translate("Tax", "own export"), "own"),
            (translate("Tax", "through an agent"), "agent"),
            (translate("Tax", "through a service company"), "service_company"),
        ),
        "tax.place": (
            (translate("Tax", "in a city"), "city"),
            (translate("Tax", "in a county or town"), "county"),
            (translate("Tax", "elsewhere"), "other"),
        ),
        "tax.management_class": tuple((name, name) for name in "1234"),
    }
    return lists[path]


def _answers_of(session: Session, fact: str) -> Sequence[tuple[str, str]]:
    """The answers that the refund rules know for a fact."""
    allowed = session.desk.checklists.book.facts[fact].allowed
    return tuple((pick(Bilingual(entry.zh, entry.en)), entry.value) for entry in allowed)


_LISTED = frozenset({"tax.rate_rule", "tax.exchange", "tax.channel", "tax.place", "tax.management_class"})
_TRUTHS = frozenset({*ANSWERS, *VAT_TRUTHS, "tax.small_profit", "tax.false_before"})
_FACTS = frozenset({"brand_owner", "deemed_reason"})
_LEAST_HIGH, _USUAL, _WIDE, _ALL_COLUMNS = 140, 190, 250, 960


class TaxAnswers(ScrollPage):
    """Groups of fields below each other, then a row for each goods line; the VAT return is asked of producers alone."""

    def __init__(self, session: Session, lookup: CodeLookup, attempt: Attempt, together: Together) -> None:
        super().__init__(spacing=14)
        self._session, self._attempt = session, attempt
        self.groups = {name: FieldGroup() for name in ("claim", "answers", "firm", "vat")}
        self.lines_title = SectionHeader("", "")
        self._model = TaxLinesModel(session, lookup, attempt)
        self._asked: tuple[tuple[bool, tuple[str, ...]], ...] = ()
        self.lines = CaseGrid(self._model, together)
        self.add(self.groups["claim"], self.groups["answers"], self.lines_title, self.lines)
        self.add(self.groups["firm"], self.groups["vat"])
        self.column.addStretch(1)

    def _make(self) -> None:
        """The fields, once there is a case whose places have names."""
        for name, paths in (("claim", CLAIM), ("answers", ANSWERS), ("firm", FIRM), ("vat", VAT)):
            self.groups[name].set_fields([self._field(path) for path in paths])

    def _field(self, path: str) -> CaseField:
        if path in _TRUTHS:
            return YesNoField(self._session, self._attempt, path)
        fact = path.rpartition(".")[2]
        choices = partial(_choices, path) if path in _LISTED else None
        if fact in _FACTS:
            choices = partial(_answers_of, self._session, fact)
        width = _WIDE if path in {"tax.rate_rule", "tax.deemed_reason"} else _USUAL
        used = partial(used_export_day, self._session) if path == EXPORT_DATE else None
        return CaseField(self._session, self._attempt, path, choices=choices, width=width, instead=used)

    def show_case(self, issues: Issues) -> None:
        """What was typed."""
        if not self.groups["claim"].fields:
            self._make()
        for group in self.groups.values():
            group.show_values(issues)
        self.lines.model.refresh(issues)
        count = self.lines.model.rowCount()
        self.lines_title.count.setText(str(count))
        self.lines_title.setVisible(count > 0)
        self.lines.setVisible(count > 0)
        self._fit()

    def ask(self, *, producer: bool, warehouse: bool, made: bool = False) -> None:
        """Show what the method asks for; `made`: where the goods come from matters without it too."""
        self.groups["vat"].setVisible(producer)
        self._asked = (
            (producer or made, OF_PRODUCERS),
            (warehouse, OF_WAREHOUSE),
            (self._model.takes_back(), OF_REVERSALS),
        )
        self._show_columns()

    def _show_columns(self) -> None:
        """The columns that the method asks for, and those of what was typed, is wrong or was led to."""
        if self._model.session.case_id is None:  # a page that lost its shipment may still be given another size
            return
        roomy = self.viewport().width() >= theme.current().control(_ALL_COLUMNS)
        links = self._model.has_links()
        own = (
            (self._model.has_choice(), OF_LIBRARY),
            (roomy or links, OF_LINKS),
            (roomy or not links or self._model.takes_back() or self._model.led in GIVES_WAY, GIVES_WAY),
        )
        hidden = (name for wanted, names in (*self._asked, *own) if not wanted for name in names)
        self.lines.hide_columns(tuple(hidden), asked=False)

    def _fit(self) -> None:
        """Many lines scroll inside their grid, the answers below stay within reach."""
        half = max(theme.current().control(_LEAST_HIGH), self.viewport().height() * 2 // 3)
        self.lines.setMinimumHeight(min(self.lines.maximumHeight(), half))

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_columns()
        self._fit()

    def editor_of(self, path: str) -> QWidget | None:
        """The editor of a path, None when no field here is about it."""
        if path.startswith(f"{self._model.place}."):
            self._model.led = path.rpartition(".")[2]
            self._show_columns()
        if self.lines.reveal(path):
            self.reveal(self.lines.view)
            return self.lines.view
        found = (group.field_at(path) for group in self.groups.values())
        field = next((one for one in found if one is not None), None)
        if field is None:
            return None
        self.reveal(field)
        return field.editor

    def retranslate(self) -> None:
        words = {
            "claim": translate("Tax", "The claim and its days"),
            "answers": translate("Tax", "Yes or no"),
            "firm": translate("Tax", "The firm"),
            "vat": translate("Tax", "VAT return of the period"),
        }
        for name, text in words.items():
            self.groups[name].title.setText(text)
        self.lines_title.title.setText(translate("Tax", "Each goods line"))
        self.lines.view.setAccessibleName(translate("Tax", "Each goods line"))
