"""Which papers each receiver gets, in which order and how many, and whether they are ready; nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.documents.bind import holds, waiting_places
from exporter_desk.documents.dossier import Dossier, EntryView, FindingView, PacketView, UploadView
from exporter_desk.documents.library import ReceiverInfo
from exporter_desk.documents.open_items import boxes_together, by_kind, errors_elsewhere, heard_by
from exporter_desk.documents.render import Paper, compose
from exporter_desk.documents.scans import Scan, merged
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exporter_desk.documents.library import Library
    from exporter_desk.documents.schema import Form
    from exporter_desk.rules.texts import RenderedFinding

    # The parts of every form by its id; most forms have one.
    Papers: TypeAlias = Mapping[str, tuple[Paper, ...]]

COVER = "cover"
UNDECIDED = "X56"


@dataclass(frozen=True, slots=True)
class PlannedPaper:
    """One paper for one receiver; `paper.status` says ready | draft | open | sheet, `paper.findings` why."""

    paper: Paper
    copies: int


@dataclass(frozen=True, slots=True)
class ReceiverPlan:
    """The papers for one receiver in order, and the cover that lists them; `undecided` forms wait for a fact."""

    receiver: ReceiverInfo
    papers: tuple[PlannedPaper, ...]
    cover: Paper | None
    undecided: tuple[str, ...]
    packet: PacketView
    scans: tuple[Scan, ...] = ()

    @property
    def all_papers(self) -> tuple[Paper, ...]:
        """Return cover and papers as they lie in the file."""
        return (*([self.cover] if self.cover else []), *(planned.paper for planned in self.papers))


@dataclass(frozen=True, slots=True)
class UploadPlan:
    """What one receiver uploads to customs: papers in their order, each of one kind, and scans."""

    receiver: ReceiverInfo
    papers: tuple[Paper, ...]
    scans: tuple[Scan, ...]


@dataclass(frozen=True, slots=True)
class DocumentPlan:
    """The whole packet before it is written; `findings` are those of the papers themselves.

    `uploads` go to customs whoever gets a packet now. `with_errors` plans the same as drafts, for errors that came to
    light later, which are then among the findings.
    """

    dossier: Dossier
    receivers: tuple[ReceiverPlan, ...]
    findings: tuple[Finding, ...]
    uploads: tuple[UploadPlan, ...]
    with_errors: Callable[[Sequence[Finding]], DocumentPlan] = field(compare=False, repr=False)

    def seen_by(self, receiver: str, files: Mapping[str, tuple[str, ...]]) -> Dossier:
        """Return the dossier with what one receiver's cover tells of it; as it is when he gets no packet.

        `files` names the files of the upload set by the kind of paper that they hold.
        """
        packet = next((one.packet for one in self.receivers if one.receiver.id == receiver), None)
        uploads = tuple(replace(one, files=files.get(one.kind, ())) for one in self.dossier.uploads)
        return replace(self.dossier, packet=packet, uploads=uploads)


def plan(
    dossier: Dossier,
    receivers: Sequence[str],
    library: Library,
    scans: Sequence[Scan] = (),
    name_of: Callable[[str], Bilingual] | None = None,
) -> DocumentPlan:
    """Decide and compose the papers of every receiver, `scans` behind them; raises KeyError for an unknown receiver.

    Scans of one kind are one paper. An error of the case makes a draft of every paper, an error in a paper only of that
    one. `name_of` says what a fact path is called in the findings; without it they show the path.
    """
    infos = [library.receivers[name] for name in receivers]
    attached = _composed(_attached_forms(dossier, library), dossier, library)
    prepared = replace(dossier, uploads=_uploads(dossier, attached, scans, library))
    wanted = _forms_for(prepared, infos, library)
    others = _composed((form for form in wanted if form.id not in attached), prepared, library)
    papers = {form.id: (others.get(form.id) or attached[form.id]) for form in wanted}

    def gaps(infos: Sequence[ReceiverInfo], told: Iterable[FindingView]) -> tuple[Finding, ...]:
        own = (*_collected(_papers_for(infos, papers, library)), *_waiting(prepared, infos, library))
        return tuple(_named(one, name_of) for one in _news(own, told))

    def with_errors(errors: Sequence[Finding]) -> DocumentPlan:
        worse = (*(_in_words(one, library) for one in errors), *dossier.findings)
        again = plan(replace(dossier, findings=worse), receivers, library, scans, name_of)
        return replace(again, findings=(*errors, *again.findings))

    found = gaps(infos, dossier.findings)
    told = tuple(_in_words(one, library) for one in found)
    whole = replace(prepared, paper_findings=told)
    plans = []
    for info in infos:
        heard = heard_by(info, dossier.findings)
        open_items = (*heard, *(_in_words(one, library) for one in boxes_together(gaps([info], heard))))
        plans.append(_for_receiver(info, papers, whole, library, merged(scans), open_items))
    return DocumentPlan(whole, tuple(plans), found, _upload_plans(attached, merged(scans), library), with_errors)


def _papers_for(infos: Iterable[ReceiverInfo], papers: Papers, library: Library) -> Papers:
    names = {info.id for info in infos}
    return {name: parts for name, parts in papers.items() if names & library.forms[name].receiver_ids}


def _attached_forms(dossier: Dossier, library: Library) -> list[Form]:
    forms = [form for form in library.forms.values() if form.upload and holds(dossier, form.when) is True]
    return sorted(forms, key=_broker_order)


def _uploads(dossier: Dossier, attached: Papers, scans: Sequence[Scan], library: Library) -> tuple[UploadView, ...]:
    """Return what goes up with the declaration: papers that are made here, then what is only scanned."""
    own = [_own_upload(dossier, library.forms[name], papers) for name, papers in attached.items()]
    kinds, uploading = {one.kind for one in own}, {one.id for one in library.receivers.values() if one.upload}
    alone = (one for one in merged(scans) if one.kind not in kinds and uploading.intersection(one.receivers))
    return (
        *own,
        *(UploadView(kind=one.kind, name=Bilingual(one.short_zh, one.title.en), code=one.code) for one in alone),
    )


def _upload_plans(attached: Papers, scans: Sequence[Scan], library: Library) -> tuple[UploadPlan, ...]:
    plans = []
    for info in library.receivers.values():
        if info.upload:
            forms = [
                (one.order, name) for name in attached for one in library.forms[name].receivers if one.id == info.id
            ]
            papers = tuple(paper for _, name in sorted(forms) for paper in attached[name])
            plans.append(UploadPlan(info, papers, tuple(one for one in scans if info.id in one.receivers)))
    return tuple(plans)


def _own_upload(dossier: Dossier, form: Form, papers: Iterable[Paper]) -> UploadView:
    gaps = [one for paper in papers for one in paper.findings]
    return UploadView(
        kind=form.upload,
        name=Bilingual(form.short_zh, form.title.en),
        code=dossier.codes.code_of("attached_documents", form.short_zh) or "",
        ready=not gaps,
        places=tuple(dict.fromkeys(place for one in gaps for place in one.places)),
    )


def _broker_order(form: Form) -> int:
    return min((one.order for one in form.receivers), default=0)


def _forms_for(dossier: Dossier, infos: Iterable[ReceiverInfo], library: Library) -> list[Form]:
    names = {info.id for info in infos}
    return [form for form in library.forms.values() if names & form.receiver_ids and holds(dossier, form.when) is True]


def _composed(forms: Iterable[Form], dossier: Dossier, library: Library) -> Papers:
    return {
        form.id: tuple(compose(form, part, library.fonts) for part in dossier.in_parts(form.most_lines))
        for form in forms
    }


def _collected(papers: Papers) -> tuple[Finding, ...]:
    """Return the findings of all papers; the same gap on several papers counts once and names them all."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[Finding]] = {}
    for finding in (finding for parts in papers.values() for paper in parts for finding in paper.findings):
        groups.setdefault((finding.code, finding.variant, finding.places), []).append(finding)
    return tuple(_joined(group) for group in groups.values())


