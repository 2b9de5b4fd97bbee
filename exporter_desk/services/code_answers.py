"""The command `codes`: code tables listed, and searched by code, name and the reading of the Chinese name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.answers import BAD_INPUT, Answer, refused

if TYPE_CHECKING:
    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.rules.codes import CodeTables, TableInfo

SCHEMA, SCHEMA_VERSION = "exporter-desk/codes", 1


def find_codes(codes: CodeTables, table: str | None, text: str, limit: int) -> Answer:
    """List the tables, or the rows of one that hold every word of `text`; all words empty: the first rows."""
    if table is None:
        infos = [codes.info(name) for name in codes.tables]
        lines = tuple(Bilingual(f"{one.id}\t{one.title.zh}", f"{one.id}\t{one.title.en}") for one in infos)
        return Answer(data=_answer(tables=[_info_json(one) for one in infos]), lines=lines)
    if table not in codes.tables or limit < 1:
        return refused(_bad(table, limit, codes))
    found = codes.search(table, text, limit) if text.strip() else tuple(codes.rows(table).values())[:limit]
    key, info = codes.info(table).key, codes.info(table)
    listed: list[Json] = [
        {"code": row[key], "zh": row.get("zh") or None, "en": row.get("en") or None, "row": dict(row)} for row in found
    ]
    lines = tuple(
        Bilingual(
            f"{row[key]}  {codes.label(table, row[key], 'zh')}", f"{row[key]}  {codes.label(table, row[key], 'en')}"
        )
        for row in found
    )
    nothing = Bilingual("表里没有找到。", "Nothing found in the table.")
    return Answer(data=_answer([_info_json(info)], text, listed), lines=lines or (nothing,))


def _answer(tables: list[Json], query: str = "", results: list[Json] | None = None) -> JsonObject:
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "query": query,
        "tables": tables,
        "results": results or [],
    }


def _info_json(info: TableInfo) -> JsonObject:
    return {
        "id": info.id,
        "zh": info.title.zh,
        "en": info.title.en,
        "source": info.source,
        "as_of": info.as_of.isoformat(),
        "confidence": info.confidence,
        "free": info.free,
        "note": {"zh": info.notes.zh, "en": info.notes.en},
    }


def _bad(table: str, limit: int, codes: CodeTables) -> UserFacingError:
    known = ", ".join(codes.tables)
    if limit < 1 and table in codes.tables:
        return UserFacingError(
            "S46", f"最多列出的行数不能是 {limit}。", f"{limit} cannot be the number of rows to list.",
            "请给一个不小于 1 的整数。", "Give a whole number of at least 1.", exit_code=BAD_INPUT,
        )  # fmt: skip
    return UserFacingError(
        "S41", f"没有叫“{table}”的代码表。", f"There is no code table called “{table}”.",
        f"可以用：{known}。", f"Known: {known}.", exit_code=BAD_INPUT,
    )  # fmt: skip
