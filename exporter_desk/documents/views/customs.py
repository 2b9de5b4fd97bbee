"""Views in the forms that a declaration prints: codes in brackets, alpha-3 countries, fees as cur/amount/mark."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound, Row, Rows, from_trace, needed, nothing, optional, wording
from exporter_desk.documents.paths import at
from exporter_desk.documents.registry import rows, rows_of, view
from exporter_desk.documents.views.deal import (
    abroad_in_price,
    freight_in_price,
    insurance_in_price,
    other_in_price,
    party_by_sale,
    sale_state,
    total_amount,
    total_gross,
    total_net,
)
from exporter_desk.documents.views.goods import elements, line_amount, unit_price
from exporter_desk.domain import totals
from exporter_desk.domain.incoterms import INCOTERMS
from exporter_desk.domain.numbers import fixed, trimmed
from exporter_desk.domain.parties import Party
from exporter_desk.domain.totals import RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.domain.goods import GoodsLine
    from exporter_desk.domain.shipment import Container, Fee

_LEAST_KG = Decimal(1)
# Code and name stand apart on the sheet: view name, code table, fact path.
_CODED = (
    ("exit_district", "customs_districts", "route.exit_district"),
    ("transport", "transport_modes", "route.transport"),
    ("levy_nature", "levy_nature", "choices.levy_nature"),
    ("exit_port", "exit_ports", "route.exit_port"),
    ("dest_port", "ports", "route.dest_port"),
)


def _register_coded(name: str, table: str, path: str) -> None:
    @view(f"customs.{name}")
    def named(dossier: Dossier) -> Bound:
        bound = at(dossier.case, path)
        row = dossier.codes.row(table, str(bound.value)) or {}
        return bound.with_value(row.get("zh_full") or row.get("zh") or bound.value) if bound.known else bound

    @view(f"customs.{name}_code")
    def coded(dossier: Dossier) -> Bound:
        return _bracketed(at(dossier.case, path))

    @view(f"customs.{name}_text")
    def both(dossier: Dossier) -> Bound:
        bound = at(dossier.case, path)
        return bound.with_value(f"{bound.value} {named(dossier).value}") if bound.known else bound


for _entry in _CODED:
    _register_coded(*_entry)


def _bracketed(bound: Bound) -> Bound:
    return bound.with_value(f"({bound.value})") if bound.known else nothing(*bound.paths)


def _credit_code(bound: Bound) -> Bound:
    """The code that identifies a firm is needed beside its name."""
    return _bracketed(bound) if bound.known else bound


@view("customs.mode")
def mode(dossier: Dossier) -> Bound:
    """Return the short name of the chosen supervision mode (监管方式)."""
    bound = at(dossier.case, "choices.mode")
    row = dossier.codes.row("supervision_modes", str(bound.value)) if bound.known else None
    return bound.with_value((row.get("short_zh") or row["zh"]) if row else bound.value)


@view("customs.mode_code")
def mode_code(dossier: Dossier) -> Bound:
    """Return the chosen supervision mode in brackets."""
    return _bracketed(at(dossier.case, "choices.mode"))


@view("customs.consignor_code")
def consignor_code(dossier: Dossier) -> Bound:
    """Return the credit code of the exporter in brackets."""
    return _credit_code(at(dossier.case, "party.seller.uscc"))


def producing_party(dossier: Dossier, key: str) -> Bound:
    """Return a value of 生产销售单位 (公告2019年第18号): who exports itself, or the principal of an agent.

    Never the factory that the exporter bought from. In whose name it is exported has to be known, unless the exporter
    is the only firm that it can be.
    """
    maker, seller = dossier.case.party("producer"), dossier.case.party("seller")
    name = at(dossier.case, "facts.declarant")
    if name.value == "own_name" or (maker is not None and maker is seller):
        return at(dossier.case, f"party.seller.{key}")
    return at(dossier.case, f"party.producer.{key}") if name.known else name


@view("customs.producer")
def producer(dossier: Dossier) -> Bound:
    """Return 生产销售单位 by name."""
    return producing_party(dossier, "name_zh")


@view("customs.producer_code")
def producer_code(dossier: Dossier) -> Bound:
    """Return the credit code of 生产销售单位 in brackets."""
    return _credit_code(producing_party(dossier, "uscc"))


@view("customs.consignee")
def consignee(dossier: Dossier) -> Bound:
    """Return 境外收货人 by its English name: the buyer of sold goods, else who takes the stock, as on the invoice."""
    bound = party_by_sale(dossier)
    party = bound.value
    if not isinstance(party, Party):
        return bound
    key = "name_en" if party.name_en or not party.name_zh else "name_zh"
    return at(dossier.case, f"parties.{party.id}.{key}")


@view("customs.contract_no")
def contract_no(dossier: Dossier) -> Bound:
    """Return 合同协议号; stock that is not sold goes under the number of its warehouse order."""
    contract, order = at(dossier.case, "terms.contract_no"), at(dossier.case, "terms.order_no")
    return order if sale_state(dossier) == "unsold" and not contract.known else contract


def _country(dossier: Dossier, bound: Bound) -> Bound:
    return bound.with_value(dossier.codes.label("countries", str(bound.value), "zh")) if bound.known else bound


def _country_code(dossier: Dossier, bound: Bound) -> Bound:
    alpha3 = dossier.codes.alpha3(str(bound.value)) if bound.known else None
    return bound.with_value(f"({alpha3})") if alpha3 else nothing(*bound.paths)


def _trade_country(dossier: Dossier) -> Bound:
    """The country of the contract party: as chosen; from the buyer's address only when the goods are sold."""
    chosen = at(dossier.case, "route.trade_country")
    if chosen.known or sale_state(dossier) != "sold":
        return chosen
    buyer = at(dossier.case, "party.buyer.country")
    return buyer if buyer.known else chosen


