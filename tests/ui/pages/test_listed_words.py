"""Fields that take listed words let one choose them by name; a list with gaps leaves the field free."""

from __future__ import annotations

from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages.goods.goods import DEAL, GoodsPage
from exporter_desk.ui.widgets import ComboBox, LineEdit
from tests.ui.pages.company import Company


def test_a_kind_of_panel_is_chosen_by_its_name(company: Company) -> None:
    company.open("furniture", Step.GOODS)
    page = company.pages[Step.GOODS]
    assert isinstance(page, GoodsPage)
    page.choose_view(DEAL)
    place = page.deal.lines.currentData()
    panel, criterion = (page.deal.line.field_at(f"goods.{place}.{name}") for name in ("panel_type", "origin_criterion"))
    assert panel is not None
    assert isinstance(panel.editor, ComboBox)
    assert panel.editor.count() == 5  # nothing yet, three kinds of panels, and none at all
    panel.editor.setCurrentText("中密度纤维板")
    panel.editor.activated.emit(panel.editor.currentIndex())
    assert company.session.shown_text(f"goods.{place}.panel_type") == "MDF"
    assert criterion is not None
    assert isinstance(criterion.editor, LineEdit)
