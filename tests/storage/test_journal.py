"""The journal: a difference leads from one state to the other and back, also through its JSON text."""

from hypothesis import HealthCheck, given, settings

from exporter_desk.domain.case import Case
from exporter_desk.storage import journal
from exporter_desk.storage.rows import rows_of
from tests.storage.strategies import cases


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases, cases)
def test_a_difference_leads_there_and_back(one: Case, other: Case) -> None:
    old, new = rows_of(one), rows_of(other)
    changes = journal.diff(old, new)
    assert journal.patched(old, changes) == new
    assert journal.patched(new, tuple(change.reversed for change in changes)) == old


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases, cases)
def test_a_difference_survives_its_text(one: Case, other: Case) -> None:
    changes = journal.diff(rows_of(one), rows_of(other))
    assert journal.read(journal.written(changes)) == tuple(c for c in changes if c.table != "last_id")


def test_a_changed_cell_is_stored_alone() -> None:
    changes = journal.diff({("t", (1,)): {"a": 1, "b": 2}}, {("t", (1,)): {"a": 1, "b": 3}})
    assert changes == (journal.RowChange("t", (1,), {"b": 2}, {"b": 3}),)
