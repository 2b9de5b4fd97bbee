"""The eleven Incoterms 2020 rules: what the price includes and which customs price term (成交方式) they map to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Incoterm:
    """One rule: whether the price includes main freight and insurance, and the customs code of the price term.

    The seller must insure only under CIF and CIP; under the D rules he bears the risk, so that customs count freight
    and insurance as part of the price (price term CIF).
    """

    code: str
    customs_term: str
    freight_in_price: bool
    insurance_in_price: bool


_RULES = (
    ("EXW", "7", False, False),
    ("FCA", "3", False, False),
    ("FAS", "3", False, False),
    ("FOB", "3", False, False),
    ("CFR", "2", True, False),
    ("CPT", "2", True, False),
    ("CIF", "1", True, True),
    ("CIP", "1", True, True),
    ("DAP", "1", True, True),
    ("DPU", "1", True, True),
    ("DDP", "1", True, True),
)
INCOTERMS = {code: Incoterm(code, term, freight, insurance) for code, term, freight, insurance in _RULES}
