"""Nothing leaves the computer by itself: no command and no window of the program reaches for the network."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from exporter_desk.system.paths import PRACTICE_VARIABLE
from tests.support.socket_watch import SOCKETS

FORBIDDEN = """
import io, sys
reached = []
def hear(event, arguments):
    if event.startswith("socket.") and event not in ("socket.gethostname",):
        reached.append(event)
        raise PermissionError(event)
sys.addaudithook(hear)
"""

COMMANDS = (
    FORBIDDEN
    + """
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from exporter_desk.cli import main
def run(*words):
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        main(list(words))
    return out.getvalue()
folder = Path({folder!r})
for name in ("furniture", "navel-orange", "apparel"):
    case = folder / f"{{name}}.json"
    case.write_text(run("sample", name), encoding="utf-8")
    for command in ("advise", "estimate", "refund", "check"):
        run(command, str(case), "--json")
    run("packet", str(case), "--out", str(folder / name))
    run("data", "import", str(case))
run("--practice", "data", "export", str(folder / "x.exdesk"), "--case", "2026-901")
for words in (["class", "start"], ["class", "keep"], ["class", "reset", "--yes"],
              ["--practice", "data", "merge", str(folder / "x.exdesk")]):
    run(*words)
for words in (["doctor"], ["data", "check"], ["data", "backup"], ["data", "person", "李某堃"], ["pack", "list"],
              ["hs", "940360"], ["codes"], ["words", "cny", "12"], ["schema"]):
    run(*words)
print(reached, (folder / "furniture").is_dir())
"""
)

WINDOW = (
    FORBIDDEN
    + """
from pathlib import Path
from exporter_desk import app
def walk():
    application, session, window = app.open_desk()
    from PySide6.QtTest import QTest
    from exporter_desk.ui.pages import places, table
    QTest.qWait(2200)
    shipment = next(one.id for one in session.summaries() if one.sample == "furniture")
    keys = list(table.makers(session, window, Path({folder!r})))
    assert {{places.PACKS, places.PRACTICE, places.EXCHANGE, places.BACKUP}} <= set(keys)
    for key in keys:
        window.navigate(key, shipment if key.startswith("case.") and key != places.NEW else None)
        QTest.qWait(60)
    window.close()
    window.tasks.finish(-1)
    QTest.qWait(50)
    window.tasks.finish(-1)  # what was done just now may have begun a preview: its library goes with the process
    session.close()
    print(reached, "PySide6.QtNetwork" in sys.modules)
walk()
"""
)


def test_a_reach_for_the_network_is_refused_and_noted() -> None:
    with pytest.raises(PermissionError), socket.socket() as line:
        line.connect(("127.0.0.1", 9))
    with pytest.raises(PermissionError):
        socket.getaddrinfo("example.invalid", 80)
    assert SOCKETS.reached() == ["socket.connect 127.0.0.1", "socket.getaddrinfo example.invalid"]


@pytest.mark.localhost
def test_a_marked_test_reaches_its_own_machine_only() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
    with pytest.raises(PermissionError), socket.socket() as line:
        line.connect(("192.0.2.1", 9))
    assert SOCKETS.reached() == ["socket.connect 192.0.2.1"]


@pytest.mark.slow
def test_no_command_reaches_for_the_network(
    fresh_python: Callable[[str], str], desk_home: Path, tmp_path: Path
) -> None:
    assert fresh_python(COMMANDS.format(folder=str(tmp_path))) == "[] True\n"
    assert (desk_home / "companies" / "company.exdb").exists()


@pytest.mark.slow
def test_the_practice_window_reaches_for_no_network(
    fresh_python: Callable[[str], str], desk_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PRACTICE_VARIABLE, "1")
    assert fresh_python(WINDOW.format(folder=str(desk_home / "papers"))) == "[] False\n"
    assert not (desk_home / "companies").exists(), "the real places were not touched"


@pytest.mark.slow
def test_the_window_reaches_for_no_network(fresh_python: Callable[[str], str], desk_home: Path) -> None:
    assert fresh_python(WINDOW.format(folder=str(desk_home / "papers"))) == "[] False\n"
    assert list((desk_home / "companies" / "backups").glob("company.*.exdb")), "today's backup was written behind it"
