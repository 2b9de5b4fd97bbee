"""All shipments in one zip and back: the same shipments, equal bytes, whole or not at all, no hostile zip taken."""

from __future__ import annotations

import io
import json
import stat
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from unittest import mock

import jsonschema
import openpyxl
import pypdf
import pytest
from hypothesis import given, settings

from exporter_desk.domain import case_json
from exporter_desk.domain.case import Case
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.shipment import Terms
from exporter_desk.services.case_list import open_list
from exporter_desk.services.case_service import CaseService
from exporter_desk.services.desk import Desk
from exporter_desk.services.goods.sheet_columns import guess
from exporter_desk.services.keeping import all_commands, export_all, import_all
from exporter_desk.services.keeping.company import open_cases, surroundings
from exporter_desk.services.papers.attachment_desk import AttachmentDesk
from exporter_desk.services.session import Session
from exporter_desk.storage.sqlite_repository import SqliteRepository
from exporter_desk.system import resources
from exporter_desk.tables.goods_sheet import read_sheets
from tests.storage.strategies import cases as any_case
from tests.support import scan_files
from tests.support.scan_files import put

DAY = date(2026, 11, 23)
ODD = Case(
    number="A/1:*?", title="<b>=1+1</b> 𠀀", note="一行\n二行",
    goods=(GoodsLine(id="g1", name_zh="椅子", hs="9403609990", qty=Decimal("60.50"), elements=("0", "木")),),
    packages=(
        Package(
            id="p1", first=1, last=9, contents={"g1": Decimal(6)}, gross_kg=Decimal("20.1"),
            size_cm=(Decimal(150), Decimal(90), Decimal("20.5")),
        ),
    ),
    terms=Terms(currency="JPY"), facts={"pack": "furniture"},
    not_known=frozenset({"facts.want_refund"}), drafts={"goods.g1.qty": "sechzig"},
)  # fmt: skip


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "全部.zip"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], CaseService]:
    """Open a company on another computer."""

    def opened() -> CaseService:
        monkeypatch.setenv("EXPORTER_DESK_HOME", str(tmp_path / "elsewhere"))
        return open_cases(Desk())

    return opened


def stored(cases: CaseService) -> list[Case]:
    return [cases.peek(one.id) for one in cases.cases(limit=1000)]


def alike(cases: list[Case]) -> list[str]:
    """Return the shipments as texts without their ids, in an order that ids do not decide."""
    return sorted(json.dumps(case_json.to_object(replace(one, id=None)), sort_keys=True, default=str) for one in cases)


def taken(cases: CaseService, path: Path, desk: Desk | None = None) -> list[import_all.Taken]:
    with import_all.opened(path) as parcel:
        return list(import_all.import_all(cases, desk or Desk(), parcel, DAY))


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def text(case: Case) -> bytes:
    return case_json.dump(case).encode("utf-8")


def test_all_samples_and_odd_ones_are_the_same_elsewhere(
    session: Session, target: Path, elsewhere: Callable[[], CaseService]
) -> None:
    session.cases.import_case(ODD)
    session.cases.import_case(Case())
    session.cases.import_case(replace(session.desk.sample("furniture"), sample=None, number="A-1---"))
    before = stored(session.cases)
    whole = export_all.export_all(session.cases, session.desk, target, DAY, "zh")
    there = elsewhere()
    outcomes = taken(there, target)
    assert [one.problems for one in whole.shipments] == [()] * len(before)
    assert {one.state for one in outcomes} == {"imported", "present"}
    assert alike(stored(there)) == alike(before)
    assert len({one.folder for one in whole.shipments}) == len(before) == 7
    there.close()


def is_importable(case: Case) -> bool:
    try:
        case_json.load(text(case))
    except case_json.CaseRefusedError:
        return False
    return True


