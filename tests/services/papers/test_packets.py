"""Packets on disk: nothing outdated stays beside the new papers, and nothing of the user's is touched."""

import errno
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pypdf
import pytest

from exporter_desk.documents.packet_file import PacketFile
from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.analysis import analyse
from exporter_desk.services.desk import Desk
from exporter_desk.services.guided import QuestionPlan
from exporter_desk.services.papers.packets import file_line, packet_json, write_packet
from exporter_desk.system import files, resources

ASKING = QuestionPlan.load(resources.read_bytes("text/questions.toml"))
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


def adopting(case: Case, mode: str) -> Case:
    return replace(case, choices=(*case.choices, Choice(what="mode", value=mode)))


def test_a_second_packet_takes_the_outdated_files_of_the_first_away(desk: Desk, tmp_path: Path) -> None:
    case = desk.sample("apparel")
    write_packet(analyse(case, desk, TODAY, ASKING), tmp_path)
    own = tmp_path / "合同-签字.pdf"
    own.write_bytes(b"signed")
    packet = write_packet(analyse(adopting(case, "9610"), desk, TODAY, ASKING), tmp_path)
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {file.path for file in packet.files} | {"manifest.json", own.name}


def test_papers_of_other_receivers_stay(desk: Desk, tmp_path: Path) -> None:
    analysis = analyse(desk.sample("apparel"), desk, TODAY, ASKING)
    first = write_packet(analysis, tmp_path, ("broker",))
    write_packet(analysis, tmp_path, ("buyer",))
    assert all((tmp_path / file.path).is_file() for file in first.files)


def test_a_file_that_the_user_changed_stays(desk: Desk, tmp_path: Path) -> None:
    case = desk.sample("apparel")
    first = write_packet(analyse(case, desk, TODAY, ASKING), tmp_path)
    final = next(file for file in first.files if file.receiver == "buyer")  # 9610 makes a draft of it, by another name
    changed = tmp_path / final.path
    changed.write_bytes(b"stamped and scanned")
    write_packet(analyse(adopting(case, "9610"), desk, TODAY, ASKING), tmp_path)
    assert changed.read_bytes() == b"stamped and scanned"


@pytest.mark.parametrize("mode", ["0110", "9710", "9610", "1210", "1039"])
def test_a_mode_that_the_answers_rule_out_is_an_error_and_gives_drafts_only(desk: Desk, mode: str) -> None:
    analysis = analyse(adopting(desk.sample("furniture"), mode), desk, TODAY, ASKING)
    assert analysis.findings[0].code == "W90"
    assert mode in analysis.findings[0].zh
    assert analysis.plan.dossier.has_errors


def test_what_only_a_broker_knows_stands_on_the_question_slip(desk: Desk) -> None:
    analysis = analyse(desk.sample("furniture"), desk, TODAY, ASKING)
    asked = {question.path for question in analysis.dossier.questions}
    assert {"choices.levy_nature", "route.trade_country"} <= asked


