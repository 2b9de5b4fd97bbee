"""Views of the deal: parties, terms, totals, amounts in words, places and countries on trade papers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from exporter_desk.documents.bound import GAP, Bound, from_trace, needed, nothing, wording
from exporter_desk.documents.paths import at
from exporter_desk.documents.registry import view
from exporter_desk.domain import totals
from exporter_desk.domain.identity import is_printable_ascii
from exporter_desk.domain.incoterms import INCOTERMS
from exporter_desk.domain.parties import Party
from exporter_desk.domain.text import Bilingual
from exporter_desk.domain.words import WordsRefusedError, cny_words, english_words, packages_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Never

    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.domain.trace import Trace

_BASES = {
    "cost_plus": Bilingual("成本加合理利润", "cost plus a reasonable margin"),
    "expected_sale": Bilingual("预计售价减去境外费用", "expected sale price less costs abroad"),
    "transfer": Bilingual("关联公司转移价格", "transfer price between related firms"),
}
_BUYER_ROLES = ("buyer", "consignee", "warehouse")
_CONSIGNEE_ROLES = ("consignee", "warehouse", "buyer")
_RECEIVERS = {"consignee": "CONSIGNEE", "notify": "NOTIFY PARTY"}
_STOCK_ORDER = "booking"
_VESSEL_PARTS = 2


def name_of(dossier: Dossier, table: str, code: str | None) -> Bilingual:
    """Return the name of a code in both languages; the code itself where a name is not known."""
    codes = dossier.codes
    return Bilingual(codes.label(table, code, "zh"), codes.label(table, code, "en"))


def sale_state(dossier: Dossier) -> str | None:
    """Return whether the goods are sold or unsold; None while that is not known."""
    value = dossier.facts.get("sale_state", dossier.case.facts.get("sale_state"))
    return value if isinstance(value, str) else None


def first_party(dossier: Dossier, roles: tuple[str, ...]) -> Bound:
    """Return the first party that has one of `roles`, in that order."""
    found = (at(dossier.case, f"party.{role}") for role in roles)
    return next((bound for bound in found if bound.known), needed(f"parties.{roles[0]}"))


def ticked(words: str, *, on: bool) -> str:
    """Return words behind their tick box, a full one or an empty one."""
    return f"{'■' if on else '□'}{words}"


def known_in_part(bound: Bound, *keys: str) -> Bound:
    """Return a firm that a paper names by `keys`; those that nobody filled in are gaps, which the paper marks."""
    party = bound.value
    missing = [key for key in keys if not getattr(party, key)] if isinstance(party, Party) else []
    if not isinstance(party, Party) or not missing:
        return bound
    shown = replace(party, **cast("dict[str, Never]", dict.fromkeys(missing, GAP)))
    return Bound(shown, bound.paths, missing=tuple(f"parties.{party.id}.{key}" for key in missing))


@view("deal.seller")
def seller(dossier: Dossier) -> Bound:
    """Return the exporter as trade papers name it: in English with its address and credit code."""
    return known_in_part(at(dossier.case, "party.seller"), "name_en", "address_en", "uscc")


@view("deal.sale_open")
def sale_open(dossier: Dossier) -> Bound:
    """Tell whether nobody said that the goods are sold, though they may be stock: the mode is one, or no buyer stands.

    Then the firm that takes them in must not be printed as a buyer.
    """
    mode = dossier.codes.row("supervision_modes", dossier.case.choice("mode")) or {}
    is_stock = mode.get("order_paper") == _STOCK_ORDER
    taken_in = not first_party(dossier, ("buyer",)).known and first_party(dossier, _CONSIGNEE_ROLES).known
    return Bound(sale_state(dossier) is None and (is_stock or taken_in), ("facts.sale_state", "choices.mode"))


@view("party.sold_to")
def sold_to(dossier: Dossier) -> Bound:
    """Return the firm that buys; who only takes the goods, a warehouse or an agent perhaps, never stands for it."""
    return needed("facts.sale_state") if sale_open(dossier).value else first_party(dossier, ("buyer",))


@view("deal.other_consignee")
def has_other_consignee(dossier: Dossier) -> Bound:
    """Tell whether sold goods go to another firm than the one that buys them: the papers name both."""
    return _has_more(dossier, "consignee")


@view("deal.other_receiver")
def has_other_receiver(dossier: Dossier) -> Bound:
    """Tell whether a consignee or a notify party stands beside the firm that buys sold goods."""
    return _has_more(dossier, "consignee", "notify")


@view("party.buyer_and_consignee")
def buyer_and_consignee(dossier: Dossier) -> Bound:
    """Return the buyer and, under it, the firm that takes the goods."""
    return _together(dossier, "consignee")


@view("party.buyer_and_receivers")
def buyer_and_receivers(dossier: Dossier) -> Bound:
    """Return the buyer and, under it, who takes the goods and who is notified, as far as they are other firms."""
    return _together(dossier, "consignee", "notify")


def _has_more(dossier: Dossier, *roles: str) -> Bound:
    buyer, others = first_party(dossier, ("buyer",)), [first_party(dossier, (role,)) for role in roles]
    apart = buyer.known and any(one.known and one.value != buyer.value for one in others)
    paths = (path for one in (buyer, *others) for path in one.paths)
    return Bound(apart and sale_state(dossier) != "unsold", tuple(dict.fromkeys(paths)))


def _together(dossier: Dossier, *roles: str) -> Bound:
    bound = first_party(dossier, ("buyer",))
    told, lines, paths = [bound.value], _address(bound.value), [*bound.paths]
    for role in roles:
        found = first_party(dossier, (role,))
        paths += found.paths if found.known else ()
        if found.known and found.value not in told:
            name, *rest = _address(found.value)
            lines += [f"{_RECEIVERS[role]}: {name}", *rest]
            told.append(found.value)
    return wording("\n".join(lines), *dict.fromkeys(paths)) if bound.known else bound


def _address(party: object) -> list[str]:
    if not isinstance(party, Party):
        return []
    return [line for line in (party.name_en or party.name_zh, party.address_en or party.address_zh) if line]


@view("party.by_sale")
def party_by_sale(dossier: Dossier) -> Bound:
    """Return who takes the goods abroad by whether they are sold; asked where only that answer tells the firm."""
    buyer, consignee = (first_party(dossier, roles) for roles in (_BUYER_ROLES, _CONSIGNEE_ROLES))
    if sale_open(dossier).value:
        return consignee if buyer.value == consignee.value else needed("facts.sale_state")
    return consignee if sale_state(dossier) == "unsold" else buyer


@view("party.consignee_or_buyer")
def consignee_or_buyer(dossier: Dossier) -> Bound:
    """Return who takes the goods: the consignee, else the warehouse, else the buyer."""
    return first_party(dossier, _CONSIGNEE_ROLES)


@view("party.notify_line")
def notify_line(dossier: Dossier) -> Bound:
    """Return the notify party; known to be empty when none was named."""
    bound = at(dossier.case, "party.notify")
    return bound if bound.known else nothing("parties.notify")


@view("terms.rule")
def incoterm_line(dossier: Dossier) -> Bound:
    """Return `CIF LONG BEACH, Incoterms 2020`; a term that Incoterms do not know stands without them."""
    terms = dossier.case.terms
    missing = [path for path in ("incoterm", "place") if getattr(terms, path) is None]
    if missing:
        return needed(*(f"terms.{path}" for path in missing))
    term = INCOTERMS.get(terms.incoterm or "")
    rules = "" if term is not None and not term.published else ", Incoterms 2020"
    return wording(f"{terms.incoterm} {terms.place}{rules}", "terms.incoterm", "terms.place")


@view("value.basis")
def value_basis(dossier: Dossier) -> Bound:
    """Return how the value of stock that is not sold was found."""
    bound = at(dossier.case, "facts.value_basis")
    return bound.with_value(_BASES.get(str(bound.value), bound.value)) if bound.known else bound


@view("terms.payment_line")
def payment_line(dossier: Dossier) -> Bound:
    """Return the payment term; known to be empty under a transfer of own stock without payment."""
    return at(dossier.case, "terms.payment")


def _included(dossier: Dossier, name: str) -> Bound:
    term = INCOTERMS.get(dossier.case.terms.incoterm or "")
    return needed("terms.incoterm") if term is None else Bound(getattr(term, name), ("terms.incoterm",))


@view("terms.freight_in_price")
def freight_in_price(dossier: Dossier) -> Bound:
    """Tell whether the price includes the main freight."""
    return _included(dossier, "freight_in_price")


@view("terms.insurance_in_price")
def insurance_in_price(dossier: Dossier) -> Bound:
    """Tell whether the price includes insurance."""
    return _included(dossier, "insurance_in_price")


def _amount(dossier: Dossier, trace: Trace[Decimal]) -> Bound:
    bound = from_trace(trace)
    return bound.in_currency(dossier.case.terms.currency) if bound.missing or bound.known else needed("goods")


@view("total.amount")
def total_amount(dossier: Dossier) -> Bound:
    """Return the invoice total in the deal currency."""
    return _amount(dossier, totals.invoice_total(dossier.case))


@view("total.freight")
def total_freight(dossier: Dossier) -> Bound:
    """Return the freight inside the price."""
    return _amount(dossier, totals.fee_amount(dossier.case, "freight"))


@view("total.insurance")
def total_insurance(dossier: Dossier) -> Bound:
    """Return the insurance inside the price."""
    return _amount(dossier, totals.fee_amount(dossier.case, "insurance"))


@view("terms.abroad_in_price")
def abroad_in_price(dossier: Dossier) -> Bound:
    """Tell whether the price includes what is paid in the country of destination (D rules)."""
    return _included(dossier, "abroad_in_price")


@view("terms.other_in_price")
def other_in_price(dossier: Dossier) -> Bound:
    """Tell whether charges besides freight and insurance are taken off the price to come to the FOB value."""
    abroad = abroad_in_price(dossier)
    inside = totals.other_in_price(dossier.case)
    if not abroad.known:
        return abroad
    return needed(f"facts.{totals.OTHER_SIDE}") if inside is None else abroad.with_value(inside)


@view("total.other_charges")
def total_other_charges(dossier: Dossier) -> Bound:
    """Return the charges besides freight and insurance inside the price."""
    return _amount(dossier, totals.fee_amount(dossier.case, "other_charges"))


@view("total.fob")
def total_fob(dossier: Dossier) -> Bound:
    """Return the FOB value."""
    return _amount(dossier, totals.fob_value(dossier.case))


def _in_words(dossier: Dossier, writing: Callable[[Decimal], str]) -> Bound:
    total = total_amount(dossier)
    if not isinstance(total.value, Decimal):
        return total
    try:
        return total.with_value(writing(total.value))
    except WordsRefusedError:
        return Bound(None, total.paths, missing=("terms.currency",))


@view("total.words_cny")
def total_words_cny(dossier: Dossier) -> Bound:
    """Return the invoice total of a deal in CNY as 人民币…元; these capitals are ruled for no other currency."""
    return _in_words(dossier, cny_words)


@view("total.words_en")
def total_words_en(dossier: Dossier) -> Bound:
    """Return the invoice total as SAY … ONLY."""
    return _in_words(
        dossier, lambda amount: english_words(dossier.codes.currency_words(dossier.case.terms.currency), amount)
    )


@view("total.packages_words")
def packages_in_words(dossier: Dossier) -> Bound:
    """Return the package count in words; the unit is PACKAGES when kinds are mixed or have no trade name."""
    count = from_trace(totals.cartons(dossier.case))
    if not isinstance(count.value, Decimal) or count.value < 1:
        return count if count.missing else needed("packages")
    try:
        return count.with_value(packages_words(int(count.value), *trade_unit_of_packages(dossier)))
    except WordsRefusedError:  # more boxes than numbers have words for; X4 tells
        return needed("packages")


def trade_unit_of_packages(dossier: Dossier) -> tuple[str, str]:
    """Return what one package and several are called on trade papers: CARTON, CARTONS."""
    kinds = {package.kind for package in dossier.case.packages}
    row = dossier.codes.row("packaging_types", kinds.pop()) if len(kinds) == 1 else None
    return (row or {}).get("paper_one") or "PACKAGE", (row or {}).get("paper_many") or "PACKAGES"


@view("total.cartons")
def total_cartons(dossier: Dossier) -> Bound:
    """Return the number of outermost packages."""
    return _packed(totals.cartons(dossier.case))


@view("total.gross_kg")
def total_gross(dossier: Dossier) -> Bound:
    """Return the gross weight in kg."""
    return _packed(totals.gross_kg(dossier.case))


@view("total.net_kg")
def total_net(dossier: Dossier) -> Bound:
    """Return the net weight in kg."""
    return _packed(totals.net_kg(dossier.case))


@view("total.cbm")
def total_cbm(dossier: Dossier) -> Bound:
    """Return the volume in m³."""
    return _packed(totals.volume_cbm(dossier.case))


def _packed(trace: Trace[Decimal]) -> Bound:
    bound = from_trace(trace)
    return bound if bound.missing or bound.known else needed("packages")


@view("route.marks_text")
def marks_text(dossier: Dossier) -> Bound:
    """Return the shipping marks line by line; N/M is printed only when it was typed."""
    return at(dossier.case, "route.marks")


def port_name(dossier: Dossier, table: str, path: str) -> Bound:
    """Return a port by name; where the table has no English one, the one that was typed, else a gap (X51)."""
    bound = at(dossier.case, path)
    if not bound.known or dossier.codes.name(table, str(bound.value), "en"):
        return _named(dossier, table, bound)
    zh = name_of(dossier, table, str(bound.value)).zh
    typed = at(dossier.case, f"choices.{path.rpartition('.')[2]}_en")
    if typed.known and is_printable_ascii(str(typed.value)):
        return Bound(Bilingual(zh, str(typed.value)), (*bound.paths, *typed.paths))
    return Bound(Bilingual(zh, GAP), bound.paths, missing=typed.paths, gap="port", words=(("port", zh),))


def _named(dossier: Dossier, table: str, bound: Bound) -> Bound:
    return bound.with_value(name_of(dossier, table, str(bound.value))) if bound.known else bound


@view("route.exit_port_name")
def exit_port_name(dossier: Dossier) -> Bound:
    """Return the port or place where the goods leave the country (离境口岸), by name."""
    return port_name(dossier, "exit_ports", "route.exit_port")


@view("route.dest_port_name")
def dest_port_name(dossier: Dossier) -> Bound:
    """Return the port of destination by name."""
    return port_name(dossier, "ports", "route.dest_port")


@view("route.dest_name")
def dest_name(dossier: Dossier) -> Bound:
    """Return the country of destination by name."""
    return _named(dossier, "countries", at(dossier.case, "route.dest"))


@view("route.vessel_or_later")
def vessel_or_later(dossier: Dossier) -> Bound:
    """Return vessel and voyage, plate or flight; known to be empty until it is booked."""
    bound = at(dossier.case, "route.vessel")
    return bound if bound.known else nothing("route.vessel")


def _vessel(dossier: Dossier, place: int) -> Bound:
    bound = at(dossier.case, "route.vessel")
    named = str(bound.value or "").split("/")
    text = named[place].strip() if len(named) == _VESSEL_PARTS else ("" if place else str(bound.value or "").strip())
    return bound.with_value(text) if text else nothing("route.vessel")


@view("machine.vessel")
def vessel(dossier: Dossier) -> Bound:
    """Return the name of the ship, or plate or flight."""
    return _vessel(dossier, 0)


@view("machine.voyage")
def voyage(dossier: Dossier) -> Bound:
    """Return the voyage that stands behind a slash."""
    return _vessel(dossier, 1)


@view("goods.origins")
def origins(dossier: Dossier) -> Bound:
    """Return the countries of origin of all lines by name."""
    missing = [f"goods.{line.id}.origin" for line in dossier.case.goods if not line.origin]
    if missing or not dossier.case.goods:
        return needed(*(missing or ["goods"]))
    codes = list(dict.fromkeys(line.origin for line in dossier.case.goods))
    names = [name_of(dossier, "countries", code) for code in codes]
    text = Bilingual("、".join(name.zh for name in names), ", ".join(name.en for name in names))
    return Bound(text, tuple(f"goods.{line.id}.origin" for line in dossier.case.goods))


@view("route.marks_line")
def marks_line(dossier: Dossier) -> Bound:
    """Return the shipping marks on one line."""
    bound = marks_text(dossier)
    return bound.with_value(" / ".join(dossier.case.route.marks)) if bound.known else bound
