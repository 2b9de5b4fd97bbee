"""File names of papers: `{合同号}_{单证}_{yyyymmdd}.pdf`, short enough for the customs upload."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporter_desk.domain.text import display_width

if TYPE_CHECKING:
    from datetime import date

_FORBIDDEN = re.compile(r"[^0-9A-Za-z_\-\u4e00-\u9fff]")
NO_NUMBER = "未编号"
_MOST_OF_NUMBER = 70  # three bytes each, of the 255 that a name may have


def cleaned(text: str) -> str:
    """Return `text` with everything but ASCII letters, digits, `-`, `_` and Hanzi replaced by `-`."""
    return _FORBIDDEN.sub("-", text)


def file_name(number: str | None, paper: str, day: date, limit: int = 64, suffix: str = ".pdf") -> str:
    """Return the name of a paper; the paper's part is shortened to fit into `limit` half-width cells, never the number.

    A Hanzi counts two cells. A number that alone is too long for customs is kept, and the check of attachments reports
    it; only what no file system takes is left out.
    """
    head, tail = cleaned(number or NO_NUMBER)[:_MOST_OF_NUMBER], f"_{day:%Y%m%d}{suffix}"
    short = cleaned(paper)
    while len(short) > 1 and display_width(f"{head}_{short}{tail}") > limit:
        short = short[:-1]
    return f"{head}_{short}{tail}"
