"""The `pack` commands besides `lint`: build, sign, key, verify, install, list, rollback, remove, trust, fetch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.packs import sha256
from exporter_desk.rules.problems import RuleDataErrors
from exporter_desk.services.answers import BAD_INPUT, Answer
from exporter_desk.services.packs.answers import head_json, lint_answer, read_source, shipped_trees
from exporter_desk.services.packs.check import PackReport
from exporter_desk.services.packs.office import PackOffice, read_bounded
from exporter_desk.services.packs.refusals import wrong_words
from exporter_desk.services.packs.words import head, key_json, verdict_answer
from exporter_desk.system import files

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.services.desk import Desk
    from exporter_desk.services.packs.office import Offer

USAGE = {
    "build": "build DIR --out FILE.edpack",
    "sign": "sign FILE --key KEYFILE [--out FILE]",
    "key": "key KEYFILE",
    "verify": "verify FILE",
    "install": "install FILE [--preview | --yes]",
    "rollback": "rollback ID",
    "remove": "remove ID",
    "trust": "trust KEYID --from FILE",
    "distrust": "distrust KEYID",
    "fetch": "fetch [URL]",
    "address": "address [URL | off]",
    "proxy": "proxy [USER | off]",
}
_NEED_TARGET = USAGE.keys() - {"fetch", "address", "proxy"}
_NO = Bilingual("没有采用，什么都没有变。", "It was not taken; nothing changed.")
_NOT_AGREED = Bilingual(
    "还没有采用，什么都没有变。看过上面的影响，同意就加 --yes。",
    "Not taken yet, nothing changed. Read the effect above; to take the pack add --yes.",
)
_TAKEN = Bilingual("已采用。可以用 pack rollback 退回上一版。", "Taken. pack rollback goes back to the former version.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked on the command line; `ask` shows lines to a person and returns the answer.

    None is the answer where nobody said yes and nobody sits to be asked: a pack changes law, so silence takes none.
    """

    target: str | None = None
    out: str | None = None
    key: str | None = None
    source: str | None = None
    preview: bool = False
    ask: Callable[[tuple[Bilingual, ...]], bool | None] = lambda lines: None
    told: Callable[[int, int], object] = lambda done, total: None
    password: Callable[[], str] = lambda: ""


def run(action: str, asked: Asked, desk: Desk, today: date) -> Answer:
    """Run one command; raises UserFacingError for missing words and when the machine refuses."""
    if action in _NEED_TARGET and not asked.target:
        raise wrong_words(USAGE[action])
    return _Commands(asked, desk, today).run(action)


