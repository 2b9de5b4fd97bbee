"""Scenarios of a plan side by side (方案对比): the plan and each variant priced anew, for window, paper and output."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from exporter_desk.costs.explain_study import study_json
from exporter_desk.costs.from_case import scenario_from_case
from exporter_desk.costs.study import study
from exporter_desk.costs.variants import split_variants
from exporter_desk.documents.dossier import ScenarioView
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.advice.conclusions import earned_of
from exporter_desk.services.estimates.headline import joined_words
from exporter_desk.services.estimates.saved import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.services.analysis import Analysis

KEYS = ("profit", "margin_pct", "per_unit_sold", "break_even_price", "peak", "stock_out")


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """One scenario: its name, None for the plan itself, and its figures in the order of the titles."""

    name: str | None
    figures: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class ScenarioTable:
    """The plan and its variants with the figures that an owner compares."""

    titles: tuple[Bilingual, ...]
    rows: tuple[ScenarioRow, ...]


def has_variants(analysis: Analysis) -> bool:
    """Tell whether the plan of the shipment has variants."""
    return bool(analysis.case.estimate.get("variants"))


def scenario_table(analysis: Analysis, check: Callable[[], None] = lambda: None) -> ScenarioTable | None:
    """Price the plan and every variant; None while one of them cannot be read. `check` may stop it in between."""
    block = cast("JsonObject", dict(analysis.found.coded.estimate))
    plan, variants, problems = split_variants(block)
    results = [_priced(analysis, plan)]
    for one in variants:
        check()
        results.append(_priced(analysis, one.data))
    known = [one for one in results if one is not None]
    if problems or len(known) < len(results):
        return None
    return compared((None, *(one.id for one in variants)), known, analysis.desk.cost_texts)


def compared(
    names: Sequence[str | None], results: Sequence[JsonObject], texts: Mapping[str, Bilingual]
) -> ScenarioTable:
    """Return the figures of the plan and of each variant, by the results as they are given to others."""
    columns = side_by_side(results, texts, KEYS)
    rows = tuple(
        ScenarioRow(name, tuple(column[number + 1] for column in columns)) for number, name in enumerate(names)
    )
    return ScenarioTable(tuple(column[0] for column in columns), rows)


def on_paper(table: ScenarioTable, plan: Bilingual, texts: Mapping[str, Bilingual]) -> tuple[ScenarioView, ...]:
    """Return the rows for a paper whose titles are fixed: what a title says besides stands in the cells."""
    less, named = texts["figure.less_refund"], dict(zip(KEYS, table.titles, strict=True))
    besides = {key for key in KEYS if less.zh in named[key].zh}
    return tuple(
        ScenarioView(
            plan if row.name is None else Bilingual(row.name, row.name),
            tuple(
                joined_words(text, less) if key in besides else text
                for key, text in zip(KEYS, row.figures, strict=True)
            ),
        )
        for row in table.rows
    )


def sentences(table: ScenarioTable, plan: Bilingual) -> Iterator[Bilingual]:
    """Yield each scenario in one line with its figures and what they are called."""
    for row in table.rows:
        name = plan if row.name is None else Bilingual(row.name, row.name)
        told = list(zip(table.titles, row.figures, strict=True))
        zh = "；".join(f"{title.zh} {text.zh}" for title, text in told)
        en = "; ".join(f"{title.en} {text.en}" for title, text in told)
        yield Bilingual(f"{name.zh}：{zh}", f"{name.en}: {en}")


def _priced(analysis: Analysis, block: JsonObject) -> JsonObject | None:
    case, desk = replace(analysis.found.coded, estimate=block), analysis.desk
    reading = scenario_from_case(case, refund=earned_of(analysis.refund))
    if reading.scenario is None:
        return None
    return {"result": study_json(study(reading.scenario, day=analysis.day, prices=desk.prices), desk.in_words)}
