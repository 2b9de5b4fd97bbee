"""How full the containers of a shipment are, by the usable volumes of resources/rates/containers.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from exporter_desk.domain.text import Bilingual
from exporter_desk.system import resources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.domain.shipment import Container


@dataclass(frozen=True, slots=True)
class ContainerSizes:
    """Usable volume in m³ by type, the share up to which loading is usual, and where the figures come from."""

    usable_cbm: Mapping[str, Decimal]
    usual_share: Decimal
    source: Bilingual
    note: Bilingual
    confidence: str


@cache
def container_sizes() -> ContainerSizes:
    """The shipped figures; a missing key raises KeyError."""
    table = tomllib.loads(resources.read_text("rates/containers.toml"))
    return ContainerSizes(
        usable_cbm={entry["id"]: Decimal(entry["usable_cbm"]) for entry in table["type"]},
        usual_share=Decimal(table["usual_share"]),
        source=Bilingual(table["source_zh"], table["source_en"]),
        note=Bilingual(table["note_zh"], table["note_en"]),
        confidence=table["confidence"],
    )


def usable_volume(containers: Iterable[Container], sizes: ContainerSizes) -> Decimal | None:
    """Volume in m³ that all containers together hold; None without a container or with a type that is not listed."""
    volumes = [sizes.usable_cbm.get((one.kind or "").upper()) for one in containers]
    known = [volume for volume in volumes if volume is not None]
    return sum(known, Decimal(0)) if volumes and len(known) == len(volumes) else None
