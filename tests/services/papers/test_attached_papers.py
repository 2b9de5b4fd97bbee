"""What goes up with a declaration: the check print, the workbook and the message list the files of the upload set."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdf
import pytest
from PIL import Image

from exporter_desk.documents import attachments, uploads
from exporter_desk.documents.packet import Packet
from exporter_desk.documents.scans import Scan
from exporter_desk.domain.case import Case
from exporter_desk.domain.shipment import Fee
from exporter_desk.services.analysis import analyse
from exporter_desk.services.desk import Desk
from exporter_desk.services.guided import QuestionPlan
from exporter_desk.services.papers.packets import write_packet
from exporter_desk.services.papers.scans import pages_of, scan_kinds
from exporter_desk.system import resources
from tests.documents.messages.message_rules import texts

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


def scanned(desk: Desk, kind: str, pages: int = 1) -> Scan:
    buffer = io.BytesIO()
    first, *rest = [Image.effect_noise((400, 560), 60) for _ in range(pages)]
    first.save(buffer, "TIFF", save_all=True, append_images=rest)
    return pages_of(buffer.getvalue(), f"{kind}.tif", scan_kinds()[kind], desk.library.limits_on(DAY))


def written(desk: Desk, out: Path, case: Case, *scans: Scan) -> Packet:
    analysis = analyse(case, desk, DAY, QuestionPlan.load(resources.read_bytes("text/questions.toml")))
    return write_packet(analysis, out, ("broker",), scans=scans)


def uploaded(packet: Packet) -> list[str]:
    return [file.path.rpartition("/")[2] for file in packet.files if file.kind == "upload"]


def file_of(packet: Packet, paper: str) -> bytes:
    [data] = [file.data for file in packet.files if file.papers == (paper,)]
    return data


def files_named(packet: Packet) -> list[str]:
    """The files that the message names; the order, which is a number alone, is left out."""
    message = file_of(packet, "decmessage")
    named = zip(texts(message, "EdocID"), texts(message, "EdocFomatType"), strict=True)
    return [name for name, form in named if form == "US"]


def on_the_print(packet: Packet) -> str:
    """The papers that the check print lists, as its text says them."""
    [data] = [file.data for file in packet.files if file.kind == "packet"]
    words = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    return words.partition("随附单证2:")[2].partition("\n")[0]


def in_the_workbook(packet: Packet) -> list[tuple[object, ...]]:
    rows = openpyxl.load_workbook(io.BytesIO(file_of(packet, "broker_workbook")))["随附单据"]
    return list(rows.iter_rows(min_row=2, values_only=True))


def apparel(desk: Desk) -> Case:
    return desk.sample("apparel")


def test_scans_stand_where_the_generated_papers_stand(desk: Desk, tmp_path: Path) -> None:
    packet = written(desk, tmp_path, apparel(desk), *(scanned(desk, kind) for kind in ("transport", "agency")))
    named = files_named(packet)
    assert sorted(named) == sorted(uploaded(packet))
    codes = texts(file_of(packet, "decmessage"), "EdocCode")
    assert codes == ["00000004", "00000001", "00000002", "00000003", "00000008", "10000004"]
    assert on_the_print(packet) == "合同;发票;装箱单;提运单;代理报关委托协议"
    assert [(row[1], row[2]) for row in in_the_workbook(packet)] == [
        *zip(("合同", "发票", "装箱单", "提运单", "代理报关委托协议"), named, strict=True),
        ("跨境B2B出口单证", "SAMPLE-ORDER-0033"),
    ]


def test_what_has_no_code_of_its_own_is_the_broker_s_to_decide(desk: Desk, tmp_path: Path) -> None:
    packet = written(desk, tmp_path, apparel(desk), scanned(desk, "licence"))
    assert any("许可证件" in name for name in uploaded(packet))
    assert not any("许可证件" in name for name in files_named(packet))
    assert on_the_print(packet).endswith(";许可证件")
    assert [one.variant for one in packet.findings if one.code == "X22"] == ["uncoded"]


def test_a_paper_in_two_files_is_named_by_both(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "split", lambda data, most: attachments.split(data, min(most, 200_000)))
    packet = written(desk, tmp_path, apparel(desk), scanned(desk, "transport", pages=4))
    files = [name for name in uploaded(packet) if "提运单" in name]
    assert len(files) > 1
    assert [name for name in files_named(packet) if "提运单" in name] == files
    assert [row[2] for row in in_the_workbook(packet) if row[1] == "提运单"] == files


def open_invoice(desk: Desk) -> Case:
    """A charge in a currency that the invoice cannot convert leaves its FOB value to be confirmed."""
    whole = apparel(desk)
    freight, insurance = Fee(amount=Decimal(500), currency="EUR"), Fee(amount=Decimal(30), currency="USD")
    return replace(
        whole, terms=replace(whole.terms, incoterm="CIF", place="SYDNEY", freight=freight, insurance=insurance)
    )


def test_a_paper_that_is_not_ready_is_no_attachment_and_the_files_wait_for_it(desk: Desk, tmp_path: Path) -> None:
    packet = written(desk, tmp_path, open_invoice(desk))
    assert packet.withheld == ("commercial_invoice",)
    assert sorted(files_named(packet)) == sorted(uploaded(packet))
    assert on_the_print(packet) == "合同;发票（未完成）;装箱单"
    assert [row[1:] for row in in_the_workbook(packet)][1] == ("发票", "未完成")
    listing = [file for file in packet.files if file.papers in (("decmessage",), ("broker_workbook",))]
    assert [file.status for file in listing] == ["draft", "draft"]
    assert all(any("发票" in wait.zh for wait in file.waits) for file in listing)
    assert [one.variant for one in packet.findings if one.code == "X71"] == ["withheld", "withheld"]
