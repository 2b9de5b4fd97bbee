"""The `case` commands: attach a scan to a stored shipment, list what is attached, take one off, write one to a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.text import Bilingual
from exporter_desk.services.answers import CASE_ERRORS, FINE, Answer
from exporter_desk.services.case_list import moment
from exporter_desk.services.case_service import CaseService
from exporter_desk.services.desk import Desk
from exporter_desk.services.keeping.company import company_path, open_cases
from exporter_desk.services.keeping.company_files import needed, no_case
from exporter_desk.services.papers import attaching
from exporter_desk.services.papers.attachment_view import attachment_views, view_json, view_line
from exporter_desk.system import clock, files

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.domain.errors import UserFacingError
    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.services.papers.attachment_view import AttachmentView


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line says: the shipment, a file or the id of an attachment, and how."""

    case: str
    target: str | None = None
    paper: str | None = None
    turn: int = 0
    out: str | None = None
    pages: bool = False


@dataclass(frozen=True, slots=True)
class _Sitting:
    """An open shipment of the database, and what the command asks of it."""

    cases: CaseService
    desk: Desk
    asked: Asked
    today: date


def run(action: str, asked: Asked, desk: Desk, today: date) -> Answer:
    """Run one command on a shipment of the database; raises UserFacingError."""
    commands: dict[str, Callable[[_Sitting], Answer]] = {
        "attach": _attach,
        "attachments": _list,
        "detach": _detach,
        "save": _save,
    }
    if not company_path().exists():
        raise _no_case(asked.case)
    cases = open_cases(desk, read_only=action in ("attachments", "save"))
    try:
        identifier = cases.find(asked.case)
        if identifier is None:
            raise _no_case(asked.case)
        cases.open(identifier)
        return commands[action](_Sitting(cases, desk, asked, today))
    finally:
        cases.close()


def _attach(sitting: _Sitting) -> Answer:
    cases, desk, asked = sitting.cases, sitting.desk, sitting.asked
    path, paper = Path(needed(asked.target, "文件", "the file")), needed(asked.paper, "--paper", "--paper")
    attaching.known_kind(paper, desk)
    day = attaching.limits_day(cases.case, desk, sitting.today)
    prepared = attaching.prepare(path, paper, desk, day, asked.turn)
    after, key = attaching.with_attachment(cases.case, prepared, moment(clock.now()), desk)
    attaching.keep(cases.contents, prepared)
    cases.change(after, desk.case_wording.say("step.attach", file=prepared.name))
    [view] = [one for one in _views(sitting) if one.attachment.id == key]
    return Answer(data=_data(sitting, "attach", [view]), lines=(view_line(view),))


def _list(sitting: _Sitting) -> Answer:
    views = _views(sitting)
    none = Bilingual("还没有附件。", "There are no attachments yet.")
    lines = tuple(view_line(view) for view in views) or (none,)
    code = FINE if all(view.here for view in views) else CASE_ERRORS
    return Answer(data=_data(sitting, "attachments", views), lines=lines, exit_code=code)


def _detach(sitting: _Sitting) -> Answer:
    key = needed(sitting.asked.target, "附件编号", "the id of the attachment")
    found = attaching.attachment_at(sitting.cases.case, key)
    [view] = [one for one in _views(sitting) if one.attachment is found]
    name = found.name or key
    after = attaching.without_attachment(sitting.cases.case, key)
    sitting.cases.change(after, sitting.desk.case_wording.say("step.detach", file=name))
    told = Bilingual(f"已移除“{name}”，30 天内可以撤销。", f"“{name}” was removed; undo brings it back for 30 days.")
    return Answer(data=_data(sitting, "detach", [view]), lines=(told,))


def _save(sitting: _Sitting) -> Answer:
    asked = sitting.asked
    key = needed(asked.target, "附件编号", "the id of the attachment")
    out = Path(needed(asked.out, "--out", "--out"))
    one = attaching.attachment_at(sitting.cases.case, key)
    digest = (one.pdf_sha256 if asked.pages else one.sha256) or ""
    files.require_plain_place(out)
    files.require_folder(out)
    files.write_atomically(out, sitting.cases.contents.read(digest))
    [view] = [view for view in _views(sitting) if view.attachment is one]
    told = Bilingual(f"已写到 {out}。", f"Written to {out}.")
    return Answer(data=_data(sitting, "save", [view]) | {"path": str(out)}, lines=(told,))


def _views(sitting: _Sitting) -> tuple[AttachmentView, ...]:
    case = sitting.cases.case
    return attachment_views(case, sitting.cases.shelf(case), sitting.desk.checklists)


def _data(sitting: _Sitting, action: str, views: list[AttachmentView] | tuple[AttachmentView, ...]) -> JsonObject:
    return {
        "schema": "exporter-desk/attachments",
        "schema_version": 1,
        "action": action,
        "case": sitting.cases.case.number,
        "id": sitting.cases.case.id,
        "attachments": [view_json(view) for view in views],
    }


def _no_case(name: str) -> UserFacingError:
    return no_case(
        name,
        "附件只能附在数据库里的业务上；请检查业务编号，或先用 data import 导入。",
        "Files are attached to shipments in the database: check the number, or import the shipment first.",
    )
