"""A control that cannot be used says why: greyed and explained in one step, so that neither is forgotten."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

_USUAL = "usual tip"


def allow(widget: QWidget, why_not: str = "") -> None:
    """Let `widget` be used, or with `why_not` grey it and have it say that as its tool tip and to screen readers."""
    if widget.property(_USUAL) is None:
        widget.setProperty(_USUAL, [widget.toolTip(), widget.accessibleDescription()])
    tip, described = widget.property(_USUAL)
    widget.setEnabled(not why_not)
    widget.setToolTip(why_not or tip)
    widget.setAccessibleDescription(why_not or described)