class _Commands:
    """One call of the command line."""

    def __init__(self, asked: Asked, desk: Desk, today: date) -> None:
        self._asked, self._desk, self._today = asked, desk, today
        self._target = asked.target or ""
        self._office = PackOffice.of_user(today)

    def run(self, action: str) -> Answer:
        """Run the method of that name."""
        command: Callable[[], Answer] = getattr(self, action)
        return command()

    # For those who make packs.

    def build(self) -> Answer:
        """Make a pack of a folder."""
        from exporter_desk.services.packs.making import build

        if not self._asked.out:
            raise wrong_words(USAGE["build"])
        out = Path(self._asked.out)
        try:
            report = build(read_source(Path(self._target)), out, shipped_trees(), self._today)
        except RuleDataErrors as error:
            report = PackReport(None, error.problems, (), ())
        if not report.accepted or report.head is None:
            return lint_answer(report)
        data = head("build") | _file(out) | {"pack": head_json(report.head)}
        line = f"{out}\t{report.head.name}"
        todo = Bilingual("还没有签名：用 pack sign 签名。", "Not signed yet: sign it with pack sign.")
        return Answer(data=data, lines=(Bilingual(line, line), todo))

    def sign(self) -> Answer:
        """Sign a pack with a key; it is written over, or to `out`."""
        from exporter_desk.services.packs.making import sign_pack

        if not self._asked.key:
            raise wrong_words(USAGE["sign"])
        source = Path(self._target)
        out = Path(self._asked.out or source)
        try:
            content, pack = sign_pack(read_bounded(source), source.name, Path(self._asked.key))
        except RuleDataErrors as error:
            answer = lint_answer(PackReport(None, error.problems, (), ()))
            return Answer(data=answer.data, lines=answer.lines, exit_code=BAD_INPUT)
        files.write_atomically(out, content)
        data = head("sign") | _file(out) | {"pack": head_json(pack.head)}
        key = pack.head.key_id
        return Answer(data=data, lines=(Bilingual(f"{out}\t已用密钥 {key} 签名。", f"{out}\tsigned with {key}."),))

    def key(self) -> Answer:
        """Make a signing key."""
        from exporter_desk.services.packs.making import new_key

        public, shown = new_key(Path(self._target))
        data = head("key") | {"file": self._target, "public_file": str(shown), "key_id": public.id, "key": public.text}
        return Answer(
            data=data,
            lines=(
                Bilingual(f"密钥编号\t{public.id}", f"number of the key\t{public.id}"),
                Bilingual(f"公钥\t{public.text}\t{shown}", f"public key\t{public.text}\t{shown}"),
                Bilingual(
                    f"{self._target} 是私钥：谁有它，谁就能冒名。请存在两支U盘上，锁起来。",
                    f"{self._target} is the secret key: who has it signs in your name. Keep it on two locked sticks.",
                ),
            ),
        )

    # For those who use them.

    def verify(self) -> Answer:
        """Say whether a pack is whole and who signed it; nothing is installed."""
        return verdict_answer("verify", self._office.verify(Path(self._target)).verdict, self._desk)

    def install(self) -> Answer:
        """Show what a pack changes, and let it count when the person agrees."""
        return self._offered("install", self._office.look(Path(self._target)))

    def _offered(self, action: str, offer: Offer) -> Answer:
        if not offer.verdict.accepted:
            return verdict_answer(action, offer.verdict, self._desk)
        from exporter_desk.services.keeping.company_files import all_cases

        effect = self._office.effect(offer, all_cases(), self._asked.told)
        shown = verdict_answer(action, offer.verdict, self._desk, effect=effect)
        if self._asked.preview:
            return shown
        agreed = self._asked.ask((*shown.lines, *shown.messages))
        if agreed is None:
            return replace(shown.with_messages((_NOT_AGREED,)), exit_code=BAD_INPUT)
        if not agreed:
            return Answer(data=shown.data, lines=(_NO,))
        self._office.accept(offer)
        done = verdict_answer(action, offer.verdict, self._desk, changed=True, effect=effect)
        return Answer(data=done.data, lines=(*done.lines, _TAKEN), messages=done.messages)

    def rollback(self) -> Answer:
        """Let the former version count again."""
        self._office.roll_back(self._target)
        return self._now("rollback", Bilingual("已退回上一版。", "The former version counts again."))

    def remove(self) -> Answer:
        """Let a pack no longer count."""
        self._office.remove(self._target)
        return self._now("remove", Bilingual("已移除，按其余的规则计算。", "Removed; the other rules count."))

    def _now(self, action: str, told: Bilingual) -> Answer:
        entry = self._office.state().entry(self._target)
        present = None if entry is None else entry.present
        version, serial = (None, None) if present is None else (present.version, present.serial)
        data = head(action) | {"id": self._target, "changed": True, "version": version, "serial": serial}
        name = self._target if version is None else f"{self._target}@{version}"
        return Answer(data=data, lines=(Bilingual(f"{name}\t{told.zh}", f"{name}\t{told.en}"),))

    def trust(self) -> Answer:
        """Believe a key whose number the person was told."""
        if not self._asked.source:
            raise wrong_words(USAGE["trust"])
        trusted = self._office.trust(self._target, Path(self._asked.source))
        told = Bilingual(f"已信任密钥 {trusted.id}（{trusted.name}）。", f"The key {trusted.id} is trusted now.")
        return Answer(data=head("trust") | {"changed": True, "signer": key_json(trusted)}, lines=(told,))

    def distrust(self) -> Answer:
        """Believe a key no longer."""
        self._office.distrust(self._target)
        told = Bilingual(
            f"不再信任密钥 {self._target}，和它宣布的密钥。已装的规则包还在，可以移除。",
            f"The key {self._target} and those it announced are trusted no longer. Installed packs stay.",
        )
        return Answer(data=head("distrust") | {"id": self._target, "changed": True}, lines=(told,))

    def address(self) -> Answer:
        """Show, set or switch off the address that packs are fetched from."""
        from exporter_desk.services.packs.fetch import set_address, shown_address

        changed = self._asked.target is not None
        now = set_address(self._target) if changed else shown_address()
        off = Bilingual("不联网。", "The network is off.")
        on = Bilingual(f"只从这里取规则包：{now}", f"Packs are fetched from here only: {now}")
        return Answer(data=head("address") | {"address": now or None, "changed": changed}, lines=(on if now else off,))

    def proxy(self) -> Answer:
        """Show whose login of a proxy is kept, keep one, or forget it; the password goes to the credential store."""
        from exporter_desk.system import proxy_login

        wanted = self._asked.target
        if wanted == "off":
            proxy_login.forget()
        elif wanted is not None:
            proxy_login.keep(wanted, self._asked.password())
        user = proxy_login.user()
        none = Bilingual("没有记下代理的用户名和密码。", "No login of a proxy is kept.")
        kept = Bilingual(
            f"代理用户 {user}；密码在系统的凭据库里。", f"Proxy user {user}; the password is in the credential store."
        )
        data = head("proxy") | {"user": user, "changed": wanted is not None}
        return Answer(data=data, lines=(none if user is None else kept,))

    def fetch(self) -> Answer:
        """Fetch a pack from the address that was set and look at it; installing it is another step."""
        from exporter_desk.services.packs.fetch import fetch

        fetched = fetch(self._asked.target, self._office, self._asked.told)
        answer = verdict_answer("fetch", fetched.offer.verdict, self._desk)
        data: JsonObject = {**(answer.data or {}), "path": str(fetched.path)}
        where = f"{fetched.path}"
        lines = (*answer.lines, Bilingual(where, where)) if fetched.offer.verdict.accepted else answer.lines
        return Answer(data=data, lines=lines, messages=answer.messages, exit_code=answer.exit_code)


def _file(path: Path) -> JsonObject:
    content = path.read_bytes()
    return {"file": str(path), "bytes": len(content), "sha256": sha256(content)}
