"""Joins the page of the sketch with the hub; nothing is shown as done before the hub has said so. Drafts outlive the window."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from kalix_presence import shipped, wire
from kalix_presence.client.connection import sketch as exchange
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.officer.sketch_drafts import SketchDrafts
from kalix_presence.desktop.officer.sketch_page import SketchPage
from kalix_presence.desktop.officer.sketch_tree import Spot
from kalix_presence.desktop.officer.window import OfficerWindow
from kalix_presence.desktop.presence import Presence, fault_sentence
from kalix_presence.model.day import today
from kalix_presence.model.errors import NotFound


class SketchRoom(QObject):
    """`page` is None while the window is not there."""

    def __init__(self, presence: Presence, *, submit: Submit) -> None:
        super().__init__()
        self._presence, self._submit, self._language = presence, submit, "sv"
        self._drafts = SketchDrafts()
        self._administration = ""
        self._window: OfficerWindow | None = None
        self._seen: tuple[wire.SketchView, Spot | None] | None = None
        self.page: SketchPage | None = None

    def make_page(self, language: str) -> SketchPage:
        """The page of a new window."""
        self._language = language
        page = self.page = SketchPage(self._presence, self._drafts, language)
        page.propose_asked.connect(self._propose)
        page.step_asked.connect(self._step)
        page.review_asked.connect(self._review)
        page.administration_asked.connect(self._turn)
        page.save_asked.connect(self._save)
        return page

    def stand_in(self, window: OfficerWindow) -> None:
        """The page is in this window, as it was in the one before; it is offered when the hub has said that one may read a
        sketch."""
        self._window = window
        if self.page is None:
            return
        window.offer(self.page, self._seen is not None)
        if self._seen is not None:
            told, spot = self._seen
            self.page.show_sketch(told)
            if spot is not None:
                self.page.tree.choose(spot)

    def forget_window(self) -> None:
        """The window goes; drafts stay, and what was told and chosen last."""
        if self.page is not None and self.page.told is not None:
            self._seen = self.page.told, self.page.tree.spot()
        self.page = self._window = None

    def forget_person(self) -> None:
        """Somebody else signs in."""
        self._drafts.forget()
        self._administration, self._seen = "", None
        if self.page is not None and self._window is not None:
            self.page.show_sketch(None)
            self._window.offer(self.page, False)

    def fetch(self) -> None:
        """Ask for the sketch anew, where its page is there."""
        if self.page is not None:
            wanted = self._administration
            self._submit(lambda session: exchange.sketch(session.hub, wanted), self._show)

    def _show(self, told: wire.SketchView | None, fault: Exception | None) -> None:
        page, window = self.page, self._window
        if page is None or window is None:
            return
        if told is not None:
            page.show_sketch(told)
            window.offer(page, True)
        elif isinstance(fault, NotFound):  # an older hub does not know of sketches
            window.offer(page, False)

    def _turn(self, administration: str) -> None:
        self._administration = administration
        self.fetch()

    def _propose(self, wish: wire.SketchWish) -> None:
        def done(_: object, fault: Exception | None) -> None:
            if fault is None and self.page is not None:
                self.page.proposed(wish.unit)
            elif fault is None:
                self._drafts.drop(wish.unit)
            self._done(fault)

        self._submit(lambda session: exchange.propose_sketch(session.hub, wish), done)

    def _step(self, one: str, step: wire.SketchStep) -> None:
        def done(_: object, fault: Exception | None) -> None:
            if fault is None and self.page is not None:
                self.page.answer.clear()
            self._done(fault)

        self._submit(lambda session: exchange.step_sketch(session.hub, one, step), done)

    def _review(self, unit: str, version: int) -> None:
        self._submit(lambda session: exchange.review_sketch(session.hub, unit, version), lambda _, fault: self._done(fault))

    def _done(self, fault: Exception | None) -> None:
        """The hub has it, or says why not: what was changed is kept then."""
        if self.page is not None:
            self.page.say("" if fault is None else fault_sentence(fault, self._language))
        self.fetch()

    def _save(self, kind: str) -> None:
        page, told = self.page, self.page.told if self.page is not None else None
        if page is None or told is None:
            return
        from kalix_presence.report.sketch_paper import can_set

        if kind != "csv" and not can_set():
            page.say(
                self.tr("PDF and SVG are not installed on this computer. Save as CSV, or ask your administrator for them.")
            )
            return
        words, day = shipped.words(self._language), today(self._presence.clock(), self._presence.worktime)

        def contents() -> bytes:
            from kalix_presence.report.sketch_paper import sketch_paper
            from kalix_presence.report.sketch_table import sketch_csv

            return sketch_csv(told, words) if kind == "csv" else sketch_paper(told, words, kind, day=day)

        def chosen(path: str) -> None:
            def done(_: object, fault: Exception | None) -> None:
                if self.page is not None:
                    why = fault.strerror if isinstance(fault, OSError) else fault
                    saved = self.tr("Saved: {path}").format(path=path)
                    self.page.say(saved if fault is None else self.tr("It could not be saved: {why}").format(why=why))

            page.say(self.tr("Saving …"))
            self._submit(lambda _: asyncio.to_thread(_write, Path(path), contents), done)

        dialog = QFileDialog(page, self.tr("Save the sketch"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind)
        dialog.setNameFilter(f"{kind.upper()} (*.{kind})")
        dialog.selectFile(f"{self.tr('sketch')}-{told.administration}.{kind}")
        dialog.fileSelected.connect(chosen)
        dialog.open()


def _write(path: Path, contents: Callable[[], bytes]) -> None:
    path.write_bytes(contents())
