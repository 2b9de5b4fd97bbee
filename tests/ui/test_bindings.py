"""PySide6 is imported from kept code where it was kept, and as ever where it was not, is damaged or is of another."""

from __future__ import annotations

import json
import marshal
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

# Counts what is compiled for shiboken6 while the bindings are brought in, beneath what they put in its place.
COUNT = """
import builtins, json, re, sys
from pathlib import Path
from exporter_desk.ui import bindings
bindings.kept_at = lambda: Path({place!r})
ordinary, compiled = builtins.compile, []
def compile(source, filename, mode, *others, **options):
    compiled.append(str(filename))
    return ordinary(source, filename, mode, *others, **options)
builtins.compile = compile
pattern_of, patterns = re._compiler.compile, []
def noted(pattern, flags=0):
    patterns.append(pattern)
    return pattern_of(pattern, flags)
re._compiler.compile = noted
answer = bindings.{call}()
put_back = builtins.compile is compile and re._compiler.compile is noted
re._compiler.compile = pattern_of
builtins.compile = ordinary
from PySide6.QtCore import QPoint
try:
    QPoint("here", "there")
    words = ""
except TypeError as error:
    words = str(error)
from shibokensupport.signature import parser
print(json.dumps({{
    "compiled": [name for name in compiled if name.startswith("shibokensupport")], "answer": answer,
    "longest": max(map(len, patterns), default=0), "put_back": put_back, "words": words,
    "support": "PySide6.support.signature" in sys.modules,
    "parsed": parser._parse_arglist("self,a:typing.List[int, str]=(1, [2, 3]),b:str='x,y'"),
}}))
"""
LOADER = "shibokensupport/signature/loader.py"
LARGE = 2000
"""Signs: a pattern of brackets within brackets has more."""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "kept.bin"


@pytest.fixture
def told(fresh_python: Callable[[str], str], place: Path) -> Callable[[str], dict[str, Any]]:
    """Call `keep` or `load` in a process of its own."""

    def tell(call: str) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(fresh_python(COUNT.format(place=str(place), call=call)))
        return answer

    return tell


def test_what_was_kept_is_not_compiled_again(told: Callable[[str], dict[str, Any]], place: Path) -> None:
    first, plain = told("keep"), told("load")
    assert first["answer"] is True
    assert LOADER in first["compiled"]
    assert plain["compiled"] == []
    assert first["longest"] > LARGE > plain["longest"], "nor are its large patterns"
    assert first["parsed"] == plain["parsed"] == ["self", "a:typing.List[int, str]=(1, [2, 3])", "b:str='x,y'"]
    assert place.is_file()
    for one in (first, plain):
        assert (one["put_back"], one["support"]) == (True, True)
        assert "QPoint" in one["words"], "the modules do their work: wrong arguments are told as ever"


def test_without_kept_code_it_is_compiled(told: Callable[[str], dict[str, Any]], place: Path) -> None:
    assert LOADER in told("load")["compiled"]
    assert not place.exists(), "a start writes nothing"


@pytest.mark.parametrize("damage", ["empty", "zeros", "cut", "one bit", "folder"])
def test_a_damaged_file_is_passed_over(told: Callable[[str], dict[str, Any]], place: Path, damage: str) -> None:
    told("keep")
    content = bytearray(place.read_bytes())
    if damage == "folder":
        place.unlink()
        place.mkdir()
    else:
        content[len(content) // 2] ^= 1 if damage == "one bit" else 0
        place.write_bytes(
            bytes(4) if damage == "zeros" else content[: {"empty": 0, "cut": 1000}.get(damage, len(content))]
        )
    assert LOADER in told("load")["compiled"]


@pytest.mark.parametrize("change", ["text", "Python"])
def test_code_of_another_text_or_another_python_is_not_taken(
    told: Callable[[str], dict[str, Any]], place: Path, change: str
) -> None:
    told("keep")
    version, codes, patterns = marshal.loads(place.read_bytes()[4:])  # noqa: S302 - written a moment ago
    if change == "text":
        codes = {text + b"# of another version": code for text, code in codes.items()}
        patterns = {(f"{text}|", flags): made for (text, flags), made in patterns.items()}
    content = marshal.dumps((version if change == "text" else f"{version} of tomorrow", codes, patterns))
    place.write_bytes(crc32(content).to_bytes(4, "big") + content)
    answer = told("load")
    assert LOADER in answer["compiled"]
    assert answer["longest"] > LARGE


def test_where_nothing_can_be_written_nothing_is_kept(told: Callable[[str], dict[str, Any]], place: Path) -> None:
    place.with_suffix(".part").mkdir()
    assert told("keep")["answer"] is False
    assert not place.exists()
