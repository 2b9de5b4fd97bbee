"""Attaching files to a shipment: looked at and made into pages first, kept when a person has seen the result."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter_desk.documents.scans import MAX_BYTES, Scan, media_of
from exporter_desk.domain import lists, paths
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import has_control_character
from exporter_desk.services.answers import BAD_INPUT
from exporter_desk.services.papers.attached import kind_of_attachment
from exporter_desk.services.papers.scans import kind_of, pages_of, scan_kinds
from exporter_desk.system.foreign import read_foreign

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from exporter_desk.domain.attachment import Attachment
    from exporter_desk.domain.case import Case
    from exporter_desk.services.desk import Desk
    from exporter_desk.services.papers.scans import ScanKind
    from exporter_desk.storage.contents import Told
    from exporter_desk.storage.repository import Contents

PLACE, QUARTER = "attachments", 90
_LONGEST_NAME, _LONGEST_PLACE = 200, 1000


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that was looked at: of which paper, its bytes and the pages made of them. Nothing of it is kept yet."""

    paper: str
    name: str
    source: str
    data: bytes
    scan: Scan
    turn: int = 0

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the file as it was taken."""
        return self.scan.files[0]


def prepare(
    path: Path,
    paper: str,
    desk: Desk,
    day: date,
    turn: int = 0,
    told: Callable[[int], object] = lambda pages: None,
) -> Prepared:
    """Read a file and make its pages within the limits of `day`; slow, and may run anywhere.

    `told` hears the pages done, and what it raises ends the work. Raises UserFacingError: S59 for an unknown paper, S51
    for what cannot be taken.
    """
    kind = known_kind(paper, desk)
    data = read_foreign(path, MAX_BYTES)
    made = pages_of(data, path.name, kind, desk.library.limits_on(day), turn, told)
    return Prepared(paper, _storable(path.name)[-_LONGEST_NAME:], _place(path), data, made, turn % 360)


def turned(prepared: Prepared, desk: Desk, day: date, told: Callable[[int], object] = lambda pages: None) -> Prepared:
    """Make the pages anew, a quarter further to the right; slow, and may run anywhere."""
    kind, turn = known_kind(prepared.paper, desk), (prepared.turn + QUARTER) % 360
    made = pages_of(prepared.data, prepared.name, kind, desk.library.limits_on(day), turn, told)
    return replace(prepared, scan=made, turn=turn)


def prepared_again(files: Mapping[str, bytes], case: Case, desk: Desk, day: date) -> dict[str, Prepared]:
    """Make the pages of attachments that came from elsewhere anew, by the id of the attachment; nothing is believed.

    What cannot be taken is left out: the attachment then stays in the list as one that is not here.
    """
    found: dict[str, Prepared] = {}
    for one in case.attachments:
        data, kind, turn = files.get(one.sha256 or ""), kind_of_attachment(one, desk.checklists), one.turn or 0
        if data is None or turn % QUARTER:
            continue
        try:
            made = pages_of(data, one.name or one.id, kind, desk.library.limits_on(day), turn)
        except UserFacingError:
            continue
        found[one.id] = Prepared(one.paper or kind.id, one.name or one.id, "", data, made, turn % 360)
    return found


def limits_day(case: Case, desk: Desk, today: date) -> date:
    """Return the day whose limits count for what is attached: the export date, else the day of the case, else today."""
    from exporter_desk.modes.day import advice_day
    from exporter_desk.rules.facts import read_facts

    return advice_day(read_facts(case, desk.rules, today), case.day, today)[0]


def known_kind(paper: str, desk: Desk) -> ScanKind:
    """Return the kind of a paper; raises UserFacingError S59 for one that nobody knows."""
    kind = kind_of(paper, desk.checklists.papers)
    if kind is None:
        raise _no_such_paper(paper, desk)
    return kind


def keep(contents: Contents, prepared: Prepared, told: Told = lambda done, total: None) -> str:
    """Keep the file and its pages; return the digest of the pages. Slow, and may run beside the thread that types."""
    pages = prepared.scan.pdf
    total = len(prepared.data) + len(pages)
    contents.keep(prepared.data, lambda done, _: told(done, total))
    return contents.keep(pages, lambda done, _: told(len(prepared.data) + done, total))


def with_attachment(case: Case, prepared: Prepared, at: str, desk: Desk) -> tuple[Case, str]:
    """Return the case with the file in its list, and the new id; a paper of the refund file is then there.

    Raises UserFacingError S54 when the same file is attached to that paper already.
    """
    if any(one.paper == prepared.paper and one.sha256 == prepared.digest for one in case.attachments):
        raise _twice(prepared)
    added, key = lists.add(case, PLACE)
    made = (*added.attachments[:-1], described(added.attachments[-1], prepared, at))
    return _noted(replace(added, attachments=made), prepared.paper, desk), key


def described(one: Attachment, prepared: Prepared, at: str | None) -> Attachment:
    """Return an attachment with everything that is known of a file and its pages."""
    made, pages = prepared.scan, prepared.scan.pdf
    return replace(
        one,
        paper=prepared.paper,
        name=prepared.name,
        media=media_of(prepared.data),
        size_bytes=len(prepared.data),
        sha256=prepared.digest,
        pages=made.pages,
        pdf_bytes=len(pages),
        pdf_sha256=hashlib.sha256(pages).hexdigest(),
        turn=prepared.turn or None,
        redrawn=made.redrawn,
        fitted=made.fitted,
        turned=made.turned,
        cleaned=made.cleaned,
        source=prepared.source or None,
        added_at=at,
    )


def _noted(case: Case, paper: str, desk: Desk) -> Case:
    """Note that a paper of the refund file is there, kept as a picture (存放方式), unless that was said already.

    A kind of scans (contract) stands for the papers of the refund file that show the same.
    """
    kind = scan_kinds().get(paper)
    shown = kind.papers if kind is not None else (paper,)
    for one in shown:
        if any(rule.id == one for rule in desk.checklists.papers):
            case = _noted_as_had(case, one)
    return case


def _noted_as_had(case: Case, paper: str) -> Case:
    if not any(one.id == paper for one in case.tax.papers):
        case, _ = lists.add(case, "tax.papers", paper)
    case = paths.write(case, f"tax.papers.{paper}.state", "have")
    kept = f"tax.papers.{paper}.kept_as"
    return case if paths.read(case, kept) else paths.write(case, kept, "image")


def without_attachment(case: Case, key: str) -> Case:
    """Return the case without an attachment, named by its id; raises UserFacingError S58 when there is none."""
    return lists.remove(case, f"{PLACE}.{attachment_at(case, key).id}")


def attachment_at(case: Case, key: str) -> Attachment:
    """Return an attachment by its id; raises UserFacingError S58 when there is none."""
    found = next((one for one in case.attachments if one.id == key), None)
    if found is not None:
        return found
    known = "、".join(one.id for one in case.attachments)
    raise UserFacingError(
        "S58",
        f"这票货没有附件“{key}”。",
        f"This shipment has no attachment “{key}”.",
        f"现有：{known}。" if known else "这票货还没有附件。",
        f"There are: {known.replace('、', ', ')}." if known else "It has no attachments yet.",
        exit_code=BAD_INPUT,
    )


def _no_such_paper(paper: str, desk: Desk) -> UserFacingError:
    kinds = list(scan_kinds().values())[:-1]
    ids = [rule.id for rule in desk.checklists.papers]
    zh, en = (
        "、".join(f"{one.id} {one.name.zh}" for one in kinds),
        ", ".join(f"{one.id} {one.name.en}" for one in kinds),
    )
    return UserFacingError(
        "S59",
        f"没有叫“{paper}”的单证。",
        f"There is no paper “{paper}”.",
        f"可以用：{zh}；或退税资料夹里的编号，例如 {ids[0]}、{ids[-1]}。",
        f"Known: {en}; or an id of the refund file such as {ids[0]} or {ids[-1]}.",
        exit_code=BAD_INPUT,
    )


def _twice(prepared: Prepared) -> UserFacingError:
    return UserFacingError(
        "S54",
        f"“{prepared.name}”已经附在这份单证上，没有再附一次。",
        f"“{prepared.name}” is attached to this paper already and was not attached again.",
        "不用再做什么；要换成新的扫描件，先移除旧的。",
        "Nothing more is to be done; to replace it, remove the old one first.",
        exit_code=BAD_INPUT,
    )


def _storable(text: str) -> str:
    """Return a name as a case may hold it: no control characters, no halves of characters."""
    plain = text.encode("utf-8", "replace").decode("utf-8")
    return "".join("?" if has_control_character(char) or char in "\t\n\r" else char for char in plain)


def _place(path: Path) -> str:
    place = _storable(str(path.absolute()))
    return place if len(place) <= _LONGEST_PLACE else ""
