"""The error that a person can act on: the world has a problem, and here is what to do next."""

from __future__ import annotations


class UserFacingError(Exception):
    """A problem of the machine, not of the case and not of the program: a full disk, a locked file, no network.

    `code` is `S` and a number and never changes meaning. The sentence and the next step come in both languages.
    `exit_code` is what the command line returns: 3 for the machine, 2 for unreadable input or wrong usage.
    """

    def __init__(
        self, code: str, zh: str, en: str, remedy_zh: str = "", remedy_en: str = "", exit_code: int = 3
    ) -> None:
        super().__init__(code, en)
        self.code = code
        self.zh = zh
        self.en = en
        self.remedy_zh = remedy_zh
        self.remedy_en = remedy_en
        self.exit_code = exit_code

    def sentence(self, language: str) -> str:
        """Say what happened and what to do in `zh` or, for any other language, in English."""
        parts = (self.zh, self.remedy_zh) if language == "zh" else (self.en, self.remedy_en)
        return ("" if language == "zh" else " ").join(part for part in parts if part)

    def as_bad_input(self) -> UserFacingError:
        """Return the same sentence as a matter of what the user named, no fault of the machine (exit 2)."""
        return UserFacingError(self.code, self.zh, self.en, self.remedy_zh, self.remedy_en, exit_code=2)

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence('en')}"
