"""What the refund command says in words: what is missing, the papers by state, each deadline or what it waits for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exporter_desk.services.claims.command import Wish
from exporter_desk.services.desk import Desk
from exporter_desk.services.headless import Headless


@pytest.fixture(scope="module")
def desk() -> Headless:
    return Headless(Desk())


def said(desk: Headless, folder: Path, change: Callable[[dict[str, Any]], object]) -> list[str]:
    case = json.loads(desk.desk.sample_text("furniture"))
    change(case)
    path = folder / "case.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    return [line.zh for line in desk.refund(str(path), Wish()).lines]


def test_every_day_that_can_be_known_is_told(desk: Headless, tmp_path: Path) -> None:
    lines = said(desk, tmp_path, lambda case: None)
    assert "正常申报期截止：2027-04-30" in lines  # exported in December 2026
    assert "退税资料 21 份：没说明 21" in lines
    assert "备案单证归档截止：还不知道。填写申报退税日期后算出。" in lines


def test_without_a_day_of_export_no_deadline_is_told(desk: Headless, tmp_path: Path) -> None:
    lines = said(desk, tmp_path, lambda case: (case["facts"].pop("export_date"), case["tax"].pop("declarations", None)))
    assert next(line for line in lines if line.startswith("收汇截止")).startswith(
        "收汇截止：还不知道。填写出口日期后算出。"
    )


def test_what_the_refund_waits_for_is_named(desk: Headless, tmp_path: Path) -> None:
    lines = said(desk, tmp_path, lambda case: case["tax"]["purchase_invoices"][0].pop("amount"))
    assert lines[1].startswith("应退税额至少 ")
    assert lines[2].startswith("还缺：")
