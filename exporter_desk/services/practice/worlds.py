"""Keeps exercises and real shipments apart: neither gets among the other by a file, an archive or a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.answers import BAD_INPUT
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from pathlib import Path

    from exporter_desk.domain.case import Case


def require_same_world(case: Case, *, practice: bool) -> None:
    """Raise UserFacingError S300 for an exercise among real shipments.

    The other way round a file may come in: it becomes an exercise, with the mark of one, and the original stays.
    """
    if case.practice and not practice:
        raise UserFacingError(
            "S300",
            "这一票是练习，不能放进真实业务，没有导入。",
            "This shipment is an exercise; it does not go among real shipments and was not taken.",
            "请在练习窗口里打开它，或用命令 exporter-desk --practice data import 文件名。",
            "Open it in the practice window, or use exporter-desk --practice data import FILE.",
            exit_code=BAD_INPUT,
        )


def require_backup_of_same_world(backup: Path, *, practice: bool) -> None:
    """Raise UserFacingError S301 for a backup of the exercises in place of the company, or the other way round."""
    from exporter_desk.storage.traces import count_exercises

    try:
        exercises, others = count_exercises(backup)
    except UserFacingError:
        return  # what is wrong with it is told where it is read through
    if not practice and exercises:
        raise UserFacingError(
            "S301",
            "这是练习的备份，恢复会用练习换掉真实业务，没有做。",
            "This is a backup of exercises; restoring it would replace the real shipments by them. Nothing was done.",
            "要恢复练习，请在练习窗口里做，或用命令 exporter-desk --practice data restore 文件名。",
            "To restore the exercises do it in the practice window, or by exporter-desk --practice data restore FILE.",
            exit_code=BAD_INPUT,
        )
    if practice and others:
        raise UserFacingError(
            "S301",
            "这是真实业务的备份，不能放进练习，没有恢复。",
            "This is a backup of real shipments; it does not go among exercises and was not restored.",
            "要恢复它，请关掉练习，在业务窗口里做。",
            "To restore it close the practice window and do it in the window of your shipments.",
            exit_code=BAD_INPUT,
        )


def require_own_desk() -> None:
    """Raise UserFacingError S302 while exercises are open: rules and refund rates are shared with real shipments."""
    if find_paths().practice:
        raise UserFacingError(
            "S302",
            "练习用的规则包和退税率库就是真实业务用的那一份，在练习里不能换。",
            "Exercises use the rule packs and refund rates of your real shipments; they are not changed from here.",
            "请关掉练习，在业务窗口里做，或用命令时不加 --practice。",
            "Close the practice window and do it in the window of your shipments, or leave out --practice.",
            exit_code=BAD_INPUT,
        )
