"""Reads the source tree for the gates: files, functions, docstrings, comments and texts."""

from __future__ import annotations

import ast
import io
import math
import shutil
import subprocess
import tokenize
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT_FOLDERS = ("exporter_desk", "installers")
TEST_FOLDERS = ("tests",)
NEVER_READ = {
    ".git",
    ".venv",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    "build",
    "dist",
    "out",
}

CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}

type_of_function = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file: where it is, its text and its parsed tree."""

    place: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())


@dataclass(frozen=True, slots=True)
class Function:
    """One function with the lines it takes, its docstring included and its decorators left out."""

    place: str
    lines: int


def read_modules(folders: Sequence[str], root: Path = ROOT) -> tuple[Module, ...]:
    """Parse every Python file below the named folders."""
    paths = sorted(
        path for folder in folders for path in (root / folder).rglob("*.py") if not NEVER_READ & set(path.parts)
    )
    return tuple(parse(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")) for path in paths)


def parse(place: str, text: str) -> Module:
    """Parse one text as a module."""
    return Module(place, text, ast.parse(text, place))


def functions(module: Module) -> Iterator[Function]:
    """List every function and method, nested ones too."""
    for node in ast.walk(module.tree):
        if isinstance(node, type_of_function):
            last = node.end_lineno or node.lineno
            yield Function(f"{module.place}:{node.lineno} {node.name}", last - node.lineno + 1)


def undocumented(module: Module) -> Iterator[str]:
    """List the module and its public classes and functions that have no docstring."""
    if not ast.get_docstring(module.tree):
        yield f"{module.place}: module"
    yield from _undocumented_members(module.place, module.tree.body)


def _undocumented_members(place: str, body: Sequence[ast.stmt]) -> Iterator[str]:
    for node in body:
        if not isinstance(node, (ast.ClassDef, *type_of_function)) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node) and not _says_all_in_its_head(node):
            yield f"{place}:{node.lineno} {node.name}"
        if isinstance(node, ast.ClassDef):
            yield from _undocumented_members(place, node.body)


def _says_all_in_its_head(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Properties and overloads are described by their class or by the function that they stand for."""
    names = {
        decorator.attr if isinstance(decorator, ast.Attribute) else getattr(decorator, "id", "")
        for decorator in node.decorator_list
    }
    return bool(names & {"property", "cached_property", "overload", "override", "setter"})


def comments(module: Module) -> tuple[str, ...]:
    """Return the text of every comment."""
    tokens = tokenize.generate_tokens(io.StringIO(module.text).readline)
    return tuple(token.string for token in tokens if token.type == tokenize.COMMENT)


def string_constants(module: Module) -> Iterator[tuple[str, str]]:
    """Yield place and text of every string that is not a docstring."""
    documented = (ast.Module, ast.ClassDef, *type_of_function)
    holders = [node for node in ast.walk(module.tree) if isinstance(node, documented)]
    docstrings = {
        id(holder.body[0].value) for holder in holders if holder.body and isinstance(holder.body[0], ast.Expr)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield f"{module.place}:{node.lineno}", node.value


def clock_readings(module: Module) -> Iterator[str]:
    """List the calls that ask for the present day or time."""
    for node in ast.walk(module.tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and (node.value.id, node.attr) in CLOCKS
        ):
            yield f"{module.place}:{node.lineno}"


def toml_texts(path: Path, passed_over: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """Yield place and text of every string value of a TOML file, except under the keys passed over."""
    place = path.relative_to(ROOT).as_posix()
    yield from _texts_below(place, tomllib.loads(path.read_text(encoding="utf-8")), passed_over)


def _texts_below(place: str, value: object, passed_over: frozenset[str]) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts_below(f"{place}[{index}]", item, passed_over)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in passed_over:
                yield from _texts_below(f"{place} {key}", item, passed_over)


def tracked_texts(root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """Yield place and text of every file that git tracks; without git, of every file in the tree."""
    for place in _tracked_places(root):
        path = root / place
        if path.is_file() and path.suffix.lower() not in {".ttf", ".png", ".pdf", ".ico", ".xlsx", ".exdesk", ".qm"}:
            yield place, path.read_text(encoding="utf-8", errors="replace")


def _tracked_places(root: Path) -> list[str]:
    if (root / ".git").exists() and shutil.which("git"):
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
        return [place for place in listed.stdout.split("\0") if place]
    return [path.relative_to(root).as_posix() for path in root.rglob("*") if not NEVER_READ & set(path.parts)]


def percentile(values: Sequence[int], share: float) -> int:
    """Return the smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
