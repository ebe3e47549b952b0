"""One page of the settings: rows of labelled fields, what is wrong said beside them, what the site decides greyed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kalix_presence import wire
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.local.settings_table import TABLE
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.theme import named

LABELS = 104
"""Pixels for the labels, so that the fields of all pages stand under each other."""
NARROW = 520
"""Pixels of a page below which its fields need the room more than they need to stand under those of other pages."""
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
        self._site: QLabel | None = None  # only where something may be greyed
        self.decided_here: Callable[[str], str] = lambda _: ""
        """Who has decided a setting for this computer; "" where the person does."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """A narrow page gives its labels no more room than they need."""
        super().resizeEvent(event)
        self.grid.setColumnMinimumWidth(0, LABELS if event.size().width() >= NARROW else 0)

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
        if isinstance(field, QPushButton):
            cell.addWidget(field, 0, Qt.AlignmentFlag.AlignLeft)  # as wide as its words, as buttons are elsewhere
        else:
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
        self._fields[name].setAccessibleDescription(said or self._fields[name].toolTip())
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
        away = self.tr("These choices lie at the presence server, with which there is no contact now.")
        for name, widgets in fields.items():
            why_not = away if preferences is None else self.by_site() if name in locked else ""
            for widget in widgets:
                allow(widget, why_not)
        self._say_site(away if preferences is None else self.by_site() if decided or locked & set(fields) else "")

    def lock_here(self, fields: Mapping[str, QWidget]) -> None:
        """Grey the fields of this computer's settings that the organisation has decided for it, and say who did."""
        for name, field in fields.items():
            allow(field, self.decided_here(name))
        decided = next((said for name in fields if (said := self.decided_here(name))), "")
        if decided:
            self._say_site(decided)

    def by_site(self) -> str:
        """Why something is grey that the site decides at the hub."""
        return self.tr("What is grey here has been decided by your organisation.")

    def _say_site(self, said: str) -> None:
        if self._site is None:
            self._site = small_label()
            self.rows.insertWidget(1, self._site)
        self._site.setText(said)
        self._site.setVisible(bool(said))


def choice(*named_values: tuple[str, str]) -> QComboBox:
    """A field that offers words for values."""
    made = QComboBox()
    for name, value in named_values:
        made.addItem(name, value)
    return made


def offered(key: str, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Everything that the setting `key` may be, with its name."""
    return [(names[value], value) for value in TABLE[key].choices]


def small_label() -> QLabel:
    """A label in the dimmed colour that wraps; what comes to stand in it is heard."""
    label = named(Said(), "dimmed")
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label
