"""Types into a disk that begins to fail: says each saved field, each refusal, and goes on a while before it ends."""

from __future__ import annotations

import sys
from pathlib import Path

from exporter_desk.domain import edit
from exporter_desk.domain.case import Case
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.storage.connection import open_store
from exporter_desk.storage.lock import Holder
from exporter_desk.storage.sqlite_repository import SqliteRepository
from tests.campaign.typist import CASE_ID, FIELDS, STAMP, text_of

TRIES_AFTER_REFUSAL, LONGEST = 3, 400


def main() -> None:
    """Type from the field that is next until the machine refused some steps; nothing typed is forgotten meanwhile."""
    database, start = Path(sys.argv[1]), int(sys.argv[2])
    try:
        desk = SqliteRepository(open_store(database, Holder(who="typist", since="")))
        saved = case = desk.load(CASE_ID)
        _type(desk, saved, case, start)
    except UserFacingError as error:
        _say(f"refused {error.code}")


def _type(desk: SqliteRepository, saved: Case, case: Case, start: int) -> None:
    refused = 0
    for number in range(start, start + LONGEST):
        case = edit.type_text(case, FIELDS[number % len(FIELDS)], text_of(number))
        try:
            desk.save(saved, case, Bilingual("修改", "Change"), STAMP)
        except UserFacingError as error:
            _say(f"refused {error.code}")
            refused += 1
            if refused > TRIES_AFTER_REFUSAL:
                return
        else:
            saved = case
            _say(f"saved {number + 1}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
