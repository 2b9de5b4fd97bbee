"""Compares the whole assessment of a claim with that of a quarter of it: `python -m tests.bench.bench_claim [RUNS]`.

The figures are processor time, so that a busy machine does not change them much; their ratio is 4 where every line
and invoice is looked at as often in a large claim as in a small one, and 16 where each is compared with all others.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from exporter_desk.domain.case import Case
from exporter_desk.domain.case_json import from_object
from exporter_desk.domain.json_value import Json, JsonObject
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.quantity import find
from exporter_desk.services.desk import Desk

LINES, INVOICES, RUNS, PART = 3_000, 10_000, 3, 4
OF_A_DECLARATION, OF_AN_INVOICE = 50, 30
TODAY = date(2026, 11, 23)
RATE, PRICE = Decimal("0.13"), Decimal("1000.01")
_SAID = ("booked_as_sale", "archive_kept", "false_papers", "declared")
_SELLER: JsonObject = {
    "id": "pt1", "roles": ["seller"], "name_zh": "赣州甲进出口有限公司", "taxpayer": "general", "kind": "trader",
}  # fmt: skip
_SUPPLIER: JsonObject = {
    "id": "pt2", "roles": ["supplier"], "name_zh": "南康乙家具厂", "taxpayer": "general", "kind": "producer",
}  # fmt: skip


def claim(lines: int, invoices: int, *, untidy: bool = False) -> Case:
    """Make the claim of a trader: each line of goods has invoices of 30 pieces, the first lines one more than others.

    In an untidy one every seventh invoice was entered twice, and others name no goods, no day or no supplier.
    """
    made = [_invoice(number, lines, untidy=untidy) for number in range(invoices)]
    again = [{**one, "id": f"{one['id']}b"} for one in made[::7]] if untidy else []
    numbers = [f"g{number}" for number in range(1, lines + 1)]
    starts = range(0, lines, OF_A_DECLARATION)
    declared: list[Json] = [_declaration(at, list(numbers[at : at + OF_A_DECLARATION])) for at in starts]
    return from_object(
        {
            "number": "2026-101",
            "facts": {"pack": "furniture", "declarant": "own_name", "want_refund": True},
            "parties": [_SELLER, _SUPPLIER],
            "terms": {"incoterm": "FOB", "currency": "USD", "contract_no": "HT-101", "invoice_no": "INV-101"},
            "goods": [_goods(name) for name in numbers],
            "tax": {
                "declarations": declared,
                "purchase_invoices": [*made, *again],
                "lines": [{"id": name, "vat_rate": str(RATE), "refund_rate": str(RATE)} for name in numbers],
                "rate_rule": "first_of_month",
                "rates": [{"day": "2026-09-01", "currency": "USD", "cny": "7.1100"}],
                "exchange": "collected",
                "claim_period": "202610",
                "claim_batch": "001",
                "sale_date": "2026-09-10",
                **{name: name in {"booked_as_sale", "archive_kept"} for name in _SAID},
            },
        }
    )


def _goods(name: str) -> JsonObject:
    return {
        "id": name, "name_zh": "木制餐桌", "hs": "9403609990", "qty": "100", "unit": "011", "qty1": "100",
        "unit1": "011", "unit_price": "72.00", "supplier": "pt2",
    }  # fmt: skip


def _declaration(at: int, lines: list[Json]) -> JsonObject:
    return {"id": f"d{at}", "number": f"5316202601600{at:05d}", "export_date": "2026-09-10", "lines": lines}


def _invoice(number: int, lines: int, *, untidy: bool) -> JsonObject:
    day = date(2026, 8, 1) + timedelta(days=number % 28)
    made: JsonObject = {
        "id": f"i{number}", "number": f"263620000000{number:08d}", "day": day.isoformat(), "supplier": "pt2",
        "goods": f"g{1 + number % lines}", "name_zh": "木制餐桌", "unit": "011", "qty": str(OF_AN_INVOICE),
        "amount": str(PRICE), "rate": str(RATE), "voucher": "vat_special",
    }  # fmt: skip
    absent = {3: "goods", 5: "day", 11: "supplier", 13: "unit"} if untidy else {}
    return {key: value for key, value in made.items() if absent.get(number % 17) != key}


def refund(case: Case, desk: Desk) -> RefundResult:
    """Assess a claim as the window and the `refund` command do."""
    return assess(from_case(case), desk.refund_book, TODAY)


def measure(runs: int, lines: int, invoices: int, *, untidy: bool = False) -> tuple[float, float]:
    """Return the median processor seconds of a quarter of a claim and of the whole, in turns, after one of the quarter.

    What the claims hold is not looked at by the garbage collector, as in a program that just started.
    """
    desk = Desk()
    claims = [claim(lines // PART, invoices // PART, untidy=untidy), claim(lines, invoices, untidy=untidy)]
    refund(claims[0], desk)
    gc.collect()
    taken: list[list[float]] = [[], []]
    for _ in range(runs):
        for case, times in zip(claims, taken, strict=True):
            begun = time.process_time()
            refund(case, desk)
            times.append(time.process_time() - begun)
    return statistics.median(taken[0]), statistics.median(taken[1])


def report(runs: int, lines: int = LINES, invoices: int = INVOICES) -> list[str]:
    """Measure a tidy claim and an untidy one."""
    told = [f"{lines} lines, {invoices} invoices, against a quarter of both"]
    for name, untidy in (("tidy", False), ("untidy", True)):
        part, whole = measure(runs, lines, invoices, untidy=untidy)
        told.append(f"{name}: {1000 * part:.0f} ms and {1000 * whole:.0f} ms of processor, ratio {whole / part:.1f}")
    earned = find(refund(claim(lines, invoices), Desk()).quantities, "REFUND")
    least = None if earned is None else earned.value if earned.value is not None else earned.low
    return [*told, f"refund of the tidy one at least {least}"]


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    sys.stdout.write("\n".join(report(int(arguments[0]) if arguments else RUNS)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
