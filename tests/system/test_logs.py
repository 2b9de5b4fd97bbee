"""Nothing about the business reaches the log: only constant sentences and declared fields do."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.system import logs
from tests.support.log_watch import LogWatch

LOGGER = logging.getLogger("exporter_desk.system.test")
BUYER = "赣州某某家具 91360700MA"


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    handler = logs.start_logging(tmp_path / "logs")
    yield tmp_path / "logs" / "exporter-desk.log"
    logging.getLogger().removeHandler(handler)
    handler.close()


def record(message: str, *values: object, name: str = "exporter_desk.x") -> logging.LogRecord:
    return logging.LogRecord(name, logging.INFO, "x.py", 1, message, values, None)


def test_a_declared_field_is_written(log_file: Path) -> None:
    LOGGER.info("read %(rows)d rows", {"rows": 12})
    assert log_file.read_text("utf-8").endswith("INFO exporter_desk.system.test read 12 rows\n")


def test_undeclared_and_positional_values_are_withheld(log_file: Path) -> None:
    LOGGER.info("opened %(buyer)s", {"buyer": BUYER})
    LOGGER.info("opened %s", BUYER)
    text = log_file.read_text("utf-8")
    assert BUYER not in text
    assert text.count("opened " + logs.WITHHELD) == 2


def test_the_text_of_an_exception_is_withheld_but_its_frames_are_not(log_file: Path, expected_log: LogWatch) -> None:
    expected_log.expect("failed")
    try:
        int(BUYER)
    except ValueError:
        LOGGER.exception("failed")
    text = log_file.read_text("utf-8")
    assert BUYER not in text
    assert "builtins.ValueError\n  test_logs.py:" in text


def test_foreign_records_say_only_that_they_were_there(log_file: Path, expected_log: LogWatch) -> None:
    expected_log.expect(BUYER)
    logging.getLogger("urllib3.pool").warning("GET %s", BUYER)
    assert log_file.read_text("utf-8").endswith(f"WARNING urllib3.pool {logs.WITHHELD}\n")


@given(st.text(), st.text(alphabet="abcdef", min_size=1))
def test_no_value_of_an_undeclared_field_survives(secret: str, name: str) -> None:
    assert logs.redact(record(f"a %({name})s", {name: secret})) == f"a {logs.WITHHELD}"


@pytest.mark.parametrize(
    ("message", "values", "expected"),
    [
        ("100 %% of %(pages)05.1f", {"pages": 3}, "100 % of 3"),
        ("%(pages)s", {}, logs.WITHHELD),
        ("plain", {}, "plain"),
    ],
)
def test_placeholders(message: str, values: dict[str, object], expected: str) -> None:
    assert logs.redact(record(message, values)) == expected


def test_causes_are_told_and_suppressed_ones_are_not() -> None:
    error = ValueError("a")
    error.__cause__ = KeyError("b")
    assert logs.describe_exception(error) == "builtins.ValueError\nbuiltins.KeyError"
    error.__cause__ = None
    error.__context__ = OSError("c")
    assert logs.describe_exception(error) == "builtins.ValueError"


def test_places_do_not_name_the_user() -> None:
    assert logs.short_place("C/Users/li/desk/exporter_desk/ui/a.py") == "exporter_desk/ui/a.py"
    assert logs.short_place("C/Users/li/b.py") == "b.py"


def test_without_a_folder_the_program_goes_on(tmp_path: Path) -> None:
    (tmp_path / "logs").write_bytes(b"")
    handler = logs.start_logging(tmp_path / "logs")
    logging.getLogger().removeHandler(handler)
    assert isinstance(handler, logging.NullHandler)


def test_a_long_log_becomes_an_old_one_and_the_oldest_goes(log_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LONGEST_FILE_BYTES", 1)
    for number in range(6):
        LOGGER.info("%(count)s", {"count": number})
    names = ["exporter-desk.log", *(f"exporter-desk.log.{number}" for number in (1, 2, 3))]
    assert sorted(path.name for path in log_file.parent.iterdir()) == names
    assert [(log_file.parent / name).read_text("utf-8").split()[-1] for name in names] == ["5", "4", "3", "2"]


def test_a_line_that_cannot_be_written_is_passed_over(log_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    handler = next(found for found in logging.getLogger().handlers if isinstance(found, logs.QuietFileHandler))
    handler.handleError(record("x"))
    assert capsys.readouterr().err == ""
