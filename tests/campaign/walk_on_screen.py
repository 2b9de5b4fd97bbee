"""The walk of shipment C on a real screen: `python -m tests.campaign.walk_on_screen --pictures FOLDER`.

The walk is made once without a screen, every key noted with the shipment as it was saved after it. Then the program
starts as a process of its own under Xvfb, the same keys come from xdotool, and after each one the database must hold
the same shipment. In the end the papers are read back. Needs Xvfb and xdotool; uses openbox when it is there.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from exporter_desk.domain.case import Case
from exporter_desk.domain.case_json import load
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage.connection import open_store, this_user
from exporter_desk.storage.sqlite_repository import SqliteRepository

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("Xvfb", "xdotool")
KEYS = {"Ctrl": "ctrl", "Shift": "shift", "Alt": "alt", "Space": "space"}
PATIENCE, QUIET, BEAT = 20.0, 0.06, 0.02  # seconds: for one key, of a window at rest, between two looks at it


def x_keys(keys: str) -> str:
    """Keys as xdotool calls them: Ctrl+N is ctrl+n, a digit stays."""
    parts = [KEYS.get(part, part) for part in keys.split("+")]
    return "+".join(part.lower() if len(part) == 1 else part for part in parts)


# -- the walk without a screen, in a process of its own, as that one needs another platform plugin


@dataclass(frozen=True, slots=True)
class Act:
    """What was done, on which page, and the shipment as it was saved afterwards."""

    kind: str
    text: str
    place: str
    saved: Case | None


def recorded(home: Path) -> list[Act]:
    """Make the walk offscreen in a fresh home and return what was done."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "EXPORTER_DESK_HOME": str(home)}
    score = home / "walk.json"
    command = (sys.executable, "-m", "tests.campaign.record_walk", str(score))
    subprocess.run(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL, check=True)
    acts = json.loads(score.read_text(encoding="utf-8"))
    return [Act(kind, text, place, load(case) if case else None) for kind, text, place, case in acts]


# -- the screen


