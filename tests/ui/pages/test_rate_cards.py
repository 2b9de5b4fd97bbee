"""Rate cards in the window: a shipped card is kept under another name with typed prices, every version stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.own_cards import own_cards_folder, read_shelf
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import Code, Language
from exporter_desk.ui.pages.costs import rate_cards
from exporter_desk.ui.pages.costs.rate_cards import CARDS, EXCHANGE, RateCardsPage
from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import Button, MarkLabel
from tests.ui.pages.company import Company


@pytest.fixture
def page(company: Company) -> Iterator[RateCardsPage]:
    company.session.desk.forget_cards()
    company.window.navigate("rates", None)
    page = company.window.findChild(RateCardsPage)
    assert page is not None
    page.show_cards("DE-EXAMPLE-2026")
    yield page
    company.session.desk.forget_cards()


def at(page: RateCardsPage, key: str, number: int) -> int:
    """The row of a step of a charge."""
    steps = [n for n, one in enumerate(page.model.rows) if (one["id"], one["kind"]) == (key, "tier")]
    return steps[number]


def keep(page: RateCardsPage) -> None:
    page.source.setText("某仓报价 2026-11-20")
    page.save.click()


def kept_steps(card: str, key: str) -> list[tuple[str, str]]:
    [charge] = [one for one in Desk().prices.cards[card].charge if one.id == key]
    return [(str(tier.to), str(tier.rate)) for tier in charge.tiers]


def put(page: RateCardsPage, key: str, column: str, text: str) -> None:
    row = next(n for n, one in enumerate(page.model.rows) if (one["id"], one["kind"]) == (key, "charge"))
    place = [one.key for one in page.model.columns].index(column)
    page.model.fill([(row, place, text)])


def first_priced(page: RateCardsPage) -> str:
    return next(row["id"] for row in page.model.rows if row.get("rate") and "/" not in row["rate"])


def test_typed_prices_are_kept_as_an_own_card(page: RateCardsPage) -> None:
    key = first_priced(page)
    put(page, key, "rate", "7.77")
    page.source.setText("某仓报价 2026-11-20")
    page.until.setText("2027-03-31")
    page.save.click()
    page.save.click()
    card = Desk().prices.cards["DE-EXAMPLE-2026-OWN"]
    [charge] = [one for one in card.charge if one.id == key]
    assert charge.rate is not None
    assert str(charge.rate.likely) == "7.77"
    assert (card.card.example, str(card.card.valid_to), card.card.confidence) == (False, "2027-03-31", "user")
    assert len(read_shelf(own_cards_folder()).versions("DE-EXAMPLE-2026-OWN")) == 2
    assert str(page.choice.currentData()) == "DE-EXAMPLE-2026-OWN"


@pytest.mark.parametrize("text", ["abc", "-1", "1 / 2"])
def test_what_is_no_price_is_told_and_nothing_kept(page: RateCardsPage, text: str) -> None:
    put(page, first_priced(page), "rate", text)
    page.source.setText("x")
    page.save.click()
    assert "DE-EXAMPLE-2026-OWN" not in Desk().prices.cards


def test_nobody_is_named_as_the_source(page: RateCardsPage) -> None:
    page.save.click()
    assert not own_cards_folder().exists()


def test_steps_are_seen_and_typed(page: RateCardsPage) -> None:
    """The example card: free to 30 days, 0.55 to 90, 0.80 to 180, then 1.60."""
    row = at(page, "storage", 1)
    assert (page.model.text(row, "to"), page.model.text(row, "rate")) == ("90", "0.55")
    page.model.fill([(row, 2, "75"), (row, 3, "0.60")])
    keep(page)
    assert kept_steps("DE-EXAMPLE-2026-OWN", "storage") == [
        ("30", "0"),
        ("75", "0.60"),
        ("180", "0.80"),
        ("None", "1.60"),
    ]


def test_a_step_is_added_and_taken_away(page: RateCardsPage) -> None:
    page.grid.view.setCurrentIndex(page.model.index(at(page, "storage", 1), 2))
    page.add_step.click()
    added = page.grid.view.currentIndex().row()
    page.model.fill([(added, 2, "120"), (added, 3, "0.7")])
    page.grid.view.setCurrentIndex(page.model.index(at(page, "storage", 0), 2))
    page.remove.click()
    keep(page)
    assert kept_steps("DE-EXAMPLE-2026-OWN", "storage") == [
        ("90", "0.55"),
        ("120", "0.7"),
        ("180", "0.80"),
        ("None", "1.60"),
    ]


def test_a_plain_price_becomes_steps(page: RateCardsPage) -> None:
    row = next(n for n, one in enumerate(page.model.rows) if one["id"] == "put_away")
    page.grid.view.setCurrentIndex(page.model.index(row, 3))
    page.add_step.click()
    page.model.fill([(at(page, "put_away", 0), 2, "100"), (at(page, "put_away", 1), 3, "0.5")])
    keep(page)
    assert kept_steps("DE-EXAMPLE-2026-OWN", "put_away") == [("100", "0.60"), ("None", "0.5")]


def test_a_step_that_does_not_grow_is_refused(page: RateCardsPage) -> None:
    page.model.fill([(at(page, "storage", 1), 2, "20")])
    keep(page)
    assert "DE-EXAMPLE-2026-OWN" not in Desk().prices.cards


def test_a_least_charge_behind_a_step_is_told(page: RateCardsPage) -> None:
    page.model.fill([(at(page, "storage", 1), 4, "5")])
    keep(page)
    assert "DE-EXAMPLE-2026-OWN" not in Desk().prices.cards


def test_a_charge_that_is_taken_away_is_not_kept(page: RateCardsPage) -> None:
    page.grid.view.setCurrentIndex(page.model.index(at(page, "storage", 0) - 1, 2))
    page.remove.click()
    keep(page)
    assert "storage" not in {one.id for one in Desk().prices.cards["DE-EXAMPLE-2026-OWN"].charge}


def test_carrier_prices_and_surcharges_are_typed(page: RateCardsPage) -> None:
    page.show_cards("US-FBA-2026")
    row = next(n for n, one in enumerate(page.model.rows) if one["path"].endswith("table.0.rate"))
    page.model.fill([(row, 3, "9.99")])
    keep(page)
    card = Desk().prices.cards["US-FBA-2026-OWN"]
    key = page.model.rows[row]["id"]
    [charge] = [one for one in card.charge if one.id == key]
    assert str(charge.fees[0].table[0].rate) == "9.99"


def test_older_versions_can_be_looked_at(page: RateCardsPage) -> None:
    key = first_priced(page)
    for price in ("1.11", "2.22"):
        put(page, key, "rate", price)
        keep(page)
    assert page.version.count() == 2
    page.version.setCurrentIndex(1)
    page.version.activated.emit(1)
    row = next(one for one in page.model.rows if one["id"] == key)
    assert row["rate"] == "1.11"


def test_source_confidence_and_warnings_are_in_view(page: RateCardsPage) -> None:
    page.show_cards("US-CN3PL-2024")
    assert "可信度中" in page.about.facts.text()
    assert "euengery.com" in page.about.facts.text()
    assert "天" in page.about.warnings.text()


@pytest.mark.parametrize("suffix", [".json", ".toml"])
def test_a_card_file_is_taken_in_the_window(page: RateCardsPage, company: Company, suffix: str, tmp_path: Path) -> None:
    head = {"card_id": "MY-1", "currency": "EUR", "as_of": "2026-11-20", "source": "offer"}
    charge = {"id": "u", "stage": "receiving", "basis": "unit", "rate": "2"}
    text = json.dumps({"card": head, "charge": [charge]})
    if suffix == ".toml":
        pairs = [[f'{name} = "{value}"' for name, value in part.items()] for part in (head, charge)]
        text = "\n".join(["[card]", *pairs[0], "[[charge]]", *pairs[1]]).replace('"2026-11-20"', "2026-11-20")
    file = tmp_path / f"card{suffix}"
    file.write_text(text, encoding="utf-8")
    page.import_from(file)
    company.bot.waitUntil(lambda: "MY-1" in company.session.desk.prices.cards, timeout=20_000)
    company.bot.waitUntil(lambda: str(page.choice.currentData()) == "MY-1", timeout=20_000)


OVER_SHIPPED = """费用表编号,US-CN3PL-2024
币种,USD
报价日期,2026-11
来源,报价单
编号,环节,计费单位,单价,条件
lax,头程运输,柜,2000,
nyc,头程运输,柜,3000,
sort,入库上架,箱,0.5,只收纸箱
"""


def test_what_is_told_of_an_import_stands_in_the_window_until_it_is_read(
    page: RateCardsPage, company: Company, language: Language, tmp_path: Path
) -> None:
    """As the command line does: a shipped card behind it, two ports at once, a condition in words, half a day."""
    file = tmp_path / "own.csv"
    file.write_text(OVER_SHIPPED, encoding="utf-8")
    page.import_from(file)
    company.bot.waitUntil(page.notes.isVisible, timeout=20_000)
    assert not page.cards.isVisible()
    told = " ".join(page.notes.sentences())
    for words in ("同名", "“lax / nyc”", "同时收取", "只收纸箱", "没有写到日"):
        assert words in told
    assert "own.csv" in page.notes.title.text()
    language.set("en")
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in " ".join(page.notes.sentences()).replace("只收纸箱", ""))
    page.notes.done.click()
    assert page.cards.isVisible()
    assert str(page.choice.currentData()) == "US-CN3PL-2024"


def test_a_list_that_cannot_be_taken_says_every_reason(page: RateCardsPage, company: Company, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(OVER_SHIPPED.replace("柜,", "车,").replace("0.5", "abc"), encoding="utf-8")
    page.import_from(file)
    company.bot.waitUntil(page.notes.isVisible, timeout=20_000)
    told = " ".join(page.notes.sentences())
    assert "“车”" in told
    assert "“abc”" in told
    assert "US-CN3PL-2024" not in {name.partition("/")[0] for name in read_shelf(own_cards_folder()).files}
    page.notes.done.click()
    assert str(page.choice.currentData()) == "DE-EXAMPLE-2026"


class Gate:
    """Holds the reading of the cards back until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open = Event()
        read = rate_cards._read_prices
        monkeypatch.setattr(rate_cards, "_read_prices", lambda desk, step: (self.open.wait(20), read(desk, step))[1])


