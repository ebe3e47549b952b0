"""Does what is asked for from the grid: asks the hub, says what came of it, and offers to undo it where that can be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QObject, Signal

from kalix_presence import wire
from kalix_presence.client import for_others
from kalix_presence.client.connection import reception as exchange
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.grid.action_rules import Situation, no_calling, no_transfer, why_not
from kalix_presence.desktop.grid.keys import Do, shown
from kalix_presence.desktop.grid.present_calls import GridCalls
from kalix_presence.desktop.grid.rows import row_of
from kalix_presence.desktop.presence import Presence, sentence
from kalix_presence.model.errors import PresenceError

Undo = Callable[[], None]
STILL_READ = timedelta(seconds=20)
"""So long a warning counts as read: a key pressed later begins anew."""


class GridActions(QObject):
    """`submit` has the session do something. `done` carries what was done, in words, and what undoes it (or None)."""

    done = Signal(str, object)
    failed = Signal(str)
    form_asked = Signal(str)
    """A message for this extension."""
    absence_asked = Signal(object)
    """The form that sets this person's absence."""
    unit_asked = Signal(object)
    """The form that forwards this person's unit."""

    def __init__(self, presence: Presence, calls: GridCalls, language: str, submit: Submit) -> None:
        super().__init__()
        self._presence, self._calls, self._language, self._submit = presence, calls, language, submit
        self._warned, self._warned_at = "", self._presence.clock()
        """Of whom it is said already that they are away."""

    def situation(self, extension: str) -> Situation:
        """What an act for `extension` is judged by now."""
        from kalix_presence.desktop.grid.stand_in import situation_of  # a tray that looks for nobody does without the finder

        return situation_of(self._presence, extension, self._calls.chosen)

    def do(self, act: Do, extension: str) -> None:
        """Do it, or say why not."""
        asking = self._calls.asking
        if act is Do.CONSULT and asking is not None:
            self.complete(asking.id)
            return
        at = self.situation(extension)
        why = why_not(act, at)
        person = at.person
        if why or person is None:
            self.failed.emit(why)
            return
        if act is Do.CONSULT and self._warns(at, person):
            return
        self._warned = ""
        if act is Do.CALL and asking is not None:
            self.complete(asking.id)
        elif act in (Do.CALL, Do.CALL_ANYWAY, Do.CONSULT):
            other = at.instead if at.instead is not None and act is not Do.CALL_ANYWAY else person
            self._bring_together(act, at.call, other)
        else:
            self._do_for(act, person)

    def _bring_together(self, act: Do, call: wire.PresentCallView | None, other: wire.PersonView) -> None:
        if call is None:
            if act is not Do.CONSULT:
                self.call(other.extension, name=other.name)
        elif act is Do.CONSULT:
            self._consult(call, other)
        else:
            self._transfer(call, other)

    def _do_for(self, act: Do, person: wire.PersonView) -> None:
        match act:
            case Do.MESSAGE:
                self.form_asked.emit(person.extension)
            case Do.SET_ABSENCE:
                self.absence_asked.emit(person)
            case Do.FORWARD_UNIT:
                self.unit_asked.emit(person)
            case Do.END_ABSENCE:
                self._end(person)
            case Do.NUDGE:
                self._nudge(person)

    def _warns(self, at: Situation, person: wire.PersonView) -> bool:
        """Whether it says, once, that nobody would answer there, before it rings a recording."""
        now = self._presence.clock()
        if not at.unanswered or (self._warned == person.extension and now - self._warned_at < STILL_READ):
            return False
        self._warned, self._warned_at = person.extension, now
        status = row_of(person, self._presence, self._language).status
        key = shown(Do.CONSULT)
        if at.instead is not None:
            words = self.tr("{name} is away: {status}. {key} again asks {deputy} (deputy) instead; {call} calls them at once.")
            said = words.format(name=person.name, status=status, key=key, deputy=at.instead.name, call=shown(Do.CALL))
        else:
            words = self.tr("{name} is away: {status}. An announcement answers there; {key} again rings all the same.")
            said = words.format(name=person.name, status=status, key=key)
        self.failed.emit(said)
        return True

    # calls

    def call(self, number: str, *, as_given: bool = False, name: str = "") -> None:
        """Have one's own phone rung, then `number`."""
        why = "" if self._presence.pbx else self.tr("The telephone exchange cannot be reached: no call will come.")
        if why := why or no_calling(self._presence.unable):
            self.failed.emit(why)
            return
        said = self.tr("Your telephone rings; then {name}.").format(name=name or number)
        self._run(lambda session: exchange.place_call(session.hub, number, as_given=as_given), lambda _: self._say(said))

    def _transfer(self, call: wire.PresentCallView, person: wire.PersonView) -> None:
        said, word = self.tr("Transferred to {name}.").format(name=person.name), self._calls.word(call)
        self._run(lambda session: exchange.transfer(session.hub, call.id, person.extension, word), lambda _: self._say(said))

    def _consult(self, call: wire.PresentCallView, person: wire.PersonView) -> None:
        said, word = self.tr("The caller waits; {name} is being asked.").format(name=person.name), self._calls.word(call)
        self._run(lambda session: exchange.consult(session.hub, call.id, person.extension, word), lambda _: self._say(said))

    def complete(self, call_id: str) -> None:
        """Join the caller with whoever was asked."""
        self._run(lambda session: exchange.complete(session.hub, call_id), lambda _: self._say(self.tr("Connected.")))

    def act_on_call(self, act: Do) -> None:
        """Take the call that waits longest, or be back with the caller."""
        asking, queue = self._calls.asking, self._calls.queue
        if act is Do.BACK_TO_CALLER and asking is not None:
            said = self.tr("Back with the caller.")
            self._run(lambda session: exchange.cancel(session.hub, asking.id), lambda _: self._say(said))
        elif act is Do.TAKE and queue:
            self.pick_up(queue[0].id)
        elif act is Do.TAKE:
            self.failed.emit(self.tr("Nobody waits at the switchboard."))
        else:
            self.failed.emit(self.tr("Nobody is being asked."))

    def pick_up(self, call_id: str) -> None:
        """Have a waiting call ring at one's own phone."""
        own = self._presence.extension
        if own is None:
            self.failed.emit(self.tr("Your account has no telephone."))
            return
        if why := no_transfer(self._presence.unable):
            self.failed.emit(why)
            return
        said = self.tr("The call comes to your telephone.")
        self._run(lambda session: exchange.transfer(session.hub, call_id, own), lambda _: self._say(said))

    # absences

    def set_absence(self, extension: str, request: wire.AbsenceRequest) -> None:
        """Set somebody's absence."""
        self._run(
            lambda session: for_others.set_for(session, extension, request), lambda taken: self._was_set(taken, request.reason)
        )

    def _end(self, person: wire.PersonView) -> None:
        self._run(lambda session: for_others.end_for(session, person.extension), lambda taken: self._was_set(taken, None))

    def _was_set(self, taken: for_others.Taken, reason: str | None) -> None:
        person = self._presence.people.get(taken.extension)
        name = person.name if person is not None else taken.extension
        if taken.reply is None:
            self._say(self.tr("No contact with the presence server: it waits here for {name}.").format(name=name))
            return
        if reason is None:
            said = self.tr("{name} is back.").format(name=name)
        else:
            what = self._presence.reason_name(reason, self._language)
            said = self.tr("{name}: {reason} is set.").format(name=name, reason=what)
        before = taken.reply.before.id if taken.reply.before is not None else ""
        undo = wire.AbsenceUndo(taken.reply.made, before)
        self.done.emit(said, lambda: self._undo_absence(taken.extension, name, undo))

    def _undo_absence(self, extension: str, name: str, undo: wire.AbsenceUndo) -> None:
        said = self.tr("Undone for {name}.").format(name=name)
        self._run(lambda session: exchange.undo_absence(session.hub, extension, undo), lambda _: self._say(said))

    # units and nudges

    def forward_unit(self, unit: str, request: wire.UnitForward) -> None:
        """Have a whole unit's phones answered elsewhere."""
        self._run(lambda session: exchange.forward_unit(session.hub, unit, request), lambda done: self._forwarded(unit, done))

    def _forwarded(self, unit: str, done: wire.UnitForwarded) -> None:
        changes = [_change(each) for each in done.results if each.reply is not None]
        failed = [each for each in done.results if each.problem]
        said = self.tr("%n telephone(s) forwarded.", "", len(changes))
        if failed:
            said += " " + self.tr("Not done for {names}.").format(names=", ".join(each.name for each in failed))
        undo = wire.UnitUndo(changes)
        self.done.emit(said, (lambda: self._undo_unit(unit, undo)) if changes else None)

    def _undo_unit(self, unit: str, undo: wire.UnitUndo) -> None:
        said = self.tr("The unit's telephones ring as before.")
        self._run(lambda session: exchange.undo_unit(session.hub, unit, undo), lambda _: self._say(said))

    def _nudge(self, person: wire.PersonView) -> None:
        self._run(lambda session: exchange.nudge(session.hub, person.extension), lambda sent: self._nudged(person, sent))

    def _nudged(self, person: wire.PersonView, sent: wire.NudgeSent) -> None:
        if sent.heard:
            self._say(self.tr("{name} is asked now.").format(name=person.name))
        else:
            self._say(self.tr("{name} is asked when their computer is on.").format(name=person.name))

    # asking the hub

    def _say(self, said: str) -> None:
        self.done.emit(said, None)

    def _run(self, work: Callable[[Any], Any], then: Callable[[Any], None]) -> None:
        def finished(result: Any, fault: Exception | None) -> None:
            if isinstance(fault, PresenceError):
                self.failed.emit(sentence(fault, self._language))
            elif fault is not None:
                raise fault
            else:
                then(result)

        self._submit(work, finished)


def _change(result: wire.UnitForwardResult) -> wire.UnitUndoOne:
    reply = result.reply
    before = reply.before.id if reply is not None and reply.before is not None else ""
    return wire.UnitUndoOne(result.extension, reply.made if reply is not None else "", before)
