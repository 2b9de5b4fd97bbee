"""The worksheets of a refund claim (申报明细): rows of the trader's and the producer's sheets, over many shipments."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING

from exporter_desk.domain.money import is_currency, split_last
from exporter_desk.domain.trace import Trace
from exporter_desk.domain.watched import still_wanted
from exporter_desk.refund.doubts import has_signs
from exporter_desk.refund.inputs import Line
from exporter_desk.refund.producer_sheet import period_figures, summary_rows
from exporter_desk.refund.quantity import CNY, ZERO, find
from exporter_desk.refund.receipt_sheet import receipt_rows
from exporter_desk.refund.reconciliation_sheet import reconciliation_rows
from exporter_desk.refund.sheet_parts import (
    LINK_HEAD,
    SERIAL_DIGITS,
    Member,
    Numbering,
    Words,
    declared,
    figure,
    in_order,
)
from exporter_desk.refund.sheet_values import SheetRow, Value, added, computed, empty, guessed, if_typed, percent, typed
from exporter_desk.refund.sound import BATCH, MONTH, SHAPES
from exporter_desk.refund.trader import PortionRefund

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from exporter_desk.refund.carried import Earlier
    from exporter_desk.refund.claimed_twice import Claimed
    from exporter_desk.refund.quantity import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheets:
    """All rows of one claim; `period` YYYYMM and `batch` may be open. A sheet that does not apply has no rows.

    `kept` are the lines whose claim another firm files: no claim sheet holds them, but their papers are kept here.
    """

    period: Value
    batch: Value
    taxpayer_id: Value
    taxpayer: Value
    exports: tuple[SheetRow, ...] = ()
    purchases: tuple[SheetRow, ...] = ()
    producer: tuple[SheetRow, ...] = ()
    summary: tuple[SheetRow, ...] = ()
    receipts: tuple[SheetRow, ...] = ()
    reconciliations: tuple[SheetRow, ...] = ()
    catalogue: tuple[SheetRow, ...] = ()
    kept: tuple[SheetRow, ...] = ()

    @property
    def form(self) -> str:
        """Return trader or producer by the sheets that have rows, kept where another firm claims, "" when none has."""
        return "producer" if self.producer else "trader" if self.exports else "kept" if self.kept else ""

    @property
    def lines(self) -> tuple[SheetRow, ...]:
        """Return the claim lines in the order of the claim, then those that another firm claims."""
        return (*(self.producer or self.exports), *self.kept)

    @property
    def refund(self) -> Trace[Decimal]:
        """Return 申报退税额 of a trader: the sum over the purchase details."""
        return added(row["refund"] for row in self.purchases)


def worksheets(
    members: Sequence[Member],
    words: Words,
    period: str | None = None,
    year: Mapping[str, Trace[Decimal]] | None = None,
    earlier: Earlier | None = None,
    elsewhere: Sequence[Claimed] = (),
) -> Worksheets:
    """Return the worksheets of a claim over `members`; without a named period that of the first shipment counts.

    `year` is what `year_to_date` found for the summary, `earlier` what the month before left over, `elsewhere` what
    shipments of other months claim too.

    Only lines that earn a refund, or may, are on the sheets. Every shipment keeps its own batch, and the numbers of a
    batch run through its shipments, one after the other; the rows stand in the order of the claims.
    """
    members = in_order(members)
    files = [member.case.tax for member in members]
    month = _shaped(period or next((one.claim_period for one in files), None), MONTH)
    heads = _heads(members, typed(month, "tax.claim_period"))
    exports: list[SheetRow] = []
    purchases: list[SheetRow] = []
    producer: list[SheetRow] = []
    for member, head in zip(members, heads, strict=True):
        if member.form == "producer":
            producer += (guessed(row, member.case.is_estimated) for row in _producer_rows(member, head, words))
        elif member.form:
            for rows, bought in _trader_rows(member, head, words):
                exports.append(rows)
                purchases += bought
    exports, purchases = _by_link(exports, purchases)
    passed = [(member, _of_others(head)) for member, head in zip(members, heads, strict=True) if member.is_passed_on]
    filing = [(member, head) for member, head in zip(members, heads, strict=True) if member.form]
    receipts = [row for member, head in (*filing, *passed) for row in receipt_rows(member, head)]
    reconciled = [
        guessed(row, member.case.is_estimated) for member, _ in filing for row in reconciliation_rows(member, words)
    ]
    seller = next((one for member in members if (one := member.case.party("seller"))), None)
    path = "parties" if seller is None else f"parties.{seller.id}"
    return Worksheets(
        period=typed(month, "tax.claim_period"),
        batch=_batches([head for _, head in filing or passed] or heads),
        taxpayer_id=typed(None if seller is None else seller.uscc, f"{path}.uscc"),
        taxpayer=typed(None if seller is None else seller.name_zh, f"{path}.name_zh"),
        exports=_numbered(exports),
        purchases=_numbered(purchases),
        producer=_numbered(producer, "serial"),
        summary=_summary(period_figures(members, earlier, elsewhere), words, year),
        receipts=_numbered(receipts),
        reconciliations=_numbered(reconciled),
        kept=tuple(row for member, head in passed for row in _kept_rows(member, head)),
    )


def _of_others(head: Numbering) -> Numbering:
    """Return the head of a claim that another firm files: the batch and the numbers of its lines are that firm's."""
    return replace(head, batch=if_typed(head.batch.value, "tax.claim_batch"))


