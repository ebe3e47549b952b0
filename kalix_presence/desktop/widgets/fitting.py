"""Keeps windows on their screen: as high as what is in them or as there is room for, placed again when that changes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMargins, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kalix_presence.desktop.widgets.closer import draw_closer
from kalix_presence.desktop.widgets.tab_order import follow_the_eye

TITLE_BAR, SIDES = 36, 4
"""Pixels kept for the frame of a window that was not shown yet: only the window manager knows it."""
BESIDE = 8
"""Pixels between the panel and the edge of the screen."""


def keep_on_screen(window: QWidget) -> None:
    """Move `window`, frame and all, to where the whole of it is seen."""
    if window.isVisible():
        frame = window.frameGeometry()
        place = place_within(frame, QRect(window.screen().availableGeometry()))
        if place != frame.topLeft():
            window.move(place)


def place_within(frame: QRect, free: QRect) -> QPoint:
    """The nearest place at which `frame` lies within `free`; its upper left corner where it is larger."""
    x = max(free.left(), min(frame.left(), free.right() + 1 - frame.width()))
    y = max(free.top(), min(frame.top(), free.bottom() + 1 - frame.height()))
    return QPoint(x, y)


def room_for(window: QWidget) -> QSize:
    """The largest size that the inside of `window` can have on its screen."""
    return QRect(window.screen().availableGeometry()).marginsRemoved(_edges(window)).size()


def come_forward(window: QWidget, wanted: QSize | None = None, icon: QRect | None = None) -> None:
    """Show `window` in front of the others, whole; one that can be made larger has what was chosen last, at first `wanted`.

    It comes up beside `icon`, where it is known.
    """
    follow_the_eye(window)
    room = room_for(window)
    draw_closer(window, room.height())
    first = not window.testAttribute(Qt.WidgetAttribute.WA_WState_Created)
    if wanted is not None:
        window.resize((wanted if first else window.size()).boundedTo(room))
    if icon is not None and icon.isValid() and not window.isVisible():
        beside(window, icon)
    window.show()
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    window.activateWindow()
    keep_on_screen(window)


def beside(window: QWidget, icon: QRect) -> None:
    """Put `window` beside the icon by the clock, at whichever edge of whichever screen that is."""
    screen = QApplication.screenAt(icon.center())
    if screen is None:
        return
    free = QRect(screen.availableGeometry()).marginsRemoved(QMargins(BESIDE, BESIDE, BESIDE, BESIDE))
    frame = QRect(window.geometry().marginsAdded(_edges(window)))
    frame.moveCenter(icon.center())
    window.move(place_within(frame, free))


def make_room(part: QWidget) -> None:
    """Give `part`, which has grown or shrunk, its room at once: before anything is painted in the room of before."""
    around: list[QWidget] = []
    parent = part.parentWidget()
    while parent is not None:
        around.append(parent)
        parent = parent.parentWidget()
    for each in (part, *around):
        if (layout := each.layout()) is not None:
            layout.activate()
        each.updateGeometry()
    for each in reversed(around):
        if (layout := each.layout()) is not None:
            layout.activate()


def scrolling(inside: QWidget, grown: Callable[[], None] | None = None) -> QScrollArea:
    """`inside`, which scrolls where a window is lower than it needs; `grown` is called when that may be more than before."""
    area = _Scrolling(_Content(inside))
    if grown is not None:
        area.content.grown.connect(grown)
    return area


class _Area(QScrollArea):
    """Scrolls up and down alone, without a frame or a stop of the tab key of its own."""

    def __init__(self, content: _Content) -> None:
        super().__init__()
        self.content = content
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class _Scrolling(_Area):
    """Its bar goes when there is room again: left to itself it makes texts higher by its own width, and so keeps itself."""

    def __init__(self, content: _Content) -> None:
        super().__init__(content)
        content.grown.connect(self._drop_bar)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """There may be room now."""
        super().resizeEvent(event)
        self._drop_bar()

    def _drop_bar(self) -> None:
        room, layout = self.maximumViewportSize(), self.content.around
        if not self.verticalScrollBar().maximum() or not layout.hasHeightForWidth():
            return
        if layout.totalHeightForWidth(room.width()) <= room.height():
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)


class Fitted(_Area):
    """Gives `window` the height of `inside`, its only content, and places it again, whenever what is in it changes.

    It is `width` wide, or as wide as its buttons need. Where the screen is smaller it scrolls, and what has the keyboard is in
    sight; so is `foot`, the row of buttons that ends what is done here.
    """

    def __init__(
        self,
        window: QWidget,
        inside: QWidget,
        width: int,
        place: Callable[[QWidget], None] = keep_on_screen,
        *,
        foot: QLayout | None = None,
    ) -> None:
        super().__init__(_Content(inside))
        self._width, self._place, self._foot = width, place, foot
        around = QVBoxLayout(window)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(self)
        if foot is not None:
            around.addLayout(foot)
        window.setFixedWidth(width)
        self.content.grown.connect(self._take_size)
        self.content.shown.connect(self.fit)
        self.content.resized.connect(lambda: self._focus_moved(None, QApplication.focusWidget()))
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    def fit(self) -> None:
        """At once, for instance before the window is shown."""
        for part in (self.content, *self.content.findChildren(QWidget)):
            part.ensurePolished()
        for layout in (*self.content.findChildren(QLayout), *([self._foot] if self._foot is not None else ())):
            layout.invalidate()  # what was measured before it had its present words and style
        self._take_size()

    def _take_size(self) -> None:
        layout = self.content.around
        layout.activate()
        room, bar = room_for(self.window()), self.verticalScrollBar().sizeHint().width()
        needed = layout.totalMinimumSize().width()
        below = QSize(0, 0) if self._foot is None else self._foot.sizeHint()
        room.setHeight(room.height() - below.height())
        width = max(self._width, needed, below.width())
        high = self.content.high_at(width)
        if high > room.height():
            width = max(width, needed + bar)
        # Where there is room no bar may stay from before: it would make texts higher, and so keep itself.
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if high > room.height() else policy.ScrollBarAlwaysOff)
        size = QSize(width, max(1, high)).boundedTo(room)
        self.window().setFixedSize(size.width(), size.height() + below.height())
        self._place(self.window())

    def _focus_moved(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self.content.isAncestorOf(now):
            return
        if (act := self._act_beside(now)) is not None:
            self.ensureWidgetVisible(act)
        self.ensureWidgetVisible(now)

    def _act_beside(self, part: QWidget) -> QWidget | None:
        """The main button nearest to `part`, which ends what is typed there: half of it in sight looks like a mistake."""
        around = part.parentWidget()
        while around is not None and around is not self.content:
            for button in around.findChildren(QPushButton, "primary"):
                if button.isVisibleTo(self.content):
                    return button
            around = around.parentWidget()
        return None


class Shelf(_Area):
    """As high as what lies on it; where a window has no room for that it is lower, and scrolls."""

    def __init__(self, inside: QWidget, least: int = 0) -> None:
        super().__init__(_Content(inside))
        self._least = least
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.content.grown.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All of it."""
        return QSize(self.content.around.totalSizeHint().width(), self.content.high_at(self.viewport().width()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A part of it."""
        return QSize(self.content.around.totalMinimumSize().width(), min(self._least, self.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width is another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class _Content(QWidget):
    """Whatever grows in it, however deep, asks for room here in the end."""

    grown = Signal()
    shown = Signal()
    resized = Signal()
    """What has the keyboard may lie under the edge now."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.around = QVBoxLayout(self)
        self.around.setContentsMargins(0, 0, 0, 0)
        self.around.addWidget(inside)

    def high_at(self, width: int) -> int:
        """How high all of it is where it is `width` wide."""
        layout = self.around
        return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as it is at its width: the least height of texts that wrap is that of a narrower window, and would scroll."""
        least = super().minimumSizeHint()
        return QSize(least.width(), 0) if self.around.hasHeightForWidth() else least

    def event(self, event: QEvent) -> bool:
        """Tell what happened once it has."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self.grown.emit()
        elif event.type() is QEvent.Type.Resize:
            self.resized.emit()
        elif event.type() in (QEvent.Type.Show, QEvent.Type.FontChange):
            self.shown.emit()
        return done


def _edges(window: QWidget) -> QMargins:
    """What the window manager puts around it."""
    if window.windowFlags() & Qt.WindowType.FramelessWindowHint:
        return QMargins()
    handle = window.windowHandle()
    if handle is not None and window.isVisible():
        return handle.frameMargins()
    return QMargins(SIDES, TITLE_BAR, SIDES, SIDES)
