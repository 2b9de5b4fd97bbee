"""Many shipments in one go: each in its folder, progress, stopping and going on, faults of one that stop no other."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from exporter_desk.domain import case_json
from exporter_desk.services.desk import Desk
from exporter_desk.services.papers import batch, batch_answers
from exporter_desk.services.papers.batch import JOURNAL, Job, Outcome, Task, jobs_of, run_batch
from exporter_desk.system import resources

SAMPLE = Desk().sample("navel-orange")


def text(number: str | None, **changes: object) -> bytes:
    return case_json.dump(replace(SAMPLE, number=number, **changes)).encode()  # type: ignore[arg-type]


@pytest.fixture
def task(tmp_path: Path) -> Task:
    return Task(str(tmp_path / "out"), ("buyer",), (), date(2026, 11, 22), "zh")


def sources(count: int) -> list[tuple[str, bytes]]:
    return [(f"{number}.json", text(f"2026-{number:03}")) for number in range(count)]


def states(outcomes: tuple[Outcome, ...]) -> list[str]:
    return [one.state for one in outcomes]


def run(task: Task, listed: list[tuple[str, bytes]], workers: int = 1) -> tuple[Outcome, ...]:
    return run_batch(jobs_of(listed, task), task, lambda outcome: None, workers=workers)


def test_every_shipment_has_a_folder_with_its_packet(task: Task) -> None:
    outcomes = run(task, sources(2))
    assert states(outcomes) == ["done", "done"]
    for outcome in outcomes:
        manifest = json.loads((Path(task.out) / outcome.folder / "manifest.json").read_text(encoding="utf-8"))
        assert manifest["case"] == outcome.folder
        assert len(manifest["files"]) == outcome.files == 1


def test_what_is_made_and_unchanged_is_skipped(task: Task) -> None:
    run(task, sources(2))
    assert states(run(task, sources(3))) == ["skipped", "skipped", "done"]


def test_a_changed_shipment_or_question_is_made_again(task: Task) -> None:
    run(task, sources(1))
    changed = [("0.json", text("2026-000", title="anders"))]
    assert states(run(task, changed)) == ["done"]
    assert states(run(replace(task, receivers=("bank",)), changed)) == ["done"]
    assert states(run(replace(task, today=date(2026, 12, 1)), changed)) == ["done"]


def test_other_rates_make_everything_anew(task: Task, desk_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = task.digest(b"{}")
    (desk_home / "rates").mkdir(parents=True)
    (desk_home / "rates" / "refund-rates.json").write_text("{}", encoding="utf-8")
    batch._knowledge.cache_clear()
    assert task.digest(b"{}") != before
    batch._knowledge.cache_clear()


@pytest.mark.parametrize("damage", ["file", "manifest", "journal"])
def test_what_was_lost_is_made_again(task: Task, damage: str) -> None:
    run(task, sources(1))
    folder = Path(task.out) / "2026-000"
    lost = {
        "file": next(folder.glob("*.pdf")),
        "manifest": folder / "manifest.json",
        "journal": Path(task.out) / JOURNAL,
    }
    lost[damage].unlink()
    assert states(run(task, sources(1))) == ["done"]


def test_a_journal_that_was_cut_off_counts_as_far_as_it_goes(task: Task) -> None:
    run(task, sources(2))
    journal = Path(task.out) / JOURNAL
    journal.write_text(journal.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    assert states(run(task, sources(2))) == ["skipped", "done"]


def test_a_stop_leaves_the_rest_for_the_next_run(task: Task) -> None:
    told: list[Outcome] = []
    outcomes = run_batch(jobs_of(sources(3), task), task, told.append, lambda: len(told) == 2, workers=1)
    assert len(outcomes) == 2
    assert states(run(task, sources(3))) == ["skipped", "skipped", "done"]


def test_a_broken_shipment_stops_no_other(task: Task) -> None:
    listed = [("a.json", b"{"), ("b.json", b'{"goods": 1}'), ("c.json", b"[1]"), *sources(1), ("d.json", b"\xff")]
    outcomes = run(task, listed)
    assert states(outcomes) == ["failed", "failed", "failed", "done", "failed"]
    assert all(one.zh and one.en and one.code for one in outcomes if one.state == "failed")


def test_an_error_in_a_case_makes_drafts_and_is_counted(task: Task) -> None:
    [box, *rest] = SAMPLE.packages
    wrong = text("2026-009", packages=(replace(box, net_kg=box.gross_kg, gross_kg=box.net_kg), *rest))
    [outcome] = run(task, [("a.json", wrong)])
    assert outcome.state == "draft"
    assert outcome.errors > 0


def test_folders_are_named_by_number_else_by_file_and_never_twice(task: Task) -> None:
    listed = [
        ("x/a.json", text("2026-001")),
        ("x/b.json", text("2026-001")),
        ("x/c.json", text(None)),
        ("x/d.json", text("../../etc")),
        ("e.json", b"nothing"),
        ("x/2026-001.json", text("2026-001-2")),
        ("y/b.json", text("2026-001")),
    ]
    names = [job.folder for job in jobs_of(listed, task)]
    assert names == ["2026-001", "2026-001-b", "c", "------etc", "e", "2026-001-2", "2026-001-b-2"]


def alike(names: str) -> list[tuple[str, bytes]]:
    """Shipments of one number, as copies of one case are."""
    return [(f"{name}.json", text("2026-001", title=name)) for name in names]


def folders(task: Task, names: str) -> dict[str, str]:
    listed = alike(names)
    jobs = jobs_of(listed, task, [source for source, _ in listed])
    return {one.source[0]: one.folder for one in run_batch(jobs, task, lambda outcome: None, workers=1)}


@pytest.mark.parametrize("later", ["bc", "cab", "ac", "dabc", "c"])
def test_shipments_of_one_number_keep_their_folders_whoever_is_missing(
    task: Task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, later: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in "abcd":
        (tmp_path / f"{name}.json").touch()
    first = folders(task, "abc")
    assert first == {"a": "2026-001", "b": "2026-001-b", "c": "2026-001-c"}
    again = folders(task, later)
    assert {name: again[name] for name in again if name in first} == {
        name: folder for name, folder in first.items() if name in again
    }
    assert again.get("d", "2026-001-d") == "2026-001-d", "the plain folder is that of another shipment"
    manifest = json.loads((Path(task.out) / "2026-001" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["files"]


def test_the_folder_of_a_file_that_is_gone_is_free(task: Task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert folders(task, "a") == {"a": "2026-001"}
    assert folders(task, "b") == {"b": "2026-001"}


def test_a_shipment_with_another_number_moves_to_its_own_folder(task: Task) -> None:
    run(task, [("a.json", text("2026-001"))])
    [outcome] = run(task, [("a.json", text("2026-002"))])
    assert outcome.folder == "2026-002"


def test_several_processes_make_the_same_papers(task: Task, tmp_path: Path) -> None:
    run(task, sources(3))
    other = replace(task, out=str(tmp_path / "other"))
    told: list[str] = []
    run_batch(jobs_of(sources(3), other), other, lambda outcome: told.append(outcome.folder), workers=2)
    assert sorted(told) == ["2026-000", "2026-001", "2026-002"]
    for folder in told:
        first, second = (
            {file.name: file.read_bytes() for file in (Path(base.out) / folder).iterdir()} for base in (task, other)
        )
        assert first == second


def test_a_process_that_dies_costs_its_shipments_only(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def result(self) -> Outcome:
            raise batch.BrokenProcessPool

    outcome = batch._result(Broken(), Job("a", b"", "a", ""))  # type: ignore[arg-type]
    assert (outcome.state, outcome.code) == ("failed", "S53")


# The command.


def answer(argv: list[str], out: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, dict[str, object], list[str]]:
    monkeypatch.setattr("exporter_desk.services.papers.batch.os.cpu_count", lambda: 1)
    told: list[str] = []
    found = batch_answers.packets(argv, str(out), ("buyer",), "zh", told.append)
    jsonschema.validate(found.data, json.loads(resources.read_bytes("schemas/packet_batch.json")))
    assert found.data is not None
    return found.exit_code, dict(found.data), told


def test_a_folder_stands_for_its_files(tmp_path: Path, desk_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, content in sources(2):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "notes.txt").write_text("none of it", encoding="utf-8")
    code, data, told = answer([str(tmp_path)], tmp_path / "out", monkeypatch)
    assert (code, data["counts"]) == (0, {"done": 2, "draft": 0, "skipped": 0, "failed": 0})
    assert told == ["[1/2] 2026-000 完成", "[2/2] 2026-001 完成"]


def test_a_name_that_is_nothing_is_told_and_the_others_are_made(
    tmp_path: Path, desk_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.json").write_bytes(text("2026-000"))
    code, data, told = answer([str(tmp_path / "a.json"), "2026-404"], tmp_path / "out", monkeypatch)
    assert (code, data["counts"]) == (2, {"done": 1, "draft": 0, "skipped": 0, "failed": 1})
    assert "2026-404" in told[-1]


def test_an_answer_to_no_question_is_refused_case_by_case(
    tmp_path: Path, desk_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk_home
    monkeypatch.setattr(batch.os, "cpu_count", lambda: 1)
    wrong = json.loads(text("2026-001"))
    wrong["facts"]["no_such_question"] = True
    (tmp_path / "wrong.json").write_text(json.dumps(wrong), encoding="utf-8")
    (tmp_path / "sound.json").write_bytes(text("2026-002"))
    answer = batch_answers.packets([str(tmp_path)], str(tmp_path / "out"), ("buyer",), "zh", lambda line: None)
    assert answer.exit_code == 2
    assert answer.data is not None
    made = {one["folder"]: one for one in answer.data["cases"]}  # type: ignore[union-attr,index,call-overload]
    assert (made["2026-001"]["state"], made["2026-001"]["code"]) == ("failed", "D20")  # type: ignore[index,call-overload]
    assert "no_such_question" in str(made["2026-001"])
    assert made["2026-002"]["state"] == "done"  # type: ignore[index,call-overload]
    assert not (tmp_path / "out" / "2026-001").exists()


def test_an_empty_folder_is_an_empty_answer(tmp_path: Path, desk_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer([str(tmp_path)], tmp_path / "out", monkeypatch)[:1] == (0,)


def test_a_break_says_how_to_go_on(tmp_path: Path, desk_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, content in sources(2):
        (tmp_path / name).write_bytes(content)

    def breaking(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(batch_answers, "run_batch", breaking)
    found = batch_answers.packets([str(tmp_path)], str(tmp_path / "out"), (), "zh", print)
    assert found.exit_code == 3
    assert "还剩 2" in found.lines[0].zh


@pytest.mark.parametrize(("argv", "many"), [(["a"], False), (["-"], False), (["a", "b"], True), (["."], True)])
def test_what_counts_as_many(argv: list[str], many: bool) -> None:
    assert batch_answers.is_batch(argv) is many
