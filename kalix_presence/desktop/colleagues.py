"""Where are my colleagues: search as you type, and a list that is live."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QModelIndex, QObject, QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from kalix_presence import shipped
from kalix_presence.client.folders import Folders
from kalix_presence.client.link import LinkState
from kalix_presence.desktop.colleague_paint import ColleaguePaint, row_height
from kalix_presence.desktop.colleague_rows import ColleagueRows
from kalix_presence.desktop.person_card import PersonCard
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.theme import named
from kalix_presence.model.finding import Finder
from kalix_presence.model.when.reading import short

SIZE = (780, 640)
MINUTE = 60_000
IN_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Colleagues(QWidget):
    """The keyboard stays in the search field: arrows move in the list from there, Enter opens the person."""

    def __init__(self, presence: Presence, language: str) -> None:
        super().__init__()
        self._presence, self._language = presence, language
        self._people: object = None
        self._index = Finder(())
        self._link = presence.link
        self._online_at = presence.known_at
        self._card: PersonCard | None = None
        self.setWindowTitle(self.tr("Colleagues"))
        self._build()
        self._minute = QTimer(self, interval=MINUTE)
        self._minute.timeout.connect(self._minute_passed)
        presence.standings_changed.connect(self._rows.touch)
        presence.facts_changed.connect(self._take_people)
        presence.link_changed.connect(self._link_changed)
        self.resize(*SIZE)
        kept = self._kept().value("colleagues")
        if isinstance(kept, QByteArray):
            self.restoreGeometry(kept)
        self._take_people()
        self._link_changed()

    def _build(self) -> None:
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Name, unit, duty or extension"))
        self._search.setAccessibleName(self.tr("Search colleagues"))
        self._search.setClearButtonEnabled(True)
        font = self._search.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        self._search.setFont(font)
        self._search.installEventFilter(self)
        self._search.textChanged.connect(self._find)
        self._offline = named(QLabel(), "warning")
        self._offline.setWordWrap(True)
        self._rows = ColleagueRows(self._presence, self._language)
        self._table = self._made_table()
        self._empty = named(QLabel(), "dimmed")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._table)
        self._pages.addWidget(self._empty)
        self._count, self._hint = named(QLabel(), "dimmed"), named(QLabel(self.tr("Enter shows numbers")), "dimmed")
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        foot.addWidget(self._hint)
        around = QVBoxLayout(self)
        around.setContentsMargins(20, 20, 20, 14)
        around.setSpacing(12)
        around.addWidget(self._search)
        around.addWidget(self._offline)
        around.addLayout(self._pages, 1)
        around.addLayout(foot)
        self.setMinimumSize(360, 300)

    def _made_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self._rows)
        table.setItemDelegate(ColleaguePaint(table))
        table.setAccessibleName(self.tr("Colleagues"))
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.horizontalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().hide()
        table.verticalHeader().setMinimumSectionSize(1)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(row_height(table.font()))
        table.doubleClicked.connect(self._open_card)
        table.installEventFilter(self)
        return table

    # coming and going

    def open(self) -> None:
        """Come to the front with the search field ready."""
        self.show()
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        self._search.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self._search.selectAll()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Times are said anew each minute, while somebody looks."""
        self._minute.start()
        self._minute_passed()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Rest, and remember the size."""
        self._minute.stop()
        self._kept().setValue("colleagues", self.saveGeometry())
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """The card goes with the list."""
        if self._card is not None:
            self._card.hide()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc clears the search; with nothing to clear it closes."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._search.text():
            self._search.clear()
            self._search.setFocus()
        else:
            self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Have field and list share the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open_card(self._table.currentIndex())
                return True
            if watched is self._search and event.key() in IN_LIST:
                self._table.event(event)
                return True
            if watched is self._table and event.text().isprintable() and event.text().strip():
                self._search.setFocus()
                self._search.insert(event.text())
                return True
        return super().eventFilter(watched, event)

    @staticmethod
    def _kept() -> QSettings:
        return QSettings(str(Folders.usual().cache / "windows.ini"), QSettings.Format.IniFormat)

    # what is shown

    def _take_people(self) -> None:
        if self._people is not self._presence.people:
            self._people = self._presence.people
            self._index = Finder(self._presence.people.values())
        self._find()

    def _find(self) -> None:
        before = self._rows.extension(self._table.currentIndex())
        signed_in = self._presence.link is not LinkState.SIGNED_OUT
        found = self._index.find(self._search.text()).extensions if signed_in else []
        self._rows.show(found)
        at = self._rows.where(before) if not self._search.text().strip() else QModelIndex()
        if not at.isValid():
            at = self._rows.index(0, 0)
        if at.isValid():
            self._table.setCurrentIndex(at)
        self._say(self._rows.rowCount())

    def _say(self, found: int) -> None:
        """How many, or why there is nobody."""
        link, typed = self._presence.link, self._search.text().strip()
        if link is LinkState.SIGNED_OUT:
            self._empty.setText(self.tr("You are not signed in.\nSign in to see your colleagues."))
        elif not len(self._index):
            waiting, nobody = self.tr("Connecting to the presence server …"), self.tr("There is nobody in the directory.")
            self._empty.setText(nobody if link is LinkState.ONLINE else waiting)
        else:
            self._empty.setText(
                self.tr("No match for “{typed}”.\nTry part of a name, a unit or an extension.").format(typed=typed)
            )
        nothing = not found
        self._hint.setVisible(not nothing)
        self._pages.setCurrentWidget(self._empty if nothing else self._table)
        said = "" if nothing else self.tr("%n colleague(s)", "", found)
        if not nothing and typed:
            said = self.tr("{found} of {all}").format(found=found, all=len(self._index))
        self._count.setText(said)
        self._search.setAccessibleDescription(self._empty.text() if nothing else said)

    def _link_changed(self) -> None:
        presence = self._presence
        offline = presence.link is LinkState.OFFLINE or (presence.link is LinkState.CONNECTING and bool(presence.people))
        if LinkState.ONLINE in (self._link, presence.link):
            self._online_at = presence.clock()
        signing = LinkState.SIGNED_OUT in (self._link, presence.link)
        self._link = presence.link
        self._offline.setVisible(offline)
        self._say_offline()
        if signing:
            self._find()
        if presence.link is LinkState.SIGNED_OUT and self._card is not None:
            self._card.hide()
        self._say(self._rows.rowCount())
        self._rows.touch(None)

    def _say_offline(self) -> None:
        at = self._online_at or self._presence.known_at
        if at is None:
            self._offline.setText(self.tr("No contact with the presence server. This is what was known last."))
            return
        words = shipped.words(self._language)
        time = short(at, now=self._presence.clock(), zone=self._presence.zone, words=words)
        self._offline.setText(
            self.tr("No contact with the presence server. This is what was known at {time}.").format(time=time)
        )

    def _minute_passed(self) -> None:
        self._table.viewport().update()

    def _open_card(self, index: QModelIndex) -> None:
        extension = self._rows.extension(index)
        if extension is None:
            return
        if self._card is None:
            self._card = PersonCard(self._presence, self._language, self)
        self._card.open(extension)
