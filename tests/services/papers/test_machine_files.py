"""Files to import beside the papers: which ones a case gets, when they are drafts, what is told."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.finding import Severity
from exporter_desk.domain.origin import Origin, OriginKind
from exporter_desk.domain.tax import TaxFile
from exporter_desk.services.analysis import Analysis, analyse
from exporter_desk.services.desk import Desk
from exporter_desk.services.guided import QuestionPlan
from exporter_desk.services.names import labels
from exporter_desk.services.papers.machine_files import (
    MachineFile,
    MachineSet,
    asked_decisions,
    machine_files,
    remember,
    remembered_sender,
    sender_settings,
)
from exporter_desk.services.papers.packets import write_packet
from exporter_desk.system import resources, settings
from tests.documents.messages.message_rules import ceb_faults, texts
from tests.documents.messages.message_sample import CHOICES

ASKING = QuestionPlan.load(resources.read_bytes("text/questions.toml"))
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


def analysed(desk: Desk, case: Case) -> Analysis:
    return analyse(case, desk, TODAY, ASKING)


def made(desk: Desk, case: Case, **sender: str) -> MachineSet:
    analysis = analysed(desk, case)
    return machine_files(analysis, analysis.dossier, sender)


def choosing(case: Case, **choices: str) -> Case:
    return replace(case, choices=(*case.choices, *(Choice(what=what, value=value) for what, value in choices.items())))


def small(desk: Desk) -> Case:
    """Two cartons of shirts without a refund: what may go by list."""
    whole = desk.sample("apparel")
    line = replace(whole.goods[0], qty=Decimal(100), qty1=Decimal(100), qty2=Decimal(18), net_kg=Decimal(18))
    box = replace(
        whole.packages[0], first=1, last=2, contents={"g1": Decimal(50)}, net_kg=Decimal(9), gross_kg=Decimal(10)
    )
    facts = {**whole.facts, "want_refund": False, "consolidated": False, "ticket_cny": "2200"}
    return replace(whole, goods=(line,), packages=(box,), facts=facts, tax=TaxFile())


def told(files: MachineSet) -> set[tuple[str, str]]:
    return {(finding.code, finding.variant) for finding in files.findings}


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("furniture", ["broker_workbook", "ceb303", "decmessage"]),
        ("apparel", ["broker_workbook", "ceb303", "decmessage"]),
        ("navel-orange", ["broker_workbook", "decmessage"]),
    ],
)
def test_a_shipment_by_declaration_gets_no_list(desk: Desk, name: str, ids: list[str]) -> None:
    assert [file.id for file in made(desk, desk.sample(name)).files] == ids


def test_a_small_shipment_gets_its_list_and_no_declaration(desk: Desk) -> None:
    files = made(desk, small(desk))
    assert [file.id for file in files.files] == ["broker_workbook", "list_workbook", "ceb303", "ceb603"]


def test_a_list_is_final_once_everything_is_said(desk: Desk) -> None:
    seller = replace(small(desk).parties[0], customs_code="3607900021")
    planned = choosing(replace(small(desk), parties=(seller, *small(desk).parties[1:])), **CHOICES)
    case = replace(planned, route=replace(planned.route, departed=date(2026, 12, 12)))
    analysis = analysed(desk, case)
    agreed = replace(analysis.dossier, findings=())
    waiting = [one for one in made(desk, planned).findings if one.places == ("route.departed",)]
    assert [one.values["file_zh"] for one in waiting] == ["出口申报清单导入表", "跨境电商出口清单报文（CEB603）"]
    assert all(one.code == "X70" and "实际离境的日期" in one.values["fields_zh"] for one in waiting)
    files = {file.id: file for file in machine_files(analysis, agreed).files}
    assert (files["ceb603"].status, files["ceb603"].gaps) == ("final", ())
    assert ceb_faults(files["ceb603"].data) == []
    assert Path(files["ceb603"].path).name == "XY2026-AU-033_CEB603清单_20261125.xml"


@pytest.mark.parametrize("mode", ["9610", "1210", "1039"])
def test_other_lists_are_explained_not_made(desk: Desk, mode: str) -> None:
    files = made(desk, choosing(desk.sample("apparel"), mode=mode))
    assert [file.id for file in files.files] == ["broker_workbook"]
    assert ("X72", mode) in told(files)


def test_every_mode_on_offer_has_its_order_file_or_a_sentence_why_it_has_none(desk: Desk) -> None:
    rows = desk.codes.rows("supervision_modes")
    without = {code for code, row in rows.items() if row["offered"] == "Y" and not row["order_document"]}
    assert {"0110", "9610", "1210", "1039"} <= without
    for code in without:
        [found] = [one for one in made(desk, choosing(desk.sample("apparel"), mode=code)).findings if one.code == "X72"]
        assert code in desk.texts.render(found, {}).text("zh")


def test_a_case_without_a_mode_gets_the_workbook_alone(desk: Desk) -> None:
    files = made(desk, replace(desk.sample("apparel"), choices=()))
    assert [(file.id, file.status) for file in files.files] == [("broker_workbook", "draft")]


def test_an_empty_case_gets_an_empty_draft(desk: Desk) -> None:
    [file] = made(desk, Case()).files
    assert file.status == "draft"
    assert openpyxl.load_workbook(io.BytesIO(file.data))["商品"].max_row == 1


def test_cif_amounts_are_asked_until_somebody_decides(desk: Desk) -> None:
    assert ("X73", "") in told(made(desk, desk.sample("furniture")))
    assert ("X73", "") not in told(made(desk, choosing(desk.sample("furniture"), order_price_basis="deal")))
    assert ("X73", "") not in told(made(desk, desk.sample("apparel")))


def test_an_order_at_fob_that_a_declaration_under_cif_refers_to_is_told(desk: Desk) -> None:
    """96 × 168.00, 384 × 34.50 and 96 × 46.00 are 33,792.00; less 3,850.00 freight and 44.61 insurance 29,897.39."""
    files = made(desk, choosing(desk.sample("furniture"), order_price_basis="fob"))
    [apart] = [one for one in files.findings if (one.code, one.variant) == ("X73", "declared")]
    assert (apart.severity, apart.values["order"], apart.values["declared"]) == (
        Severity.CONFIRM, "29897.39", "33792.00",
    )  # fmt: skip
    assert ("X73", "declared") not in told(made(desk, choosing(desk.sample("furniture"), order_price_basis="deal")))
    assert ("X73", "declared") not in told(made(desk, choosing(small(desk), order_price_basis="fob")))


def test_a_price_of_five_places_that_does_not_give_the_total_is_pointed_out(desk: Desk) -> None:
    sofa, table = desk.sample("furniture").goods[:2]
    many = replace(desk.sample("furniture"), goods=(replace(sofa, qty=Decimal(70000)), table))
    assert ("X73", "price") in told(made(desk, choosing(many, order_price_basis="fob")))
    assert ("X73", "price") not in told(made(desk, choosing(desk.sample("furniture"), order_price_basis="fob")))


def test_a_total_in_cents_that_the_price_does_not_give_is_told(desk: Desk) -> None:
    """17 × 3.0775 is 52.3175, the line says 52.32; 4 × 3.0775 is 12.31 exactly."""
    apparel = desk.sample("apparel")
    exact, rounded = (replace(apparel.goods[0], qty=Decimal(qty), unit_price=Decimal("3.0775")) for qty in (4, 17))
    assert ("X73", "rounded") not in told(made(desk, replace(apparel, goods=(exact,))))
    files = made(desk, replace(apparel, goods=(exact, replace(rounded, id="g2"))))
    (finding,) = (one for one in files.findings if (one.code, one.variant) == ("X73", "rounded"))
    assert finding.places == ("goods.g2.unit_price",)
    assert finding.values["count"] == "1"


def test_a_file_that_is_not_written_is_not_said_to_be_a_draft(desk: Desk) -> None:
    whole = desk.sample("furniture")
    rows = tuple(replace(whole.goods[0], id=f"g{number}") for number in range(1, 102))
    findings = made(desk, replace(whole, goods=rows, packages=())).findings
    order = [one.code for one in findings if "CEB303" in one.values.get("file_zh", "")]
    assert order == ["X71"]


def test_settings_answer_for_every_shipment_unless_it_decides_itself(desk: Desk, tmp_path: Path) -> None:
    office = settings.load(tmp_path / "settings.json")
    for option in settings.SENDER:
        if option.key == "dxp_id":
            office.set(option, "DXPOFFICE")
    sender = sender_settings(office)
    files = {file.id: file for file in made(desk, desk.sample("apparel"), **sender).files}
    assert texts(files["ceb303"].data, "dxpId") == ["DXPOFFICE"]
    own = choosing(desk.sample("apparel"), dxp_id="DXPOWN")
    assert texts({file.id: file for file in made(desk, own, **sender).files}["ceb303"].data, "dxpId") == ["DXPOWN"]


def test_every_decision_that_is_asked_has_a_name(desk: Desk) -> None:
    for mode in ("9710", "9810", "0110", None):
        for what in asked_decisions(desk, mode):
            assert what in labels()["choices"], what


def test_every_setting_of_the_sender_is_asked_somewhere(desk: Desk) -> None:
    asked = {element.value for spec in desk.messages for element in spec.elements}
    asked |= {value for spec in desk.messages for value in (spec.namespace, *spec.attributes.values())}
    asked |= {f"choices.{spec.order}" for spec in desk.messages if spec.order} | {"choices.message_codes"}
    assert {f"choices.{option.key}" for option in settings.SENDER} <= asked


def test_the_remembered_order_of_columns_is_used_and_strange_names_are_told(desk: Desk) -> None:
    files = made(desk, choosing(desk.sample("apparel"), broker_columns="hs, amount，编号"))
    book = openpyxl.load_workbook(io.BytesIO(files.files[0].data))
    assert [cell.value for cell in book["商品"][1]][:3] == ["商品编号", "总价", "项号"]
    [finding] = [one for one in files.findings if one.code == "X74"]
    assert finding.values["found"] == "编号"


def test_every_finding_has_words_in_both_languages(desk: Desk) -> None:
    odd = choosing(desk.sample("apparel"), broker_columns="x", entry_type="Q", declare_customs="40031", mode="9710")
    for finding in desk.render(made(desk, odd).findings):
        assert "{" not in finding.zh + finding.en + finding.remedy_zh + finding.remedy_en


@pytest.mark.parametrize("name", ["furniture", "apparel", "navel-orange"])
def test_totals_of_the_workbook_are_those_of_the_papers(desk: Desk, name: str) -> None:
    analysis = analysed(desk, desk.sample(name))
    book = openpyxl.load_workbook(io.BytesIO(machine_files(analysis, analysis.dossier).files[0].data))
    head = {row[0]: row[2] for row in book["表头"].iter_rows(values_only=True)}
    lines = list(book["商品"].iter_rows(values_only=True))
    amounts = [Decimal(str(row[lines[0].index("总价")])) for row in lines[1:]]
    assert sum(amounts) == Decimal(str(head["总价"])) == analysis.totals["invoice_total"].value
    assert Decimal(str(head["毛重(千克)"])) == analysis.totals["gross_kg"].value
    assert Decimal(str(head["件数"])) == analysis.totals["cartons"].value


def test_the_broker_s_packet_lists_them_and_the_buyer_s_does_not(desk: Desk, tmp_path: Path) -> None:
    analysis = analysed(desk, desk.sample("apparel"))
    packet = write_packet(analysis, tmp_path / "broker", ("broker",))
    listed = {file.path: file for file in packet.files if file.kind == "machine"}
    assert len(listed) == 3
    assert all((tmp_path / "broker" / path).read_bytes() == file.data for path, file in listed.items())
    manifest = json.loads((tmp_path / "broker" / "manifest.json").read_text(encoding="utf-8"))
    assert {entry["path"] for entry in manifest["files"]} >= set(listed)
    buyer = write_packet(analysis, tmp_path / "buyer", ("buyer",))
    assert {file.kind for file in buyer.files} == {"packet"}
    assert not {"X70", "X73"} & {finding.code for finding in buyer.findings}


@pytest.mark.parametrize("name", ["furniture", "navel-orange"])
def test_the_declaration_message_names_the_files_that_are_uploaded(desk: Desk, tmp_path: Path, name: str) -> None:
    packet = write_packet(analysed(desk, desk.sample(name)), tmp_path, ("broker",))
    uploads = {file.path.rpartition("/")[2] for file in packet.files if file.kind == "upload"}
    [message] = [file.data for file in packet.files if file.papers == ("decmessage",)]
    named = dict(zip(texts(message, "EdocID"), texts(message, "EdocFomatType"), strict=True))
    assert uploads
    assert {one for one in uploads if "订仓单" not in one} <= {one for one, kind in named.items() if kind == "US"}


def test_the_same_case_gives_the_same_files(desk: Desk) -> None:
    first, second = (made(desk, desk.sample("furniture")) for _ in range(2))
    assert [file.data for file in first.files] == [file.data for file in second.files]


@pytest.mark.parametrize("contract", ["合" * 120, "C" * 300, "X" * 48, "合同" * 25, "../../etc/passwd"])
def test_files_of_a_long_contract_number_stay_apart_and_inside(desk: Desk, contract: str, tmp_path: Path) -> None:
    case = small(desk)
    analysis = analysed(desk, replace(case, terms=replace(case.terms, contract_no=contract)))
    packet = write_packet(analysis, tmp_path / "out", ("broker",))
    written = [file for file in (tmp_path / "out").rglob("*") if file.is_file()]
    assert len(written) == len(packet.files) + 1
    assert len([file for file in packet.files if file.kind == "machine"]) == 4
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_the_order_of_columns_is_remembered_and_the_sender_is_not(desk_home: Path) -> None:
    for what in ("broker_columns", "dxp_id", "levy_nature"):
        remember(what, "hs,amount")
    assert remembered_sender() == {"broker_columns": "hs,amount"}


def test_settings_that_cannot_be_written_hold_nothing_up(desk_home: Path) -> None:
    desk_home.parent.mkdir(parents=True, exist_ok=True)
    desk_home.write_text("in the way", encoding="utf-8")
    remember("broker_columns", "hs")


def test_what_is_missing_is_asked_of_whom_it_is_known_by(desk: Desk) -> None:
    case = choosing(desk.sample("furniture"), order_price_basis="成交价")
    missing = {one.values["file_en"]: one for one in made(desk, case).findings if one.code == "X70"}
    declaration = missing["Declaration import message (DecMessage)"]
    zh, en = declaration.values["fields_zh"], declaration.values["fields_en"]
    brokers, own = zh.split("；请货代告诉你：")
    assert brokers.startswith("请报关行告诉你：他的录入软件要求的报文版本号、")
    assert own.startswith("报关时货物存放在哪里")
    assert not any("\u4e00" <= char <= "\u9fff" for char in en)
    assert not any(word in zh for word in ("xmlns", "Version", "AgentCode"))


def test_a_box_of_two_declarations_is_to_be_packed_again(desk: Desk) -> None:
    one, box = (getattr(desk.sample("apparel"), name)[0] for name in ("goods", "packages"))
    goods = tuple(replace(one, id=f"g{row}") for row in range(1, 52))
    boxes = tuple(
        replace(box, id=f"p{row}", first=row, last=row, contents={f"g{row}": Decimal(1)}) for row in range(1, 50)
    )
    shared = replace(box, id="p50", first=50, last=50, contents={"g50": Decimal(1), "g51": Decimal(1)})
    case = replace(desk.sample("apparel"), goods=goods, packages=(*boxes, shared), tax=TaxFile())
    found = [one for one in made(desk, case).findings if one.code == "X70" and "packages.p50.from" in one.places]
    assert found
    assert all("装箱第 50 行（箱号 50）里的商品分在两份报关单里" in one.values["fields_zh"] for one in found)
    assert not any("起始箱号" in one.values["fields_zh"] for one in found)


@pytest.mark.parametrize(("typed", "asked"), [("离岸价", False), ("成交价", False), ("FOB", False), ("随便", True)])
def test_the_basis_of_order_amounts_is_answered_in_plain_words(desk: Desk, typed: str, *, asked: bool) -> None:
    found = told(made(desk, choosing(desk.sample("furniture"), order_price_basis=typed)))
    assert (("X73", "") in found) is asked


def test_what_no_official_text_shows_is_marked_where_it_is_written(desk: Desk) -> None:
    warehouse, platform = (made(desk, desk.sample(name)) for name in ("furniture", "apparel"))
    [doubtful] = [one for one in warehouse.findings if one.variant == "unconfirmed"]
    assert (doubtful.code, doubtful.values["found"], doubtful.severity) == ("X71", "00100", Severity.CONFIRM)
    [message] = [one.data.decode("utf-8") for one in warehouse.files if one.id == "decmessage"]
    assert "<!-- 待确认：业务事项" in message
    assert message.index("待确认") < message.index("<DecHead>") < message.index("<BusinessItems>00100<")
    assert "unconfirmed" not in {one.variant for one in platform.findings}


def test_estimates_of_a_file_are_one_finding_in_the_words_of_its_language(desk: Desk) -> None:
    whole = desk.sample("apparel")
    guess = {f"goods.{line.id}.unit_price": Origin(kind=OriginKind.ESTIMATED) for line in whole.goods}
    files = made(desk, replace(whole, origins=guess))
    [found] = [
        one for one in files.findings if one.variant == "estimated" and one.values["file_zh"] == "报关资料工作簿"
    ]
    assert set(found.values["field_zh"].split("、")) == {"单价", "总价"}
    assert not any("\u4e00" <= char <= "\u9fff" for char in found.values["field_en"])
    assert set(found.places) == set(guess)
    assert {one.status for one in files.files if one.id == "broker_workbook"} == {"draft"}


def final_when(desk: Desk, case: Case) -> MachineFile:
    [book] = [one for one in made(desk, case).files if one.id == "broker_workbook"]
    return book


def test_a_draft_says_why_it_is_one_and_what_makes_it_final(desk: Desk) -> None:
    """The gross weight of a chair carton is an estimate in the sample; two answers of the broker are missing."""
    case = desk.sample("furniture")
    book = final_when(desk, case)
    said = [one.zh for one in book.waits]
    assert book.status == "draft"
    assert any("还缺 2 项" in one and "征免性质、贸易国（地区）" in one for one in said)
    assert any("装箱 第2行 · 单箱毛重 kg 是估算" in one and "填上实际的数" in one for one in said)
    answered = choosing(replace(case, route=replace(case.route, trade_country="DE")), levy_nature="101")
    answered = replace(answered, not_known=frozenset(answered.not_known - {"route.trade_country"}))
    still = final_when(desk, answered)
    assert [(still.status, len(still.waits))] == [("draft", 1)]
    weighed = {path: origin for path, origin in answered.origins.items() if path != "packages.p2.gross_kg"}
    last = final_when(desk, replace(answered, origins=weighed))
    assert (last.status, last.waits) == ("final", ())


def test_a_draft_under_errors_or_unsettled_prices_says_that_first(desk: Desk) -> None:
    case = desk.sample("furniture")
    wrong = replace(case, packages=(replace(case.packages[0], net_kg=Decimal(99)), *case.packages[1:]))
    assert all("■" in one.waits[0].zh for one in made(desk, wrong).files)
    [order] = [one for one in made(desk, case).files if one.id == "ceb303"]
    assert "还没有定下来" in order.waits[0].zh
