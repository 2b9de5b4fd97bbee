"""Copy as a new shipment (复制为新业务): what is the same next time stays, what belonged to that one shipment goes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.domain import paths
from exporter_desk.domain.case import Case
from exporter_desk.domain.origin import Origin, OriginKind
from exporter_desk.domain.shipment import Route, Terms

if TYPE_CHECKING:
    from exporter_desk.domain.shipment import Container

# Parts that are kept; facts, decisions, tax records and the estimate have to be said anew for every shipment.
_KEPT = ("parties", "goods", "packages", "terms", "route")


def as_new(case: Case) -> Case:
    """Return a new case with the goods, packing, parties, terms and way of `case`.

    Its numbers, days, charges, answers and decisions are left out. What is kept is marked as carried over (沿用上一票);
    an estimate stays an estimate.
    """
    kept = Case(
        title=case.title,
        parties=case.parties,
        goods=case.goods,
        packages=tuple(replace(package, container=None) for package in case.packages),
        terms=_terms(case.terms),
        route=_route(case.route),
        drafts={path: text for path, text in case.drafts.items() if _stays(path)},
        not_known=frozenset(path for path in case.not_known if _stays(path)),
        last_ids={place: number for place, number in case.last_ids.items() if place in _KEPT},
    )
    return replace(kept, origins=_origins(case, kept))


def _terms(terms: Terms) -> Terms:
    return Terms(
        incoterm=terms.incoterm,
        place=terms.place,
        currency=terms.currency,
        payment=terms.payment,
        tolerance_pct=terms.tolerance_pct,
        contract_place=terms.contract_place,
    )


def _route(route: Route) -> Route:
    return replace(
        route,
        vessel=None,
        bl_no=None,
        departed=None,
        entry_date=None,
        remark=None,
        containers=tuple(_empty(container) for container in route.containers),
    )


def _empty(container: Container) -> Container:
    return replace(container, number=None, seal=None)


def _stays(path: str) -> bool:
    return path.split(".", 1)[0] in ("parties", "goods", "packages")


def _origins(case: Case, kept: Case) -> dict[str, Origin]:
    estimated = {path: origin for path, origin in case.origins.items() if origin.kind is OriginKind.ESTIMATED}
    carried = Origin(kind=OriginKind.CARRIED, note=case.number)
    return {path: estimated.get(path, carried) for path in paths.values(kept) if path != "title"}
