"""Makes the files that other programs import: workbooks and messages of a case, with what each still waits for."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, count
from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency.context import line_words
from exporter_desk.documents.bind import holds
from exporter_desk.documents.messages import books, build, views
from exporter_desk.documents.messages.build import Gap
from exporter_desk.documents.messages.xml_text import to_xml
from exporter_desk.documents.names import file_name
from exporter_desk.documents.packet import DRAFT_PREFIX
from exporter_desk.documents.packet_file import PacketFile
from exporter_desk.documents.views import order
from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.money import round_half_up
from exporter_desk.domain.numbers import fixed, plain
from exporter_desk.domain.practice import mark_of
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.papers.gap_words import to_mend, whom_to_ask
from exporter_desk.services.papers.limit_words import limit_words
from exporter_desk.services.papers.template_files import UNFILLED, as_file, fitting, own_id, written_template
from exporter_desk.system import settings
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.documents.messages.schema import FileSpec
    from exporter_desk.rules.codes import CodeTables
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.desk import Desk
    from exporter_desk.system.settings import Settings

    Write = Callable[[Dossier], tuple[bytes, tuple[Gap, ...]]]

FOLDER, KIND = "导入文件", "machine"
READING_ONLY = ".练习.txt"  # what the name of a message of an exercise ends in
IMPORTED_BY = "broker"  # whose list of open items a workbook carries
_CHECKED = Bilingual(
    "只供导入，未发送；请由导入方的客户端核对。", "For import, not sent; to be checked by the importer's client."
)
_SHOWN_NAMES = 12
_NAME_CELLS = 240  # these are no attachments: names of all files stay whole and so stay apart
_SHOWN_TEXT = 60
_SHOWN_LINES = 6
_NOT_WRITTEN = frozenset({build.TOO_MANY, UNFILLED})
_NAME_BYTES = 255  # what file systems take
_WITH_ERRORS = Bilingual(
    "这票业务还有错误（■）；改好以前，每个导入文件都是草稿。",
    "The shipment still has errors (■); until they are mended every file to import is a draft.",
)
_UNSETTLED = Bilingual(
    "这票业务要不要这个文件、按什么价写，还没有定下来；核对报告里列着要回答的问题。",
    "Whether the shipment needs this file, or at which prices, is not settled; the check report lists what to answer.",
)
_HARMLESS = frozenset({build.IN_BYTES, build.UNCONFIRMED, build.SHARED})
_DECISION = "choices."
_REMEMBERED = frozenset({"broker_columns"})
_ASKED_ELSEWHERE = frozenset({"mode", "levy_nature", "package_kind", "other_packing"})


@dataclass(frozen=True, slots=True)
class MachineFile:
    """One file to import: what it is, for whom, whether it is a draft, what it waits for, and its bytes.

    A file that could not be written at all (too many lines) has no data. `waits` says in sentences why a draft is one,
    and what makes it final.
    """

    id: str
    name: Bilingual
    note: Bilingual
    receivers: tuple[str, ...]
    path: str
    status: str
    gaps: tuple[Gap, ...]
    data: bytes
    waits: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True)
class MachineSet:
    """All files of a case and what has to be told about them."""

    files: tuple[MachineFile, ...]
    findings: tuple[Finding, ...]

    def for_receivers(self, receivers: Collection[str]) -> Iterator[PacketFile]:
        """Return the written files of `receivers` as a packet lists them; they have no pages."""
        for file in self.files:
            for receiver in file.receivers:
                if receiver in receivers and file.data:
                    yield PacketFile(file.path, receiver, KIND, file.status, 0, file.data, (file.id,), file.waits)


def machine_files(analysis: Analysis, dossier: Dossier, sender: Mapping[str, str] | None = None) -> MachineSet:
    """Make every file to import. `sender` are settings that answer for all shipments what this one leaves open.

    `dossier` is that of the plan as `IMPORTED_BY` sees it, with the upload set as it is, so that the files say what the
    papers say.
    """
    channel = _channel(analysis)
    facts = {**dossier.facts, **({} if channel is None else {"channel": channel})}
    ready = replace(dossier, case=with_settings(dossier.case, sender or {}), facts=facts)
    files, findings = list[MachineFile](), [*_told(ready, channel)]
    taken: set[str] = set()
    for spec, write, settled in _wanted(analysis.desk, ready):
        made = tuple(_files(spec, ready, write, taken, settled=settled))
        told = tuple(_findings(spec, made, ready, analysis.name_of))
        findings += told
        waits = tuple(_waits(analysis.desk, told, ready, settled=settled and not _prices_are_asked(spec, ready)))
        files += (replace(file, waits=waits) if file.status == "draft" else file for file in made)
    return MachineSet(tuple(files), tuple(findings))


def _wanted(desk: Desk, dossier: Dossier) -> Iterator[tuple[FileSpec, Write, bool]]:
    """Yield what is made, by what, and whether that is sure: our own files first, which so keep their names."""
    held = [(spec, holds(dossier, spec.when)) for spec in desk.messages]
    chosen = dossier.case.choice("mode") is not None
    wanted = [(spec, held is True) for spec, held in held if held or (held is None and chosen)]
    for spec, settled in wanted:
        yield spec, partial(_workbook if spec.format == "xlsx" else _message, spec), settled
    for spec, settled in () if dossier.practice else wanted:
        for template in fitting(desk.templates, spec, dossier.case):
            yield as_file(template, spec), partial(written_template, template, spec), settled


def asked_decisions(desk: Desk, mode: str | None) -> tuple[str, ...]:
    """Return which decisions the files to import may ask for under `mode`, in the order in which they ask."""
    facts = {"choices.mode": mode}
    wanted = [spec for spec in desk.messages if spec.when.holds(facts.get) is not False]
    values = [views.ASKED.get(value, value) for spec in wanted for value in spec.values]
    values += [order.BASIS, views.CODE_SET] if any(spec.uses_order for spec in wanted) else []
    values += [f"{_DECISION}{spec.order}" for spec in wanted if spec.order]
    asked = dict.fromkeys(value.removeprefix(_DECISION) for value in values if value.startswith(_DECISION))
    return tuple(what for what in asked if what not in _ASKED_ELSEWHERE)


def sender_settings(chosen: Settings) -> dict[str, str]:
    """Return what the settings say about the sender of messages, by the decision that each answers."""
    return {option.key: value for option in settings.SENDER if (value := chosen.get(option))}


def remembered_sender() -> dict[str, str]:
    """Return what this user's settings say about the sender of messages."""
    return sender_settings(settings.load(find_paths().settings))


