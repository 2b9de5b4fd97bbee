"""Parties (X6): who sells, who receives, who pays; credit codes, and references that lead nowhere (D34)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from unicodedata import east_asian_width
from unicodedata import name as character_name

from exporter_desk.checklist.consistency.context import Context, at_line, confirm, error, hint, line_words, party_words
from exporter_desk.domain.identity import foreign_to_uscc, has_uscc_shape, is_printable_ascii, is_uscc
from exporter_desk.domain.parties import ROLES
from exporter_desk.domain.record import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.parties import Party

_HOME = "CN"
_SINGLE = ("seller", "buyer", "consignee", "broker")
_CODE_LENGTH = 18
_WIDE = frozenset("WF")  # Hanzi, kana and full-width signs
_FOREIGN = ("buyer", "consignee")
_CHINA = re.compile(r"\bCHINA\b|\bP\.?\s?R\.?\s?C\b", re.IGNORECASE)


def one_party_per_role(case: Case, _: Context) -> Iterator[Finding]:
    """X6: one seller, one buyer, one consignee, one broker: two would print two names in one box."""
    held = Counter(role for party in case.parties for role in party.roles)
    for role in _SINGLE:
        if held[role] > 1:
            second = [party for party in case.parties if role in party.roles][1]
            yield error("X6", f"parties.{second.id}.roles", variant=f"two_{role}", **party_words(second))


def roles_are_known(case: Case, _: Context) -> Iterator[Finding]:
    """X6: a role that nobody knows leaves its firm off every paper."""
    for party in case.parties:
        for role in party.roles:
            if role not in ROLES:
                values = {"found": shown(role), "known": ", ".join(ROLES), **party_words(party)}
                yield error("X6", f"parties.{party.id}.roles", variant="role", **values)


def credit_codes_check(case: Case, _: Context) -> Iterator[Finding]:
    """X6: a credit code has 18 characters and the check character of GB 32100."""
    for party in case.parties:
        if party.uscc is not None and party.country in (None, _HOME) and not is_uscc(party.uscc):
            values = {"found": party.uscc, "length": str(len(party.uscc)), **party_words(party)}
            values["signs"] = " ".join(foreign_to_uscc(party.uscc))
            yield error("X6", f"parties.{party.id}.uscc", variant=_code_fault(party.uscc), **values)


def _code_fault(code: str) -> str:
    if has_uscc_shape(code):
        return "uscc_check"
    return "uscc" if len(code) != _CODE_LENGTH else "uscc_signs"


def same_code_same_firm(case: Case, _: Context) -> Iterator[Finding]:
    """X6: one credit code belongs to one firm."""
    seen: dict[str, str] = {}
    for party in case.parties:
        if party.uscc is None:
            continue
        first = seen.setdefault(party.uscc, party.id)
        if first != party.id:
            places = (f"parties.{party.id}.uscc", f"parties.{first}.uscc")
            yield error("X6", *places, variant="uscc_twice", found=party.uscc, **party_words(party))


def seller_is_at_home(case: Case, context: Context) -> Iterator[Finding]:
    """X6: the seller is a Chinese firm."""
    seller = case.party("seller")
    if seller is not None and seller.country not in (None, _HOME):
        values = {**context.names("country", "countries", seller.country), **party_words(seller)}
        yield error("X6", f"parties.{seller.id}.country", variant="seller_abroad", **values)


def seller_address_names_the_country(case: Case, _: Context) -> Iterator[Finding]:
    """X6: the English address of the exporter ends with the country, as certificates of origin ask for it."""
    seller = case.party("seller")
    if seller is None or not seller.address_en or seller.country not in (None, _HOME):
        return
    if not _CHINA.search(seller.address_en):
        values = {"found": seller.address_en, **party_words(seller)}
        yield confirm("X6", f"parties.{seller.id}.address_en", variant="no_china", **values)


def receiver_is_abroad(case: Case, context: Context) -> Iterator[Finding]:
    """X6: buyer and consignee are abroad, with a name in Latin letters."""
    found = {party.id: party for role in _FOREIGN if (party := case.party(role))}
    for party in found.values():
        if party.country == _HOME:
            values = {**context.names("country", "countries", _HOME), **party_words(party)}
            yield confirm("X6", f"parties.{party.id}.country", variant="receiver_home", **values)
        if party.name_en is not None and not is_printable_ascii(party.name_en):
            yield _strange_name(party, party.name_en)


def _strange_name(party: Party, name: str) -> Finding:
    """Accented Latin letters are a firm's own spelling and only pointed out; other scripts have to be put right."""
    strange = list(dict.fromkeys(char for char in name if not is_printable_ascii(char)))
    values = {"found": " ".join(strange), **party_words(party)}
    place = f"parties.{party.id}.name_en"
    if any(east_asian_width(char) in _WIDE for char in strange):
        return confirm("X6", place, variant="receiver_name", **values)
    if all(_is_latin(char) for char in strange):
        return hint("X6", place, variant="receiver_accents", **values)
    return confirm("X6", place, variant="receiver_script", **values)


