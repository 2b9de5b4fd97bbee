"""Attachments (附件): scans are looked at as clean pages, attached, shown, saved elsewhere, taken off again."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.papers.attachment_desk import AttachmentDesk, to_paper
from exporter_desk.services.papers.attachment_view import stated_json
from exporter_desk.services.workflow import Step
from exporter_desk.ui import theme
from exporter_desk.ui.forms.scan_figures import ScanFigures
from exporter_desk.ui.forms.scrolling_table import ScrollingTable
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.models.attachment_rows import about_words, attachment_row
from exporter_desk.ui.models.issues import Issues, issues_of
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.aim import take_aim
from exporter_desk.ui.pages.case_page import CasePage
from exporter_desk.ui.pages.papers.attachments_drop import FileDrop, take_offer
from exporter_desk.ui.pages.papers.attachments_offer import OfferCard
from exporter_desk.ui.pages.papers.attachments_preview import AttachmentPreview
from exporter_desk.ui.shell_state import Crumb
from exporter_desk.ui.widgets import Button, ComboBox, Field, Flow, Label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exporter_desk.domain.attachment import Attachment
    from exporter_desk.services.papers.attaching import Prepared
    from exporter_desk.services.papers.attachment_view import AttachmentView
    from exporter_desk.services.papers.paper_scans import ScanState
    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Progress, Task, Tasks

Result = TypeVar("Result")
_WIDE, _NARROW, _SLIM = (0, 150, 56, 74), (0, 120, 50, 66), (0, 96, 44, 66)
_LEAST_WIDTH = 830
"""Below it, as with large letters in a small window, the list makes room for the page beside it."""
_FILTER = "*.pdf *.jpg *.jpeg *.png *.tif *.tiff"


class AttachmentsPage(CasePage):
    """Files come by the dialog or are dropped; one after the other is made into pages and shown before it is kept."""

    step = Step.PACKET
    docks_help = False

    def __init__(self, session: Session, messages: Messages, tasks: Tasks) -> None:
        super().__init__(session, messages, tasks)
        self.desk = AttachmentDesk(session)
        self._views: tuple[AttachmentView, ...] = ()
        self._originals: dict[str, ScanState] = {}
        self._waiting: list[Path] = []
        self._offered: Prepared | None = None
        self._working: Task[Any] | None = None
        self._case_shown: str | None = None
        self._aimed = ""
        self.paper = ComboBox()
        self.paper_field = Field("", self.paper)
        self.attach, self.cancel = Button("", "fill", icon="add"), Button("", "text")
        self.offer = OfferCard()
        self.model = TitledRows([""] * 4, ("left", "left", "right", "right"))
        self.list = ScrollingTable("list", row=36)
        self.list.set_model(self.model, _WIDE)
        self.none, self.about = Label("", "body", "ink2"), Label("", "table", "ink2")
        self.figures = ScanFigures(session, self.attempt)
        self.remove, self.save = Button("", "fill", icon="trash"), Button("", "fill")
        self.preview = AttachmentPreview(session, tasks)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.left = QWidget()
        left, head, verbs = QVBoxLayout(self.left), QHBoxLayout(), QWidget()
        theme.set_spacing(left, 10)
        theme.set_spacing(head, 8)
        head.addWidget(self.paper_field, 1)
        for button in (self.attach, self.cancel):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        flow = Flow(verbs)
        theme.set_spacing(flow, 8)
        for button in (self.save, self.remove):
            flow.addWidget(button)
        for label in (self.none, self.about):
            label.setWordWrap(True)
        left.addLayout(head)
        for widget in (self.offer, self.none, self.list, self.about, self.figures, verbs):
            left.addWidget(widget)
        left.setStretchFactor(self.list, 30)
        left.addStretch(1)
        row = QHBoxLayout()
        theme.set_spacing(row, 24)
        row.addWidget(self.left)
        row.addWidget(self.preview, 1)
        theme.set_spacing(self.column, 10, (24, 12, 24, 14))
        self.column.addLayout(row, 1)

    def _connect(self) -> None:
        self.drop = FileDrop(self, self.take_files)
        self.attach.clicked.connect(self.choose_files)
        self.cancel.clicked.connect(self._cancel)
        self.offer.kept.connect(self.keep)
        self.offer.turned.connect(self.turn)
        self.offer.discarded.connect(self.discard)
        self.list.row_changed.connect(lambda _row: self._show_selected())
        self.list.opened.connect(lambda _row: self.preview.view.setFocus())
        self.list.view.cleared.connect(self.remove_selected)
        self.remove.clicked.connect(self.remove_selected)
        self.save.clicked.connect(self.save_copy)

    # -- what is shown

    def show_case(self) -> None:
        if self._case_shown != self.session.case_id:
            self._case_shown, self._offered = self.session.case_id, None
            self._waiting, self._originals = [], {}
            self.preview.forget("")
        self.paper.set_entries([(pick(name), key) for key, name in self.desk.papers()])
        if self.paper.currentIndex() < 0:
            self.paper.setCurrentIndex(0)
        selected = self._selected()
        self._views = tuple(
            replace(view, original=self._originals.get(view.attachment.id, "none")) for view in self.desk.views()
        )
        self.model.show([attachment_row(view) for view in self._views])
        if self._views:
            kept = [n for n, one in enumerate(self._views) if selected and one.attachment.id == selected.attachment.id]
            self.list.select(kept[0] if kept else 0)
        self._show_state()
        self._look_at_originals()

    def show_conclusions(self) -> None:
        """Mark what a scan says otherwise than the shipment."""
        self.figures.show_values(issues_of(self.analysis.own_findings) if self.is_concluded() else Issues())

    def _look_at_originals(self) -> None:
        """Behind the window: the files may be large, and lie on a slow disk."""
        unknown = [one.attachment for one in self._views if one.attachment.id not in self._originals]
        if unknown:
            self._originals |= dict.fromkeys((one.id for one in unknown), "none")
            label, taken = translate("Attachments", "Looking at the files"), partial(self._looked, self.session.case_id)
            self.tasks.start(label, lambda _progress: self.desk.originals(unknown), taken)

    def _looked(self, case_id: str | None, found: dict[str, ScanState]) -> None:
        if case_id != self._case_shown or case_id != self.session.case_id:
            return  # another shipment has attachments of the same ids
        self._originals |= found
        if any(state == "changed" for state in found.values()) and self.has_case():
            self.show_case()

    def _show_state(self) -> None:
        """The card of a file that waits, the list, and what can be done now."""
        busy = self._working is not None
        self.offer.show_prepared(self._offered)
        self.offer.set_busy(busy=busy)
        self.attach.setEnabled(not busy and self._offered is None)
        self.attach.setVisible(not busy)
        self.cancel.setVisible(busy)
        self.list.setVisible(bool(self._views))
        self.none.setVisible(not self._views and self._offered is None)
        for widget in (self.about, self.remove, self.save):
            widget.setVisible(bool(self._views) and self._offered is None)
        self._show_selected()

    def _selected(self) -> AttachmentView | None:
        row = self.list.view.currentIndex().row()
        return self._views[row] if 0 <= row < len(self._views) else None

    def _show_selected(self) -> None:
        view = self._selected()
        self._show_figures(None if view is None or self._offered is not None else view.attachment)
        if self._offered is not None:
            made = self._offered
            key = f"{made.digest}/{made.turn}"
            self.preview.show_pdf(key, lambda: made.scan.pdf, made.name)
        elif view is None:
            self.preview.clear(translate("Attachments", "The pages of a scan are shown here."))
        else:
            self.about.setText(about_words(view))
            self.save.setEnabled(view.here)
            if view.here:
                digest = view.attachment.pdf_sha256 or ""
                self.preview.show_pdf(digest, self.desk.pages(view.attachment), view.attachment.name or "")
            else:
                self.preview.clear(about_words(view))

    def _show_figures(self, one: Attachment | None) -> None:
        """What can be read off the scan, for the papers that are compared."""
        places = () if one is None else self.desk.compared(one)
        self.figures.show_for(places, typed=one is not None and bool(stated_json(one)))
        self.show_conclusions()

    # -- attaching

    def choose_files(self) -> None:
        """Let the system's dialog choose scans."""
        title = translate("Attachments", "Attach scans")
        kinds = translate("Attachments", "Scans")
        chosen, _ = QFileDialog.getOpenFileNames(self, title, "", f"{kinds} ({_FILTER});;* (*)")
        self.take_files([Path(one) for one in chosen])

    def take_files(self, paths: Sequence[Path]) -> None:
        """Look at these files, one after the other."""
        if self.session.read_only_reason() is not None:
            self._refused(self.session.read_only_reason())
            return
        self._waiting += paths
        self._next()

    def _next(self) -> None:
        if self._waiting and self._working is None and self._offered is None:
            path = self._waiting.pop(0)
            label = translate("Attachments", "Making pages of {file}").format(file=path.name)
            work = self.desk.preparing(path, str(self.paper.currentData()))
            self._start(label, lambda progress: work(lambda pages: progress.report(pages, 0)), self._prepared)

    def _prepared(self, made: Prepared) -> None:
        self._offered = made

    def turn(self) -> None:
        """Make the pages anew, turned by a quarter."""
        if self._offered is not None and self._working is None:
            work, label = self.desk.turning(self._offered), translate("Attachments", "Turning the pages")
            self._start(label, lambda progress: work(lambda pages: progress.report(pages, 0)), self._prepared)

    def keep(self) -> None:
        """Attach what is on show: its bytes behind the window, then the entry in the list."""
        if self._offered is None or self._working is not None:
            return
        made = to_paper(self._offered, str(self.paper.currentData()))
        works: list[Callable[[Callable[[int, int], object]], str]] = []
        if self.attempt(lambda: works.append(self.desk.keeping(made))):
            label = translate("Attachments", "Attaching {file}").format(file=made.name)
            self._start(label, lambda progress: works[0](progress.report), lambda _digest: self._kept(made), store=True)
        else:
            self.discard()

    def _kept(self, made: Prepared) -> None:
        self._offered = None
        if self.attempt(lambda: self.desk.add(made)):
            self.list.select(len(self._views) - 1)
            self.messages.say(
                Message("ok", lambda: translate("Attachments", "{file} is attached.").format(file=made.name))
            )

    def go_on(self) -> None:
        """Ctrl+Enter: attach what is on show, else choose a file."""
        if self._offered is None:
            self.choose_files()
        else:
            self.keep()

    def discard(self) -> None:
        """Do not attach what is on show."""
        if self._working is None:
            self._offered = None
            self._show_state()
            self._next()

    def _start(
        self,
        label: str,
        work: Callable[[Progress], Result],
        done: Callable[[Result], None],
        *,
        store: bool = False,
    ) -> None:
        self.messages.clear()
        case_id = self.session.case_id

        def arrived(result: Result) -> None:
            if self.session.case_id == case_id:
                done(result)

        begin = self.tasks.store if store else self.tasks.start
        self._working = begin(label, work, arrived, self._refused)
        self._working.ended.connect(self._ended)
        self._show_state()

    def _ended(self) -> None:
        self._working = None
        if self.has_case():
            self._show_state()
            self._next()

    def _cancel(self) -> None:
        self._waiting.clear()
        if self._working is not None:
            self._working.cancel()

    def _refused(self, error: Exception | None) -> None:
        def words() -> str:
            if isinstance(error, UserFacingError):
                return error.sentence(language())
            return translate("Attachments", "This did not work. What was attached before is as it was.")

        self.messages.say(Message("error", words, detail=repr(error)))

    # -- what is attached

    def remove_selected(self) -> None:
        """Take the attachment off; undo brings it back."""
        view = self._selected()
        if view is None or self._offered is not None:
            return
        name = view.attachment.name or view.attachment.id
        if self.attempt(lambda: self.desk.remove(view.attachment.id)):
            told = translate("Attachments", "{file} was removed. Undo brings it back for 30 days.")
            self.messages.say(Message("hint", told.format(file=name), verb=_undo, act=self.undo))

    def save_copy(self) -> None:
        """Write the file as it was taken to a place that the person chooses."""
        view = self._selected()
        if view is None:
            return
        title = translate("Attachments", "Save a copy")
        chosen, _ = QFileDialog.getSaveFileName(self, title, Path(view.attachment.name or "").name)
        if chosen:
            self.save_to(view, Path(chosen))

    def save_to(self, view: AttachmentView, target: Path) -> None:
        """Write a copy behind the window."""
        work = self.desk.saving(view.attachment, target)

        def done(_nothing: None) -> None:
            told = translate("Attachments", "A copy is {place}.").format(place=target)
            self.messages.say(Message("ok", told))

        self._start(translate("Attachments", "Saving a copy"), lambda _progress: work(), done)

    # -- the frame

    def activated(self, case_id: str | None) -> None:
        super().activated(case_id)
        wished, place = take_offer(), take_aim()
        aim, self._aimed = place.removeprefix("attachments.").partition(".")[0], ""
        if wished.paper:
            self.paper.set_value(wished.paper)
        row = next((n for n, one in enumerate(self._views) if one.attachment.id == aim), None)
        if row is not None:
            self.list.select(row)
            self._aimed = place
        if wished.files:
            self.take_files(wished.files)

    def title(self) -> str:
        return translate("Attachments", "Attachments")

    def breadcrumb(self) -> Sequence[Crumb]:
        if not self.has_case():
            return ()
        name = pick(self.session.desk.workflow_wording.say(f"steps.{Step.PACKET}"))
        return (*super().breadcrumb(), Crumb(name, places.STEPS[Step.PACKET], self.session.case_id))

    def commands(self) -> Mapping[str, Callable[[], None]]:
        return {**super().commands(), "case.continue": self.go_on}

    def first_focus(self) -> QWidget | None:
        if self._offered is not None:
            return self.offer.keep
        aimed = self.figures.aim_at(self._aimed)
        if aimed is not None:
            return aimed
        return self.list.view if self._views else self.attach

    def arrange(self, room: Room) -> None:
        slim = self.width() < theme.current().control(_LEAST_WIDTH)
        self.list.set_widths(_SLIM if slim else _WIDE if room.wide else _NARROW)
        self.list.set_row(32 if room.short else 36)
        theme.set_control_size(self.left, 340 if slim else 567 if room.wide else 470)
        self.preview.caption.setVisible(room.wide)

    def retranslate(self) -> None:
        self.paper_field.set_label(translate("Attachments", "Paper that is attached"))
        self.model.set_titles(
            (translate("Attachments", "Paper"), translate("Attachments", "File"), translate("Attachments", "Pages"),
             translate("Attachments", "Size"))
        )  # fmt: skip
        self.list.view.setAccessibleName(translate("Attachments", "Attachments"))
        self.none.setText(
            translate("Attachments", "Nothing is attached yet. Choose the paper, then attach a scan or drop it here.")
        )
        for button, words in (
            (self.attach, translate("Attachments", "Attach a scan …")),
            (self.cancel, translate("Attachments", "Cancel")),
            (self.remove, translate("Attachments", "Remove")),
            (self.save, translate("Attachments", "Save a copy …")),
        ):
            button.setText(words)
            button.updateGeometry()
        self.offer.retranslate()
        self.figures.retranslate()
        self.preview.retranslate()
        super().retranslate()


def _undo() -> str:
    return translate("Attachments", "Undo")
