"""A text as a QR code, for a phone's camera; the library is loaded when the first one is wanted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap

QUIET = 4
"""Empty modules around a code, as ISO/IEC 18004 asks."""


def qr_pixmap(text: str, size: int, ratio: float = 1.0) -> QPixmap:
    """`text` as a code about `size` points wide, black on white in light and dark alike: cameras want it so."""
    import segno

    # "eci": it says that it is UTF-8; else some readers guess, and guess wrong at å ä ö.
    # Error correction "M" survives a thumb on the screen; "boost" off keeps the code as small as it can be.
    rows = segno.make_qr(text, error="m", encoding="utf-8", eci=True, boost_error=False).matrix
    across = len(rows) + 2 * QUIET
    image = QImage(across, across, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                image.setPixel(x + QUIET, y + QUIET, 0xFF000000)
    # Whole pixels for each module, so that every edge is sharp.
    times = max(1, round(size * ratio / across))
    pixmap = QPixmap.fromImage(image.scaled(across * times, across * times))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
