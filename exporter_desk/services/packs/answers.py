"""The `pack` command: what the rules are, and what a look over them or over a pack finds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.pack_zip import MAX_BYTES, MAX_ENTRIES, unzipped
from exporter_desk.rules.packs import FOLDERS, HEAD
from exporter_desk.rules.problems import RuleDataErrors, RuleDataProblem
from exporter_desk.services.answers import BAD_INPUT, CASE_ERRORS, FINE, Answer
from exporter_desk.services.packs.check import PackReport, Trees, examine_pack, examine_shipped
from exporter_desk.services.packs.other_parts import other_problems
from exporter_desk.services.packs.reasons import in_words, told_problem
from exporter_desk.system import files, resources

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.rules.lint import Kind, LintMessage
    from exporter_desk.rules.packs import PackHead
    from exporter_desk.services.packs.scenarios import Outcome

_SUFFIXES = (".edpack", ".zip")
_KINDS: dict[Kind, Bilingual] = {
    "gap": Bilingual("断档", "gap"),
    "overlap": Bilingual("互相遮盖", "overlap"),
    "announced": Bilingual("已公布未施行", "announced"),
    "stale": Bilingual("很久没有核对", "stale"),
    "repealed": Bilingual("引用了已失效的依据", "repealed but cited"),
    "language": Bilingual("缺一种语言", "language missing"),
    "unused": Bilingual("没有规则用到", "unused"),
    "double": Bilingual("同一文件登记了两次", "entered twice"),
    "source": Bilingual("来源资料不全", "source incomplete"),
}
_REFUSED = Bilingual("这个规则包不能采用；改好标 ■ 的再试。", "This pack is not accepted; put right what is marked ■.")
_CLEAN = Bilingual("规则、单证和文字的文件未发现问题。", "The files of rules, forms and texts show no problem.")


def lint_pack(path: str | None, day: date) -> Answer:
    """Look over the shipped rules, or the pack in a folder or a file as it would stand above them."""
    if path is None:
        report = examine_shipped(shipped_trees(), day)
        return lint_answer(replace(report, problems=(*report.problems, *other_problems())))
    try:
        content = read_source(Path(path))
    except RuleDataErrors as error:
        return lint_answer(PackReport(None, error.problems, (), ()))
    return lint_answer(examine_pack(content, shipped_trees(), day))


def shipped_trees() -> Trees:
    """Return the shipped files that a pack may stand above."""
    return Trees(
        rules=resources.read_tree("rules"),
        findings=resources.read_tree("text/findings"),
        codes=resources.read_tree("codes"),
        scenarios=resources.read_tree("scenarios"),
    )


def read_source(path: Path) -> dict[str, bytes]:
    """Return the files of a folder or of a pack; raises RuleDataErrors, UserFacingError for what is neither."""
    try:
        if path.is_dir():
            return _folder(path)
        if not path.is_file() or path.suffix.lower() not in _SUFFIXES:
            raise _no_pack(path)
        if path.stat().st_size > MAX_BYTES:
            raise RuleDataErrors([RuleDataProblem(path.name, "", f"is larger than {MAX_BYTES} bytes")])
        return unzipped(path.read_bytes(), path.name)
    except OSError as error:
        raise files.as_user_facing(error, path).as_bad_input() from error


def _folder(path: Path) -> dict[str, bytes]:
    """Read a folder that a pack is written in; hidden files stay out, and what leads outside is refused."""
    if not (path / HEAD).exists() and not any((path / folder).is_dir() for folder in FOLDERS):
        raise _no_pack(path)
    top = path.resolve()
    inside = sorted(file for file in path.rglob("*") if file.is_file() and not _is_hidden(file, path))
    outside = [file for file in inside if not file.resolve().is_relative_to(top)]
    size = sum(file.stat().st_size for file in inside)
    problems = [RuleDataProblem(file.relative_to(path).as_posix(), "", "leads out of the folder") for file in outside]
    if len(inside) > MAX_ENTRIES or size > MAX_BYTES:
        problems.append(RuleDataProblem(path.name, "", f"holds more than {MAX_ENTRIES} files or {MAX_BYTES} bytes"))
    if problems:
        raise RuleDataErrors(problems)
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in inside}


def _is_hidden(file: Path, top: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(top).parts)


def _no_pack(path: Path) -> UserFacingError:
    return UserFacingError(
        "S47",
        f"“{path}”不是规则包：没有这个文件夹或文件，或里面没有 {HEAD}。",
        f"“{path}” is no rule pack: there is no such folder or file, or it holds no {HEAD}.",
        "请给一个含 pack.toml 的文件夹，或一个 .edpack 文件。",
        "Give a folder that holds pack.toml, or an .edpack file.",
        exit_code=BAD_INPUT,
    )


def lint_answer(report: PackReport) -> Answer:
    """Return what a look over rules found, for machines and people."""
    data: JsonObject = {
        "schema": "exporter-desk/lint",
        "schema_version": 1,
        "accepted": report.accepted,
        "pack": None if report.head is None else head_json(report.head),
        "problems": [problem_json(one) for one in report.problems],
        "messages": [_message(one) for one in report.messages],
        "scenarios": [_outcome(one) for one in report.outcomes],
    }
    lines = [_problem_line(one) for one in report.problems]
    lines += [_line(one) for one in sorted(report.messages, key=lambda one: not one.grave)]
    differing = [(one, text) for one in report.outcomes for text in one.differences]
    lines += [
        Bilingual(f"■ 示范场景不符\t{one.file} {one.id}\t{text}", f"■ scenario differs\t{one.file} {one.id}\t{text}")
        for one, text in differing
    ]
    if report.head is not None and not report.accepted:
        lines.append(_REFUSED)
    if report.accepted and not any(one.grave for one in report.messages):
        lines.append(_CLEAN)
    lines.append(_sum(report))
    return Answer(data=data, lines=tuple(lines), exit_code=FINE if report.accepted else CASE_ERRORS)


def _sum(report: PackReport) -> Bilingual:
    passed = sum(not one.differences for one in report.outcomes)
    zh = f"示范场景 {passed}/{len(report.outcomes)} 个相符。"
    return Bilingual(zh, f"{passed} of {len(report.outcomes)} worked scenarios came out as expected.")


def _line(message: LintMessage) -> Bilingual:
    sign, place = "■" if message.grave else "●", f"{message.file} {message.place}".strip()
    kind, said = _KINDS[message.kind], in_words(message.text)
    zh, en = (f"{message.record}\t{place}\t{text}" for text in (said.zh, said.en))
    return Bilingual(f"{sign} {kind.zh}\t{zh}", f"{sign} {kind.en}\t{en}")


def head_json(head: PackHead) -> JsonObject:
    """Return what a pack says of itself."""
    return {
        "id": head.id,
        "kind": head.kind,
        "serial": head.serial,
        "version": head.version,
        "published": head.published.isoformat(),
        "checked_on": head.checked_on.isoformat(),
        "expires": head.expires.isoformat(),
        "key_id": head.key_id,
    }


def problem_json(one: RuleDataProblem) -> JsonObject:
    """Return one problem with file and place."""
    return {"file": one.file, "place": one.place, "problem": one.problem}


def _problem_line(one: RuleDataProblem) -> Bilingual:
    told = told_problem(one)
    return Bilingual(f"■ 读不出或对不上\t{told.zh}", f"■ wrong\t{told.en}")


def _message(one: LintMessage) -> JsonObject:
    return {
        "kind": one.kind,
        "record": one.record,
        "text": one.text,
        "file": one.file,
        "place": one.place,
        "grave": one.grave,
    }


def _outcome(one: Outcome) -> JsonObject:
    differences: list[Json] = list(one.differences)
    return {"id": one.id, "file": one.file, "place": one.place, "passed": not differences, "differences": differences}
