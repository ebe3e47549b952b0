"""Reads a QR code as a phone's camera would: by zbar, straight out of its library."""

from __future__ import annotations

import ctypes
import ctypes.util

from PySide6.QtGui import QImage

GREY = int.from_bytes(b"Y800", "little")
"""One byte a pixel, as zbar calls it."""


def read_code(picture: QImage) -> str:
    """What the one code in the picture says; "" when zbar finds none."""
    zbar = ctypes.CDLL(ctypes.util.find_library("zbar") or "libzbar.so.0")
    for name in ("zbar_image_scanner_create", "zbar_image_create", "zbar_image_first_symbol"):
        getattr(zbar, name).restype = ctypes.c_void_p
    zbar.zbar_symbol_get_data.restype = ctypes.c_char_p
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height = grey.width(), grey.height()
    lines = bytes(grey.constBits())
    pixels = b"".join(lines[at * grey.bytesPerLine() :][:width] for at in range(height))
    scanner, image = ctypes.c_void_p(zbar.zbar_image_scanner_create()), ctypes.c_void_p(zbar.zbar_image_create())
    try:
        zbar.zbar_image_set_format(image, ctypes.c_ulong(GREY))
        zbar.zbar_image_set_size(image, ctypes.c_uint(width), ctypes.c_uint(height))
        zbar.zbar_image_set_data(image, pixels, ctypes.c_ulong(len(pixels)), None)
        zbar.zbar_scan_image(scanner, image)
        symbol = zbar.zbar_image_first_symbol(image)
        return zbar.zbar_symbol_get_data(ctypes.c_void_p(symbol)).decode() if symbol else ""
    finally:
        zbar.zbar_image_destroy(image)
        zbar.zbar_image_scanner_destroy(scanner)
