"""What a single paper prints is asked where somebody jumps to it, and never among the questions about the mode."""

from dataclasses import replace

from exporter_desk.domain.case import Case
from exporter_desk.services.desk import Desk
from exporter_desk.services.guided import QuestionPlan
from exporter_desk.system import resources

PLAN = QuestionPlan.load(resources.read_bytes("text/questions.toml"))
RULES = Desk().rules


def paths(case: Case, *wanted: str) -> list[str]:
    return [question.path for question in PLAN.deciding(case, RULES, wanted)]


def test_answers_for_papers_stay_out_of_the_questions_about_the_mode() -> None:
    case = Case(facts={"orchard_no": "3600GY00000", "licence": False})
    assert paths(case, "inspection") == ["facts.licence", "facts.inspection"]


def test_what_a_paper_misses_is_asked_when_somebody_jumps_to_it() -> None:
    assert paths(Case(), "orchard_no") == ["facts.orchard_no"]
    assert paths(Case(facts={"orchard_no": "x"}), "orchard_no") == ["facts.orchard_no"]


def test_a_list_without_choices_is_typed_as_text() -> None:
    case = Case(facts={"plots": ("甲|TH", "乙|TH")})
    [question] = PLAN.deciding(case, RULES, ["plots"])
    assert (question.kind, question.answer) == ("text", "甲|TH；乙|TH")
    [typed] = PLAN.deciding(replace(case, facts={"plots": "甲|TH；乙|TH"}), RULES, ["plots"])
    assert typed.answer == question.answer
