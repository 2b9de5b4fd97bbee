"""The packet (资料袋): for whom, which papers, the real PDF beside them, and the files in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from exporter_desk.documents.names import NO_NUMBER, cleaned
from exporter_desk.documents.plan import worst_status
from exporter_desk.domain import handover
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.finding import Severity
from exporter_desk.services.workflow import Step
from exporter_desk.ui import theme
from exporter_desk.ui.forms.scrolling_table import FittingTable
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.models.packet_rows import PacketRow, packet_rows, paper_cells
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.models.word_lists import comma
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.papers.attachments_drop import FileDrop, offer
from exporter_desk.ui.pages.papers.packet_outputs import PacketOutputs, packet_writer
from exporter_desk.ui.pages.papers.packet_preview import PacketPreview
from exporter_desk.ui.pages.step_page import StepPage
from exporter_desk.ui.widgets import Button, CheckBox, Chip, Field, Flow, Label, LineEdit, MarkLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exporter_desk.documents.packet import Packet
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Progress, Task, Tasks
    from exporter_desk.ui.widgets import MarkKind

Result = TypeVar("Result")
_WIDE, _NARROW = (96, 0, 58, 56, 122), (84, 0, 56, 52, 108)
_LEFT, _LEFT_NARROW = 567, 482


class PacketPage(StepPage):
    """Receivers, papers and preview; nothing is written before the button is pressed.

    As the page of step 5 it is for looking at the papers one by one; files are made by that of step 8 alone.
    """

    docks_help = False
    quiet = False

    def __init__(
        self, session: Session, messages: Messages, tasks: Tasks, output: Path, step: Step = Step.PACKET
    ) -> None:
        super().__init__(session, messages, tasks)
        self.step = step
        self._output, self._rows = output, tuple[PacketRow, ...]()
        self._rows_of: Analysis | None = None
        self._making: Task[Any] | None = None
        self._case_shown: str | None = None
        self._has_made, self._wide = False, True
        self.about, self.for_whom = Label("", "table", "ink2"), Label("", "table", "ink2")
        self.ticks = {key: CheckBox("") for key in session.desk.library.receivers}
        self.model = TitledRows([""] * 5, ("left", "left", "right", "right", "left"))
        self.list = FittingTable(row=36)
        self.list.set_model(self.model, _WIDE)
        self._low = False
        self.uploads, self.state = Label("", "note", "ink2"), MarkLabel("hint", "", "table")
        self.folder = LineEdit()
        self.folder_field = Field("", self.folder)
        self.browse, self.make = Button("", "fill"), Button("", "primary", icon="packet")
        self.cancel, self.open = Button("", "text"), Button("", "fill")
        self.print, self.stick = Button("", "fill", icon="print"), Button("", "fill", icon="usb")
        self.record, self.scans = Button("", "text"), Button("", "fill", icon="file")
        self.sheets = Button("", "text", icon="table", small=True)
        self.further = Button("", "primary", icon="packet")
        self.version, self.head = Chip(""), QWidget()
        self.outputs = PacketOutputs(self, session)
        self.preview = PacketPreview(session, tasks)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.left = QWidget()
        left = QVBoxLayout(self.left)
        theme.set_spacing(left, 10)
        who = QWidget()
        flow = Flow(who)
        theme.set_spacing(flow, 14)
        flow.addWidget(self.for_whom)
        for key, box in self.ticks.items():
            box.setChecked(self.session.desk.library.receivers[key].cover)
            flow.addWidget(box)
        self.about.setWordWrap(True)
        left.addWidget(self.about)
        left.addWidget(who)
        left.addWidget(self.list, 30)
        left.addStretch(1)
        for label in (self.uploads, self.state.label):
            label.setWordWrap(True)
        left.addWidget(self.uploads)
        left.addWidget(self.state)
        left.addLayout(self._foot())
        row = QHBoxLayout()
        theme.set_spacing(row, 24)
        row.addWidget(self.left)
        row.addWidget(self.preview, 1)
        self.column.addLayout(row, 1)
        head = QHBoxLayout(self.head)
        theme.set_spacing(head, 8)
        for widget in (self.sheets, self.version):
            head.addWidget(widget)

    def _foot(self) -> QVBoxLayout:
        where, verbs = QHBoxLayout(), QHBoxLayout()
        theme.set_spacing(where, 8)
        theme.set_spacing(verbs, 8)
        where.addWidget(self.folder_field, 1)
        for button in (self.browse, self.open):
            where.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self._verbs = (self.further, self.make, self.print, self.stick, self.scans, self.cancel, self.record)
        for button in self._verbs:
            verbs.addWidget(button)
        ours = (self.folder_field, self.browse, self.make, self.print, self.stick, self.sheets, self.record)
        # Hidden only: what is shown before it lies in the page flashes up as a window and takes the focus.
        for widget in (self.cancel, self.open, *((self.further,) if self._makes_files() else ours)):
            widget.hide()
        verbs.addStretch(1)
        foot = QVBoxLayout()
        theme.set_spacing(foot, 8)
        foot.addLayout(where)
        foot.addLayout(verbs)
        return foot

    def _connect(self) -> None:
        for box in self.ticks.values():
            box.clicked.connect(lambda _checked=False: self._show_rows())
        self.list.row_changed.connect(self._preview_row)
        self.preview.turned.connect(self._follow)
        self.browse.clicked.connect(self.choose_folder)
        self.make.clicked.connect(self.make_files)
        self.cancel.clicked.connect(self._cancel)
        self.further.clicked.connect(lambda: self.open_step(Step.PACKET))
        self.open.clicked.connect(lambda: self.open_folder(self._target()))
        self.print.clicked.connect(self.outputs.print_packet)
        self.stick.clicked.connect(self.outputs.copy_to_drive)
        self.record.clicked.connect(lambda: self.travel(places.HAND_OVER))
        self.sheets.clicked.connect(lambda: self.travel(places.TEMPLATES))
        self.scans.clicked.connect(lambda: self.attach_files(()))
        self.drop = FileDrop(self, self.attach_files)

    def _makes_files(self) -> bool:
        return self.step is Step.PACKET

    # -- what is shown

    def show_case(self) -> None:
        if self._case_shown != self.session.case_id:
            self._case_shown = self.session.case_id
            self.folder.setText(str(self._output / cleaned(self.case.number or NO_NUMBER)))
            self._has_made = False
            self.preview.clear(translate("Packet", "The preview is being made …"))
        if not self.is_concluded():
            self.state.set_state("waiting", translate("Packet", "The papers are being composed …"))
            for button in (self.make, self.print, self.stick):
                button.setEnabled(False)
        self._say_version()

    def show_conclusions(self) -> None:
        self._show_rows()
        self._say_version()

    def rows(self) -> tuple[PacketRow, ...]:
        """The papers of the ticked receivers, in their order."""
        return self._rows

    def _say_version(self) -> None:
        """Which version the papers are now, and whether it is handed over, a draft or neither."""
        number = translate("Packet", "Version {number}").format(number=handover.version(self.case))
        done = handover.hand_overs(self.case)
        state = ""
        if self.is_concluded() and self.analysis.plan.dossier.has_errors:
            state = translate("Packet", "draft")
        elif done and not handover.changed_parts(self.case):
            state = translate("Packet", "handed over")
        self.version.set_text(f"{number} {state}".strip())

    def chosen(self) -> tuple[str, ...]:
        """The receivers that are ticked."""
        return tuple(key for key, box in self.ticks.items() if box.isChecked())

    def _show_rows(self) -> None:
        if not self.is_concluded():
            return
        kept = self.list.view.currentIndex().row()
        plan = self.analysis.plan
        self._rows, self._rows_of = packet_rows(plan, self.chosen()), self.analysis
        self.model.show([paper_cells(row, all_drafts=plan.dossier.has_errors) for row in self._rows])
        self._say_state()
        self._say_uploads()
        busy = self._making is not None
        for button in (self.make, self.print, self.stick):
            button.setEnabled(bool(self._rows) and not busy)
        self.cancel.setVisible(busy)
        for button in (self.print, self.stick):
            button.setVisible(not busy and self._makes_files())
        self.open.setVisible(self._has_made and not busy and self._makes_files())
        self.list.setVisible(bool(self._rows))
        if self._rows:
            row = min(max(kept, 0), len(self._rows) - 1)
            self.list.select(row)
            self._preview_row(row)
        else:
            self.preview.clear(_nobody_ticked())

    def _say_state(self) -> None:
        kind, words = self._state()
        self.state.set_state(kind, words)

    def _state(self) -> tuple[MarkKind, str]:
        """What the button will make: a draft, and why, or final papers."""
        plan = self.analysis.plan
        errors = sum(one.severity is Severity.ERROR for one in self.analysis.findings)
        if not self._rows:
            return "hint", translate("Packet", "No receiver is ticked.")
        if plan.dossier.has_errors:
            words = translate("Packet", "{count} errors are open: drafts are made, every page says so.")
            return "error", words.format(count=errors)
        drafts = [
            pick(one.receiver.name)
            for one in plan.receivers
            if one.receiver.id in self.chosen() and worst_status(one, plan.dossier) == "draft"
        ]
        if drafts:
            words = translate("Packet", "Values are still open: drafts for {receivers}; the pages concerned say so.")
            return "warn", words.format(receivers=comma().join(drafts))
        waiting = sum(one.severity is Severity.CONFIRM for one in self.analysis.findings)
        if waiting:
            words = translate(
                "Packet",
                "{count} points are still to be confirmed. The check report lists all; each cover those of its papers.",
            )
            return "warn", words.format(count=waiting)
        return "ok", translate("Packet", "No open value on these papers.")

    def _say_uploads(self) -> None:
        names = [
            pick(one.receiver.name)
            for one in self.analysis.plan.receivers
            if one.receiver.upload and one.receiver.id in self.chosen()
        ]
        words = translate("Packet", "{receivers} also gets a folder of upload files, one PDF for each ready paper.")
        drafts = [one for one in self.analysis.imports.files if one.waits and set(one.receivers) & set(self.chosen())]
        told = [words.format(receivers=comma().join(names))] if names else []
        if drafts:
            words = translate(
                "Packet",
                "Drafts among the files to import: {files}. The check report says why, and what makes them final.",
            )
            told.append(words.format(files=comma().join(dict.fromkeys(pick(one.name) for one in drafts))))
        reasons = dict.fromkeys(pick(reason) for one in drafts for reason in one.waits)
        for label in (self.uploads, self.state):
            label.setToolTip("\n".join(reasons))
        self.uploads.setText("\n".join(told))
        self._show_uploads()

    def _show_uploads(self) -> None:
        """A low window has no room for it; there the tip of the state says the same of files to import."""
        self.uploads.setVisible(not self._low and bool(self.uploads.text()) and self._makes_files())

    def _preview_row(self, row: int) -> None:
        if 0 <= row < len(self._rows) and self.is_concluded():
            one = self._rows[row]
            self.preview.show_page(one.receiver, one.first_page, pick(one.title))

    def _follow(self, receiver: str, page: int) -> None:
        """The list follows the pages: the paper that the page belongs to becomes the current row."""
        here = [n for n, row in enumerate(self._rows) if row.receiver == receiver and row.first_page <= page]
        if here and here[-1] != self.list.view.currentIndex().row():
            self.list.blockSignals(True)
            self.list.select(here[-1])
            self.list.blockSignals(False)
            self.preview.caption.setText(pick(self._rows[here[-1]].title))

    def attach_files(self, files: Sequence[Path]) -> None:
        """Go to the attachments, with files that were dropped here."""
        offer("", files)
        self.travel(places.ATTACHMENTS)

    # -- making the files

    def _target(self) -> Path:
        return Path(self.folder.text().strip() or str(self._output))

    def choose_folder(self) -> None:
        """Let the system's dialog choose where the files go."""
        chosen = QFileDialog.getExistingDirectory(self, translate("Packet", "Where the files go"), str(self._output))
        if chosen:
            self.folder.setText(chosen)

    def make_files(self) -> None:
        """Write the files of the ticked receivers behind the window, of the shipment as it is now."""
        if self._making is not None or not self.may_begin():
            return
        out, receivers, write = self._target(), self.chosen(), packet_writer(self.analysis)
        shipment = self.session.case_id
        self.start(
            translate("Packet", "Making the PDF files"),
            lambda progress: write(out, receivers, progress.report),
            lambda made: self._made(out, made, shipment),
            lambda error: self._refused(error, shipment),
        )

    def is_ready(self) -> bool:
        """The papers in the list are those of the shipment as it is now, and there are some."""
        return bool(self._rows) and self.is_concluded() and self._rows_of is self.analysis

    def may_begin(self) -> bool:
        """Whether something can be done with the packet now; why not is said."""
        if not self.is_ready():
            self.conclude()
        if not self.is_ready():
            self.messages.say(Message("hint", _still_composing if self.chosen() else _nobody_ticked))
        return self.is_ready()

    def start(
        self,
        label: str,
        work: Callable[[Progress], Result],
        done: Callable[[Result], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Do something with the packet behind the window, one thing at a time; the button beside stops it."""
        if self._making is not None:
            return
        self.messages.clear()
        task = self._making = self.tasks.start(label, work, done, failed)
        task.ended.connect(self._ended)
        task.cancelled.connect(lambda: self.messages.say(Message("hint", _stopped)))
        self._show_rows()

    def _cancel(self) -> None:
        if self._making is not None:
            self._making.cancel()

    def _ended(self) -> None:
        self._making = None
        if self.isVisible():
            self._show_rows()

    def _made(self, out: Path, packet: Packet, shipment: str | None) -> None:
        self._has_made = self._has_made or shipment == self.session.case_id

        def words() -> str:
            told = translate("Packet", "{count} files are in {folder}.").format(count=len(packet.files), folder=out)
            forms = self.session.desk.library.forms
            names = comma().join(pick(forms[key].title) for key in packet.withheld if key in forms)
            late = translate("Packet", "Not ready, so not among the upload files: {papers}.").format(papers=names)
            return f"{told} {late}" if packet.withheld else told

        self.messages.say(Message("ok", words, verb=_open_folder, act=lambda: self.open_folder(out)))

    def _refused(self, error: Exception, shipment: str | None) -> None:
        """Nothing of the case is lost: say what the machine refused and, on its page still, offer to try again."""

        def words() -> str:
            if isinstance(error, UserFacingError):
                return error.sentence(language())
            return translate("Packet", "The files could not be made. The shipment is saved.")

        detail = error.code if isinstance(error, UserFacingError) else repr(error)
        verb = _try_again if shipment == self.session.case_id else ""
        self.messages.say(Message("error", words, verb=verb, act=self.make_files, detail=detail))

    def open_folder(self, folder: Path) -> None:
        """Show the folder in the system's file window."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    # -- the frame

    def commands(self) -> Mapping[str, Callable[[], None]]:
        own = {"case.recheck": self.conclude, "case.continue": lambda: self.open_step(Step.PACKET)}
        if self._makes_files():
            own |= {"case.continue": self.make_files, "file.print": self.outputs.print_packet}
        return {**super().commands(), **own}

    def head_widget(self) -> QWidget | None:
        return self.head

    def first_focus(self) -> QWidget | None:
        return self.list.view if self.list.isVisibleTo(self) else next(iter(self.ticks.values()))

    def arrange(self, room: Room) -> None:
        self.list.set_widths(_WIDE if room.wide else _NARROW)
        self._wide = room.wide
        self.list.set_row(32 if room.short else 36)
        theme.set_control_size(self.left, _left(wide=room.wide))
        self._name_outputs()
        self.about.setVisible(not room.short or not self._makes_files())
        self.folder_field.label.setVisible(not room.short)
        self._low = room.short
        self._show_uploads()
        self.preview.caption.setVisible(room.wide)

    def retranslate(self) -> None:
        self.about.setText(_about_packet() if self._makes_files() else _about_documents())
        self.for_whom.setText(translate("Packet", "For"))
        for key, box in self.ticks.items():
            box.setText(pick(self.session.desk.library.receivers[key].name))
            box.updateGeometry()
        self.model.set_titles(
            (translate("Packet", "For"), translate("Packet", "Paper"), translate("Packet", "Copies"),
             translate("Packet", "Pages"), translate("Packet", "Status"))
        )  # fmt: skip
        self.list.view.setAccessibleName(translate("Packet", "Papers of the packet"))
        self.folder_field.set_label(translate("Packet", "Folder for the files"))
        for button, words in (
            (self.browse, translate("Packet", "Choose …")),
            (self.make, translate("Packet", "Make PDF files")),
            (self.cancel, translate("Packet", "Cancel")),
            (self.open, _open_folder()),
            (self.further, translate("Packet", "Go to the packet")),
            (self.sheets, translate("Packet", "Import sheets …")),
        ):
            button.setText(words)
            button.updateGeometry()
        self._name_outputs()
        self.preview.retranslate()
        super().retranslate()

    def _name_outputs(self) -> None:
        """Words, with their icons where there is room; in a narrow window some are icons alone, the plainest first."""
        named = (
            (self.record, translate("Packet", "Note hand-over")),
            (self.stick, translate("Packet", "Save to USB stick")),
            (self.scans, translate("Packet", "Scans …")),
            (self.print, translate("Packet", "Print …")),
        )
        for button, words in named:
            button.setText(words)
            button.setAccessibleName(words)
            button.setToolTip(words)
        icons = ((self.scans, "file"), (self.stick, "usb"), (self.print, "print"))
        for button, icon in icons:
            button.set_icon(icon)
        for button, icon in icons:
            button.set_icon(icon if not self._wide or self._verbs_fit() else "")
        for button, icon in icons[::-1]:
            if not self._verbs_fit():
                button.set_icon(icon)
                button.setText("")
        for button, _words in named:
            button.updateGeometry()

    def _verbs_fit(self) -> bool:
        now = theme.current()
        widths = [one.sizeHint().width() + now.space(8) for one in self._verbs if not one.isHidden()]
        return sum(widths) - now.space(8) <= now.control(_left(wide=self._wide))


def _left(*, wide: bool) -> int:
    """Names of receivers and papers are longer in English: there the preview gives of its room."""
    return _LEFT if wide else _LEFT_NARROW + (38 if language() == "en" else 0)


def _about_documents() -> str:
    return translate("Packet", "Look at each paper: what is ready and what it lacks. Step 8 makes the files.")


def _about_packet() -> str:
    return translate("Packet", "Make one PDF for each receiver, print it or hand it over, and note who got it.")


def _open_folder() -> str:
    return translate("Packet", "Open the folder")


def _nobody_ticked() -> str:
    return translate("Packet", "Tick at least one receiver.")


def _still_composing() -> str:
    return translate(
        "Packet", "The papers are still being composed from what stands in the shipment now; no file was written. "
        "Press again once the list shows them."
    )  # fmt: skip


def _stopped() -> str:
    return translate("Packet", "Stopped. What was written before is as it was.")


def _try_again() -> str:
    return translate("Packet", "Try again")
