"""The row of tools over the goods: views, ways to bring goods in, undo, and the choice between table and guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.widgets import Button, Label, Switch

if TYPE_CHECKING:
    from exporter_desk.services.session import Session

TABLE = 1
MOST_LETTERS = 14
_ROOMY = 1500
"""From this window width on, English names of steps find room too."""


class GoodsTools(QWidget):
    """The page connects the buttons and says what is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.two_views = Switch([("", "goods"), ("", "parties")])
        self.three_views = Switch([("", ""), ("", ""), ("", "")])
        self.mode = mode_switch()
        self.bring = Button("", "fill", icon="import")
        self.paste = Button("", "fill", icon="paste")
        self.earlier = Button("", "fill", icon="goods")
        self.box = Button("", "fill", icon="packet")
        self.add, self.remove = Button("", "text", icon="add"), Button("", "text", icon="trash")
        self.undo, self.redo = Button("", "text", icon="undo"), Button("", "text", icon="redo")
        self.columns = Label("", "table", "ink2")
        self._wide, self._short = True, False
        self._tables = True
        row = self._row = QHBoxLayout(self)
        theme.set_spacing(row, 8)
        for widget in (self.two_views, self.three_views, *self._of_tables(), self.undo, self.redo):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.columns)
        row.addWidget(self.mode)

    def _of_tables(self) -> tuple[Button, ...]:
        return (self.bring, self.paste, self.earlier, self.box, self.add, self.remove)

    def arrange(self, *, wide: bool, short: bool, seen: int, of: int) -> None:
        """Words where there is room; `seen` of the columns of the goods can be seen."""
        self._wide, self._short = wide, short
        some = translate("Goods", "Columns {seen}/{all}").format(seen=seen, all=of)
        self.columns.setText(some if seen < of else "")
        shown, hidden = (self.three_views, self.two_views) if short else (self.two_views, self.three_views)
        held = hidden.has_cursor()
        shown.show()
        if held:
            shown.take_cursor()
        hidden.hide()
        theme.set_spacing(self._row, 8 if wide else 4)
        self.retranslate()

    def show_for(self, *, tables: bool, packing: bool) -> None:
        """`tables`: goods or packing are shown, not the form; `packing`: alone, so that its button is here."""
        for button in self._of_tables():
            button.setVisible(tables)
        self.box.setVisible(packing)
        self.earlier.setVisible(tables and not packing)
        self._tables = tables
        self._tell_columns()

    def _tell_columns(self) -> None:
        """How many columns are seen, unless English words and the steps beside it leave no room for that."""
        crowded = not self._wide and language() == "en" and not self.undo.isHidden()
        self.columns.setVisible(self._tables and bool(self.columns.text()) and not crowded)

    def show_steps(self, session: Session) -> None:
        """What undo takes back and redo makes again; English words beside it leave no room for its name."""
        spoken = self._wide and (language() == "zh" or self.window().width() >= _ROOMY * theme.current().scale)
        for button, name, words in (
            (self.undo, session.undo_name, translate("Goods", "Undo")),
            (self.redo, session.redo_name, translate("Goods", "Redo")),
        ):
            full = f"{words}: {pick(name)}" if name is not None else words
            button.setVisible(name is not None)
            button.setText(_cut(full) if spoken and button is self.undo else "")
            button.setAccessibleName(full)
            button.setToolTip(full)
            button.updateGeometry()
        self._tell_columns()

    def retranslate(self) -> None:
        """Words where there is room, else the icon; name and key in the tooltip in any case."""
        for button, words, keys, spoken in (
            (self.bring, translate("Goods", "Import Excel"), "", self._wide),
            (self.paste, translate("Goods", "Paste"), "Ctrl+V", self._wide),
            (self.earlier, translate("Goods", "Earlier goods"), "", self._wide),
            (self.box, translate("Goods", "Split into boxes"), "", self._wide),
            (self.add, translate("Goods", "Add a row"), "Insert", False),
            (self.remove, translate("Goods", "Remove row"), "Ctrl+Delete", False),
        ):
            button.setText(words if spoken else "")
            button.setAccessibleName(words)
            button.setToolTip(f"{words} ({keys})" if keys else words)
            button.updateGeometry()
        name_modes(self.mode, wide=self._wide)


def mode_switch() -> Switch:
    """Guide or table."""
    return Switch([("", "guided"), ("", "table")])


def name_modes(switch: Switch, *, wide: bool) -> None:
    """Words where there is room, else the icons alone."""
    for index, words in enumerate((translate("Goods", "Guide"), translate("Goods", "Table"))):
        switch.set_text(index, words if wide else "")
        switch.name(index, words)


def _cut(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"
