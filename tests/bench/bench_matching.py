"""Times 10,000 purchase invoices against 3,000 declaration lines: `python -m tests.bench.bench_matching [runs]`."""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from exporter_desk.refund.inputs import Invoice, Line
from exporter_desk.refund.matching import Matching, match
from exporter_desk.refund.quantity import given
from exporter_desk.refund.trader import line_quantities, portion_refund

INVOICES, LINES, POOLS, RUNS = 10_000, 3_000, 400, 5
RATE, LAWFUL = Decimal("0.13"), ("vat_special",)


def claims(invoices: int, lines: int, pools: int, seed: int = 4) -> tuple[list[Line], list[Invoice]]:
    """Make lines and invoices of as many goods as `pools`, in no order of days, always the same ones."""
    chance = random.Random(seed)  # noqa: S311 - test data, nothing secret
    made = [
        Invoice(
            id=f"i{number}",
            number=f"{chance.randrange(10**19):020d}",
            day=date(2026, 1, 1) + timedelta(days=chance.randrange(300)),
            goods=f"g{number % pools}",
            qty=Decimal(chance.randrange(1, 500)),
            amount=Decimal(chance.randrange(1, 10**8)).scaleb(-2),
            rate=RATE,
            voucher="vat_special",
            supplier_taxpayer="general",
        )
        for number in range(invoices)
    ]
    wanted = [
        Line(id=str(number), goods=f"g{number % pools}", qty=Decimal(chance.randrange(1, 900)))
        for number in range(lines)
    ]
    return wanted, made


def refunds(lines: Sequence[Line], matching: Matching) -> Decimal:
    """Compute the refund of every matched line, as the worksheets need it."""
    whole = Decimal(0)
    for line in lines:
        portions = [portion_refund(one, given(RATE, "refund_rate"), LAWFUL) for one in matching.of(line.id)]
        figure = line_quantities(line.id, portions, RATE)[1]
        whole += figure.value or Decimal(0)
    return whole


def report(runs: int, invoices: int = INVOICES, lines: int = LINES) -> list[str]:
    """Time the matching beside a bare walk over the same records, and with the refund of every line."""
    wanted, made = claims(invoices, lines, POOLS)
    bare, matched, computed = [], [], []
    for _ in range(runs):
        start = time.perf_counter()
        sum((one.qty or Decimal(0) for one in (*wanted, *made)), Decimal(0))
        middle = time.perf_counter()
        matching = match(wanted, made)
        end = time.perf_counter()
        refunds(wanted, matching)
        bare.append(middle - start)
        matched.append(end - middle)
        computed.append(time.perf_counter() - end)
    walk, pairing, rest = (1000 * statistics.median(times) for times in (bare, matched, computed))
    return [
        f"{invoices} invoices, {lines} lines, {len(matching.portions)} portions",
        f"matching {pairing:8.1f} ms",
        f"refunds  {rest:8.1f} ms",
        f"bare sum {walk:8.1f} ms, ratio {(pairing + rest) / walk:.0f}",
    ]


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    sys.stdout.write("\n".join(report(int(arguments[0]) if arguments else RUNS)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