class Screen:
    """Xvfb with the program on it, and hands that press its keys."""

    def __init__(self, display: str, home: Path, pictures: Path) -> None:
        self.display, self.home, self.pictures = display, home, pictures
        self._started: list[subprocess.Popen[str]] = []
        self._environment = os.environ | {
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "EXPORTER_DESK_HOME": str(home),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "LANG": "C.UTF-8",
        }

    def start(self, *command: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command,
            env=self._environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._started.append(process)
        return process

    def open(self) -> None:
        """Screen, window manager, clipboard, program; returns when the window has the keyboard."""
        self.start("Xvfb", self.display, "-screen", "0", "1366x768x24", "-nolisten", "tcp")
        _wait(lambda: self._x("getdisplaygeometry") != "", "the screen")
        if shutil.which("openbox"):
            self.start("openbox")
        self._clipboard = self.start(sys.executable, "-m", "tests.campaign.clipboard")
        self.program = self.start(sys.executable, "-m", "exporter_desk")
        _wait(lambda: self._window() != "", "the window")
        self._x("windowmove", self._window(), "0", "0")
        self._x("windowfocus", "--sync", self._window())
        time.sleep(2)  # the list of shipments learns its steps

    def close(self) -> None:
        for process in reversed(self._started):
            process.terminate()
            process.wait(10)

    def _window(self) -> str:
        found = self._x("search", "--onlyvisible", "--pid", str(self.program.pid)).split()
        return found[-1] if found else ""

    def _x(self, *arguments: str) -> str:
        done = subprocess.run(
            ("xdotool", *arguments), env=self._environment, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    def do(self, act: Act, number: int) -> None:
        """One act of the recorded walk."""
        if act.kind == "look":
            self.take_picture(f"{number:04d}-{act.text}")
        elif act.kind == "key":
            self._x("key", "--clearmodifiers", x_keys(act.text))
        elif act.kind == "type":
            self._x("type", "--delay", "4", act.text)
        else:
            self.copy(act.text)
            self._x("key", "--clearmodifiers", "ctrl+v")

    def copy(self, text: str) -> None:
        """Put a text on the clipboard of the screen."""
        if self._clipboard.stdin is None or self._clipboard.stdout is None:
            raise RuntimeError("the clipboard has no pipes")
        self._clipboard.stdin.write(json.dumps(text) + "\n")
        self._clipboard.stdin.flush()
        self._clipboard.stdout.readline()

    def take_picture(self, name: str) -> None:
        if shutil.which("import"):
            command = ("import", "-window", "root", str(self.pictures / f"{name}.png"))
            subprocess.run(command, env=self._environment, check=False)

    def rest(self) -> None:
        """Wait until the program uses no processor time."""
        until, quiet, before = time.monotonic() + PATIENCE, 0.0, self._ticks()
        while quiet < QUIET and time.monotonic() < until:
            time.sleep(BEAT)
            now = self._ticks()
            quiet, before = (quiet + BEAT if now == before else 0.0), now

    def _ticks(self) -> int:
        """Processor time of the program in ticks of the kernel."""
        try:
            fields = Path(f"/proc/{self.program.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            return 0
        return int(fields[11]) + int(fields[12])


def _wait(ready: object, what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not (callable(ready) and ready()):
        if time.monotonic() > until:
            raise RuntimeError(f"{what} did not come")
        time.sleep(0.1)


@contextmanager
def opened(display: str, home: Path, pictures: Path) -> Iterator[Screen]:
    screen = Screen(display, home, pictures)
    try:
        screen.open()
        yield screen
    finally:
        screen.close()


# -- the same shipment on the disk


def saved(home: Path, number: str | None) -> Case | None:
    """The shipment of that number as it lies on the disk; None while there is none."""
    try:
        store = open_store(next(home.rglob("*.exdb")), this_user(""), read_only=True)
    except UserFacingError:  # it is just being written
        return None
    try:
        repository = SqliteRepository(store)
        case_id = repository.id_of_number(number or "")
        return repository.load(case_id) if case_id else None
    finally:
        store.close()


def same(one: Case | None, other: Case | None) -> bool:
    """Equal but for ids and times that each run makes anew."""
    if one is None or other is None:
        return one is other
    return _timeless(one) == _timeless(other)


def _timeless(case: Case) -> Case:
    return replace(case, id=None, choices=tuple(replace(choice, at=None) for choice in case.choices))


def number_of(acts: Sequence[Act]) -> str | None:
    """The number that the shipment of a walk gets."""
    return next((act.saved.number for act in reversed(acts) if act.saved is not None), None)


def repeat(screen: Screen, acts: Sequence[Act]) -> list[str]:
    """Press every key of the walk; stop at the first that does not save what it saved without a screen."""
    for number, act in enumerate(acts):
        screen.do(act, number)
        screen.rest()
        until = time.monotonic() + PATIENCE
        while not same(found := saved(screen.home, number_of(acts)), act.saved):
            if time.monotonic() > until:
                screen.take_picture(f"{number:04d}-lost")
                return [f"act {number} ({act.kind} {act.text!r} on {act.place}): saved {_difference(found, act.saved)}"]
            time.sleep(BEAT)
    return []


def _difference(found: Case | None, wanted: Case | None) -> str:
    if found is None or wanted is None:
        return "nothing" if found is None else "a shipment too early"
    mine, other = _timeless(found), _timeless(wanted)
    names = ("facts", "parties", "terms", "goods", "packages", "route", "tax", "choices", "drafts")
    return ", ".join(f"{name} {getattr(mine, name)!r}" for name in names if getattr(mine, name) != getattr(other, name))


def read_back(home: Path) -> list[str]:
    """What is missing on the papers."""
    from tests.support.apparel_walk import PAPERS, words

    return [
        f"{paper}: {text!r} is not on it"
        for paper, texts in PAPERS.items()
        for text in texts
        if text not in words(home, paper)
    ]


def made(home: Path, patience: float = PATIENCE) -> list[str]:
    """What is missing on the papers once they are written: a busy machine may leave a program at work unattended."""
    until = time.monotonic() + patience
    while (missing := read_back(home)) and time.monotonic() < until:
        time.sleep(10 * BEAT)
    return missing


def run(display: str, pictures: Path) -> list[str]:
    """Both walks; return what differs."""
    with tempfile.TemporaryDirectory(prefix="walk-") as folder:
        for name in ("offscreen", "screen"):
            (Path(folder) / name).mkdir()
        acts = recorded(Path(folder) / "offscreen")
        sys.stdout.write(f"{len(acts)} acts\n")
        home = Path(folder) / "screen"
        with opened(display, home, pictures) as screen:
            return repeat(screen, acts) or made(home)


def main(arguments: Sequence[str] | None = None) -> int:
    """Walk and say what was found; 1 when the screen showed another way, 3 when this machine lacks a program."""
    parser = argparse.ArgumentParser(prog="walk_on_screen", description=__doc__)
    parser.add_argument("--display", default=":78", help="number of the screen that is started")
    parser.add_argument("--pictures", type=Path, required=True, help="folder for the pictures of the pages")
    options = parser.parse_args(arguments)
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        sys.stderr.write(f"not installed here: {', '.join(missing)}\n")
        return 3
    options.pictures.mkdir(parents=True, exist_ok=True)
    problems = run(options.display, options.pictures)
    sys.stdout.write("".join(f"{problem}\n" for problem in problems) or "the same walk, and the papers read back\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
