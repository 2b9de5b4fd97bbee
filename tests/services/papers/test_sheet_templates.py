"""A broker's own sheet: recognised by its titles, kept, filled cell by cell for every shipment; one in a pack, too."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from exporter_desk.documents.loader import FormRefusedError
from exporter_desk.documents.messages.templates import described, load_templates, vocabulary
from exporter_desk.domain.case import Choice
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.parties import Party
from exporter_desk.rules.pack_kinds import foreign
from exporter_desk.rules.packs import Pack, PackHead
from exporter_desk.services.analysis import analyse
from exporter_desk.services.answers import Answer
from exporter_desk.services.desk import Desk
from exporter_desk.services.guided import QuestionPlan
from exporter_desk.services.headless import Headless
from exporter_desk.services.packs.installed import Installed
from exporter_desk.services.papers.machine_files import MachineFile, MachineSet, machine_files
from exporter_desk.services.papers.packets import write_packet
from exporter_desk.services.papers.sheet_templates import templates_folder
from exporter_desk.services.papers.template_files import fitting
from exporter_desk.system import resources

ASKING = QuestionPlan.load(resources.read_bytes("text/questions.toml"))
TODAY = date(2026, 11, 22)
TITLES = ("序号", "HS编码", "品名", "申报要素", "数量", "单位", "单价", "金额", "流水", "毛重", "币制", "目的国")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A broker's template: labels with room beside them, titles in row 4, a sample line below."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "录入"
    sheet["A1"] = "某报关行录入表"
    sheet["A2"], sheet["C2"], sheet["E2"], sheet["F2"] = "合同号：", "总毛重", "监管方式代码", "已填"
    for at, title in enumerate(TITLES, 1):
        sheet.cell(4, at, title)
        sheet.cell(5, at, "样例")
    book.save(tmp_path / "报关行模板.xlsx")
    return tmp_path / "报关行模板.xlsx"


@pytest.fixture
def desk(desk_home: Path) -> Headless:
    assert desk_home
    return Headless(Desk())


def told(answer: Answer) -> dict[str, object]:
    assert answer.data is not None
    jsonschema.validate(answer.data, json.loads(resources.read_bytes("schemas/templates.json")))
    return dict(answer.data)


def made(desk: Desk, sample: str = "furniture", broker: str = "") -> MachineSet:
    case = desk.sample(sample)
    if broker:
        others = tuple(replace(one, roles=tuple(set(one.roles) - {"broker"})) for one in case.parties)
        case = replace(case, parties=(*others, Party(id="pt99", roles=("broker",), name_zh=broker)))
    analysis = analyse(case, desk, TODAY, ASKING)
    return machine_files(analysis, analysis.dossier)


def filled(files: MachineSet, name: str = "template_a") -> MachineFile | None:
    return next((one for one in files.files if one.id == name), None)


def rows(data: bytes, sheet: str = "录入") -> list[list[object]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(data))[sheet].iter_rows()]


def test_a_template_is_recognised_kept_and_filled_cell_by_cell(desk: Headless, file: Path) -> None:
    answer = told(desk.templates(("take", str(file), "a", "I==自编")))
    assert answer["unknown"] == []
    assert answer["removed"] == len(TITLES)
    found = filled(made(Desk()))
    assert found is not None
    assert found.path.startswith("导入文件/")
    assert found.path.endswith(".xlsx")
    case = desk.desk.sample("furniture")
    sheet = rows(found.data)
    assert sheet[0][0] == "某报关行录入表"
    # The gross weight is the packing list's, summed here.
    gross = sum((box.gross_kg or 0) * (box.count or 0) for box in case.packages)
    assert sheet[1][:6] == ["合同号：", case.terms.contract_no, "总毛重", float(gross), "监管方式代码", "已填"]
    assert tuple(sheet[3]) == TITLES
    lines = sheet[4:]
    assert len(lines) == len(case.goods)
    for number, (line, row) in enumerate(zip(case.goods, lines, strict=True), start=1):
        assert row[0] == number
        assert row[1] == line.hs
        assert row[2] == line.name_zh
        assert row[4] == float(line.qty or 0)
        assert row[7] == float((line.qty or 0) * (line.unit_price or 0))
        assert (row[8], row[10]) == ("自编", case.terms.currency)
    # 96 cartons of 38 kg, 192 of 14.6, 96 of 13.5
    assert [row[9] for row in lines] == [3648, 2803.2, 1296]


def test_a_column_is_corrected_taken_out_and_a_template_given_up(desk: Headless, file: Path) -> None:
    desk.templates(("take", str(file), "a", "J=head.gross", "C=", "title=甲行"))
    [kept] = [one for one in desk.desk.templates if one.id == "a"]
    assert kept.columns["J"] == "head.gross"
    assert "C" not in kept.columns
    assert kept.zh == "甲行"
    assert load_templates({"a/template.toml": described(kept), "a/template.xlsx": kept.book}, desk.desk.messages) == (
        kept,
    )
    assert told(desk.templates(("remove", "a")))["templates"] == []
    assert not (templates_folder() / "a").exists()
    with pytest.raises(UserFacingError, match="S335"):
        desk.templates(("remove", "a"))


def test_a_template_of_one_broker_is_for_his_shipments_alone(desk: Headless, file: Path) -> None:
    desk.templates(("take", str(file), "a", "for=赣州甲报关行"))
    spec = next(one for one in desk.desk.messages if one.id == "broker_workbook")
    assert not list(fitting(desk.desk.templates, spec, desk.desk.sample("furniture")))
    assert filled(made(Desk(), broker="赣州甲报关行")) is not None
    assert filled(made(Desk(), broker="别的报关行")) is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("take",), "S330"),
        (("take", "{file}", "A B"), "S331"),
        (("take", "{file}", "a", "Q"), "S330"),
        (("take", "{file}", "a", "B=line.nothing"), "S334"),
        (("take", "{file}", "a", "B9=line.hs"), "S334"),
        (("take", "{file}", "a", "sheet=没有"), "S336"),
        (("values", "ceb303"), "S330"),
        (("take", "/no/such.xlsx", "a"), "S0"),
    ],
)
def test_wrong_words_are_told(desk: Headless, file: Path, words: tuple[str, ...], code: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        desk.templates(tuple(word.format(file=file) for word in words))
    assert caught.value.code.startswith(code)
    assert caught.value.exit_code == 2
    assert not templates_folder().exists()


def test_a_spoilt_template_is_left_out_and_told(desk: Headless, file: Path) -> None:
    desk.templates(("take", str(file), "a"))
    (templates_folder() / "a" / "template.toml").write_text("of = 7", encoding="utf-8")
    again = Headless(Desk())
    answer = again.templates(("list",))
    assert told(answer)["damaged"] == ["a"]
    assert answer.messages
    assert filled(made(Desk())) is None


def test_a_template_whose_workbook_broke_is_told_and_writes_nothing(desk: Headless, file: Path) -> None:
    desk.templates(("take", str(file), "a"))
    (templates_folder() / "a" / "template.xlsx").write_bytes(b"PK")
    files = made(Desk())
    found = filled(files)
    assert found is not None
    assert found.data == b""
    assert found.status == "draft"
    assert any(one.code == "X71" and one.variant == "unfilled" for one in files.findings)


def test_every_problem_of_a_description_is_named_with_its_place(desk: Headless) -> None:
    text = b'zh = "a"\nen = "a"\nof = "broker_workbook"\nsheet = "s"\nfirst_row = 1\nsource = "s"\nas_of = 2026-01-01\n'
    text += b'confidence = "secondary"\nodd = 1\n[columns]\nA = "line.x"\nA1 = "line.hs"\n[cells]\nB2 = "line.hs"\n'
    with pytest.raises(FormRefusedError) as caught:
        load_templates({"a/template.toml": text}, desk.desk.messages)
    assert len(caught.value.problems) == 7


def test_what_may_be_asked_for_has_one_name_each(desk: Headless) -> None:
    answer = told(desk.templates(("values", "broker_workbook")))
    names = [one["value"] for one in answer["values"]]  # type: ignore[attr-defined]
    assert len(names) == len(set(names))
    assert {"line.hs", "head.contract", "head.mode", "head.mode_code", "line.gross_kg", "line.packages"} <= set(names)
    lists = next(one for one in desk.desk.messages if one.id == "list_workbook")
    assert vocabulary(lists)["head.choices_declare_customs"].zh == "申报地海关代码"


def test_what_may_be_asked_for_is_told_in_both_languages(desk: Headless) -> None:
    answer = desk.templates(("values",))
    assert told(answer)
    hs = next(one for one in answer.lines if "broker_workbook\tline.hs\t" in one.zh)
    assert (hs.zh, hs.en) == ("broker_workbook\tline.hs\t商品编号", "broker_workbook\tline.hs\tHS code · 商品编号")
    for spec in desk.desk.messages:
        for value, column in vocabulary(spec).items() if spec.format == "xlsx" else ():
            assert column.name.en.isascii() or "³" in column.name.en, f"{spec.id} {value}"
            assert not column.name.en.startswith(",")


def test_gross_weight_and_packages_of_a_line_are_exact_or_left_open(desk: Headless, tmp_path: Path) -> None:
    path = sheet_file(tmp_path / "x.xlsx", {1: [*OURS, "毛重", "件数"]})
    desk.templates(("take", str(path), "a"))
    files = made(Desk(), "apparel")
    found = filled(files)
    assert found is not None
    # Cartons of one line alone, by hand: 10 × 11.9, 15 × 11.9, 10 × 11.9, 10 × 12.3, 16 × 12.3, 12 × 10.7, 8 × 10.7;
    # lines 4 to 6 share cartons 61 and 62, lines 9 and 10 cartons 129 and 130.
    weights = [119, 178.5, 119, None, None, None, 123, 196.8, None, None, 128.4, 85.6]
    counts = [10, 15, 10, None, None, None, 10, 16, None, None, 12, 8]
    lines = rows(found.data, "Sheet")[1:]
    assert [row[4] for row in lines] == weights
    assert [row[5] for row in lines] == counts
    shared = [one for one in files.findings if (one.code, one.variant) == ("X71", "shared")]
    assert [one.values["field_en"] for one in shared] == ["Gross weight of the line (kg)", "Packages of the line"]
    assert {one.values["found"] for one in shared} == {"4, 5, 6, 9, 10"}
    assert all(one.places == ("packages.p7", "packages.p14") for one in shared)
    said = desk.desk.render(shared)
    assert all("空着" in one.zh and "stay empty" in one.en for one in said)


def test_own_sheets_hold_weights_of_lines_only_where_the_order_of_columns_names_them(desk: Headless) -> None:
    [plain] = [one for one in made(desk.desk).files if one.id == "broker_workbook"]
    assert "本项毛重(千克)" not in [cell for row in rows(plain.data, "商品") for cell in row]
    case = desk.desk.sample("furniture")
    asked = replace(case, choices=(*case.choices, Choice(what="broker_columns", value="no, gross_kg, packages")))
    analysis = analyse(asked, desk.desk, TODAY, ASKING)
    [own] = [one for one in machine_files(analysis, analysis.dossier).files if one.id == "broker_workbook"]
    found = [row[:4] for row in rows(own.data, "商品")]
    assert found[0] == ["项号", "本项毛重(千克)", "本项件数", "商品编号"]
    assert [row[:3] for row in found[1:]] == [[1, 3648, 96], [2, 2803.2, 192], [3, 1296, 96]]


def city_pack(files: dict[str, bytes]) -> Pack:
    days = {"published": TODAY, "checked_on": TODAY, "expires": date(2027, 11, 22)}
    head = PackHead(id="city-x", kind="city", serial=1, version="2026.11.1", **days)
    return Pack(head, {f"messages/templates/portal/{name}": content for name, content in files.items()}, b"")


def test_a_pack_of_a_city_brings_the_sheet_of_its_portal(desk: Headless, file: Path) -> None:
    desk.templates(("take", str(file), "a"))
    [kept] = desk.desk.templates
    desk.templates(("remove", "a"))
    portal = replace(kept, zh="综试区平台", cells={"B2": "head.contract", "D2": "=9710"})
    pack = city_pack({"template.toml": described(portal), "template.xlsx": kept.book})
    assert foreign(pack) == ()
    with_pack = Desk(packs=Installed(given=(pack,)))
    found = filled(made(with_pack, "apparel"), "template_portal")
    assert found is not None
    case = with_pack.sample("apparel")
    sheet = rows(found.data)
    assert sheet[1][:4] == ["合同号：", case.terms.contract_no, "总毛重", "9710"]
    assert [row[1] for row in sheet[4:]] == [line.hs for line in case.goods]


def test_a_pack_with_a_wrong_description_is_put_aside(desk: Headless) -> None:
    assert desk
    with_pack = Desk(packs=Installed(given=(city_pack({"template.toml": b"of = 7", "template.xlsx": b""}),)))
    assert with_pack.messages
    assert with_pack.templates == ()
    assert [one.code for one in with_pack.packs.aside] == ["S212"]


def test_templates_of_one_title_and_our_own_workbook_are_all_written(
    desk: Headless, file: Path, tmp_path: Path
) -> None:
    for name, title in (("a", "报关资料"), ("b", "报关资料"), ("c", "BAO"), ("d", "bao")):
        desk.templates(("take", str(file), name, f"title={title}"))
    analysis = analyse(Desk().sample("apparel"), Desk(), TODAY, ASKING)
    packet = write_packet(analysis, tmp_path / "out", ("broker",))
    kept = {one.path.rpartition("/")[2].removeprefix("草稿-") for one in packet.files if one.path.endswith(".xlsx")}
    assert kept == {
        f"XY2026-AU-033_{name}_20261125.xlsx" for name in ("报关资料", "报关资料-a", "报关资料-b", "BAO", "bao-d")
    }
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    sums = {one["path"]: one["sha256"] for one in manifest["files"]}
    assert len(sums) == len(manifest["files"])
    assert {path: hashlib.sha256((tmp_path / "out" / path).read_bytes()).hexdigest() for path in sums} == sums


def test_titles_too_long_for_a_name_keep_what_tells_them_apart(desk: Headless, file: Path) -> None:
    for name in ("a", "b"):
        desk.templates(("take", str(file), name, f"title={'长' * 200}"))
    case = desk.desk.sample("apparel")
    long = replace(case, terms=replace(case.terms, contract_no="合" * 200))
    analysis = analyse(long, Desk(), TODAY, ASKING)
    paths = [one.path.rpartition("/")[2] for one in machine_files(analysis, analysis.dossier).files]
    assert len(set(paths)) == 5
    assert max(len(path.encode()) for path in paths) <= 255


def test_a_template_without_a_goods_line_is_a_draft(desk: Headless, file: Path) -> None:
    desk.templates(("take", str(file), "a", "A2="))
    case = replace(desk.desk.sample("apparel"), goods=(), packages=())
    analysis = analyse(case, Desk(), TODAY, ASKING)
    found = filled(machine_files(analysis, replace(analysis.dossier, findings=())))
    assert found is not None
    assert found.status == "draft"
    assert ("goods",) in [gap.places for gap in found.gaps]


def test_more_than_fifty_lines_are_two_declarations_in_a_template_too(desk: Headless, file: Path) -> None:
    desk.templates(("take", str(file), "a"))
    whole = desk.desk.sample("apparel")
    goods = tuple(replace(whole.goods[0], id=f"g{number}", sku=f"S{number}") for number in range(1, 54))
    analysis = analyse(replace(whole, goods=goods, packages=()), Desk(), TODAY, ASKING)
    files = machine_files(analysis, analysis.dossier).files
    for name, sheet in (("template_a", "录入"), ("broker_workbook", "商品")):
        books = [rows(one.data, sheet) for one in files if one.id == name]
        numbers = [[row[0] for row in book if isinstance(row[0], (int, float))] for book in books]
        assert numbers == [list(range(1, 51)), [1, 2, 3]]


def sheet_file(path: Path, rows_of: dict[int, list[str]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, texts in rows_of.items():
        for at, text in enumerate(texts, 1):
            sheet.cell(row, at, text or None)
    book.save(path)
    return path


OURS = ["序号", "商品编码", "品名", "数量"]


@pytest.mark.parametrize(
    ("rows_of", "columns", "unknown", "first_row", "removed"),
    [
        (
            {1: ["No", "HS Code", "Description", "Qty", "Unit", "Unit Price", "Amount", "G.W.", "N.W."]},
            "A:no B:hs C:name_en D:qty E:unit_zh F:unit_price G:amount H:gross_kg I:net_kg",
            [], 2, 0,
        ),
        (
            {3: [*OURS, "重量"], 4: ["", "", "", "", "毛重", "净重"]},
            "A:no B:hs C:name_zh D:qty E:gross_kg F:net_kg", [], 5, 0,
        ),
        (
            {1: ["NO", "GOODS NAME (EN)", "GOODS NAME (CN)", "HS CODE", "QTY", "TOTAL"]},
            "A:no B:name_en C:name_zh D:hs E:qty F:amount", [], 2, 0,
        ),
        ({1: OURS, 2: ["", "样例2"]}, "A:no B:hs C:name_zh D:qty", [], 2, 1),
        (
            {1: ["某报关行"], 2: ["监管场所：", "", "业务类型"], 3: [*OURS, "申报单位", "产地", "备注"]},
            "A:no B:hs C:name_zh D:qty E:unit_zh F:origin_zh",
            [["G", "备注"], ["B2", "监管场所"], ["D2", "业务类型"]], 4, 0,
        ),
    ],
)  # fmt: skip
def test_titles_in_english_in_two_rows_and_labels_that_are_not_ours(
    desk: Headless, tmp_path: Path, rows_of: dict[int, list[str]], columns: str,
    unknown: list[list[str]], first_row: int, removed: int,
) -> None:  # fmt: skip
    answer = told(desk.templates(("take", str(sheet_file(tmp_path / "x.xlsx", rows_of)), "a")))
    [kept] = desk.desk.templates
    assert kept.columns == {
        letters: f"line.{value}" for letters, _, value in (one.partition(":") for one in columns.split())
    }
    assert (answer["unknown"], answer["removed"], kept.first_row) == (unknown, removed, first_row)


def test_a_cell_that_adds_up_by_itself_is_neither_filled_nor_said_to_stay_empty(desk: Headless, tmp_path: Path) -> None:
    heads = {1: ["总价合计", "=SUM(E6:E20)", "总价", "=B1"], 2: ["业务类型："], 3: ["总价"], 5: [*OURS, "总价"]}
    path = sheet_file(tmp_path / "x.xlsx", heads)
    answer = told(desk.templates(("take", str(path), "a")))
    assert answer["unknown"] == [["B2", "业务类型"]]
    [kept] = desk.desk.templates
    assert kept.cells == {"B3": "head.total"}
    file = filled(made(desk.desk), "template_a")
    assert file is not None
    assert file.data is not None
    sheet = openpyxl.load_workbook(io.BytesIO(file.data)).active
    assert sheet is not None
    assert (sheet["D1"].value, str(sheet["B1"].value)[:5]) == ("=B1", "=SUM(")
    assert sheet["B3"].value is not None


def test_a_cell_among_the_lines_is_refused_and_the_foot_is_told(desk: Headless, tmp_path: Path) -> None:
    path = sheet_file(tmp_path / "x.xlsx", {2: OURS, 20: ["制单人："], 21: ["日期"]})
    with pytest.raises(UserFacingError, match="S333"):
        desk.templates(("take", str(path), "a", "B20=head.contract"))
    answer = desk.templates(("take", str(path), "a"))
    assert told(answer)["removed"] == 0
    assert any("第 20 行起是表尾" in one.zh and "row 20" in one.en for one in answer.messages)
    [kept] = desk.desk.templates
    spoilt = described(replace(kept, cells={"B21": "head.contract"}))
    with pytest.raises(FormRefusedError, match="B21"):
        load_templates({"a/template.toml": spoilt, "a/template.xlsx": kept.book}, desk.desk.messages)


def test_a_replaced_template_and_one_for_a_single_broker_are_told(desk: Headless, file: Path) -> None:
    first = desk.templates(("take", str(file), "a"))
    second = desk.templates(("take", str(file), "a", "for=赣州甲报关行"))
    marks = ("原来叫 a 的模板已经换成这一份", "正好是“赣州甲报关行”")
    assert [[mark in "".join(one.zh for one in answer.messages) for mark in marks] for answer in (first, second)] == [
        [False, False],
        [True, True],
    ]
