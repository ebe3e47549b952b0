"""The reasons as tiles: picture, name, and the keyboard moves between them like in a grid."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QWidget

from kalix_presence import shipped
from kalix_presence.desktop.theme import named, state_colour
from kalix_presence.model.reason import Reason, Reasons

COLUMNS = 7
PICTURE = 28
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -COLUMNS, Qt.Key.Key_Down: COLUMNS}


class ReasonTiles(QWidget):
    """Shows which reason the text field says; a click asks for another one."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._tiles: list[tuple[Reason, QToolButton]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)

    def offer(self, reasons: Reasons, language: str, *, dark: bool) -> None:
        """Offer the site's reasons."""
        for _, tile in self._tiles:
            self._grid.removeWidget(tile)
            tile.deleteLater()
        self._tiles = []
        for place, reason in enumerate(reasons.offered):
            tile = named(QToolButton(), "tile")
            tile.setCheckable(True)
            tile.setText(_in_two_lines(reason.name(language)))
            tile.setAccessibleName(reason.name(language))
            tile.setIcon(reason_picture(reason, dark=dark))
            tile.setIconSize(QSize(PICTURE, PICTURE))
            tile.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            tile.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            tile.setMinimumSize(96, 82)
            tile.clicked.connect(lambda _checked, reason=reason: self.chosen.emit(reason))
            self._grid.addWidget(tile, place // COLUMNS, place % COLUMNS)
            self._tiles.append((reason, tile))
        self.updateGeometry()

    def show_reason(self, reason: Reason | None) -> None:
        """Mark the reason that the text field says."""
        for offered, tile in self._tiles:
            tile.setChecked(reason is not None and offered.code == reason.code)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrow keys move the focus as the eye would."""
        step = STEPS.get(Qt.Key(event.key()))
        focused = [place for place, (_, tile) in enumerate(self._tiles) if tile.hasFocus()]
        if step is None or not focused:
            super().keyPressEvent(event)
            return
        there = focused[0] + step
        if 0 <= there < len(self._tiles):
            self._tiles[there][1].setFocus(Qt.FocusReason.TabFocusReason)


def reason_picture(reason: Reason, *, dark: bool) -> QIcon:
    """The reason's picture in its colour; its shape in that colour where a site's own reason has no picture."""
    path = shipped.resources() / "icons" / f"{reason.icon}.svg"
    if not path.is_file():
        from kalix_presence.desktop.glyphs import icon

        return icon(reason.shape, reason.colour, dark=dark)
    colour: QColor = state_colour(reason.colour, dark)
    drawing = path.read_text("utf-8").replace("currentColor", colour.name())
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    made = QIcon()
    for scale in (1, 2, 3):
        pixmap = QPixmap(PICTURE * scale, PICTURE * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        made.addPixmap(pixmap)
    return made


def _in_two_lines(name: str) -> str:
    """A name of several words broken in the middle, so that tiles stay narrow."""
    if len(name) <= 12 or " " not in name:
        return name
    words = name.split(" ")
    breaks = range(1, len(words))
    best = min(breaks, key=lambda at: abs(len(" ".join(words[:at])) - len(" ".join(words[at:]))))
    return " ".join(words[:best]) + "\n" + " ".join(words[best:])
