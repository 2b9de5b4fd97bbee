"""Measures the advice of one case, warm, without the start: `python -m tests.bench.bench_advise [RUNS]`.

Warm means that the rules are loaded. The bare baseline of the same run is one look at the verdicts without words.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from exporter_desk.domain.case import Case
from exporter_desk.domain.case_json import from_object
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.modes.assess import outlooks
from exporter_desk.modes.explain import advise
from exporter_desk.modes.explain_compare import Asked
from exporter_desk.rules.facts import read_facts
from exporter_desk.rules.rulebook import RuleBook
from exporter_desk.rules.texts import FindingTexts
from exporter_desk.services.desk import Desk

RUNS = 20
TODAY = date(2026, 11, 22)
CASES: dict[str, JsonObject] = {
    "nothing known": {},
    "stock for Germany": {
        "transaction": "sale", "pack": "furniture", "buyer": "unknown", "deal_channel": "platform_third_party",
        "sale_state": "unsold", "route": "overseas_warehouse", "warehouse_owner": "platform", "want_refund": True,
        "voucher": "vat_special", "ticket_cny": "230000", "export_date": "2026-12-01", "dest": "DE",
    },
    "everything known": {
        "transaction": "sale", "pack": "apparel", "buyer": "business", "deal_channel": "platform_third_party",
        "sale_state": "sold", "route": "direct", "warehouse_owner": "none", "want_refund": True, "licence": False,
        "inspection": False, "export_duty": False, "voucher": "vat_special", "ticket_cny": "86000",
        "ticket_usd": "12000", "export_date": "2026-12-01", "dest": "US", "cotton": "traced", "children_wear": False,
        "can_send_data": True, "customs_filed": True, "cbec_type_filed": True, "fx_directory": True,
        "refund_filed": True, "declarant": "own_name", "seller_taxpayer": "general", "goods_in_area": False,
        "area_kind": "none", "bought_in_market_cluster": False, "declare_at_zone_customs": True,
        "genuine_contract": True, "eport_card": True, "seller_kind": "trader", "consolidated": False,
    },
}  # fmt: skip


def report(runs: int) -> list[str]:
    """Time each case in turns with the bare look, after one round that does not count."""
    desk = Desk()
    lines = []
    for name, facts in CASES.items():
        case = from_object({"facts": facts})
        sheet = read_facts(case, desk.rules, TODAY)
        rules, texts = desk.rules, desk.texts
        ways: dict[str, Callable[[], object]] = {
            "verdicts": partial(outlooks, sheet, rules, TODAY),
            "advise": partial(_as_text, case, rules, texts),
            "compare": partial(_as_text, case, rules, texts, Asked("9610", {"buyer": "consumer"})),
        }
        times = {way: _median(run, runs) for way, run in ways.items()}
        shown = ", ".join(f"{way} {1000 * seconds:.1f} ms" for way, seconds in times.items())
        lines.append(f"{name}: {shown}, advise / verdicts {times['advise'] / times['verdicts']:.1f}")
    return lines


def _as_text(case: Case, rules: RuleBook, texts: FindingTexts, asked: Asked | None = None) -> str:
    return json.dumps(advise(case, rules, texts, TODAY, asked), ensure_ascii=False)


def _median(run: Callable[[], object], runs: int) -> float:
    run()
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    sys.stdout.write("\n".join(report(int(arguments[0]) if arguments else RUNS)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
