"""Sets my status: one text field that understands it all, and tiles and chips that write into it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kalix_presence import wire
from kalix_presence.client.connection.forward_again import forward_again
from kalix_presence.client.session_events import RequestChanged, RequestState
from kalix_presence.desktop.presence import Phase, Presence, fault_sentence, sentence
from kalix_presence.desktop.status.acts_for import acts_for
from kalix_presence.desktop.status.banner import Banner, labelled
from kalix_presence.desktop.status.forward_choice import ForwardChoice
from kalix_presence.desktop.status.line_answers import LineAnswers
from kalix_presence.desktop.status.line_reading import (
    LineReading,
    read_typed,
    told_to_callers,
    with_reason,
    with_time,
    without_note,
)
from kalix_presence.desktop.status.note_field import NoteField
from kalix_presence.desktop.status.phrases import about, certainty, status_icon, title, where_calls_go, whose
from kalix_presence.desktop.status.reason_tiles import ReasonTiles
from kalix_presence.desktop.status.time_chips import TimeChips
from kalix_presence.desktop.status.who_sees import WhoSeesButton
from kalix_presence.desktop.widgets.announcing import Told
from kalix_presence.desktop.widgets.clear_button import clearable
from kalix_presence.desktop.widgets.enter_key import enters
from kalix_presence.desktop.widgets.fitting import come_forward, keep_on_screen, room_for, scrolling
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.reason import EndRule, Reason
from kalix_presence.model.when.typed_time import lexicon_of
from kalix_presence.model.who_sees import Field

SEEN_FOR = 1_800
"""Milliseconds that "confirmed" is shown before the panel goes away by itself."""


class StatusPanel(QWidget):
    """Nothing typed is lost: it is cleared only when the hub has it, or the outbox."""

    request_made = Signal(object)
    back_asked = Signal()
    plan_asked = Signal(object)
    """A `wire.PlanRequest`: what was typed lies ahead."""
    colleagues_asked = Signal()
    sign_in_asked = Signal()
    sound_asked = Signal()
    """What callers hear now is to be played; `play` takes it."""

    def __init__(self, presence: Presence, language: str, *, dark: bool = False) -> None:
        super().__init__()
        self._presence, self._language, self._dark = presence, language, dark
        self._reading = LineReading()
        self._own_note = ""
        """What was typed in the note's own field; a note of the line is shown there instead, as long as the line says one."""
        self._sure_of = ""
        """A line that plans very long, which was wished for once."""
        self._told = Told(self)
        self._sent = self._awaited = False
        """What is in the fields is on its way; the hub, or the outbox, has it, and the panel goes away once it is confirmed."""
        self.setWindowTitle(self.tr("Set status"))
        self._build()
        self._going = QTimer(self, singleShot=True, interval=SEEN_FOR)
        self._going.timeout.connect(self.hide)
        self._minute = QTimer(self, interval=20_000)
        self._minute.timeout.connect(self._read)
        presence.status_changed.connect(self._paint_status)
        presence.facts_changed.connect(self._offer)
        presence.request_ended.connect(self._request_ended)
        self._offer()
        self._paint_status()

    # what it is made of

    def _build(self) -> None:
        self._inside = QWidget()
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(14)
        banner = Banner()
        banner.back.clicked.connect(self.back_asked)
        banner.hear.sound_asked.connect(self.sound_asked)
        self._glyph, self._title, self._certainty = banner.glyph, banner.title, banner.certainty
        self._about_time, self._where, self._whose = banner.about_time, banner.where, banner.whose
        self._back, self._hear, self._banner = banner.back, banner.hear, banner
        inside.addWidget(banner)
        self._line = QLineEdit()
        self._line.setAccessibleName(self.tr("Status"))
        self._line.setPlaceholderText(self.tr("For example: l 13, or meeting until half past two"))
        clearable(self._line)
        font = self._line.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        self._line.setFont(font)
        self._said = Said(field=self._line)
        self._said.keep_two_lines()
        field = QVBoxLayout()
        field.setSpacing(6)
        field.addWidget(self._line)
        said = QHBoxLayout()
        said.addWidget(self._said, 1)
        said.addWidget(self._who_sees(Field.REASON, Field.SENSITIVE_REASON), 0, Qt.AlignmentFlag.AlignTop)
        field.addLayout(said)
        self._answers = LineAnswers()
        field.addWidget(self._answers)
        self._work = QWidget()
        """All that needs somebody who is signed in and has a telephone."""
        work = QVBoxLayout(self._work)
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(14)
        work.addLayout(field)
        self._tiles = ReasonTiles()
        self._chips = TimeChips(lexicon_of(self._language))
        self._forward = ForwardChoice(self._presence, self._language)
        self._note = NoteField()
        work.addWidget(self._tiles)
        work.addWidget(self._chips)
        numbers = self._who_sees(Field.FORWARD_NUMBER, Field.MOBILE)
        work.addLayout(labelled(self.tr("Calls go to"), self._forward, numbers))
        work.addLayout(labelled(self.tr("Note"), self._note, self._note.left, self._who_sees(Field.NOTE)))
        inside.addWidget(self._work)
        inside.addStretch(1)
        around = QVBoxLayout(self)
        around.setContentsMargins(20, 20, 20, 20)
        around.setSpacing(14)
        around.addWidget(scrolling(self._inside, self._grow), 1)  # a chip more may be a line more
        self._foot = self._buttons()
        around.addLayout(self._foot)
        self._line.textChanged.connect(self._read)
        self._line.textEdited.connect(self._stay)
        self._tiles.chosen.connect(self._take_reason)
        self._chips.chosen.connect(self._take_time)
        self._forward.changed.connect(self._read)
        self._answers.planned.connect(self._plan)
        self._answers.from_now.connect(self._set_from_now)
        self._answers.instead.connect(self._take_line)
        self._note.textEdited.connect(self._note_edited)

    def _who_sees(self, *fields: Field) -> WhoSeesButton:
        return WhoSeesButton(self._presence, self._language, *fields)

    def _buttons(self) -> QHBoxLayout:
        close = named(QPushButton(self.tr("Close")), "plain")
        close.setAutoDefault(False)
        close.clicked.connect(self.hide)
        self._button = named(QPushButton(self.tr("Set status")), "primary")
        self._button.clicked.connect(self._set)
        self._sign_in = named(QPushButton(self.tr("Sign in")), "primary")
        self._sign_in.clicked.connect(self._to_sign_in)
        self._sign_in.hide()
        self._colleagues = colleagues = named(QPushButton(self.tr("Colleagues   Ctrl+F")), "plain")
        colleagues.setAutoDefault(False)
        colleagues.clicked.connect(self._to_colleagues)
        row = QHBoxLayout()
        row.addWidget(colleagues)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self._button)
        row.addWidget(self._sign_in)
        return row

    # coming and going

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Everything in sight, or as much as the screen has room for: then it scrolls."""
        around, inside = self.layout(), self._inside.layout()
        if around is None or inside is None:
            return super().sizeHint()
        edges, room = around.contentsMargins(), room_for(self)
        aside = edges.left() + edges.right()
        # Signed out it is as wide as ever: it would jump when somebody signs in. Shown, it is as wide as it is.
        wide = max(self._tiles.sizeHint().width(), self._chips.sizeHint().width()) + aside
        wide = min(wide, self.width() if self.isVisible() else room.width())
        high = inside.totalHeightForWidth(wide - aside) + self._foot.sizeHint().height() + around.spacing()
        return QSize(wide, high + edges.top() + edges.bottom()).boundedTo(room)

    def _grow(self) -> None:
        """What is said may need more lines than when the panel came up."""
        wanted = self.sizeHint()
        if self.isVisible() and self.height() < wanted.height():
            self.resize(self.width(), wanted.height())
            keep_on_screen(self)

    def open(self, reason_code: str = "", icon: QRect | None = None) -> None:
        """Come to the front beside `icon` with the text field ready; with a reason chosen where one is named."""
        if reason_code and reason_code in self._presence.reasons:
            self._take_reason(self._presence.reasons.get(reason_code))
        self._going.stop()
        self._paint_status()
        come_forward(self, self.sizeHint(), icon)
        self._first().setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self._line.selectAll()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Read again: time has passed."""
        self._minute.start()
        self._read()
        super().showEvent(event)

    def hideEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Rest."""
        self._awaited = False
        self._minute.stop()
        self._going.stop()
        self._hear.silence()
        super().hideEvent(event)  # type: ignore[arg-type]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc closes, Enter sets, Ctrl+F leads to the colleagues; what is typed stays."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.matches(QKeySequence.StandardKey.Find):
            self._to_colleagues()
        elif self._answers.take_key(event):
            pass
        elif enters(self, event):
            first = self._first()
            first.click() if isinstance(first, QPushButton) else self._set()
        else:
            super().keyPressEvent(event)

    def _first(self) -> QLineEdit | QPushButton:
        """Where the keyboard begins: the field, or the one thing there is to do."""
        if not self._work.isHidden():
            return self._line
        return self._colleagues if self._sign_in.isHidden() else self._sign_in

    def _to_sign_in(self) -> None:
        self.hide()
        self.sign_in_asked.emit()

    def _to_colleagues(self) -> None:
        self.hide()
        self.colleagues_asked.emit()

    # what is shown

    def _offer(self) -> None:
        presence = self._presence
        self._tiles.offer(presence.reasons, self._language, dark=self._dark)
        view = presence.view
        self._forward.offer(presence.me.person if presence.me else None, presence.people, view.switchboard if view else "")
        self._note.setMaxLength(view.note_limit if view else 200)
        self._read()

    def _paint_status(self) -> None:
        status = self._presence.my_status()
        picture = status_icon(status, self._presence, dark=self._dark)
        self.setWindowIcon(picture)
        self._glyph.setPixmap(picture.pixmap(QSize(40, 40), self.devicePixelRatio()))
        owner = whose(self._presence)
        self._whose.setText(owner)
        self._whose.setVisible(bool(owner))
        self._offer_work(status.phase)
        self._title.setText(title(status, self._presence, self._language))
        self._certainty.setText(certainty(status, self._presence))
        self._told.say(f"{self._title.text()}. {self._certainty.text()}")
        standing = self._presence.board.standings.get(self._presence.extension or "")
        holds = standing.absence if standing is not None and not status.wished else None
        where = where_calls_go(holds, self._presence, self._language) if status.phase is not Phase.SIGNED_OUT else ""
        self._where.setText(where)
        self._where.setVisible(bool(where))
        known = about(self._presence)
        self._about_time.setText(known)
        self._about_time.setVisible(bool(known))
        self._banner.show_acts_for(acts_for(self._presence, self._language))
        self._grow()
        self._hear.follow(status, self._presence)
        away = (status.reason is not None or status.overdue) and self._presence.extension is not None
        allow(self._back, "" if away else self.tr("You are not away: there is nothing to end."))
        if self._awaited and status.phase is Phase.IN_FORCE and self.isVisible():
            self._awaited = False
            self._going.start()

    def _offer_work(self, phase: Phase) -> None:
        """Signed out there is one thing to do, without a telephone another; what was typed is kept unseen."""
        out, works = phase is Phase.SIGNED_OUT, phase not in (Phase.SIGNED_OUT, Phase.NO_TELEPHONE)
        if (self._work.isHidden(), self._sign_in.isHidden()) == (not works, not out):
            return
        for part in (self._work, self._back, self._button):
            part.setVisible(works)
        self._colleagues.setVisible(not out)
        self._sign_in.setVisible(out)
        if self.isVisible():
            self.resize(self.sizeHint())
        self._first().setFocus()

    def _read(self) -> None:
        self._reading = reading = read_typed(self._line.text(), self._presence, self._language, own=True)
        self._tiles.show_reason(reading.reason)
        open_end = reading.reason is not None and reading.reason.end is EndRule.OPTIONAL
        self._chips.offer(self._presence.worktime, self._presence.clock(), open_end=open_end)
        self._chips.show_time(reading.time)
        self._forward.follow(reading.reason, reading.keeps)
        self._answers.offer(reading.suggestion, plan=reading.planned is not None, now=reading.from_now)
        note = reading.note or self._own_note
        if self._note.text() != note:
            self._note.setText(note)
        self._note.count()
        known = self._presence.extension is not None
        where = self._forward.said()
        if reading.back:
            self._say(reading.sentence, fault=False)
        elif reading.complete and not where:
            self._say(self.tr("Type the number or the colleague that calls should go to."), fault=False)
        else:
            self._say(self._whole(where) if reading.complete else reading.sentence, fault=reading.fault)
        allow(self._button, "" if known and reading.complete and where else self._said.text())

    def _whole(self, where: str) -> str:
        """All that Enter asks for: reason and times, what callers hear and where calls go, and the note."""
        said = told_to_callers(self._reading, self._presence) if self._forward.announces() else ""
        parts, note = [self._reading.sentence, *([said] if said else []), where], " ".join(self._note.text().split())
        if note:
            parts.append(self.tr("Note: {note}").format(note=note))
        return " ".join(parts)

    def _say(self, text: str, *, fault: bool) -> None:
        name = "error" if fault else "reading" if self._reading.complete else "dimmed"
        if self._said.objectName() != name:
            self._said.setObjectName(name)
            self._said.style().polish(self._said)
        self._said.setText(text)
        self._grow()

    def _refuse(self, why: str) -> None:
        self._say(why, fault=True)
        self._said.refuse(why)

    # what is asked for

    def _stay(self) -> None:
        self._awaited = False  # somebody types again: that must not go to whatever window lies below
        self._going.stop()

    def _take_reason(self, reason: Reason) -> None:
        line = with_reason(self._line.text(), reason, self._presence, self._language)
        # Whoever goes on typing types the time, not more of the reason's name.
        reads_on = line == reason.name(self._language).casefold()
        self._take_line(f"{line} " if reads_on else line)

    def _take_time(self, text: str) -> None:
        self._take_line(with_time(self._line.text(), text, self._presence, self._language))

    def _note_edited(self, typed: str) -> None:
        # The field and the line say the same note; what is typed in the field leaves the line.
        self._stay()
        self._own_note = typed
        if self._reading.note:
            self._line.setText(without_note(self._line.text(), self._reading))

    def _take_line(self, line: str) -> None:
        self._stay()
        self._line.setText(line)
        self._line.setFocus()

    def _set(self) -> None:
        self._read()
        if self._reading.back and self._button.isEnabled():
            self._line.clear()
            self.back_asked.emit()
        elif self._button.isEnabled():
            self._send_request()
        elif self._forward.forward_to() == "":
            self._forward.focus_number()
        else:
            self._answers.focus()

    def _set_from_now(self) -> None:
        self._read()
        if self._reading.from_now and self._forward.said():
            self._send_request()

    def _send_request(self) -> None:
        reading = self._reading
        if reading.reason is None:
            return
        forward = self._forward.forward_to()
        if forward is None and reading.keeps is not None:
            forward = forward_again(reading.keeps)
        self._sent = True
        self.request_made.emit(
            wire.AbsenceRequest(reading.reason.code, reading.until, forward, " ".join(self._note.text().split()))
        )

    def _plan(self) -> None:
        self._read()
        planned = self._reading.planned
        if planned is None or not self._forward.said():
            return
        if planned.long and self._sure_of != self._line.text():
            self._sure_of = self._line.text()
            asks = self.tr("{reading} That is {days} days. Press F2 again if it is right.")
            self._say(asks.format(reading=self._reading.sentence, days=planned.long), fault=True)
            return
        self.plan_asked.emit(
            wire.PlanRequest(
                planned.reason.code,
                planned.starts.isoformat(timespec="minutes"),
                planned.ends.isoformat(timespec="minutes"),
                repeat=planned.repeat,
                note=" ".join(self._note.text().split()),
                forward_to=self._forward.forward_to(),
            )
        )

    def play(self, wav: bytes | None, fault: Exception | None) -> None:
        """What callers hear has come, or not: then why."""
        if fault is not None:
            self._refuse(fault_sentence(fault, self._language))
        elif wav is not None:
            self._going.stop()
            self._hear.play(wav)

    def planned(self, fault: Exception | None) -> None:
        """What was to be planned is, or is not: then it stays in the field, with the reason."""
        if fault is not None:
            self._refuse(fault_sentence(fault, self._language))
            return
        self._empty()
        self.hide()

    def _empty(self) -> None:
        self._own_note = ""
        self._line.clear()
        self._forward.reset()
        self._read()

    def _request_ended(self, outcome: RequestChanged) -> None:
        if outcome.extension != self._presence.extension or not self._sent:
            return
        if outcome.state in (RequestState.REFUSED, RequestState.OVER):
            self._sent = False
            over = self.tr("The time has already passed. Set a new one.")
            self._refuse(sentence(outcome.error, self._language) if outcome.error else over)
            if outcome.error and outcome.error.field == "forward_to":
                self._forward.focus_number()
            elif outcome.error and outcome.error.field == "note":
                self._note.setFocus()
            return
        if outcome.state is not RequestState.SENDING:
            self._sent, self._awaited = False, True
            self._empty()
            self._paint_status()
