"""The commands `data backup` and `data restore`: plain or sealed, to a named place, from the newest sound one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.answers import BAD_INPUT, Answer
from exporter_desk.services.keeping import second_place
from exporter_desk.services.keeping.backups import Backups, company_backups, local_day, require_backup
from exporter_desk.services.keeping.company_files import named_file, needed, told
from exporter_desk.storage import backup
from exporter_desk.storage.backup_name import SEALED
from exporter_desk.storage.health import unreadable_in_copy
from exporter_desk.system import clock
from exporter_desk.system.files import require_folder, require_plain_place

if TYPE_CHECKING:
    from exporter_desk.domain.text import Language
    from exporter_desk.storage.backup import BackupReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the command line asks: a file, and how it is sealed. `ask` asks the person, None where nobody sits.

    `agreed` shows what a restore replaces and asks; where nobody sits the one who wrote the script has agreed.
    """

    target: str | None = None
    seal: bool = False
    newest: bool = False
    passphrase_file: str | None = None
    remember: bool = False
    sheet: str | None = None
    ask: Callable[[], str] | None = None
    agreed: Callable[[tuple[Bilingual, ...]], bool] = lambda _lines: True

    def passphrase(self) -> str:
        """Return the passphrase from the named file, the credential store, or the person."""
        from exporter_desk.services.keeping import sealed_backups

        if self.passphrase_file is not None:
            return sealed_backups.passphrase_from(Path(self.passphrase_file))
        return sealed_backups.remembered() or sealed_backups.ask_passphrase(self.ask)


def back_up(wish: Wish, language: Language) -> Answer:
    """Write a backup and say where it lies; without a name it goes to the folder of backups and the second place."""
    backups = company_backups()
    if not backups.database.exists():
        raise _nothing_to_back_up()
    if wish.seal:
        return _sealed(backups, wish, language)
    if wish.target is not None:
        return _written(backups.write_to(_place(Path(wish.target), backups, "")))
    done = backups.write_now()
    answer = _written(done.report)
    messages = list(answer.messages)
    if done.second is not None:
        messages.append(Bilingual(f"第二份在 {done.second}。", f"A second copy is {done.second}."))
    if backups.second_is_away():
        last = second_place.last_there(backups.second_last())
        messages.append(
            Bilingual(
                f"第二个位置“{backups.second}”现在不在，这次只写了一份；{last.zh}。接好那块盘后再备份一次。",
                f"The second place “{backups.second}” is not there now: only one copy was written; {last.en}. "
                "Connect it and back up again.",
            )
        )
    if done.second_failed is not None:
        error = done.second_failed
        messages.append(Bilingual(error.sentence("zh"), error.sentence("en")))
    return Answer(data=answer.data, lines=answer.lines, messages=tuple(messages))


def _written(report: BackupReport) -> Answer:
    path = report.path
    answer = told(
        "backup", report, f"已备份到 {path}，并重新打开检查过。", f"Backed up to {path}, opened again and checked."
    )
    return answer.with_messages(_unreadable(report))


def _unreadable(report: BackupReport) -> tuple[Bilingual, ...]:
    """Name the shipments in a backup that cannot be read."""
    error = unreadable_in_copy(report.unreadable)
    return () if error is None else (Bilingual(error.sentence("zh"), error.sentence("en")),)


def _sealed(backups: Backups, wish: Wish, language: Language) -> Answer:
    from exporter_desk.services.keeping import sealed_backups

    target = _place(Path(wish.target) if wish.target else backups.folder, backups, SEALED)
    if wish.sheet is not None:
        require_folder(Path(wish.sheet))
    passphrase = wish.passphrase()
    report = sealed_backups.write_sealed(backups, target, passphrase)
    lines = [
        Bilingual(f"已写成加密备份 {target}，并用密码重新打开检查过。", f"Sealed backup {target}, opened and checked."),
        Bilingual(
            "请现在就把密码写在恢复单上，与备份分开放。密码丢失后，谁也打不开这个备份。",
            "Write the passphrase on the recovery sheet now and keep it apart. Without it nobody can open this backup.",
        ),
    ]
    if wish.sheet is not None:
        sheet = Path(wish.sheet)
        sealed_backups.write_sheet(sheet, report, clock.now(), language)
        lines.append(Bilingual(f"恢复单：{sheet}", f"Recovery sheet: {sheet}"))
    if wish.remember:
        lines.append(_kept_or_not(sealed_backups.remember(passphrase)))
    return Answer(data=told("backup", report, "", "").data, lines=tuple(lines))


