"""`data rates`: import of the library, look-up by day, refusals that leave the former rates, use by the refund part."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from exporter_desk.cli import main
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.system import resources
from exporter_desk.system.paths import find_paths
from tests.support import dbf_files

Run = Callable[..., tuple[int, JsonObject]]
ROWS = (
    {"CODE": "8541430000", "TSL": "9", "ST_DATE": "20250101", "END_DATE": "20260331", "NAME": "光伏电池"},
    {"CODE": "8541430000", "TSL": "0", "ST_DATE": "20260401", "TSFLAG": "1"},
    {"CODE": "940169001001", "TSL": "0", "TSFLAG": "2"},
    {"CODE": "940169001002", "TSL": "13"},
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], desk_home: Path) -> Run:
    def call(*argv: str) -> tuple[int, JsonObject]:
        code = main([*argv, "--json"])
        printed: JsonObject = json.loads(capsys.readouterr().out)
        name = str(printed["schema"]).rpartition("/")[2]
        jsonschema.validate(printed, json.loads(resources.read_bytes(f"schemas/{name}.json")))
        return code, printed

    return call


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "出口退税率文库2026B.zip"
    path.write_bytes(dbf_files.zipped({"文库/cmcode.DBF": dbf_files.rates(*ROWS)}))
    return path


def test_before_any_import_the_bundled_rates_are_named_as_such(run: Run) -> None:
    code, shown = run("data", "rates", "show", "0805.10.00.00")
    assert code == 0
    assert shown["library"]["bundled"] is True
    assert (shown["rate"]["refund_rate"], shown["rate"]["confidence"]) == ("0.09", "secondary")


def test_an_imported_library_answers_by_day(run: Run, library: Path) -> None:
    code, done = run("data", "rates", "import", str(library))
    assert (code, done["count"], done["library"]["version"]) == (0, 4, "2026B")
    answers = [run("data", "rates", "show", "8541430000", "--day", f"2026-0{day}")[1] for day in ("3-31", "4-01")]
    assert [(one["rate"]["refund_rate"], one["rate"]["flag"]) for one in answers] == [("0.09", None), ("0", "1")]
    assert answers[0]["library"]["bundled"] is False


def test_an_ambiguous_code_is_asked(run: Run, library: Path) -> None:
    run("data", "rates", "import", str(library))
    code, shown = run("data", "rates", "show", "9401690010", "--day", "2026-05-01")
    assert (code, shown["answer"], shown["rate"], len(shown["choices"])) == (0, "ambiguous", None, 2)


def test_rows_of_several_taxes_are_shown_with_them(run: Run, tmp_path: Path) -> None:
    rows = ({"CODE": "2203000000", "SZ": "V"}, {"CODE": "2203000000", "SZ": "C", "TSL": "10"})
    source = tmp_path / "2026B.zip"
    source.write_bytes(dbf_files.zipped({"cmcode.DBF": dbf_files.rates(*rows)}))
    run("data", "rates", "import", str(source))
    _, shown = run("data", "rates", "show", "2203000000", "--day", "2026-05-01")
    assert (shown["answer"], [one["tax"] for one in shown["choices"]]) == ("ambiguous", ["V", "C"])


def test_a_code_of_the_bundled_table_is_not_borrowed(run: Run, library: Path) -> None:
    run("data", "rates", "import", str(library))
    assert run("data", "rates", "show", "0805100000")[1]["answer"] == "none"


def test_the_refund_uses_the_imported_rate_of_the_export_day(run: Run, library: Path, tmp_path: Path) -> None:
    run("data", "rates", "import", str(library))
    rates = []
    for day in ("2026-03-31", "2026-04-01"):
        case = {"lines": [{"hs": "8541430000"}], "dates": {"export": day}}
        (tmp_path / "in.json").write_text(json.dumps(case), encoding="utf-8")
        _, answer = run("refund", str(tmp_path / "in.json"))
        rates += [one["value"] for one in answer["quantities"] if one["symbol"] == "REFUND_RATE"]
    assert rates == ["0.09", "0"]


def test_the_unpacked_table_can_be_imported(run: Run, tmp_path: Path) -> None:
    table, memo = dbf_files.names({"8541430000": "太阳能电池"})
    for name, data in (("cmcode.dbf", dbf_files.rates(*ROWS)), ("stdcm.dbf", table), ("stdcm.FPT", memo)):
        (tmp_path / name).write_bytes(data)
    assert run("data", "rates", "import", str(tmp_path / "cmcode.dbf"))[1]["library"]["version"] is None
    assert run("data", "rates", "show", "8541430000")[1]["rate"]["name"] == "太阳能电池"


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (b"", "D60"),
        (dbf_files.zipped({"a.txt": b""}), "D62"),
        (dbf_files.zipped({"cmcode.dbf": dbf_files.rates(*ROWS)[:-40]}), "D61"),
        (dbf_files.zipped({"../cmcode.dbf": dbf_files.rates(*ROWS)}), "D60"),
        (dbf_files.zipped({"cmcode.dbf": dbf_files.rates({"CODE": "x"})}), "D62"),
        (dbf_files.zipped({"cmcode.dbf": dbf_files.rates({**ROWS[0], "TSL": ""})}), "D62"),  # no rate in it
    ],
)
def test_a_refused_import_leaves_the_former_rates(
    run: Run, library: Path, tmp_path: Path, content: bytes, finding: str
) -> None:
    run("data", "rates", "import", str(library))
    before = find_paths().rate_library.read_bytes()
    (tmp_path / "bad.zip").write_bytes(content)
    code, refused = run("data", "rates", "import", str(tmp_path / "bad.zip"))
    assert (code, refused["findings"][0]["code"]) == (2, finding)
    assert find_paths().rate_library.read_bytes() == before


def test_a_library_without_an_edition_is_named_without_a_gap(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], desk_home: Path
) -> None:
    (tmp_path / "cmcode.dbf").write_bytes(dbf_files.rates(*ROWS))
    assert main(["--language", "zh", "data", "rates", "import", str(tmp_path / "cmcode.dbf")]) == 0
    assert "出口退税率文库（文件没有写版本）：4 条" in capsys.readouterr().out


def test_a_refusal_names_the_columns_the_record_or_the_file_name(run: Run, tmp_path: Path) -> None:
    two = dbf_files.rates(*ROWS[:2])
    without_rate = dbf_files.table([("CODE", "C", 20), ("ST_DATE", "C", 8)], [[b"0805", b"20260101"]])
    refused = {
        "a.zip": (dbf_files.zipped({"cmcode.dbf": two[:-40]}), "cmcode.dbf 1"),  # the second of two is cut off
        "b.zip": (dbf_files.zipped({"cmcode.dbf": dbf_files.rates(ROWS[0], {"CODE": ""})}), "2"),
        "c.zip": (dbf_files.zipped({"cmcode.dbf": without_rate}), "TSL, END_DATE"),
        "d.zip": (dbf_files.zipped({"cmcode.dbf": dbf_files.rates({**ROWS[0], "TSL": "?"})}), "1"),
        "rates.dbf": (two, "cmcode.dbf"),
    }
    for name, (content, told) in refused.items():
        (tmp_path / name).write_bytes(content)
        (finding,) = run("data", "rates", "import", str(tmp_path / name))[1]["findings"]
        assert told in finding["zh"]
        assert told in finding["en"]
    assert "known by its file name" in finding["en"]


def test_an_older_edition_and_unreadable_rows_are_told(run: Run, library: Path, tmp_path: Path) -> None:
    run("data", "rates", "import", str(library))
    older = tmp_path / "2026A.zip"
    older.write_bytes(dbf_files.zipped({"cmcode.dbf": dbf_files.rates({"CODE": "0805", "TSL": "?"}, *ROWS)}))
    code, done = run("data", "rates", "import", str(older))
    assert (code, [one["code"] for one in done["findings"]]) == (0, ["D63", "D64"])


def test_a_damaged_store_is_told_and_the_bundled_rates_count(run: Run, library: Path) -> None:
    run("data", "rates", "import", str(library))
    find_paths().rate_library.write_text("{", encoding="utf-8")
    shown = run("data", "rates", "show")[1]
    assert (shown["library"]["bundled"], [one["code"] for one in shown["findings"]]) == (True, ["D65"])


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("import",),
        ("import", "a", "b"),
        ("look", "0805"),
        ("show", "橙"),
        ("show", "123"),
        ("show", "0805100000", "--day", "2026-02-30"),
        ("import", "no-such-file.zip"),
    ],
)
def test_wrong_words_are_bad_input(run: Run, words: tuple[str, ...]) -> None:
    assert run("data", "rates", *words)[0] == 2


def test_other_data_commands_take_one_file(run: Run) -> None:
    assert run("data", "check", "a", "b")[0] == 2
