"""Makes the setup program with NSIS: a script filled in from the stage, and the list of files it may ever remove."""

from __future__ import annotations

import subprocess
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from first_run.console import Console, Stop

if TYPE_CHECKING:
    from collections.abc import Mapping

TEMPLATE = Path(__file__).with_name("setup.nsi")
LIST_NAME = "installed.txt"


def write_setup(stage: Path, target: Path, tag: str, values: Mapping[str, str], console: Console) -> None:
    """Compile the setup program to `target`; raises Stop when NSIS refuses."""
    console.step("生成安装程序（几分钟）", "making the setup program (takes minutes)")
    listed = stage.parent / LIST_NAME
    listed.write_bytes("".join(f"{name}\r\n" for name in removable(stage, tag)).encode("ascii"))
    size = sum(file.stat().st_size for file in stage.rglob("*") if file.is_file()) // 1024
    own = {"STAGE": str(stage), "OUT": str(target), "LIST": str(listed), "KILOBYTES": str(size)}
    script = stage.parent / "setup.nsi"
    script.write_text("\ufeff" + filled(TEMPLATE.read_text(encoding="utf-8"), {**values, **own}), encoding="utf-8")
    done = subprocess.run(
        ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", str(script)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        last = ((done.stdout + done.stderr).strip().splitlines() or ["?"])[-1]
        raise Stop(f"NSIS 没有完成：{last}", f"NSIS failed: {last}")


def filled(template: str, values: Mapping[str, str]) -> str:
    """Return the script with every @NAME@ replaced; raises KeyError for a name without a value."""
    parts = template.split("@")
    names = parts[1::2]
    unknown = [name for name in names if name not in values]
    if unknown:
        raise KeyError(unknown[0])
    return "".join(values[part] if number % 2 else part for number, part in enumerate(parts))


def removable(stage: Path, tag: str) -> list[str]:
    """Return what the setup puts on the machine: files, the bytecode of Python `tag`, then folders, deepest first.

    Bytecode is named whether or not it was compiled ahead, so that removing the program leaves no folder behind; so is
    the code that the set-up keeps for quick starts.
    """
    files = {path.relative_to(stage) for path in stage.rglob("*") if path.is_file()}
    files |= {path.parent / "__pycache__" / f"{path.stem}.cpython-{tag}.pyc" for path in files if path.suffix == ".py"}
    files.add(Path("pkgs") / f"exporter_desk_qt.cpython-{tag}.bin")
    files.add(Path("app/exporter_desk/__pycache__") / f"exporter_desk.cpython-{tag}.bin")
    folders = {parent for file in files for parent in file.parents if parent != Path()}
    ordered = (*sorted(files), *sorted(folders, key=lambda folder: (-len(folder.parts), folder)))
    return [str(PureWindowsPath(path)) for path in ordered]