@view("customs.trade_country")
def trade_country(dossier: Dossier) -> Bound:
    """Return 贸易国 by its Chinese name."""
    return _country(dossier, _trade_country(dossier))


@view("customs.trade_country_code")
def trade_country_code(dossier: Dossier) -> Bound:
    """Return 贸易国 as three letters in brackets."""
    return _country_code(dossier, _trade_country(dossier))


@view("customs.dest")
def dest(dossier: Dossier) -> Bound:
    """Return 运抵国 by its Chinese name."""
    return _country(dossier, at(dossier.case, "route.dest"))


@view("customs.dest_code")
def dest_code(dossier: Dossier) -> Bound:
    """Return 运抵国 as three letters in brackets."""
    return _country_code(dossier, at(dossier.case, "route.dest"))


def declared_kind(dossier: Dossier) -> Bound:
    """Return the kind of the outermost packages; of several kinds the user has to name the one that is declared."""
    chosen = at(dossier.case, "choices.package_kind")
    kinds = list(dict.fromkeys(package.kind for package in dossier.case.packages))
    missing = [f"packages.{package.id}.kind" for package in dossier.case.packages if not package.kind]
    if chosen.known or (len(kinds) > 1 and not missing):
        return chosen
    if missing or not kinds:
        return needed(*(missing or ["packages"]))
    return Bound(kinds[0], tuple(f"packages.{package.id}.kind" for package in dossier.case.packages))


@view("customs.package_kind")
def package_kind(dossier: Dossier) -> Bound:
    """Return 包装种类 by name."""
    bound = declared_kind(dossier)
    return bound.with_value(dossier.codes.label("packaging_types", str(bound.value), "zh")) if bound.known else bound


@view("customs.package_kind_code")
def package_kind_code(dossier: Dossier) -> Bound:
    """Return 包装种类 as code in brackets."""
    return _bracketed(declared_kind(dossier))


def _declared_kg(bound: Bound) -> Bound:
    """Weights below one kilogram are declared as one."""
    return bound.with_value(max(bound.value, _LEAST_KG)) if isinstance(bound.value, Decimal) else bound


