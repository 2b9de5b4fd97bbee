"""Design tokens as colours, fonts and lengths, and the one object that applies them to the application."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from string import Template
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, cast, runtime_checkable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLayout
from shiboken6 import isValid

from exporter_desk.ui import fonts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QFont
    from PySide6.QtWidgets import QApplication, QWidget

    from exporter_desk.ui.fonts import Role
    from exporter_desk.ui.i18n import Code

Variant = Literal["light", "dark", "contrast"]
VARIANTS: tuple[Variant, ...] = ("light", "dark", "contrast")
SCALES = (0.9, 1.0, 1.25, 1.5, 1.75, 2.0)


class RoleFont(NamedTuple):
    """Size at scale 1 and weight of one text role."""

    px: int
    bold: bool


class Tokens(NamedTuple):
    """The token file, read strictly: a missing table or a colour that is not one is an error."""

    families: tuple[str, ...]
    roles: Mapping[Role, RoleFont]
    colours: Mapping[Variant, Mapping[str, str]]
    sizes: Mapping[str, int]
    spaces: Mapping[str, int]
    radii: Mapping[str, int]
    series: Mapping[Variant, tuple[str, ...]]
    brand_dot: str

    @classmethod
    def from_text(cls, text: str) -> Tokens:
        """Read tokens.json, made of tokens.toml; raises KeyError with the name that is missing."""
        raw = json.loads(text)
        kinds = cast("dict[str, dict[str, int]]", {name: raw["type"][name] for name in fonts.ROLES})
        return cls(
            families=tuple(raw["font"]["families"]),
            roles={cast("Role", name): RoleFont(kind["px"], kind["weight"] >= 700) for name, kind in kinds.items()},
            colours={variant: dict(raw["colour"][variant]) for variant in VARIANTS},
            sizes=_whole_numbers(raw["size"]),
            spaces=_whole_numbers(raw["space"]),
            radii=_whole_numbers(raw["radius"]),
            series={
                "light": tuple(raw["chart"]["series"]),
                "dark": tuple(raw["chart"]["series_dark"]),
                "contrast": tuple(raw["chart"]["series_dark"]),
            },
            brand_dot=raw["brand"]["dot"],
        )


def _whole_numbers(table: Mapping[str, object]) -> dict[str, int]:
    return {name: value for name, value in table.items() if isinstance(value, int)}


@dataclass(frozen=True)
class Theme:
    """One appearance: tokens seen at one variant and one text scale (0.9 to 2.0)."""

    tokens: Tokens
    variant: Variant = "light"
    scale: float = 1.0
    families: tuple[str, ...] = field(default=())
    western: bool = False

    @property
    def outlined(self) -> bool:
        """High contrast: every button, chip and soft ground carries a one pixel border."""
        return self.variant == "contrast"

    @cached_property
    def _colours(self) -> dict[str, QColor]:
        return {name: QColor(value) for name, value in self.tokens.colours[self.variant].items()}

    def colour(self, name: str) -> QColor:
        return self._colours[name]

    def series(self, index: int) -> QColor:
        """Colour of a chart series, in the order of the token file."""
        colours = self.tokens.series[self.variant]
        return QColor(colours[index % len(colours)])

    @cached_property
    def _fonts(self) -> dict[tuple[Role, bool, bool], QFont]:
        return {}

    def font(self, role: Role, *, bold: bool | None = None, italic: bool = False) -> QFont:
        """The font of a text role, the same one each time: do not change it."""
        kind = self.tokens.roles[role]
        key = (role, kind.bold if bold is None else bold, italic)
        if key not in self._fonts:
            names, px = self.families or self.tokens.families, fonts.scaled_px(kind.px, self.scale)
            self._fonts[key] = fonts.make(names, px, bold=key[1], italic=italic, western=self.western)
        return self._fonts[key]

    def control(self, px: float) -> int:
        """Length of a control (button, row, panel) at this text scale."""
        return int(px * (1 + (self.scale - 1) * 0.85) + 0.5)

    def space(self, px: float) -> int:
        """Length of a gap or margin at this text scale."""
        return int(px * (1 + (self.scale - 1) * 0.5) + 0.5)

    def size(self, name: str) -> int:
        """A named control length of the token file, scaled."""
        return self.control(self.tokens.sizes[name])

    def radius(self, name: str) -> int:
        return self.tokens.radii[name]

    def palette(self) -> QPalette:
        """Every role that Fusion paints with, and the disabled group."""
        palette = QPalette()
        role = QPalette.ColorRole
        for which, name in _PALETTE.items():
            palette.setColor(getattr(role, which), self.colour(name))
        for which in ("WindowText", "Text", "ButtonText", "HighlightedText", "PlaceholderText"):
            palette.setColor(QPalette.ColorGroup.Disabled, getattr(role, which), self.colour("ink3"))
        palette.setColor(QPalette.ColorGroup.Disabled, role.Base, self.colour("sunken"))
        palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, self.colour("line"))
        return palette

    def style_sheet(self, template: str) -> str:
        """The QSS template with colours and scaled lengths filled in."""
        return Template(template).substitute(_SheetValues(self))


_PALETTE = {
    "Window": "canvas", "WindowText": "ink", "Base": "surface", "AlternateBase": "sunken", "Text": "ink",
    "PlaceholderText": "ink3", "Button": "fill", "ButtonText": "ink", "BrightText": "on_accent",
    "Highlight": "accent", "HighlightedText": "on_accent", "Link": "accent", "LinkVisited": "accent",
    "Accent": "accent", "Light": "surface", "Midlight": "fill", "Mid": "line", "Dark": "line_strong",
    "Shadow": "line_strong", "ToolTipBase": "surface", "ToolTipText": "ink",
}  # fmt: skip


class _SheetValues(Mapping[str, object]):
    """Names that the QSS template may use."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def __getitem__(self, key: str) -> object:
        theme = self._theme
        kind, _, number = key.partition("_")
        if kind in {"s", "c"} and number.isdigit():
            return theme.space(int(number)) if kind == "s" else theme.control(int(number))
        if kind == "r" and number in theme.tokens.radii:
            return theme.radius(number)
        borders = {"soft_border": "0", "read_only_border": theme.colour("sunken").name()}
        borders["fill_border"] = theme.colour("fill").name()
        if theme.outlined:
            white = theme.colour("line").name()
            borders = {"soft_border": f"1px solid {white}", "read_only_border": white, "fill_border": white}
        return borders[key] if key in borders else theme.colour(key).name()

    def __iter__(self) -> Iterator[str]:
        return iter(self._theme.tokens.colours[self._theme.variant])

    def __len__(self) -> int:
        return len(self._theme.tokens.colours[self._theme.variant])


