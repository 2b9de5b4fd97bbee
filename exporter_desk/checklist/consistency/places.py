"""Places: countries of trade, arrival and destination (X13), source place of the goods (X16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency.context import Context, at_line, confirm, error, hint, line_words, party_words
from exporter_desk.domain.identity import is_uscc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.goods import GoodsLine

_HOME = "CN"


def port_lies_in_the_destination(case: Case, context: Context) -> Iterator[Finding]:
    """X13: the port of destination lies in the country of destination, or somebody says why not."""
    row, dest = context.codes.row("ports", case.route.dest_port), case.route.dest
    if row is None or dest is None or not row["country"] or row["country"] == dest:
        return
    values = {"port_zh": row["zh"], "port_en": row["en"] or row["zh"], **context.names("dest", "countries", dest)}
    values |= context.names("country", "countries", row["country"])
    trade = case.route.trade_country
    three = trade is not None and trade not in (dest, row["country"])
    yield confirm("X13", "route.dest_port", "route.dest", variant="three" if three else "", **values)


def trade_country_is_the_buyers(case: Case, context: Context) -> Iterator[Finding]:
    """X13: the trading country is that of the contract party."""
    buyer, trade = case.party("buyer"), case.route.trade_country
    if buyer is None or buyer.country is None or trade is None or buyer.country == trade:
        return
    values = {**context.names("trade", "countries", trade), **context.names("buyer", "countries", buyer.country)}
    places = ("route.trade_country", f"parties.{buyer.id}.country")
    yield confirm("X13", *places, variant="trade", **values, **party_words(buyer))


def goods_leave_the_country(case: Case, context: Context) -> Iterator[Finding]:
    """X13: an export does not end in China."""
    if case.route.dest == _HOME:
        yield confirm("X13", "route.dest", variant="home", **context.names("dest", "countries", _HOME))


def source_district_is_known(case: Case, context: Context) -> Iterator[Finding]:
    """X16: five characters that stand in the table; others may be right but are asked about."""
    for line in case.goods:
        found = line.source_district
        if found is None or context.codes.has("domestic_districts", found):
            continue
        place, words = at_line(line, "source_district"), line_words(case, line)
        if context.codes.has_shape("domestic_districts", found):
            yield confirm("X16", place, variant="unlisted", found=found, **words)
        else:
            yield error("X16", place, found=found, **words)


def source_district_is_the_makers(case: Case, context: Context) -> Iterator[Finding]:
    """X16: the source place lies where the maker is registered (places 3 to 6 of the credit code)."""
    for line in case.goods:
        region = _region(case, line)
        if region is None or line.source_district is None or line.source_district.startswith(region[0]):
            continue
        values = context.names("district", "domestic_districts", line.source_district)
        values |= {"region": region[0], "party_zh": region[1], "party_en": region[2], **line_words(case, line)}
        yield hint("X16", at_line(line, "source_district"), at_line(line, "supplier"), variant="maker", **values)


def _region(case: Case, line: GoodsLine) -> tuple[str, str, str] | None:
    """Return the first digits of the maker's place of registration, as many as they say, and the maker's names."""
    maker = case.party_by_id(line.supplier) or case.party("producer") or case.party("seller")
    if maker is None or maker.uscc is None or not is_uscc(maker.uscc):
        return None
    region = maker.uscc[2:6]
    if not region.isdigit() or region.endswith("00"):  # registered with a province or with the state
        return None
    words = party_words(maker)
    return region, words["party_zh"], words["party_en"]
