"""Where a figure comes from (从哪来): its origin, or its formula with what went into it, back to what was typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from exporter_desk.documents.dossier import SourceView
from exporter_desk.domain import edit, paths, totals
from exporter_desk.domain.money import deal_digits
from exporter_desk.domain.numbers import grouped, trimmed
from exporter_desk.domain.origin import OriginKind
from exporter_desk.domain.text import Bilingual
from exporter_desk.domain.trace import Trace
from exporter_desk.services.estimates.place_words import place_name
from exporter_desk.services.source_view import source_views
from exporter_desk.services.wording import Wording
from exporter_desk.system import resources

if TYPE_CHECKING:
    from exporter_desk.domain.case import Case
    from exporter_desk.services.analysis import Analysis

_SHOWN_DIGITS = {"cartons": 0, "gross_kg": 1, "net_kg": 1, "volume_cbm": 3}
LONGEST = 80
_ESTIMATE, _BLOCKS = "estimate.", ("{", "[")
MOST_ROWS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of the case that a figure rests on: its path, name, text as it stands there, and its kind of origin.

    `text` is empty while nothing stands there; `path` is empty when nothing can be typed there.
    """

    path: str
    name: Bilingual
    text: str
    kind: Bilingual
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WhereFrom:
    """The answer for one figure.

    `text` is empty while the figure is unknown; then `missing` says what it waits for. `note` is a file and cell, a
    price list or a person, `at` the moment of an import or estimate (ISO, UTC).
    """

    figure: str
    name: Bilingual
    text: str
    kind: Bilingual
    estimated: bool = False
    note: str = ""
    at: str = ""
    formula: str = ""
    inputs: tuple[Place, ...] = ()
    missing: tuple[Place, ...] = ()
    sources: tuple[SourceView, ...] = ()


@dataclass(frozen=True, slots=True)
class _Computed:
    name: Bilingual
    trace: Trace[Decimal]
    digits: int | None = None
    note: str = ""


@cache
def words() -> Wording:
    """Return the names of origins and of computed figures."""
    return Wording.load(resources.read_bytes("text/origins.toml"))


def where_from(figure: str, analysis: Analysis) -> WhereFrom | None:
    """Say where the figure comes from; None for what is no figure.

    `figure` is a fact path, or names a computed one: `totals.gross_kg`, `goods.g1.total`, `packages.p1.count`,
    `packages.p1.volume`, `costs.lines.2.likely`, `costs.total`, `refund.VAT-OUT`.
    """
    computed = _computed(figure, analysis)
    if computed is not None:
        return _explained(figure, computed, analysis)
    return _stored(figure, analysis)


def _stored(path: str, analysis: Analysis) -> WhereFrom | None:
    case = analysis.case
    try:
        text = edit.display_text(case, path)
    except paths.PathError:
        return None
    origin = case.origins.get(path)
    return WhereFrom(
        figure=path,
        name=_name(path, analysis),
        text=text if len(text) <= LONGEST else f"{text[:LONGEST]}…",
        kind=_kind(case, path, text),
        estimated=case.is_estimated(path),
        note=(origin.note or "") if origin else "",
        at=(origin.at or "") if origin else "",
    )


def _kind(case: Case, path: str, text: str) -> Bilingual:
    origin = case.origins.get(path)
    if path in case.drafts:
        return words().say("kind.unread")
    if not text:
        return words().say("kind.not_known" if path in case.not_known else "kind.empty")
    return words().say(f"kind.{OriginKind.TYPED if origin is None else origin.kind}")


def _explained(figure: str, computed: _Computed, analysis: Analysis) -> WhereFrom:
    trace = computed.trace
    return WhereFrom(
        figure=figure,
        name=computed.name,
        text=_amount(trace.value, computed.digits),
        kind=words().say("kind.computed"),
        estimated=trace.known and trace.estimated,
        note=computed.note,
        formula=trace.formula,
        inputs=tuple(place_at(path, analysis) for path in trace.inputs if path not in trace.missing),
        missing=tuple(place_at(path, analysis) for path in trace.missing),
        sources=source_views(trace.sources, analysis.desk.rules),
    )


def _amount(value: Decimal | None, digits: int | None) -> str:
    if value is None:
        return ""
    return trimmed(value) if digits is None else grouped(value, digits)


