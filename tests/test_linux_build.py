"""The Linux bundle: what is kept, that two packings are equal, and that its two scripts do what they say."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import pytest
from first_run.console import Console
from linux import bundle
from windows import wheels

from tests.support.source_tree import ROOT

RULES = tomllib.loads((ROOT / "installers" / "linux" / "linux.toml").read_text(encoding="utf-8"))
SERIES = f"{sys.version_info.major}.{sys.version_info.minor}"
posix = pytest.mark.skipif(os.name != "posix", reason="the bundle is for Linux")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("PySide6/QtWidgets.abi3.so", True),
        ("PySide6/Qt/lib/libQt6XcbQpa.so.6", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("PySide6/Qt/lib/libQt6Designer.so.6", False),
        ("PySide6/Qt/qml/QtQuick/qmldir", False),
        ("PySide6/QtCore.pyi", False),
        ("jeepney/__init__.py", True),
        ("msgspec-0.22.0.dist-info/RECORD", False),
    ],
)
def test_only_what_the_program_runs_is_kept(name: str, kept: bool) -> None:
    assert wheels.is_kept(name, RULES["keep"], RULES["drop"]) is kept


def test_every_qt_module_of_the_window_is_kept() -> None:
    sources = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "exporter_desk").rglob("*.py"))
    used = {
        word for word in ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtPrintSupport", "QtNetwork") if word in sources
    }
    assert len(used) >= 5
    for module in used:
        assert wheels.is_kept(f"PySide6/{module}.abi3.so", RULES["keep"], RULES["drop"])
        assert wheels.is_kept(f"PySide6/Qt/lib/lib{module.replace('Qt', 'Qt6', 1)}.so.6", RULES["keep"], RULES["drop"])


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    """A bundle of this program without packages, below a name with a blank and Hanzi."""
    (tmp_path / "pkgs").mkdir()
    (tmp_path / "pkgs" / "one.py").write_text("A = 1\n", encoding="utf-8")
    made = tmp_path / "用 户" / "ExporterDesk"
    bundle.assemble(ROOT, tmp_path / "pkgs", made, SERIES, Console())
    return made


def test_the_bundle_carries_the_texts_of_the_licences(stage: Path) -> None:
    for name in ("LGPL-3.0.txt", "GPL-3.0.txt", "LGPL-2.1.txt"):
        assert (stage / "licences" / name).read_bytes() == (ROOT / "resources" / "licences" / name).read_bytes()
    assert "### Offer of the sources" in (stage / "THIRD-PARTY-NOTICES.md").read_text("utf-8")


def test_equal_stages_give_equal_bytes_and_only_scripts_run(stage: Path, tmp_path: Path) -> None:
    shutil.rmtree(stage / "app")
    first, second = tmp_path / "a.tar.xz", tmp_path / "b.tar.xz"
    bundle.pack(stage, first, "ExporterDesk")
    os.utime(stage / "LICENSE", (0, 0))
    bundle.pack(stage, second, "ExporterDesk")
    assert first.read_bytes() == second.read_bytes()
    with tarfile.open(first) as archive:
        runs = {Path(one.name).name for one in archive if one.mode & 0o100}
        assert all(one.name.startswith("ExporterDesk/") and one.uid == 0 for one in archive)
    assert runs == {bundle.STARTER, bundle.MENU}


@posix
def test_the_program_starts_from_the_bundle(stage: Path, tmp_path: Path) -> None:
    """The packages of this run stand in for those of the bundle."""
    shutil.rmtree(stage / "pkgs")
    (stage / "pkgs").symlink_to(Path(pytest.__file__).parents[1])
    settings = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    done = subprocess.run(
        [str(stage / bundle.STARTER), "words", "cny", "12.00"],
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "人民币壹拾贰元整")


@posix
def test_a_system_without_that_python_is_told(stage: Path) -> None:
    starter = stage / bundle.STARTER
    starter.write_text(starter.read_text(encoding="utf-8").replace(SERIES, "3.99"), encoding="utf-8")
    done = subprocess.run([str(starter)], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 3
    assert "需要 Python 3.99" in done.stderr


@posix
def test_the_menu_entry_comes_and_goes(stage: Path, tmp_path: Path) -> None:
    menu, settings = str(stage / bundle.MENU), {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    entry = tmp_path / ".local" / "share" / "applications" / "exporter-desk.desktop"
    subprocess.run([menu], env=settings, check=True, capture_output=True)
    assert f'Exec="{stage}/exporter-desk" %f' in entry.read_text(encoding="utf-8")
    subprocess.run([menu, "remove"], env=settings, check=True, capture_output=True)
    assert not entry.exists()
