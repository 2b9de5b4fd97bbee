"""The kit: every widget a page is built from. The table of what is for what stands in exporter_desk.ui.

Only the chart is imported from its own module: the first page does without it.
"""

from __future__ import annotations

from exporter_desk.ui.widgets.buttons import Button, IconButton, Rank, Switch
from exporter_desk.ui.widgets.cards import Banner, Card, EmptyState, Fact, FactsStrip, Ground, Rule, ScrollPage
from exporter_desk.ui.widgets.cards import empty_layout as empty_layout
from exporter_desk.ui.widgets.cell import CELL_ROLE, FIGURE_ROLE, Alignment, CellState, Column, Row, ValueState, Verb
from exporter_desk.ui.widgets.fields import CheckBox, ComboBox, EditState, Field, LineEdit, TextEdit, plain_width
from exporter_desk.ui.widgets.figures import FillBar, RangeBox
from exporter_desk.ui.widgets.flow import Flow
from exporter_desk.ui.widgets.focus_ring import FocusRing
from exporter_desk.ui.widgets.labels import Chip, CutLabel, Label, Mark, MarkLabel, Paragraph, SectionHeader, SourceMark
from exporter_desk.ui.widgets.list_card import ListCard, ListRow
from exporter_desk.ui.widgets.options import OptionList, RadioRow
from exporter_desk.ui.widgets.page import Page
from exporter_desk.ui.widgets.painting import MARK_KINDS, ChipLook, MarkKind
from exporter_desk.ui.widgets.table import CellDelegate, CellTable, TableCard
from exporter_desk.ui.widgets.waiting import Waiting

__all__ = [
    "CELL_ROLE", "FIGURE_ROLE", "MARK_KINDS", "Alignment", "Banner", "Button", "Card", "CellDelegate", "CellState",
    "CellTable",
    "CheckBox", "Chip", "ChipLook", "Column", "ComboBox", "CutLabel", "EditState", "EmptyState", "Fact", "FactsStrip",
    "Field", "FillBar", "Flow", "FocusRing", "Ground", "IconButton", "Label", "LineEdit", "ListCard", "ListRow", "Mark",
    "MarkKind", "MarkLabel", "OptionList", "Page", "Paragraph", "RadioRow", "RangeBox", "Rank", "Row",
    "Rule", "ScrollPage", "SectionHeader", "SourceMark", "Switch", "TableCard", "TextEdit", "ValueState", "Verb",
    "Waiting",
    "empty_layout", "plain_width",
]  # fmt: skip
