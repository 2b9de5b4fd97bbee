"""Owner and clerk on two computers: files go to and fro, each keeps what it changed, the same place asks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import jsonschema
import pytest

from exporter_desk.cli import main
from exporter_desk.domain import case_json, lists, paths
from exporter_desk.domain.case import Case
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.services.case_service import CaseService
from exporter_desk.services.desk import user_desk
from exporter_desk.services.keeping.company import open_cases
from exporter_desk.services.papers.arriving import arrived, keep_files
from exporter_desk.services.papers.merging import meet, take
from exporter_desk.system import clock, resources
from tests.support.scan_files import jpeg, put

Run = Callable[..., tuple[int, JsonObject]]
OWNER, CLERK = "owner", "clerk"


class Office:
    """Two computers with one shipment that began on the owner's."""

    def __init__(self, top: Path, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._top, self._patch, self._capsys = top, patch, capsys
        self.file, self._count = top / "shipment.exdesk", 0
        with self.at(OWNER) as cases:
            cases.new_case("餐桌")
            self.edit(cases, {"terms.place": "NINGBO"}, goods=1)
            self.id = str(cases.case.id)
        self.send(OWNER)
        self.run(CLERK, "data", "import", str(self.file))

    @contextmanager
    def at(self, who: str) -> Iterator[CaseService]:
        self._patch.setenv("EXPORTER_DESK_HOME", str(self._top / who))
        cases = open_cases(user_desk())
        try:
            yield cases
        finally:
            cases.close()

    @staticmethod
    def edit(cases: CaseService, values: dict[str, str], goods: int = 0) -> None:
        for _ in range(goods):
            cases.add_item("goods")
        for path, text in values.items():
            cases.edit(path, text)

    def change(self, who: str, goods: int = 0, /, **values: str) -> None:
        with self.at(who) as cases:
            cases.open(self.id)
            self.edit(cases, {path.replace("__", "."): text for path, text in values.items()}, goods)

    def case(self, who: str) -> Case:
        with self.at(who) as cases:
            return cases.peek(self.id)

    def send(self, who: str) -> None:
        self.run(who, "data", "export", str(self.file), "--case", self.id)

    def run(self, who: str, *words: str) -> tuple[int, JsonObject]:
        self._patch.setenv("EXPORTER_DESK_HOME", str(self._top / who))
        self._capsys.readouterr()
        code = main([*words, "--json"])
        printed: JsonObject = json.loads(self._capsys.readouterr().out)
        name = str(printed["schema"]).rpartition("/")[2]
        jsonschema.validate(printed, json.loads(resources.read_bytes(f"schemas/{name}.json")))
        return code, printed

    def merge(self, who: str, *words: str) -> tuple[int, JsonObject]:
        return self.run(who, "data", "merge", str(self.file), *words)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, monkeypatch, capsys)


def value(case: Case, path: str) -> object:
    return paths.read(case, path)


def asked(printed: JsonObject) -> list[str]:
    conflicts = printed["conflicts"]
    assert isinstance(conflicts, list)
    return [str(one["path"]) for one in conflicts if isinstance(one, dict) and one["open"]]


def codes(printed: JsonObject) -> list[object]:
    findings = printed["findings"]
    assert isinstance(findings, list)
    return [one["code"] for one in findings if isinstance(one, dict)]


def same_content(one: Case, other: Case) -> bool:
    return case_json.to_object(one) == case_json.to_object(other)


def test_other_fields_are_both_kept_and_the_way_back_brings_both_to_one_state(office: Office) -> None:
    office.change(OWNER, goods__g1__unit_price="72")
    office.change(CLERK, goods__g1__net_kg="1104", goods__g1__qty="60")
    office.send(CLERK)
    code, printed = office.merge(OWNER)
    assert (code, printed["changed"], printed["common"], asked(printed)) == (0, True, True, [])
    owner = office.case(OWNER)
    assert [str(value(owner, f"goods.g1.{one}")) for one in ("unit_price", "net_kg", "qty")] == ["72", "1104", "60"]
    office.send(OWNER)
    assert office.merge(CLERK)[0] == 0
    assert same_content(office.case(CLERK), owner)


