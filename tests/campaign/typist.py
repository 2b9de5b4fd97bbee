"""The process that is killed: types one field after the other and says each one's number once it is saved."""

from __future__ import annotations

import sys
from pathlib import Path

from exporter_desk.domain import edit
from exporter_desk.domain.case import Case
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.text import Bilingual
from exporter_desk.storage.connection import open_store
from exporter_desk.storage.lock import Holder
from exporter_desk.storage.sqlite_repository import SqliteRepository
from exporter_desk.storage.summary import Event, Stamp

CASE_ID = "00000000000000c1"
# One field of each way of being stored: columns, answers, drafts, contents, estimate.
FIELDS = (
    "goods.g1.net_kg",
    "goods.g2.name_zh",
    "facts.ticket_cny",
    "packages.p1.contents.g1",
    "terms.freight.amount",
    "estimate.horizon",
    "route.marks",
    "packages.p1.size_cm.1",
    "title",
)
STAMP = Stamp(at="2026-11-22T09:00:00.000+00:00")


def empty_case() -> Case:
    """Return the case before the first field."""
    return Case(id=CASE_ID, goods=(GoodsLine(id="g1"), GoodsLine(id="g2")), packages=(Package(id="p1"),))


def text_of(number: int) -> str:
    """Return what is typed as field `number`; every seventh one cannot be read as a number and stays a draft."""
    return f"{number}O" if number % 7 == 0 else str(number)


def main() -> None:
    """Type until killed."""
    database, start = Path(sys.argv[1]), int(sys.argv[2])
    desk = SqliteRepository(open_store(database, Holder(who="typist", since="")))
    if not desk.exists(CASE_ID):
        desk.create(empty_case(), STAMP, Event("new", Bilingual("建立", "Created"), STAMP.at))
    case = desk.load(CASE_ID)
    sys.stdout.write(f"{start}\n")
    sys.stdout.flush()
    while True:
        after = edit.type_text(case, FIELDS[start % len(FIELDS)], text_of(start))
        desk.save(case, after, Bilingual("修改", "Change"), STAMP)
        case, start = after, start + 1
        sys.stdout.write(f"{start}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