@runtime_checkable
class Restyled(Protocol):
    """A widget that holds lengths or pictures of its own and wants to hear of a new theme."""

    def restyle(self) -> None: ...


class Appearance(QObject):
    """Applies a theme to the application and changes it while windows are open."""

    changed = Signal()

    def __init__(self, app: QApplication, tokens: Tokens, sheet: str = "", theme: Theme | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._sheet = sheet
        self.theme = theme or Theme(tokens)
        _INSTALLED.insert(0, self)
        self.apply()

    def retire(self) -> None:
        """Leave the application to the appearance before this one; the first stays until another comes."""
        if len(_INSTALLED) > 1:
            _INSTALLED.remove(self)
            _INSTALLED[0].apply()

    def set_sheet(self, sheet: str) -> None:
        """Take another style sheet; given once the widgets stand it costs less, as joining widgets restyles them."""
        self._sheet = sheet
        self._app.setStyleSheet(self.theme.style_sheet(sheet))

    def set_variant(self, variant: Variant) -> None:
        self._replace(replace(self.theme, variant=variant))

    def set_scale(self, scale: float) -> None:
        """Set the text scale, held between 0.9 and 2.0."""
        self._replace(replace(self.theme, scale=min(SCALES[-1], max(SCALES[0], scale))))

    def set_language(self, code: Code) -> None:
        """Set the signs of Chinese or of English: quotation marks, the ellipsis."""
        self._replace(replace(self.theme, western=code == "en"))

    def step_scale(self, steps: int) -> None:
        """Go to the next larger or smaller scale of the list; 0 goes back to 100 %."""
        if steps == 0:
            self.set_scale(1.0)
            return
        nearest = min(range(len(SCALES)), key=lambda index: abs(SCALES[index] - self.theme.scale))
        self.set_scale(SCALES[min(len(SCALES) - 1, max(0, nearest + steps))])

    def _replace(self, theme: Theme) -> None:
        if theme != self.theme:
            self.theme = theme
            self.apply()
            self.changed.emit()

    def apply(self) -> None:
        """Give the application and all that is open this look."""
        self._app.setFont(self.theme.font("body"))
        self._app.setPalette(self.theme.palette())
        self._app.setStyleSheet(self.theme.style_sheet(self._sheet))
        for widget in self._app.allWidgets():
            if isValid(widget):  # restyling one may delete others
                refresh(widget, self.theme)


_INSTALLED: list[Appearance] = []
"""The one that counts comes first."""


def current() -> Theme:
    """The theme of the running application; raises if no Appearance was made."""
    if not _INSTALLED:
        raise RuntimeError("no Appearance: the composition root makes one before any widget")
    return _INSTALLED[0].theme


def set_role(widget: QWidget, role: Role, *, bold: bool | None = None, italic: bool = False) -> None:
    """Give a widget the font of a text role, now and after each change of theme or text scale."""
    widget.setProperty("textRole", role)
    widget.setProperty("textBold", -1 if bold is None else int(bold))
    widget.setProperty("textItalic", italic)
    widget.setFont(current().font(role, bold=bold, italic=italic))


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the colour of a label: ink ink2 ink3 accent on_accent error warn hint ok."""
    set_look(widget, "tone", tone)


def set_look(widget: QWidget, name: str, value: str) -> None:
    """Change a property that the style sheet selects by, and paint accordingly."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # the first polish reads the property; an early one would make Qt keep the font of that moment
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    _refresh_font(widget, current())
    widget.update()


def set_spacing(layout: QLayout, spacing: int, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> None:
    """Spacing and margins in token pixels; they follow the text scale."""
    layout.setProperty("tokenSpacing", [spacing, *margins])
    _refresh_layout(layout, current())


def set_control_size(
    widget: QWidget, width: int | None = None, height: int | None = None, *, wordless: bool = False
) -> None:
    """Fix width or height in token pixels; they follow the text scale.

    None keeps what was fixed before. The height never cuts the font, unless the widget shows no words.
    """
    widget.setProperty("tokenWordless", wordless)
    before = cast("list[Any] | None", widget.property("tokenSize")) or [0, 0]
    widget.setProperty("tokenSize", [before[0] if width is None else width, before[1] if height is None else height])
    _refresh_size(widget, current())


def refresh(widget: QWidget, theme: Theme) -> None:
    """Bring font, lengths and own pictures of one widget to a theme."""
    _refresh_font(widget, theme)
    _refresh_size(widget, theme)
    top = widget.layout()
    if top is not None:
        for layout in (top, *top.findChildren(QLayout)):
            _refresh_layout(layout, theme)
    if isinstance(widget, Restyled):
        widget.restyle()


def _refresh_font(widget: QWidget, theme: Theme) -> None:
    role = widget.property("textRole")
    if role:
        bold = int(widget.property("textBold"))
        chosen = None if bold < 0 else bool(bold)
        widget.setFont(theme.font(role, bold=chosen, italic=bool(widget.property("textItalic"))))


def _refresh_layout(layout: QLayout, theme: Theme) -> None:
    values = cast("list[Any] | None", layout.property("tokenSpacing"))
    if values:
        spacing, *margins = (theme.space(int(value)) for value in values)
        layout.setSpacing(spacing)
        layout.setContentsMargins(*margins)


def _refresh_size(widget: QWidget, theme: Theme) -> None:
    values = cast("list[Any] | None", widget.property("tokenSize"))
    if not values:
        return
    width, height = (int(value) for value in values)
    if width:
        widget.setFixedWidth(theme.control(width))
    if height:
        least = 0 if widget.property("tokenWordless") else widget.fontMetrics().height() + 4
        widget.setFixedHeight(max(theme.control(height), least))
