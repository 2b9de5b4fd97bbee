"""Language of the window: chrome through Qt's translator, domain texts as zh/en pairs."""

from __future__ import annotations

from typing import Literal, Protocol

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator, Signal

Code = Literal["zh", "en"]


class Pair(Protocol):
    """A text that data carries in both languages."""

    @property
    def zh(self) -> str: ...

    @property
    def en(self) -> str: ...


class Translated(Protocol):
    """Whatever shows words of the chrome and sets them again when the language changes."""

    def retranslate(self) -> None: ...


class Language(QObject):
    """Switches the window between Chinese and English while it is open.

    Qt sends LanguageChange to every widget; the main window answers by calling retranslate() of itself and its pages.
    """

    changed = Signal()

    def __init__(self, app: QCoreApplication, chinese: bytes, code: Code = "zh") -> None:
        super().__init__(app)
        self._app = app
        self._bytes = chinese
        self._own = QTranslator(self)
        if not self._own.load(chinese):
            raise ValueError("the Chinese translation file cannot be read")
        self._qt = QTranslator(self)
        self._qt.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        self.code: Code = "en"
        _INSTALLED.insert(0, self)
        self.set(code)

    def set(self, code: Code) -> None:
        if code == self.code:
            return
        self.code = code
        for translator in (self._qt, self._own):
            if code == "zh":
                self._app.installTranslator(translator)
            else:
                self._app.removeTranslator(translator)
        self.changed.emit()

    def retire(self) -> None:
        """Leave the application to the language before this one, or to one that comes."""
        self.set("en")
        _INSTALLED.remove(self)


_INSTALLED: list[Language] = []
"""The one that counts comes first."""


def language() -> Code:
    """Language of the window now; Chinese before anything was chosen."""
    return _INSTALLED[0].code if _INSTALLED else "zh"


def translate(context: str, source: str, comment: str | None = None, number: int = -1) -> str:
    """Text of the window chrome in the present language; lupdate finds calls by this name.

    Both arguments have to be literals. Context is the class or page, source plain English.
    """
    return QCoreApplication.translate(context, source, comment, number)


def pick(pair: Pair) -> str:
    """The half of a zh/en pair that belongs to the present language."""
    return pair.zh if language() == "zh" else pair.en
