"""Puts packages, our own files and two small scripts into one folder, and packs it: equal input gives equal bytes."""

from __future__ import annotations

import shutil
import tarfile
from typing import TYPE_CHECKING

from windows.stage import OURS, copy_papers

if TYPE_CHECKING:
    from pathlib import Path

    from first_run.console import Console

MOMENT = 1_577_836_800  # of every entry, 2020-01-01: the time of the build says nothing
STARTER, MENU = "exporter-desk", "menu.sh"
# The folder may lie anywhere, also below a name with blanks or Hanzi; packages of the user do not mix in.
START = """#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd)
if ! command -v python{series} >/dev/null 2>&1; then
  echo "需要 Python {series}：请用系统的软件管理器安装（Debian 12：apt install python3）。" >&2
  echo "Python {series} is needed: install it with the system's package manager (Debian 12: apt install python3)." >&2
  exit 3
fi
PYTHONPATH="$here/app:$here/pkgs" PYTHONNOUSERSITE=1 exec python{series} -s -m exporter_desk "$@"
"""
# Per user, without root: an entry in the menu, and files of travelling shipments open with the program.
ADD = """#!/bin/sh
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$data/applications/exporter-desk.desktop
kind=$data/mime/packages/exporter-desk.xml
if [ "${1:-add}" = remove ]; then
  rm -f "$entry" "$kind"
else
  mkdir -p "$data/applications" "$data/mime/packages"
  cat >"$entry" <<END
[Desktop Entry]
Type=Application
Name=Exporter Desk
Name[zh_CN]=出口单证台
Exec="$here/exporter-desk" %f
Icon=$here/exporter-desk.png
Categories=Office;
MimeType=application/x-exporter-desk-case;
END
  cat >"$kind" <<END
<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="application/x-exporter-desk-case">
    <comment>Exporter Desk shipment</comment>
    <comment xml:lang="zh_CN">出口单证台业务</comment>
    <glob pattern="*.exdesk"/>
  </mime-type>
</mime-info>
END
fi
command -v update-mime-database >/dev/null 2>&1 && update-mime-database "$data/mime" || true
command -v update-desktop-database >/dev/null 2>&1 && update-desktop-database "$data/applications" || true
"""
READ_FIRST = "先读我.txt"
WORDS = (
    "运行 ./exporter-desk 打开程序；./menu.sh 把它放进菜单，./menu.sh remove 移除。不需要管理员，也不需要网络。\n"
    "资料保存在 ~/.local/share 下；删除这个文件夹不会删除资料。\n\n"
    "Run ./exporter-desk; ./menu.sh puts it into the menu, ./menu.sh remove takes it out. No root, no network.\n"
    "Data lie below ~/.local/share and stay when this folder is removed.\n"
)


def assemble(root: Path, packages: Path, stage: Path, series: str, console: Console) -> None:
    """Fill `stage` anew: `pkgs/`, `app/`, licences and the two scripts beside them."""
    console.step("拼装程序文件夹", "assembling the program's folder")
    shutil.rmtree(stage, ignore_errors=True)
    shutil.copytree(packages, stage / "pkgs")
    for name in OURS:
        shutil.copytree(root / name, stage / "app" / name, ignore=shutil.ignore_patterns("__pycache__"))
    copy_papers(root, stage)
    for name, text in ((STARTER, START.replace("{series}", series)), (MENU, ADD)):
        (stage / name).write_text(text, encoding="utf-8", newline="\n")
        (stage / name).chmod(0o755)
    (stage / READ_FIRST).write_text(WORDS, encoding="utf-8", newline="\n")


def pack(stage: Path, target: Path, folder: str) -> None:
    """Write `target` with everything below `stage` in one folder; only the scripts can be run."""
    part = target.with_suffix(".part")
    with tarfile.open(part, "w:xz", format=tarfile.PAX_FORMAT) as archive:
        for file in sorted(path for path in stage.rglob("*") if path.is_file()):
            entry = tarfile.TarInfo(f"{folder}/{file.relative_to(stage).as_posix()}")
            entry.size, entry.mtime = file.stat().st_size, MOMENT
            entry.mode = 0o755 if file.parent == stage and file.name in (STARTER, MENU) else 0o644
            with file.open("rb") as content:
                archive.addfile(entry, content)
    part.replace(target)
