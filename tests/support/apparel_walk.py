"""Shipment C as a clerk does it, from nothing to the packet, by keys alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from pypdf import PdfReader
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu

from exporter_desk.domain import paths
from exporter_desk.domain.case import Case, FactValue
from exporter_desk.domain.case_json import load
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.numbers import plain
from exporter_desk.domain.parties import ROLES
from exporter_desk.services.guided import GuidedQuestion
from exporter_desk.services.workflow import Step
from exporter_desk.system import resources
from exporter_desk.ui.forms.deal_form import PARTY, ROUTE, TERMS
from exporter_desk.ui.forms.role_boxes import role_word
from exporter_desk.ui.i18n import pick
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.papers.check import CheckPage
from exporter_desk.ui.pages.question import QuestionPage
from exporter_desk.ui.widgets import ComboBox
from tests.support.person import LostError, Person

TITLE = "Apparel C"
GOODS = {
    "中文品名": "name_zh", "英文品名": "name_en", "规格": "model", "货号": "sku", "商品编码": "hs",
    "编码确认人": "hs_confirmed_by", "编码确认日期": "hs_confirmed_on", "申报要素": "elements", "材质": "material",
    "数量": "qty", "单位": "unit", "法定数量": "qty1", "法定单位": "unit1", "第二法定数量": "qty2",
    "第二法定单位": "unit2", "单价": "unit_price", "净重 kg": "net_kg", "原产国": "origin",
    "境内货源地": "source_district", "供应商": "supplier", "征免": "levy",
}  # fmt: skip
"""The columns of the clerk's goods list, as the program calls them."""
SAMPLE: Case = load(resources.read_text("samples/apparel.json"))
PAPERS = {
    # 2,100 × 3.20 + 1,600 × 3.05 + 800 × 8.60 + 840 × 6.40 = 6,720 + 4,880 + 6,880 + 5,376 = 23,856.00
    "发票": (
        "5,340 PCS USD 23,856.00", "SAY US DOLLARS TWENTY-THREE THOUSAND EIGHT HUNDRED AND FIFTY-SIX ONLY.",
        "赣州㐂垚示例服饰贸易有限公司", "GANZHOU XIYAO (SAMPLE) APPAREL TRADING CO., LTD.", "91360700MA0000218W",
        "SOUTHERN CROSS APPAREL (SAMPLE) PTY LTD", "XY-INV-2026-033", "FOB YANTIAN, SHENZHEN, Incoterms 2020",
        "S.C.A. XY2026-AU-033 SYDNEY C/NO. 1-130 MADE IN CHINA",
    ),
    # 35 + 25 + 2 + 39 + 27 + 2 boxes; 416.5 + 250 + 16.8 + 479.7 + 288.9 + 23 kg; 128 × 0.096 + 2 × 0.084 m³
    "装箱单": (
        "TOTAL 130 5,340 PCS 1,474.90 1,334.80 12.456", "SAY TOTAL ONE HUNDRED AND THIRTY (130) CARTONS ONLY.",
        " 1-10 ", " 11-25 ", " 26-35 ", " 36-43 ", " 44-54 ", " 55-60 ", " 61-62 ", " 63-72 ", " 73-88 ", " 89-101 ",
        " 102-108 ", " 109-120 ", " 121-128 ", " 129-130 ",
    ),
    "合同": ("XY2026-AU-033", "23,856.00", "2026-12-20", "100% T/T through the platform before shipment"),
    "报关行资料袋": (
        "9710", "5316", "470601", "AUS225", "3|0|针织|男式|非背心|60%涤纶40%棉|", "6104620090", "91360700MA00000826",
    ),
    "税务资料袋": ("23,856.00", "XY2026-AU-033"),
    "自存资料袋": ("23,856.00", "XY2026-AU-033"),
}  # fmt: skip
"""What stands on the papers of sample C, calculated by hand: by the name in the file's name."""


def words(folder: Path, ending: str) -> str:
    """Text of a paper in a folder, its lines joined, as another program reads it; "" without exactly one file."""
    files = list(folder.rglob(f"*_{ending}_*.pdf"))
    if len(files) != 1:
        return ""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(files[0]).pages).split())


def begin(person: Person) -> None:
    """Ctrl+N, a name, Enter."""
    person.must_be_on(places.HOME)
    person.look("home")
    person.key("Ctrl+N")
    person.must_be_on(places.NEW)
    person.write(TITLE)
    person.look("new")
    person.key("Return")
    person.must_be_on(places.STEPS[Step.DESCRIBE])


def answer_everything(person: Person, step: Step) -> int:
    """Answer each question of a step as sample C does; what the sample does not know is 不清楚. Return how many."""
    count = 0
    while person.place() == places.STEPS[step]:
        count += 1
        if count > 60:
            raise LostError(f"the questions of {step} do not end")
        _answer(person, asked(person), count)
    return count


