"""From the rows of a foreign list to goods or boxes of a case: shown with every doubt first, then taken as one step."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Never, cast

from exporter_desk.domain import boxing, edit, lists
from exporter_desk.domain.identity import tidy_container_number
from exporter_desk.domain.numbers import parse_decimal, plain
from exporter_desk.domain.origin import Origin, OriginKind
from exporter_desk.domain.text import Bilingual, half_width
from exporter_desk.services.goods import sheet_containers
from exporter_desk.services.goods.sheet_columns import Kind, is_total
from exporter_desk.services.names import name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.services.desk import Desk

    Meant = Callable[[str, str], str]
    Say = Callable[[Finding, Case], Bilingual]

MOST_ROWS = 2_000
_NUMBERS = re.compile(r"(\d+)\D+(\d+)\D*", re.ASCII)
_ONE_NUMBER = re.compile(r"\D*(\d+)\D*", re.ASCII)
_PLAIN_FIELDS = ("kind", "gross_kg", "net_kg", "size_cm", "container")
# Columns for one part of a garment each, and how the material names that part.
_PARTS = {"material": "面料", "lining": "里料", "filling": "填充物"}
_WHOLE_RUN = {"gross_total": "gross_kg", "net_total": "net_kg"}
_SIDES = ("length", "width", "height")
_EXACT = Decimal("0.0001")

UNKNOWN_GOODS = Bilingual(
    "商品表里没有“{text}”，这一格不会写进去。", "No goods here are called “{text}”; the cell is left out."
)
SEVERAL_GOODS = Bilingual(
    "叫“{text}”的商品有 {count} 行，分不清是哪一行，这一格不会写进去。请在“型号”或“货号”一列写清楚。",
    "{count} goods lines are called “{text}”, so the cell is left out. Name model or article in a column of their own.",
)
NO_BOXES = Bilingual("“{text}”不是箱号，例如 1-120。", "“{text}” is no box number such as 1-120.")
NOT_EVEN = Bilingual(
    "{text} 不能按 {count} 箱平均分，请直接填单箱的数。",
    "{text} cannot be split over {count} boxes; type the figure of one box.",
)
NO_COUNT = Bilingual(
    "没有箱数，总数“{text}”分不到每一箱。", "Without a number of boxes the total “{text}” cannot be split."
)


def said_by(desk: Desk) -> Say:
    """Return how what is wrong with a cell is said: its place by its short name, the row stands beside it."""

    def say(finding: Finding, after: Case) -> Bilingual:
        name = name_of(desk, after, finding.places[0])
        zh, en = name.zh.rpartition(" · ")[2], name.en.rpartition(" · ")[2]
        (worded,) = desk.render((replace(finding, values={"place_zh": zh, "place_en": en, **finding.values}),))
        return Bilingual(worded.text("zh"), worded.text("en"))

    return say


@dataclass(frozen=True, slots=True)
class Taken:
    """One text for one field, and the cell it came from (C7)."""

    text: str
    cell: str


@dataclass(frozen=True, slots=True)
class Row:
    """One record to add: fields below the record, each with its cell; `number` is the row of the sheet, from 1.

    `beside` are texts of the container that the row names, which go into the list of containers.
    """

    number: int
    fields: Mapping[str, Taken]
    beside: Mapping[str, Taken] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell; `kept` texts go in as they are and wait there, the others are left out."""

    cell: str
    text: Bilingual
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything an import would do; nothing has happened yet."""

    kind: Kind
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    skipped: int = 0
    cut: bool = False


def plan(
    case: Case,
    rows: Sequence[Sequence[str]],
    header: int,
    fields: Mapping[int, str],
    kind: Kind,
    meant: Meant,
    say: Say,
) -> Plan:
    """Return what the rows below the titles would add; `fields` are the fields of the columns.

    `meant(field, text)` turns the name of a code into the code, `say` words a finding about a text that cannot be
    read, in the case as it would be.
    """
    read = [(number, _cells(number, row, fields)) for number, row in enumerate(rows[header + 1 :], start=header + 2)]
    filled = [(number, cells) for number, cells in read if cells and not is_total(rows[number - 1])]
    maker = _Goods() if kind == "goods" else _Boxes(case)
    found = [row for number, cells in filled[:MOST_ROWS] for row in maker.add(number, cells, meant)]
    made = tuple(maker.finish(found))
    _, _, doubts = sheet_containers.loaded(case, _told(made))
    problems = (*maker.problems, *_unread(case, made, kind, say), *(Problem(o.cell, o.text, o.kept) for o in doubts))
    some = sum(bool(cells) for _, cells in read)
    return Plan(
        kind=kind,
        rows=made,
        problems=tuple(sorted(problems, key=lambda one: _order(one.cell))),
        skipped=some - len(filled),
        cut=len(filled) > MOST_ROWS,
    )


def _order(cell: str) -> tuple[int, int, str]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :] or 0), len(letters), letters


def _cells(number: int, row: Sequence[str], fields: Mapping[int, str]) -> dict[str, Taken]:
    from exporter_desk.tables.goods_sheet import column_name

    return {
        field: Taken(row[column].strip(), f"{column_name(column)}{number}")
        for column, field in fields.items()
        if column < len(row) and row[column].strip()
    }


def _of_whole_garment(cells: Mapping[str, Taken]) -> Mapping[str, Taken]:
    """Return the cells with fabric, lining and filling in one material, `面料：100%棉；里料：100%涤纶`."""
    parts = [(name, cells[key]) for key, name in _PARTS.items() if key in cells]
    if not parts or [name for name, _ in parts] == [_PARTS["material"]]:
        return cells
    text = "；".join(one.text if _names_parts(one.text) else f"{name}：{one.text}" for name, one in parts)
    kept = {key: one for key, one in cells.items() if key not in _PARTS}
    return {**kept, "material": Taken(text, parts[0][1].cell)}


def _names_parts(text: str) -> bool:
    return "：" in text or ":" in text


class _Goods:
    """Every row is a line of goods; a row with nothing but a number or a note is none."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, number: int, cells: Mapping[str, Taken], meant: Meant) -> list[Row]:
        named = {key: Taken(meant(key, one.text), one.cell) for key, one in _of_whole_garment(cells).items()}
        return [Row(number, named)] if {"name_zh", "name_en", "hs", "sku", "qty"} & named.keys() else []

    def finish(self, rows: list[Row]) -> list[Row]:
        return rows


