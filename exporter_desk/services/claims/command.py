"""The `refund` command: one shipment, or the claim of a month over the company's shipments, with files on request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.case import Case
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.finding import Severity
from exporter_desk.domain.text import Bilingual
from exporter_desk.refund.explain import to_json
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.period import IN_CLAIM
from exporter_desk.rules.typed_codes import normalise_codes
from exporter_desk.services.advice.conclusions import refund_papers
from exporter_desk.services.answers import BAD_INPUT, CASE_ERRORS, FINE, Answer, finding_line, same
from exporter_desk.services.claims.calendar_file import refund_calendar, stable_id
from exporter_desk.services.claims.company_claims import beside_all, month_claim
from exporter_desk.services.claims.files import claim_files, file_json, paper_file, write_claim_files
from exporter_desk.services.claims.neighbours import ALONE, assess_beside
from exporter_desk.services.claims.papers import claim_dossier, claim_pdf, month_dossier
from exporter_desk.services.claims.period_json import period_json
from exporter_desk.services.claims.refund_lines import month_reconciled, refund_lines
from exporter_desk.services.claims.sheets import case_worksheets
from exporter_desk.services.claims.sums import money_words, sum_words
from exporter_desk.services.claims.view import headline
from exporter_desk.services.names import name_of
from exporter_desk.system.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.domain.text import Language
    from exporter_desk.refund.assess import RefundResult
    from exporter_desk.refund.period import Shipment
    from exporter_desk.refund.scenario import Scenario
    from exporter_desk.services.claims.company_claims import MonthClaim
    from exporter_desk.services.claims.files import ClaimFile
    from exporter_desk.services.desk import Desk


_STANDINGS = {
    "claimed": Bilingual("已申报", "claimed"),
    "prepared": Bilingual("准备申报", "prepared"),
    "open": Bilingual("可以申报", "could be claimed"),
    "no_day": Bilingual("没有出口日期", "no export date"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What else the command shall do: write the workbooks below `out`, the deadlines to `ics`, look at it on `day`."""

    out: str | None = None
    ics: str | None = None
    day: date | None = None


def one_shipment(
    desk: Desk,
    scenario: Scenario,
    today: date,
    wish: Wish,
    language: Language,
    others: Callable[[], Iterable[Case]] = tuple,
) -> Answer:
    """Say what refund one export earns, by which papers and by when.

    `others` are the shipments of its company: what a producer's month before left over is brought in, and what another
    one claims too is told.
    """
    from exporter_desk.checklist.papers import papers_json, waiting_facts

    case = normalise_codes(scenario.case or Case(), desk.codes)
    source = scenario.source if scenario.case is None else from_case(case)
    day, beside = wish.day or source.day or today, ALONE
    if scenario.case is not None:
        beside = beside_all(others, desk)(case, day)
    result = assess_beside(source, case, desk, day, beside)
    papers = refund_papers(case, result, desk)
    listed, open_facts = papers_json(papers, desk.checklists), waiting_facts(papers)
    answer = to_json(result, desk.refund_book, desk.texts, listed, open_facts)
    if wish.out and scenario.case is None:
        raise _needs_a_case()
    if wish.out:
        sheets = case_worksheets(case, result, papers, desk.sheet_words, beside)
        pdf = claim_pdf(claim_dossier(case, sheets, desk, result.day, language), desk)
        number = case.terms.contract_no or case.number
        practice = case.practice or desk.practice
        files = (
            *claim_files(sheets, number, result.day, practice=practice),
            *paper_file(pdf, sheets, number, result.day),
        )
        answer["files"] = _written(files, wish.out)
    if wish.ics:
        identifier, name = case.id or stable_id(result), case.number or case.title or ""
        answer["calendar"] = _calendar(desk, [(identifier, name, result)], result.day, wish.ics, language)
    more = refund_lines(result, papers, desk, partial(name_of, desk, case))
    lines = (
        *headline(result),
        *more,
        *_told(answer, [result]),
        *(finding_line(one) for one in desk.render(result.findings)),
    )
    return Answer(data=answer, lines=lines, exit_code=_code(result.findings))


