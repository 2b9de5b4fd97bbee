"""Runs measured windows in processes of their own, under the conditions of an installed program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BARE, SAME = ("tests.bench.bare_window",), ("tests.bench.bare_window", "--same")
KEPT, HOME = ("tests.bench.kept_window",), ("tests.bench.desk_home",)


class HeavyImportError(Exception):
    """The window imported a package that the start has to do without."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One start: seconds from the call of the interpreter until it was painted and until it was usable.

    `cpu` are the seconds of processor time behind that, which a busy machine does not change; memory is in KiB.
    """

    painted: float
    usable: float
    cpu: float
    resident_kb: int | None


def conditions(folder: Path) -> dict[str, str]:
    """Return an environment with bytecode (an installed program has it) and a user's home below `folder`."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept.setdefault("QT_QPA_PLATFORM", "offscreen")
    return kept | {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "EXPORTER_DESK_HOME": str(folder / "home")}


def opened(command: Sequence[str], environment: Mapping[str, str]) -> Opened:
    """Start one window; raises HeavyImportError, or CalledProcessError when it fails: that is no measurement."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    if told["heavy"]:
        raise HeavyImportError(f"{command[0]} imported {', '.join(told['heavy'])}")
    return Opened(told["painted"] - start, told["usable"] - start, told["cpu"], told["resident_kb"])
