"""The foot of the window tells the age of the backups once they were looked for."""

from __future__ import annotations

from datetime import datetime, timedelta

from exporter_desk.system import clock
from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.pages.frame_state import FrameState
from tests.ui.pages.fake_session import FakeSession


class Session(FakeSession):
    """What the foot asks besides."""

    company_name, saved_at = "赣州家具", None

    def read_only_reason(self) -> None:
        return None

    def packs_need_a_word(self) -> bool:
        return False

    def rules_checked_on(self) -> None:
        return None


def shown(window: MainWindow, at: datetime | None) -> tuple[str, bool]:
    window.backup_known.emit(at)
    foot = window.status.backup
    return foot.label.text(), not foot.mark.isHidden()


def test_the_age_of_the_backup_is_told(desk: MainWindow) -> None:
    state = FrameState(desk, Session())  # type: ignore[arg-type]  # a fake with the same face
    state.show()
    assert desk.status.backup.label.text() == ""
    now = clock.now()
    assert shown(desk, now) == (f"备份 {now:%Y-%m-%d %H:%M}", False)
    assert shown(desk, now - timedelta(days=30))[1]
    assert shown(desk, None) == ("还没有备份", True)
