"""What a person may choose on this computer."""

from __future__ import annotations

from typing import Literal, cast

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kalix_presence import __version__
from kalix_presence.client.secrets import KeyringState
from kalix_presence.client.settings import Settings, hub_address
from kalix_presence.desktop.platform.autostart import Autostart, autostart
from kalix_presence.desktop.platform.shortcut import UNUSABLE, unavailable
from kalix_presence.desktop.presence import sentence
from kalix_presence.desktop.shortcut_field import ShortcutField, why
from kalix_presence.desktop.theme import named
from kalix_presence.model.errors import BadInput

WIDTH = 520


class SettingsWindow(QWidget):
    """Nothing counts before it is saved; what cannot be used is said beside its field."""

    saved = Signal(object)

    def __init__(self, language: str, starter: Autostart | None = None) -> None:
        super().__init__()
        self._language, self._starter = language, starter or autostart()
        self._settings = Settings()
        self.setWindowTitle(self.tr("Settings"))
        self._make_fields()
        self._build()
        self.setFixedWidth(WIDTH)

    def _make_fields(self) -> None:
        self._hub, self._shortcut = QLineEdit(), ShortcutField()
        self._hub_said, self._shortcut_said, self._start_said = (self._small() for _ in range(3))
        self._speech = self._choice(
            (self.tr("The computer's language"), ""), ("Svenska", "sv"), ("English", "en"), ("Suomi", "fi")
        )
        self._theme = self._choice(
            (self.tr("As the computer"), "system"), (self.tr("Light"), "light"), (self.tr("Dark"), "dark")
        )
        self._start = QCheckBox(self.tr("Start when I log in to the computer"))
        self._lunch = QCheckBox(self.tr("Ask before lunch"))
        self._learnt = QCheckBox(self.tr("Learn from my own lunches when that is"))
        self._lunch.toggled.connect(self._learnt.setEnabled)
        self._day_end = QCheckBox(self.tr("Ask at the end of the working day"))
        self._keyring = self._small()
        self._hub.textEdited.connect(lambda: self._say(self._hub_said, ""))
        self._shortcut.recorded.connect(lambda: self._say(self._shortcut_said, ""))
        self._shortcut.refused.connect(lambda: self._say(self._shortcut_said, why(UNUSABLE), fault=True))

    def _build(self) -> None:
        around = QVBoxLayout(self)
        around.setContentsMargins(24, 24, 24, 24)
        around.setSpacing(20)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(14)
        self._grid.setColumnStretch(1, 1)
        self._row(self.tr("&Server"), self._hub, self._hub_said)
        self._row(self.tr("&Language"), self._speech)
        self._row(self.tr("&Colours"), self._theme)
        self._row(self.tr("Short&cut"), self._shortcut, self._shortcut_said)
        self._row("", self._start, self._start_said)
        self._row(self.tr("Reminders"), self._reminders())
        self._row(self.tr("Sign-in"), self._keyring)
        self._row(self.tr("Version"), QLabel(__version__))
        around.addLayout(self._grid)
        cancel = named(QPushButton(self.tr("Cancel")), "plain")
        cancel.clicked.connect(self.hide)
        save = named(QPushButton(self.tr("Save")), "primary")
        save.clicked.connect(self._save)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(save)
        around.addLayout(buttons)

    def _reminders(self) -> QWidget:
        made = QWidget()
        rows = QVBoxLayout(made)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        for box in (self._lunch, self._learnt, self._day_end):
            rows.addWidget(box)
        return made

    def _row(self, text: str, field: QWidget, said: QLabel | None = None) -> None:
        label = QLabel(text)
        label.setBuddy(field)
        if not isinstance(field, QLabel):
            label.setMinimumHeight(field.sizeHint().height())
        cell = QVBoxLayout()
        cell.setSpacing(4)
        cell.addWidget(field)
        if said is not None:
            cell.addWidget(said)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addLayout(cell, row, 1)

    def _choice(self, *offered: tuple[str, str]) -> QComboBox:
        made = QComboBox()
        for name, value in offered:
            made.addItem(name, value)
        return made

    def _small(self) -> QLabel:
        label = named(QLabel(), "dimmed")
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        return label

    # coming and going

    def open(
        self, settings: Settings, keyring: KeyringState = KeyringState.USABLE, shortcut_trouble: str | None = None
    ) -> None:
        """Come to the front with what is chosen now, unless it is in front already with something half chosen.

        `shortcut_trouble` is what `GlobalShortcut.start` answered last.
        """
        if not self.isVisible():
            self._show(settings, shortcut_trouble)
        self._keyring.setText(self._about(keyring))
        self._fit()
        self.show()
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()

    def _show(self, settings: Settings, shortcut_trouble: str | None) -> None:
        self._settings = settings
        self._hub.setText(settings.hub)
        self._speech.setCurrentIndex(max(0, self._speech.findData(settings.language)))
        self._theme.setCurrentIndex(max(0, self._theme.findData(settings.theme)))
        self._shortcut.show_sequence(settings.shortcut)
        self._start.setChecked(self._starter.is_on())
        self._lunch.setChecked(settings.lunch)
        self._learnt.setChecked(settings.lunch_learnt)
        self._learnt.setEnabled(settings.lunch)
        self._day_end.setChecked(settings.day_end)
        self._say(self._hub_said, "")
        self._say(self._start_said, "")
        nowhere = unavailable()
        self._shortcut.setEnabled(nowhere is None)
        trouble = nowhere or (shortcut_trouble if settings.shortcut else None)
        self._say(self._shortcut_said, why(trouble) if trouble else "", fault=nowhere is None)
        self._speech.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter saves, Esc leaves everything as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
        else:
            super().keyPressEvent(event)

    # what is said and done

    def _say(self, label: QLabel, said: str, *, fault: bool = False) -> None:
        label.setObjectName("error" if fault else "dimmed")
        label.style().polish(label)
        label.setText(said)
        label.setVisible(bool(said))
        for field, own in ((self._hub, self._hub_said), (self._shortcut, self._shortcut_said), (self._start, self._start_said)):
            if label is own:
                field.setAccessibleDescription(said)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setFixedHeight(max(layout.totalHeightForWidth(WIDTH), 0))

    def _about(self, keyring: KeyringState) -> str:
        match keyring:
            case KeyringState.USABLE:
                return self.tr("Kept safe in this computer's keyring.")
            case KeyringState.LOCKED:
                return self.tr("The keyring is locked, so you are asked at each start. Unlock it to be remembered.")
            case KeyringState.SILENT:
                return self.tr("The keyring does not answer, so you are asked at each start.")
            case KeyringState.ABSENT:
                return self.tr("This computer has no keyring, so you are asked at each start.")

    def _save(self) -> None:
        try:
            hub = hub_address(self._hub.text())
        except BadInput as fault:
            self._say(self._hub_said, sentence(fault, self._language), fault=True)
            self._hub.setFocus()
            self._hub.selectAll()
            return
        wanted = self._start.isChecked()
        if wanted is not self._starter.is_on():
            try:
                self._starter.set(wanted)
            except OSError as fault:
                said = self.tr("The computer did not allow it: {reason}").format(reason=fault.strerror or fault)
                self._say(self._start_said, said, fault=True)
                self._start.setChecked(self._starter.is_on())
                return
        self.hide()
        self.saved.emit(
            msgspec.structs.replace(
                self._settings,
                hub=hub,
                language=cast(Literal["", "sv", "en", "fi"], self._speech.currentData()),
                theme=cast(Literal["system", "light", "dark"], self._theme.currentData()),
                start_with_session=wanted,
                shortcut=self._shortcut.sequence(),
                lunch=self._lunch.isChecked(),
                lunch_learnt=self._learnt.isChecked(),
                day_end=self._day_end.isChecked(),
            )
        )
