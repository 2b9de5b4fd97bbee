"""Papers of origin: fruit of the orchard (X60), wholly obtained goods (X61), certificates and their countries (X62)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency.context import (
    Context,
    at_line,
    confirm,
    error,
    line_words,
    names_words,
    party_words,
)
from exporter_desk.domain.numbers import parse_decimal, trimmed
from exporter_desk.domain.totals import net_kg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.rules.codes import Row

_HOME = "CN"
_WHOLLY_OBTAINED = "WO"
# Who stands in the box of the consignee, in this order.
_CONSIGNEES = ("consignee", "warehouse", "buyer")
_LEAST_HANZI = 2
_MADE_IN = re.compile(r"\b(?:(?:MADE|PRODUCED|GROWN) IN|PRODUCE OF|PRODUCT OF)\s+(?:THE\s+)?", re.IGNORECASE)


def orchard_supplies_the_fruit(case: Case, _: Context) -> Iterator[Finding]:
    """X60: the orchard supplied at least what is exported."""
    typed, exported = case.facts.get("orchard_kg"), net_kg(case).value
    supplied = parse_decimal(typed) if isinstance(typed, str) else None
    if supplied is not None and exported is not None and supplied < exported:
        values = {"supplied": trimmed(supplied), "exported": trimmed(exported)}
        yield error("X60", "facts.orchard_kg", "packages", **values)


def wholly_obtained_goods_grew_here(case: Case, context: Context) -> Iterator[Finding]:
    """X61: goods of a plant that was harvested abroad are not wholly obtained in China."""
    for line in case.goods:
        criterion, harvest = (line.origin_criterion or "").strip().upper(), line.harvest_country
        if criterion == _WHOLLY_OBTAINED and harvest is not None and harvest != _HOME:
            places = (at_line(line, "origin_criterion"), at_line(line, "harvest_country"))
            yield error("X61", *places, **context.names("harvest", "countries", harvest), **line_words(case, line))


def certificate_covers_goods_of_its_country(case: Case, context: Context) -> Iterator[Finding]:
    """X62: a certificate of origin certifies goods of the country that issues it, no goods made elsewhere."""
    certificate = case.choice("origin_certificate")
    row = context.codes.row("origin_certificates", certificate)
    if row is None or not row["goods_of"]:
        return
    variant = "foreign_member" if row["preferential"] else "foreign"
    names = context.names("certificate", "origin_certificates", certificate)
    names |= context.names("home", "countries", row["goods_of"])
    for line in case.goods:
        if line.origin and line.origin != row["goods_of"]:
            values = names | context.names("origin", "countries", line.origin) | line_words(case, line)
            yield confirm("X62", at_line(line, "origin"), "choices.origin_certificate", variant=variant, **values)


def marks_name_the_origin_of_the_goods(case: Case, context: Context) -> Iterator[Finding]:
    """X62: MADE IN VIETNAM on boxes of Chinese goods; a Chinese certificate takes no foreign "made in" in its marks."""
    origins = {line.origin for line in case.goods if line.origin is not None}
    if not origins or len(origins) < len({line.origin for line in case.goods}):
        return
    for place, mark in enumerate(case.route.marks):
        made = _MADE_IN.search(mark)
        named = [] if made is None else _countries_named(context, mark[made.end() :])
        if named and origins.isdisjoint(row["code"] for row in named):
            rows = [context.codes.rows("countries").get(code, {}) for code in sorted(origins)]
            values = {"mark": mark, "named_zh": named[0]["zh"], "named_en": named[0]["en"]}
            values |= {"origin_zh": "、".join(row.get("zh", "") for row in rows)}
            values |= {"origin_en": ", ".join(row.get("en", "") for row in rows)}
            yield error("X62", f"route.marks.{place}", at_line(case.goods[0], "origin"), variant="mark", **values)


def _countries_named(context: Context, text: str) -> list[Row]:
    """Return the countries whose English name a text begins with, those with the longest name (NIGERIA, not NIGER)."""
    said = _letters(text)
    found: dict[int, list[Row]] = {}
    for row in context.codes.rows("countries").values():
        name = _letters(row["en"].partition(",")[0])  # "Korea, Republic of" is KOREA on a box
        if (name and said.startswith(name)) or said == row["alpha3"]:
            found.setdefault(len(name), []).append(row)
    return found[max(found)] if found else []


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text.upper()))


def certificate_is_taken_at_the_destination(case: Case, context: Context) -> Iterator[Finding]:
    """X62: a preferential certificate is one of the agreement that the destination belongs to."""
    certificate, dest = case.choice("origin_certificate"), case.route.dest
    row = context.codes.row("origin_certificates", certificate)
    if row is None or dest is None or not row["countries"] or dest in row["countries"].split():
        return
    values = context.names("certificate", "origin_certificates", certificate) | context.names("dest", "countries", dest)
    yield confirm("X62", "choices.origin_certificate", "route.dest", **values)


def certificate_names_an_importer_of_the_agreement(case: Case, context: Context) -> Iterator[Finding]:
    """X62: the consignee of a preferential certificate is the importer there, not a middleman elsewhere."""
    certificate, dest = case.choice("origin_certificate"), case.route.dest
    row = context.codes.row("origin_certificates", certificate)
    named = next((party for role in _CONSIGNEES if (party := case.party(role)) is not None), None)
    if row is None or named is None or named.country is None or dest not in row["countries"].split():
        return
    if named.country not in row["countries"].split():
        values = context.names("certificate", "origin_certificates", certificate) | party_words(named)
        values |= context.names("country", "countries", named.country)
        places = (f"parties.{named.id}.country", "choices.origin_certificate")
        yield confirm("X62", *places, variant="consignee", **values)


def label_names_the_destination(case: Case, context: Context) -> Iterator[Finding]:
    """X62: what a carton label says of its destination names no other country."""
    typed, dest = case.facts.get("label_wording"), case.route.dest
    if not isinstance(typed, str) or dest is None or _names_country(context, dest, typed):
        return
    others = (code for code in context.codes.rows("countries") if code != _HOME)
    named = next((code for code in others if _names_country(context, code, typed)), None)
    if named is not None:
        values = context.names("named", "countries", named) | context.names("dest", "countries", dest)
        yield confirm("X62", "facts.label_wording", "route.dest", variant="label", wording=typed, **values)


def _names_country(context: Context, code: str, text: str) -> bool:
    row = context.codes.row("countries", code)
    return row is not None and (names_words(row["en"], text) or (len(row["zh"]) >= _LEAST_HANZI and row["zh"] in text))
