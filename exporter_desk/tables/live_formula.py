"""Turns the record of a cost line into a formula of a workbook, and keeps it only where it gives the same cents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import TYPE_CHECKING

from exporter_desk.costs.charge import PERCENT_BASES
from exporter_desk.domain.money import minor_digits, round_half_up
from exporter_desk.domain.numbers import plain

if TYPE_CHECKING:
    from exporter_desk.costs.lines import CostLine

# A workbook counts in binary: products are first rounded here, so that half a cent is half a cent there too.
GUARD_DIGITS = 8
_SURE_DIGITS = 15
_HUNDRED = Decimal(100)
_INNER = re.compile(r"\(([^()=]+)=\s*(−?-?[\d.]+)\)")
_TOKEN = re.compile(r"\s*(\d+(?:\.\d+)?|[()+\-−×÷/%])")
_WORD = re.compile(r"[A-Za-z\u4e00-\u9fff][\w.\u4e00-\u9fff]*:?")
_SIGNS = {"−": "-", "×": "*", "÷": "/"}
_LONGEST = 2_000


class NoFormulaError(ValueError):
    """The text is no plain arithmetic."""


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a formula: its value as the workbook will have it, and its text."""

    value: Decimal
    text: str


def rounded(term: Term, digits: int) -> Term:
    """Return `term` rounded twice: to the guard digits against binary noise, then to `digits`."""
    value = round_half_up(round_half_up(term.value, GUARD_DIGITS), digits)
    return Term(value, f"ROUND(ROUND({term.text},{GUARD_DIGITS}),{digits})")


def sure(value: Decimal) -> bool:
    """Tell whether a binary number holds all digits of `value`."""
    return len(value.normalize().as_tuple().digits) <= _SURE_DIGITS


def line_formula(line: CostLine, quantity: str, rate: str, bound: str) -> Term | None:
    """Return the live formula of a line's amount from the cells of quantity, rate and bound; None where none fits."""
    if line.amount is None:
        return None
    digits = minor_digits(line.currency)
    for term in (*_products(line, quantity, rate, bound, digits), _from_text(line.formula, digits)):
        if term is not None and term.value == line.amount:
            return term
    return None


def _products(line: CostLine, quantity: str, rate: str, bound: str, digits: int) -> list[Term]:
    if line.quantity is None or line.rate is None or not (sure(line.quantity) and sure(line.rate)):
        return []
    product = Term(line.quantity * line.rate, f"{quantity}*{rate}")
    share = Term(product.value / _HUNDRED, f"{quantity}*{rate}/100")
    both = (share, product) if line.basis in PERCENT_BASES else (product, share)
    found = [rounded(term, digits) for term in both]
    found += [rounded(Term(-term.value, f"-{term.text}"), digits) for term in both]
    if line.limit and line.amount is not None:
        joint, pick = ("MAX", max) if line.limit == "min" else ("MIN", min)
        found = [Term(pick(term.value, line.amount), f"{joint}({term.text},{bound})") for term in found[:2]]
    return found


def _from_text(text: str, digits: int) -> Term | None:
    """Read the printed formula; a part after `;` that begins with a sign goes on from the result before it."""
    if not text or len(text) > _LONGEST or "→ min" in text or "→ max" in text:
        return None
    before: Term | None = None
    try:
        for part in text.split(";"):
            before = _part(part.strip(), before, digits)
    except (NoFormulaError, DivisionByZero, InvalidOperation):
        return None
    return before


def _part(part: str, before: Term | None, digits: int) -> Term:
    part = _inner_results(part)
    expression = re.split(r"=|→", part, maxsplit=1)[0]
    goes_on = expression.lstrip().startswith(("×", "÷"))
    if goes_on and before is None:
        raise NoFormulaError(part)
    tokens = _tokens(expression)
    reader = _Reader(tokens, before if goes_on else None, digits)
    return rounded(reader.sum(), digits)


def _inner_results(part: str) -> str:
    """Mark `(a ÷ b = c)` for the reader: an inner result that is rounded before it is used."""
    return _INNER.sub(r"«\1»", part)


def _tokens(expression: str) -> list[str]:
    tokens: list[str] = []
    place = 0
    text = expression.strip()
    while place < len(text):
        if text[place] in "«»":
            tokens.append(text[place])
            place += 1
            continue
        match = _TOKEN.match(text, place)
        if match:
            tokens.append(_SIGNS.get(match.group(1), match.group(1)))
            place = match.end()
            continue
        word = _WORD.match(text, place)
        if word:
            place = word.end()
        elif text[place] == " ":
            place += 1
        else:
            raise NoFormulaError(expression)
    return tokens


class _Reader:
    """Reads sums of products with brackets, percent signs and rounded inner results."""

    def __init__(self, tokens: list[str], before: Term | None, digits: int) -> None:
        self._tokens, self._digits = tokens, digits
        self._place = 0
        self._before = before

    def sum(self) -> Term:
        """Read everything up to a closing bracket or the end."""
        result = self._product()
        while self._next() in {"+", "-"}:
            sign = self._take()
            other = self._product()
            value = result.value + other.value if sign == "+" else result.value - other.value
            result = Term(value, f"{result.text}{sign}{other.text}")
        if self._next() not in {"", ")", "»"}:
            raise NoFormulaError(self._next())
        return result

    def _product(self) -> Term:
        result = self._before or self._factor()
        self._before = None
        while self._next() in {"*", "/"}:
            sign = self._take()
            other = self._factor()
            value = result.value * other.value if sign == "*" else result.value / other.value
            result = Term(value, f"{result.text}{sign}{other.text}")
        return result

    def _factor(self) -> Term:
        sign = self._take()
        if sign == "-":
            inner = self._factor()
            return Term(-inner.value, f"(-{inner.text})")
        if sign in {"(", "«"}:
            inner = self.sum()
            self._close(")" if sign == "(" else "»")
            result = Term(inner.value, f"({inner.text})") if sign == "(" else rounded(inner, self._digits)
        elif sign[:1].isdigit():
            result = Term(Decimal(sign), plain(Decimal(sign)))
        else:
            raise NoFormulaError(sign)
        while self._next() == "%":
            self._take()
            result = Term(result.value / _HUNDRED, f"({result.text}/100)")
        return result

    def _close(self, wanted: str) -> None:
        if self._take() != wanted:
            raise NoFormulaError(wanted)

    def _next(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._next()
        self._place += 1
        return token