def _kept_rows(member: Member, head: Numbering) -> Iterator[SheetRow]:
    """Yield what the list of kept papers needs of the lines that another firm claims."""
    for part in _parts(member):
        tax_line = member.case.tax.line(part.line.id)
        link = None if tax_line is None or part.place else tax_line.link
        row: SheetRow = {
            "period": head.period,
            "batch": head.batch,
            "link": if_typed(link, f"tax.lines.{part.line.id}.link"),
            **declared(member, part.line),
            "kind": if_typed(part.code or None, "choices.mode"),
        }
        yield guessed(row, member.case.is_estimated)


def _by_link(exports: list[SheetRow], purchases: list[SheetRow]) -> tuple[list[SheetRow], list[SheetRow]]:
    """Return the rows of a trader by batch and 关联号: a typed number stands where it belongs.

    One of another shape keeps its place behind the number before it.
    """
    places: dict[object, tuple[bool, str, int]] = {}
    last = (False, "", 0)
    for row in exports:
        link, batch = str(row["link"].value or ""), str(row["batch"].value or "")
        head = (not batch, batch)
        serial = link[LINK_HEAD:] if link.startswith(f"{row['period'].value}{batch}") else ""
        last = (*head, int(serial) if serial.isdecimal() else last[2] if last[:2] == head else 0)
        places[row["link"].value, batch] = last

    def place(row: SheetRow) -> tuple[bool, str, int]:
        return places[row["link"].value, str(row["batch"].value or "")]

    return sorted(exports, key=place), sorted(purchases, key=place)


def _heads(members: Sequence[Member], period: Value) -> list[Numbering]:
    """Return the numbering of every shipment: those of one batch share their serials, which pass by typed numbers."""
    batches = [_shaped(member.case.tax.claim_batch, BATCH) for member in members]
    typed_links = {line.link for member in members for line in member.case.tax.lines if line.link}
    serials = {batch: count(1) for batch in batches}
    return [
        Numbering(period=period, batch=typed(batch, "tax.claim_batch"), serial=serials[batch], taken=typed_links)
        for batch in batches
    ]


def _batches(heads: Sequence[Numbering]) -> Value:
    """Return the batch at the head of the sheets: every one that their rows have, open while one row has none."""
    missing = tuple(dict.fromkeys(path for head in heads for path in head.batch.missing))
    found = sorted({str(head.batch.value) for head in heads if head.batch.value is not None})
    return Trace("、".join(found) if found and not missing else None, inputs=("tax.claim_batch",), missing=missing)


def _shaped(text: str | None, shape: str) -> str | None:
    """Return a month or a batch number that is one; anything else has to be typed again."""
    return text if text is not None and SHAPES[shape].fullmatch(text) else None


def _summary(
    figures: tuple[Quantity, ...], words: Words, year: Mapping[str, Trace[Decimal]] | None
) -> tuple[SheetRow, ...]:
    """Return the summary of a producer, no rows without figures."""
    return summary_rows(figures, words.summary, year) if figures else ()


