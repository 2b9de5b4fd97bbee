"""What a pack would change in the shipments at hand, told before it counts: verdicts, refund, days, costs, findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import money_text
from exporter_desk.domain.text import Bilingual
from exporter_desk.modes.wording import CHANNELS, VERDICTS
from exporter_desk.refund.older import deadline_name
from exporter_desk.services.advice.conclusions import Conclusions, conclude
from exporter_desk.services.claims.view import headline
from exporter_desk.services.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding

NOTHING = Bilingual("—", "—")


@dataclass(frozen=True, slots=True)
class Change:
    """One conclusion that comes out otherwise; `what` is verdict, refund, deadline, cost or finding."""

    what: str
    name: Bilingual
    was: Bilingual
    now: Bilingual


@dataclass(frozen=True, slots=True)
class CaseEffect:
    """What changes in one shipment."""

    id: str
    number: str
    title: str
    changes: tuple[Change, ...]


def effect(
    cases: Sequence[Case], now: Desk, then: Desk, today: date, told: Callable[[int, int], object]
) -> tuple[CaseEffect, ...]:
    """Return the shipments in which `then` says something else than `now`; `told` hears how far it is."""
    found = []
    for done, case in enumerate(cases):
        told(done, len(cases))
        was, will = conclude(case, now, today), conclude(case, then, today)
        changes = tuple(_changes(_Side(was, now), _Side(will, then)))
        if changes:
            found.append(CaseEffect(str(case.id), case.number or "", case.title or "", changes))
    told(len(cases), len(cases))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Side:
    """The conclusions about a case with the desk that reached them."""

    found: Conclusions
    desk: Desk


def _changes(was: _Side, now: _Side) -> Iterator[Change]:
    yield from _compared("verdict", _verdicts(was), _verdicts(now))
    yield from _compared("refund", _refund(was), _refund(now))
    yield from _compared("deadline", _deadlines(was), _deadlines(now))
    yield from _compared("cost", _costs(was), _costs(now))
    yield from _findings(was, now)


def _compared(what: str, was: Mapping[Bilingual, Bilingual], now: Mapping[Bilingual, Bilingual]) -> Iterator[Change]:
    for name in {**was, **now}:
        before, after = was.get(name, NOTHING), now.get(name, NOTHING)
        if before != after:
            yield Change(what, name, before, after)


def _verdicts(side: _Side) -> dict[Bilingual, Bilingual]:
    told = {}
    for one in side.found.advice.modes:
        (zh, en), (way_zh, way_en) = VERDICTS[one.verdict], CHANNELS.get(one.channel.value, CHANNELS[None])
        told[Bilingual(one.mode.code, one.mode.code)] = Bilingual(f"{zh}，{way_zh}", f"{en}, {way_en}")
    return told


def _refund(side: _Side) -> dict[Bilingual, Bilingual]:
    policy, amount = headline(side.found.refund)
    return {Bilingual("退税办法", "Refund policy"): policy, Bilingual("退税金额", "Refund"): amount}


def _deadlines(side: _Side) -> dict[Bilingual, Bilingual]:
    rules = side.desk.checklists
    named = ((deadline_name(one, rules), one.date) for one in side.found.refund.deadlines)
    return {name: NOTHING if day is None else Bilingual(day.isoformat(), day.isoformat()) for name, day in named}


def _costs(side: _Side) -> dict[Bilingual, Bilingual]:
    estimate = side.found.estimate
    if estimate is None or estimate.total.value is None:
        return {}
    amount = f"{estimate.reporting} {money_text(estimate.total.value, estimate.reporting)}"
    return {Bilingual("费用合计", "Total cost"): Bilingual(amount, amount)}


def _findings(was: _Side, now: _Side) -> Iterator[Change]:
    before, after = (dict.fromkeys(_key(one) for one in side.found.findings) for side in (was, now))
    gone = [one for one in was.found.findings if _key(one) not in after]
    new = [one for one in now.found.findings if _key(one) not in before]
    for one, side, fresh in (*((one, was, False) for one in gone), *((one, now, True) for one in new)):
        (words,) = side.desk.render((one,))
        text = Bilingual(words.text("zh"), words.text("en"))
        yield Change("finding", Bilingual(one.code, one.code), *((NOTHING, text) if fresh else (text, NOTHING)))


def _key(finding: Finding) -> tuple[str, ...]:
    values = (f"{name}={value}" for name, value in sorted(finding.values.items()))
    return (finding.code, finding.variant, *finding.places, *values)