def _is_latin(char: str) -> bool:
    return char.isalpha() and character_name(char, "").startswith("LATIN ")


def buyer_is_not_the_seller(case: Case, _: Context) -> Iterator[Finding]:
    """X6: nobody sells to himself; a firm of one's own abroad has a name of its own."""
    seller, buyer = case.party("seller"), case.party("buyer")
    if seller is None or buyer is None:
        return
    same = any(_names(mine) & _names(theirs) for mine, theirs in _both_names(seller, buyer))
    if seller.id == buyer.id or same:
        yield confirm(
            "X6",
            f"parties.{buyer.id}.name_en",
            f"parties.{seller.id}.name_en",
            variant="same_name",
            **party_words(buyer),
        )


def _both_names(first: Party, second: Party) -> tuple[tuple[str | None, str | None], ...]:
    return (first.name_en, second.name_en), (first.name_zh, second.name_zh)


def payer_is_the_buyer(case: Case, _: Context) -> Iterator[Finding]:
    """X6: who pays is who bought; a third party needs a letter."""
    buyer, payer = case.party("buyer"), case.party("payer")
    if buyer is not None and payer is not None and payer.id != buyer.id:
        values = {**party_words(payer), "buyer": buyer.name_en or buyer.name_zh or buyer.id}
        yield hint("X6", f"parties.{payer.id}.roles", f"parties.{buyer.id}.roles", **values)


def buyer_takes_the_goods(case: Case, _: Context) -> Iterator[Finding]:
    """X6: the firm that buys and the one that takes the goods are named apart on the papers; customs gets the buyer."""
    buyer, consignee = case.party("buyer"), case.party("consignee")
    if buyer is not None and consignee is not None and buyer.id != consignee.id:
        values = {**party_words(consignee), "buyer": buyer.name_en or buyer.name_zh or buyer.id}
        places = (f"parties.{consignee.id}.roles", f"parties.{buyer.id}.roles")
        yield hint("X6", *places, variant="consignee", **values)


def receipts_come_from_the_buyer(case: Case, _: Context) -> Iterator[Finding]:
    """X6: the payer of a receipt is the buyer or the stated payer."""
    known = {name for role in ("buyer", "payer") if (party := case.party(role)) for name in _names(party.name_en)}
    for entry in case.tax.receipts:
        if known and entry.payer and not known & _names(entry.payer):
            yield hint("X6", f"tax.receipts.{entry.id}.payer", variant="receipt", found=entry.payer)


def _names(text: str | None) -> set[str]:
    return {" ".join(text.upper().replace(".", " ").replace(",", " ").split())} if text else set()


def suppliers_exist(case: Case, _: Context) -> Iterator[Finding]:
    """D34: a line or an invoice names a party of this case."""
    for line in case.goods:
        if line.supplier is not None and case.party_by_id(line.supplier) is None:
            yield error("D34", at_line(line, "supplier"), found=line.supplier, **line_words(case, line))
    for invoice in case.tax.purchase_invoices:
        if invoice.supplier is not None and case.party_by_id(invoice.supplier) is None:
            place = f"tax.purchase_invoices.{invoice.id}.supplier"
            yield error("D34", place, variant="invoice", found=invoice.supplier, number=invoice.number or invoice.id)
