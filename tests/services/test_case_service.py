"""The case service: what a person does with cases, on a real database and with a clock that stands still."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest

from exporter_desk.costs.frozen import freeze
from exporter_desk.domain import case_json, edit
from exporter_desk.domain.case import Case
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.goods import GoodsLine
from exporter_desk.domain.origin import OriginKind
from exporter_desk.domain.parties import Party
from exporter_desk.domain.paths import PathError
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.case_list import open_list
from exporter_desk.services.case_service import NOT_KNOWN, CaseService, Surroundings
from exporter_desk.services.papers.arriving import Arrival, take_over
from exporter_desk.services.wording import Wording
from exporter_desk.storage.travel import import_case, import_whole
from exporter_desk.system import resources

WORDING = Wording.load(resources.read_bytes("text/cases.toml"))
LABELS = {"goods.g1.net_kg": Bilingual("净重", "Net weight")}
SAMPLE = '{"title": "脐橙", "number": "示例-1", "goods": [{"id": "g1", "name_zh": "脐橙", "qty": "40000"}]}'


class Desk:
    """A clock that can be turned, and ids in order."""

    def __init__(self, path: Path) -> None:
        self.path, self.moment, self.ids = path, datetime(2026, 11, 22, 9, 0, tzinfo=UTC), count(1)

    def today(self) -> date:
        return self.moment.date()

    def open(self, *, read_only: bool = False) -> CaseService:
        around = Surroundings(
            now=lambda: self.moment,
            today=self.today,
            wording=lambda: WORDING,
            by="李敏",
            label=lambda path, _: LABELS.get(path, Bilingual(path, path)),
            new_id=lambda: f"{next(self.ids):016x}",
        )
        return open_list(self.path, around, read_only=read_only).at_work()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "账套 一.db")


@pytest.fixture
def service(desk: Desk) -> Iterator[CaseService]:
    opened = desk.open()
    yield opened
    opened.close()


def stored(service: CaseService) -> Case:
    return case_json.load(service.export_json(str(service.case.id)))


def test_new_cases_are_numbered_by_year(desk: Desk, service: CaseService) -> None:
    assert [service.new_case().number for _ in range(2)] == ["2026-001", "2026-002"]
    desk.moment = datetime(2027, 1, 1, tzinfo=UTC)
    assert service.new_case("桌").number == "2027-001"
    assert [row.number for row in service.cases()] == ["2027-001", "2026-001", "2026-002"]


def test_typing_is_saved_at_once(service: CaseService) -> None:
    service.new_case()
    _, key = service.add_item("goods")
    change = service.edit(f"goods.{key}.net_kg", "１，１０４")
    assert (key, change.paths, change.name.zh) == ("g1", ("goods.g1.net_kg",), "修改“净重”")
    assert stored(service).goods[0].net_kg == Decimal(1104)
    assert service.edit("goods.g1.net_kg", Decimal(5)).case.goods[0].net_kg == Decimal(5)


def test_unreadable_text_is_saved_too(service: CaseService) -> None:
    service.new_case()
    service.add_item("goods")
    service.edit("goods.g1.qty", "48O")
    assert edit.display_text(stored(service), "goods.g1.qty") == "48O"


def test_answers(service: CaseService) -> None:
    service.new_case()
    service.answer("facts.want_refund", True)
    service.answer("facts.buyer", "business")
    assert service.answer("facts.licence", NOT_KNOWN).paths == ("facts.licence",)
    assert stored(service).facts == {"want_refund": True, "buyer": "business"}
    assert stored(service).not_known == {"facts.licence"}
    service.answer("facts.buyer", None)
    assert "buyer" not in stored(service).facts


def test_an_answer_takes_the_place_of_a_draft(service: CaseService) -> None:
    service.new_case()
    service.edit("day", "morgen")
    service.answer("day", NOT_KNOWN)
    assert (stored(service).drafts, stored(service).not_known) == ({}, {"day"})


def test_undo_and_redo_say_what_they_did_also_after_a_restart(desk: Desk) -> None:
    service = desk.open()
    case_id = str(service.new_case().id)
    service.add_item("goods")
    service.edit("goods.g1.net_kg", "5")
    service.close()
    service = desk.open()
    service.open(case_id)
    assert service.history().undo[0].zh == "修改“净重”"
    undone = service.undo()
    assert undone is not None
    assert (undone.paths, undone.name.en, undone.case.goods[0].net_kg) == (
        *(("goods.g1.net_kg",), "Change “Net weight”", None),
    )
    redone = service.redo()
    assert redone is not None
    assert redone.case.goods[0].net_kg == Decimal(5)
    assert service.redo() is None
    service.close()


def test_an_import_into_the_case_is_one_step(service: CaseService) -> None:
    case = service.new_case()
    lines = tuple(GoodsLine(id=f"g{number}") for number in range(1, 40))
    change = service.change(replace(case, goods=lines), Bilingual("导入装箱单", "Import the packing list"))
    assert len(change.case.goods) == 39
    undone = service.undo()
    assert undone is not None
    assert (undone.name.zh, undone.case) == ("导入装箱单", case)


def test_lists_and_decisions(service: CaseService) -> None:
    service.new_case()
    service.add_item("goods")
    service.add_item("goods")
    service.remove_item("goods.g2")
    assert [line.id for line in service.case.goods] == ["g1"]
    service.decide("mode", "9810", "base@2026.11.1")
    choice = stored(service).choices[0]
    assert (choice.value, choice.by, choice.at) == ("9810", "李敏", "2026-11-22T09:00:00.000+00:00")
    assert service.cases()[0].shown.mode == "9810"


def test_a_taken_number_stays_as_typed_and_is_not_used(service: CaseService) -> None:
    service.new_case()
    service.new_case()
    change = service.edit("number", "2026-001")
    assert (change.case.number, change.case.drafts) == ("2026-002", {"number": "2026-001"})
    assert [finding.code for finding in edit.draft_findings(change.case)] == ["D14"]
    assert service.edit("number", "B-7").case.drafts == {}
    assert stored(service).number == "B-7"


def test_copy_as_new_keeps_goods_and_parties_and_drops_the_rest(service: CaseService) -> None:
    whole = """{"title": "餐桌椅", "number": "2026-009", "day": "2026-11-25", "facts": {"buyer": "business"},
      "parties": [{"id": "pt1", "roles": ["seller"], "name_zh": "甲"}],
      "terms": {"incoterm": "CIF", "contract_no": "HT-1", "invoice_date": "2026-11-20", "freight": {"amount": "1"}},
      "goods": [{"id": "g1", "name_zh": "餐桌", "net_kg": "1104"}], "packages": [{"id": "p1", "contents": {"g1": "1"}}],
      "route": {"dest": "DE", "bl_no": "BL1", "departed": "2026-11-21", "containers": [{"kind": "40HQ", "seal": "S"}]},
      "tax": {"receipts": [{"id": "r1"}]}, "choices": [{"what": "mode", "value": "9810"}],
      "origins": {"goods.g1.net_kg": {"kind": "estimated"}}, "drafts": {"goods.g1.qty": "48O", "day": "?"}}"""
    source = service.import_case(case_json.load(whole))
    copy = service.copy_as_new(str(source.id))
    assert (copy.goods, copy.parties, copy.packages) == (source.goods, source.parties, source.packages)
    assert (copy.number, copy.day, copy.facts, copy.choices) == ("2026-010", None, {}, ())
    assert (copy.terms.incoterm, copy.terms.contract_no, copy.terms.freight, copy.terms.invoice_date) == (
        *("CIF", None, None, None),
    )
    assert (copy.route.dest, copy.route.bl_no, copy.route.departed) == ("DE", None, None)
    assert (copy.route.containers[0].kind, copy.route.containers[0].seal, copy.tax.receipts) == ("40HQ", None, ())
    assert (copy.origins["goods.g1.net_kg"].kind, copy.origins["goods.g1.name_zh"].kind) == (
        *(OriginKind.ESTIMATED, OriginKind.CARRIED),
    )
    assert (copy.drafts, service.timeline()[0].text.zh) == ({"goods.g1.qty": "48O"}, "从 2026-009 复制")


def test_the_recycle_bin_keeps_thirty_days(desk: Desk, service: CaseService) -> None:
    case_id = str(service.new_case().id)
    service.delete(case_id)
    assert (service.cases(), service.recycle_bin()[0].id) == ((), case_id)
    desk.moment += timedelta(days=30)
    assert service.clear_old() == 0
    service.bring_back(case_id)
    assert service.count() == 1
    service.delete(case_id)
    desk.moment += timedelta(days=30, seconds=1)
    assert (service.clear_old(), service.recycle_bin()) == (1, ())


def test_json_and_travelling_files_come_back_the_same(service: CaseService, tmp_path: Path) -> None:
    case = service.import_case(case_json.load(SAMPLE))
    service.export_file(str(case.id), tmp_path / "one.exdesk")
    other = Desk(tmp_path / "other.db").open()
    arrival = Arrival(import_case(tmp_path / "one.exdesk"), {})
    assert take_over(other, arrival) == case
    assert stored(other) == case
    again = take_over(other, arrival)
    assert (again.number, again.id == case.id) == ("2026-001", False)
    assert "示例-1" in other.timeline()[0].text.zh
    assert replace(again, id=case.id, number=case.number) == case
    other.close()


def test_samples_can_be_put_back(service: CaseService) -> None:
    (sample_id,) = service.seed_samples({"oranges": SAMPLE})
    service.open(sample_id)
    service.edit("title", "苹果")
    service.delete(sample_id)
    assert service.seed_samples({"oranges": SAMPLE}) == (sample_id,)
    assert (service.case.title, stored(service).title, service.cases()[0].sample) == ("脐橙", "脐橙", "oranges")
    assert service.history().undo[0].zh == "还原示例"


def test_a_step_that_the_machine_refuses_waits_and_goes_with_the_next_one(
    service: CaseService, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.new_case()
    with monkeypatch.context() as patch:
        patch.setattr(service._repository, "save", refuse)
        with pytest.raises(UserFacingError):
            service.edit("title", "餐桌")
    assert (service.unsaved, service.case.title, stored(service).title) == (True, "餐桌", None)
    service.edit("note", "later")
    assert (service.unsaved, stored(service).title, stored(service).note) == (False, "餐桌", "later")


def test_what_waits_can_be_saved_again_and_is_not_undone_unsaved(
    service: CaseService, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.new_case()
    with monkeypatch.context() as patch:
        patch.setattr(service._repository, "save", refuse)
        with pytest.raises(UserFacingError):
            service.edit("title", "餐桌")
    service.save_again()
    assert stored(service).title == "餐桌"
    service.undo()
    assert stored(service).title is None


def refuse(*_: object) -> None:
    raise UserFacingError("S20", "磁盘满了", "The disk is full")


def test_reading_only_changes_nothing_not_even_in_memory(desk: Desk, service: CaseService) -> None:
    case = service.new_case()
    reader = desk.open(read_only=True)
    assert reader.read_only
    reader.open(str(case.id))
    with pytest.raises(UserFacingError, match="S36"):
        reader.edit("title", "x")
    assert (reader.case, reader.unsaved) == (case, False)
    reader.close()


def test_wrong_paths_and_no_open_case(service: CaseService) -> None:
    with pytest.raises(ValueError, match="no case"):
        service.edit("title", "x")
    service.new_case()
    with pytest.raises(PathError):
        service.edit("goods.g1.hs", "x")
    assert not service.unsaved


def test_company_timeline_and_backup(service: CaseService, tmp_path: Path) -> None:
    service.save_company(Party(id="own", name_zh="甲"))
    assert service.company() == Party(id="own", name_zh="甲")
    service.new_case()
    assert [(event.kind, event.by) for event in service.timeline()] == [("new", "李敏")]
    assert service.back_up(tmp_path / "b.db").cases == 1


def test_daily_backups(service: CaseService, tmp_path: Path) -> None:
    folder = tmp_path / "备份"
    written = service.back_up_today(folder).report
    assert written is not None
    assert "2026-11-22" in written.path.name
    assert service.back_up_today(folder).report is None


def test_the_day_of_a_case_is_not_the_clock(service: CaseService) -> None:
    assert service.new_case().day is None
    assert service.edit("day", "2026年11月25日").case.day == date(2026, 11, 25)


def test_a_travelling_file_brings_the_saved_estimates_along(desk: Desk, service: CaseService, tmp_path: Path) -> None:
    text = json.dumps(freeze({}, {"totals": {}}, engine="1")).encode()
    case = service.new_case("桌")
    service.estimates.add(str(case.id), "2026-11-22", text)
    service.export_file(str(case.id), tmp_path / "one.exdesk")
    found = import_whole(tmp_path / "one.exdesk")
    taken = take_over(service, Arrival(found.case, {}, found.estimates))
    assert taken.id != case.id
    assert [one.text for one in service.estimates.listed(str(taken.id))] == [text]
