"""Templates of brokers and portals from the command line: listed, taken from a workbook, corrected, given up."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.documents.messages.schema import CONSTANT
from exporter_desk.documents.messages.templates import vocabulary
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.answers import Answer, same
from exporter_desk.services.papers.sheet_templates import Layout, changed, damaged, give_up, own_names, templates_folder
from exporter_desk.services.papers.template_taking import keep_workbook, read_workbook, refused

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.documents.messages.templates import SheetTemplate
    from exporter_desk.domain.errors import UserFacingError
    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.services.desk import Desk

SCHEMA, SCHEMA_VERSION = "exporter-desk/templates", 1
_PLACE = re.compile(r"[A-Z]{1,3}([1-9]\d{0,6})?")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_OWN_WORDS = ("title", "for", "sheet")


def run(desk: Desk, words: tuple[str, ...], today: date) -> Answer:
    """Do what the words ask: `list`, `take FILE NAME [PLACE=VALUE …]`, `values [FILE]`, `remove NAME`."""
    action, *rest = words or ("list",)
    if action == "list" and not rest:
        return listed(desk, "list")
    if action == "take" and len(rest) >= len(("FILE", "NAME")):
        return take(desk, Path(rest[0]), rest[1], rest[2:], today)
    if action == "values" and len(rest) <= 1:
        return values(desk, rest[0] if rest else "")
    if action == "remove" and len(rest) == 1:
        return remove(desk, rest[0])
    raise _refused("S330", " ".join(words))


def listed(desk: Desk, action: str, found: Layout | None = None) -> Answer:
    """Tell every template that packets fill, and those of the user that cannot be read."""
    broken = damaged(templates_folder(), desk.messages)
    entries: list[Json] = [_json(one) for one in desk.templates]
    data: JsonObject = {
        "schema": SCHEMA, "schema_version": SCHEMA_VERSION, "action": action, "templates": entries,
        "damaged": list(broken), "unknown": [] if found is None else [list(one) for one in found.unknown],
        "removed": 0 if found is None else found.removed,
    }  # fmt: skip
    messages = tuple(_damaged(name) for name in broken)
    return Answer(data=data, lines=tuple(_line(one) for one in desk.templates), messages=messages)


def take(desk: Desk, file: Path, name: str, words: list[str], today: date) -> Answer:
    """Keep a workbook as a template; what was recognised, what not and what goes from it is told."""
    if not _NAME.fullmatch(name):
        raise _refused("S331", name)
    said = _said(words)
    foreign = read_workbook(file, desk.messages, sheet=said.get("sheet"))
    found = changed(foreign.layout, {place: value for place, value in said.items() if place not in _OWN_WORDS})
    _refuse_unknown(desk, found)
    title, party = said.get("title") or file.stem, said.get("for", "")
    replaced = name in own_names(templates_folder())
    template = keep_workbook(foreign, found, name, title, party, today)
    desk.forget_templates()
    answer = listed(desk, "take", found)
    lines = tuple(_place_line(desk, template, place, value) for place, value in _places(template))
    return Answer(
        data=answer.data,
        lines=lines,
        messages=(*answer.messages, *_told(found), *_kept(name, party, replaced=replaced)),
    )


def values(desk: Desk, of: str) -> Answer:
    """List what a template may ask for, of one file to import or of all."""
    specs = [spec for spec in desk.messages if spec.format == "xlsx" and of in ("", spec.id)]
    if not specs:
        raise _refused("S330", of)
    known = [(spec.id, value, column.name) for spec in specs for value, column in vocabulary(spec).items()]
    listed_values: list[Json] = [{"of": of, "value": value, "zh": it.zh, "en": it.en} for of, value, it in known]
    data: JsonObject = {
        "schema": SCHEMA, "schema_version": SCHEMA_VERSION, "action": "values", "templates": [], "damaged": [],
        "unknown": [], "removed": 0, "values": listed_values,
    }  # fmt: skip
    return Answer(data=data, lines=tuple(_listed_name(f"{of}\t{value}", name) for of, value, name in known))


def remove(desk: Desk, name: str) -> Answer:
    """Give up one of the user's templates; raises UserFacingError when there is none of that name."""
    if not _NAME.fullmatch(name) or not give_up(templates_folder(), name):
        raise _refused("S335", name)
    desk.forget_templates()
    return listed(desk, "remove")


def _said(words: list[str]) -> dict[str, str]:
    """Read `B=line.hs`, `C2==文字`, `D=` and the few words of our own; raises UserFacingError for anything else."""
    said: dict[str, str] = {}
    for word in words:
        place, sign, value = word.partition("=")
        key = place if place in _OWN_WORDS else place.upper()
        if not sign or (key not in _OWN_WORDS and not _PLACE.fullmatch(key)):
            raise _refused("S330", word)
        said[key] = value
    return said


def _refuse_unknown(desk: Desk, layout: Layout) -> None:
    spec = next(spec for spec in desk.messages if spec.id == layout.of)
    known = vocabulary(spec)
    for place, value in (*layout.columns.items(), *layout.cells.items()):
        line_alone = not place.isalpha() and value.startswith("line.")
        if line_alone or not (value.startswith(CONSTANT) or value in known):
            raise _refused("S334", value, place=place, of=layout.of)


