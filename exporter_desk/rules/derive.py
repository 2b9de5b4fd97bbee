"""Facts that follow from the data of a case; each reads one answer, None while the data do not give it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.money import round_deal
from exporter_desk.domain.text import half_width
from exporter_desk.domain.totals import invoice_total

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.tax import Rate
    from exporter_desk.rules.rulebook import Datum


def _dest(case: Case) -> str | None:
    return case.route.dest


def _entry_date(case: Case) -> date | None:
    return case.route.entry_date


def _export_date(case: Case) -> date | None:
    days = {entry.export_date for entry in case.tax.declarations if entry.export_date is not None}
    return days.pop() if len(days) == 1 else None


def _seller_taxpayer(case: Case) -> str | None:
    seller = case.party("seller")
    return None if seller is None else seller.taxpayer


def _seller_kind(case: Case) -> str | None:
    seller = case.party("seller")
    return None if seller is None else seller.kind


def _hs(case: Case) -> str | tuple[str, ...] | None:
    """Return the code of the goods, all of them where lines differ; None while a line has none."""
    codes = tuple(dict.fromkeys(line.hs for line in case.goods if line.hs))
    if not codes or not all(line.hs for line in case.goods):
        return None
    return codes[0] if len(codes) == 1 else codes


def _goods_material(case: Case) -> str | None:
    materials = [line.material for line in case.goods]
    known = [material for material in materials if material]
    return "; ".join(known) if known and len(known) == len(materials) else None


def _proposed_mode(case: Case) -> str | None:
    return case.choice("mode")


def _ticket_cny(case: Case) -> Decimal | None:
    value = _value_in_cny(case)
    return None if value is None else round_deal(value, "CNY")


def _ticket_usd(case: Case) -> Decimal | None:
    if case.terms.currency == "USD":
        return invoice_total(case).value
    value, rate = _value_in_cny(case), _cny_per_unit(case, "USD")
    return None if value is None or rate is None else round_deal(value / rate, "USD")


def _value_in_cny(case: Case) -> Decimal | None:
    """Return the total of the papers, whose lines are rounded one by one, in yuan; what it is used for rounds it."""
    total, currency = invoice_total(case).value, case.terms.currency
    rate = None if currency is None else _cny_per_unit(case, currency)
    return None if total is None or rate is None else total * rate


def _cny_per_unit(case: Case, currency: str) -> Decimal | None:
    """Return the rate of the last day that has one; where it was refused, or two of them differ, there is none."""
    if currency == "CNY":
        return Decimal(1)
    typed = [one for one in case.tax.rates if one.currency == currency and (one.cny is not None or one.per <= 0)]
    last = max(map(_day_of, typed), default="")
    of_day = [(one.cny, one.per) for one in typed if _day_of(one) == last]
    found = {cny / per for cny, per in of_day if cny is not None and cny > 0 and per > 0}
    return found.pop() if len(found) == 1 else None


def _day_of(rate: Rate) -> str:
    return "" if rate.day is None else rate.day.isoformat()


def _hs4(case: Case) -> str | tuple[str, ...] | None:
    """Return the heading of the code that was typed as an answer, else the headings of the goods lines."""
    typed, goods = case.facts.get("hs"), _hs(case)
    agrees = isinstance(goods, tuple) and typed in goods
    codes = typed if isinstance(typed, str) and not agrees else goods
    headings = tuple(dict.fromkeys(code[:4] for code in ((codes,) if isinstance(codes, str) else codes or ())))
    if not headings or any(len(heading) < len("9403") for heading in headings):
        return None
    return headings[0] if len(headings) == 1 else headings


def _main_customs(case: Case, fact: str) -> str | None:
    """Return the first two digits of a district, or a customs' name without its generic ending."""
    place = case.facts.get(fact)
    if not isinstance(place, str) or not place.strip():
        return None
    name = half_width(place)
    return name[:2] if name.isdecimal() else name.removesuffix("海关").removesuffix("关区")


def _declare_main_customs(case: Case) -> str | None:
    return _main_customs(case, "declare_customs")


def _return_main_customs(case: Case) -> str | None:
    return _main_customs(case, "return_customs")


DERIVATIONS: dict[str, Callable[[Case], Datum | None]] = {
    "dest": _dest,
    "entry_date": _entry_date,
    "export_date": _export_date,
    "seller_taxpayer": _seller_taxpayer,
    "seller_kind": _seller_kind,
    "hs": _hs,
    "hs4": _hs4,
    "declare_main_customs": _declare_main_customs,
    "return_main_customs": _return_main_customs,
    "goods_material": _goods_material,
    "proposed_mode": _proposed_mode,
    "ticket_cny": _ticket_cny,
    "ticket_usd": _ticket_usd,
}
