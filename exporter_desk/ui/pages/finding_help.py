"""One finding explained in the help panel: what it says, both places with their present values, remedy, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain import edit
from exporter_desk.domain.paths import PathError
from exporter_desk.services.session import DECISIONS
from exporter_desk.services.source_view import source_view
from exporter_desk.ui.forms.code_lookup import CodeLookup
from exporter_desk.ui.forms.field_maker import FieldMaker
from exporter_desk.ui.help_content import HelpContent, HelpPairs, HelpText
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.pages.source_help import help_sources

if TYPE_CHECKING:
    from exporter_desk.rules.texts import RenderedFinding
    from exporter_desk.services.session import Session
    from exporter_desk.ui.help_content import HelpSource

MOST_PLACES = 6


def finding_help(finding: RenderedFinding, session: Session) -> HelpContent:
    """Everything the panel says of one finding."""
    blocks: list[HelpText | HelpPairs | HelpSource] = [HelpText("", finding.text(language()))]
    rows = tuple((pick(session.name_of(path)), value_at(session, path)) for path in finding.places[:MOST_PLACES])
    if rows:
        blocks.append(HelpPairs(translate("Check", "What stands there now"), rows))
    if finding.remedy(language()):
        blocks.append(HelpText(translate("Check", "How to put it right"), finding.remedy(language())))
    cited = [source_view(source) for source in finding.sources]
    blocks += help_sources(cited, session.analysis().day)
    title = translate("Check", "About {code}").format(code=finding.code)
    return HelpContent(title, tuple(blocks), "help", translate("Check", "Explanation"))


def value_at(session: Session, path: str) -> str:
    """What stands in the field now, in words where there is nothing; "" for a place without a field of its own."""
    if path in session.case.not_known:
        return translate("Check", "not known (said so)")
    try:
        shown = _decided(session, path) if path.startswith(DECISIONS) else edit.display_text(session.case, path)
    except PathError:
        return ""
    if len(shown) > 80 or shown.startswith(("(", "[", "{")):
        return ""
    estimated = " " + translate("Check", "(estimate)") if session.case.is_estimated(path) else ""
    return (shown or translate("Check", "not filled in")) + estimated


def _decided(session: Session, path: str) -> str:
    """What a person decided, in the words of its list."""
    return FieldMaker(session, CodeLookup(session.desk), lambda _: False).words(path)
