"""How a command line is read: words behind options, and wrong usage in both languages."""

import argparse

import pytest

from exporter_desk import usage
from exporter_desk.cli import main


def parser() -> argparse.ArgumentParser:
    top = usage.Parser(prog="p")
    top.add_argument("--language", choices=("zh", "en"), default="zh")
    data = top.add_subparsers(required=True, metavar="COMMAND").add_parser("data")
    data.add_argument("action")
    data.add_argument("target", nargs="?")
    data.add_argument("more", nargs="*", default=[])
    data.add_argument("--case")
    data.add_argument("--limit", type=int)
    return top


@pytest.mark.parametrize(
    "line",
    [
        "data export FILE x --case ID",
        "data export --case ID FILE x",
        "data export FILE --case ID x",
        "--language zh data export --case ID FILE x",
        "--language=zh data --case ID export FILE x",
    ],
)
def test_words_stand_on_either_side_of_the_options(line: str) -> None:
    read = usage.parse(parser(), line.split())
    assert (read.action, read.target, read.more, read.case) == ("export", "FILE", ["x"], "ID")


def test_the_same_word_may_come_twice() -> None:
    read = usage.parse(parser(), ["data", "export", "--case", "x", "x"])
    assert (read.target, read.case) == ("x", "x")


@pytest.mark.parametrize(
    ("line", "chinese", "english"),
    [
        ("data", "还缺 action", "the following arguments are required: action"),
        ("data export --what", "不认识 --what", "unrecognized arguments: --what"),
        ("data export --case", "--case 后面要有一个值", "expected one argument"),
        ("data export --limit abc", "--limit 要写整数，现在是 'abc'", "invalid int value"),
        ("nothing", "COMMAND 不能是 'nothing'，可以是：'data'", "invalid choice: 'nothing'"),
        ("data export --limit=3 --li=", "--limit 要写整数", "invalid int value"),
    ],
)
def test_wrong_usage_is_told_in_both_languages(
    line: str, chinese: str, english: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        usage.parse(parser(), line.split())
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert chinese in told
    assert english in told


def test_an_unknown_sentence_stays() -> None:
    assert usage.in_chinese("something new") == "something new"


def test_the_program_speaks_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["packet"])
    assert ended.value.code == 2
    assert "还缺 CASE, --out" in capsys.readouterr().err
