"""Sources and notes of the rate data, in findings and beside lines, in the language of the page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.costs.fx import TYPED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter_desk.costs.estimate import Estimate
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.text import Bilingual, Language

    # Chinese by the English text that stands in the data.
    Foreign = Mapping[str, str]

_DAY_BEHIND = " ("


def in_chinese(finding: Finding, words: Foreign) -> Finding:
    """Return a finding whose Chinese wording shows Chinese; what the table does not know stays as it is."""
    names = {key.removesuffix("_en").removesuffix("_zh") for key in finding.values}
    added: dict[str, str] = {}
    for name in names:
        english = finding.values.get(f"{name}_en", finding.values.get(name, ""))
        chinese = words.get(english)
        if chinese is not None:
            shown = finding.values.get(f"{name}_zh", english)
            added |= {f"{name}_zh": shown.replace(english, chinese), f"{name}_en": english}
    return replace(finding, values={**finding.values, **added}) if added else finding


def source_words(source: str, words: Foreign, language: Language) -> str:
    """Return a source in the language of the page; a day behind it in brackets stays."""
    told = words if language == "zh" else {zh: english for english, zh in words.items() if not zh.isascii()}
    if source in told:
        return told[source]
    text, sign, day = source.rpartition(_DAY_BEHIND)
    if not sign or text not in told:
        return source
    return f"{told[text]}（{day.removesuffix(')')}）" if language == "zh" else f"{told[text]} ({day}"


def readable(estimate: Estimate, words: Foreign, texts: Mapping[str, Bilingual], language: Language) -> Estimate:
    """Return the estimate with sources, labels and formulas in the language of the page, to be shown."""
    typed = texts["fx.typed"].in_language(language)
    lines = []
    for line in estimate.lines:
        label, basis = texts.get(f"confidence.{line.confidence}"), texts.get(f"basis.{line.basis}")
        name = line.basis if basis is None else basis.in_language(language)
        fx_source = typed if line.fx_source == TYPED else source_words(line.fx_source, words, language)
        lines.append(
            replace(
                line,
                source=source_words(line.source, words, language),
                fx_source=fx_source,
                formula=line.formula.replace(f" {line.basis} ", f" {name} ") if line.basis else line.formula,
                confidence=line.confidence if label is None else label.in_language(language),
            )
        )
    return replace(estimate, lines=tuple(lines))
