"""Rows of two working sheets: the declaration elements of each line, and what each supplier is asked to invoice."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound, Row, Rows, needed, nothing, optional, wording
from exporter_desk.documents.paths import at
from exporter_desk.documents.registry import rows, view
from exporter_desk.documents.views.customs import quantity_text
from exporter_desk.domain.text import Bilingual
from exporter_desk.refund.quantity import CNY
from exporter_desk.rules.hs import HEAD, HsTable, needed_elements

if TYPE_CHECKING:
    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.domain.goods import GoodsLine
    from exporter_desk.domain.parties import Party

# The first two elements are codes of these tables.
_CODED = ("brand_kinds", "preference_kinds")
_AS_AGREED = Bilingual("按购货合同的不含税金额", "as in the purchase contract, without tax")
_NO_SUPPLIER = "goods"


@rows("elements")
def element_rows(dossier: Dossier) -> Rows:
    """Return the declaration elements (申报要素) by name under their lines; equal lines share them."""
    shared: dict[tuple[str | None, str | None, tuple[str, ...]], list[tuple[int, GoodsLine]]] = {}
    for number, line in enumerate(dossier.case.goods, start=1):
        shared.setdefault((line.hs, line.name_zh, line.elements), []).append((number, line))
    return tuple(row for lines in shared.values() for row in _element_group(dossier, lines))


def _element_group(dossier: Dossier, lines: list[tuple[int, GoodsLine]]) -> list[Row]:
    numbers = "、".join(str(number) for number, _ in lines)
    [(_, line), *_] = lines
    title = f"{numbers}　{line.hs or '—'}　{line.name_zh or '—'}　{line.name_en or ''}".strip()
    paths = (f"goods.{one.id}.{key}" for _, one in lines for key in ("hs", "name_zh"))
    return [Row({"text": wording(title, *paths)}, "group"), *_elements(dossier, line)]


def _elements(dossier: Dossier, line: GoodsLine) -> list[Row]:
    path = f"goods.{line.id}.elements"
    entry = HsTable(dossier.codes).lookup(line.hs)
    names = list(entry.elements if entry is not None else ()) or list(HEAD)
    names += [f"第 {number} 项" for number in range(len(names) + 1, len(line.elements) + 1)]
    needs = len(needed_elements(entry))  # of what is behind them only what is filled is shown
    shown = [place for place in range(len(names)) if place < needs or any(line.elements[place : place + 1])]
    return [Row(_element(dossier, line, place, names[place], path)) for place in shown]


def _element(dossier: Dossier, line: GoodsLine, place: int, name: str, path: str) -> dict[str, Bound]:
    value = line.elements[place] if place < len(line.elements) else ""
    gap = f"{path}.{place}" if place < len(line.elements) else path
    table = _CODED[place] if place < len(_CODED) else ""
    meaning = dossier.codes.name(table, value, "zh") if table and value else None
    return {
        "no": wording(str(place + 1), path),
        "name": wording(name, path),
        "value": wording(f"{value}（{meaning}）" if meaning else value, path) if value.strip() else needed(gap),
        "check": nothing(path),
    }


def _by_supplier(dossier: Dossier) -> dict[str, list[GoodsLine]]:
    """Group the lines by who sold them to the exporter; goods of its own need no invoice."""
    found: dict[str, list[GoodsLine]] = {}
    seller = dossier.case.party("seller")
    for line in dossier.case.goods:
        if line.supplier and (seller is None or line.supplier != seller.id):
            found.setdefault(line.supplier, []).append(line)
    return found


@view("suppliers.known")
def suppliers_known(dossier: Dossier) -> Bound:
    """Tell whether any line names its supplier."""
    return Bound(bool(_by_supplier(dossier)), (_NO_SUPPLIER,))


@view("suppliers.request")
def request(dossier: Dossier) -> Bound:
    """Return what the supplier is asked, with the number of the shipment."""
    number = dossier.case.terms.contract_no or dossier.case.number or ""
    about = f"（业务 {number}）" if number else ""
    text = (
        f"这批货要出口并申请退税{about}，发票要和报关单对得上。请按下表开具增值税专用发票："
        "货物名称、单位、数量照下表写，单位至少和报关单的一个单位相同。"
        "名称、单位或数量不能照写的，开票前先告诉我们。"
    )
    return wording(text, "terms.contract_no", "number")


@rows("suppliers.lines")
def supplier_lines(dossier: Dossier) -> Rows:
    """Return what each supplier is asked to invoice, each supplier on a page of its own."""
    listed: list[Row] = []
    for supplier, lines in _by_supplier(dossier).items():
        party = dossier.case.party_by_id(supplier)
        title = wording(f"供货单位：{_named(party)}", f"parties.{supplier}")
        listed.append(Row({"text": title}, "sheet" if listed else "group"))
        listed += [Row(_invoiced(dossier, line, number)) for number, line in enumerate(lines, start=1)]
    return tuple(listed)


def _named(party: Party | None) -> str:
    if party is None:
        return "—"
    return "　".join(part for part in (party.name_zh or party.name_en, party.uscc) if part)


def _invoiced(dossier: Dossier, line: GoodsLine, number: int) -> dict[str, Bound]:
    place = f"goods.{line.id}"
    return {
        "no": wording(str(number), place),
        "name": at(dossier.case, f"{place}.name_zh"),
        "model": optional(line.model or "", f"{place}.model"),
        "qty": quantity_text(dossier, line, ""),
        "statutory": quantity_text(dossier, line, "1"),
        "amount": _agreed_amount(dossier, line),
    }


def _agreed_amount(dossier: Dossier, line: GoodsLine) -> Bound:
    """The amounts of the purchase invoices of the line; without one the purchase contract is what counts."""
    invoices = [
        one
        for one in dossier.case.tax.purchase_invoices
        if one.goods == line.id and one.supplier in (None, line.supplier) and one.amount is not None
    ]
    paths = tuple(f"tax.purchase_invoices.{one.id}.amount" for one in invoices)
    total = sum((one.amount for one in invoices if one.amount is not None), Decimal(0))
    guessed = any(map(dossier.case.is_estimated, paths))
    return (
        Bound(total, paths, "Σ", estimated=guessed, currency=CNY)
        if invoices
        else Bound(_AS_AGREED, ("tax.purchase_invoices",))
    )