def alive(page: RateCardsPage) -> list[str]:
    """What can be pressed, the two views apart."""
    buttons = [one for one in page.findChildren(Button) if one.isVisibleTo(page) and one.isEnabled()]
    return [one.text() for one in buttons]


def waiting_page(company: Company) -> RateCardsPage:
    company.session.desk.forget_cards()
    company.window.navigate("rates", None)
    page = company.window.findChild(RateCardsPage)
    assert page is not None
    return page


def test_until_the_cards_are_read_only_stop_can_be_pressed(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch)
    page = waiting_page(company)
    assert (page.waiting.words.label.text(), alive(page)) == ("正在读费用表", ["停下"])
    assert not any(one.mark.kind == "ok" and one.isVisible() for one in page.findChildren(MarkLabel))
    page.choose_view(EXCHANGE)
    assert alive(page) == ["停下"]
    page.choose_view(CARDS)
    gate.open.set()
    company.bot.waitUntil(page.cards.isVisible, timeout=20_000)
    assert not page.waiting.isVisible()
    assert page.model.rows
    assert alive(page) == ["从文件导入", "存成我的费用表"]


def test_the_reading_is_stopped_and_begun_again(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch)
    page = waiting_page(company)
    page.waiting.stop.click()
    assert (page.waiting.words.label.text(), alive(page)) == ("已停下，还没有显示费用表。", ["再试一次"])
    gate.open.set()
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=20_000)
    assert not page.cards.isVisible()
    page.waiting.again.click()
    company.bot.waitUntil(lambda: page.cards.isVisible() and bool(page.model.rows), timeout=20_000)


