"""What a case file says in other words or rare characters stands in the papers as it should: USD for US$, 䶮 as 䶮."""

from __future__ import annotations

import json
from pathlib import Path

import pypdf
import pytest

from exporter_desk.cli import main
from exporter_desk.services.desk import Desk

SUPPLIER = "赣州䶮木家具厂"


@pytest.fixture
def archive(desk_home: Path, tmp_path: Path) -> str:
    """The text of the papers that the exporter keeps, of a shipment in US$ bought from a supplier with a rare name."""
    case = json.loads(Desk().sample_text("furniture"))
    case["terms"]["currency"] = "US$"
    [supplier] = [one for one in case["parties"] if "supplier" in one["roles"]]
    supplier["name_zh"] = SUPPLIER
    (tmp_path / "one.json").write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    main(["packet", str(tmp_path / "one.json"), "--out", str(tmp_path / "out"), "--for", "archive", "--json"])
    [paper] = (tmp_path / "out").glob("*.pdf")
    return "".join(page.extract_text() for page in pypdf.PdfReader(paper).pages)


def test_they_read_back(archive: str) -> None:
    assert SUPPLIER in archive
    assert "USD" in archive
    assert "US$" not in archive
