"""Parties (往来方): own company, buyers, suppliers, brokers, warehouses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ROLES: Final = (
    "seller", "producer", "buyer", "consignee", "notify", "supplier", "broker", "forwarder", "warehouse", "payer",
)  # fmt: skip
"""What a firm can be in a shipment; buyer is the sold-to firm (合同买方), consignee who takes the goods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One firm of a case, in one or several roles.

    `roles` out of `ROLES`; others are kept and told (X6).
    `uscc` is the unified social credit code 统一社会信用代码 (18 characters, GB 32100); `country` ISO alpha-2;
    `taxpayer` general | small_scale; `kind` producer | trader | coop | individual_business.
    """

    id: str
    roles: tuple[str, ...] = ()
    name_zh: str | None = None
    name_en: str | None = None
    uscc: str | None = None
    customs_code: str | None = None
    country: str | None = None
    address_zh: str | None = None
    address_en: str | None = None
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    bank: str | None = None
    bank_account: str | None = None
    taxpayer: str | None = None
    kind: str | None = None
    tax_refund_method: str | None = None
    relation: str | None = None
