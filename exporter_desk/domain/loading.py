"""Which packages go into which container (配箱): as it is said of each run of packages, and the loads that follow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter_desk.domain.goods import Package
from exporter_desk.domain.shipment import Container

if TYPE_CHECKING:
    from exporter_desk.domain.case import Case


@dataclass(frozen=True, slots=True)
class Load:
    """One container, its place in the list (from 0), and the runs of packages that go into it."""

    place: int
    container: Container
    packages: tuple[Package, ...]

    def within(self, case: Case) -> Case:
        """Return the case with these packages alone, so that totals of it are those of the container."""
        return replace(case, packages=self.packages)


def container_of(case: Case, package: Package) -> int | None:
    """Return the place in the list (from 0) of the container of a run; None while it is not said or fits none.

    A container is meant by its number, or by its place counted from 1 as long as its number is not known.
    """
    said = _bare(package.container)
    if not said:
        return None
    meant = [place for place, one in enumerate(case.route.containers) if _bare(one.number) == said]
    if len(meant) == 1:
        return meant[0]
    place = int(said) - 1 if said.isascii() and said.isdecimal() else -1
    return place if 0 <= place < len(case.route.containers) else None


def is_by_place(case: Case, package: Package) -> bool:
    """Tell whether a run names its container by place (`2`) and by no number that a container has."""
    said = _bare(package.container)
    return said.isdecimal() and all(_bare(one.number) != said for one in case.route.containers)


def _bare(text: str | None) -> str:
    return "".join(sign for sign in (text or "").upper() if sign.isalnum())


def loads(case: Case) -> tuple[Load, ...]:
    """Return every container with its packages; a run belongs to none while nobody has said to which."""
    placed = [(container_of(case, package), package) for package in case.packages]
    return tuple(
        Load(place, container, tuple(package for at, package in placed if at == place))
        for place, container in enumerate(case.route.containers)
    )


def unplaced(case: Case) -> tuple[Package, ...]:
    """Return the runs of packages that go into no container yet."""
    return tuple(package for package in case.packages if container_of(case, package) is None)


def is_divided(case: Case) -> bool:
    """Tell whether somebody has begun to say which of several containers each run of packages goes into."""
    return len(case.route.containers) > 1 and len(unplaced(case)) < len(case.packages)
