"""The command `refund --period … --archive FILE.zip`: what was filed, how the papers stand, until when to keep them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.answers import BAD_INPUT, CASE_ERRORS, FINE, MACHINE_PROBLEM, Answer
from exporter_desk.services.keeping.company import company_path, open_cases
from exporter_desk.services.keeping.export_all import SUFFIX
from exporter_desk.services.keeping.period_archive import Archived, PeriodArchive, archive_period
from exporter_desk.services.typed_words import read_period
from exporter_desk.system import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.domain.text import Language
    from exporter_desk.services.desk import Desk


def run_archive(desk: Desk, period: str, target: str, language: Language, say: Callable[[str], object]) -> Answer:
    """Write the archive of a period; stopped by Ctrl+C, nothing is written."""
    months = read_period(period)
    if Path(target).suffix.lower() != SUFFIX:
        raise _no_zip(target)

    def told(done: int, total: int) -> None:
        if done:
            say(f"[{done}/{total}]")

    if not company_path().exists():
        raise _nothing(period)
    try:
        cases = open_cases(desk, read_only=True)
        try:
            done = archive_period(cases, desk, months, Path(target), clock.today(), language, told)
            if not done.shipments:
                raise _nothing(period, done)
            return archived_answer(done)
        finally:
            cases.close()
    except KeyboardInterrupt as error:
        raise UserFacingError(
            "S361", "已停止，没有写归档。", "Stopped; no archive was written.", exit_code=MACHINE_PROBLEM
        ) from error


def archived_answer(done: PeriodArchive) -> Answer:
    """Return what is said of a finished archive; papers that are not there are told, the archive is whole without."""
    missing = sum(one.papers - one.have for one in done.shipments)
    lines = [summary(done), *(_line(one) for one in done.shipments)]
    messages = problem_lines(done)
    data: JsonObject = {
        "schema": "exporter-desk/archive",
        "schema_version": 1,
        "path": str(done.path),
        "bytes": done.size,
        "months": list(done.months),
        "shipments": [_json(one) for one in done.shipments],
        "papers_missing": missing,
        "undated": list(done.undated),
        "files": [{"path": one.path, "bytes": one.size, "sha256": one.sha256} for one in done.files],
    }
    whole = not any(one.exported.problems or one.exported.missing for one in done.shipments)
    return Answer(data=data, lines=tuple(lines), messages=messages, exit_code=FINE if whole else CASE_ERRORS)


def summary(done: PeriodArchive) -> Bilingual:
    """Return the archive in one sentence."""
    count, files = len(done.shipments), len(done.files)
    missing = sum(one.papers - one.have for one in done.shipments)
    zh = f"{count} 票业务归档到 {done.path}，{files} 个文件；备案单证还差 {missing} 份。"
    en = f"{count} shipments archived to {done.path}, {files} files; {missing} papers to be kept are not there yet."
    if not count:
        zh, en = (
            "这段时间没有要归档的业务，没有写归档文件。",
            "No shipment falls into this period; no archive was written.",
        )
    return Bilingual(zh, en)


def problem_lines(done: PeriodArchive) -> tuple[Bilingual, ...]:
    """Return what should be in the archive and is not, and the shipments that no month is known of."""
    lines: list[Bilingual] = []
    for one in done.shipments:
        name = one.exported.number or one.exported.folder
        lines += [
            Bilingual(f"▲ {name} {each.sentence('zh')}", f"▲ {name} {each.sentence('en')}")
            for each in one.exported.problems
        ]
        if one.exported.missing:
            gone = one.exported.missing
            lines.append(
                Bilingual(f"▲ {name} {gone} 份附件的文件不在这里。", f"▲ {name} {gone} attached files are not here.")
            )
    if done.undated:
        zh, en = "、".join(done.undated[:5]), ", ".join(done.undated[:5])
        more = len(done.undated)
        lines.append(
            Bilingual(
                f"▲ {more} 票没有申报年月也没有出口日期，没有归入任何月份：{zh}",
                f"▲ {more} shipments have neither a month of claim nor an export date and are in no month: {en}",
            )
        )
    return tuple(lines)


def _line(one: Archived) -> Bilingual:
    name = one.exported.number or one.exported.folder
    until = one.keep_until.isoformat() if one.keep_until else None
    return Bilingual(
        f"{name}\t{one.month}\t{one.have}/{one.papers}\t{until or '保存期限待确认：没有申报日期'}",
        f"{name}\t{one.month}\t{one.have}/{one.papers}\t{until or 'keeping time to be confirmed: no day of the claim'}",
    )


def _json(one: Archived) -> Json:
    problems: list[Json] = [
        {"code": each.code, "zh": each.sentence("zh"), "en": each.sentence("en")} for each in one.exported.problems
    ]
    return {
        "number": one.exported.number,
        "title": one.exported.title,
        "folder": one.exported.folder,
        "filed_by": one.basis,
        "month": one.month,
        "papers": one.papers,
        "have": one.have,
        "keep_until": one.keep_until.isoformat() if one.keep_until else None,
        "attachments": one.exported.attachments,
        "missing": one.exported.missing,
        "problems": problems,
    }


def _nothing(period: str, done: PeriodArchive | None = None) -> UserFacingError:
    undated = problem_lines(done) if done is not None else ()
    return UserFacingError(
        "S365",
        f"{period} 没有要归档的业务，没有写归档文件；原来的文件没有动。",
        f"No shipment falls into {period}; no archive was written, and a file that was there is untouched.",
        "".join(line.zh.removeprefix("▲ ") for line in undated) or "请检查期间，或先填申报年月、出口日期。",
        "".join(line.en.removeprefix("▲ ") for line in undated)
        or "Check the period, or fill in the month of the claim or the export date first.",
        exit_code=BAD_INPUT,
    )


def archive_alone() -> UserFacingError:
    """Return why an archive is not written together with sheets or a calendar."""
    return UserFacingError(
        "S366",
        "--archive 只和 --period 一起用，不能同时写 --out、--ics 或 --day；什么都没有写。",
        "--archive stands with --period alone, without --out, --ics and --day; nothing was written.",
        "请分成两条命令：一条写归档，一条写申报表或提醒。",
        "Use two commands: one for the archive, one for sheets or reminders.",
        exit_code=BAD_INPUT,
    )


def _no_zip(target: str) -> UserFacingError:
    return UserFacingError(
        "S362",
        f"归档要写到一个 .zip 文件，“{target}”不是。",
        f"An archive is written to a .zip file; “{target}” is none.",
        "例如 refund --period 2026-Q4 --archive 归档.zip。",
        "For example refund --period 2026-Q4 --archive archive.zip.",
        exit_code=BAD_INPUT,
    )
