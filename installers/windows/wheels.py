"""Installs the locked wheels of a platform into a folder and keeps only what the program runs."""

from __future__ import annotations

import re
import shutil
import subprocess
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from first_run.console import Console, Stop
from first_run.packages import clean_environment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

PLATFORM = "x86_64-pc-windows-msvc"
KEPT_OF_NOTES = ("METADATA", "licenses/*", "LICENSE*", "COPYING*", "NOTICE*", "entry_points.txt", "*/LICENSE*")


def install(lock: Path, series: str, folder: Path, console: Console, platform: str = PLATFORM) -> None:
    """Fill `folder` with the wheels that the lock names for a platform; raises Stop when one cannot be had.

    uv is used because it judges the lock's conditions for the system that is built for. pip judges them for the one
    it runs on, and so would leave out what keyring needs on Windows.
    """
    shutil.rmtree(folder, ignore_errors=True)
    console.step(f"安装 {platform} 的依赖", f"installing the wheels for {platform}")
    command = ["uv", "pip", "install", "--quiet", "--no-progress", "--target", str(folder), "--python-version", series]
    command += [
        "--python-platform",
        platform,
        "--only-binary",
        ":all:",
        "--no-deps",
        "--require-hashes",
        "-r",
        str(lock),
    ]
    done = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise Stop(f"依赖没有装全：{last}", f"The wheels are incomplete: {last}")


def prune(folder: Path, keep: Mapping[str, Sequence[str]], drop: Mapping[str, Sequence[str]]) -> None:
    """Remove what the rules do not keep, and folders that are empty then."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        if not is_kept(file.relative_to(folder).as_posix(), keep, drop):
            file.unlink()
    for path in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        if not any(path.iterdir()):
            path.rmdir()


def is_kept(name: str, keep: Mapping[str, Sequence[str]], drop: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether a file stays; `name` is its path below the folder of packages, with slashes."""
    package, _, inside = name.partition("/")
    if package.endswith(".dist-info"):
        return _fits(inside, KEPT_OF_NOTES)
    if package in keep:
        return _fits(inside, keep[package])
    return not _fits(inside or package, (*drop["everywhere"], *drop.get(package, ())))


def _fits(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, one) for pattern in patterns for one in spelled_out(pattern))


def spelled_out(pattern: str) -> list[str]:
    """Return the patterns that one with braces stands for: `Qt{Core,Gui}.pyd` gives two."""
    braces = re.search(r"\{([^{}]*)\}", pattern)
    if braces is None:
        return [pattern]
    before, after = pattern[: braces.start()], pattern[braces.end() :]
    return [whole for word in braces[1].split(",") for whole in spelled_out(before + word + after)]
