"""The blocks of the panel 依据与说明 as widgets: passages, sources, figures, places and pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.help_content import HelpFigure, HelpPlaces, HelpSource, HelpText
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.widgets.buttons import Button, IconButton
from exporter_desk.ui.widgets.cards import Card
from exporter_desk.ui.widgets.labels import Chip, Label, MarkLabel, Paragraph, SourceMark

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.ui.fonts import Role
    from exporter_desk.ui.help_content import Block, HelpPairs


def shown(block: Block) -> QWidget:
    """A block as it stands in the panel."""
    if isinstance(block, HelpText):
        return _text(block)
    if isinstance(block, HelpSource):
        return _source(block)
    if isinstance(block, HelpFigure):
        return _figure(block)
    return _places(block) if isinstance(block, HelpPlaces) else _pairs(block)


def _box() -> tuple[QWidget, QVBoxLayout]:
    widget = QWidget()
    column = QVBoxLayout(widget)
    theme.set_spacing(column, 4)
    return widget, column


def _text(block: HelpText) -> QWidget:
    widget, column = _box()
    if block.heading:
        column.addWidget(_wrapped(block.heading, "body", bold=True))
    column.addWidget(Paragraph(block.text, "table"))
    return widget


def _source(block: HelpSource) -> QWidget:
    card = Card("paper", padding=12, spacing=4)
    head = QHBoxLayout()
    theme.set_spacing(head, 8)
    head.addWidget(SourceMark(block.number, block.title, active=False), 0, Qt.AlignmentFlag.AlignTop)
    head.addWidget(_wrapped(block.title, "table", bold=True), 1)
    if block.chip:
        head.addWidget(Chip(block.chip), 0, Qt.AlignmentFlag.AlignTop)
    card.column.addLayout(head)
    for line in block.lines:
        card.add(Paragraph(line, "note"))
    if block.warning:
        card.add(MarkLabel("warn", block.warning, "note"))
    if block.verbs:
        card.column.addLayout(_verbs(block.verbs))
    return card


def _figure(block: HelpFigure) -> QWidget:
    card = Card("paper", padding=12, spacing=4)
    card.add(_wrapped(block.name, "table", "ink2"))
    value = QHBoxLayout()
    theme.set_spacing(value, 8)
    value.addWidget(_wrapped(block.value, "section", bold=True), 1)
    if block.chip:
        value.addWidget(Chip(block.chip, "warn"), 0, Qt.AlignmentFlag.AlignTop)
    card.column.addLayout(value)
    for line in block.lines:
        card.add(_wrapped(line, "table", "ink2"))
    if block.verbs:
        card.column.addLayout(_verbs(block.verbs))
    return card


def _places(block: HelpPlaces) -> QWidget:
    widget, column = _box()
    there = translate("HelpPanel", "Go there")
    column.addWidget(_wrapped(block.heading, "body", bold=True))
    for name, value, act in block.rows:
        row = QHBoxLayout()
        theme.set_spacing(row, 8)
        row.addWidget(_wrapped(name, "table", "ink2"), 3)
        shown = _wrapped(value, "table")
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(shown, 2)
        if act is not None:
            jump = IconButton("jump", f"{there}: {name}", "text", 24)
            jump.clicked.connect(lambda _checked=False, run=act: run())
            row.addWidget(jump)
        column.addLayout(row)
    return widget


def _verbs(verbs: tuple[tuple[str, Callable[[], None]], ...]) -> QHBoxLayout:
    row = QHBoxLayout()
    theme.set_spacing(row, 16)
    for text, act in verbs:
        button = Button(text, "text", small=True, flush=True)
        button.clicked.connect(lambda _checked=False, run=act: run())
        row.addWidget(button)
    row.addStretch(1)
    return row


def _pairs(block: HelpPairs) -> QWidget:
    widget, column = _box()
    column.addWidget(_wrapped(block.heading, "body", bold=True))
    for name, value in block.rows:
        row = QHBoxLayout()
        theme.set_spacing(row, 8)
        row.addWidget(_wrapped(name, "table", "ink2"), 3)
        shown = _wrapped(value, "table", bold=block.bold_values)
        shown.setAlignment(Qt.AlignmentFlag.AlignRight if block.bold_values else Qt.AlignmentFlag.AlignLeft)
        row.addWidget(shown, 2 if block.bold_values else 5)
        column.addLayout(row)
    return widget


def _wrapped(text: str, role: Role, tone: str = "ink", *, bold: bool = False) -> Label:
    label = Label(text, role, tone, bold=bold)
    label.setWordWrap(True)
    return label
