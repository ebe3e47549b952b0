"""Callback messages as notifications of the system, with buttons that act on the message they were shown with and no other."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from kalix_presence import wire
from kalix_presence.client.session_events import StepChanged
from kalix_presence.desktop.callbacks import words as message_words
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.callbacks.notification_centre import Note, NotificationCentre
from kalix_presence.desktop.callbacks.undoing import SECONDS, undo_of
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.callback import Outcome, Stage, Step

SEVERAL = 3
"""More than so many at once come as one notification."""
NAMED = 6
"""So many callers are named in it."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A notification that is on the screen: its messages, each as it stood, and its buttons' codes."""

    stood: dict[str, tuple[object, ...]]
    codes: frozenset[str]
    calls: bool
    """Whether it asks to call somebody; else it only says what was done."""


class CallbackNotices(QObject):
    """Closing a notification is not acting. Each is withdrawn when its message is acted on elsewhere."""

    step_asked = Signal(str, object)
    ring_asked = Signal(str)
    open_asked = Signal(str)
    """The message (with "" the list of all) is to be opened."""
    later_asked = Signal(str)
    hand_over_asked = Signal(str)
    card_wanted = Signal(list)
    """These could not be shown here: they are for the card."""
    gone = Signal(object)
    """This message (a `wire.MessageView`), shown a moment ago, is no longer mine to act on; I did not do it here."""

    def __init__(self, presence: Presence, messages: Messages, language: str, centre: NotificationCentre) -> None:
        super().__init__()
        self._presence, self._messages, self._centre = presence, messages, centre
        self.language = language
        self._shown: dict[str, _Shown] = {}
        self._does: dict[str, Callable[[], None]] = {}
        centre.pressed.connect(self._pressed)
        centre.opened.connect(self._opened)
        centre.failed.connect(self._failed)
        messages.changed.connect(self._prune)

    def show(self, ids: list[str]) -> None:
        """Show each, or all as one when they are many; one that is shown already comes anew."""
        found = [message for one in ids if (message := self._messages.get(one)) is not None]
        for key in [key for key, shown in self._shown.items() if any(each.id in shown.stood for each in found)]:
            self._withdraw(key)
        if len(found) > SEVERAL:
            self._show_all(found)
        else:
            for message in found:
                self._show_one(message)

    def offer_undo(self, step: StepChanged) -> None:
        """Say what was done, with a button to undo it for as long as it can be."""
        back, message = undo_of(step, self._messages), self._messages.get(step.message_id)
        if back is None or message is None:
            return
        words = message_words.done_to(step.step.step).format(who=message_words.who(message))
        act = lambda: self.step_asked.emit(message.id, back)  # noqa: E731 - one button's deed
        key = self._post(words, "", [(self.tr("Undo"), act)], [message], seconds=SECONDS, calls=False)
        QTimer.singleShot(SECONDS * 1000, self, lambda: self._withdraw(key))

    def withdraw_all(self) -> list[str]:
        """Take every notification away; the messages (ids) that they showed."""
        ids = dict.fromkeys(one for shown in self._shown.values() for one in shown.stood)
        for key in list(self._shown):
            self._withdraw(key)
        return list(ids)

    def _show_one(self, message: wire.MessageView) -> None:
        one, version = message.id, message.version

        def step(what: Step, **more: object) -> Callable[[], None]:
            return lambda: self.step_asked.emit(one, wire.MessageStep(what, version, **more))  # type: ignore[arg-type]

        proposal = message_words.proposal(message)
        ring = [(self.tr("Ring"), lambda: self.ring_asked.emit(one))] if message.can_ring else []
        done = [(self.tr("Done"), step(Step.FINISH))]
        buttons: list[tuple[str, Callable[[], None]]] = [
            *(done + ring if proposal else ring + done),
            (self.tr("No answer"), step(Step.TRY, outcome=Outcome.NO_ANSWER)),
            (self.tr("Later …"), lambda: self.later_asked.emit(one)),
            (self.tr("Hand over …"), lambda: self.hand_over_asked.emit(one)),
        ]
        title = self.tr("Call {who}") if not message.urgent else self.tr("Urgent: call {who}")
        lines = (
            proposal,
            message_words.reach(message),
            message_words.about(message),
            message_words.for_others(message, self._presence),
            message_words.due(message, self._presence, self.language),
            message_words.origin(message, self._presence, self.language),
        )
        text = "\n".join(line for line in lines if line)
        who, shows = message_words.who(message), self.tr("Show")
        self._post(title.format(who=who), text, buttons, [message], urgent=message.urgent, open_words=shows)

    def _show_all(self, found: list[wire.MessageView]) -> None:
        title = self.tr("%n callbacks wait", "", len(found))
        names = [message_words.who(each) for each in found[:NAMED]]
        if len(found) > NAMED:
            names.append(self.tr("and %n more", "", len(found) - NAMED))
        button = (self.tr("Show them"), lambda: self.open_asked.emit(""))
        self._post(title, "\n".join(names), [button], found, urgent=any(each.urgent for each in found))

    def _post(
        self,
        title: str,
        text: str,
        buttons: list[tuple[str, Callable[[], None]]],
        messages: list[wire.MessageView],
        *,
        urgent: bool = False,
        seconds: int = 0,
        calls: bool = True,
        open_words: str = "",
    ) -> str:
        key = uuid.uuid4().hex
        does = {f"{key}-{place}": do for place, (_, do) in enumerate(buttons)}
        named = tuple((code, words) for code, (words, _) in zip(does, buttons, strict=True))
        self._does |= does
        self._shown[key] = _Shown({each.id: _standing(each) for each in messages}, frozenset(does), calls)
        self._centre.show(Note(key, title, text, named, urgent, seconds, open_words))
        return key

    def _withdraw(self, key: str) -> None:
        if self._forget(key) is not None:
            self._centre.withdraw(key)

    def _forget(self, key: str) -> _Shown | None:
        shown = self._shown.pop(key, None)
        for code in shown.codes if shown is not None else ():
            self._does.pop(code, None)
        return shown

    def _pressed(self, code: str) -> None:
        act, key = self._does.get(code), code.rpartition("-")[0]
        self._withdraw(key)  # most servers close it themselves then; one that does not shows no button twice
        if act is not None:
            act()

    def _opened(self, key: str) -> None:
        shown = self._forget(key)
        if shown is not None:
            ids = list(shown.stood)
            self.open_asked.emit(ids[0] if len(ids) == 1 else "")

    def _failed(self, key: str) -> None:
        shown = self._forget(key)
        if shown is not None:
            self.card_wanted.emit(list(shown.stood))

    def _prune(self) -> None:
        """Withdraw what nothing is left of that was shown."""
        now = {each.id: _standing(each) for each in self._messages.all()}
        for key, shown in list(self._shown.items()):
            if not any(now.get(one) == stood for one, stood in shown.stood.items()):
                self._withdraw(key)
                self._tell_of_gone(shown)

    def _tell_of_gone(self, shown: _Shown) -> None:
        """One went from the screen: unless it still waits (somebody of mine has noted an attempt), whoever saw it is told."""
        message = self._messages.get(next(iter(shown.stood))) if shown.calls and len(shown.stood) == 1 else None
        if message is not None and message.id not in {each.id for each in self._messages.waiting()}:
            self.gone.emit(message)


def _standing(message: wire.MessageView) -> tuple[object, ...]:
    """What makes a notification of the message untrue when it changes; that it was delivered does not."""
    stage = Stage.NEW if message.stage is Stage.DELIVERED else message.stage
    return stage, message.to_kind, message.to, message.taker, message.later, len(message.attempts)
