"""What is known, each part loaded when it is first needed: rules, texts, codes, prices, forms, samples.

Shipped files with the installed packs over them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from exporter_desk.rules.problems import UNUSABLE
from exporter_desk.services.packs.installed import Installed
from exporter_desk.services.wording import Wording
from exporter_desk.system import resources
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from exporter_desk.costs.fx import Quote
    from exporter_desk.costs.prices import Prices
    from exporter_desk.documents.fonts import Fonts
    from exporter_desk.documents.library import Library
    from exporter_desk.documents.messages.schema import FileSpec
    from exporter_desk.documents.messages.templates import SheetTemplate
    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.text import Bilingual
    from exporter_desk.refund.book import RefundBook
    from exporter_desk.refund.rate_library import RateLibrary
    from exporter_desk.refund.sheet_parts import Words
    from exporter_desk.rules.checklists import Checklists
    from exporter_desk.rules.codes import CodeTables
    from exporter_desk.rules.hs import HsTable
    from exporter_desk.rules.rulebook import RuleBook
    from exporter_desk.rules.texts import FindingTexts, RenderedFinding
    from exporter_desk.services.estimates.plan_inputs import PlanForm

T = TypeVar("T")
_STAYS = frozenset({"_rate_file", "practice", "packs", "fonts"})


class Desk:
    """What the program knows before any case is opened. Parts are read on first use, so that the window opens fast.

    `rate_file` is where the user's rate library lies; without it the bundled rates count. Without `packs` the shipped
    files alone count. With `practice` everything made here is an exercise and says so.
    """

    def __init__(
        self, rate_file: Path | None = None, packs: Installed | None = None, *, practice: bool = False
    ) -> None:
        self._rate_file, self.practice = rate_file, practice
        self.packs = packs or Installed()

    @cached_property
    def rules(self) -> RuleBook:
        """Return the rule book; raises UserFacingError when a file of it is broken, as every part here does."""
        from exporter_desk.rules.loader import load

        if not self.packs.packs:
            return self.packs.load("rules", load)
        # Both come from the same packs: a book whose lists of papers cannot be read is refused as a whole.
        book, vars(self)["checklists"] = self.packs.load("rules", self._with_checklists)
        return book

    def _with_checklists(self, files: Mapping[str, bytes]) -> tuple[RuleBook, Checklists]:
        from exporter_desk.rules.checklists import load_checklists
        from exporter_desk.rules.loader import load

        shipped = load(files)
        book = replace(shipped, version=self.packs.named(shipped.version))
        return book, load_checklists(files, book)

    @property
    def rules_noted(self) -> str:
        """Return what a case notes with a conclusion: `id@version` of the rules and packs, and their digest."""
        return f"{self.rules.version}#{self.rules.digest[:12]}"

    @cached_property
    def checklists(self) -> Checklists:
        """Return the refund steps and the lists of papers."""
        from exporter_desk.rules.checklists import load_checklists

        book = self.rules
        known: Checklists | None = vars(self).get("checklists")
        return known or self.packs.load("rules", lambda files: load_checklists(files, book))

    @cached_property
    def texts(self) -> FindingTexts:
        """Return the wording of all findings."""
        from exporter_desk.rules.texts import load_texts

        return self.packs.load("text/findings", load_texts)

    @cached_property
    def codes(self) -> CodeTables:
        """Return the code tables; each one is parsed when it is first asked for."""
        from exporter_desk.rules.codes import CodeTables

        # The shipped index is sound and can wait; that of a pack has to show now whether it can be read.
        return self.packs.load("codes", CodeTables.load if self.packs.touching("codes") else CodeTables)

    @cached_property
    def hs(self) -> HsTable:
        """Return the table of commodity codes."""
        from exporter_desk.rules.hs import HsTable

        return HsTable(self.codes)

    @cached_property
    def prices(self) -> Prices:
        """Return the bundled rate cards, duties and exchange rates, the user's cards and fetched rates over them."""
        from exporter_desk.services.estimates.fx_rates import fx_file, with_fetched
        from exporter_desk.services.estimates.own_cards import own_cards_folder, with_own_cards

        return with_fetched(with_own_cards(self.shipped_prices, own_cards_folder()), fx_file())

    @cached_property
    def shipped_prices(self) -> Prices:
        """Return what comes with the program and its packs: read once, however often an own card is saved."""
        from exporter_desk.costs.prices import read_prices

        return replace(self.packs.load("rates", read_prices), ahead_days=self.rules.upcoming_days)

    def has_prices(self) -> bool:
        """Tell whether cards, duties and exchange rates are read already."""
        return "prices" in self.__dict__

    def forget_cards(self) -> None:
        """Let the next estimate read the own cards again: one was saved."""
        self.__dict__.pop("prices", None)

    @cached_property
    def fonts(self) -> Fonts:
        """Return the two bundled faces, ready for paper."""
        from exporter_desk.documents.fonts import load_fonts

        regular, bold = (resources.read_bytes(f"fonts/NotoSansSC-{face}.ttf") for face in ("Regular", "Bold"))
        return load_fonts(regular, bold)

    @cached_property
    def library(self) -> Library:
        """Return the forms, receivers and limits of attachments."""
        from exporter_desk.documents.library import load_library
        from exporter_desk.documents.loader import FormRefusedError

        return self.packs.load("forms", lambda files: load_library(files, self.texts, self.fonts), FormRefusedError)

    @cached_property
    def messages(self) -> tuple[FileSpec, ...]:
        """Return the descriptions of the files that other programs import."""
        from exporter_desk.documents.loader import FormRefusedError
        from exporter_desk.services.papers.sheet_templates import read_messages

        return self.packs.load("messages", read_messages, FormRefusedError)

    @cached_property
    def templates(self) -> tuple[SheetTemplate, ...]:
        """Return the sheets of brokers and portals that are filled: those of packs, the user's own over them."""
        from exporter_desk.services.papers.sheet_templates import shipped_templates, templates_folder, with_own

        books = self.packs.tree("messages", (".toml", ".xlsx"))
        return with_own(shipped_templates(books, self.messages), templates_folder(), self.messages)

    def forget_templates(self) -> None:
        """Let the next packet read the templates again: one was taken or given up."""
        vars(self).pop("templates", None)

    @cached_property
    def workflow_wording(self) -> Wording:
        """Return the names of the eight steps and the notes beside them."""
        return _words("text/workflow.toml", Wording.load)

    @cached_property
    def case_wording(self) -> Wording:
        """Return the names of undo steps and the lines of a case's timeline."""
        return _words("text/cases.toml", Wording.load)

    @cached_property
    def stages(self) -> dict[str, Bilingual]:
        """Return the names of the stages of the cost chain."""
        return self._cost_words("stage.")

    @cached_property
    def bases(self) -> dict[str, Bilingual]:
        """Return what the quantities of cost lines count."""
        return self._cost_words("basis.")

    @cached_property
    def foreign_texts(self) -> Mapping[str, str]:
        """Return Chinese for the sources and notes of the rate data that stand there in English."""
        pairs = _words("text/foreign_texts.toml", Wording.load).texts.values()
        return {pair.en: pair.zh for pair in pairs}

    @cached_property
    def cost_texts(self) -> Mapping[str, Bilingual]:
        """Return every wording of the cost part by its key: stages, factors, figures, charts."""
        return _words("text/costs.toml", Wording.load).texts

    @cached_property
    def plan_form(self) -> PlanForm:
        """Return the inputs of an estimate as the window draws them."""
        from exporter_desk.services.estimates.plan_inputs import PlanForm

        return _words("text/plan_inputs.toml", PlanForm.load)

    @cached_property
    def cost_places(self) -> Mapping[str, Bilingual]:
        """Return what the entries of an estimate and of a rate card are called, by their keys."""
        texts = _words("text/cost_places.toml", Wording.load).texts
        return {key.removeprefix("field."): text for key, text in texts.items()}

    def _cost_words(self, group: str) -> dict[str, Bilingual]:
        return {key.removeprefix(group): text for key, text in self.cost_texts.items() if key.startswith(group)}

    @cached_property
    def refund_book(self) -> RefundBook:
        """Return what the refund part is judged by: checklist rules, and the imported rate library or bundled rates."""
        from exporter_desk.refund.book import RefundBook, bundled_table

        library = self.rate_library
        if library is None:
            return RefundBook(self.checklists, bundled_table(self.codes), codes=self.codes, market=self._quoted)
        book = RefundBook(self.checklists, library.table, bundled=False, edition=library.edition, codes=self.codes)
        return replace(book, market=self._quoted)

    def _quoted(self, currency: str, day: date) -> Quote | None:
        """Return the rate of the reference table that a typed one is held against."""
        return self.prices.fx.on(currency, day)

    @cached_property
    def rate_library(self) -> RateLibrary | None:
        """Return the imported rate library, None without one, or when its file is damaged."""
        if self._rate_file is None:
            return None
        from exporter_desk.services.claims.rate_files import stored_library

        return stored_library(self._rate_file)

    @cached_property
    def sheet_words(self) -> Words:
        """Return the words of the refund worksheets."""
        from exporter_desk.services.claims.sheets import sheet_words

        return sheet_words(self.codes, self.checklists)

    def forget_rates(self) -> None:
        """Let the next look-up read the rate library again: another one was imported."""
        for name in ("rate_library", "refund_book"):
            vars(self).pop(name, None)

    @property
    def _samples(self) -> Mapping[str, bytes]:
        return self.packs.tree("samples", (".json",))

    def forget_packs(self) -> None:
        """Let everything be read again: other packs count now."""
        self.packs = self.packs.again()
        for name in vars(self).keys() - _STAYS:
            vars(self).pop(name)

    def sample_names(self) -> tuple[str, ...]:
        """Return the names of the shipped samples."""
        return tuple(name.removesuffix(".json") for name in self._samples)

    def sample_text(self, name: str) -> str:
        """Return one sample as case JSON; raises KeyError for a name that is not shipped."""
        if name not in self.sample_names():
            raise KeyError(name)
        return self._samples[f"{name}.json"].decode("utf-8")

    def sample(self, name: str) -> Case:
        """Return one sample; raises KeyError for a name that is not shipped."""
        from exporter_desk.domain import case_json

        return case_json.load(self.sample_text(name))

    def render(self, findings: Iterable[Finding]) -> tuple[RenderedFinding, ...]:
        """Put findings into words, worst first, the order among equals kept."""
        ordered = sorted(findings, key=lambda finding: finding.severity.rank)
        return tuple(self.in_words(finding) for finding in ordered)

    def in_words(self, finding: Finding) -> RenderedFinding:
        """Put one finding into words; a cost finding that cites the rate data does so in the language of the reader.

        A place of a case that could not be read is named too, as far as its path tells.
        """
        if finding.code.startswith("D") and not {"place", "place_zh"} & finding.values.keys():
            from exporter_desk.services.names import with_names

            (finding,) = with_names(self, None, (finding,))
        if finding.code.startswith("C"):
            from exporter_desk.services.estimates.foreign_texts import in_chinese
            from exporter_desk.services.estimates.place_words import with_places

            said = in_chinese(finding, self.foreign_texts)
            finding = with_places(said, self.cost_places, self.bases, self.stages, lambda: self.codes)
        return self.texts.render(finding, self.rules.sources)


def _words(name: str, load: Callable[[bytes], T]) -> T:
    try:
        return load(resources.read_bytes(name))
    except (OSError, *UNUSABLE) as error:
        from exporter_desk.services.packs.broken_files import broken_resource

        raise broken_resource(error, name) from error


def user_desk() -> Desk:
    """Return the desk of this user, with the imported rate library and the installed packs."""
    paths = find_paths()
    return Desk(paths.rate_library, Installed(paths.packs), practice=paths.practice)
