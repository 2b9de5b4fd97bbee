"""Views of papers for bank, importer and letters: who imports, who pays, receipts line by line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import GAP, Bound, Row, Rows, needed, nothing, wording
from exporter_desk.documents.paths import at
from exporter_desk.documents.registry import rows, rows_of, view
from exporter_desk.documents.views.deal import first_party, name_of, ticked
from exporter_desk.domain.incoterms import INCOTERMS
from exporter_desk.domain.numbers import money_text
from exporter_desk.domain.parties import Party

if TYPE_CHECKING:
    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.domain.goods import GoodsLine
    from exporter_desk.domain.tax import Receipt

_POWERS = {"general": "一般授权", "special": "特别授权"}
_IMPORTERS = ("consignee", "buyer", "warehouse")


@view("us.importer_name")
def importer_name(dossier: Dossier) -> Bound:
    """Return the US importer: as typed, else who takes the goods."""
    typed = at(dossier.case, "facts.us_importer_name")
    return typed if typed.known else _of_importer(dossier, "name_en")


@view("us.importer_address")
def importer_address(dossier: Dossier) -> Bound:
    """Return the address of the US importer."""
    typed = at(dossier.case, "facts.us_importer_address")
    return typed if typed.known else _of_importer(dossier, "address_en")


@view("us.consignee_name")
def consignee_name(dossier: Dossier) -> Bound:
    """Return who takes the goods, in English."""
    return _of_importer(dossier, "name_en")


@view("us.consignee_address")
def consignee_address(dossier: Dossier) -> Bound:
    """Return the English address of who takes the goods."""
    return _of_importer(dossier, "address_en")


def _of_importer(dossier: Dossier, key: str) -> Bound:
    party = first_party(dossier, _IMPORTERS)
    if not isinstance(party.value, Party):
        return party
    return at(dossier.case, f"parties.{party.value.id}.{key}")


@view("us.containers")
def container_numbers(dossier: Dossier) -> Bound:
    """Return the numbers of the containers; unknown until they are loaded."""
    boxes = dossier.case.route.containers
    numbers = [box.number for box in boxes if box.number]
    if boxes and len(numbers) < len(boxes):
        return needed("route.containers")
    return wording(", ".join(numbers), "route.containers") if numbers else nothing("route.containers")


@view("us.arrival")
def arrival(dossier: Dossier) -> Bound:
    """Return the day of arrival in the United States as MM/DD/YYYY: as typed, else the planned day of entry."""
    typed, entry = at(dossier.case, "facts.us_arrival"), at(dossier.case, "route.entry_date")
    if not typed.known:
        return entry.with_value(f"{entry.value:%m/%d/%Y}") if isinstance(entry.value, date) else entry
    try:
        return typed.with_value(f"{date.fromisoformat(str(typed.value)):%m/%d/%Y}")
    except ValueError:
        return needed("facts.us_arrival")


_PLANT = ("botanical", "plant_qty", "plant_unit", "harvest_country", "recycled_pct")


def _plant_lines(dossier: Dossier) -> list[GoodsLine]:
    """The lines of wood by their codes, those with plant material typed, and those whose code is not known."""
    begins = tuple(dossier.codes.rows("plant_products"))
    return [
        line
        for line in dossier.case.goods
        if not line.hs or line.hs.startswith(begins) or any(getattr(line, key) is not None for key in _PLANT)
    ]


@view("us.has_plant_lines")
def has_plant_lines(dossier: Dossier) -> Bound:
    """Tell whether some of the goods are of wood or may be."""
    return Bound(bool(_plant_lines(dossier)), tuple(f"goods.{line.id}.hs" for line in dossier.case.goods))


@view("us.plant_names")
def plant_names(dossier: Dossier) -> Bound:
    """Return the English names of the goods of wood, each once."""
    names = [at(dossier.case, f"goods.{line.id}.name_en") for line in _plant_lines(dossier)]
    missing = [path for name in names for path in name.missing]
    if missing or not names:
        return needed(*(missing or ["goods"]))
    return wording(", ".join(dict.fromkeys(str(name.value) for name in names)), *(name.paths[0] for name in names))


@rows("us.plant_lines")
def plant_rows(dossier: Dossier) -> Rows:
    """Return the lines of wood with the value that each is sold for."""
    own = {line.id for line in _plant_lines(dossier)}
    listed = zip(dossier.case.goods, rows_of(dossier, "lines"), strict=True)
    return tuple(
        Row({**row.cells, "entered": _entered(dossier, row.cells["amount"])}) for line, row in listed if line.id in own
    )


def _entered(dossier: Dossier, amount: Bound) -> Bound:
    """The amount with its currency; with freight or insurance in the price the importer has yet to find the value."""
    terms = dossier.case.terms
    term, code = INCOTERMS.get(terms.incoterm or ""), at(dossier.case, "terms.currency")
    if not isinstance(amount.value, Decimal) or not code.known:
        return needed(*amount.missing, *code.missing)
    text = f"{code.value} {money_text(amount.value, str(code.value))}"
    free = term is not None and not term.freight_in_price and not term.insurance_in_price
    return amount.with_value(text if free else f"{text} {terms.incoterm or ''}".rstrip() + "\nTO CONFIRM")


@view("gpsr.email")
def maker_email(dossier: Dossier) -> Bound:
    """Return the electronic address of the maker, else of the exporter."""
    role = "producer" if dossier.case.party("producer") else "seller"
    return at(dossier.case, f"party.{role}.email")


@view("letter.powers")
def powers(dossier: Dossier) -> Bound:
    """Return what an attorney may do, in Chinese."""
    bound = at(dossier.case, "facts.attorney_powers")
    return bound.with_value(_POWERS.get(str(bound.value), bound.value)) if bound.known else bound


@view("bank.declarations")
def declarations(dossier: Dossier) -> Bound:
    """Return the numbers of the released declarations; known to be empty before."""
    numbers = [one.number for one in dossier.case.tax.declarations if one.number]
    return wording("、".join(numbers), "tax.declarations") if numbers else nothing("tax.declarations")


@view("parties.third_payer")
def third_payer(dossier: Dossier) -> Bound:
    """Tell whether somebody else than the buyer pays."""
    buyer, payer = dossier.case.party("buyer"), dossier.case.party("payer")
    return Bound(buyer is not None and payer is not None and buyer.id != payer.id, ("parties",))


@view("tax.has_receipts")
def has_receipts(dossier: Dossier) -> Bound:
    """Tell whether a receipt from abroad was entered."""
    return Bound(bool(dossier.case.tax.receipts), ("tax.receipts",))


@rows("receipts")
def receipt_rows(dossier: Dossier) -> Rows:
    """Return the receipts from abroad: day, currency, amount, payer with his country, remark."""
    return tuple(Row(_receipt(dossier, one, number)) for number, one in enumerate(dossier.case.tax.receipts, start=1))


def _receipt(dossier: Dossier, one: Receipt, number: int) -> dict[str, Bound]:
    place, case = f"tax.receipts.{one.id}", dossier.case
    payer = at(case, f"{place}.payer")
    return {
        "no": wording(str(number), place),
        "day": at(case, f"{place}.day"),
        "currency": at(case, f"{place}.currency"),
        "amount": _received(dossier, one),
        "payer": payer if payer.known else at(case, "party.payer.name_en"),
        "country": _payer_country(dossier),
        "reference": at(case, f"{place}.reference"),
    }


def _received(dossier: Dossier, one: Receipt) -> Bound:
    return at(dossier.case, f"tax.receipts.{one.id}.amount").in_currency(one.currency)


def _payer_country(dossier: Dossier) -> Bound:
    party = first_party(dossier, ("payer", "buyer"))
    if not isinstance(party.value, Party):
        return party
    country = at(dossier.case, f"parties.{party.value.id}.country")
    if not country.known:
        return country
    code = str(country.value)
    name = name_of(dossier, "countries", code)
    return country.with_value(f"{name.zh} {dossier.codes.alpha3(code) or code}")


@view("bank.payee_kind")
def payee_kind(dossier: Dossier) -> Bound:
    """Return 对公 with the credit code of the payee, and the boxes for a person, which stay empty for a firm."""
    code = at(dossier.case, "party.seller.uscc")
    firm = ticked(f"对公 {code.value if code.known else GAP}", on=True)
    person = f"{ticked('对私', on=False)}（{ticked('居民', on=False)} {ticked('非居民', on=False)}）"
    return Bound(f"{firm}\n{person}", code.paths, missing=code.missing)


@view("bank.settlement")
def settlement(dossier: Dossier) -> Bound:
    """Return the ways of settlement, with the one ticked that the terms of payment name; none where they name more."""
    terms = at(dossier.case, "terms.payment")
    text, ways = str(terms.value or "").upper(), dossier.codes.rows("settlement_ways")
    named = [code for code, row in ways.items() if any(word and word in text for word in row["words"].split("|"))]
    listed = (ticked(row["zh"], on=named == [code]) for code, row in ways.items())
    return wording(" ".join(listed), *terms.paths)


@view("bank.advance")
def advance(dossier: Dossier) -> Bound:
    """Return the boxes for an advance payment and a refund, the first ticked where somebody said so."""
    advanced = at(dossier.case, "facts.bop_advance").value is True
    return wording(f"{ticked('预收货款', on=advanced)} {ticked('退款', on=False)}", "facts.bop_advance")


@rows("bank.codes")
def transaction_codes(dossier: Dossier) -> Rows:
    """Return two lines of a transaction code with its amount: what is known stands in the first, the second is empty.

    The amount is that of the receipt; several receipts are reported one by one, each with its own.
    """
    receipts, empty = dossier.case.tax.receipts, nothing("tax.receipts")
    first = {"no": wording("1", "tax.receipts"), "code": at(dossier.case, "facts.bop_code"), "remark": remark(dossier)}
    if len(receipts) == 1:
        place = f"tax.receipts.{receipts[0].id}"
        amount, money = _received(dossier, receipts[0]), at(dossier.case, f"{place}.currency")
    else:
        amount, money = wording("见上表，逐笔申报", "tax.receipts"), empty
    second = {**dict.fromkeys(("code", "currency", "amount", "remark"), empty), "no": wording("2", "tax.receipts")}
    return (Row({**first, "currency": money, "amount": amount}), Row(second)) if receipts else ()


@view("bank.remark")
def remark(dossier: Dossier) -> Bound:
    """Return 交易附言: as typed, else goods and contract number."""
    typed = at(dossier.case, "facts.bop_remark")
    if typed.known:
        return typed
    goods, contract = at(dossier.case, "goods"), at(dossier.case, "terms.contract_no")
    if not dossier.case.goods or not contract.known:
        return needed(*(bound.paths[0] for bound in (goods, contract) if not bound.known))
    first = dossier.case.goods[0]
    return wording(
        f"{first.name_zh or ''}货款，合同 {contract.value}", f"goods.{first.id}.name_zh", "terms.contract_no"
    )
