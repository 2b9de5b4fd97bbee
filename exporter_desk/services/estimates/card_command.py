"""Own rate cards from the command line: listed with their versions, imported from a file as one more version."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.text import Bilingual, Language
from exporter_desk.rules.answer_json import finding_json
from exporter_desk.services.answers import (
    BAD_INPUT,
    CASE_ERRORS,
    FINE,
    Answer,
    finding_line,
    refused,
    refused_findings,
    same,
)
from exporter_desk.services.estimates.card_columns import CLOSED
from exporter_desk.services.estimates.card_files import read_card_file
from exporter_desk.services.estimates.card_view import card_name
from exporter_desk.services.estimates.foreign_texts import source_words
from exporter_desk.services.estimates.own_cards import own_cards_folder, read_shelf, save_own_card
from exporter_desk.services.goods.sheet_files import refusal
from exporter_desk.system.foreign import read_foreign
from exporter_desk.tables.goods_sheet import MAX_BYTES, SheetRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from exporter_desk.costs.cards import Card
    from exporter_desk.costs.own_cards import Shelf
    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.services.desk import Desk
    from exporter_desk.services.estimates.card_sheet import CardSheet

SCHEMA, SCHEMA_VERSION = "exporter-desk/cards", 1
MOST_TOLD = 200

_LANGUAGES: tuple[Language, Language] = ("zh", "en")


def run(desk: Desk, words: tuple[str, ...], today: date) -> Answer:
    """Do what the words ask: `list`, or `import FILE`."""
    if words[:1] == ("import",) and len(words) == 2:
        return import_card(desk, Path(words[1]), today)
    if words in ((), ("list",)):
        return listed(desk, "list", None)
    return refused(_unclear(" ".join(words)))


def listed(desk: Desk, action: str, saved: str | None) -> Answer:
    """Tell every card that estimates can use, and the kept versions of the user's own ones."""
    shelf = read_shelf(own_cards_folder())
    entries: list[Json] = []
    lines = []
    for key, card in sorted(desk.prices.cards.items()):
        head, versions = card.card, [one.card.version for one in shelf.versions(key)]
        until = None if head.valid_to is None else head.valid_to.isoformat()
        entries.append({
            "card_id": key, "provider": head.provider, "version": head.version, "currency": head.currency,
            "valid_to": until, "own": bool(versions), "versions": list(versions), "charges": len(card.charge),
        })  # fmt: skip
        mark = Bilingual("自己的", "own") if versions else Bilingual("自带", "shipped")
        no_date = desk.cost_texts["card.undated"]
        stated = same(head.version or "") if versions or not head.undated else no_date
        lines.append(Bilingual(*(_listed_card(key, card, desk, (stated, mark), spoken) for spoken in _LANGUAGES)))
    data: JsonObject = {
        "schema": SCHEMA, "schema_version": SCHEMA_VERSION, "action": action, "saved": saved, "cards": entries,
    }  # fmt: skip
    return Answer(data=data, lines=(*((same(saved),) if saved else ()), *lines))


def _listed_card(
    key: str, card: Card, desk: Desk, version_and_owner: tuple[Bilingual, Bilingual], spoken: Language
) -> str:
    version, owner = (one.in_language(spoken) for one in version_and_owner)
    provider = source_words(card.card.provider or "", desk.foreign_texts, spoken)
    return "\t".join((key, provider, version, card.card.currency or "", owner))


def import_card(desk: Desk, file: Path, today: date) -> Answer:
    """Read the cards of a file and keep each as one more version; a card with a problem is not kept, and told."""
    data = read_foreign(file, MAX_BYTES)
    try:
        found = read_card_file(file.suffix, data, card_words(desk))
    except SheetRefusedError as error:
        return refused(_unreadable(file, error.reason))
    before = read_shelf(own_cards_folder())
    kept, wrong = _kept(found, today)
    notices = [one for card in found for one in card.notices if card.card is not None]
    notices += _over_shipped(desk, before, kept)
    if not kept:
        return refused_findings(desk.render([*wrong, *notices]))
    desk.forget_cards()
    told = desk.render([*wrong, *notices])
    answer = listed(desk, "import", kept[0])
    more: JsonObject = {"kept": list(kept), "findings": [finding_json(one) for one in told]}
    return replace(
        answer,
        data={**(answer.data or {}), **more},
        messages=tuple(finding_line(one) for one in told),
        exit_code=CASE_ERRORS if wrong else FINE,
    )


def _over_shipped(desk: Desk, before: Shelf, kept: Iterable[str]) -> Iterator[Finding]:
    """Tell of each card that stands over a shipped one from now on: estimates that name it have other charges."""
    for card_id in dict.fromkeys(name.partition("/")[0] for name in kept):
        shipped = desk.shipped_prices.cards.get(card_id)
        if shipped is not None and not before.versions(card_id):
            names = {f"provider_{end}": card_name(shipped, desk.foreign_texts, end) for end in _LANGUAGES}
            values = {"card": card_id, "provider": shipped.card.provider or "", **names}
            yield Finding("C84", Severity.CONFIRM, ("card.card.card_id",), values)


def card_words(desk: Desk) -> Mapping[str, Mapping[str, str]]:
    """Return what the words of closed columns are called in both languages, with their keys, by column."""
    return {
        "stage": {text: key for key, pair in desk.stages.items() for text in (pair.zh, pair.en)},
        "basis": {text: key for key, pair in desk.bases.items() for text in (pair.zh, pair.en)},
    } | {column: _closed(desk, keys) for column, keys in CLOSED.items() if column not in {"stage", "basis"}}


def _closed(desk: Desk, keys: Iterable[str]) -> dict[str, str]:
    known = {key: desk.cost_places.get(f"word.{key}") or desk.cost_places.get(key) for key in sorted(keys)}
    return {text: key for key, pair in known.items() if pair is not None for text in (pair.zh, pair.en)}


def _kept(found: Iterable[CardSheet], today: date) -> tuple[list[str], list[Finding]]:
    """Keep every good card; return the names of the kept versions, and what is wrong with the others, card by card."""
    kept: list[str] = []
    wrong: list[Finding] = []
    for one in found:
        outcome = one.findings if one.card is None else save_own_card(own_cards_folder(), one.card, today)
        if isinstance(outcome, str):
            kept.append(outcome)
            continue
        if one.card_id and outcome:
            values = {"card": one.card_id, "count": str(len(outcome))}
            wrong.append(Finding("C81", Severity.ERROR, outcome[0].places, values))
        wrong.extend(outcome[: max(0, MOST_TOLD - len(wrong))])
    return kept, wrong


def _unreadable(file: Path, reason: str) -> UserFacingError:
    if reason != "no_table":
        return refusal(file, reason)
    return UserFacingError(
        "S235",
        f"“{file.name}”里没有可以读的费用表。",
        f"There is no rate card in “{file.name}” that can be read.",
        "请用 .toml、.json、.xlsx、.xls、.ods 或 .csv；表格里先是编号、币种、报价日期、来源，再是每项费用一行。",
        "Use .toml, .json, .xlsx, .xls, .ods or .csv; in a sheet id, currency, date and source first, "
        "then one row for each charge.",
        exit_code=BAD_INPUT,
    )


def _unclear(found: str) -> UserFacingError:
    return UserFacingError(
        "S236",
        f"看不懂“{found}”。",
        f"“{found}” is not understood.",
        "可以用：data cards list，data cards import 文件。",
        "Use data cards list or data cards import FILE.",
        exit_code=BAD_INPUT,
    )
