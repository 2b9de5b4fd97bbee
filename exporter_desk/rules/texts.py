"""The wording of findings: one file per code, both languages, placeholders filled from the finding."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Severity
from exporter_desk.rules.problems import RuleDataErrors, RuleDataProblem
from exporter_desk.rules.reading import read_record, read_table
from exporter_desk.rules.schema import FindingText, FindingTextFile, Source

if TYPE_CHECKING:
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.text import Language

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class MissingTextError(LookupError):
    """A finding without wording, or wording with a placeholder that the finding does not fill."""


@dataclass(frozen=True, slots=True)
class RenderedFinding:
    """A finding in words, both languages, with its cited sources."""

    code: str
    severity: Severity
    places: tuple[str, ...]
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str
    sources: tuple[Source, ...]
    variant: str = ""

    def text(self, language: Language) -> str:
        """Return what happened, in `language`."""
        return self.zh if language == "zh" else self.en

    def remedy(self, language: Language) -> str:
        """Return what to do, in `language`."""
        return self.remedy_zh if language == "zh" else self.remedy_en


@dataclass(frozen=True, slots=True)
class FindingTexts:
    """All wordings by code; `strict` turns a gap into MissingTextError (tests) instead of a bare code (users)."""

    texts: Mapping[str, FindingTextFile]
    strict: bool = False

    def render(self, finding: Finding, sources: Mapping[str, Source]) -> RenderedFinding:
        """Put `finding` into words; `{place}` is its first path, other placeholders come from its values.

        A value given as `name_zh` and `name_en` differs by language. Without wording the code and the places stand
        for it, so that a finding is never lost.
        """
        text = self._text(finding)
        cited = tuple(self._source(finding, key, sources) for key in finding.sources if self.strict or key in sources)
        return RenderedFinding(
            finding.code,
            finding.severity,
            finding.places,
            zh=self._filled(finding, text.zh, "zh"),
            en=self._filled(finding, text.en, "en"),
            remedy_zh=self._filled(finding, text.remedy_zh, "zh"),
            remedy_en=self._filled(finding, text.remedy_en, "en"),
            sources=cited,
            variant=finding.variant,
        )

    def _text(self, finding: Finding) -> FindingText:
        file = self.texts.get(finding.code)
        text = file.variant.get(finding.variant) if file and finding.variant else file
        if text is not None:
            return text
        if self.strict:
            raise MissingTextError(f"no text for {finding.code} {finding.variant}".rstrip())
        bare = f"{finding.code} {' '.join(finding.places)}".rstrip()
        return FindingText(zh=bare, en=bare, remedy_zh="", remedy_en="")

    def _filled(self, finding: Finding, text: str, language: Language) -> str:
        values = {"place": finding.places[0] if finding.places else "", **finding.values}

        def fill(match: re.Match[str]) -> str:
            name = match[1]
            value = values.get(f"{name}_{language}", values.get(name))
            if value is None and self.strict:
                raise MissingTextError(f"{finding.code}: {{{name}}} has no value")
            return match[0] if value is None else value

        return _PLACEHOLDER.sub(fill, text)

    def _source(self, finding: Finding, key: str, sources: Mapping[str, Source]) -> Source:
        if key not in sources:
            raise MissingTextError(f"{finding.code}: no source {key}")
        return sources[key]


def load_texts(files: Mapping[str, bytes], *, strict: bool = False) -> FindingTexts:
    """Read the tree of `resources/text/findings`; the file name is the code. Raises RuleDataErrors."""
    problems: list[RuleDataProblem] = []
    texts: dict[str, FindingTextFile] = {}
    for file, content in files.items():
        table = read_table(file, content, problems)
        record = None if table is None else read_record(FindingTextFile, file, "", table, problems)
        if record is not None:
            texts[PurePosixPath(file).stem] = record
    if problems:
        raise RuleDataErrors(problems)
    return FindingTexts(texts, strict=strict)
