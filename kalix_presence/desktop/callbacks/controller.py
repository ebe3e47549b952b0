"""Puts the callback messages' windows together: pop-up, inbox and form, each made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kalix_presence import wire
from kalix_presence.client.session_events import MessageLeft, RequestState, StepChanged
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.callbacks import words as message_words
from kalix_presence.desktop.callbacks.lookups import Lookups
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.callbacks.notification_centre import NotificationCentre
from kalix_presence.desktop.callbacks.notifications import CallbackNotices
from kalix_presence.desktop.presence import Presence, sentence
from kalix_presence.desktop.widgets.dropping import drop
from kalix_presence.desktop.widgets.kept_text import KeptText
from kalix_presence.model.callback import Stage, Step
from kalix_presence.model.errors import PresenceError

if TYPE_CHECKING:
    from kalix_presence.client.local.message_draft import Draft, DraftFile
    from kalix_presence.desktop.callbacks.card import CardPlace
    from kalix_presence.desktop.callbacks.form import MessageForm
    from kalix_presence.desktop.callbacks.inbox import InboxPlace, InboxWindow
    from kalix_presence.desktop.callbacks.stack import CallbackStack

LOOK_AGAIN = 20_000
"""Milliseconds between looks whether what was kept back, or put off, may be shown now."""


class CallbacksController(QObject):
    """`submit` has the session do something; `say` shows a note; `quiet` tells whether the screen must not be disturbed.

    With `by_system` messages pop up as notifications of the system where it has such with buttons, else as our own card.
    """

    count_changed = Signal(int)
    drafts: DraftFile | None = None
    """Where what is being written is kept for the next start."""

    def __init__(
        self,
        presence: Presence,
        language: str,
        *,
        submit: Submit,
        say: Callable[[str, str], None],
        quiet: Callable[[], bool],
        centre: NotificationCentre | None = None,
    ) -> None:
        super().__init__()
        self._presence, self._language = presence, language
        self._submit, self._note, self._quiet = submit, say, quiet
        self.dark, self.by_system = False, True
        self.messages = Messages(presence)
        self.centre = centre or NotificationCentre(submit)
        self.notices = CallbackNotices(presence, self.messages, language, self.centre)
        self.stack: CallbackStack | None = None
        self.inbox: InboxWindow | None = None
        self.form: MessageForm | None = None
        self._lookups = Lookups(submit, language=lambda: self._language, inbox=lambda: self.inbox, form=lambda: self.form)
        self._kept_back: list[str] = []
        self._put_off: set[str] = set()
        self._by_notice: set[str] = set()
        self._draft: Draft | None = None
        self._typed = KeptText(lambda: presence.person)
        self._place: InboxPlace | None = None
        """What was looked at in the inbox that is made anew."""
        presence.person_left.connect(self._forget_person)
        self._refused: list[wire.MessageRequest] = []
        """What was refused when its form was gone, at the sign-out for instance: it comes back when the form is opened."""
        self._count = -1
        self._join_notices()
        self.messages.arrived.connect(self._show)
        self.messages.reminded.connect(self._show)
        self.messages.proposed.connect(self._show)
        self.messages.changed.connect(self._recount)
        self.messages.left.connect(self._left)
        self._look = QTimer(self, interval=LOOK_AGAIN)
        self._look.timeout.connect(self.look)
        self._look.start()

    def keep_shown(self) -> None:
        """The connection is made anew, and its notifications end with it: those that still wait come again."""
        self._kept_back += [one for one in self.notices.withdraw_all() if one not in self._kept_back]
        QTimer.singleShot(0, self, self.look)

    def speak(self, language: str) -> None:
        """Go on in another language; windows are made anew when they are next wanted."""
        self._language = self.notices.language = language
        self.forget_windows()

    def forget_windows(self) -> None:
        """Drop the windows; what is typed in them is kept for the next ones, and what came by itself comes again."""
        same = self._presence.person is not None
        if self.form is not None:
            self._draft = self.form.draft if same else None
            if same and self.form.isVisible():
                QTimer.singleShot(0, self, self.open_form)
        drop(self.form)  # its draft is kept in a file too
        if self.stack is not None and same and self.stack.isVisible():
            QTimer.singleShot(0, self, partial(self._bring_again, self.stack.ids, self.stack.card.place))
        self._typed.let_go(self.stack, about=self.stack.card.place if self.stack is not None else None)
        if self.inbox is not None:
            self._place = self.inbox.place if same else None
            self._typed.let_go(self.inbox, about=self.inbox.place)
        self.stack, self.inbox, self.form = None, None, None

    def _bring_again(self, ids: list[str], place: CardPlace) -> None:
        """The cards that were in sight; where something was being typed, with that in front."""
        self._bring(ids)
        if self.stack is not None and place.unfolded and self.stack.open(place.message_id):
            self.stack.card.unfold(place.unfolded)
            self._typed.put_back(self.stack, about=self.stack.card.place)

    def _forget_person(self) -> None:
        """Whoever wrote it is gone, and somebody else sits here."""
        self._draft, self._place = None, None
        self._refused.clear()

    def open_inbox(self, message_id: str = "") -> None:
        """Bring the messages to the front."""
        fresh = self.inbox is None
        if self.inbox is None:
            from kalix_presence.desktop.callbacks.inbox import InboxWindow

            self.inbox = InboxWindow(self._presence, self.messages, self._language, dark=self.dark)
            self.inbox.step_asked.connect(self._step)
            self.inbox.ring_asked.connect(self._ring)
            self.inbox.find_asked.connect(self._lookups.find_done)
            self.inbox.new_asked.connect(lambda: self.open_form(""))
            self.inbox.seen.connect(self._seen)
            self.inbox.history.wanted.connect(self._lookups.find_history)
        if self.stack is not None:
            self.stack.hide()
        self.notices.withdraw_all()
        self.inbox.open(message_id)
        if fresh and self._place is not None and not message_id:
            self.inbox.go_to(self._place)
            self._typed.put_back(self.inbox, about=self.inbox.place)
        self._place = None

    def open_form(self, extension: str = "", number: str = "", name: str = "") -> None:
        """Leave a message: for this colleague, about this caller, where they are known."""
        form = self._made_form()
        if self._refused and form.is_empty and not extension:
            form.take_back(self._refused.pop(0))
        form.open(extension, number=number, name=name)

    def _made_form(self) -> MessageForm:
        if self.form is None:
            from kalix_presence.desktop.callbacks.form import MessageForm

            self.form = MessageForm(self._presence, self.messages, self._language)
            self.form.request_made.connect(
                lambda request: self._submit(lambda session: session.messages.leave_message(request))
            )
            self.form.advice_wanted.connect(self._lookups.find_advice)
            draft, self._draft = self._draft, None
            if draft is None and self.drafts is not None and self._presence.me is not None:
                draft = self.drafts.read(self._presence.me.username)
            if draft is not None:
                self.form.draft = draft
            self.form.edited.connect(self._keep_draft)
        return self.form

    def _keep_draft(self) -> None:
        if self.form is not None and self.drafts is not None and self._presence.me is not None:
            self.drafts.keep(self._presence.me.username, self.form.draft)

    def look(self) -> None:
        """Show what was kept back, and what was put off until now."""
        waiting = self.messages.waiting()
        now_due = {each.id for each in waiting if each.id in self._put_off and not self.messages.is_put_off(each)}
        self._put_off = {each.id for each in waiting if self.messages.is_put_off(each)}
        back, self._kept_back = self._kept_back, []
        still = {each.id for each in waiting}
        ids = [one for one in dict.fromkeys([*back, *now_due]) if one in still - self._put_off]
        if ids:
            self._show(ids)
        self._recount()

    def _show(self, ids: list[str]) -> None:
        """Pop up, unless the screen must be left alone: then later, but for what is urgent."""
        quiet = self._quiet()
        shown = [one for one in ids if not quiet or self._is_urgent(one)]
        self._kept_back += [one for one in ids if one not in shown and one not in self._kept_back]
        if not shown or (self.inbox is not None and self.inbox.isVisible() and self.inbox.isActiveWindow()):
            return
        # A system that must not be disturbed holds back its own notifications: what is urgent then comes as the card.
        if self.by_system and not quiet and not self._is_seen(self.stack):
            self.notices.show(shown)
        else:
            self._bring(shown)

    def _bring(self, ids: list[str]) -> None:
        """Show these as cards, if they still wait."""
        waiting = {each.id for each in self.messages.waiting()}
        ids = [one for one in ids if one in waiting]
        if ids:
            self._made_stack().bring(ids)

    def _made_stack(self) -> CallbackStack:
        if self.stack is None:
            from kalix_presence.desktop.callbacks.stack import CallbackStack

            self.stack = CallbackStack(self._presence, self.messages, self._language)
            self.stack.card.step_asked.connect(self._step)
            self.stack.undo.step_asked.connect(self._step)
            self.stack.card.ring_asked.connect(self._ring)
            self.stack.seen.connect(self._seen)
            self.stack.gone.connect(self._tell_of_gone)
            self.stack.inbox_asked.connect(self.open_inbox)
        return self.stack

    def _tell_of_gone(self, message: wire.MessageView) -> None:
        """A card or notification went from under the eyes of whoever read it: say who has it."""
        said = message_words.taken_by(message, self._presence)
        if said:
            self._note(message_words.who(message), said)

    # what was pressed in a notification

    def _join_notices(self) -> None:
        self.notices.step_asked.connect(self._notice_step)
        self.notices.ring_asked.connect(self._notice_ring)
        self.notices.open_asked.connect(self.open_inbox)
        self.notices.later_asked.connect(self._notice_later)
        self.notices.hand_over_asked.connect(self._notice_hand_over)
        self.notices.card_wanted.connect(self._bring)
        self.notices.gone.connect(self._tell_of_gone)
        self.messages.step_ended.connect(self._tell_of_notice)

    def _notice_step(self, message_id: str, step: wire.MessageStep) -> None:
        self._by_notice.add(message_id)
        self._step(message_id, step)

    def _notice_ring(self, message_id: str) -> None:
        self._seen(message_id)
        self._ring(message_id)

    def _notice_later(self, message_id: str) -> None:
        stack = self._made_stack()
        if stack.open(message_id):
            stack.card.open_later()

    def _notice_hand_over(self, message_id: str) -> None:
        stack = self._made_stack()
        if stack.open(message_id):
            stack.card.open_hand_over()

    def _tell_of_notice(self, step: StepChanged) -> None:
        """What came of a button in a notification, which is gone by then: said where no window of ours says it."""
        if step.message_id not in self._by_notice:
            return
        self._by_notice.discard(step.message_id)
        if self._is_seen(self.stack) or self._is_seen(self.inbox):
            return
        if step.state is RequestState.QUEUED:
            self._note(self.tr("Not sent yet"), self.tr("What you did is kept here and sent as soon as the server answers."))
        elif step.state is RequestState.REFUSED and step.error is not None:
            self._note(self.tr("That was not done"), sentence(step.error, self._language))
        else:
            self.notices.offer_undo(step)

    def _is_seen(self, window: CallbackStack | InboxWindow | MessageForm | None) -> bool:
        return window is not None and window.isVisible()

    def _is_urgent(self, message_id: str) -> bool:
        message = self.messages.get(message_id)
        return message is not None and message.urgent

    def _recount(self) -> None:
        self._put_off |= {each.id for each in self.messages.waiting() if self.messages.is_put_off(each)}
        count = self.messages.count()
        if count != self._count:
            self._count = count
            self.count_changed.emit(count)

    def _step(self, message_id: str, step: wire.MessageStep) -> None:
        self._submit(lambda session: session.messages.request_step(message_id, step))

    def _seen(self, message_id: str) -> None:
        message = self.messages.get(message_id)
        if message is not None and message.stage in (Stage.NEW, Stage.DELIVERED):
            step = wire.MessageStep(Step.SEE, message.version)
            self._submit(lambda session: session.messages.mark_seen(message_id, step))

    def _ring(self, message_id: str) -> None:
        self._submit(lambda session: session.messages.ring_caller(message_id), self._rang, message_id)

    def _rang(self, _: object, fault: Exception | None, message_id: str) -> None:
        if fault is None:
            return
        if not isinstance(fault, PresenceError):
            raise fault
        for window in (self.stack, self.inbox):
            if window is not None:
                window.card.say_trouble(message_id, sentence(fault, self._language))
        if not self._is_seen(self.stack) and not self._is_seen(self.inbox):
            self._note(self.tr("The phone could not be rung"), sentence(fault, self._language))

    def _left(self, left: MessageLeft) -> None:
        if left.state is RequestState.SENDING and self.drafts is not None:
            self.drafts.forget()
        elif left.state is RequestState.REFUSED:
            self._keep_draft()
        if left.state is RequestState.IN_FORCE and left.message is not None:
            name = left.message.to_name or self.tr("the switchboard")
            self._note(self.tr("Message left"), self.tr("For {name}.").format(name=name))
        elif left.state is RequestState.QUEUED:
            text = self.tr("No contact with the presence server. The message waits here and is sent as soon as it answers.")
            self._note(self.tr("Not left yet"), text)
        elif left.state is RequestState.REFUSED and left.error is not None and not self._is_seen(self.form):
            self._refused.append(left.request)
            self._note(self.tr("The message was not left"), sentence(left.error, self._language))
