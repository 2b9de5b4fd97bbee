"""What a receiver hears of what is open: the findings that concern his papers, those of one kind in one row."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Severity
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exporter_desk.documents.dossier import FindingView
    from exporter_desk.documents.library import ReceiverInfo
    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.text import Language

EMPTY = "X51"
_MANY = "many"  # the variant of many empty boxes of one paper
# So many findings of one kind that say different things still stand in rows of their own.
_APART = 3
_LISTS = {"goods": Bilingual("商品", "goods"), "packages": Bilingual("装箱", "packing")}
_MARKS, _MARKS_NAME = "route.marks.", Bilingual("唛头", "marks")


def heard_by(info: ReceiverInfo, findings: Iterable[FindingView]) -> tuple[FindingView, ...]:
    """Return the findings that concern a receiver: of the families he hears, about nothing that is not his business."""
    return tuple(one for one in findings if _is_heard(info, one))


def _is_heard(info: ReceiverInfo, finding: FindingView) -> bool:
    about = {place.partition(".")[0] for place in finding.places}
    return (not info.hears or finding.code[:1] in info.hears) and not about & set(info.not_about)


def errors_elsewhere(info: ReceiverInfo, findings: Iterable[FindingView]) -> int:
    """Return how many errors a receiver does not hear of, though they make drafts of his papers too."""
    return sum(one.severity is Severity.ERROR and not _is_heard(info, one) for one in findings)


def boxes_together(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings with the empty boxes of one paper as one, when there are more than a few of them.

    They stand where the first of them stood; a box that is empty for several rows is named once with their number.
    """
    listed = tuple(findings)
    papers: dict[str, list[Finding]] = {}
    for one in listed:
        if one.code == EMPTY and not one.variant:
            papers.setdefault(one.values.get("form_zh", ""), []).append(one)
    many = {title: group for title, group in papers.items() if len(group) > _APART}
    joined = {id(group[0]): _boxes(group) for group in many.values()}
    left_out = {id(one) for group in many.values() for one in group[1:]}
    return tuple(joined.get(id(one), one) for one in listed if id(one) not in left_out)


def _boxes(group: Sequence[Finding]) -> Finding:
    places = tuple(dict.fromkeys(place for one in group for place in one.places))
    severity = min((one.severity for one in group), key=lambda severity: severity.rank)
    values = {**group[0].values, "count": str(len(group))}
    values |= {"boxes_zh": _box_names(group, "zh"), "boxes_en": _box_names(group, "en")}
    return replace(group[0], severity=severity, places=places, values=values, variant=_MANY)


def _box_names(group: Sequence[Finding], language: Language) -> str:
    names = Counter(one.values.get(f"place_{language}", one.places[0]).rpartition(" · ")[2] for one in group)
    rows = {"zh": "（{count} 行）", "en": " ({count} rows)"}[language]
    told = [name + (rows.format(count=count) if count > 1 else "") for name, count in names.items()]
    return ("、" if language == "zh" else ", ").join(told)


def by_kind(findings: Sequence[FindingView], case: Case) -> tuple[FindingView, ...]:
    """Return one finding for each kind, in the order of the first ones, with the rows of `case` that it is about.

    Of one kind are those that say the same, and, when they are more than a few, those with the same code about the same
    field of different rows: the first one stands for them.
    """
    kinds: dict[tuple[object, ...], list[FindingView]] = {}
    for one in findings:
        kinds.setdefault((one.code, one.severity, one.variant, _fields(one)), []).append(one)
    rows: list[FindingView] = []
    for group in kinds.values():
        same: dict[Bilingual, list[FindingView]] = {}
        for one in group:
            same.setdefault(one.text, []).append(one)
        parted = [group] if len(same) > _APART else same.values()
        rows += [_told_once(members, case) for members in parted]
    return tuple(rows)


def _fields(finding: FindingView) -> frozenset[str]:
    """The places with the ids of rows left out: `goods.g1.hs` and `goods.g2.hs` are one field."""
    return frozenset(_field(place) for place in finding.places)


def _field(place: str) -> str:
    if place.startswith(_MARKS):  # a line of the marks has no id: its place is its number
        return _MARKS
    head, *rest = place.split(".")
    return ".".join((head, *rest[1:])) if head in _LISTS else place


def _told_once(members: list[FindingView], case: Case) -> FindingView:
    first = members[0]
    places = tuple(dict.fromkeys(place for one in members for place in one.places))
    if len(members) == 1:
        return first
    alike = all(one.text == first.text for one in members)
    others = places if alike else [place for place in places if place not in first.places]
    rows = _rows_in_words(others, case)
    if rows is None:
        rows = Bilingual(f"{len(members)} 处", f"{len(members)} places")
    told = rows if alike else Bilingual(f"同样的还有：{rows.zh}", f"likewise: {rows.en}")
    text = Bilingual(f"{first.text.zh}（{told.zh}）", f"{first.text.en} ({told.en})")
    return replace(first, text=text, places=places)


def _rows_in_words(places: Iterable[str], case: Case) -> Bilingual | None:
    """Return `商品第 1–22、24 行`; None when no row of goods, packing or marks is named."""
    places = tuple(places)
    listed: list[Bilingual] = []
    for head, name in _LISTS.items():
        ids = {parts[1] for parts in (place.split(".") for place in places) if parts[0] == head and len(parts) > 1}
        numbers = [number for number, row in enumerate(getattr(case, head), start=1) if row.id in ids]
        if numbers:
            listed.append(_rows_of(name, numbers))
    marks = sorted({int(place.removeprefix(_MARKS)) + 1 for place in places if place.startswith(_MARKS)})
    if marks:
        listed.append(_rows_of(_MARKS_NAME, marks))
    if not listed:
        return None
    return Bilingual("，".join(one.zh for one in listed), ", ".join(one.en for one in listed))


def _rows_of(name: Bilingual, numbers: Iterable[int]) -> Bilingual:
    runs = in_runs(numbers)
    return Bilingual(f"{name.zh}第 {'、'.join(runs)} 行", f"{name.en} rows {', '.join(runs)}")


def in_runs(numbers: Iterable[int]) -> list[str]:
    """Return ascending numbers as runs: 1, 2, 3, 7 are `1–3` and `7`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
