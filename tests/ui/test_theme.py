"""Tokens, scaling formulas, contrast and the change of theme while widgets are open."""

import json
import tomllib

import pytest
from PySide6.QtGui import QColor, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from exporter_desk.system import resources
from exporter_desk.ui import theme
from exporter_desk.ui.fonts import FontError, load
from exporter_desk.ui.theme import VARIANTS, Appearance, Theme, Tokens, Variant
from exporter_desk.ui.widgets import Label, LineEdit

TEXTS = ("ink", "ink2", "ink3", "accent", "error", "warn", "hint", "ok")
GROUNDS = ("surface", "canvas", "sunken", "chrome", "accent_soft")


def luminance(colour: QColor) -> float:
    """WCAG 2: relative luminance from linear light."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_window_reads_what_the_token_file_says() -> None:
    """tokens.json is made of tokens.toml by `python installers/tokens.py update`."""
    written = tomllib.loads(resources.read_text("theme/tokens.toml"))
    assert json.loads(resources.read_text("theme/tokens.json")) == written


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", TEXTS)
def test_text_can_be_read_on_every_ground(tokens: Tokens, variant: Variant, ground: str, ink: str) -> None:
    now = Theme(tokens, variant)
    assert contrast(now.colour(ink), now.colour(ground)) >= 4.5


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("ground", ["accent", "accent_hover", "accent_press"])
def test_words_on_the_accent_can_be_read(tokens: Tokens, variant: Variant, ground: str) -> None:
    now = Theme(tokens, variant)
    assert contrast(now.colour("on_accent"), now.colour(ground)) >= 4.5


@pytest.mark.parametrize(
    ("name", "at_200"), [("control", 59), ("step_strip", 74), ("status_bar", 52), ("list_row", 78)]
)
def test_controls_grow_by_85_per_cent_at_200(tokens: Tokens, name: str, at_200: int) -> None:
    assert Theme(tokens, scale=2.0).size(name) == at_200


@pytest.mark.parametrize(("scale", "body", "note"), [(0.9, 13, 12), (1.0, 14, 12), (1.25, 18, 15), (2.0, 28, 24)])
def test_type_scales_but_never_under_12(tokens: Tokens, scale: float, body: int, note: int) -> None:
    now = Theme(tokens, scale=scale)
    assert (now.font("body").pixelSize(), now.font("note").pixelSize()) == (body, note)


def test_spaces_grow_by_half_as_much(tokens: Tokens) -> None:
    assert [Theme(tokens, scale=2.0).space(px) for px in (4, 16, 24)] == [6, 24, 36]


@pytest.mark.parametrize("variant", VARIANTS)
def test_style_sheet_has_no_fonts_and_no_open_places(tokens: Tokens, variant: Variant) -> None:
    sheet = Theme(tokens, variant, 1.25).style_sheet(resources.read_text("theme/app.qss"))
    rules = sheet.partition("*/")[2]
    assert "$" not in rules
    assert "font" not in rules


def test_unknown_colour_is_refused(tokens: Tokens) -> None:
    with pytest.raises(KeyError):
        Theme(tokens).colour("mauve")


def test_missing_font_file_is_an_error(tmp_path_factory: pytest.TempPathFactory, appearance: Appearance) -> None:
    with pytest.raises(FontError):
        load([tmp_path_factory.mktemp("fonts") / "none.ttf"])


def test_open_labels_follow_scale_and_keep_slant(qtbot: QtBot, appearance: Appearance) -> None:
    label = Label("8,640.0", "section", "warn", italic=True)
    qtbot.addWidget(label)
    label.show()
    appearance.set_scale(2.0)
    assert (label.font().pixelSize(), label.font().italic(), label.font().bold()) == (32, True, True)


def test_estimate_stays_slanted_when_first_shown(qtbot: QtBot, appearance: Appearance) -> None:
    editor = LineEdit("8,640.0")
    qtbot.addWidget(editor)
    editor.set_state("estimated")
    editor.show()
    assert editor.font().italic()
    editor.set_state("typed")
    assert not editor.font().italic()


def test_margins_follow_scale(qtbot: QtBot, appearance: Appearance) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    row = QHBoxLayout(box)
    theme.set_spacing(row, 16, (24, 0, 0, 0))
    appearance.set_scale(2.0)
    assert (row.spacing(), row.contentsMargins().left()) == (24, 36)


def test_theme_changes_palette_and_tells(qtbot: QtBot, appearance: Appearance) -> None:
    with qtbot.waitSignal(appearance.changed, timeout=20_000):
        appearance.set_variant("dark")
    label = Label("x")
    qtbot.addWidget(label)
    assert label.palette().color(QPalette.ColorRole.Window).name() == "#181e1d"


def test_scale_is_held_in_its_limits_and_steps(appearance: Appearance) -> None:
    appearance.set_scale(5)
    appearance.step_scale(1)
    assert appearance.theme.scale == 2.0
    appearance.step_scale(-1)
    assert appearance.theme.scale == 1.75
    appearance.step_scale(0)
    assert appearance.theme.scale == 1.0


def test_appearance_that_retires_leaves_the_look_before_it(
    qapp: QApplication, appearance: Appearance, tokens: Tokens
) -> None:
    other = Appearance(qapp, tokens, "", Theme(tokens, "dark", 2.0))
    assert theme.current().variant == "dark"
    other.retire()
    assert theme.current() is appearance.theme
    assert QApplication.palette().color(QPalette.ColorRole.Window) == appearance.theme.colour("canvas")
    appearance.set_scale(1.5)
    assert theme.current().scale == 1.5


def test_english_quotation_marks_are_narrow_and_hanzi_keep_their_width(appearance: Appearance) -> None:
    def wide(sign: str) -> int:
        return QFontMetrics(appearance.theme.font("body")).horizontalAdvance(sign * 10)

    appearance.set_language("zh")
    hanzi, chinese_mark = wide("实"), wide("“")
    appearance.set_language("en")
    assert wide("实") == hanzi
    assert wide("“") < chinese_mark * 0.6
    appearance.set_language("zh")
    assert wide("“") == chinese_mark
