"""The `data rates` commands: import the refund rate library, show what it says of a code on a day."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.numbers import plain, trimmed
from exporter_desk.domain.text import Bilingual, half_width
from exporter_desk.rules.answer_json import finding_json
from exporter_desk.services.answers import BAD_INPUT, Answer, finding_line, refused_findings, same
from exporter_desk.services.claims.rate_files import RatesRefusedError, import_rates, is_damaged, not_a_code
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.refund.rate_library import Edition
    from exporter_desk.refund.rate_table import FoundRecord, RateRecord
    from exporter_desk.services.desk import Desk

SCHEMA, SCHEMA_VERSION = "exporter-desk/rates", 1
_CODE = re.compile(r"\d{4,20}")
_TAXES = Bilingual(
    "这个编码有税种（SZ）不同的几行，文件没有说哪个值是增值税，请对着文库核对：",
    "This code has rows of different taxes (SZ); the files do not say which value is VAT, so check the library:",
)


def run(desk: Desk, words: Sequence[str], day: date, today: date) -> Answer:
    """Run `import FILE`, `show CODE` or `show`; raises UserFacingError for other words."""
    action, rest = (words[0], words[1:]) if words else ("", ())
    if action == "import" and len(rest) == 1:
        return _import(desk, Path(rest[0]), today)
    if action == "show" and len(rest) <= 1:
        return _show(desk, rest[0] if rest else None, day)
    raise UserFacingError(
        "S43",
        "还缺要做什么：data rates import 文件，或 data rates show 编码 --day 日期。",
        "Missing: data rates import FILE, or data rates show CODE --day DAY.",
        exit_code=BAD_INPUT,
    )


def _import(desk: Desk, source: Path, today: date) -> Answer:
    try:
        done = import_rates(source, find_paths().rate_library, today)
    except RatesRefusedError as error:
        return refused_findings(desk.render((error.finding,)))
    desk.forget_rates()
    edition, count = done.library.edition, len(done.library.table.records)
    rendered = desk.render(done.findings)
    head = Bilingual(
        f"已导入出口退税率文库{f' {edition.version}' if edition.version else '（文件没有写版本）'}：{count} 条。",
        f"Imported the refund rate library {edition.version or '(the files name no edition)'}: {count} intervals.",
    )
    data = _head("import", edition, bundled=False) | {
        "count": count,
        "unread": list(done.library.unread),
        "findings": [finding_json(one) for one in rendered],
    }
    return Answer(data=data, lines=(head, *(finding_line(one) for one in rendered)))


def _show(desk: Desk, typed: str | None, day: date) -> Answer:
    book = desk.refund_book
    damaged = (Finding("D65", Severity.CONFIRM, ("",)),) if is_damaged(find_paths().rate_library) else ()
    rendered = desk.render(damaged)
    data = _head("show", book.edition, bundled=book.bundled)
    data |= {"count": len(book.table.records), "findings": [finding_json(one) for one in rendered]}
    lines = [_which(book.edition)]
    if typed is not None:
        code = half_width(typed).replace(".", "").replace(" ", "")
        if not _CODE.fullmatch(code):
            raise not_a_code(typed)
        found = book.table.lookup(code, day)
        data |= {"code": code, "day": day.isoformat(), **_found_json(found)}
        lines += _found_lines(found, code, day)
    return Answer(data=data, lines=tuple(lines), messages=tuple(finding_line(one) for one in rendered))


def _head(action: str, edition: Edition | None, *, bundled: bool) -> JsonObject:
    library: JsonObject = {
        "bundled": bundled,
        "version": (edition.version or None) if edition else None,
        "file": edition.file if edition else None,
        "sha256": edition.sha256 if edition else None,
        "imported_on": edition.imported_on.isoformat() if edition else None,
    }
    return {"schema": SCHEMA, "schema_version": SCHEMA_VERSION, "action": action, "library": library}


def _which(edition: Edition | None) -> Bilingual:
    if edition is None:
        return Bilingual(
            "还没有导入出口退税率文库，现在用程序自带的退税率，只能作参考。",
            "No rate library was imported; the rates shipped with the program are used, as a starting point only.",
        )
    name = edition.version or edition.file
    return Bilingual(
        f"出口退税率文库 {name}，{edition.imported_on} 导入。",
        f"Refund rate library {name}, imported on {edition.imported_on}.",
    )


def _found_json(found: FoundRecord) -> JsonObject:
    answer = "found" if found.record else "ambiguous" if found.choices else "none"
    record = None if found.record is None else _record_json(found.record)
    choices: list[Json] = [_record_json(one) for one in found.choices]
    return {"answer": answer, "from_shorter_code": found.prefix, "rate": record, "choices": choices}


def _record_json(one: RateRecord) -> JsonObject:
    vat = one.vat_set or (() if one.vat_rate is None else (one.vat_rate,))
    return {
        "code": one.code,
        "name": one.name or None,
        "unit": one.unit or None,
        "refund_rate": None if one.refund_rate is None else plain(one.refund_rate),
        "vat_rates": [plain(rate) for rate in vat],
        "from": None if one.start is None else one.start.isoformat(),
        "until": None if one.end is None else one.end.isoformat(),
        "flag": one.flag or None,
        "tax": one.tax or None,
        "confidence": one.confidence.value,
    }


def _found_lines(found: FoundRecord, code: str, day: date) -> list[Bilingual]:
    if found.record is not None:
        return [same(_line(found.record))]
    if not found.choices:
        return [
            Bilingual(f"{code} 在 {day} 没有退税率，请在电子税务局查。", f"No rate for {code} on {day}: look it up.")
        ]
    if found.of_taxes:
        return [_TAXES, *(same(_line(one)) for one in found.choices)]
    ask = Bilingual(
        f"{code} 在 {day} 对应几个不同的退税率，请选一个：",
        f"Several rates are listed for {code} on {day}; choose one:",
    )
    return [ask, *(same(_line(one)) for one in found.choices)]


def _line(one: RateRecord) -> str:
    rate = "?" if one.refund_rate is None else f"{trimmed(one.refund_rate * 100)}%"
    days = f"{one.start or '…'} – {one.end or '…'}"
    marks = "".join(f"  {name} {value}" for name, value in (("TSFLAG", one.flag), ("SZ", one.tax)) if value)
    return f"{one.code}  {rate}  {days}{marks}  {one.name}".rstrip()
