"""What else can be done with a packet than saving it: print it, and put it on a stick with a look at the copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system.removable import removable_drives
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.printing import Sheet, ask_printer, collated, print_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtPrintSupport import QPrinter

    from exporter_desk.documents.packet import Packet
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.session import Session
    from exporter_desk.ui.models.packet_rows import PacketRow
    from exporter_desk.ui.pages.papers.packet import PacketPage
    from exporter_desk.ui.tasks import Progress

    Told = Callable[[int, int], object]


class PacketOutputs:
    """Acts for a PacketPage; `ask` chooses the printer and `folder` the drive, which tests replace."""

    def __init__(self, page: PacketPage, session: Session) -> None:
        self._page, self._session = page, session
        self.ask: Callable[[PacketPage, str], QPrinter | None] = ask_printer
        self.folder: Callable[[], Path | None] = self._choose_drive

    # -- printing

    def print_packet(self) -> None:
        """Print the papers of the ticked receivers, each as often as its copies say."""
        if not self._page.may_begin():
            return
        rows, analysis = self._page.rows(), self._page.analysis
        try:
            printer = self.ask(self._page, translate("Packet", "Print the packet"))
        except UserFacingError as error:
            self._refused(error)
            return
        if printer is not None:
            self._page.start(
                translate("Packet", "Printing"),
                lambda progress: self._print(printer, analysis, rows, progress),
                lambda count: self._said(lambda: _printed(count)),
                self._refused,
            )

    def _print(self, printer: QPrinter, analysis: Analysis, rows: Sequence[PacketRow], progress: Progress) -> int:
        from exporter_desk.services.papers.packets import receiver_pdf

        made: dict[str, bytes] = {}
        for row in rows:
            if row.receiver not in made:
                progress.check()
                made[row.receiver] = receiver_pdf(analysis, row.receiver)
        pages = [[Sheet(made[row.receiver], row.first_page + page) for page in range(row.pages)] for row in rows]
        sheets = collated(pages, [row.copies for row in rows])
        return print_sheets(printer, sheets, self._session.page_image, progress)

    # -- a stick

    def copy_to_drive(self) -> None:
        """Make the packet on a stick, in a folder named after the shipment, and read every file back."""
        drive = self.folder() if self._page.may_begin() else None
        if drive is None:
            return
        out, receivers = drive / folder_name(self._page.name_of_case()), self._page.chosen()
        write, shipment = packet_writer(self._page.analysis), self._session.case_id

        def work(progress: Progress) -> tuple[int, tuple[str, ...]]:
            from exporter_desk.services.papers.packets import unlike_listed

            made = write(out, receivers, progress.report)
            return len(made.files), unlike_listed(out)

        label = translate("Packet", "Writing to the drive")
        self._page.start(label, work, lambda result: self._copied(out, shipment, *result), self._refused)

    def _choose_drive(self) -> Path | None:
        """The system's dialog, opened at the first stick that is plugged in."""
        drives = removable_drives()
        title = translate("Packet", "Which drive")
        chosen = QFileDialog.getExistingDirectory(self._page, title, str(drives[0]) if drives else "")
        return Path(chosen) if chosen else None

    def _copied(self, out: Path, shipment: str | None, count: int, unlike: tuple[str, ...]) -> None:
        if unlike:
            verb = _try_again if shipment == self._session.case_id else ""
            self._page.messages.say(Message("error", lambda: _unlike(unlike), verb=verb, act=self.copy_to_drive))
        else:
            self._said(lambda: _on_drive(count, out))

    # -- what is said

    def _said(self, words: Callable[[], str]) -> None:
        self._page.messages.say(Message("ok", words))

    def _refused(self, error: Exception) -> None:
        def words() -> str:
            if isinstance(error, UserFacingError):
                return error.sentence(language())
            return translate("Packet", "This did not work. The shipment is saved.")

        self._page.messages.say(Message("error", words, detail=repr(error)))


def packet_writer(analysis: Analysis) -> Callable[[Path, tuple[str, ...], Told], Packet]:
    """Return how to write the packet of this shipment as it is now, with the sender of messages as it is now.

    The work runs later and behind the window, when another shipment may be open.
    """
    from exporter_desk.services.papers.machine_files import remembered_sender

    sender = remembered_sender()

    def write(out: Path, receivers: tuple[str, ...], told: Told) -> Packet:
        from exporter_desk.services.papers.packets import write_packet

        return write_packet(analysis, out, receivers, sender, told)

    return write


def folder_name(name: str) -> str:
    """A name that every system takes for a folder: without its special signs, not too long, never empty."""
    plain = "".join(" " if char in '<>:"/\\|?*' or ord(char) < 32 else char for char in name)
    return " ".join(plain.split())[:60].strip(" .") or "exporter-desk"


def _printed(count: int) -> str:
    return translate("Packet", "{count} pages went to the printer.").format(count=count)


def _on_drive(count: int, out: Path) -> str:
    words = translate(
        "Packet", "{count} files are in {folder}; each was read back and agrees. The drive can be ejected."
    )
    return words.format(count=count, folder=out)


def _unlike(paths: tuple[str, ...]) -> str:
    words = translate("Packet", "These files on the drive are not as they were written: {files}. Use another drive.")
    return words.format(files=", ".join(paths[:5]))


def _try_again() -> str:
    return translate("Packet", "Try again")
