"""Upkeep commands: what the rules are and what is odd about them, and how this installation is."""

from __future__ import annotations

import platform
import sys
from typing import TYPE_CHECKING, TypeAlias

import exporter_desk
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.problems import RuleDataErrors
from exporter_desk.services.answers import FINE, MACHINE_PROBLEM, Answer, same
from exporter_desk.services.keeping import doctor
from exporter_desk.services.keeping.doctor import OddError
from exporter_desk.services.source_view import marked
from exporter_desk.system import resources

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.rules.rulebook import RuleBook
    from exporter_desk.rules.schema import Place, PlaceRow
    from exporter_desk.services.desk import Desk

Check: TypeAlias = tuple[str, bool, Bilingual]
TOLD_ONLY = frozenset({"data place", "backups", "printers", "packs"})


def list_rules(desk: Desk, day: date) -> Answer:
    """Say which rules are loaded, how old they are, and how many there are."""
    book = desk.rules
    age = (day - book.checked_on).days
    counts: JsonObject = {
        "sources": len(book.sources),
        "values": len(book.values),
        "facts": len(book.facts),
        "modes": len(book.modes),
        "gates": len(book.gates),
        "warnings": len(book.cautions),
        "papers": len(desk.checklists.papers),
    }
    places: list[Json] = [_place(one, book) for one in book.places.values()]
    pack: JsonObject = {
        "version": book.version,
        "digest": book.digest,
        "checked_on": book.checked_on.isoformat(),
        "age_days": age,
        "counts": counts,
        "places": places,
    }
    line = Bilingual(
        f"{book.version}，{book.checked_on} 核对，已过 {age} 天",
        f"{book.version}, checked {book.checked_on}, days since then: {age}",
    )
    rows = tuple(_row_line(one, row) for one in book.places.values() for row in one.row)
    return Answer(data={**_head("packs"), "packs": [pack]}, lines=(line, *rows))


def _place(one: Place, book: RuleBook) -> JsonObject:
    """Return what is known of a city: what is open, only reported, not found, or told in two ways."""
    rows: list[Json] = [
        {
            "id": row.id,
            "state": row.state,
            "since": None if row.since is None else row.since.isoformat(),
            "topic": {"zh": row.topic_zh, "en": row.topic_en},
            "zh": row.zh,
            "en": row.en,
            "confidence": str(book.confidence_of(row.cite, row.confidence)),
            "sources": [cite.source for cite in row.cite],
        }
        for row in one.row
    ]
    prefix = {"customs_prefix": one.customs_prefix, "customs_prefix_confidence": one.customs_prefix_confidence}
    return {"id": one.id, "zh": one.zh, "en": one.en, **prefix, "rows": rows}


def _row_line(one: Place, row: PlaceRow) -> Bilingual:
    head = Bilingual(f"{one.zh}·{row.topic_zh}：{row.zh}", f"{one.en} · {row.topic_en}: {row.en}")
    return marked(head, row.confidence)


def examine_installation(desk: Desk) -> Answer:
    """Say how this installation is, as text that a person reads before sending it to anybody."""
    checks = [
        _try("program", _program),
        _try("resources", lambda: same(resources.root().name)),
        _try("rules", lambda: _rules(desk)),
        _try("forms", lambda: same(str(len(desk.library.forms)))),
        _try("texts", lambda: same(str(len(desk.texts.texts)))),
        _try("messages", lambda: same(str(len(desk.messages)))),
        _try("codes", lambda: same(str(len(desk.codes.tables)))),
        _try("refund rates", lambda: _rates(desk)),
        _try("database", _database),
        *(_try(name, look) for name, look in doctor.looks()),
    ]
    listed: list[Json] = [_check_json(*one) for one in checks]
    lines = tuple(_check_line(*one) for one in checks)
    # An old backup or a synced folder is told, but the program itself is well.
    fine = all(ok for name, ok, _ in checks if name not in TOLD_ONLY)
    return Answer(data={**_head("doctor"), "checks": listed}, lines=lines, exit_code=FINE if fine else MACHINE_PROBLEM)


def _check_json(name: str, ok: bool, words: Bilingual) -> JsonObject:
    """Return one check; `detail` is its Chinese text, as it was before both languages were told."""
    called = doctor.NAMES[name]
    return {"name": name, "ok": ok, "detail": words.zh, "name_zh": called.zh, "name_en": called.en, "zh": words.zh,
            "en": words.en}  # fmt: skip


def _check_line(name: str, ok: bool, words: Bilingual) -> Bilingual:
    sign, called = "✓" if ok else "■", doctor.NAMES[name]
    return Bilingual(f"{sign} {called.zh}：{words.zh}", f"{sign} {called.en}: {words.en}")


def _try(name: str, look: Callable[[], Bilingual]) -> Check:
    """Run one look; whatever it meets is an answer here, since the report is for the one who must mend it."""
    try:
        return name, True, look()
    except UserFacingError as error:
        said = Bilingual(error.sentence("zh"), error.sentence("en"))
        return name, False, doctor.MOVED_AWAY.get(error.code, said)
    except OddError as odd:
        return name, False, odd.words
    except (OSError, ValueError, LookupError, RuleDataErrors) as error:
        return name, False, same(f"{type(error).__name__}: {error}")


def _program() -> Bilingual:
    return same(f"{exporter_desk.__version__}, Python {platform.python_version()}, {sys.platform}")


def _rules(desk: Desk) -> Bilingual:
    rules = desk.rules
    return Bilingual(f"{rules.version}，{rules.checked_on} 核对", f"{rules.version}, checked {rules.checked_on}")


def _rates(desk: Desk) -> Bilingual:
    from exporter_desk.services.claims.rate_files import is_damaged
    from exporter_desk.system.paths import find_paths

    if is_damaged(find_paths().rate_library):
        raise OddError("导入的退税率库读不了，请重新导入", "the imported rate library cannot be read; import it again")
    edition = desk.refund_book.edition
    if edition is None:
        return Bilingual("程序自带", "shipped with the program")
    named = edition.version or edition.file
    return Bilingual(f"{named}，{edition.imported_on} 导入", f"{named}, imported {edition.imported_on}")


def _database() -> Bilingual:
    from exporter_desk.services.keeping.company import company_path
    from exporter_desk.storage.backup import read_backup

    path = company_path()
    if not path.exists():
        return Bilingual("还没有", "not made yet")
    report = read_backup(path)
    bad = len(report.unreadable)
    if bad:
        raise OddError(f"{report.cases} 票业务，其中 {bad} 票读不出来，请运行 data check",
                       f"{report.cases} shipments, {bad} of them cannot be read; run data check")  # fmt: skip
    return Bilingual(f"完好，{report.cases} 票业务，{report.size} 字节",
                     f"sound, {report.cases} shipments, {report.size} bytes")  # fmt: skip


def _head(name: str) -> JsonObject:
    return {"schema": f"exporter-desk/{name}", "schema_version": 1}