def _waiting(dossier: Dossier, infos: Iterable[ReceiverInfo], library: Library) -> tuple[Finding, ...]:
    """Return a reminder for each open fact that decides whether some papers are made at all."""
    names = {info.id for info in infos}
    groups: dict[str, list[Finding]] = {}
    for form in library.forms.values():
        if names & form.receiver_ids:
            values = {"form_zh": form.title.zh, "form_en": form.title.en}
            for place in waiting_places(dossier, form.when):
                groups.setdefault(place, []).append(Finding(UNDECIDED, Severity.HINT, (place,), values))
    return tuple(_joined(group) for group in groups.values())


def _joined(group: list[Finding]) -> Finding:
    """Return the first finding of a group with the titles of all its papers."""
    titles = {
        f"form_{language}": joint.join(dict.fromkeys(one.values[f"form_{language}"] for one in group))
        for language, joint in (("zh", "》《"), ("en", "”, “"))
    }
    return replace(group[0], values={**group[0].values, **titles})


def _news(findings: Iterable[Finding], told_by: Iterable[FindingView]) -> tuple[Finding, ...]:
    """Leave out gaps at places that the case's own findings ask for already; errors stay, reminders ask nothing."""
    told = {place for one in told_by if one.severity is not Severity.HINT for place in one.places}
    told |= {place.removesuffix(".amount") for place in told}  # a charge is asked for by its amount
    return tuple(one for one in findings if one.severity is Severity.ERROR or set(one.places) - told)


