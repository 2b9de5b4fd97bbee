"""Reading a shipment through: what is listed, ticks as one step, the question after a change, the check report."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from exporter_desk.domain import case_json
from exporter_desk.domain.ticks import TickState, ticks
from exporter_desk.services.headless import Headless
from exporter_desk.services.review import review_rows
from exporter_desk.services.session import Session
from exporter_desk.system import resources


@pytest.fixture
def shipment(session: Session) -> Session:
    session.open(session.cases.import_case(session.desk.sample("apparel")).id or "")
    return session


def told(session: Session) -> list[str]:
    return [one.places[0] for one in session.analysis().findings if one.code == "D39"]


def test_values_of_the_heads_and_whole_rows_are_listed_in_words(shipment: Session) -> None:
    rows = {row.path: row for row in review_rows(shipment.analysis())}
    assert rows["choices.mode"].text.zh == "9710 跨境电商B2B直接出口"
    assert rows["terms.currency"].text.en == "USD US dollar"
    assert rows["goods.g1"].name.zh == "商品 第1行"
    assert "6109100000" in rows["goods.g1"].text.zh
    assert not any(path.startswith("goods.g1.") for path in rows)
    assert "choices.licence_no" not in rows, "nothing stands there that could be looked at"


def test_several_ticks_are_one_step_that_undo_takes_back(shipment: Session) -> None:
    shipment.tick(("goods.g1", "terms.currency"), on=True)
    assert {one.state for one in ticks(shipment.case).values()} == {TickState.HOLDS}
    assert shipment.undo_name is not None
    assert shipment.undo_name.zh == "复核打勾"
    shipment.undo()
    assert ticks(shipment.case) == {}


def test_a_change_afterwards_is_asked_about_and_another_one_is_not(shipment: Session) -> None:
    shipment.tick(("goods.g1", "goods.g2"), on=True)
    shipment.type_text("goods.g1.unit_price", "9.99")
    assert told(shipment) == ["goods.g1"]
    assert next(one.zh for one in shipment.analysis().findings if one.code == "D39") == "商品 第1行核过以后又改了。"
    shipment.tick(("goods.g1",), on=True)
    assert told(shipment) == []
    shipment.tick(("goods.g1",), on=False)
    assert set(ticks(shipment.case)) == {"goods.g2"}


def test_the_check_report_lists_ticks(shipment: Session, tmp_path: Path) -> None:
    shipment.tick(("goods.g1", "goods.g2"), on=True)
    shipment.type_text("goods.g2.qty", "1")
    file = tmp_path / "case.json"
    file.write_text(case_json.dump(shipment.case), encoding="utf-8")
    answer = json.loads(json.dumps(Headless(shipment.desk).check(str(file)).data))
    states = [(one["path"], one["state"]) for one in answer["ticks"]]
    assert states == [("goods.g1", "holds"), ("goods.g2", "changed")]
    jsonschema.validate(answer, json.loads(resources.read_bytes("schemas/check.json")))
    assert [one["places"] for one in answer["findings"] if one["code"] == "D39"] == [["goods.g2"]]
