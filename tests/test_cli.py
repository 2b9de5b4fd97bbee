"""The command line as an outside checker uses it: JSON on stdout by its schema, exit codes, sentences on stderr."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from exporter_desk.cli import main
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.system import resources

SAMPLES = ("apparel", "furniture", "navel-orange")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], desk_home: Path) -> Run:
    """Run one command in this process; its exit code, stdout and stderr."""

    def call(*argv: str) -> tuple[int, str, str]:
        code = main(argv)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.fixture
def sample_file(tmp_path: Path) -> Callable[[str], str]:
    """Write a sample to a file and return its path."""

    def write(name: str) -> str:
        path = tmp_path / f"{name}.json"
        path.write_bytes(resources.read_bytes(f"samples/{name}.json"))
        return str(path)

    return write


def checked(text: str, schema: str) -> JsonObject:
    data: JsonObject = json.loads(text, parse_float=_no_floats)
    jsonschema.validate(data, json.loads(resources.read_bytes(f"schemas/{schema}.json")))
    return data


def _no_floats(text: str) -> None:
    raise AssertionError(f"a float was printed: {text}")


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("command", ["advise", "estimate", "refund", "check"])
def test_conclusions_about_the_samples_follow_their_schema(
    run: Run, sample_file: Callable[[str], str], command: str, name: str
) -> None:
    code, out, err = run(command, sample_file(name), "--json")
    assert (code, err) == (0, "")
    checked(out, command)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_packet_is_written_as_its_answer_says(
    run: Run, sample_file: Callable[[str], str], tmp_path: Path, name: str
) -> None:
    code, out, _ = run("packet", sample_file(name), "--out", str(tmp_path / "out"), "--json")
    answer = checked(out, "packet")
    assert code == 0
    for entry in answer["files"]:
        assert (tmp_path / "out" / entry["path"]).stat().st_size == entry["bytes"]
    assert (tmp_path / "out" / answer["manifest"]).is_file()


def test_one_receiver_gets_only_his_papers(run: Run, sample_file: Callable[[str], str], tmp_path: Path) -> None:
    _, out, _ = run("packet", sample_file("apparel"), "--out", str(tmp_path), "--for", "buyer", "--json")
    assert {entry["receiver"] for entry in checked(out, "packet")["files"]} == {"buyer"}


def test_the_answer_for_one_question_needs_only_facts(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text('{"facts": {"buyer": "business", "deal_channel": "offline", "licence": null}}', encoding="utf-8")
    code, out, _ = run("advise", str(path), "--json")
    assert code == 0
    assert checked(out, "advise")["questions"]


@pytest.mark.parametrize(
    ("argv", "schema"),
    [
        (("sample", "--json"), "samples"),
        (("hs", "脐橙", "--json"), "hs"),
        (("doctor", "--json"), "doctor"),
        (("pack", "list", "--json"), "packs"),
        (("pack", "lint", "--json"), "lint"),
    ],
)
def test_other_answers_follow_their_schema(run: Run, argv: tuple[str, ...], schema: str) -> None:
    code, out, _ = run(*argv)
    assert code == 0
    checked(out, schema)


def test_every_published_schema_can_be_printed(run: Run) -> None:
    names = run("schema")[1].split()
    assert {"case", "advise", "estimate", "refund", "check", "packet", "error"} <= set(names)
    for name in names:
        code, out, _ = run("schema", name)
        assert code == 0
        jsonschema.Draft202012Validator.check_schema(json.loads(out))


def test_a_printed_sample_is_a_case_by_the_case_schema(run: Run) -> None:
    schema = json.loads(run("schema", "case")[1])
    for name in SAMPLES:
        jsonschema.validate(json.loads(run("sample", name)[1]), schema)


@pytest.mark.parametrize(
    ("argv", "line"),
    [
        (("words", "cny", "107000.53"), "人民币壹拾万柒仟元零伍角叁分\n"),
        (("words", "cny", "1,680.32"), "人民币壹仟陆佰捌拾元零叁角贰分\n"),
        (("words", "en", "USD", "12450"), "SAY US DOLLARS TWELVE THOUSAND FOUR HUNDRED AND FIFTY ONLY.\n"),
        (("words", "en", "USD", "0.05"), "SAY US CENTS FIVE ONLY.\n"),
    ],
)
def test_words_stand_as_on_paper(run: Run, argv: tuple[str, ...], line: str) -> None:
    assert run(*argv) == (0, line, "")


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        (("cny", "-1"), "must not be negative"),
        (("cny", "10000000000000"), "largest amount is 9999999999999.99"),
        (("cny", "1", "2"), "takes one amount"),
        (("en", "USD", "0"), "zero has no English words"),
        (("en", "JPY", "100.5"), "no fractions"),
        (("en", "XXX", "1.23"), "covered are AED, AUD"),
    ],
)
def test_words_that_are_refused_say_why(run: Run, argv: tuple[str, ...], why: str) -> None:
    code, out, err = run("--language", "en", "words", *argv)
    assert (code, out) == (2, "")
    assert why in err


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[]", "At the top, a group of items in braces is expected, but a list was found."),
        (b'{"schema_version": "1"}', 'At schema_version, 1 is expected, but "1" was found.'),
        (b'{"note": "' + b"x" * 10_000_000 + b'"}', "has at least 4000001 bytes; the limit is 4000000."),
    ],
)
def test_a_refused_case_is_told_as_it_is(run: Run, tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "odd.json"
    path.write_bytes(content)
    code, _, err = run("--language", "en", "check", str(path))
    assert code == 2
    assert sentence in err


@pytest.mark.parametrize("out", ["", " "])
def test_a_folder_without_a_name_is_wrong_usage(
    run: Run, sample_file: Callable[[str], str], capsys: pytest.CaptureFixture[str], out: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("packet", sample_file("furniture"), "--out", out)
    assert stopped.value.code == 2
    assert "the name is empty" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="devices are no files there")
@pytest.mark.parametrize("kind", ["folder", "device"])
def test_an_estimate_is_not_kept_in_place_of_a_folder_or_a_device(
    run: Run, sample_file: Callable[[str], str], tmp_path: Path, kind: str
) -> None:
    target = tmp_path / "kept"
    target.mkdir() if kind == "folder" else os.mkfifo(target)
    code, _, err = run("--language", "en", "estimate", sample_file("furniture"), "--save", str(target))
    assert code == 3
    assert "cannot be written there" in err
    assert not target.is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="a file stands for the folder by another error there")
def test_an_export_that_cannot_be_written_is_a_problem_of_the_machine(
    run: Run, sample_file: Callable[[str], str], tmp_path: Path
) -> None:
    assert run("data", "import", sample_file("furniture"))[0] == 0
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    for target in (tmp_path / "folder", tmp_path / "file" / "shipment.exdesk"):
        code, out, err = run("data", "export", str(target), "--case", "2026-902", "--json")
        assert code == 3
        assert checked(out, "error")["findings"][0]["code"].startswith("S")
        assert "Traceback" not in err


def test_a_negative_total_without_receipts_is_a_finding(run: Run, tmp_path: Path) -> None:
    goods = [{"id": "g1", "qty": "2", "unit_price": "-5.00"}]
    path = tmp_path / "negative.json"
    path.write_text(json.dumps({"terms": {"currency": "USD"}, "goods": goods}), encoding="utf-8")
    code, out, err = run("check", str(path), "--json")
    assert (code, err) == (1, "")
    assert ("X1", "goods.g1.unit_price") in {
        (one["code"], one["places"][0]) for one in checked(out, "check")["findings"]
    }


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("words", "cny", "abc"), "S42"),
        (("words", "cny", "-1"), "S42"),
        (("words", "en", "JPY", "1.5"), "S42"),
        (("hs", "9403", "--limit", "-1"), "S46"),
        (("pack", "lint", "no-such-folder"), "S47"),
        (("sample", "nope"), "S41"),
        (("schema", "nope"), "S41"),
        (("check", "no-such-file.json", "--json"), "S40"),
    ],
)
def test_refused_words_and_names_are_wrong_usage(run: Run, argv: tuple[str, ...], code: str) -> None:
    exit_code, out, err = run(*argv)
    assert exit_code == 2
    assert "Traceback" not in err
    assert err.strip()
    if "--json" in argv:
        assert checked(out, "error")["findings"][0]["code"] == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "D01"),
        (b"\xff\xfe{\x00}\x00", "D01"),
        (b'{"colour": 1}', "D02"),
        (b'{"goods": [{"id": "g1", "unit_price": 1.5}]}', "D04"),
        (b'{"goods": [{"id": "g1", "name_zh": "a\\u0000"}]}', "D07"),
        (b'{"note": "' + b"x" * 10_000_000 + b'"}', "D11"),
        (b'{"schema_version": 99}', "D13"),
    ],
)
@pytest.mark.parametrize("command", ["advise", "check", "estimate", "refund"])
def test_unreadable_input_is_told_and_refused(
    run: Run, tmp_path: Path, command: str, content: bytes, code: str
) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(content)
    exit_code, out, err = run(command, str(path), "--json")
    assert exit_code == 2
    assert code in {finding["code"] for finding in checked(out, "error")["findings"]} or command in {
        "estimate",
        "refund",
    }
    assert "Traceback" not in err


def test_a_case_with_errors_exits_1_and_its_packet_is_a_draft(run: Run, tmp_path: Path) -> None:
    case = json.loads(resources.read_bytes("samples/apparel.json"))
    case["packages"][0]["net_kg"] = "999"
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    assert run("check", str(path))[0] == 1
    code, out, err = run("packet", str(path), "--out", str(tmp_path / "out"), "--json")
    assert code == 1
    assert "X5" in err
    statuses = {(entry["kind"], entry["status"]) for entry in checked(out, "packet")["files"]}
    assert statuses == {("packet", "draft"), ("machine", "draft")}


def test_a_folder_that_cannot_be_made_is_a_problem_of_the_machine(
    run: Run, sample_file: Callable[[str], str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    code, out, err = run("packet", sample_file("apparel"), "--out", str(tmp_path / "file" / "out"), "--json")
    assert code == 3
    assert checked(out, "error")["findings"][0]["code"].startswith("S")
    assert "Traceback" not in err


def test_data_can_be_exported_imported_backed_up_and_restored(run: Run, desk_home: Path, tmp_path: Path) -> None:
    source = tmp_path / "case.json"
    source.write_bytes(resources.read_bytes("samples/furniture.json"))
    code, out, _ = run("data", "import", str(source), "--json")
    assert code == 0
    checked(out, "data")
    backup = tmp_path / "copy.exdb"
    assert run("data", "backup", str(backup))[0] == 0
    assert checked(run("data", "check", str(backup), "--json")[1], "data")["cases"] == 4
    for name in ("out.json", "out.exdesk"):
        assert run("data", "export", str(tmp_path / name), "--case", "2026-902")[0] == 0
    assert run("data", "import", str(tmp_path / "out.exdesk"))[0] == 0
    assert run("data", "restore", str(backup))[0] == 0
    assert run("check", "2026-902")[0] == 0


def test_messages_follow_the_chosen_language(run: Run) -> None:
    assert "没有" in run("sample", "nope")[2]
    assert "There is no sample" in run("--language", "en", "sample", "nope")[2]


@pytest.mark.parametrize("words", [("sample",), ("data", "cards", "list")])
def test_lists_of_what_is_shipped_follow_the_chosen_language(run: Run, words: tuple[str, ...]) -> None:
    chinese, english = run(*words)[1], run("--language", "en", *words)[1]
    assert chinese.count("示例") >= 1
    assert [char for char in english if "\u3000" <= char <= "\uffef"] == []
    assert len(english.splitlines()) == len(chinese.splitlines())


@pytest.mark.parametrize("words", [("--language", "en", "sample", "nope"), ("sample", "nope", "--language", "en")])
def test_the_language_may_stand_anywhere(run: Run, words: tuple[str, ...]) -> None:
    assert "There is no sample" in run(*words)[2]
    assert "There is no sample" in run("sample", "--language=en", "nope")[2]


def test_standard_input_and_utf8_work_in_a_process_of_its_own(desk_home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "exporter_desk", "advise", "-", "--json"],
        input=b'{"facts": {"buyer": "business"}}',
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "一般贸易" in done.stdout.decode("utf-8")


def test_a_backup_goes_only_into_a_folder_that_is_there(
    run: Run, sample_file: Callable[[str], str], tmp_path: Path
) -> None:
    run("data", "import", sample_file("apparel"))
    code, _, err = run("data", "backup", str(tmp_path / "no-such-stick" / "copy.exdb"))
    assert (code, list(tmp_path.glob("no-such-stick"))) == (2, [])
    assert "no-such-stick" in err
    assert run("data", "backup", str(tmp_path))[0] == 0
    assert len(list(tmp_path.glob("company-*.exdb"))) == 1


def test_an_obsolete_commodity_code_is_told_with_its_candidates(run: Run) -> None:
    code, out, _ = run("hs", "6109.1000.21")
    assert code == 0
    assert "6109100021 已经作废" in out
    assert "6109100000" in out


@pytest.mark.parametrize(
    "command", [("advise",), ("check",), ("estimate",), ("refund",), ("packet", "--out", "out"), ("data", "import")]
)
def test_an_answer_to_no_question_is_refused_by_its_path(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("case.json").write_text('{"facts": {"no_such_fact": true}}', encoding="utf-8")
    code, _, err = run(*command, "case.json")
    assert code == 2
    assert "D20 [facts.no_such_fact]" in err
    assert not Path("out").exists()


def test_an_archive_is_not_written_together_with_sheets(run: Run, tmp_path: Path) -> None:
    code, _, told = run("refund", "--period", "2026", "--archive", str(tmp_path / "a.zip"), "--out", str(tmp_path))
    assert code == 2
    assert "--archive" in told
    assert not list(tmp_path.glob("*.zip"))