def _named(finding: Finding, name_of: Callable[[str], Bilingual] | None) -> Finding:
    if name_of is None or not finding.places:
        return finding
    name, more = name_of(finding.places[0]), len(set(finding.places)) - 1
    if more:
        name = Bilingual(f"{name.zh} 等 {more + 1} 处", f"{name.en} and {more} more")
    return replace(finding, values={**finding.values, "place_zh": name.zh, "place_en": name.en})


def _in_words(finding: Finding, library: Library) -> FindingView:
    return finding_view(library.texts.render(finding, {}))


def finding_view(finding: RenderedFinding) -> FindingView:
    """Return a finding in words as the papers list it."""
    return FindingView(
        code=finding.code,
        severity=finding.severity,
        text=Bilingual(finding.zh, finding.en),
        remedy=Bilingual(finding.remedy_zh, finding.remedy_en),
        places=finding.places,
        variant=finding.variant,
    )


def _for_receiver(
    info: ReceiverInfo,
    papers: Papers,
    dossier: Dossier,
    library: Library,
    scans: Sequence[Scan],
    open_items: Sequence[FindingView],
) -> ReceiverPlan:
    chosen = [
        (one.order, form.id, number, PlannedPaper(paper, one.copies))
        for form in library.forms.values()
        for one in form.receivers
        if one.id == info.id
        for number, paper in enumerate(papers.get(form.id, ()))
    ]
    planned = tuple(entry[-1] for entry in sorted(chosen, key=lambda entry: entry[:3]))
    undecided = tuple(
        form.id for form in library.forms.values() if info.id in form.receiver_ids and holds(dossier, form.when) is None
    )
    own_scans = tuple(one for one in scans if info.id in one.receivers)
    packet = PacketView(
        receiver=info.name,
        replaced=dossier.replaced.get(info.id),
        open_items=by_kind(open_items, dossier.case),
        elsewhere=errors_elsewhere(info, dossier.findings),
    )
    cover = _cover(packet, planned, own_scans, dossier, library) if info.cover else None
    return ReceiverPlan(info, planned, cover, undecided, packet, own_scans)


def _cover(
    packet: PacketView, planned: tuple[PlannedPaper, ...], scans: tuple[Scan, ...], dossier: Dossier, library: Library
) -> Paper:
    """Compose the cover; its own length moves the pages that it lists, so it is composed until that stands."""
    length = 1
    while True:
        listed = replace(dossier, packet=replace(packet, entries=_entries(planned, scans, length + 1)))
        cover = compose(library.forms[COVER], listed, library.fonts)
        if len(cover.pages) <= length:
            return cover
        length = len(cover.pages)


def _entries(planned: tuple[PlannedPaper, ...], scans: tuple[Scan, ...], first_page: int) -> tuple[EntryView, ...]:
    entries = []
    for one in planned:
        pages = len(one.paper.pages)
        entries.append(
            EntryView(
                title=one.paper.title,
                status=one.paper.status,
                pages=pages,
                first_page=first_page,
                copies=one.copies,
                sign=one.paper.form.sign,
            )
        )
        first_page += pages
    for scan in scans:
        entries.append(EntryView(title=scan.title, status="scan", pages=scan.pages, first_page=first_page, copies=1))
        first_page += scan.pages
    return tuple(entries)


def worst_status(planned: ReceiverPlan, dossier: Dossier) -> str:
    """Return `draft` when any page carries the draft mark, else `final`."""
    open_papers = any(paper.status == "open" for paper in planned.all_papers)
    return "draft" if open_papers or dossier.has_errors else "final"
