"""Makes the field of a path with the editor that it needs: code list, choices, several lines, plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.incoterms import INCOTERMS
from exporter_desk.rules.field_words import is_open, pattern_of, words_of
from exporter_desk.ui.forms.case_field import CaseField
from exporter_desk.ui.forms.role_boxes import role_word
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.models.word_lists import comma

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter_desk.services.session import Session
    from exporter_desk.ui.forms.case_field import Attempt
    from exporter_desk.ui.forms.code_lookup import CodeLookup

_TABLES = {
    "currency": "currencies", "transport": "transport_modes", "exit_district": "customs_districts",
    "exit_port": "exit_ports", "dest_port": "ports", "dest": "countries", "trade_country": "countries",
    "country": "countries", "unit": "units", "unit1": "units", "unit2": "units", "levy": "levy_modes",
    "levy_nature": "levy_nature", "package_kind": "packaging_types", "hs": "hs", "origin": "countries",
    "source_district": "domestic_districts", "harvest_country": "countries",
    "origin_certificate": "origin_certificates", "mark": "fee_marks", "declare_customs": "customs_districts",
}  # fmt: skip
_LINES = {"marks": 4}
_FACT_OF = {"taxpayer": "seller_taxpayer", "kind": "seller_kind"}
"""Fields whose values have the names of a question's answers."""


def table_of(path: str) -> str:
    """The table of the codes that the field of a path takes; "" where it takes none."""
    return _TABLES.get(path.rpartition(".")[2], "")


class FieldMaker:
    """One for a form; the fields share its session and code tables."""

    def __init__(self, session: Session, lookup: CodeLookup, attempt: Attempt) -> None:
        self._session, self._lookup, self._attempt = session, lookup, attempt

    def fields(self, record: str, names: Sequence[str]) -> list[CaseField]:
        """The fields of a record, in this order."""
        return [self.field(f"{record}.{name}") for name in names]

    def field(self, path: str) -> CaseField:
        """The field of a path; its last part says which editor."""
        key = path.rpartition(".")[2]
        return CaseField(
            self._session,
            self._attempt,
            path,
            lookup=self._lookup,
            table=table_of(path),
            choices=self._choices(key) or self._listed(path),
            lines=_LINES.get(key, 1),
        )

    def words(self, path: str) -> str:
        """What stands in the field of a path, in words where it is a code or a party; "" while nothing does."""
        text, key = self._session.shown_text(path), path.rpartition(".")[2]
        if key == "supplier":
            return self.party_name(text) if text else ""
        listed = self._listed(path)
        if listed is not None:
            return next((name for name, word in listed() if word == text), text)
        table = table_of(path)
        return self._lookup.name(table, text) if table and text else text

    def _choices(self, key: str) -> Callable[[], Sequence[tuple[str, str]]] | None:
        if key == "incoterm":
            return lambda: [(term, term) for term in INCOTERMS]
        if key == "supplier":
            return lambda: [(self.party_name(party.id), party.id) for party in self._session.case.parties]
        fact = self._session.desk.rules.facts.get(_FACT_OF.get(key, ""))
        return None if fact is None else lambda: [(pick(entry), entry.value) for entry in fact.allowed]

    def _listed(self, path: str) -> Callable[[], Sequence[tuple[str, str]]] | None:
        """The listed words of a field with their names; where the list has gaps the field stays free."""
        words = words_of(self._session.desk.codes, pattern_of(path))
        if not words or is_open(words):
            return None
        return lambda: [((row["zh"].split("/")[0] if language() == "zh" else row["en"]), row["word"]) for row in words]

    def party_name(self, key: str) -> str:
        """Roles and name of a party, as lists to choose from show it."""
        party = self._session.case.party_by_id(key)
        if party is None:
            return key
        name = party.name_zh or party.name_en or translate("CaseForm", "no name yet")
        roles = comma().join(role_word(role) for role in party.roles)
        return f"{roles}  {name}".strip()
