"""The cost chain (费用链): every step that a shipment may cost, so that an estimate can say what it left out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.costs.lines import CostLine


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One step of the chain. With `whole_stage` any line of its stage covers it, else only a line that names it."""

    id: str
    stage: str
    name: Bilingual
    whole_stage: bool


def read_chain(content: bytes) -> tuple[ChainStep, ...]:
    """Read `chain.toml`; raises ValueError or KeyError when it is broken."""
    table = tomllib.loads(content.decode("utf-8"))
    return tuple(
        ChainStep(step["id"], step["stage"], Bilingual(step["zh"], step["en"]), bool(step.get("whole_stage", False)))
        for step in table["step"]
    )


def with_names(chain: Iterable[ChainStep], lines: Iterable[CostLine]) -> tuple[CostLine, ...]:
    """Give every line without a name the name of its step in the chain: the one with its id, else of its stage."""
    steps = tuple(chain)
    by_id = {step.id: step.name for step in steps}
    by_stage = {step.stage: step.name for step in steps if step.whole_stage}
    return tuple(_named(line, by_id.get(line.charge_id) or by_stage.get(line.stage)) for line in lines)


def _named(line: CostLine, name: Bilingual | None) -> CostLine:
    if name is None or line.name_zh or line.name_en:
        return line
    return replace(line, name_zh=name.zh, name_en=name.en)


def left_out(chain: Iterable[ChainStep], lines: Iterable[CostLine]) -> tuple[ChainStep, ...]:
    """Return the steps that no line covers: by stage, by the charge id, or by a line's `covers`."""
    listed = [line for line in lines if line.unknown is None]
    stages = {line.stage for line in listed}
    named = {name for line in listed for name in (line.charge_id, *line.covers)}
    return tuple(step for step in chain if not (step.id in named or (step.whole_stage and step.stage in stages)))
