"""A sound little pack in bytes, for tests that break it on purpose."""

from __future__ import annotations

import io
import zipfile

HEAD = """
id = "trial-city"
kind = "city"
serial = 3
version = "2026.11.1"
published = 2026-11-22
checked_on = 2026-11-22
expires = 2027-11-10
"""
SOURCE = """
id = "TC1"
number = "试行公告1号"
title_zh = "试行市单票限额"
title_en = "Limit per consignment of the trial city"
issuer = "试行市"
issuer_en = "Trial city"
effective = 2026-01-01
about_zh = "单票限额提高到6000元。"
about_en = "The limit per consignment rises to CNY 6,000."
address = "made up for this test"
read = "full text"
confidence = "official"
checked = 2026-11-09
"""
LIMIT = """
id = "list.ticket_limit_cny"
zh = "9710、9810清单申报的单票限额"
en = "Limit per consignment for the list channel of 9710 and 9810"
type = "money"
unit = "CNY"
range = [1, 100000]
still_valid_on = 2026-11-09

[[value]]
from = 2020-07-01
value = 5000
cite = [{ source = "forum" }]

[[value]]
from = 2026-01-01
value = 6000
cite = [{ source = "TC1" }]
"""
WARNING = """
[[warning]]
code = "W80"
severity = "info"
when = { fact = "declare_at_zone_customs", is = true }
zh = "试行市的海关另有窗口。"
en = "The trial city has a counter of its own."
cite = [{ source = "TC1" }]
"""
SCENARIO = """
[[scenario]]
id = "six-thousand-by-list"
why_zh = "6000元可以走清单。"
why_en = "CNY 6,000 may go by list."
day = 2026-11-22

[scenario.facts]
transaction = "sale"
buyer = "business"
deal_channel = "platform_own"
sale_state = "sold"
route = "direct"
ticket_cny = 6000
licence = false
inspection = false
export_duty = false
want_refund = false
can_send_data = true
declare_at_zone_customs = true
customs_filed = true
cbec_type_filed = true

[scenario.expect]
ranked = ["9710", "0110"]
channel = "list"
warnings = ["W80"]
figures = { "list.ticket_limit_cny" = 6000 }
"""
PARTS = {
    "pack.toml": HEAD,
    "rules/sources/TC1.toml": SOURCE,
    "rules/values/list_ticket_limit_cny.toml": LIMIT,
    "rules/warnings/trial_city.toml": WARNING,
    "scenarios/lists.toml": SCENARIO,
}


def pack(**changed: str | None) -> dict[str, bytes]:
    """The files of the pack; a keyword (`head`, `source`, `limit`, `warning`, `scenario`) replaces or drops one."""
    names = dict(zip(("head", "source", "limit", "warning", "scenario"), PARTS, strict=True))
    texts: dict[str, str | None] = {**PARTS, **{names[key]: text for key, text in changed.items()}}
    return {path: text.encode() for path, text in texts.items() if text is not None}


def zipped(files: dict[str, bytes]) -> bytes:
    """The same as a zip."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return memory.getvalue()
