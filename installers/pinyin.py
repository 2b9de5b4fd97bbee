"""Write the readings of Chinese names into the code tables, so that people can search them by pinyin.

python installers/pinyin.py update     add or renew the column `pinyin` (needs the package pypinyin, build time only)
python installers/pinyin.py check      exit 1 if a table has a name without its reading

The program itself needs no dictionary: a reading is one syllable per Hanzi, parted by blanks, without tones.
"""

import csv
import io
import re
import sys
from pathlib import Path

CODES = Path(__file__).resolve().parents[1] / "resources" / "codes"
TABLES = (
    "attached_documents",
    "countries",
    "currencies",
    "customs_districts",
    "domestic_districts",
    "exit_ports",
    "hs",
    "levy_modes",
    "levy_nature",
    "packaging_types",
    "ports",
    "supervision_modes",
    "trade_terms",
    "transport_modes",
    "units",
)
COLUMN = "pinyin"
HANZI = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[0-9a-z]+")


def reading(name: str) -> str:
    """Syllables of a name; Latin letters and digits stay as words of their own, signs fall away."""
    from pypinyin import lazy_pinyin

    return " ".join(word for part in lazy_pinyin(name) for word in WORD.findall(part.lower().replace("ü", "v")))


def spoken(row: dict[str, str]) -> str:
    """The reading of a name and, behind a slash, of the hints that a commodity code gives in brackets."""
    hints = reading(" ".join(re.findall(r"（([^）]*)）", row.get("elements", ""))))
    return reading(row["zh"]) + (f" / {hints}" if hints else "")


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a table in file order."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def update(path: Path) -> None:
    """Write the readings of one table; every other cell stays as it is."""
    rows = rows_of(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        columns = [name for name in rows[0] if name != COLUMN]
        writer = csv.DictWriter(file, [*columns, COLUMN], lineterminator="\n")
        writer.writeheader()
        writer.writerows(row | {COLUMN: spoken(row)} for row in rows)


def unread(path: Path) -> list[str]:
    """Names whose reading has fewer words than the name has Hanzi."""
    return [row["zh"] for row in rows_of(path) if len(row.get(COLUMN, "").split()) < len(HANZI.findall(row["zh"]))]


def main(arguments: list[str]) -> int:
    """Run one command."""
    paths = [CODES / f"{table}.csv" for table in TABLES]
    if arguments == ["update"]:
        for path in paths:
            update(path)
        return 0
    missing = [f"{path.name}: {name}" for path in paths for name in unread(path)]
    print("\n".join(missing[:20]))
    return 1 if missing or arguments != ["check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