def remember(what: str, value: str) -> None:
    """Keep the order of columns of a workbook for the next shipments; who sends is never carried over by itself."""
    option = next((one for one in settings.SENDER if one.key == what and what in _REMEMBERED), None)
    if option is not None and option.accepts(value):
        with suppress(UserFacingError):  # a shipment is not held up by a settings file that cannot be written
            settings.load(find_paths().settings).set(option, value)


def with_settings(case: Case, sender: Mapping[str, str]) -> Case:
    """Return the case with each setting as a decision, unless the case has decided itself."""
    more = tuple(Choice(what=what, value=value) for what, value in sender.items() if value and not case.choice(what))
    return replace(case, choices=(*more, *case.choices))


def _channel(analysis: Analysis) -> str | None:
    mode = analysis.found.coded.choice("mode")
    return next((one.channel.value for one in analysis.advice.modes if one.mode.code == mode), None)


def _told(dossier: Dossier, channel: str | None) -> Iterator[Finding]:
    mode = dossier.case.choice("mode")
    if mode and _is_explained(dossier):
        yield Finding("X72", Severity.HINT, ("choices.mode",), {"code": mode}, variant=mode)
    if _has_order(dossier):
        if channel == "declaration":
            yield Finding("X72", Severity.HINT, ("choices.mode",), {"code": str(mode)}, variant="declaration")
        elif channel is None:
            yield Finding("X75", Severity.CONFIRM, ("choices.mode",))
        if dossier.case.terms.incoterm and order.price_basis(dossier) is None:
            yield Finding("X73", Severity.CONFIRM, (order.BASIS,), {"term": dossier.case.terms.incoterm})
        yield from _loose_prices(dossier)
        if channel == "declaration":
            yield from _apart(dossier)


