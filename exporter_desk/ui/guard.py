"""Keeps an error inside a method that Qt calls from ending the process."""

from __future__ import annotations

import sys
import traceback
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FunctionType

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def guarded(instead: object = None) -> Callable[[Callable[Given, Answer]], Callable[Given, Answer]]:
    """Mark an override of Qt: an error inside it becomes a crash report, and Qt gets `instead`.

    PySide takes an error that leaves an override through C++ and, where Python code called Qt, back to Python. Up to
    Python 3.11 that is a segmentation fault when the error came from C code (an index out of a list, a date that
    cannot be read). Besides, a QPainter that a traceback keeps alive breaks the next painting.
    """

    def guard(override: Callable[Given, Answer]) -> Callable[Given, Answer]:
        @wraps(override)
        def guarded_call(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
            try:
                return override(*args, **kwargs)
            except Exception as error:  # noqa: BLE001  # whatever it is, it must not pass through C++
                report(error)
                return cast("Answer", instead)

        return guarded_call

    return guard


def is_guarded(method: FunctionType) -> bool:
    """Tell whether a method was marked."""
    return method.__code__.co_name == "guarded_call"


def report(error: Exception) -> None:
    """Give the error to the hook for what nobody caught, and let go of what its frames hold."""
    with suppress(Exception):  # a hook that fails leaves nobody to tell
        sys.excepthook(type(error), error, error.__traceback__)
    traceback.clear_frames(error.__traceback__)
