"""The person view: what is stored of somebody over all shipments; written out, or removed with what stays said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter_desk.domain import person
from exporter_desk.domain.case import Case
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.person import Mention, Sought
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.case_list import moment
from exporter_desk.storage import traces
from exporter_desk.storage.connection import open_store, this_user
from exporter_desk.storage.sqlite_repository import SqliteRepository
from exporter_desk.storage.summary import Stamp
from exporter_desk.storage.traces import Traces
from exporter_desk.system import clock, settings

if TYPE_CHECKING:
    from pathlib import Path

    from exporter_desk.domain.parties import Party
    from exporter_desk.storage.connection import Store
    from exporter_desk.system.settings import Settings

PERSONAL = (settings.MY_NAME, *(one for one in settings.SENDER if one.key in ("typist_name", "declarant_person")))
STAYS = Bilingual(
    "已经交出去的纸质和电子资料、以前的备份、写在电脑别处的文件里，这个名字还在；请自行处理。"
    "扫描件是图片，里面的名字程序找不到，也不会删；要删，请移除那份附件。",
    "Papers and files that were handed over, earlier backups and files elsewhere on this computer keep the name; "
    "see to them yourself. Scans are pictures: names in them are neither found nor removed; remove the attachment.",
)
LOST = Bilingual(
    "删除后不能撤销；有关业务以前的步骤也不能再撤销。删除前会先写一份备份，那份备份里名字还在。",
    "This cannot be undone, and earlier steps of those shipments can no longer be undone either. A backup is written "
    "first; the name is still in that backup.",
)


@dataclass(frozen=True, slots=True)
class Named:
    """A shipment that names the person, and where; `whole` leaves out where the name is only a part of another."""

    case_id: str
    number: str
    title: str
    places: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class PersonView:
    """Everything that the program stores of one name; `parts` are places where it is only a part of another text.

    In `parts` the own company is a shipment without a number. `others` are traces of the same doubtful kind.
    """

    name: str
    shipments: tuple[Named, ...]
    company: tuple[Mention, ...]
    settings: tuple[str, ...]
    traces: Traces
    parts: tuple[Named, ...] = ()
    others: int = 0

    @property
    def part_count(self) -> int:
        """Return in how many places the name is only a part of another one or of a longer text."""
        return sum(len(one.places) for one in self.parts) + self.others

    @property
    def count(self) -> int:
        """Return in how many places the name stands wholly; so many are removed."""
        other = self.traces.steps + self.traces.events + self.traces.answers + self.traces.copies
        return sum(len(one.places) for one in self.shipments) + len(self.company) + len(self.settings) + other


def view(database: Path, name: str, chosen: Settings, *, parts: bool = False) -> PersonView:
    """Return what is stored of `name`; the database is only read. Raises UserFacingError for a name of one letter.

    With `parts` a name that is only a part of another text counts as the person too.
    """
    sought = _sought(name)
    store = open_store(database, this_user(""), read_only=True)
    try:
        return _view(store, sought, chosen, parts=parts)
    finally:
        store.close()


def _view(store: Store, name: str, chosen: Settings, *, parts: bool) -> PersonView:
    desk = SqliteRepository(store)
    shipments: list[Named] = []
    doubtful: list[Named] = []
    for identifier in traces.cases_naming(store, name):
        case = desk.load(identifier)
        found = person.mentions(case, name)
        for listed, whole in ((shipments, True), (doubtful, False)):
            places = tuple(one for one in found if (one.whole or parts) is whole)
            if places:
                listed.append(Named(identifier, case.number or "", case.title or "", places))
    company = desk.company()
    stored = () if company is None else person.mentions(Case(parties=(company,)), name)
    own = tuple(one for one in stored if not (one.whole or parts))
    if own:
        doubtful.append(Named("", "", "", own))
    sought = Sought(name)
    kept = tuple(one.key for one in PERSONAL if sought.stands("", chosen.get(one)) == "whole")
    told, all_told = traces.count(store, name, parts=parts), traces.count(store, name, parts=True)
    return PersonView(
        name, tuple(shipments), tuple(one for one in stored if one.whole or parts), kept, told, tuple(doubtful),
        all_told.events + all_told.answers + all_told.copies - told.events - told.answers - told.copies,
    )  # fmt: skip


def remove(database: Path, name: str, chosen: Settings, *, parts: bool = False) -> PersonView:
    """Remove a name from every shipment, the company, the journal, the timelines and the settings; return what was.

    The database must not be open anywhere. Raises UserFacingError; a backup is to be written before (see LOST).
    """
    sought = _sought(name)
    store = open_store(database, this_user(moment(clock.now())))
    try:
        found = _view(store, sought, chosen, parts=parts)
        desk, stamp = SqliteRepository(store), Stamp(at=moment(clock.now()))
        for one in found.shipments:
            before = desk.load(one.case_id)
            after = person.without(before, sought, parts=parts)
            desk.save(before, after, Bilingual("删除姓名", "Remove a name"), stamp)
        company = desk.company()
        if company is not None and found.company:
            desk.save_company(_nameless(company, sought, parts=parts), stamp)
        traces.remove(store, sought, parts=parts)
    finally:
        store.close()
    for option in PERSONAL:
        if option.key in found.settings:
            chosen.set(option, "")
    return found


def _nameless(company: Party, name: str, *, parts: bool) -> Party:
    [left] = person.without(Case(parties=(replace(company, id=company.id or "pt1"),)), name, parts=parts).parties
    return replace(left, id=company.id)


def _sought(name: str) -> str:
    sought = Sought(name)
    if sought.letters < person.LEAST_LETTERS:
        raise UserFacingError(
            "S96",
            "请给出完整的姓名（两个字以上）。",
            "Give the whole name, two letters or more.",
            "例如 data person 李敏。",
            "For example: data person 李敏.",
            exit_code=2,
        )
    return sought.name
