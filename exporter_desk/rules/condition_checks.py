"""What a condition must keep so that it can be answered: one form, a known fact, a test that fits its type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.rules.schema import Condition, ValueRef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.rules.rulebook import RuleBook
    from exporter_desk.rules.schema import FactSpec

TESTS = ("is_", "in_", "at_least", "at_most", "before", "after", "known")
_FORMS = ("all", "any", "not_", "fact")
_FITTING = {
    "bool": {"is_", "known"},
    "code": {"is_", "in_", "known"},
    "list": {"is_", "in_", "known"},
    "text": {"is_", "in_", "known"},
    "decimal": {"at_least", "at_most", "known"},
    "date": {"before", "after", "known"},
}
_FIGURES = {"money", "ratio", "quantity", "duration"}
_REFERENCES = {"in_": {"code_list"}, "at_least": _FIGURES, "at_most": _FIGURES, "before": {"day"}, "after": {"day"}}


def given(condition: Condition, names: tuple[str, ...]) -> list[str]:
    """Return those of `names` that the condition sets."""
    return [name for name in names if getattr(condition, name) is not None]


def condition_problems(condition: Condition, book: RuleBook) -> Iterator[str]:
    """Yield what is wrong with this one condition (its parts are looked at by themselves)."""
    forms, tests = given(condition, _FORMS), given(condition, TESTS)
    if len(forms) != 1 or len(tests) != (1 if forms == ["fact"] else 0):
        yield "needs exactly one of all, any, not, or one fact with one test"
    elif condition.fact is not None:
        spec = book.facts.get(condition.fact)
        if spec is None:
            yield f"no fact {condition.fact}"
        elif spec.means is not None and tests != ["is_"]:
            yield f"{spec.path} is defined by other facts and takes only is"
        else:
            yield from _test_problems(condition, tests[0], spec, book)


def _test_problems(condition: Condition, test: str, spec: FactSpec, book: RuleBook) -> Iterator[str]:
    if test not in _FITTING[spec.type]:
        yield f"{test.rstrip('_')} does not fit a fact of type {spec.type}"
        return
    wanted = getattr(condition, test)
    if isinstance(wanted, ValueRef):
        value = book.values.get(wanted.value_of)
        if value is None or value.type not in _REFERENCES[test]:
            yield f"no fitting value {wanted.value_of}"
    elif test == "is_" and isinstance(wanted, bool) != (spec.type == "bool"):
        yield f"{wanted!r} is no answer of {spec.path}"
    elif test in ("is_", "in_") and spec.allowed:
        allowed = {entry.value for entry in spec.allowed}
        for item in (wanted,) if isinstance(wanted, str) else wanted:
            if item not in allowed:
                yield f"{item} is no answer of {spec.path}"
