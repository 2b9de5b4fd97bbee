"""Three-valued logic: truth tables, the laws, what is missing, and every test of the closed list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.rules.conditions import Knowledge, conjunction, evaluate
from exporter_desk.rules.rulebook import Datum
from exporter_desk.rules.schema import Condition
from tests.rules.book_files import small_book

DAY = date(2024, 6, 1)
BOOK = small_book()
SOLD = Condition(fact="sold", is_=True)
KIND = Condition(fact="kind", is_="a")
SMALL = Condition(fact="small", is_=True)
ATOMS = (SOLD, KIND, SMALL, Condition(fact="amount", at_least=Decimal(10)))
facts = st.fixed_dictionaries(
    {},
    optional={"sold": st.booleans(), "kind": st.sampled_from("ab"), "amount": st.decimals(0, 9000, places=2)},
)
conditions = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.builds(lambda parts: Condition(all=tuple(parts)), st.lists(inner, max_size=3)),
        st.builds(lambda parts: Condition(any=tuple(parts)), st.lists(inner, max_size=3)),
        st.builds(lambda part: Condition(not_=part), inner),
    ),
    max_leaves=8,
)


def judge(condition: Condition | None, known: dict[str, Datum], day: date = DAY) -> bool | None:
    return evaluate(condition, Knowledge(known, BOOK.at(day))).outcome


def negated(condition: Condition) -> Condition:
    return Condition(not_=condition)


@given(conditions, facts)
def test_double_negation(condition: Condition, known: dict[str, Datum]) -> None:
    assert judge(negated(negated(condition)), known) is judge(condition, known)


@given(conditions, conditions, facts)
def test_de_morgan(first: Condition, second: Condition, known: dict[str, Datum]) -> None:
    both = negated(Condition(all=(first, second)))
    assert judge(both, known) is judge(Condition(any=(negated(first), negated(second))), known)


@given(conditions, conditions, facts)
def test_order_does_not_matter(first: Condition, second: Condition, known: dict[str, Datum]) -> None:
    assert judge(Condition(all=(first, second)), known) is judge(Condition(all=(second, first)), known)


@given(conditions, facts, facts)
def test_more_knowledge_never_turns_a_decided_answer(
    condition: Condition, known: dict[str, Datum], more: dict[str, Datum]
) -> None:
    before = judge(condition, known)
    assert before is None or judge(condition, {**more, **known}) is before


@given(conditions, facts)
def test_unknown_names_a_fact_that_is_missing(condition: Condition, known: dict[str, Datum]) -> None:
    found = evaluate(condition, Knowledge(known, BOOK.at(DAY)))
    assert bool(found.missing) is (found.outcome is None)
    assert not set(found.missing) & known.keys()


@pytest.mark.parametrize(
    ("first", "second", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, None, None, None),
    ],
)
def test_kleene_tables(first: bool | None, second: bool | None, both: bool | None, either: bool | None) -> None:
    known: dict[str, Datum] = {} if first is None else {"sold": first}
    known |= {} if second is None else {"kind": "a" if second else "b"}
    assert judge(Condition(all=(SOLD, KIND)), known) is both
    assert judge(Condition(any=(SOLD, KIND)), known) is either


def test_nothing_is_true_and_an_empty_choice_is_false() -> None:
    assert judge(None, {}) is True
    assert judge(Condition(all=()), {}) is True
    assert judge(Condition(any=()), {}) is False
    assert conjunction(()).outcome is True


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        (Condition(fact="kind", in_=("a", "b")), "b", True),
        (Condition(fact="kind", in_=("a",)), "b", False),
        (Condition(fact="papers", is_="x"), ("x", "y"), True),
        (Condition(fact="papers", is_="x"), (), False),
        (Condition(fact="papers", in_=("x", "z")), ("y",), False),
        (Condition(fact="amount", at_least=Decimal(5)), Decimal(5), True),
        (Condition(fact="amount", at_least=Decimal(5)), Decimal("4.99"), False),
        (Condition(fact="amount", at_most=Decimal(5)), Decimal("5.00"), True),
        (Condition(fact="amount", at_most=Decimal(5)), Decimal("5.01"), False),
        (Condition(fact="day", before=DAY), date(2024, 5, 31), True),
        (Condition(fact="day", before=DAY), DAY, False),
        (Condition(fact="day", after=DAY), DAY, False),
        (Condition(fact="day", after=DAY), date(2024, 6, 2), True),
        (Condition(fact="kind", known=True), "a", True),
        (Condition(fact="kind", known=False), "a", False),
    ],
)
def test_each_test(condition: Condition, value: Datum, expected: bool) -> None:
    assert judge(condition, {str(condition.fact): value}) is expected


def test_a_figure_that_is_no_figure_is_unknown() -> None:
    assert judge(Condition(fact="amount", at_least=Decimal(5)), {"amount": "many"}) is None


def test_known_is_never_unknown() -> None:
    assert judge(Condition(fact="kind", known=True), {}) is False
    assert judge(Condition(fact="kind", known=False), {}) is True


def test_a_dated_value_is_looked_up_on_the_day() -> None:
    found = evaluate(SMALL, Knowledge({"amount": Decimal("6000.50")}, BOOK.at(DAY)))
    assert (found.outcome, found.values) == (True, ("limit",))
    assert judge(SMALL, {"amount": Decimal("6000.50")}, date(2023, 1, 1)) is False


def test_before_its_first_day_a_value_makes_the_answer_unknown() -> None:
    found = evaluate(SMALL, Knowledge({"amount": Decimal(1)}, BOOK.at(date(2019, 1, 1))))
    assert (found.outcome, found.missing, found.no_value) == (None, (), ("limit",))


def test_a_defined_fact_asks_for_what_defines_it() -> None:
    found = evaluate(Condition(fact="small", is_=False), Knowledge({}, BOOK.at(DAY)))
    assert (found.outcome, found.missing) == (None, ("amount",))
    assert judge(Condition(fact="small", is_=False), {"amount": Decimal(7000)}) is True


def test_steps_say_what_was_tested() -> None:
    steps = evaluate(Condition(fact="kind", in_=("a", "b")), Knowledge({"kind": "a"}, BOOK.at(DAY))).steps
    assert [(step.fact, step.test, step.wanted, step.outcome) for step in steps] == [("kind", "in", "a, b", True)]
