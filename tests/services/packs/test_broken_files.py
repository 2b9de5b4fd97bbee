"""A file of the program that cannot be read is named with its reason, exit 3, and `pack lint` tells all of them."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from exporter_desk import cli
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.packs.other_parts import FINDING_CODES, other_problems
from exporter_desk.services.packs.reasons import in_words
from exporter_desk.system import resources

Break = Callable[[str, Callable[[str], str]], None]
SHIPPED = resources.root()
UNKNOWN_KEY = "forms/packing_list/form.toml"
INVOICE = "forms/commercial_invoice/form.toml"


def coloured(text: str) -> str:
    return f'colour = "red"\n{text}'


def misnamed(text: str) -> str:
    return text.replace('value = "deal.seller"', 'value = "party_seller"', 1)


@pytest.fixture
def broken(tmp_path: Path, desk_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Break]:
    """Resources of this test alone: small folders as copies, the large ones of the program."""
    top = tmp_path / "resources"
    top.mkdir()
    for folder in SHIPPED.iterdir():
        if folder.name in ("forms", "text", "rules", "messages", "codes"):
            shutil.copytree(folder, top / folder.name)
        else:
            (top / folder.name).symlink_to(folder)
    monkeypatch.setenv("EXPORTER_DESK_RESOURCES", str(top))
    resources.root.cache_clear()

    def change(name: str, how: Callable[[str], str]) -> None:
        text = (top / name).read_text("utf-8")
        assert how(text) != text
        (top / name).write_text(how(text), "utf-8")

    yield change
    monkeypatch.undo()
    resources.root.cache_clear()


@pytest.fixture
def case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert cli.main(["sample", "furniture"]) == 0
    path = tmp_path / "case.json"
    path.write_text(capsys.readouterr().out, "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "how", "command", "told"),
    [
        (UNKNOWN_KEY, coloured, "packet", f"“{UNKNOWN_KEY}”用不了：不认识“colour”这一项"),
        (INVOICE, misnamed, "packet", "没有“party_seller”这一项内容"),
        ("rules/gates.toml", "garbage\n".__add__, "check", "“rules/gates.toml”用不了：第 1 行第 8 列的写法不对"),
        ("rules/gates.toml", "garbage\n".__add__, "advise", "“rules/gates.toml”用不了"),
        ("text/findings/X5.toml", "garbage\n".__add__, "check", "“text/findings/X5.toml”用不了"),
        (UNKNOWN_KEY, coloured, "doctor", "colour"),
        ("rules/gates.toml", "garbage\n".__add__, "doctor", "rules/gates.toml"),
    ],
)
def test_a_command_names_the_broken_file(
    broken: Break,
    case: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    how: Callable[[str], str],
    command: str,
    told: str,
) -> None:
    broken(name, how)
    given = {"doctor": [], "packet": [str(case), "--out", str(tmp_path / "out")]}.get(command, [str(case)])
    code = cli.main([command, *given])
    assert told in "".join(capsys.readouterr())
    assert code == 3


def test_a_look_over_the_files_tells_all_that_is_wrong_together(
    broken: Break, capsys: pytest.CaptureFixture[str]
) -> None:
    broken(UNKNOWN_KEY, coloured)
    broken(INVOICE, misnamed)
    broken("messages/messages.toml", "garbage\n".__add__)
    broken("text/costs.toml", "garbage\n".__add__)
    (resources.root() / "text/findings/X5.toml").unlink()
    assert cli.main(["pack", "lint"]) == 1
    said = capsys.readouterr().out
    wrong = [line.partition("\t")[2] for line in said.splitlines() if line.startswith("■")]
    assert f"{UNKNOWN_KEY}: 不认识“colour”这一项" in wrong
    assert "text/findings/X5.toml: 缺少这个文件" in wrong
    assert "text/costs.toml: 第 1 行第 8 列的写法不对" in wrong
    assert [line for line in wrong if line.startswith(INVOICE) and "party_seller" in line]
    assert [line for line in wrong if line.startswith("messages/messages.toml")]
    assert len(wrong) == 5


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("codes/tables.toml", "codes"),
        ("text/cases.toml", "text/cases.toml"),
    ],
)
def test_a_value_where_a_table_stands_is_told_with_its_file(broken: Break, name: str, named: str) -> None:
    broken(name, "colour = 1\n".__add__)
    (problem,) = other_problems()
    assert problem.file == named


def test_a_wording_in_one_language_is_told_with_its_file(broken: Break) -> None:
    broken("text/workflow.toml", '[colour]\nred = { zh = "红" }\n'.__add__)
    told = [(one.file, one.problem) for one in other_problems()]
    assert told == [("text/workflow.toml", "colour.red needs zh and en and nothing else")]


def test_the_shipped_files_have_no_problem() -> None:
    assert other_problems() == ()


def test_every_listed_finding_has_its_wording() -> None:
    listed = tomllib.loads(resources.read_text(FINDING_CODES))["codes"]
    assert set(listed) <= {name.removesuffix(".toml") for name in resources.read_tree("text/findings")}


@pytest.mark.parametrize(
    ("problem", "zh", "en"),
    [
        ("Object contains unknown field `colour`", "不认识“colour”这一项", "unknown key colour"),
        ("Expected `str`, got `int`", "应当是 str，写的是 int", "expected str, found int"),
        ("g1 is there already", "“g1”已经有了", "g1 is there already"),
        ("is used by no rule", "没有规则用到它", "is used by no rule"),
        ("something new", "读不了（something new）", "something new"),
    ],
)
def test_reasons_are_told_in_the_language_of_the_reader(problem: str, zh: str, en: str) -> None:
    assert in_words(problem) == Bilingual(zh, en)
