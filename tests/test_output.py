"""An output that takes nothing, words that are no text, and Ctrl+C: a sentence and an exit code, never a traceback."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from exporter_desk import __main__, cli, output
from exporter_desk.domain.text import Bilingual, Language
from exporter_desk.services.answers import Answer
from exporter_desk.system import resources

ANSWER = Answer(data={"schema": "x", "name": "a\udcff"}, lines=(Bilingual("好", "fine"),), exit_code=1)


class Full(io.StringIO):
    """A file on a full disk: the system says so when the buffer is pushed out."""

    def flush(self) -> None:
        raise OSError(28, "No space left on device")


class Closed(io.StringIO):
    def write(self, text: str, /) -> int:
        raise BrokenPipeError


@pytest.mark.parametrize(("language", "said"), [("zh", "磁盘已满（系统错误 28）"), ("en", "(No space left on device)")])
def test_an_answer_that_cannot_be_printed_is_a_problem_of_the_machine(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: Language, said: str
) -> None:
    monkeypatch.setattr(sys, "stdout", Full())
    assert output.deliver(ANSWER, language, as_json=False) == 3
    assert said in capsys.readouterr().err


def test_a_closed_output_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert output.deliver(ANSWER, "zh", as_json=True) == 3
    assert "输出已关闭" in capsys.readouterr().err
    assert output.deliver(Answer(), "zh", as_json=True) == 0  # nothing was to be said


def test_a_reader_that_has_enough_is_no_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Closed())
    assert output.deliver(ANSWER, "zh", as_json=False) == 0


@pytest.mark.parametrize("stream", [None, Full(), Closed()])
def test_messages_that_nobody_takes_leave_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], stream: io.StringIO | None
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    assert cli.main(["words", "cny", "x"]) == 2
    assert capsys.readouterr().out == ""


def test_half_a_character_in_an_answer_is_shown_as_what_cannot_be_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert output.deliver(ANSWER, "zh", as_json=True) == 1
    assert json.loads(capsys.readouterr().out)["name"] == "a\ufffd"


@pytest.mark.parametrize("words", [["hs", "\udcff", "--json"], ["check", "none\udcff.json", "--json"]])
def test_a_word_that_is_no_text_is_wrong_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert "里有半个字符，或不是文字的字节" in told
    assert "\ufffd" in told


@pytest.mark.skipif(sys.platform == "win32", reason="names of files are text there")
def test_a_file_whose_name_is_no_text_is_read(
    tmp_path: Path, desk_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a\udcff.json"
    file.write_bytes(resources.read_bytes("samples/apparel.json"))
    assert cli.main(["check", str(file), "--json"]) == 0
    assert cli.main(["packet", str(file), str(file), "--out", str(tmp_path / "out"), "--json"]) == 0
    capsys.readouterr()


def test_ctrl_c_stops_with_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(_: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "main", stopped)
    monkeypatch.setattr(sys, "argv", ["exporter-desk", "check", "x"])
    assert __main__.main() == 130
    assert capsys.readouterr().err.startswith("已停止")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_ctrl_c_leaves_no_file_behind(tmp_path: Path, desk_home: Path) -> None:
    words = ["packet", "-", "--out", str(tmp_path / "out")]
    program = "import sys; from exporter_desk.__main__ import main; print('up', file=sys.stderr, flush=True); "
    with subprocess.Popen(
        [sys.executable, "-c", f"{program}sys.exit(main())", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "EXPORTER_DESK_HOME": str(desk_home)},
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == b"up\n"
        time.sleep(0.3)  # it loads, or waits for the shipment
        process.send_signal(signal.SIGINT)
        out, told = process.communicate(timeout=20)
    assert (process.returncode, out) == (130, b"")
    assert told.decode().startswith("已停止")
    assert b"Traceback" not in told
    assert not (tmp_path / "out").exists()
