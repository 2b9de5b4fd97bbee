"""The person view over a real database: found in cases, journal and timeline; after removal not a byte is left."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.parties import Party
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.keeping import person
from exporter_desk.storage.summary import Event, Stamp
from exporter_desk.system import settings
from tests.storage.desk import CASE, ID, STEP, repository, with_one_case

NAME = "欧阳小敏"
BY_HER = Stamp(at="2026-11-22T09:00:00.000+00:00", by=NAME)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = with_one_case(tmp_path / "c.db")
    desk = repository(path)
    named = replace(CASE, parties=(Party(id="pt1", contact=NAME, phone="0797-1"),), facts={"buyer": "business"})
    desk.save(CASE, named, STEP, BY_HER)
    after = replace(named, note=f"问：{NAME}")
    desk.save(named, after, STEP, BY_HER)
    desk.save_company(Party(id="pt1", name_zh="赣州家具", contact=NAME, phone="0797-9"), BY_HER)
    told = Event("note", Bilingual(f"交给 {NAME}", f"To {NAME}"), BY_HER.at, NAME)
    desk.create(replace(CASE, id="9f00000000000001", number="2026-015"), Stamp(at=BY_HER.at), told)
    desk.close()
    return path


@pytest.fixture
def chosen(tmp_path: Path) -> settings.Settings:
    kept = settings.load(tmp_path / "settings.json")
    kept.set(settings.MY_NAME, NAME)
    return kept


def test_the_view_names_every_place_and_changes_nothing(file: Path, chosen: settings.Settings) -> None:
    before = file.read_bytes()
    view = person.view(file, NAME, chosen)
    [named] = view.shipments
    assert (named.case_id, named.number) == (ID, "2026-014")
    assert {one.path for one in named.places} == {"parties.pt1.contact", "parties.pt1.phone", "note"}
    assert {one.path for one in view.company} == {"parties.pt1.contact", "parties.pt1.phone"}
    assert (view.settings, view.traces.steps, view.traces.events) == (("my_name",), 2, 1)
    assert view.traces.answers == 1
    assert file.read_bytes() == before


def test_after_removal_not_a_byte_of_the_name_is_left(file: Path, chosen: settings.Settings) -> None:
    assert NAME.encode() in file.read_bytes()
    assert person.remove(file, NAME, chosen).count == 3 + 2 + 1 + 2 + 1 + 1
    for path in file.parent.iterdir():
        assert NAME.encode() not in path.read_bytes(), path.name
    assert person.view(file, NAME, chosen).count == 0
    desk = repository(file)
    assert desk.load(ID).facts == {"buyer": "business"}
    company = desk.company()
    assert company is not None
    assert (company.name_zh, company.contact) == ("赣州家具", None)
    assert desk.history(ID).undo == ()
    assert desk.summaries(NAME) == ()
    desk.close()


def test_a_name_of_one_letter_is_refused(file: Path, chosen: settings.Settings) -> None:
    with pytest.raises(UserFacingError, match="S96"):
        person.view(file, " 李 ", chosen)


def test_an_open_database_is_not_changed(file: Path, chosen: settings.Settings) -> None:
    desk = repository(file)
    with pytest.raises(UserFacingError, match="S28"):
        person.remove(file, NAME, chosen)
    desk.close()
    assert chosen.get(settings.MY_NAME) == NAME


def test_somebody_with_a_longer_name_and_a_town_are_left_alone(file: Path, chosen: settings.Settings) -> None:
    desk = repository(file)
    other = Party(id="pt1", contact=NAME + "敏", phone="0797-8", address_zh=f"{NAME}路5号")
    case = replace(CASE, id="9f00000000000002", number="2026-016", parties=(other,))
    desk.create(case, Stamp(at=BY_HER.at), Event("new", STEP, ""))
    desk.save(case, replace(case, title=f"{NAME}敏的桌子"), STEP, Stamp(at=BY_HER.at))
    desk.close()
    view = person.view(file, NAME, chosen)
    assert [(one.case_id, len(one.places)) for one in view.parts] == [(case.id, 3)]
    assert person.remove(file, "欧阳 小敏", chosen).count == view.count
    desk = repository(file)
    left = desk.load("9f00000000000002")
    assert (left.parties, left.title) == ((other,), f"{NAME}敏的桌子")
    assert len(desk.history("9f00000000000002").undo) == 1
    desk.close()
    assert person.view(file, NAME, chosen).count == 0


def test_parts_go_too_where_they_are_asked_for(file: Path, chosen: settings.Settings) -> None:
    desk = repository(file)
    case = desk.load("9f00000000000001")
    desk.save(case, replace(case, note=f"请问{NAME}。"), STEP, Stamp(at=BY_HER.at))
    desk.close()
    person.remove(file, NAME, chosen)
    assert person.view(file, NAME, chosen).part_count == 1
    person.remove(file, NAME, chosen, parts=True)
    for path in file.parent.iterdir():
        assert NAME.encode() not in path.read_bytes(), path.name