@view("customs.gross_kg")
def gross_kg(dossier: Dossier) -> Bound:
    """Return 毛重 as declared."""
    return _declared_kg(total_gross(dossier))


@view("customs.net_kg")
def net_kg(dossier: Dossier) -> Bound:
    """Return 净重 as declared."""
    return _declared_kg(total_net(dossier))


def _price_term(dossier: Dossier) -> Bound:
    term = INCOTERMS.get(dossier.case.terms.incoterm or "")
    return Bound(term.customs_term, ("terms.incoterm",)) if term else needed("terms.incoterm")


@view("customs.price_term")
def price_term(dossier: Dossier) -> Bound:
    """Return 成交方式 by name."""
    bound = _price_term(dossier)
    return bound.with_value(dossier.codes.label("trade_terms", str(bound.value), "zh")) if bound.known else bound


@view("customs.price_term_code")
def price_term_code(dossier: Dossier) -> Bound:
    """Return 成交方式 as code in brackets."""
    return _bracketed(_price_term(dossier))


@view("customs.freight")
def freight(dossier: Dossier) -> Bound:
    """Return 运费 as `USD/1850/3`; known to be empty when the price does not include it."""
    return _fee(dossier, "freight", freight_in_price(dossier))


@view("customs.insurance")
def insurance(dossier: Dossier) -> Bound:
    """Return 保费 as `USD/136.08/3`; known to be empty when the price does not include it."""
    return _fee(dossier, "insurance", insurance_in_price(dossier))


@view("customs.other_charges")
def other_charges(dossier: Dossier) -> Bound:
    """Return 杂费: normally none; a price under the D rules holds some, and somebody has to say how much.

    Without knowing whether they lie inside the price there is no sign to declare them with.
    """
    fee, inside = declared_other(dossier), other_in_price(dossier)
    if fee is not None and fee.amount and not inside.known:
        return inside
    if fee is not None and fee.amount == 0:
        return nothing("terms.other_charges")
    return _fee_of(dossier, "other_charges", fee, Bound(fee is not None or abroad_in_price(dossier).value is True))


def declared_other(dossier: Dossier) -> Fee | None:
    """Return 杂费 as it is declared: what the price includes is deducted to come to FOB, so it is below zero."""
    fee = dossier.case.terms.other_charges
    if fee is None or fee.amount is None or other_in_price(dossier).value is not True:
        return fee
    return replace(fee, amount=-abs(fee.amount))


def _fee(dossier: Dossier, name: str, included: Bound) -> Bound:
    return _fee_of(dossier, name, getattr(dossier.case.terms, name), included)


def _fee_of(dossier: Dossier, name: str, fee: Fee | None, included: Bound) -> Bound:
    path = f"terms.{name}"
    if not included.known:
        return included
    if not included.value:
        return nothing(path)
    if fee is None or fee.amount is None or (fee.mark != RATE and not fee.currency):
        return needed(path)
    amount = at(dossier.case, f"{path}.amount")
    parts = [trimmed(fee.amount), fee.mark]
    return amount.with_value("/".join(parts if fee.mark == RATE else [fee.currency or "", *parts]))


@view("customs.licence_no")
def licence_no(dossier: Dossier) -> Bound:
    """Return 许可证号: needed where somebody said that the goods are under licence, else empty unless it is typed."""
    number = at(dossier.case, "choices.licence_no")
    return number if number.known or dossier.facts.get("licence") is True else nothing("choices.licence_no")


@view("customs.attached")
def attached(dossier: Dossier) -> Bound:
    """Return 随附单证2: the papers that go with the declaration, those that are not in the upload set yet marked."""
    names = [one.name.zh if one.ready else f"{one.name.zh}（未完成）" for one in dossier.uploads]
    return wording(f"随附单证2:{';'.join(names)}" if names else "", "choices.mode")


