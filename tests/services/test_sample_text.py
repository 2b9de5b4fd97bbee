"""The shipped titles and notes of the samples have an English wording; what a person types stays as it is."""

import pytest

from exporter_desk.domain.text import Bilingual
from exporter_desk.services.desk import Desk
from exporter_desk.services.sample_text import sample_text

DESK = Desk()


@pytest.mark.parametrize("name", DESK.sample_names())
def test_every_sample_can_be_read_in_english(name: str) -> None:
    case = DESK.sample(name)
    for text in (case.title, case.note):
        pair = sample_text(text or "", DESK.case_wording)
        assert pair.zh == text
        assert pair.en.isprintable()
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in pair.en)


@pytest.mark.parametrize("text", ["", "某客户 餐桌椅", "示例B"])
def test_other_texts_stand_for_themselves(text: str) -> None:
    assert sample_text(text, DESK.case_wording) == Bilingual(text, text)
