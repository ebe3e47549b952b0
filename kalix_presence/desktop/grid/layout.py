"""What the grid's window is made of and how it is laid out, as a whole window or as a narrow strip that stays on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from kalix_presence.desktop.grid.act_bar import ActBar
from kalix_presence.desktop.grid.column_settings import Kept
from kalix_presence.desktop.grid.filter_pane import FilterPane
from kalix_presence.desktop.grid.header import Header
from kalix_presence.desktop.grid.keys import Do, shown
from kalix_presence.desktop.grid.paint_list import ListPaint
from kalix_presence.desktop.grid.people_model import ShownPeople
from kalix_presence.desktop.grid.view import GridView
from kalix_presence.desktop.widgets.chip import Chip
from kalix_presence.desktop.widgets.clear_button import clearable
from kalix_presence.desktop.widgets.divider import Divider
from kalix_presence.desktop.widgets.fitting import Shelf, room_for, scrolling
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.theme import named

if TYPE_CHECKING:
    from kalix_presence.desktop.grid.call_strip import CallStrip
    from kalix_presence.desktop.grid.undo_line import UndoLine

SIZE, COMPACT_SIZE = (1280, 760), (420, 620)
LEAST, COMPACT_LEAST = (560, 360), (300, 320)
MARGINS, COMPACT_MARGINS = (20, 16, 20, 12), (10, 10, 10, 8)
LEAST_SHELF = 56
"""Pixels that calls and notices, and what was done, keep where the window is low."""
ON_TOP = Qt.WindowType.WindowStaysOnTopHint


class GridFace(QWidget):
    """Search field, filters, list, acts and foot; knows nothing of what they do."""

    def __init__(self, people: ShownPeople, kept: Kept) -> None:
        super().__init__()
        self._kept = kept
        self.people = people
        self.compact = False
        self.strip: CallStrip | None = None
        self.title = self.tr("Colleagues")
        self.setWindowTitle(self.title)
        self._make_parts()
        self._build()
        self.resize(*SIZE)
        geometry = kept.geometry("window")
        if geometry is not None:
            self.restoreGeometry(geometry)

    def _make_parts(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Name, unit, duty, place or number"))
        self.search.setAccessibleName(self.tr("Search colleagues"))
        clearable(self.search)
        font = self.search.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        self.search.setFont(font)
        self.view = GridView(self.people, ListPaint(self._kept.columns()))
        self.view.setAccessibleName(self.tr("Colleagues"))
        self.view.tiles = self._kept.flag("tiles")
        self.header = Header(self.view)
        self.header.chosen.connect(self._kept.keep_columns)
        self.header.crowded.connect(self.say)
        self.header.setVisible(not self.view.tiles)
        self.pane, self.acts = FilterPane(), ActBar()
        self.offline = named(Said(), "warning")
        self.offline.setWordWrap(True)
        self.empty = named(QLabel(), "dimmed")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.count, self.why = named(QLabel(), "dimmed"), named(QLabel(), "dimmed")
        self.said = named(Said(), "error")
        self.said.setWordWrap(True)
        self.said.hide()
        for label in (self.empty, self.why, self.said):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.list_button = self._button(Do.LIST, self.tr("List"))
        self.tiles_button = self._button(Do.TILES, self.tr("Tiles"))
        self.keys_button = self._button(Do.KEYS, self.tr("Keys"))
        self.keys_button.setCheckable(False)
        for button in (self.list_button, self.tiles_button):
            button.clicked.connect(self._say_which)  # a click on the one that is shown leaves it shown
        self._say_which()

    def _build(self) -> None:
        listed = named(QWidget(), "listed")
        inside = QVBoxLayout(listed)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.header)
        inside.addWidget(self.view, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(listed)
        self._pages.addWidget(self.empty)
        self._pane_box = scrolling(self.pane)
        split = self.divider = Divider()
        split.addWidget(self._pane_box)
        split.addWidget(self._pages)
        split.setStretchFactor(1, 1)
        split.setCollapsible(1, False)
        split.setSizes([230, 1000])
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.search, 1)
        for button in (self.list_button, self.tiles_button, self.keys_button):
            head.addWidget(button)
        foot = QHBoxLayout()
        foot.addWidget(self.why, 1)
        foot.addWidget(self.count)
        above, below = QWidget(), QWidget()
        self._above, self._below = QVBoxLayout(above), QVBoxLayout(below)
        for shelf in (self._above, self._below):
            shelf.setContentsMargins(0, 0, 0, 0)
            shelf.setSpacing(8)
        self._above.addWidget(self.offline)
        self._below.addWidget(self.said)
        self._shelves = (Shelf(above, LEAST_SHELF), Shelf(below, LEAST_SHELF))
        self._around = QVBoxLayout(self)
        self._around.setContentsMargins(*MARGINS)
        self._around.setSpacing(10)
        self._around.addLayout(head)
        self._around.addWidget(self._shelves[0])
        self._around.addWidget(split, 1)
        self._around.addWidget(self._shelves[1])
        self._around.addWidget(self.acts)
        self._around.addLayout(foot)
        self._keep_least()

    def _button(self, do: Do, words: str) -> Chip:
        button = Chip(words, "act")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip(shown(do))
        button.setAccessibleName(f"{words}, {shown(do)}")
        return button

    def join(self, strip: CallStrip, notices: QWidget, undo: UndoLine) -> None:
        """Present calls and notices on top, what was done at the foot."""
        self.strip = strip
        self._above.insertWidget(0, strip)
        self._above.insertWidget(1, notices)
        self._below.addWidget(undo)

    def show_page(self, *, empty: bool) -> None:
        """The list, or why there is none."""
        self._pages.setCurrentIndex(1 if empty else 0)

    def show_tiles(self, tiles: bool) -> None:
        """Tiles, or a list."""
        self._kept.keep_flag("tiles", tiles)
        self.header.setVisible(not tiles and not self.compact)
        self.view.show_tiles(tiles)
        self._say_which()

    def _say_which(self) -> None:
        """To the eye and to a screen reader: which of the two is shown."""
        self.list_button.setChecked(not self.view.tiles)
        self.tiles_button.setChecked(self.view.tiles)

    def say(self, text: str) -> None:
        """Say why something did not happen, until something else does."""
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def set_compact(self, compact: bool) -> None:
        """A narrow strip that stays on top, or the whole window again."""
        if compact is self.compact:
            return
        self._keep_geometry()
        self.setWindowFlag(ON_TOP, compact)  # hides the window, which keeps its size under the name it still has
        self.compact = compact
        for widget in (self._pane_box, self.list_button, self.tiles_button, self.keys_button, self.why):
            widget.setVisible(not compact)
        self.header.setVisible(not compact and not self.view.tiles)
        if self.strip is not None:
            self.strip.compact = compact
            self.strip.refresh()
        self._keep_least()
        self._around.setContentsMargins(*(COMPACT_MARGINS if compact else MARGINS))
        geometry = self._kept.geometry("strip" if compact else "window")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(*(COMPACT_SIZE if compact else SIZE))

    def _keep_least(self) -> None:
        self.setMinimumSize(QSize(*(COMPACT_LEAST if self.compact else LEAST)).boundedTo(room_for(self)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """There is room for more calls, or fewer."""
        super().resizeEvent(event)
        if self.strip is not None:
            self.strip.room_changed()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Remember the size."""
        self._keep_geometry()
        super().hideEvent(event)

    def _keep_geometry(self) -> None:
        self._kept.keep_geometry("strip" if self.compact else "window", self.saveGeometry())
