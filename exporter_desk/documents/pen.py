"""Writes the ink of a page as PDF operators; reportlab keeps the fonts, the pages and the file.

Its canvas would measure every text, open a text object for it and tell font and colour again each time. A packet has
thousands of texts, so the operators of texts and lines are written here: ISO 32000-1, 8.4.4, 8.5, 9.3 and 9.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.documents.ink import PT_PER_MM, Area, Ink, Line, Text

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from exporter_desk.documents.fonts import Fonts


class Pen:
    """Draws on the pages of one file; texts that follow one another are one run, and what stays is told once."""

    def __init__(self, canvas: Canvas, fonts: Fonts) -> None:
        self._canvas, self._fonts = canvas, fonts
        self._pieces: dict[tuple[bool, str], list[tuple[str, str]]] = {}
        self._start(0.0)

    def _start(self, height: float) -> None:
        self._height = height
        self._code: list[str] = self._canvas._code  # noqa: SLF001 - the canvas starts a new list for each page
        self._in_run = False
        self._font: tuple[str, float] | None = None
        self._fill: float | None = None
        self._stroke: tuple[float, float, tuple[float, ...]] | None = None

    def page(self, inks: list[Ink], height: float, numbers: dict[str, int]) -> None:
        """Draw the ink of one page, `height` in mm; `numbers` fill the page numbers of paged texts."""
        self._start(height)
        for ink in inks:
            if isinstance(ink, Text):
                self._text(ink, numbers)
            elif isinstance(ink, Line):
                self._line(ink)
            else:
                self._area(ink)
        self._lift()

    def _text(self, ink: Text, numbers: dict[str, int]) -> None:
        text = ink.text
        if ink.paged:
            for name, value in numbers.items():
                text = text.replace(f"{{{name}}}", str(value))
            if "{leaf}" in text:
                return
        if ink.turn:
            self._turned(ink, text)
            return
        if not self._in_run:
            self._code.append("BT")
            self._in_run = True
        self._fill_with(ink.grey)
        self._code.append(f"1 0 0 1 {self._place(ink.x, ink.y)} Tm")
        for face, shown in self._shown(ink.bold, text):
            if self._font != (face, ink.size):
                self._font = (face, ink.size)
                self._code.append(f"{face} {_number(ink.size)} Tf")
            self._code.append(f"({shown}) Tj")

    def _shown(self, bold: bool, text: str) -> list[tuple[str, str]]:
        """Return name of the font subset and escaped characters, piece by piece; papers repeat the same texts."""
        if (bold, text) not in self._pieces:
            face, file = self._fonts.faces[bold], self._canvas._doc  # noqa: SLF001 - the file that subsets belong to
            self._pieces[bold, text] = [
                (face.getSubsetInternalName(subset, file), self._canvas._escape(part))  # noqa: SLF001 - for a string
                for subset, part in face.splitString(text, file)
            ]
        return self._pieces[bold, text]

    def _turned(self, ink: Text, text: str) -> None:
        self._lift()
        self._canvas.saveState()
        self._canvas.setFillGray(ink.grey)
        self._canvas.setFont(self._fonts.name(bold=ink.bold), ink.size)
        self._canvas.translate(ink.x * PT_PER_MM, (self._height - ink.y) * PT_PER_MM)
        self._canvas.rotate(ink.turn)
        self._canvas.drawString(0, 0, text)
        self._canvas.restoreState()

    def _lift(self) -> None:
        """End the run of texts before anything else is drawn over it."""
        if self._in_run:
            self._code.append("ET")
            self._in_run = False

    def _line(self, ink: Line) -> None:
        self._lift()
        self._stroke_with(ink.grey, ink.width, ink.dash)
        self._code.append(f"{self._place(ink.x, ink.y)} m {self._place(ink.x2, ink.y2)} l S")

    def _area(self, ink: Area) -> None:
        self._lift()
        corner = self._place(ink.x, ink.y + ink.h)
        paint = "S" if ink.width > 0 else "f"
        if ink.width > 0:
            self._stroke_with(ink.grey, ink.width, ())
        else:
            self._fill_with(ink.grey)
        self._code.append(f"{corner} {_number(ink.w * PT_PER_MM)} {_number(ink.h * PT_PER_MM)} re {paint}")

    def _place(self, x: float, y: float) -> str:
        return f"{_number(x * PT_PER_MM)} {_number((self._height - y) * PT_PER_MM)}"

    def _fill_with(self, grey: float) -> None:
        if self._fill != grey:
            self._fill = grey
            self._code.append(f"{_number(grey)} g")

    def _stroke_with(self, grey: float, width: float, dash: tuple[float, ...]) -> None:
        if self._stroke != (grey, width, tuple(dash)):
            self._stroke = (grey, width, tuple(dash))
            parts = " ".join(_number(part * PT_PER_MM) for part in dash)
            self._code.append(f"{_number(grey)} G {_number(width * PT_PER_MM)} w [{parts}] 0 d")


def _number(value: float) -> str:
    """Write a number to a thousandth, as short as it goes."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
