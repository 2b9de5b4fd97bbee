"""Sample pages for looking at the kit: the components on one page, a list page, and a question page. Not shipped."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.shell_state import Crumb, HelpContent, HelpPairs, HelpSource, HelpText, Step
from exporter_desk.ui.widgets import (
    MARK_KINDS,
    Banner,
    Button,
    Card,
    CheckBox,
    Chip,
    ComboBox,
    Fact,
    FactsStrip,
    Field,
    Label,
    LineEdit,
    MarkLabel,
    OptionList,
    Page,
    Paragraph,
    ScrollPage,
    SectionHeader,
    SourceMark,
    Switch,
)

STEPS = (
    Step("facts", "说明这票货", "done"),
    Step("mode", "选贸易方式", "doing"),
    Step("goods_list", "商品与装箱", "doing"),
    Step("cost", "海外仓费用", "not_started"),
    Step("documents", "单证", "doing"),
    Step("refund", "退税资料夹", "doing"),
    Step("check", "核对", "problem"),
    Step("packet", "资料袋", "blocked"),
)
HELP = HelpContent(
    "依据与说明",
    (
        HelpText("为什么问这个", "直接卖给国外企业，和先运到海外仓再卖，用的贸易方式不同，要准备的资料也不同。"),
        HelpSource(1, "示例公告 20XX 年第 XX 号", ("生效 20XX-XX-XX · 核对 2026-08-01",), chip="示例",
                   verbs=(("看原文摘要", print), ("打印", print))),
        HelpSource(3, "示例办法 第 X 条", ("生效 20XX-XX-XX",), warning="核对已过 252 天"),
        HelpPairs("常见情况", (("平台海外仓备货", "第 2 项"), ("展会样品，回来再定", "第 4 项")), bold_values=True),
        HelpPairs("已知答案", (("目的国", "德国"), ("谁来卖", "某贸易公司（外购）"))),
    ),
)  # fmt: skip


def line(*widgets: QWidget) -> QWidget:
    """Widgets in a row, starting left."""
    box = QWidget()
    row = QHBoxLayout(box)
    theme.set_spacing(row, 12)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return box


class ComponentPage(Page):
    """Every small component in its states."""

    def __init__(self) -> None:
        super().__init__()
        page = ScrollPage()
        self.column.addWidget(page)
        page.add(SectionHeader("按钮", "三级"), self._buttons(), SectionHeader("标记"), self._marks())
        page.add(SectionHeader("输入框"), self._fields(), self._choices(), self._strips())

    def title(self) -> str:
        return "组件"

    def subtitle(self) -> str:
        return "浅色主题"

    def help(self) -> HelpContent | None:
        return HELP

    def _buttons(self) -> QWidget:
        off = Button("继续", "primary")
        off.setEnabled(False)
        return line(
            Button("继续", "primary", key="Enter"), off, Button("打印", "fill", icon="print"), Button("都不采用", "text"),
            Button("放入文件", "fill", small=True), Button("查看", "text", small=True), Switch((("引导", "guided"), ("表格", "table"))),
        )  # fmt: skip

    def _marks(self) -> QWidget:
        words = ("错误", "待确认", "提醒", "通过", "等待", "进行中", "未开始", "暂不能办", "不适用", "可以")
        box = QWidget()
        grid = QGridLayout(box)
        theme.set_spacing(grid, 12)
        for index, (kind, word) in enumerate(zip(MARK_KINDS, words, strict=True)):
            grid.addWidget(MarkLabel(kind, word), index // 5, index % 5)
        grid.addWidget(
            line(SourceMark(1, "示例公告"), Chip("估算", "warn"), Chip("示例"), Chip("推荐", "strong")), 2, 0, 1, 5
        )
        return box

    def _fields(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        theme.set_spacing(grid, 16)
        plain = Field("单箱毛重 kg", LineEdit("38.5"), "平常", width=160)
        wrong = Field("数量", LineEdit("48O"), width=160)
        wrong.set_message("error", "要填数字，例如 480")
        estimate = LineEdit("8,640.0")
        estimate.set_state("estimated")
        computed = LineEdit("21,600.00")
        computed.set_state("computed")
        empty = LineEdit("", "例如 38.5")
        combo = ComboBox((("FOB 盐田", "FOB"), ("CIF 长滩", "CIF")))
        fields = [
            plain,
            wrong,
            Field("毛重 kg", estimate, "估算，没有过磅", width=160),
            Field("总价", computed, "ƒ 计算，不能改", width=160),
        ]
        fields += [Field("净重", empty, "空，提示字", width=160), Field("贸易术语", combo, "下拉", width=160)]
        for index, field in enumerate(fields):
            grid.addWidget(field, index // 3, index % 3)
        return box

    def _choices(self) -> QWidget:
        broker, tax, unknown = CheckBox("报关行"), CheckBox("税务"), CheckBox("客户", three_states=True)
        broker.setChecked(True)
        unknown.setCheckState(unknown.checkState().PartiallyChecked)
        return line(broker, tax, unknown, ComboBox((("全部状态", 0), ("进行中", 1)), look="fill", small=True))

    def _strips(self) -> QWidget:
        page = Card("surface")
        page.add(
            Banner(
                "error",
                "商品 第 3 行，数量：",
                "这里要填数字，例如 480。现在填的是“48O”，最后一个是字母 O。",
                "改成 480",
            )
        )
        page.add(
            FactsStrip(
                (
                    Fact("卖方", "某贸易公司"),
                    Fact("成交", "USD 38,400.00", strong=True),
                    Fact("毛重", "8,640.0 kg", estimated="估算"),
                )
            )
        )
        page.add(Paragraph("平台佣金、当地税费、广告费、汇兑差。这些在“这票赚不赚”里另填。" * 3))
        return page


class QuestionPage(Page):
    """A guided question under the step strip."""

    nav_key = "cases"

    def __init__(self) -> None:
        super().__init__()
        self.options = OptionList((
            ("已经卖给国外企业", "有订单或合同"), ("还没卖，先运到海外仓", "卖出后再从海外仓发给买家"),
            ("一部分已卖，一部分备货", "两部分会分开判断"), ("不清楚", "先记为待确认，会写进询问单"),
        ))  # fmt: skip
        self.options.select(1)
        self.column.addWidget(
            line(Label("关于买家", "table", "ink2", bold=True), Label("第 2 题，最多还有 4 题", "table", "ink3"))
        )
        self.column.addWidget(Label("货物出境时，是不是已经卖给国外买家了？", "question"))
        self.column.addWidget(self.options)
        self.column.addWidget(line(Button("继续", "primary", key="Enter"), Button("先不答，以后再说", "text")))
        self.column.addStretch(1)

    def title(self) -> str:
        return "选贸易方式"

    def breadcrumb(self) -> Sequence[Crumb]:
        return (Crumb("工作台", "home"), Crumb("B-2026-014 餐桌椅 → 德国海外仓"))

    def steps(self) -> Sequence[Step]:
        return STEPS

    def current_step(self) -> str:
        return "mode"

    def help(self) -> HelpContent | None:
        return HELP

    def arrange(self, room: object) -> None:
        self.options.set_short(getattr(room, "short", False))


PAGES: dict[str, type[Page]] = {"home": ComponentPage, "mode": QuestionPage}