def place_at(path: str, analysis: Analysis) -> Place:
    """Return a place of the case with what stands there; a whole block has no text of its own."""
    stored, name = _stored(path, analysis), _name(path, analysis)
    if stored is None:
        return Place(path="", name=name, text="", kind=words().say("kind.computed"))
    block = path.startswith("estimate") and stored.text.startswith(_BLOCKS)
    text = "" if block else stored.text
    return Place(path=path, name=name, text=text, kind=stored.kind, estimated=stored.estimated)


def _name(path: str, analysis: Analysis) -> Bilingual:
    """Return what a place is called: as the case does, else as the estimate or the rules of the refund do."""
    if path.startswith(_ESTIMATE):
        return place_name(path, analysis.desk.cost_places)
    own = analysis.name_of(path)
    return own if own.zh != path else analysis.desk.checklists.place_name(path)


def _computed(figure: str, analysis: Analysis) -> _Computed | None:
    head, _, rest = figure.partition(".")
    finders = {"totals": _of_totals, "goods": _of_goods, "packages": _of_packages, "costs": _of_costs}
    finders |= {"refund": _of_refund}
    return finders[head](rest, analysis) if head in finders else None


def _of_totals(name: str, analysis: Analysis) -> _Computed | None:
    trace = analysis.totals.get(name)
    if trace is None:
        return None
    shown = replace(trace, formula=_sum_formula(name, analysis.found.coded) or trace.formula)
    return _Computed(words().say(f"total.{name}"), shown, _SHOWN_DIGITS.get(name, 2))


def _sum_formula(name: str, case: Case) -> str:
    """Return a sum with the formula of each row; "" for a total that is no sum of rows."""
    of_rows: dict[str, list[Trace[Decimal]]] = {
        "invoice_total": [totals.line_amount(case, line) for line in case.goods],
        "cartons": [totals.package_count(case, package) for package in case.packages],
        "gross_kg": [totals.package_gross_kg(case, package) for package in case.packages],
        "net_kg": [totals.package_net_kg(case, package) for package in case.packages],
        "volume_cbm": [totals.package_volume_cbm(case, package) for package in case.packages],
    }
    rows = of_rows.get(name, [])
    more = [] if len(rows) <= MOST_ROWS else ["…"]
    return " + ".join([*(row.formula or "?" for row in rows[:MOST_ROWS]), *more])


def _of_goods(rest: str, analysis: Analysis) -> _Computed | None:
    key, _, field = rest.partition(".")
    line = next((one for one in analysis.found.coded.goods if one.id == key), None)
    if line is None or field != "total":
        return None
    return _Computed(_row_name("goods", key, field, analysis), totals.line_amount(analysis.found.coded, line), 2)


def _of_packages(rest: str, analysis: Analysis) -> _Computed | None:
    key, _, field = rest.partition(".")
    run = next((one for one in analysis.found.coded.packages if one.id == key), None)
    if run is None or field not in {"count", "volume"}:
        return None
    count = field == "count"
    trace = (totals.package_count if count else totals.package_volume_cbm)(analysis.found.coded, run)
    return _Computed(_row_name("packages", key, field, analysis), trace, 0 if count else None)


def _row_name(place: str, key: str, field: str, analysis: Analysis) -> Bilingual:
    row, text = analysis.name_of(f"{place}.{key}"), words().texts[f"{place}.{field}"]
    return text.filled(row=row)


def _of_costs(rest: str, analysis: Analysis) -> _Computed | None:
    view = analysis.costs(analysis.language)
    if view is None:
        return None
    if rest == "total":
        return _Computed(words().say("costs.total", currency=view.currency), view.likely, 2)
    _, number, which = (*rest.split("."), "", "")[:3]
    if not number.isdecimal() or int(number) >= len(view.lines) or which not in {"low", "likely", "high"}:
        return None
    line = view.lines[int(number)]
    trace: Trace[Decimal] = getattr(line, which)
    name = Bilingual(f"{line.stage.zh} · {line.label.zh}", f"{line.stage.en} · {line.label.en}")
    return _Computed(name if line.stage != line.label else line.label, trace, 2, line.source)


def _of_refund(symbol: str, analysis: Analysis) -> _Computed | None:
    quantity = next((one for one in analysis.refund.quantities if one.symbol == symbol and not one.line), None)
    named = analysis.desk.checklists.symbols.get(symbol)
    if quantity is None or named is None:
        return None
    digits = 4 if quantity.unit == "rate" else deal_digits(quantity.unit)
    return _Computed(Bilingual(named.zh, named.en), quantity.trace, digits)
