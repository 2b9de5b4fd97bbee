"""Rows of packages: runs of box numbers, mixed cartons line by line, and their totals."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound, Row, Rows, from_trace, needed, nothing
from exporter_desk.documents.registry import rows, view
from exporter_desk.documents.views.customs import declared_kind
from exporter_desk.documents.views.deal import name_of, total_cartons, total_cbm, total_gross, total_net
from exporter_desk.documents.views.goods import description, per_unit, unit
from exporter_desk.documents.views.lines import stock_code
from exporter_desk.domain import loading, totals
from exporter_desk.domain.numbers import trimmed
from exporter_desk.domain.text import Bilingual
from exporter_desk.domain.trace import combine, total
from exporter_desk.rules.typed_packing import read_packing

if TYPE_CHECKING:
    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.domain.case import Case
    from exporter_desk.domain.goods import GoodsLine, Package
    from exporter_desk.domain.loading import Load

_TYPED = "other_packing"  # the decision that tells packing of other kinds


@rows("packages")
def package_rows(dossier: Dossier) -> Rows:
    """Return the rows of the packing list; a mixed carton has one row per goods line, weights in the first."""
    return tuple(row for package in dossier.case.packages for row in _run_rows(dossier, package))


@rows("packages.loaded")
def loaded_rows(dossier: Dossier) -> Rows:
    """Return the rows of the packing list by container, each with its sums, where several containers are loaded.

    What is said to go into none of them yet stands last, below a heading that waits for it.
    """
    case = dossier.case
    if not loading.is_divided(case):
        return package_rows(dossier)
    listed: list[Row] = []
    for load in loading.loads(case):
        own = [row for package in load.packages for row in _run_rows(dossier, package)]
        listed += [Row({"text": _container(load)}, "group"), *own, *([_load_sum(dossier, load)] if own else [])]
    if left := loading.unplaced(case):
        asked = needed(*(f"packages.{package.id}.container" for package in left))
        listed += [Row({"text": asked}, "group"), *(row for package in left for row in _run_rows(dossier, package))]
    return tuple(listed)


def _container(load: Load) -> Bound:
    """Return `CONTAINER 1: MSKU1234565  40HQ  SEAL 777`, with what is known of it."""
    place, box = f"route.containers.{load.place}", load.container
    seal = f"SEAL {box.seal}" if box.seal else ""
    told = "  ".join(part for part in (box.number, box.kind, seal) if part)
    head = f"{load.place + 1}: {told}" if told else str(load.place + 1)
    return Bound(Bilingual(f"集装箱 {head}", f"CONTAINER {head}"), (place,))


def _load_sum(dossier: Dossier, load: Load) -> Row:
    """Return the sums of one container."""
    inside = load.within(dossier.case)
    empty = nothing("packages")
    cells = dict.fromkeys(("kind", "qty", "unit", "each", "size", "numbers", "container"), empty)
    figures = {
        "count": totals.cartons(inside),
        "gross_kg": totals.gross_kg(inside),
        "net_kg": totals.net_kg(inside),
        "cbm": totals.volume_cbm(inside),
    }
    sums = {key: from_trace(figure) for key, figure in figures.items()}
    return Row(
        {**cells, **sums, "description": Bound(Bilingual("本柜小计", "CONTAINER TOTAL"), ("packages",))}, "total"
    )


def _run_rows(dossier: Dossier, package: Package) -> list[Row]:
    case = dossier.case
    own = {
        "numbers": _numbers(case, package),
        "count": from_trace(totals.package_count(case, package)),
        "kind": _kind(dossier, package),
        "gross_kg": from_trace(totals.package_gross_kg(case, package)),
        "net_kg": from_trace(totals.package_net_kg(case, package)),
        "cbm": from_trace(totals.package_volume_cbm(case, package)),
        "size": _size(case, package),
        "container": _container_of(case, package),
    }
    lines = [line for line in case.goods if line.id in package.contents]
    if not lines:
        contents = needed(f"packages.{package.id}.contents")
        return [Row(own | dict.fromkeys(("description", "stock_code", "qty", "unit", "each"), contents))]
    rest = dict.fromkeys(own, nothing(f"packages.{package.id}"))
    return [
        Row((rest if place else own) | _content(dossier, package, line), "part" if place else "")
        for place, line in enumerate(lines)
    ]


def _content(dossier: Dossier, package: Package, line: GoodsLine) -> dict[str, Bound]:
    path = f"packages.{package.id}.contents.{line.id}"
    each = totals.stored(dossier.case, path, package.contents[line.id])
    count = totals.package_count(dossier.case, package)
    formula = f"{count.formula or '?'} × {each.formula}"
    return {
        "description": description(dossier, line),
        "stock_code": stock_code(line),
        "each": from_trace(each),
        "qty": from_trace(combine([count, each], lambda values: values[0] * values[1], formula)),
        "unit": unit(dossier, f"goods.{line.id}.unit"),
    }


def _numbers(case: Case, package: Package) -> Bound:
    paths = (f"packages.{package.id}.from", f"packages.{package.id}.to")
    if package.count is None:
        return needed(*paths)
    return Bound(package.numbers, paths, estimated=any(case.is_estimated(path) for path in paths))


def _kind(dossier: Dossier, package: Package) -> Bound:
    path = f"packages.{package.id}.kind"
    return Bound(name_of(dossier, "packaging_types", package.kind), (path,)) if package.kind else needed(path)


def _container_of(case: Case, package: Package) -> Bound:
    """The container of a run by number, or by its place while it has none; of a single container nothing is asked."""
    path, boxes = f"packages.{package.id}.container", case.route.containers
    place = 0 if len(boxes) == 1 else loading.container_of(case, package)
    if place is None:
        return needed(path) if loading.is_divided(case) else nothing(path)
    return Bound(boxes[place].number or str(place + 1), (path, "route.containers"))


def _size(case: Case, package: Package) -> Bound:
    path = f"packages.{package.id}.size_cm"
    if not package.sides_cm:
        return needed(path)
    text = "×".join(trimmed(side) for side in package.sides_cm)
    return Bound(text, (path,), estimated=totals.package_volume_cbm(case, package).estimated)


def other_kinds(dossier: Dossier) -> dict[str, Bound] | None:
    """Return 其他包装: how many packages are of each kind beside the one declared; None while that is not known.

    What lies inside (cartons on a pallet) is no row of the packing list: it is typed with the deal.
    """
    declared, listed = declared_kind(dossier), dossier.case.packages
    if not declared.known:
        return None
    found = {}
    for kind in dict.fromkeys(one.kind for one in listed if one.kind and one.kind != declared.value):
        own = [one for one in listed if one.kind == kind]
        count = from_trace(total(totals.package_count(dossier.case, one) for one in own))
        found[kind] = replace(count, paths=(*count.paths, *(f"packages.{one.id}.kind" for one in own)))
    for kind, inside in read_packing(dossier.codes, dossier.case.choice(_TYPED)).counts.items():
        found[kind] = _with_inside(dossier, found.get(kind), inside)
    return found


def _with_inside(dossier: Dossier, outer: Bound | None, inside: int) -> Bound:
    """Add what was typed to the packages of that kind; how it falls on the parts of a shipment nobody said."""
    path = f"choices.{_TYPED}"
    if dossier.part[1] > 1:
        return needed(path)
    if outer is None:
        return Bound(Decimal(inside), (path,))
    if not isinstance(outer.value, Decimal):
        return outer
    return replace(outer, value=outer.value + inside, paths=(*outer.paths, path))


@view("packages.other_kinds")
def other_kinds_text(dossier: Dossier) -> Bound:
    """Return 其他包装 as it is keyed: code, name and number of each kind; 无 where all packages are of one kind."""
    found = other_kinds(dossier)
    if found is None:
        return declared_kind(dossier)
    waiting = [path for count in found.values() for path in count.missing]
    if waiting or read_packing(dossier.codes, dossier.case.choice(_TYPED)).unread:
        return needed(*(waiting or [f"choices.{_TYPED}"]))
    names = dossier.codes
    texts = [
        f"({kind}) {names.label('packaging_types', kind, 'zh')} {trimmed(count.value)} 件"
        for kind, count in found.items()
        if isinstance(count.value, Decimal)
    ]
    paths = ("packages", "choices.package_kind", f"choices.{_TYPED}")
    return Bound("；".join(texts) or "无", paths, estimated=any(count.estimated for count in found.values()))


@rows("packages.total")
def total_row(dossier: Dossier) -> Rows:
    """Return the closing row of the packing list."""
    case = dossier.case
    packed = ((line, from_trace(totals.packed_quantity(case, line))) for line in case.goods)
    qty, unit_names = per_unit(dossier, packed)
    cells = {
        "numbers": Bound(Bilingual("合计", "TOTAL"), ("packages",)),
        "description": nothing("packages"),
        "count": total_cartons(dossier),
        "kind": nothing("packages"),
        "qty": qty,
        "unit": unit_names,
        "each": nothing("packages"),
        "size": nothing("packages"),
        "container": nothing("packages"),
        "gross_kg": total_gross(dossier),
        "net_kg": total_net(dossier),
        "cbm": total_cbm(dossier),
    }
    return (Row(cells, "total"),)
