"""Grid of what the refund needs of each goods line: where it comes from, its rates, how much was sold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.text import Bilingual
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.models.grid_model import GridColumn, GridModel
from exporter_desk.ui.models.packing_model import line_name
from exporter_desk.ui.models.word_lists import listed_word
from exporter_desk.ui.widgets import CellState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exporter_desk.domain.case import Case

OF_PRODUCERS, OF_WAREHOUSE = ("made",), ("sold_qty",)
"""What is asked of a producer alone, and of warehouse goods alone."""
_LISTED = ("made", "zero_flag")


class TaxLinesModel(GridModel):
    """One row for each goods line; rows come and go with the goods, not here."""

    place = "tax.lines"
    columns = (
        GridColumn("row", lambda: "", 36, "center", computed=True),
        GridColumn("name", lambda: translate("Tax", "Goods line"), 0, computed=True),
        GridColumn("made", lambda: translate("Tax", "Comes from"), 150),
        GridColumn("sold_qty", lambda: translate("Tax", "Sold by now"), 110, "right"),
        GridColumn("refund_rate", lambda: translate("Tax", "Refund rate 0.13"), 120, "right"),
        GridColumn("vat_rate", lambda: translate("Tax", "VAT rate 0.13"), 120, "right"),
        GridColumn("zero_flag", lambda: translate("Tax", "Rate of zero: mark"), 150),
    )

    def keys_of(self, case: Case) -> tuple[str, ...]:
        return tuple(line.id for line in case.goods)

    def computed_cell(self, row: int, column: GridColumn) -> CellState:
        if column.field == "row":
            return CellState(str(row + 1), alignment="center", tone="ink3")
        line = self.case.line(self.key(row))
        return CellState("" if line is None else line_name(line))

    def add_record(self) -> None:
        """A row is added by adding goods."""

    def add_records(self, rows: Sequence[Mapping[str, str]]) -> None:
        """What is pasted below the last row has no goods that it could be about."""

    def remove(self, record: str) -> None:
        """A row goes with its goods."""

    def text_at(self, row: int, column: int) -> str:
        shown, field = super().text_at(row, column), self.columns[column].field
        return self._words(field).get(shown, shown) if field in _LISTED else shown

    def meant(self, column: GridColumn, text: str) -> str:
        words = self._words(column.field) if column.field in _LISTED else {}
        return listed_word(words, text) if words else super().meant(column, text)

    def _words(self, field: str) -> dict[str, str]:
        allowed = self.session.desk.checklists.book.facts[field].allowed
        return {one.value: pick(Bilingual(one.zh, one.en)) for one in allowed}
