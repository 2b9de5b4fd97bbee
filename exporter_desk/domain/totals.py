"""Computed figures of a case, each with its trace: amounts, weights, volumes, FOB; unknown stays unknown."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.incoterms import INCOTERMS
from exporter_desk.domain.money import is_currency, round_deal, round_half_up
from exporter_desk.domain.numbers import money_text, trimmed
from exporter_desk.domain.trace import Trace, combine, total, unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.goods import GoodsLine, Package
    from exporter_desk.domain.shipment import Fee

_CM3_PER_CBM = Decimal(1_000_000)
_HUNDRED = Decimal(100)
CBM_DIGITS = 3
RATE, PER_TONNE, AMOUNT = "1", "2", "3"
OTHER_SIDE = "other_charges_side"
_SIDES = {"included": True, "on_top": False}


def stored(case: Case, path: str, value: Decimal | None) -> Trace[Decimal]:
    """Return a typed value as a trace; its origin record tells whether it is an estimate."""
    if value is None:
        return unknown(path)
    return Trace(value, trimmed(value), inputs=(path,), estimated=case.is_estimated(path))


def line_amount(case: Case, line: GoodsLine) -> Trace[Decimal]:
    """Return quantity × unit price of one line, rounded as every paper shows it (`round_deal`)."""
    place, currency = f"goods.{line.id}", case.terms.currency
    if currency is None or not is_currency(currency):
        return unknown("terms.currency")
    parts = [stored(case, f"{place}.qty", line.qty), stored(case, f"{place}.unit_price", line.unit_price)]
    formula = " × ".join(part.formula or "?" for part in parts)
    return combine(parts, lambda values: round_deal(values[0] * values[1], currency), formula)


def invoice_total(case: Case) -> Trace[Decimal]:
    """Return the sum of all line amounts in the deal currency; unknown while a line is."""
    return total(line_amount(case, line) for line in case.goods)


def package_count(case: Case, package: Package) -> Trace[Decimal]:
    """Return the number of packages in one run of box numbers; an estimate where one of the two numbers is."""
    ends = (f"packages.{package.id}.from", f"packages.{package.id}.to")
    if package.count is None:
        return unknown(*ends)
    guessed = any(case.is_estimated(path) for path in ends)
    return Trace(Decimal(package.count), str(package.count), inputs=ends, estimated=guessed)


def cartons(case: Case) -> Trace[Decimal]:
    """Return the number of outermost packages (件数)."""
    return total(package_count(case, package) for package in case.packages)


def package_gross_kg(case: Case, package: Package) -> Trace[Decimal]:
    """Return the gross weight of one run of packages in kg."""
    return _of_run(case, package, stored(case, f"packages.{package.id}.gross_kg", package.gross_kg))


def package_net_kg(case: Case, package: Package) -> Trace[Decimal]:
    """Return the net weight of one run of packages in kg."""
    return _of_run(case, package, stored(case, f"packages.{package.id}.net_kg", package.net_kg))


def package_volume_cbm(case: Case, package: Package) -> Trace[Decimal]:
    """Return the volume of one run of packages in m³, exact; unknown while a side is unknown or nothing."""
    path = f"packages.{package.id}.size_cm"
    if not package.sides_cm:
        return unknown(path)
    length, width, height = package.sides_cm
    text = "×".join(trimmed(side) for side in package.sides_cm)
    guessed = any(case.is_estimated(place) for place in (path, *(f"{path}.{side}" for side in range(3))))
    one = Trace(length * width * height / _CM3_PER_CBM, text, inputs=(path,), estimated=guessed)
    return _of_run(case, package, one)


def _of_run(case: Case, package: Package, one: Trace[Decimal]) -> Trace[Decimal]:
    count = package_count(case, package)
    formula = f"{count.formula or '?'} × {one.formula or '?'}"
    return combine([count, one], lambda values: values[0] * values[1], formula)


def gross_kg(case: Case) -> Trace[Decimal]:
    """Return the gross weight of the shipment in kg."""
    return total(package_gross_kg(case, package) for package in case.packages)


def net_kg(case: Case) -> Trace[Decimal]:
    """Return the net weight of the shipment in kg."""
    return total(package_net_kg(case, package) for package in case.packages)


def volume_cbm(case: Case) -> Trace[Decimal]:
    """Return the volume of the shipment in m³: the sum of its runs, each at 3 places as the packing list prints it."""
    return total(
        combine([run], lambda values: round_half_up(values[0], CBM_DIGITS), run.formula)
        for run in (package_volume_cbm(case, package) for package in case.packages)
    )


def packed_quantity(case: Case, line: GoodsLine) -> Trace[Decimal]:
    """Return how much of a goods line lies in the packages, in its deal unit; unknown when it lies in none."""
    runs = [package for package in case.packages if line.id in package.contents]
    if not runs:
        return unknown("packages")
    return total(
        _of_run(case, run, stored(case, f"packages.{run.id}.contents.{line.id}", run.contents[line.id])) for run in runs
    )


def line_net_kg(case: Case, line: GoodsLine) -> Trace[Decimal]:
    """Return the net weight of a line in kg: as typed, else from the packages that hold nothing else."""
    if line.net_kg is not None:
        return stored(case, f"goods.{line.id}.net_kg", line.net_kg)
    runs = own_packages(case, line)
    if runs is None:
        return unknown(f"goods.{line.id}.net_kg")
    return total(package_net_kg(case, run) for run in runs)


def shared_packages(case: Case, line: GoodsLine) -> tuple[Package, ...]:
    """Return the packages in which a line lies with others: what they weigh and count belongs to no line alone."""
    return tuple(one for one in case.packages if line.id in one.contents and len(one.contents) > 1)


def own_packages(case: Case, line: GoodsLine) -> tuple[Package, ...] | None:
    """Return the packages that hold this line alone; None when it lies in none, or beside other goods."""
    runs = tuple(package for package in case.packages if line.id in package.contents)
    return runs if runs and not shared_packages(case, line) else None


def line_gross_kg(case: Case, line: GoodsLine) -> Trace[Decimal]:
    """Return the gross weight of a line in kg where it fills its packages alone; there is none in mixed ones."""
    return _of_own_packages(case, line, package_gross_kg)


def line_packages(case: Case, line: GoodsLine) -> Trace[Decimal]:
    """Return how many packages a line fills alone; there is no such number where it shares one."""
    return _of_own_packages(case, line, package_count)


def _of_own_packages(case: Case, line: GoodsLine, figure: Callable[[Case, Package], Trace[Decimal]]) -> Trace[Decimal]:
    """Sum a figure over the packages of a line; unknown while not the whole line lies in packages of its own."""
    packed, runs = packed_quantity(case, line), own_packages(case, line)
    if packed.value is None or line.qty is None:
        return unknown(*(packed.missing or (f"goods.{line.id}.qty",)))
    if packed.value != line.qty or runs is None:
        return unknown(*(f"packages.{run.id}.contents.{line.id}" for run in case.packages if line.id in run.contents))
    return total(figure(case, run) for run in runs)


def fee_amount(case: Case, name: str) -> Trace[Decimal]:
    """Return `terms.freight`, `terms.insurance` or `terms.other_charges` as an amount in the deal currency.

    A rate (mark 1) is taken on the invoice total, a price per tonne (mark 2) on the gross weight. Unknown here is a
    rate of insurance where the price holds no freight (it is one on the CIF value), and a charge in another currency:
    that needs an exchange rate, which only the refund part has.
    """
    fee: Fee | None = getattr(case.terms, name)
    path, currency = f"terms.{name}", case.terms.currency
    if fee is None or fee.amount is None or currency is None:
        return unknown(path if fee is None else f"{path}.amount")
    amount = Trace(fee.amount, trimmed(fee.amount), (f"{path}.amount",), (), case.is_estimated(f"{path}.amount"))
    if fee.mark == RATE and _is_on_cif(case, name):
        return unknown(f"{path}.mark")
    if fee.mark == RATE:
        base = _without_costs_abroad(case) if name == "insurance" else invoice_total(case)
        return combine([base, amount], lambda v: round_deal(v[0] * v[1] / _HUNDRED, currency), f"{amount.formula} %")
    if fee.currency != currency:
        return unknown(f"{path}.currency")
    if fee.mark == PER_TONNE:
        return combine([gross_kg(case), amount], lambda v: round_deal(v[0] * v[1] / 1000, currency), "kg ÷ 1000 ×")
    return combine([amount], lambda values: round_deal(values[0], currency), amount.formula)


def _without_costs_abroad(case: Case) -> Trace[Decimal]:
    """Return what a rate of insurance is taken on: the CIF value, so under the D rules without what is paid abroad."""
    term, whole = INCOTERMS.get(case.terms.incoterm or ""), invoice_total(case)
    if term is None or not term.abroad_in_price:
        return whole
    abroad = fee_amount(case, "other_charges")
    formula = f"{whole.formula or '?'} − {abroad.formula or '?'}"
    return combine([whole, abroad], lambda values: values[0] - values[1], formula)


def _is_on_cif(case: Case, name: str) -> bool:
    """Tell whether a rate is one on a CIF value that the price does not show: insurance in it, freight not (C&I)."""
    term = INCOTERMS.get(case.terms.incoterm or "")
    return name == "insurance" and term is not None and term.insurance_in_price and not term.freight_in_price


def other_in_price(case: Case) -> bool | None:
    """Tell whether other charges (杂费) lie inside the price, so that they come off it; None while that is asked.

    What a price holds under the D rules is paid abroad and comes off it. Under other terms they may be part of the
    price or be paid on top of it, which only the deal itself says; where it is silent, a price with freight and
    insurance (CIF, CIP) is taken to hold them too, and any other is asked.
    """
    term, fee = INCOTERMS.get(case.terms.incoterm or ""), case.terms.other_charges
    if term is None:
        return None
    if fee is None or term.abroad_in_price:
        return term.abroad_in_price
    whole, said = term.freight_in_price and term.insurance_in_price, _SIDES.get(str(case.facts.get(OTHER_SIDE)))
    if fee.amount == 0 or (whole and said is None):
        return whole
    return said


def _other_off(case: Case) -> Trace[Decimal]:
    """Return the other charges that come off the price; they are typed without a sign."""
    fee, inside = case.terms.other_charges, other_in_price(case)
    if inside is None:
        return unknown(f"facts.{OTHER_SIDE}")
    if fee is not None and fee.amount is not None and fee.amount < 0:
        return unknown("terms.other_charges.amount")
    return fee_amount(case, "other_charges")


def fob_value(case: Case) -> Trace[Decimal]:
    """Return the FOB value of the shipment in the deal currency: the invoice total less what the term includes.

    Under the D rules that is also what is paid abroad (`other_charges`); it is unknown until somebody says how much, as
    it is while nobody said whether other charges lie inside the price.
    """
    term = INCOTERMS.get(case.terms.incoterm or "")
    if term is None:
        return unknown("terms.incoterm")
    parts = [invoice_total(case)]
    if term.freight_in_price:
        parts.append(fee_amount(case, "freight"))
    if term.insurance_in_price:
        parts.append(fee_amount(case, "insurance"))
    if other_in_price(case) is not False:
        parts.append(_other_off(case))
    formula = " − ".join("?" if part.value is None else money_text(part.value, case.terms.currency) for part in parts)
    return combine(parts, lambda values: values[0] - sum(values[1:], Decimal(0)), formula)