@view("customs.remark")
def remark(dossier: Dossier) -> Bound:
    """Return 标记唛码及备注: remark, containers, then the marks without graphics."""
    route, paths = dossier.case.route, ["route.marks"]
    if not route.marks:
        return needed("route.marks")
    parts = [f"备注:{route.remark or ''}"]
    boxes = [box for box in route.containers if box.number]
    if boxes:
        parts.append(_boxes_in_words(boxes, dossier))
        paths.append("route.containers")
    parts.append(" ".join(route.marks))
    return wording("\n".join(parts), *paths, "route.remark")


def _boxes_in_words(boxes: Sequence[Container], dossier: Dossier) -> str:
    """Return how many boxes of 20 feet the containers are (标箱数) and their numbers; no count where a kind is open."""
    sizes = [(dossier.codes.row("container_kinds", box.kind) or {}).get("teu", "") for box in boxes]
    numbers = "".join(f"{box.number};" for box in boxes)
    return f"集装箱标箱数及号码:{sum(map(int, sizes))};{numbers}" if all(sizes) else f"集装箱号码:{numbers}"


@view("customs.later")
def later(dossier: Dossier) -> Bound:
    """Return a place that stays empty on a check print: the customs system fills it."""
    return nothing("tax.declarations")


@view("list.direction")
def direction(dossier: Dossier) -> Bound:
    """Return 进出口标记: E for an export."""
    del dossier
    return wording("E", "choices.mode")


@view("customs.self_assessed")
def self_assessed(dossier: Dossier) -> Bound:
    """Return 自报自缴, which an export declaration prints as 否."""
    return wording("否", "choices.mode")


@rows("customs.lines")
def declaration_lines(dossier: Dossier) -> Rows:
    """Return the lines of the declaration with their cells in printed form."""
    return tuple(Row(_cells(dossier, line, number)) for number, line in enumerate(dossier.case.goods, start=1))


@rows("customs.lines_noted")
def noted_lines(dossier: Dossier) -> Rows:
    """Return the lines of the declaration, the declaration elements of each in a row of its own below it."""
    return tuple(
        row
        for line in rows_of(dossier, "customs.lines")
        for row in (Row(line.cells, "noted"), Row({"text": _elements_note(line.cells["spec"])}, "note"))
    )


def _elements_note(spec: Bound) -> Bound:
    return spec.with_value(f"申报要素：{spec.value}") if spec.known else spec


def _cells(dossier: Dossier, line: GoodsLine, number: int) -> dict[str, Bound]:
    case, place = dossier.case, f"goods.{line.id}"
    dest_country, origin = at(case, "route.dest"), at(case, f"{place}.origin")
    currency = at(case, "terms.currency")
    return {
        "no": wording(str(number), place),
        "sku": optional(line.sku or "", f"{place}.sku"),
        "hs": at(case, f"{place}.hs"),
        "name_zh": at(case, f"{place}.name_zh"),
        "spec": elements(dossier, line),
        "qty1": quantity_text(dossier, line, "1"),
        "qty2": quantity_text(dossier, line, "2"),
        "qty": quantity_text(dossier, line, ""),
        "unit_price": unit_price(case, line),
        "amount": line_amount(case, line),
        "currency": currency.with_value(dossier.codes.label("currencies", str(currency.value), "zh"))
        if currency.known
        else currency,
        "currency_code": currency,
        "origin": _country(dossier, origin),
        "origin_code": _country_code(dossier, origin),
        "dest": _country(dossier, dest_country),
        "dest_code": _country_code(dossier, dest_country),
        "source": _source(dossier, f"{place}.source_district"),
        "levy": _named(dossier, "levy_modes", f"{place}.levy"),
        "levy_code": _bracketed(at(case, f"{place}.levy")),
        "net_kg": from_trace(totals.line_net_kg(case, line)),
    }


