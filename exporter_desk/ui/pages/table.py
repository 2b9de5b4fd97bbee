"""The tables of pages and of what any of them can do; each module is imported when it is first wanted."""

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
        places.HOME: page("shipments.workbench", "WorkbenchPage", clock, tasks, settings.load(find_paths().settings)),
        places.REFUNDS: page("refund.refund_month", "RefundMonthPage", tasks, output),
        places.PACKS: page("office.packs", "PacksPage", tasks),
        places.CASES: page("shipments.cases", "CasesPage"),
        places.BACKUP: page("office.backup", "BackupPage", tasks),
        places.EXCHANGE: page("office.exchange", "ExchangePage", window.tasks),
        places.PRACTICE: page("office.practice", "PracticePage", window.tasks),
        places.SETTINGS: page("office.settings", "SettingsPage", tasks, window.appearance, window.language),
        places.DOCTOR: page("office.doctor", "DoctorPage", tasks),
        places.PERSON: page("office.person", "PersonPage", tasks),
        places.NEW: page("shipments.new_shipment", "NewShipmentPage"),
        places.TODO: page("todo", "TodoPage", tasks=tasks),
        places.RESULT: page("mode.mode_result", "ModeResultPage", tasks=tasks),
        places.STEPS[Step.DESCRIBE]: page("question", "QuestionPage", Step.DESCRIBE, tasks),
        places.STEPS[Step.MODE]: page("question", "QuestionPage", Step.MODE, tasks),
        places.STEPS[Step.GOODS]: page("goods.goods", "GoodsPage", tasks),
        places.GUIDED: page("goods.guided_goods", "GuidedGoodsPage", tasks),
        places.BOXING: page("goods.boxing", "BoxingPage", tasks),
        places.EARLIER: page("goods.earlier_goods", "EarlierGoodsPage", tasks),
        places.IMPORT: page("goods.sheet_import", "SheetImportPage", tasks),
        "rates": page("costs.rate_cards", "RateCardsPage", tasks),
        places.STEPS[Step.COSTS]: page("costs.costs", "CostsPage", tasks),
        places.STEPS[Step.DOCUMENTS]: page("papers.packet", "PacketPage", tasks, output, Step.DOCUMENTS),
        places.STEPS[Step.REFUND]: page("refund.refund", "RefundPage", tasks, output),
        places.STEPS[Step.CHECK]: page("papers.check", "CheckPage", tasks),
        places.REVIEW: page("papers.review", "ReviewPage", tasks),
        places.ATTACHMENTS: page("papers.attachments", "AttachmentsPage", tasks),
        places.HAND_OVER: page("papers.hand_over", "HandOverPage", tasks=tasks),
        places.TEMPLATES: page("papers.templates", "TemplatesPage", tasks),
        places.STEPS[Step.PACKET]: page("papers.packet", "PacketPage", tasks, output, Step.PACKET),
    }


def of_any_page(window: MainWindow) -> dict[str, Callable[[], None]]:
    """Return what the menus offer on every page: command to a handler, its module imported when it is first wanted."""

    def calling(module: str, function: str) -> Callable[[], None]:
        return lambda: getattr(import_module(f"exporter_desk.ui.pages.{module}"), function)(window)

    return {
        "case.open": calling("shipments.cases", "search"),
        "backup.now": calling("menu_help", "back_up_now"),
        "help.keys": calling("menu_help", "show_keys"),
        "help.about": calling("menu_help", "show_about"),
    }
