"""The totals under the goods: weights, packages, volume, amount, and how full the container gets."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QWidget

from exporter_desk.domain.money import deal_digits, is_currency
from exporter_desk.domain.numbers import grouped
from exporter_desk.services.goods.container_load import container_sizes, usable_volume
from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.widgets import Chip, ComboBox, FillBar, Flow, Label, MarkLabel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.trace import Trace

_HUNDRED = Decimal(100)


class TotalFigure(QWidget):
    """Label above (in short windows beside) its figure; slanted and marked when it rests on an estimate."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._label, self._value, self._chip = Label("", "note", "ink3"), Label("", "section"), Chip("", "warn")
        value = QHBoxLayout()
        theme.set_spacing(value, 6)
        value.addWidget(self._value)
        value.addWidget(self._chip)
        value.addStretch(1)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        theme.set_spacing(self._box, 2)
        self._box.addWidget(self._label)
        self._box.addLayout(value)

    def figures_here(self) -> tuple[str, ...]:
        """This total, for the question where it comes from."""
        return (f"totals.{self._name}",)

    def set_short(self, short: bool) -> None:
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if short else QBoxLayout.Direction.TopToBottom)
        theme.set_spacing(self._box, 6 if short else 2)

    def show_figure(self, label: str, value: str, *, known: bool, estimated: bool) -> None:
        theme.set_role(self._value, "section" if known else "body", bold=known, italic=estimated)
        self._value.set_tone("ink" if known else "ink3")
        self._label.setText(label)
        self._value.setText(value)
        self._chip.set_text(translate("Totals", "estimate"))
        self._chip.setVisible(estimated)
        self.setAccessibleName(f"{label} {value} {self._chip.text() if estimated else ''}".strip())


@dataclass(frozen=True)
class Fill:
    """How full the containers are: share of the usable volume, None while volume or container is not known."""

    share: Decimal | None
    words: str
    kind: str


class TotalsBar(QFrame):
    """Figures of the whole shipment; the page listens to the choice of a container type in `container`."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "sunken")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        flow = Flow(self)
        theme.set_spacing(flow, 24, (16, 8, 16, 8))
        self.figures = {
            name: TotalFigure(name) for name in ("gross_kg", "net_kg", "cartons", "volume_cbm", "invoice_total")
        }
        for figure in self.figures.values():
            flow.addWidget(figure)
        self.figures["gross_kg"].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._short = False
        self.container = ComboBox(small=True)
        self.bar, self.share, self.verdict = FillBar(), Label("", "body", bold=True), MarkLabel("warn", "", "table")
        fill = QWidget()
        row = QHBoxLayout(fill)
        theme.set_spacing(row, 8)
        for widget in (self.container, self.bar, self.share, self.verdict):
            row.addWidget(widget)
        flow.addWidget(fill)

    def set_short(self, short: bool) -> None:
        for figure in self.figures.values():
            figure.set_short(short)
        self.figures["cartons"].setVisible(not short)
        self._short = short
        self.bar.setVisible(not short and not self.share.isHidden())

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from one figure to the next; all of them are one stop for Tab."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        figures = [figure for figure in self.figures.values() if figure.isVisible()]
        at = next((index for index, figure in enumerate(figures) if figure.hasFocus()), None)
        if step and at is not None:
            figures[(at + step) % len(figures)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def show_case(self, case: Case, totals: Mapping[str, Trace[Decimal]]) -> None:
        currency = case.terms.currency or ""
        shown = (
            ("gross_kg", translate("Totals", "Gross kg"), 1),
            ("net_kg", translate("Totals", "Net kg"), 1),
            ("cartons", translate("Totals", "Packages"), 0),
            ("volume_cbm", translate("Totals", "Volume m³"), 2),
            ("invoice_total", translate("Totals", "Amount {currency}").format(currency=currency).strip(),
             deal_digits(currency) if is_currency(currency) else 2),
        )  # fmt: skip
        for name, label, digits in shown:
            trace = totals[name]
            value = translate("Totals", "not known") if trace.value is None else grouped(trace.value, digits)
            self.figures[name].show_figure(label, value, known=trace.known, estimated=trace.known and trace.estimated)
        self._show_fill(case, totals["volume_cbm"])

    def _show_fill(self, case: Case, volume: Trace[Decimal]) -> None:
        sizes = container_sizes()
        self.container.setAccessibleName(translate("Totals", "Container type"))
        self.container.set_entries(
            [(translate("Totals", "No container"), ""), *((one, one) for one in sizes.usable_cbm)]
        )
        kinds = {(one.kind or "").upper() for one in case.route.containers}
        self.container.set_value(kinds.pop() if len(kinds) == 1 else "")
        usable = usable_volume(case.route.containers, sizes)
        self.container.setToolTip(f"{pick(sizes.source)}. {pick(sizes.note)}")
        fill = fill_of(volume.value, usable, sizes.usual_share)
        self.share.setVisible(fill.share is not None)
        self.bar.setVisible(fill.share is not None and not self._short)
        if fill.share is not None:
            self.bar.set_share(float(fill.share), float(sizes.usual_share))
            self.share.setText(f"{grouped(fill.share * _HUNDRED, 1)} %")
        self.verdict.setVisible(bool(fill.words))
        self.verdict.set_state("warn" if fill.kind == "warn" else "hint", fill.words)


def fill_of(volume: Decimal | None, usable: Decimal | None, usual: Decimal) -> Fill:
    """Say how full the containers get; words only where something has to be said."""
    if usable is None:
        return Fill(None, "", "")
    if volume is None:
        return Fill(None, translate("Totals", "volume not known"), "hint")
    share = volume / usable
    if share > 1:
        words = translate("Totals", "does not fit: usable {usable} m³").format(usable=grouped(usable, 0))
        return Fill(share, words, "warn")
    if share > usual:
        words = translate("Totals", "very full, usual limit {limit} %").format(limit=grouped(usual * _HUNDRED, 0))
        return Fill(share, words, "warn")
    return Fill(share, "", "")
