"""The `data` commands on the company's database and its files: check, back up, restore, export, import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.case_json import CaseRefusedError
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.answers import BAD_INPUT, Answer, refused_findings
from exporter_desk.services.case_list import moment
from exporter_desk.services.company import company_path, open_cases
from exporter_desk.services.desk import Desk
from exporter_desk.storage import backup
from exporter_desk.storage.connection import this_user
from exporter_desk.system import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.json_value import JsonObject

TRAVEL_SUFFIX = ".exdesk"
BACKUP_FOLDER = "backups"
UNREADABLE = frozenset({"S06", "S24", "S25", "S26", "S27", "S29"})


def stored_case(name: str) -> Case | None:
    """Return the case with that id or number from the database, None when there is none."""
    if not _is_there(company_path()):
        return None
    cases = open_cases(Desk(), read_only=True)
    try:
        identifier = cases.find(name)
        return None if identifier is None else cases.open(identifier)
    finally:
        cases.close()


def all_cases() -> tuple[Case, ...]:
    """Return every shipment of the company, without the samples; none while there is no database."""
    if not _is_there(company_path()):
        return ()
    from exporter_desk.services.company_claims import own_cases

    cases = open_cases(Desk(), read_only=True)
    try:
        return tuple(own_cases(cases, cases))
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
        "backup": _back_up,
        "restore": _restore,
        "export": _export,
        "import": _import,
    }
    try:
        return commands[action](target, case_id)
    except UserFacingError as error:
        if target is None or error.code not in UNREADABLE:
            raise
        # A file that the user named and nobody can read is wrong input.
        raise error.as_bad_input() from error


def _check(target: str | None, _: str | None) -> Answer:
    report = backup.read_backup(Path(target) if target else company_path())
    return _told("check", report, f"数据完好：{report.cases} 票业务。", f"The data is sound: {report.cases} shipments.")


def _back_up(target: str | None, _: str | None) -> Answer:
    path = _backup_place(Path(target)) if target else _default_backup()
    cases = open_cases(Desk(), read_only=True)
    try:
        report = cases.back_up(path)
    finally:
        cases.close()
    return _told(
        "backup", report, f"已备份到 {path}，并重新打开检查过。", f"Backed up to {path}, opened again and checked."
    )


def _default_backup() -> Path:
    return company_path().parent / BACKUP_FOLDER / _backup_name()


def _backup_name() -> str:
    stamp = clock.now().strftime("%Y%m%d-%H%M%S")
    return f"company-{stamp}.exdb"


def _backup_place(target: Path) -> Path:
    """Return the file for a backup: a folder takes a dated name; a folder that is not there may be a mistyped stick."""
    if target.is_dir():
        return target / _backup_name()
    if not target.parent.is_dir():
        raise UserFacingError(
            "S45",
            f"文件夹“{target.parent}”不存在，备份没有写。",
            f"There is no folder “{target.parent}”; no backup was written.",
            "请检查U盘是否插好、名称有没有写错；要用新文件夹，请先建好它。",
            "Check that the stick is plugged in and the name is right; make a new folder first if you want one.",
            exit_code=BAD_INPUT,
        )
    return target


def _restore(target: str | None, _: str | None) -> Answer:
    source = Path(_needed(target, "备份文件", "the backup file"))
    saved = backup.restore(company_path(), source, this_user(moment(clock.now())))
    kept = "" if saved is None else str(saved)
    report = backup.read_backup(company_path())
    zh = f"已从 {source} 恢复。" + (f"原来的数据存为 {kept}。" if kept else "")
    en = f"Restored from {source}." + (f" The former data is kept as {kept}." if kept else "")
    return _told("restore", report, zh, en)


def _export(target: str | None, case_id: str | None) -> Answer:
    path, name = Path(_needed(target, "目标文件", "the target file")), _needed(case_id, "--case", "--case")
    cases = open_cases(Desk(), read_only=True)
    try:
        identifier = cases.find(name)
        if identifier is None:
            raise _no_case(name)
        if path.suffix == TRAVEL_SUFFIX:
            cases.export_file(identifier, path)
        else:
            from exporter_desk.system.files import write_atomically

            write_atomically(path, cases.export_json(identifier).encode("utf-8"))
    finally:
        cases.close()
    return _done("export", path, f"已导出到 {path}。", f"Exported to {path}.")


def _import(target: str | None, _: str | None) -> Answer:
    path = Path(_needed(target, "要导入的文件", "the file to import"))
    desk = Desk()
    cases = open_cases(desk)
    try:
        case = cases.import_file(path) if path.suffix == TRAVEL_SUFFIX else cases.import_json(_content(path))
    except CaseRefusedError as error:
        return refused_findings(desk.render(error.findings))
    finally:
        cases.close()
    return _done("import", path, f"已导入，业务编号 {case.number}。", f"Imported as shipment {case.number}.")


def _content(path: Path) -> bytes:
    from exporter_desk.system.files import as_user_facing

    try:
        return path.read_bytes()
    except OSError as error:
        raise as_user_facing(error, path) from error


def _told(action: str, report: backup.BackupReport, zh: str, en: str) -> Answer:
    data = _object(action, report.path) | {"bytes": report.size, "cases": report.cases}
    return Answer(data=data, lines=(Bilingual(zh, en),))


def _done(action: str, path: Path, zh: str, en: str) -> Answer:
    return Answer(data=_object(action, path), lines=(Bilingual(zh, en),))


def _object(action: str, path: Path) -> JsonObject:
    return {"schema": "exporter-desk/data", "schema_version": 1, "action": action, "path": str(path)}


def _needed(value: str | None, zh: str, en: str) -> str:
    if value:
        return value
    raise UserFacingError("S43", f"还缺：{zh}。", f"Missing: {en}.", exit_code=BAD_INPUT)


def _no_case(name: str) -> UserFacingError:
    return UserFacingError(
        "S40",
        f"数据库里没有编号为“{name}”的业务。",
        f"There is no shipment “{name}” in the database.",
        "请检查业务编号。",
        "Check the shipment number.",
        exit_code=BAD_INPUT,
    )
