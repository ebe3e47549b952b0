"""Planned absences: the week or month, the line that plans, and what can be done with what is chosen."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QLocale, QMimeData, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kalix_presence import shipped, wire
from kalix_presence.desktop.planning.bars import Bar, bars_of
from kalix_presence.desktop.planning.entry import PlanEntry
from kalix_presence.desktop.planning.reason_choice import ReasonChoice
from kalix_presence.desktop.planning.strip import PlanStrip
from kalix_presence.desktop.planning.whose_plans import WhosePlans
from kalix_presence.desktop.presence import Presence, fault_sentence
from kalix_presence.desktop.status.phrases import about_time, owned
from kalix_presence.desktop.status.plan_words import plan_sentence, planned_line
from kalix_presence.desktop.widgets.chip import Chip
from kalix_presence.desktop.widgets.fitting import come_forward, scrolling
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.desktop.widgets.wrapping import wrapped
from kalix_presence.model.when.reading import short

SIZE = QSize(980, 680)
"""Room for a month."""
UNDO_FOR = 10_000
"""Milliseconds for which what was taken away can be had back."""


class PlanWindow(QWidget):
    """Shows what the hub says; what somebody wants is asked for by signals, and shown once the hub has it."""

    wanted = Signal(object, object)
    """From which instant until which the strip shows: fetch what comes then."""
    remove_asked = Signal(object, object)
    """A `wire.PlanView`, and the day of the one occurrence that is meant, None for the whole plan."""
    undo_asked = Signal(object, object)
    """The same, to be had back."""
    again_asked = Signal()
    """What the last calendar file brings, but was taken away before, is to come back."""
    file_given = Signal(str)
    """The path of a calendar file to read in; "" to ask for one."""

    def __init__(self, presence: Presence, language: str, *, dark: bool = False) -> None:
        super().__init__()
        self._presence, self._language = presence, language
        self._view = wire.PlansView([])
        self._bar: Bar | None = None
        self._known = False
        """Whether the reason of the days that were drawn is."""
        self._gone: tuple[wire.PlanView, date | None] | None = None
        self._made: wire.PlanView | None = None
        """What was planned just now, and can be undone for a while."""
        self.setWindowTitle(owned(self.tr("Planned absences"), presence))
        self.setAcceptDrops(True)
        self.strip = PlanStrip(presence.worktime, self._today(), language, dark=dark)
        self.entry = PlanEntry(presence, language)
        self.whose = WhosePlans(presence, language)
        self._build()
        self._undo_timer = QTimer(self, singleShot=True, interval=UNDO_FOR)
        self._undo_timer.timeout.connect(self._forget_undo)
        presence.facts_changed.connect(self._facts_changed)
        self._name_span()

    def _build(self) -> None:
        self.span, self.state = named(QLabel(), "title"), named(Said(), "dimmed")
        self.week, self.month = self._toggle(self.tr("Week"), "week"), self._toggle(self.tr("Month"), "month")
        self.week.setChecked(True)
        back, on = self._plain("‹", self.tr("Earlier")), self._plain("›", self.tr("Later"))
        back.clicked.connect(lambda: self.strip.turn_pages(-1))
        on.clicked.connect(lambda: self.strip.turn_pages(1))
        today = self._plain(self.tr("Today"), "")
        today.clicked.connect(lambda: self.strip.go_to(self._today()))
        self.read_in = self._plain(self.tr("Read in a calendar file …"), "")
        self.read_in.clicked.connect(lambda: self.file_given.emit(""))
        top = wrapped(back, on, today, self.span, self.week, self.month, self.read_in)
        self.chosen = QLabel()
        self.chosen.setWordWrap(True)
        self.chosen.setMinimumHeight(self.chosen.fontMetrics().lineSpacing() * 2)
        self.chosen.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.edit, self.once = self._plain(self.tr("Change"), ""), self._plain(self.tr("Not this time"), "")
        self.remove, self.undo = self._plain(self.tr("Take away"), ""), self._plain(self.tr("Undo"), "")
        self.edit.clicked.connect(self._edit)
        self.once.clicked.connect(lambda: self._remove(once=True))
        self.again = self._plain(self.tr("Bring back what was taken away"), "")
        self.again.clicked.connect(self._again)
        self.remove.clicked.connect(lambda: self._remove(once=False))
        self.undo.clicked.connect(self._undo)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.chosen, 1)
        for part in (self.undo, self.again, self.edit, self.once, self.remove):
            below.addWidget(part)
            part.hide()
        self.about = named(QLabel(), "dimmed")
        self.about.setWordWrap(True)
        inside = QWidget()
        around = QVBoxLayout(inside)
        around.setContentsMargins(20, 16, 20, 20)
        around.setSpacing(10)
        around.addWidget(self.whose)
        around.addWidget(top)
        around.addWidget(self.state)
        around.addWidget(self.strip, 1)
        around.addLayout(below)
        around.addWidget(self.entry)
        around.addWidget(self.about)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside))
        self.whose.chosen.connect(self._whose_chosen)
        self.strip.turned.connect(self._turned)
        self.strip.bar_chosen.connect(self._bar_chosen)
        self.reasons = ReasonChoice(self)
        self.reasons.chosen.connect(self.entry.choose_reason)
        self.strip.days_chosen.connect(self._days_chosen)
        self.strip.drawn.connect(self._drawn)
        self.entry.line.textEdited.connect(lambda _: self.reasons.hide())
        self.strip.edit_asked.connect(self._edit)
        self.strip.delete_asked.connect(lambda: self._remove(once=False))

    def _plain(self, words: str, accessible: str) -> QPushButton:
        made = named(QPushButton(words), "plain")
        made.setAutoDefault(False)
        if accessible:
            made.setAccessibleName(accessible)
            made.setToolTip(accessible)
        return made

    def _toggle(self, words: str, span: str) -> Chip:
        made = Chip(words)
        made.clicked.connect(lambda: self._show_span(span))
        return made

    # coming and going

    def open(self) -> None:
        """Come to the front, with what is known, and ask for what is new."""
        self.strip.today = self._today()
        self.fetch()
        come_forward(self, SIZE)
        self.strip.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc closes; what is typed stays."""
        if event.key() == Qt.Key.Key_Escape and self.reasons.isVisible():
            self.reasons.hide()
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """A calendar file may be dropped here."""
        if self._dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Read it in."""
        path = self._dropped(event.mimeData())
        if path:
            event.acceptProposedAction()
            self.file_given.emit(path)

    # what is told to it

    def fetch(self) -> None:
        """Ask for what comes in the days that are shown."""
        if not self.whose.may_see:
            self._say_state(self.tr("You may plan for {name}, and are not shown what is planned.").format(name=self._name()))
            return
        tz = self._presence.worktime.tz
        first = datetime.combine(self.strip.first, time(), tz)
        self._say_state(self.tr("Fetching …") if not self._view.coming else "")
        self.wanted.emit(first, datetime.combine(self.strip.last + timedelta(1), time(), tz))

    def show_plans(self, view: wire.PlansView, known_at: datetime | None = None) -> None:
        """This is what comes; `known_at`: there is no contact, and this is what was known then."""
        self._view = view
        self.strip.show_bars(bars_of(view, self._presence, self._language))
        if known_at is not None:
            at = short(known_at, now=self._presence.clock(), zone=self._presence.zone, words=shipped.words(self._language))
            said = self.tr("No contact with the presence server. This is what was planned as of {time}; change it later.")
            self._say_state(said.format(time=at), fault=True)
            return
        nothing = self.tr("Nothing is planned in these days. Draw over days, or type below.")
        if not self.whose.may_plan:
            nothing = self.tr("Nothing is planned in these days.")
        self._say_state("" if view.coming else nothing)
        self.about.setText(about_time(self._presence) if self.whose.lent is None else "")
        self.about.setVisible(bool(self.about.text()))

    def show_fault(self, fault: Exception) -> None:
        """What comes could not be fetched: what is shown is what was known last."""
        said = fault_sentence(fault, self._language)
        self._say_state(said, fault=True)

    def planned(self, plan: wire.PlanView, *, changed: bool = False) -> None:
        """The hub has it: go to its first day, let it stand out, say it in words; what is new can be undone for a while."""
        self._forget_undo()
        moment = plan.next_start or datetime.fromisoformat(plan.starts).replace(tzinfo=self._presence.worktime.tz)
        day = max(moment.astimezone(self._presence.worktime.tz).date(), self._today())
        self.strip.go_to(day)
        self.strip.flash(plan.id)
        line = planned_line(plan, self._presence)
        said = plan_sentence(line, self._presence, self._language) if line is not None else plan.reason
        if changed:
            self.chosen.setText(self.tr("Changed: {plan}").format(plan=said))
            return
        self._made = plan
        self.chosen.setText(self.tr("Planned: {plan}").format(plan=said))
        self.undo.show()
        self._undo_timer.start()

    def removed(self, plan: wire.PlanView, day: date | None) -> None:
        """The hub has taken it away; for a while it can be had back."""
        self._forget_undo()
        self._gone = (plan, day)
        name = self._presence.reason_name(plan.reason, self._language)
        self.chosen.setText(self.tr("Taken away: {reason}").format(reason=name))
        self.undo.show()
        self.undo.setFocus()
        self._undo_timer.start()

    def say(self, said: str, *, left_away: bool = False) -> None:
        """Say what became of something, under the strip; `left_away`: what was left out since it was taken away can come."""
        self.chosen.setText(said)
        self.again.setVisible(left_away)

    # what is done

    def _show_span(self, span: str) -> None:
        self.week.setChecked(span == "week")
        self.month.setChecked(span == "month")
        self.strip.show_span(span)

    def _turned(self) -> None:
        self._name_span()
        self.fetch()

    def _name_span(self) -> None:
        first, last, locale = self.strip.first, self.strip.last, QLocale(self._language)
        months = [locale.standaloneMonthName(day.month, QLocale.FormatType.LongFormat) for day in (first, last)]
        said = f"{months[0]} {first.year}" if months[0] == months[1] else f"{months[0]} – {months[1]} {last.year}"
        week = self.tr("week {week}").format(week=first.isocalendar().week)
        self.span.setText(f"{said[:1].upper()}{said[1:]}, {week}" if self.strip.weeks == 1 else said[:1].upper() + said[1:])

    def _bar_chosen(self, bar: Bar | None) -> None:
        if bar is not None:
            self._forget_undo()
        self._bar = bar
        plan = self._plan() if self.whose.may_plan else None
        if bar is not None or (self._gone is None and self._made is None):
            self.chosen.setText(bar.sentence if bar is not None else "")
        self.edit.setVisible(plan is not None)
        self.remove.setVisible(plan is not None)
        self.remove.setText(self.tr("Take all away") if plan is not None and plan.repeat else self.tr("Take away"))
        self.once.setVisible(plan is not None and bool(plan.repeat))

    def _plan(self) -> wire.PlanView | None:
        if self._bar is None:
            return None
        return next((plan for plan in self._view.plans if plan.id == self._bar.plan), None)

    def _whose_chosen(self) -> None:
        """Other days of somebody else: nothing of what was chosen, fetched or taken away before is about them."""
        self._forget_undo()
        self._view, self._bar = wire.PlansView([]), None
        self.strip.show_bars([])
        self._bar_chosen(None)
        self.reasons.hide()
        self.entry.plan_for(self.whose.lent)
        self.entry.setVisible(self.whose.may_plan)
        self.read_in.setVisible(self.whose.may_plan)
        self.about.hide()
        if self.isVisible():
            self.fetch()

    def _name(self) -> str:
        lent = self.whose.lent
        return lent.giver_name if lent is not None else ""

    def _edit(self) -> None:
        if not self.whose.may_plan:
            return
        plan = self._plan()
        if plan is not None and not self.entry.change(plan):
            self.say(self.tr("It repeats in a way that is changed where it was made: in its calendar file or by a shell."))
        elif plan is None and self._bar is not None:
            self.say(self.tr("It was not planned here. {sentence}").format(sentence=self._bar.sentence))

    def _remove(self, *, once: bool) -> None:
        plan, bar = self._plan(), self._bar
        if plan is not None and bar is not None and self.whose.may_plan:
            self.remove_asked.emit(plan, bar.first if once else None)

    def _days_chosen(self, first: date, last: date) -> None:
        self._known = True
        if self.whose.may_plan:
            self._known = self.entry.draw(first, last)
        else:
            self.say(self.tr("You may see what is planned for {name}, and change nothing.").format(name=self._name()))

    def _drawn(self, at: QPoint) -> None:
        if not self._known:
            place = self.strip.mapTo(self, at)
            self.reasons.offer(self._presence.reasons, self._language, dark=self.strip.dark, at=place)

    def _again(self) -> None:
        self.again.hide()
        self.again_asked.emit()

    def _undo(self) -> None:
        gone, made = self._gone, self._made
        self._forget_undo()
        if made is not None:
            self.remove_asked.emit(made, None)
        elif gone is not None:
            self.undo_asked.emit(*gone)

    def _forget_undo(self) -> None:
        self._undo_timer.stop()
        self._gone = self._made = None
        self.again.hide()
        if not self.undo.isHidden():
            self.undo.hide()
            self.chosen.setText("")

    def _facts_changed(self) -> None:
        self.setWindowTitle(owned(self.tr("Planned absences"), self._presence))
        self.strip.worktime = self._presence.worktime
        self.strip.update()

    def _say_state(self, said: str, *, fault: bool = False) -> None:
        self.state.setObjectName("error" if fault else "dimmed")
        self.state.style().polish(self.state)
        self.state.setText(said)
        self.state.setVisible(bool(said))

    def _dropped(self, data: QMimeData) -> str:
        paths = [url.toLocalFile() for url in data.urls()] if data.hasUrls() and self.whose.may_plan else []
        return next((path for path in paths if path.lower().endswith((".ics", ".ical"))), "")

    def _today(self) -> date:
        return self._presence.clock().astimezone(self._presence.worktime.tz).date()
