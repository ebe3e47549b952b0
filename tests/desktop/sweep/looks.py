"""What is wrong with the look of a window: outside the screen, cut, squashed, overlapping, without a name, hard to read."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QFont, QFontMetrics, QImage, QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QTableView,
    QWidget,
)

from kalix_presence.desktop.widgets.fitting import Fitted, room_for
from tests.desktop.sweep.painted import ground_of, painted_texts, paints_by_hand

SLACK = 4
"""Pixels: a style's own hints ask for a little more than the text needs."""
READABLE = 4.5
SEEN = 3.0
"""Contrast of shapes that tell what something is: the edge of a field, of a box to tick (WCAG 1.4.11)."""
ITS_HEIGHT = {"StatusPanel", "PersonCard"}
"""Windows that take the height of what is in them by themselves; what is `Fitted` does anyway."""
TOLD_WINDOWS = (QAccessible.Role.Window, QAccessible.Role.Dialog, QAccessible.Role.AlertMessage)
"""What a screen reader takes for a window."""
Fault = tuple[str, str]
"""What is wrong, and with which widget."""


def faults(window: QWidget, *, contrast: bool) -> Iterator[Fault]:
    """Everything that is wrong with a window that is shown."""
    free = QRect(window.screen().availableGeometry())
    if not free.contains(window.frameGeometry()):
        yield f"outside the screen: {_rect(window.frameGeometry())} on {_rect(free)}", told(window)
    parts = [part for part in window.findChildren(QWidget) if part.isVisible() and part.window() is window]
    if isinstance(window, QMenu):
        return
    reader = QAccessible.queryAccessibleInterface(window)
    if reader is not None and reader.role() not in TOLD_WINDOWS:
        yield f"told as no window but {reader.role().name}", told(window)
    for part in parts:
        if _is_of_qt(part):
            continue
        yield from _cut(part)
        yield from _outside(part)
        yield from _nameless(part)
        yield from _unlabelled(part)
        yield from _unexplained(part)
        yield from _for_computers(part)
        yield from _half_seen(part)
    yield from _overlapping(parts)
    yield from _letters_twice(parts)
    yield from _wrong_order(window)
    if contrast:
        yield from _hard_to_read(window, parts)


def told(widget: QWidget) -> str:
    """Which widget it is, for whoever reads the fault."""
    text = widget.text() if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)) else ""
    shown = QTextDocumentFragment.fromHtml(text).toPlainText() if "<" in text else text
    name = widget.objectName() or widget.accessibleName() or (widget.windowTitle() if widget.isWindow() else "")
    return f"{type(widget).__name__}({name}) {shown[:60]!r} {widget.width()}x{widget.height()}"


def combo_faults(combo: QComboBox) -> Iterator[Fault]:
    """Whether its list shows every entry whole."""
    if not combo.count():
        return
    combo.showPopup()
    QApplication.processEvents()
    view = combo.view()
    seen = min(combo.count(), combo.maxVisibleItems())
    needed = sum(max(1, view.sizeHintForRow(row)) for row in range(seen))
    popup = view.window()
    if combo.count() <= combo.maxVisibleItems():
        last = view.visualRect(combo.model().index(combo.count() - 1, 0))
        if last.bottom() > view.viewport().height() or needed > view.viewport().height():
            yield f"the list cuts its last entry: {needed} in {view.viewport().height()}", told(combo)
    if view.sizeHintForColumn(0) > view.viewport().width() + SLACK:
        yield f"the list cuts its entries: {view.sizeHintForColumn(0)} in {view.viewport().width()}", told(combo)
    if not QRect(combo.screen().availableGeometry()).contains(popup.frameGeometry()):
        yield "the list lies outside the screen", told(combo)
    combo.hidePopup()
    QApplication.processEvents()


