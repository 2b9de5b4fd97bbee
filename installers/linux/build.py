"""One command that makes the Linux bundle: `python3 installers/desk.py build --target linux`."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from first_run.console import Console, Stop
from windows import wheels
from windows.archive import write_digests
from windows.icon import png

from linux import bundle

if TYPE_CHECKING:
    import argparse

RULES = Path(__file__).with_name("linux.toml")
PLATFORM = "x86_64-manylinux_2_34"
SERIES = "3.11"
MEGABYTE = 1024 * 1024
ICON_PIXELS = 256


def build(root: Path, wanted: argparse.Namespace, console: Console) -> int:
    """Make the bundle for one CPython series below `--out`; raises Stop when something is missing."""
    if shutil.which("uv") is None:
        raise Stop("生成 Linux 程序还缺 uv（pip install uv）。", "This machine lacks uv (pip install uv).")
    rules, series, out = _rules(), wanted.python or SERIES, wanted.out.absolute()
    work = root / "build" / f"linux-{series}"
    packages, stage = work / "pkgs", work / "stage"
    work.mkdir(parents=True, exist_ok=True)
    wheels.install(root / "installers" / "requirements.lock", series, packages, console, PLATFORM)
    wheels.prune(packages, rules["keep"], rules["drop"])
    bundle.assemble(root, packages, stage, series, console)
    (stage / "exporter-desk.png").write_bytes(png(ICON_PIXELS))
    out.mkdir(parents=True, exist_ok=True)
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    product: dict[str, Any] = rules["product"]
    target = out / f"{product['folder']}-{version}-linux-python{series}.tar.xz"
    console.step("压缩", "packing")
    bundle.pack(stage, target, product["folder"])
    if target.stat().st_size > product["most_megabytes"] * MEGABYTE:
        most = product["most_megabytes"]
        raise Stop(f"Linux 程序超过 {most} MB。", f"The bundle is larger than {most} MB.")
    write_digests([target], out / "SHA256SUMS-linux")
    console.tell(f"{target}  {target.stat().st_size / MEGABYTE:.1f} MB", f"{target.name} is ready.")
    return 0


def _rules() -> dict[str, Any]:
    return tomllib.loads(RULES.read_text(encoding="utf-8"))