class _Boxes:
    """Rows are runs of boxes; a row without a box number or count goes on with the run above (a mixed box)."""

    def __init__(self, case: Case) -> None:
        self.problems: list[Problem] = []
        self._case = case
        self._next = boxing.last_box(case) + 1
        self._made: list[Row] = []

    def add(self, number: int, cells: Mapping[str, Taken], meant: Meant) -> list[Row]:
        numbers = self._numbers(cells)
        if numbers is None and self._made and not {"box", "from", "count"} & cells.keys():
            self._made[-1] = Row(
                self._made[-1].number,
                {**self._made[-1].fields, **self._contents(cells, self._count())},
                self._made[-1].beside,
            )
            return []
        fields: dict[str, Taken] = {}
        if numbers is not None:
            first, last, cell = numbers
            fields |= {"from": Taken(str(first), cell), "to": Taken(str(last), cell)}
            self._next = max(self._next, last + 1)
        count = None if numbers is None else numbers[1] - numbers[0] + 1
        named = {key: Taken(meant(key, cells[key].text), cells[key].cell) for key in _PLAIN_FIELDS if key in cells}
        if "container" in named:
            named["container"] = Taken(tidy_container_number(named["container"].text), named["container"].cell)
        fields |= named | self._sides(cells) | self._of_one(cells, count) | self._contents(cells, count)
        if fields:
            self._made.append(Row(number, fields, _beside(cells, meant)))
        return []

    def finish(self, rows: list[Row]) -> list[Row]:
        return [*rows, *self._made]

    def _count(self) -> int | None:
        fields = self._made[-1].fields
        if "from" not in fields or "to" not in fields:
            return None
        return int(fields["to"].text) - int(fields["from"].text) + 1

    def _numbers(self, cells: Mapping[str, Taken]) -> tuple[int, int, str] | None:
        """Return the first and last box of a row: as written, else counted on from the box before."""
        count = _whole(cells.get("count"))
        one = cells.get("box") or cells.get("from")
        if one is None:
            if count is None:
                return None
            return self._next, self._next + count - 1, cells["count"].cell
        text = half_width(one.text)
        pair, single = _NUMBERS.search(text), _ONE_NUMBER.fullmatch(text)
        if pair is not None:
            first, last = int(pair[1]), int(pair[2])
        elif single is not None:
            first = int(single[1])
            last = _whole(cells.get("to")) or first + (count or 1) - 1
        else:
            first, last = 1, 0
        if last < first:
            self._tell(one, NO_BOXES)
            return None
        return first, last, one.cell

    def _sides(self, cells: Mapping[str, Taken]) -> dict[str, Taken]:
        sides = [cells[key] for key in _SIDES if key in cells]
        if len(sides) < len(_SIDES) or "size_cm" in cells:
            return {}
        return {"size_cm": Taken("×".join(side.text for side in sides), sides[0].cell)}

    def _of_one(self, cells: Mapping[str, Taken], count: int | None) -> dict[str, Taken]:
        """Return the weights of one box from those of the whole run."""
        found: dict[str, Taken] = {}
        for whole, one in _WHOLE_RUN.items():
            if whole in cells and one not in cells:
                part = self._share(cells[whole], count)
                if part is not None:
                    found[one] = part
        return found

    def _contents(self, cells: Mapping[str, Taken], count: int | None) -> dict[str, Taken]:
        line = self._line(cells.get("goods"), cells.get("article"))
        each = cells.get("each")
        if each is None and "total" in cells:
            each = self._share(cells["total"], count)
        return {f"contents.{line}": each} if line is not None and each is not None else {}

    def _line(self, named: Taken | None, article: Taken | None) -> str | None:
        """Return the goods line that a row names; of several with one name the one of that model or article."""
        goods, said = self._case.goods, named or article
        if said is None:
            return goods[0].id if len(goods) == 1 else None
        found = [line for line in goods if _is_called(said, line.name_zh, line.name_en, line.sku, line.model)]
        if len(found) > 1 and article is not None:
            found = [line for line in found if _is_called(article, line.sku, line.model)] or found
        if len(found) == 1:
            return found[0].id
        if found:
            self._tell(said, SEVERAL_GOODS, count=str(len(found)))
        else:
            self._tell(said, UNKNOWN_GOODS)
        return None

    def _share(self, whole: Taken, count: int | None) -> Taken | None:
        """Return a figure of the whole run split over its boxes, if that comes out even."""
        number = parse_decimal(whole.text)
        if number is None:
            return whole
        if not count:
            self._tell(whole, NO_COUNT)
            return None
        one = (number / count).quantize(_EXACT)
        if one * count != number:
            self._tell(whole, NOT_EVEN, count=str(count))
            return None
        return Taken(plain(one.normalize()), whole.cell)

    def _tell(self, one: Taken, text: Bilingual, **values: str) -> None:
        said = text.filled(text=one.text, **values)
        self.problems.append(Problem(one.cell, said, kept=False))


