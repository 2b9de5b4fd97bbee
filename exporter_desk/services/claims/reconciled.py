"""The reconciliation of every pre-refund (海外仓预退核算) in words: what was sold, the outcome, what is filed back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import grouped, trimmed
from exporter_desk.domain.text import Bilingual
from exporter_desk.refund.places import case_places
from exporter_desk.refund.warehouse_sales import UNSOLD, Stock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from exporter_desk.refund.assess import RefundResult
    from exporter_desk.refund.inputs import Line
    from exporter_desk.refund.warehouse import Entry, Reconciliation
    from exporter_desk.services.desk import Desk

_UNKNOWN = Bilingual("还不知道", "not known")
_TAXES = {
    "trader": Bilingual("退税额", "refund"),
    "producer": Bilingual("免抵退税额", "exempt-credit-refund amount"),
}
_STATES = {
    "no_day": Bilingual("没有预退办结日，核算期还不知道", "the day of the pre-refund is missing, so is the window"),
    "too_early": Bilingual("核算期还没有开始", "the window has not opened yet"),
    "open": Bilingual("还没有核算，还剩 {days} 天", "not reconciled yet, {days} days left"),
    "closed": Bilingual("核算期已过，没有核算记录", "the window is over without a reconciliation"),
    "settled": Bilingual("已核算", "reconciled"),
}
_ENTRIES = {
    "reversal": Bilingual(
        "冲减预退：{qty}，{tax} {refund} 元", "Reversal of the pre-refund: {qty}, {tax} CNY {refund}"
    ),
    "right": Bilingual("按实际销售申报：{qty}，{tax} {refund} 元", "Claim of what was sold: {qty}, {tax} CNY {refund}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciledRow:
    """One pre-refund and what comes of it, every figure in words; `id` is that of the record in tax.pre_refunds.

    `tax` is what the amounts are, refund of a trader or 免抵退税额 of a producer. `outcome` is the one that was chosen,
    else the one that the sales lead to; `entries` are the lines to be filed, none where nothing is adjusted; `missing`
    names what has to be filled in first.
    """

    id: str
    goods: Bilingual
    qty: Bilingual
    tax: Bilingual
    refund: Bilingual
    window: Bilingual
    state: Bilingual
    sold: Bilingual
    left: Bilingual
    outcome: Bilingual
    right: Bilingual
    difference: Bilingual
    entries: tuple[Bilingual, ...]
    evidence: tuple[Bilingual, ...]
    missing: tuple[Bilingual, ...]
    settled: bool

    @property
    def lines(self) -> tuple[Bilingual, ...]:
        """Return the row as lines of text: the pre-refund with its window, what came of it, what is filed."""
        said = Bilingual("核算结果", "outcome") if self.settled else Bilingual("按销售记录", "by the sales")
        found = [
            Bilingual(
                "海外仓预退 {goods}：{qty}，{refund} 元；核算期 {window}（{state}）",
                "Pre-refund of {goods}: {qty}, CNY {refund}; window {window} ({state})",
            ).filled(
                goods=self.goods, qty=self.qty, refund=self.refund, window=self.window, state=self.state,
            ),
            Bilingual(
                "已售 {sold}，未售 {left}；{said}：{outcome}；应有的{tax} {right}，差额 {difference}",
                "Sold {sold}, unsold {left}; {said}: {outcome}; right {tax} {right}, difference {difference}",
            ).filled(
                sold=self.sold, left=self.left, said=said, outcome=self.outcome, right=self.right,
                difference=self.difference, tax=self.tax,
            ),
        ]  # fmt: skip
        waits = Bilingual("核算还缺：{names}", "The reconciliation waits for: {names}")
        wanted = waits.filled(names=_all(self.missing))
        return (*found, *self.entries, *((wanted,) if self.missing else ()))


def reconciled_rows(result: RefundResult, desk: Desk, name_of: Callable[[str], Bilingual]) -> tuple[ReconciledRow, ...]:
    """Return every pre-refund with what comes of it by the day of `result`; `name_of` says what a place is called."""
    stock = Stock(result.source)
    return tuple(_row(one, stock, result, desk, name_of) for one in result.reconciliations)


def _row(
    one: Reconciliation, stock: Stock, result: RefundResult, desk: Desk, name_of: Callable[[str], Bilingual]
) -> ReconciledRow:
    pre, line = one.pre_refund, stock.line(one.pre_refund.goods)
    unit = desk.refund_book.unit_name(line.unit) if line is not None and line.unit else None
    outcome, method = pre.outcome or one.outcome, result.policy.method
    tax = _TAXES["trader" if method is None else method.form]
    waits = one.outcome is None or one.difference.value is None
    return ReconciledRow(
        id=pre.id,
        goods=_called(line),
        qty=_quantity(pre.qty, unit),
        tax=tax,
        refund=_amount(pre.refund),
        window=_window(one),
        state=_state(one, result),
        sold=_quantity(one.sold, unit),
        left=_quantity(one.unsold, unit),
        outcome=_UNKNOWN if outcome is None else desk.checklists.place_name(f"outcome.{outcome}"),
        right=_money(one.right.value),
        difference=_difference(one, paid=tax is _TAXES["trader"]),
        entries=tuple(_entry(entry, unit, tax) for entry in one.entries),
        evidence=_evidence(one, result, name_of),
        missing=tuple(name_of(path) for path in case_places(one.difference.missing)) if waits else (),
        settled=one.status == "settled",
    )


def _called(line: Line | None) -> Bilingual:
    if line is None:
        return Bilingual("（没有对应的商品）", "(no such goods)")
    zh, en = line.name_zh or line.name_en, line.name_en or line.name_zh
    return Bilingual(zh or line.id, en or line.id)


def _quantity(qty: Decimal | None, unit: Bilingual | None) -> Bilingual:
    if qty is None:
        return _UNKNOWN
    figure = trimmed(qty)
    return Bilingual(figure, figure) if unit is None else Bilingual(f"{figure} {unit.zh}", f"{figure} {unit.en}")


def _amount(value: Decimal | None) -> Bilingual:
    return _UNKNOWN if value is None else Bilingual(grouped(value, 2), grouped(value, 2))


def _money(value: Decimal | None) -> Bilingual:
    return _UNKNOWN if value is None else Bilingual(f"{grouped(value, 2)} 元", f"CNY {grouped(value, 2)}")


def _window(one: Reconciliation) -> Bilingual:
    if one.window is None:
        return _UNKNOWN
    start, end = (day.isoformat() for day in one.window)
    return Bilingual(f"{start} 至 {end}", f"{start} to {end}")


def _state(one: Reconciliation, result: RefundResult) -> Bilingual:
    days = "" if one.window is None else str((one.window[1] - result.day).days)
    said, day = _STATES[one.status].filled(days=days), one.pre_refund.reconciled
    if one.status != "settled" or day is None:
        return said
    return Bilingual(f"{day.isoformat()} {said.zh}", f"{said.en} on {day.isoformat()}")


def _difference(one: Reconciliation, *, paid: bool) -> Bilingual:
    """Return the difference with what becomes of it: reversed, paid back where it was `paid` out, still to come."""
    value, words = one.difference.value, _money(one.difference.value)
    if value is None or value == 0:
        return words
    if value > 0:
        return Bilingual(f"{words.zh}（预退少了，补报）", f"{words.en} (refunded too little, claimed in addition)")
    if one.outcome == UNSOLD and paid:
        return Bilingual(
            f"{words.zh}（冲减后缴回，卖出后再按正常申报）",
            f"{words.en} (reversed and paid back; claimed normally after the sale)",
        )
    return Bilingual(f"{words.zh}（预退多了，冲减）", f"{words.en} (refunded too much, reversed)")


def _entry(entry: Entry, unit: Bilingual | None, tax: Bilingual) -> Bilingual:
    qty, refund = _quantity(entry.qty, unit), _amount(entry.refund.value)
    return _ENTRIES[entry.kind].filled(qty=qty, tax=tax, refund=refund)


def _evidence(one: Reconciliation, result: RefundResult, name_of: Callable[[str], Bilingual]) -> tuple[Bilingual, ...]:
    """Return by when the evidence of each sale is to be filed, a sale by its voucher, else by its row."""
    sales = {sale.id: sale for sale in result.source.warehouse_sales}
    found = []
    for identifier, due in one.evidence:
        reference = sales[identifier].reference if identifier in sales else None
        row = name_of(f"tax.warehouse_sales.{identifier}")
        zh, en = reference or row.zh, reference or row.en
        found.append(Bilingual(f"{zh}：最迟 {due.isoformat()} 归档", f"{en}: to be filed by {due.isoformat()}"))
    return tuple(found)


def _all(names: Sequence[Bilingual]) -> Bilingual:
    return Bilingual(
        "、".join(dict.fromkeys(one.zh for one in names)), ", ".join(dict.fromkeys(one.en for one in names))
    )


def lines_of(rows: Iterable[ReconciledRow]) -> tuple[Bilingual, ...]:
    """Return the lines of all rows as the refund command prints them."""
    return tuple(line for row in rows for line in row.lines)