def asked(person: Person) -> GuidedQuestion:
    """The question on the page."""
    page = person.window.page(person.place())
    question = page.question() if isinstance(page, QuestionPage) else None
    if question is None:
        raise LostError(f"no question on {person.place()}")
    return question


def known_answer(question: GuidedQuestion) -> FactValue | None:
    """What sample C says."""
    if question.path == "route.dest":
        return SAMPLE.route.dest
    return SAMPLE.facts.get(question.path.removeprefix("facts."))


def _answer(person: Person, question: GuidedQuestion, count: int) -> None:
    answer = known_answer(question)
    options = [option.value for option in question.options]
    if question.kind == "list":
        raise LostError(f"{question.path}: a list")
    if options:
        person.key(str(options.index(answer) + 1 if answer in options else len(options) + 1))
    elif answer is None:
        person.key("Tab")
        person.key("Space")
    else:
        person.write(str(answer))
    if count in (1, 2, 7):
        person.look(f"{person.place()}-{count}")
    person.key("Return")


def adopt(person: Person) -> None:
    """Read the conclusion; the button to adopt it has the cursor."""
    person.must_be_on(places.RESULT)
    person.look("result")
    person.key("Space")
    person.must_be_on(places.TODO)
    person.look("todo-after-mode")


def open_deal(person: Person) -> None:
    """From the empty goods page to parties and terms, by keys."""
    person.key("Return")
    person.must_be_on(places.STEPS[Step.GOODS])
    person.look("goods-empty")
    person.tab_to("商品与装箱", back=True)
    person.key("Right")
    person.look("deal-empty")


def type_parties(person: Person) -> None:
    """Each firm: add it, tick its roles, type what is known of it."""
    for party in SAMPLE.parties:
        person.tab_to("加一个往来方", back=bool(person.session.case.parties))
        person.key("Space")
        place = f"parties.{person.session.case.parties[-1].id}"
        for name in PARTY:
            fill_in(person, f"{place}.{name}", getattr(party, name))
        for role in sorted(party.roles, key=ROLES.index, reverse=True):
            person.tab_to(role_word(role), back=True)
            person.key("Space")
    person.look("parties")


def type_terms(person: Person) -> None:
    """Terms, contract, invoice; route and marks; 一般征税, open in the sample, which the packet of the broker needs."""
    for record, names in (("terms", TERMS), ("route", ROUTE)):
        for name in names:
            fill_in(person, f"{record}.{name}", _sample_value(f"{record}.{name}"))
        if record == "route":
            fill_in(person, "choices.levy_nature", "101")
        person.look(record)


def fill_in(person: Person, path: str, value: object) -> None:
    """Go to the field of a place and fill it in, unless the sample has nothing there."""
    if value is None or value == ():
        return
    person.tab_to(label_of(person, path))
    field = person.focus()
    if isinstance(field, ComboBox):
        wanted, now = field.findData(str(value)), field.currentIndex()
        person.key("Down" if wanted > now else "Up", abs(wanted - now))
        return
    person.write("\n".join(value) if isinstance(value, tuple) else str(value))


def label_of(person: Person, path: str) -> str:
    """The words beside a field."""
    name = pick(person.session.name_of(path))
    grouped = path.partition(".")[0] in ("goods", "packages", "parties", "choices")
    return name.rpartition(" · ")[2] if grouped else name.replace(" · ", " ")


def _sample_value(path: str) -> object:
    try:
        return paths.read(SAMPLE, path)
    except paths.PathError:
        return None


def paste_goods(person: Person) -> None:
    """The goods list from a spreadsheet, with its line of titles."""
    person.tab_to("往来方与成交", back=True)
    person.key("Left")
    person.tab_to("加一行")
    person.paste(goods_sheet())
    person.look("goods-pasted")


def goods_sheet() -> str:
    return _sheet([list(GOODS), *([_cell(line, name) for name in GOODS.values()] for line in SAMPLE.goods)])


def _cell(line: GoodsLine | Package, name: str) -> str:
    value = getattr(line, name)
    if name == "supplier":
        supplier = SAMPLE.party_by_id(value)
        return (supplier.name_zh or "") if supplier else ""
    if isinstance(value, tuple):
        return "|".join(value)
    return "" if value is None else plain(value) if isinstance(value, Decimal) else str(value)


def paste_packages(person: Person) -> None:
    """The box list, with one slip: 9 instead of 10 hoodies in the last boxes."""
    person.tab_to("商品")
    person.key("Ctrl+Tab")
    person.paste(package_sheet())
    person.look("packages-pasted")


def package_sheet() -> str:
    titles = ("箱号从", "到", "每箱内装", "包装种类", "长×宽×高 cm", "单箱毛重 kg", "单箱净重 kg")
    number = {line.id: at for at, line in enumerate(SAMPLE.goods, start=1)}
    rows = []
    for package in SAMPLE.packages:
        contents = "; ".join(f"{number[key]}×{plain(count)}" for key, count in package.contents.items())
        size = "×".join(map(plain, package.size_cm))
        cells = [_cell(package, name) for name in ("first", "last", "kind", "gross_kg", "net_kg")]
        rows.append([*cells[:2], contents.replace("9×10;", "9×9;"), cells[2], size, *cells[3:]])
    return _sheet([titles, *rows])


