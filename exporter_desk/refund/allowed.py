"""The words that the refund input may hold, by the name of the field."""

from __future__ import annotations

from typing import Final

_KINDS: Final = ("producer", "trader", "other_unit", "grower", "coop", "individual_business")
# How an export goes that another firm declares for one's own account (委托代理).
AGENT: Final = "agent"
ALLOWED: Final[dict[str, tuple[str, ...]]] = {
    "taxpayer": ("general", "small_scale"),
    "kind": _KINDS,
    "supplier_kind": _KINDS,
    "channel": ("own", AGENT, "service_company"),
    "place": ("city", "county", "other"),
    "management_class": ("1", "2", "3", "4"),
    "supplier_taxpayer": ("general", "small_scale"),
    "zero_flag": ("1", "2"),
    "made": ("own", "deemed_own", "bought_in"),
    "exchange": ("collected", "deemed", "not_collectable", "pending"),
    "entry": ("declaration", "list"),
    "brand_owner": ("own", "licensed", "none"),
    "outcome": ("equal", "adjusted", "unsold"),
    "rate_rule": ("day", "first_of_month"),
    "match": ("oldest_first", "as_listed"),
    "mark": ("1", "2", "3"),
    "other_charges_side": ("included", "on_top"),
    "voucher": (
        "vat_special",
        "customs_payment",
        "agency_refund",
        "ordinary",
        "farm_purchase",
        "government_receipt",
        "auction",
        "reorganisation",
        "none",
    ),
}
