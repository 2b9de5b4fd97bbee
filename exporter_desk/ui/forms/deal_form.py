"""Parties, terms, route and details of a line (往来方与成交): everything of a shipment that is no grid."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from exporter_desk.domain.edit import PORT_NAMES
from exporter_desk.services.papers.machine_files import asked_decisions
from exporter_desk.ui import theme
from exporter_desk.ui.forms.case_field import CaseField
from exporter_desk.ui.forms.container_group import ContainerGroup
from exporter_desk.ui.forms.field_group import FieldGroup, in_reading_order
from exporter_desk.ui.forms.field_maker import FieldMaker, table_of
from exporter_desk.ui.forms.role_boxes import RoleBoxes
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.models.packing_model import numbered_line
from exporter_desk.ui.widgets import Button, ComboBox, ScrollPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.services.session import Session
    from exporter_desk.ui.forms.code_lookup import CodeLookup
    from exporter_desk.ui.models.issues import Issues

    Attempt = Callable[[Callable[[], object]], bool]

TERMS = (
    "incoterm", "place", "currency", "payment", "freight.amount", "freight.currency", "freight.mark",
    "insurance.amount", "insurance.currency", "insurance.mark", "other_charges.amount", "other_charges.currency",
    "tolerance_pct", "contract_no", "contract_date", "contract_place", "order_no", "invoice_no", "invoice_date",
    "ship_by",
)  # fmt: skip
ROUTE = (
    "transport", "from_place", "exit_district", "exit_port", "dest_port", "dest", "trade_country", "vessel", "bl_no",
    "departed", "entry_date", "marks", "remark",
)  # fmt: skip
DECISIONS = ("levy_nature", "package_kind", "other_packing", "origin_certificate")
"""What a person decides about the declaration; each decision is noted with the rules in force."""
GROUNDS = ("receipt_currency",)
"""On what ground something departs from the contract: shown where it does."""
PARTY = (
    "name_zh", "name_en", "uscc", "customs_code", "country", "taxpayer", "kind", "address_zh", "address_en", "contact",
    "phone", "email", "bank", "bank_account",
)  # fmt: skip
LINE = (
    "model", "sku", "material", "botanical", "hs_confirmed_by", "hs_confirmed_on", "qty1", "unit1", "qty2", "unit2",
    "net_kg", "supplier", "levy", "origin_criterion", "harvest_country", "panel_type",
)  # fmt: skip
ON_PAPERS = (
    "fnsku", "hts", "plant_qty", "plant_unit", "recycled_pct", "panel_producer", "panel_certifier",
    "panel_certificate", "made_in",
)  # fmt: skip
"""What single papers ask about a line: shown once it is filled in, or a paper misses it."""


class DealForm(ScrollPage):
    """Six groups; parties and goods lines are chosen one at a time."""

    changed = Signal()

    def __init__(self, session: Session, lookup: CodeLookup, attempt: Attempt) -> None:
        super().__init__(spacing=20)
        self._session, self._attempt = session, attempt
        self._make = FieldMaker(session, lookup, attempt)
        self._in_order: list[QWidget] = []
        self.terms, self.route, self.party, self.line, self.files = (FieldGroup() for _ in range(5))
        self.containers = ContainerGroup(session, lookup, attempt)
        self._groups = (self.terms, self.route, self.party, self.line, self.files, self.containers)
        self.parties, self.lines = ComboBox(small=True), ComboBox(small=True)
        self.add_party, self.remove_party = Button("", "text", small=True), Button("", "text", small=True)
        self.roles = RoleBoxes()
        self._build()
        self.parties.activated.connect(lambda _index: self._show_party())
        self.lines.activated.connect(lambda _index: self._show_line())
        self.add_party.clicked.connect(self._add_party)
        self.remove_party.clicked.connect(self._remove_party)
        self.roles.chosen.connect(self._set_roles)

    def _build(self) -> None:
        for widget in (self.parties, self.add_party, self.remove_party):
            self.party.head.addWidget(widget)
        self.line.head.addWidget(self.lines)
        for group in self._groups:
            group.head.addStretch(1)
        box = QWidget()
        row = QHBoxLayout(box)
        theme.set_spacing(row, 0)
        row.addWidget(self.roles)
        self.party.layout().insertWidget(1, box)  # type: ignore[union-attr]  # a FieldGroup has a layout
        self.add(self.party, self.terms, self.route, self.containers, self.line, self.files)
        self.column.addStretch(1)

    def _order(self) -> None:
        """Tab follows reading, also after fields were made anew."""
        editors = {group: [field.editor for field in group.fields] for group in self._groups}
        order: list[QWidget] = [self.parties, self.add_party, self.remove_party, *self.roles.boxes.values()]
        for group in (self.party, self.terms, self.route):
            order += editors[group]
        order += [self.containers.add_one, *self.containers.in_order()]
        order += [self.lines, *editors[self.line], *editors[self.files]]
        if order != self._in_order:
            self._in_order = order
            in_reading_order(order)

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        """As low as one row of fields: the form scrolls inside whatever room it gets."""
        return QSize(super().sizeHint().width(), theme.current().control(120))

    # -- fields

    def _element_fields(self, key: str) -> list[CaseField]:
        """One field for each declaration element of the line's commodity code."""
        line = self._session.case.line(key)
        known = self._session.desk.hs.lookup(line.hs if line else None)
        if known is None:
            return []
        return [
            CaseField(self._session, self._attempt, f"goods.{key}.elements.{index}", label=partial(str, name))
            for index, name in enumerate(known.required_elements)
        ]

    # -- showing

    def show_case(self, issues: Issues) -> None:
        """The case as it is; the chosen party and line stay chosen while they exist."""
        case = self._session.case
        self.parties.set_entries([(self._make.party_name(party.id), party.id) for party in case.parties])
        self.lines.set_entries([(numbered_line(n, line), line.id) for n, line in enumerate(case.goods, start=1)])
        for box in (self.parties, self.lines):
            if box.currentIndex() < 0 and box.count():
                box.setCurrentIndex(0)
        self._issues = issues
        self._refresh_terms()
        self._refresh_route()
        self._refresh_party()
        self._refresh_line()
        self._refresh_files()
        self.containers.refresh()
        for group in self._groups:
            group.show_values(issues)
        self._order()

    def _refresh_terms(self) -> None:
        """The deal; the ground for receipts in another currency, and names of ports, only where they are asked."""
        asked = [what for what in GROUNDS if self._is_asked(f"choices.{what}")]
        asked += [what for port, what in PORT_NAMES.items() if self._has_no_name(port)]
        self.terms.show_fields(
            (self._session.case.id, asked),
            lambda: [*self._make.fields("terms", TERMS), *self._make.fields("choices", asked)],
        )

    def _refresh_route(self) -> None:
        self.route.show_fields(
            self._session.case.id,
            lambda: [*self._make.fields("route", ROUTE), *self._make.fields("choices", DECISIONS)],
        )

    def _has_no_name(self, port: str) -> bool:
        """The table of ports has no English name for the code at a place."""
        code = self._session.shown_text(port)
        return bool(code) and self._session.desk.codes.name(table_of(port), code, "en") is None

    def _is_asked(self, path: str) -> bool:
        """Something stands there, or is missed there."""
        return bool(self._session.shown_text(path)) or self._issues.at(path) is not None

    def _refresh_party(self) -> None:
        key = self.parties.currentData()
        self.roles.setVisible(key is not None)
        self.remove_party.setEnabled(key is not None)
        self.party.show_fields(key, lambda: [] if key is None else self._make.fields(f"parties.{key}", PARTY))
        if key is not None:
            party = self._session.case.party_by_id(str(key))
            self.roles.show_roles(party.roles if party else ())

    def _refresh_line(self) -> None:
        key = self.lines.currentData()
        line = self._session.case.line(str(key)) if key is not None else None
        if line is None:
            self.line.show_fields(None, list)
            return
        place = f"goods.{line.id}"
        asked = [name for name in ON_PAPERS if self._is_asked(f"{place}.{name}")]
        self.line.show_fields(
            (line.id, line.hs, asked),
            lambda: [*self._make.fields(place, (*LINE, *asked)), *self._element_fields(line.id)],
        )

    def _refresh_files(self) -> None:
        """What only the files to import ask for; it depends on the export mode."""
        asked = asked_decisions(self._session.desk, self._session.case.choice("mode"))
        self.files.show_fields(asked, lambda: self._make.fields("choices", asked))

    def _show_party(self) -> None:
        self._refresh_party()
        self.party.show_values(self._issues)
        self._order()

    def _show_line(self) -> None:
        self._refresh_line()
        self.line.show_values(self._issues)
        self._order()

    # -- what a person does

    def _add_party(self) -> None:
        keys: list[str] = []
        if self._attempt(lambda: keys.append(self._session.add_item("parties"))):
            self.parties.set_value(keys[0])
            self._show_party()
            self.party.fields[0].editor.setFocus()

    def _remove_party(self) -> None:
        key = self.parties.currentData()
        if key is not None:
            self._attempt(lambda: self._session.remove_item(f"parties.{key}"))

    def _set_roles(self, roles: tuple[str, ...]) -> None:
        key = self.parties.currentData()
        if key is not None:
            self._attempt(lambda: self._session.set_value(f"parties.{key}.roles", roles))

    def reveal_path(self, path: str) -> bool:
        """Show the field of a path and put the cursor in it; False when this form has no field for it."""
        head, _, rest = path.partition(".")
        key = rest.partition(".")[0]
        for name, box in (("parties", self.parties), ("goods", self.lines)):
            if head == name and key and box.set_value(key):
                (self._show_party if name == "parties" else self._show_line)()
        if not self._session.is_path(path):
            return False
        for group in self._groups:
            field = group.field_at(path)
            if field is not None:
                self.reveal(field.editor)
                return True
        return False

    def retranslate(self) -> None:
        self.terms.title.setText(translate("CaseForm", "Terms, contract and invoice"))
        self.route.title.setText(translate("CaseForm", "Route and marks"))
        self.party.title.setText(translate("CaseForm", "Parties"))
        self.line.title.setText(translate("CaseForm", "Details and declaration elements of a line"))
        self.files.title.setText(translate("CaseForm", "Files that the broker's program imports"))
        self.add_party.setText(translate("CaseForm", "Add a party"))
        self.remove_party.setText(translate("CaseForm", "Remove this party"))
        self.parties.setAccessibleName(self.party.title.text())
        self.lines.setAccessibleName(self.line.title.text())
        self.containers.retranslate()
        self.roles.retranslate()
