"""Small things that the storage tests share: a case, a stamp, an event, an opened database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from exporter_desk.domain.case import Case
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.text import Bilingual
from exporter_desk.storage.connection import Store, open_store
from exporter_desk.storage.lock import Holder
from exporter_desk.storage.sqlite_repository import SqliteRepository
from exporter_desk.storage.summary import Event, Stamp

ID = "9f00000000000000"
STEP = Bilingual("修改", "Change")
STAMP = Stamp(at="2026-11-22T09:00:00.000+00:00", by="李敏")
EVENT = Event("new", Bilingual("建立", "Created"), STAMP.at)
HOLDER = Holder(who="李敏@PC-2", since="2026-11-22T09:00")
CASE = Case(
    id=ID,
    number="2026-014",
    title="餐桌椅",
    goods=(GoodsLine(id="g1", name_zh="餐桌"), GoodsLine(id="g2", name_zh="椅子")),
    packages=(Package(id="p1"),),
)


def opened(path: Path, *, read_only: bool = False, scripts: Sequence[str] = ()) -> Store:
    """Open a database as 李敏."""
    return open_store(path, HOLDER, read_only=read_only, scripts=scripts)


def repository(path: Path) -> SqliteRepository:
    """Open a repository on a database as 李敏."""
    return SqliteRepository(opened(path))


def with_one_case(path: Path, case: Case = CASE) -> Path:
    """Make a closed database with one case in it."""
    desk = repository(path)
    desk.create(case, STAMP, EVENT)
    desk.close()
    return path