def _apart(dossier: Dossier) -> Iterator[Finding]:
    """Customs compare a declaration with the order that it refers to: tell where the amounts of both differ."""
    apart = order.unlike_declared(dossier)
    if apart is not None:
        term = dossier.case.terms.incoterm or ""
        values = {"order": fixed(apart[0], 2), "declared": fixed(apart[1], 2), "term": term}
        yield Finding("X73", Severity.CONFIRM, (order.BASIS, "terms.order_no"), values, variant="declared")


def _loose_prices(dossier: Dossier) -> Iterator[Finding]:
    for line, price, gap in order.loose_prices(dossier):
        values = {"price": plain(price), "gap": plain(round_half_up(gap, 2)), **line_words(dossier.case, line)}
        yield Finding("X73", Severity.HINT, (f"goods.{line.id}.qty", order.BASIS), values, variant="price")
    rounded = order.rounded_prices(dossier)
    if rounded:
        words = [line_words(dossier.case, line) for line in rounded]
        values = {"count": str(len(rounded)), "lines_zh": _some([one["line_zh"] for one in words], "、", "等"),
                  "lines_en": _some([one["line_en"] for one in words], ", ", " and more")}  # fmt: skip
        places = tuple(f"goods.{line.id}.unit_price" for line in rounded)
        yield Finding("X73", Severity.CONFIRM, places, values, variant="rounded")


def _some(words: list[str], comma: str, more: str) -> str:
    return comma.join(words[:_SHOWN_LINES]) + (more if len(words) > _SHOWN_LINES else "")


def _has_order(dossier: Dossier) -> bool:
    return bool(_mode_row(dossier).get("order_document"))


def _is_explained(dossier: Dossier) -> bool:
    """Tell whether the mode can be chosen here though its orders and lists, if it has any, are others' to send."""
    return _mode_row(dossier).get("offered") == "Y" and not _has_order(dossier)


def _mode_row(dossier: Dossier) -> Mapping[str, str]:
    return dossier.codes.row("supervision_modes", dossier.case.choice("mode")) or {}


def _files(spec: FileSpec, dossier: Dossier, write: Write, taken: set[str], *, settled: bool) -> Iterator[MachineFile]:
    slices = build.parts(spec, dossier)
    for number, part in enumerate(slices, start=1):
        data, gaps = write(part)
        gaps = (*gaps, *build.withheld(spec, part))
        asked = not settled or _prices_are_asked(spec, dossier)
        whole = not asked and not dossier.has_errors and all(gap.reason in _HARMLESS for gap in gaps)
        suffix = f"-{number}" if len(slices) > 1 else ""
        ending = f".{spec.format}{READING_ONLY if dossier.practice and spec.format != 'xlsx' else ''}"
        name = _free_name(spec, dossier, suffix, ending, taken)
        written = b"" if any(gap.reason in _NOT_WRITTEN for gap in gaps) else data
        path = f"{FOLDER}/{'' if whole else DRAFT_PREFIX}{name}"
        yield MachineFile(
            spec.id, spec.name, spec.note, spec.receivers, path, "final" if whole else "draft", gaps, written
        )


def _prices_are_asked(spec: FileSpec, dossier: Dossier) -> bool:
    return spec.uses_order and order.price_basis(dossier) is None


def _waits(desk: Desk, told: Iterable[Finding], dossier: Dossier, *, settled: bool) -> Iterator[Bilingual]:
    """Say why a file is a draft, each with what makes it final."""
    if dossier.has_errors:
        yield _WITH_ERRORS
    if not settled:
        yield _UNSETTLED
    holding = [one for one in told if one.code == "X70" or (one.code == "X71" and one.variant not in _HARMLESS)]
    for one in desk.render(holding):
        yield Bilingual(f"{one.zh}{one.remedy_zh}", f"{one.en} {one.remedy_en}")