@settings(max_examples=40, deadline=None)
@given(any_case.filter(is_importable))
def test_whatever_can_be_stored_comes_back(tmp_path_factory: pytest.TempPathFactory, desk: Desk, case: Case) -> None:
    """The papers are left out: they say nothing about the way back."""
    folder = tmp_path_factory.mktemp("any")
    known = frozenset(one for one in case.not_known if not one.startswith("facts."))
    first, second = (company_at(folder / name, desk) for name in ("a.exdb", "b.exdb"))
    first.import_case(case_json.load(text(replace(case, facts={}, not_known=known))))
    with mock.patch.object(export_all, "analyse", side_effect=UserFacingError("S01", "", "")):
        export_all.export_all(first, desk, folder / "all.zip", DAY, "zh")
    [outcome] = taken(second, folder / "all.zip", desk)
    assert (outcome.state, outcome.missing) == ("imported", len(case.attachments))
    away = [
        replace(one, attachments=tuple(replace(each, source=None) for each in one.attachments)) for one in stored(first)
    ]
    assert alike(stored(second)) == alike(away)
    first.close()
    second.close()


def company_at(path: Path, desk: Desk) -> CaseService:
    return open_list(path, surroundings(desk)).at_work()


def test_scans_travel_as_files_and_their_pages_are_made_anew(
    session: Session, target: Path, tmp_path: Path, elsewhere: Callable[[], CaseService]
) -> None:
    bill = put(tmp_path / "提单 3.jpg", scan_files.jpeg())
    at_work = AttachmentDesk(session)
    made = at_work.preparing(bill, "transport")(lambda _pages: None)
    at_work.keeping(made)(lambda _done, _total: None)
    at_work.add(made)
    gone = replace(session.case.attachments[0], id="a9", name="gone.pdf", sha256="0" * 64, pdf_sha256=None)
    session.take_change(replace(session.case, attachments=(*session.case.attachments, gone)), "attach", file="x")
    sent, number = session.case, str(session.case.number)
    whole = export_all.export_all(session.cases, session.desk, target, DAY, "zh")
    [told] = [one for one in whole.shipments if one.number == number]
    assert (told.attachments, told.missing) == (1, 1)
    with zipfile.ZipFile(target) as archive:
        assert archive.read(f"{number}/attachments/a1_提单-3.jpg") == bill.read_bytes()
    there = elsewhere()
    [one] = [one for one in taken(there, target) if one.wanted == number]
    assert (one.attachments, one.missing) == (1, 1)
    [case] = [case for case in stored(there) if case.title == "新业务"]
    assert case.attachments == tuple(replace(each, source=None) for each in sent.attachments)
    assert there.contents.read(str(case.attachments[0].sha256)) == bill.read_bytes()
    there.close()


def test_equal_shipments_give_equal_bytes_and_another_day_others(session: Session, tmp_path: Path) -> None:
    session.cases.import_case(ODD)

    def made(name: str, day: date = DAY) -> bytes:
        export_all.export_all(session.cases, Desk(), tmp_path / name, day, "zh")
        return (tmp_path / name).read_bytes()

    assert made("a.zip") == made("b.zip")
    assert made("c.zip", date(2026, 11, 24)) != made("a.zip")


def test_the_lists_are_read_as_lists_and_the_papers_are_those_of_the_archive(session: Session, target: Path) -> None:
    session.cases.import_case(ODD)
    export_all.export_all(session.cases, session.desk, target, DAY, "zh")
    with zipfile.ZipFile(target) as archive:
        goods, boxes = read_sheets(archive.read("A-1---/goods.xlsx"))
        pdf, index = archive.read("A-1---/archive.pdf"), archive.read("index.xlsx")
    found = guess(goods.rows)
    assert (found.kind, len(found.fields)) == ("goods", len(goods.rows[0]))
    assert [goods.rows[1][column] for column, key in found.fields.items() if key in {"hs", "qty", "elements"}] == [
        "9403609990", "60.5", "0 | 木",
    ]  # fmt: skip
    found = guess(boxes.rows)
    assert (found.kind, len(found.fields)) == ("packages", len(boxes.rows[0]))
    assert boxes.rows[1] == ("1-9", "椅子", "6", "", "150×90×20.5", "20.1")
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) > 1
    rows = list(openpyxl.load_workbook(io.BytesIO(index)).active.values)
    assert rows[0][:8] == (
        "业务编号", "标题", "贸易方式", "目的国（地区）", "币种", "发票总额", "出口日期", "退税",
    )  # fmt: skip
    [odd] = [row for row in rows if row[0] == ODD.number]
    assert odd[1:7] == (ODD.title, "待确认", "待确认", "JPY", "待确认", "待确认")
    assert odd[-1] == "A-1---"


