"""The banner tells a change once, and says when nobody has confirmed it."""

from __future__ import annotations

from datetime import date

from exporter_desk.rules.schema import Confidence
from exporter_desk.rules.upcoming import Upcoming
from exporter_desk.services.advice.upcoming_view import upcoming_views

DAY = date(2026, 12, 30)


def change(name: str, kind: str, *sources: str, label: Confidence = Confidence.SECONDARY) -> Upcoming:
    return Upcoming(DAY, name, kind, f"{name}。", f"{name}.", sources, label)  # type: ignore[arg-type]  # any kind


def test_news_of_a_source_gives_way_to_the_rule_that_rests_on_it() -> None:
    views = upcoming_views((change("L08", "source", "L08", "L11"), change("W06", "rule", "L11")))
    assert [view.text.zh for view in views] == ["W06。"]


def test_two_rules_of_one_source_are_told_once() -> None:
    views = upcoming_views((change("F12", "rule", "eudr1"), change("W42", "rule", "eudr1")))
    assert [view.text.zh for view in views] == ["F12。"]


def test_other_news_stays_and_unconfirmed_news_says_so() -> None:
    listed = (change("L28", "source", "L28", label=Confidence.UNCONFIRMED), change("W06", "rule", "L11"))
    assert [view.text.zh for view in upcoming_views(listed)] == ["W06。", "L28（待确认）。"]