def contrast_of(one: QColor, other: QColor) -> float:
    """Contrast as WCAG 2.2 counts it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


# cut


def _cut(part: QWidget) -> Iterator[Fault]:
    if isinstance(part, QLabel):
        yield from _cut_label(part)
    elif isinstance(part, QTabBar):
        if sum(part.tabSizeHint(at).width() for at in range(part.count())) > part.width() + SLACK:
            yield "tabs are cut", told(part)
    elif isinstance(part, QComboBox):
        yield from _cut_line(part, part.currentText(), 40)
    elif isinstance(part, QLineEdit):
        if not part.text():
            yield from _cut_line(part, part.placeholderText(), 16)
    elif isinstance(part, QAbstractSpinBox):
        yield from _cut_line(part, part.text(), 14)  # type: ignore[attr-defined]
    elif isinstance(part, QAbstractButton) and part.text():
        if part.hasHeightForWidth():
            if part.heightForWidth(part.width()) > part.height() + SLACK:
                yield "lines are cut", told(part)
        elif part.sizeHint().width() > part.width() + SLACK and not part.toolTip():
            yield f"text is cut: needs {part.sizeHint().width()}", told(part)
        if isinstance(part, QPushButton) and part.isCheckable() and _bold_width(part) > part.width():
            yield f"no room for its text in bold: needs {_bold_width(part)}", told(part)
    elif isinstance(part, QTableView):
        yield from _cut_cells(part)
    elif part.objectName() == "pages" and isinstance(part, QListView):
        yield from _cut_pages(part)
    if isinstance(part, (QAbstractButton, QLineEdit, QComboBox, QLabel, QAbstractSpinBox)):
        least = part.minimumSizeHint().height()
        if part.height() + SLACK < least and not (isinstance(part, QLabel) and not part.text()):
            yield f"squashed: needs a height of {least}", told(part)


def _cut_pages(pages: QListView) -> Iterator[Fault]:
    if pages.sizeHintForColumn(0) > pages.viewport().width() + SLACK:
        yield "names of pages are cut", told(pages)


def _bold_width(button: QPushButton) -> int:
    bold = QFont(button.font())
    bold.setWeight(QFont.Weight.DemiBold)
    return QFontMetrics(bold).horizontalAdvance(button.text()) + 2 * 12 + 4 - 2


def _cut_label(label: QLabel) -> Iterator[Fault]:
    text = label.text()
    if not text or label.pixmap().isNull() is False:
        return
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if needed > label.height() + 1:
            yield f"lines are cut: needs a height of {needed}", told(label)
        longest = max(text.replace("-", "- ").split(), key=len, default="")
        if label.fontMetrics().horizontalAdvance(longest) > label.contentsRect().width() + 1:
            yield "a word is cut", told(label)
    elif (
        label.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, text).width() > label.contentsRect().width() + 1
        and not label.toolTip()
    ):
        yield f"text is cut: needs {label.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, text).width()}", told(label)


def _cut_line(field: QWidget, text: str, padding: int) -> Iterator[Fault]:
    needed = field.fontMetrics().horizontalAdvance(text) + padding
    if text and needed > field.width() and not field.toolTip():
        yield f"{text!r} is cut: needs {needed}", told(field)


def _cut_cells(table: QTableView) -> Iterator[Fault]:
    model = table.model()
    for row in range(min(model.rowCount(), 20)):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            text, box = index.data() or "", table.visualRect(index)
            if not box.isEmpty() and not index.data(Qt.ItemDataRole.ToolTipRole):
                font = index.data(Qt.ItemDataRole.FontRole) or table.font()
                if QFontMetrics(font).horizontalAdvance(str(text)) + 6 > box.width():
                    yield f"{text!r} is cut without a tool tip", told(table)


# written for people


def _for_computers(part: QWidget) -> Iterator[Fault]:
    """Days are written as people write them, on the widget as in its tool tip."""
    shown = part.text() if isinstance(part, (QLabel, QAbstractButton, QLineEdit)) else ""
    hint = part.placeholderText() if isinstance(part, QLineEdit) else ""
    for words in (shown, hint, part.toolTip()):
        if day := re.search(r"\b\d{4}-\d\d-\d\d\b", words):
            yield f"{day.group()} is a day as computers write it", told(part)


# where it lies


def _outside(part: QWidget) -> Iterator[Fault]:
    parent = part.parentWidget()
    if isinstance(part, QScrollArea):
        beyond = part.verticalScrollBar().maximum()
        if beyond > 0 and _grows(part) and part.window().height() + beyond <= room_for(part.window()).height():
            yield f"scrolls by {beyond}, and there is room on the screen", told(part.window())
        if part.horizontalScrollBar().maximum() > 0:
            wide = [one for one in part.findChildren(QWidget) if one.isVisible()]
            widest = max(wide, key=lambda one: (one.minimumSizeHint().width(), not one.findChildren(QWidget)))
            yield f"has to be scrolled sideways for {told(widest)}", told(part)
        elif part.widget() is not None and part.widget().width() > part.viewport().width() + 1:
            yield f"cut at its side: {part.widget().width()} in {part.viewport().width()}", told(part.widget())
    if parent is None or isinstance(parent.parentWidget(), QAbstractScrollArea) or isinstance(part, QScrollBar):
        return
    if not parent.rect().adjusted(-1, -1, 1, 1).contains(part.geometry()):
        yield f"lies outside what it is in: {_rect(part.geometry())} in {_rect(parent.rect())}", told(part)


def _grows(area: QScrollArea) -> bool:
    """Whether its window is as high as what is in it: all that is not a pane or a page beside others."""
    parent = area.parentWidget()
    return isinstance(area, Fitted) or (parent is not None and parent.isWindow() and type(parent).__name__ in ITS_HEIGHT)


def _half_seen(part: QWidget) -> Iterator[Fault]:
    """The main act of a window that is as high as what is in it is in sight, or not at all: half of it looks like a mistake."""
    if isinstance(part, QPushButton) and part.objectName() == "primary" and _within(part, Fitted):
        seen = part.visibleRegion().boundingRect().height()
        if 0 < seen < part.height():
            yield f"only {seen} of its {part.height()} pixels are in sight", told(part)


def _overlapping(parts: list[QWidget]) -> Iterator[Fault]:
    leaves: dict[QWidget, list[QWidget]] = {}
    for part in parts:
        parent = part.parentWidget()
        leaf = isinstance(part, (QLabel, QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox))
        if parent is not None and leaf and not _is_of_qt(part):
            leaves.setdefault(parent, []).append(part)
    for siblings in leaves.values():
        for at, one in enumerate(siblings):
            for other in siblings[at + 1 :]:
                both = one.geometry().intersected(other.geometry())
                if both.width() > 1 and both.height() > 1:
                    yield f"lies over {told(other)}", told(one)


# for keyboards and screen readers


def _unexplained(part: QWidget) -> Iterator[Fault]:
    """Whoever finds a control grey can find out why: by its tool tip, or that of what it stands in."""
    controls = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit)
    if not isinstance(part, controls) or part.isEnabled():
        return
    around: QWidget | None = part
    while around is not None:
        if around.toolTip():
            return
        around = around.parentWidget()
    yield "grey, and does not say why", told(part)


def _nameless(part: QWidget) -> Iterator[Fault]:
    if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isEnabled() and part.focusProxy() is None:
        reader = QAccessible.queryAccessibleInterface(part)
        if reader is not None and not reader.text(QAccessible.Text.Name).strip():
            yield "has no accessible name", told(part)


def _unlabelled(part: QWidget) -> Iterator[Fault]:
    """What is filled in is told by its label, never by what stands in it. Of a list that opens Qt tells what stands in it as
    the name under X11, so there the label has to be one that Qt relates to it."""
    if not isinstance(part, (QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit)) or part.focusProxy() is not None:
        return
    reader = QAccessible.queryAccessibleInterface(part)
    if reader is None or part.focusPolicy() == Qt.FocusPolicy.NoFocus:
        return
    told_by = [
        label.text(QAccessible.Text.Name) for label, how in reader.relations() if label and how & QAccessible.RelationFlag.Label
    ]
    if not isinstance(part, QComboBox):
        told_by.append(reader.text(QAccessible.Text.Name))
    if not any(each.strip() for each in told_by):
        yield "has no label that a screen reader is told", told(part)


def _letters_twice(parts: list[QWidget]) -> Iterator[Fault]:
    """Alt and a letter lead to one place in a window."""
    leads: dict[str, QWidget] = {}
    for part in parts:
        text = part.text() if isinstance(part, QAbstractButton) or (isinstance(part, QLabel) and part.buddy()) else ""
        for letter in re.findall(r"&(\w)", text.replace("&&", "")):
            if letter.casefold() in leads:
                yield f"Alt+{letter} leads to {told(leads[letter.casefold()])} too", told(part)
            leads[letter.casefold()] = part


def stops(window: QWidget) -> list[QWidget]:
    """What the tab key leads to, in its order."""
    found: list[QWidget] = []
    part = window.nextInFocusChain()
    while part is not None and part is not window and part not in found:
        takes = part.isVisible() and part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes and part.focusProxy() is None and part.window() is window:
            found.append(part)
        part = part.nextInFocusChain()
    return found


def _wrong_order(window: QWidget) -> Iterator[Fault]:
    for one, other in itertools.pairwise(stops(window)):
        here, there = _seen_from(one, other), _seen_from(other, one)
        column = there.left() >= here.right()
        up = there.bottom() <= here.top() and not column
        same_row = min(here.bottom(), there.bottom()) - max(here.top(), there.top()) > min(here.height(), there.height()) / 2
        back = same_row and there.right() <= here.left()
        if up or back:
            yield f"comes after {told(one)} by tab, but stands before it", told(other)


def _seen_from(stop: QWidget, other: QWidget) -> QRect:
    """Where it stands in the window; what scrolls stands where its area does, for whatever is not in it."""
    shown, parent = stop, stop.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea) and not parent.isAncestorOf(other):
            shown = parent
        parent = parent.parentWidget()
    return QRect(shown.mapTo(shown.window(), QPoint()), shown.size())


# to be read


def _hard_to_read(window: QWidget, parts: list[QWidget]) -> Iterator[Fault]:
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ratio = image.devicePixelRatio()
    for part in parts:
        yield from _edge(part, window, image)
        if paints_by_hand(part):
            yield from _painted(part, window, image)
        if not isinstance(part, (QLabel, QAbstractButton, QLineEdit, QComboBox)) or _is_of_qt(part):
            continue
        if isinstance(part, QLabel) and (not part.text() or not part.pixmap().isNull()):
            continue
        if isinstance(part, QAbstractButton) and not part.text():
            continue
        if isinstance(part, QLineEdit) and not (part.text() or part.placeholderText()):
            continue  # nothing to read: its strongest colour is that of the cursor, or of a smoothed corner while that blinks
        shown = part.visibleRegion().boundingRect()
        if shown.height() < part.height() or shown.width() < part.width():
            continue  # scrolled half away
        box = QRect(part.mapTo(window, QPoint()), part.size()).adjusted(3, 3, -3, -3)
        cut = image.copy(QRect(box.topLeft() * ratio, box.size() * ratio))
        if cut.isNull():
            continue
        colours = Counter(memoryview(cut.constBits()).cast("I"))
        ground = QColor.fromRgb(colours.most_common(1)[0][0])
        # The strongest colour is the text's own; paler ones are its smoothed edges.
        ink = max((contrast_of(QColor.fromRgb(one), ground) for one, many in colours.items() if many > 2), default=1.0)
        if 1.0 < ink < READABLE:
            yield f"contrast {ink:.2f}", told(part)


def _painted(part: QWidget, window: QWidget, image: QImage) -> Iterator[Fault]:
    """Texts painted by hand: the colour they are painted in against what is behind them."""
    ratio, seen = image.devicePixelRatio(), part.visibleRegion().boundingRect()
    for text in painted_texts(part):
        if not seen.contains(text.box):
            continue  # half of it scrolled away
        box = QRect(part.mapTo(window, text.box.topLeft()), text.box.size())
        behind = image.copy(QRect(box.topLeft() * ratio, box.size() * ratio))
        if not behind.isNull() and (ink := contrast_of(text.colour, ground_of(behind))) < READABLE:
            yield f"contrast {ink:.2f} of {text.text!r}", told(part)


def _edge(part: QWidget, window: QWidget, image: QImage) -> Iterator[Fault]:
    """A field is known by its edge: at the middle of its left side stands something that is seen against what is around it."""
    fields = (QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit)
    if not isinstance(part, fields) or _is_of_qt(part) or not part.isEnabled() or part.hasFocus():
        return
    if part.visibleRegion().boundingRect() != part.rect():
        return
    ratio, at = image.devicePixelRatio(), part.mapTo(window, QPoint(0, part.height() // 2))
    y = round(at.y() * ratio)
    across = [image.pixelColor(round(at.x() * ratio) + step, y) for step in range(-2, round(4 * ratio))]
    around = across[0]
    strongest = max(contrast_of(colour, around) for colour in across)
    if strongest < SEEN:
        yield f"the edge of its field: contrast {strongest:.2f}", told(part)


def _within(part: QWidget, kind: type[QWidget]) -> bool:
    around = part.parentWidget()
    while around is not None and not isinstance(around, kind):
        around = around.parentWidget()
    return around is not None


def _is_of_qt(part: QWidget) -> bool:
    """Made by Qt within its own widgets: fields of combo boxes, buttons that empty, what a calendar is made of."""
    parent = part.parentWidget()
    while parent is not None:
        if isinstance(parent, (QComboBox, QAbstractSpinBox, QCalendarWidget, QLineEdit, QTabBar)):
            return True
        parent = parent.parentWidget()
    return part.objectName().startswith("qt_")


def _rect(rect: QRect) -> str:
    return f"{rect.width()}x{rect.height()}+{rect.x()}+{rect.y()}"
