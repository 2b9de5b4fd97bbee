"""The size and prose gates: they read every source file and name each place that breaks a rule."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.support import source_tree
from tests.support.source_tree import PRODUCT_FOLDERS, ROOT, TEST_FOLDERS, Module, percentile

TOO_LONG_BUT_ACCEPTED: frozenset[str] = frozenset()  # may only shrink
FORBIDDEN_WORDS_ACCEPTED: frozenset[str] = frozenset()  # may only shrink

VAGUE_MODULE_NAMES = re.compile(r"(^|_)(manager|helpers?|utils?)$")
FORBIDDEN_WORDS = re.compile("合规|保证(?!金|保险)|一定能|最优|官方")  # 保证金 and 保证保险 are things, not promises
OFFICIAL_NAMES = frozenset({"title", "number", "issuer"})
OPEN_ENDS = re.compile(r"\b(?:TODO|FIXME|XXX)\b")
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|root|opt)/|C:\\Users\\\w|(?<![\w.])/home/\w")
INDEX_HOSTS = re.compile(r"pypi\.org|pythonhosted\.|registry\.npmjs|deb\.debian\.")


@cache
def product() -> tuple[Module, ...]:
    return source_tree.read_modules(PRODUCT_FOLDERS)


@cache
def suite() -> tuple[Module, ...]:
    return source_tree.read_modules(TEST_FOLDERS)


def lengths(modules: tuple[Module, ...]) -> list[int]:
    return [function.lines for module in modules for function in source_tree.functions(module)]


def test_product_functions_are_short() -> None:
    found = lengths(product())
    assert percentile(found, 0.5) <= 9
    assert percentile(found, 0.99) <= 50


def test_test_functions_are_short() -> None:
    assert percentile(lengths(suite()), 0.5) <= 10


@pytest.mark.parametrize("modules", [product, suite])
def test_no_function_is_longer_than_60_lines(modules: Callable[[], tuple[Module, ...]]) -> None:
    listed = (function for module in modules() for function in source_tree.functions(module))
    assert [
        f"{one.place}: {one.lines}" for one in listed if one.lines > 60 and one.place not in TOO_LONG_BUT_ACCEPTED
    ] == []


def test_files_are_short() -> None:
    assert percentile([module.lines for module in product()], 0.5) <= 170
    long = [module.place for module in product() + suite() if module.lines > 500]
    assert set(long) <= TOO_LONG_BUT_ACCEPTED, long


def test_product_is_documented() -> None:
    missing = [place for module in product() for place in source_tree.undocumented(module)]
    assert [place for place in missing if "exporter_desk/ui/" not in place or place.endswith(": module")] == []


def test_every_test_module_says_what_it_is_for() -> None:
    assert [module.place for module in suite() if f"{module.place}: module" in source_tree.undocumented(module)] == []


def test_comments_are_few() -> None:
    lines = sum(module.lines for module in product())
    assert sum(len(source_tree.comments(module)) for module in product()) / lines <= 0.07


def test_module_names_say_something() -> None:
    places = (module.place for module in product() + suite())
    assert [place for place in places if VAGUE_MODULE_NAMES.search(place.removesuffix(".py").rsplit("/", 1)[-1])] == []


def test_nothing_is_left_open() -> None:
    found = ((module.place, comment) for module in product() + suite() for comment in source_tree.comments(module))
    assert [(place, comment) for place, comment in found if OPEN_ENDS.search(comment)] == []


def test_texts_promise_nothing() -> None:
    found = [place for place, text in spoken_texts() if FORBIDDEN_WORDS.search(text)]
    assert set(found) <= FORBIDDEN_WORDS_ACCEPTED, found


def spoken_texts() -> list[tuple[str, str]]:
    """What the program says in its own words; code tables quote other people's words and are left out."""
    said = [pair for module in product() for pair in source_tree.string_constants(module)]
    spoken = (path for path in sorted((ROOT / "resources").rglob("*.toml")) if "codes" not in path.parts)
    for path in spoken:
        said += source_tree.toml_texts(path, OFFICIAL_NAMES)
    for path in sorted((ROOT / "resources").rglob("*.ts")):
        said.append((path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")))
    return said


def test_tracked_files_name_no_machine_path_and_no_index_host() -> None:
    found = [
        place for place, text in source_tree.tracked_texts() if MACHINE_PATHS.search(text) or INDEX_HOSTS.search(text)
    ]
    assert found == []


def test_only_the_clock_module_reads_the_clock() -> None:
    inside = (module for module in product() if module.place.startswith("exporter_desk/"))
    found = [place for module in inside for place in source_tree.clock_readings(module)]
    assert {place.split(":")[0] for place in found} <= {"exporter_desk/system/clock.py"}, found


# The gates themselves are tried on small texts, so that none of them passes because it sees nothing.


def test_functions_counts_nested_functions_and_docstrings() -> None:
    module = source_tree.parse(
        "m.py", 'def outer():\n    """Say."""\n    def inner():\n        pass\n    return inner\n'
    )
    assert {function.place: function.lines for function in source_tree.functions(module)} == {
        "m.py:1 outer": 5,
        "m.py:3 inner": 2,
    }


def test_undocumented_names_module_class_and_method() -> None:
    module = source_tree.parse("m.py", "class A:\n    def b(self): ...\n    def _c(self): ...\n")
    assert list(source_tree.undocumented(module)) == ["m.py: module", "m.py:1 A", "m.py:2 b"]


def test_clock_readings_are_seen() -> None:
    module = source_tree.parse("m.py", "date.today()\ndatetime.now(tz)\ntime.time()\nclock.today()\ntime.monotonic()\n")
    assert list(source_tree.clock_readings(module)) == ["m.py:1", "m.py:2", "m.py:3"]


def test_string_constants_pass_over_docstrings() -> None:
    module = source_tree.parse("m.py", '"""官方"""\nx = "合规"\n')
    assert list(source_tree.string_constants(module)) == [("m.py:2", "合规")]


def test_toml_texts_pass_over_official_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_tree, "ROOT", tmp_path)
    path = tmp_path / "a.toml"
    path.write_text('title = "官方"\n[[box]]\nzh = "卖方"\n', encoding="utf-8")
    assert list(source_tree.toml_texts(path, OFFICIAL_NAMES)) == [("a.toml box[0] zh", "卖方")]


@pytest.mark.parametrize(
    ("text", "caught"), [("保证退税", True), ("保证金", False), ("未发现问题", False), ("一定能退", True)]
)
def test_forbidden_words(text: str, caught: bool) -> None:
    assert bool(FORBIDDEN_WORDS.search(text)) is caught


@pytest.mark.parametrize("text", ["|work|main", " |root|.venv", "|home|li", "|opt|x"])
def test_machine_paths_are_seen(text: str) -> None:
    assert MACHINE_PATHS.search(text.replace("|", "/"))


@pytest.mark.parametrize(("share", "expected"), [(0.5, 2), (0.99, 4), (0.25, 1)])
def test_percentile(share: float, expected: int) -> None:
    assert percentile([4, 1, 3, 2], share) == expected
