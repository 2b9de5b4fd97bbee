"""Goods lines with what lies in which packages: counts, weights and volume of a line, where they can be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound, Row, Rows, from_trace, needed, nothing, wording
from exporter_desk.documents.fibres import fibres_of
from exporter_desk.documents.paths import at
from exporter_desk.documents.registry import rows, rows_of, view
from exporter_desk.documents.views.deal import name_of
from exporter_desk.documents.views.goods import both_names, line_amount, unit, unit_price
from exporter_desk.domain import totals
from exporter_desk.domain.text import Bilingual
from exporter_desk.domain.trace import Trace, total

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.domain.case import Case
    from exporter_desk.domain.goods import GoodsLine, Package

    OfRun = Callable[[Case, Package], Trace[Decimal]]


def _sum(dossier: Dossier, line: GoodsLine, of_run: OfRun) -> Bound:
    """Add up over the packages of a line; packed beside other goods it is told for the whole packages only."""
    runs = totals.own_packages(dossier.case, line)
    if runs is None:
        return nothing("packages") if dossier.case.packages else needed("packages")
    return from_trace(total(of_run(dossier.case, run) for run in runs))


def line_cartons(dossier: Dossier, line: GoodsLine) -> Bound:
    """Return the number of packages of a line."""
    return _sum(dossier, line, totals.package_count)


def line_gross_kg(dossier: Dossier, line: GoodsLine) -> Bound:
    """Return the gross weight of a line in kg."""
    return _sum(dossier, line, totals.package_gross_kg)


def line_cbm(dossier: Dossier, line: GoodsLine) -> Bound:
    """Return the volume of a line in m³."""
    return _sum(dossier, line, totals.package_volume_cbm)


def maybe(dossier: Dossier, path: str) -> Bound:
    """Return the stored value at `path`; known to be empty when there is none."""
    bound = at(dossier.case, path)
    return bound if bound.known else nothing(path)


@rows("lines")
def line_rows(dossier: Dossier) -> Rows:
    """Return every goods line with what single papers ask about it."""
    return tuple(Row(_cells(dossier, line, number)) for number, line in enumerate(dossier.case.goods, start=1))


def _cells(dossier: Dossier, line: GoodsLine, number: int) -> dict[str, Bound]:
    case, place = dossier.case, f"goods.{line.id}"
    stored = ("name_zh", "name_en", "hs", "hts", "material", "botanical", "plant_qty", "plant_unit", "recycled_pct")
    panel = ("panel_type", "panel_producer", "panel_certifier", "panel_certificate", "made_in")
    cells = {key: at(case, f"{place}.{key}") for key in (*stored, *panel, "qty")}
    cells |= {key: maybe(dossier, f"{place}.{key}") for key in ("sku", "fnsku", "model", "origin_criterion")}
    return cells | {
        "no": wording(str(number), place),
        "name": both_names(line),
        "stock_code": stock_code(line),
        "fibres": fibres_of(dossier, cells["material"]),
        "hs6": _first_digits(cells["hs"], 6),
        "unit": unit(dossier, f"{place}.unit"),
        "unit_price": unit_price(case, line),
        "amount": line_amount(case, line),
        "net_kg": from_trace(totals.line_net_kg(case, line)),
        "cartons": line_cartons(dossier, line),
        "gross_kg": line_gross_kg(dossier, line),
        "cbm": line_cbm(dossier, line),
        "harvest": _country(dossier, f"{place}.harvest_country"),
        "origin": _country(dossier, f"{place}.origin"),
    }


def stock_code(line: GoodsLine) -> Bound:
    """Return the codes by which a warehouse knows goods, SKU over FNSKU; known to be empty without any."""
    place = f"goods.{line.id}"
    codes = [code for code in (line.sku, line.fnsku) if code]
    return wording("\n".join(codes), f"{place}.sku", f"{place}.fnsku") if codes else nothing(f"{place}.sku")


def _first_digits(bound: Bound, count: int) -> Bound:
    return bound.with_value(str(bound.value)[:count]) if bound.known else bound


def _country(dossier: Dossier, path: str) -> Bound:
    bound = at(dossier.case, path)
    return bound.with_value(name_of(dossier, "countries", str(bound.value))) if bound.known else bound


@view("lines.have_panels")
def have_panels(dossier: Dossier) -> Bound:
    """Tell whether a line is made with composite wood panels; unknown while nobody has said so of any line."""
    kinds = [line.panel_type for line in dossier.case.goods if line.panel_type]
    if not kinds:
        return needed(*([f"goods.{line.id}.panel_type" for line in dossier.case.goods] or ["goods"]))
    return Bound(any(kind != "none" for kind in kinds), ("goods",))


@rows("lines.panels")
def panel_rows(dossier: Dossier) -> Rows:
    """Return the lines that are made with composite wood panels."""
    listed = zip(dossier.case.goods, rows_of(dossier, "lines"), strict=True)
    return tuple(row for line, row in listed if line.panel_type and line.panel_type != "none")


@view("lines.brandless")
def brandless(dossier: Dossier) -> Bound:
    """Tell whether every line declares that it has no brand (品牌类型 0)."""
    kinds = [line.elements[0] for line in dossier.case.goods if line.elements]
    return Bound(bool(kinds) and set(kinds) == {"0"}, ("goods",))


@view("lines.names")
def names(dossier: Dossier) -> Bound:
    """Return the names of the goods in both languages."""
    zh, en = names_zh(dossier), names_en(dossier)
    if not zh.known or not en.known:
        return needed(*zh.missing, *en.missing)
    return Bound(Bilingual(str(zh.value), str(en.value)), (*zh.paths, *en.paths))


@view("lines.names_zh")
def names_zh(dossier: Dossier) -> Bound:
    """Return the Chinese names of the goods, each once."""
    return _names(dossier, "name_zh", "、")


@view("lines.names_en")
def names_en(dossier: Dossier) -> Bound:
    """Return the English names of the goods, each once."""
    return _names(dossier, "name_en", ", ")


def _names(dossier: Dossier, key: str, joint: str) -> Bound:
    bounds = [at(dossier.case, f"goods.{line.id}.{key}") for line in dossier.case.goods]
    missing = [bound.paths[0] for bound in bounds if not bound.known]
    if missing or not bounds:
        return needed(*(missing or ["goods"]))
    names = dict.fromkeys(str(bound.value) for bound in bounds)
    return wording(joint.join(names), *(bound.paths[0] for bound in bounds))


@view("lines.botanical")
def botanical(dossier: Dossier) -> Bound:
    """Return the botanical names of the goods, each once."""
    return _names(dossier, "botanical", ", ")