def _json(template: SheetTemplate) -> JsonObject:
    columns: JsonObject = dict(template.columns)
    cells: JsonObject = dict(template.cells)
    return {
        "id": template.id, "title": template.zh, "of": template.of, "sheet": template.sheet,
        "first_row": template.first_row, "party": template.party, "receivers": list(template.receivers),
        "as_of": template.as_of.isoformat(), "confidence": template.confidence, "columns": columns, "cells": cells,
    }  # fmt: skip


def _line(template: SheetTemplate) -> Bilingual:
    head = f"{template.id}\t{template.zh}\t{template.of}\t{template.sheet}!{template.first_row}\t"
    columns = len(template.columns) + len(template.cells)
    more = f"\t{template.party}" if template.party else ""
    return Bilingual(f"{head}{columns} 处{more}", f"{head}{columns} places{more}")


def _places(template: SheetTemplate) -> list[tuple[str, str]]:
    return [*template.cells.items(), *template.columns.items()]


def _place_line(desk: Desk, template: SheetTemplate, place: str, value: str) -> Bilingual:
    spec = next(spec for spec in desk.messages if spec.id == template.of)
    column = vocabulary(spec).get(value)
    head = f"{place}\t{value}"
    return _listed_name(head, column.name) if column else same(f"{head}\t{value.removeprefix(CONSTANT)}")


def _listed_name(head: str, name: Bilingual) -> Bilingual:
    """In English the Chinese title goes along: it is what stands in the sheet."""
    return Bilingual(f"{head}\t{name.zh}", f"{head}\t{name.en} · {name.zh}")


def _told(layout: Layout) -> tuple[Bilingual, ...]:
    told = []
    if layout.unknown:
        listed_titles = [f"{place} {title}" for place, title in layout.unknown]
        zh = (
            f"● 没有认出、会空着的列和格：{'、'.join(listed_titles)}。"
            "要填的话，用“列=值”或“格=值”再记一次，值见 data templates values。"
        )
        en = (
            f"● Columns and cells not recognised that stay empty: {', '.join(listed_titles)}. To fill one, take the "
            "template again with COLUMN=VALUE or CELL=VALUE; data templates values lists the values."
        )
        told.append(Bilingual(zh, en))
    if layout.removed:
        zh = f"● 标题行下面原有 {layout.removed} 格内容（例如样例行），填写时会清掉，只留格式。"
        en = f"● {layout.removed} cells below the titles hold something (sample lines); it goes, the looks stay."
        told.append(Bilingual(zh, en))
    if layout.foot:
        zh = f"● 第 {layout.foot} 行起是表尾（合计、签字等），会留着，放在商品行下面。"
        en = f"● From row {layout.foot} on stands the foot of the form (sums, signatures): it stays, below the lines."
        told.append(Bilingual(zh, en))
    return tuple(told)


def _kept(name: str, party: str, *, replaced: bool) -> tuple[Bilingual, ...]:
    told = []
    if replaced:
        zh = f"● 原来叫 {name} 的模板已经换成这一份。"
        told.append(Bilingual(zh, f"● The template that was called {name} is replaced by this one."))
    if party:
        zh = f"● 只有报关行的名称正好是“{party}”的业务才用这份模板；名称要和业务里写的一字不差。"
        en = f"● Only shipments whose broker is called exactly “{party}” use it; the name must be as in the shipment."
        told.append(Bilingual(zh, en))
    return tuple(told)


def _damaged(name: str) -> Bilingual:
    return Bilingual(
        f"▲ 模板 {name} 读不出来，没有用它；请重新记一次。",
        f"▲ The template {name} cannot be read and is not used; take it again.",
    )


# What cannot be done: sentence and next step in both languages.
_SENTENCES = {
    "S330": (
        "看不懂“{found}”。",
        "“{found}” is not understood.",
        (
            "可以用：data templates，data templates take 文件 名字 [列=值 …]，data templates values，"
            "data templates remove 名字。"
        ),
        (
            "Use data templates, data templates take FILE NAME [COLUMN=VALUE …], data templates values, "
            "or data templates remove NAME."
        ),
    ),
    "S331": (
        "模板的名字“{found}”不能用。",
        "A template cannot be called “{found}”.",
        "名字用小写字母、数字、- 和 _，最长 40 个，例如 broker-a。",
        "Use up to 40 small letters, digits, - and _, for instance broker-a.",
    ),
    "S334": (
        "{place} 要的“{found}”不是能填的内容。",
        "“{found}” for {place} is nothing that can be filled in.",
        "能填的内容见 data templates values {of}；固定文字写成 {place}==文字。",
        "See data templates values {of}; a fixed text is written {place}==TEXT.",
    ),
    "S335": (
        "没有叫“{found}”的模板可以移除。",
        "There is no template “{found}” to remove.",
        "data templates 列出全部；规则包带来的模板随规则包移除。",
        "data templates lists them; those of a pack go with the pack.",
    ),
}


def _refused(code: str, found: str, **values: str) -> UserFacingError:
    zh, en, remedy_zh, remedy_en = (text.format(found=found, **values) for text in _SENTENCES[code])
    return refused(code, zh, en, remedy_zh, remedy_en)
