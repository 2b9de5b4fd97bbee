"""The repository: what is saved is loaded, lists are fast to ask, undo survives restart."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from exporter_desk.domain import lists, paths
from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.goods import GoodsLine
from exporter_desk.domain.parties import Party
from exporter_desk.domain.shipment import Route
from exporter_desk.storage.repository import CaseRepository
from exporter_desk.storage.sqlite_repository import STEPS_KEPT, SqliteRepository
from exporter_desk.storage.summary import Stamp, Summary, plain_summary
from tests.storage.desk import CASE, EVENT, ID, STAMP, STEP, opened, repository
from tests.storage.strategies import cases

SLOW = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SqliteRepository]:
    found = repository(tmp_path / "账套 一.db")
    yield found
    found.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteRepository]:
    found = repository(tmp_path_factory.mktemp("shared") / "company.db")
    yield found
    found.close()


def numbered(count: int) -> Case:
    return Case(id=f"{count:016x}", number=f"2026-{count:03d}", title=f"case {count}")


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60, deadline=None
)
@given(cases, cases)
def test_save_and_load_is_identity(shared: SqliteRepository, one: Case, other: Case) -> None:
    first = replace(one, id=ID, number=None)
    second = replace(other, id=ID, number=None)
    assume(first != second)
    if not shared.exists(ID):
        shared.create(first, STAMP, EVENT)
    shared.save(shared.load(ID), first, STEP, STAMP)
    assert shared.load(ID) == first
    shared.save(first, second, STEP, STAMP)
    assert shared.load(ID) == second
    undone = shared.undo(second, STAMP)
    kept = replace(first, last_ids=second.last_ids)  # ids that were given stay given
    assert (undone.case if undone else second) == kept == shared.load(ID)


def test_only_what_changed_is_written(desk: SqliteRepository) -> None:
    desk.create(CASE, STAMP, EVENT)
    said: list[str] = []
    desk._store.connection.set_trace_callback(said.append)
    desk.save(CASE, paths.write(CASE, "goods.g1.net_kg", Decimal("18.4")), STEP, STAMP)
    desk._store.connection.set_trace_callback(None)
    changes = [line for line in said if line.startswith(("UPDATE", "INSERT", "DELETE"))]
    assert [re.findall(r"goods_line|shipment|step\b", line)[0] for line in changes] == [
        *("goods_line", "step", "step", "shipment", "shipment")
    ]
    assert changes[0].startswith("""UPDATE "goods_line" SET "net_kg" = '18.4' WHERE""")


def test_an_unchanged_case_makes_no_step(desk: SqliteRepository) -> None:
    desk.create(CASE, STAMP, EVENT)
    desk.save(CASE, CASE, STEP, STAMP)
    assert desk.history(ID).undo == ()


def test_two_hundred_steps_go_back_after_a_restart(tmp_path: Path) -> None:
    desk = repository(tmp_path / "company.db")
    desk.create(CASE, STAMP, EVENT)
    states = [CASE]
    for count in range(200):
        states.append(paths.write(states[-1], "goods.g1.net_kg", Decimal(count)))
        desk.save(states[-2], states[-1], STEP, STAMP)
    desk.close()
    desk = repository(tmp_path / "company.db")
    assert len(desk.history(ID).undo) == 200
    for before in reversed(states[:-1]):
        moved = desk.undo(desk.load(ID), STAMP)
        assert moved is not None
        assert moved.case == before
    assert desk.undo(CASE, STAMP) is None
    for after in states[1:]:
        moved = desk.redo(desk.load(ID), STAMP)
        assert moved is not None
        assert moved.case == after
    assert desk.redo(states[-1], STAMP) is None
    desk.close()


def test_old_steps_make_room(desk: SqliteRepository) -> None:
    desk.create(CASE, STAMP, EVENT)
    case = CASE
    for count in range(STEPS_KEPT + 5):
        case, before = replace(case, note=str(count)), case
        desk.save(before, case, STEP, STAMP)
    assert len(desk.history(ID).undo) == STEPS_KEPT


def test_a_new_step_forgets_what_was_undone(desk: SqliteRepository) -> None:
    desk.create(CASE, STAMP, EVENT)
    desk.save(CASE, replace(CASE, note="a"), STEP, STAMP)
    desk.undo(replace(CASE, note="a"), STAMP)
    desk.save(CASE, replace(CASE, note="b"), STEP, STAMP)
    assert desk.history(ID).redo == ()
    assert desk.load(ID).note == "b"


def test_an_undone_id_is_not_given_again(desk: SqliteRepository) -> None:
    desk.create(CASE, STAMP, EVENT)
    added, key = lists.add(CASE, "goods")
    desk.save(CASE, added, STEP, STAMP)
    moved = desk.undo(added, STAMP)
    assert moved is not None
    assert (key, lists.next_id(moved.case, "goods")) == ("g3", "g4")
    assert lists.next_id(desk.load(ID), "goods") == "g4"


def test_the_list_shows_without_loading(desk: SqliteRepository) -> None:
    case = replace(CASE, route=Route(dest="DE"), choices=(Choice(what="mode", value="9810"),))
    desk.create(case, STAMP, EVENT)
    row = desk.summaries()[0]
    assert row.shown == Summary(title="餐桌椅", goods="餐桌 (+1)", dest="DE", mode="9810", goods_en="餐桌 (+1)")
    assert (row.id, row.number, row.modified_at) == (ID, "2026-014", STAMP.at)


def test_the_list_names_the_goods_in_english_too(desk: SqliteRepository) -> None:
    desk.create(replace(CASE, goods=(GoodsLine(id="g1", name_zh="餐桌", name_en="Dining table"),)), STAMP, EVENT)
    shown = desk.summaries()[0].shown
    assert (shown.goods, shown.goods_en) == ("餐桌", "Dining table")


@pytest.mark.parametrize(
    ("query", "found"), [("", 1), ("餐桌", 1), ("2026-014 椅", 1), ("某客户", 1), ("ACME", 1), ("%", 0), ("沙发", 0)]
)
def test_search(desk: SqliteRepository, query: str, found: int) -> None:
    desk.create(replace(CASE, parties=(Party(id="pt1", name_zh="某客户", name_en="Acme"),)), STAMP, EVENT)
    assert (len(desk.summaries(query)), desk.count(query)) == (found, found)


def test_pages_come_latest_first(desk: SqliteRepository) -> None:
    for count in range(5):
        desk.create(numbered(count), Stamp(at=f"2026-11-2{count}"), EVENT)
    assert [row.number for row in desk.summaries(limit=2, offset=1)] == ["2026-003", "2026-002"]
    assert desk.count() == 5


def test_the_status_comes_from_whoever_knows_the_steps(tmp_path: Path) -> None:
    desk = SqliteRepository(opened(tmp_path / "c.db"), lambda case: plain_summary(case)._replace(status="doing"))
    desk.create(CASE, STAMP, EVENT)
    assert (len(desk.summaries(status="doing")), len(desk.summaries(status="done"))) == (1, 0)
    desk.close()


def test_recycle_bin(desk: SqliteRepository) -> None:
    desk.create(CASE, STAMP, EVENT)
    desk.set_deleted(ID, "2026-11-22", EVENT._replace(kind="deleted"))
    assert (desk.count(), desk.count(deleted=True)) == (0, 1)
    desk.set_deleted(ID, None, EVENT._replace(kind="restored"))
    assert (desk.count(), [event.kind for event in desk.timeline(ID)]) == (1, ["new", "deleted", "restored"])


def test_old_deleted_cases_are_removed_with_all_their_rows(desk: SqliteRepository) -> None:
    desk.create(CASE, STAMP, EVENT)
    desk.set_deleted(ID, "2026-10-01", EVENT)
    assert desk.remove_deleted("2026-10-01") == 0
    assert desk.remove_deleted("2026-10-02") == 1
    left = desk._store.connection.execute("SELECT count(*) FROM goods_line").fetchone()
    assert (left, desk.exists(ID)) == ((0,), False)
    with pytest.raises(UserFacingError, match="S32"):
        desk.load(ID)


def test_numbers_of_a_year_do_not_return(desk: SqliteRepository) -> None:
    assert desk.next_number(2026) == "2026-001"
    desk.create(CASE, STAMP, EVENT)
    assert (desk.next_number(2026), desk.next_number(2027)) == ("2026-015", "2027-001")
    desk.set_deleted(ID, "a", EVENT)
    desk.remove_deleted("b")
    assert desk.next_number(2026) == "2026-015"


def test_one_number_names_one_case(desk: SqliteRepository) -> None:
    desk.create(CASE, STAMP, EVENT)
    with pytest.raises(UserFacingError, match="S31"):
        desk.create(replace(CASE, id="0" * 16), STAMP, EVENT)
    assert (desk.count(), desk.id_of_number("2026-014"), desk.exists("0" * 16)) == (1, ID, False)


def test_own_company(desk: SqliteRepository) -> None:
    firm = Party(id="own", roles=("seller",), name_zh="江西某某（赣州）贸易有限公司", uscc="91360700MA35XXXX0X")
    assert desk.company() is None
    desk.save_company(firm, STAMP)
    desk.save_company(replace(firm, phone="0797"), STAMP)
    assert desk.company() == replace(firm, phone="0797")


def test_who_said_what_when_is_kept_with_each_answer(desk: SqliteRepository) -> None:
    desk.create(CASE, STAMP, EVENT)
    desk.save(CASE, replace(CASE, facts={"want_refund": True}), STEP, Stamp(at="2026-12-01", by="王"))
    row = desk._store.connection.execute("SELECT path, kind, value, said_by, said_at FROM answer WHERE path LIKE 'f%'")
    assert row.fetchall() == [("facts.want_refund", "truth", "1", "王", "2026-12-01")]


def test_a_failed_step_leaves_everything_as_it_was(desk: SqliteRepository) -> None:
    desk.create(CASE, STAMP, EVENT)
    desk.create(numbered(1), STAMP, EVENT)
    with pytest.raises(UserFacingError):
        desk.save(CASE, replace(CASE, note="x", number="2026-001"), STEP, STAMP)
    assert (desk.load(ID), desk.history(ID).undo) == (CASE, ())


def test_it_fulfils_the_protocol() -> None:
    asked = {name for name in vars(CaseRepository) if not name.startswith("_")}
    assert asked <= set(dir(SqliteRepository))
    assert len(asked) > 15


def test_a_noted_summary_changes_the_list_and_nothing_else(desk: SqliteRepository) -> None:
    desk.create(CASE, STAMP, EVENT)
    shown = Summary(title="餐桌椅", status="doing", next_step="goods", steps_done=2, steps_total=8)
    desk.note_summary(ID, shown)
    row = desk.summaries(status="doing")[0]
    assert (row.shown, row.modified_at) == (shown, STAMP.at)
    assert (desk.load(ID), desk.history(ID).undo) == (CASE, ())


def test_the_list_is_narrowed_by_status_and_country(desk: SqliteRepository) -> None:
    for number, dest in enumerate(("DE", "SG", "SG", None), start=1):
        desk.create(numbered(number), STAMP, EVENT)
        desk.note_summary(f"{number:016x}", Summary(dest=dest, status="doing" if number < 3 else "problem"))
    assert desk.destinations() == ("DE", "SG")
    assert (desk.count(), desk.count(dest="SG"), desk.count(status="doing", dest="SG")) == (4, 2, 1)
    assert [one.id for one in desk.summaries(status="problem", dest="SG")] == [f"{3:016x}"]
