"""A small rule book in bytes, for tests that break it on purpose."""

from __future__ import annotations

from exporter_desk.rules.loader import load
from exporter_desk.rules.rulebook import RuleBook

SOURCE = b"""
id = "L1"
number = "No. 1"
title_zh = "\xe7\x94\xb2"
title_en = "A"
issuer = "\xe7\x94\xb2"
issuer_en = "A"
about_zh = "\xe7\x94\xb2"
about_en = "a"
address = "a"
confidence = "official"
checked = 2026-01-01
"""
RECALLED = b"""
id = "L2"
title_zh = "\xe4\xb9\x99"
title_en = "B"
about_zh = "\xe4\xb9\x99"
about_en = "b"
confidence = "unconfirmed"
"""
VALUE = b"""
id = "limit"
zh = "\xe9\x99\x90\xe9\xa2\x9d"
en = "Limit"
type = "money"
unit = "CNY"
range = [1, 9000]
still_valid_on = 2026-01-01
[[value]]
from = 2020-01-01
value = 5000
cite = [{ source = "L1", article = "1" }]
[[value]]
from = 2024-01-01
value = 6000.50
cite = [{ source = "L1" }, { source = "L2" }]
[[value]]
from = 2025-01-01
status = "announced"
value = 7000
cite = [{ source = "L1" }]
[[value]]
from = 2027-01-01
none = true
cite = [{ source = "L1" }]
"""
FACTS = b"""
[[fact]]
path = "sold"
type = "bool"
zh = "\xe5\xb7\xb2\xe5\x94\xae"
en = "Sold"
question_zh = "?"
question_en = "?"
[[fact]]
path = "kind"
type = "code"
zh = "\xe7\xb1\xbb"
en = "Kind"
question_zh = "?"
question_en = "?"
allowed = [{ value = "a", zh = "A", en = "A" }, { value = "b", zh = "B", en = "B" }]
[[fact]]
path = "amount"
type = "decimal"
zh = "\xe9\xa2\x9d"
en = "Amount"
question_zh = "?"
question_en = "?"
[[fact]]
path = "day"
type = "date"
zh = "\xe6\x97\xa5"
en = "Day"
question_zh = "?"
question_en = "?"
[[fact]]
path = "papers"
type = "list"
zh = "\xe5\x8d\x95"
en = "Papers"
question_zh = "?"
question_en = "?"
allowed = [{ value = "x", zh = "X", en = "X" }, { value = "y", zh = "Y", en = "Y" }]
[[fact]]
path = "small"
type = "bool"
zh = "\xe5\xb0\x8f"
en = "Small"
means = { fact = "amount", at_most = { value_of = "limit" } }
"""
HEAD = b'id = "test"\nversion = "2026.1.1"\nchecked_on = 2026-01-01\n'


def tree(**changed: bytes) -> dict[str, bytes]:
    """The files of the small book; a keyword replaces one (`facts`, `value`, `head`) or adds `<name>.toml`."""
    files = {"head": HEAD, "source": SOURCE, "recalled": RECALLED, "value": VALUE, "facts": FACTS} | changed
    names = {
        "head": "book.toml",
        "source": "sources/L1.toml",
        "recalled": "sources/L2.toml",
        "value": "values/limit.toml",
    }
    return {names.get(key, f"{key}.toml"): content for key, content in files.items() if content}


def small_book() -> RuleBook:
    return load(tree())
