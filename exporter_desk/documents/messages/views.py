"""Values of machine files that no paper prints: code sets of the importers, prices without freight, parts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.documents.bound import Bound, needed, nothing
from exporter_desk.documents.paths import at
from exporter_desk.documents.registry import view
from exporter_desk.documents.views import customs, quarantine
from exporter_desk.documents.views.deal import (
    freight_in_price,
    insurance_in_price,
)
from exporter_desk.domain import totals

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.domain.shipment import Fee

    # A value of a party by its key.
    Values: TypeAlias = Callable[[Dossier, str], Bound]

# Decisions that a view falls back on.
ASKED = {"machine.platform_name": "choices.platform_name", "machine.old_package_kind": "choices.list_package_kind"}
CODE_SET, ISO = "choices.message_codes", "iso"


# Codes in the set that the importer reads.


def _in_set(dossier: Dossier, table: str, bound: Bound, iso: str) -> Bound:
    """Return a country or currency in the old three-digit set, or in ISO letters once that was chosen."""
    row = dossier.codes.row(table, str(bound.value)) if bound.known else None
    if not bound.known:
        return bound
    code = (row or {}).get(iso if _wants_letters(dossier) else "old_code")
    return bound.with_value(code) if code else needed(*bound.paths)


def _wants_letters(dossier: Dossier) -> bool:
    return str(at(dossier.case, CODE_SET).value or "").strip().casefold() == ISO


def _country(dossier: Dossier, path: str) -> Bound:
    return _in_set(dossier, "countries", at(dossier.case, path), "alpha3")


def iso_country(dossier: Dossier, bound: Bound) -> Bound:
    """Return a country as three letters."""
    return bound.with_value(dossier.codes.alpha3(str(bound.value))) if bound.known else bound


def _currency(dossier: Dossier, bound: Bound) -> Bound:
    return _in_set(dossier, "currencies", bound, "code")


@view("machine.dest")
def dest(dossier: Dossier) -> Bound:
    """Return the country of arrival in the set of the cross-border messages."""
    return _country(dossier, "route.dest")


@view("machine.dest_iso")
def dest_iso(dossier: Dossier) -> Bound:
    """Return the country of arrival as three letters."""
    return iso_country(dossier, at(dossier.case, "route.dest"))


@view("machine.trade_country")
def trade_country(dossier: Dossier) -> Bound:
    """Return 贸易国 as three letters."""
    bound = customs.trade_country_code(dossier)
    return bound.with_value(str(bound.value).strip("()")) if bound.known else needed("route.trade_country")


@view("machine.currency")
def currency(dossier: Dossier) -> Bound:
    """Return the currency of the deal in the set of the cross-border messages."""
    return _currency(dossier, at(dossier.case, "terms.currency"))


@view("machine.package_kind")
def package_kind(dossier: Dossier) -> Bound:
    """Return the two-digit kind of the outermost packages."""
    bound = customs.declared_kind(dossier)
    return bound if bound.known else needed(*bound.paths)


@view("machine.old_package_kind")
def old_package_kind(dossier: Dossier) -> Bound:
    """Return the one-digit kind of packing that lists take: as chosen, else where the old set is known."""
    chosen = at(dossier.case, "choices.list_package_kind")
    kind = package_kind(dossier)
    row = dossier.codes.row("packaging_types", str(kind.value)) if kind.known else None
    if chosen.known or not row or not row.get("old_code"):
        return chosen
    return kind.with_value(row["old_code"])


@view("machine.price_term")
def price_term(dossier: Dossier) -> Bound:
    """Return 成交方式 as code."""
    bound = customs.price_term_code(dossier)
    return bound.with_value(str(bound.value).strip("()")) if bound.known else needed(*bound.paths)


# Parties, days, places.


def _by_role(role: str) -> Values:
    return lambda dossier, key: at(dossier.case, f"party.{role}.{key}")


def _declarant(dossier: Dossier, key: str) -> Bound:
    """Return a value of the declaring firm: the broker, else the exporter itself."""
    return at(dossier.case, f"party.{'broker' if dossier.case.party('broker') else 'seller'}.{key}")


def _code_of(dossier: Dossier, values: Values) -> Bound:
    """Return the credit code of a party, else its ten-digit customs code; messages take either."""
    credit, registered = values(dossier, "uscc"), values(dossier, "customs_code")
    return registered if registered.known and not credit.known else credit


_PARTIES: dict[str, Values] = {
    "seller": _by_role("seller"),
    "carrier": _by_role("forwarder"),
    "producer": customs.producing_party,
    "declarant": _declarant,
}
_PARTY_KEYS = {"customs_code": "customs_code", "scc": "uscc", "name": "name_zh"}


def _register_party(name: str, values: Values) -> None:
    @view(f"machine.{name}_code")
    def code(dossier: Dossier) -> Bound:
        return _code_of(dossier, values)


def _register_key(name: str, values: Values, suffix: str) -> None:
    @view(f"machine.{name}_{suffix}")
    def value(dossier: Dossier) -> Bound:
        return values(dossier, _PARTY_KEYS[suffix])


for _name, _values in _PARTIES.items():
    _register_party(_name, _values)
for _name in ("declarant", "producer"):
    for _suffix in _PARTY_KEYS:
        _register_key(_name, _PARTIES[_name], _suffix)


def _maker(dossier: Dossier, key: str) -> Bound:
    """Return name or registration of the packhouse; of the orchard where only that one is registered."""
    orchard_alone = not at(dossier.case, "facts.packhouse_no").known and at(dossier.case, "facts.orchard_no").known
    return at(dossier.case, f"facts.{'orchard' if orchard_alone else 'packhouse'}_{key}")


@view("machine.maker_no")
def maker_no(dossier: Dossier) -> Bound:
    """Return 生产单位注册号 of goods whose makers are registered with customs."""
    return _maker(dossier, "no")


@view("machine.maker_name")
def maker_name(dossier: Dossier) -> Bound:
    """Return the name that belongs to the registration."""
    return _maker(dossier, "name")


@view("machine.maker_due")
def maker_due(dossier: Dossier) -> Bound:
    """Tell that the maker has to stand in the file: a number or a name is known, or the application asks for one."""
    told = [
        at(dossier.case, f"facts.{one}") for one in ("packhouse_no", "packhouse_name", "orchard_no", "orchard_name")
    ]
    asked = "facts.packhouse_no" in quarantine.unit_no(dossier).missing
    return Bound(True, told[0].paths) if asked or any(one.known for one in told) else nothing(*told[0].paths)


@view("machine.order_type")
def order_type(dossier: Dossier) -> Bound:
    """Return the letter of the order message: what the table of supervision modes says of the chosen one."""
    bound = at(dossier.case, "choices.mode")
    row = dossier.codes.row("supervision_modes", str(bound.value)) if bound.known else None
    return bound.with_value((row or {}).get("order_type")) if bound.known else bound


@view("machine.business_items")
def business_items(dossier: Dossier) -> Bound:
    """Return 业务事项 as the table of supervision modes has it for the chosen one; most have none."""
    bound = at(dossier.case, "choices.mode")
    row = dossier.codes.row("supervision_modes", str(bound.value)) if bound.known else None
    return bound.with_value((row or {}).get("business_items") or None) if bound.known else bound


@view("machine.platform_name")
def platform_name(dossier: Dossier) -> Bound:
    """Return the platform as said in the case; an order of warehouse space names the warehouse."""
    chosen = at(dossier.case, "choices.platform_name")
    row = dossier.codes.row("supervision_modes", dossier.case.choice("mode")) or {}
    if chosen.known or row.get("order_paper") != "booking":
        return chosen
    english, chinese = (at(dossier.case, f"party.warehouse.{key}") for key in ("name_en", "name_zh"))
    return chinese if chinese.known and not english.known else english


@view("machine.time")
def time(dossier: Dossier) -> Bound:
    """Return the day of the packet as fourteen digits; the importing client sets the moment of sending."""
    return Bound(f"{dossier.pack_day:%Y%m%d}000000", ("day",))


@view("machine.licensed")
def licensed(dossier: Dossier) -> Bound:
    """Tell whether somebody said that the goods need a licence, so that its number has to stand."""
    return Bound("Y", ("facts.licence",)) if dossier.facts.get("licence") is True else nothing("facts.licence")


@view("machine.export_date")
def export_date(dossier: Dossier) -> Bound:
    """Return the day the carrier left; the planned one is no 出口日期."""
    return at(dossier.case, "route.departed")


# Charges.


def _fee(dossier: Dossier, name: str, included: Bound, key: str) -> Bound:
    path, fee = f"terms.{name}", _stored(dossier, name)
    if not included.known:
        return included
    if not included.value:
        return nothing(path)
    if fee is None or fee.amount is None:
        return needed(path)
    return Bound(getattr(fee, key), (f"{path}.{key}",), estimated=dossier.case.is_estimated(f"{path}.{key}"))


def _stored(dossier: Dossier, name: str) -> Fee | None:
    fee: Fee | None = getattr(dossier.case.terms, name)
    return customs.declared_other(dossier) if name == "other_charges" else fee


def _included(dossier: Dossier, name: str) -> Bound:
    if name == "other_charges":
        declared = customs.other_charges(dossier)
        return declared if declared.missing else declared.with_value(declared.known)
    return (freight_in_price if name == "freight" else insurance_in_price)(dossier)


def _register_fee(short: str, name: str) -> None:
    @view(f"machine.{short}_rate")
    def rate(dossier: Dossier) -> Bound:
        return _fee(dossier, name, _included(dossier, name), "amount")

    @view(f"machine.{short}_currency")
    def fee_currency(dossier: Dossier) -> Bound:
        fee = _stored(dossier, name)
        if fee is not None and fee.mark == totals.RATE:
            return nothing(f"terms.{name}.currency")
        return _fee(dossier, name, _included(dossier, name), "currency")

    @view(f"machine.{short}_mark")
    def mark(dossier: Dossier) -> Bound:
        return _fee(dossier, name, _included(dossier, name), "mark")


@view("machine.other_due")
def other_due(dossier: Dossier) -> Bound:
    """Tell that 杂费 have to stand in the file, known or not; nothing where there are none."""
    declared = customs.other_charges(dossier)
    return nothing(*declared.paths) if declared.blank else Bound(True, declared.paths)


for _short, _terms_key in (("fee", "freight"), ("insurance", "insurance"), ("other", "other_charges")):
    _register_fee(_short, _terms_key)


def _register_list_fee(name: str) -> None:
    """A list must name freight and insurance: as agreed where the price includes them, else zero, deal currency."""

    @view(f"machine.list_{name}")
    def amount(dossier: Dossier) -> Bound:
        bound = _fee(dossier, name, _included(dossier, name), "amount")
        return Bound(Decimal(0), bound.paths) if bound.blank else bound

    @view(f"machine.list_{name}_currency")
    def own_currency(dossier: Dossier) -> Bound:
        bound = _fee(dossier, name, _included(dossier, name), "currency")
        return _currency(dossier, bound if bound.known else at(dossier.case, "terms.currency"))

    @view(f"machine.list_{name}_currency_zh")
    def currency_name(dossier: Dossier) -> Bound:
        bound = _fee(dossier, name, _included(dossier, name), "currency")
        shown = bound if bound.known else at(dossier.case, "terms.currency")
        return shown.with_value(dossier.codes.label("currencies", str(shown.value), "zh")) if shown.known else shown

    @view(f"machine.list_{name}_mark")
    def mark(dossier: Dossier) -> Bound:
        bound = _fee(dossier, name, _included(dossier, name), "mark")
        return Bound(totals.AMOUNT, bound.paths) if bound.blank else bound


for _terms_key in ("freight", "insurance"):
    _register_list_fee(_terms_key)
