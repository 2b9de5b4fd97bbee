"""What a page does when the machine refuses: the banner says what happened and what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.ui.i18n import language
from exporter_desk.ui.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from exporter_desk.rules.texts import RenderedFinding
    from exporter_desk.ui.messages import Messages


def in_lines(findings: Iterable[RenderedFinding]) -> str:
    """Findings one below the other, each with what to do."""
    spoken = language()
    between = "" if spoken == "zh" else " "
    return "\n".join(f"{one.text(spoken)}{between}{one.remedy(spoken)}" for one in findings)


def refusal_message(error: Exception, otherwise: Callable[[], str]) -> Message:
    """The banner after work behind the window failed: the machine's refusal in words, `otherwise` for anything else."""

    def words() -> str:
        return error.sentence(language()) if isinstance(error, UserFacingError) else otherwise()

    return Message("error", words, detail=error.code if isinstance(error, UserFacingError) else repr(error))


def _refused(error: UserFacingError) -> Message:
    return Message("error", lambda: error.sentence(language()), detail=error.code)


def attempt(messages: Messages, act: Callable[[], object]) -> bool:
    """Do something with the session; False after a refusal of the machine, which was then shown."""
    try:
        act()
    except UserFacingError as error:
        messages.say(_refused(error))
        return False
    return True
