"""What is attached, as window and command line list it: paper, pages, what was changed, whether it is as it was."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.attachment import Attachment
from exporter_desk.domain.numbers import plain
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.papers.attached import is_held, kind_of_attachment, paper_name
from exporter_desk.services.papers.paper_scans import ScanState, file_state
from exporter_desk.services.papers.scans import ScanKind

if TYPE_CHECKING:
    from exporter_desk.domain.case import Case
    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.rules.checklists import Checklists
    from exporter_desk.services.papers.shelf import Shelf

_KILOBYTE, _MEGABYTE = 1000, 1_000_000
STATED = "stated_"


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """One attachment: its kind, the name of the paper it is attached to, whether its pages are `here`.

    `original` tells of the file it was taken from: same, changed, gone, or none where that is not known.
    """

    attachment: Attachment
    kind: ScanKind
    paper: Bilingual
    here: bool
    original: ScanState


def attachment_views(case: Case, shelf: Shelf, book: Checklists, *, look: bool = True) -> tuple[AttachmentView, ...]:
    """Return what is attached, in the order in which it was; with `look` at the originals where they lay."""
    return tuple(
        AttachmentView(
            one,
            kind_of_attachment(one, book),
            paper_name(one.paper, book),
            is_held(one, shelf),
            original_state(one) if look else "none",
        )
        for one in case.attachments
    )


def original_state(one: Attachment) -> ScanState:
    """Tell whether the file that was attached still lies where it lay, as it was."""
    return file_state(one.source, one.sha256)


def changes_words(one: Attachment) -> Bilingual:
    """Say what was changed when the pages were made, "" for nothing."""
    said = [
        (one.turn, f"按你的选择转了 {one.turn} 度", f"turned by {one.turn} degrees as you chose"),
        (one.turned, f"{one.turned} 页转正", f"{_pages(one.turned)} turned upright"),
        (one.fitted, f"{one.fitted} 页调成 A4", f"{_pages(one.fitted)} put on A4"),
        (one.redrawn, f"{one.redrawn} 页重新压缩成灰度", f"{_pages(one.redrawn)} recompressed in grey"),
        (one.cleaned, f"{one.cleaned} 页去掉链接或脚本", f"links or scripts taken out of {_pages(one.cleaned)}"),
    ]
    told = [(zh, en) for count, zh, en in said if count]
    return Bilingual("，".join(zh for zh, _ in told), ", ".join(en for _, en in told))


def _pages(count: int | None) -> str:
    return "1 page" if count == 1 else f"{count or 0} pages"


def size_words(size: int | None) -> str:
    """Return a size for people: 180 KB, 2.4 MB."""
    if size is None:
        return "—"
    return f"{size / _MEGABYTE:.1f} MB" if size >= _MEGABYTE else f"{-(-size // _KILOBYTE)} KB"


_ORIGINALS = {
    "none": Bilingual("", ""),
    "same": Bilingual("", ""),
    "changed": Bilingual(
        "原文件后来改过，附上的还是改之前的", "the file was changed since; the former one is attached"
    ),
    "gone": Bilingual("", ""),
}
NOT_HERE = Bilingual("内容不在这里", "its content is not here")


def state_words(view: AttachmentView) -> Bilingual:
    """Say what a person should know of an attachment beyond its paper, "" when all is well."""
    return _ORIGINALS[view.original] if view.here else NOT_HERE


def view_line(view: AttachmentView) -> Bilingual:
    """Return an attachment as one line: id, paper, file, pages, size, what was changed, what is odd."""
    one, changed, state = view.attachment, changes_words(view.attachment), state_words(view)
    head, size = f"{one.id}\t", size_words(one.pdf_bytes)
    zh = [view.paper.zh, one.name or "", f"{one.pages or 0} 页", size, changed.zh, state.zh]
    en = [view.paper.en, one.name or "", _pages(one.pages), size, changed.en, state.en]
    return Bilingual(head + "\t".join(part for part in zh if part), head + "\t".join(part for part in en if part))


def view_json(view: AttachmentView) -> JsonObject:
    """Return an attachment as the command line prints it."""
    one = view.attachment
    receivers: list[Json] = list(view.kind.receivers)
    return {
        "id": one.id,
        "paper": one.paper,
        "kind": view.kind.id,
        "zh": view.paper.zh,
        "en": view.paper.en,
        "receivers": receivers,
        "name": one.name,
        "media": one.media,
        "bytes": one.size_bytes,
        "sha256": one.sha256,
        "pages": one.pages,
        "pdf_bytes": one.pdf_bytes,
        "pdf_sha256": one.pdf_sha256,
        "turn": one.turn or 0,
        "redrawn": one.redrawn or 0,
        "fitted": one.fitted or 0,
        "turned": one.turned or 0,
        "cleaned": one.cleaned or 0,
        "added_at": one.added_at,
        "source": one.source,
        "original": view.original,
        "here": view.here,
        "stated": stated_json(one),
    }


def stated_json(one: Attachment) -> JsonObject:
    """Return what a person read off the scan; what nobody has typed is left out."""
    told = ((field.name, getattr(one, field.name)) for field in fields(one) if field.name.startswith(STATED))
    texts = ((name, plain(value) if isinstance(value, Decimal) else value) for name, value in told)
    return {name.removeprefix(STATED): value for name, value in texts if value is not None}
