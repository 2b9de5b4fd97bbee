"""What can be done with the figure under the cursor of a page: ask where it comes from, call it an estimate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtWidgets import QApplication

from exporter_desk.system import clock
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.pages.aim import aim_at, home_of
from exporter_desk.ui.pages.figure_help import figure_help

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMenu, QWidget

    from exporter_desk.ui.pages.case_page import CasePage


@runtime_checkable
class ShowsFigures(Protocol):
    """A widget that knows which figures of the case its cursor stands on, the first the main one."""

    def figures_here(self) -> tuple[str, ...]: ...


def figures_at(widget: QWidget | None) -> tuple[str, ...]:
    """The figures under the cursor of a widget, or of the nearest one around it that has any."""
    while widget is not None:
        if isinstance(widget, ShowsFigures):
            return widget.figures_here()
        widget = widget.parentWidget()
    return ()


class FigureActions:
    """Ctrl+I, F8 and the context menu of one page."""

    def __init__(self, page: CasePage) -> None:
        self._page = page
        self._shown = ""

    def explain(self) -> None:
        """Ctrl+I: say in the panel where the figure under the cursor comes from."""
        figures = figures_at(QApplication.focusWidget())
        if not figures or not self._explain(figures[0]):
            self._page.messages.say(Message("hint", _no_figure))

    def follow(self) -> None:
        """While the panel explains a figure: the cursor moved or the case changed, so say it anew."""
        if not self._shown:
            return
        figures = figures_at(QApplication.focusWidget())
        if not self._explain(figures[0] if figures else self._shown):
            self._explain(self._shown)

    def forget(self) -> None:
        """The panel says something else now."""
        self._shown = ""

    def toggle_estimate(self) -> None:
        """F8: the numbers under the cursor become estimates, or, when all of them are, no longer are."""
        numbers = self._numbers(figures_at(QApplication.focusWidget()))
        if numbers:
            self._mark(numbers, estimate=not self._are_estimates(numbers))
        else:
            self._page.messages.say(Message("hint", _no_number))

    def extend_menu(self, menu: QMenu, widget: QWidget) -> None:
        """Add both to a context menu, where they apply."""
        figures = figures_at(widget)
        if not figures:
            return
        if menu.actions():
            menu.addSeparator()
        ask = translate("Figure", "Where this comes from")
        menu.addAction(f"{ask}\tCtrl+I", lambda: self._explain(figures[0]))
        numbers = self._numbers(figures)
        if numbers:
            estimate = not self._are_estimates(numbers)
            menu.addAction(f"{_verb(estimate=estimate)}\tF8", lambda: self._mark(numbers, estimate=estimate))

    def _explain(self, figure: str) -> bool:
        session = self._page.session
        found = self._page.where_from(figure)
        if found is None:
            return False
        self._shown = figure
        verbs: tuple[tuple[str, Callable[[], None]], ...] = ()
        numbers = self._numbers((figure,))
        if numbers:
            estimate = not self._are_estimates(numbers)
            verbs = ((_verb(estimate=estimate), lambda: self._mark(numbers, estimate=estimate)),)
        zone = clock.now().tzinfo
        self._page.explained.emit(figure_help(found, session.analysis().day, zone, self._go_to, verbs))
        return True

    def _numbers(self, figures: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(figure for figure in figures if self._page.session.may_be_estimate(figure))

    def _are_estimates(self, numbers: tuple[str, ...]) -> bool:
        return all(self._page.case.is_estimated(path) for path in numbers)

    def _mark(self, numbers: tuple[str, ...], *, estimate: bool) -> None:
        self._page.attempt(lambda: self._page.session.mark_estimates(numbers, estimate=estimate))

    def _go_to(self, path: str) -> None:
        aim_at(path)
        self._page.travel(home_of(self._page.session, path))


def _verb(*, estimate: bool) -> str:
    return translate("Figure", "Mark as an estimate") if estimate else translate("Figure", "No longer an estimate")


def _no_figure() -> str:
    return translate("Figure", "Put the cursor on a figure first, then press Ctrl+I.")


def _no_number() -> str:
    return translate("Figure", "Only a number that stands in a field can be marked as an estimate (F8).")
