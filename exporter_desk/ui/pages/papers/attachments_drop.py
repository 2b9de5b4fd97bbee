"""Files that are dragged onto a page, and what the page of attachments is to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent

from exporter_desk.ui.guard import guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget


class Offer(NamedTuple):
    """A paper to attach to ("" for none in particular), and files that were dropped."""

    paper: str
    files: tuple[Path, ...]


_OFFERED: list[Offer] = []


def offer(paper: str, files: Sequence[Path] = ()) -> None:
    """Remember what the page of attachments begins with when it comes to the front."""
    _OFFERED[:] = [Offer(paper, tuple(files))]


def take_offer() -> Offer:
    """Return what was remembered, once."""
    return _OFFERED.pop() if _OFFERED else Offer("", ())


class FileDrop(QObject):
    """Lets files be dropped anywhere on a page; `take` gets their paths."""

    def __init__(self, page: QWidget, take: Callable[[list[Path]], None]) -> None:
        super().__init__(page)
        self._take = take
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    @guarded(False)
    def eventFilter(self, _page: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.Drop) or not isinstance(event, QDropEvent):
            return False
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if not paths:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self._take(paths)
        return True
