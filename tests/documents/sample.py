"""A throw-away case for the tests of papers: furniture to Germany, mixed cartons, rare Hanzi in names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from exporter_desk.documents.dossier import Dossier
from exporter_desk.documents.fonts import Fonts, load_fonts
from exporter_desk.documents.formats import FORMATS
from exporter_desk.documents.loader import read_forms
from exporter_desk.documents.schema import Form
from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.parties import Party
from exporter_desk.domain.shipment import Fee, Route, Terms
from exporter_desk.rules.codes import CodeTables

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
DAY = date(2026, 11, 25)
RARE = "赣垚堃䶮㐂𬬭"


def files(folder: str, *suffixes: str) -> dict[str, bytes]:
    base = RESOURCES / folder
    return {
        path.relative_to(base).as_posix(): path.read_bytes()
        for path in sorted(base.rglob("*"))
        if path.suffix in suffixes
    }


@cache
def fonts() -> Fonts:
    folder = RESOURCES / "fonts"
    return load_fonts((folder / "NotoSansSC-Regular.ttf").read_bytes(), (folder / "NotoSansSC-Bold.ttf").read_bytes())


@cache
def forms() -> dict[str, Form]:
    read, problems = read_forms(files("forms", ".toml"), FORMATS)
    assert not problems
    return read


@cache
def codes() -> CodeTables:
    return CodeTables.load(files("codes", ".csv", ".toml"))


SELLER = Party(
    id="pt1",
    roles=("seller", "producer"),
    name_zh="赣州市南康区垚堃木业有限公司",
    name_en="GANZHOU NANKANG YAOKUN WOOD CO., LTD.",
    uscc="91360703MA35TEST0X",
    country="CN",
    address_zh="江西省赣州市南康区龙岭镇家居大道8号",
    address_en="NO. 8 JIAJU AVENUE, LONGLING TOWN, NANKANG DISTRICT, GANZHOU, JIANGXI, P.R. CHINA",
    contact="李䶮",
    phone="+86 797 555 0100",
)
BUYER = Party(
    id="pt2",
    roles=("buyer",),
    name_en="REINHOLD HOLZ GMBH",
    country="DE",
    address_en="BEISPIELSTRASSE 12, 20457 HAMBURG, GERMANY",
)
BROKER = Party(id="pt3", roles=("broker",), name_zh="赣州示范报关有限公司", uscc="91360700MA35TEST1Y", country="CN")


def line(number: int, **changes: object) -> GoodsLine:
    base = GoodsLine(
        id=f"g{number}",
        name_zh="实木餐椅",
        name_en="WOODEN DINING CHAIR",
        model=f"YK-{100 + number}",
        hs="9401690099",
        elements=("0", "0", "餐用", "橡胶木", "无品牌", f"YK-{100 + number}"),
        qty=Decimal(120),
        unit="007",
        qty1=Decimal(120),
        unit1="007",
        qty2=Decimal(660),
        unit2="035",
        unit_price=Decimal("24.50"),
        net_kg=Decimal(660),
        origin="CN",
        source_district="36079",
        levy="1",
    )
    return replace(base, **changes)


TERMS = Terms(
    incoterm="CIF",
    place="HAMBURG",
    currency="USD",
    freight=Fee(amount=Decimal("1850.00"), currency="USD"),
    insurance=Fee(amount=Decimal("136.08"), currency="USD"),
    payment="T/T 30% DEPOSIT, BALANCE AGAINST B/L COPY",
    contract_no="YK-2026-014",
    contract_date=date(2026, 10, 20),
    contract_place="赣州 GANZHOU",
    invoice_no="INV-2026-014",
    invoice_date=date(2026, 11, 18),
    order_no="PO 4711",
    tolerance_pct=Decimal(5),
    ship_by=date(2026, 12, 5),
)
PACKAGES = (
    Package(
        id="p1",
        first=1,
        last=60,
        kind="22",
        contents={"g1": Decimal(2)},
        gross_kg=Decimal("12.6"),
        net_kg=Decimal("11"),
        size_cm=(Decimal(60), Decimal(50), Decimal(90)),
    ),
    Package(
        id="p2",
        first=61,
        last=90,
        kind="22",
        contents={"g2": Decimal(1)},
        gross_kg=Decimal("40.2"),
        net_kg=Decimal("36.8166"),
        size_cm=(Decimal(150), Decimal(90), Decimal(20)),
    ),
)
ROUTE = Route(
    transport="2",
    from_place="GANZHOU",
    exit_district="5316",
    exit_port="470601",
    dest_port="DEU063",
    dest="DE",
    marks=("R.H.", "YK-2026-014", "HAMBURG", "C/NO. 1-90", "MADE IN CHINA"),
)


def case(lines: int = 2, **changes: object) -> Case:
    table = line(
        2,
        name_zh="实木餐桌",
        name_en="WOODEN DINING TABLE",
        hs="9403609990",
        qty=Decimal(30),
        qty1=Decimal(30),
        qty2=Decimal("1104.5"),
        net_kg=Decimal("1104.5"),
        unit_price=Decimal("72.3333"),
    )
    base = Case(
        id="9f00000000000001",
        number="2026-014",
        title="餐桌椅 → 德国",
        day=DAY,
        facts={"sale_state": "sold", "buyer": "business"},
        parties=(SELLER, BUYER, BROKER),
        terms=TERMS,
        goods=(line(1), table, *(line(number) for number in range(3, lines + 1)))[:lines],
        packages=PACKAGES,
        route=ROUTE,
        choices=(Choice(what="mode", value="9710"), Choice(what="levy_nature", value="101")),
    )
    return replace(base, **changes)


def dossier(**changes: object) -> Dossier:
    base = Dossier(case=case(), codes=codes(), day=DAY, rules="base@2026.11.1")
    return replace(base, **changes)
