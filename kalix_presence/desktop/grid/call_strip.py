"""The strip over the grid: the present call with all that is known of the caller, and who waits at the switchboard."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kalix_presence import wire
from kalix_presence.desktop.grid import call_words
from kalix_presence.desktop.grid.action_rules import no_transfer
from kalix_presence.desktop.grid.brush import glyph_pixmap
from kalix_presence.desktop.grid.keys import Do, shown
from kalix_presence.desktop.grid.present_calls import GridCalls
from kalix_presence.desktop.grid.rows import Glyph, told_at
from kalix_presence.desktop.grid.word_field import WordField
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.announcing import announce
from kalix_presence.desktop.widgets.corner import never_covered
from kalix_presence.desktop.widgets.fitting import make_room
from kalix_presence.desktop.widgets.heard import decoration
from kalix_presence.desktop.widgets.tab_order import follow_the_eye
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.desktop.widgets.wrapping import wrapped
from kalix_presence.model.present_call import CallState

LEAST = 4
"""So many calls stand one under the other however low the window is; where it has room more do, and the rest is counted."""
KEPT_ROWS = 5
"""So many rows of colleagues keep their room under the calls."""
OTHER_PARTS = 220
"""Pixels of the window that are neither calls nor colleagues: the search, the acts, the foot."""
GLYPH = 22
NARROW = 980


class CallLine(QFrame):
    """One call; the chosen one, which a transfer moves, has a thick edge and says so."""

    chosen = Signal(str)
    person_asked = Signal(str)
    take_asked = Signal(str)

    def __init__(self, presence: Presence, language: str) -> None:
        super().__init__()
        self._presence, self._language = presence, language
        self.call: wire.PresentCallView | None = None
        self._glyph = decoration(QLabel())
        self._who, self._number = named(QLabel(), "strong"), named(QLabel(), "dimmed")
        self._for, self._about, self._lasted = QLabel(), named(QLabel(), "dimmed"), named(QLabel(), "strong")
        self._state = named(QLabel(), "dimmed")
        for label in (self._who, self._number, self._for, self._about, self._state):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._about.setWordWrap(True)
        self._person = named(QPushButton(), "chip")
        self._person.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # no key does the same; a click leaves the keyboard where it is
        self._person.clicked.connect(self._ask_person)
        self._take_button = named(QPushButton(), "chip")
        self._take_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._take_button.clicked.connect(lambda: self.call is not None and self.take_asked.emit(self.call.id))
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self._who)
        first.addWidget(self._number)
        first.addWidget(self._for, 1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(first)
        words.addWidget(self._about)
        end = QVBoxLayout()
        end.setSpacing(2)
        self._lasted.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._state.setAlignment(Qt.AlignmentFlag.AlignRight)
        end.addWidget(self._lasted)
        end.addWidget(self._state)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(12)
        row.addWidget(self._glyph)
        row.addLayout(words, 1)
        row.addWidget(self._person)
        row.addWidget(self._take_button)
        row.addLayout(end)

    def show_call(self, call: wire.PresentCallView, *, chosen: bool, compact: bool, first: bool) -> None:
        """This call; `first` is the one that has waited longest."""
        self.call = call
        presence, language = self._presence, self._language
        dark = self.palette().window().color().lightness() < 128
        self._glyph.setPixmap(glyph_pixmap(_glyph(call), dark, self.devicePixelRatioF(), GLYPH))
        self._glyph.setFixedSize(QSize(GLYPH, GLYPH))
        self._who.setText(call_words.who(call))
        number, for_whom = call_words.number(call), call_words.for_whom(call, presence, language)
        self._number.setText(number)
        self._number.setVisible(bool(number) and not compact)
        self._for.setText("" if compact else for_whom)
        parts = (number, for_whom) if compact else (call.word, call_words.earlier(call, presence, language))
        about = " · ".join(part for part in (call_words.unproven(call), *parts) if part)
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self._state.setText(call_words.state(call))
        self._state.setWordWrap(compact)
        person = presence.people.get(call.diverted_from)
        self._person.setVisible(person is not None and not compact)
        self._person.setText(person.name if person is not None else "")
        self._person.setToolTip(self.tr("Show in the list"))
        self._take_button.setVisible(call.waiting)
        why_not = no_transfer(presence.unable)
        self._take_button.setEnabled(not why_not)
        self._take_button.setToolTip(why_not)
        self._take_button.setAccessibleDescription(why_not)
        self._take_button.setFocusPolicy(Qt.FocusPolicy.NoFocus if first else Qt.FocusPolicy.TabFocus)
        self._take_button.setText(self.tr("Take   {key}").format(key=shown(Do.TAKE)) if first else self.tr("Take"))
        edge = 8 if compact else 14
        self._row.setContentsMargins(edge, 8, edge, 8)
        self.setObjectName("call_chosen" if chosen else "call")
        self.style().polish(self)
        said = call_words.sentence(call, presence, language)
        self.setAccessibleName(self.tr("{call} Enter transfers this call.").format(call=said) if chosen else said)
        self.tick()

    def tick(self) -> None:
        """A second has passed."""
        if self.call is not None:
            self._lasted.setText(call_words.lasted(self.call, self._presence.clock()))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click chooses the call that is transferred."""
        del event
        if self.call is not None:
            self.chosen.emit(self.call.id)

    def _ask_person(self) -> None:
        if self.call is not None:
            self.person_asked.emit(self.call.diverted_from)