def _numbered(rows: Sequence[SheetRow], more: str = "") -> tuple[SheetRow, ...]:
    """Number the rows of a sheet; the producer's 申报序号 has eight digits."""
    numbered = []
    for number, row in enumerate(rows, start=1):
        serial: SheetRow = {"no": Trace(str(number), inputs=("tax",))}
        if more:
            serial[more] = Trace(f"{number:0{SERIAL_DIGITS}d}", inputs=("tax",))
        numbered.append({**serial, **row})
    return tuple(numbered)


@dataclass(frozen=True, slots=True)
class _Part:
    """What is filed as one claim line: a whole line, or the sold or unsold part of warehouse goods."""

    line: Line
    qty: Decimal | None
    portions: tuple[PortionRefund, ...]
    code: str
    place: int
    pieces: int


def _parts(member: Member) -> Iterator[_Part]:
    result = member.result
    splits = {split.line: split for split in result.splits}
    taken: defaultdict[str, list[PortionRefund]] = defaultdict(list)
    for one in result.portions:
        taken[one.portion.line].append(one)
    for line in result.source.lines:
        if not result.policy.of(line.id).may_refund:
            continue
        own = tuple(taken[line.id])
        split = splits.get(line.id)
        if split is None:
            yield _Part(line, line.qty, own, "", 0, 1)
        elif split.sold is None or split.unsold is None or not split.sold:
            # Sold and unsold that are not told apart count as unsold altogether.
            yield _Part(line, line.qty, own, split.code, 0, 1)
        elif split.unsold < 0:
            yield _Part(line, None, own, "", 0, 1)  # more sold than exported: nobody can say what is claimed
        elif not split.unsold:
            yield _Part(line, line.qty, own, "", 0, 1)
        else:
            sold, unsold = _cut(own, split.sold)
            yield _Part(line, split.sold, sold, "", 0, 2)
            yield _Part(line, split.unsold, unsold, split.code, 1, 2)


def _cut(
    portions: tuple[PortionRefund, ...], sold: Decimal
) -> tuple[tuple[PortionRefund, ...], tuple[PortionRefund, ...]]:
    """Divide the portions, which were cut at the sold quantity, into those of the sold and the unsold part."""
    taken, reached = ZERO, 0
    for one in portions:
        if taken >= sold or one.portion.qty is None:
            break
        taken += one.portion.qty
        reached += 1
    return portions[:reached], portions[reached:]


def _trader_rows(member: Member, head: Numbering, words: Words) -> Iterator[tuple[SheetRow, list[SheetRow]]]:
    for part in _parts(member):
        still_wanted()
        tax_line = member.case.tax.line(part.line.id)
        link = head.link(part.line, tax_line.link if tax_line is not None and not part.place else None)
        basis: SheetRow = {"period": head.period, "batch": head.batch, "link": link}
        lawful = [one for one in part.portions if one.lawful is not False]
        is_guess = member.case.is_estimated
        bought = [guessed({**basis, **_purchase(member, part.line, one, words)}, is_guess) for one in lawful]
        yield guessed({**basis, **_export(member, part, words)}, is_guess), bought


def _export(member: Member, part: _Part, words: Words) -> SheetRow:
    line, place = part.line, f"goods.{part.line.id}"
    return {
        **declared(member, line),
        "hs": typed(line.hs, f"{place}.hs"),
        "name": typed(line.name_zh, f"{place}.name_zh"),
        "unit": _unit(line.unit, f"{place}.unit", words),
        "qty": typed(part.qty, f"{place}.qty"),
        "fob_usd": _share(figure(member, "FOB_USD", line), part),
        "claim_hs": if_typed(_other_code(line), f"tax.lines.{line.id}.library_code"),
        "kind": if_typed(part.code or None, "choices.mode"),
        "start_mode": empty("tax"),
        "aeo": empty("tax"),
        "remark": _remark(line, words),
    }


def _remark(line: Line, words: Words) -> Value:
    """Return what is remarked on a line: that it takes back what was claimed."""
    return if_typed(words.reversal if line.reversal else None, f"tax.lines.{line.id}.reversal")


def _other_code(line: Line) -> str | None:
    """Return the code of the claim (申报商品代码) where the rate library has another one than was declared."""
    return line.library_code if line.library_code and line.library_code != line.hs else None


def _unit(code: str | None, path: str, words: Words) -> Value:
    return typed(None if code is None else words.unit(code), path)


