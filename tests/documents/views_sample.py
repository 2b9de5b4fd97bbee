"""Conclusions for the sample dossier as the services would hand them over; all figures and sources are made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from exporter_desk.documents.dossier import (
    AdviceView,
    AnswerView,
    CostLineView,
    DeadlineView,
    Dossier,
    EstimateView,
    FindingView,
    ModeView,
    QuestionView,
    ReasonView,
    RefundFigureView,
    RefundPaperView,
    RefundView,
    SourceView,
)
from exporter_desk.domain.chart import Bar, ChartSpec
from exporter_desk.domain.finding import Severity
from exporter_desk.domain.text import Bilingual
from exporter_desk.domain.trace import Trace
from tests.documents import sample


def amount(text: str, formula: str = "", *, estimated: bool = False) -> Trace[Decimal]:
    return Trace(Decimal(text), formula, ("estimate.lines",), ("example-1",), estimated)


MET = ReasonView(
    outcome="met",
    text=Bilingual("买方是境外企业", "The buyer is a business abroad"),
    sources=("example-1",),
    paths=("facts.buyer",),
)
OPEN = ReasonView(
    outcome="unknown",
    text=Bilingual("货物是否涉检还没有回答", "Inspection is not answered yet"),
    paths=("facts.inspection",),
)
FAILED = ReasonView(
    outcome="failed",
    text=Bilingual("货物已经卖出，不是备货", "The goods are sold, not stock"),
    sources=("example-2",),
    paths=("facts.sale_state",),
)
SOURCES = (
    SourceView(
        id="example-1",
        number="示例公告2020年第1号",
        title=Bilingual("示例：企业对企业出口", "Example: export between firms"),
        confidence="secondary",
        checked=date(2026, 11, 20),
    ),
    SourceView(
        id="example-2",
        number="示例公告2020年第2号",
        title=Bilingual("示例：海外仓", "Example: overseas warehouse"),
        confidence="unconfirmed",
        checked=date(2026, 11, 20),
    ),
)


def advice() -> AdviceView:
    return AdviceView(
        modes=(
            ModeView(
                code="9710",
                name=Bilingual("跨境电商B2B直接出口", "Cross-border e-commerce B2B direct export"),
                verdict="recommended",
                reasons=(MET, OPEN),
            ),
            ModeView(code="0110", name=Bilingual("一般贸易", "General trade"), verdict="possible", reasons=(MET,)),
            ModeView(
                code="9810",
                name=Bilingual("跨境电商出口海外仓", "Export to an overseas warehouse"),
                verdict="not_applicable",
                reasons=(FAILED,),
            ),
        ),
        answers=(
            AnswerView(
                path="facts.buyer",
                label=Bilingual("买方是谁", "Who buys"),
                value=Bilingual("境外企业", "a business abroad"),
            ),
            AnswerView(
                path="facts.sale_state", label=Bilingual("是否已售", "Sold or stock"), value=Bilingual("已售", "sold")
            ),
        ),
        changes=(
            Bilingual("如果改为「备货」：9810 可以，9710 不适用", "If stock: 9810 possible, 9710 not applicable"),
        ),
        sources=SOURCES,
    )


def estimate() -> EstimateView:
    rows = (
        ("头程海运", "67.0 m³ × 110", "6365", "7370", "8710", False),
        ("目的港和清关", "1 × 850", "800", "850", "900", False),
        ("入库上架", "240 × 2.10", "480", "504", "540", False),
        ("仓储（60 天）", "67.0 m³ × 60 × 0.45", "900", "1809", "2700", True),
        ("尾程派送", "240 × 9.80", "2100", "2352", "2900", True),
    )
    lines = tuple(
        CostLineView(
            stage=Bilingual("", ""),
            label=Bilingual(name, name),
            low=amount(low),
            likely=amount(likely, formula, estimated=guess),
            high=amount(high),
            source="报价 2026-10-28",
        )
        for name, formula, low, likely, high, guess in rows
    )
    bars = tuple(
        Bar(name, Decimal(likely), Decimal(low), Decimal(high), guess) for name, _, low, likely, high, guess in rows
    )
    chart = ChartSpec(
        "费用构成",
        "从 0 开始；斜线是估算；细线是低到高。",
        "千 USD",
        bars,
        "合计",
        Decimal(11200),
        Decimal(12885),
        Decimal(15100),
    )
    return EstimateView(
        currency="USD",
        lines=lines,
        low=amount("11200"),
        likely=amount("12885", "Σ", estimated=True),
        high=amount("15100"),
        not_included=(Bilingual("平台佣金", "Platform commission"), Bilingual("当地税", "Local taxes")),
        per_unit=amount("85.9", "12,885.00 ÷ 150"),
        valid_until=date(2026, 12, 31),
        chart=chart,
    )


def refund() -> RefundView:
    paper = RefundPaperView(
        label=Bilingual("出口合同", "Export contract"),
        giver=Bilingual("本公司", "own firm"),
        state="have",
        must_match=Bilingual("品名、数量、金额", "name, quantity, amount"),
        number="YK-2026-014",
    )
    return RefundView(
        policy=Bilingual("免抵退税（示例结论）", "Exempt, credit and refund (example)"),
        papers=(
            paper,
            replace(
                paper,
                label=Bilingual("报关单（放行后取得）", "Declaration (after release)"),
                giver=Bilingual("报关行", "broker"),
                state="waiting",
                number="",
            ),
        ),
        figures=(
            RefundFigureView(
                label=Bilingual("免抵退税额", "Exempt-credit-refund amount"),
                value=amount("4321.09", "33,239.15 × 0.13"),
            ),
            RefundFigureView(label=Bilingual("应退税额", "Refund"), value=Trace(None, missing=("tax.rates",))),
        ),
        deadlines=(
            DeadlineView(label=Bilingual("申报期限", "Claim by"), day=Trace(None, missing=("tax.declarations",))),
        ),
    )


def findings() -> tuple[FindingView, ...]:
    return (
        FindingView(
            code="X16",
            severity=Severity.CONFIRM,
            text=Bilingual("境内货源地请向报关行确认。", "Ask the broker to confirm the source place."),
            remedy=Bilingual("放进询问单。", "Put it on the slip."),
            places=("goods.g1.source_district",),
        ),
        FindingView(
            code="X10",
            severity=Severity.HINT,
            text=Bilingual("唛头与提单还没有核对。", "Marks are not compared with the bill of lading yet."),
            places=("route.marks",),
        ),
    )


QUESTIONS = (
    QuestionView(
        text=Bilingual("9710 的征免性质填 101 还是留空？", "Levy nature for 9710: 101 or blank?"),
        why=Bilingual("各口岸做法不同", "Practice differs by port"),
        path="choices.levy_nature",
    ),
    QuestionView(text=Bilingual("商品编码 9401690099 是否合适？", "Is HS 9401690099 right?"), path="goods.g1.hs"),
)


def full(**changes: object) -> Dossier:
    """The sample dossier with every conclusion."""
    return sample.dossier(
        **(
            {
                "advice": advice(),
                "estimate": estimate(),
                "refund": refund(),
                "findings": findings(),
                "questions": QUESTIONS,
            }
            | changes
        )
    )
