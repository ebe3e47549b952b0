"""The icon by the clock and its menu."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QAction, QCursor, QIcon
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from kalix_presence import shipped
from kalix_presence.desktop.presence import MyStatus, Phase, Presence
from kalix_presence.desktop.status.phrases import bent, certainty, status_icon, title, whose
from kalix_presence.desktop.widgets.glyphs import icon
from kalix_presence.model.reason import Reason
from kalix_presence.model.when.reading import short
from kalix_presence.model.when.usual import usual

IN_MENU = 6
"""So many reasons stand in the menu itself, the rest under "More reasons"."""
MENU_SIZES = (16, 24, 32)
"""Pixels of the pictures in the menu, from 100 to 200 %."""
LOOK_FOR_TRAY = 3_000
"""Milliseconds between looks for a tray that comes late or goes away."""


class Tray(QObject):
    """Shows my status, and takes what is asked for in the menu. `host_changed` tells whether there is a tray to sit in."""

    panel_asked = Signal(str)
    """The status panel is wanted; for a reason whose end must be chosen, its code, else ""."""
    reason_asked = Signal(str)
    """This reason, until its usual time."""
    back_asked = Signal()
    colleagues_asked = Signal()
    messages_asked = Signal()
    form_asked = Signal()
    plans_asked = Signal()
    report_asked = Signal()
    officer_asked = Signal()
    settings_asked = Signal()
    sign_in_asked = Signal()
    sign_out_asked = Signal()
    welcome_asked = Signal()
    first_steps_asked = Signal()
    quit_asked = Signal()
    host_changed = Signal(bool)

    def __init__(self, tray_icon: QSystemTrayIcon, presence: Presence, language: str, *, hosted: bool = False) -> None:
        super().__init__()
        self._icon, self._presence, self._language = tray_icon, presence, language
        self.dark = False
        self.badge = 0
        self._steps_left = 0
        self._hosted = hosted
        self._clicked = QRect()
        self.menu = QMenu()
        # One for good: a menu that is cleared does not give up the menus in it.
        self._more = QMenu(self.menu)
        self._glyphs: dict[tuple[str, str, str, bool], QIcon] = {}
        self.menu.aboutToShow.connect(self._fill)
        self._fill()
        self._icon.setContextMenu(self.menu)
        self._icon.activated.connect(self._activated)
        presence.status_changed.connect(self.refresh)
        presence.facts_changed.connect(self.refresh)
        self._look = QTimer(self, interval=LOOK_FOR_TRAY)
        self._look.timeout.connect(self.look_for_host)

    def start(self) -> None:
        """Begin to look for a tray, and go on: it may come late (autostart), or its program may be restarted."""
        self._look.start()
        self.refresh()
        self.look_for_host()

    def look_for_host(self) -> None:
        """Show the icon again when a tray has come; an icon that was made before it would stay unseen."""
        hosted = QSystemTrayIcon.isSystemTrayAvailable()
        if hosted and not self._hosted:
            self._icon.hide()
            self._icon.show()
        if hosted is not self._hosted:
            self._hosted = hosted
            self.host_changed.emit(hosted)

    def show_count(self, count: int) -> None:
        """So many callbacks wait."""
        self.badge = count
        self.refresh()

    def show_steps_left(self, left: int) -> None:
        """A newcomer has so many first steps left."""
        self._steps_left = left
        self._fill()

    def speak(self, language: str) -> None:
        """Go on in another language."""
        self._language = language
        self.refresh()

    def refresh(self) -> None:
        """Paint what is known now."""
        status = self._presence.my_status()
        self._icon.setIcon(status_icon(status, self._presence, dark=self.dark, badge=self.badge, rim=True))
        said = self._about(status)
        if self.badge:
            said.append(self.tr("%n callback(s) wait for you.", "", self.badge))
        self._icon.setToolTip("\n".join(said))
        self._fill()

    def _about(self, status: MyStatus) -> list[str]:
        """Whose phone it is, what holds, and how sure that is."""
        lines = [whose(self._presence), title(status, self._presence, self._language), certainty(status, self._presence)]
        return [line for line in (*lines, *bent(status, self._presence, self._language)) if line]

    def _activated(self, how: QSystemTrayIcon.ActivationReason) -> None:
        if how in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self._clicked = QRect(QCursor.pos(), QSize(1, 1))
            self.panel_asked.emit("")

    def place(self) -> QRect:
        """Where the icon is: as its host says, or where it was clicked just now; empty when nobody knows."""
        geometry = self._icon.geometry()
        return geometry if geometry.isValid() else self._clicked

    # the menu

    def _fill(self) -> None:
        # A menu that is open is left alone: it would change under the pointer.
        if self.menu.isVisible():
            return
        self.menu.clear()
        self._more.clear()
        status = self._presence.my_status()
        for text in self._about(status):
            self._act(text).setEnabled(False)
        self.menu.addSeparator()
        if status.phase is Phase.SIGNED_OUT:
            self._act(self.tr("Sign in …")).triggered.connect(self.sign_in_asked)
        elif self._presence.extension is not None:
            self._reasons(absent=status.reason is not None or status.overdue)
        self.menu.addSeparator()
        if status.phase is not Phase.SIGNED_OUT:
            if status.phase is not Phase.NO_TELEPHONE:
                self._act(self.tr("Status panel …")).triggered.connect(lambda: self.panel_asked.emit(""))
            self._act(self.tr("Colleagues …")).triggered.connect(self.colleagues_asked)
            self._messages()
        self.menu.addSeparator()
        if self._presence.extension is not None:
            self._act(self.tr("Planned absences …")).triggered.connect(self.plans_asked)
        if status.phase is not Phase.SIGNED_OUT and self._presence.sees_report:
            self._act(self.tr("Policy report …")).triggered.connect(self.report_asked)
        if status.phase is not Phase.SIGNED_OUT:
            self._act(self.tr("Telephone matters …")).triggered.connect(self.officer_asked)
        self._act(self.tr("Settings …")).triggered.connect(self.settings_asked)
        if status.phase is not Phase.SIGNED_OUT:
            if status.phase is not Phase.NO_TELEPHONE:
                self._help()
            self._act(self.tr("Sign out")).triggered.connect(self.sign_out_asked)
        self._act(self.tr("Quit")).triggered.connect(self.quit_asked)

    def _help(self) -> None:
        if self._steps_left:
            words = self.tr("First steps ({count} left) …").format(count=self._steps_left)
            self._act(words).triggered.connect(self.first_steps_asked)
        self._act(self.tr("How it works …")).triggered.connect(self.welcome_asked)

    def _messages(self) -> None:
        words = self.tr("Messages ({count}) …").format(count=self.badge) if self.badge else self.tr("Messages …")
        self._act(words).triggered.connect(self.messages_asked)
        self._act(self.tr("Leave a message …")).triggered.connect(self.form_asked)

    def _reasons(self, *, absent: bool) -> None:
        back = self._act(self.tr("I am back"))
        back.setIcon(self._glyph("circle", "green", "tick"))
        back.setEnabled(absent)
        back.triggered.connect(self.back_asked)
        offered = self._presence.reasons.offered
        for reason in offered[:IN_MENU]:
            self._offer(self.menu, reason)
        if offered[IN_MENU:]:
            self._more.setTitle(self.tr("More reasons"))
            self.menu.addMenu(self._more)
            for reason in offered[IN_MENU:]:
                self._offer(self._more, reason)

    def _offer(self, menu: QMenu, reason: Reason) -> None:
        now, name = self._presence.clock(), reason.name(self._language)
        until = usual(reason, now=now, worktime=self._presence.worktime)
        glyph = self._glyph(reason.shape, reason.colour)
        if until is None:
            action = menu.addAction(glyph, f"{name} …")
            action.triggered.connect(lambda: self.panel_asked.emit(reason.code))
            return
        time = short(until.moment, now=now, zone=self._presence.zone, words=shipped.words(self._language))
        action = menu.addAction(glyph, self.tr("{reason}, back {time}").format(reason=name, time=time))
        action.triggered.connect(lambda: self.reason_asked.emit(reason.code))

    def _glyph(self, shape: str, colour: str, mark: str = "") -> QIcon:
        """A picture for the menu, which is filled often: each is painted once."""
        key = (shape, colour, mark, self.dark)
        if key not in self._glyphs:
            self._glyphs[key] = icon(shape, colour, mark, dark=self.dark, sizes=MENU_SIZES)
        return self._glyphs[key]

    def _act(self, text: str) -> QAction:
        return self.menu.addAction(text.replace("&", "&&"))

    def retire(self) -> None:
        """Take the icon away before the program ends, so that no ghost of it stays behind."""
        self._look.stop()
        self._icon.hide()
        QApplication.processEvents()
