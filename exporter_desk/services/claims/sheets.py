"""The worksheets of a shipment or of a month: the words they need, their rows, and the list of papers that are kept."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Severity
from exporter_desk.domain.text import Bilingual
from exporter_desk.domain.trace import Trace
from exporter_desk.refund.claimed_twice import beside_of, claimed
from exporter_desk.refund.one_firm import UNLIKE
from exporter_desk.refund.sheet_doubles import with_doubles, with_unlike_firm
from exporter_desk.refund.sheet_parts import LINK_HEAD, NUMBER_DIGITS, Member, Words
from exporter_desk.refund.sheet_values import empty, if_typed, typed
from exporter_desk.refund.worksheets import worksheets
from exporter_desk.services.claims.neighbours import ALONE
from exporter_desk.system import resources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from exporter_desk.checklist.papers import PaperItem
    from exporter_desk.domain.case import Case
    from exporter_desk.domain.tax import PaperState
    from exporter_desk.domain.text import Language
    from exporter_desk.refund.assess import RefundResult
    from exporter_desk.refund.sheet_values import SheetRow, Value
    from exporter_desk.refund.worksheets import Worksheets
    from exporter_desk.rules.checklists import Checklists
    from exporter_desk.rules.codes import CodeTables
    from exporter_desk.services.claims.neighbours import Neighbours

WORDS = "worksheets/words.toml"
# The group of papers that the list is about, and the list itself, which does not name itself.
ARCHIVE, CATALOGUE = "archive", "BA-9"
KEPT_AS = {"paper": "纸质", "image": "影像", "digital": "数字"}


def sheet_words(codes: CodeTables, book: Checklists) -> Words:
    """Return the words of the sheets: Chinese names of units and outcomes, kinds as the upload lists have them."""
    table = tomllib.loads(resources.read_text(WORDS))
    summary = {key: Bilingual(text["zh"], text["en"]) for key, text in table["summary"].items()}
    return Words(
        unit=partial(_unit, codes),
        vouchers=table["vouchers"],
        vat=table["vat"],
        summary=summary,
        reversal=table["reversal"],
        unit_en=partial(_unit, codes, language="en"),
        outcome=lambda outcome: book.place_name(f"outcome.{outcome}").zh,
        proposed=table["proposed"],
    )


def _unit(codes: CodeTables, code: str, *, language: Language = "zh") -> str:
    return codes.name("units", code, language) or code


def case_worksheets(
    case: Case, result: RefundResult, papers: Sequence[PaperItem], words: Words, beside: Neighbours = ALONE
) -> Worksheets:
    """Return the worksheets of one shipment; `case` is the one with codes in place of typed names.

    What another shipment `beside` it claims too stays open, and so does the summary where it is of several shipments.
    """
    member = Member(case=case, result=result)
    own = [claimed(member.name, result)] if beside.near else []
    doubled = beside_of(own, (claimed(one.name, one.result) for one in beside.near))
    sheets = worksheets([member], words, earlier=beside.earlier, elsewhere=doubled)
    if beside.month:
        sheets = replace(sheets, summary=tuple(_of_the_month(row) for row in sheets.summary))
    unlike = any(one.code == UNLIKE and one.severity is Severity.ERROR for one in result.findings)
    sheets = with_unlike_firm(with_doubles(sheets, own, doubled), [member.name] if unlike else [])
    return with_catalogue(sheets, [member], {member.name: papers})


def _of_the_month(row: SheetRow) -> SheetRow:
    """Return a line of the summary left open: that of the month holds its other shipments too."""
    figure = row["current"]
    opened: Value = Trace(None, inputs=figure.inputs, missing=("tax.vat",))
    return row if figure == empty("tax") else {**row, "current": opened}


def with_catalogue(
    sheets: Worksheets, members: Sequence[Member], papers: Mapping[str, Sequence[PaperItem]]
) -> Worksheets:
    """Return the sheets with 备案单证目录: the papers of every declaration in the order of the claim."""
    cases = {member.name: member.case for member in members}
    rows = [
        _row(claim, paper, _state(cases[name], paper.rule.id))
        for name, claims in _by_declaration(sheets)
        for paper in papers.get(name, ())
        if is_kept(cases[name], paper) and (claim := _line_of(paper, claims)) is not None
    ]
    return replace(sheets, catalogue=tuple(_numbered(row, number) for number, row in enumerate(rows, start=1)))


def _numbered(row: SheetRow, number: int) -> SheetRow:
    return {"no": Trace(str(number), inputs=("tax.papers",)), **row}


def _by_declaration(sheets: Worksheets) -> Iterator[tuple[str, list[SheetRow]]]:
    """Yield the claim lines of every declaration with their shipment: its papers are kept together."""
    found: dict[tuple[str, str], list[SheetRow]] = {}
    for claim in sheets.lines:
        name, number = str(claim["shipment"].value), str(claim["declaration"].value or "")[:NUMBER_DIGITS]
        found.setdefault((name, number), []).append(claim)
    for (name, _), claims in found.items():
        yield name, claims


def _line_of(paper: PaperItem, claims: Sequence[SheetRow]) -> SheetRow | None:
    """Return the first claim line that a paper belongs to; only a pre-refund has a business type of its own."""
    wanted = paper.rule.of_lines
    own = (claim for claim in claims if not wanted or bool(claim["kind"].value) == (wanted == "pre_refund"))
    return next(own, None)


def is_kept(case: Case, paper: PaperItem) -> bool:
    """Tell whether a paper belongs on the list: it is needed, or somebody noted it though its need is open."""
    if not (paper.rule.group == ARCHIVE or paper.rule.listed) or paper.rule.id == CATALOGUE:
        return False
    return paper.needed is True or _state(case, paper.rule.id) is not None


def _state(case: Case, paper: str) -> PaperState | None:
    return next((one for one in case.tax.papers if one.id == paper), None)


def _row(claim: SheetRow, paper: PaperItem, state: PaperState | None) -> SheetRow:
    path = f"tax.papers.{paper.rule.id}"
    scanned = "image" if paper.scans else ""
    kept = KEPT_AS.get((state.kept_as if state else None) or scanned)
    return {
        "shipment": claim["shipment"],
        "period": claim["period"],
        "batch": _batch(claim),
        "link": claim.get("link") or claim["serial"],
        "declaration": _short_number(claim),
        "export_date": claim["export_date"],
        "paper": Trace(paper.rule.zh, inputs=(path,)),
        "number": _number(paper, state),
        "kept_as": typed(kept, f"{path}.kept_as"),
        "place": _place(paper, state),
        "remark": if_typed(state.note if state else None, f"{path}.note"),
    }


def _number(paper: PaperItem, state: PaperState | None) -> Value:
    """Return the number of the paper as somebody noted it, else as it stands in the shipment already."""
    noted = state is not None and state.number is not None
    return typed(paper.number, f"tax.papers.{paper.rule.id}.number" if noted else _place_of_number(paper))


def _place_of_number(paper: PaperItem) -> str:
    """Return where the number stands, the list for one of several; where it would be noted when nothing holds it."""
    return paper.rule.number_from.partition(".*.")[0] or f"tax.papers.{paper.rule.id}.number"


def _place(paper: PaperItem, state: PaperState | None) -> Value:
    """Return where the paper lies as somebody noted it, else the names of the files attached to it."""
    noted = (state.place or state.file) if state else None
    if noted or not paper.scans:
        return typed(noted, f"tax.papers.{paper.rule.id}.place")
    names = "、".join(one.name or one.id for one in paper.scans)
    return Trace(names, inputs=tuple(f"attachments.{one.id}.name" for one in paper.scans))


def _batch(claim: SheetRow) -> Value:
    """Return batch and number of a claim: the one in its 关联号, without one that of its row."""
    batch = claim["batch"]
    if "no" not in claim:  # another firm numbers its claim
        return batch
    serial = str(claim["link"].value or "")[LINK_HEAD:] if "link" in claim else ""
    number = int(serial) if serial.isdecimal() else claim["no"].value
    return batch if batch.value is None else replace(batch, value=f"{batch.value}/{number}")


def _short_number(claim: SheetRow) -> Value:
    whole = claim["declaration"]
    return whole if whole.value is None else replace(whole, value=str(whole.value)[:NUMBER_DIGITS])
