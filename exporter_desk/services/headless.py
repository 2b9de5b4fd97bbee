"""The commands without a window: part of a case or a whole one in, an answer out."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain import case_json
from exporter_desk.domain.case_json import CaseRefusedError
from exporter_desk.domain.case_schema import case_schema
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.finding import Severity
from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.facts import refuse_unknown_facts
from exporter_desk.services.answers import (
    BAD_INPUT,
    CASE_ERRORS,
    FINE,
    Answer,
    finding_line,
    no_such_case,
    refused,
    refused_findings,
    same,
)
from exporter_desk.services.desk import user_desk
from exporter_desk.services.guided import QuestionPlan
from exporter_desk.services.sample_text import sample_text
from exporter_desk.services.typed_words import read_day, read_month
from exporter_desk.system import clock, files, resources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.domain.text import Language
    from exporter_desk.rules.hs import ObsoleteCode
    from exporter_desk.rules.texts import RenderedFinding
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.claims.command import Wish
    from exporter_desk.services.claims.neighbours import Neighbours
    from exporter_desk.services.desk import Desk
    from exporter_desk.services.estimates.files import Outputs
    from exporter_desk.services.packs.commands import Asked
    from exporter_desk.services.papers.attachment_commands import Asked as Attaching

__all__ = ["Headless", "refused"]


class Headless:
    """The desk for a command line; every method is one command."""

    def __init__(self, desk: Desk, language: Language = "zh") -> None:
        self.desk = desk
        self.language: Language = language
        self._today = clock.today()

    @classmethod
    def open(cls, language: Language) -> Headless:
        """Return the desk with the shipped resources."""
        return cls(user_desk(), language)

    # What needs no case.

    def sample(self, name: str | None) -> Answer:
        """List the shipped samples, or print one as case JSON."""
        if name is None:
            cases = {key: self.desk.sample(key) for key in self.desk.sample_names()}
            titles = {key: sample_text(case.title or "", self.desk.case_wording) for key, case in cases.items()}
            listed: list[Json] = [{"name": key, "title": one.zh, "title_en": one.en} for key, one in titles.items()]
            data: JsonObject = {"schema": "exporter-desk/samples", "schema_version": 1, "samples": listed}
            lines = (Bilingual(f"{key}\t{one.zh}", f"{key}\t{one.en}") for key, one in titles.items())
            return Answer(data=data, lines=tuple(lines))
        if name not in self.desk.sample_names():
            return refused(_no_such(name, self.desk.sample_names(), "示例", "sample"))
        return Answer(data=case_json.to_object(self.desk.sample(name)), always_json=True)

    def schema(self, name: str | None) -> Answer:
        """List the published schemas, or print one."""
        shipped = {key.removesuffix(".json") for key in resources.read_tree("schemas", (".json",))}
        names = sorted(shipped | {"case"})
        if name is None:
            return Answer(lines=tuple(same(key) for key in names))
        if name not in names:
            return refused(_no_such(name, names, "模式", "schema"))
        if name == "case":
            return Answer(data=case_schema(), always_json=True)
        return Answer(data=json.loads(resources.read_bytes(f"schemas/{name}.json")), always_json=True)

    def words(self, kind: str, rest: list[str]) -> Answer:
        """Print an amount in words as it stands on paper."""
        from exporter_desk.services.word_answers import words_answer

        return words_answer(kind, rest, self.desk.codes)

    def hs(self, text: str, limit: int) -> Answer:
        """Find commodity codes by digits or words, `limit` of them at most."""
        from exporter_desk.rules.hs import hs_json

        if limit < 1:
            return refused(_bad_limit(limit))
        found = self.desk.hs.search(text, limit)
        lines = tuple(Bilingual(f"{one.code}  {one.zh}", f"{one.code}  {one.en or one.zh}") for one in found)
        gone = self.desk.hs.obsolete(text.replace(".", "").replace(" ", ""))
        nothing = Bilingual(
            "自带的表里没有找到；请查单一窗口的商品编码。", "Not in the bundled table; look it up in the single window."
        )
        told = lines or ((_obsolete_line(gone),) if gone else (nothing,))
        return Answer(data=hs_json(self.desk.codes, text, limit), lines=told)

    def pack(self, action: str, asked: Asked) -> Answer:
        """Run one command on packs: look over, make, take, list, go back; see `services.packs.commands`."""
        if action == "lint":
            from exporter_desk.services.packs.answers import lint_pack

            return lint_pack(asked.target, self._today)
        if action == "list":
            from exporter_desk.services.keeping.upkeep import list_rules
            from exporter_desk.services.packs.listing import with_packs

            return with_packs(list_rules(self.desk, self._today), self.desk, self._today)
        from exporter_desk.services.packs.commands import run

        return run(action, asked, self.desk, self._today)

    def remarks(self) -> tuple[Bilingual, ...]:
        """Return what must be said of the packs that the command used: put aside, or past their day."""
        if not self.desk.packs.counts:
            return ()
        from exporter_desk.services.packs.remarks import remarks

        return tuple(finding_line(one) for one in self.desk.render(remarks(self.desk, self._today)))

    def doctor(self) -> Answer:
        """Say how this installation is."""
        from exporter_desk.services.keeping.upkeep import examine_installation

        return examine_installation(self.desk)

    def attached(self, action: str, asked: Attaching) -> Answer:
        """Attach a scan to a stored shipment, list what is attached, take one off, or write one to a file."""
        from exporter_desk.services.papers.attachment_commands import run

        return run(action, asked, self.desk, self._today)

    def data(self, action: str, words: tuple[str, ...], case_id: str | None) -> Answer:
        """Check, back up, restore, export or import the data of the company; `words` is one file at most."""
        from exporter_desk.services.keeping.company_files import run

        if len(words) > 1:
            return refused(one_file(words))
        return run(action, next(iter(words), None), case_id)

    def rates(self, words: tuple[str, ...], day: str | None) -> Answer:
        """Import the refund rate library, or show what it says of a code on a day (today unless one is named)."""
        from exporter_desk.services.claims.rate_answers import run

        wanted = self._today if day is None else read_day(day)
        return run(self.desk, words, wanted, self._today)

    def fx(self, words: tuple[str, ...], day: str | None) -> Answer:
        """Tell the exchange rates of a day (`show [CURRENCY]`), or fetch the newest (`refresh [ADDRESS]`)."""
        from exporter_desk.services.estimates.fx_rates import run

        return run(self.desk, words, self._today if day is None else read_day(day), self._today)

    def cards(self, words: tuple[str, ...]) -> Answer:
        """List the rate cards (`list`), or keep one from a spreadsheet (`import FILE`)."""
        from exporter_desk.services.estimates.card_command import run

        return run(self.desk, words, self._today)

    def templates(self, words: tuple[str, ...]) -> Answer:
        """List the sheets of brokers and portals that packets fill (`list`), or take one from a workbook (`take`)."""
        from exporter_desk.services.papers.template_command import run

        return run(self.desk, words, self._today)

    # What works on a case, or on the part of one that it needs.

    def advise(self, source: str, expect: str = "", settings: Iterable[str] = ()) -> Answer:
        """Say which export mode fits; `{"facts": {…}}` is enough.

        `expect` is the code of a mode that was expected instead; `settings` are answers to try, `fact=value`.
        """
        from exporter_desk.modes.explain import advise
        from exporter_desk.rules.typed_codes import coded_facts, normalise_codes, unknown_codes
        from exporter_desk.services.advice.command import advice_lines, read_asked, unreadable
        from exporter_desk.services.advice.conclusions import with_believed_rates

        try:
            case = normalise_codes(case_json.from_object(self._read(source)), self.desk.codes)
            asked = read_asked(expect, settings, self.desk.rules)
        except CaseRefusedError as error:
            return self._refuse(error.findings)
        asked = replace(asked, settings=coded_facts(asked.settings, self.desk.codes))
        unknown = (*unknown_codes(case.facts, self.desk.codes), *unknown_codes(asked.settings, self.desk.codes))
        wrong = (*unreadable(case, asked, self.desk.rules, self._today), *unknown)
        if wrong:
            return self._refuse(wrong)
        judged = with_believed_rates(case, self.desk)
        data = advise(judged, self.desk.rules, self.desk.texts, self._today, asked)
        errors = any(one["severity"] == "error" for one in _objects(data["findings"]))
        return Answer(data=data, lines=advice_lines(data), exit_code=CASE_ERRORS if errors else FINE)

    def estimate(
        self,
        source: str,
        *,
        runs: int = 0,
        seed: int | None = None,
        save: str | None = None,
        against: str | None = None,
        outputs: Outputs | None = None,
    ) -> Answer:
        """Estimate the cost of an overseas warehouse from a scenario, a case, or a saved estimate."""
        from exporter_desk.services.estimates.estimating import Wanted, estimate_answer, frozen_bytes
        from exporter_desk.services.estimates.files import Studied, write_outputs

        studied: list[Studied] = []

        try:
            data = self._read_known(source)
            other = None if against is None else self._read(against)
            beside = self._beside(source)
            wanted = Wanted(runs=runs, seed=seed, against=other, take=studied.append, beside=beside)
            answer = estimate_answer(data, self.desk, self._today, wanted)
        except CaseRefusedError as error:
            return self._refuse(error.findings)
        if save is not None and answer.data is not None and answer.exit_code != BAD_INPUT:
            files.write_atomically(Path(save), frozen_bytes(data, answer.data))
        if outputs is not None:
            for one in studied:
                write_outputs(one, self.desk, self.language, outputs)
        return answer

    def refund(self, source: str, wish: Wish) -> Answer:
        """Say what refund an export earns, by which papers and by when; write its worksheets and its calendar."""
        from exporter_desk.refund.scenario import read
        from exporter_desk.services.claims.command import one_shipment
        from exporter_desk.services.keeping.company_files import all_cases

        try:
            scenario = read(self._read_known(source))
        except CaseRefusedError as error:
            return self._refuse(error.findings)
        of_company = () if self._is_apart(source) else (all_cases,)
        return one_shipment(self.desk, scenario, self._today, wish, self.language, *of_company)

    def refund_period(self, month: str, wish: Wish) -> Answer:
        """Say which shipments of the company belong to the claim of a month, and what it comes to."""
        from exporter_desk.services.claims.command import one_month
        from exporter_desk.services.keeping.company_files import all_cases

        return one_month(self.desk, all_cases(), read_month(month), wish.day or self._today, wish, self.language)

    def check(self, source: str) -> Answer:
        """Check the papers of a case against each other."""
        from exporter_desk.checklist.consistency.report import report_json
        from exporter_desk.services.review import ticks_json

        try:
            analysis = self._analysed(source)
        except CaseRefusedError as error:
            return self._refuse(error.findings)
        findings = analysis.findings
        data = report_json(analysis.case, findings, analysis.passed, analysis.day)
        data["ticks"] = ticks_json(analysis.case)
        summary = Bilingual(f"{analysis.passed} 项核对未发现问题。", f"{analysis.passed} checks found no problem.")
        lines = (summary, *(finding_line(one) for one in findings))
        return Answer(data=data, lines=lines, exit_code=_code(findings))

    def packet(self, source: str, out: str, receivers: tuple[str, ...], scans: tuple[str, ...] = ()) -> Answer:
        """Write the packet of a case below `out`, `scans` (KIND=FILE) behind it; errors in the case make drafts."""
        from exporter_desk.checklist.consistency.shapes import NOTHING_ENTERED
        from exporter_desk.services.papers.machine_files import remembered_sender
        from exporter_desk.services.papers.packets import file_line, packet_json, write_packet
        from exporter_desk.services.papers.scans import take_scans

        try:
            analysis = self._analysed(source)
        except CaseRefusedError as error:
            return self._refuse(error.findings)
        taken = take_scans(scans, self.desk.library.limits_on(analysis.day)) if scans else ()
        packet = write_packet(analysis, Path(out), receivers, remembered_sender(), scans=taken)
        findings = self.desk.render((*analysis.found.findings, *analysis.not_here, *packet.findings))
        lines = tuple(file_line(file) for file in packet.files)
        told = [one for one in findings if one.severity is Severity.ERROR or one.code == NOTHING_ENTERED]
        messages = tuple(finding_line(one) for one in told)
        return Answer(
            data=packet_json(packet, analysis, findings), lines=lines, messages=messages, exit_code=_code(findings)
        )

    # Inside.

    def _analysed(self, source: str) -> Analysis:
        # Every engine is imported with this one; commands that need a single engine do without.
        from exporter_desk.services.analysis import analyse
        from exporter_desk.services.keeping.company_shelf import company_shelf

        case = self._case(source)
        shelf, beside = company_shelf(case), self._beside(source)
        return analyse(case, self.desk, self._today, _question_plan(), self.language, shelf, beside)

    def _beside(self, source: str) -> Callable[[Case, date], Neighbours]:
        """Return what tells what the company claims beside a shipment; one from a file stands alone."""
        from exporter_desk.services.claims.neighbours import alone
        from exporter_desk.services.keeping.company_files import beside_stored

        return alone if self._is_apart(source) else beside_stored(self.desk)

    def _case(self, source: str) -> Case:
        return case_json.from_object(self._read_known(source))

    def _read_known(self, source: str) -> JsonObject:
        """Read as `_read` does; answers to no question are refused, unless the case was stored under older rules.

        What has keys that no case has is a scenario, whose facts are its own.
        """
        data = self._read(source)
        facts = data.get("facts") if data.keys() <= set(case_json.KEYS) else None
        if isinstance(facts, dict) and self._is_apart(source):
            refuse_unknown_facts(facts, self.desk.rules)
        return data

    @staticmethod
    def _is_apart(source: str) -> bool:
        """Tell whether a case is read from a file or standard input, not from the company's database."""
        return source == "-" or Path(source).is_file()

    def _read(self, source: str) -> JsonObject:
        """Read a JSON file, standard input (`-`), or a case of the database by id or number."""
        if source == "-":
            return case_json.parse(sys.stdin.buffer.read(case_json.MAX_BYTES + 1))
        path = Path(source)
        try:
            if path.is_file():
                with path.open("rb") as file:
                    return case_json.parse(file.read(case_json.MAX_BYTES + 1))
        except OSError as error:
            raise files.as_user_facing(error, path).as_bad_input() from error
        from exporter_desk.services.keeping.company_files import stored_case
        from exporter_desk.system.foreign import require_no_folder

        case = stored_case(source)
        if case is None:
            require_no_folder(path)
            raise no_such_case(source)
        return case_json.to_object(case)

    def _refuse(self, findings: Iterable[Finding]) -> Answer:
        return refused_findings(self.desk.render(findings))

    def _lines(self, findings: Iterable[Finding]) -> tuple[Bilingual, ...]:
        return tuple(finding_line(one) for one in self.desk.render(findings))


