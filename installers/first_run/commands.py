"""The commands of `installers/desk.py`: run the program, run its tests."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from linux import build as linux_build
from windows import build

from first_run import machine
from first_run.console import Console, Stop
from first_run.environment import Environment
from first_run.packages import clean_environment

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

ROOT = Path(__file__).resolve().parents[2]
STOPPED_BY_USER = 130

Answer: TypeAlias = "subprocess.CompletedProcess[str]"


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 2 wrong usage, 3 the machine has a problem, else the program's own."""
    console = Console()
    try:
        wanted, others = _parser().parse_known_args(arguments)
        return _carry_out(wanted, others, console)
    except Stop as stop:
        console.tell(stop.zh, stop.en)
        return stop.exit_code
    except KeyboardInterrupt:
        console.tell(
            "已停止。下次运行会自动修复没有装完的部分。", "Stopped. The next run repairs what was left unfinished."
        )
        return STOPPED_BY_USER


class _Parser(argparse.ArgumentParser):
    """Ends wrong usage with a sentence in both languages."""

    def error(self, message: str) -> NoReturn:
        """Stop with what can be written instead."""
        raise Stop(
            "用法不对。可以写：desk.py run（打开程序）、desk.py test（运行测试）、desk.py build（生成安装程序）；"
            "加 -h 看全部写法。",
            f"Wrong usage: {message}. Write desk.py run (open the program), desk.py test (run the tests) or desk.py "
            "build (make the installers); add -h to see all of it.",
            exit_code=2,
        )


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="desk.py", description="出口单证台：安装并运行 / Exporter Desk: set up and run")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="打开程序 / open the program")
    run.add_argument(
        "--headless", action="store_true", help="不开窗口，生成示例单证 / no window, make the sample papers"
    )
    commands.add_parser("test", help="运行全部测试，可加 pytest 参数 / run all tests, pytest options allowed")
    build.add_options(commands.add_parser("build", help="生成安装程序 / make the Windows or Linux program"))
    return parser


def _carry_out(wanted: argparse.Namespace, others: list[str], console: Console) -> int:
    if wanted.command == "build":
        make = linux_build.build if wanted.target == "linux" else build.build
        return make(ROOT, wanted, console)
    environment = Environment(ROOT)
    console.step("检查这台电脑", "checking this computer")
    machine.ensure_venv(console)
    machine.ensure_qt_libraries(console)
    if wanted.command == "test":
        environment.ensure("requirements-test", console)
        return run_tests(environment, others, console)
    environment.ensure("requirements", console)
    return run_program(environment, others, console, headless=wanted.headless or not machine.has_screen())


def run_tests(environment: Environment, options: Sequence[str], console: Console) -> int:
    """Run the whole suite without a screen, on two cores where there are two; return pytest's exit code."""
    workers = ["-n", "2"] if (os.cpu_count() or 1) > 1 else []
    console.step("运行测试", "running the tests")
    return _start(environment, ["-m", "pytest", *workers, *options], {"QT_QPA_PLATFORM": "offscreen"})


def run_program(environment: Environment, options: Sequence[str], console: Console, *, headless: bool) -> int:
    """Open the window, or do the same job for every shipped sample where there is no screen."""
    if not headless:
        console.step("打开出口单证台", "opening Exporter Desk")
        return _start(environment, ["-m", "exporter_desk", *options], {})
    console.tell(
        "没有屏幕：不开窗口，改为生成全部示例的单证，放在 out 文件夹。",
        "No screen: instead of a window, the papers of every sample are made in the folder out.",
    )
    return make_sample_packets(environment, environment.root / "out", console)


def make_sample_packets(environment: Environment, out: Path, console: Console) -> int:
    """Make the packet of each shipped sample below `out` and list the files."""
    for name in _sample_names(environment):
        console.step(f"示例 {name}", f"sample {name}")
        answer = _ask(environment, "sample", name)
        with tempfile.TemporaryDirectory() as folder:
            case = Path(folder) / f"{name}.json"
            case.write_text(answer.stdout, encoding="utf-8")
            made = _ask(environment, "packet", str(case), "--out", str(out / name), "--json", accept=(0, 1))
        (out / f"{name}.json").write_text(made.stdout, encoding="utf-8")
        for path in sorted((out / name).rglob("*")):
            if path.is_file():
                console.tell(f"  {path.relative_to(environment.root)}", f"    {path.stat().st_size} bytes")
    return 0


def _sample_names(environment: Environment) -> list[str]:
    listed = json.loads(_ask(environment, "sample", "--json").stdout)
    return [str(sample["name"]) for sample in listed["samples"]]


def _ask(environment: Environment, *words: str, accept: Collection[int] = (0,)) -> Answer:
    """Call the program's own command line; a refusal ends the run with its words, in both languages."""
    done = _called(environment, *words)
    if done.returncode not in accept:
        again = _called(environment, "--language", "en", *words)  # refused for the same reason
        raise Stop(
            f"程序没有完成：{_said(done)}", f"The program did not finish: {_said(again)}", exit_code=done.returncode
        )
    return done


def _called(environment: Environment, *words: str) -> Answer:
    return subprocess.run(
        [str(environment.python), "-m", "exporter_desk", *words],
        cwd=environment.root, env=clean_environment(), capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def _said(answer: Answer) -> str:
    return answer.stderr.strip() or answer.stdout.strip() or f"exit code {answer.returncode}"


def _start(environment: Environment, words: Sequence[str], settings: dict[str, str]) -> int:
    command = [str(environment.python), *words]
    return subprocess.run(
        command, cwd=environment.root, env={**clean_environment(), **settings}, check=False
    ).returncode
