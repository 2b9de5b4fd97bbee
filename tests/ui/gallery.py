"""Sample pages for looking at the kit: the components on one page, a list page, and a question page. Not shipped."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from exporter_desk.domain.chart import Bar, ChartSpec
from exporter_desk.ui import theme
from exporter_desk.ui.help_content import HelpContent, HelpPairs, HelpSource, HelpText
from exporter_desk.ui.shell_state import Crumb, Step
from exporter_desk.ui.widgets import (
    CELL_ROLE,
    MARK_KINDS,
    Banner,
    Button,
    Card,
    CellState,
    CheckBox,
    Chip,
    Column,
    ComboBox,
    Fact,
    FactsStrip,
    Field,
    FillBar,
    Label,
    LineEdit,
    ListCard,
    MarkLabel,
    OptionList,
    Page,
    Paragraph,
    RangeBox,
    Row,
    ScrollPage,
    SectionHeader,
    SourceMark,
    Switch,
    TableCard,
    Verb,
)
from exporter_desk.ui.widgets.chart_view import ChartView

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
        small = (Button("放入文件", "fill", small=True), Button("查看", "text", small=True))
        switch = Switch((("引导", "guided"), ("表格", "table")))
        first = Button("继续", "primary", key="Enter")
        return line(first, off, Button("打印", icon="print"), Button("都不采用", "text"), *small, switch)

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


Index = QModelIndex | QPersistentModelIndex


class CellModel(QAbstractTableModel):
    """A table of cells as they stand, with a header."""

    def __init__(self, header: Sequence[str], rows: Sequence[Sequence[CellState]]) -> None:
        super().__init__()
        self._header, self._rows = header, rows

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return len(self._header)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self._rows[index.row()][index.column()] if index.isValid() else None
        if role == CELL_ROLE:
            return cell
        return cell.text if cell and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole) else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:  # noqa: N802
        if role == Qt.ItemDataRole.DisplayRole:
            return self._header[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and self._rows:
            right = self._rows[0][section].alignment == "right"
            return int(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable


def nothing() -> None:
    """A verb of the gallery."""


CASES = [
    ("B-2026-014", "餐桌椅 120 套", "德国仓", CellState("9810"), (2, 8), "商品与装箱", "今天 09:12"),
    ("A-2026-021", "脐橙 2 柜", "新加坡", CellState("待确认", mark="warn"), (2, 8), "选贸易方式", "昨天 17:40"),
    ("示例-1", "脐橙 1 柜", "新加坡", CellState("未选", "unknown"), (1, 8), "选贸易方式", "—"),
]


class WorkbenchPage(Page):
    """The list page, after the workbench."""

    docks_help = False

    def __init__(self) -> None:
        super().__init__()
        self.new = Button("新建一票货", "primary", icon="add", key="Ctrl+N")
        urgent = ListCard(
            (Column("", 28), Column("编号", 84), Column("货物", 100), Column("", 0), Column("", 90, "right")), row=47
        )
        open_it = (Verb("去处理", nothing),)
        urgent.set_rows((
            Row((CellState("", mark="error"), CellState("C-2026-003", tone="ink2"), CellState("T恤 → 法国", bold=True),
                 CellState("差 1 张：进项发票（供应商：某制衣）。退税约 ¥52,310（估算）", tone="ink2"),
                 CellState("还有 23 天", tone="error", bold=True, alignment="right")), open_it),
            Row((CellState("", mark="warn"), CellState("规则包", tone="ink2"), CellState("截至 08-01", bold=True),
                 CellState("已过 113 天，结论可能变化", tone="ink2"), CellState("")),
                (Verb("说明", nothing, "text"), Verb("从 U 盘更新", nothing))),
        ))  # fmt: skip
        rows = [
            [CellState(number), CellState(goods, bold=True, chip="示例" if "示" in number else ""), CellState(to), mode,
             CellState(f"{done[0]}/8", progress=done), CellState(step), CellState(when, tone="ink2")]
            for number, goods, to, mode, done, step, when in CASES
        ]  # fmt: skip
        self.table = TableCard("list", hug=True, name="我的业务")
        self.model = CellModel(("编号", "货物", "去向", "方式", "进度", "下一步", "最后修改"), rows)
        self.table.set_model(self.model, (108, 0, 110, 110, 176, 168, 116))
        self.table.select(0)
        mine = SectionHeader("我的业务", "3")
        mine.add(ComboBox((("全部状态", 0),), look="fill", small=True))
        mine.add(LineEdit("", "查找编号、货物、客户"))
        for widget in (SectionHeader("要紧的事", "2"), urgent, mine, self.table):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.column.addWidget(Label("Enter 打开 · 右键更多操作 · 删除的业务在回收站保留 30 天", "note", "ink3"))

    def title(self) -> str:
        return "工作台"

    def subtitle(self) -> str:
        return "2026-11-22 星期日"

    def head_widget(self) -> QWidget:
        return self.new


class FiguresPage(Page):
    """Grid with all value states, range, fill bar and chart."""

    nav_key = "cases"
    docks_help = False

    def __init__(self) -> None:
        super().__init__()
        right = "right"
        states = [
            [CellState("1", tone="ink3"), CellState("实木餐桌"),
             CellState("9403 60 示例", "pack", source_number=1),
             CellState("120", alignment=right), CellState("21,600.00", "computed", right),
             CellState("已填", mark="ok")],
            [CellState("2", tone="ink3"), CellState("实木餐椅", "carried"), CellState("未确认", "to_confirm"),
             CellState("34.0", "estimated", right, chip="估算"), CellState("16,800.00", "overridden", right),
             CellState("编码没人确认", mark="warn")],
            [CellState("3", tone="ink3"), CellState("餐椅坐垫", "imported"), CellState("8302 42 示例", "read_only"),
             CellState("48O", "wrong", right, "这里要填数字"), CellState("不计价", "unknown", right),
             CellState("数量不是数字", mark="error")],
        ]  # fmt: skip
        self.table = TableCard("grid", hug=True, name="商品")
        self.model = CellModel(("", "中文品名", "商品编码", "数量", "总价", "状态"), states)
        self.table.set_model(self.model, (36, 0, 150, 130, 130, 150))
        self.table.select(0, 3)
        span = RangeBox("每套 USD")
        span.set_figure("121.56 – 196.78", "最可能 153.26", "估算")
        fill = FillBar("40HQ")
        fill.set_share(0.985, 0.9)
        self.chart = ChartView(CHART)
        paper = Card()
        paper.add(self.chart)
        for widget in (self.table, line(span, fill)):
            self.column.addWidget(widget)
        self.column.addWidget(paper, 1)

    def title(self) -> str:
        return "海外仓费用"

    def breadcrumb(self) -> Sequence[Crumb]:
        return (Crumb("工作台", "home"), Crumb("B-2026-014 餐桌椅 → 德国海外仓"))

    def steps(self) -> Sequence[Step]:
        return STEPS

    def current_step(self) -> str:
        return "cost"

    def help(self) -> HelpContent:
        return HELP


def _bar(label: str, likely: str, low: str, high: str, *, estimated: bool = False) -> Bar:
    return Bar(label, Decimal(likely), Decimal(low), Decimal(high), estimated)


CHART = ChartSpec(
    "费用怎么叠起来", "柱：最可能 · 细线：低到高 · 斜线：估算 · 千美元", "USD",
    (
        _bar("头程海运", "7365.60", "6361.20", "8704.80"), _bar("目的港与清关", "1350", "1180", "1620"),
        _bar("入库上架", "768", "672", "912"), _bar("仓储", "1807.92", "903.96", "2711.88"),
        _bar("尾程派送", "6240", "5040", "8160"), _bar("退货与损耗", "860", "430", "1505", estimated=True),
    ),
    "合计", Decimal("14587.16"), Decimal("18391.52"), Decimal("23613.68"),
)  # fmt: skip
PAGES: dict[str, type[Page]] = {
    "components": ComponentPage,
    "home": WorkbenchPage,
    "mode": QuestionPage,
    "cost": FiguresPage,
}
