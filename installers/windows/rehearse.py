"""Installs the setup program under Wine, makes a packet, shows the window, upgrades, removes: `rehearse.py SETUP.exe`.

Needs wine64, Xvfb and mingw's compiler. What Wine cannot prove is listed in docs of the build (CONTRIBUTING.md).
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

WINE = ("/usr/lib/wine/wine64", "wine64")
PLACE = r"C:\程序目录\出口单证台"
SCREEN = ":87"
# Libraries of Windows that Wine 8 lacks: Qt asks for these two when it starts. These stand-ins answer "not supported";
# they exist in the rehearsal's prefix only and are never shipped.
STAND_INS = {
    "icuuc": (
        "cbFromUWriteUChars cbToUWriteUChars close countAvailable fromUCountPending fromUnicode getAvailableName "
        "getFromUCallBack getMaxCharSize getName getStandardName getToUCallBack open reset setFromUCallBack "
        "setToUCallBack toUCountPending toUnicode"
    ),
    "mscms": "GetColorProfileFromHandle WcsCreateIccProfile CloseColorProfile OpenColorProfileW",
}
# Random numbers: keys and salts need real ones, so this stand-in hands on to the other door of the same generator.
RANDOM = """__declspec(dllimport) unsigned char SystemFunction036(void *, unsigned long);
__declspec(dllexport) int ProcessPrng(void *to, unsigned long long size) { return SystemFunction036(to, size); }
"""
DATA = ("UCNV_FROM_U_CALLBACK_SUBSTITUTE", "UCNV_TO_U_CALLBACK_SUBSTITUTE")


@dataclass(frozen=True, slots=True)
class Machine:
    """A Wine prefix that stands for a fresh Windows account."""

    folder: Path

    @property
    def drive(self) -> Path:
        """Drive C: of the prefix."""
        return self.folder / "drive_c"

    def run(self, *command: str, seconds: int = 300) -> str:
        """Run a Windows program and return what it said; raises TimeoutExpired. Wine wants pipes, not a terminal."""
        wine = next(found for name in WINE if (found := shutil.which(name)))
        environment = {**os.environ, "WINEPREFIX": str(self.folder), "WINEARCH": "win64", "WINEDEBUG": "-all"}
        environment |= {"LC_ALL": "C.UTF-8", "DISPLAY": SCREEN}
        done = subprocess.run(
            [wine, *command], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=seconds, check=False,
        )  # fmt: skip
        return done.stdout.decode("utf-8", errors="replace")

    def prepare(self) -> None:
        """Make the prefix and put the stand-ins into it."""
        self.run("wineboot", "-i")
        for name, functions in STAND_INS.items():
            self._stand_in(name, functions.split())
        self._compile("bcryptprimitives", RANDOM, "-ladvapi32")
        self.run("reg", "add", r"HKCU\Software\Wine\DllOverrides", "/v", "mscms", "/d", "native", "/f")

    def _stand_in(self, library: str, functions: list[str]) -> None:
        names = [f"ucnv_{name}" for name in functions] + list(DATA) if library == "icuuc" else functions
        body = "".join(
            f"__declspec(dllexport) void *{name}(void *a, int *error)"
            f" {{ {'if (error) *error = 16;' if name == 'ucnv_open' else ''} return 0; }}\n"
            for name in names
        )
        self._compile(library, body)

    def _compile(self, library: str, body: str, *linked: str) -> None:
        source = self.folder / f"{library}.c"
        source.write_text(body, encoding="ascii")
        target = self.drive / "windows" / "system32" / f"{library}.dll"
        compiler = ["x86_64-w64-mingw32-gcc", "-shared", "-O2", "-s", "-o", str(target), str(source), *linked]
        subprocess.run(compiler, check=True)


def rehearse(setup: Path, machine: Machine) -> list[str]:
    """Go through the life of an installation and return what was seen; raises AssertionError at the first failure."""
    seen = []
    program = machine.drive.joinpath(*PLACE.split("\\")[1:])
    python = rf"{PLACE}\python\python.exe"
    shutil.copy(setup, machine.drive / "setup.exe")
    machine.run(r"C:\setup.exe", "/S", f"/D={PLACE}")
    count = sum(file.is_file() for file in program.rglob("*"))
    _require((program / "uninstall.exe").exists(), "installed")
    seen.append(f"installed {count} files below a Chinese path")
    seen.append(_packet(machine, python))
    seen.append(_sealed(machine, python))
    data = machine.drive / "users" / _user(machine) / "AppData" / "Local" / "ExporterDesk"
    seen.append(_window(machine, python))
    company = data / "companies" / "company.exdb"
    _require(company.exists(), "the program keeps its data outside of its own folder")
    shipments = _shipments(company)
    machine.run(r"C:\setup.exe", "/S")
    _require(sum(file.is_file() for file in program.rglob("*")) == count, "an upgrade leaves the same files")
    seen.append("upgraded in place, same files")
    machine.run(rf"{PLACE}\uninstall.exe", "/S")
    _wait_until_gone(program)
    _require(company.exists() and _shipments(company) == shipments, "removing the program keeps the data")
    seen.append(f"removed without a rest; {shipments} shipments are still there, the database is sound")
    return seen


def _shipments(company: Path) -> int:
    """Count the shipments in the database, which has to be sound."""
    with closing(sqlite3.connect(company)) as connection:
        _require(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",), "a sound database")
        return int(connection.execute("SELECT count(*) FROM shipment").fetchone()[0])


def _packet(machine: Machine, python: str) -> str:
    sample = machine.run(python, "-m", "exporter_desk", "sample", "navel-orange")
    (machine.drive / "orange.json").write_text(sample, encoding="utf-8")
    machine.run(python, "-m", "exporter_desk", "packet", r"C:\orange.json", "--out", r"C:\单证 输出")
    papers = sorted((machine.drive / "单证 输出").glob("*.pdf"))
    _require(bool(papers) and all(paper.read_bytes().startswith(b"%PDF-") for paper in papers), "a packet")
    return f"made {len(papers)} packets of the orange sample"


def _sealed(machine: Machine, python: str) -> str:
    """Seal a backup and bring it back: the encryption of the wheels starts and finds its libraries."""
    (machine.drive / "phrase.txt").write_text("orange harbour winter ledger\n", encoding="utf-8")
    data = (python, "-m", "exporter_desk", "data")
    phrase = ("--passphrase-file", r"C:\phrase.txt")
    said = machine.run(*data, "import", r"C:\orange.json")
    said += machine.run(*data, "backup", "--seal", r"C:\备份.exbak", *phrase)
    said += machine.run(*data, "restore", r"C:\备份.exbak", *phrase, "--yes")
    _require(
        (machine.drive / "备份.exbak").exists() and "company.before-restore" in said, f"a sealed backup: {said[-900:]}"
    )
    return "sealed a backup and restored it"


def _window(machine: Machine, python: str) -> str:
    """Show the window for a while; the program has to be told to go, so running out of time is the good end."""
    try:
        said = machine.run(python, "-X", "faulthandler", "-m", "exporter_desk", seconds=25)
    except subprocess.TimeoutExpired:
        return "the window stood for 25 seconds"
    raise AssertionError(f"the window closed by itself: {said[-400:]}")


def _user(machine: Machine) -> str:
    return next(path.name for path in (machine.drive / "users").iterdir() if path.name != "Public")


def _wait_until_gone(program: Path) -> None:
    """The remover goes on in the background after its first process has ended."""
    for _ in range(60):
        if not program.exists():
            return
        time.sleep(1)
    left = [str(path) for path in program.rglob("*")][:5]
    raise AssertionError(f"left behind: {left}")


def _require(condition: bool, what: str) -> None:
    if not condition:
        raise AssertionError(f"not so: {what}")


def main(arguments: list[str]) -> int:
    """Rehearse in a throw-away prefix on a screen of its own."""
    with tempfile.TemporaryDirectory(prefix="wine-") as folder:
        screen = subprocess.Popen(["Xvfb", SCREEN, "-screen", "0", "1366x900x24"], stderr=subprocess.DEVNULL)
        machine = Machine(Path(folder))
        try:
            machine.prepare()
            sys.stdout.write("\n".join(rehearse(Path(arguments[0]), machine)) + "\n")
        finally:
            screen.terminate()
            machine.run("wineboot", "--kill")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
