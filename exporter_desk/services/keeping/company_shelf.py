"""The attached files of the company's database, for commands that work without an open company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.attachment import digests
from exporter_desk.services.keeping.company import company_path
from exporter_desk.services.papers.shelf import EMPTY, Shelf
from exporter_desk.storage import contents
from exporter_desk.storage.connection import apart

if TYPE_CHECKING:
    from exporter_desk.domain.case import Case


def company_shelf(case: Case) -> Shelf:
    """Return where the attachments of a case lie, empty while there is no database; the case may come from a file."""
    path, wanted = company_path(), digests(case)
    if not wanted or not path.exists():
        return EMPTY
    with apart(path) as connection:
        held = contents.held(connection, wanted)

    def read(digest: str) -> bytes:
        with apart(path) as connection:
            return contents.read(connection, digest)

    return Shelf(held, read)
