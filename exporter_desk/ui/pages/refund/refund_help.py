"""The refund conclusion in the help panel: result, reasons with their sources, who still owes papers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from exporter_desk.services.source_view import source_views
from exporter_desk.ui.help_content import HelpContent, HelpPairs, HelpText
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.models.refund_rows import place_word
from exporter_desk.ui.models.word_lists import comma
from exporter_desk.ui.pages.source_help import help_sources

if TYPE_CHECKING:
    from exporter_desk.documents.dossier import ReasonView
    from exporter_desk.services.session import Session
    from exporter_desk.ui.help_content import HelpSource


def refund_help(session: Session) -> HelpContent:
    """What decided the result comes first, then what could still change it; rules that do not apply are left out."""
    analysis = session.analysis()
    view = analysis.refund_view
    reasons = view.reasons
    cited = source_views([key for one in reasons if one.outcome != "failed" for key in one.sources], session.desk.rules)
    numbers = {source.id: number for number, source in enumerate(cited, start=1)}
    blocks: list[HelpText | HelpPairs | HelpSource] = []
    groups = {
        "met": translate("Refund", "This holds"),
        "unknown": translate("Refund", "Could still change it"),
    }
    for outcome, heading in groups.items():
        lines = dict.fromkeys(_reason(session, one, numbers) for one in reasons if one.outcome == outcome)
        blocks += [HelpText(heading if not index else "", line) for index, line in enumerate(lines)]
    if analysis.papers:
        blocks.append(HelpPairs(translate("Refund", "Who still owes papers"), _owed(session), bold_values=True))
    blocks += help_sources(cited, analysis.day)
    return HelpContent(pick(view.policy), tuple(blocks), "deadline", translate("Refund", "Reasons and sources"))


def _reason(session: Session, one: ReasonView, numbers: dict[str, int]) -> str:
    marks = " ".join(f"[{numbers[key]}]" for key in one.sources if key in numbers)
    missing = comma().join(place_word(session, path) for path in one.paths)
    waits = translate("Refund", "(not said: {places})").format(places=missing) if missing else ""
    return " ".join(part for part in (pick(one.text), waits, marks) if part)


def _owed(session: Session) -> tuple[tuple[str, str], ...]:
    owed = Counter(
        paper.rule.issuer_zh if language() == "zh" else paper.rule.issuer_en
        for paper in session.analysis().papers
        if paper.state != "have" and paper.needed
    )
    return tuple((who, str(count)) for who, count in owed.most_common())
