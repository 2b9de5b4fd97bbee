"""The user's settings: each declared once, kept in one readable file, carried from version to version."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeGuard, TypeVar

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system import files

if TYPE_CHECKING:
    from pathlib import Path

    from exporter_desk.domain.finding import Finding

Value = TypeVar("Value", str, float)
Plain = dict[str, object]
Migration = Callable[[Plain], Plain]
MOST_BYTES = 1_000_000

# One function per step, on plain data: the first leads from version 1 to 2.
MIGRATIONS: tuple[Migration, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)  # one is itself; made at each start
class Option(Generic[Value]):
    """One setting: where it stands in the file, what it is at first, what it may be, and its label."""

    key: str
    default: Value
    zh: str
    en: str
    choices: tuple[Value, ...] = ()
    lowest: Value | None = None
    highest: Value | None = None

    def accepts(self, value: object) -> TypeGuard[Value]:
        """Tell whether a value from a file or a form may stand here."""
        kinds = (int, float) if isinstance(self.default, float) else (str,)
        if isinstance(value, bool) or not isinstance(value, kinds):
            return False
        if self.choices and value not in self.choices:
            return False
        return (self.lowest is None or value >= self.lowest) and (self.highest is None or value <= self.highest)


LANGUAGE = Option("language", "zh", "界面语言", "Language", choices=("zh", "en"))
TEXT_SCALE = Option("text_scale", 1.0, "文字大小", "Text size", lowest=0.9, highest=2.0)
THEME = Option("theme", "light", "外观", "Appearance", choices=("light", "dark", "contrast"))
LAST_COMPANY_FILE = Option("last_company_file", "", "上次打开的账套", "Last company file")
WINDOW_GEOMETRY = Option("window_geometry", "", "窗口位置", "Window position")
BACKUP_SECOND = Option("backup_second", "", "备份的第二个位置", "Second place of backups")
HOME_STATUS = Option("home_status", "", "工作台只看的状态", "Status that home is narrowed to")
HOME_COUNTRY = Option("home_country", "", "工作台只看的去向", "Destination that home is narrowed to")
MY_NAME = Option("my_name", "", "你的姓名（写入操作记录）", "Your name (for the history)")
PACK_ADDRESS = Option("pack_address", "", "取规则包的地址（空着就不联网）", "Address of packs (none: no network)")
PROGRAM_NOTES = Option("program_notes", "off", "有新版本时提示", "Tell of newer versions", choices=("off", "on"))
NOTE_SEEN = Option("program_note_seen", "", "最后看过的新版本", "Newer version told last")

# What one office says for all its messages; a shipment that decides otherwise wins. The key is that of the decision.
SENDER: tuple[Option[str], ...] = (
    Option("sender_code", "", "传输企业代码", "Code of the transmitting firm"),
    Option("sender_name", "", "传输企业名称", "Name of the transmitting firm"),
    Option("dxp_id", "", "传输编号（dxpId）", "Exchange account (dxpId)"),
    Option("declare_customs", "", "申报地海关（4位）", "Customs of declaration (4 characters)"),
    Option("message_codes", "", "报文代码集", "Code set of messages", choices=("", "old", "iso")),
    Option("dec_namespace", "", "报关单报文命名空间", "Name space of the declaration message"),
    Option("dec_version", "", "报关单报文版本号", "Version of the declaration message"),
    Option("input_firm_code", "", "录入单位代码（9位）", "Code of the keying firm (9 characters)"),
    Option("input_firm_name", "", "录入单位名称", "Name of the keying firm"),
    Option("typist_name", "", "录入员姓名", "Keying person"),
    Option("typist_card", "", "录入员IC卡号", "Keying person's card number"),
    Option("declarant_person", "", "申报人员姓名", "Declaring person"),
    Option("broker_columns", "", "报关资料工作簿的列顺序", "Order of columns of the broker's workbook"),
)

OPTIONS: tuple[Option[str] | Option[float], ...] = (
    LANGUAGE, TEXT_SCALE, THEME, LAST_COMPANY_FILE, WINDOW_GEOMETRY, BACKUP_SECOND, HOME_STATUS, HOME_COUNTRY, MY_NAME,
    PACK_ADDRESS, PROGRAM_NOTES, NOTE_SEEN, *SENDER,
)  # fmt: skip


class Settings:
    """Current values of the options; `findings` says what was wrong with the file when it was read."""

    def __init__(self, path: Path, plain: Plain, findings: Sequence[Finding] = (), *, writable: bool = True) -> None:
        self._path = path
        self._plain = plain
        self._writable = writable
        self.findings = tuple(findings)

    def get(self, option: Option[Value]) -> Value:
        """Return the value of an option; what the file holds in its place but may not is passed over."""
        value = self._plain.get(option.key)
        return value if option.accepts(value) else option.default

    def set(self, option: Option[Value], value: Value) -> None:
        """Change one option and save. Raises ValueError for a value it cannot take, UserFacingError for the disk."""
        if not option.accepts(value):
            raise ValueError(option.key)
        self._plain = {**self._on_disk(), option.key: value}
        if self._writable:
            text = json.dumps(self._plain, ensure_ascii=False, indent=2, sort_keys=True)
            files.write_atomically(self._path, (text + "\n").encode())

    def _on_disk(self) -> Plain:
        """What the file holds now: another part of the program may have changed another option since."""
        try:
            plain, version = _read(self._path)
        except (OSError, ValueError):
            return self._plain
        return plain if self._writable and version == self._plain.get("schema_version") else self._plain


def load(path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> Settings:
    """Read the settings. A file that cannot be used is set aside or left alone, and told; it stops nothing."""
    current = len(migrations) + 1
    try:
        plain, version = _read(path)
    except FileNotFoundError:
        return Settings(path, {"schema_version": current})
    except OSError:
        return Settings(path, {"schema_version": current}, [_finding("S10", path)], writable=False)
    except (ValueError, RecursionError):
        return _start_afresh(path, current)
    if version > current:
        return Settings(path, plain, [_finding("S12", path)], writable=False)
    if version < current:
        return _migrate(path, plain, version, migrations)
    return Settings(path, plain, _misplaced(plain, path))


def _read(path: Path) -> tuple[Plain, int]:
    with path.open("rb") as file:
        text = file.read(MOST_BYTES + 1)
    if len(text) > MOST_BYTES:
        raise ValueError(path.name)
    plain = json.loads(text.decode("utf-8"))
    json.dumps(plain, ensure_ascii=False).encode("utf-8")  # half of a character could not be written again
    version = plain.get("schema_version") if isinstance(plain, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ValueError(path.name)
    return dict(plain), version


def _start_afresh(path: Path, current: int) -> Settings:
    """Set a damaged file aside, where it can still be looked at, and begin with the defaults."""
    number = next(number for number in range(1, 10_000) if not _aside(path, number).exists())
    try:
        path.replace(_aside(path, number))
    except OSError:
        return Settings(path, {"schema_version": current}, [_finding("S10", path)], writable=False)
    return Settings(path, {"schema_version": current}, [_finding("S11", _aside(path, number))])


def _aside(path: Path, number: int) -> Path:
    return path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")


def _migrate(path: Path, plain: Plain, version: int, migrations: Sequence[Migration]) -> Settings:
    """Bring an older file up step by step; the old one is kept beside it."""
    text = path.read_bytes()
    for step in migrations[version - 1 :]:
        plain = step(dict(plain))
    plain["schema_version"] = len(migrations) + 1
    try:
        files.write_atomically(path.with_name(f"{path.stem}.v{version}{path.suffix}"), text)
        files.write_atomically(path, (json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode())
    except UserFacingError:
        return Settings(path, plain, [_finding("S10", path)], writable=False)
    return Settings(path, plain, _misplaced(plain, path))


def _misplaced(plain: Plain, path: Path) -> list[Finding]:
    """Name the options whose value cannot be used; their default holds until they are set again."""
    wrong = [option.key for option in OPTIONS if option.key in plain and not option.accepts(plain[option.key])]
    return [_finding("S13", path, option=key) for key in wrong]


def _finding(code: str, path: Path, **values: str) -> Finding:
    from exporter_desk.domain.finding import Finding, Severity

    return Finding(code, Severity.HINT, ("settings",), {"file": path.name, **values})
