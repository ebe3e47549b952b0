"""Joins the window of the policy report with the hub, with who draws, and with the files that are saved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.connection.reception import unclear
from kalix_presence.client.connection.report import report_periods, unit_report
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.dropping import drop

if TYPE_CHECKING:
    from kalix_presence.desktop.report.window import ReportPlace, ReportWindow
    from kalix_presence.report.chapters import Chapter
    from kalix_presence.report.drawing import Picture


class ReportController(QObject):
    """`submit` has the session do something. Plots and papers are made in a thread of the session's, never in the window's."""

    def __init__(self, presence: Presence, language: str, *, submit: Submit) -> None:
        super().__init__()
        self._presence, self._language, self._submit = presence, language, submit
        self.dark = False
        self.window: ReportWindow | None = None
        self._asked: tuple[str, str | None] | None = None
        self._place: ReportPlace | None = None
        """What was looked at in the window that is made anew."""
        presence.link_changed.connect(self._link_changed)

    def open(self) -> None:
        """Bring the window to the front, with the newest month."""
        if self.window is None:
            from kalix_presence.desktop.report.window import ReportWindow

            self.window = ReportWindow(self._language)
            self.window.wanted.connect(self._fetch)
            self.window.plot.wanted.connect(self._draw)
            self.window.saved.connect(self._save)
        self.window.open()
        self._begin(self.window)

    def _begin(self, window: ReportWindow) -> None:
        window.say(self.tr("Fetching …"))
        self._submit(lambda session: report_periods(session.hub), self._periods)
        self._submit(lambda session: unclear(session.hub), self._unclear)

    def _link_changed(self) -> None:
        """What could not be fetched without contact is fetched when there is some."""
        if self._presence.link is LinkState.ONLINE and self.window is not None and self.window.read is None:
            self._begin(self.window)

    def speak(self, language: str) -> None:
        """Go on in another language; the window is made anew when it is next wanted."""
        self._language = language
        self.forget_window()

    def forget_window(self) -> None:
        """Drop the window; it is made anew in the present language and colours, and shows the same."""
        if self.window is not None or self._presence.person is None:
            self._place = self.window.place if self.window is not None and self._presence.person is not None else None
        drop(self.window)
        self.window = None

    def _periods(self, periods: list[str] | None, fault: Exception | None) -> None:
        if self.window is None:
            return
        if periods is not None:
            self.window.show_periods(periods)
            if self._place is not None:
                self.window.go_to(self._place)
            self._place = None
        elif fault is not None:
            self.window.show_fault(fault)

    def _unclear(self, found: wire.Unclear | None, _fault: Exception | None) -> None:
        """Heads see reports too, and are refused this: it is for whoever answers for the phones."""
        if self.window is not None:
            self.window.show_unread(0 if found is None else found.journal_unread)

    def _fetch(self, period: str, unit: str | None) -> None:
        self._asked = (period, unit)

        def fetched(found: tuple[wire.PolicyReport, wire.UnitHistory] | None, fault: Exception | None) -> None:
            if self.window is None or self._asked != (period, unit):
                return  # something else is looked at by now
            if found is not None:
                self.window.show_report(*found)
            elif fault is not None:
                self.window.show_fault(fault)

        self._submit(lambda session: unit_report(session.hub, period, unit), fetched)

    def _draw(self, chapter: Chapter) -> None:
        from kalix_presence.report.drawing import can_draw, picture

        window, plot = self.window, chapter.plot
        if window is None or plot is None:
            return
        if not can_draw():
            window.plot.say(
                self.tr("Plots are not installed on this computer; the table says the same. Ask your administrator for them.")
            )
            return
        size, scale, dark = window.plot.size(), window.plot.devicePixelRatioF(), self.dark

        def drawn(made: Picture | None, fault: Exception | None) -> None:
            if self.window is None:
                return
            if made is not None:
                self.window.plot.show_picture(chapter, made)
            elif fault is not None:
                self.window.plot.say(self.tr("The plot could not be drawn; the table says the same."))
                raise fault

        width, height = size.width(), size.height()
        self._submit(lambda _: asyncio.to_thread(picture, plot, width, height, scale=scale, dark=dark), drawn)

    def _save(self, kind: str) -> None:
        from kalix_presence.desktop.report.saving import choose_file, contents_of
        from kalix_presence.report.paper import can_print

        window, read = self.window, self.window.read if self.window is not None else None
        if window is None or read is None:
            return

        if kind == "pdf" and not can_print():
            window.say(
                self.tr("PDF is not installed on this computer. Save as CSV, or ask your administrator for it."), fault=True
            )
            return

        def chosen(path: str) -> None:
            def done(_: None, fault: Exception | None) -> None:
                if self.window is None:
                    return
                if fault is None:
                    self.window.say(self.tr("Saved: {path}").format(path=path))
                    return
                known = fault.strerror if isinstance(fault, OSError) else None
                self.window.say(known or self.tr("It could not be saved: {why}").format(why=fault), fault=True)

            window.say(self.tr("Saving …"))
            self._submit(lambda _: asyncio.to_thread(_write, Path(path), lambda: contents_of(kind, read)), done)

        choose_file(window, kind, read, chosen)


def _write(path: Path, contents: Callable[[], bytes]) -> None:
    path.write_bytes(contents())
