"""What a command answers: an object for machines, lines for people, messages, and an exit code."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.answer_json import finding_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from exporter_desk.rules.texts import RenderedFinding

FINE, CASE_ERRORS, BAD_INPUT, MACHINE_PROBLEM = 0, 1, 2, 3
ERROR_SCHEMA, SCHEMA_VERSION = "exporter-desk/error", 1
# What the present command has to say of the files that it opened; None outside a command.
_remarks: ContextVar[list[Bilingual] | None] = ContextVar("remarks", default=None)
_SIGNS = {"error": "■", "confirm": "▲", "hint": "●"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The outcome of a command; `lines` are for stdout, `messages` for stderr; `always_json` prints `data` anyway."""

    data: JsonObject | None = None
    lines: tuple[Bilingual, ...] = ()
    messages: tuple[Bilingual, ...] = ()
    exit_code: int = FINE
    always_json: bool = False

    def with_messages(self, messages: Iterable[Bilingual]) -> Answer:
        """Return the answer with more messages, none of them twice."""
        return replace(self, messages=tuple(dict.fromkeys((*self.messages, *messages))))


def same(text: str) -> Bilingual:
    """Return a line that reads the same in both languages."""
    return Bilingual(text, text)


def refused(error: UserFacingError) -> Answer:
    """Return the answer to a problem of the machine, or to input that no one can read."""
    finding: JsonObject = {
        "code": error.code,
        "severity": "error",
        "places": [],
        "zh": error.zh,
        "en": error.en,
        "remedy": {"zh": error.remedy_zh, "en": error.remedy_en},
        "remedy_zh": error.remedy_zh,
        "remedy_en": error.remedy_en,
        "sources": [],
    }
    message = Bilingual(error.sentence("zh"), error.sentence("en"))
    return Answer(data=_error([finding]), messages=(message,), exit_code=error.exit_code)


def answered(work: Callable[[], Answer]) -> Answer:
    """Return what a command answers, or what stopped it: the machine, or a broken file of the program.

    What was remarked on the way stands among its messages. Anything else is a bug of ours and goes through.
    """
    try:
        with _remarking() as remarks:
            return work().with_messages(remarks)
    except UserFacingError as error:
        return refused(error)
    except Exception as error:
        from exporter_desk.services.packs.broken_files import as_broken

        broken = as_broken(error)
        if broken is None:
            raise
        return refused(broken)


@contextmanager
def _remarking() -> Iterator[list[Bilingual]]:
    remarks: list[Bilingual] = []
    token = _remarks.set(remarks)
    try:
        yield remarks
    finally:
        _remarks.reset(token)


def remark(notice: UserFacingError) -> None:
    """Have the present command say `notice` beside its answer; nothing happens where no command runs."""
    remarks = _remarks.get()
    if remarks is not None:
        remarks.append(Bilingual(notice.sentence("zh"), notice.sentence("en")))


def no_such_case(source: str) -> UserFacingError:
    """Say that a name is neither that of a file nor that of a shipment."""
    return UserFacingError(
        "S40",
        f"找不到“{source}”：没有这个文件，数据库里也没有这个编号的业务。",
        f"“{source}” is neither a file nor a shipment in the database.",
        "请检查文件名，或用业务编号（例如 2026-014）。",
        "Check the file name, or use a shipment number such as 2026-014.",
        exit_code=BAD_INPUT,
    )


def refused_findings(findings: Iterable[RenderedFinding]) -> Answer:
    """Return the answer to input that was read but cannot be taken: every problem with its place."""
    listed = tuple(findings)
    return Answer(
        data=_error([finding_json(one) for one in listed]),
        messages=tuple(finding_line(one) for one in listed),
        exit_code=BAD_INPUT,
    )


def _error(findings: list[JsonObject]) -> JsonObject:
    return {"schema": ERROR_SCHEMA, "schema_version": SCHEMA_VERSION, "findings": list(findings)}


def finding_line(finding: RenderedFinding) -> Bilingual:
    """Return a finding as one line: sign, code, place, what happened and what to do."""
    head = f"{_SIGNS[str(finding.severity)]} {finding.code}"
    place = f" [{finding.places[0]}]" if finding.places and finding.places[0] else ""
    zh = f"{head}{place} {finding.zh} {finding.remedy_zh}".rstrip()
    return Bilingual(zh, f"{head}{place} {finding.en} {finding.remedy_en}".rstrip())
