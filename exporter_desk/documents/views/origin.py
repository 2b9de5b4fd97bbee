"""Views of certificates of origin: route in one line, packages in words with goods, invoice with its English date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound, Row, Rows, from_trace, needed, nothing, wording
from exporter_desk.documents.formats import written
from exporter_desk.documents.paths import at
from exporter_desk.documents.registry import rows, rows_of, view
from exporter_desk.documents.views.deal import (
    known_in_part,
    packages_in_words,
    port_name,
    total_cartons,
    trade_unit_of_packages,
)
from exporter_desk.documents.views.goods import trade_unit
from exporter_desk.documents.views.lines import line_cartons, line_gross_kg
from exporter_desk.domain import totals
from exporter_desk.domain.money import deal_digits, split_last
from exporter_desk.domain.numbers import grouped, trimmed
from exporter_desk.domain.text import Bilingual
from exporter_desk.domain.words import WordsRefusedError, packages_words

if TYPE_CHECKING:
    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.domain.goods import GoodsLine

_MONTHS = ("JAN.", "FEB.", "MAR.", "APR.", "MAY", "JUN.", "JUL.", "AUG.", "SEP.", "OCT.", "NOV.", "DEC.")
_BY = {"2": "BY SEA", "3": "BY RAIL", "4": "BY TRUCK", "5": "BY AIR", "6": "BY POST"}
# Criteria that rest on a value share, where the FOB value has to stand on the certificate.
_BY_VALUE = ("RVC",)


def english_day(day: date) -> str:
    """Return a day as certificates write it: NOV. 25, 2026."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


@view("origin.route")
def route_line(dossier: Dossier) -> Bound:
    """Return `FROM GANZHOU CHINA VIA YANTIAN TO PORT KLANG, MALAYSIA BY SEA`; VIA only where the goods start inland."""
    case = dossier.case
    start, via = at(case, "route.from_place"), _port(dossier, "exit_ports", "route.exit_port")
    goal, country = _port(dossier, "ports", "route.dest_port"), _named(dossier, "countries", "route.dest")
    by = at(case, "route.transport")
    parts = [start if start.known else via, goal, country, by]
    asked = [*parts, *([via] if case.route.exit_port else [])]
    missing = dict.fromkeys(path for part in asked if not part.known for path in part.missing)
    if missing:
        return needed(*missing)
    stop = f" VIA {via.value}" if start.known and via.known else ""
    place = str(goal.value) if str(country.value) in str(goal.value) else f"{goal.value}, {country.value}"
    text = f"FROM {parts[0].value}, CHINA{stop} TO {place} {_BY.get(str(by.value), '')}"
    return wording(text.upper().strip(), *(path for part in (*parts, via) for path in part.paths))


def _port(dossier: Dossier, table: str, path: str) -> Bound:
    """Return the English name of a port; certificates have no other."""
    bound = port_name(dossier, table, path)
    if not isinstance(bound.value, Bilingual):
        return bound
    return needed(*bound.missing) if bound.missing else bound.with_value(bound.value.en)


def _named(dossier: Dossier, table: str, path: str) -> Bound:
    bound = at(dossier.case, path)
    return bound.with_value(dossier.codes.label(table, str(bound.value), "en")) if bound.known else bound


@view("origin.transport")
def transport(dossier: Dossier) -> Bound:
    """Return vessel and voyage, or `BY SEA` while it is not booked."""
    vessel, by = at(dossier.case, "route.vessel"), at(dossier.case, "route.transport")
    if vessel.known or not by.known:
        return vessel if vessel.known else by
    return by.with_value(_BY.get(str(by.value), "***"))


@view("origin.departed")
def departed(dossier: Dossier) -> Bound:
    """Return the day of departure as certificates write it; `***` while it is not known."""
    bound = at(dossier.case, "route.departed")
    return wording(english_day(bound.value) if isinstance(bound.value, date) else "***", "route.departed")


@view("origin.port")
def discharge(dossier: Dossier) -> Bound:
    """Return the port of discharge in English capitals."""
    bound = _port(dossier, "ports", "route.dest_port")
    return bound.with_value(str(bound.value).upper()) if bound.known else bound


@view("origin.invoice")
def invoice(dossier: Dossier) -> Bound:
    """Return number and English date of the invoice."""
    number, day = at(dossier.case, "terms.invoice_no"), at(dossier.case, "terms.invoice_date")
    missing = [bound.paths[0] for bound in (number, day) if not bound.known]
    if missing or not isinstance(day.value, date):
        return needed(*missing)
    return wording(f"{number.value}\n{english_day(day.value)}", *number.paths, *day.paths)


@view("origin.consignee")
def consignee(dossier: Dossier) -> Bound:
    """Return the final consignee; `TO ORDER` where nobody is named, the box is never empty."""
    found = (at(dossier.case, f"party.{role}") for role in ("consignee", "warehouse", "buyer"))
    return next((_in_english(bound) for bound in found if bound.known), wording("TO ORDER", "parties.consignee"))


@view("origin.exporter")
def exporter(dossier: Dossier) -> Bound:
    """Return the exporter."""
    return _in_english(at(dossier.case, "party.seller"))


@view("origin.producer")
def producer(dossier: Dossier) -> Bound:
    """Return the maker of the goods; the exporter stands for it where no other firm is named."""
    maker = at(dossier.case, "party.producer")
    return _in_english(maker) if maker.known else exporter(dossier)


def _in_english(bound: Bound) -> Bound:
    """A firm with its name and address in English, in which certificates are written."""
    return known_in_part(bound, "name_en", "address_en")


