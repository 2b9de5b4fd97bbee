"""The command `data person NAME`: what is stored of somebody, written out, or removed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.text import Bilingual
from exporter_desk.services.answers import Answer, same
from exporter_desk.services.keeping import person
from exporter_desk.services.keeping.backups import company_backups
from exporter_desk.services.keeping.company_files import needed
from exporter_desk.system import files, settings
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.domain.person import Mention
    from exporter_desk.services.keeping.person import PersonView


def run(name: str, *, export: str | None, delete: bool) -> Answer:
    """Say what is stored of `name`; with `export` write it to a file, with `delete` remove it after a backup."""
    sought = needed(name.strip(), "姓名", "the name")
    backups, chosen = company_backups(), settings.load(find_paths().settings)
    if not backups.database.exists():
        return Answer(data=_empty(sought), lines=(_nothing(sought),))
    if not delete:
        view = person.view(backups.database, sought, chosen)
        if export is not None:
            files.write_atomically(Path(export), as_file(view))
        return Answer(data=_data(view, "shown"), lines=_lines(view))
    kept = backups.before("person")
    view = person.remove(backups.database, sought, chosen)
    if export is not None:
        files.write_atomically(Path(export), as_file(view))
    done = Bilingual(
        f"“{view.name}”已从 {len(view.shipments)} 票业务中删除。删除前的备份：{kept}。",
        f"“{view.name}” was removed from {len(view.shipments)} shipments. The backup made before: {kept}.",
    )
    return Answer(data=_data(view, "removed"), lines=(done, person.STAYS))


def as_file(view: PersonView) -> bytes:
    """Return what is stored of a person as JSON text, to hand to them."""
    return (json.dumps(_data(view, "shown"), ensure_ascii=False, indent=2) + "\n").encode()


def _lines(view: PersonView) -> tuple[Bilingual, ...]:
    if not view.count:
        return (_nothing(view.name),)
    lines = [same(f"{one.number}  {place.path}\t{place.text}") for one in view.shipments for place in one.places]
    lines += [Bilingual(f"本公司  {place.path}\t{place.text}", f"own company  {place.path}\t{place.text}")
              for place in view.company]  # fmt: skip
    lines += [Bilingual(f"设置  {key}", f"setting  {key}") for key in view.settings]
    told = view.traces
    return (
        *lines,
        Bilingual(
            f"另有：撤销步骤 {told.steps} 处，业务记录 {told.events} 处，回答人 {told.answers} 处。",
            f"And: {told.steps} steps of undo, {told.events} lines of timelines, {told.answers} marks of who answered.",
        ),
        Bilingual("要删除，加 --delete。" + person.LOST.zh, "To remove it add --delete. " + person.LOST.en),
        person.STAYS,
    )


def _nothing(name: str) -> Bilingual:
    return Bilingual(f"没有存着“{name}”。", f"Nothing is stored of “{name}”.")


def _data(view: PersonView, action: str) -> JsonObject:
    shipments: list[Json] = [
        {"id": one.case_id, "number": one.number, "title": one.title, "places": _places(one.places)}
        for one in view.shipments
    ]
    told = view.traces
    return {
        **_empty(view.name),
        "action": action,
        "count": view.count,
        "shipments": shipments,
        "company": _places(view.company),
        "settings": list(view.settings),
        "traces": {"steps": told.steps, "events": told.events, "answers": told.answers},
    }


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
        "traces": {"steps": 0, "events": 0, "answers": 0},
        "stays": {"zh": person.STAYS.zh, "en": person.STAYS.en},
    }
