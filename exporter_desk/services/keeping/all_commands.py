"""The commands `data export --all` and `data import` of a zip: progress while they run, one answer at the end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.answers import BAD_INPUT, CASE_ERRORS, FINE, MACHINE_PROBLEM, Answer, finding_line
from exporter_desk.services.desk import Desk, user_desk
from exporter_desk.services.keeping.backups import company_backups
from exporter_desk.services.keeping.company import open_cases
from exporter_desk.services.keeping.export_all import SUFFIX, Exported, export_all
from exporter_desk.services.keeping.import_all import PRESENT, REFUSED, RENUMBERED, Taken, import_all, opened
from exporter_desk.system import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.domain.text import Language
    from exporter_desk.services.keeping.export_all import Whole

    # Hears a line of progress in the chosen language.
    Say = Callable[[str], object]


def run_export(target: str | None, case_id: str | None, language: Language, say: Say) -> Answer:
    """Write all shipments into one zip; stopped by Ctrl+C, nothing is written."""
    if target is None or case_id is not None or Path(target).suffix.lower() != SUFFIX:
        raise _wrong_words()
    desk = user_desk()

    def told(done: int, total: int, number: str) -> None:
        if done:
            say(f"[{done}/{total}] {number}")

    try:
        cases = open_cases(desk)
        try:
            whole = export_all(cases, desk, Path(target), clock.today(), language, told)
        finally:
            cases.close()
    except KeyboardInterrupt as error:
        raise _stopped() from error
    return exported_answer(whole)


def exported_answer(whole: Whole) -> Answer:
    """Return what is said of a finished export."""
    count, left, files, saved = (
        sum(not one.is_left_out for one in whole.shipments),
        sum(one.is_left_out for one in whole.shipments),
        sum(one.attachments for one in whole.shipments),
        sum(one.estimates for one in whole.shipments),
    )
    zh, en = f"已把 {count} 票业务导出到 {whole.path}", f"Exported {count} shipments to {whole.path}"
    if files:
        zh, en = f"{zh}，含 {files} 份附件", f"{en}, with {files} attached files"
    if saved:
        zh, en = f"{zh}，含 {saved} 份存档的测算", f"{en}, with {saved} saved estimates"
    if left:
        zh, en = f"{zh}；有 {left} 票没有导出", f"{en}; {left} were left out"
    line = Bilingual(f"{zh}。", f"{en}.")
    shipments: list[Json] = [_exported(one) for one in whole.shipments]
    data = _data("export", whole.path, count) | {
        "bytes": whole.size,
        "attachments": files,
        "estimates": saved,
        "shipments": shipments,
    }
    code = CASE_ERRORS if left else FINE
    return Answer(data=data, lines=(line,), messages=problem_lines(whole), exit_code=code)


def problem_lines(whole: Whole) -> tuple[Bilingual, ...]:
    """Return a line for everything that a shipment should have had in the zip and has not."""
    return tuple(line for one in whole.shipments for line in _problems(one))


def _problems(one: Exported) -> list[Bilingual]:
    name = one.number or one.folder
    lines = [Bilingual(f"▲ {name} {each.sentence('zh')}", f"▲ {name} {each.sentence('en')}") for each in one.problems]
    if one.missing:
        zh, en = f"{one.missing} 份附件的文件不在这里，没有导出。", f"{one.missing} attached files are not here."
        lines.append(Bilingual(f"▲ {name} {zh}", f"▲ {name} {en}"))
    return lines


def _exported(one: Exported) -> JsonObject:
    told: list[Json] = [_error(each) for each in one.problems]
    return {
        "number": one.number,
        "title": one.title,
        "folder": one.folder,
        "state": "left_out" if one.is_left_out else "exported",
        "attachments": one.attachments,
        "missing": one.missing,
        "estimates": one.estimates,
        "problems": told,
    }


def _error(error: UserFacingError) -> JsonObject:
    return {"code": error.code, "zh": error.sentence("zh"), "en": error.sentence("en")}


def run_import(name: str, language: Language, say: Say) -> Answer:
    """Take every shipment of a zip in; after Ctrl+C those that came in stay, each of them whole."""
    path, desk = Path(name), Desk()
    outcomes, stopped = list[Taken](), False
    with opened(path) as parcel:
        company_backups().before("import")
        cases = open_cases(desk)
        try:
            for one in import_all(cases, desk, parcel, clock.today()):
                outcomes.append(one)
                say(f"[{len(outcomes)}/{len(parcel.places)}] {_line(one, desk).in_language(language)}")
        except KeyboardInterrupt:
            stopped = True
        finally:
            cases.close()
        return _imported(path, outcomes, len(parcel.places), desk, stopped=stopped)


def _line(one: Taken, desk: Desk) -> Bilingual:
    zh, en = _beside(one)
    if one.state == RENUMBERED:
        return Bilingual(f"{one.wanted} → {one.number}（编号已有）{zh}", f"{one.wanted} → {one.number} (taken){en}")
    if one.state == PRESENT:
        return Bilingual(f"{one.number} 示例，这里已有同样的{zh}", f"{one.number} is a sample that is here already{en}")
    if one.state != REFUSED:
        return Bilingual(f"{one.number}{zh}", f"{one.number}{en}")
    told = [Bilingual(each["zh"], each["en"]) for each in _reasons(one, desk)][:1]
    return Bilingual(f"{one.entry} 没有导入：{told[0].zh}", f"{one.entry} was not imported: {told[0].en}")


def _beside(one: Taken) -> tuple[str, str]:
    """Say what of a shipment did not come in, and how many saved estimates did."""
    told = (
        (one.missing, "；{0} 份附件的文件不在", "; {0} attached files missing"),
        (one.estimates, "；{0} 份存档的测算", "; {0} saved estimates"),
        (
            one.estimates_left,
            "；{0} 份存档的测算没有收（被改过、太大或写不进去）",
            "; {0} saved estimates stayed out (changed, too large, or not to be written)",
        ),
    )
    return (
        "".join(zh.format(count) for count, zh, _ in told if count),
        "".join(en.format(count) for count, _, en in told if count),
    )


def _reasons(one: Taken, desk: Desk) -> list[dict[str, str]]:
    if one.refusal is not None:
        return [{"code": one.refusal.code, "zh": one.refusal.sentence("zh"), "en": one.refusal.sentence("en")}]
    lines = [(each.code, finding_line(each)) for each in desk.render(one.findings)]
    return [{"code": code, "zh": line.zh, "en": line.en} for code, line in lines]


def _imported(path: Path, outcomes: Sequence[Taken], total: int, desk: Desk, *, stopped: bool) -> Answer:
    renumbered, present, refused = (
        sum(one.state == state for one in outcomes) for state in (RENUMBERED, PRESENT, REFUSED)
    )
    count = len(outcomes) - present - refused
    left = total - count - present
    zh = (
        f"zip 里有 {total} 票业务：导入 {count} 票（{renumbered} 票换了编号），"
        f"示例已有 {present} 票，没有导入 {left} 票。"
    )
    en = (
        f"{total} shipments in the zip: {count} imported ({renumbered} under a new number), "
        f"{present} samples were here, {left} not imported."
    )
    shipments: list[Json] = [_taken_json(one, desk) for one in outcomes]
    data = _data("import", path, count) | {"in_zip": total, "stopped": stopped, "shipments": shipments}
    code = FINE
    if refused:
        code = CASE_ERRORS if count or present else BAD_INPUT
    if stopped or any(one.is_machines for one in outcomes):
        code = MACHINE_PROBLEM
    wrong = tuple(_line(one, desk) for one in outcomes if one.state == REFUSED)
    halted = (Bilingual("已停止；导入了的都是完整的。", "Stopped; what came in is whole."),) if stopped else ()
    return Answer(data=data, lines=(Bilingual(zh, en), *wrong), messages=halted, exit_code=code)


def _taken_json(one: Taken, desk: Desk) -> JsonObject:
    told: list[Json] = [dict(each) for each in _reasons(one, desk)]
    return {
        "entry": one.entry,
        "state": one.state,
        "wanted": one.wanted,
        "number": one.number,
        "title": one.title,
        "attachments": one.attachments,
        "missing": one.missing,
        "estimates": one.estimates,
        "estimates_left": one.estimates_left,
        "problems": told,
    }


def _data(action: str, path: Path, count: int) -> JsonObject:
    return {
        "schema": "exporter-desk/data", "schema_version": 1, "action": action, "path": str(path), "cases": count,
    }  # fmt: skip


def _wrong_words() -> UserFacingError:
    return UserFacingError(
        "S294",
        "导出全部要写到一个 .zip 文件，不和 --case 一起用。",
        "Everything is exported into one .zip file, without --case.",
        "例如 data export --all 全部业务.zip；只导出一票用 data export 文件名 --case 业务编号。",
        "For example data export --all all.zip; for one shipment use data export FILE --case NUMBER.",
        exit_code=BAD_INPUT,
    )


def _stopped() -> UserFacingError:
    return UserFacingError(
        "S295", "已停止，没有写任何文件。", "Stopped; nothing was written.", exit_code=MACHINE_PROBLEM
    )