def test_a_step_button_lives_on_rows_where_it_does_something(page: RateCardsPage) -> None:
    rows = {one["kind"]: number for number, one in enumerate(page.model.rows) if one["id"] == "storage"}
    page.grid.select(rows["tier"], 2)
    assert (page.add_step.isEnabled(), page.remove.isEnabled()) == (True, True)
    page.grid.select(rows["charge"], 2)
    assert (page.add_step.isEnabled(), page.remove.isEnabled()) == (False, True)


def test_what_was_typed_stays_when_one_looks_elsewhere(
    page: RateCardsPage, company: Company, language: Language
) -> None:
    put(page, "storage", "min_charge", "3.21")
    company.window.navigate("home", None)
    company.window.navigate("rates", None)
    language.set("en")
    row = next(one for one in page.model.rows if (one["id"], one["kind"]) == ("storage", "charge"))
    assert row["min_charge"] == "3.21"
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in row["name"])


def test_a_card_without_a_day_says_so_in_words(page: RateCardsPage, language: Language) -> None:
    page.show_cards("CN-NSS")
    assert "报价日期未写" in page.about.facts.text()
    language.set("en")
    assert "date of the prices not given" in page.about.facts.text()


@pytest.mark.parametrize("code", ["zh", "en"])
@pytest.mark.parametrize("size", [(1366, 768, 1.0), (1024, 560, 1.0), (1920, 1080, 2.0)])
def test_no_column_head_is_cut(
    page: RateCardsPage, company: Company, appearance: Appearance, language: Language, code: Code,
    size: tuple[int, int, float],
) -> None:  # fmt: skip
    appearance.set_scale(size[2])
    language.set(code)
    company.window.resize(size[0], size[1])
    QApplication.processEvents()
    header, now = page.grid.view.horizontalHeader(), theme.current()
    words, sides = QFontMetrics(now.font("note")), 2 * now.space(8)
    for number, column in enumerate(page.model.columns):
        assert words.horizontalAdvance(column.title()) + sides <= header.sectionSize(number), column.key


@pytest.mark.parametrize("shift", [False, True])
def test_the_keyboard_leaves_the_prices(page: RateCardsPage, company: Company, shift: bool) -> None:
    """Tab goes from cell to cell and out at the end; Ctrl+Tab out at once, with Shift the other way."""
    key, ctrl = Qt.Key.Key_Backtab if shift else Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier
    both = ctrl | Qt.KeyboardModifier.ShiftModifier if shift else ctrl
    grid, seen = page.grid.view, []
    for row, modifier in ((1, both), (0 if shift else page.model.rowCount() - 1, Qt.KeyboardModifier.NoModifier)):
        grid.setFocus()
        grid.go_to(page.model.index(row, 0 if shift else len(page.model.columns) - 1))
        company.key(key, modifier)
        seen.append(QApplication.focusWidget())
    assert seen == [page.choice if shift else page.own_id] * 2
    assert "Ctrl+Tab 离开表格" in page.keys.text()
