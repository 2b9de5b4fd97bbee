"""The command `advise` beside the bare answer: an expected mode, other answers, refusals, contradictions, decisions."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from exporter_desk.cli import main
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.system import resources

FACTS: JsonObject = {
    "transaction": "sale", "buyer": "business", "deal_channel": "offline", "sale_state": "sold", "route": "direct",
    "can_send_data": True, "want_refund": False, "bought_in_market_cluster": False, "voucher": "none",
    "customs_filed": False, "declarant": "own_name",
}  # fmt: skip
Advise = Callable[..., tuple[int, JsonObject]]
Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], desk_home: Path, tmp_path: Path) -> Say:
    """Run `advise` on facts, or on a whole case, and return exit code, stdout and stderr."""

    def call(facts: JsonObject, *options: str, **case: object) -> tuple[int, str, str]:
        path = tmp_path / "case.json"
        path.write_text(json.dumps({"facts": facts, **case}), encoding="utf-8")
        code = main(["--language", "en", "advise", str(path), *options])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.fixture
def advise(say: Say) -> Advise:
    """Run `advise --json`; the answer is held against its schema, the one of refusals where the code is 2."""

    def call(facts: JsonObject, *options: str, **case: object) -> tuple[int, JsonObject]:
        code, out, _ = say(facts, *options, "--json", **case)
        schema = "error" if code == 2 else "advise"
        data: JsonObject = json.loads(out)
        jsonschema.validate(data, json.loads(resources.read_bytes(f"schemas/{schema}.json")))
        return code, data

    return call


def verdicts(data: JsonObject) -> dict[str, str]:
    return {mode["code"]: mode["verdict"] for mode in data["modes"]}  # type: ignore[index,union-attr,misc,call-overload]


def findings(data: JsonObject) -> list[tuple[str, list[str]]]:
    return [(one["code"], one["places"]) for one in data["findings"]]  # type: ignore[index,union-attr,misc,call-overload]


def test_why_not_the_expected_mode(advise: Advise) -> None:
    code, data = advise(FACTS, "--expect", "9710")
    assert code == 0
    assert data["expected"]["verdict"] == "not_applicable"  # type: ignore[index,call-overload]
    first = data["why_not"][0]  # type: ignore[index]
    assert (first["fact"], first["answer"]) == ("deal_channel", "offline")  # type: ignore[index,call-overload]
    assert first["reasons"][0]["sources"]  # type: ignore[index,call-overload]


def test_other_answers_are_tried_and_the_answer_itself_stays(advise: Advise) -> None:
    _, bare = advise(FACTS)
    code, data = advise(FACTS, "--set", "deal_channel=platform_own", "--set", "want_refund=true")
    assert code == 0
    tried = data.pop("what_if")
    assert data == bare
    assert tried["set"] == {"deal_channel": "platform_own", "want_refund": True}  # type: ignore[index,call-overload]
    turned = {one["code"]: one["verdict_to"] for one in tried["modes"]}  # type: ignore[index,union-attr,call-overload,misc]
    assert turned["9710"] == "recommended"


def test_not_known_can_be_tried(advise: Advise) -> None:
    _, data = advise(FACTS, "--set", "buyer=null")
    turned = {one["code"]: one["verdict_to"] for one in data["what_if"]["modes"]}  # type: ignore[index,union-attr,call-overload,misc]
    assert turned["0110"] == "to_confirm"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--expect", "9999"), "There is no export mode “9999”"),
        (("--set", "buyer"), "“buyer” is not written as fact=value"),
        (("--set", "=x"), "“=x” is not written as fact=value"),
        (("--set", "colour=red"), "“colour” is not a fact"),
        (("--set", "colour=null"), "“colour” is not a fact"),
        (("--set", "buyer=martian"), "cannot be martian"),
        (("--set", "want_refund=perhaps"), "yes or no is expected"),
        (("--set", "export_date=2026-02-30"), "a day of the calendar"),
        (("--set", "ticket_cny=-1"), "a number of 0 or more"),
        (("--set", "asked_for=visa"), "cannot be visa"),
    ],
)
def test_what_cannot_be_tried_is_refused_by_name(say: Say, options: tuple[str, ...], said: str) -> None:
    code, out, err = say(FACTS, *options)
    assert (code, out) == (2, "")
    assert said in err


def test_one_fact_cannot_be_tried_with_two_answers(say: Say) -> None:
    code, _, err = say(FACTS, "--set", "buyer=business", "--set", "buyer=consumer")
    assert code == 2
    assert "Two different answers were given for “buyer”." in err


def test_everything_that_cannot_be_read_is_refused_at_once(advise: Advise) -> None:
    wrong: JsonObject = {
        "buyr": "business", "buyer": "martian", "export_date": "2026-02-30", "entry_date": "0202-11-25",
        "return_date": "20261125", "ticket_cny": "-0.01", "sold_share": "1.5", "want_refund": "maybe",
    }  # fmt: skip
    code, data = advise(wrong)
    assert code == 2
    assert findings(data) == [
        ("D20", ["facts.buyr"]), ("D23", ["facts.buyer"]), ("D22", ["facts.export_date"]),
        ("D22", ["facts.entry_date"]), ("D22", ["facts.return_date"]), ("D22", ["facts.ticket_cny"]),
        ("D22", ["facts.sold_share"]), ("D22", ["facts.want_refund"]),
    ]  # fmt: skip


def test_contradictions_are_shown_together_and_nothing_is_ranked(advise: Advise) -> None:
    facts = {**FACTS, "buyer": "consumer", "genuine_contract": True, "route": "overseas_warehouse"}
    code, data = advise({**facts, "warehouse_owner": "none"})
    assert code == 1
    assert findings(data) == [
        ("W91", ["facts.buyer", "facts.genuine_contract"]),
        ("W91", ["facts.route", "facts.warehouse_owner"]),
    ]
    assert not {"recommended", "possible"} & set(verdicts(data).values())


def test_the_lines_say_what_decides_what_warns_and_what_is_missing(say: Say) -> None:
    _, out, _ = say(FACTS, "--expect", "9710", "--set", "buyer=consumer")
    lines = out.splitlines()
    assert "0110  recommended  General trade" in lines
    assert "    - A deal made offline is outside 9710." in lines
    assert any(line.startswith("▲ W11 ") for line in lines)
    assert any(line.startswith("! P3 ") for line in lines)
    assert '9710 is now "not applicable".' in lines
    assert lines[-1].startswith("With that: ")


def test_a_decision_is_looked_at_again(advise: Advise) -> None:
    choice = {"what": "mode", "value": "9710", "at": "2026-01-05T08:00:00+00:00", "rules": "base@2020.1.1"}
    code, data = advise(FACTS, choices=[choice])
    adopted = data["adopted"]
    assert code == 0
    assert (adopted["code"], adopted["recheck"], adopted["verdict_now"]) == ("9710", True, "not_applicable")  # type: ignore[index,call-overload]
    assert (adopted["rules"], adopted["remembered"]) == ("base@2020.1.1", False)  # type: ignore[index,call-overload]
