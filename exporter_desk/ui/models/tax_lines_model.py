"""Grid of what the refund needs of each goods line: where it comes from, its rates, how much was sold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.text import Bilingual
from exporter_desk.services.claims.library_codes import library_codes
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.models.grid_model import GridColumn, GridModel
from exporter_desk.ui.models.packing_model import line_name
from exporter_desk.ui.models.word_lists import NO, YES, field_name, listed_word, truths
from exporter_desk.ui.widgets import CellState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exporter_desk.domain.case import Case

LIBRARY_CODE, LINK, REVERSAL = "library_code", "link", "reversal"
OF_PRODUCERS, OF_WAREHOUSE, OF_REVERSALS, OF_LIBRARY = ("made",), ("sold_qty",), ("fob_cny",), (LIBRARY_CODE,)
"""What is asked of a producer alone, of warehouse goods alone, once a line takes an earlier claim back, and where the
rate library has several codes under one commodity code."""
OF_LINKS = (LINK,)
"""What the worksheets number by themselves: where there is little room it is seen once somebody typed it."""
GIVES_WAY = (REVERSAL,)
"""What it takes the room of while no line takes a claim back."""
_LISTED = ("made", "zero_flag")


class TaxLinesModel(GridModel):
    """One row for each goods line; rows come and go with the goods, not here."""

    place = "tax.lines"
    columns = (
        GridColumn("row", lambda: "", 36, "center", computed=True),
        GridColumn("name", lambda: translate("Tax", "Goods line"), 0, computed=True),
        GridColumn("made", lambda: translate("Tax", "Comes from"), 110),
        GridColumn("sold_qty", lambda: translate("Tax", "Sold by now"), 110, "right"),
        GridColumn(LIBRARY_CODE, lambda: field_name("tax_lines", LIBRARY_CODE), 170),
        GridColumn("refund_rate", lambda: translate("Tax", "Refund rate 0.13"), 112, "right"),
        GridColumn("vat_rate", lambda: translate("Tax", "VAT rate 0.13"), 112, "right"),
        GridColumn("zero_flag", lambda: translate("Tax", "Rate of zero: mark"), 124),
        GridColumn(LINK, lambda: field_name("tax_lines", LINK), 150),
        GridColumn(REVERSAL, lambda: field_name("tax_lines", REVERSAL), 150),
        GridColumn("fob_cny", lambda: field_name("tax_lines", "fob_cny"), 140, "right"),
    )

    def takes_back(self) -> bool:
        """Whether one of the lines takes an earlier claim back."""
        return any(line.reversal for line in self.case.tax.lines)

    led = ""
    """The field that somebody was led to."""

    def has_choice(self) -> bool:
        """Whether a code of the rate library was chosen for a line, or is asked for."""
        return any(line.library_code for line in self.case.tax.lines) or self._is_asked(LIBRARY_CODE)

    def has_links(self) -> bool:
        """Whether somebody typed a number of a claim line, or something is wrong with one."""
        return any(line.link for line in self.case.tax.lines) or self._is_asked(LINK)

    def _is_asked(self, field: str) -> bool:
        found = (self.issues.in_cell(f"{self.place}.{line.id}.{field}") for line in self.case.goods)
        return self.led == field or any(found)

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
        if field == REVERSAL:
            return truths().get(shown.lower(), shown)
        return self._words(field).get(shown, shown) if field in _LISTED else shown

    def type_into(self, row: int, column: int, text: str) -> None:
        """Yes and no are kept as such; another word changes nothing."""
        if self.columns[column].field != REVERSAL:
            super().type_into(row, column, text)
            return
        chosen = {YES: True, NO: False}.get(listed_word(truths(), text)) if text.strip() else None
        if text != self.text_at(row, column) and (chosen is not None or not text.strip()):
            self.attempt(lambda: self.session.set_value(self.path(row, column), chosen))

    def meant(self, column: GridColumn, text: str) -> str:
        if column.field == LIBRARY_CODE:
            return self._code_of(text.strip())
        words = self._words(column.field) if column.field in _LISTED else {}
        return listed_word(words, text) if words else super().meant(column, text)

    def offered(self, column: GridColumn) -> Sequence[str]:
        if column.field == REVERSAL:
            return list(truths().values())
        return list(self._words(column.field).values()) if column.field in _LISTED else ()

    def offered_at(self, row: int, column: int) -> Sequence[str]:
        if self.columns[column].field != LIBRARY_CODE:
            return super().offered_at(row, column)
        return list(self._codes(row).values())

    def _codes(self, row: int) -> dict[str, str]:
        return library_codes(self.case, self.key(row), self.session.desk, self.session.analysis().day)

    def _code_of(self, text: str) -> str:
        """The code alone where rate and name stand behind it as in the list; other words behind a code stay."""
        if " " not in text:
            return text
        rows = range(self.rowCount())
        return next((code for row in rows for code, words in self._codes(row).items() if words == text), text)

    def _words(self, field: str) -> dict[str, str]:
        allowed = self.session.desk.checklists.book.facts[field].allowed
        return {one.value: pick(Bilingual(one.zh, one.en)) for one in allowed}
