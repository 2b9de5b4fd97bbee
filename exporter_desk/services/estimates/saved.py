"""Estimates that were written down (存档的测算): frozen files of a shipment, and what is different now, in words."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import exporter_desk
from exporter_desk.costs.explain_study import study_json
from exporter_desk.costs.frozen import difference, freeze, is_frozen
from exporter_desk.domain import case_json
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.domain.numbers import grouped, money_text, parse_decimal
from exporter_desk.domain.tax import TaxFile
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.estimates.place_words import place_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.json_value import Json
    from exporter_desk.services.desk import Desk
    from exporter_desk.services.estimates.files import Studied
    from exporter_desk.storage.repository import SavedEstimates

UNKNOWN = Bilingual("不知道", "not known")
_REPORTING, _PRICE = ("reporting",), ("decisions", "price_currency")
# What is compared: the key of its name, its place in a result, and how many digits it shows, or where its currency
# stands that tells it (None: as it stands).
_FIGURES: tuple[tuple[str, tuple[str, ...], tuple[str, ...] | int | None], ...] = (
    ("total", ("totals", "total", "value"), _REPORTING),
    ("landed_per_unit", ("per_unit", "landed_per_unit", "value"), 4),
    ("per_unit_sold", ("per_unit", "per_unit_sold", "value"), 4),
    ("profit", ("decisions", "profit", "value"), _REPORTING), ("margin_pct", ("decisions", "margin_pct", "value"), 2),
    ("break_even_price", ("decisions", "break_even_price", "value"), _PRICE),
    ("peak", ("decisions", "cash", "peak"), _REPORTING),
    ("back_on", ("decisions", "cash", "back_on"), None), ("months", ("decisions", "months_to_sell_out"), None),
    ("stock_out", ("simulation", "stock_out"), None), ("lost", ("simulation", "lost_sales"), None),
)  # fmt: skip
_OF_CASH = frozenset({"peak", "back_on"})


@dataclass(frozen=True, slots=True)
class SavedEstimate:
    """One frozen estimate: its name (a day and a number), and everything that was kept."""

    name: str
    frozen: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedLine:
    """One line of the comparison of two estimates: what it is, before, now, and the difference."""

    name: Bilingual
    before: Bilingual
    now: Bilingual
    change: Bilingual


def frozen_now(studied: Studied, desk: Desk) -> JsonObject:
    """Return the estimate as it stands, frozen; what an estimate does not read, people above all, stays out of it."""
    given = {} if studied.case is None else case_json.to_object(_of_the_plan(studied.case))
    return freeze(given, study_json(studied.study, desk.in_words), engine=exporter_desk.__version__)


def _of_the_plan(case: Case) -> Case:
    choices = tuple(replace(one, by=None) for one in case.choices)
    tax = TaxFile(purchase_invoices=case.tax.purchase_invoices)  # what was paid for the goods
    return replace(case, parties=(), choices=choices, tax=tax, attachments=(), drafts={}, note=None)


def write_down(estimates: SavedEstimates, case_id: str, frozen: JsonObject, day: date) -> str:
    """Keep one more frozen estimate with its shipment; return its name. None that was kept before is changed."""
    text = json.dumps(frozen, ensure_ascii=False, separators=(",", ":"))
    return estimates.add(case_id, day.isoformat(), text.encode())


def written_down(estimates: SavedEstimates, case_id: str) -> tuple[SavedEstimate, ...]:
    """Return the frozen estimates, the newest first; one that was changed by hand counts as none."""
    found = ((one.name, _read(one.text)) for one in estimates.listed(case_id))
    return tuple(SavedEstimate(name, frozen) for name, frozen in found if frozen is not None)


def _read(text: bytes) -> JsonObject | None:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) and is_frozen(data) else None


# -- side by side


def side_by_side(
    estimates: Sequence[JsonObject], texts: Mapping[str, Bilingual], keys: Sequence[str] = ()
) -> list[tuple[Bilingual, ...]]:
    """Return the figures that an owner compares, one row each: its name, then its value in every estimate.

    With `keys` only these, in their order.
    """
    by_key = {figure[0]: figure for figure in _FIGURES}
    results = [_object(one.get("result")) for one in estimates]
    rows = []
    for key, place, digits in [by_key[key] for key in keys] or _FIGURES:
        currency = _code_at(results[0], _PRICE) if results else ""
        name = texts[f"figure.{key}"]
        named = name.filled(currency=currency)
        values = [
            _value(_at(result, place), _code_at(result, digits) if isinstance(digits, tuple) else digits)
            for result in results
        ]
        rows.append(_less_refund(named, values, results, texts) if key in _OF_CASH else (named, *values))
    return rows


def _less_refund(
    name: Bilingual, values: Sequence[Bilingual], results: Sequence[JsonObject], texts: Mapping[str, Bilingual]
) -> tuple[Bilingual, ...]:
    """Return a row about cash; where no day of the refund was known its name says so, or the cells of those."""
    left = [_leaves_refund_out(result) for result in results]
    words = texts["figure.less_refund"]
    if left and all(left):
        return (Bilingual(f"{name.zh}（{words.zh}）", f"{name.en} ({words.en})"), *values)
    told = (Bilingual(f"{one.zh}；{words.zh}", f"{one.en}; {words.en}") for one in values)
    return (name, *(other if out else one for one, other, out in zip(values, told, left, strict=True)))


def _leaves_refund_out(result: JsonObject) -> bool:
    without = _at(result, ("decisions", "cash", "without"))
    refunds = {str(line.get("charge_id")) for line in _objects(result.get("lines")) if line.get("stage") == "refund"}
    return isinstance(without, list) and bool(refunds & set(map(str, without)))


def _object(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _at(value: Json, place: tuple[str, ...]) -> Json:
    for name in place:
        value = _object(value).get(name)
    return value


def _code_at(result: JsonObject, place: tuple[str, ...]) -> str:
    """Return the currency that stands at a place of a result, "" for none."""
    return str(_at(result, place) or "")


def _value(value: Json, shown: str | int | None) -> Bilingual:
    """Return a value in the currency `shown`, or with so many digits, or as it stands."""
    number = parse_decimal(str(value)) if shown is not None and value is not None else None
    if number is not None and shown is not None:
        return _same(grouped(number, shown) if isinstance(shown, int) else money_text(number, shown))
    return UNKNOWN if value is None else _same(str(value))


def _same(text: str) -> Bilingual:
    return Bilingual(text, text)


# -- the difference


def changes_between(
    old: JsonObject, new: JsonObject, texts: Mapping[str, Bilingual], fields: Mapping[str, Bilingual]
) -> tuple[ChangedLine, ...]:
    """Return what is different in the new estimate: inputs and cards first, then lines, then the totals.

    `texts` are the wordings of the cost part, `fields` what the inputs are called.
    """
    found = difference(old, new)
    names = _names_of(old) | _names_of(new)
    before, now = (_code_at(_object(one.get("result")), _REPORTING) for one in (old, new))
    money = (before, now)
    return (
        *(_input(one, fields) for one in _objects(found["input"]) if _is_typed(one)),
        *(_card(one) for one in _objects(found["cards"])),
        *(_line(one, money, names, texts) for one in _objects(found["lines"])),
        *_totals(_object(found["totals"]), money, texts),
    )


def _objects(value: Json) -> list[JsonObject]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _is_typed(change: JsonObject) -> bool:
    """Tell whether a change is one of the inputs; another card is told by itself."""
    path = str(change.get("path", ""))
    return path.startswith("estimate.") and not path.startswith("estimate.cards")


def _input(change: JsonObject, fields: Mapping[str, Bilingual]) -> ChangedLine:
    name = place_name(str(change.get("path", "")), fields)
    return ChangedLine(
        name=Bilingual(f"输入 · {name.zh}", f"Input · {name.en}"),
        before=_typed(change.get("from")),
        now=_typed(change.get("to")),
        change=_same(""),
    )


def _typed(value: Json) -> Bilingual:
    if value is None:
        return Bilingual("没有填", "not typed")
    return _same(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)[:60])


def _card(change: JsonObject) -> ChangedLine:
    name = str(change.get("card_id") or "")
    return ChangedLine(
        name=Bilingual(f"费用表 {name}", f"rate card {name}"),
        before=_typed(change.get("from")),
        now=_typed(change.get("to")),
        change=_same(""),
    )


def _names_of(frozen: JsonObject) -> dict[str, Bilingual]:
    """Return what the charges of an estimate are called, by their ids."""
    lines = _objects(_object(frozen.get("result")).get("lines"))
    return {
        str(line["charge_id"]): Bilingual(*(str(line.get(f"name_{end}") or line["charge_id"]) for end in ("zh", "en")))
        for line in lines
        if line.get("charge_id")
    }


def _line(
    change: JsonObject, money: tuple[str, str], names: Mapping[str, Bilingual], texts: Mapping[str, Bilingual]
) -> ChangedLine:
    stage, _, rest = str(change.get("line", "")).partition(" ")
    charge, _, month = rest.partition(" ")
    group, name = texts.get(f"stage.{stage}", _same(stage)), names.get(charge, _same(charge))
    return ChangedLine(
        name=Bilingual(f"{group.zh} · {name.zh} {month}".strip(), f"{group.en} · {name.en} {month}".strip()),
        before=_amount(change.get("from"), money[0], missing=change.get("what") == "added"),
        now=_amount(change.get("to"), money[1], missing=change.get("what") == "removed"),
        change=_signed(change.get("change"), money[1]),
    )


def _amount(value: Json, money: str, *, missing: bool) -> Bilingual:
    return Bilingual("没有这一项", "no such line") if missing else _value(value, money)


def _signed(value: Json, money: str) -> Bilingual:
    number = parse_decimal(str(value)) if value is not None else None
    if number is None:
        return _same("")
    return _same(f"{'+' if number > 0 else ''}{money_text(number, money)}".replace("-", "−"))


def _totals(found: JsonObject, money: tuple[str, str], texts: Mapping[str, Bilingual]) -> Iterator[ChangedLine]:
    named = {"total": texts["figure.total"], "profit": texts["figure.profit"]}
    for key, name in named.items():
        change = _object(found.get(key))
        yield ChangedLine(
            name=name,
            before=_value(change.get("from"), money[0]),
            now=_value(change.get("to"), money[1]),
            change=_signed(change.get("change"), money[1]),
        )


def no_estimate() -> UserFacingError:
    """Return the refusal to write down what cannot be computed yet."""
    return UserFacingError(
        "S248",
        "现在还没有能写下的测算。",
        "There is no estimate yet that could be written down.",
        "请先填好「输入」，等合计算出来。",
        "Fill in the inputs first and wait for the total.",
    )
