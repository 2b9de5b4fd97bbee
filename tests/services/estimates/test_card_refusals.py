"""Why a file with rate cards was not read is said in words, as for a list of goods."""

from pathlib import Path

import pytest

from exporter_desk.cli import main
from exporter_desk.services.estimates import card_command
from exporter_desk.tables.goods_sheet import SheetRefusedError

SAID = {
    "too_large": "太大，程序只读 20 MB 以内的表",
    "swollen": "它解压后超过",
    "too_many": "太多，没有读",
    "no_table": "里没有可以读的费用表",
    "encrypted": "有密码",
    "damaged": "已损坏",
    "burst": "会占满内存",
}


@pytest.mark.parametrize("reason", SAID)
def test_no_english_word_stands_for_a_reason(
    desk_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], reason: str
) -> None:
    def refuses(*_: object) -> None:
        raise SheetRefusedError(reason)

    monkeypatch.setattr(card_command, "read_card_file", refuses)
    (tmp_path / "费用表.xlsx").write_bytes(b"x")
    assert main(["data", "cards", "import", str(tmp_path / "费用表.xlsx")]) == 2
    told = "".join(capsys.readouterr())
    assert (SAID[reason] in told, "“费用表.xlsx”" in told, reason in told) == (True, True, False)
