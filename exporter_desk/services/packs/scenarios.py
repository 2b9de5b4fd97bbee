"""Runs the worked scenarios of a pack through the engines and says where the answers differ from what is expected."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.case_json import CaseRefusedError
from exporter_desk.domain.numbers import trimmed
from exporter_desk.modes.advice import Verdict
from exporter_desk.modes.assess import assess
from exporter_desk.modes.questions import questions
from exporter_desk.modes.upcoming import upcoming_changes
from exporter_desk.rules.facts import read_facts
from exporter_desk.rules.worked import plain_facts, refund_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from exporter_desk.modes.advice import Advice
    from exporter_desk.refund.book import RefundBook
    from exporter_desk.rules.rulebook import RuleBook
    from exporter_desk.rules.worked import Expected, Worked, WorkedFile

_FITTING = (Verdict.RECOMMENDED, Verdict.POSSIBLE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one scenario came out: empty `differences` mean that it came out as expected."""

    id: str
    file: str
    place: str
    differences: tuple[str, ...]


def run_scenarios(files: Iterable[WorkedFile], book: RuleBook, refund: Callable[[], RefundBook]) -> tuple[Outcome, ...]:
    """Run every scenario under the given rules; `refund` makes the refund rules once a scenario needs them."""
    return tuple(_outcome(one, book, refund) for one in files)


def _outcome(one: WorkedFile, book: RuleBook, refund: Callable[[], RefundBook]) -> Outcome:
    return Outcome(one.worked.id, one.file, one.place, tuple(_differences(one.worked, book, refund)))


def _differences(worked: Worked, book: RuleBook, refund: Callable[[], RefundBook]) -> Iterator[str]:
    yield from _of_figures(worked, book)
    if worked.facts is not None:
        yield from _of_advice(worked, book)
    if worked.refund_input is not None:
        yield from _of_refund(worked, refund())


def _of_figures(worked: Worked, book: RuleBook) -> Iterator[str]:
    rules = book.at(worked.day)
    for key, wanted in (worked.expect.figures or {}).items():
        found = rules.find(key)
        told, expected = _figure(None if found is None else found.value), _figure(wanted)
        if told != expected:
            yield f"figures.{key}: {told}, expected {expected}"


def _figure(value: object) -> str:
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return trimmed(Decimal(value))
    return "none" if value is None else str(value)


def _of_advice(worked: Worked, book: RuleBook) -> Iterator[str]:
    sheet = read_facts(plain_facts(worked.facts or {}), book, worked.day)
    yield from (f"facts: {finding.code} at {', '.join(finding.places)}" for finding in sheet.findings)
    advice = assess(sheet, book, worked.day)
    expect = worked.expect
    fitting = [one.mode.code for one in advice.modes if one.verdict in _FITTING]
    if expect.ranked is not None and fitting != list(expect.ranked):
        yield f"ranked: {fitting}, expected {list(expect.ranked)}"
    verdicts = {one.mode.code: str(one.verdict) for one in advice.modes}
    yield from _unequal("verdicts", verdicts, expect.verdicts)
    yield from _of_first(advice, expect)
    yield from _of_what_is_told(advice, expect, book)


def _of_first(advice: Advice, expect: Expected) -> Iterator[str]:
    first = advice.modes[0]
    told = {"channel": first.channel.value, "hs_digits": first.channel.hs_digits, "refund": first.refund.value}
    wanted = {"channel": expect.channel, "hs_digits": expect.hs_digits, "refund": expect.refund}
    for name, value in wanted.items():
        if value is not None and told[name] != value:
            yield f"{name}: {told[name]}, expected {value}"


def _of_what_is_told(advice: Advice, expect: Expected, book: RuleBook) -> Iterator[str]:
    raised = {one.caution.code for one in advice.cautions}
    told = {
        "warnings": (raised, expect.warnings),
        "papers": ({one.paper.id for one in advice.papers}, expect.papers),
        "asks": ({one.spec.path for one in questions(advice, book)}, expect.asks),
        "upcoming": ({one.id for one in upcoming_changes(advice, book)}, expect.upcoming),
    }
    for name, (found, wanted) in told.items():
        yield from (f"{name}: {item} is missing" for item in wanted if item not in found)
    yield from (f"without: {code} is told" for code in expect.without if code in raised)
    states = {one.registration.id: one.state for one in advice.registrations}
    yield from _unequal("registrations", states, expect.registrations)


def _of_refund(worked: Worked, refund: RefundBook) -> Iterator[str]:
    from exporter_desk.refund.assess import assess as assess_refund
    from exporter_desk.refund.scenario import read

    try:
        source = read(refund_object(worked)).source
    except CaseRefusedError as error:
        yield from (f"refund_input: {one.code} at {', '.join(one.places)}" for one in error.findings)
        return
    result, expect = assess_refund(source, refund, worked.day), worked.expect
    if expect.policy is not None and result.policy.result != expect.policy:
        yield f"policy: {result.policy.result}, expected {expect.policy}"
    days = {one.id: str(one.date) for one in result.deadlines}
    yield from _unequal("deadlines", days, {key: str(day) for key, day in (expect.deadlines or {}).items()})
    amounts = {one.symbol: "none" if one.value is None else str(one.value) for one in result.quantities if not one.line}
    yield from _unequal("amounts", amounts, expect.amounts)


def _unequal(name: str, found: dict[str, str], wanted: dict[str, str] | None) -> Iterator[str]:
    for key, value in (wanted or {}).items():
        if found.get(key, "none") != value:
            yield f"{name}.{key}: {found.get(key, 'none')}, expected {value}"
