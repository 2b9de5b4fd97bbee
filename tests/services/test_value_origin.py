"""Where a figure comes from: the typed value, the formula with its inputs, and an estimate through everything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from exporter_desk.domain.origin import Origin, OriginKind
from exporter_desk.domain.paths import PathError
from exporter_desk.services.desk import Desk
from exporter_desk.services.keeping.company import open_cases
from exporter_desk.services.session import Session
from exporter_desk.services.value_origin import WhereFrom


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


@pytest.fixture
def session(desk: Desk, desk_home: Path) -> Iterator[Session]:
    noon = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    opened = Session(desk, open_cases(desk), lambda: date(2026, 11, 22), lambda: noon)
    opened.open(next(one.id for one in opened.summaries() if one.sample == "furniture"))
    yield opened
    opened.cases.close()


def asked(session: Session, figure: str) -> WhereFrom:
    found = session.where_from(figure)
    assert found is not None
    return found


def test_typed_value(session: Session) -> None:
    found = asked(session, "goods.g1.qty")
    assert (found.name.zh, found.text, found.kind.zh, found.formula) == ("商品 第1行 · 数量", "96", "手填", "")


def test_amount_of_a_line_leads_back_to_what_was_typed(session: Session) -> None:
    # 96 tables at 168.00 are 16,128.00
    found = asked(session, "goods.g1.total")
    assert (found.text, found.formula, found.kind.zh) == ("16,128.00", "96 × 168", "计算")
    assert [(place.path, place.text) for place in found.inputs] == [
        ("goods.g1.qty", "96"),
        ("goods.g1.unit_price", "168.00"),
    ]


def test_estimated_weight_makes_the_total_an_estimate_until_somebody_vouches_for_it(session: Session) -> None:
    total = asked(session, "totals.gross_kg")
    assert (total.text, total.estimated) == ("7,747.2", True)
    assert [place.path for place in total.inputs if place.estimated] == ["packages.p2.gross_kg"]
    session.mark_estimates(["packages.p2.gross_kg"], estimate=False)
    assert not asked(session, "totals.gross_kg").estimated
    assert asked(session, "packages.p2.gross_kg").kind.zh == "手填"
    session.undo()
    assert asked(session, "totals.gross_kg").estimated


def test_marking_several_is_one_step_and_survives_a_restart(session: Session, desk: Desk) -> None:
    session.mark_estimates(["packages.p1.gross_kg", "packages.p1.size_cm"], estimate=True)
    stored = session.cases.peek(str(session.case.id))
    assert stored.is_estimated("packages.p1.gross_kg")
    assert stored.is_estimated("packages.p1.size_cm")
    assert asked(session, "packages.p1.volume").estimated
    assert session.undo_name is not None
    assert session.undo_name.zh == "标为估算"
    session.undo()
    assert not session.case.is_estimated("packages.p1.size_cm")


def test_number_keeps_the_note_of_its_import(session: Session) -> None:
    case = session.case
    origin = Origin(kind=OriginKind.IMPORTED, at="2026-11-02T01:00:00+00:00", note="装箱单.xlsx C7")
    after = type(case)(**{**_fields(case), "origins": {**case.origins, "goods.g1.qty": origin}})
    session.cases.change(after, session.name_of("goods"))
    assert (asked(session, "goods.g1.qty").kind.zh, asked(session, "goods.g1.qty").note) == ("导入", "装箱单.xlsx C7")
    session.mark_estimates(["goods.g1.qty"], estimate=True)
    assert (asked(session, "goods.g1.qty").kind.zh, asked(session, "goods.g1.qty").note) == ("估算", "装箱单.xlsx C7")


def _fields(case: object) -> dict[str, object]:
    return {name: getattr(case, name) for name in type(case).__dataclass_fields__}  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["goods.g1.name_zh", "goods.g9.qty", "terms.other_charges.amount", "goods.g1.hs"])
def test_only_a_number_that_stands_there_is_an_estimate(session: Session, path: str) -> None:
    assert not session.may_be_estimate(path)
    with pytest.raises(PathError):
        session.mark_estimates([path], estimate=True)


def test_unknown_total_says_what_it_waits_for(session: Session) -> None:
    session.type_text("goods.g2.qty", "38O")
    found = asked(session, "totals.invoice_total")
    assert (found.text, [place.path for place in found.missing]) == ("", ["goods.g2.qty"])
    assert [place.kind.zh for place in found.missing] == ["已填，还读不懂"]


def test_every_shown_line_of_the_estimate_and_the_refund_can_be_asked_about(session: Session) -> None:
    view = session.analysis().dossier.estimate
    assert view is not None
    for index, line in enumerate(view.lines):
        found = asked(session, f"costs.lines.{index}.likely")
        assert (found.formula, bool(found.text)) == (line.likely.formula, line.likely.known)
    refund = [one.symbol for one in session.analysis().refund.quantities if not one.line]
    named = [symbol for symbol in refund if symbol in session.desk.checklists.symbols]
    assert named
    assert all(asked(session, f"refund.{symbol}").name.zh for symbol in named)


@pytest.mark.parametrize(
    "figure", ["goods.g1.number", "packages.p1.check", "costs.lines.99.likely", "refund.NONE", "totals.x", "nothing"]
)
def test_what_is_no_figure_has_no_origin(session: Session, figure: str) -> None:
    assert session.where_from(figure) is None
