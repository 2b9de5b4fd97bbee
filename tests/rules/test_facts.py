"""Facts typed by the catalogue, derived from a case, implied by an industry, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.case_json import from_object
from exporter_desk.domain.goods import GoodsLine
from exporter_desk.domain.parties import Party
from exporter_desk.domain.shipment import Route, Terms
from exporter_desk.domain.tax import Declaration, Rate, TaxFile
from exporter_desk.rules.facts import FactSheet, answered_day, read_facts, typed_day, wording
from exporter_desk.rules.loader import load
from exporter_desk.rules.schema import Condition
from exporter_desk.rules.texts import load_texts
from exporter_desk.rules.walk import all_of
from exporter_desk.system.resources import read_tree

DAY = date(2026, 11, 22)
BOOK = load(read_tree("rules"))
TEXTS = load_texts(read_tree("text/findings"), strict=True)
LINES = (
    GoodsLine(id="g1", hs="9403609990", qty=Decimal(60), unit_price=Decimal("72.50"), material="oak"),
    GoodsLine(id="g2", hs="9403609990", qty=Decimal(2), unit_price=Decimal(10), material="pine"),
)


def sheet(**parts: object) -> FactSheet:
    return read_facts(Case(**parts), BOOK, DAY)  # type: ignore[arg-type]  # each test names fields of Case


def test_answers_are_typed() -> None:
    raw = {"want_refund": True, "ticket_cny": "5,000.00", "export_date": "2026-11-25", "dest": " DE "}
    values = read_facts(raw | {"asked_for": ("safe_directory",)}, BOOK, DAY).values
    assert values == {
        "want_refund": True,
        "ticket_cny": Decimal("5000.00"),
        "export_date": date(2026, 11, 25),
        "dest": "DE",
        "asked_for": ("safe_directory",),
    }


@pytest.mark.parametrize(
    ("path", "raw", "code"),
    [
        ("colour", "red", "D20"),
        ("platform", True, "D20"),
        ("ranked", ("9710",), "D20"),
        ("want_refund", "yes", "D22"),
        ("ticket_cny", "48O", "D22"),
        ("ticket_cny", True, "D22"),
        ("ticket_cny", "-0.01", "D22"),
        ("sold_share", "1.01", "D22"),
        ("sold_share", "-0.01", "D22"),
        ("export_date", "22.11.2026", "D22"),
        ("dest", "  ", "D22"),
        ("asked_for", "safe_directory", "D22"),
        ("buyer", "government", "D23"),
        ("asked_for", ("visa",), "D23"),
    ],
)
def test_what_cannot_be_taken_is_a_finding_and_stays_unknown(
    path: str, raw: bool | str | tuple[str, ...], code: str
) -> None:
    found = read_facts({path: raw}, BOOK, DAY)
    assert path not in found.values
    assert [(finding.code, finding.places) for finding in found.findings] == [(code, (f"facts.{path}",))]
    rendered = TEXTS.render(found.findings[0], BOOK.sources)
    assert "{" not in rendered.zh + rendered.en + rendered.remedy_zh + rendered.remedy_en


def test_not_known_is_kept_apart_from_never_asked() -> None:
    found = read_facts(from_object({"facts": {"licence": None, "want_refund": True}}), BOOK, DAY)
    assert found.not_known == {"licence"}
    assert "licence" not in found.values


def test_facts_follow_from_the_case() -> None:
    found = sheet(
        parties=(Party(id="p1", roles=("seller",), taxpayer="general", kind="trader"),),
        goods=LINES,
        terms=Terms(currency="USD"),
        route=Route(dest="DE", entry_date=date(2026, 12, 30)),
        tax=TaxFile(
            declarations=(Declaration(id="d1", export_date=date(2026, 11, 25)),),
            rates=(
                Rate(day=date(2026, 10, 1), currency="USD", cny=Decimal(700), per=Decimal(100)),
                Rate(day=date(2026, 11, 1), currency="USD", cny=Decimal(710), per=Decimal(100)),
            ),
        ),
        choices=(Choice(what="mode", value="9710"),),
    )
    assert found.values == {
        "seller_taxpayer": "general",
        "seller_kind": "trader",
        "hs": "9403609990",
        "hs4": "9403",
        "goods_material": "oak; pine",
        "dest": "DE",
        "entry_date": date(2026, 12, 30),
        "export_date": date(2026, 11, 25),
        "ticket_usd": Decimal("4370.00"),
        "ticket_cny": Decimal("31027.0000"),
        "proposed_mode": "9710",
    }
    assert found.derived == frozenset(found.values)


def test_value_in_yuan_needs_no_rate_and_dollars_come_from_it() -> None:
    rates = (Rate(day=date(2026, 11, 1), currency="USD", cny=Decimal(7)),)
    found = sheet(goods=LINES, terms=Terms(currency="CNY"), tax=TaxFile(rates=rates))
    assert (found.values["ticket_cny"], found.values["ticket_usd"]) == (Decimal("4370.00"), Decimal("624.29"))


@pytest.mark.parametrize(
    ("price", "currency", "rate", "yuan", "dollars"),
    [
        # two lines of 3 pieces: 2,500.0002 is 2,500.00 on every paper, 2,500.0044 too, 2,500.0056 is 2,500.01
        ("833.3334", "CNY", "7", "5000.00", "714.29"),
        ("833.3348", "CNY", "7", "5000.00", "714.29"),
        ("833.3352", "CNY", "7", "5000.02", "714.29"),
        ("25000.0016", "USD", "7.1", "1065000.00", "150000.00"),  # 75,000.0048 a line
        ("117.37", "USD", "7.1003", "5000.17", "704.22"),  # 5,000.173266: fen are the smallest money there is
    ],
)
def test_a_consignment_is_worth_what_its_papers_say(
    price: str, currency: str, rate: str, yuan: str, dollars: str
) -> None:
    goods = tuple(GoodsLine(id=name, qty=Decimal(3), unit_price=Decimal(price)) for name in ("g1", "g2"))
    rates = (Rate(day=date(2026, 11, 1), currency="USD", cny=Decimal(rate)),)
    found = sheet(goods=goods, terms=Terms(currency=currency), tax=TaxFile(rates=rates)).values
    assert (found["ticket_cny"], found["ticket_usd"]) == (Decimal(yuan), Decimal(dollars))


@pytest.mark.parametrize(
    "parts",
    [
        {"goods": LINES},
        {"goods": LINES, "terms": Terms(currency="EUR")},
        {"goods": (*LINES, GoodsLine(id="g3")), "terms": Terms(currency="CNY")},
        {"terms": Terms(currency="CNY")},
    ],
)
def test_what_the_case_does_not_give_stays_unknown(parts: dict[str, object]) -> None:
    assert "ticket_cny" not in sheet(**parts).values


@pytest.mark.parametrize(
    ("quotes", "expected"),
    [
        # 4,370.00 in USD; the last day counts
        ([(1, "7", 1), (2, "7.1", 1)], "31027.00"),
        ([(1, "7", 1), (2, "7.1", 1), (2, "710", 100)], "31027.00"),  # the same rate twice
        ([(1, "7", 1), (2, "7.1", 1), (2, "7.2", 1)], None),  # which of both is right nobody knows
        ([(1, "7", 1), (2, "-7.1", 1)], None),  # no rate is below zero, and no earlier one stands in
        ([(1, "7", 1), (2, None, 0)], None),  # refused as beyond belief
    ],
)
def test_the_value_in_yuan_goes_by_no_refused_rate(
    quotes: list[tuple[int, str | None, int]], expected: str | None
) -> None:
    rates = tuple(
        Rate(day=date(2026, 11, day), currency="USD", cny=None if cny is None else Decimal(cny), per=Decimal(per))
        for day, cny, per in quotes
    )
    found = sheet(goods=LINES, terms=Terms(currency="USD"), tax=TaxFile(rates=rates)).values.get("ticket_cny")
    assert found == (None if expected is None else Decimal(expected))


def test_several_codes_all_count() -> None:
    mixed = (LINES[0], GoodsLine(id="g2", hs="9401690000"))
    assert sheet(goods=mixed).values["hs"] == ("9403609990", "9401690000")
    assert sheet(goods=mixed).values["hs4"] == ("9403", "9401")


def test_a_line_without_code_leaves_the_codes_unknown() -> None:
    assert not {"hs", "hs4"} & sheet(goods=(LINES[0], GoodsLine(id="g2"))).values.keys()


def test_an_answer_that_names_one_of_several_codes_does_not_hide_the_others() -> None:
    mixed = (LINES[0], GoodsLine(id="g2", hs="9401690000"))
    found = sheet(goods=mixed, facts={"hs": "9401690000"})
    assert (found.values["hs4"], found.findings) == (("9403", "9401"), ())


def test_two_export_days_give_none() -> None:
    days = tuple(Declaration(id=f"d{day}", export_date=date(2026, 11, day)) for day in (1, 2))
    assert typed_day(sheet(tax=TaxFile(declarations=days)), "export_date") is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-02", date(2026, 11, 2)),
        (" 2026-11-02 ", date(2026, 11, 2)),
        ("20261102", None),
        ("2026-W45-1", None),
        ("2026-02-30", None),
        ("0026-11-02", None),
        ("", None),
        (20261102, None),
        (None, None),
    ],
)
def test_the_day_of_an_answer(typed: object, day: date | None) -> None:
    assert answered_day(typed) == day


def test_an_answer_against_the_data_is_found_and_stands() -> None:
    found = sheet(facts={"dest": "US"}, route=Route(dest="DE"))
    assert found.values["dest"] == "US"
    assert [finding.code for finding in found.findings] == ["D21"]
    assert "US" in TEXTS.render(found.findings[0], BOOK.sources).zh


def test_oranges_imply_inspection() -> None:
    assert read_facts({"pack": "orange"}, BOOK, DAY).values["inspection"] is True
    assert [f.code for f in read_facts({"pack": "orange", "inspection": False}, BOOK, DAY).findings] == ["D21"]
    assert "inspection" not in read_facts({"pack": "apparel"}, BOOK, DAY).values


@pytest.mark.parametrize(
    ("place", "main"), [("4003", "40"), ("４００３", "40"), ("厦门海关", "厦门"), ("南昌关区", "南昌"), ("", None)]
)
def test_main_customs(place: str, main: str | None) -> None:
    assert read_facts({"declare_customs": place}, BOOK, DAY).values.get("declare_main_customs") == main


def test_another_answer() -> None:
    first = read_facts({"buyer": "business"}, BOOK, DAY)
    assert first.answered("buyer", "consumer").values["buyer"] == "consumer"
    assert "buyer" not in first.answered("buyer", None).values


@pytest.mark.parametrize(
    ("path", "value", "zh", "en"),
    [
        ("want_refund", True, "是", "yes"),
        ("want_refund", False, "否", "no"),
        ("ticket_cny", Decimal("5000.00"), "5000", "5000"),
        ("buyer", "business", "企业", "Business"),
        ("dest", "DE", "DE", "DE"),
        ("asked_for", ("safe_directory",), "到外汇局办名录登记", "Directory registration at SAFE"),
        ("export_date", DAY, "2026-11-22", "2026-11-22"),
    ],
)
def test_wording(path: str, value: bool | str | Decimal | date, zh: str, en: str) -> None:
    assert wording(BOOK.facts[path], value) == (zh, en)


def test_the_bounds_of_a_number_are_told_and_taken() -> None:
    finding = read_facts({"sold_share": "40"}, BOOK, DAY).findings[0]
    assert finding.values["expected_zh"] == "数字，不小于 0，不大于 1"
    assert finding.values["expected_en"] == "a number of 0 or more, at most 1"
    assert dict(read_facts({"sold_share": "1", "ticket_cny": "0"}, BOOK, DAY).values) == {
        "sold_share": Decimal(1),
        "ticket_cny": Decimal(0),
    }


def test_a_list_may_be_typed_as_one_text() -> None:
    typed = Case(facts={"plots": "甲|TH|8.4 N；乙|TH|8.5 N\n\n", "letter_attachments": ("过磅单", "装箱单")})
    values = read_facts(typed, BOOK, DAY).values
    assert values["plots"] == ("甲|TH|8.4 N", "乙|TH|8.5 N")
    assert values["letter_attachments"] == ("过磅单", "装箱单")


def test_what_only_papers_print_decides_about_nothing() -> None:
    printed = {path for path, spec in BOOK.facts.items() if spec.printed}
    records = (*BOOK.gates.values(), *BOOK.cautions, *BOOK.modes.values(), *BOOK.registrations)
    used = {condition.fact for record in records for _, condition in all_of(Condition, record)}
    assert len(printed) > 60
    assert printed & used == set()
