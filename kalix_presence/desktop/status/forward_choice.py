"""Where calls go meanwhile: only what is allowed is offered."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from kalix_presence import wire
from kalix_presence.client.connection.forward_again import forward_again
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.people_completer import PeopleCompleter
from kalix_presence.desktop.widgets.heard import heard_as
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.reason import Reason

COLLEAGUE, NUMBER = "colleague", "number"


def words_of(person: wire.PersonView) -> str:
    """A colleague as calls go to them."""
    return f"{person.name} ({person.extension})"


class ForwardChoice(QWidget):
    """The reason's usual forward until the person chooses another one."""

    changed = Signal()

    def __init__(self, presence: Presence, language: str) -> None:
        super().__init__()
        self._touched = False
        self._kept = ""
        """The colleague to whom calls go already, of what goes on."""
        self._me: wire.PersonView | None = None
        self._people: dict[str, wire.PersonView] = {}
        self._extensions: dict[str, str] | None = None
        """Whose words are offered; None until a colleague is to be chosen, for there may be very many."""
        self._choice = QComboBox()
        heard_as(self._choice, self.tr("Calls go to"))
        self._number = QLineEdit()
        self._completer = PeopleCompleter(presence, language, words_of, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._choice)
        row.addWidget(self._number, 1)
        row.addStretch(0)
        self._number.hide()
        self._choice.activated.connect(self._choose)
        self._number.textEdited.connect(self._look)
        self._number.textChanged.connect(lambda: self.changed.emit())

    def offer(self, me: wire.PersonView | None, people: dict[str, wire.PersonView], switchboard: str) -> None:
        """Offer what this person may choose."""
        chosen = self._choice.currentData()
        self._choice.clear()
        named = self.tr("The switchboard ({number})").format(number=switchboard)
        self._choice.addItem(named if switchboard else self.tr("The switchboard"), ForwardKind.SWITCHBOARD.value)
        if me is not None and me.mobile:
            self._choice.addItem(self.tr("My mobile ({number})").format(number=me.mobile), ForwardKind.MOBILE.value)
        self._choice.addItem(self.tr("A colleague …"), COLLEAGUE)
        self._choice.addItem(self.tr("Another number …"), NUMBER)
        self._choice.addItem(self.tr("My own phone, as usual"), ForwardKind.NONE.value)
        if people is not self._people or me != self._me:
            self._me, self._people, self._extensions = me, people, None
        self._select(chosen)

    def _known(self) -> dict[str, str]:
        """Every colleague's extension by what is offered of them."""
        if self._extensions is None:
            me = self._me.extension if self._me is not None else None
            others = (person for person in self._people.values() if person.extension != me)
            self._extensions = {words_of(person): person.extension for person in others}
        return self._extensions

    def _look(self, typed: str) -> None:
        if self._choice.currentData() == COLLEAGUE:
            me = self._me.extension if self._me is not None else ""
            self._completer.offer(self._completer.found(typed, me))

    def follow(self, reason: Reason | None, kept: wire.ShownAbsence | None = None) -> None:
        """Show the usual forward of `reason`, or where the calls of `kept` go already, unless the person chose one."""
        if self._touched:
            return
        usual = reason.forward if reason else ForwardKind.SWITCHBOARD
        again = None if kept is None else forward_again(kept)
        self._kept = again if again is not None and again.isdigit() else ""
        if self._kept:
            self._select(COLLEAGUE)
            self._number.blockSignals(True)
            self._number.setText(next((name for name, to in self._known().items() if to == self._kept), self._kept))
            self._number.blockSignals(False)
        else:
            self._select(usual.value if again is None else again)

    def reset(self) -> None:
        """Forget what the person chose."""
        self._touched = False
        self._number.clear()
        self._select(ForwardKind.SWITCHBOARD.value)

    def forward_to(self) -> str | None:
        """What to ask the hub for; None for the reason's usual forward, "" when something is missing."""
        if not self._touched:
            return self._kept or None
        kind = str(self._choice.currentData())
        if kind == COLLEAGUE:
            typed = self._number.text().strip()
            named = self._known().get(typed)
            return named or (typed if typed.isdigit() else "")
        if kind == NUMBER:
            return self._number.text().strip()
        return kind

    def said(self) -> str:
        """Where calls go, in one short sentence; "" while something is missing."""
        kind = str(self._choice.currentData())
        if kind in (COLLEAGUE, NUMBER):
            to = self.forward_to()
            name = self._number.text().strip()
            return self.tr("Calls go to {number}.").format(number=name) if to else ""
        if kind == ForwardKind.MOBILE.value:
            return self.tr("Calls go to your mobile.")
        if kind == ForwardKind.NONE.value:
            return self.tr("Calls still ring at your phone.")
        return self.tr("Calls go to the switchboard.")

    def announces(self) -> bool:
        """Whether a caller hears an announcement: not where the own phone rings."""
        return str(self._choice.currentData()) != ForwardKind.NONE.value

    def focus_number(self) -> None:
        """Go to where the number is typed."""
        (self._number if self._number.isVisible() else self._choice).setFocus()

    def _choose(self) -> None:
        self._touched = True
        self._number.clear()
        self._show_number()
        if self._number.isVisible():
            self._number.setFocus()
        self.changed.emit()

    def _select(self, kind: str | None) -> None:
        place = self._choice.findData(kind)
        self._choice.setCurrentIndex(max(0, place))
        self._show_number()

    def _show_number(self) -> None:
        kind = self._choice.currentData()
        if kind == COLLEAGUE:
            self._known()
        self._number.setVisible(kind in (COLLEAGUE, NUMBER))
        self._number.setCompleter(self._completer if kind == COLLEAGUE else None)  # type: ignore[arg-type]
        colleague = kind == COLLEAGUE
        self._number.setPlaceholderText(self.tr("Name or extension") if colleague else self.tr("For example 0923-650 00"))
        self._number.setAccessibleName(self.tr("Colleague") if colleague else self.tr("Number"))
