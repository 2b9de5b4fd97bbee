"""Puts runtime, packages, our own files and licences into one folder: what the zip and the setup both carry."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from windows.icon import write_icon

if TYPE_CHECKING:
    from pathlib import Path

    from first_run.console import Console

    from windows.runtime import Runtime

OURS = ("exporter_desk", "resources")
PAPERS = ("LICENSE", "THIRD-PARTY-NOTICES.md", "CHANGELOG.md", "README.md")
LICENCES = "licences"
# Paths for Python, from the folder of the runtime. Nothing else is searched: no registry, no PYTHONPATH.
SEARCHED = "python{tag}.zip\n.\n..\\pkgs\n..\\app\nimport site\n"
CONSOLE = '@echo off\r\nsetlocal\r\nset PYTHONUTF8=1\r\n"%~dp0python\\python.exe" -m exporter_desk %*\r\n'
PORTABLE = (
    "@echo off\r\nrem Everything that is typed stays in the folder beside this file.\r\n"
    "setlocal\r\nset EXPORTER_DESK_HOME=%~dp0data\r\n"
    'start "" "%~dp0python\\pythonw.exe" -m exporter_desk\r\n'
)


def assemble(root: Path, runtime: Runtime, python: Path, packages: Path, stage: Path, console: Console) -> None:
    """Fill `stage` anew: `python/`, `pkgs/`, `app/`, `licences/` and the starters beside them."""
    console.step("拼装程序文件夹", "assembling the program's folder")
    shutil.rmtree(stage, ignore_errors=True)
    shutil.copytree(python, stage / "python")
    searched = SEARCHED.format(tag=runtime.tag).replace("\n", "\r\n")
    (stage / "python" / f"python{runtime.tag}._pth").write_bytes(searched.encode("ascii"))
    shutil.copytree(packages, stage / "pkgs")
    for name in OURS:
        shutil.copytree(root / name, stage / "app" / name, ignore=shutil.ignore_patterns("__pycache__"))
    copy_papers(root, stage)
    shutil.copy(python / "LICENSE.txt", stage / "LICENSE-CPython.txt")
    (stage / "exporter-desk.cmd").write_bytes(CONSOLE.encode("ascii"))
    write_icon(stage / "exporter-desk.ico")


def copy_papers(root: Path, stage: Path) -> None:
    """Lay our papers on top, and the licence texts that the notices name: without them Qt may not be passed on."""
    for name in PAPERS:
        shutil.copy(root / name, stage / name)
    shutil.copytree(root / "resources" / LICENCES, stage / LICENCES)


def compile_bytecode(stage: Path, runtime: Runtime, console: Console) -> bool:
    """Compile all modules, so that the first start is as quick as the second; False where that Python is not here.

    Bytecode is bound to the content's hash, not to a moment, so two builds of one commit are equal.
    """
    compiler = f"python{runtime.series}"
    if not _starts(compiler):
        console.step(f"没有 Python {runtime.series}：不预编译", f"no Python {runtime.series} here: not compiled ahead")
        return False
    console.step("预编译", "compiling ahead")
    command = [compiler, "-I", "-m", "compileall", "-q", "-j", "0", "--invalidation-mode", "unchecked-hash"]
    for part in ("app", "pkgs"):
        subprocess.run([*command, "-s", str(stage), str(stage / part)], check=False)
    return True


def _starts(python: str) -> bool:
    """Only a start proves a Python: a name on the path may be a signpost to one that is not chosen here."""
    try:
        return subprocess.run([python, "-I", "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False
