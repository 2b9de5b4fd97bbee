"""Declaration elements (X15): their number, the kind of brand, the tariff preference, values that never fit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency.context import Context, at_line, confirm, error, hint, line_words
from exporter_desk.domain.identity import is_hs10
from exporter_desk.rules.hs import HEAD, needed_elements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.goods import GoodsLine
    from exporter_desk.rules.hs import HsCode

_BRAND = "品牌（"
_BRAND_PLAIN = "品牌"
_BAR = "|"
_NO_PREFERENCE = _NO_BRAND = "0"
_FILLERS = {"n/a", "na", "no", "none", "-", "--", "/"}
_BRAND_PARTS = re.compile(r"[（()）]|牌$|牌(?=[（(])")
_LATIN_BRAND = re.compile(r"[A-Za-z][A-Za-z0-9&.\- ]*牌")
_BRAND_FORM = re.compile(r".+牌|.+（.+）|.+\(.+\)")


def _described(case: Case, context: Context) -> Iterator[tuple[GoodsLine, HsCode | None]]:
    """Yield the lines that have elements, each with its code where the list of its elements is known."""
    for line in case.goods:
        if line.elements:
            entry = context.hs.lookup(line.hs)
            yield line, entry if entry is not None and entry.elements else None


def elements_are_complete(case: Case, context: Context) -> Iterator[Finding]:
    """X15: as many elements as the list names, the tail GTIN, CAS, 其他 may be left out; two of any goods."""
    for line, entry in _described(case, context):
        needed, found = needed_elements(entry), len(line.elements)
        most = found if entry is None else len(entry.elements)
        if len(needed) <= found <= most:
            continue
        missing = "、".join(_bare(name) for name in needed[found:])
        too_few = "first_two" if entry is None else "too_few"
        values = {"found": str(found), "least": str(len(needed)), "most": str(most), "missing": missing}
        variant = too_few if missing else ""
        yield error("X15", at_line(line, "elements"), variant=variant, **values, **line_words(case, line))


def elements_without_a_list_are_looked_up(case: Case, context: Context) -> Iterator[Finding]:
    """X15: where the table has no list for a code nobody can count the elements; the first two alone are asked about.

    Who confirmed the code has looked it up, so that more than those two may well be right. A code whose own fault is
    told (X7: no such code, heading not covered) is not told again, except where only the first two stand there.
    """
    for line, entry in _described(case, context):
        if entry is not None or len(line.elements) < len(HEAD) or not _may_be_in_force(context, line.hs):
            continue
        only_head = not any(value.strip() for value in line.elements[len(HEAD) :])
        if only_head or context.hs.covers(line.hs or ""):
            make = hint if line.hs_confirmed_by and not only_head else confirm
            variant = "no_list_head" if only_head else "no_list"
            values = {"found": line.hs or "", "as_of": context.codes.info("hs").as_of.isoformat()}
            yield make("X15", at_line(line, "elements"), variant=variant, **values, **line_words(case, line))


def _may_be_in_force(context: Context, code: str | None) -> bool:
    """Tell whether nothing speaks against a code: it has ten digits and a chapter, and is not known to be gone."""
    if code is None or not is_hs10(code) or not context.codes.has("hs_chapters", code[:2]):
        return False
    return context.hs.obsolete(code) is None


def elements_hold_values(case: Case, context: Context) -> Iterator[Finding]:
    """X15: a needed element is neither empty nor a filler, and no element holds the bar that parts them."""
    for line, entry in _described(case, context):
        needed = needed_elements(entry)
        for index, value in enumerate(line.elements if entry is None else line.elements[: len(needed)]):
            words = {**_called(needed, index), "found": value, **line_words(case, line)}
            place = at_line(line, f"elements.{index}")
            if _BAR in value:
                yield error("X15", place, variant="bar", **words)
            elif value.strip().casefold() in _FILLERS:
                yield error("X15", place, variant="filler", **words)
            elif not value.strip() and index < len(needed):
                make = error if index < len(HEAD) else confirm
                yield make("X15", place, variant="empty", **words)


def _called(names: tuple[str, ...], index: int) -> dict[str, str]:
    """What an element is called; one whose name is not known goes by its number."""
    if index < len(names):
        return {"name_zh": _bare(names[index]), "name_en": _bare(names[index])}
    return {"name_zh": f"第 {index + 1} 项", "name_en": f"no. {index + 1}"}


def _bare(name: str) -> str:
    """Return the name of an element without the hint in brackets, which is not part of it."""
    return name.partition("（")[0]


def _brand_place(context: Context, line: GoodsLine, entry: HsCode | None) -> int | None:
    """Return which element is the brand; without a list the one that says there is no brand, if any does."""
    if entry is None:
        none = _no_brand_wordings(context)
        return next((place for place, value in enumerate(line.elements) if value in none), None)
    names = enumerate(entry.required_elements)
    return next((place for place, name in names if name == _BRAND_PLAIN or name.startswith(_BRAND)), None)


def _no_brand_wordings(context: Context) -> set[str]:
    rows = context.codes.rows("brand_kinds").values()
    return {text for row in rows for text in row["brand"].split("/") if text}


def brand_fits_its_kind(case: Case, context: Context) -> Iterator[Finding]:
    """X15: kind of brand and brand name say the same; foreign brands come with an authorisation."""
    for line, entry in _described(case, context):
        kind = line.elements[0]
        if not kind.strip():  # told as an empty element
            continue
        row = context.codes.row("brand_kinds", kind)
        if row is None:
            yield error("X15", at_line(line, "elements.0"), variant="brand_kind", found=kind, **line_words(case, line))
            continue
        words = {**context.names("kind", "brand_kinds", kind), **line_words(case, line)}
        place = _brand_place(context, line, entry)
        if place is not None and place < len(line.elements):
            yield from _brand_findings(context, line, place, words)


def foreign_brands_have_their_paper(case: Case, context: Context) -> Iterator[Finding]:
    """X15: goods under a foreign brand travel with the authorisation of its owner; one reminder for each kind."""
    for kind, row in context.codes.rows("brand_kinds").items():
        lines = [line for line, _entry in _described(case, context) if line.elements[0] == kind]
        if row["paper"] and lines:
            places = [at_line(line, "elements.0") for line in lines]
            values = {"count": str(len(lines)), "kind_zh": row["zh"], "kind_en": row["en"]}
            yield hint("X15", *places, variant="brand_paper", **values)


def _brand_findings(context: Context, line: GoodsLine, place: int, words: dict[str, str]) -> Iterator[Finding]:
    rows = context.codes.rows("brand_kinds")
    fixed = {text for text in rows[line.elements[0]]["brand"].split("/") if text}
    brand = line.elements[place]
    where = (at_line(line, f"elements.{place}"), at_line(line, "elements.0"))
    if not brand.strip():
        return
    if bool(fixed) != (brand in _no_brand_wordings(context)):
        yield error("X15", *where, variant="brand", found=brand, **words)
    elif not fixed and not _BRAND_FORM.fullmatch(brand):
        yield confirm("X15", *where, variant="brand_form", found=brand, **words)


def preference_has_its_certificate(case: Case, context: Context) -> Iterator[Finding]:
    """X15: preference 1 needs a preferential certificate of origin; while none was chosen it is a question."""
    certificate = case.choice("origin_certificate")
    for line, value, place in _preferences(case, context):
        row = context.codes.row("preference_kinds", value)
        if row is None and value.strip():
            yield error("X15", place, variant="preference", found=value, **line_words(case, line))
        elif row is not None and row["certificate"] and not _preferential(context, certificate):
            make, variant = (confirm, "certificate") if certificate is None else (error, "not_preferential")
            values = {**context.names("certificate", "origin_certificates", certificate), **line_words(case, line)}
            yield make("X15", place, "choices.origin_certificate", variant=variant, **values)


def certificate_has_its_preference(case: Case, context: Context) -> Iterator[Finding]:
    """X15: a preferential certificate covers goods that claim the preference; 0 on every line contradicts it."""
    certificate = case.choice("origin_certificate")
    if not _preferential(context, certificate):
        return
    listed = list(_preferences(case, context))
    refusing = [(line, place) for line, value, place in listed if value == _NO_PREFERENCE]
    names = context.names("certificate", "origin_certificates", certificate)
    if refusing and len(refusing) == len(listed):
        places = (place for _line, place in refusing)
        yield error("X15", *places, "choices.origin_certificate", variant="no_preference", **names)
        return
    for line, place in refusing:
        yield confirm(
            "X15", place, "choices.origin_certificate", variant="uncovered", **names, **line_words(case, line)
        )


def _preferential(context: Context, certificate: str | None) -> bool:
    row = context.codes.row("origin_certificates", certificate)
    return row is not None and bool(row["preferential"])


def _preferences(case: Case, context: Context) -> Iterator[tuple[GoodsLine, str, str]]:
    """Yield the lines that state 出口享惠情况: line, stated value, its path."""
    for line, _entry in _described(case, context):
        if len(line.elements) > 1:
            yield line, line.elements[1], at_line(line, "elements.1")


def names_hold_no_brand(case: Case, context: Context) -> Iterator[Finding]:
    """X15: the name of goods on a declaration holds no brand, which has its own element."""
    for line, entry in _described(case, context):
        place = _brand_place(context, line, entry)
        brand = line.elements[place] if place is not None and place < len(line.elements) else ""
        row, name = context.codes.row("brand_kinds", line.elements[0]), line.name_zh or ""
        if row is None or row["brand"]:  # goods without a brand have a set wording there
            brand = ""
        found = next((root for root in _BRAND_PARTS.split(brand) if len(root) > 1 and root in name), None)
        latin = _LATIN_BRAND.search(name)
        if found is not None or latin is not None:
            values = {"found": found or (latin[0] if latin else ""), **line_words(case, line)}
            yield confirm("X15", at_line(line, "name_zh"), variant="brand_in_name", **values)


def no_brand_statement_is_true(case: Case, _: Context) -> Iterator[Finding]:
    """X15: nobody signs that goods bear no brand which are declared with one."""
    branded = [line for line in case.goods if line.elements and line.elements[0] not in ("", _NO_BRAND)]
    if case.facts.get("want_no_brand_statement") is True and branded:
        places = ("facts.want_no_brand_statement", *(at_line(line, "elements.0") for line in branded))
        values = line_words(case, branded[0]) | {"count": str(len(branded))}
        yield error("X15", *places, variant="no_brand_statement", **values)
