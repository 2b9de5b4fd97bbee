"""Fills a message from a dossier: its elements in the order of the table, and what is missing or does not fit."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from exporter_desk.documents.bind import ROW_PREFIX, bind, bind_rows
from exporter_desk.documents.bound import Bound, Row
from exporter_desk.documents.dossier import Dossier
from exporter_desk.documents.messages import lines, views
from exporter_desk.documents.messages.fitting import exceeds_in_bytes, fault, written
from exporter_desk.documents.messages.schema import COMPUTED, CONSTANT, NODE, Element, FileSpec
from exporter_desk.domain import case_json
from exporter_desk.domain.handover import without
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Gap", "Message", "Node", "build", "lines", "parts", "views"]

_IDS = uuid.UUID("5d3c1f6e-9a41-4f0e-8d0b-4b6f2b0c9e21")  # the name space of our own message numbers
# What a finding calls the attributes of a root.
_ATTRIBUTES = {"xmlns": "命名空间", "Version": "版本号", "version": "版本", "guid": "报文序号"}
_ANY_LENGTH = "..200"
MISSING, TOO_MANY, IN_BYTES, UNCONFIRMED, ESTIMATED = "missing", "too_many", "bytes", "unconfirmed", "estimated"
NOT_LISTED, TOO_LONG, DIGITS = "code", "length", "digits"  # faults of `fitting`
WITHHELD = "withheld"
SHARED = lines.SHARED


@dataclass(frozen=True, slots=True)
class Node:
    """One written element: its name and either a text or children."""

    name: str
    text: str = ""
    children: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a file is not ready at one element: `missing` or what does not fit, the limit, the places to mend."""

    name: Bilingual
    reason: str
    places: tuple[str, ...] = ()
    found: str = ""
    limit: str = ""


def guessed(dossier: Dossier, bound: Bound) -> tuple[str, ...]:
    """Return the places of the case that make a value an estimate."""
    return tuple(path for path in bound.paths if dossier.case.is_estimated(path)) or bound.paths


@dataclass(frozen=True, slots=True)
class Message:
    """A filled message; `namespace` is empty and attributes are absent while nobody has said them."""

    root: Node
    namespace: str
    attributes: tuple[tuple[str, str], ...]
    gaps: tuple[Gap, ...]


def parts(spec: FileSpec, dossier: Dossier) -> tuple[Dossier, ...]:
    """Return the dossier, or one for each part where a file may not hold all goods lines."""
    return dossier.in_parts(spec.lines if spec.split else 0)


def withheld(spec: FileSpec, dossier: Dossier) -> tuple[Gap, ...]:
    """Return what a file that lists attachments waits for: papers that are not in the upload set yet."""
    kept = [one for one in dossier.uploads if not one.ready] if spec.lists_uploads else []
    if not kept:
        return ()
    names = Bilingual("、".join(one.name.zh for one in kept), ", ".join(one.name.en for one in kept))
    return (Gap(names, WITHHELD, tuple(dict.fromkeys(place for one in kept for place in one.places))),)


def build(spec: FileSpec, dossier: Dossier) -> Message:
    """Fill the message; pure, so that equal dossiers give equal messages."""
    return _Builder(spec, dossier).message()


@dataclass(frozen=True)
class _Builder:
    spec: FileSpec
    dossier: Dossier
    gaps: list[Gap] = field(default_factory=list)

    def message(self) -> Message:
        self._count_lines()
        attributes = [(name, self._attribute(name, value)) for name, value in self.spec.attributes.items()]
        namespace = self._attribute("xmlns", self.spec.namespace)
        root = Node(self.spec.root, children=tuple(self._children("", None)))
        return Message(root, namespace, tuple(one for one in attributes if one[1]), tuple(self.gaps))

    @cached_property
    def _inside(self) -> dict[str, list[Element]]:
        inside: dict[str, list[Element]] = {}
        for element in self.spec.elements:
            inside.setdefault(element.node, []).append(element)
        return inside

    def _count_lines(self) -> None:
        count = len(self.dossier.case.goods)
        if self.spec.lines and count > self.spec.lines:
            self.gaps.append(Gap(self.spec.name, TOO_MANY, ("goods",), str(count), str(self.spec.lines)))

    def _attribute(self, name: str, value: str) -> str:
        length = self.spec.lengths.get(name, _ANY_LENGTH)
        element = Element("", name, _ATTRIBUTES.get(name, name), "text", length, 1, 1, "", value, "")
        return value if "://" in value else next((node.text for node in self._leaf(element, None)), "")

    def _children(self, path: str, row: Row | None) -> Iterator[Node]:
        for element in self._inside.get(path, []):
            yield from self._node(element, row) if element.type == NODE else self._leaf(element, row)

    def _node(self, element: Element, row: Row | None) -> Iterator[Node]:
        if not element.value:
            children = tuple(self._children(element.path, row)) if self._is_ours(element.path) else ()
            if children:
                yield Node(element.element, children=children)
            return
        listed = bind_rows(self.dossier, element.value)
        if len(listed) < element.least:
            self.gaps.append(Gap(element.name, MISSING, ("goods",)))
        for one in listed:
            yield Node(element.element, children=tuple(self._children(element.path, one)))

    def _is_ours(self, path: str) -> bool:
        """Tell whether we fill anything below `path`; signatures and the like are added by the sender's client."""
        below = self._inside.get(path, [])
        return any(one.value or (one.type == NODE and self._is_ours(one.path)) for one in below)

    def _leaf(self, element: Element, row: Row | None) -> Iterator[Node]:
        bound = self._value(element, element.value, row)
        text = written(element, bound.value)
        if text:
            yield from self._checked(element, bound, text)
        elif element.least or (element.when and self._value(element, element.when, row).known):
            self.gaps.append(Gap(element.name, MISSING, bound.missing or bound.paths))

    def _checked(self, element: Element, bound: Bound, text: str) -> Iterator[Node]:
        reason = fault(element, text, self.dossier.codes)
        if not reason:
            yield Node(element.element, text)
            reason = IN_BYTES if exceeds_in_bytes(element, text) else ""
            reason = reason or (UNCONFIRMED if element.path in self.spec.unconfirmed else "")
            if bound.estimated:  # whoever imports the file must not take a guess for what was weighed or agreed
                self.gaps.append(Gap(element.name, ESTIMATED, guessed(self.dossier, bound), text))
        if reason:
            limit = element.codes if reason == NOT_LISTED else element.length
            self.gaps.append(Gap(element.name, reason, bound.paths, text, limit))

    def _value(self, element: Element, value: str, row: Row | None) -> Bound:
        if value.startswith(CONSTANT):
            return Bound(value.removeprefix(CONSTANT))
        if value.startswith(COMPUTED):
            return Bound(self._guid(element))
        if not value:
            return Bound()
        if value.startswith(ROW_PREFIX) and row is None:
            return Bound()
        return bind(self.dossier, value, row)

    def _guid(self, element: Element) -> str:
        """A number of its own for each message and content: the same case gives the same one."""
        content = hashlib.sha256(case_json.dump(without(self.dossier.case)).encode("utf-8")).hexdigest()
        return str(uuid.uuid5(_IDS, f"{self.spec.id}/{element.path}/{content}")).upper()
