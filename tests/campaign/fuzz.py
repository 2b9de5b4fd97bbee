"""Fuzzes every importer, guided by coverage: `python -m tests.campaign.fuzz [SECONDS] [TARGET …]`.

Needs atheris (a tool of the developer, not of the product). Each target gets an equal share of the time in a process
of its own; what leaves it undocumented, takes too long or too much memory is kept in `tests/cases/fuzz/<target>/`,
where the suite feeds it again. Ends with a line for each target: inputs, edges at the start and at the end, findings.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from tests.support.source_tree import ROOT

FOUND = ROOT / "tests" / "cases" / "fuzz"
SECONDS = 3600
SLOWEST_SECONDS, MOST_MEGABYTES, LONGEST_BYTES = 10, 1500, 40_000
_FIGURES = re.compile(r"#(\d+)\s+(\w+)\s+cov: (\d+)")
_WORDS = (
    '"null"', '"true"', '"1e999"', '"NaN"', '"-Infinity"', '"\\\\ud800"', '"\\\\u0000"',
    '"\\"id\\":"', '"\\"schema\\":"',
    '"<!DOCTYPE"', '"<!ENTITY"', '"<row"', '"<c r=\\"A1\\""', '"<v>"',
    '"PK\\x03\\x04"', '"PK\\x01\\x02"', '"PK\\x05\\x06"',
    '"../"', '"C:/"', '"startxref"', '"/Kids"', '"/Parent"', '"0 0 R"', '"\\xff\\xfe"', '"2026-11-22"', '"0.13"',
)  # fmt: skip


class Watch:
    """Feeds inputs to one target and keeps one file for each place where something undocumented came out."""

    def __init__(self, name: str) -> None:
        from tests.support.fuzz_targets import TARGETS

        self._name, self._target, self._seen = name, TARGETS[name], set[tuple[str, ...]]()

    def __call__(self, data: bytes) -> None:
        try:
            self._target.survives(data)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001 - whatever comes out is the finding
            self._keep(data, error)

    def _keep(self, data: bytes, error: BaseException) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames if "exporter_desk" in frame.filename]
        place = (type(error).__name__, *ours[-2:])
        if place in self._seen:
            return
        self._seen.add(place)
        path = FOUND / self._name / hashlib.sha256(data).hexdigest()[:16]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        sys.stderr.write(f"FOUND {self._name} {path.name} {' '.join(place)}: {str(error)[:120]}\n")


def feed(name: str, options: Sequence[str]) -> None:
    """Fuzz one target in this process until libFuzzer has enough."""
    import atheris

    with atheris.instrument_imports(include=["exporter_desk", "json", "zipfile", "csv", "tomllib"]):
        watch = Watch(name)
    atheris.Setup([sys.argv[0], *options], watch)
    atheris.Fuzz()


def campaign(name: str, seconds: int) -> tuple[str, int]:
    """Fuzz one target in processes of its own; return what to print, and how many were killed or hung."""
    from tests.support.fuzz_targets import TARGETS

    inputs, first, last, found, broken, ends = 0, 0, 0, 0, 0, time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as place:
        corpus, words = Path(place, "corpus"), Path(place, "words")
        corpus.mkdir()
        words.write_text("\n".join(_WORDS) + "\n")
        for number, seed in enumerate(TARGETS[name].seeds()):
            (corpus / f"seed{number}").write_bytes(seed)
        while (left := int(ends - time.monotonic())) > 0:
            code, log = _process(name, left, corpus, words, Path(place))
            figures = [(int(count), what, int(edges)) for count, what, edges in _FIGURES.findall(log)]
            inputs += max((count for count, _, _ in figures), default=0)
            first = first or next((edges for _, what, edges in figures if what == "INITED"), 0)
            last = max([last, *(edges for _, _, edges in figures)])
            found += log.count("\nFOUND ")
            sys.stdout.writelines(f"{line}\n" for line in log.splitlines() if line.startswith("FOUND "))
            if code:
                broken += _kept_artifacts(name, Path(place), log)
    return f"{name}: {inputs} inputs, edges {first} -> {last}, {found} crashes, {broken} killed or hung", found + broken


def _process(name: str, seconds: int, corpus: Path, words: Path, place: Path) -> tuple[int, str]:
    options = (
        str(corpus), f"-max_total_time={seconds}", f"-timeout={SLOWEST_SECONDS}", f"-rss_limit_mb={MOST_MEGABYTES}",
        f"-max_len={LONGEST_BYTES}", f"-dict={words}", f"-artifact_prefix={place}/kept-", "-print_final_stats=1",
        "-len_control=0",
    )  # fmt: skip
    command = [sys.executable, "-m", "tests.campaign.fuzz", "--feed", name, *options]
    with (place / "log").open("w+b") as log:
        code = subprocess.run(command, cwd=ROOT, stdout=log, stderr=log, check=False).returncode
        log.seek(0)
        return code, "\n" + log.read().decode("utf-8", "replace")


def _kept_artifacts(name: str, place: Path, log: str) -> int:
    """Keep the inputs that ended a process; return how many, at least one, so that nothing is passed over."""
    left = list(place.glob("kept-*"))
    for path in left:
        target = FOUND / name / hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        path.unlink()
        sys.stdout.write(f"FOUND {name} {target.name} {path.name}\n")
    if not left:
        sys.stdout.write(log[-2000:] + "\n")
    return max(1, len(left))


def main(arguments: Sequence[str]) -> int:
    """Run the campaign; return 1 when anything was found."""
    if arguments[:1] == ["--feed"]:
        feed(arguments[1], arguments[2:])
        return 0
    from tests.support.fuzz_targets import TARGETS

    seconds = int(arguments[0]) if arguments else SECONDS
    chosen = [name for name in TARGETS if name in arguments[1:]] or list(TARGETS)
    problems = 0
    for name in chosen:
        line, found = campaign(name, max(1, seconds // len(chosen)))
        problems += found
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