def _beside(cells: Mapping[str, Taken], meant: Meant) -> dict[str, Taken]:
    """Return what a row says of its container, by the fields of a container; the number as it was typed."""
    found = {"number": cells["container"]} if "container" in cells else {}
    if "container_kind" in cells:
        one = cells["container_kind"]
        found["kind"] = Taken(meant("container_kind", sheet_containers.tidy_kind(one.text)), one.cell)
    return found | ({"seal": cells["seal"]} if "seal" in cells else {})


def _told(rows: Iterable[Row]) -> Iterator[sheet_containers.Told]:
    for row in rows:
        if row.beside:
            yield sheet_containers.Told({key: (one.text, one.cell) for key, one in row.beside.items()})


def _is_called(said: Taken, *names: str | None) -> bool:
    return said.text.casefold() in {(name or "").casefold() for name in names}


def _whole(one: Taken | None) -> int | None:
    number = None if one is None else parse_decimal(one.text)
    return int(number) if number is not None and number > 0 and number == number.to_integral_value() else None


def _unread(case: Case, rows: tuple[Row, ...], kind: Kind, say: Say) -> list[Problem]:
    """Return a problem for each text that its field cannot read, found by trying."""
    after, cells = _added(case, rows, kind)
    findings = {finding.places[0]: finding for finding in edit.draft_findings(after)}
    return [
        Problem(cells[path].cell, say(finding, after), kept=True) for path, finding in findings.items() if path in cells
    ]


def _added(case: Case, rows: Sequence[Row], kind: Kind) -> tuple[Case, dict[str, Taken]]:
    """Return the case with the rows in it, and the cell of each path; long lists are put together in one go."""
    cells: dict[str, Taken] = {}
    records: list[object] = []
    drafts = dict(case.drafts)
    number = int(lists.next_id(case, kind).removeprefix(lists.PREFIXES[kind])) - 1
    empty = replace(case, drafts={}, origins={}, not_known=frozenset(), **cast("dict[str, Never]", {kind: ()}))
    for row in rows:
        alone, key = lists.add(replace(empty, last_ids={kind: number}), kind)
        number += 1
        for field, one in row.fields.items():
            path = f"{kind}.{key}.{field}"
            alone, cells[path] = edit.type_text(alone, path, one.text), one
        records += getattr(alone, kind)
        drafts |= alone.drafts
    last_ids = {**case.last_ids, kind: max(number, case.last_ids.get(kind, 0))}
    whole: dict[str, tuple[object, ...]] = {kind: (*getattr(case, kind), *records)}
    return replace(case, drafts=drafts, last_ids=last_ids, **cast("dict[str, Never]", whole)), cells


def taken(case: Case, planned: Plan, file: str, at: str) -> Case:
    """Return the case with everything of the plan in it, each value marked with the file and cell it came from."""
    after, cells = _added(case, planned.rows, planned.kind)
    after, of_containers, _ = sheet_containers.loaded(after, _told(planned.rows))
    origins = dict(after.origins)
    for path, cell in ({path: one.cell for path, one in cells.items()} | of_containers).items():
        if path not in after.drafts:
            origins[path] = Origin(kind=OriginKind.IMPORTED, at=at, note=f"{file} {cell}")
    return replace(after, origins=origins)
