"""An independent reading of the field tables: order, counts, lengths, digits; it shares no code with the product."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"
CEB = "{http://www.chinaport.gov.cn/ceb}"


@cache
def ceb_fields(message: str) -> dict[str, list[dict[str, str]]]:
    """Rows of the published table by the path of the parent."""
    found: dict[str, list[dict[str, str]]] = {}
    with (DATA / "ceb_fields.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["message"] == message:
                found.setdefault(row["path"], []).append(row)
            elif row["message"] == "(common)":
                found.setdefault(f"{message}/{row['path']}", []).append(row)
    return found


@cache
def declaration_fields() -> dict[tuple[str, str], dict[str, str]]:
    with (DATA / "decmessage_fields.csv").open(encoding="utf-8", newline="") as file:
        return {(row["node"], row["element"]): row for row in csv.DictReader(file)}


def ceb_faults(data: bytes) -> list[str]:
    """Every way in which a cross-border message breaks the table; missing elements included."""
    root = ET.fromstring(data)  # noqa: S314 - our own bytes
    message = root.tag.removeprefix(CEB)
    faults = [] if re.fullmatch(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", root.get("guid", "")) else ["guid"]
    return faults + _node_faults(root, message, ceb_fields(message))


def _node_faults(node: ET.Element, path: str, fields: dict[str, list[dict[str, str]]]) -> list[str]:
    names = [child.tag.removeprefix(CEB) for child in node]
    rows = fields[path]
    order = [row["element"] for row in rows]
    if any(name not in order for name in names):
        return [f"{path}: strange {sorted(set(names) - set(order))}"]
    faults = [] if sorted(names, key=order.index) == names else [f"{path}: order {names}"]
    for row in rows:
        count = names.count(row["element"])
        if not int(row["min"]) <= count <= int(row["max"]):
            faults.append(f"{path}/{row['element']}: {count} times")
    for child, name in zip(node, names, strict=True):
        row = rows[order.index(name)]
        inner = f"{path}/{name}"
        faults += _node_faults(child, inner, fields) if row["type"] == "node" else leaf_faults(inner, row, child)
    return faults


def leaf_faults(path: str, row: dict[str, str], leaf: ET.Element) -> list[str]:
    text = leaf.text or ""
    if list(leaf) or not text:
        return [f"{path}: empty or with children"]
    return [] if _fits(row["type"].lower(), row["length"], text) else [f"{path}: {row['type']} {row['length']}: {text}"]


def _fits(kind: str, length: str, text: str) -> bool:
    if kind in {"int", "integer"}:
        return text.isdecimal() and len(text) <= int(length)
    if kind == "decimal":
        digits, after = map(int, length.split(","))
        whole, _, part = text.partition(".")
        return bool(re.fullmatch(r"\d+(\.\d+)?", text)) and len(part) <= after and len(whole) + after <= digits
    if length.startswith("="):
        return len(text) == int(length[1:])
    least, dots, most = length.partition("..")
    return (int(least or 0) if dots else 0) <= len(text) <= int(most or least)


def texts(data: bytes, name: str) -> list[str]:
    """All texts of the elements with that name, without name space."""
    root = ET.fromstring(data)  # noqa: S314 - our own bytes
    return [node.text or "" for node in root.iter() if node.tag.rsplit("}", 1)[-1] == name]


def decimals(data: bytes, name: str) -> list[Decimal]:
    return [Decimal(text) for text in texts(data, name)]
