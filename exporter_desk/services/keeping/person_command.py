"""The command `data person NAME`: what is stored of somebody, written out, or removed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.answers import BAD_INPUT, Answer, same
from exporter_desk.services.keeping import person
from exporter_desk.services.keeping.backups import company_backups
from exporter_desk.services.keeping.company_files import needed
from exporter_desk.system import files, settings
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.domain.person import Mention
    from exporter_desk.services.keeping.backups import Backups
    from exporter_desk.services.keeping.person import Named, PersonView
    from exporter_desk.system.settings import Settings

Agreed = Callable[[tuple[Bilingual, ...]], bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the command line asks. `agreed` shows what is lost and asks; None where nobody said yes and nobody sits."""

    name: str
    export: str | None = None
    delete: bool = False
    parts: bool = False
    agreed: Agreed = lambda _lines: None


def run(wish: Wish) -> Answer:
    """Say what is stored of a name; with `export` write it to a file, with `delete` remove it after a backup."""
    sought = needed(wish.name.strip(), "姓名", "the name")
    backups, chosen = company_backups(), settings.load(find_paths().settings)
    if not backups.database.exists():
        return Answer(data=_empty(sought), lines=(_nothing(sought),))
    backups.tidy()  # an open copy that a killed program left names the person too
    view = person.view(backups.database, sought, chosen, parts=wish.parts)
    # The file for the person is written first: afterwards there is nothing left to write out.
    exported = _exported(view, wish.export)
    if wish.delete and view.count:
        return _removed(view, wish, backups, chosen, exported)
    said = () if exported is None else (_exported_line(exported),)
    lines = (*_lines(view), *said)
    return Answer(data=_data(view, "shown", exported), lines=lines)


def _removed(view: PersonView, wish: Wish, backups: Backups, chosen: Settings, exported: Path | None) -> Answer:
    agreed = wish.agreed((*_places_lines(view), person.LOST, person.STAYS))
    if not agreed:
        raise _not_agreed(view.count) if agreed is None else _left()
    kept = backups.before("person")
    found = person.remove(backups.database, wish.name, chosen, parts=wish.parts)
    done = Bilingual(
        f"“{found.name}”已从 {len(found.shipments)} 票业务的 {found.count} 处删除。删除前的备份：{kept}。",
        f"“{found.name}” was removed from {found.count} places of {len(found.shipments)} shipments. "
        f"The backup made before: {kept}.",
    )
    said = () if exported is None else (_exported_line(exported),)
    lost = Bilingual("删去的内容：", "What was removed:")
    lines = (done, lost, *_places_lines(found), *said, *_part_lines(found), person.STAYS)
    data = _data(found, "removed", exported) | {"backup": str(kept)}
    return Answer(data=data, lines=lines)


def _left() -> UserFacingError:
    return UserFacingError(
        "S261", "没有删除，什么都没有改动。", "Nothing was removed, nothing was changed.", exit_code=BAD_INPUT
    )


def _not_agreed(count: int) -> UserFacingError:
    return UserFacingError(
        "S260",
        f"要删除 {count} 处，还没有得到确认，什么都没有改动。",
        f"{count} places would be removed; nobody agreed to it yet, and nothing was changed.",
        "请先看一遍 data person 姓名 列出的内容，再加 --yes。",
        "Read what data person NAME lists, then add --yes.",
        exit_code=BAD_INPUT,
    )


def _exported(view: PersonView, target: str | None) -> Path | None:
    if target is None:
        return None
    path = Path(target)
    files.require_folder(path)
    files.write_atomically(path, as_file(view))
    return path


def _exported_line(path: Path) -> Bilingual:
    return Bilingual(f"存着的内容已写到 {path}。", f"What is stored was written to {path}.")


def as_file(view: PersonView) -> bytes:
    """Return what is stored of a person as JSON text, to hand to them."""
    # Where the name is only a part, the text is about somebody else: it is not handed out.
    own = replace(view, parts=(), others=0)
    return (json.dumps(_data(own, "shown"), ensure_ascii=False, indent=2) + "\n").encode()


def _lines(view: PersonView) -> tuple[Bilingual, ...]:
    if not view.count:
        return (_nothing(view.name), *_part_lines(view))
    return (
        *_places_lines(view),
        *_part_lines(view),
        Bilingual("要删除，加 --delete。" + person.LOST.zh, "To remove it add --delete. " + person.LOST.en),
        person.STAYS,
    )


def _places_lines(view: PersonView) -> tuple[Bilingual, ...]:
    lines = [line for one in view.shipments for line in _named_lines(one)]
    lines += [_own_line(place) for place in view.company]
    lines += [Bilingual(f"设置  {key}", f"setting  {key}") for key in view.settings]
    told = view.traces
    other = Bilingual(
        f"另有：撤销步骤 {told.steps} 处，业务记录 {told.events} 处，回答人 {told.answers} 处，"
        f"交接副本 {told.copies} 份。",
        f"And: {told.steps} steps of undo, {told.events} lines of timelines, {told.answers} marks of who answered, "
        f"{told.copies} copies of hand-over files.",
    )
    return (*lines, other)


def _part_lines(view: PersonView) -> tuple[Bilingual, ...]:
    """Say where the name is a part of another text: it may be somebody else, a firm or a town."""
    if not view.part_count:
        return ()
    head = Bilingual(
        f"另有 {view.part_count} 处只是含有这几个字（别人的姓名、公司名、地址、句子），"
        "不会删除；也要删除就加 --parts：",
        f"{view.part_count} more places only contain these letters (another name, a firm, an address, a sentence); "
        "they are left alone. To remove them too add --parts:",
    )
    return (head, *(line for one in view.parts for line in _named_lines(one)))


def _named_lines(one: Named) -> list[Bilingual]:
    if not one.case_id:
        return [_own_line(place) for place in one.places]
    return [same(f"{one.number}  {place.path}\t{place.text}") for place in one.places]


def _own_line(place: Mention) -> Bilingual:
    return Bilingual(f"本公司  {place.path}\t{place.text}", f"own company  {place.path}\t{place.text}")


def _nothing(name: str) -> Bilingual:
    return Bilingual(f"没有存着“{name}”。", f"Nothing is stored of “{name}”.")


def _data(view: PersonView, action: str, exported: Path | None = None) -> JsonObject:
    told = view.traces
    return {
        **_empty(view.name),
        "action": action,
        "count": view.count,
        "shipments": [_named(one) for one in view.shipments],
        "company": _places(view.company),
        "settings": list(view.settings),
        "traces": {"steps": told.steps, "events": told.events, "answers": told.answers, "copies": told.copies},
        "part_count": view.part_count,
        "parts": [_named(one) for one in view.parts],
        "exported": None if exported is None else str(exported),
    }


def _named(one: Named) -> JsonObject:
    return {"id": one.case_id, "number": one.number, "title": one.title, "places": _places(one.places)}


def _places(places: tuple[Mention, ...]) -> list[Json]:
    return [{"path": one.path, "text": one.text} for one in places]


def _empty(name: str) -> JsonObject:
    return {
        "schema": "exporter-desk/person",
        "schema_version": 1,
        "name": name,
        "action": "shown",
        "count": 0,
        "shipments": [],
        "company": [],
        "settings": [],
        "traces": {"steps": 0, "events": 0, "answers": 0, "copies": 0},
        "stays": {"zh": person.STAYS.zh, "en": person.STAYS.en},
        "part_count": 0,
        "parts": [],
        "exported": None,
        "backup": None,
    }
