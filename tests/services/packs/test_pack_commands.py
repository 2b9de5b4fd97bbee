"""The `pack` commands as a person types them, from the folder to the way back; every printed shape is checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pypdf
import pytest

from exporter_desk.cli import main
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.system import resources
from exporter_desk.system.paths import practising
from tests.support.pack_files import LIMIT, SCENARIO, pack
from tests.support.pack_server import playing
from tests.support.signed_packs import Maker

pytestmark = pytest.mark.localhost

Run = Callable[..., tuple[int, JsonObject]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], desk_home: Path) -> Run:
    def call(*argv: str) -> tuple[int, JsonObject]:
        code = main(["pack", *argv, "--json"])
        printed: JsonObject = json.loads(capsys.readouterr().out)
        name = str(printed["schema"]).rpartition("/")[2]
        jsonschema.validate(printed, json.loads(resources.read_bytes(f"schemas/{name}.json")))
        return code, printed

    return call


def folder(top: Path, files: dict[str, bytes]) -> str:
    for name, content in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(content)
    return str(top)


def codes(printed: JsonObject) -> list[str]:
    findings = printed["findings"]
    assert isinstance(findings, list)
    return [str(one["code"]) for one in findings if isinstance(one, dict)]


def test_from_a_folder_to_a_pack_that_counts_and_back(run: Run, tmp_path: Path) -> None:
    source, file, key = folder(tmp_path / "src", pack()), str(tmp_path / "a.edpack"), str(tmp_path / "k.key")
    code, made = run("key", key)
    number = str(made["key_id"])
    assert code == 0
    assert run("build", source, "--out", file)[0] == 0
    code, printed = run("verify", file)
    assert (code, codes(printed)) == (1, ["S202"])
    assert run("sign", file, "--key", key)[0] == 0
    code, printed = run("install", file)
    assert (code, codes(printed), printed["changed"]) == (1, ["S203"], False)
    assert run("trust", number, "--from", file)[0] == 0
    code, printed = run("install", file, "--preview")
    assert (code, printed["accepted"], printed["changed"], printed["effect"]) == (0, True, False, [])
    code, printed = run("install", file)
    assert (code, printed["accepted"], printed["changed"], printed["effect"]) == (2, True, False, [])
    assert run("list")[1]["installed"] == [], "nobody agreed"
    code, printed = run("install", file, "--yes")
    assert (code, printed["changed"]) == (0, True)
    code, listed = run("list")
    installed = listed["installed"]
    assert isinstance(installed, list)
    assert [(one["id"], one["serial"], one["expired"]) for one in installed if isinstance(one, dict)] == [
        ("trial-city", 3, False)
    ]
    assert run("rollback", "trial-city")[0] == 2
    assert run("remove", "trial-city")[1]["version"] is None
    assert run("list")[1]["installed"] == []


def test_the_same_folder_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    source = folder(tmp_path / "src", pack())
    sums = [run("build", source, "--out", str(tmp_path / name))[1]["sha256"] for name in ("a.edpack", "b.edpack")]
    assert sums[0] == sums[1]


def test_a_folder_with_faults_is_not_built(run: Run, tmp_path: Path) -> None:
    source = folder(tmp_path / "src", pack(limit=LIMIT.replace("value = 6000", "value = 5500")))
    code, printed = run("build", source, "--out", str(tmp_path / "a.edpack"))
    assert (code, printed["schema"], printed["accepted"]) == (1, "exporter-desk/lint", False)
    assert not (tmp_path / "a.edpack").exists()


def test_a_key_is_never_written_over(run: Run, tmp_path: Path) -> None:
    run("key", str(tmp_path / "k.key"))
    before = (tmp_path / "k.key").read_bytes()
    assert run("key", str(tmp_path / "k.key"))[0] == 2
    assert (tmp_path / "k.key").read_bytes() == before


def test_a_half_copied_pack_cannot_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "half.edpack").write_bytes(Maker(tmp_path).signed()[:700])
    for action in ("verify", "install"):
        code, printed = run(action, str(tmp_path / "half.edpack"))
        assert (code, codes(printed)) == (2, ["S200"])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["verify"], 2), (["verify", "nowhere.edpack"], 2), (["install", "."], 2), (["rollback", "nothing"], 2),
        (["remove", "nothing"], 2), (["trust", "0123456789abcdef"], 2), (["distrust", "0123456789abcdef"], 2),
        (["build", "."], 2), (["sign", "x.edpack"], 2), (["fetch"], 2), (["address", "http://a.example/"], 2),
        (["address", "https://u:p@a.example/"], 2), (["sign", "x.edpack", "--key", "none.key"], 2), (["address"], 0),
    ],
)  # fmt: skip
def test_wrong_words_are_refused_in_a_sentence(
    run: Run, words: list[str], code: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*words)[0] == code


def test_the_effect_on_a_shipment_of_the_company(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = {
        line.partition(" = ")[0]: line.partition(" = ")[2]
        for line in SCENARIO.split("[scenario.facts]")[1].split("[")[0].split("\n")
        if " = " in line
    }
    case = {
        "schema": "exporter-desk/case",
        "schema_version": 1,
        "facts": {key: json.loads(text) for key, text in facts.items()},
    }
    case["facts"]["ticket_cny"] = "5500"  # type: ignore[index]
    (tmp_path / "case.json").write_text(json.dumps(case), encoding="utf-8")
    assert main(["data", "import", str(tmp_path / "case.json")]) == 0
    capsys.readouterr()
    maker = Maker(tmp_path)
    (tmp_path / "a.edpack").write_bytes(maker.signed())
    run("trust", maker.public.id, "--from", str(tmp_path / "a.edpack"))
    effect = run("install", str(tmp_path / "a.edpack"), "--preview")[1]["effect"]
    assert isinstance(effect, list)
    told = [(one["what"], one["was"]["zh"], one["now"]["zh"]) for one in effect[0]["changes"]]  # type: ignore[index,call-overload,union-attr]  # decoded JSON
    assert ("verdict", "推荐，报关单", "推荐，清单") in told
    assert run("list")[1]["installed"] == [], "a look changes nothing"


def test_at_a_terminal_it_asks_and_a_no_changes_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    maker = Maker(tmp_path)
    (tmp_path / "a.edpack").write_bytes(maker.signed())
    run("trust", maker.public.id, "--from", str(tmp_path / "a.edpack"))
    for answer, count in (("\n", 0), ("n\n", 0), ("y\n", 1)):
        monkeypatch.setattr("sys.stdin", _Terminal(answer))
        assert main(["pack", "install", str(tmp_path / "a.edpack")]) == 0
        assert "[y/N]" in capsys.readouterr().err
        installed = run("list")[1]["installed"]
        assert isinstance(installed, list)
        assert len(installed) == count


def test_without_a_terminal_the_effect_is_shown_and_nothing_is_taken(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    maker = Maker(tmp_path)
    (tmp_path / "a.edpack").write_bytes(maker.signed())
    run("trust", maker.public.id, "--from", str(tmp_path / "a.edpack"))
    assert main(["pack", "install", str(tmp_path / "a.edpack")]) == 2
    told = capsys.readouterr()
    assert "没有结论会变" in told.out
    assert "--yes" in told.err
    assert run("list")[1]["installed"] == []


def test_a_pack_is_not_installed_from_an_exercise(run: Run, tmp_path: Path) -> None:
    maker = Maker(tmp_path)
    (tmp_path / "a.edpack").write_bytes(maker.signed())
    run("trust", maker.public.id, "--from", str(tmp_path / "a.edpack"))
    with practising():
        code, printed = run("install", str(tmp_path / "a.edpack"), "--yes")
        assert (code, codes(printed)) == (2, ["S302"])
        assert run("trust", maker.public.id, "--from", str(tmp_path / "a.edpack"))[0] == 2
    assert run("list")[1]["installed"] == []


class _Terminal:
    def __init__(self, answer: str) -> None:
        self._answer = answer

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        return self._answer


def take_an_expired_pack(run: Run, tmp_path: Path) -> None:
    maker = Maker(tmp_path)
    late = {"head__published": "2025-01-10", "head__checked_on": "2025-01-09", "head__expires": "2026-01-10"}
    (tmp_path / "a.edpack").write_bytes(maker.signed(**late))
    run("trust", maker.public.id, "--from", str(tmp_path / "a.edpack"))
    assert run("install", str(tmp_path / "a.edpack"), "--yes")[0] == 0


def test_an_expired_pack_is_told_with_every_conclusion(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take_an_expired_pack(run, tmp_path)
    (tmp_path / "case.json").write_text('{"facts": {"transaction": "sale"}}', encoding="utf-8")
    assert main(["advise", str(tmp_path / "case.json")]) == 0
    assert "S211" in capsys.readouterr().err


def test_an_expired_pack_is_told_on_internal_pages_and_not_on_the_papers_of_others(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the cover, the decision, the estimate, the refund list and the data sheet carry, the invoice does not."""
    take_an_expired_pack(run, tmp_path)
    (tmp_path / "case.json").write_bytes(resources.read_bytes("samples/furniture.json"))
    main(["packet", str(tmp_path / "case.json"), "--out", str(tmp_path / "out"), "--for", "archive"])
    capsys.readouterr()
    (file,) = (tmp_path / "out").glob("*.pdf")
    pages = ["".join(page.extract_text().split()) for page in pypdf.PdfReader(file).pages]
    told = [page for page in pages if "已于2026-01-10到期" in page]
    internal = [page for page in pages if "数据" in page and "规则" in page and "base@" in page]
    assert len(internal) >= 5
    assert all(page in told for page in internal)
    assert [page for page in told if "COMMERCIALINVOICE" in page or "PACKINGLIST" in page] == []


@pytest.mark.localhost
def test_a_pack_is_fetched_from_the_shown_address_only(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    with playing() as address:
        assert run("address", f"{address}/fine/pack.edpack")[1]["address"] == f"{address}/fine/pack.edpack"
        code, printed = run("fetch")
        assert (code, codes(printed), printed["changed"]) == (2, ["S200"], False), "fetched, and no pack"
        assert run("fetch", f"{address}/near/pack.edpack")[0] == 2
        assert run("fetch", "https://elsewhere.invalid/pack.edpack")[0] == 2
    assert run("address", "off")[1]["address"] is None
    assert run("fetch")[0] == 2


def test_a_pack_that_is_not_newer_is_never_offered(run: Run, tmp_path: Path) -> None:
    maker = Maker(tmp_path)
    for serial in (4, 3):
        (tmp_path / f"{serial}.edpack").write_bytes(maker.signed(serial))
    run("trust", maker.public.id, "--from", str(tmp_path / "4.edpack"))
    run("install", str(tmp_path / "4.edpack"), "--yes")
    assert [codes(run("install", str(tmp_path / f"{serial}.edpack"))[1]) for serial in (4, 3)] == [["S206"], ["S205"]]