def _obsolete_line(gone: ObsoleteCode) -> Bilingual:
    listed = "、".join(gone.candidates) or "—"
    return Bilingual(
        f"{gone.code} 已经作废。前几位相同的现行编码：{listed}。这只是提示，不是归类，请向报关行确认。",
        f"{gone.code} is no longer in force. Codes of today with the same first digits: {listed.replace('、', ', ')}. "
        "A hint, not a classification; ask the broker.",
    )


def _question_plan() -> QuestionPlan:
    return QuestionPlan.load(resources.read_bytes("text/questions.toml"))


def _code(findings: Iterable[Finding | RenderedFinding]) -> int:
    return CASE_ERRORS if any(one.severity is Severity.ERROR for one in findings) else FINE


def _objects(listed: Json) -> list[JsonObject]:
    return [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []


def _no_such(name: str, known: Iterable[str], zh: str, en: str) -> UserFacingError:
    listed = ", ".join(known)
    return UserFacingError(
        "S41",
        f"没有叫“{name}”的{zh}。",
        f"There is no {en} called “{name}”.",
        f"可以用：{listed}。",
        f"Known: {listed}.",
        exit_code=BAD_INPUT,
    )


def one_file(words: Sequence[str]) -> UserFacingError:
    """Return why several files are refused where one is wanted."""
    listed = "、".join(words)
    return UserFacingError(
        "S247",
        f"这里只能给一个文件，现在是 {len(words)} 个：{listed}。",
        f"One file is wanted here, {len(words)} were given: {listed}.",
        exit_code=BAD_INPUT,
    )


def _bad_limit(found: int) -> UserFacingError:
    return UserFacingError(
        "S46",
        f"最多显示几条要是 1 或更大的整数，现在是 {found}。",
        f"The number of results must be 1 or more, it is {found}.",
        "例如 --limit 20。",
        "Give --limit 20, for instance.",
        exit_code=BAD_INPUT,
    )
