"""What files to import wait for, in the words of who fills them in: whom to ask for what, each thing once."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from exporter_desk.domain.positions import position
from exporter_desk.domain.text import Bilingual
from exporter_desk.system import resources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from exporter_desk.documents.messages.build import Gap
    from exporter_desk.domain.case import Case

OWN, BROKER, MEND = "own", "broker", "mend"
_SHOWN = 12
_BETWEEN = " · "


@cache
def tables() -> dict[str, Any]:
    """Return the texts of what files to import wait for and allow, by table."""
    return tomllib.loads(resources.read_text("text/file_gaps.toml"))


@cache
def _texts() -> tuple[dict[str, Bilingual], dict[str, tuple[str, Bilingual]]]:
    given = tables()
    who = {key: Bilingual(entry["zh"], entry["en"]) for key, entry in given["who"].items()}
    named = {**given["field"], **given["place"], **{f"boxes.{key}": one for key, one in given["boxes"].items()}}
    return who, {key: (entry["who"], Bilingual(entry["zh"], entry["en"])) for key, entry in named.items()}


def whom_to_ask(gaps: Iterable[Gap], case: Case, name_of: Callable[[str], Bilingual]) -> Bilingual:
    """Return `请报关行告诉你：A、B；你自己填：C`; `name_of` says what a place of the case is called."""
    wanted: dict[str, dict[str, Bilingual]] = {}
    for gap in gaps:
        who, text = _wanted(gap, case, name_of)
        wanted.setdefault(who, {}).setdefault(text.zh, text)
    heads = _texts()[0]
    parts = [_listed(heads[who], tuple(wanted[who].values())) for who in heads if who in wanted]
    return Bilingual("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def to_mend(gap: Gap, case: Case) -> bool:
    """Tell whether what a file waits for is filled in, but has to be put right before it gives a figure."""
    return _boxes(gap, case) is not None


def _boxes(gap: Gap, case: Case) -> Bilingual | None:
    """Return what is wrong with box numbers that stand there and still give no number of boxes."""
    head, _, rest = next(iter(gap.places), "").partition(".")
    row = position(case.packages, rest.partition(".")[0]) if head == "packages" else None
    if row is None or not rest.endswith((".from", ".to")):
        return None
    package = case.packages[row]
    if package.numbers is None:
        return None
    text = _texts()[1]["boxes.backwards" if package.count is None else "boxes.torn"][1]
    return text.filled(row=row + 1, boxes=package.numbers)


def _wanted(gap: Gap, case: Case, name_of: Callable[[str], Bilingual]) -> tuple[str, Bilingual]:
    place = next(iter(gap.places), "")
    head, _, rest = place.partition(".")
    boxes = _boxes(gap, case)
    if boxes is not None:
        return MEND, boxes
    known = _texts()[1].get(rest if head == "choices" else place)
    if known is not None:
        return known
    if not place:
        return OWN, gap.name
    name = name_of(place)
    if head in ("choices", "goods", "packages"):  # the row matters less than what is missing in all of them
        name = Bilingual(name.zh.rpartition(_BETWEEN)[2], name.en.rpartition(_BETWEEN)[2])
    if _is_brokers(head, rest, case):
        return BROKER, Bilingual(f"他的{name.zh.rpartition(_BETWEEN)[2]}", f"his {name.en.rpartition(_BETWEEN)[2]}")
    return OWN, name


def _is_brokers(head: str, rest: str, case: Case) -> bool:
    broker = case.party("broker")
    return head == "parties" and broker is not None and rest.partition(".")[0] in (broker.id, "broker")


def _listed(head: Bilingual, names: Sequence[Bilingual]) -> Bilingual:
    more = len(names) - _SHOWN
    zh = "、".join(one.zh for one in names[:_SHOWN]) + (f"等 {len(names)} 项" if more > 0 else "")
    en = ", ".join(one.en for one in names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
    return Bilingual(f"{head.zh}：{zh}", f"{head.en}: {en}")
