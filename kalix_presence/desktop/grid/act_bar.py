"""The acts as buttons for whoever is chosen, each with its key; what cannot be done now is grey and says why, what one's role
never lets one do is not there."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from kalix_presence.desktop.grid.action_rules import ACTS, Situation, may_for, name, why_not
from kalix_presence.desktop.grid.keys import Do, shown
from kalix_presence.desktop.widgets.corner import never_covered
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.desktop.widgets.wrapping import WrappingRow

IN_BAR = (Do.CALL, Do.CALL_ANYWAY, Do.CONSULT, Do.MESSAGE, Do.SET_ABSENCE, Do.END_ABSENCE, Do.NUDGE)
IN_STRIP = (Do.CALL, Do.CONSULT, Do.MESSAGE)
NARROW = 720


class ActBar(QWidget):
    """A row of buttons that never takes the keyboard away from the search."""

    asked = Signal(object)
    menu_asked = Signal()

    def __init__(self, *, names_person: bool = True) -> None:
        super().__init__()
        self._names_person = names_person
        never_covered(self)
        self._for = named(QLabel(), "strong")
        self._for.setTextFormat(Qt.TextFormat.PlainText)
        self._for.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._buttons: dict[Do, QPushButton] = {}
        self._keys = {act: (shown(act), tip(act)) for act in IN_BAR}
        self._shown: tuple[Situation, bool] | None = None
        buttons = QWidget()
        row = WrappingRow(buttons)
        for act in IN_BAR:
            button = named(QPushButton(), "act" if act is not Do.CALL else "primary_act")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, one=act: self.asked.emit(one))
            self._buttons[act] = button
            row.addWidget(button)
        self._more = named(QPushButton("⋯"), "act")
        self._more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        more = self.tr("More")
        self._more.setAccessibleName(f"{more}, {shown(Do.MENU)}")
        self._more.clicked.connect(self.menu_asked)
        row.addWidget(self._more)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._for, 1)
        line.addWidget(buttons, 0 if names_person else 1)
        self._more.setVisible(names_person)

    def show_for(self, at: Situation, *, compact: bool) -> None:
        """Name the acts for this situation and grey out what is impossible."""
        if (at, compact) != self._shown:
            self._shown = (at, compact)
            self._paint(at, compact=compact)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where there is little room the keys stand in the tool tips alone."""
        super().resizeEvent(event)
        if self._shown is not None and (event.size().width() < NARROW) is not (event.oldSize().width() < NARROW):
            self._paint(self._shown[0], compact=self._shown[1])

    def _paint(self, at: Situation, *, compact: bool) -> None:
        self._for.setText(at.person.name if at.person is not None else "")
        self._for.setVisible(self._names_person and not compact)
        for act, button in self._buttons.items():
            why = why_not(act, at)
            key, usually = self._keys[act]
            button.setText(name(act, at) if self.width() < NARROW else f"{name(act, at)}   {key}")
            button.setEnabled(not why)
            button.setToolTip(why or usually)
            button.setAccessibleName(f"{name(act, at)}, {key}")
            button.setAccessibleDescription(why)
            button.setVisible(self._worth_showing(act, at, why, compact))
        self._more.setToolTip(shown(Do.MENU))

    def button(self, act: Do) -> QPushButton:
        """The button of an act."""
        return self._buttons[act]

    @staticmethod
    def _worth_showing(act: Do, at: Situation, why: str, compact: bool) -> bool:
        if not may_for(act, at):
            return False
        if compact:
            return act in IN_STRIP
        if act in (Do.NUDGE, Do.CALL_ANYWAY):
            return not why
        away = at.standing is not None and at.standing.absence is not None
        return act is not Do.END_ABSENCE or away


def tip(act: Do) -> str:
    """What else the act is done by."""
    return QCoreApplication.translate("ActBar", "Key: {key}").format(key=shown(act, letters=True))


def filled(menu: QMenu, at: Situation, asked: object) -> QMenu:
    """The menu of everything that can be done, each with its key; `asked` is called with the act."""
    for act in (Do.CALL, Do.CALL_ANYWAY, *ACTS[1:]):
        why = why_not(act, at)
        if not may_for(act, at) or (act is Do.CALL_ANYWAY and why):
            continue
        words = name(act, at).replace("&", "&&")
        action = menu.addAction(f"{words}\t{shown(act)}" if not why else f"{words} – {why}\t{shown(act)}")
        action.setEnabled(not why)
        action.triggered.connect(lambda _=False, one=act: asked(one))  # type: ignore[operator]
    return menu
