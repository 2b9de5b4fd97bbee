"""Where the figures of 这票赚不赚 come from: every one has a formula, its numbers, and a way to what was typed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from exporter_desk.documents.dossier import AnswersView
from exporter_desk.services.estimates.figure_origins import PREFIX, figure_origin
from exporter_desk.services.estimates.files import Studied, studied_view
from exporter_desk.services.estimates.study import studied_case
from exporter_desk.services.session import Session
from exporter_desk.services.value_origin import WhereFrom


def sample(session: Session, name: str) -> Session:
    session.open(next(one.id for one in session.summaries() if one.sample == name))
    return session


def study_of(session: Session, runs: int = 0) -> tuple[Studied, AnswersView]:
    studied = studied_case(session.analysis(), runs=runs)
    assert studied is not None
    answers = studied_view(studied, session.desk, "zh").answers
    assert answers is not None
    return studied, answers


def asked(session: Session, key: str) -> WhereFrom:
    studied, answers = study_of(session)
    found = figure_origin(f"{PREFIX}{key}", session.analysis(), studied.study, answers)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["furniture", "navel-orange"])
def test_every_figure_and_chart_has_an_origin(session: Session, name: str) -> None:
    sample(session, name)
    studied, answers = study_of(session, runs=200)
    met: Counter[str] = Counter()
    for one in answers.figures:
        found = figure_origin(f"{PREFIX}{one.figure}.{met[one.figure]}", session.analysis(), studied.study, answers)
        met[one.figure] += 1
        assert found is not None, one.figure
        assert (found.name, found.text) == (one.name, one.text.zh)
        assert found.formula
        assert "?" not in found.formula or found.note
    for chart in answers.charts:
        found = figure_origin(f"{PREFIX}{chart}", session.analysis(), studied.study, answers)
        assert found is not None
        assert found.formula


def test_profit_is_the_sales_less_all_costs(session: Session) -> None:
    found = asked(sample(session, "furniture"), "profit")
    left, _, right = found.formula.partition(" − ")
    cents = [int(text.replace(",", "").replace(".", "").replace("−", "-")) for text in (left, right, found.text)]
    assert cents[0] - cents[1] == cents[2]
    assert [place.text for place in found.inputs] == [left, right]
    assert found.estimated


def test_total_is_the_sum_of_its_stages(session: Session) -> None:
    found = asked(sample(session, "furniture"), "total")
    stages = [int(place.text.replace(",", "").replace(".", "")) for place in found.inputs]
    assert sum(stages) == int(found.text.replace(",", "").replace(".", ""))
    assert found.formula == " + ".join(place.text for place in found.inputs)


def test_sales_lead_to_the_price_that_was_typed(session: Session) -> None:
    # 96 sets are sold, five in a hundred (4 whole ones) come back
    found = asked(sample(session, "furniture"), "revenue")
    assert "卖出 96 − 退回 4" in found.formula
    typed = {place.path: place.text for place in found.inputs if place.path}
    assert typed["estimate.price.amount"] == "899.00"
    assert typed["estimate.fx"] == ""


def test_unknown_profit_says_what_it_waits_for(session: Session) -> None:
    sample(session, "furniture").set_value("estimate.price.amount", None)
    found = asked(session, "profit")
    assert (found.formula.partition(" − ")[0], bool(found.note)) == ("?", True)
    assert [place.path for place in found.missing] == ["estimate.price"]


def test_headline_can_be_asked_before_the_study_is_there(session: Session) -> None:
    sample(session, "furniture")
    total = figure_origin(f"{PREFIX}total", session.analysis())
    assert total is not None
    assert total.text.replace(",", "") == str(session.analysis().costs("zh").likely.value)  # type: ignore[union-attr] # the sample has one
    peak = figure_origin(f"{PREFIX}peak", session.analysis())
    assert peak is not None
    assert (peak.text, bool(peak.formula)) == ("", True)


@pytest.mark.parametrize("figure", [f"{PREFIX}nothing", "costs.lines.0.likely", "goods.g1.qty"])
def test_what_is_no_figure_of_the_study_has_no_origin_here(session: Session, figure: str) -> None:
    assert figure_origin(figure, sample(session, "furniture").analysis()) is None


def test_shipment_without_an_estimate_has_none_of_them(session: Session) -> None:
    analysis = replace(sample(session, "apparel").analysis())
    assert figure_origin(f"{PREFIX}profit", analysis) is None
