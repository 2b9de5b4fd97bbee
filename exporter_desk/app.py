"""The composition root of the window: the only place that builds and connects parts."""

from __future__ import annotations

import builtins
import gc
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Literal, cast

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system import clock, crash, logs, resources, settings
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from exporter_desk.domain.case import Case
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.session import Session
    from exporter_desk.system.paths import Paths
    from exporter_desk.system.settings import Settings
    from exporter_desk.ui.i18n import Language
    from exporter_desk.ui.main_window import MainWindow
    from exporter_desk.ui.theme import Appearance, Variant
    from exporter_desk.ui.widgets import Page

LEARN_AFTER_MS = 1500
SWITCH_S = 0.001
"""How long work behind the window may keep the window waiting: with Python's 5 ms a page comes up in jerks."""


def main(file: Path | None = None) -> int:
    """Open the window, with a travelling file to take over if one is named, and return its exit code."""
    try:
        application, session, window = open_desk(file)
    except UserFacingError as error:
        from exporter_desk.ui.start import tell_refusal

        return tell_refusal(error)
    code = application.exec()
    window.tasks.finish(-1)
    session.close()
    return code


def open_desk(file: Path | None = None) -> tuple[QApplication, Session, MainWindow]:
    """Open the user's company and show the window; raises UserFacingError when the machine refuses."""
    gc.disable()  # as the start did already: from now on the window collects, between two events
    sys.setswitchinterval(SWITCH_S)
    paths = find_paths()
    paths.make_folders()
    logs.start_logging(paths.logs)
    _require_screen()
    watch = crash.install(paths.logs, tell_failed_start)
    from exporter_desk.ui import bindings

    bindings.load()
    _import_without_features()
    from PySide6.QtWidgets import QApplication

    from exporter_desk.ui.garbage import Collector

    # Told here, the style costs nothing; QApplication.setStyle() makes PySide load QStyle and its eleven enums first.
    application = QApplication([*sys.argv[:1], "-style", "fusion"])
    application.setApplicationName("Exporter Desk")
    if paths.start_password.exists():
        from exporter_desk.ui.unlocking import require_password

        require_password(application, paths.start_password)
    session = open_session(file)
    window = build_window(application, session, settings.load(paths.settings), paths)
    watch.tell_to(lambda report: tell_crash(window, report))
    window.show()
    _learn_steps_later(window, session)
    _look_after_later(window, session, file)
    gc.freeze()  # it stays until the end: later collections need not look at it again
    Collector(application)
    return application, session, window


def _import_without_features() -> None:
    """Take `import` back from PySide: its own reads the source of every module to come, for a `__feature__` it may use.

    This program uses none of them, and hundreds of kilobytes of source would be read and kept at each start.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def _require_screen() -> None:
    """Qt ends the process without a word where it finds no screen: ask first."""
    has_screen = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if sys.platform.startswith("linux") and not has_screen:
        raise UserFacingError(
            "S44",
            "这里没有屏幕，窗口打不开。",
            "There is no screen here, so the window cannot open.",
            "可以用命令行，例如 exporter-desk packet 文件.json --out 文件夹。",
            "Use the command line, for example: exporter-desk packet FILE.json --out FOLDER.",
        )


def open_session(file: Path | None = None) -> Session:
    """Open the company's database and the shipped knowledge behind one face."""
    from exporter_desk.services.desk import user_desk
    from exporter_desk.services.keeping.company import list_cases
    from exporter_desk.services.session import Session
    from exporter_desk.services.shown_progress import ShownProgress

    desk, shown = user_desk(), ShownProgress()
    try:
        listing = list_cases(desk, summarise=shown)
    except UserFacingError as error:
        from exporter_desk.ui.start import opened_otherwise

        listing = opened_otherwise(error, partial(list_cases, desk, summarise=shown), file)
    return Session(desk, listing, clock.today, clock.now, shown)


def build_window(app: QApplication, session: Session, chosen: Settings, paths: Paths) -> MainWindow:
    """Return the main window with all pages on offer; it opens on the workbench."""
    from exporter_desk.ui import fonts, icons
    from exporter_desk.ui.i18n import Language
    from exporter_desk.ui.main_window import MainWindow
    from exporter_desk.ui.theme import Appearance, Tokens

    fonts.load(resources.path(f"fonts/NotoSansSC-{face}.ttf") for face in ("Regular", "Bold"))
    icons.use_source(resources.read_bytes)
    tokens = Tokens.from_text(resources.read_text("theme/tokens.json"))
    appearance = Appearance(app, tokens)
    appearance.set_variant(cast("Variant", chosen.get(settings.THEME)))
    appearance.set_scale(chosen.get(settings.TEXT_SCALE))
    language = Language(app, resources.read_bytes("i18n/exporter_desk_zh_CN.qm"), _language(chosen))
    window = MainWindow(appearance, language)
    window.offer_pages(pages(session, window, paths))
    _remember(window, appearance, chosen)
    _connect(window, session)
    _offer_practice(window, language, inside=paths.practice)
    window.navigate("home")
    appearance.set_sheet(resources.read_text("theme/app.qss"))
    return window


