"""Money: a decimal amount that never parts from its currency, and the only roundings in the program."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# ISO 4217: currencies whose minor unit is not the hundredth part.
_WITHOUT_MINOR = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
_MINOR_DIGITS = {**dict.fromkeys(_WITHOUT_MINOR.split(), 0), **dict.fromkeys(_THOUSANDTHS.split(), 3)}
_PAPER_DIGITS = 2
_PRECISION = 60
WIDE = Context(prec=_PRECISION)
"""For single operations to 60 digits: handing it over costs a fraction of changing the context of the thread."""


def is_currency(code: str) -> bool:
    """Tell whether `code` has the shape of an ISO 4217 code: three capital letters."""
    return len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()


def minor_digits(currency: str) -> int:
    """Return how many digits after the point `currency` has (ISO 4217: 2 unless listed)."""
    return _MINOR_DIGITS.get(currency, 2)


def round_half_up(value: Decimal, digits: int) -> Decimal:
    """Round `value` to `digits` places, ties away from zero (negatives too)."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, WIDE)


def round_money(amount: Decimal, currency: str) -> Decimal:
    """Round `amount` to the minor unit of `currency`, ties away from zero."""
    return round_half_up(amount, minor_digits(currency))


def deal_digits(currency: str) -> int:
    """Return the digits after the point of an amount of the deal: those of its currency, on papers two at most.

    The declaration prints a total with two decimals (填制规范), so contract, invoice, message and refund round where it
    does, in dinars too; what has thousandths elsewhere (a cost, an amount to be put into words) keeps them.
    """
    return min(minor_digits(currency), _PAPER_DIGITS)


def round_deal(amount: Decimal, currency: str) -> Decimal:
    """Round an amount of the deal as every paper shows it, ties away from zero."""
    return round_half_up(amount, deal_digits(currency))


def split_largest(total: Decimal, weights: Sequence[Decimal], currency: str) -> tuple[Decimal, ...]:
    """Share `total` by `weights` with the largest-remainder method at the minor unit; costs are shared so.

    Shares sum to `total` exactly; equal remainders favour the earlier row. A negative weight, or weights
    that sum to less than 0.005, raise ValueError.
    """
    _check_weights(weights)
    whole, unit = sum(weights, Decimal(0)), Decimal(1).scaleb(-minor_digits(currency))
    with localcontext() as context:
        context.prec = _PRECISION
        units = int((total / unit).to_integral_value())
        exact = [units * weight / whole for weight in weights]
    sign = -1 if units < 0 else 1
    floors = [int(abs(part)) for part in exact]
    missing = abs(units) - sum(floors)
    order = sorted(range(len(exact)), key=lambda i: (floors[i] - abs(exact[i]), i))
    for index in order[:missing]:
        floors[index] += 1
    return tuple(sign * floor * unit for floor in floors)


def split_last(total: Decimal, weights: Sequence[Decimal], currency: str) -> tuple[Decimal, ...]:
    """Share `total` by `weights`, each share rounded as papers show it, the last taking what remains; tax and FOB so.

    Raises ValueError for a negative weight or weights that sum to less than 0.005.
    """
    _check_weights(weights)
    whole = sum(weights, Decimal(0))
    with localcontext() as context:
        context.prec = _PRECISION
        shares = [round_deal(total * weight / whole, currency) for weight in weights[:-1]]
    return (*shares, round_deal(total, currency) - sum(shares, Decimal(0)))


def _check_weights(weights: Sequence[Decimal]) -> None:
    if any(weight < 0 for weight in weights) or sum(weights, Decimal(0)) < Decimal("0.005"):
        raise ValueError("weights must not be negative and must not sum to nothing")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in major units of one ISO 4217 currency; floats and mixed currencies are refused."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise TypeError(f"an amount is a finite Decimal, not {self.amount!r}")
        if not is_currency(self.currency):
            raise ValueError(f"not a currency code: {self.currency!r}")

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def rounded(self) -> Money:
        """Return the amount at the currency's minor unit."""
        return Money(round_money(self.amount, self.currency), self.currency)

    def _same(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added")
        return other.amount
