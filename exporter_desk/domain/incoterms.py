"""The eleven Incoterms 2020 rules and C&I of customs: what the price includes, and the customs term (成交方式)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Incoterm:
    """One rule: whether the price includes main freight and insurance, and the customs code of the price term.

    The seller must insure only under CIF and CIP; under the D rules he bears the risk, so that customs count freight
    and insurance as part of the price (price term CIF). Their price holds costs in the country of destination besides:
    `abroad_in_price`, under DDP its duties and taxes too. `named_port` tells what the named place is where it must be a
    port: that of `loading` or of `discharge`; other rules name any place. `published` tells the rules of Incoterms 2020
    from C&I (cost and insurance, the buyer pays the freight), which customs and refund know and Incoterms do not.
    """

    code: str
    customs_term: str
    freight_in_price: bool
    insurance_in_price: bool
    abroad_in_price: bool = False
    named_port: str = ""
    published: bool = True


_RULES = (
    ("EXW", "7", False, False, False),
    ("FCA", "3", False, False, False),
    ("FAS", "3", False, False, False, "loading"),
    ("FOB", "3", False, False, False, "loading"),
    ("CFR", "2", True, False, False, "discharge"),
    ("CPT", "2", True, False, False),
    ("CIF", "1", True, True, False, "discharge"),
    ("CIP", "1", True, True, False),
    ("DAP", "1", True, True, True),
    ("DPU", "1", True, True, True),
    ("DDP", "1", True, True, True),
    ("C&I", "4", False, True, False, "", False),
)
INCOTERMS = {rule[0]: Incoterm(*rule) for rule in _RULES}
