"""One page of the settings: rows of labelled fields, what is wrong said beside them, what the site decides greyed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QComboBox, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from kalix_presence import wire
from kalix_presence.client.local.settings import Settings
from kalix_presence.desktop.widgets.theme import named

LABELS = 104
"""Pixels for the labels, so that the fields of all pages stand under each other."""
ONE_LINE = 36


class SettingsPage(QWidget):
    """What every page is made of. A page changes nothing by itself: the window asks for what was chosen, and saves it."""

    changed = Signal()
    """It is another height now."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 10, 0)  # apart from the bar that scrolls
        self.rows.setSpacing(14)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(14)
        self.grid.setColumnStretch(1, 1)
        self.grid.setColumnMinimumWidth(0, LABELS)
        self.rows.addLayout(self.grid)
        self.said: dict[str, QLabel] = {}
        """Where what is wrong is said, by the name of the field as the hub names it."""
        self._fields: dict[str, QWidget] = {}
        self._site = small_label()

    # what the window asks of it

    def show_settings(self, settings: Settings, preferences: wire.PreferencesView | None) -> None:
        """Show what is chosen now; `preferences` None: the hub's part is not known, and cannot be changed."""

    def problem(self) -> str | None:
        """The name of the first field that cannot be used, which says so by then; None when all can."""
        return None

    def chosen(self, settings: Settings) -> Settings:
        """`settings` with what was chosen here."""
        return settings

    def changes(self, shown: wire.PreferencesView) -> dict[str, object]:
        """The fields of a `PreferencesRequest` that are other than in `shown`."""
        return {}

    # what pages are made of

    def row(self, text: str, field: QWidget, name: str = "") -> None:
        """A field with its label and, where it has a `name`, a place to say what is wrong with it."""
        label = QLabel(text)
        label.setBuddy(field)
        if not isinstance(field, QLabel):
            first = (isinstance(field.layout(), QVBoxLayout) and field.findChild(QAbstractButton)) or field
            label.setMinimumHeight(min(first.sizeHint().height(), ONE_LINE))
        cell = QVBoxLayout()
        cell.setSpacing(4)
        cell.addWidget(field)
        if name:
            cell.addWidget(self.place(name, field))
        row = self.grid.rowCount()
        self.grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self.grid.addLayout(cell, row, 1)

    def place(self, name: str, field: QWidget) -> QLabel:
        """The label that says what is wrong with `field`."""
        label = self.said[name] = small_label()
        label.hide()
        self._fields[name] = field
        return label

    def note(self, text: str) -> QLabel:
        """A paragraph in small type under the rows."""
        label = small_label()
        label.setText(text)
        self.rows.addWidget(label)
        return label

    def say(self, name: str, said: str, *, fault: bool = False) -> None:
        """Say something beside a field, in red when it cannot be used; nothing takes it back."""
        label = self.said[name]
        label.setObjectName("error" if fault else "dimmed")
        label.style().polish(label)
        label.setText(said)
        label.setVisible(bool(said))
        self._fields[name].setAccessibleDescription(said)
        self.changed.emit()

    def focus(self, name: str) -> None:
        """Put the cursor into the field."""
        self._fields[name].setFocus()

    def lock(
        self, preferences: wire.PreferencesView | None, fields: dict[str, list[QWidget]], *, decided: bool = False
    ) -> None:
        """Grey the fields that the site has locked, or all of them while the hub is not there, and say why.

        `decided`: the page has greyed others, which the site has decided for all desks.
        """
        locked = set() if preferences is None else set(preferences.locked)
        for name, widgets in fields.items():
            for widget in widgets:
                widget.setEnabled(preferences is not None and name not in locked)
        said = ""
        if preferences is None:
            said = self.tr("These choices lie at the presence server, with which there is no contact now.")
        elif decided or locked & set(fields):
            said = self.tr("What is grey here has been decided by your organisation.")
        self._site.setText(said)
        self._site.setVisible(bool(said))
        if self._site.parent() is None:
            self.rows.insertWidget(1, self._site)


def choice(*offered: tuple[str, str]) -> QComboBox:
    """A field that offers words for values."""
    made = QComboBox()
    for name, value in offered:
        made.addItem(name, value)
    return made


def small_label() -> QLabel:
    """A label in the dimmed colour that wraps."""
    label = named(QLabel(), "dimmed")
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label