def _free_name(spec: FileSpec, dossier: Dossier, suffix: str, ending: str, taken: set[str]) -> str:
    """Return a name that no file of the packet has yet: with the title alone, else with the name of the template too.

    A long title gives way; what tells files apart is never cut off. Capital letters tell nothing apart on Windows.
    """
    number, day = _number(dossier), dossier.pack_day
    around = len(f"{DRAFT_PREFIX}{file_name(number, '', day, _NAME_CELLS, ending)}".encode())
    for more in chain(("", f"-{own_id(spec)}"), (f"-{place}" for place in count(2))):
        room = _NAME_BYTES - around - len((more + suffix).encode())
        title = spec.short_zh.encode()[: max(room, 0)].decode("utf-8", "ignore")
        name = file_name(number, title + more + suffix, day, _NAME_CELLS, ending)
        if room > 0 and name.casefold() not in taken:
            taken.add(name.casefold())
            return name
    raise AssertionError  # the numbers never end


def _number(dossier: Dossier) -> str | None:
    return dossier.case.terms.contract_no or dossier.case.number


def _message(spec: FileSpec, dossier: Dossier) -> tuple[bytes, tuple[Gap, ...]]:
    message = build.build(spec, dossier)
    mark = mark_of(practice=dossier.practice)
    doubtful = (f"待确认：{gap.name.zh} {gap.found}" for gap in message.gaps if gap.reason == build.UNCONFIRMED)
    remarks = [_CHECKED.zh, spec.note.zh, *doubtful]
    for reason, head in ((build.MISSING, "待补"), (build.ESTIMATED, "估算")):
        if names := _names(message.gaps, "zh", reason):
            remarks.append(f"{head}：{names}")
    text = to_xml(message, spec.prefix, remarks)
    # No program takes in what does not begin as XML: the message of an exercise is for reading alone.
    return (f"{mark}\n".encode() + text if mark else text), message.gaps


def _workbook(spec: FileSpec, dossier: Dossier) -> tuple[bytes, tuple[Gap, ...]]:
    from exporter_desk.tables.workbook import to_xlsx

    sheets, gaps = books.fill(spec, dossier, column_order(dossier.case, spec))
    seller = dossier.case.party("seller")
    author = (seller.name_zh or seller.name_en or "") if seller else ""
    return to_xlsx(
        sheets,
        f"{_number(dossier) or ''} {spec.zh}".strip(),
        author or dossier.program,
        dossier.pack_day,
        mark_of(practice=dossier.practice),
    ), gaps


def column_order(case: Case, spec: FileSpec) -> tuple[str, ...]:
    """Return the columns that stand first, as the case or the settings remember them."""
    typed = (case.choice(spec.order) or "") if spec.order else ""
    return tuple(part for part in re.split(r"[\s,，、;；]+", typed) if part)


# What is told.


def _findings(
    spec: FileSpec, files: Sequence[MachineFile], dossier: Dossier, name_of: Callable[[str], Bilingual]
) -> Iterator[Finding]:
    gaps = list(dict.fromkeys(gap for file in files for gap in file.gaps))
    words = {"file_zh": spec.zh, "file_en": spec.en}
    written = any(file.data for file in files)
    # The basis of amounts has a question of its own (X73).
    missing = [gap for gap in gaps if gap.reason == build.MISSING and gap.places != (order.BASIS,)]
    if missing and written:
        places = tuple(dict.fromkeys(place for gap in missing for place in gap.places))
        told = whom_to_ask(missing, dossier.case, name_of)
        listed = {"fields_zh": told.zh, "fields_en": told.en}
        count = str(len({gap.name for gap in missing}))
        variant = "mend" if all(to_mend(gap, dossier.case) for gap in missing) else ""
        yield Finding("X70", Severity.CONFIRM, places, {**words, **listed, "count": count}, variant=variant)
    if guessed := [gap for gap in gaps if gap.reason == build.ESTIMATED]:
        yield _guessed(guessed, words, name_of)
    yield from _shared([gap for gap in gaps if gap.reason == build.SHARED], words, dossier.case)
    for gap in gaps:
        if gap.reason not in (build.MISSING, build.ESTIMATED, build.SHARED):
            yield _unfit(gap, words, dossier.codes)
    yield from _unknown_columns(spec, dossier)


