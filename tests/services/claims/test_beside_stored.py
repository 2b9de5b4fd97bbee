"""`refund`, `check`, `packet` and the month of stored shipments say the same; a file stands alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from exporter_desk.domain import case_json
from exporter_desk.domain.json_value import Json
from exporter_desk.services.advice.conclusions import earned_refund
from exporter_desk.services.answers import Answer
from exporter_desk.services.claims.command import Wish
from exporter_desk.services.claims.company_claims import beside_all
from exporter_desk.services.desk import Desk
from exporter_desk.services.headless import Headless
from exporter_desk.services.keeping.company import open_cases
from exporter_desk.services.keeping.company_files import stored_state
from exporter_desk.services.papers.batch import DRAFT, SKIPPED, Task, jobs_of, run_batch
from tests.services.claims.test_carried import NOTHING, shipment

DESK = Desk()
APRIL = shipment("2026-201", "202604", NOTHING, back=True)
MAY = shipment("2026-202", "202605", {**NOTHING, "previous_credit": "2068.00"})
JUNE = shipment("2026-302", "202606", {**NOTHING, "previous_credit": "2068.00"})  # the declaration of May once more


@pytest.fixture
def company(desk_home: Path) -> Headless:
    """April leaves MDT -1,278.00 for May, whose return brings in 0; June claims what May claims."""
    cases = open_cases(DESK)
    for case in (APRIL, MAY, JUNE):
        cases.import_case(case)
    cases.close()
    return Headless(DESK)


def codes(answer: Answer) -> set[str]:
    listed: Json = (answer.data or {})["findings"]
    assert isinstance(listed, list)
    return {str(one["code"]) for one in listed if isinstance(one, dict)} & {"T102", "T70"}


def test_all_commands_say_what_the_month_says(company: Headless, tmp_path: Path) -> None:
    assert codes(company.refund_period("202605", Wish())) == {"T102", "T70"}
    assert codes(company.refund("2026-202", Wish())) == {"T102", "T70"}
    assert codes(company.check("2026-202")) == {"T102", "T70"}
    packet = company.packet("2026-202", str(tmp_path / "out"), ("tax",))
    assert codes(packet) == {"T102", "T70"}
    assert any("草稿" in path.name for path in (tmp_path / "out").rglob("*"))


def test_a_file_knows_no_other_shipment(company: Headless, tmp_path: Path) -> None:
    path = tmp_path / "may.json"
    path.write_text(case_json.dump(MAY), encoding="utf-8")
    assert codes(company.check(str(path))) == set()
    assert codes(company.packet(str(path), str(tmp_path / "out"), ("tax",))) == set()


def test_the_estimate_takes_no_refund_off_that_is_not_certain() -> None:
    alone, beside = (earned_refund(MAY, DESK, date(2026, 11, 22), beside_all(lambda others=others: others, DESK))
                     for others in ((), (APRIL,)))  # fmt: skip
    assert alone is not None
    assert (alone.amount, beside) == (D("1278.00"), None)


def test_a_batch_makes_a_packet_anew_when_another_shipment_changes(company: Headless, tmp_path: Path) -> None:
    def states() -> list[str]:
        task = Task(str(tmp_path / "out"), ("tax",), (), date(2026, 11, 22), "zh", stored_state())
        jobs = jobs_of([("2026-202", case_json.dump(MAY).encode())], task)
        return [one.state for one in run_batch(jobs, task, lambda _: None, workers=1)]

    assert (states(), states()) == ([DRAFT], [SKIPPED])
    cases = open_cases(DESK)
    cases.import_case(shipment("2026-401", "202603", NOTHING))
    cases.close()
    assert states() == [DRAFT]