def _share(whole: Trace[Decimal], part: _Part, currency: str | None = CNY) -> Value:
    """Return the part's share of a value by quantity, the last part closing to the minor unit of the currency."""
    if part.pieces == 1 or whole.value is None or part.qty is None or not part.line.qty:
        return computed(whole)
    sold = part.qty if not part.place else part.line.qty - part.qty
    money = currency if currency is not None and is_currency(currency) else CNY
    pieces = split_last(whole.value, [sold, part.line.qty - sold], money)
    return computed(replace(whole, value=pieces[part.place], formula=f"{whole.formula} × {part.qty} / {part.line.qty}"))


def _purchase(member: Member, line: Line, one: PortionRefund, words: Words) -> SheetRow:
    invoice, path = one.portion.invoice, f"tax.purchase_invoices.{one.portion.invoice.id}"
    supplier = member.case.party_by_id(invoice.supplier)
    supplier_path = f"{path}.supplier" if supplier is None else f"parties.{supplier.id}.uscc"
    voucher = None if invoice.voucher is None else words.vouchers.get(invoice.voucher)
    rate = Trace(invoice.rate, inputs=(f"{path}.rate",), missing=() if invoice.rate is not None else (f"{path}.rate",))
    return {
        "tax": Trace(words.vat, inputs=("tax",)),
        "voucher": typed(voucher, f"{path}.voucher"),
        "number": typed(None if has_signs(invoice) else invoice.number, f"{path}.number"),
        "day": typed(invoice.day, f"{path}.day"),
        "supplier": typed(None if supplier is None else supplier.uscc, supplier_path),
        "hs": typed(line.hs, f"goods.{line.id}.hs"),
        "name": typed(invoice.name_zh or line.name_zh, f"{path}.name_zh"),
        "unit": _unit(invoice.unit or line.unit, f"{path}.unit", words),
        "qty": typed(one.portion.qty, f"{path}.qty"),
        "base": computed(one.base),
        "vat_rate": percent(rate),
        "refund_rate": percent(one.rate),
        "refund": computed(one.refund),
        "remark": _remark(line, words),
    }


def _producer_rows(member: Member, head: Numbering, words: Words) -> Iterator[SheetRow]:
    rates, source = member.result.rates, member.result.source
    for part in _parts(member):
        line, place = part.line, f"goods.{part.line.id}"
        deal, usd = (_rate_of(member, symbol, line) for symbol in ("RATE", "RATE_USD"))
        yield {
            "period": head.period,
            "batch": head.batch,
            **declared(member, line),
            "hs": typed(line.hs, f"{place}.hs"),
            "name": typed(line.name_zh, f"{place}.name_zh"),
            "unit": _unit(line.unit, f"{place}.unit", words),
            "qty": typed(part.qty, f"{place}.qty"),
            "currency": typed(source.terms.currency, "terms.currency"),
            "amount": _share(_deal_amount(line), part, source.terms.currency),
            "rate": computed(deal, "tax.rates"),
            "fob_cny": _share(figure(member, "FOB_CNY", line), part),
            "usd_rate": computed(usd, "tax.rates"),
            "fob_usd": _share(figure(member, "FOB_USD", line), part),
            "vat_rate": percent(rates[line.id].vat),
            "refund_rate": percent(rates[line.id].refund),
            "share": empty("tax"),
            "bonded": empty("tax"),
            "exempt_material": empty("tax"),
            "bdm": _share(figure(member, "BDM_LINE", line), part),
            "mdt": _share(figure(member, "MDT_LINE", line), part),
            "handbook": empty("tax"),
            "kind": if_typed(part.code or None, "choices.mode"),
            "remark": _remark(line, words),
        }


def _rate_of(member: Member, symbol: str, line: Line) -> Trace[Decimal] | None:
    """Return the rate of a line, else that of all lines: several declarations may be converted by several days."""
    quantities = member.result.quantities
    found = find(quantities, symbol, line.id) or find(quantities, symbol)
    return None if found is None else found.trace


def _deal_amount(line: Line) -> Trace[Decimal]:
    path = f"goods.{line.id}.unit_price"
    missing = () if line.amount is not None else (path,)
    return Trace(line.amount, inputs=(path, f"goods.{line.id}.qty"), missing=missing)
