"""The process that is broken off while it attaches: keeps one file after the other, says each one once it is saved."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path

from exporter_desk.domain.attachment import Attachment
from exporter_desk.domain.case import Case
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.storage.connection import open_store
from exporter_desk.storage.lock import Holder
from exporter_desk.storage.sqlite_repository import SqliteRepository
from exporter_desk.storage.summary import Event, Stamp

CASE_ID = "00000000000000a7"
STAMP = Stamp(at="2026-11-22T09:00:00.000+00:00")
TRIES_AFTER_REFUSAL, MOST = 2, 40


def file_of(number: int) -> bytes:
    """Return the file that is attached as `number`: one to four pieces of noise, every fifth the same as before it."""
    chance = random.Random(number - (number % 5 == 4))  # noqa: S311  # no secret
    return chance.randbytes(chance.randrange(1, 900_000))


def main() -> None:
    """Attach from file `start` on until killed, or until the machine refused some."""
    database, start = Path(sys.argv[1]), int(sys.argv[2])
    try:
        desk = SqliteRepository(open_store(database, Holder(who="attacher", since="")))
        if not desk.exists(CASE_ID):
            desk.create(Case(id=CASE_ID), STAMP, Event("new", Bilingual("建立", "Created"), STAMP.at))
        _attach(desk, start)
    except UserFacingError as error:
        say(f"refused {error.code}")


def _attach(desk: SqliteRepository, start: int) -> None:
    case, number, refused = desk.load(CASE_ID), start, 0
    say(str(start))
    while number < start + MOST and refused <= TRIES_AFTER_REFUSAL:
        try:
            data = file_of(number)
            added = Attachment(id=f"a{number + 1}", size_bytes=len(data), sha256=desk.contents.keep(data))
            after = replace(case, attachments=(*case.attachments, added))
            desk.save(case, after, Bilingual("附上", "Attach"), STAMP)
        except UserFacingError as error:
            say(f"refused {error.code}")
            refused += 1
        else:
            case, number = after, number + 1
            say(str(number))


def say(line: str) -> None:
    """Tell the campaign."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
