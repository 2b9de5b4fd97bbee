"""The command `data person`: nothing is removed unasked, the file is written first, what is lost is said."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.parties import Party
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.answers import Answer
from exporter_desk.services.keeping.company import company_path
from exporter_desk.services.keeping.person_command import Wish, run
from exporter_desk.storage.backup import read_backup
from tests.storage.desk import CASE, with_one_case

OTHER = Party(id="pt2", contact="李敏敏", phone="2")


@pytest.fixture(autouse=True)
def file(desk_home: Path) -> Path:
    case = replace(CASE, parties=(Party(id="pt1", contact="李敏", phone="1"), OTHER))
    return with_one_case(company_path(), case)


def said(answer: Answer) -> str:
    return "\n".join(line.zh for line in answer.lines)


def test_deletion_that_nobody_agreed_to_changes_nothing(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(UserFacingError, match="S260") as refusal:
        run(Wish(name="李敏", delete=True))
    assert (refusal.value.exit_code, file.read_bytes()) == (2, before)
    with pytest.raises(UserFacingError, match="S261"):
        run(Wish(name="李敏", delete=True, agreed=lambda _lines: False))
    assert file.read_bytes() == before
    assert not (file.parent / "backups").exists()


def test_the_question_shows_what_is_lost_and_the_answer_says_it_again(file: Path, tmp_path: Path) -> None:
    shown: list[Bilingual] = []

    def agreed(lines: tuple[Bilingual, ...]) -> bool:
        shown.extend(lines)
        return True

    target = tmp_path / "li.json"
    answer = run(Wish(name="李 敏", delete=True, export=str(target), agreed=agreed))
    assert any("parties.pt1.phone\t1" in line.zh for line in shown)
    assert not any("李敏敏" in line.zh for line in shown)
    assert "parties.pt1.contact\t李敏" in said(answer)
    assert str(target) in said(answer)
    assert answer.data is not None
    assert (answer.data["exported"], answer.data["part_count"]) == (str(target), 1)
    kept = json.loads(target.read_text(encoding="utf-8"))
    assert [place["text"] for place in kept["shipments"][0]["places"]] == ["李敏", "1"]
    assert "李敏敏" not in target.read_text(encoding="utf-8")
    assert read_backup(Path(str(answer.data["backup"]))).cases == 1


def test_a_file_that_cannot_be_written_keeps_everything(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(UserFacingError, match="S45"):
        run(Wish(name="李敏", delete=True, export=str(tmp_path / "none" / "x.json"), agreed=lambda _lines: True))
    assert file.read_bytes() == before
    assert not (tmp_path / "none").exists()


def test_only_a_part_is_told_apart_and_nothing_is_deleted(file: Path) -> None:
    before = file.read_bytes()
    answer = run(Wish(name="敏敏", delete=True, agreed=lambda _lines: True))
    assert "没有存着“敏敏”" in said(answer)
    assert "李敏敏" in said(answer)
    assert answer.data is not None
    assert (answer.data["action"], answer.data["count"], answer.data["part_count"]) == ("shown", 0, 1)
    assert file.read_bytes() == before
