"""Views of inspection papers: goods of the application, package and value totals, items of the factory inspection."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound, Row, Rows, needed, wording
from exporter_desk.documents.paths import at
from exporter_desk.documents.registry import rows, rows_of, view
from exporter_desk.documents.views.customs import package_kind
from exporter_desk.documents.views.deal import (
    consignee_or_buyer,
    dest_name,
    name_of,
    origins,
    ticked,
    total_cartons,
)
from exporter_desk.domain.numbers import fixed, parse_decimal, trimmed
from exporter_desk.domain.parties import Party
from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.hs import HsTable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.domain.goods import GoodsLine

UNUSED = "***"
LEAST_ROWS = 4  # rows of goods that an application shows
_COPIES = "　正　副"
_DOUBTFUL = "（待确认）"
# Boxes of the application that stay empty in many shipments and then carry three stars, never nothing.
_STARRED = (
    "facts.letter_of_credit",
    "facts.approval_no",
    "facts.special_terms",
    "facts.goods_use",
    "route.vessel",
)


def _register_starred(path: str) -> None:
    @view(f"starred.{path}")
    def starred(dossier: Dossier) -> Bound:
        bound = at(dossier.case, path)
        return bound if bound.known else wording(UNUSED, path)


for _path in _STARRED:
    _register_starred(_path)


@view("inspection.by_customs")
def by_customs(dossier: Dossier) -> Bound:
    """Return three stars for a box that the system of customs fills in."""
    return wording(UNUSED, "facts.inspection")


@rows("inspection.lines")
def inspection_rows(dossier: Dossier) -> Rows:
    """Return the goods of the application: both names, code, place of origin, net weight, value, packages.

    Rows without goods show three stars, once there are any goods.
    """
    listed = zip(dossier.case.goods, rows_of(dossier, "lines"), strict=True)
    printed = [(row.cells, _cells(dossier, line, row.cells)) for line, row in listed]
    filled = [Row({**cells, **own}) for cells, own in printed]
    unused = [Row(dict.fromkeys(own, by_customs(dossier))) for _, own in printed[:1]]
    return (*filled, *unused * (LEAST_ROWS - len(filled)))


def _cells(dossier: Dossier, line: GoodsLine, cells: Mapping[str, Bound]) -> dict[str, Bound]:
    zh, en, net, amount, cartons = (cells[key] for key in ("name_zh", "name_en", "net_kg", "amount", "cartons"))
    currency = at(dossier.case, "terms.currency")
    county = at(dossier.case, "facts.origin_county")
    return {
        "names": _both(zh, en),
        "code": _with_class(dossier, cells["hs"]),
        "county": county,
        "weight": _worded(net, lambda value: f"{trimmed(value)}千克"),
        "value": _worded(amount, lambda value: f"{fixed(value, 2)} {currency.value or ''}".strip()),
        "packages": _packages_of(dossier, line, cartons) if cartons.known else _all(dossier),
    }


def _with_class(dossier: Dossier, code: Bound) -> Bound:
    """The code with its inspection class (检验检疫类别) below, as far as the table of codes tells one."""
    found = HsTable(dossier.codes).lookup(str(code.value)) if code.known else None
    if found is None or not found.inspection:
        return code
    doubt = _DOUBTFUL if found.marks_confidence == "unconfirmed" else ""
    return code.with_value(f"{code.value}\n{found.inspection}{doubt}")


def _packages_of(dossier: Dossier, line: GoodsLine, count: Bound) -> Bound:
    """Kind and number of the packages that a line fills."""
    runs = [run for run in dossier.case.packages if line.id in run.contents]
    if missing := [f"packages.{run.id}.kind" for run in runs if not run.kind]:
        return needed(*missing)
    names = dict.fromkeys(name_of(dossier, "packaging_types", run.kind).zh for run in runs)
    return _worded(count, lambda value: f"{'、'.join(names)} {trimmed(value)} 件")


def _both(zh: Bound, en: Bound) -> Bound:
    missing = [path for bound in (zh, en) if not bound.known for path in bound.missing]
    if missing:
        return needed(*missing)
    return Bound(Bilingual(str(zh.value), str(en.value)), (*zh.paths, *en.paths))


def _worded(bound: Bound, writing: Callable[[Decimal], str]) -> Bound:
    return bound.with_value(writing(bound.value)) if isinstance(bound.value, Decimal) else bound


def _all(dossier: Dossier) -> Bound:
    """Boxes that hold several kinds of goods are told once for all of them."""
    return wording("与其他商品同箱", "packages") if dossier.case.packages else needed("packages")


@view("inspection.receiver_zh")
def receiver_zh(dossier: Dossier) -> Bound:
    """Return the Chinese name of who takes the goods; three stars for a firm that has none."""
    party = consignee_or_buyer(dossier)
    if not isinstance(party.value, Party):
        return party
    return wording(party.value.name_zh or UNUSED, f"parties.{party.value.id}.name_zh")


@view("label.product_of")
def product_of(dossier: Dossier) -> Bound:
    """Return PRODUCT OF CHINA, after the origin of the line."""
    bound = origins(dossier)
    return bound.with_value(f"PRODUCT OF {bound.value.en.upper()}") if isinstance(bound.value, Bilingual) else bound


@view("label.exported_to")
def exported_to(dossier: Dossier) -> Bound:
    """Return the wording of the destination: as typed after the protocol, else EXPORTED TO and the country."""
    typed, dest = at(dossier.case, "facts.label_wording"), dest_name(dossier)
    if typed.known or not isinstance(dest.value, Bilingual):
        return typed if typed.known else dest
    return dest.with_value(f"EXPORTED TO {dest.value.en.upper()}")


@view("fruit.orchard_kg")
def orchard_kg(dossier: Dossier) -> Bound:
    """Return how many kilograms the orchard supplied."""
    bound = at(dossier.case, "facts.orchard_kg")
    amount = parse_decimal(str(bound.value)) if bound.known else None
    return bound.with_value(amount) if amount is not None else needed("facts.orchard_kg")


@view("label.net_kg")
def net_of_a_carton(dossier: Dossier) -> Bound:
    """Return the net weight of one carton of the line in kg; unknown where its cartons differ."""
    runs = dossier.case.packages
    weights = {run.net_kg for run in runs}
    if len(weights) != 1 or None in weights:
        return needed(*(f"packages.{run.id}.net_kg" for run in runs)) if runs else needed("packages")
    return at(dossier.case, f"packages.{runs[0].id}.net_kg")


@view("packing.kinds")
def kinds(dossier: Dossier) -> Bound:
    """Return the kinds of all packages by name in both languages."""
    paths = tuple(f"packages.{run.id}.kind" for run in dossier.case.packages)
    codes = list(dict.fromkeys(run.kind for run in dossier.case.packages if run.kind))
    if not codes or any(not run.kind for run in dossier.case.packages):
        return needed(*(paths or ("packages",)))
    named = [name_of(dossier, "packaging_types", code) for code in codes]
    return Bound(Bilingual("、".join(one.zh for one in named), ", ".join(one.en for one in named)), paths)


@view("inspection.packages")
def packages(dossier: Dossier) -> Bound:
    """Return number and kind of all packages."""
    count, kind = total_cartons(dossier), package_kind(dossier)
    if not isinstance(count.value, Decimal) or not kind.known:
        return needed(*(path for bound in (count, kind) if not bound.known for path in bound.missing))
    return Bound(f"{trimmed(count.value)} {kind.value}", (*count.paths, *kind.paths), estimated=count.estimated)


@view("inspection.containers")
def containers(dossier: Dossier) -> Bound:
    """Return size and number of the containers; three stars where there is none."""
    boxes = dossier.case.route.containers
    listed = [f"{box.kind or ''} {box.number or ''}".strip() for box in boxes]
    return wording("；".join(one for one in listed if one) or UNUSED, "route.containers")


@view("inspection.papers")
def papers(dossier: Dossier) -> Bound:
    """Return the papers that go with the application, ticked as far as they are there."""
    uploads = {one.kind for one in dossier.uploads}
    listed = [
        ticked(row["zh"], on=row["upload"] in uploads or _is_filled(dossier, row["fact"]))
        for row in dossier.codes.rows("inspection_papers").values()
    ]
    return wording(_in_lines(listed, 2), "facts.inspection")


def _is_filled(dossier: Dossier, path: str) -> bool:
    return bool(path) and at(dossier.case, path).known


@view("inspection.certificates")
def certificates(dossier: Dossier) -> Bound:
    """Return the certificates that can be asked for, ticked as wanted, with the numbers of originals and copies.

    What is wanted beside the printed kinds stands behind them as it was typed.
    """
    wanted = _wanted(at(dossier.case, "facts.certificates_wanted"))
    listed = []
    for row in dossier.codes.rows("inspection_certificates").values():
        own = next((entry for entry in wanted if any(word in entry for word in row["words"].split("|"))), None)
        if own is not None:
            wanted.remove(own)
        listed.append(ticked(_in_copies(own or row["zh"]), on=own is not None))
    listed += [ticked(entry, on=True) for entry in wanted]
    return wording(_in_lines(listed, 3), "facts.certificates_wanted")


def _in_lines(entries: list[str], count: int) -> str:
    """Entries `count` in a line, so that none is broken from its box."""
    return "\n".join("　".join(entries[start : start + count]) for start in range(0, len(entries), count))


def _wanted(bound: Bound) -> list[str]:
    value = bound.value if bound.known else ()
    return [str(entry) for entry in (value if isinstance(value, tuple | list) else [value])]


def _in_copies(entry: str) -> str:
    """A certificate with room for the numbers of originals (正) and copies (副), unless they are typed."""
    return entry if "正" in entry or "副" in entry else f"{entry}{_COPIES}"


@view("inspection.unit_no")
def unit_no(dossier: Dossier) -> Bound:
    """Return 生产单位注册号: the registration of packhouse and orchard; three stars for goods without one.

    Which goods have one the table `registered_goods` tells by their code; without a code that is not known.
    """
    packhouse, orchard = (at(dossier.case, f"facts.{key}") for key in ("packhouse_no", "orchard_no"))
    known = [str(bound.value) for bound in (packhouse, orchard) if bound.known]
    if not known and any(_is_registered(dossier, line.hs) for line in dossier.case.goods):
        return needed("facts.packhouse_no", "facts.orchard_no")
    if not known and (uncoded := [f"goods.{line.id}.hs" for line in dossier.case.goods if not line.hs]):
        return needed(*uncoded)
    return wording(" / ".join(known) or UNUSED, *packhouse.paths, *orchard.paths)


def _is_registered(dossier: Dossier, code: str | None) -> bool:
    return code is not None and code.startswith(tuple(dossier.codes.rows("registered_goods")))
