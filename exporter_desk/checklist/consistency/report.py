"""What `exporter-desk check` prints: findings with places, words and remedies, counts, and what was passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Severity
from exporter_desk.rules.answer_json import finding_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.rules.texts import RenderedFinding

SCHEMA = "exporter-desk/check"
SCHEMA_VERSION = 1


def report_json(case: Case, findings: Sequence[RenderedFinding], passed: int, day: date | None = None) -> JsonObject:
    """Return the result of a check as JSON; `passed` is the number of checks that found nothing.

    `day` is the day for which was judged, by default the day of the case. The words never say that a case is right:
    a check that finds nothing has found nothing (未发现问题).
    """
    counts = {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}
    judged = day or case.day
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "case": {"id": case.id, "number": case.number, "title": case.title, "sample": case.sample},
        "day": None if judged is None else judged.isoformat(),
        "passed": passed,
        "counts": {str(severity): count for severity, count in counts.items()},
        "summary": _summary(counts, passed),
        "findings": [finding_json(finding) for finding in findings],
    }


def _summary(counts: Mapping[Severity, int], passed: int) -> JsonObject:
    errors, questions, hints = (counts[severity] for severity in Severity)
    zh, en = f"{passed} 项核对未发现问题。", f"{passed} checks found no problem."
    if errors or questions or hints:
        zh += f"另有错误 {errors} 个、待确认 {questions} 项、提醒 {hints} 条。"
        en += f" Errors: {errors}; to confirm: {questions}; reminders: {hints}."
    return {"zh": zh, "en": en}
