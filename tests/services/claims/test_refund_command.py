"""`refund` with files: worksheets, calendar, the claim of a month over the database; words that it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from exporter_desk.cli import main
from exporter_desk.domain import case_json
from exporter_desk.domain.case import Case
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.system import resources
from tests.support import claim_cases

Run = Callable[..., tuple[int, JsonObject]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], desk_home: Path) -> Run:
    def call(*argv: str) -> tuple[int, JsonObject]:
        code = main([*argv, "--json"])
        printed: JsonObject = json.loads(capsys.readouterr().out)
        name = str(printed["schema"]).rpartition("/")[2].replace("-", "_")
        jsonschema.validate(printed, json.loads(resources.read_bytes(f"schemas/{name}.json")))
        return code, printed

    return call


@pytest.fixture
def case_file(tmp_path: Path) -> str:
    path = tmp_path / "case.json"
    path.write_text(case_json.dump(claim_cases.trader()), encoding="utf-8")
    return str(path)


def test_worksheets_and_calendar_are_written_as_the_answer_says(run: Run, case_file: str, tmp_path: Path) -> None:
    out, ics = tmp_path / "out", tmp_path / "deadlines.ics"
    _, answer = run("refund", case_file, "--out", str(out), "--ics", str(ics))
    assert {one["id"] for one in answer["files"]} == {
        "trader_exports",
        "trader_purchases",
        "receipts",
        "catalogue",
        "papers",
    }
    assert {path.name: path.stat().st_size for path in out.iterdir()} == {
        one["path"]: one["bytes"] for one in answer["files"]
    }
    assert answer["calendar"] == str(ics)
    text = ics.read_bytes().decode("utf-8")
    assert f"UID:{'a' * 16}-fx_deadline@exporter-desk\r\nDTSTAMP" in text
    assert "DTSTART;VALUE=DATE:20270430\r\n" in text
    assert "regular_end" not in text  # it was claimed


def test_the_month_is_claimed_over_the_database(run: Run, case_file: str, tmp_path: Path) -> None:
    assert run("data", "import", case_file)[0] == 0
    code, answer = run("refund", "--period", "2026-04", "--day", "2026-06-01", "--out", str(tmp_path / "m"))
    assert (code, answer["period"], answer["claimed"]["low"]) == (0, "202604", "1326.00")
    assert [one["standing"] for one in answer["shipments"]] == ["claimed"]
    assert answer["sheets"]["purchases"][1]["base"] == "2200.00"
    assert len(list((tmp_path / "m").iterdir())) == len(answer["files"]) == 5


def test_a_stored_shipment_says_what_its_month_says_and_a_file_stands_alone(run: Run, tmp_path: Path) -> None:
    """April takes back 1,278.00 (2,000 USD at 7.10 and 9 %), which May leaves out: May is 0.00 to 1,278.00."""
    vat = {"filed": True, "output_tax": "500.00", "input_tax": "2000.00", "carried_mdt": "0"}
    back = [
        {"id": one, "refund_rate": "0.09", "vat_rate": "0.13", "made": "own", "reversal": True} for one in ("g1", "g2")
    ]
    april = claim_cases.producer("2026-201", lines=back, vat={**vat, "period": "202604", "previous_credit": "0"})
    return_of_may = {**vat, "period": "202605", "previous_credit": "2068.00"}
    may = claim_cases.producer("2026-202", claim_period="202605", claim_date=None, vat=return_of_may)
    for name, case in (("april", april), ("may", may)):
        (tmp_path / name).write_text(case_json.dump(case), encoding="utf-8")
        assert run("data", "import", str(tmp_path / name))[0] == 0
    bounds = [
        (one["value"], one["low"], one["high"])
        for source in ("2026-202", str(tmp_path / "may"))
        for one in run("refund", source)[1]["quantities"]
        if one["symbol"] == "REFUND"
    ]
    assert bounds == [(None, "0.00", "1278.00"), ("1278.00", None, None)]
    month = run("refund", "--period", "2026-05")[1]["claimed"]
    assert (month["low"], month["high"]) == ("0.00", "1278.00")


def test_samples_are_nobodys_claim(run: Run, case_file: str) -> None:
    run("data", "import", case_file)  # the new database holds the samples too
    assert len(run("refund", "--period", "202612")[1]["shipments"]) == 1


def test_without_a_database_there_is_nothing_to_claim(run: Run) -> None:
    code, answer = run("refund", "--period", "2026-04")
    assert (code, answer["shipments"]) == (0, [])


def test_the_same_item_in_two_shipments_is_an_error(run: Run, case_file: str) -> None:
    for _ in range(2):
        run("data", "import", case_file)
    code, answer = run("refund", "--period", "2026-04", "--day", "2026-06-01")
    assert code == 1
    assert {one["code"] for one in answer["findings"]} == {"T70", "T71"}


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--period", "2026-13"),
        ("--period", "April"),
        ("--period", "2026-04", "--day", "heute"),
        ("case.json", "--period", "2026-04"),
    ],
)
def test_wrong_words_are_bad_input(run: Run, words: tuple[str, ...]) -> None:
    assert run("refund", *words)[0] == 2


def test_worksheets_need_a_whole_shipment(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    path.write_text('{"lines": [{"qty": "1"}]}', encoding="utf-8")
    assert run("refund", str(path), "--out", str(tmp_path / "out"))[0] == 2
    assert not (tmp_path / "out").exists()


def test_figures_alone_have_a_calendar_with_the_same_ids_each_time(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    path.write_text('{"dates": {"export": "2026-03-12"}, "lines": [{"qty": "1"}]}', encoding="utf-8")
    texts = []
    for name in ("a.ics", "b.ics"):
        run("refund", str(path), "--ics", str(tmp_path / name))
        texts.append((tmp_path / name).read_bytes())
    assert texts[0] == texts[1]
    assert b"lapse_last_day@exporter-desk" in texts[0]


def test_a_folder_that_cannot_be_made_is_told(run: Run, case_file: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    code, answer = run("refund", case_file, "--out", str(tmp_path / "file" / "out"))
    assert code == 3
    assert answer["findings"][0]["code"].startswith("S")


@pytest.mark.parametrize(("day", "state"), [("2027-04-30", "near"), ("2027-05-01", "overdue")])
def test_a_shipment_can_be_looked_at_on_another_day(run: Run, case_file: str, day: str, state: str) -> None:
    _, answer = run("refund", case_file, "--day", day)
    states = {one["id"]: one["state"] for one in answer["deadlines"]}
    assert (answer["day"], states["fx_deadline"], states["regular_end"]) == (day, state, "settled")


@pytest.mark.parametrize(
    ("voucher", "said"),
    [("ordinary", "免税，不退税"), ("none", "视同内销征税"), ("vat_special", "退（免）税：免退税")],
)
def test_a_refund_method_is_named_only_where_a_refund_is_possible(
    capsys: pytest.CaptureFixture[str], desk_home: Path, tmp_path: Path, voucher: str, said: str
) -> None:
    case: JsonObject = {
        "taxpayer": {"taxpayer": "general", "kind": "trader"},
        "lines": [{"id": "1", "vat_rate": "0.13", "refund_rate": "0.13"}],
        "invoices": [{"id": "1", "amount": "1000", "rate": "0.13", "voucher": voucher}],
        "dates": {"export": "2026-05-20"},
    }
    path = tmp_path / "figures.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    main(["--lang", "zh", "refund", str(path)])
    assert capsys.readouterr().out.splitlines()[0].removesuffix("（待确认）") == said


@pytest.mark.parametrize(
    ("case", "said", "files"),
    [
        (
            claim_cases.producer(channel="service_company"),
            "外综服企业代办退税由另一家公司申报",
            ["备案单证目录", "收汇情况表", "退税工作表"],
        ),
        (Case(id="a" * 16), "没有写出文件：没有要申报退税的货物", []),
    ],
)
def test_what_is_not_written_is_said(
    capsys: pytest.CaptureFixture[str],
    desk_home: Path,
    tmp_path: Path,
    case: Case,
    said: str,
    files: list[str],
) -> None:
    path = tmp_path / "case.json"
    path.write_text(case_json.dump(case), encoding="utf-8")
    main(["--language", "zh", "refund", str(path), "--out", str(tmp_path / "out")])
    assert said in capsys.readouterr().out
    assert sorted(one.name.split("_")[1] for one in (tmp_path / "out").glob("*")) == files


@pytest.mark.parametrize(
    ("sample", "said"),
    [
        ("furniture", "应退税额 19,930.56 元（估算，用了 2 个待确认数）"),
        ("apparel", "应退税额 16,390.40 元（估算，用了 2 个待确认数）"),
    ],
)
def test_a_refund_by_rates_of_similar_codes_is_called_an_estimate(
    sample: str, said: str, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two rates of each sample are those of similar codes (T22): what is computed from them is an estimate."""
    file = str(resources.path(f"samples/{sample}.json"))
    _, printed = run("refund", file)
    refund = next(one for one in printed["quantities"] if one["symbol"] == "REFUND" and not one["line"])
    assert refund["estimated"] is True
    main(["refund", file])
    assert said in capsys.readouterr().out.splitlines()
