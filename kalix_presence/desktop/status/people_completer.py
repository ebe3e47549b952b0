"""Colleagues offered while a name is typed: in one order everywhere, each with their shape, unit, and when they are back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.facts import duties_of
from kalix_presence.desktop.finding.finder import Finder, shared_finder
from kalix_presence.desktop.presence import MyStatus, Phase, Presence
from kalix_presence.desktop.status.phrases import status_icon, title
from kalix_presence.model.duties import NO_DUTIES
from kalix_presence.model.line import is_known

OFFERED = 12
"""So many are offered at once."""
BESIDE = 48
"""Pixels of a row beside its words: the shape, and the list's edges."""
HALF = 128
"""Lightness from which on a ground is light."""
WORDS = Qt.ItemDataRole.UserRole
"""What stands in the field once the row is chosen."""


class PeopleCompleter(QCompleter):
    """`words` says how a colleague stands in the field."""

    def __init__(self, presence: Presence, language: str, words: Callable[[wire.PersonView], str], parent: QObject) -> None:
        super().__init__(parent)
        self._presence, self._language, self._words = presence, language, words
        self._rows = QStandardItemModel(self)
        self.setModel(self._rows)
        self.setCompletionRole(WORDS)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(OFFERED)

    def know(self) -> Finder:
        """Have everybody in the desk's one index."""
        presence, finder = self._presence, shared_finder(self._presence)
        finder.offer(presence.people, duties_of(presence.view) if presence.view is not None else NO_DUTIES)
        return finder

    def found(self, typed: str, but: str = "", most: int = OFFERED) -> list[wire.PersonView]:
        """Who fits `typed`, best first, without `but`."""
        fitting = [one for one in self.know().find(typed).order[: most + 1] if one != but]
        return [self._presence.people[one] for one in fitting[:most]]

    def offer(self, people: Sequence[wire.PersonView], others: Sequence[str] = ()) -> None:
        """Offer these colleagues, and below them what is named by its words alone."""
        self._rows.clear()
        for person in people:
            self._rows.appendRow(self._row(person))
        for words in others:
            item = QStandardItem(words)
            item.setData(words, WORDS)
            self._rows.appendRow(item)
        popup, field = self.popup(), self.widget()
        if field is not None and popup is not None:
            # The list begins where the field does: as wide as its rows, and not beyond the screen.
            free = field.screen().availableGeometry().right() - field.mapToGlobal(QPoint()).x()
            popup.setMinimumWidth(max(field.width(), min(popup.sizeHintForColumn(0) + BESIDE, free)))

    def _row(self, person: wire.PersonView) -> QStandardItem:
        words, icon, status = self._words(person), QIcon(), ""
        standing = self._presence.board.standings.get(person.extension)
        if standing is not None:
            known = is_known(standing.line, pbx=self._presence.pbx)
            phase = Phase.IN_FORCE if self._presence.link is LinkState.ONLINE else Phase.STALE
            shown = MyStatus(phase, overdue=standing.overdue, unknown=not known)
            if (absence := standing.absence) is not None:
                shown = MyStatus(phase, absence.reason, absence.returns, overdue=standing.overdue)
                status = title(shown, self._presence, self._language)
            dark = QGuiApplication.palette().base().color().lightness() < HALF
            icon = status_icon(shown, self._presence, dark=dark)
        item = QStandardItem(" · ".join(part for part in (words, status, person.unit_name) if part))
        item.setData(words, WORDS)
        if not icon.isNull():
            item.setIcon(icon)
        item.setToolTip(item.text())
        return item
