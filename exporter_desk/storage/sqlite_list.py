"""The list of cases in SQLite: what the first page shows, read without the records of a case."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from exporter_desk.storage import faults
from exporter_desk.storage.summary import CaseSummary, Only, Summary

if TYPE_CHECKING:
    from exporter_desk.domain.errors import UserFacingError
    from exporter_desk.storage.connection import Store

# Fields of Summary and the columns that hold them.
PARTS = {name: "shown_title" if name == "title" else name for name in Summary._fields}
_SHOWN = ("case_id", "number", "sample", "modified_at", "deleted_at", *PARTS.values())


class SqliteList:
    """Fulfils `CaseListing` on an open store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def read_only(self) -> bool:
        """Tell whether nothing can be changed."""
        return self._store.read_only

    @property
    def notice(self) -> UserFacingError | None:
        """Return why it is read-only, as a sentence."""
        return self._store.notice

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    def company_name(self) -> str | None:
        """Return the Chinese name of the own company, None before it was entered."""
        with self._store.reading() as connection:
            row = connection.execute("SELECT body FROM company").fetchone()
        try:
            return None if row is None else json.loads(row[0]).get("name_zh")
        except (ValueError, AttributeError) as error:
            raise faults.DAMAGED.error(name=self._store.path.name) from error

    def summaries(
        self,
        query: str = "",
        status: str | None = None,
        limit: int = 50,
        offset: int = 0,
        dest: str | None = None,
        *,
        deleted: bool = False,
    ) -> tuple[CaseSummary, ...]:
        """Return one page of the list, latest change first; `deleted` lists the recycle bin."""
        where, values = _conditions(query, Only(status, dest), deleted)
        columns = ", ".join(_SHOWN)
        sql = f"SELECT {columns} FROM shipment WHERE {where}"  # noqa: S608  # constants, values are bound
        with self._store.reading() as connection:
            rows = connection.execute(
                f"{sql} ORDER BY modified_at DESC, case_id LIMIT ? OFFSET ?", (*values, limit, offset)
            ).fetchall()
        return tuple(_summary(row) for row in rows)

    def destinations(self) -> tuple[str, ...]:
        """Return the countries of destination that occur, in the order of their codes."""
        with self._store.reading() as connection:
            sql = "SELECT DISTINCT dest FROM shipment WHERE deleted_at IS NULL AND dest IS NOT NULL ORDER BY dest"
            return tuple(str(row[0]) for row in connection.execute(sql) if row[0])

    def count(
        self, query: str = "", status: str | None = None, dest: str | None = None, *, deleted: bool = False
    ) -> int:
        """Return how many cases the same question would list."""
        where, values = _conditions(query, Only(status, dest), deleted)
        with self._store.reading() as connection:
            sql = f"SELECT count(*) FROM shipment WHERE {where}"  # noqa: S608  # constants, values are bound
            return int(connection.execute(sql, values).fetchone()[0])

    def note_summary(self, case_id: str, shown: Summary) -> None:
        """Keep what the list shows of a case; it is no step, and the case does not count as changed."""
        columns = ", ".join(f"{name} = ?" for name in PARTS.values())
        cells = (*(getattr(shown, name) for name in PARTS), case_id)
        with self._store.writing() as connection:
            connection.execute(f"UPDATE shipment SET {columns} WHERE case_id = ?", cells)  # noqa: S608 - own names


def _summary(row: tuple[object, ...]) -> CaseSummary:
    named = dict(zip(("id", *_SHOWN[1:5]), row[:5], strict=True))
    shown = Summary(**dict(zip(PARTS, row[5:], strict=True)))  # type: ignore[arg-type]  # STRICT columns
    return CaseSummary(**named, shown=shown)  # type: ignore[arg-type]  # columns of a STRICT table


def _conditions(query: str, only: Only, deleted: bool) -> tuple[str, tuple[str, ...]]:
    parts = ["deleted_at IS NOT NULL" if deleted else "deleted_at IS NULL"]
    values: list[str] = []
    for column, value in only._asdict().items():
        if value is not None:
            parts.append(f"{column} = ?")
            values.append(value)
    for word in query.casefold().split():
        parts.append("instr(searched, ?) > 0")
        values.append(word)
    return " AND ".join(parts), tuple(values)