def _kept_or_not(kept: bool) -> Bilingual:
    if kept:
        return Bilingual(
            "密码也记在本机的凭据库里；换电脑时它不跟着走。",
            "The credential store of this computer keeps it too; it does not move to another computer.",
        )
    return Bilingual(
        "这台电脑没有可用的凭据库，密码没有记住。", "This computer keeps no passphrases; it was not remembered."
    )


def restore(wish: Wish) -> Answer:
    """Put a backup in the place of the data, which is saved first; `newest` takes the newest sound one."""
    backups = company_backups()
    if wish.newest:
        newest = _newest(backups)
        return _restored(backups, newest, newest.path, wish)
    source = Path(needed(wish.target, "备份文件", "the backup file"))
    require_backup(source)
    from exporter_desk.services.keeping.sealed_backups import opened_backup

    with opened_backup(backups, source, wish.passphrase) as plain:
        with named_file(str(source)):
            report = backup.read_backup(plain)
        return _restored(backups, report, source, wish)


def _newest(backups: Backups) -> BackupReport:
    offer = backups.newest_sound()
    if offer.backup is None:
        raise UserFacingError(
            "S91",
            f"没有找到完好的备份（看过 {len(offer.unsound)} 个）。什么都没有改动。",
            f"No sound backup was found ({len(offer.unsound)} were looked at). Nothing was changed.",
            "请插上存有备份的U盘，再用 data restore 文件名。",
            "Plug in the stick with your backups and use data restore FILE.",
        )
    return offer.backup


def _restored(backups: Backups, found: BackupReport, source: Path, wish: Wish) -> Answer:
    lines = (_inside(found, source), *_unreadable(found), _replaced(backups))
    if not wish.agreed(lines):
        raise UserFacingError(
            "S268", "没有恢复，什么都没有改动。", "Nothing was restored, nothing was changed.", exit_code=BAD_INPUT
        )
    saved = backups.restore(found.path)
    report = backup.read_backup(backups.database)
    zh = f"已从 {source} 恢复。" + ("" if saved is None else f"原来的数据存为 {saved}。")
    en = f"Restored from {source}." + ("" if saved is None else f" The former data is kept as {saved}.")
    answer = told("restore", report, zh, en)
    kept = None if saved is None else str(saved)
    return replace(answer, data={**(answer.data or {}), "kept": kept}, lines=(*lines, *answer.lines))


def _inside(report: BackupReport, source: Path) -> Bilingual:
    zh, en = _last_change(report)
    return Bilingual(
        f"备份 {source}：{report.cases} 票业务，{zh}。", f"The backup {source}: {report.cases} shipments, {en}."
    )


def _replaced(backups: Backups) -> Bilingual:
    """Say what the restore takes the place of."""
    if not backups.database.exists():
        return Bilingual("现在还没有数据。", "There is no data yet.")
    try:
        report = backup.read_backup(backups.database)
    except UserFacingError as error:
        return Bilingual(f"它代替现在的数据：{error.zh}", f"It replaces the present data: {error.en}")
    zh, en = _last_change(report)
    return Bilingual(
        f"它代替现在的数据：{report.cases} 票业务，{zh}；现在的先另存一份。",
        f"It replaces the present data: {report.cases} shipments, {en}; the present data is saved first.",
    )


def _last_change(report: BackupReport) -> tuple[str, str]:
    day = local_day(report.changed)
    return (f"最后改动 {day}", f"last changed {day}") if day else ("没有改动记录", "no change noted")


def _place(target: Path, backups: Backups, ending: str) -> Path:
    """Return the file for a backup: a folder takes a dated name; a folder that is not there may be a mistyped stick."""
    if target == backups.folder:
        target.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        place = backups.place_in(target)
        return place.with_name(place.name + ending)
    require_folder(target)
    require_plain_place(target)
    return target


def _nothing_to_back_up() -> UserFacingError:
    return UserFacingError(
        "S95",
        "还没有数据，没有东西可以备份。",
        "There is no data yet, so there is nothing to back up.",
        "打开一次窗口，或导入一票货，数据库就建好了。",
        "Open the window once or import a shipment: then there is a database.",
        exit_code=BAD_INPUT,
    )