def test_the_same_field_asks_and_nothing_changes_until_it_is_answered(office: Office) -> None:
    office.change(OWNER, goods__g1__qty="61", terms__incoterm="CIF")
    office.change(CLERK, goods__g1__qty="62", goods__g1__net_kg="9")
    before = office.case(OWNER)
    office.send(CLERK)
    code, printed = office.merge(OWNER)
    assert (code, printed["changed"], asked(printed), codes(printed)) == (1, False, ["goods.g1.qty"], ["D70"])
    assert office.case(OWNER) == before
    code, printed = office.merge(OWNER, "--there", "goods.g1.qty")
    assert (code, printed["changed"]) == (0, True)
    after = office.case(OWNER)
    assert [str(value(after, one)) for one in ("goods.g1.qty", "goods.g1.net_kg", "terms.incoterm")] == [
        "62", "9", "CIF",
    ]  # fmt: skip


def test_the_merge_is_one_step_and_can_be_undone_and_asked_again(office: Office) -> None:
    office.change(OWNER, goods__g1__qty="61")
    office.change(CLERK, goods__g1__qty="62", note="看过")
    before = office.case(OWNER)
    office.send(CLERK)
    office.merge(OWNER, "--rest", "there")
    with office.at(OWNER) as cases:
        cases.open(office.id)
        assert "shipment.exdesk" in cases.history().undo[0].zh
        cases.undo()
        assert cases.case == before
    code, printed = office.merge(OWNER, "--rest", "here")
    assert (code, codes(printed)) == (0, ["D71"])
    assert [str(value(office.case(OWNER), one)) for one in ("goods.g1.qty", "note")] == ["61", "看过"]


def test_a_second_file_of_the_same_sender_does_not_ask_what_came_from_him(office: Office) -> None:
    for text in ("5", "6"):
        office.change(CLERK, goods__g1__qty=text)
        office.send(CLERK)
        code, printed = office.merge(OWNER)
        assert (code, asked(printed)) == (0, [])
    assert str(value(office.case(OWNER), "goods.g1.qty")) == "6"


def test_an_older_file_never_brings_back_what_a_later_one_changed_unasked(office: Office, tmp_path: Path) -> None:
    office.change(CLERK, goods__g1__qty="5")
    office.send(CLERK)
    old = office.file.read_bytes()
    office.change(CLERK, goods__g1__qty="6")
    office.send(CLERK)
    office.merge(OWNER)
    office.file.write_bytes(old)
    code, printed = office.merge(OWNER)
    assert (code, asked(printed), codes(printed)) == (1, ["goods.g1.qty"], ["D70", "D71"])
    assert str(value(office.case(OWNER), "goods.g1.qty")) == "6"


def test_lines_added_on_both_sides_stay_apart_over_several_rounds(office: Office) -> None:
    office.change(OWNER, 1, goods__g2__name_zh="床")
    office.change(CLERK, 1, goods__g2__name_zh="柜")
    for who, receiver in ((CLERK, OWNER), (OWNER, CLERK), (CLERK, OWNER)):
        office.send(who)
        code, printed = office.merge(receiver)
        assert (code, asked(printed)) == (0, []), (who, printed)
        assert sorted(str(line.name_zh) for line in office.case(receiver).goods) == ["None", "床", "柜"]
    wardrobe = next(line.id for line in office.case(CLERK).goods if line.name_zh == "柜")
    office.change(CLERK, **{f"goods__{wardrobe}__qty": "3"})
    office.send(CLERK)
    code, printed = office.merge(OWNER)
    assert (code, asked(printed)) == (0, [])
    assert {str(line.name_zh): str(line.qty) for line in office.case(OWNER).goods}["柜"] == "3"
    assert {str(line.name_zh): str(line.qty) for line in office.case(OWNER).goods}["床"] == "None"


