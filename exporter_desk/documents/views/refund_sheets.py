"""Views of the refund worksheets: head, rows and totals of trader and producer sheets, and the archive list."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound, Row, Rows, from_trace, needed, nothing, wording
from exporter_desk.documents.registry import rows, view
from exporter_desk.domain.text import Bilingual
from exporter_desk.refund.quantity import CNY
from exporter_desk.refund.sheet_values import added

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.refund.sheet_values import SheetRow, Value
    from exporter_desk.refund.worksheets import Worksheets

NONE = "none"
ZERO = Decimal("0.00")
FIRMS = {
    "producer": Bilingual("生产企业", "producer"),
    "trader": Bilingual("外贸企业", "trader"),
    "other_unit": Bilingual("其他单位", "other unit"),
    "coop": Bilingual("农民专业合作社", "farmers' cooperative"),
    "individual_business": Bilingual("个体工商户", "individual business"),
}


def bound(value: Value) -> Bound:
    """Return a cell of a worksheet as paper shows it: rightly empty, unknown, or a value with its origin."""
    if value.value == "":
        return nothing(*(value.inputs or ("tax",)))
    paths = value.inputs or ("tax",)
    return Bound(value.value, paths, value.formula, value.sources, value.estimated, value.missing)


def _rows(listed: Iterable[SheetRow]) -> Rows:
    return tuple(Row({name: bound(value) for name, value in one.items()}) for one in listed)


def _with_total(listed: Sequence[SheetRow], columns: tuple[str, ...], label: str) -> Rows:
    """Return the rows with a total under the named columns; the word stands in the column `label`."""
    if not listed:
        return ()
    cells = {name: nothing("tax") for name in listed[0]}
    cells |= {name: from_trace(added(row[name] for row in listed)) for name in columns}
    cells[label] = Bound(Bilingual("合计", "Total"), ("tax",))
    return (*_rows(listed), Row(cells, "total"))


def _sheets(dossier: Dossier) -> Worksheets | None:
    return dossier.worksheets


@view("refund.form")
def refund_form(dossier: Dossier) -> Bound:
    """Return whose sheets apply: trader, producer or none; before there is a declaration nothing can be claimed."""
    sheets, declared = _sheets(dossier), dossier.case.tax.declarations
    return wording((sheets.form if sheets and declared else "") or NONE, "tax.declarations")


@view("refund.taxpayer_id")
def taxpayer_id(dossier: Dossier) -> Bound:
    """Return 纳税人识别号 of the claim."""
    sheets = _sheets(dossier)
    return bound(sheets.taxpayer_id) if sheets else needed("parties")


@view("refund.taxpayer")
def taxpayer(dossier: Dossier) -> Bound:
    """Return 纳税人名称 of the claim."""
    sheets = _sheets(dossier)
    return bound(sheets.taxpayer) if sheets else needed("parties")


@view("refund.period")
def period(dossier: Dossier) -> Bound:
    """Return 申报年月 as YYYYMM."""
    sheets = _sheets(dossier)
    return bound(sheets.period) if sheets else needed("tax.claim_period")


@view("refund.batch")
def batch(dossier: Dossier) -> Bound:
    """Return 申报批次, three digits."""
    sheets = _sheets(dossier)
    return bound(sheets.batch) if sheets else needed("tax.claim_batch")


@view("refund.claimed")
def claimed(dossier: Dossier) -> Bound:
    """Return 申报退税额 of the purchase details."""
    sheets = _sheets(dossier)
    return from_trace(sheets.refund).in_currency(CNY) if sheets else needed("tax")


@view("refund.consumption_tax")
def consumption_tax(_: Dossier) -> Bound:
    """Return the part of consumption tax: the sheets hold value-added tax alone."""
    return Bound(ZERO, ("tax",), currency=CNY)


@rows("refund.exports")
def exports(dossier: Dossier) -> Rows:
    """Return 出口明细 with the total in USD."""
    sheets = _sheets(dossier)
    return _with_total(sheets.exports, ("fob_usd",), "name") if sheets else ()


@rows("refund.purchases")
def purchases(dossier: Dossier) -> Rows:
    """Return 进货明细 with the totals of base and refund."""
    sheets = _sheets(dossier)
    return _with_total(sheets.purchases, ("base", "refund"), "name") if sheets else ()


@rows("refund.producer")
def producer(dossier: Dossier) -> Rows:
    """Return the producer's details with their totals."""
    sheets = _sheets(dossier)
    return _with_total(sheets.producer, ("fob_cny", "fob_usd", "bdm", "mdt"), "name") if sheets else ()


@rows("refund.summary")
def summary(dossier: Dossier) -> Rows:
    """Return the lines of the producer's summary by name."""
    listed = dossier.worksheets.summary if dossier.worksheets else ()
    return tuple(Row({**{key: bound(value) for key, value in row.items()}, "label": _label(row)}) for row in listed)


def _label(row: SheetRow) -> Bound:
    return Bound(Bilingual(str(row["label"].value), str(row["label_en"].value)), ("tax",))


@rows("refund.receipts")
def receipts(dossier: Dossier) -> Rows:
    """Return 收汇情况: one row a receipt."""
    return _rows(dossier.worksheets.receipts if dossier.worksheets else ())


@view("refund.pre_refunded")
def pre_refunded(dossier: Dossier) -> Bound:
    """Tell whether goods were pre-refunded (海外仓预退), by any shipment of a month: then they are reconciled."""
    sheets = _sheets(dossier)
    listed = dossier.case.tax.pre_refunds if sheets is None else sheets.reconciliations
    return Bound(bool(listed), ("tax.pre_refunds",))


@rows("refund.reconciliations")
def reconciliations(dossier: Dossier) -> Rows:
    """Return the pre-refunds with the totals of what was refunded, what is right, and the difference."""
    sheets = _sheets(dossier)
    return _with_total(sheets.reconciliations, ("refund", "right", "difference"), "name") if sheets else ()


@rows("refund.catalogue")
def catalogue(dossier: Dossier) -> Rows:
    """Return the archive list: for every declaration the papers kept, in the order of the claim."""
    return _rows(dossier.worksheets.catalogue if dossier.worksheets else ())


@view("refund.first_claim")
def first_claim(dossier: Dossier) -> Bound:
    """Tell whether this is the first claim: then the registration is filled in."""
    answer = dossier.case.tax.first_claim
    return needed("tax.first_claim") if answer is None else Bound(answer, ("tax.first_claim",))


@view("refund.firm_kind")
def firm_kind(dossier: Dossier) -> Bound:
    """Return 企业类型 of the taxpayer in words."""
    seller = dossier.case.party("seller")
    path = "parties" if seller is None else f"parties.{seller.id}.kind"
    kind = None if seller is None else FIRMS.get(seller.kind or "")
    return Bound(kind, (path,)) if kind else needed(path)


@view("refund.method")
def method(dossier: Dossier) -> Bound:
    """Return 出口退（免）税办法 as the policy found it."""
    return Bound(dossier.refund.method, ("tax",)) if dossier.refund and dossier.refund.method.zh else needed("tax")
