"""Where people come from by themselves: what each source did last, and what waits for an administrator's yes or no."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QPushButton, QVBoxLayout, QWidget

from kalix_presence import shipped, wire
from kalix_presence.client.connection.source_words import besides, head, held_words, line_said, state_lines
from kalix_presence.desktop.officer.desk_page import CardsPage, card, paragraph
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.tab_order import follow_the_eye
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.desktop.widgets.wrapping import wrapped
from kalix_presence.model.held_run import HeldAnswer
from kalix_presence.model.when.reading import short

ROWS = 8
"""Lines of a difference that are seen at once."""


class DifferencePart(QFrame):
    """The difference of one held run, a page at a time, and below it the two answers with a confirming step."""

    more_asked, closed = Signal(), Signal()
    answered = Signal(object)
    """A `HeldAnswer`, of somebody who has been asked whether they mean it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.head, self.lines, self.question = paragraph("strong"), QListWidget(), paragraph("late", Said())
        self.lines.setWordWrap(True)
        self.lines.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines.setMinimumHeight(self.lines.fontMetrics().height() * ROWS)
        self.more, self.close_it = _button(self.tr("Show more")), _button(self.tr("Close"))
        self.yes, self.no = _button(self.tr("Yes, do it …")), _button(self.tr("No, do nothing …"))
        self.sure, self.back = named(QPushButton(), "primary"), _button(self.tr("Go back"))
        self._meant = HeldAnswer.NONE
        self._held: wire.HeldRun | None = None
        self.more.clicked.connect(lambda: self.more_asked.emit())
        self.close_it.clicked.connect(lambda: self.closed.emit())
        self.yes.clicked.connect(lambda: self._ask(HeldAnswer.YES))
        self.no.clicked.connect(lambda: self._ask(HeldAnswer.NO))
        self.back.clicked.connect(lambda: self._ask(HeldAnswer.NONE))
        self.sure.clicked.connect(self._mean)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(14, 10, 14, 10)
        inside.setSpacing(8)
        for part in (
            self.head,
            self.lines,
            wrapped(self.more, self.yes, self.no, self.close_it),
            self.question,
            wrapped(self.sure, self.back),
        ):
            inside.addWidget(part)
        self._offer()

    def show_held(self, name: str, held: wire.HeldRun) -> None:
        """This is what waits at the source that is called `name`."""
        self.head.setText(self.tr("What {name} would do").format(name=name))
        self.lines.setAccessibleName(self.head.text())
        self._held = held
        if self._meant is not HeldAnswer.NONE and self._meant not in held.answers:
            self._meant = HeldAnswer.NONE
        self._offer()

    def show_lines(self, said: list[str], *, more: bool, nothing: str) -> None:
        """Of its difference so much is known here."""
        at = self.lines.currentRow()
        self.lines.clear()
        self.lines.addItems(said or [nothing])
        self.lines.setCurrentRow(max(0, at))
        self.more.setVisible(more)

    def asking(self) -> None:
        """The hub is being told."""
        self.question.setText(self.tr("Asking the presence server …"))
        allow(self.sure, self.question.text())

    def settled(self) -> None:
        """The hub has answered: nothing is meant any longer."""
        self._ask(HeldAnswer.NONE)

    def _ask(self, meant: HeldAnswer) -> None:
        self._meant = meant
        self._offer()
        if meant is not HeldAnswer.NONE:
            self.back.setFocus()  # Enter by mistake does nothing
        elif self.isVisible():
            self.lines.setFocus()

    def _mean(self) -> None:
        if self._meant is not HeldAnswer.NONE:
            self.answered.emit(self._meant)

    def _offer(self) -> None:
        held, asked = self._held, self._meant is not HeldAnswer.NONE
        answers = held.answers if held is not None else []
        for button, answer in ((self.yes, HeldAnswer.YES), (self.no, HeldAnswer.NO)):
            button.setVisible(answer in answers and not asked)
        for part in (self.question, self.sure, self.back):
            part.setVisible(asked)
        allow(self.sure, "")
        if held is None or not asked:
            return
        if self._meant is HeldAnswer.YES:
            self.question.setText(
                self.tr(
                    "%n people leave the directory, or lose their extension to somebody else.", "", held.removed + held.passed
                )
                + " "
                + self.tr("Their accounts end, and what waits for them is handed over. It cannot be undone here.")
            )
            self.sure.setText(self.tr("Yes, exactly this"))
        else:
            self.question.setText(
                self.tr("Nothing of it is done. Other changes of this source wait too, until it says something else.")
            )
            self.sure.setText(self.tr("No, do none of it"))