def test_the_index_knows_total_country_and_mode(session: Session, target: Path) -> None:
    """Sample B: 60 sets at 72.00 … its invoice total stands in the sample's own papers."""
    export_all.export_all(session.cases, session.desk, target, DAY, "en")
    with zipfile.ZipFile(target) as archive:
        rows = list(openpyxl.load_workbook(io.BytesIO(archive.read("index.xlsx"))).active.values)
    sample = session.desk.sample("furniture")
    [row] = [row for row in rows if row[1] == sample.title]
    total = sum((line.qty or 0) * (line.unit_price or 0) for line in sample.goods)
    assert Decimal(str(row[5])) == total
    assert (row[3], row[4]) == ("Germany", sample.terms.currency)


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "full")])
def test_a_broken_off_export_leaves_the_old_file(session: Session, target: Path, error: BaseException) -> None:
    target.write_bytes(b"old")

    def told(done: int, total: int, number: str) -> None:
        if done == 2:
            raise error

    with pytest.raises((KeyboardInterrupt, UserFacingError)):
        export_all.export_all(session.cases, session.desk, target, DAY, "zh", told)
    assert [path.name for path in target.parent.iterdir() if path.is_file()] == [target.name]
    assert target.read_bytes() == b"old"


def test_a_paper_that_breaks_costs_no_data(session: Session, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setattr(export_all, "receiver_pdf", broken)
    whole = export_all.export_all(session.cases, session.desk, target, DAY, "zh")
    assert {error.code for one in whole.shipments for error in one.problems} == {"S297"}
    with zipfile.ZipFile(target) as archive:
        assert sum(name.endswith("case.json") for name in archive.namelist()) == 4


def test_memory_stays_flat_over_many_shipments(session: Session, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty shipments with a megabyte of papers each come to 60 MB; kept together they would be seen."""
    for number in range(60):
        session.cases.import_case(Case(number=f"x{number}"))
    monkeypatch.setattr(export_all, "analyse", lambda *_: None)
    monkeypatch.setattr(
        export_all, "index_row", lambda _, folder, language: export_all.unexamined_row(ODD, folder, language)
    )
    monkeypatch.setattr(export_all, "receiver_pdf", lambda *_: b"%" * 2**20)
    tracemalloc.start()
    export_all.export_all(session.cases, session.desk, target, DAY, "zh")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert target.stat().st_size > 60 * 2**20
    assert peak < 20 * 2**20


# What strangers make.


def linked(archive: zipfile.ZipFile) -> None:
    entry = zipfile.ZipInfo("a/case.json")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(entry, "/etc/passwd")


def twice(archive: zipfile.ZipFile) -> None:
    archive.writestr("a/case.json", text(ODD))
    archive.writestr("a/case.json", text(ODD))


HOSTILE: dict[str, Callable[[zipfile.ZipFile], None]] = {
    "up": lambda archive: archive.writestr("../case.json", text(ODD)),
    "back": lambda archive: archive.writestr("a\\..\\..\\case.json", text(ODD)),
    "root": lambda archive: archive.writestr("/etc/case.json", text(ODD)),
    "drive": lambda archive: archive.writestr("C:/case.json", text(ODD)),
    "sign": lambda archive: archive.writestr("a\x07/case.json", text(ODD)),
    "lzma": lambda archive: archive.writestr("a/case.json", text(ODD), zipfile.ZIP_LZMA),
    "bomb": lambda archive: archive.writestr("a/case.json", b" " * 2**24, zipfile.ZIP_DEFLATED, 9),
    "link": linked,
    "twice": twice,
}


@pytest.fixture(params=HOSTILE)
def hostile(request: pytest.FixtureRequest, target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as archive, warnings.catch_warnings(action="ignore"):
        archive.writestr("good/case.json", text(ODD))
        HOSTILE[request.param](archive)
    return target


def test_a_hostile_zip_is_refused_whole(session: Session, hostile: Path) -> None:
    before = len(stored(session.cases))
    with pytest.raises(UserFacingError) as caught:
        taken(session.cases, hostile)
    assert (caught.value.code, caught.value.exit_code) == ("S291", 2)
    assert len(stored(session.cases)) == before


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "S290"), (b"PK\x03\x04 none", "S290"), (b"PK\x05\x06" + b"\0" * 18, "S292")]
)
def test_what_is_no_zip_of_shipments_is_told(target: Path, data: bytes, code: str) -> None:
    target.write_bytes(data)
    with pytest.raises(UserFacingError) as caught, import_all.opened(target):
        pass
    assert (caught.value.code, caught.value.exit_code) == (code, 2)


def test_a_forged_list_of_files_is_not_read_into_memory(target: Path) -> None:
    with target.open("wb") as file:
        file.truncate(2**28)
        file.seek(2**28)
        size = (2**27).to_bytes(4, "little")
        file.write(b"PK\x05\x06" + b"\0" * 4 + b"\x01\0\x01\0" + size + size + b"\0\0")
    with pytest.raises(UserFacingError) as caught, import_all.opened(target):
        pass
    assert caught.value.code == "S290"


def test_wrong_shipments_are_told_and_cost_no_other(session: Session, target: Path) -> None:
    changed = bytearray(packed(target, {"d/case.json": text(replace(ODD, number="D"))}).read_bytes())
    changed[60] ^= 1  # inside the stored text: its sum no longer fits
    files = {
        "a/case.json": b"[]",
        "b/case.json": json.dumps({"facts": {"nobody_asked": True}}).encode(),
        "c/case.json": b"{" * 10,
        "e/case.json": b" " * (case_json.MAX_BYTES + 1),
        "deep/in/here/case.json": text(ODD),
        "z/case.json": text(ODD),
    }
    outcomes = taken(session.cases, packed(target, files))
    assert [(one.entry[0], one.state) for one in outcomes] == [
        ("a", "refused"), ("b", "refused"), ("c", "refused"), ("d", "imported"), ("e", "refused"), ("z", "renumbered"),
    ]  # fmt: skip
    assert [one.findings[0].code for one in outcomes[:3]] == ["D03", "D20", "D01"]
    target.write_bytes(changed)
    [damaged] = taken(session.cases, target)
    assert damaged.refusal is not None
    assert (damaged.state, damaged.refusal.code) == ("refused", "S293")


def test_a_full_disk_ends_the_import_and_tells_what_came_in(
    session: Session, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed(target, {f"{name}/case.json": text(replace(ODD, number=name)) for name in "abc"})
    real, full = SqliteRepository.create, UserFacingError("S21", "满", "full")
    made: list[object] = []

    def create(*given: object) -> None:
        made.append(given)
        if len(made) == 2:
            raise full
        real(*given)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(SqliteRepository, "create", create)
    assert [one.state for one in taken(session.cases, target)] == ["imported", "refused"]


def test_answers_keep_to_their_schema(session: Session, target: Path, elsewhere: Callable[[], CaseService]) -> None:
    session.cases.import_case(ODD)
    session.close()
    schema, said = json.loads(resources.read_bytes("schemas/data.json")), list[str]()
    out = all_commands.run_export(str(target), None, "zh", said.append)
    elsewhere().close()
    back = all_commands.run_import(str(target), "en", said.append)
    for answer, cases in ((out, 5), (back, 2)):
        jsonschema.validate(answer.data, schema)
        assert answer.data is not None
        assert (answer.data["cases"], answer.exit_code) == (cases, 0)
    assert len(said) == 10
    assert f"[5/5] {ODD.number}" in said


def test_a_stopped_command_says_so(session: Session, target: Path) -> None:
    session.close()

    def stop(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(UserFacingError) as caught:
        all_commands.run_export(str(target), None, "zh", stop)
    assert (caught.value.code, target.exists()) == ("S295", False)
    packed(target, {f"{name}/case.json": text(replace(ODD, number=name)) for name in "abc"})
    answer = all_commands.run_import(str(target), "zh", stop)
    assert answer.exit_code == 3
    assert answer.data is not None
    assert (answer.data["cases"], answer.data["in_zip"], answer.data["stopped"]) == (1, 3, True)


@pytest.mark.parametrize(("name", "case"), [(None, None), ("x.json", None), ("x.zip", "2026-901")])
def test_words_that_do_not_fit_are_refused(desk_home: Path, name: str | None, case: str | None) -> None:
    with pytest.raises(UserFacingError) as caught:
        all_commands.run_export(name, case, "zh", print)
    assert (caught.value.code, caught.value.exit_code) == ("S294", 2)
    assert not desk_home.exists()