def _names(gaps: Iterable[Gap], language: str, reason: str) -> str:
    listed = list(
        dict.fromkeys(gap.name.zh if language == "zh" else gap.name.en for gap in gaps if gap.reason == reason)
    )
    rest = len(listed) - _SHOWN_NAMES
    more = (f"等 {len(listed)} 项" if language == "zh" else f" and {rest} more") if rest > 0 else ""
    return ("、" if language == "zh" else ", ").join(listed[:_SHOWN_NAMES]) + more


def _guessed(gaps: Sequence[Gap], words: Mapping[str, str], name_of: Callable[[str], Bilingual]) -> Finding:
    """What is only estimated is one finding a file, however many lines have it."""
    places = tuple(dict.fromkeys(place for gap in gaps for place in gap.places))
    english = tuple(dict.fromkeys(name_of(place).en.rpartition(" · ")[2] for place in places))
    more = f" and {len(english) - _SHOWN_NAMES} more" if len(english) > _SHOWN_NAMES else ""
    rows = [name_of(place) for place in places]
    left = len(rows) - _SHOWN_NAMES
    names = {
        "field_zh": _names(gaps, "zh", build.ESTIMATED),
        "field_en": ", ".join(english[:_SHOWN_NAMES]) + more,
        "rows_zh": "、".join(row.zh for row in rows[:_SHOWN_NAMES]) + (f"等 {len(rows)} 处" if left > 0 else ""),
        "rows_en": ", ".join(row.en for row in rows[:_SHOWN_NAMES]) + (f" and {left} more" if left > 0 else ""),
    }
    return Finding("X71", Severity.CONFIRM, places, {**words, **names}, variant=build.ESTIMATED)


def _shared(gaps: Sequence[Gap], words: Mapping[str, str], case: Case) -> Iterator[Finding]:
    """What does not exist for lines in mixed packages is one finding a column, with the numbers of those lines."""
    numbers = {f"goods.{line.id}": str(number) for number, line in enumerate(case.goods, start=1)}
    for name in dict.fromkeys(gap.name for gap in gaps):
        places = tuple(dict.fromkeys(place for gap in gaps if gap.name == name for place in gap.places))
        listed = [numbers[place] for place in places if place in numbers]
        more = "…" if len(listed) > _SHOWN_NAMES else ""
        found = ", ".join(listed[:_SHOWN_NAMES]) + more
        values = {**words, "field_zh": name.zh, "field_en": name.en, "found": found}
        packages = tuple(place for place in places if place not in numbers)
        yield Finding("X71", Severity.CONFIRM, packages, values, variant=build.SHARED)


def _unfit(gap: Gap, words: Mapping[str, str], codes: CodeTables) -> Finding:
    found = gap.found if len(gap.found) <= _SHOWN_TEXT else f"{gap.found[:_SHOWN_TEXT]}…"
    severity = Severity.HINT if gap.reason == build.IN_BYTES else Severity.CONFIRM
    limit = limit_words(gap, codes)
    values = {**words, "field_zh": gap.name.zh, "field_en": gap.name.en, "found": found, "size": str(len(gap.found))}
    values |= {"limit_zh": limit.zh, "limit_en": limit.en}
    return Finding("X71", severity, gap.places, values, variant=gap.reason)


def _unknown_columns(spec: FileSpec, dossier: Dossier) -> Iterator[Finding]:
    known = [column.id for sheet in spec.sheets if sheet.rows for column in sheet.columns]
    strange = [name for name in column_order(dossier.case, spec) if name not in known]
    if strange:
        values = {"found": ", ".join(strange), "known": ", ".join(known)}
        yield Finding("X74", Severity.HINT, (f"choices.{spec.order}",), values)
