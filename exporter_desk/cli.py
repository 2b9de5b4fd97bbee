"""The command line: the second front end, over the same services as the window.

JSON goes to stdout in UTF-8, messages to stderr in the chosen language. Exit codes: 0 fine, 1 the case has errors,
2 input unreadable or wrong usage, 3 the machine has a problem.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

from exporter_desk import output, usage
from exporter_desk.system.paths import practising

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter_desk.domain.text import Bilingual
    from exporter_desk.services.answers import Answer
    from exporter_desk.services.headless import Headless

FINE, CASE_ERRORS, BAD_INPUT, MACHINE_PROBLEM = 0, 1, 2, 3
PACK_ACTIONS = (
    "lint", "list", "install", "verify", "rollback", "remove", "trust", "distrust", "fetch", "address",
    "proxy", "build", "sign", "key",
)  # fmt: skip
CASE_ACTIONS = ("attach", "attachments", "detach", "save", "invoices")
DATA_ACTIONS = (
    "check", "backup", "restore", "export", "import", "move", "rates", "person", "fx", "cards", "templates",
    "merge",
)  # fmt: skip
CLASS_ACTIONS = ("status", "start", "keep", "reset")
RECEIVERS = ("broker", "tax", "forwarder", "buyer", "bank", "archive")


def main(argv: Sequence[str]) -> int:
    """Run one command and return the exit code; nothing but a bug of ours leaves a traceback."""
    output.speak_utf8()
    arguments = usage.parse(_parser(), argv)
    with practising() if arguments.practice else nullcontext():
        answer = _answered(arguments)
    return output.deliver(answer, arguments.language, as_json=getattr(arguments, "json", False))


def _answered(arguments: argparse.Namespace) -> Answer:
    from exporter_desk.services.answers import answered
    from exporter_desk.services.headless import Headless

    desk = Headless.open(arguments.language)
    return answered(lambda: arguments.run(desk, arguments).with_messages(desk.remarks()))


def _parser() -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = usage.Parser(prog="exporter-desk", description="Exporter Desk 出口单证台")
    parser.add_argument("--language", choices=("zh", "en"), default="zh", help="语言 language of messages")
    parser.add_argument("--practice", action="store_true", help="练习 work on the exercises, apart from real shipments")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_plain(commands)
    _add_advise(commands)
    _add_estimate(commands)
    check = _command(commands, "check", "核对 check the papers against each other", _check)
    check.add_argument("case", metavar="CASE", help="JSON 文件、- 或业务编号 a JSON file, -, or an id")
    check.add_argument("--json", action="store_true", help="JSON to stdout")
    _add_refund(commands)
    _add_packet(commands)
    _add_case(commands)
    _add_data(commands)
    _add_pack(commands)
    _add_class(commands)
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    text: str,
    run: Callable[[Headless, argparse.Namespace], Answer],
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text)
    command.set_defaults(run=run)
    return command


def _named(path: str) -> str:
    """Refuse an empty name, the trace of a variable that was never set: it would mean the present folder."""
    if not path.strip():
        raise argparse.ArgumentTypeError("名称是空的 the name is empty")
    return path


def _add_plain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    sample = _command(commands, "sample", "示例 list the shipped samples, or print one as case JSON", _sample)
    sample.add_argument("name", nargs="?")
    sample.add_argument("--json", action="store_true")
    schema = _command(commands, "schema", "JSON Schema of an output or of the case", _schema)
    schema.add_argument("name", nargs="?")
    words = _command(commands, "words", "大写 amounts in words: cny AMOUNT | en CURRENCY AMOUNT", _words)
    words.add_argument("kind", choices=("cny", "en"))
    words.add_argument("rest", nargs="+", metavar="CURRENCY/AMOUNT")
    hs = _command(commands, "hs", "商品编码 find a commodity code", _hs)
    hs.add_argument("text")
    hs.add_argument("--limit", type=int, default=20)
    hs.add_argument("--json", action="store_true")
    codes = _command(commands, "codes", "代码表 list the code tables, or find a code by code, name or pinyin", _codes)
    codes.add_argument("table", nargs="?")
    codes.add_argument("text", nargs="*", default=[])
    codes.add_argument("--limit", type=int, default=20)
    codes.add_argument("--json", action="store_true")
    doctor = _command(commands, "doctor", "自检 say how this installation is", _doctor)
    doctor.add_argument("--json", action="store_true")


def _add_pack(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    pack = _command(commands, "pack", "规则包 rule packs: look over, make, sign, take, list, go back", _pack)
    pack.add_argument("action", choices=PACK_ACTIONS, metavar="ACTION", help=" | ".join(PACK_ACTIONS))
    pack.add_argument("target", nargs="?", metavar="PATH/ID", help="文件夹、文件、编号或地址 folder, file, id, address")
    pack.add_argument("--out", metavar="FILE", help="build, sign: 写到哪里 where to write")
    pack.add_argument("--key", metavar="KEYFILE", help="sign: 私钥文件 the file of the signing key")
    pack.add_argument("--from", dest="source", metavar="FILE", help="trust: 含这把密钥的文件 the file with the key")
    pack.add_argument("--passphrase-file", type=_named, metavar="FILE", help="proxy: 密码文件，一行 a file of one line")
    pack.add_argument("--preview", action="store_true", help="install: 只看影响 show the effect, change nothing")
    pack.add_argument("--yes", action="store_true", help="install: 看过影响，同意采用 take it, I read the effect")
    pack.add_argument("--json", action="store_true")


def _add_class(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    lesson = _command(commands, "class", "课堂 exercises of a class: their state, a start state, back to it", _class)
    lesson.set_defaults(practice=True)
    lesson.add_argument("action", choices=CLASS_ACTIONS, metavar="ACTION", help=" | ".join(CLASS_ACTIONS))
    lesson.add_argument("--shipped", action="store_true", help="reset: 回到程序自带的示例 to the samples as shipped")
    lesson.add_argument("--yes", action="store_true", help="reset: 不再问 do not ask")
    lesson.add_argument("--json", action="store_true")


def _add_advise(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    advise = _command(commands, "advise", "选贸易方式 which export mode fits, and why", _advise)
    advise.add_argument("case", metavar="CASE", help="JSON 文件、- 或业务编号 a JSON file, -, or an id")
    advise.add_argument("--expect", default="", metavar="CODE", help="为什么不是它 why it is not this mode")
    advise.add_argument(
        "--set", dest="settings", action="append", default=[], metavar="FACT=VALUE",
        help="换一个答案看看，可重复 try another answer, repeatable; the case stays as it is",
    )  # fmt: skip
    advise.add_argument("--json", action="store_true", help="JSON to stdout")


def _add_estimate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    estimate = _command(commands, "estimate", "海外仓费用 what the overseas warehouse costs", _estimate)
    estimate.add_argument("case", metavar="CASE", help="JSON 文件、- 或业务编号 a JSON file, -, or an id")
    estimate.add_argument("--json", action="store_true", help="JSON to stdout")
    estimate.add_argument("--runs", type=int, default=0, metavar="N", help="模拟次数 simulate risks, N draws")
    estimate.add_argument("--seed", type=int, metavar="S", help="随机种子 the same seed gives the same table")
    estimate.add_argument("--save", type=_named, metavar="FILE", help="存档 keep the estimate as it is now")
    estimate.add_argument("--against", metavar="FILE", help="对比存档 compare with a saved estimate")
    estimate.add_argument("--xlsx", metavar="FILE", help="写工作簿，带公式 write a workbook with live formulas")
    estimate.add_argument("--pdf", metavar="FILE", help="写全部计算 write the full calculation as PDF")
    estimate.add_argument("--page", metavar="FILE", help="写给老板看的一页 write the one page for the owner as PDF")


def _add_refund(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    refund = _command(
        commands, "refund", "出口退税 refund: policy, amount, papers, deadlines, sheets of a month", _refund
    )
    refund.add_argument("case", metavar="CASE", nargs="?", help="JSON 文件、- 或业务编号 a JSON file, -, or an id")
    refund.add_argument("--json", action="store_true", help="JSON to stdout")
    refund.add_argument("--period", metavar="YYYY-MM", help="申报年月 the claim of a month over all shipments")
    refund.add_argument("--day", metavar="YYYY-MM-DD", help="在哪一天看 as it stands on that day")
    refund.add_argument("--out", type=_named, metavar="DIR", help="写工作表 write the worksheets as .xlsx")
    refund.add_argument(
        "--archive", type=_named, metavar="FILE", help="按期归档 --period 2026-Q4 archive a period as zip"
    )
    refund.add_argument("--ics", type=_named, metavar="FILE", help="写日历 write the deadlines as a calendar file")


def _add_packet(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    packet = _command(commands, "packet", "资料袋 make the PDF packet", _packet)
    packet.add_argument(
        "case", metavar="CASE", nargs="+", help="一票，或多票、文件夹 one shipment, several, or a folder"
    )
    packet.add_argument("--out", required=True, type=_named, metavar="DIR")
    packet.add_argument("--for", dest="receiver", choices=RECEIVERS, action="append")
    packet.add_argument(
        "--scan", action="append", default=[], metavar="KIND=FILE", help="扫描件 a scan: contract=a.jpg"
    )
    packet.add_argument("--json", action="store_true")


def _add_case(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    case = _command(
        commands, "case", "附件 attach scans to a shipment of the database, list them, take them off", _case
    )
    case.add_argument("action", choices=CASE_ACTIONS, metavar="ACTION", help=" | ".join(CASE_ACTIONS))
    case.add_argument("case", metavar="ID", help="业务编号 the number or id of a shipment")
    case.add_argument("targets", nargs="*", metavar="FILE/ATTACHMENT", help="文件，或附件编号 files, or an id as a1")
    case.add_argument("--paper", metavar="PAPER", help="attach: 哪份单证 of which paper: contract, BA-4 …")
    case.add_argument(
        "--turn", type=int, choices=(0, 90, 180, 270), default=0, help="attach: 向右转 degrees to the right"
    )
    case.add_argument("--out", type=_named, metavar="FILE", help="save: 写到哪里 where to write")
    case.add_argument("--pages", action="store_true", help="save: 写整理后的 PDF write the pages made of it")
    case.add_argument("--json", action="store_true")


def _add_data(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    data = _command(commands, "data", "数据 check, back up, restore, export or import the data", _data)
    data.add_argument("action", choices=DATA_ACTIONS, metavar="ACTION", help=" | ".join(DATA_ACTIONS))
    told = "文件；person 后面是姓名 a file; a name after person"
    data.add_argument("target", nargs="?", type=_named, metavar="FILE", help=told)
    data.add_argument(
        "more", nargs="*", default=[], metavar="FILE/CODE",
        help="rates import FILE | fx show | fx refresh | templates take FILE NAME",
    )  # fmt: skip
    data.add_argument("--case", metavar="ID")
    data.add_argument("--all", action="store_true", help="export: 全部业务写成一个 zip all shipments into one zip")
    data.add_argument("--day", metavar="YYYY-MM-DD", help="rates show: 哪一天的退税率 the rate of which day")
    data.add_argument("--seal", action="store_true", help="backup: 用密码加密 seal it by a passphrase")
    data.add_argument("--passphrase-file", type=_named, metavar="FILE", help="密码文件，一行 a text file of one line")
    data.add_argument("--remember", action="store_true", help="密码记在本机凭据库 keep it in the credential store")
    data.add_argument("--sheet", type=_named, metavar="FILE", help="backup --seal: 恢复单 the recovery sheet, to print")
    data.add_argument("--newest", action="store_true", help="restore: 最新的完好备份 the newest sound backup")
    data.add_argument("--export", type=_named, metavar="FILE", help="person: 导出 write what is stored of a person")
    data.add_argument("--delete", action="store_true", help="person: 删除 remove the name everywhere")
    data.add_argument("--parts", action="store_true", help="person: 含有这几个字的也算 also inside longer names")
    data.add_argument("--here", action="append", default=[], metavar="PATH", help="merge: 留这里的 keep what is here")
    data.add_argument("--there", action="append", default=[], metavar="PATH", help="merge: 用文件里的 take the file's")
    data.add_argument("--rest", choices=("here", "there"), help="merge: 其余冲突 all other conflicts")
    data.add_argument("--yes", action="store_true", help="person --delete, restore, move: 不再问 do not ask")
    data.add_argument("--json", action="store_true")


def _sample(desk: Headless, arguments: argparse.Namespace) -> Answer:
    return desk.sample(arguments.name)


def _schema(desk: Headless, arguments: argparse.Namespace) -> Answer:
    return desk.schema(arguments.name)


def _words(desk: Headless, arguments: argparse.Namespace) -> Answer:
    return desk.words(arguments.kind, arguments.rest)


def _hs(desk: Headless, arguments: argparse.Namespace) -> Answer:
    return desk.hs(arguments.text, arguments.limit)


def _codes(desk: Headless, arguments: argparse.Namespace) -> Answer:
    from exporter_desk.services.code_answers import find_codes

    return find_codes(desk.desk.codes, arguments.table, " ".join(arguments.text), arguments.limit)


def _doctor(desk: Headless, _: argparse.Namespace) -> Answer:
    return desk.doctor()


def _pack(desk: Headless, arguments: argparse.Namespace) -> Answer:
    from exporter_desk.services.packs.commands import Asked

    asked = Asked(
        target=arguments.target,
        out=arguments.out,
        key=arguments.key,
        source=arguments.source,
        preview=arguments.preview,
        ask=partial(_word, arguments, ("采用吗？", "Take it?")),
        password=partial(_typed_or_read, arguments.passphrase_file),
    )
    return desk.pack(arguments.action, asked)


def _word(arguments: argparse.Namespace, question: tuple[str, str], lines: tuple[Bilingual, ...]) -> bool | None:
    """Show what is at stake and ask, unless --yes said so; None where nobody sits to be asked."""
    if arguments.yes:
        return True
    if arguments.json or sys.stdin is None or not sys.stdin.isatty():
        return None
    sys.stderr.writelines(line.in_language(arguments.language) + "\n" for line in lines)
    sys.stderr.write(f"{question[arguments.language != 'zh']} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是")


def _advise(desk: Headless, arguments: argparse.Namespace) -> Answer:
    return desk.advise(arguments.case, arguments.expect, arguments.settings)


def _estimate(desk: Headless, arguments: argparse.Namespace) -> Answer:
    from exporter_desk.services.estimates.files import Outputs

    wanted = {"save": arguments.save, "against": arguments.against}
    outputs = Outputs(arguments.xlsx, arguments.pdf, arguments.page)
    return desk.estimate(arguments.case, runs=arguments.runs, seed=arguments.seed, outputs=outputs, **wanted)


def _refund(desk: Headless, arguments: argparse.Namespace) -> Answer:
    from exporter_desk.services.claims.command import Wish, one_of_case_and_period
    from exporter_desk.services.typed_words import read_day

    wish = Wish(out=arguments.out, ics=arguments.ics, day=None if arguments.day is None else read_day(arguments.day))
    if (arguments.case is None) == (arguments.period is None) or (arguments.archive and arguments.case):
        raise one_of_case_and_period()
    if arguments.archive is not None and arguments.period is not None:
        from exporter_desk.services.keeping.archive_commands import archive_alone, run_archive

        if wish != Wish():
            raise archive_alone()
        return run_archive(desk.desk, arguments.period, arguments.archive, desk.language, output.say)
    if arguments.period is not None:
        return desk.refund_period(arguments.period, wish)
    return desk.refund(arguments.case, wish)


def _check(desk: Headless, arguments: argparse.Namespace) -> Answer:
    return desk.check(arguments.case)


def _packet(desk: Headless, arguments: argparse.Namespace) -> Answer:
    from exporter_desk.services.papers.batch_answers import is_batch, packets, scans_are_for_one

    receivers = tuple(arguments.receiver or ())
    if not is_batch(arguments.case):
        return desk.packet(arguments.case[0], arguments.out, receivers, tuple(arguments.scan))
    if arguments.scan:
        raise scans_are_for_one()
    return packets(arguments.case, arguments.out, receivers, desk.language, output.say)


def _case(desk: Headless, arguments: argparse.Namespace) -> Answer:
    if arguments.action == "invoices":
        from exporter_desk.services.claims.invoice_command import take_lists

        return take_lists(desk.desk, arguments.case, arguments.targets, output.say)
    from exporter_desk.services.headless import one_file
    from exporter_desk.services.papers.attachment_commands import Asked

    if len(arguments.targets) > 1:
        raise one_file(arguments.targets)
    asked = Asked(
        case=arguments.case,
        target=next(iter(arguments.targets), None),
        paper=arguments.paper,
        turn=arguments.turn,
        out=arguments.out,
        pages=arguments.pages,
    )
    return desk.attached(arguments.action, asked)


def _data(desk: Headless, arguments: argparse.Namespace) -> Answer:
    words = (*((arguments.target,) if arguments.target else ()), *arguments.more)
    if arguments.action == "rates":
        return desk.rates(words, arguments.day)
    if arguments.action in ("cards", "templates"):
        return desk.cards(words) if arguments.action == "cards" else desk.templates(words)
    if arguments.action == "fx":
        return desk.fx(words, arguments.day)
    if arguments.action == "person":
        return _person(" ".join(words), arguments)
    if arguments.action == "move" and not arguments.more:
        return _move(arguments)
    if arguments.action in ("backup", "restore") and not arguments.more:
        return _backup(desk, arguments)
    if arguments.action in ("export", "import", "merge") and not arguments.more:
        return _travelling(desk, arguments)
    return desk.data(arguments.action, words, arguments.case)


def _travelling(desk: Headless, arguments: argparse.Namespace) -> Answer:
    """Export, import or merge: all shipments as a zip, else one shipment."""
    name = arguments.target
    if arguments.action == "merge":
        return _merge(desk, arguments)
    if arguments.all and arguments.action == "export":
        from exporter_desk.services.keeping.all_commands import run_export

        return run_export(name, arguments.case, desk.language, output.say)
    if name and arguments.action == "import":
        from exporter_desk.services.keeping.import_all import is_zip

        if is_zip(name):
            from exporter_desk.services.keeping.all_commands import run_import

            return run_import(name, desk.language, output.say)
    return desk.data(arguments.action, (name,) if name else (), arguments.case)


def _class(_: Headless, arguments: argparse.Namespace) -> Answer:
    from exporter_desk.services.practice.command import Wish, run

    agreed = partial(_word, arguments, ("回到开始状态吗？", "Go back to the start state?"))
    return run(arguments.action, Wish(shipped=arguments.shipped, agreed=agreed))


def _person(name: str, arguments: argparse.Namespace) -> Answer:
    from exporter_desk.services.keeping.person_command import Wish, run

    wish = {"name": name, "export": arguments.export, "delete": arguments.delete, "parts": arguments.parts}
    return run(Wish(**wish, agreed=partial(_word, arguments, ("删除吗？", "Remove it?"))))


def _merge(desk: Headless, arguments: argparse.Namespace) -> Answer:
    from exporter_desk.services.papers.merge_command import Wish, run

    answers = {"here": arguments.here, "there": arguments.there, "rest": arguments.rest}
    return run(Wish(file=arguments.target, case=arguments.case, **answers), desk.desk)


def _move(arguments: argparse.Namespace) -> Answer:
    from exporter_desk.services.keeping.data_move import run

    return run(arguments.target, partial(_word, arguments, ("搬吗？", "Move it?")))


def _backup(desk: Headless, arguments: argparse.Namespace) -> Answer:
    from exporter_desk.services.keeping.backup_commands import Wish, back_up, restore

    def agreed(lines: tuple[Bilingual, ...]) -> bool:
        return _word(arguments, ("恢复吗？", "Restore it?"), lines) is not False

    wish = Wish(
        target=arguments.target,
        agreed=agreed,
        seal=arguments.seal,
        newest=arguments.newest,
        passphrase_file=arguments.passphrase_file,
        remember=arguments.remember,
        sheet=arguments.sheet,
        ask=_ask_passphrase if sys.stdin is not None and sys.stdin.isatty() else None,
    )
    return back_up(wish, desk.language) if arguments.action == "backup" else restore(wish)


def _typed_or_read(file: str | None) -> str:
    """Return a password from a file of one line, else from whoever sits at the terminal; "" where nobody does."""
    if file is not None:
        from pathlib import Path

        from exporter_desk.services.keeping.sealed_backups import passphrase_from

        return passphrase_from(Path(file))
    if sys.stdin is None or not sys.stdin.isatty():
        return ""
    from getpass import getpass

    return getpass("密码 password: ")


def _ask_passphrase() -> str:
    from getpass import getpass

    sys.stderr.write("密码丢失后谁也打不开加密备份。 Without its passphrase nobody can open a sealed backup.\n")
    return getpass("密码 passphrase: ")
