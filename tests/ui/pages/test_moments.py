"""Moments of the database: read where they can be, else shown as they stand."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from pytestqt.qtbot import QtBot

from exporter_desk.domain.text import Bilingual
from exporter_desk.storage.summary import Event
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.moments import local_moment
from exporter_desk.ui.pages.timeline import Timeline
from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import Label
from tests.ui.pages.fake_session import FakeSession, summary

CHINA = timezone(timedelta(hours=8))


def test_moment_is_told_where_the_user_is() -> None:
    assert local_moment("2026-11-22T20:12:00+00:00", CHINA) == datetime(2026, 11, 23, 4, 12, tzinfo=CHINA)


@pytest.mark.parametrize("text", ["", "gestern", "2026-13-01T00:00:00", "0001-01-01T00:00:00+14:00"])
def test_unreadable_moment_is_none(text: str) -> None:
    assert local_moment(text, UTC) is None


def test_row_that_cannot_be_read_in_full_is_shown(desk: MainWindow, session: FakeSession) -> None:
    session.rows = [summary(1, at="gestern"), summary(2, next_step="a step of a later version")]
    desk.navigate(places.CASES)
    table = desk.page(places.CASES).list.view.model()  # type: ignore[attr-defined]  # the list of this page
    assert table.index(0, 6).data() == "gestern"
    assert table.index(1, 5).data() == "打开后可见"


def test_event_that_cannot_be_dated_is_shown(qtbot: QtBot, appearance: Appearance, language: Language) -> None:
    line = Timeline()
    qtbot.addWidget(line)
    line.show_events([Event("made", Bilingual("建立", "Made"), "gestern", "王")], None)
    assert "gestern · 王" in [label.text() for label in line.findChildren(Label)]
