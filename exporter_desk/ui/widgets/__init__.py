"""The kit: every widget a page is built from. The table of what is for what stands in exporter_desk.ui."""

from exporter_desk.ui.widgets.buttons import Button, IconButton, Rank, Switch
from exporter_desk.ui.widgets.cards import Banner, Card, EmptyState, Fact, FactsStrip, Ground, Rule, ScrollPage
from exporter_desk.ui.widgets.cards import empty_layout as empty_layout
from exporter_desk.ui.widgets.fields import CheckBox, ComboBox, EditState, Field, LineEdit, TextEdit, plain_width
from exporter_desk.ui.widgets.focus_ring import FocusRing
from exporter_desk.ui.widgets.labels import Chip, Label, Mark, MarkLabel, Paragraph, SectionHeader, SourceMark
from exporter_desk.ui.widgets.options import OptionList, RadioRow
from exporter_desk.ui.widgets.page import Page
from exporter_desk.ui.widgets.painting import MARK_KINDS, ChipLook, MarkKind

__all__ = [
    "MARK_KINDS", "Banner", "Button", "Card", "CheckBox", "Chip", "ChipLook", "ComboBox", "EditState", "EmptyState",
    "Fact", "FactsStrip", "Field", "FocusRing", "Ground", "IconButton", "Label", "LineEdit", "Mark", "MarkKind",
    "MarkLabel", "OptionList", "Page", "Paragraph", "RadioRow", "Rank", "Rule", "ScrollPage", "SectionHeader",
    "SourceMark", "Switch", "TextEdit", "empty_layout", "plain_width",
]  # fmt: skip
