"""Views of the packet itself for the cover: contents, open items, versions."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound, Row, Rows, nothing, wording
from exporter_desk.documents.open_items import by_kind
from exporter_desk.documents.registry import rows, view
from exporter_desk.domain.finding import Severity
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from exporter_desk.documents.dossier import Dossier, EntryView, FindingView

SEVERITIES = {
    Severity.ERROR: Bilingual("错误", "Error"),
    Severity.CONFIRM: Bilingual("待确认", "To confirm"),
    Severity.HINT: Bilingual("提醒", "Reminder"),
}
STATUSES = {
    "ready": Bilingual("可用", "ready"),
    "draft": Bilingual("核对稿", "for checking"),
    "open": Bilingual("草稿，有未决事项", "draft, open items"),
    "sheet": Bilingual("内部资料", "working sheet"),
    "scan": Bilingual("扫描件", "scan"),
}
FROM_PROGRAM = ("packet",)


@view("packet.receiver")
def receiver(dossier: Dossier) -> Bound:
    """Return whom the packet is for."""
    packet = dossier.packet
    return Bound(packet.receiver, FROM_PROGRAM) if packet else nothing(*FROM_PROGRAM)


@view("packet.version")
def version(dossier: Dossier) -> Bound:
    """Return the version of the packet."""
    text = Bilingual(f"第 {dossier.version} 版", f"Version {dossier.version}")
    return Bound(text, FROM_PROGRAM)


@view("packet.changes")
def changes(dossier: Dossier) -> Bound:
    """Return what this version replaces; known to be empty in the first one."""
    replaced = dossier.packet.replaced if dossier.packet else None
    if replaced is None:
        return nothing(*FROM_PROGRAM)
    zh, en = "；".join(text.zh for text in replaced.parts), "; ".join(text.en for text in replaced.parts)
    last = replaced.version
    if not zh:
        same = f"替代第 {last} 版，与那一版没有不同", f"Replaces version {last}, with nothing changed against it"
        return Bound(Bilingual(*same), FROM_PROGRAM)
    return Bound(Bilingual(f"替代第 {last} 版，改动：{zh}", f"Replaces version {last}; changed: {en}"), FROM_PROGRAM)


@view("packet.lists_changes")
def lists_changes(dossier: Dossier) -> Bound:
    """Tell whether the changes are known place by place."""
    replaced = dossier.packet.replaced if dossier.packet else None
    return Bound(replaced is not None and bool(replaced.places), FROM_PROGRAM)


@rows("packet.changed")
def changed(dossier: Dossier) -> Rows:
    """Return the places that changed since the version that the receiver has."""
    replaced = dossier.packet.replaced if dossier.packet else None
    return tuple(
        Row({"name": Bound(one.name, FROM_PROGRAM), "before": Bound(one.before, FROM_PROGRAM),
             "after": Bound(one.after, FROM_PROGRAM)})
        for one in (replaced.places if replaced else ())
    )  # fmt: skip


@view("packet.day")
def day(dossier: Dossier) -> Bound:
    """Return the day on which the packet was made."""
    return Bound(dossier.pack_day, ("day",))


@view("packet.rules")
def rules(dossier: Dossier) -> Bound:
    """Return the version of the rules used, and the day whose law counts where it is not that of the packet."""
    if not dossier.rules:
        return nothing("rules")
    law = dossier.day.isoformat()
    if dossier.day == dossier.pack_day:
        return wording(dossier.rules, "rules")
    return Bound(Bilingual(f"{dossier.rules}，适用 {law}", f"{dossier.rules}, law of {law}"), ("rules", "day"))


@view("packet.hash")
def data_hash(dossier: Dossier) -> Bound:
    """Return the short data hash."""
    return wording(dossier.data_hash, "case")


@view("packet.notice")
def notice(dossier: Dossier) -> Bound:
    """Return the warning about expired rule data; known to be empty when there is none."""
    return Bound(dossier.notice, ("rules",)) if dossier.notice else nothing("rules")


@view("packet.has_errors")
def has_errors(dossier: Dossier) -> Bound:
    """Tell whether an error finding is open."""
    return Bound(dossier.has_errors, ("findings",))


@view("packet.elsewhere")
def elsewhere(dossier: Dossier) -> Bound:
    """Return how many errors the own file lists but not this cover; known to be none."""
    count = dossier.packet.elsewhere if dossier.packet else 0
    return Bound(Decimal(count), ("findings",)) if count else nothing("findings")


@rows("packet.entries")
def entries(dossier: Dossier) -> Rows:
    """Return the table of contents."""
    listed = dossier.packet.entries if dossier.packet else ()
    return tuple(Row(_entry(entry, number)) for number, entry in enumerate(listed, start=1))


def _entry(entry: EntryView, number: int) -> dict[str, Bound]:
    numbers = {"no": number, "copies": entry.copies, "pages": entry.pages, "page": entry.first_page}
    cells = {name: Bound(Decimal(value), FROM_PROGRAM) for name, value in numbers.items()}
    cells["title"] = Bound(entry.title, FROM_PROGRAM)
    cells["status"] = Bound(STATUSES[entry.status], FROM_PROGRAM)
    cells["sign"] = Bound(entry.sign, FROM_PROGRAM) if entry.sign.zh else nothing(*FROM_PROGRAM)
    return cells


@rows("packet.findings")
def findings(dossier: Dossier) -> Rows:
    """Return the open items in groups, worst first: those of one receiver, else all of the case, one row a kind."""
    told = dossier.packet.open_items if dossier.packet else by_kind(dossier.findings, dossier.case)
    listed: list[Row] = []
    for severity in sorted(SEVERITIES, key=lambda one: one.rank):
        group = [finding for finding in told if finding.severity is severity]
        if group:
            name = SEVERITIES[severity]
            text = Bilingual(f"{name.zh}（{len(group)}）", f"{name.en} ({len(group)})")
            listed.append(Row({"text": Bound(text, ("findings",))}, "group"))
        listed += [Row(_finding(finding)) for finding in group]
    return tuple(listed)


def _finding(finding: FindingView) -> dict[str, Bound]:
    return {
        "code": wording(finding.code, *finding.places),
        "text": Bound(finding.text, finding.places),
        "remedy": Bound(finding.remedy, finding.places) if finding.remedy.zh else nothing(*finding.places),
    }


@view("packet.has_questions")
def has_questions(dossier: Dossier) -> Bound:
    """Tell whether a question is open."""
    return Bound(bool(dossier.questions), ("facts",))