class DirectoryPage(CardsPage):
    """It asks by signals, and shows what the hub has said."""

    look_asked = Signal(str, int)
    """The name of a source, and after which place its difference is to go on."""
    answer_asked = Signal(str, str, object)
    """The name of a source, what was shown, and a `HeldAnswer`."""

    def __init__(self, presence: Presence, language: str) -> None:
        self.trouble, self.difference = paragraph("error", Said()), DifferencePart()
        super().__init__("", self.trouble, self.difference)
        self.title = self.tr("Directory")
        self.lead.setText(self.tr("Where people come from by themselves, and what became of the last run."))
        self._presence, self._words = presence, shipped.words(language)
        self._told: dict[str, wire.SourceView] = {}
        self._looked_at, self._shown, self._next = "", "", 0
        self._lines: list[wire.HeldLineView] = []
        self.trouble.hide()
        self.difference.hide()
        self.difference.more_asked.connect(lambda: self.look_asked.emit(self._looked_at, self._next))
        self.difference.closed.connect(self.close_difference)
        self.difference.answered.connect(self._answer)

    @property
    def is_being_done(self) -> bool:
        """Whether the hub has a yes that it has not carried out yet."""
        return any(one.held is not None and one.held.answer is HeldAnswer.YES for one in self._told.values())

    def show_sources(self, told: wire.SourcesView) -> None:
        """This is how all of them stand."""
        self._told = {one.name: one for one in told.sources}
        self.show_cards([self._card(one) for one in told.sources], self.tr("No source is set up: people are imported by hand."))
        one = self._told.get(self._looked_at)
        if one is None:
            return
        if one.held is None or one.held.shown != self._shown:
            waits = one.held is not None
            self.close_difference()
            if waits:
                self.say(self.tr("What waits is something else by now. Look at it again."))
        else:
            self.difference.show_held(head(one, self._words), one.held)

    def show_page(self, source: str, page: wire.HeldPage, after: int) -> None:
        """So the difference goes on after `after`."""
        one = self._told.get(source)
        if one is None or one.held is None:
            return
        if after and (source != self._looked_at or page.shown != self._shown):
            self.close_difference()
            self.say(self.tr("What waits is something else by now. Look at it again."))
            return
        self.say("")
        self._looked_at, self._shown, self._next = source, page.shown, page.next
        self._lines = (self._lines if after else []) + page.lines
        said = [line_said(each, self._words) for each in self._lines]
        if not page.next and sum(one.held.counts.values()) > one.held.kept:
            said.append(self._words.say("sources.more", count=sum(one.held.counts.values()) - one.held.kept))
        self.difference.show_held(head(one, self._words), one.held)
        self.difference.show_lines(said, more=bool(page.next), nothing=self.tr("Nothing of it concerns your units."))
        self.difference.show()
        follow_the_eye(self)
        if not after:
            self.difference.lines.setFocus()

    def close_difference(self) -> None:
        """Nothing is looked at any longer."""
        self._looked_at = self._shown = ""
        self._lines, self._next = [], 0
        self.difference.settled()
        self.difference.lines.clear()
        self.difference.hide()

    def settled(self, fault: str) -> None:
        """The hub has said yes or no to an answer; `fault` is why not."""
        self.difference.settled()
        self.say(fault)

    def say(self, text: str) -> None:
        """What is wrong; "" for nothing."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def forget(self) -> None:
        """Somebody else signs in."""
        self._told = {}
        self.close_difference()
        self.say("")
        self.show_cards([], "")

    def _card(self, one: wire.SourceView) -> QWidget:
        def at(moment: datetime) -> str:
            return short(moment, now=self._presence.clock(), zone=self._presence.zone, words=self._words)

        late, lines, acts = one.trouble, state_lines(one, self._words, at), []
        if one.held is not None:
            late = "\n".join(part for part in (one.trouble, held_words(one.held, self._words, at)) if part)
            lines = [besides(one.held, self._words), *lines]
            if one.held.kept:
                acts.append((self.tr("Show what it would do"), partial(self.look_asked.emit, one.name, 0)))
        return card(head(one, self._words), lines, acts, late)

    def _answer(self, answer: HeldAnswer) -> None:
        self.difference.asking()
        self.answer_asked.emit(self._looked_at, self._shown, answer)


def _button(words: str) -> QPushButton:
    return named(QPushButton(words), "chip")
