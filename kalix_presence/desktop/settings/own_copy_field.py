"""All that is held on oneself, into a file that the person chooses and nobody else reads."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from kalix_presence import shipped, wire
from kalix_presence.client.connection.own_copy import fetch_own_copy, written
from kalix_presence.client.local.private_file import write_private
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.presence import fault_sentence
from kalix_presence.desktop.settings.page import small_label
from kalix_presence.desktop.widgets.theme import named

SUFFIXES = ("txt", "json")


class OwnCopyField(QWidget):
    """`submit` has the session do something and tells its outcome, as `Bridge.submit` does."""

    changed = Signal()
    """It is another height now."""

    def __init__(self, language: str, submit: Submit) -> None:
        super().__init__()
        self._language, self._submit, self._waiting = language, submit, False
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(named(QLabel(self.tr("All that is held on me")), "strong"))
        told = small_label()
        told.setText(self.tr("To be read, or as JSON for another program. Only you can read the file."))
        rows.addWidget(told)
        self.save_it = named(QPushButton(self.tr("Save a copy …")), "plain")
        self.save_it.clicked.connect(self.choose_file)
        rows.addWidget(self.save_it, 0, Qt.AlignmentFlag.AlignLeft)
        self.said = small_label()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        rows.addWidget(self.said)
        self.said.hide()

    def choose_file(self) -> QFileDialog:
        """Ask where to; the dialog itself asks before a file that is there is written over."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, self.tr("All that is held on me"), folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        kinds = [self.tr("Text to be read") + " (*.txt)", "JSON (*.json)"]
        dialog.setNameFilters(kinds)
        dialog.setDefaultSuffix(SUFFIXES[0])
        dialog.filterSelected.connect(lambda chosen: _name_by(dialog, SUFFIXES[kinds.index(chosen)]))
        dialog.selectFile(self.tr("held-on-me") + ".txt")
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.open()
        return dialog

    def save(self, file: Path) -> None:
        """Ask the hub, and write what it answers; nothing is said to be saved before it is."""
        if self._waiting:
            return
        self._waiting = True
        self._say(self.tr("Fetching …"))
        self._submit(lambda session: fetch_own_copy(session.hub), lambda copy, fault: self._fetched(file, copy, fault))

    def _fetched(self, file: Path, copy: wire.OwnCopy | None, fault: Exception | None) -> None:
        self._waiting = False
        if fault is not None or copy is None:
            self._say("" if fault is None else fault_sentence(fault, self._language))
            return
        try:
            write_private(file, written(copy, file, shipped.words(self._language)), over=True)
        except OSError as trouble:
            self._say(self.tr("The copy could not be saved: {reason}").format(reason=trouble.strerror or trouble))
            return
        self._say(self.tr("Saved as {file}.").format(file=file.name))

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.changed.emit()


def _name_by(dialog: QFileDialog, suffix: str) -> None:
    """The name ends as the kind that is chosen: what is written goes by the name."""
    dialog.setDefaultSuffix(suffix)
    for file in dialog.selectedFiles()[:1]:
        dialog.selectFile(Path(file).with_suffix(f".{suffix}").name)
