"""Data as such: text that cannot be read (D30), codes that do not exist (D31–D33), values still needed (D35)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from exporter_desk.checklist.consistency.context import Context, confirm, error
from exporter_desk.domain.edit import draft_findings
from exporter_desk.domain.identity import has_container_shape, is_container_number
from exporter_desk.domain.paths import PathError, read
from exporter_desk.domain.record import item_key, shown
from exporter_desk.domain.shipment import Route, Terms
from exporter_desk.domain.tax import TaxFile
from exporter_desk.rules.field_words import fields_with_words, is_open, named, takes, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding

# The source place is judged by X16, the commodity code by X7, the charges' marks by X8.
_TABLES = {
    "terms.currency": "currencies",
    "terms.freight.currency": "currencies",
    "terms.insurance.currency": "currencies",
    "terms.other_charges.currency": "currencies",
    "attachments.*.stated_currency": "currencies",
    "goods.*.unit": "units",
    "goods.*.unit1": "units",
    "goods.*.unit2": "units",
    "goods.*.origin": "countries",
    "goods.*.levy": "levy_modes",
    "goods.*.harvest_country": "countries",
    "packages.*.kind": "packaging_types",
    "parties.*.country": "countries",
    "route.transport": "transport_modes",
    "route.exit_district": "customs_districts",
    "route.exit_port": "exit_ports",
    "route.dest_port": "ports",
    "route.dest": "countries",
    "route.containers.*.kind": "container_kinds",
    "route.trade_country": "countries",
    "tax.rates.*.currency": "currencies",
    "tax.receipts.*.currency": "currencies",
    "tax.warehouse_sales.*.currency": "currencies",
    "choices.package_kind": "packaging_types",
    "choices.trade_country": "countries",
    "choices.levy_nature": "levy_nature",
    "choices.declare_customs": "customs_districts",
    "choices.origin_certificate": "origin_certificates",
    "facts.dest": "countries",
}
_CHOICE = "choices"
NOTHING_ENTERED = "D38"
# What kind of value a text that cannot be read was meant to be, by the code that the reader gives it.
_DRAFTS = {"D05": "number", "D06": "day", "D08": "long", "D14": "taken"}


def table_of(pattern: str) -> str:
    """Return the code table that the values of a pattern stand in, "" where they are no codes."""
    return "supervision_modes" if pattern == "choices.mode" else _TABLES.get(pattern, "")


def resolved(case: Case, pattern: str) -> Iterator[str]:
    """Yield the paths that a pattern means: `*` stands for every row, `consignee/buyer` for the first such party."""
    head, _, rest = pattern.partition(".")
    if "*" in pattern:
        rows, _, field = pattern.partition(".*.")
        yield from (f"{rows}.{row}.{field}" for row in _rows(case, rows))
    elif head in {"seller", "consignee/buyer"}:
        party = next((found for role in head.split("/") if (found := case.party(role))), None)
        yield "parties" if party is None else f"parties.{party.id}.{rest}"
    else:
        yield pattern


def _rows(case: Case, place: str) -> list[str]:
    """Return what stands for the rows of a list in their paths: ids, or numbers where rows have none."""
    records = cast("tuple[object, ...]", read(case, place) or ())
    return [item_key(record, index) for index, record in enumerate(records)]


def _value(case: Case, path: str) -> object:
    head, _, rest = path.partition(".")
    if head == _CHOICE:
        return case.choice(rest)
    if path == "parties":
        return None
    try:
        return read(case, path)
    except PathError:
        return None


def something_was_entered(case: Case, _: Context) -> Iterator[Finding]:
    """D38: a shipment of which nothing is known gives papers on which everything is to be confirmed."""
    told = (case.goods, case.parties, case.packages, case.facts, case.choices, case.drafts, case.attachments)
    if not any(told) and (case.terms, case.route, case.tax) == (Terms(), Route(), TaxFile()):
        yield confirm(NOTHING_ENTERED, "goods")


def typed_text_is_readable(case: Case, _: Context) -> Iterator[Finding]:
    """D30: what was typed and cannot be read yet is kept, and has to be put right."""
    for draft in draft_findings(case):
        path = draft.places[0]
        yield error("D30", path, variant=draft.variant or _DRAFTS.get(draft.code, ""), found=shown(case.drafts[path]))


def codes_exist(case: Case, context: Context) -> Iterator[Finding]:
    """D31, D32: a code stands in its table; where the table is known to have gaps, it has at least the right shape."""
    for pattern, table in _TABLES.items():
        for path in resolved(case, pattern):
            found = _value(case, path)
            if not isinstance(found, str) or context.codes.has(table, found):
                continue
            info = context.codes.info(table)
            values = {"found": found, "title_zh": info.title.zh, "title_en": info.title.en}
            if info.free and context.codes.has_shape(table, found):
                yield confirm("D32", path, as_of=info.as_of.isoformat(), **values)
            else:
                yield error("D31", path, **values)


def words_are_listed(case: Case, context: Context) -> Iterator[Finding]:
    """D31: where a field takes listed words it holds one of them; of an incomplete list another one is asked about."""
    for field in fields_with_words(context.codes):
        words = words_of(context.codes, field)
        for path in resolved(case, field):
            found = _value(case, path)
            if not isinstance(found, str) or takes(words, found):
                continue
            allowed = named(words)
            values = {"found": shown(found), "allowed_zh": allowed.zh, "allowed_en": allowed.en}
            if is_open(words):
                yield confirm("D31", path, variant="open_word", **values)
            else:
                yield error("D31", path, variant="word", **values)


def districts_are_alive(case: Case, context: Context) -> Iterator[Finding]:
    """D33: neither customs district is one that the table marks as void."""
    for path, code in _districts(case):
        row = context.codes.row("customs_districts", code)
        if row is not None and row["void"]:
            yield error("D33", path, found=row["code"], name=row["zh"])


def _districts(case: Case) -> Iterator[tuple[str, str | None]]:
    yield "route.exit_district", case.route.exit_district
    yield "choices.declare_customs", case.choice("declare_customs")


def container_numbers_check(case: Case, _: Context) -> Iterator[Finding]:
    """D36: a container number has the check digit of ISO 6346, and no two containers have the same."""
    first: dict[str, str] = {}
    for index, container in enumerate(case.route.containers):
        place = f"route.containers.{index}.number"
        if container.number is not None and not is_container_number(container.number):
            variant = "" if has_container_shape(container.number) else "shape"
            yield error("D36", place, variant=variant, found=container.number)
        elif container.number is not None and first.setdefault(container.number, place) != place:
            yield error("D36", place, first[container.number], variant="twice", found=container.number)


def needed_values_are_known(case: Case, context: Context) -> Iterator[Finding]:
    """D35: what the papers need and nobody has given yet, or somebody answered with 不清楚."""
    for pattern, row in context.codes.rows("needed_values").items():
        for path in resolved(case, pattern):
            if _value(case, path) in (None, (), {}) and path not in case.drafts:
                variant = "not_known" if path in case.not_known else ""
                yield confirm("D35", path, variant=variant, name_zh=row["zh"], name_en=row["en"])
