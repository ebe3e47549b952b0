"""The reasons as tiles: picture, name, and the keyboard moves between them like in a grid."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from kalix_presence import shipped
from kalix_presence.desktop.widgets.glyphs import on_state, picture
from kalix_presence.desktop.widgets.tab_order import follow_the_eye
from kalix_presence.desktop.widgets.theme import named, state_colour
from kalix_presence.desktop.widgets.wrapping import WrappingRow
from kalix_presence.model.reason import Reason, Reasons

COLUMNS = 7
PICTURE = 32
_ROOM = {"square": (0.66, 0.0), "triangle": (0.44, 0.17), "diamond": (0.5, 0.0), "bar": (0.46, 0.0), "ring": (0.42, 0.0)}
"""How large a picture stands in a shape, and how far below its middle, as shares of its size."""
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
LINES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Tile(QToolButton):
    """One of several, of which one can be chosen; arrow keys are for the row it stands in."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "tile")
        self.setCheckable(True)
        self.setAutoExclusive(True)  # for screen readers: a radio button

    def mark(self, on: bool) -> None:
        """Chosen or not: of exclusive buttons Qt would let none be taken back."""
        self.setAutoExclusive(False)
        self.setChecked(on)
        self.setAutoExclusive(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Moving is not choosing."""
        if Qt.Key(event.key()) in STEPS | LINES:
            event.ignore()
        else:
            super().keyPressEvent(event)


class ReasonTiles(QWidget):
    """Shows which reason the text field says; a click asks for another one. One stop of the tab key, then arrows."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._tiles: list[tuple[Reason, Tile]] = []
        self._row = WrappingRow(self, even=True, most=COLUMNS)

    def offer(self, reasons: Reasons, language: str, *, dark: bool) -> None:
        """Offer the site's reasons."""
        for _, tile in self._tiles:
            self._row.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self._tiles = []
        for reason in reasons.offered:
            tile = Tile()
            tile.setText(_in_two_lines(reason.name(language)))
            tile.setAccessibleName(reason.name(language))
            tile.setIcon(reason_picture(reason, dark=dark))
            tile.setIconSize(QSize(PICTURE, PICTURE))
            tile.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            tile.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            tile.setMinimumSize(96, 87)
            tile.clicked.connect(lambda _checked, reason=reason: self.chosen.emit(reason))
            self._row.addWidget(tile)
            self._tiles.append((reason, tile))
        self._stop_at(0)
        self.updateGeometry()
        if self.isVisible():
            follow_the_eye(self.window())

    def show_reason(self, reason: Reason | None) -> None:
        """Mark the reason that the text field says."""
        for place, (offered, tile) in enumerate(self._tiles):
            chosen = reason is not None and offered.code == reason.code
            tile.mark(chosen)
            if chosen:
                self._stop_at(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrow keys move the focus as the eye would."""
        key = Qt.Key(event.key())
        step = STEPS.get(key, LINES.get(key, 0) * self._row.columns)
        focused = [place for place, (_, tile) in enumerate(self._tiles) if tile.hasFocus()]
        if not step or not focused:
            super().keyPressEvent(event)
            return
        there = focused[0] + step
        if 0 <= there < len(self._tiles):
            self._stop_at(there)
            self._tiles[there][1].setFocus(Qt.FocusReason.TabFocusReason)

    def _stop_at(self, stop: int) -> None:
        """The tab key leads to this one."""
        for place, (_, tile) in enumerate(self._tiles):
            tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus if place == stop else Qt.FocusPolicy.ClickFocus)


def reason_picture(reason: Reason, *, dark: bool) -> QIcon:
    """The reason as its tile shows it, sharp on screens of up to three times as many pixels."""
    made, drawing = QIcon(), drawing_of(reason, dark=dark)
    for scale in (1, 2, 3):
        pixmap = drawn_reason(reason, drawing, PICTURE * scale, dark=dark)
        pixmap.setDevicePixelRatio(scale)
        made.addPixmap(pixmap)
    return made


def drawing_of(reason: Reason, *, dark: bool) -> QSvgRenderer | None:
    """The reason's picture in the colour that it has on its shape; None where a site's own reason has no picture."""
    path = shipped.resources() / "icons" / f"{reason.icon}.svg"
    if not path.is_file():
        return None
    colour = state_colour(reason.colour, dark) if reason.shape == "ring" else on_state(dark)
    return QSvgRenderer(QByteArray(path.read_text("utf-8").replace("currentColor", colour.name()).encode()))


def drawn_reason(reason: Reason, drawing: QSvgRenderer | None, size: int, *, dark: bool) -> QPixmap:
    """`drawing` inside the reason's shape, so that the shape alone is known again in lists, tray and planning."""
    pixmap = picture(reason.shape, reason.colour, "", size=size, dark=dark)
    if drawing is not None:
        painter = QPainter(pixmap)
        drawing.render(painter, _inside(reason.shape, size))
        painter.end()
    return pixmap


def _inside(shape: str, size: int) -> QRectF:
    """Where a square picture has room in a shape of `size` pixels."""
    share, down = _ROOM.get(shape, (0.6, 0.0))
    side = size * share
    return QRectF((size - side) / 2, (size - side) / 2 + size * down, side, side)


def _in_two_lines(name: str) -> str:
    """A name of several words broken in the middle, so that tiles stay narrow."""
    if len(name) <= 12 or " " not in name:
        return name
    words = name.split(" ")
    breaks = range(1, len(words))
    best = min(breaks, key=lambda at: abs(len(" ".join(words[:at])) - len(" ".join(words[at:]))))
    return " ".join(words[:best]) + "\n" + " ".join(words[best:])