def test_a_line_removed_on_the_other_computer_goes(office: Office) -> None:
    with office.at(CLERK) as cases:
        cases.open(office.id)
        cases.remove_item("goods.g1")
    office.send(CLERK)
    assert office.merge(OWNER)[0] == 0
    assert office.case(OWNER).goods == ()


def test_attached_files_come_with_the_merge(office: Office, tmp_path: Path) -> None:
    scan = str(put(tmp_path / "scan.jpg", jpeg()))
    assert office.run(CLERK, "case", "attach", office.id, scan, "--paper", "contract")[0] == 0
    other = str(put(tmp_path / "other.jpg", jpeg("PACKING LIST")))
    assert office.run(OWNER, "case", "attach", office.id, other, "--paper", "contract")[0] == 0
    office.send(CLERK)
    code, printed = office.merge(OWNER)
    assert (code, printed["attachments"]) == (0, 1)
    case = office.case(OWNER)
    assert len(case.attachments) == 2
    with office.at(OWNER) as cases:
        assert len(cases.shelf(case).held) >= 4
    assert office.run(OWNER, "data", "check")[1]["lost"] == []


def test_a_file_that_is_not_of_a_shipment_here_is_refused_in_a_sentence(office: Office) -> None:
    office.change(CLERK, note="x")
    office.send(CLERK)
    code, printed = office.run("third", "data", "merge", str(office.file))
    assert (code, codes(printed)) == (2, ["S310"])
    office.send(OWNER)
    assert codes(office.merge(OWNER)[1]) == ["S311"]
    office.send(CLERK)
    assert codes(office.merge(OWNER, "--here", "goods.g9.qty")[1]) == ["S312"]
    office.file.write_bytes(b"PK")
    assert office.merge(OWNER)[0] == 2


def test_three_computers_ask_rather_than_lose(office: Office) -> None:
    """What a third one changed and the second passed on is no common state of the first: it is asked about."""
    office.send(OWNER)
    third = "third"
    office.run(third, "data", "import", str(office.file))
    office.change(third, goods__g1__qty="7")
    office.send(third)
    assert office.merge(CLERK)[0] == 0
    office.change(CLERK, note="ok")
    office.send(CLERK)
    assert office.merge(OWNER, "--rest", "there")[0] == 0
    assert [str(value(office.case(OWNER), one)) for one in ("goods.g1.qty", "note")] == ["7", "ok"]


def test_a_name_that_was_removed_leaves_the_common_state_too(office: Office) -> None:
    office.change(OWNER, note="张三签字")
    office.send(OWNER)
    office.merge(CLERK, "--rest", "there")
    with office.at(CLERK) as cases:
        cases.open(office.id)
        cases.edit("note", None)
    shown = office.run(CLERK, "data", "person", "张三", "--parts")[1]["traces"]
    assert isinstance(shown, dict)
    assert shown["copies"] == 1
    office.run(CLERK, "data", "person", "张三", "--parts", "--delete", "--yes")
    with office.at(CLERK) as cases:
        assert cases.common.of(office.id) is None


