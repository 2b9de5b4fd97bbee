"""The `case` commands as an outside checker uses them: attach, list, packet, detach, save, check."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import jsonschema
import pypdf
import pytest

from exporter_desk.cli import main
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.services.keeping.company import company_path
from exporter_desk.system import resources
from tests.support import scan_files
from tests.support.scan_files import put

Run = Callable[..., tuple[int, str, str]]
NUMBER = "2026-902"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], desk_home: Path, tmp_path: Path) -> Run:
    """Run one command in this process over a fresh company with the samples."""

    def call(*argv: str) -> tuple[int, str, str]:
        code = main(argv)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    path = put(tmp_path / "apparel.json", resources.read_bytes("samples/apparel.json"))
    assert call("data", "import", str(path))[0] == 0
    return call


def answer(text: str, schema: str = "attachments") -> JsonObject:
    data: JsonObject = json.loads(text)
    jsonschema.validate(data, json.loads(resources.read_bytes(f"schemas/{schema}.json")))
    return data


@pytest.fixture
def bill(tmp_path: Path) -> str:
    return str(put(tmp_path / "提单.jpg", scan_files.jpeg()))


def test_attach_list_packet_and_detach(run: Run, bill: str, tmp_path: Path) -> None:
    code, out, _ = run("case", "attach", NUMBER, bill, "--paper", "BA-4", "--json")
    [one] = answer(out)["attachments"]
    assert (code, one["id"], one["kind"], one["pages"], one["here"]) == (0, "a1", "transport", 1, True)
    code, out, _ = run("case", "attachments", NUMBER, "--json")
    assert (code, answer(out)["attachments"]) == (0, [one])
    _, out, _ = run("packet", NUMBER, "--out", str(tmp_path / "out"), "--for", "bank", "--json")
    made = answer(out, "packet")
    assert [scan["files"] for scan in made["scans"]] == [[one["sha256"]]]
    [file] = [entry for entry in made["files"] if entry["kind"] == "packet"]
    assert len(pypdf.PdfReader(tmp_path / "out" / file["path"]).pages) == file["pages"]
    _, out, _ = run("refund", NUMBER, "--json")
    papers = {paper["id"]: paper for paper in answer(out, "refund")["papers"]}
    assert [scan["sha256"] for scan in papers["BA-4"]["scans"]] == [one["sha256"]]
    assert papers["BA-4"]["state"] == "have"
    code, out, _ = run("case", "detach", NUMBER, "a1", "--json")
    assert (code, answer(out)["action"]) == (0, "detach")
    assert answer(run("case", "attachments", NUMBER, "--json")[1])["attachments"] == []


def test_a_saved_copy_is_the_file_or_its_pages(run: Run, bill: str, tmp_path: Path) -> None:
    run("case", "attach", NUMBER, bill, "--paper", "contract", "--turn", "90")
    code, out, _ = run("case", "save", NUMBER, "a1", "--out", str(tmp_path / "copy.jpg"), "--json")
    assert (code, answer(out)["path"]) == (0, str(tmp_path / "copy.jpg"))
    assert (tmp_path / "copy.jpg").read_bytes() == Path(bill).read_bytes()
    run("case", "save", NUMBER, "a1", "--out", str(tmp_path / "pages.pdf"), "--pages")
    page = pypdf.PdfReader(tmp_path / "pages.pdf").pages[0]
    assert page.mediabox.width > page.mediabox.height


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("attach", NUMBER, "nowhere.pdf", "--paper", "contract"), "S06"),
        (("attach", NUMBER, "BILL", "--paper", "nonsense"), "S59"),
        (("attach", NUMBER, "BILL"), "S43"),
        (("attach", NUMBER, "--paper", "contract"), "S43"),
        (("attach", "2020-001", "BILL", "--paper", "contract"), "S40"),
        (("detach", NUMBER, "a7"), "S58"),
        (("save", NUMBER, "a7", "--out", "x"), "S58"),
        (("save", NUMBER, "a7"), "S43"),
    ],
)
def test_wrong_words_are_told_with_exit_2(run: Run, bill: str, argv: tuple[str, ...], code: str) -> None:
    found, out, _ = run("case", *(bill if word == "BILL" else word for word in argv), "--json")
    assert (found, answer(out, "error")["findings"][0]["code"]) == (2, code)


def test_the_check_reads_every_file_through(run: Run, bill: str) -> None:
    run("case", "attach", NUMBER, bill, "--paper", "BA-4")
    code, out, _ = run("data", "check", "--json")
    assert (code, answer(out, "data")["attachments"], answer(out, "data")["lost"]) == (0, 1, [])
    with closing(sqlite3.connect(company_path())) as other, other:
        other.execute("UPDATE content_piece SET body = zeroblob(length(body))")
    code, out, err = run("data", "check", "--json")
    assert (code, [one["damaged"] for one in answer(out, "data")["lost"]]) == (3, [True, True])
    assert "提单.jpg" in err
    code, out, _ = run("packet", NUMBER, "--out", "unused", "--for", "bank", "--json")
    assert (code, answer(out, "error")["findings"][0]["code"]) == (3, "S56")
    assert not Path("unused").exists()


def test_a_shipment_out_of_a_file_finds_its_scans_by_their_hash(run: Run, bill: str, tmp_path: Path) -> None:
    run("case", "attach", NUMBER, bill, "--paper", "transport")
    run("data", "export", str(tmp_path / "case.json"), "--case", NUMBER)
    text = (tmp_path / "case.json").read_text(encoding="utf-8")
    assert "提单.jpg" in text
    assert str(tmp_path) not in text
    _, out, _ = run("packet", str(tmp_path / "case.json"), "--out", str(tmp_path / "o"), "--for", "bank", "--json")
    assert [scan["kind"] for scan in answer(out, "packet")["scans"]] == ["transport"]
    company_path().unlink()
    _, out, _ = run("packet", str(tmp_path / "case.json"), "--out", str(tmp_path / "o2"), "--for", "bank", "--json")
    made = answer(out, "packet")
    assert (made["scans"], [one["code"] for one in made["findings"] if one["code"] == "X57"]) == ([], ["X57"])


def test_a_batch_out_of_the_database_takes_the_scans_along(run: Run, bill: str, tmp_path: Path) -> None:
    run("case", "attach", NUMBER, bill, "--paper", "transport")
    code, out, _ = run("packet", NUMBER, "2026-903", "--out", str(tmp_path / "all"), "--for", "bank", "--json")
    answer(out, "packet_batch")
    found = {path.parent.name: json.loads(path.read_text("utf-8"))["scans"] for path in tmp_path.rglob("manifest.json")}
    assert code in (0, 1)
    assert [[scan["kind"] for scan in found[name]] for name in sorted(found)] == [["transport"], []]
