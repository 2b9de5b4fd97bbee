"""Measures a long packet against LibreOffice converting an equal workbook: `python -m tests.bench.bench_office [runs]`.

The workbook is what people use today: one sheet a page with the same texts at the same places, converted to PDF without
a window. Both run in turns. A conversion of an empty workbook tells how much of it is the start of the office program.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from shutil import which

import xlsxwriter

from exporter_desk.documents.ink import Page
from tests.bench.bench_packet import analysed, files_of, packet, planned, seconds

RUNS = 3
OFFICE = ("soffice", "libreoffice")
ROW_MM, COLUMN_MM = 4.0, 8.0


def office() -> str | None:
    """Return the office program of this machine."""
    return next((found for name in OFFICE if (found := which(name))), None)


def workbook(pages: Iterable[Page], path: Path) -> int:
    """Write one sheet a page with every text in the cell that lies where the text stands; return the texts."""
    count = 0
    with xlsxwriter.Workbook(path) as book:
        plain = book.add_format({"font_name": "Noto Sans SC", "font_size": 8})
        for page in pages:
            sheet = book.add_worksheet()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 1)
            if page.width > page.height:
                sheet.set_landscape()
            cells: dict[tuple[int, int], str] = {}
            for text in page.texts():
                place = (int(text.y / ROW_MM), int(text.x / COLUMN_MM))
                cells[place] = f"{cells[place]} {text.text}" if place in cells else text.text
                count += 1
            for (row, column), words in cells.items():
                sheet.write_string(row, column, words, plain)
    return count


def convert(program: str, source: Path, folder: Path) -> None:
    """Convert a workbook to PDF as a person would have it done without a window."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def report(runs: int, folder: Path) -> list[str]:
    """Measure both in turns after one run each that does not count; without an office program say so."""
    program = office()
    if program is None:
        return ["no LibreOffice on this machine: nothing to compare with"]
    analysis = analysed()
    pages = [page for file in files_of(planned(analysis), packet(analysis)) for page in file]
    full, empty = folder / "packet.xlsx", folder / "empty.xlsx"
    texts = workbook(pages, full)
    workbook([Page(pages[0].width, pages[0].height, [])], empty)
    convert(program, full, folder)
    rounds = [
        (
            seconds(lambda: packet(analysis)),
            seconds(lambda: convert(program, full, folder)),
            seconds(lambda: convert(program, empty, folder)),
        )
        for _ in range(runs)
    ]
    own, whole, start = (1000 * statistics.median(column) for column in zip(*rounds, strict=True))
    return [
        f"{len(pages)} pages, {texts} texts",
        f"packet, composed and drawn:       median {own:8.1f} ms",
        f"LibreOffice, equal workbook:      median {whole:8.1f} ms (an empty one {start:.1f} ms)",
        f"ratio {whole / own:.1f}, without its start {(whole - start) / own:.1f}",
    ]


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write("\n".join(report(int(arguments[0]) if arguments else RUNS, Path(folder))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