def test_progress_counts_every_paper_once(desk: Desk, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_packet(analyse(desk.sample("apparel"), desk, TODAY, ASKING), tmp_path, told=lambda *step: told.append(step))
    total = told[-1][1]
    assert told == [(number, total) for number in range(1, total + 1)]


class StoppedError(Exception):
    """The user wants no packet."""


def test_stopping_between_papers_leaves_the_folder_as_it_was(desk: Desk, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == total - 1:
            raise StoppedError

    with pytest.raises(StoppedError):
        write_packet(analyse(desk.sample("apparel"), desk, TODAY, ASKING), tmp_path, told=stop)
    assert list(tmp_path.rglob("*")) == []


def full_after(count: int, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk be full after so many calls."""
    calls = iter(range(1000))
    honest = getattr(files, method)

    def refuse(*arguments: object) -> None:
        if next(calls) >= count:
            raise OSError(errno.ENOSPC, "No space left on device")
        honest(*arguments)

    monkeypatch.setattr(files, method, refuse)


def test_a_disk_that_fills_up_changes_no_file(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_packet(analyse(desk.sample("apparel"), desk, TODAY, ASKING), tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    full_after(2, "_write_through", monkeypatch)
    with pytest.raises(UserFacingError) as refusal:
        write_packet(analyse(adopting(desk.sample("apparel"), "9610"), desk, TODAY, ASKING), tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert "上一次的文件没有动" in refusal.value.zh
    assert "manifest.json" in refusal.value.zh


def test_a_file_held_by_another_program_is_named_with_what_is_new(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_after(1, "_replace_patiently", monkeypatch)
    analysis = analyse(desk.sample("apparel"), desk, TODAY, ASKING)
    with pytest.raises(UserFacingError) as refusal:
        write_packet(analysis, tmp_path)
    [new] = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    done, left = refusal.value.zh.split("还没有写：")
    assert f"已经换成新的：{new}" in done
    assert new not in left
    assert "manifest.json" in left


def test_the_manifest_keeps_the_files_of_other_receivers_and_tells_their_age(desk: Desk, tmp_path: Path) -> None:
    case = desk.sample("apparel")
    first = write_packet(analyse(case, desk, TODAY, ASKING), tmp_path, ("buyer",))
    again = write_packet(analyse(case, desk, TODAY, ASKING), tmp_path, ("bank",))
    assert "X55" not in {one.code for one in again.findings}
    later = replace(case, terms=replace(case.terms, place="HAMBURG"))
    third = write_packet(analyse(later, desk, TODAY, ASKING), tmp_path, ("broker",))
    aged = {one.values["receiver_zh"] for one in third.findings if one.code == "X55"}
    assert aged == {"客户", "银行"}
    listed = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert {one["path"] for one in listed["earlier"] if one["receiver"] == "buyer"} == {one.path for one in first.files}
    write_packet(analyse(later, desk, TODAY, ASKING), tmp_path)
    assert json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["earlier"] == []


def test_the_manifest_says_why_a_file_to_import_is_a_draft(desk: Desk, tmp_path: Path) -> None:
    packet = write_packet(analyse(desk.sample("furniture"), desk, TODAY, ASKING), tmp_path, ("broker",))
    listed = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["files"]
    told = {tuple(one["papers"]): one.get("waits", []) for one in listed if one["kind"] == "machine"}
    book = told[("broker_workbook",)]
    assert any("单箱毛重 kg 是估算" in one["zh"] and "weighed or agreed" in one["en"] for one in book)
    assert all("waits" not in one for one in listed if one["status"] == "final")
    data = packet_json(packet, analyse(desk.sample("furniture"), desk, TODAY, ASKING), ())
    jsonschema.validate(data, json.loads(resources.read_bytes("schemas/packet.json")))


def test_a_planned_export_day_is_the_day_of_the_law_and_not_that_of_the_packet(desk: Desk, tmp_path: Path) -> None:
    case = replace(desk.sample("furniture"), day=None)
    assert case.facts["export_date"] == "2026-12-18"
    packet = write_packet(analyse(case, desk, TODAY, ASKING), tmp_path, ("archive",))
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["day"], manifest["made_on"]) == ("2026-12-18", TODAY.isoformat())
    [file] = packet.files
    assert file.path.endswith(f"_{TODAY:%Y%m%d}.pdf")
    first = pypdf.PdfReader(io.BytesIO(file.data)).pages[0].extract_text()
    assert f"{TODAY.year}年{TODAY.month}月{TODAY.day}日" in first
    assert f"第 1 版 · {TODAY.isoformat()} ·" in first
    assert "适用" in first


def test_written_files_are_listed_in_words_of_both_languages() -> None:
    paper = PacketFile("a.pdf", "broker", "packet", "draft", 14, b"", ())
    message = PacketFile("b.xml", "broker", "machine", "final", 0, b"", ())
    assert (file_line(paper).zh, file_line(paper).en) == ("a.pdf\t草稿\t14 页", "a.pdf\tdraft\t14 pages")
    assert (file_line(message).zh, file_line(message).en) == ("b.xml\t正式", "b.xml\tfinal")
