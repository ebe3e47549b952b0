"""Where a plot stands: asks for it in its present size, and shows what has been drawn, or why there is nothing to see."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kalix_presence.report.chapters import Chapter
from kalix_presence.report.drawing import Picture

SMALLEST = QSize(240, 190)
SETTLED = 120
"""Milliseconds after which a size that is being changed is taken for chosen."""


class PlotView(QWidget):
    """`wanted` asks for the chapter's plot: `show_picture` gives it, `say` says something in its place."""

    wanted = Signal(object)
    """The `Chapter` whose plot is to be drawn in the size that the view has."""

    def __init__(self) -> None:
        super().__init__()
        self._chapter: Chapter | None = None
        self._image: QImage | None = None
        self._said = ""
        self.setMinimumSize(SMALLEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._settled = QTimer(self, singleShot=True, interval=SETTLED)
        self._settled.timeout.connect(self._ask)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As a plot is read best."""
        return QSize(560, 260)

    def show_chapter(self, chapter: Chapter) -> None:
        """Show this one's plot from now on; the one of before is gone at once."""
        self._chapter, self._image, self._said = chapter, None, ""
        self.setAccessibleName(chapter.title)
        self.setAccessibleDescription(chapter.sentence)
        self.setVisible(chapter.plot is not None)
        self.update()
        if chapter.plot is not None:
            self._ask()

    def say(self, words: str) -> None:
        """Why there is no plot."""
        self._said = words
        self.update()

    def show_picture(self, chapter: Chapter, picture: Picture) -> None:
        """This was drawn; what is of another chapter by now comes too late."""
        if chapter is not self._chapter:
            return
        made = QImage(picture.data, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGBA8888)
        self._image, self._said = made.copy(), ""  # the copy lives without the bytes
        self.update()

    def _ask(self) -> None:
        if self._chapter is not None and self._chapter.plot is not None:
            self.wanted.emit(self._chapter)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Drawn anew when the size has settled; meanwhile the picture is stretched."""
        super().resizeEvent(event)
        self._settled.start()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The picture, or words."""
        painter = QPainter(self)
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRect(0, 0, self.width(), self.height()), self._image)
            return
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        inside = self.rect().adjusted(16, 8, -16, -8)
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), self._said)
