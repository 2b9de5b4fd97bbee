"""The command `case invoices NUMBER FILE...`: lists of purchase invoices into a shipment of the database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.domain.watched import watched_by
from exporter_desk.services.answers import BAD_INPUT, CASE_ERRORS, FINE, MACHINE_PROBLEM, Answer
from exporter_desk.services.claims.invoice_list import InvoicePlan, plan_lists
from exporter_desk.services.goods.sheet_files import read_file
from exporter_desk.services.keeping.company import company_path, open_cases
from exporter_desk.services.keeping.company_files import needed, no_case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.services.desk import Desk

TOLD_EVERY = 1000
COUNTED = (
    "added", "known", "void", "unlinked", "unread", "suppliers", "partly", "left", "cut", "numbered",
)  # fmt: skip


def take_lists(desk: Desk, number: str, names: Sequence[str], say: Callable[[str], object]) -> Answer:
    """Add the lines of the lists, one file after the other, as one step.

    Stopped by Ctrl+C, or where one file is no list, nothing is changed. Raises UserFacingError.
    """
    paths = [Path(name) for name in names] or [Path(needed(None, "文件", "the file"))]
    if not company_path().exists():
        raise _no_case(number)
    cases = open_cases(desk)
    try:
        identifier = cases.find(number)
        if identifier is None:
            raise _no_case(number)
        case, plans = cases.open(identifier), list[InvoicePlan]()
        for path in paths:
            plans.append(_planned(case, path, desk, say))
            case = plans[-1].after
        if any(plan.added or plan.numbered for plan in plans):
            cases.change(case, desk.case_wording.say("step.import_invoices"))
        return _answer(plans, cases.case.number or identifier, paths)
    except KeyboardInterrupt as error:
        raise UserFacingError(
            "S363", "已停止，什么都没有改。", "Stopped; nothing was changed.", exit_code=MACHINE_PROBLEM
        ) from error
    finally:
        cases.close()


def _planned(case: Case, path: Path, desk: Desk, say: Callable[[str], object]) -> InvoicePlan:
    def told(done: int, total: int) -> None:
        if done and done % TOLD_EVERY == 0:
            say(f"[{done}/{total}]")

    with watched_by(told):
        plan = plan_lists(case, [sheet.rows for sheet in read_file(path)], desk.codes)
    if plan is None:
        raise _no_list(path)
    return plan


def _answer(plans: Sequence[InvoicePlan], number: str, paths: Sequence[Path]) -> Answer:
    """Return the counts of all files together; of several, those of each file too."""
    whole, pairs = _together(plans), list(zip(plans, paths, strict=True))
    data: JsonObject = {
        "schema": "exporter-desk/invoice-list",
        "schema_version": 1,
        "case": number,
        "path": str(paths[0]),
        **_counts(whole),
        "files": [{"path": str(path), **_counts(plan)} for plan, path in pairs],
    }
    lines = [_line(plan, number, path.name) for plan, path in pairs]
    if len(paths) > 1:
        lines.append(_line(whole, number, Bilingual(f"{len(paths)} 个文件", f"{len(paths)} files")))
    bad = whole.unread or whole.left
    return Answer(
        data=data, lines=tuple(lines), messages=tuple(_remarks(whole)), exit_code=CASE_ERRORS if bad else FINE
    )


def _together(plans: Sequence[InvoicePlan]) -> InvoicePlan:
    sums = {name: sum(getattr(plan, name) for plan in plans) for name in COUNTED}
    return replace(plans[-1], **sums)


def _counts(plan: InvoicePlan) -> dict[str, Json]:
    return {name: getattr(plan, name) for name in COUNTED}


def _line(plan: InvoicePlan, number: str, source: str | Bilingual) -> Bilingual:
    named = Bilingual(source, source) if isinstance(source, str) else source
    zh = (
        f"{number}：从 {named.zh} 加入 {plan.added} 行发票；已有 {plan.known} 行，作废或红冲 {plan.void} 行，"
        f"品名对不上 {plan.unlinked} 行，读不懂 {plan.unread} 格，新增供应商 {plan.suppliers} 家。"
    )
    en = (
        f"{number}: {plan.added} lines of invoices added from {named.en}; {plan.known} were there, {plan.void} void, "
        f"{plan.unlinked} name no goods, {plan.unread} cells unreadable, {plan.suppliers} new suppliers."
    )
    return Bilingual(zh, en)


def _remarks(plan: InvoicePlan) -> Iterator[Bilingual]:
    if plan.left:
        yield Bilingual(
            f"有 {plan.left} 行没有金额，没有加入。请在清单里补上金额，再导入一次；已经加入的不会重复。",
            f"{plan.left} lines have no amount and were left out. Put it into the list and import it again; what is "
            "here already is not added twice.",
        )
    if plan.partly:
        yield Bilingual(
            f"有 {plan.partly} 行所在的发票被部分红冲，先按票面金额加入。请核对红字发票是不是也在清单里。",
            f"{plan.partly} lines belong to invoices that were taken back in part; they came in whole. See whether the "
            "red invoices are in the list, too.",
        )
    if plan.numbered:
        yield Bilingual(
            f"有 {plan.numbered} 行原来没有号码，供应商、品名、数量和金额都对得上，补上了号码，没有再加一行。",
            f"{plan.numbered} lines were here without a number and agree in supplier, name, quantity and amount: they "
            "have their number now and were not added again.",
        )
    if plan.unread:
        yield Bilingual("读不懂的格子原样留在各自的栏里，等你改。", "Cells that cannot be read wait in their fields.")
    if plan.cut:
        yield Bilingual(
            "发票号码显示成“2.6E+19”，是表格把 20 位号码当成数量、丢了末几位：请把那一列设成文本，重新导出，再导入一次"
            "，号码会补到原来的行里。",
            "A number like 2.6E+19 is one of 20 digits that the spreadsheet took for a quantity and cut: make that "
            "column text, export the list and import it again; the lines here get their numbers then.",
        )


def _no_list(path: Path) -> UserFacingError:
    return UserFacingError(
        "S364",
        f"“{path.name}”里没有找到发票清单，什么都没有改。",
        f"No list of invoices was found in “{path.name}”; nothing was changed.",
        "要有一行标题，至少有“金额”和另外两列，例如发票号码、开票日期。",
        "It needs a line of titles with at least an amount and two more columns, such as number and day.",
        exit_code=BAD_INPUT,
    )


def _no_case(number: str) -> UserFacingError:
    return no_case(
        number,
        "请检查业务编号，或先用 data import 导入。",
        "Check the number, or import the shipment first with data import.",
    )
