"""The declaration as a whole: mode against papers (X12), number of lines (X18), levy (X76)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency.context import (
    Context,
    at_package,
    confirm,
    error,
    hint,
    line_words,
    missing,
    package_words,
)
from exporter_desk.domain.parts import straddling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.rules.codes import Row


def mode_has_its_order(case: Case, context: Context) -> Iterator[Finding]:
    """X12: the mode's order or booking number is there, and only where the mode wants one."""
    row = context.codes.row("supervision_modes", case.choice("mode"))
    if row is None or not row["order_paper"]:
        return
    values = _mode_words(row)
    wanted, given = row["order_paper"] != "none", case.terms.order_no
    if wanted and not given:
        yield missing(case, "X12", "terms.order_no", "choices.mode", variant=row["order_paper"], **values)
    elif not wanted and given:
        yield confirm("X12", "terms.order_no", "choices.mode", variant="extra", found=given, **values)


def _mode_words(row: Row) -> dict[str, str]:
    return {"mode": row["code"], "mode_name_zh": row["short_zh"] or row["zh"], "mode_name_en": row["en"]}


def levy_fits_its_nature(case: Case, context: Context) -> Iterator[Finding]:
    """X76: 征免 of each line is one that goes with 征免性质, as far as the table says which do."""
    nature = context.codes.row("levy_nature", case.choice("levy_nature"))
    fitting = nature["levies"].split() if nature is not None else []
    for line in case.goods:
        levy = context.codes.row("levy_modes", line.levy)
        if fitting and nature is not None and levy is not None and levy["code"] not in fitting:
            words = {
                "levy": levy["code"],
                "levy_name": levy["zh"],
                "nature": nature["code"],
                "nature_name": nature["zh"],
            }
            places = (f"goods.{line.id}.levy", "choices.levy_nature")
            yield confirm("X76", *places, **words, **line_words(case, line))


def mode_is_offered(case: Case, context: Context) -> Iterator[Finding]:
    """X12: the mode is one that this program explains."""
    mode = case.choice("mode")
    row = context.codes.row("supervision_modes", mode)
    if mode is not None and (row is None or not row["offered"]):
        yield error("X12", "choices.mode", found=mode)


def mode_fits_the_parties(case: Case, context: Context) -> Iterator[Finding]:
    """X12: goods that go unsold to a warehouse name the warehouse; sold goods name their buyer."""
    row = context.codes.row("supervision_modes", case.choice("mode"))
    wanted = {"booking": "warehouse", "order": "buyer"}.get("" if row is None else row["order_paper"])
    if row is not None and wanted is not None and case.party(wanted) is None:
        yield confirm("X12", "parties", "choices.mode", variant=f"no_{wanted}", **_mode_words(row))


def goods_are_sold_where_the_mode_has_a_contract(case: Case, context: Context) -> Iterator[Finding]:
    """X12: a mode with neither order nor booking exports what a contract sells; stock nobody bought has none."""
    row = context.codes.row("supervision_modes", case.choice("mode"))
    if row is not None and row["order_paper"] == "none" and case.facts.get("sale_state") == "unsold":
        yield confirm("X12", "facts.sale_state", "choices.mode", variant="unsold", **_mode_words(row))


def lines_fit_one_declaration(case: Case, context: Context) -> Iterator[Finding]:
    """X18: more lines than one declaration takes are split, and no package lies in two declarations."""
    limit = context.limit("declaration_lines")
    if len(case.goods) <= limit:
        return
    count = -(-len(case.goods) // limit)
    yield hint("X18", f"goods.{case.goods[limit].id}", found=str(len(case.goods)), limit=str(limit), count=str(count))
    for package in straddling(case, limit):
        places = (at_package(package, "contents"), at_package(package, "from"), at_package(package, "to"))
        yield confirm("X18", *places, variant="package", **package_words(case, package))


def lines_fit_one_certificate(case: Case, context: Context) -> Iterator[Finding]:
    """X18: more items than one certificate of origin takes are split."""
    limit = context.limit("origin_certificate_items")
    row = context.codes.row("origin_certificates", case.choice("origin_certificate"))
    if row is not None and row["preferential"] and len(case.goods) > limit:
        place = f"goods.{case.goods[limit].id}"
        count = str(-(-len(case.goods) // limit))
        yield hint("X18", place, variant="certificate", found=str(len(case.goods)), limit=str(limit), count=count)


def names_fit_the_box(case: Case, context: Context) -> Iterator[Finding]:
    """X18: the goods name fits its box on the declaration, counted in bytes of GB 18030."""
    limit = context.limit("goods_name_bytes")
    for line in case.goods:
        size = len((line.name_zh or "").encode("gb18030"))
        if size > limit:
            yield error("X18", f"goods.{line.id}.name_zh", variant="name", found=str(size), limit=str(limit))
