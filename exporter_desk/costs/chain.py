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
    """Give every line without a name the name of its step in the chain: the one with its id, else of its stage.

    Different charges that only their stage names have their id beside it; lines of articles name the article anyway.
    """
    steps, listed = tuple(chain), tuple(lines)
    by_id = {step.id: step.name for step in steps}
    by_stage = {step.stage: step.name for step in steps if step.whole_stage}
    alike: dict[str, set[str]] = {}
    for line in listed:
        if line.charge_id not in by_id and not (line.sku or line.name_zh or line.name_en):
            alike.setdefault(line.stage, set()).add(line.charge_id)
    shared = {stage for stage, charges in alike.items() if len(charges) > 1}
    names = (
        by_id.get(line.charge_id)
        or _of_stage(line, by_stage.get(line.stage), shared=not line.sku and line.stage in shared)
        for line in listed
    )
    return tuple(_named(line, name) for line, name in zip(listed, names, strict=True))


def _of_stage(line: CostLine, name: Bilingual | None, *, shared: bool) -> Bilingual | None:
    if name is None or not shared:
        return name
    return Bilingual(f"{name.zh}（{line.charge_id}）", f"{name.en} ({line.charge_id})")


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
