"""Turn the design tokens, which people read and change as TOML, into what the window reads at each start.

python installers/tokens.py update     write resources/theme/tokens.json
python installers/tokens.py check      exit 1 if it does not say what tokens.toml says

Python reads JSON in a tenth of a millisecond; its reader of TOML takes longer to be imported than the window to open.
"""

import json
import sys
import tomllib
from pathlib import Path

THEME = Path(__file__).resolve().parents[1] / "resources" / "theme"


def compiled(source: str) -> str:
    """The tokens without their comments, one table a line."""
    tables = tomllib.loads(source).items()
    lines = (f"{json.dumps(name)}: {json.dumps(table, ensure_ascii=False)}" for name, table in tables)
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main(arguments: list[str]) -> int:
    """Carry out `update` or `check`; return the exit code."""
    if arguments not in (["update"], ["check"]):
        sys.stderr.write(__doc__ or "")
        return 2
    text, target = compiled((THEME / "tokens.toml").read_text(encoding="utf-8")), THEME / "tokens.json"
    if arguments == ["update"]:
        target.write_text(text, encoding="utf-8", newline="\n")
        return 0
    return int(not target.is_file() or target.read_text(encoding="utf-8") != text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
