"""Goods lines, prices, containers and attachments as machine files list them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import GAP, Bound, Row, Rows, from_trace, needed, nothing
from exporter_desk.documents.messages.views import currency, dest, dest_iso, iso_country
from exporter_desk.documents.paths import at
from exporter_desk.documents.registry import rows
from exporter_desk.documents.views.goods import elements
from exporter_desk.documents.views.order import shares
from exporter_desk.documents.views.packing import other_kinds
from exporter_desk.domain import loading, totals

if TYPE_CHECKING:
    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.domain.goods import GoodsLine
    from exporter_desk.domain.loading import Load
    from exporter_desk.domain.shipment import Container

SHARED = "shared"  # there is no such figure: the line lies in one package with others
_WITHHELD = "未完成"


@rows("machine.order_lines")
def order_lines(dossier: Dossier) -> Rows:
    """Return the lines of orders and lists."""
    listed = zip(dossier.case.goods, shares(dossier), strict=True)
    return tuple(
        Row({**_order_line(dossier, line, number), "price": price, "total": amount})
        for number, (line, (price, amount)) in enumerate(listed, start=1)
    )


def _order_line(dossier: Dossier, line: GoodsLine, number: int) -> dict[str, Bound]:
    plain = {"currency": at(dossier.case, "terms.currency"), "dest": at(dossier.case, "route.dest")}
    named = _named(dossier, {**_line(dossier, line, number), **plain})
    return {**named, **_packed(dossier, line), "currency": currency(dossier), "dest": dest(dossier)}


@rows("machine.declaration_lines")
def declaration_lines(dossier: Dossier) -> Rows:
    """Return the lines of the declaration: countries in letters, and the Chinese name beside each code."""
    own = {"currency": at(dossier.case, "terms.currency"), "dest": dest_iso(dossier)}
    return tuple(
        Row(_named(dossier, {**_line(dossier, line, number), **own, **_declared(dossier, line)}))
        for number, line in enumerate(dossier.case.goods, start=1)
    )


def _declared(dossier: Dossier, line: GoodsLine) -> dict[str, Bound]:
    return {
        "origin": iso_country(dossier, at(dossier.case, f"goods.{line.id}.origin")),
        "amount": from_trace(totals.line_amount(dossier.case, line)),
        "net_kg": from_trace(totals.line_net_kg(dossier.case, line)),
        **_packed(dossier, line),
    }


def _packed(dossier: Dossier, line: GoodsLine) -> dict[str, Bound]:
    """Return gross weight and packages of a line; a carton shared with other lines is split among them by nobody."""
    if shared := totals.shared_packages(dossier.case, line):
        asked = needed(f"goods.{line.id}", *(f"packages.{one.id}" for one in shared), gap=SHARED)
        return {"gross_kg": asked, "packages": asked}
    return {
        "gross_kg": from_trace(totals.line_gross_kg(dossier.case, line)),
        "packages": from_trace(totals.line_packages(dossier.case, line)),
    }


_NAMED = {"unit": "units", "unit1": "units", "unit2": "units", "currency": "currencies", "levy": "levy_modes"}
_NAMED |= {"source": "domestic_districts", "origin": "countries", "dest": "countries"}


def _named(dossier: Dossier, cells: dict[str, Bound]) -> dict[str, Bound]:
    names = {}
    for key, table in ((key, table) for key, table in _NAMED.items() if key in cells):
        code = str(cells[key].value or "")
        code = (dossier.codes.alpha2(code) or code) if table == "countries" else code
        names[f"{key}_zh"] = cells[key].with_value(dossier.codes.label(table, code, "zh") or None)
    return cells | names


_PLAIN = ("sku", "name_zh", "name_en", "model", "hs", "qty", "unit", "qty1", "unit1", "qty2", "unit2", "unit_price")


def _line(dossier: Dossier, line: GoodsLine, number: int) -> dict[str, Bound]:
    place = f"goods.{line.id}"
    cells = {key: at(dossier.case, f"{place}.{key}") for key in (*_PLAIN, "levy")}
    return {
        **cells,
        "no": Bound(Decimal(number), (place,)),
        "spec": _whole(elements(dossier, line)),
        "source": at(dossier.case, f"{place}.source_district"),
    }


def _whole(bound: Bound) -> Bound:
    """A text that is known in part is unknown to a machine, which would take the rest for all of it."""
    return needed(*bound.missing) if GAP in str(bound.value) else bound


@rows("machine.containers")
def containers(dossier: Dossier) -> Rows:
    """Return the containers whose numbers are known, with the goods lines that lie in each.

    One container holds them all; of several it has to be said of every run of packages. A declaration that is one part
    of a shipment names the containers of its own lines.
    """
    listed = [(load, _lines_in(dossier, load)) for load in loading.loads(dossier.case)]
    return tuple(
        Row(
            {
                "number": Bound(load.container.number, ("route.containers",)),
                "kind_code": _kind_of(load.container, dossier),
                "lines": lines,
            }
        )
        for load, lines in listed
        if load.container.number and not lines.blank
    )


def _lines_in(dossier: Dossier, load: Load) -> Bound:
    case, is_part = dossier.case, dossier.part[1] > 1
    alone, left = len(case.route.containers) == 1, loading.unplaced(case)
    if not alone and (left or not case.packages):
        said = [f"packages.{one.id}.container" for one in left if loading.is_divided(case)]
        return needed(*(said or ["route.containers"]))
    inside = {line for package in load.packages for line in package.contents}
    numbers = [str(number) for number, line in enumerate(case.goods, start=1) if alone or line.id in inside]
    if not numbers:
        return nothing("packages") if is_part else needed("route.containers")
    return Bound(",".join(numbers), ("goods",) if alone else ("packages",))


def _kind_of(box: Container, dossier: Dossier) -> Bound:
    """Return the customs code of a kind of container (11 ordinary of 40 feet …)."""
    code = (dossier.codes.row("container_kinds", box.kind) or {}).get("customs")
    return Bound(code, ("route.containers",)) if code else needed("route.containers")


@rows("machine.other_packs")
def other_packs(dossier: Dossier) -> Rows:
    """Return 其他包装: how many packages are of each kind that is not the one declared as 包装种类."""
    found = other_kinds(dossier) or {}
    return tuple(Row({"kind": Bound(kind, count.paths), "count": count}) for kind, count in found.items())


@rows("machine.attachments")
def attachments(dossier: Dossier) -> Rows:
    """Return the papers that go up with the declaration: code of the kind where it has one, name, number.

    The number of a file is its name in the upload set.
    """
    listed = [
        {
            "code": Bound(one.code),
            "name": Bound(one.name.zh, ("choices.mode",)),
            "number": Bound(name) if name else nothing("packet"),
        }
        for one in dossier.uploads
        for name in (one.files or ("" if one.ready else _WITHHELD,))
    ]
    order = [
        {**row.cells, "name": Bound(dossier.codes.name("attached_documents", str(row.cells["code"].value), "zh"))}
        for row in order_reference(dossier)
    ]
    return tuple(Row(cells) for cells in (*listed, *order))


@rows("machine.attached_files")
def attached_files(dossier: Dossier) -> Rows:
    """Return one row for each attachment: files of the upload set by name, and the order, which is a number alone.

    An upload without a kind of its own is what that number refers to (a booking), or the broker's to decide about.
    """
    files = [
        {"number": Bound(name), "code": Bound(one.code), "format": Bound("US")}
        for one in dossier.uploads
        if one.code
        for name in one.files
    ]
    order = [{**row.cells, "format": Bound("S")} for row in order_reference(dossier)]
    return tuple(Row(cells) for cells in (*files, *order))


@rows("machine.order_reference")
def order_reference(dossier: Dossier) -> Rows:
    """Return the order that a declaration under 9710 or 9810 refers to, with the kind of paper that carries it."""
    row = dossier.codes.row("supervision_modes", dossier.case.choice("mode")) or {}
    kind = row.get("order_document")
    if not kind:
        return ()
    return (Row({"number": at(dossier.case, "terms.order_no"), "code": Bound(kind, ("choices.mode",))}),)
