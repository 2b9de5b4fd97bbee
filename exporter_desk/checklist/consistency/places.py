"""Places: countries of trade, arrival and destination (X13), source place of the goods (X16)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency.context import (
    Context,
    at_line,
    confirm,
    error,
    hint,
    line_words,
    names_words,
    party_words,
)
from exporter_desk.domain.identity import is_uscc
from exporter_desk.domain.incoterms import INCOTERMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.goods import GoodsLine
    from exporter_desk.rules.codes import Row

_HOME = "CN"
_PORTS = {"loading": ("exit_ports", "route.exit_port"), "discharge": ("ports", "route.dest_port")}
_LEAST_HANZI = 2


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


def named_port_is_that_of_the_route(case: Case, context: Context) -> Iterator[Finding]:
    """X13: CIF LONG BEACH and Los Angeles, are they one port? A place that names no port of the tables asks nothing.

    Tables have several rows for some ports (Jakarta, Tanjung Priok), so that two rows are asked about, not told apart.
    """
    term, place = INCOTERMS.get(case.terms.incoterm or ""), case.terms.place or ""
    if term is None or not term.named_port:
        return
    table, path = _PORTS[term.named_port]
    code = case.route.exit_port if term.named_port == "loading" else case.route.dest_port
    row = context.codes.row(table, code)
    if row is None or row.get("kind", "port") != "port" or names_it(row, place):
        return
    if term.named_port == "loading":
        named = _other_exit(row, place, context)
    else:
        named = _other_port(context.codes.rows(table).values(), row, place, case, context)
    if named is not None:
        values = {"term": f"{term.code} {place}", **port_words("named", named, context)}
        values |= port_words("port", row, context)
        yield confirm("X13", path, "terms.place", variant=term.named_port, **values)


def _other_exit(row: Row, place: str, context: Context) -> Row | None:
    """Return the port of this country that a place names instead of `row`.

    The few known exits come first, then all ports of the country. A place that names the city of `row` may mean any
    port there: only another exit of that city, named beside it, is one that is not `row`.
    """
    exits = [one for one in context.codes.rows("exit_ports").values() if one is not row and names_it(one, place)]
    city = row.get("city_zh", "")
    if city and (city in place or row["city_en"].upper() in place.upper().replace(" ", "")):
        return next((one for one in exits if one["city_zh"] == city), None)
    ports = (one for one in context.codes.rows("ports").values() if (one["country"], one["kind"]) == (_HOME, "port"))
    return next(iter(exits), None) or next((one for one in ports if names_it(one, place)), None)


def _other_port(rows: Iterable[Row], row: Row, place: str, case: Case, context: Context) -> Row | None:
    """Return the port that a place names instead of `row`: one of its country, else one that the place begins with.

    A place that names the country of `row` means none elsewhere; of several elsewhere that of the destination is meant.
    """
    ports = [one for one in rows if one.get("kind", "port") == "port" and names_it(one, place)]
    near = [one for one in ports if one.get("country") == row.get("country")]
    if near or _names_country(row, place, context):
        return near[0] if near else None
    far = [one for one in ports if begins_with(one, place)]
    return min(far, key=lambda one: one["country"] != case.route.dest, default=None)


def _names_country(row: Row, place: str, context: Context) -> bool:
    country = context.codes.row("countries", row.get("country"))
    return country is not None and (names_words(country["en"], place) or country["zh"] in place)


def begins_with(row: Row, place: str) -> bool:
    """Tell whether a place begins with the port: words further behind are as likely those of a street or a province."""
    head = _head(place)
    if head == row["zh"]:
        return True
    said = head.upper()
    return said in row["en"] and said in {name.strip() for name in _english_names(row)}


@lru_cache(maxsize=8)
def _head(place: str) -> str:
    return re.split(r"[,，/(（;]", place)[0].strip()


def _readings(row: Row) -> list[str]:
    """Return how a port of this country is written in letters; a reading says nothing of the names of others."""
    reading = row.get("pinyin", "").partition("/")[0] if row.get("country", _HOME) == _HOME else ""
    return [reading, reading.replace(" ", "")]


def _english_names(row: Row) -> list[str]:
    return row["en"].partition("(")[0].split("/")


def port_words(name: str, row: Row, context: Context) -> dict[str, str]:
    """Return a port with all that the table says, by which people know it: every name, and the country."""
    chinese = [row["en"], context.codes.label("countries", row.get("country"), "zh")]
    english = [
        row["en"] or _readings(row)[1].title() or row["zh"],
        context.codes.label("countries", row.get("country"), "en"),
    ]
    told = "，".join(filter(None, chinese))
    return {
        f"{name}_zh": f"{row['zh']}（{told}）" if told else row["zh"],
        f"{name}_en": ", ".join(filter(None, english)),
    }


def names_it(row: Row, place: str) -> bool:
    """Tell whether a place names the port: the words of an English name in a row, its Chinese name, or its reading."""
    if any(names_words(name, place) for name in (*_english_names(row), *_readings(row))):
        return True
    return len(row["zh"]) >= _LEAST_HANZI and row["zh"] in place


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
