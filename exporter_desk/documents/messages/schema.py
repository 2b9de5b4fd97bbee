"""The typed description of a machine file: which elements, in which order, how long, from which code set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from exporter_desk.documents.conditions import ALWAYS, Condition
from exporter_desk.domain.text import Bilingual

NODE = "node"
TYPES = (NODE, "text", "int", "decimal", "signed", "date", "time")
FORMATS = ("xml", "xlsx")
CONSTANT, COMPUTED = "=", "@"
ORDER_LINES = "machine.order_lines"
UPLOADS = frozenset({"machine.attached_files", "machine.attachments"})


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a message: a node with children, or a leaf with a value.

    `length` is `=36` (exactly), `..60` (at most), `3..4`, `9` (digits of an integer) or `19,5` (digits, of them after
    the point). `codes` is a code table or the allowed values with bars. `value` is a fact path or view, `=` a constant,
    `@` a value of the message itself, for a repeated node the rows; empty: never filled by us. `when` names a value
    that makes an optional element needed once it is known.
    """

    node: str
    element: str
    zh: str
    type: str
    length: str
    least: int
    most: int
    codes: str
    value: str
    when: str

    @property
    def path(self) -> str:
        """Return the place inside the message, without its root."""
        return f"{self.node}/{self.element}".lstrip("/")

    @property
    def name(self) -> Bilingual:
        """Return what a finding calls the element."""
        return Bilingual(f"{self.zh}（{self.element}）", self.element)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: its header exactly as printed, where the value comes from, text or number.

    `en` is what people who read English call it. `code` is a second value beside it, for the records; a `needed` value
    that is missing is told. `also` are other titles under which the sheets of brokers and portals ask for the same.
    An `offered` column stands in those sheets, and in ours only where the order of columns names it.
    """

    id: str
    zh: str
    value: str
    kind: str = "text"
    width: int = 14
    needed: bool = False
    code: str = ""
    also: tuple[str, ...] = ()
    en: str = ""
    offered: bool = False

    @property
    def name(self) -> Bilingual:
        """Return what a finding or a list calls the column."""
        return Bilingual(self.zh, self.en or self.zh)


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One sheet: a record (label and value below each other) or a table of `rows` under `head` lines.

    A cell of `head` is a label after `=`, else a value; `labels_en` says in English what those labels mean.
    """

    zh: str
    columns: tuple[Column, ...]
    rows: str = ""
    head: tuple[tuple[str, ...], ...] = ()
    labels_en: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileSpec:
    """One machine file: when it is made, for whom, and by which table or sheets.

    `namespace` and the `attributes` of the root are values like those of elements, `lengths` their limits. `lines` is
    how many goods lines one file holds; more of them are told (`split` false) or go into further files. `order` names
    the decision and setting that holds the order of the columns. `unconfirmed` are the paths of elements whose content
    no official text shows.
    """

    id: str
    zh: str
    en: str
    short_zh: str
    format: str
    receivers: tuple[str, ...]
    note: Bilingual
    source: str
    as_of: date
    confidence: str
    when: Condition = ALWAYS
    table: str = ""
    root: str = ""
    prefix: str = ""
    namespace: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    lengths: Mapping[str, str] = field(default_factory=dict)
    lines: int = 0
    split: bool = False
    order: str = ""
    sheets: tuple[SheetSpec, ...] = ()
    elements: tuple[Element, ...] = ()
    unconfirmed: tuple[str, ...] = ()

    @property
    def name(self) -> Bilingual:
        """Return the title in both languages."""
        return Bilingual(self.zh, self.en)

    @property
    def uses_order(self) -> bool:
        """Tell whether the file lists the goods as orders do."""
        return ORDER_LINES in self._rows

    @property
    def lists_uploads(self) -> bool:
        """Tell whether the file lists the papers that go up with the declaration."""
        return not UPLOADS.isdisjoint(self._rows)

    @property
    def _rows(self) -> list[str]:
        return [*(element.value for element in self.elements), *(sheet.rows for sheet in self.sheets)]

    @property
    def values(self) -> tuple[str, ...]:
        """Return every value that the file may show once: of its root, its elements, its cells."""
        listed = [self.namespace, *self.attributes.values(), *(element.value for element in self.elements)]
        for sheet in self.sheets:
            listed += [column.value for column in sheet.columns]
            listed += [cell.partition(" ")[0] for line in sheet.head for cell in line]
        return tuple(dict.fromkeys(listed))