class CallStrip(QWidget):
    """Hidden while nobody calls."""

    person_asked = Signal(str)
    complete_asked = Signal(str)
    cancel_asked = Signal()
    take_asked = Signal(str)

    def __init__(self, presence: Presence, calls: GridCalls, language: str) -> None:
        super().__init__()
        self._presence, self._calls, self._language = presence, calls, language
        self.compact = self._narrow = False
        self._most = LEAST
        self._heard: set[str] = set()
        never_covered(self)
        self._lines: list[CallLine] = []
        self._head = named(QLabel(), "strong")
        self.word = WordField(calls)
        self._more = named(QLabel(), "dimmed")
        self._join = named(QPushButton(), "primary_act")
        self._join.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._join.clicked.connect(self._complete)
        self._back = named(QPushButton(), "act")
        self._back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._back.clicked.connect(self.cancel_asked)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(6)
        around.addWidget(self._head)
        self._box = QVBoxLayout()
        self._box.setSpacing(6)
        self._box.addWidget(self.word)
        around.addLayout(self._box)
        around.addWidget(wrapped(self._more, self._back, self._join))
        self._second = QTimer(self, interval=1_000)
        self._second.timeout.connect(self._tick)
        calls.changed.connect(self.refresh)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """A narrow window has fewer words side by side."""
        super().resizeEvent(event)
        # The window's width, not the strip's own: that goes by what is in it.
        if self._narrow is not (narrow := self.window().width() < NARROW):
            self._narrow = narrow
            self.refresh()

    def who_waits(self) -> str:
        """How many wait for the switchboard, how long the first of them has, and since when; nothing for none."""
        queue = self._calls.queue
        if not queue:
            return ""
        longest = min(queue, key=lambda call: call.since)
        lasted = call_words.lasted(longest, self._presence.clock())
        since = told_at(longest.since, self._presence, self._language)
        return self.tr("%n wait(s) · longest {lasted}, since {time}", "", len(queue)).format(lasted=lasted, time=since)

    def most(self) -> int:
        """How many calls there is room for."""
        high = max((line.sizeHint().height() for line in self.lines), default=0) + self._box.spacing()
        rows = KEPT_ROWS * (2 * self.fontMetrics().height() + 16)
        return max(LEAST, (self.window().height() - rows - OTHER_PARTS) // high) if self.lines else LEAST

    def room_changed(self) -> None:
        """The window is higher or lower now."""
        if self._most != self.most():
            self.refresh()

    @property
    def lines(self) -> list[CallLine]:
        """The lines that are shown."""
        return [line for line in self._lines if not line.isHidden()]

    def refresh(self) -> None:
        """Show what goes on now."""
        calls, chosen = self._calls.all, self._calls.chosen
        self._most = most = self.most()
        self._head.setText(self.who_waits())
        self._head.setVisible(bool(self._calls.queue))
        more = len(self._lines) < min(most, len(calls))
        if more:
            self._box.removeWidget(self.word)
        while len(self._lines) < min(most, len(calls)):
            line = CallLine(self._presence, self._language)
            line.chosen.connect(self._calls.choose)
            line.person_asked.connect(self.person_asked)
            line.take_asked.connect(self.take_asked)
            self._box.insertWidget(len(self._lines), line)
            self._lines.append(line)
        waiting = self._calls.queue[:1]
        for at, line in enumerate(self._lines):
            line.setVisible(at < min(most, len(calls)))
            if at < min(most, len(calls)):
                is_chosen = chosen is not None and calls[at].id == chosen.id
                line.show_call(calls[at], chosen=is_chosen, compact=self.compact or self._narrow, first=calls[at] in waiting)
        left = len(calls) - most
        self._more.setText(self.tr("%n more call(s) wait", "", left) if left > 0 else "")
        asking = self._calls.asking
        if asking is not None:
            name = self._name(asking.consulting)
            words = self.tr("Connect   {key}") if self.compact else self.tr("Connect with {name}   {key}")
            self._join.setText(words.format(name=name, key=shown(Do.CONSULT)))
            words = self.tr("Back   {key}") if self.compact else self.tr("Back to the caller   {key}")
            self._back.setText(words.format(key=shown(Do.BACK_TO_CALLER)))
        self._join.setVisible(asking is not None)
        self._back.setVisible(asking is not None)
        self._more.setVisible(left > 0)
        self._place_word(calls, chosen)
        self.setVisible(bool(calls))
        self._make_room()
        self._tell_new()
        if more and self.window().isVisible():
            follow_the_eye(self.window())

    def _tell_new(self) -> None:
        """To whoever hears the screen: each call that has come to wait for the switchboard, once."""
        queue = self._calls.queue
        for call in queue:
            if call.id not in self._heard:
                announce(self, call_words.sentence(call, self._presence, self._language), at_once=True)
        self._heard = {call.id for call in queue}

    def _make_room(self) -> None:
        """At once: else what is painted first is squeezed or stretched into the room of the calls before."""
        if not self.isVisible():
            return
        for line in self.lines:
            if (layout := line.layout()) is not None:
                layout.activate()
        make_room(self)

    def _place_word(self, calls: list[wire.PresentCallView], chosen: wire.PresentCallView | None) -> None:
        """Right under the call that it is about."""
        at = calls.index(chosen) + 1 if chosen in calls else 0
        place = min(at, len(self._lines))
        if self._box.indexOf(self.word) != place:
            self._box.removeWidget(self.word)
            self._box.insertWidget(place, self.word)
        self.word.show_chosen()

    def _name(self, extension: str) -> str:
        person = self._presence.people.get(extension)
        return person.name if person is not None else extension

    def _complete(self) -> None:
        asking = self._calls.asking
        if asking is not None:
            self.complete_asked.emit(asking.id)

    def _tick(self) -> None:
        self._head.setText(self.who_waits())
        for line in self.lines:
            line.tick()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Count while somebody looks."""
        self._second.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Rest."""
        self._second.stop()
        super().hideEvent(event)


def _glyph(call: wire.PresentCallView) -> Glyph:
    if call.waiting:
        return Glyph("hexagon", "amber")
    match call.state:
        case CallState.RINGING:
            return Glyph("diamond", "blue")
        case CallState.HELD:
            return Glyph("bar", "amber")
    return Glyph("ring", "red")
