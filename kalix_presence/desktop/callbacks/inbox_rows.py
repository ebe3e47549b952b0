"""Messages as rows: who, what, by when; done ones by pages as they are scrolled to."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication

from kalix_presence import shipped, wire
from kalix_presence.client.connection.message_history import step_name
from kalix_presence.client.inbox import is_mine
from kalix_presence.client.session_events import RequestState
from kalix_presence.desktop.callbacks import words as message_words
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.plain_tip import plain_tip
from kalix_presence.desktop.widgets.theme import state_colour
from kalix_presence.model.callback import Stage

Index = QModelIndex | QPersistentModelIndex
WHO, WHAT, DUE, TRIED = range(4)


class InboxRows(QAbstractTableModel):
    """Rows keep their place by id: a change of one message repaints it and moves nothing else than it must."""

    more_wanted = Signal(str)
    """The page after this mark is wanted."""

    def __init__(self, presence: Presence, messages: Messages, language: str) -> None:
        super().__init__()
        self._presence, self._known, self._language = presence, messages, language
        self._messages: list[wire.MessageView] = []
        self._next: str | None = None
        self.dark = False
        self.followed = False
        """These are others' to act on: how far each has come is told."""

    def show_messages(self, messages: list[wire.MessageView], following: str | None = None) -> None:
        """These, in this order; `following` is the mark of the next page, None when these are all."""
        self._next = following
        if [each.id for each in messages] == [each.id for each in self._messages]:
            self._messages = messages
            if messages:
                self.dataChanged.emit(self.index(0, 0), self.index(len(messages) - 1, TRIED))
            return
        self.beginResetModel()
        self._messages = messages
        self.endResetModel()

    def add(self, messages: list[wire.MessageView], following: str | None) -> None:
        """One more page."""
        self._next = following
        if messages:
            first = len(self._messages)
            self.beginInsertRows(QModelIndex(), first, first + len(messages) - 1)
            self._messages = [*self._messages, *messages]
            self.endInsertRows()

    def message(self, row: int) -> wire.MessageView | None:
        """The message of a row."""
        return self._messages[row] if 0 <= row < len(self._messages) else None

    def row_of(self, message_id: str) -> int:
        """Where a message is; -1 when it is not here."""
        return next((row for row, each in enumerate(self._messages) if each.id == message_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802 - Qt's name and default
        """How many messages."""
        return 0 if parent.isValid() else len(self._messages)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        """Who, what, due, and the last attempt."""
        return 0 if parent.isValid() else 4

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802
        """Whether the hub has more."""
        return self._next is not None

    def fetchMore(self, parent: Index) -> None:  # noqa: N802
        """Ask for the next page, once."""
        following, self._next = self._next, None
        if following is not None:
            self.more_wanted.emit(following)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        """The columns' names."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Who"), self.tr("What about"), self.tr("When"), self.tr("Tried"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, weight and colour of one cell; late and urgent are said in words as well."""
        message = self.message(index.row())
        if message is None:
            return None
        late = message_words.is_late(message, self._presence.clock())
        others = not self.followed and message.stage is not Stage.DONE and not is_mine(message, self._presence.me)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(message, index.column())
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(message_words.about(message)) or None
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.sentence(message)
            case Qt.ItemDataRole.ForegroundRole if others:
                return QGuiApplication.palette().placeholderText().color()
            case Qt.ItemDataRole.FontRole if (late or message.urgent) and not others:
                font = QFont()
                font.setBold(True)
                return font
            case Qt.ItemDataRole.ForegroundRole if late and index.column() == DUE and self._known.under_way(message.id) is None:
                return state_colour("red", self.dark)
        return None

    def sentence(self, message: wire.MessageView) -> str:
        """The row in one sentence, for those who hear the screen."""
        tried = self._text(message, TRIED)
        parts = [self._text(message, column) for column in (WHO, WHAT, DUE)]
        parts.append(self.tr("tried {when}").format(when=tried) if tried else "")
        return ", ".join(part for part in parts if part)

    def _text(self, message: wire.MessageView, column: int) -> str:
        if column == WHO:
            parts = (message_words.who(message), message_words.reach(message))
            return " · ".join(part for part in parts if part)
        if column == WHAT:
            text = " ".join(message_words.about(message).split())
            return self.tr("Urgent: {text}").format(text=text) if message.urgent else text
        if column == TRIED:
            return message_words.tried(message, self._presence, self._language)
        return self._when(message)

    @property
    def any_tried(self) -> bool:
        """Whether somebody has tried to call one of these back."""
        return any(message.attempts for message in self._messages)

    def _when(self, message: wire.MessageView) -> str:
        under_way = self._known.under_way(message.id)
        if under_way is not None and under_way.state is RequestState.QUEUED:
            return self.tr("{step}: waits to be sent").format(
                step=step_name(under_way.step.step.value, shipped.words(self._language))
            )
        if under_way is not None:
            return message_words.under_way(under_way)
        due = message_words.due_briefly(message, self._presence, self._language)
        if message.stage is Stage.DONE:
            return due
        if self.followed:
            return f"{message_words.progress(message)} · {due}"
        return due if is_mine(message, self._presence.me) else message_words.progress(message)
