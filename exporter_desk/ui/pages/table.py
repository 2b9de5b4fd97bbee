"""The table of pages: key to a maker; each module is imported when its page is first wanted."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from exporter_desk.services.workflow import Step
from exporter_desk.system import clock, settings
from exporter_desk.system.paths import find_paths
from exporter_desk.ui.pages import places

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from exporter_desk.services.session import Session
    from exporter_desk.ui.main_window import MainWindow
    from exporter_desk.ui.widgets import Page


def makers(session: Session, window: MainWindow, output: Path) -> dict[str, Callable[[], Page]]:
    """Return how to make each page of the window; papers go below `output` unless the user says otherwise."""
    messages, tasks = window.messages, window.tasks

    def page(module: str, name: str, *more: object, **named: object) -> Callable[[], Page]:
        def make() -> Page:
            kind = getattr(import_module(f"exporter_desk.ui.pages.{module}"), name)
            made: Page = kind(session, messages, *more, **named)
            return made

        return make

    return {
        places.HOME: page("workbench", "WorkbenchPage", clock, tasks, settings.load(find_paths().settings)),
        places.REFUNDS: page("refund_month", "RefundMonthPage", tasks, output),
        places.PACKS: page("packs", "PacksPage", tasks),
        places.CASES: page("cases", "CasesPage"),
        places.BACKUP: page("backup", "BackupPage", tasks),
        places.EXCHANGE: page("exchange", "ExchangePage", window.tasks),
        places.PRACTICE: page("practice", "PracticePage", window.tasks),
        places.SETTINGS: page("settings", "SettingsPage", tasks, window.appearance, window.language),
        places.DOCTOR: page("doctor", "DoctorPage", tasks),
        places.PERSON: page("person", "PersonPage", tasks),
        places.NEW: page("new_shipment", "NewShipmentPage"),
        places.TODO: page("todo", "TodoPage", tasks=tasks),
        places.RESULT: page("mode_result", "ModeResultPage", tasks=tasks),
        places.STEPS[Step.DESCRIBE]: page("question", "QuestionPage", Step.DESCRIBE, tasks),
        places.STEPS[Step.MODE]: page("question", "QuestionPage", Step.MODE, tasks),
        places.STEPS[Step.GOODS]: page("goods", "GoodsPage", tasks),
        places.GUIDED: page("guided_goods", "GuidedGoodsPage", tasks),
        places.BOXING: page("boxing", "BoxingPage", tasks),
        places.EARLIER: page("earlier_goods", "EarlierGoodsPage", tasks),
        places.IMPORT: page("sheet_import", "SheetImportPage", tasks),
        "rates": page("rate_cards", "RateCardsPage", tasks),
        places.STEPS[Step.COSTS]: page("costs", "CostsPage", tasks),
        places.STEPS[Step.DOCUMENTS]: page("packet", "PacketPage", tasks, output, Step.DOCUMENTS),
        places.STEPS[Step.REFUND]: page("refund", "RefundPage", tasks, output),
        places.STEPS[Step.CHECK]: page("check", "CheckPage", tasks),
        places.REVIEW: page("review", "ReviewPage", tasks),
        places.ATTACHMENTS: page("attachments", "AttachmentsPage", tasks),
        places.HAND_OVER: page("hand_over", "HandOverPage", tasks=tasks),
        places.STEPS[Step.PACKET]: page("packet", "PacketPage", tasks, output, Step.PACKET),
    }
