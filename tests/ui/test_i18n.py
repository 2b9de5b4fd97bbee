"""Two channels of text: chrome by Qt's translation, domain texts as pairs."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from exporter_desk.system import resources
from exporter_desk.ui import i18n
from exporter_desk.ui.i18n import Language

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Pair:
    zh: str
    en: str


def test_translations_are_complete_and_compiled() -> None:
    """No unfinished entry, nothing missing or left over, the .qm made from this .ts."""
    command = [sys.executable, "installers/translations.py", "check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_pair_follows_the_language(language: Language) -> None:
    pair = Pair("报关资料表（供录入）", "Customs data sheet (for entry)")
    assert i18n.pick(pair) == pair.zh
    language.set("en")
    assert i18n.pick(pair) == pair.en


def test_words_of_qt_itself_are_chinese_too(language: Language) -> None:
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    language.set("en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_broken_translation_file_is_refused(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="translation"):
        Language(qapp, b"not a translation")


def test_language_that_retires_leaves_the_one_before_it(qapp: QApplication, language: Language) -> None:
    other = Language(qapp, resources.read_bytes("i18n/exporter_desk_zh_CN.qm"), "en")
    assert i18n.language() == "en"
    other.retire()
    language.set("en")
    assert i18n.language() == "en"
    language.set("zh")
    assert i18n.language() == "zh"
