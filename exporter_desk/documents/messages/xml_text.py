"""Writes a filled message as XML text in UTF-8: the same message gives the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exporter_desk.documents.messages.build import Message, Node


def to_xml(message: Message, prefix: str, remarks: Iterable[str] = ()) -> bytes:
    """Return the file; `remarks` stand as comments before the root, which no reader takes for data."""
    own = f"{prefix}:" if prefix and message.namespace else ""
    declared = [(f"xmlns:{prefix}" if own else "xmlns", message.namespace)] if message.namespace else []
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in (*declared, *message.attributes))
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', *(_comment(remark) for remark in remarks)]
    root = f"{own}{message.root.name}"
    lines += [f"<{root}{attributes}>", *_inner(message.root, own, "  "), f"</{root}>"]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _inner(node: Node, prefix: str, indent: str) -> Iterator[str]:
    for child in node.children:
        name = f"{prefix}{child.name}"
        if child.children:
            yield f"{indent}<{name}>"
            yield from _inner(child, prefix, indent + "  ")
            yield f"{indent}</{name}>"
        else:
            yield f"{indent}<{name}>{escape(child.text)}</{name}>"


def _comment(text: str) -> str:
    """A comment may neither hold two hyphens nor end in one."""
    return f"<!-- {text.replace('-', '‐')} -->"
