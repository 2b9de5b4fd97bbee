"""Measures a long packet against reportlab's bare canvas: `python -m tests.bench.bench_packet [runs]`.

The bare canvas draws the same strings at the same places and the same lines into as many files, and nothing else: no
binding of values, no layout, no findings, no PDF/A. What it draws is taken from the papers of the packet themselves.
Both run warm in one process.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.documents.ink import PT_PER_MM, Ink, Line, Page, Text
from exporter_desk.documents.packet import Packet, make_packet
from exporter_desk.documents.plan import DocumentPlan, plan
from exporter_desk.services.analysis import Analysis, analyse
from exporter_desk.services.desk import Desk
from exporter_desk.services.guided import QuestionPlan
from exporter_desk.system import resources

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from exporter_desk.documents.fonts import Fonts

RUNS, SAMPLE, RECEIVER, DAY = 15, "apparel", "archive", date(2026, 11, 22)
LINES = 50
"""So many lines fill thirty pages, and one declaration holds no more of them."""
Stroke: TypeAlias = Callable[["Canvas"], object]
"""One drawn thing: colour, width and place are worked out before the clock runs."""


def analysed() -> Analysis:
    """Return a shipment of many lines with everything that is known of it."""
    desk = Desk()
    whole = desk.sample(SAMPLE)
    lines = (replace(whole.goods[number % len(whole.goods)], id=f"g{number + 1}") for number in range(LINES))
    case = replace(whole, goods=tuple(lines))
    return analyse(case, desk, DAY, QuestionPlan.load(resources.read_bytes("text/questions.toml")))


def planned(analysis: Analysis) -> DocumentPlan:
    """Compose the papers of one receiver, as `services.packets.write_packet` does."""
    return plan(analysis.dossier, (RECEIVER,), analysis.desk.library, name_of=analysis.name_of)


def packet(analysis: Analysis) -> Packet:
    """Compose and draw the whole packet; the files stay in memory."""
    return make_packet(planned(analysis), analysis.desk.library, lambda files: None)


def files_of(papers: DocumentPlan, made: Packet) -> list[list[Page]]:
    """Return the pages of every file that the packet drew, in the order of its files."""
    files: list[list[Page]] = []
    by_receiver = {one.receiver.id: one for one in papers.receivers}
    for file in made.files:
        drawn = {paper.form.id: paper for paper in by_receiver[file.receiver].all_papers}
        if file.kind == "packet":
            files.append([page for paper in by_receiver[file.receiver].all_papers for page in paper.pages])
        elif file.papers[0] in drawn:
            files.append(list(drawn[file.papers[0]].pages))
    return files


def strokes(page: Page, fonts: Fonts) -> list[Stroke]:
    """Return what a bare canvas has to be told for one page."""
    return [stroke for ink in page.inks for stroke in _stroke(ink, page.height, fonts)]


def _stroke(ink: Ink, height: float, fonts: Fonts) -> list[Stroke]:
    if isinstance(ink, Text) and not ink.turn:
        x, y, name, text = ink.x * PT_PER_MM, (height - ink.y) * PT_PER_MM, fonts.name(bold=ink.bold), ink.text
        return [lambda canvas: canvas.setFont(name, ink.size), lambda canvas: canvas.drawString(x, y, text)]
    if isinstance(ink, Line):
        ends = [value * PT_PER_MM for value in (ink.x, height - ink.y, ink.x2, height - ink.y2)]
        return [lambda canvas: canvas.line(*ends)]
    return []


def bare(files: Sequence[Sequence[tuple[tuple[float, float], list[Stroke]]]], fonts: Fonts) -> int:
    """Draw everything with reportlab alone, as it is set out of the box, and return the bytes written."""
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    total, ours, rl_config.useA85 = 0, rl_config.useA85, 1
    for pages in files:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, initialFontName=fonts.regular, invariant=1, pageCompression=1)
        for size, drawn in pages:
            canvas.setPageSize(size)
            for stroke in drawn:
                stroke(canvas)
            canvas.showPage()
        canvas.save()
        total += len(buffer.getvalue())
    rl_config.useA85 = ours
    return total


def seconds(action: Callable[[], object]) -> float:
    """Time one run."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def report(runs: int) -> list[str]:
    """Measure both in turns after one run each that does not count."""
    analysis = analysed()
    fonts, papers, made = analysis.desk.fonts, planned(analysis), packet(analysis)
    drawn = files_of(papers, made)
    told = [
        [((page.width * PT_PER_MM, page.height * PT_PER_MM), strokes(page, fonts)) for page in file] for file in drawn
    ]
    bare(told, fonts)
    rounds = [
        (seconds(lambda: bare(told, fonts)), seconds(lambda: planned(analysis)), seconds(lambda: packet(analysis)))
        for _ in range(runs)
    ]
    plain, composing, whole = (1000 * statistics.median(column) for column in zip(*rounds, strict=True))
    pages, texts = sum(len(file) for file in drawn), sum(len(page.texts()) for file in drawn for page in file)
    return [
        f"{len(drawn)} files, {pages} pages, {texts} texts",
        f"bare canvas, same strings and lines: median {plain:7.1f} ms",
        f"packet, composed and drawn:          median {whole:7.1f} ms (composing alone {composing:.1f} ms)",
        f"ratio {whole / plain:.2f}",
    ]


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    sys.stdout.write("\n".join(report(int(arguments[0]) if arguments else RUNS)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
