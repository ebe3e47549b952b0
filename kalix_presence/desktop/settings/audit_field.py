"""Who did what about oneself: the newest lines of one's own audit trail, as the hub tells them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kalix_presence import shipped, wire
from kalix_presence.client.connection.audit import in_words, read_audit
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.presence import Presence, fault_sentence
from kalix_presence.desktop.widgets.theme import named

MOST = 30


class AuditField(QWidget):
    """`submit` has the session do something and tells its outcome, as `Bridge.submit` does."""

    changed = Signal()
    """It is another height now."""

    def __init__(self, presence: Presence, language: str, submit: Submit) -> None:
        super().__init__()
        self._presence, self._language, self._submit = presence, language, submit
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(named(QLabel(self.tr("Who did what about me")), "strong"))
        self.lines = QLabel()
        self.lines.setTextFormat(Qt.TextFormat.PlainText)  # names are nobody's markup
        self.lines.setWordWrap(True)
        rows.addWidget(self.lines)

    def fetch(self) -> None:
        """Ask the hub; until it has answered nothing is said of what there is."""
        self._show(self.tr("Fetching …"))
        self._submit(lambda session: read_audit(session.hub, most=MOST), self._fetched)

    def _fetched(self, found: tuple[list[wire.AuditLineView], bool] | None, fault: Exception | None) -> None:
        if fault is not None or found is None:
            self._show("" if fault is None else fault_sentence(fault, self._language))
            return
        lines, more = found
        words = shipped.words(self._language)
        said = [self._line(each) for each in lines] or [words.say("cli.audit-none")]
        if more:
            said.append(self.tr("These are the newest. All of them: kalix-presence audit."))
        self._show("\n".join(said))

    def _line(self, line: wire.AuditLineView) -> str:
        """What was done; that it was for oneself is said by the heading."""
        words = shipped.words(self._language)
        said = in_words(line, now=self._presence.clock(), zone=self._presence.zone, words=words)
        return f"{said.at}: {said.who} {said.what}{f' ({said.way})' if said.way else ''}"

    def _show(self, said: str) -> None:
        self.lines.setText(said)
        self.changed.emit()
