"""Views of the refund worksheets: head, rows and totals of trader and producer sheets, and the archive list."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound, Row, Rows, from_trace, needed, nothing, wording
from exporter_desk.documents.registry import rows, view
from exporter_desk.domain.text import Bilingual
from exporter_desk.refund.producer_sheet import LINES
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
# What the lines of 《免抵退税申报汇总表》 are called.
SUMMARY = {
    "fob_usd_goods": Bilingual("出口销售额（美元）：货物", "Export sales (USD): goods"),
    "fob_usd_services": Bilingual("出口销售额（美元）：服务", "Export sales (USD): services"),
    "fob_cny": Bilingual("出口销售额（人民币）", "Export sales (CNY)"),
    "bdm_goods": Bilingual("不得免征和抵扣税额：货物", "Not creditable: goods"),
    "bdm_services": Bilingual("不得免征和抵扣税额：服务", "Not creditable: services"),
    "bdm_adjusted": Bilingual("不得免征和抵扣税额：进料加工核销调整", "Not creditable: adjusted for processing trade"),
    "bdm": Bilingual("不得免征和抵扣税额合计", "Not creditable, total"),
    "bdm_difference": Bilingual("不得免征和抵扣税额与纳税表差额", "Not creditable: difference to the VAT return"),
    "mdt_goods": Bilingual("免抵退税额：货物", "Exempt-credit-refund amount: goods"),
    "mdt_services": Bilingual("免抵退税额：服务", "Exempt-credit-refund amount: services"),
    "mdt_brought": Bilingual("上期结转免抵退税额", "Brought in from the last period"),
    "mdt_adjusted": Bilingual("进料加工核销应调整免抵退税额", "Adjusted for processing trade"),
    "mdt": Bilingual("免抵退税额合计", "Exempt-credit-refund amount, total"),
    "mdt_carried": Bilingual("结转下期免抵退税额", "Carried to the next period"),
    "credit": Bilingual("增值税纳税申报表期末留抵税额", "Credit at the end of the VAT return"),
    "refund": Bilingual("应退税额", "Refund"),
    "exempt_credit": Bilingual("免抵税额", "Exempt credit"),
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
    return from_trace(sheets.refund) if sheets else needed("tax")


@view("refund.consumption_tax")
def consumption_tax(_: Dossier) -> Bound:
    """Return the part of consumption tax: the sheets hold value-added tax alone."""
    return Bound(ZERO, ("tax",))


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
    names = [SUMMARY[key] for key, _ in LINES]
    return tuple(
        Row({**{key: bound(value) for key, value in row.items()}, "label": Bound(name, ("tax",))})
        for row, name in zip(listed, names, strict=False)
    )


@rows("refund.receipts")
def receipts(dossier: Dossier) -> Rows:
    """Return 收汇情况: one row a receipt."""
    return _rows(dossier.worksheets.receipts if dossier.worksheets else ())


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
