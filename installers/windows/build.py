"""One command that makes the Windows program: `python3 installers/desk.py build`."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from first_run.console import Console, Stop

from windows import archive, runtime, setup, stage, wheels

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

RULES = Path(__file__).with_name("windows.toml")
COMPRESSORS = {"best": "lzma", "fast": "zlib"}
MEGABYTE = 1024 * 1024
NEWEST = "3.13"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Name what can be chosen."""
    parser.add_argument("--target", choices=("windows", "linux"), default="windows", help="给哪个系统 / which system")
    parser.add_argument("--python", choices=sorted({*_rules()["runtime"], "3.12"}), help="CPython 版本 / version")
    parser.add_argument("--out", type=Path, default=Path("dist"), help="放结果的文件夹 / folder for the results")
    parser.add_argument("--pack", choices=sorted(COMPRESSORS), default="best", help="压缩方式 / compression")
    parser.add_argument("--only", choices=("stage", "zip", "setup"), help="只做一样 / make one thing only")


def build(root: Path, wanted: argparse.Namespace, console: Console) -> int:
    """Make stage, portable zip and setup program below `--out`; raises Stop when something is missing."""
    _require_tools(("osslsigncode", "uv") if wanted.only in {"stage", "zip"} else ("osslsigncode", "uv", "makensis"))
    rules, out = _rules(), wanted.out.absolute()
    series = wanted.python or NEWEST
    if series not in rules["runtime"]:
        raise Stop(f"没有 Windows 用的 Python {series}。", f"There is no Python {series} for Windows here.")
    chosen = runtime.Runtime(series=series, signers=rules["signers"], **rules["runtime"][series])
    work = root / "build" / f"windows-{chosen.tag}"
    work.mkdir(parents=True, exist_ok=True)
    made = work / "stage"
    packages = work / "pkgs"
    python = runtime.fetch(chosen, work, console)
    wheels.install(root / "installers" / "requirements.lock", chosen.series, packages, console)
    wheels.prune(packages, rules["keep"], rules["drop"])
    stage.assemble(root, chosen, python, packages, made, console)
    stage.compile_bytecode(made, chosen, console)
    out.mkdir(parents=True, exist_ok=True)
    files = _results(root, rules["product"], made, chosen.tag, wanted, console)
    archive.write_digests(files, out / "SHA256SUMS")
    for file in files:
        console.tell(f"{file}  {file.stat().st_size / MEGABYTE:.1f} MB", f"{file.name} is ready.")
    return 0


def _require_tools(names: Sequence[str]) -> None:
    """Say before the first minute is spent what this machine lacks."""
    missing = ", ".join(name for name in names if shutil.which(name) is None)
    if missing:
        raise Stop(
            f"生成 Windows 程序还缺：{missing}。Debian 上：apt-get install nsis osslsigncode；uv 用 pip install uv。",
            f"This machine lacks: {missing}. On Debian: apt-get install nsis osslsigncode; uv by pip install uv.",
        )


def _results(
    root: Path, product: dict[str, Any], made: Path, tag: str, wanted: argparse.Namespace, console: Console
) -> list[Path]:
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    name = f"{product['folder']}-{version}-windows"
    zipped, program = (wanted.out.absolute() / f"{name}-{kind}" for kind in ("portable.zip", "setup.exe"))
    files = []
    if wanted.only in {None, "zip"}:
        console.step("压缩便携版", "packing the portable edition")
        archive.write_portable(made, zipped, product["folder"])
        files.append(zipped)
    if wanted.only in {None, "setup"}:
        values = {"NAME_ZH": product["name_zh"], "NAME_EN": product["name_en"], "FOLDER": product["folder"]}
        values |= {"VERSION": version, "COMPRESSOR": COMPRESSORS[wanted.pack]}
        setup.write_setup(made, program, tag, values, console)
        _require_size(program, product["most_megabytes"])
        files.append(program)
    return files


def _require_size(program: Path, most: int) -> None:
    if program.stat().st_size > most * MEGABYTE:
        raise Stop(f"安装程序超过 {most} MB。", f"The setup program is larger than {most} MB.")


def _rules() -> dict[str, Any]:
    return tomllib.loads(RULES.read_text(encoding="utf-8"))