@rows("origin.lines")
def origin_rows(dossier: Dossier) -> Rows:
    """Return the goods as certificates list them; the marks stand beside the first one."""
    listed = zip(dossier.case.goods, rows_of(dossier, "lines"), strict=True)
    words, fob = _described(dossier), _fob_of_lines(dossier)
    weighed = all(isinstance(line_gross_kg(dossier, line).value, Decimal) for line in dossier.case.goods)
    return tuple(
        Row({**row.cells, **_cells(dossier, line, words[place], fob[place], first=not place, weighed=weighed)})
        for place, (line, row) in enumerate(listed)
    )


def _cells(
    dossier: Dossier, line: GoodsLine, words: Bound, fob: Bound, *, first: bool, weighed: bool
) -> dict[str, Bound]:
    empty, place = nothing("route.marks"), f"goods.{line.id}"
    criterion = at(dossier.case, f"{place}.origin_criterion")
    if criterion.known:
        value = fob if str(criterion.value).upper().startswith(_BY_VALUE) else nothing(place)
    else:
        value = needed(f"{place}.origin_criterion")  # whether a value stands there at all follows from the criterion
    return {
        "marks": at(dossier.case, "route.marks") if first else empty,
        "packages": words,
        "criterion": criterion,
        "quantity": _quantity(dossier, line, weighed=weighed),
        "value": value,
        "invoice": invoice(dossier) if first else nothing("terms.invoice_no"),
    }


def _described(dossier: Dossier) -> list[Bound]:
    """Packages in words and figures with the goods: line by line, or all of them on the first line where boxes mix.

    Goods that the certificate does not cover wait for their origin, and so does a number of boxes that counts them.
    """
    counts = [line_cartons(dossier, line) for line in dossier.case.goods]
    apart = all(isinstance(count.value, Decimal) for count in counts)
    outside = {line.id: f"goods.{line.id}.origin" for line in dossier.case.goods if not _certified(dossier, line)}
    whole: Bound | None = needed(*outside.values()) if outside else packages_in_words(dossier)
    result = []
    for line, own in zip(dossier.case.goods, counts, strict=True):
        if line.id in outside:
            result.append(needed(outside[line.id]))
            continue
        result.append(_named_goods(dossier, line, own if apart else whole, alone=apart))
        whole = None
    return result


def _named_goods(dossier: Dossier, line: GoodsLine, count: Bound | None, *, alone: bool) -> Bound:
    """The goods in English behind their packages; `alone` tells that the packages hold nothing else."""
    name = at(dossier.case, f"goods.{line.id}.name_en")
    if not name.known or (count is not None and not count.known):
        return needed(*name.missing, *(count.missing if count is not None else ()))
    joint = " OF " if alone else " IN ALL\n"  # boxes of several goods hold none of them alone
    goods = str(name.value).upper()
    text = goods if count is None else f"{_bare_words(dossier, count)}{joint}{goods}"
    return wording(text, *name.paths, *(count.paths if count is not None else ()))


def _certified(dossier: Dossier, line: GoodsLine) -> bool:
    """Tell whether the chosen certificate can name the goods: it covers those of the country that issues it alone."""
    row = dossier.codes.row("origin_certificates", dossier.case.choice("origin_certificate"))
    return row is None or not row["goods_of"] or line.origin == row["goods_of"]


def _bare_words(dossier: Dossier, count: Bound) -> str:
    """`FORTY (40) CARTONS` out of the line that a packing list prints."""
    number = count.value if isinstance(count.value, Decimal) else total_cartons(dossier).value
    one, many = trade_unit_of_packages(dossier)
    try:
        words = packages_words(int(number) if isinstance(number, Decimal) else 0, one, many)
    except WordsRefusedError:  # no box, or more than numbers have words for; X4 tells
        return f"({number or 0}) {many.upper()}"
    return words.removeprefix("SAY TOTAL ").removesuffix(" ONLY.")


def _quantity(dossier: Dossier, line: GoodsLine, *, weighed: bool) -> Bound:
    """Deal quantity with its unit, and the gross weight where the packages tell that of every line."""
    amount, unit = (at(dossier.case, f"goods.{line.id}.{key}") for key in ("qty", "unit"))
    if not isinstance(amount.value, Decimal) or not unit.known:
        return needed(*(bound.paths[0] for bound in (amount, unit) if not bound.known))
    gross = line_gross_kg(dossier, line)
    if not weighed:
        gross = nothing("packages")
    weight = f"\nG.W. {written('kg2', gross.value, ('en',))} KGS" if isinstance(gross.value, Decimal) else ""
    text = f"{trimmed(amount.value)} {trade_unit(dossier, str(unit.value))}{weight}"
    return Bound(text, (*amount.paths, *unit.paths, *gross.paths), estimated=amount.estimated or gross.estimated)


def _fob_of_lines(dossier: Dossier) -> list[Bound]:
    """The FOB value of each line: its share of what the price term leaves, as the refund and lists share it."""
    case = dossier.case
    fob, amounts = totals.fob_value(case), [totals.line_amount(case, line).value for line in case.goods]
    weights, currency = [amount for amount in amounts if amount is not None], case.terms.currency or ""
    if fob.value is None or fob.value <= 0 or len(weights) != len(amounts) or sum(weights) <= 0:
        return [needed(*(fob.missing or ("goods",)))] * len(amounts)
    digits = deal_digits(currency)
    shares = split_last(fob.value, weights, currency)
    return [from_trace(fob).with_value(f"{currency} {grouped(share, digits)}") for share in shares]
