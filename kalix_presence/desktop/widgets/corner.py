"""The corners of the screen where cards come up, where there is room over neither one another nor what somebody works by."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary, WeakSet

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from kalix_presence.desktop.widgets.fitting import place_within

MARGIN = 16
_kept: WeakSet[QWidget] = WeakSet()
_placed: WeakKeyDictionary[QWidget, Callable[[QWidget], None]] = WeakKeyDictionary()


def to_corner(card: QWidget) -> None:
    """Move `card` to the lower right corner, above the cards that are shown there; back into it where there is no room."""
    _place(card, to_corner, upper=False)


def to_upper_corner(card: QWidget) -> None:
    """Move `card` to the upper right corner: not where callbacks and questions come up."""
    _place(card, to_upper_corner, upper=True)


def never_covered(part: QWidget) -> None:
    """Have cards keep off `part`, for instance a receptionist's keys and waiting times, wherever there is room beside it."""
    _kept.add(part)
    part.installEventFilter(_corner_watcher())


def _place(card: QWidget, how: Callable[[QWidget], None], *, upper: bool) -> None:
    _placed[card] = how
    free = card.screen().availableGeometry()
    cards = [each.frameGeometry() for each in QApplication.topLevelWidgets() if each is not card and _is_card(each)]
    there = free_place(card.width(), card.height(), free, cards, kept=_kept_clear(), upper=upper)
    place = place_within(QRect(there, card.size()), free)
    if place != card.pos():
        card.move(place)


def free_place(
    width: int, height: int, free: QRect, others: list[QRect], *, kept: list[QRect] | None = None, upper: bool = False
) -> QPoint:
    """Where a card of this size covers none of `others` nor of `kept`, as near to the corner as can be.

    Where there is no such place it covers as little of `kept` as can be; with nothing kept it is the corner itself.
    """
    left, kept = free.right() - width - MARGIN, kept or []
    corner = QPoint(left, free.top() + MARGIN if upper else free.bottom() - height - MARGIN)
    beside = [each.bottom() + 1 + MARGIN // 2 if upper else each.top() - height - MARGIN // 2 for each in (*others, *kept)]
    places = [corner] + [QPoint(left, top) for top in sorted(beside, reverse=not upper)]
    inside = [place for place in places if free.top() <= place.y() and place.y() + height <= free.bottom() + 1]
    for place in inside:
        if not _covered(QRect(place.x(), place.y(), width, height), (*others, *kept)):
            return place
    return min((corner, *inside), key=lambda place: _covered(QRect(place.x(), place.y(), width, height), kept))


def _covered(card: QRect, parts: tuple[QRect, ...] | list[QRect]) -> int:
    """Pixels of `parts` that the card lies on."""
    return sum(max(0, both.width()) * max(0, both.height()) for both in (card.intersected(each) for each in parts))


def _kept_clear() -> list[QRect]:
    shown = [part for part in _kept if isValid(part) and part.isVisible() and not part.window().isMinimized()]
    return [QRect(part.mapToGlobal(QPoint(0, 0)), part.size()) for part in shown]


def _is_card(widget: QWidget) -> bool:
    flags = widget.windowFlags()
    on_top = bool(flags & Qt.WindowType.WindowStaysOnTopHint) and bool(flags & Qt.WindowType.FramelessWindowHint)
    return widget.isVisible() and on_top


def make_way() -> None:
    """Place the cards that are shown again: what they are to keep off has come, grown or moved."""
    for card, how in list(_placed.items()):
        if isValid(card) and card.isVisible():
            how(card)


class _CornerWatcher(QObject):
    """Sees what cards keep off come and grow; they make way once everything has its place."""

    def __init__(self) -> None:
        super().__init__(QApplication.instance())
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(make_way)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Changes nothing."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Resize, QEvent.Type.Move) and not self._soon.isActive():
            self._soon.start()
        return False


_watchers: list[_CornerWatcher] = []


def _corner_watcher() -> _CornerWatcher:
    if not _watchers or not isValid(_watchers[0]):
        _watchers[:] = [_CornerWatcher()]
    return _watchers[0]
