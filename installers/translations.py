"""Keep the window's Chinese texts up to date: collect them from the sources, fill them in, compile, check.

python installers/translations.py update            collect texts and compile
python installers/translations.py fill FILE          take translations from lines `Context<TAB>English<TAB>中文`
python installers/translations.py check              exit 1 if the .ts is not what the sources and the .qm say
"""

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "exporter_desk" / "ui"
COMPOSITION = ROOT / "exporter_desk" / "app.py"
TS = ROOT / "resources" / "i18n" / "exporter_desk_zh_CN.ts"
QM = TS.with_suffix(".qm")


def tool(name: str) -> str:
    """Path of a Qt tool beside the running interpreter."""
    return str(Path(sys.executable).parent / f"pyside6-{name}")


def collect(target: Path) -> None:
    """Write every text of the sources into a .ts, keeping the translations it already holds."""
    files = [str(file.relative_to(ROOT)) for file in [COMPOSITION, *sorted(SOURCES.rglob("*.py"))]]
    options = ["-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", "zh_CN", "-silent"]
    subprocess.run([tool("lupdate"), *files, *options, "-ts", str(target)], check=True, cwd=ROOT)


def compile_to(target: Path) -> None:
    """Compile the .ts to a .qm."""
    subprocess.run([tool("lrelease"), str(TS), "-silent", "-qm", str(target)], check=True)


def entries(source: Path) -> dict[tuple[str, str], str | None]:
    """Texts of a .ts by context and English; None for an unfinished one."""
    found: dict[tuple[str, str], str | None] = {}
    for context in ET.parse(source).getroot().iter("context"):  # noqa: S314  # our own file
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            done = translation is not None and translation.get("type") != "unfinished" and translation.text
            found[name, message.findtext("source") or ""] = (
                translation.text if done and translation is not None else None
            )
    return found


def fill(lines: list[str]) -> int:
    """Put translations into the .ts; returns how many places were filled."""
    wanted = {tuple(line.split("\t")[:2]): line.split("\t")[2] for line in lines if line.count("\t") == 2}
    tree = ET.parse(TS)  # noqa: S314  # our own file
    count = 0
    for context in tree.getroot().iter("context"):
        for message in context.iter("message"):
            text = wanted.get((context.findtext("name") or "", message.findtext("source") or ""))
            translation = message.find("translation")
            if text is not None and translation is not None:
                translation.text = text
                translation.attrib.pop("type", None)
                count += 1
    body = ET.tostring(tree.getroot(), encoding="unicode")
    TS.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")
    return count


def problems() -> list[str]:
    """What is wrong: unfinished entries, texts that differ from the sources, a .qm that is out of date."""
    now = entries(TS)
    found = [f"unfinished: {context}: {text}" for (context, text), chinese in now.items() if not chinese]
    with tempfile.TemporaryDirectory() as folder:
        fresh, compiled = Path(folder) / TS.name, Path(folder) / QM.name
        collect(fresh)
        found += [f"not in the .ts: {context}: {text}" for context, text in entries(fresh).keys() - now.keys()]
        found += [f"no longer used: {context}: {text}" for context, text in now.keys() - entries(fresh).keys()]
        compile_to(compiled)
        if not QM.exists() or compiled.read_bytes() != QM.read_bytes():
            found.append("the .qm is not compiled from this .ts")
    return sorted(found)


def main(arguments: list[str]) -> int:
    """Run one of the three commands."""
    if arguments == ["check"]:
        found = problems()
        print("\n".join(found) or "translations are complete")
        return 1 if found else 0
    collect(TS)
    if arguments[:1] == ["fill"] and len(arguments) == 2:
        count = fill(Path(arguments[1]).read_text(encoding="utf-8").splitlines())
        print(f"{count} texts filled")
        collect(TS)
    compile_to(QM)
    left = [f"{context}\t{text}\t" for (context, text), chinese in entries(TS).items() if not chinese]
    print("\n".join(left) or "nothing left to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
