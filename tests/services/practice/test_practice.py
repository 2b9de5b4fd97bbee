"""Exercises: apart from real shipments, marked on everything they put out, and back to exactly the start state."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema
import openpyxl
import pypdf
import pytest

from exporter_desk.cli import main
from exporter_desk.domain import case_json
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.domain.practice import mark_of
from exporter_desk.services.case_service import CaseService
from exporter_desk.services.desk import Desk, user_desk
from exporter_desk.services.keeping.company import company_path, list_cases
from exporter_desk.services.practice import start_state
from exporter_desk.system import resources
from exporter_desk.system.paths import find_paths, practising
from tests.support.scan_files import jpeg

Run = Callable[..., tuple[int, JsonObject]]
CHINESE, ENGLISH = "练习·不得用于申报", "PRACTICE·notforfiling"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], desk_home: Path) -> Run:
    def call(*argv: str) -> tuple[int, JsonObject]:
        capsys.readouterr()
        code = main([*argv, "--json"])
        printed: JsonObject = json.loads(capsys.readouterr().out)
        name = str(printed["schema"]).rpartition("/")[2]
        jsonschema.validate(printed, json.loads(resources.read_bytes(f"schemas/{name}.json")))
        return code, printed

    return call


@pytest.fixture
def practice() -> Iterator[None]:
    with practising():
        yield


def everything() -> list[JsonObject]:
    """Return every shipment of the present place as JSON, by id."""
    cases = list_cases(user_desk()).at_work()
    try:
        found = [json.loads(cases.export_json(one.id)) for one in (*cases.cases(), *cases.recycle_bin())]
    finally:
        cases.close()
    return sorted(found, key=lambda one: str(one["id"]))


def test_the_places_of_exercises_are_their_own_and_rules_are_common(desk_home: Path) -> None:
    real = find_paths()
    with practising():
        exercises = find_paths()
    assert find_paths() == real
    assert exercises.practice
    own = (exercises.data, exercises.settings, exercises.output)
    assert not set(own) & {real.data, real.settings, real.output}
    assert (exercises.packs, exercises.rate_library) == (real.packs, real.rate_library)
    assert exercises.start_password != real.start_password


def test_a_reset_brings_back_exactly_the_start_state(run: Run, practice: None) -> None:
    assert run("class", "status")[1]["begun"] is False
    assert run("class", "start")[1]["cases"] == 3
    start = everything()
    cases = list_cases(user_desk()).at_work()
    cases.open(str(start[0]["id"]))
    cases.edit("title", "改过")
    cases.delete(str(start[1]["id"]))
    number = cases.new_case("多出来的").number
    cases.close()
    assert everything() != start
    code, refused = run("class", "reset")
    assert (code, refused["schema"]) == (2, "exporter-desk/error")
    assert len(everything()) == 4, "nobody agreed"
    code, done = run("class", "reset", "--yes")
    assert code == 0
    assert everything() == start
    assert Path(str(done["backup"])).exists(), "what was there lies in a backup"
    cases = list_cases(user_desk()).at_work()
    assert cases.new_case().number == number, "numbers begin again too"
    cases.close()


def test_a_trainer_keeps_a_start_state_of_his_own(run: Run, practice: None) -> None:
    run("class", "start")
    cases = list_cases(user_desk()).at_work()
    cases.new_case("课堂题目")
    cases.close()
    kept = run("class", "keep")[1]["start_state"]
    assert kept == {"cases": 4, "own": True}
    wanted = everything()
    (start_state.home() / "rates" / "cards").mkdir(parents=True)
    cases = list_cases(user_desk()).at_work()
    cases.new_case("学员的")
    cases.close()
    run("class", "reset", "--yes")
    assert everything() == wanted
    assert not (start_state.home() / "rates").exists(), "a card of a lesson does not outlive it"
    assert run("class", "reset", "--yes", "--shipped")[1]["start_state"] == {"cases": 3, "own": False}


def test_a_reset_leaves_real_shipments_alone(run: Run) -> None:
    cases = list_cases(user_desk()).at_work()
    cases.new_case("真的")
    cases.close()
    before = everything()
    run("class", "start")
    run("class", "reset", "--yes")
    assert everything() == before
    assert not any("practice" in one for one in before)


def test_while_a_window_has_them_open_nothing_is_reset(run: Run, practice: None) -> None:
    listing = list_cases(user_desk())
    try:
        code, printed = run("class", "reset", "--yes")
    finally:
        listing.close()
    findings = printed["findings"]
    assert isinstance(findings, list)
    assert (code, [one["code"] for one in findings if isinstance(one, dict)]) == (3, ["S28"])


def test_an_exercise_does_not_get_among_real_shipments(run: Run, tmp_path: Path) -> None:
    run("class", "start")
    with practising():
        number = str(everything()[0]["number"])
    for name in ("one.json", "one.exdesk"):
        file = str(tmp_path / name)
        assert main(["--practice", "data", "export", file, "--case", number]) == 0
        code, printed = run("data", "import", file)
        assert (code, _codes(printed)) == (2, ["S300"])
        assert main(["--practice", "data", "import", file]) == 0
    assert main(["--practice", "data", "export", "--all", str(tmp_path / "all.zip")]) == 0
    assert main(["data", "import", str(tmp_path / "all.zip")]) == 2, "nothing in it can be taken"
    assert [one.get("practice") for one in everything()] == [None] * 3


def test_a_shipment_that_comes_into_practice_is_an_exercise(desk_home: Path, tmp_path: Path) -> None:
    (tmp_path / "real.json").write_bytes(resources.read_bytes("samples/furniture.json"))
    assert main(["--practice", "data", "import", str(tmp_path / "real.json")]) == 0
    with practising():
        assert all(one["practice"] is True for one in everything())


@pytest.mark.parametrize("away", [True, False])
def test_a_backup_of_the_one_never_takes_the_place_of_the_other(run: Run, tmp_path: Path, away: bool) -> None:
    own, other = (["--practice"], []) if away else ([], ["--practice"])
    file = str(tmp_path / "copy.exdb")
    run("class", "start")
    list_cases(user_desk()).close()
    assert main([*own, "data", "backup", file]) == 0
    code, printed = run(*other, "data", "restore", file)
    assert (code, _codes(printed)) == (2, ["S301"])
    assert main([*own, "data", "restore", file]) == 0


def test_rules_and_rates_are_not_changed_from_an_exercise(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rates.zip").write_bytes(b"PK")
    code, printed = run("--practice", "data", "rates", "import", str(tmp_path / "rates.zip"))
    assert (code, _codes(printed)) == (2, ["S302"])


def _codes(printed: JsonObject) -> list[object]:
    findings = printed["findings"]
    assert isinstance(findings, list)
    return [one["code"] for one in findings if isinstance(one, dict)]


def test_every_page_and_file_of_an_exercise_carries_the_mark(run: Run, tmp_path: Path) -> None:
    case = replace(user_desk().sample("furniture"), practice=True)
    (tmp_path / "case.json").write_text(case_json.dump(case), encoding="utf-8")
    (tmp_path / "scan.jpg").write_bytes(jpeg())
    out = tmp_path / "out"
    main(["packet", str(tmp_path / "case.json"), "--out", str(out), "--scan", f"contract={tmp_path / 'scan.jpg'}"])
    pdfs, books = list(out.rglob("*.pdf")), list(out.rglob("*.xlsx"))
    assert len(pdfs) >= 6
    assert books
    for file in (*pdfs, *books):
        assert unmarked(file.name, file.read_bytes()) == [], file.name
    for file in out.rglob("*.xml*"):
        assert file.suffix == ".txt", "no program takes it for a message"
        assert file.read_text(encoding="utf-8").startswith("练习")


def unmarked(name: str, data: bytes) -> list[int]:
    """Return the pages of a file without the mark; of a workbook the sheets that print without it."""
    if name.endswith(".pdf"):
        return [number for number, page in enumerate(pypdf.PdfReader(io.BytesIO(data)).pages, 1) if not _marked(page)]
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert "练习" in book.sheetnames[0]
    return [at for at, sheet in enumerate(book.worksheets, 1) if "练习" not in str(sheet.oddHeader.center.text)]


def _marked(page: pypdf.PageObject) -> bool:
    # A scan is a picture in the packet: its mark is drawn into it.
    text = "".join(page.extract_text().split())
    return CHINESE in text or ENGLISH in text or (not text and len(page.images) == 1)


def test_estimate_refund_and_calendar_of_practice_are_marked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "case.json").write_bytes(resources.read_bytes("samples/furniture.json"))
    case, files = str(tmp_path / "case.json"), {name: str(tmp_path / name) for name in ("a.pdf", "a.xlsx", "a.ics")}
    assert main(["--practice", "estimate", case, "--pdf", files["a.pdf"], "--xlsx", files["a.xlsx"]]) in (0, 1)
    main(["--practice", "refund", case, "--out", str(tmp_path / "tax"), "--ics", files["a.ics"]])
    made = [tmp_path / "a.pdf", tmp_path / "a.xlsx", *(tmp_path / "tax").iterdir()]
    assert len(made) >= 4
    for file in made:
        assert unmarked(file.name, file.read_bytes()) == [], file.name
    told = (tmp_path / "a.ics").read_text(encoding="utf-8").replace("\n ", "")
    events = told.count("BEGIN:VEVENT")
    titles = [line for line in told.splitlines() if line.startswith("SUMMARY:")]
    assert len(titles) == events > 0
    assert all("不得用于申报" in line for line in titles)


def test_the_workbooks_of_an_export_of_everything_are_marked(run: Run, tmp_path: Path) -> None:
    run("class", "start")
    assert main(["--practice", "data", "export", "--all", str(tmp_path / "all.zip")]) == 0
    with zipfile.ZipFile(tmp_path / "all.zip") as parcel:
        wanted = [name for name in parcel.namelist() if name.endswith((".pdf", ".xlsx"))]
        assert len(wanted) == 7
        assert [name for name in wanted if unmarked(name, parcel.read(name))] == []


def test_a_real_paper_carries_no_mark(run: Run, tmp_path: Path) -> None:
    (tmp_path / "case.json").write_bytes(resources.read_bytes("samples/furniture.json"))
    main(["packet", str(tmp_path / "case.json"), "--out", str(tmp_path / "out"), "--for", "buyer"])
    (file,) = (tmp_path / "out").glob("*.pdf")
    assert all(CHINESE not in "".join(page.extract_text().split()) for page in pypdf.PdfReader(file).pages)
    assert mark_of(practice=False) == ""


def test_the_mark_is_read_strictly_and_shown_in_the_file(tmp_path: Path) -> None:
    assert case_json.load('{"practice": true}').practice
    assert not case_json.load('{"practice": null}').practice
    for text in ('{"practice": "true"}', '{"practice": 1}'):
        with pytest.raises(case_json.CaseRefusedError):
            case_json.load(text)


def test_without_a_start_state_a_reset_gives_what_is_shipped(run: Run, practice: None) -> None:
    run("class", "start")
    (start_state.home() / "start" / "company.exdb").write_bytes(b"torn")
    assert run("class", "status")[1]["start_state"] is None
    assert run("class", "reset", "--yes")[1]["start_state"] == {"cases": 3, "own": False}


def test_a_full_disk_keeps_the_former_start_state(run: Run, practice: None, monkeypatch: pytest.MonkeyPatch) -> None:
    run("class", "start")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("exporter_desk.storage.backup.copy_database", full)
    database = find_paths().data / "company.exdb"
    with pytest.raises(UserFacingError):
        start_state.keep(database, own=True)
    kept = start_state.start_state(database)
    assert kept is not None
    assert not kept.own


@pytest.mark.parametrize("broken", ["seed_samples", "keep"])
def test_what_could_not_be_begun_is_begun_whole_the_next_time(
    run: Run, practice: None, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """A disk that is full after the first sample, or while the start state is written, leaves nothing half begun."""
    full = UserFacingError("S20", "满", "full")
    with monkeypatch.context() as disk:
        if broken == "keep":
            disk.setattr(start_state, "_copy", raising(OSError(28, "full")))
        else:
            disk.setattr(CaseService, "_seed", after_one(CaseService._seed, full))
        assert run("class", "start")[0] == 3
        assert not company_path().exists()
        assert [one.name for one in company_path().parent.glob(".*part*")] == []
    code, printed = run("class", "start")
    assert (code, printed["cases"]) == (0, len(Desk().sample_names()))
    assert start_state.start_state(company_path()) is not None


def raising(error: Exception) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise error

    return refuse


def after_one(real: Callable[..., str], error: Exception) -> Callable[..., str]:
    calls: list[object] = []

    def once(*given: object) -> str:
        calls.append(given)
        if len(calls) > 1:
            raise error
        return real(*given)

    return once


def test_a_start_state_that_cannot_take_its_place_leaves_the_former_one(
    run: Run, practice: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("class", "start")
    former = start_state.start_state(company_path())
    real = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if self.name == "start.part":
            raise OSError(28, "full")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UserFacingError):
        start_state.keep(company_path(), own=True)
    assert start_state.start_state(company_path()) == former
    assert former is not None
