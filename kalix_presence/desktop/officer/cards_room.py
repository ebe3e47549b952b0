"""Joins the page of signatures and cards with the hub and the disk; files are made beside the window, and can be stopped."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from kalix_presence import shipped, wire
from kalix_presence.client.connection import cards as exchange
from kalix_presence.client.session import Session
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.officer.cards_page import CardsOfUnitPage
from kalix_presence.desktop.officer.window import OfficerWindow
from kalix_presence.desktop.presence import Presence, fault_sentence
from kalix_presence.model.day import today
from kalix_presence.model.errors import Forbidden, NotFound
from kalix_presence.report.unit_cards import archive_name, made, write_cards


class CardsRoom(QObject):
    """`page` is None while the window is not there; what is being saved goes on without it."""

    _counted = Signal(int)
    """Of the thread that makes files: so many people are done."""

    def __init__(self, presence: Presence, *, submit: Submit) -> None:
        super().__init__()
        self._presence, self._submit, self._language = presence, submit, "sv"
        self._window: OfficerWindow | None = None
        self._units: list[wire.CardUnit] | None = None
        """What the hub told last of the units; None where it refused, and while nothing is known."""
        self._stop = threading.Event()
        self._saving = 0
        """Of how many people; 0 while nothing is saved."""
        self.page: CardsOfUnitPage | None = None
        self._counted.connect(self._show_count, Qt.ConnectionType.QueuedConnection)
        QCoreApplication.instance().aboutToQuit.connect(self._stop.set)  # type: ignore[union-attr]

    def make_page(self, language: str) -> CardsOfUnitPage:
        """The page of a new window."""
        self._language = language
        page = self.page = CardsOfUnitPage()
        page.unit_asked.connect(self._fetch_people)
        page.save_asked.connect(self._choose)
        page.stop_asked.connect(self._stop.set)
        if self._saving:
            page.show_saving(self._saving)
        return page

    def stand_in(self, window: OfficerWindow) -> None:
        """The page is in this window, with the units that were known; it is offered when the hub has said that one makes cards
        of some unit."""
        self._window = window
        if self.page is not None:
            window.offer(self.page, self._units is not None)
            if self._units is not None:
                self.page.show_units(self._units)

    def forget_window(self) -> None:
        """The window goes."""
        self.page = self._window = None

    def forget_person(self) -> None:
        """Somebody else signs in: nothing of this one's is written any more."""
        self._stop.set()
        self._units = None
        if self.page is not None and self._window is not None:
            self.page.forget()
            self._window.offer(self.page, False)

    def fetch(self) -> None:
        """Ask for the units, where the page is there."""
        if self.page is not None:
            self._submit(lambda session: exchange.cards(session.hub), self._show_units)

    def _show_units(self, told: wire.CardsView | None, fault: Exception | None) -> None:
        """Most people are refused this, and an older hub does not know of it. One that does not answer takes nothing back."""
        if told is None and not isinstance(fault, Forbidden | NotFound):
            return
        self._units = told.units if told is not None else None
        page, window = self.page, self._window
        if page is not None and window is not None:
            window.offer(page, told is not None)
            if told is not None:
                page.show_units(told.units)

    def _fetch_people(self, unit: str, below: bool) -> None:
        def done(told: wire.CardsView | None, fault: Exception | None) -> None:
            page = self.page
            if page is not None and told is not None:
                page.show_people(told)
            elif page is not None and page.wished == (unit, below):
                page.say(fault_sentence(fault, self._language) if fault is not None else "")

        self._submit(lambda session: exchange.cards(session.hub, unit, below=below), done)

    # saving

    def _choose(self) -> None:
        page = self.page
        if page is None:
            return
        dialog = QFileDialog(page, self.tr("Save signatures and cards"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setDefaultSuffix("zip")
        dialog.setNameFilter("ZIP (*.zip)")
        dialog.selectFile(archive_name(page.unit.currentText().strip(), shipped.words(self._language)))
        dialog.fileSelected.connect(lambda path: self.save(Path(path)))
        dialog.open()

    def save(self, path: Path) -> None:
        """Fetch everybody anew and write the archive; only one at a time."""
        page = self.page
        if page is None or self._saving or page.told is None:
            return
        (unit, below), kinds = page.wished, page.kinds
        language, day = self._language, today(self._presence.clock(), self._presence.worktime)
        self._stop.clear()
        self._saving = len(page.told.people)
        page.show_saving(self._saving)

        def write(view: wire.CardsView) -> None:
            done = 0

            def count() -> None:
                nonlocal done
                if self._stop.is_set():
                    raise _StoppedError
                done += 1
                self._counted.emit(done)

            files = made(view, kinds, shipped.words, shipped.words(language), papers=True)
            write_cards(path, files, day=day, told=count)

        async def work(session: Session) -> wire.CardsView:
            view = await exchange.cards(session.hub, unit, below=below)
            await asyncio.to_thread(write, view)
            return view

        self._submit(work, self._ended, path)

    def _show_count(self, done: int) -> None:
        if self.page is not None:
            self.page.show_progress(done)

    def _ended(self, view: wire.CardsView | None, fault: Exception | None, path: Path) -> None:
        self._saving = 0
        page = self.page
        if page is None:
            return
        if view is not None:
            people = self.tr("%n person(s)", "", len(view.people))
            page.show_people(view)
            page.show_saved(self.tr("Saved: {path}. {people}.").format(path=path, people=people))
            return
        if isinstance(fault, _StoppedError):
            page.show_saved(self.tr("Stopped; nothing was saved."))
            return
        why = fault.strerror or fault if isinstance(fault, OSError) else fault_sentence(fault, self._language) if fault else ""
        page.show_saved("", self.tr("It could not be saved: {why}").format(why=why))


class _StoppedError(Exception):
    """Somebody does not want it any more."""
