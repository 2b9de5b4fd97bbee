"""The way out (X13): district, place of exit, carriage and the place named under FOB belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency.context import Context, confirm
from exporter_desk.checklist.consistency.places import begins_with, names_it, port_words
from exporter_desk.domain.incoterms import INCOTERMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding

_HOME = "CN"
_LOADING = "loading"


def district_is_that_of_the_exit(case: Case, context: Context) -> Iterator[Finding]:
    """X13: the customs of exit (出境关别) is one of the region in which the place of exit lies."""
    district = context.codes.row("customs_districts", case.route.exit_district)
    exit_port = context.codes.row("exit_ports", case.route.exit_port)
    region = None if district is None else context.codes.row("customs_districts", district["parent"])
    if exit_port is None or region is None or not exit_port["city_zh"] or exit_port["city_zh"] in region["zh"]:
        return
    values = context.names("district", "customs_districts", case.route.exit_district)
    values |= {"region_zh": region["zh"], "region_en": region["en"] or region["zh"]}
    values |= port_words("port", exit_port, context)
    values |= {"city_zh": exit_port["city_zh"], "city_en": exit_port["city_en"]}
    yield confirm("X13", "route.exit_district", "route.exit_port", variant="exit_region", **values)


def carriage_leaves_from_there(case: Case, context: Context) -> Iterator[Finding]:
    """X13: nothing flies from a harbour, and no ship leaves from a road crossing."""
    exit_port, means = context.codes.row("exit_ports", case.route.exit_port), case.route.transport
    if exit_port is None or means is None or not context.codes.has("transport_modes", means):
        return
    if exit_port["transport"] and means not in exit_port["transport"].split():
        values = context.names("means", "transport_modes", means) | port_words("port", exit_port, context)
        yield confirm("X13", "route.transport", "route.exit_port", variant="transport", **values)


def goods_are_loaded_at_home(case: Case, context: Context) -> Iterator[Finding]:
    """X13: FOB and FAS name the port of loading; FOB LOS ANGELES names one abroad."""
    term, place = INCOTERMS.get(case.terms.incoterm or ""), case.terms.place or ""
    if term is None or term.named_port != _LOADING or not place:
        return
    if any(names_it(row, place) for row in context.codes.rows("exit_ports").values()):
        return
    ports = [row for row in context.codes.rows("ports").values() if row["kind"] == "port"]
    abroad = [row for row in ports if row["country"] not in ("", _HOME) and begins_with(row, place)]
    if abroad and not any(row["country"] == _HOME and names_it(row, place) for row in ports):
        found = min(abroad, key=lambda row: row["country"] != case.route.dest)
        values = {"term": term.code, "place": place} | port_words("named", found, context)
        yield confirm("X13", "terms.place", "terms.incoterm", variant="loading_abroad", **values)