def one_month(desk: Desk, cases: Iterable[Case], month: str, today: date, wish: Wish, language: Language) -> Answer:
    """Say which shipments belong to the claim of a month, what it comes to, and what is still open."""
    claim = month_claim(cases, month, desk, today)
    answer = period_json(claim, desk, today)
    if wish.out:
        pdf = claim_pdf(month_dossier(claim, desk, today, language), desk)
        files = (
            *claim_files(claim.sheets, month, today, practice=desk.practice),
            *paper_file(pdf, claim.sheets, month, today),
        )
        answer["files"] = _written(files, wish.out)
    if wish.ics:
        shipments = [
            (one.member.case.id or stable_id(one.member.result), one.name, one.member.result)
            for one in claim.view.shipments
            if one.outlook.wanted
        ]
        answer["calendar"] = _calendar(desk, shipments, today, wish.ics, language)
    findings = claim.view.findings
    told = _told(answer, [one.member.result for one in claim.view.in_claim])
    pre_refunds = month_reconciled(claim, desk)
    lines = (*_sums(claim), *pre_refunds, *told, *(finding_line(one) for one in desk.render(findings)))
    return Answer(data=answer, lines=lines, exit_code=_code(findings))


def _written(files: tuple[ClaimFile, ...], out: str) -> list[Json]:
    write_claim_files(files, Path(out))
    return [file_json(one) for one in files]


def _calendar(
    desk: Desk, shipments: list[tuple[str, str, RefundResult]], today: date, target: str, language: Language
) -> str:
    calendar = refund_calendar(shipments, desk.checklists, today, language, practice=desk.practice)
    write_atomically(Path(target), calendar)
    return target


def _told(answer: JsonObject, results: Iterable[RefundResult]) -> list[Bilingual]:
    files, lines = answer.get("files"), list[Bilingual]()
    if isinstance(files, list):
        lines += _not_written(results, nothing=not files)
    for one in files if isinstance(files, list) else []:
        if isinstance(one, dict):
            lines.append(same(f"{one['path']}\t{one['status']}\t{one['rows']}"))
    if answer.get("calendar"):
        lines.append(Bilingual(f"期限已写入 {answer['calendar']}", f"Deadlines written to {answer['calendar']}"))
    return lines


def _not_written(results: Iterable[RefundResult], *, nothing: bool) -> Iterator[Bilingual]:
    """Say which files are not there: there is nothing to claim, or another firm files the claim."""
    methods = [one.policy.method for one in results]
    other = next((one for one in methods if one is not None and not one.files_itself), None)
    if other is not None:
        yield Bilingual(
            f"{other.zh}由另一家公司申报，申报明细表由它出；这里只有本公司留存的收汇情况表和备案单证目录。",
            f"Under “{other.en}” another firm files the claim and makes its detail forms; here are only the table of "
            "receipts and the list of papers that this firm keeps.",
        )
    elif nothing:
        yield Bilingual(
            "没有写出文件：没有要申报退税的货物。", "No file was written: no goods are claimed for a refund."
        )


def _sums(claim: MonthClaim) -> list[Bilingual]:
    view, amount = claim.view, sum_words(claim.view.claimed)
    lines = [
        Bilingual(
            f"{view.period}：申报 {len(view.in_claim)} 票，{amount.zh}",
            f"{view.period}: {len(view.in_claim)} shipments claimed, {amount.en}",
        )
    ]
    together = sum(one.member.form == "producer" for one in view.in_claim) > 1
    return [*lines, *(_shipment(one, together=together) for one in view.shipments if one.standing != "other")]


def _shipment(one: Shipment, *, together: bool) -> Bilingual:
    """Return number, standing and refund of one shipment; those of a producer are computed `together`."""
    standing, money = _STANDINGS[one.standing], one.outlook.money
    amount = money_words(money)
    if together and one.standing in IN_CLAIM and one.member.form == "producer":
        amount = Bilingual("与本月其他各票合并计算", "computed together with the others of the month")
    return Bilingual(f"{one.name}\t{standing.zh}\t{amount.zh}", f"{one.name}\t{standing.en}\t{amount.en}")


def _code(findings: Iterable[Finding]) -> int:
    return CASE_ERRORS if any(one.severity is Severity.ERROR for one in findings) else FINE


def _needs_a_case() -> UserFacingError:
    return UserFacingError(
        "S73",
        "工作表要用整票业务的资料，这里只有退税数字。",
        "Worksheets need a whole shipment; this input holds refund figures only.",
        "请用业务文件或业务编号，例如 refund 2026-014 --out 文件夹。",
        "Give a shipment file or number, for example refund 2026-014 --out FOLDER.",
        exit_code=BAD_INPUT,
    )


def one_of_case_and_period() -> UserFacingError:
    """Return why the command has nothing to do: it wants a shipment or a period, and an archive wants a period."""
    return UserFacingError(
        "S74",
        "请给一票业务，或用 --period 给一个月份，二者选一。",
        "Give a shipment, or a month with --period, one of the two.",
        "例如 refund 2026-014，或 refund --period 2026-05。",
        "For example refund 2026-014, or refund --period 2026-05.",
        exit_code=BAD_INPUT,
    )