def test_a_write_that_fails_leaves_the_shipment_as_it_was(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.change(CLERK, note="x")
    office.send(CLERK)
    before = office.case(OWNER)
    with office.at(OWNER) as cases:
        meeting = meet(cases, arrived(office.file, user_desk(), clock.today()))
        keep_files(cases, meeting.arrival)
        outcome = meeting.merged({})
        assert outcome.open == ()
        take(cases, meeting, outcome, user_desk().case_wording.say("step.merge", file="a"))
    office.change(CLERK, goods__g1__qty="1")
    office.change(OWNER, goods__g1__qty="2")
    office.send(CLERK)
    with office.at(OWNER) as cases:
        meeting = meet(cases, arrived(office.file, user_desk(), clock.today()))
        with pytest.raises(ValueError, match="open"):
            take(cases, meeting, meeting.merged({}), user_desk().case_wording.say("step.merge", file="a"))
    assert str(value(office.case(OWNER), "goods.g1.qty")) == "2"
    assert before != office.case(OWNER)


def test_an_item_of_the_shipment_counts_on(office: Office) -> None:
    office.change(CLERK, 2)
    office.send(CLERK)
    office.merge(OWNER)
    assert lists.next_id(office.case(OWNER), "goods") == "g4"


def test_importing_another_copy_says_that_it_could_be_merged(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.change(CLERK, note="x")
    office.send(CLERK)
    with office.at(OWNER):
        pass
    capsys.readouterr()
    assert main(["data", "import", str(office.file)]) == 0
    assert "data merge" in capsys.readouterr().err


def test_new_lines_of_both_stay_two_when_only_one_computer_ever_wrote(office: Office) -> None:
    """The clerk never sent a file back: what he imported is what both had, and his new line is his own."""
    office.change(OWNER, 1, goods__g2__qty="500", goods__g2__unit_price="9.90")
    office.change(CLERK, 1, goods__g2__name_zh="柜", goods__g2__hs="9403609990")
    office.send(OWNER)
    code, printed = office.merge(CLERK)
    assert (code, asked(printed)) == (0, [])
    assert [(line.id, line.name_zh, str(line.qty)) for line in office.case(CLERK).goods[1:]] == [
        ("g2", "柜", "None"), ("g3", None, "500"),
    ]  # fmt: skip


def test_a_line_that_came_over_and_that_both_went_on_with_stays_one(office: Office) -> None:
    office.change(CLERK, 1, goods__g2__name_zh="柜")
    office.send(CLERK)
    office.merge(OWNER)
    office.change(OWNER, goods__g2__qty="3")
    office.change(CLERK, goods__g2__net_kg="9")
    office.send(CLERK)
    assert asked(office.merge(OWNER)[1]) == []
    assert [(str(line.qty), str(line.net_kg)) for line in office.case(OWNER).goods[1:]] == [("3", "9")]


def test_rows_that_are_alike_until_their_goods_have_names_of_their_own_stay_apart(office: Office) -> None:
    for who, name in ((OWNER, "甲"), (CLERK, "乙")):
        with office.at(who) as cases:
            cases.open(office.id)
            cases.add_item("packages")
            cases.add_item("tax.purchase_invoices")
            named = {"packages.p1.contents.g2": "1", "packages.p1.kind": "22", "tax.purchase_invoices.i1.goods": "g2"}
            cases.add_item("goods")
            office.edit(cases, {"goods.g2.name_zh": name, **named})
    office.send(CLERK)
    assert asked(office.merge(OWNER)[1]) == []
    case = office.case(OWNER)
    assert [dict(one.contents) for one in case.packages] == [{"g2": 1}, {"g3": 1}]
    assert [one.goods for one in case.tax.purchase_invoices] == ["g2", "g3"]


def test_what_was_decided_once_is_not_asked_again_while_the_other_side_leaves_it(office: Office) -> None:
    office.change(OWNER, terms__place="AA")
    office.change(CLERK, terms__place="BB")
    office.send(CLERK)
    office.merge(OWNER, "--here", "terms.place")
    office.change(CLERK, note="later")
    office.send(CLERK)
    code, printed = office.merge(OWNER)
    assert (code, asked(printed)) == (0, [])
    assert [value(office.case(OWNER), one) for one in ("terms.place", "note")] == ["AA", "later"]
    office.change(CLERK, terms__place="CC")
    office.send(CLERK)
    assert asked(office.merge(OWNER)[1]) == ["terms.place"], "now both sides changed it since"


def test_what_came_from_there_and_was_changed_back_here_stays_changed_back(office: Office) -> None:
    office.change(CLERK, terms__place="BB")
    office.send(CLERK)
    office.merge(OWNER)
    office.change(OWNER, terms__place="NINGBO")
    office.change(CLERK, note="later")
    office.send(CLERK)
    assert asked(office.merge(OWNER)[1]) == []
    assert value(office.case(OWNER), "terms.place") == "NINGBO"


def test_a_merge_that_was_undone_is_no_common_state(office: Office) -> None:
    office.change(OWNER, terms__place="AA")
    office.change(CLERK, terms__place="BB", goods__g1__qty="7")
    office.send(CLERK)
    office.merge(OWNER, "--rest", "there")
    with office.at(OWNER) as cases:
        cases.open(office.id)
        cases.undo()
        cases.edit("title", "else")
    office.change(CLERK, note="later")
    office.send(CLERK)
    assert asked(office.merge(OWNER)[1]) == ["terms.place"]
    office.merge(OWNER, "--rest", "here")
    assert str(value(office.case(OWNER), "goods.g1.qty")) == "7"


def test_files_that_crossed_ask_before_they_take_anything_back(office: Office, tmp_path: Path) -> None:
    office.change(CLERK, terms__place="BB")
    office.send(CLERK)
    crossing = office.file.read_bytes()
    office.send(OWNER)
    office.merge(CLERK)
    office.file.write_bytes(crossing)
    office.merge(OWNER)
    office.change(OWNER, terms__place="NINGBO")
    office.change(CLERK, note="later")
    office.send(CLERK)
    assert asked(office.merge(OWNER)[1]) == ["terms.place"]


def test_after_a_restore_the_lost_day_is_asked_about_and_never_erased(office: Office, tmp_path: Path) -> None:
    with office.at(OWNER) as cases:
        cases.back_up(tmp_path / "kept.exdb")
    office.change(OWNER, terms__place="LATER")
    office.send(OWNER)
    office.merge(CLERK)
    with office.at(OWNER):
        pass
    assert main(["data", "restore", str(tmp_path / "kept.exdb"), "--yes"]) == 0
    office.change(CLERK, terms__payment="PAY")
    office.send(CLERK)
    _, printed = office.merge(OWNER)
    assert "D74" in codes(printed)
    assert asked(printed) == ["terms.place"]
    office.merge(OWNER, "--rest", "there")
    office.send(OWNER)
    assert asked(office.merge(CLERK)[1]) == []
    assert [value(office.case(one), "terms.place") for one in (OWNER, CLERK)] == ["LATER", "LATER"]


def test_a_backup_restored_on_a_third_computer_is_another_writer(office: Office, tmp_path: Path) -> None:
    with office.at(OWNER) as cases:
        cases.back_up(tmp_path / "kept.exdb")
    with office.at("third"):
        pass
    assert main(["data", "restore", str(tmp_path / "kept.exdb"), "--yes"]) == 0
    office.change("third", terms__payment="C-EDIT")
    office.change(OWNER, terms__place="A-EDIT")
    office.send(OWNER)
    office.merge(CLERK)
    office.send("third")
    assert "terms.place" in asked(office.merge(CLERK)[1])
    assert office.merge(OWNER, "--rest", "here")[0] == 0, "it is no file of our own"
    assert [value(office.case(OWNER), f"terms.{one}") for one in ("place", "payment")] == ["A-EDIT", "C-EDIT"]


def test_a_merge_into_the_recycle_bin_is_told_and_brings_it_back(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.change(CLERK, note="x")
    office.send(CLERK)
    with office.at(OWNER) as cases:
        cases.delete(office.id)
    assert main(["data", "import", str(office.file)]) == 0
    assert "回收站" in capsys.readouterr().err
    code, printed = office.merge(OWNER)
    assert (code, codes(printed)) == (0, ["D72"])
    with office.at(OWNER) as cases:
        assert cases.recycle_bin() == ()


def test_another_number_on_the_other_side_is_told(office: Office) -> None:
    office.change(CLERK, number="B-77", note="x")
    office.send(CLERK)
    code, printed = office.merge(OWNER)
    assert (code, codes(printed)) == (0, ["D73"])
    assert office.case(OWNER).number != "B-77"
    office.change(CLERK, note="y")
    office.send(CLERK)
    assert codes(office.merge(OWNER)[1]) == [], "it is said once"
