"""Rows of goods lines as trade papers and data sheets list them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import GAP, GUESS, Bound, Row, Rows, from_trace, needed, nothing, wording
from exporter_desk.documents.formats import written
from exporter_desk.documents.paths import at
from exporter_desk.documents.registry import rows
from exporter_desk.documents.views.deal import name_of, total_amount
from exporter_desk.domain import totals
from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.hs import HsTable, needed_elements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.domain.case import Case
    from exporter_desk.domain.goods import GoodsLine

_SEVERAL = 2


@rows("goods")
def goods_rows(dossier: Dossier) -> Rows:
    """Return one row per goods line with the cells of trade papers."""
    listed = dossier.case.goods
    told = [description(dossier, line) for line in listed]
    several = len({line.origin for line in listed}) >= _SEVERAL
    named = [_with_origin(dossier, line, one) for line, one in zip(listed, told, strict=True)] if several else told
    return tuple(
        Row({**_trade_cells(dossier, line, number), "description": told[number - 1], "described": named[number - 1]})
        for number, line in enumerate(listed, start=1)
    )


def _trade_cells(dossier: Dossier, line: GoodsLine, number: int) -> dict[str, Bound]:
    place = f"goods.{line.id}"
    return {
        "no": wording(str(number), place),
        "name": both_names(line),
        "hs": at(dossier.case, f"{place}.hs"),
        "sku": _optional(dossier, f"{place}.sku"),
        "qty": at(dossier.case, f"{place}.qty"),
        "unit": unit(dossier, f"{place}.unit"),
        "unit_price": unit_price(dossier.case, line),
        "amount": line_amount(dossier.case, line),
        "net_kg": from_trace(totals.line_net_kg(dossier.case, line)),
        "elements": elements(dossier, line),
        "supplier": _supplier(dossier, line),
        "marks": at(dossier.case, "route.marks") if number == 1 else Bound(None, ("route.marks",), blank=True),
    }


def unit_price(case: Case, line: GoodsLine) -> Bound:
    """Return the price of a line in the deal currency, as it was typed."""
    return at(case, f"goods.{line.id}.unit_price").in_currency(case.terms.currency)


def line_amount(case: Case, line: GoodsLine) -> Bound:
    """Return the amount of a line in the deal currency."""
    return from_trace(totals.line_amount(case, line)).in_currency(case.terms.currency)


def _optional(dossier: Dossier, path: str) -> Bound:
    bound = at(dossier.case, path)
    return bound if bound.known else Bound(None, (path,), blank=True)


def both_names(line: GoodsLine) -> Bound:
    """Return the Chinese and the English name of a line."""
    place = f"goods.{line.id}"
    missing = [f"{place}.{key}" for key in ("name_zh", "name_en") if not getattr(line, key)]
    if missing:
        return needed(*missing)
    return Bound(Bilingual(line.name_zh or "", line.name_en or ""), (f"{place}.name_zh", f"{place}.name_en"))


def description(dossier: Dossier, line: GoodsLine) -> Bound:
    """Return names in the languages of the papers, English first, then HS code and model on one line."""
    place, languages = f"goods.{line.id}", tuple(sorted(dossier.languages))
    names = {path: at(dossier.case, path).value for path in (f"{place}.name_{language}" for language in languages)}
    needed_paths = names | {f"{place}.hs": line.hs}
    missing = [path for path, value in needed_paths.items() if not value]
    if missing:
        return needed(*missing)
    last = f"HS {line.hs}" + (f"  {line.model}" if line.model else "")
    return Bound("\n".join([*map(str, names.values()), last]), (*needed_paths, f"{place}.model"))


def _with_origin(dossier: Dossier, line: GoodsLine, told: Bound) -> Bound:
    """Return the description and the country of the line, which the one box for all goods cannot tell."""
    path = f"goods.{line.id}.origin"
    origin = at(dossier.case, path)
    if not told.known or not origin.known:
        return origin if told.known else told
    name = name_of(dossier, "countries", str(origin.value))
    words = {"zh": f"原产国：{name.zh}", "en": f"Origin: {name.en.upper()}"}
    own = "  ".join(words[language] for language in sorted(dossier.languages))
    return Bound(f"{told.value}\n{own}", (*told.paths, path))


def unit(dossier: Dossier, path: str) -> Bound:
    """Return a unit by its Chinese name and its English trade form."""
    bound = at(dossier.case, path)
    if not bound.known:
        return bound
    code = str(bound.value)
    return bound.with_value(Bilingual(dossier.codes.label("units", code, "zh"), trade_unit(dossier, code)))


def trade_unit(dossier: Dossier, code: str) -> str:
    """Return the English form of a unit on trade papers: PCS, SETS, else its English name in capitals."""
    row = dossier.codes.row("units", code) or {}
    return row.get("paper_en") or (row.get("en") or code).upper()


def per_unit(dossier: Dossier, amounts: Iterable[tuple[GoodsLine, Bound]]) -> tuple[Bound, Bound]:
    """Add quantities up by the unit that is printed; return the sums and the units, one line for each unit.

    Of several sums those that hold an estimate carry a mark of their own: a word behind would break their lines.
    """
    sums: dict[str, Decimal] = {}
    paths: list[str] = []
    guessed: set[str] = set()
    for line, bound in amounts:
        place = f"goods.{line.id}.unit"
        if not isinstance(bound.value, Decimal) or not line.unit:
            unknown = needed(place) if bound.known else bound
            return unknown, unknown
        name = trade_unit(dossier, line.unit)
        sums[name] = sums.get(name, Decimal(0)) + bound.value
        paths += [*bound.paths, place]
        guessed |= {name} if bound.estimated else set()
    if not sums:
        return needed("goods"), needed("goods")
    marks = guessed if len(sums) > 1 else ()
    figures = "\n".join(
        (GUESS if name in marks else "") + written("qty", amount, ("en",)) for name, amount in sums.items()
    )
    total = Bound(figures, tuple(dict.fromkeys(paths)), "Σ", estimated=bool(guessed))
    return total, Bound("\n".join(sums), total.paths)


@rows("goods.total")
def goods_total(dossier: Dossier) -> Rows:
    """Return the closing row of invoice and contract: quantity by unit, currency and amount under their columns."""
    case, empty = dossier.case, nothing("goods")
    qty, unit_names = per_unit(dossier, ((line, at(case, f"goods.{line.id}.qty")) for line in case.goods))
    cells = {
        "no": empty,
        "marks": empty,
        "description": Bound(Bilingual("合计", "TOTAL"), ("goods",)),
        "described": Bound(Bilingual("合计", "TOTAL"), ("goods",)),
        "qty": qty,
        "unit": unit_names,
        "unit_price": at(case, "terms.currency"),
        "amount": total_amount(dossier),
    }
    return (Row(cells, "total"),)


def elements(dossier: Dossier, line: GoodsLine) -> Bound:
    """Return the declaration elements joined by bars; needed ones that are empty are to be confirmed.

    Other empty ones keep their bars.
    """
    path = f"goods.{line.id}.elements"
    if not line.elements:
        return needed(path)
    count = len(needed_elements(HsTable(dossier.codes).lookup(line.hs)))
    empty = [place for place, value in enumerate(line.elements[:count]) if not value.strip()]
    text = "|".join(GAP if place in empty else value for place, value in enumerate(line.elements))
    return Bound(text, (path,), missing=tuple(f"{path}.{place}" for place in empty))


def _supplier(dossier: Dossier, line: GoodsLine) -> Bound:
    path = f"goods.{line.id}.supplier"
    party = dossier.case.party_by_id(line.supplier)
    return Bound(party, (path,)) if party else Bound(None, (path,), blank=True)