def _offer_practice(window: MainWindow, language: Language, *, inside: bool) -> None:
    """Lead to the exercises, and dress their own window so that nobody takes it for the real one."""
    from exporter_desk.ui.pages import places

    window.commands.handle(
        {
            "training.practice": lambda: window.navigate(places.PRACTICE),
            "case.exchange": lambda: window.navigate(places.EXCHANGE),
        }
    )
    if inside:
        from exporter_desk.ui.practice_frame import PracticeFrame

        PracticeFrame(window, language).strip.to_page.connect(lambda: window.navigate(places.PRACTICE))


def _language(chosen: Settings) -> Literal["zh", "en"]:
    return "en" if chosen.get(settings.LANGUAGE) == "en" else "zh"


def pages(session: Session, window: MainWindow, paths: Paths) -> dict[str, Callable[[], Page]]:
    """Return the page table: key to a maker, called when somebody first goes there."""
    from exporter_desk.ui.pages import table

    return table.makers(session, window, paths.output)


def _remember(window: MainWindow, appearance: Appearance, chosen: Settings) -> None:
    """Keep language and look as soon as they change."""

    def keep() -> None:
        chosen.set(settings.LANGUAGE, window.language.code)
        chosen.set(settings.THEME, appearance.theme.variant)
        chosen.set(settings.TEXT_SCALE, appearance.theme.scale)

    appearance.changed.connect(keep)
    window.language.changed.connect(keep)


def _connect(window: MainWindow, session: Session) -> None:
    from exporter_desk.ui.pages.frame_state import FrameState
    from exporter_desk.ui.pages.table import of_any_page
    from exporter_desk.ui.pages.unsaved import ask_before_losing

    ask_before_losing(window, session)
    window.commands.handle(of_any_page(window))
    state = FrameState(window, session)
    session.subscribe(lambda _paths: state.show())
    window.language.changed.connect(state.show)
    window.navigated.connect(lambda *_place: state.show())
    state.show()


def _learn_steps_later(window: MainWindow, session: Session) -> None:
    """Load the engines in the background, then compute steps that the list does not know yet (samples, imports)."""
    from PySide6.QtCore import QTimer

    from exporter_desk.services import engines
    from exporter_desk.ui.i18n import translate

    label = translate("Frame", "Looking through the shipments")

    def take(analysis: Analysis) -> None:
        session.keep(analysis)
        place = window.place()
        if place is not None and place.case_id is None:
            window.page(place.key).activated(None)

    def begin() -> None:
        window.tasks.start(label, lambda _progress: engines.load(), quiet=True)
        for case in session.without_steps():
            window.tasks.store(label, partial(_examine, session, case), take)

    QTimer.singleShot(LEARN_AFTER_MS, window, begin)


def _look_after_later(window: MainWindow, session: Session, file: Path | None) -> None:
    """Back up, check and listen for further starts once the window stands; none of it delays the start."""
    from PySide6.QtCore import QTimer

    def begin() -> None:
        from exporter_desk.ui import screen_reader
        from exporter_desk.ui.start import Upkeep

        screen_reader.announce()
        Upkeep(window, session).begin(file)

    QTimer.singleShot(LEARN_AFTER_MS if file is None else 0, window, begin)


def _examine(session: Session, case: Case, _progress: object) -> Analysis:
    return session.examine(case)


def tell_failed_start(report: crash.CrashReport) -> None:
    """Say that the program failed before there was a window to say it in."""
    where = ("", "") if report.path is None else (f"报告：{report.path}", f" Report: {report.path}")
    chinese = f"程序出错，窗口没有打开；已存的数据都在。请再打开一次，仍然这样请把报告交给技术支持。{where[0]}\n"
    english = (
        f"The program met an error and did not open; what you saved is still there. Start it again; if"
        f" it fails again, hand the report to support.{where[1]}\n"
    )
    text = english if _language(settings.load(find_paths().settings)) == "en" else chinese
    try:
        from exporter_desk.ui.start import tell
    except ImportError:  # Qt itself is what is missing
        if sys.stderr is not None:
            sys.stderr.write(text)
    else:
        tell(text)


def tell_crash(window: MainWindow, report: crash.CrashReport) -> None:
    """Say once that something went wrong; the report lies in a file and is never sent.

    It is said from the event loop: the error may come from another thread, or out of the middle of painting.
    """
    from PySide6.QtCore import QTimer

    from exporter_desk.ui.pages.frame_state import crash_message

    QTimer.singleShot(0, window, lambda: window.messages.say(crash_message(report.path)))
