"""The `class` commands: say how the exercises stand, begin them, keep a start state, go back to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.answers import BAD_INPUT, Answer
from exporter_desk.services.desk import user_desk
from exporter_desk.services.keeping.backups import company_backups
from exporter_desk.services.keeping.company import company_path, list_cases
from exporter_desk.services.practice import start_state
from exporter_desk.storage import backup
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from pathlib import Path

    from exporter_desk.domain.json_value import JsonObject

Agreed = Callable[[tuple[Bilingual, ...]], bool | None]
APART = Bilingual(
    "练习与真实业务分开存放；单证上都印着“练习 · 不得用于申报”。用 exporter-desk --practice 打开练习窗口或运行命令。",
    "Exercises lie apart from real shipments, and their papers say “PRACTICE · not for filing”. exporter-desk "
    "--practice opens their window or runs a command on them.",
)
_PAPERS_STAY = Bilingual(
    "已经写出的练习单证和备份不动。", "Papers of exercises that were written, and backups, stay where they are."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What else was asked; `agreed` shows what a reset does and asks, None where nobody sits."""

    shipped: bool = False
    agreed: Agreed = lambda _lines: None


def run(action: str, wish: Wish) -> Answer:
    """Run one command in the places of the exercises; raises UserFacingError when the machine refuses."""
    commands: dict[str, Callable[[], Answer]] = {
        "status": lambda: _answer("status"),
        "start": _start,
        "keep": _keep,
        "reset": lambda: _reset(wish),
    }
    return commands[action]()


def _start() -> Answer:
    list_cases(user_desk()).close()
    return _answer("start")


def _keep() -> Answer:
    if not company_path().exists():
        list_cases(user_desk()).close()
    start_state.keep(company_path(), own=True)
    told = Bilingual("现在的样子已存为开始状态。", "The exercises as they are now are the start state.")
    return _answer("keep", told)


def question() -> tuple[Bilingual, ...]:
    """Return what is to be known before a reset."""
    database = company_path()
    count = backup.count_cases(database) if database.exists() else 0
    return (
        Bilingual(
            f"练习里现在的 {count} 票会换成开始状态；先自动备份一份。",
            f"The {count} shipments of the exercises give way to the start state; a backup is written first.",
        ),
        _PAPERS_STAY,
    )


def _reset(wish: Wish) -> Answer:
    lines = question()
    agreed = wish.agreed(lines)
    if not agreed:
        raise _not_agreed(lines) if agreed is None else _left()
    before = start_state.reset(company_backups(), user_desk(), shipped=wish.shipped)
    told = Bilingual("练习已回到开始状态。", "The exercises are back in the start state.")
    return _answer("reset", told, before=before)


def _answer(action: str, *lines: Bilingual, before: Path | None = None) -> Answer:
    database = company_path()
    there = database.exists()
    count = backup.count_cases(database) if there else 0
    state = start_state.start_state(database)
    data: JsonObject = {
        "schema": "exporter-desk/class",
        "schema_version": 1,
        "action": action,
        "path": str(database),
        "output": str(find_paths().output),
        "begun": there,
        "cases": count,
        "start_state": None if state is None else {"cases": state.cases, "own": state.own},
        "backup": None if before is None else str(before),
    }
    said = [*lines, _standing(count) if there else _NOT_BEGUN, *(() if state is None else (_start_line(state),))]
    said += [] if before is None else [Bilingual(f"之前的备份：{before}", f"Backup of before: {before}")]
    return Answer(data=data, lines=(*said, APART))


_NOT_BEGUN = Bilingual("还没有开始练习。", "No exercise was begun yet.")


def _standing(count: int) -> Bilingual:
    return Bilingual(f"练习里有 {count} 票业务。", f"There are {count} shipments among the exercises.")


def _start_line(state: start_state.StartState) -> Bilingual:
    zh, en = ("讲师设的", "set by the trainer") if state.own else ("程序自带的示例", "the samples of the program")
    return Bilingual(f"开始状态：{zh}，{state.cases} 票。", f"Start state: {en}, {state.cases} shipments.")


def _not_agreed(lines: tuple[Bilingual, ...]) -> UserFacingError:
    return UserFacingError(
        "S303",
        f"{lines[0].zh}还没有得到确认，什么都没有改动。",
        f"{lines[0].en} Nobody agreed to it yet, and nothing was changed.",
        "确认要回到开始状态，加 --yes。",
        "To go back to the start state add --yes.",
        exit_code=BAD_INPUT,
    )


def _left() -> UserFacingError:
    return UserFacingError(
        "S304", "没有重置，什么都没有改动。", "Nothing was reset, nothing was changed.", exit_code=BAD_INPUT
    )