def quantity_text(dossier: Dossier, line: GoodsLine, which: str) -> Bound:
    """Return a quantity with its Chinese unit: which is 1 or 2 for the statutory ones, empty for that of the deal."""
    place, case = f"goods.{line.id}", dossier.case
    amount, unit = at(case, f"{place}.qty{which}"), at(case, f"{place}.unit{which}")
    if which == "2" and not amount.known and not unit.known:
        return nothing(f"{place}.qty2")
    if not amount.known or not unit.known or not isinstance(amount.value, Decimal):
        return needed(*(bound.paths[0] for bound in (amount, unit) if not bound.known))
    text = trimmed(amount.value) + dossier.codes.label("units", str(unit.value), "zh")
    return Bound(text, (*amount.paths, *unit.paths), estimated=amount.estimated)


def _source(dossier: Dossier, path: str) -> Bound:
    bound = at(dossier.case, path)
    if not bound.known:
        return bound
    name = dossier.codes.name("domestic_districts", str(bound.value), "zh") or ""
    return bound.with_value(f"({bound.value}){name}")


def _named(dossier: Dossier, table: str, path: str) -> Bound:
    bound = at(dossier.case, path)
    return bound.with_value(dossier.codes.label(table, str(bound.value), "zh")) if bound.known else bound


@view("customs.declarant")
def declarant(dossier: Dossier) -> Bound:
    """Return 申报单位: the broker, with its credit code in brackets; the exporter when it declares itself."""
    role = "broker" if dossier.case.party("broker") else "seller"
    name, code = at(dossier.case, f"party.{role}.name_zh"), at(dossier.case, f"party.{role}.uscc")
    if not name.known:
        return name
    return Bound(f"({code.value}){name.value}" if code.known else name.value, (*name.paths, *code.paths))


def _main(dossier: Dossier, key: str) -> Bound:
    """A value of the most valuable line; of the first one while amounts are unknown."""
    goods, lines = dossier.case.goods, rows_of(dossier, "customs.lines")
    if not goods:
        return needed("goods")
    amounts = [line.cells["amount"].value for line in lines]
    known = [amount for amount in amounts if isinstance(amount, Decimal)]
    place = amounts.index(max(known)) if len(known) == len(goods) else 0
    return at(dossier.case, f"goods.{goods[place].id}.{key}")


@view("customs.main_goods")
def main_goods(dossier: Dossier) -> Bound:
    """Return the Chinese name of the main line, with 等 when there are several."""
    bound = _main(dossier, "name_zh")
    return bound.with_value(f"{bound.value}等") if bound.known and len(dossier.case.goods) > 1 else bound


@view("customs.main_hs")
def main_hs(dossier: Dossier) -> Bound:
    """Return the HS code of the main line."""
    return _main(dossier, "hs")


def _register_digit(number: int) -> None:
    @view(f"customs.main_hs_{number}")
    def digit(dossier: Dossier) -> Bound:
        bound = _main(dossier, "hs")
        return bound.with_value(str(bound.value)[number - 1 : number]) if bound.known else bound


for _number in range(1, 11):
    _register_digit(_number)


@view("customs.agreement_title")
def agreement_title(dossier: Dossier) -> Bound:
    """Return the title of the second part of the power of attorney."""
    del dossier
    return wording("委托报关协议", "parties.broker")


@view("customs.main_source")
def main_source(dossier: Dossier) -> Bound:
    """Return 境内货源地 of the main line."""
    bound = _main(dossier, "source_district")
    return _source(dossier, bound.paths[0]) if bound.known else bound


@view("customs.total_text")
def total_text(dossier: Dossier) -> Bound:
    """Return currency and total of the declaration."""
    total, currency = total_amount(dossier), at(dossier.case, "terms.currency")
    if not currency.known or not isinstance(total.value, Decimal):
        return currency if not currency.known else total
    return total.with_value(f"{currency.value} {fixed(total.value, 2)}")


@view("customs.mode_text")
def mode_text(dossier: Dossier) -> Bound:
    """Return code and short name of the supervision mode."""
    name = mode(dossier)
    return name.with_value(f"{dossier.case.choice('mode')} {name.value}") if name.known else name
