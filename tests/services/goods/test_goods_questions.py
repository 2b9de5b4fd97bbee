"""The guided questions about goods: complete, of known fields, each field once."""

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.goods import GoodsLine
from exporter_desk.domain.paths import read as value_at
from exporter_desk.services.goods.questions import goods_questions, question_of, read


def test_every_field_belongs_to_a_line_and_is_asked_once() -> None:
    fields = [field for question in goods_questions() for field in question.fields]
    assert len(fields) == len(set(fields))
    case = Case(goods=(GoodsLine(id="g1"),))
    assert [value_at(case, f"goods.g1.{field}") for field in fields] == [None] * len(fields)


def test_what_the_grid_needs_is_asked() -> None:
    asked = {field for question in goods_questions() for field in question.fields}
    assert {"name_zh", "name_en", "hs", "qty", "unit", "unit_price", "origin", "source_district"} <= asked


def test_question_of_a_field() -> None:
    assert goods_questions()[question_of("unit_price")].id == "price"
    assert question_of("elements") == 0
    assert goods_questions()[0].asked(3).zh == "第 3 种货物叫什么？"


def test_incomplete_question_is_refused() -> None:
    with pytest.raises(ValueError, match="why_zh"):
        read('[[question]]\nid = "x"\nzh = "？"\nen = "?"\nfields = ["qty"]\n')
