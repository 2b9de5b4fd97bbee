"""The table of pages: key to a maker; each module is imported when its page is first wanted."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from exporter_desk.services.workflow import Step
from exporter_desk.system import clock
from exporter_desk.ui.pages import places

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from exporter_desk.services.session import Session
    from exporter_desk.ui.main_window import MainWindow
    from exporter_desk.ui.widgets import Page


def makers(session: Session, window: MainWindow, output: Path) -> dict[str, Callable[[], Page]]:
    """Return how to make each page of the window; papers go below `output` unless the user says otherwise."""
    messages = window.messages

    def page(module: str, name: str, *more: object) -> Callable[[], Page]:
        def make() -> Page:
            kind = getattr(import_module(f"exporter_desk.ui.pages.{module}"), name)
            made: Page = kind(session, messages, *more)
            return made

        return make

    return {
        places.HOME: page("workbench", "WorkbenchPage", clock, window.tasks),
        places.REFUNDS: page("refund_month", "RefundMonthPage", window.tasks, output),
        places.PACKS: page("packs", "PacksPage", window.tasks),
        places.CASES: page("cases", "CasesPage"),
        places.BACKUP: page("backup", "BackupPage", window.tasks),
        places.PRACTICE: page("practice", "PracticePage", window.tasks),
        places.SETTINGS: page("settings", "SettingsPage", window.tasks, window.appearance, window.language),
        places.DOCTOR: page("doctor", "DoctorPage", window.tasks),
        places.PERSON: page("person", "PersonPage", window.tasks),
        places.NEW: page("new_shipment", "NewShipmentPage"),
        places.TODO: page("todo", "TodoPage"),
        places.RESULT: page("mode_result", "ModeResultPage"),
        places.STEPS[Step.DESCRIBE]: page("question", "QuestionPage", Step.DESCRIBE),
        places.STEPS[Step.MODE]: page("question", "QuestionPage", Step.MODE),
        places.STEPS[Step.GOODS]: page("goods", "GoodsPage"),
        places.GUIDED: page("guided_goods", "GuidedGoodsPage"),
        places.BOXING: page("boxing", "BoxingPage"),
        places.EARLIER: page("earlier_goods", "EarlierGoodsPage"),
        places.IMPORT: page("sheet_import", "SheetImportPage", window.tasks),
        "rates": page("rate_cards", "RateCardsPage", window.tasks),
        places.STEPS[Step.COSTS]: page("costs", "CostsPage"),
        places.STEPS[Step.DOCUMENTS]: page("packet", "PacketPage", window.tasks, output, Step.DOCUMENTS),
        places.STEPS[Step.REFUND]: page("refund", "RefundPage", window.tasks, output),
        places.STEPS[Step.CHECK]: page("check", "CheckPage"),
        places.REVIEW: page("review", "ReviewPage"),
        places.ATTACHMENTS: page("attachments", "AttachmentsPage", window.tasks),
        places.HAND_OVER: page("hand_over", "HandOverPage"),
        places.STEPS[Step.PACKET]: page("packet", "PacketPage", window.tasks, output, Step.PACKET),
    }
