"""A small mutator without a guide: the short slice of fuzzing that runs with the suite, the same on every machine."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

_WORDS = (
    b"null", b"-1", b"1e999", b"NaN", b"\\ud800", b"\\u0000", b"\xff\xfe", b"\0", b"[" * 80, b"{" * 80, b"9" * 5000,
    "\u202e".encode(), b"\xed\xa0\x80", b"../", b"PK\x03\x04", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b'"id":', b"=1+1",
)  # fmt: skip
_MOST_CHANGES = 4


def changed(seeds: Sequence[bytes], count: int, seed: int) -> Iterator[bytes]:
    """Yield `count` broken copies of the seeds."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(count):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, _MOST_CHANGES)):
            _change(data, chance, seeds)
        yield bytes(data)


def _change(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    at = chance.randrange(len(data) + 1)
    length = chance.choice((0, 1, 2, 4, 16, 200))
    kind = chance.randrange(5)
    if kind == 0:
        data[at : at + 1] = bytes([chance.randrange(256)])
    elif kind == 1:
        data[at : at + length] = chance.choice(_WORDS)
    elif kind == 2:
        del data[at : at + max(1, length)]
    elif kind == 3:
        other = chance.choice(seeds)
        begin = chance.randrange(len(other) + 1)
        data[at : at + length] = other[begin : begin + length]
    else:
        data[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\x7f\xff\xff\xff"))
