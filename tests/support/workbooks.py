"""Recomputes a workbook from nothing: the values that the program wrote beside its formulas are taken out first."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_CACHED = re.compile(rb"(</f>)<v>[^<]*</v>")


def without_values(content: bytes) -> bytes:
    """The same workbook with formulas that nobody has computed yet."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, _CACHED.sub(rb"\1", data) if name.startswith("xl/worksheets/") else data)
    return buffer.getvalue()


def recomputed(content: bytes, folder: Path) -> openpyxl.Workbook:
    """What an independent spreadsheet program computes; by way of its own format, so that nothing is taken over."""
    assert OFFICE is not None
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bare.xlsx").write_bytes(without_values(content))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for source, kind in (("bare.xlsx", "ods"), ("bare.ods", "xlsx:Calc MS Excel 2007 XML")):
        out = folder / ("again" if kind != "ods" else "")
        command = [OFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(folder / source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return openpyxl.load_workbook(folder / "again" / "bare.xlsx", data_only=True)
