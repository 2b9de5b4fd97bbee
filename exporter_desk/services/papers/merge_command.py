"""The command `data merge`: a hand-over file with the shipment that is here; conflicts are told and nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from exporter_desk.domain.case_json import CaseRefusedError
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.merging.values import ABSENT, Side
from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.answer_json import finding_json
from exporter_desk.services.answers import BAD_INPUT, CASE_ERRORS, FINE, Answer, finding_line, refused_findings
from exporter_desk.services.keeping.backups import company_backups
from exporter_desk.services.keeping.company import open_cases
from exporter_desk.services.keeping.company_files import named_file, needed, no_case
from exporter_desk.services.papers.arriving import arrived, keep_files
from exporter_desk.services.papers.merging import conflict_findings, meet, place_name, take
from exporter_desk.system import clock

if TYPE_CHECKING:
    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.domain.merging.cases import Merged
    from exporter_desk.domain.merging.values import Value
    from exporter_desk.services.case_service import CaseService
    from exporter_desk.services.desk import Desk
    from exporter_desk.services.papers.arriving import Arrival
    from exporter_desk.services.papers.merging import Meeting

_TOLD = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was asked: the file, the shipment if its id is another one, and the answers to conflicts by their paths."""

    file: str | None
    case: str | None = None
    here: Sequence[str] = ()
    there: Sequence[str] = ()
    rest: str | None = None


def run(wish: Wish, desk: Desk) -> Answer:
    """Merge, or tell what both sides changed and change nothing; raises UserFacingError."""
    path = Path(needed(wish.file, "对方导出的文件", "the file that the other side exported"))
    try:
        with named_file(str(path)):
            arrival = arrived(path, desk, clock.today())
        company_backups().before("import")
        cases = open_cases(desk)
        try:
            return _merged(cases, arrival, wish, desk, path)
        finally:
            cases.close()
    except CaseRefusedError as error:
        return refused_findings(desk.render(error.findings))


def _merged(cases: CaseService, arrival: Arrival, wish: Wish, desk: Desk, path: Path) -> Answer:
    meeting = meet(cases, arrival, _wanted(cases, wish.case))
    outcome = meeting.merged(_decided(wish, meeting))
    if outcome.open:
        return _answer(meeting, outcome, desk, path, changed=False)
    keep_files(cases, meeting.arrival)
    take(cases, meeting, outcome, desk.case_wording.say("step.merge", file=path.name))
    return _answer(meeting, outcome, desk, path, changed=True)


def _wanted(cases: CaseService, name: str | None) -> str | None:
    if name is None:
        return None
    found = cases.find(name)
    if found is None:
        raise no_case(name)
    return found


def _decided(wish: Wish, meeting: Meeting) -> dict[str, Side]:
    """Return the answers; a path that is no conflict is a slip of the pen and is told, not passed over."""
    asked = {one.path for one in meeting.merged({}).conflicts}
    strange = [path for path in (*wish.here, *wish.there) if path not in asked]
    if strange:
        raise UserFacingError(
            "S312",
            f"“{strange[0]}”不在要定的地方里，没有合并。",
            f"“{strange[0]}” is none of the places to decide; nothing was merged.",
            "要定的地方：" + ("、".join(sorted(asked)[:_TOLD]) or "没有"),
            "To decide: " + (", ".join(sorted(asked)[:_TOLD]) or "none"),
            exit_code=BAD_INPUT,
        )
    rest = {} if wish.rest is None else dict.fromkeys(asked, cast("Side", wish.rest))
    return {**rest, **dict.fromkeys(wish.here, "here"), **dict.fromkeys(wish.there, "there")}


def _answer(meeting: Meeting, outcome: Merged, desk: Desk, path: Path, *, changed: bool) -> Answer:
    told = desk.render((*conflict_findings(meeting, outcome.open, desk), *meeting.findings))
    data: JsonObject = {
        "schema": "exporter-desk/merge",
        "schema_version": 1,
        "path": str(path),
        "id": meeting.case_id,
        "number": meeting.copies.here.number,
        "common": meeting.copies.common is not None,
        "changed": changed,
        "taken": [
            {"path": one.path, **_named(meeting, one.path, desk), "was": _json(one.was), "now": _json(one.now)}
            for one in outcome.taken
        ],
        "conflicts": [
            {
                "path": one.path, **_named(meeting, one.path, desk), "common": _json(one.common),
                "here": _json(one.here), "there": _json(one.there), "open": one in outcome.open,
            }
            for one in outcome.conflicts
        ],
        "attachments": len(meeting.arrival.files),
        "findings": [finding_json(one) for one in told],
    }  # fmt: skip
    lines = tuple(_taken_line(meeting, one.path, desk) for one in outcome.taken) if changed else ()
    code = FINE if changed else CASE_ERRORS
    said = _done(len(outcome.taken)) if changed else _waiting(len(outcome.open))
    return Answer(data=data, lines=(said, *lines), messages=tuple(map(finding_line, told)), exit_code=code)


def _named(meeting: Meeting, path: str, desk: Desk) -> JsonObject:
    name = place_name(meeting, path, desk)
    return {"zh": name.zh, "en": name.en}


def _taken_line(meeting: Meeting, path: str, desk: Desk) -> Bilingual:
    name = place_name(meeting, path, desk)
    return Bilingual(f"  {name.zh}\t{path}", f"  {name.en}\t{path}")


def _json(value: Value) -> Json:
    """Return a value as JSON: a place without one is an empty object apart, since null is the answer 不清楚."""
    return {"absent": True} if value is ABSENT else {"value": value}


def _done(count: int) -> Bilingual:
    return Bilingual(
        f"已合并：用了文件里的 {count} 处，这里改过的都还在；可以撤销。",
        f"Merged: {count} places came from the file, what was changed here is still there; it can be undone.",
    )


def _waiting(count: int) -> Bilingual:
    return Bilingual(
        f"还没有合并，什么都没有变：{count} 处两边都改了。"
        "用 --here 路径 或 --there 路径 逐处定，其余用 --rest here|there。",
        f"Not merged yet, nothing changed: both sides changed {count} places. Decide each by --here PATH or --there "
        "PATH, the rest by --rest here|there.",
    )
