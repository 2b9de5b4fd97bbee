"""A whole case for the tests of machine files: sold under FOB, gone, every code said that only people can know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from exporter_desk.documents.dossier import Dossier
from exporter_desk.documents.messages.build import Message, build
from exporter_desk.documents.messages.loader import load_messages
from exporter_desk.documents.messages.schema import FileSpec
from exporter_desk.documents.messages.xml_text import to_xml
from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.parties import Party
from tests.documents import sample

FORWARDER = Party(id="pt4", roles=("forwarder",), name_zh="赣州示范货运代理有限公司", uscc="91360700MA35TEST2A")
CHOICES = {
    "mode": "9710",
    "levy_nature": "101",
    "platform_code": "无",
    "platform_name": "示范平台",
    "sender_code": "91360700MA35TEST2A",
    "sender_name": "赣州示范货运代理有限公司",
    "dxp_id": "DXPENT0000000001",
    "declare_customs": "4003",
    "waybill_no": "WB-0001",
    "statistics_flag": "B",
    "list_port": "304",
    "entry_type": "M",
    "goods_place": "盐田",
    "dec_namespace": "http://example.cn/dec",
    "dec_version": "9.9.9",
    "input_firm_code": "MA35TEST1",
    "input_firm_name": "赣州示范报关有限公司",
    "typist_name": "王某",
    "typist_card": "8000000000001",
    "declarant_person": "王某",
}


@cache
def specs() -> dict[str, FileSpec]:
    return {spec.id: spec for spec in load_messages(sample.files("messages", ".toml", ".csv"))}


def case(mode: str = "9710", incoterm: str = "FOB", lines: int = 2, **choices: str | None) -> Case:
    base = sample.case(lines)
    decided = {**CHOICES, "mode": mode, **choices}
    seller = replace(sample.SELLER, customs_code="3607900011")
    broker = replace(sample.BROKER, customs_code="3607900022")
    return replace(
        base,
        parties=(seller, sample.BUYER, broker, FORWARDER),
        goods=tuple(replace(line, sku=f"SKU-{line.id}") for line in base.goods),
        terms=replace(base.terms, incoterm=incoterm),
        route=replace(base.route, trade_country="DE", vessel="COSCO STAR/025W", departed=date(2026, 12, 7)),
        facts={**base.facts, "export_date": "2026-12-05"},
        choices=tuple(Choice(what=what, value=value) for what, value in decided.items() if value is not None),
    )


def dossier(changed: Case | None = None) -> Dossier:
    return sample.dossier(case=changed or case())


def filled(name: str, changed: Case | None = None) -> Message:
    return build(specs()[name], dossier(changed))


def xml(name: str, changed: Case | None = None) -> bytes:
    return to_xml(filled(name, changed), specs()[name].prefix)


def gaps(name: str, changed: Case | None = None) -> dict[str, str]:
    """Element name to the reason why it is not ready."""
    return {gap.name.en: gap.reason for gap in filled(name, changed).gaps}
