"""Findings and sources as JSON: one shape in every answer of the command line, version 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.rules.schema import Source
    from exporter_desk.rules.texts import RenderedFinding


def finding_json(finding: RenderedFinding) -> JsonObject:
    """Return a finding in words; `places` are fact paths, the first one is the field to go to."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "places": list(finding.places),
        "zh": finding.zh,
        "en": finding.en,
        "remedy": {"zh": finding.remedy_zh, "en": finding.remedy_en},
        "remedy_zh": finding.remedy_zh,
        "remedy_en": finding.remedy_en,
        "sources": [source_json(source) for source in finding.sources],
    }


def source_json(source: Source, article: str = "") -> JsonObject:
    """Return a cited source; `article` is the place inside it, empty where the whole instrument is meant."""
    return {
        "id": source.id,
        "article": article,
        "number": source.number,
        "title": source.title_zh,
        "title_en": source.title_en,
        "issuer": source.issuer,
        "effective": None if source.effective is None else source.effective.isoformat(),
        "effective_confidence": None if source.effective_confidence is None else str(source.effective_confidence),
        "address": source.address,
        "read": source.read,
        "confidence": str(source.label(article)),
        "checked": None if source.checked is None else source.checked.isoformat(),
    }
