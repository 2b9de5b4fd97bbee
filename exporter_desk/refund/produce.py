"""Whether exported goods are produce of a farm (农产品): by their commodity code, else by the industry of the firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exporter_desk.refund.inputs import Line
    from exporter_desk.rules.rulebook import RulesAt


def is_produce(line: Line, industry: str | None, rules: RulesAt) -> bool | None:
    """Tell whether the goods of a line are produce of a farm; None where neither code nor industry tells.

    A code that the rules do not list says nothing, and the industry of another trade does not rule it out then.
    """
    code = line.hs or ""
    if _starts(code, rules, "refund_farm_headings"):
        return True
    if _starts(code, rules, "refund_made_headings"):
        return False
    if industry in (rules.codes("refund_farm_industries") or ()):
        return True
    return False if not code and industry in rules.book.industries else None


def _starts(code: str, rules: RulesAt, listed: str) -> bool:
    return code.startswith(tuple(rules.codes(listed) or ()))
