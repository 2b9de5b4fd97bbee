"""The bundled prices: rate cards, duties, exchange and freight rates, usual risks, the cost chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from exporter_desk.costs.cards import Card, load_cards
from exporter_desk.costs.chain import ChainStep, read_chain
from exporter_desk.costs.duties import DutyTable, read_table
from exporter_desk.costs.freight import FreightIndex, read_index
from exporter_desk.costs.fx import NO_HISTORY, FxHistory, read_history
from exporter_desk.costs.risks import RiskTable, read_risks
from exporter_desk.domain.finding import Finding

DUTIES, CHAIN, CARDS, HISTORY = "duties.csv", "chain.toml", "cards/", "fx/ecb_cny.csv"
RISKS, FREIGHT = "risks.toml", "freight_index.csv"
ECB = "ECB euro foreign exchange reference rates, cross rates to CNY"


@dataclass(frozen=True, slots=True)
class Prices:
    """Everything that an estimate looks up; `problems` are cards that could not be read.

    `ahead_days` is how far ahead of an entry the changes of its duty are told.
    """

    cards: Mapping[str, Card] = field(default_factory=dict)
    duties: DutyTable = field(default_factory=DutyTable)
    fx: FxHistory = NO_HISTORY
    chain: tuple[ChainStep, ...] = ()
    problems: tuple[Finding, ...] = ()
    risks: RiskTable = field(default_factory=RiskTable)
    freight: FreightIndex = field(default_factory=FreightIndex)
    ahead_days: int = 0


def read_prices(files: Mapping[str, bytes]) -> Prices:
    """Read the files of `resources/rates` by path inside that folder; a missing file leaves its part empty.

    Raises ValueError or KeyError when the duty table, the chain or the exchange history is broken.
    """
    cards, problems = load_cards({name: content for name, content in files.items() if name.startswith(CARDS)})
    return Prices(
        cards,
        read_table(files[DUTIES].decode("utf-8")) if DUTIES in files else DutyTable(),
        read_history(files[HISTORY].decode("utf-8"), ECB) if HISTORY in files else NO_HISTORY,
        read_chain(files[CHAIN]) if CHAIN in files else (),
        problems,
        read_risks(files[RISKS]) if RISKS in files else RiskTable(),
        read_index(files[FREIGHT].decode("utf-8")) if FREIGHT in files else FreightIndex(),
    )
