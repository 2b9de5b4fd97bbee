"""The shape of a form: boxes, blocks, tables and who receives it; read from form.toml by loader.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from exporter_desk.documents.conditions import ALWAYS, Condition
from exporter_desk.domain.text import Bilingual

STATUSES = ("final", "draft", "data_sheet")
PAGES = ("A4", "A4-landscape", "100x70")
LAYOUTS = ("grid", "flow", "table", "letter")
CAPTIONS = ("all", "first", "zh", "en")
OVERFLOWS = ("wrap", "shrink", "next_page", "refuse")
ALIGNS = ("left", "right", "centre")
BLOCKS = ("heading", "text", "list", "fields", "table", "chart", "sign", "space", "page")
ON_PAGES = ("first", "every", "later", "last")

NO_TEXT = Bilingual("", "")
Mm4: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a place prints: `value` a fact path or registered view, its format, and whether it must be known."""

    value: str = ""
    format: str = "text"
    required: Condition = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Box(Value):
    """One box at a fixed place: `at_mm` x, y from the top left corner, width, height.

    `code` is a second, smaller value behind the caption; `caption` where the caption stands: above | left | none |
    inline; `on` the pages that carry the box; `border` whether lines are drawn around it.
    """

    id: str
    at_mm: Mm4
    label: Bilingual = NO_TEXT
    code: str = ""
    caption: str = "above"
    on: str = "first"
    border: bool = True
    overflow: str = "wrap"
    align: str = "left"
    size: float = 0.0
    bold: bool = False
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Value):
    """One column of a table; widths are shares where they do not sum to the table, or a column is left out."""

    label: Bilingual
    width_mm: float
    align: str = "left"
    bold: bool = False
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Value):
    """One captioned value in a block of fields."""

    label: Bilingual = NO_TEXT
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block in the running part of a form, top down.

    `text` wordings may hold `{name}` places filled from `values`. `rows` names the rows of a table or list;
    `columns_count` how many fields stand beside each other; `height_mm` the space of a chart, sign or space block.
    A table may go without its `head`; `pad_mm` is the air above and below its rows. The last items of a `spare` list
    are left out where the pages are few, and `more` then says where they are. A `page` block starts a page. The rows
    of a `needed` table are those of a fact; while there are none, the paper stays open. A `dated` sign block has a line
    for the day under each signature.
    """

    kind: str
    text: Bilingual = NO_TEXT
    values: tuple[tuple[str, Value], ...] = ()
    fields: tuple[Field, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: str = ""
    total: str = ""
    empty: Bilingual = NO_TEXT
    columns_count: int = 2
    height_mm: float = 0.0
    size: float = 0.0
    bold: bool = False
    align: str = "left"
    head: bool = True
    pad_mm: float = 0.9
    spare: bool = False
    needed: bool = False
    dated: bool = False
    more: Bilingual = NO_TEXT
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotLine(Value):
    """One value in a slot: what the annex calls it, and how many text lines it may take; those below it move down."""

    label: Bilingual = NO_TEXT
    most_lines: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotColumn:
    """One column of a slot table: caption place, alignment edge, and up to three values, one per text line.

    The last value may run over all lines that are left.
    """

    label: Bilingual
    caption_mm: float
    edge_mm: float
    width_mm: float
    align: str = "left"
    lines: tuple[SlotLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """A table of equal slots: where it starts on the first and on later pages and how many slots each holds.

    `annex` is the title of an annex that holds nothing but texts of the value `annex_of`.
    """

    rows: str
    left_mm: float
    right_mm: float
    slot_mm: float
    first_caption_mm: float
    first_y_mm: float
    first_count: int
    next_caption_mm: float
    next_y_mm: float
    next_count: int
    baselines_mm: tuple[float, ...]
    columns: tuple[SlotColumn, ...]
    annex: Bilingual = NO_TEXT
    annex_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Measures of a form's text: caption and value sizes in points, baselines and insets in mm."""

    caption_pt: float = 7.0
    caption_baseline_mm: float = 3.4
    caption_bold: bool = False
    value_pt: float = 9.5
    value_baseline_mm: float = 7.8
    leading: float = 1.35
    inset_mm: float = 1.4
    title_pt: float = 18.0
    title_y_mm: float = 15.0
    title_x_mm: float = 0.0
    mark_mm: tuple[float, float] = (0.0, 0.0)
    page_no_mm: tuple[float, float] = (0.0, 0.0)
    line_mm: float = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """One receiver of a form: its place in the packet and how many copies are printed."""

    id: str
    order: int
    copies: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Another title and file name of the form where a condition holds (stock transfer instead of a sale)."""

    when: Condition
    title: Bilingual
    short_zh: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form; see decisions on forms: status final | draft | data_sheet, layout grid | flow | table | letter.

    `internal` papers carry case number, version, rule version and data hash in the foot; others stay clean.
    `sign` tells where to sign and stamp. `upload` is the kind of customs attachment that the form is (invoice …),
    empty if none. `body_mm` and `body_next_mm` are the running area of the first and of later pages. `most_pages` is
    how many pages its running part may fill, 0 for any number. A paper that takes at most `most_lines` lines of goods
    is made in parts. `recalled` says what of the sheet was not seen in an original; drafts carry it at the foot. A
    `bare` page is a label: no title, no page number. A data sheet that `needs_all` stays open while a needed value is
    unknown, as drafts and final papers do, and with it the packet in which it lies; other data sheets are working
    sheets, of which the engines say what is missing.
    """

    id: str
    title: Bilingual
    status: str
    page: str
    layout: str
    short_zh: str
    receivers: tuple[Receiver, ...] = ()
    captions: str = "all"
    internal: bool = False
    upload: str = ""
    mark: Bilingual = NO_TEXT
    sign: Bilingual = NO_TEXT
    body_mm: Mm4 = (20.0, 28.0, 170.0, 250.0)
    body_next_mm: Mm4 = (20.0, 28.0, 170.0, 250.0)
    most_pages: int = 0
    most_lines: int = 0
    recalled: Bilingual = NO_TEXT
    bare: bool = False
    needs_all: bool = False
    page_no: Bilingual = NO_TEXT
    style: Style = field(default_factory=Style)
    boxes: tuple[Box, ...] = ()
    blocks: tuple[Block, ...] = ()
    slots: Slots | None = None
    variants: tuple[Variant, ...] = ()
    when: Condition = ALWAYS

    @property
    def receiver_ids(self) -> frozenset[str]:
        """Return who gets the paper."""
        return frozenset(one.id for one in self.receivers)
