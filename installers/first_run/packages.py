"""Installs a hashed lock file by pip, shows how far it is, and turns what pip says into one sentence."""

from __future__ import annotations

import os
import re
import subprocess
import time
from typing import TYPE_CHECKING

from first_run.console import Console, Stop

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SECONDS_BETWEEN_SIGNS = 5.0

# What pip, venv or the system say when it goes wrong -> what happened and what to do, in the order of trust.
CAUSES: tuple[tuple[str, str, str], ...] = (
    (
        r"No space left|Errno 28|WinError 112|disk (?:is )?full",
        "磁盘满了，安装没有完成。请清理磁盘后再运行。",
        "The disk is full. Free some space and run again.",
    ),
    (
        r"DO NOT MATCH THE HASHES|Hashes are required",
        "下载的软件包与锁定的校验值不一致，已停止安装。请更换可信的软件源后再运行。",
        "A downloaded package does not have the recorded hash; nothing was installed. Use a trusted package source.",
    ),
    (
        r"name resolution|Failed to establish|unreachable|timed out|ProxyError|SSLError|from versions: none",
        "连不上软件包来源，或其中没有需要的包。请检查网络、代理和 pip 设置后再运行。",
        "The package source cannot be reached or is empty. Check the network, the proxy and pip's settings.",
    ),
    (
        r"No matching distribution|Could not find a version",
        "软件源里没有适合这个 Python 的软件包。请使用 Python 3.11、3.12 或 3.13，并检查 pip 设置。",
        "The package source has no fitting package. Use Python 3.11, 3.12 or 3.13 and check pip's settings.",
    ),
    (
        r"Permission denied|Errno 13|WinError 5\b|Read-only file system|Errno 30|Access is denied",
        "没有写入权限，或有程序正在使用 .venv。请关闭出口单证台，确认你能写入这个文件夹后再运行。",
        "No permission to write, or a program is using .venv. Close Exporter Desk, check the folder, and run again.",
    ),
    (
        r"No module named '?pip|ensurepip",
        "这个 Python 没有可用的 pip。请安装完整的 Python 3.11 后再运行。",
        "This Python has no working pip. Install a complete Python 3.11 and run again.",
    ),
)


def install(python: Path, lock: Path, notes: Path, console: Console) -> None:
    """Install exactly what the lock file names; the whole talk of pip goes to `.desk/install.log`."""
    command = [str(python), "-m", "pip", "install", "--require-hashes", "--no-deps", "--only-binary", ":all:"]
    command += ["--no-input", "--progress-bar", "off", "-r", str(lock)]
    total = len(re.findall(r"^\S+==", lock.read_text(encoding="utf-8"), re.MULTILINE))
    with subprocess.Popen(
        command, env=clean_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8", errors="replace",
    ) as pip:  # fmt: skip
        try:
            said = list(_with_signs(pip.stdout or (), total, console))
        except KeyboardInterrupt:
            pip.terminate()  # or it would go on writing into an environment that the next run makes anew
            raise
    (notes / "install.log").write_text("".join(said), encoding="utf-8")
    if pip.returncode != 0:
        raise explain("".join(said), notes)


def _with_signs(lines: Iterable[str], total: int, console: Console) -> Iterable[str]:
    """Pass pip's lines on and give a sign of life now and then."""
    collected, last = 0, time.monotonic()
    for line in lines:
        collected += line.startswith(("Collecting ", "Requirement already"))
        if line.startswith("Collecting ") and time.monotonic() - last > SECONDS_BETWEEN_SIGNS:
            last = time.monotonic()
            name = line.split()[1].split("==")[0]
            console.step(f"  下载 {collected}/{total} {name}", f"downloading {collected} of {total}")
        if line.startswith("Installing collected"):
            console.step(f"  解压 {total} 个包", f"unpacking {total} packages")
        yield line


def clean_environment() -> dict[str, str]:
    """The user's environment without what would mix other packages into ours."""
    kept = {key: value for key, value in os.environ.items() if key not in {"PYTHONHOME", "PYTHONPATH", "PIP_TARGET"}}
    return {**kept, "PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1", "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def explain(said: str, notes: Path) -> Stop:
    """Turn the words of a failed step into one sentence with what to do next."""
    for pattern, zh, en in CAUSES:
        if re.search(pattern, said):
            return Stop(zh, en)
    last = said.strip().splitlines()[-1:] or [""]
    return Stop(
        f"安装没有完成：{last[0]}。详情见 {notes.name}/install.log，再运行一次会从头修复。",
        f"The set-up failed: {last[0]}. See {notes.name}/install.log; running again repairs it.",
    )


def keep_code(python: Path, root: Path) -> None:
    """Keep compiled code for quick starts: of PySide6's own modules and of ours; where that fails they are slower.

    Lines are kept, columns are not: nobody reads them where no source is shown, and they are a quarter of the code.
    """
    for module in ("exporter_desk.ui.bindings", "exporter_desk.system.kept_code"):
        command = [str(python), "-X", "no_debug_ranges", "-m", module]
        subprocess.run(command, cwd=root, env=clean_environment(), capture_output=True, check=False)


def probe_qt(python: Path) -> None:
    """Import Qt once, so that a missing system library is named here and not by a window that never comes."""
    command = [str(python), "-c", "import PySide6.QtWidgets, PySide6.QtSvg"]
    done = subprocess.run(
        command, env=clean_environment(), capture_output=True, text=True, check=False, errors="replace"
    )
    if done.returncode == 0:
        return
    library = re.search(r"(lib\S+\.so[.\d]*): cannot open", done.stderr)
    named = library[1] if library else (done.stderr.strip().splitlines() or ["?"])[-1]
    raise Stop(
        f"Qt 缺少系统库：{named}。请安装后再运行（Debian/Ubuntu 以 root 运行本命令会自动安装）。",
        f"Qt misses a system library: {named}. Install it and run again (automatic as root on Debian).",
    )