def _sheet(rows: Sequence[Sequence[str]]) -> str:
    return "".join("\t".join(row) + "\r\n" for row in rows)


def visit(person: Person, step: Step, name: str) -> None:
    """Open a step by the strip of steps, and look at it; a page that is still busy may take the cursor once more."""
    number = list(Step).index(step) + 1
    for _ in range(3):
        for _ in range(60):
            if person.focus_name().startswith(f"{number} "):
                break
            person.key("Tab")
        person.key("Space")
        person.rest()
        if person.place() == places.STEPS[step]:
            break
    person.must_be_on(places.STEPS[step])
    person.look(name)


def note_invoices(person: Person) -> None:
    """The supplier's invoices, in the records of the refund file."""
    visit(person, Step.REFUND, "refund")
    person.tab_to("资料", back=True, kind=QAbstractButton)
    person.key("Right", 5)
    person.tab_to("进项发票: 加一行")
    person.key("Space")
    person.paste(invoice_sheet())
    person.look("invoices")


def invoice_sheet() -> str:
    number = {line.id: str(at) for at, line in enumerate(SAMPLE.goods, start=1)}
    return _sheet(
        [
            [one.number or "", str(one.day), "", "", number[str(one.goods)], one.name_zh or "",
             plain(one.qty or Decimal(0)), one.unit or "", plain(one.amount or Decimal(0)),
             plain(one.rate or Decimal(0))]
            for one in SAMPLE.tax.purchase_invoices
        ]
    )  # fmt: skip


def mend_the_slip(person: Person) -> None:
    """F7, Enter on the finding, the right number in the boxes with 少 2, F7 again."""
    person.key("F7")
    person.must_be_on(places.STEPS[Step.CHECK])
    person.look("check-with-errors")
    person.key("Return")
    person.must_be_on(places.STEPS[Step.GOODS])
    person.look("jumped")
    person.key("Down", 4)
    person.key("F2")
    person.key("Ctrl+A")
    person.write("9*10; 10*15")
    person.look("mending")
    person.key("Return")
    person.key("F7")
    person.look("check-mended")


def undo_and_redo(person: Person) -> Case:
    """Ctrl+Z takes the last number back, Ctrl+Y makes it again; return the shipment in between."""
    before, cursor = person.session.case, person.focus_name()
    person.key("Ctrl+Z")
    between = person.session.case
    if person.focus_name() != cursor:
        raise LostError(f"undo moved the cursor from {cursor!r} to {person.focus_name()!r}")
    person.look("undone")
    person.key("Ctrl+Y")
    if person.session.case != before:
        raise LostError("Ctrl+Y does not bring back what Ctrl+Z took")
    return between


def answer_finding(person: Person, code: str, text: str) -> None:
    """Go to a finding in the list, jump to its field, fill it in, and check again."""
    page = person.window.page(person.place())
    if not isinstance(page, CheckPage):
        raise LostError(f"no findings on {person.place()}")
    for _ in range(page.model.rowCount()):
        chosen = page.chosen()
        if chosen is not None and chosen.code == code:
            break
        person.key("Down")
    person.key("Return")
    person.look(f"jumped-{code}")
    person.write(text)
    person.key("Tab")
    person.key("F7")


def speak(person: Person, language: str) -> None:
    """Choose a language in the menu of tools."""
    person.key("Alt+T")
    menu = QApplication.activePopupWidget()
    if not isinstance(menu, QMenu):
        raise LostError("Alt+T opens no menu")
    for _ in menu.actions():
        person.key("Down")
        chosen = menu.activeAction()
        if chosen is not None and chosen.text() == language:
            person.key("Return")
            person.look(f"language-{language}")
            return
    raise LostError(f"{language} is not in the menu")


def make_papers(person: Person) -> None:
    """F9, a look at the preview, Ctrl+Enter."""
    person.key("F9")
    person.must_be_on(places.STEPS[Step.PACKET])
    person.look("packet")
    person.key("Down", 4)
    person.look("packet-preview")
    person.key("Ctrl+Return")
    person.look("packet-made")


def walk(person: Person) -> Case:
    """All of it; return the shipment as it was between undo and redo."""
    begin(person)
    answer_everything(person, Step.DESCRIBE)
    answer_everything(person, Step.MODE)
    adopt(person)
    open_deal(person)
    type_parties(person)
    type_terms(person)
    paste_goods(person)
    paste_packages(person)
    visit(person, Step.COSTS, "costs")
    note_invoices(person)
    mend_the_slip(person)
    between = undo_and_redo(person)
    answer_finding(person, "T23", str(SAMPLE.facts["export_date"]))
    speak(person, "English")
    speak(person, "简体中文")
    make_papers(person)
    return between
