"""Callbacks: the pop-up, the inbox and the form, in every state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import msgspec

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import LinkChanged, RequestState, StandingsChanged, StepChanged
from kalix_presence.model.callback import AddresseeKind, Outcome, Stage, Step
from tests.desktop.sample import NOON, absent
from tests.desktop.sweep.at import ABOUT, LONG, ME, At, message


def callbacks(at: At) -> Iterator[str]:
    urgent = message(1, urgent=True, caller_name="Eva\nNiemi", about=ABOUT, due=NOON - timedelta(hours=1), late=True)
    at.messages(urgent)
    desk = at.desk.callbacks
    stack = desk._made_stack()
    stack.bring([urgent.id])
    yield "one"
    stack.open(urgent.id)  # as whoever types into it has it
    stack.card.open_later()
    stack.card.later.when.setText("31/11")
    yield "put off, another time is suggested"
    stack.card.later.when.setText("13.30")
    yield "put off"
    stack.card.open_hand_over()
    stack.card._say_trouble(at.desk.tr("Choose from the list, by name or extension, a unit or a duty."))
    yield "hand over"
    stack.card.fold()
    tried = msgspec.structs.replace(
        urgent,
        attempts=[wire.AttemptView(NOON, "Anna Ek", Outcome.ANSWERED, 240)],
        proposes_done=True,
        version=2,
    )
    at.messages(tried)
    yield "tried"
    handed = message(
        2, former_kind=AddresseeKind.PERSON, former="2031", former_name=LONG, to_kind=AddresseeKind.UNIT,
        to=at.presence.me.person.unit, to_name=at.presence.me.person.unit_name, can_ring=False,  # type: ignore[union-attr]
    )  # fmt: skip
    taken = msgspec.structs.replace(handed, id=f"{3:032x}", taker="2041", taker_name="Anna Ek")
    at.messages(urgent, handed, taken)
    stack.bring([handed.id, taken.id])
    for turn in range(3):
        yield f"several {turn}"
        stack.card.open_hand_over()
        yield f"several {turn}, hand over"
        stack.card.fold()
        stack._step_by(1)
    passed_on = message(4, to="2031", to_name=LONG, former=ME, former_kind=AddresseeKind.PERSON, former_name="Anna Ek")
    stack.card.show_message(passed_on)
    yield "passed on"
    done = msgspec.structs.replace(urgent, version=3, stage=Stage.DONE, closed_at=NOON)
    step = wire.MessageStep(Step.FINISH, 1)
    at.desk.callbacks.messages.on_session_event(StepChanged(urgent.id, "k", step, RequestState.SENDING))
    yield "sending"
    at.messages(done, handed, taken)
    at.desk.callbacks.messages.on_session_event(StepChanged(urgent.id, "k", step, RequestState.IN_FORCE, None, done))
    yield "undo"


def inbox(at: At) -> Iterator[str]:
    desk = at.desk.callbacks
    desk.open_inbox()
    yield "empty"
    several = [message(number, about=ABOUT, caller_name=f"{LONG} {number}", urgent=number == 2) for number in range(1, 15)]
    left = message(20, to="2031", to_name=LONG, made_by="anna.ek", made_by_name="Anna Ek")
    at.messages(*several, left)
    box = desk.inbox
    assert box is not None
    yield "waiting"
    box.card.open_hand_over()
    yield "hand over"
    box.card.fold()
    box.card.open_later()
    yield "later"
    box.card.fold()
    box.history.fold.setChecked(True)
    yield "history"
    box._tabs.setCurrentIndex(1)
    yield "left with others"
    box._tabs.setCurrentIndex(2)
    box.show_done(
        "", "", wire.MessagesPage([msgspec.structs.replace(one, stage=Stage.DONE, closed_at=NOON) for one in several], None)
    )
    yield "done"
    box._tabs.setCurrentIndex(0)
    step = wire.MessageStep(Step.FINISH, 1)
    done = msgspec.structs.replace(several[0], version=2, stage=Stage.DONE, closed_at=NOON)
    at.messages(done)
    desk.messages.on_session_event(StepChanged(done.id, "k", step, RequestState.IN_FORCE, None, done))
    yield "undo"
    at.presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    yield "offline"


def message_form(at: At) -> Iterator[str]:
    desk = at.desk.callbacks
    desk.open_form("")
    form = desk.form
    assert form is not None
    yield "empty"
    form.send()
    yield "nobody chosen"
    away = absent("2031", "holiday", version=2, hours=9 * 24)
    at.presence.on_session_event(StandingsChanged([away], whole=False))
    desk.open_form("2031", "092355512", "Karin Berg")
    form.show_advice("2031", wire.CallbackAdvice(NOON + timedelta(hours=2), False, True, away.absence.end, "2032", LONG))  # type: ignore[union-attr]
    form._when.setText("13-15")
    form._about.setPlainText(ABOUT)
    yield "somebody away"
    form._say(at.desk.tr("There is something wrong with it, and that takes a line of its own in the form."))
    yield "everything said"
    desk.open_form("")
    form.hide()
    desk.open_form("")
    yield "a kept draft"
