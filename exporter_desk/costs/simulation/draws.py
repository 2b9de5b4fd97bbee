"""Random numbers of a simulation: uniforms from the raw bits of one generator, turned by inverse functions of our own.

Only the bit stream comes from numpy (PCG64 is fixed by its definition); its distribution methods may change between
versions and are not used. Floats are allowed here: what comes out are statistics, never a line or a total.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from exporter_desk.costs.questions import Risk

# A row of doubles, one for each draw.
Floats: TypeAlias = "npt.NDArray[np.float64]"

_YEAR = 365.0
_GRID = 16_385
_REACH = 40.0  # in natural logarithms: what lies beyond has no weight that a double could hold


def can_draw() -> bool:
    """Tell whether numpy can be loaded on this computer."""
    try:
        import numpy as np
    except (ImportError, OSError):
        return False
    return hasattr(np.random, "PCG64")


def uniforms(seed: int, rows: int, draws: int) -> list[Floats]:
    """Return rows of uniforms of `seed`: the upper 53 bits of each raw word, in the middle of their interval."""
    import numpy as np

    source = np.random.PCG64(seed)
    return [
        np.asarray(((source.random_raw(draws) >> np.uint64(11)) + 0.5) * 2.0**-53, dtype=np.float64)
        for _ in range(rows)
    ]


def normal(u: Floats) -> Floats:
    """Return the standard normal values of `u`, from a table of the normal distribution function."""
    import numpy as np

    points, heights = _normal_table()
    return np.interp(u, heights, points)


def normal_share(z: Floats) -> Floats:
    """Return the share of the standard normal distribution below each value."""
    import numpy as np

    points, heights = _normal_table()
    return np.interp(z, points, heights)


def _normal_table() -> tuple[Floats, Floats]:
    import numpy as np

    points: Floats = np.linspace(-8.0, 8.0, _GRID)
    heights: Floats = np.array([0.5 * math.erfc(-point / math.sqrt(2.0)) for point in points])
    return points, heights


def tied(own: Floats, other: Floats, correlation: float) -> Floats:
    """Return uniforms that follow `other` with a correlation of their normal values."""
    return normal_share(correlation * normal(other) + math.sqrt(1.0 - correlation**2) * normal(own))


def values_of(risk: Risk, u: Floats) -> Floats:
    """Return the values of one risk: multipliers around 1, or values where its factor is moved to values."""
    import numpy as np

    if risk.shape == "lognormal":
        sigma = float(risk.sigma or 0) * math.sqrt((risk.over_days or _YEAR) / _YEAR)
        return np.asarray(np.exp(sigma * normal(u) - sigma * sigma / 2.0), dtype=np.float64)
    if risk.shape == "normal":
        return np.asarray(np.maximum(0.0, 1.0 + float(risk.sigma or 0) * normal(u)), dtype=np.float64)
    if risk.shape in {"gamma", "beta"}:
        return _by_table(risk, u)
    if risk.shape == "discrete":
        return _discrete(risk, u)
    low, high = float(risk.low or 0), float(risk.high or 0)
    return low + (high - low) * u if risk.shape == "uniform" else _triangular(risk, u, low, high)


def _triangular(risk: Risk, u: Floats, low: float, high: float) -> Floats:
    """A triangle, and beyond it a flat tail that takes the last `tail_share` of the draws."""
    import numpy as np

    share = float(risk.tail_share or 0)
    mode, width = float(risk.mode or 0), high - low
    inner = np.minimum(u / (1.0 - share), 1.0) if share < 1.0 else u
    if width <= 0:
        body = np.full_like(u, low)
    else:
        turn = (mode - low) / width
        rising = low + np.sqrt(inner * width * (mode - low))
        falling = high - np.sqrt((1.0 - inner) * width * (high - mode))
        body = np.where(inner < turn, rising, falling)
    if not share:
        return body
    tail = high + (float(risk.tail_high or risk.high or 0) - high) * (u - (1.0 - share)) / share
    return np.where(u < 1.0 - share, body, tail)


def _discrete(risk: Risk, u: Floats) -> Floats:
    import numpy as np

    weights = np.array([float(one.weight) for one in risk.values])
    edges = np.cumsum(weights) / weights.sum()
    choice = np.minimum(np.searchsorted(edges, u, side="right"), len(weights) - 1)
    return np.asarray(np.array([float(one.value) for one in risk.values])[choice], dtype=np.float64)


def _by_table(risk: Risk, u: Floats) -> Floats:
    """Gamma with mean 1, or beta with its own mean: the density summed on a grid and read backwards."""
    import numpy as np

    if risk.shape == "gamma":
        shape = 1.0 / max(float(risk.cv or 0), 1e-3) ** 2
        grid = np.linspace(-_REACH / shape - 3.0, math.log(1.0 + _REACH / shape) + 2.0, _GRID)
        logs, points = shape * (grid - np.exp(grid)), np.exp(grid)
    else:
        mean = min(max(float(risk.mean or 0), 1e-6), 1.0 - 1e-6)
        spread = max((float(risk.cv or 0) * mean) ** 2, 1e-12)
        both = max(mean * (1.0 - mean) / spread - 1.0, 1e-2)
        up, down = mean * both, (1.0 - mean) * both
        grid = np.linspace(-_REACH / up - 3.0, _REACH / down + 3.0, _GRID)
        with np.errstate(over="ignore"):  # beyond the largest double the share is nought, as it should be
            points = 1.0 / (1.0 + np.exp(-grid))
        logs = -up * np.logaddexp(0.0, -grid) - down * np.logaddexp(0.0, grid)
    density = np.exp(logs - logs.max())
    heights = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2.0)])
    return np.interp(u, heights / heights[-1], points)
