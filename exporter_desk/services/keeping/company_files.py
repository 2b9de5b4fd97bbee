"""The `data` commands on the company's database and single shipments: check, export, import."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from exporter_desk.domain import case_json
from exporter_desk.domain.case_json import CaseRefusedError
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.facts import refuse_unknown_facts
from exporter_desk.services.answers import BAD_INPUT, FINE, MACHINE_PROBLEM, Answer, refused_findings, same
from exporter_desk.services.desk import Desk
from exporter_desk.services.keeping.backups import company_backups
from exporter_desk.services.keeping.company import company_path, open_cases
from exporter_desk.storage import backup, contents, travel
from exporter_desk.storage.connection import apart
from exporter_desk.storage.health import unreadable
from exporter_desk.system.files import require_folder, require_plain_place
from exporter_desk.system.foreign import require_plain_file
from exporter_desk.system.sealed import is_sealed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.services.case_service import CaseService
    from exporter_desk.services.claims.neighbours import Neighbours

T = TypeVar("T")
_ANOTHER_COPY = Bilingual(
    "这台电脑原来就有这一票，现在是两份。要把对方的改动合进原来那一份，用 data merge 文件名。",
    "This shipment was here already: now there are two copies. To bring the other side's changes into the first one "
    "use data merge FILE.",
)
_ANOTHER_IN_BIN = Bilingual(
    "这台电脑原来那一份在回收站里，现在另外加了一份。"
    "要把对方的改动合进原来那一份，用 data merge 文件名，它会从回收站拿回来。",
    "The copy that was here lies in the recycle bin; now there is a second one. To bring the other side's changes into "
    "the first one use data merge FILE, which brings it back.",
)
TRAVEL_SUFFIX = ".exdesk"
UNREADABLE = frozenset({"S06", "S24", "S25", "S26", "S27", "S29", "S34", "S37", "S97", "S263"})


def stored_case(name: str) -> Case | None:
    """Return the case with that id or number from the database, None when there is none."""

    def named(cases: CaseService) -> tuple[Case, ...]:
        identifier = cases.find(name)
        return () if identifier is None else (cases.open(identifier),)

    return next(iter(_from_company(named)), None)


def all_cases() -> tuple[Case, ...]:
    """Return every shipment of the company, without the samples; none while there is no database."""
    from exporter_desk.services.claims.company_claims import own_cases

    return _from_company(lambda cases: tuple(own_cases(cases, cases)))


def beside_stored(desk: Desk) -> Callable[[Case, date], Neighbours]:
    """Return what tells what the stored shipments claim beside one on a day; they are read when it is first asked."""
    from exporter_desk.services.claims.company_claims import beside_all

    return beside_all(all_cases, desk)


def stored_state() -> str:
    """Return a text that differs once any shipment of the company changes."""
    from exporter_desk.services.claims.company_claims import own_stamps

    return repr(sorted(_from_company(lambda cases: tuple(own_stamps(cases).items()))))


def _from_company(read: Callable[[CaseService], tuple[T, ...]]) -> tuple[T, ...]:
    if not _is_there(company_path()):
        return ()
    cases = open_cases(Desk(), read_only=True)
    try:
        return read(cases)
    finally:
        cases.close()


def _is_there(path: Path) -> bool:
    from exporter_desk.system.files import as_user_facing

    try:
        return path.exists()
    except OSError as error:
        raise as_user_facing(error, path) from error


def run(action: str, target: str | None, case_id: str | None) -> Answer:
    """Run one `data` command; raises UserFacingError when the machine refuses or words are missing."""
    commands: dict[str, Callable[[str | None, str | None], Answer]] = {
        "check": _check,
        "export": _export,
        "import": _import,
    }
    return commands[action](target, case_id)


@contextmanager
def named_file(target: str | None) -> Iterator[None]:
    """A file that the user named and nobody can read is wrong input; the company's own is the machine's matter."""
    try:
        yield
    except UserFacingError as error:
        if target is None or error.code not in UNREADABLE:
            raise
        raise error.as_bad_input() from error


def _check(target: str | None, _: str | None) -> Answer:
    path = Path(target) if target else company_path()
    if target:
        require_plain_file(path)
    elif not _is_there(path):
        raise _no_data()
    with named_file(target):
        report = backup.read_backup(path)
        if path.suffix.lower() == TRAVEL_SUFFIX:
            travel.import_whole(path)  # what an import would refuse is not sound
    with apart(path) as connection:
        count, gone = contents.count(connection), contents.lost(connection)
    answer = told("check", report, *_found(report, count, len(gone)))
    listed: list[Json] = [
        {"case": one.number, "name": one.name, "sha256": one.digest, "damaged": one.damaged} for one in gone
    ]
    messages = tuple(same(f"{one.number}\t{one.name}\t{one.digest[:8]}…") for one in gone)
    code = MACHINE_PROBLEM if gone or report.unreadable else FINE
    more: JsonObject = {"attachments": count, "lost": listed, "unreadable": list(report.unreadable)}
    return replace(answer, data={**(answer.data or {}), **more}, exit_code=code).with_messages(
        (*messages, *(() if target else _place_told()))
    )


def _place_told() -> tuple[Bilingual, ...]:
    """Say where the data lies badly: on a stick, in a synced folder, on another computer."""
    from exporter_desk.system.data_place import kind_of

    warning = kind_of(company_path().parent).warning
    return () if warning is None else (Bilingual(warning.sentence("zh"), warning.sentence("en")),)


def _found(report: backup.BackupReport, attached: int, gone: int) -> tuple[str, str]:
    error = unreadable(report.unreadable)
    if error is not None:
        return error.sentence("zh"), error.sentence("en")
    return _unsound(gone) if gone else _sound(report, attached)


def _sound(report: backup.BackupReport, attached: int) -> tuple[str, str]:
    zh = f"，{attached} 份附件" if attached else ""
    en = f", {attached} attached files" if attached else ""
    return f"数据完好：{report.cases} 票业务{zh}。", f"The data is sound: {report.cases} shipments{en}."


def _unsound(count: int) -> tuple[str, str]:
    return (
        f"业务数据完好，但有 {count} 份附件缺失或已经变了；请从原件重新附上，或从备份恢复。",
        f"The shipments are sound, but {count} attached files are missing or changed; attach them again or restore.",
    )


def _export(target: str | None, case_id: str | None) -> Answer:
    path, name = Path(needed(target, "目标文件", "the target file")), needed(case_id, "--case", "--case")
    cases = open_cases(Desk(), read_only=True)
    try:
        identifier = cases.find(name)
        if identifier is None:
            raise no_case(name)
        if path.suffix == TRAVEL_SUFFIX:
            require_folder(path)
            require_plain_place(path)
            cases.export_file(identifier, path)
        else:
            from exporter_desk.system.files import write_atomically

            require_folder(path)
            write_atomically(path, cases.export_json(identifier).encode("utf-8"))
    finally:
        cases.close()
    return _done("export", path, f"已导出到 {path}。", f"Exported to {path}.")


def _arrived(cases: CaseService, path: Path, desk: Desk) -> tuple[Case, tuple[Bilingual, ...]]:
    """Take a shipment over, and say so when it is another copy of one that is here."""
    from exporter_desk.services.papers.arriving import arrived, keep_files, take_over
    from exporter_desk.services.papers.merging import can_meet, is_in_bin
    from exporter_desk.system import clock

    arrival = arrived(path, desk, clock.today())
    another = _ANOTHER_IN_BIN if is_in_bin(cases, arrival.case.id) else _ANOTHER_COPY
    told = (another,) if can_meet(cases, arrival) else ()
    keep_files(cases, arrival)
    return take_over(cases, arrival), told


def _import(target: str | None, _: str | None) -> Answer:
    path = Path(needed(target, "要导入的文件", "the file to import"))
    _refuse_sealed(path)
    desk = Desk()
    company_backups().before("import")
    cases = open_cases(desk)
    try:
        with named_file(target):
            travels = path.suffix.lower() == TRAVEL_SUFFIX
            case, told = _arrived(cases, path, desk) if travels else (cases.import_case(_foreign_case(path, desk)), ())
    except CaseRefusedError as error:
        return refused_findings(desk.render(error.findings))
    finally:
        cases.close()
    done = _done("import", path, f"已导入，业务编号 {case.number}。", f"Imported as shipment {case.number}.")
    return done.with_messages(told)


def _refuse_sealed(path: Path) -> None:
    """Raise UserFacingError S264 for a sealed backup, which is no single shipment."""
    if not is_sealed(path):
        return
    raise UserFacingError(
        "S264",
        f"“{path.name}”是加密备份，不是单票文件，没有导入。",
        f"“{path.name}” is a sealed backup, no single shipment; it was not imported.",
        "要用它恢复整个业务库，用 data restore 文件名。",
        "To restore the whole company from it, use data restore FILE.",
        exit_code=BAD_INPUT,
    )


def _foreign_case(path: Path, desk: Desk) -> Case:
    """Read case JSON from a file; raises CaseRefusedError, for answers to no question too."""
    from exporter_desk.system.foreign import read_foreign

    case = case_json.load(read_foreign(path, case_json.MAX_BYTES))
    refuse_unknown_facts(case.facts, desk.rules)
    return case


def told(action: str, report: backup.BackupReport, zh: str, en: str) -> Answer:
    """Return the answer about one checked file."""
    data = _object(action, report.path) | {"bytes": report.size, "cases": report.cases}
    return Answer(data=data, lines=(Bilingual(zh, en),))


def _done(action: str, path: Path, zh: str, en: str) -> Answer:
    return Answer(data=_object(action, path), lines=(Bilingual(zh, en),))


def _object(action: str, path: Path) -> JsonObject:
    return {"schema": "exporter-desk/data", "schema_version": 1, "action": action, "path": str(path)}


def needed(value: str | None, zh: str, en: str) -> str:
    """Return a word of the command line that has to be there; raises UserFacingError S43."""
    if value:
        return value
    raise UserFacingError("S43", f"还缺：{zh}。", f"Missing: {en}.", exit_code=BAD_INPUT)


def _no_data() -> UserFacingError:
    return UserFacingError(
        "S276",
        "还没有数据，没有东西可以检查。",
        "There is no data yet, so there is nothing to check.",
        "打开一次窗口，或导入一票货，数据库就建好了。",
        "Open the window once or import a shipment: then there is a database.",
        exit_code=BAD_INPUT,
    )


def no_case(
    name: str, remedy_zh: str = "请检查业务编号。", remedy_en: str = "Check the shipment number."
) -> UserFacingError:
    """Return the refusal of a number that no shipment of the database has."""
    return UserFacingError(
        "S40",
        f"数据库里没有编号为“{name}”的业务。",
        f"There is no shipment “{name}” in the database.",
        remedy_zh,
        remedy_en,
        exit_code=BAD_INPUT,
    )
