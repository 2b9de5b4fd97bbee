"""Packets on disk: nothing outdated stays beside the new papers, and nothing of the user's is touched."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from exporter_desk.domain.case import Case, Choice
from exporter_desk.services.analysis import analyse
from exporter_desk.services.desk import Desk
from exporter_desk.services.guided import QuestionPlan
from exporter_desk.services.packets import write_packet
from exporter_desk.system import resources

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
    changed = tmp_path / first.files[0].path
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
