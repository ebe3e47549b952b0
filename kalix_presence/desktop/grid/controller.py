"""Puts the grid together: calls and notices as the hub tells them, and the windows, each made when it is first wanted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kalix_presence import wire
from kalix_presence.client.connection import reception as exchange
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import Happened, SessionEvent
from kalix_presence.desktop.bridge import Submit, quietly
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.grid.beside import WindowsBeside
from kalix_presence.desktop.grid.notices import GridNotices
from kalix_presence.desktop.grid.notices_controller import NoticesController
from kalix_presence.desktop.grid.present_calls import GridCalls
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.kept_text import KeptText
from kalix_presence.model.callback import AddresseeKind, Stage

if TYPE_CHECKING:
    from kalix_presence.desktop.finding.filters import Filters
    from kalix_presence.desktop.grid.actions import GridActions
    from kalix_presence.desktop.grid.incoming_card import IncomingCard
    from kalix_presence.desktop.grid.undo_line import UndoLine
    from kalix_presence.desktop.grid.window import Grid


class GridController(QObject):
    """`submit` has the session do something; `say` shows a note; `to_say` is what to answer a call with, "" for nothing."""

    form_asked = Signal(str, str, str)
    """A message for an extension, from a number and a name."""
    nudged = Signal(str)
    """Somebody (named) asks whether I am back."""

    def __init__(
        self,
        presence: Presence,
        messages: Messages,
        language: str,
        *,
        submit: Submit,
        say: Callable[[str, str], None],
        to_say: Callable[[], str] = str,
    ) -> None:
        super().__init__()
        self._presence, self._messages, self._language = presence, messages, language
        self._submit, self._note, self._to_say = submit, say, to_say
        self.calls, self.notices = GridCalls(), GridNotices()
        self.notices_controller = NoticesController(presence, self.notices, language, submit=submit)
        self.officers: Callable[[wire.PersonView], str] = lambda _: ""
        """Whom to ask about somebody's telephone."""
        self._actions: GridActions | None = None
        self.grid: Grid | None = None
        self.undo: UndoLine | None = None
        self.incoming: IncomingCard | None = None
        self._typed = KeptText(lambda: presence.person)
        self._filters: Filters | None = None
        self.beside = WindowsBeside(
            presence, self.calls, language, submit=submit, actions=lambda: self.actions, grid=self._made_grid, typed=self._typed
        )
        self._compact = False
        self._again: list[Callable[[], None]] = []
        """What opens again what stood before the grid that is made anew."""
        self.calls.rings.connect(self._rings)
        self.calls.ended.connect(self._call_ended)
        self.calls.changed.connect(self._calls_changed)
        self.notices.changed.connect(self._notices_changed)
        messages.changed.connect(self._count_waiting)
        presence.link_changed.connect(self._link_changed)

    @property
    def actions(self) -> GridActions:
        """What may be done to whom and to which call; there with the first window that asks, a desk that waits does without."""
        if self._actions is None:
            self._actions = self._make_actions()
        return self._actions

    def _make_actions(self) -> GridActions:
        from kalix_presence.desktop.grid.actions import GridActions

        actions = GridActions(self._presence, self.calls, self._language, self._submit)
        actions.done.connect(self._done)
        actions.failed.connect(self._failed)
        actions.form_asked.connect(self._open_form)
        actions.absence_asked.connect(lambda person: self.beside.open_absence_form(person))
        actions.unit_asked.connect(lambda person: self.beside.form().open_for_unit(person))
        return actions

    # what the session tells

    def on_session_event(self, event: SessionEvent) -> None:
        """Take in one message of the session."""
        self.calls.on_session_event(event)
        self.notices.on_session_event(event)
        if isinstance(event, Happened):
            match event.event:
                case wire.Nudge(by_name=name):
                    self.nudged.emit(name)
                case wire.AbsenceSetForYou():
                    self._say_set_for_you(event.event)

    def _link_changed(self) -> None:
        link = self._presence.link
        if link is LinkState.ONLINE:
            self.calls.begin()
            self._submit(lambda session: exchange.calls(session.hub), quietly(self.calls.replace))
            self._submit(lambda session: exchange.notices(session.hub), quietly(self.notices.replace))
        elif link is LinkState.SIGNED_OUT:
            # While the link is only down, what was known stays: a short break must not make a call come and go.
            self.calls.forget()
            self.notices.forget()
            self._hide_all()

    def _say_set_for_you(self, event: wire.AbsenceSetForYou) -> None:
        if event.absence is None:
            title = self.tr("{name} ended your absence").format(name=event.by_name)
        else:
            reason = self._presence.reason_name(event.absence.reason, self._language)
            title = self.tr("{name} set for you: {reason}").format(name=event.by_name, reason=reason)
        self._note(title, event.why or self.tr("No reason was given."))

    # windows

    def open(self) -> None:
        """Bring the grid to the front."""
        self._made_grid().open()
        again, self._again = self._again, []
        for each in again:
            each()

    def _made_grid(self) -> Grid:
        if self.grid is None:
            from kalix_presence.desktop.grid.call_strip import CallStrip
            from kalix_presence.desktop.grid.keys import Do
            from kalix_presence.desktop.grid.notice_bar import NoticeBar
            from kalix_presence.desktop.grid.undo_line import UndoLine
            from kalix_presence.desktop.grid.window import Grid

            self.grid = Grid(self._presence, self._language)
            strip = CallStrip(self._presence, self.calls, self._language)
            bar = NoticeBar(self._presence, self.notices, self._language)
            self.undo = UndoLine()
            self.grid.join(strip, bar, self.undo)
            self.grid.listing.notices = self.notices.at
            self.grid.listing.officers = self.officers
            self.grid.act_asked.connect(self.actions.do)
            self.grid.card_asked.connect(self.beside.open_card)
            self.grid.call_act_asked.connect(self.actions.act_on_call)
            self.grid.keys_asked.connect(self.beside.open_keys)
            self.grid.notices_asked.connect(self.notices_controller.open)
            self.grid.next_call_asked.connect(self.calls.choose_next)
            self.grid.undo_asked.connect(self.undo.undo)
            self.grid.trouble.connect(self._note)
            strip.complete_asked.connect(self.actions.complete)
            strip.cancel_asked.connect(lambda: self.actions.act_on_call(Do.BACK_TO_CALLER))
            strip.take_asked.connect(self.actions.pick_up)
            strip.person_asked.connect(self.grid.show_person)
            bar.opened.connect(self.notices_controller.open)
            if self._compact:
                self.grid.change_size()
            if self._filters is not None:
                self.grid.pane.set(self._filters)
            self._count_waiting()
            self._calls_changed()
            self._typed.put_back(self.grid)
        return self.grid

    @property
    def _windows(self) -> list[QWidget]:
        return [*(window for window in (self.grid, self.incoming) if window is not None), *self.beside.windows]

    def _hide_all(self) -> None:
        for window in self._windows:
            if window is not self.grid:
                window.hide()
        self.notices_controller.hide()

    def forget_windows(self) -> None:
        """Made anew when next wanted, in the present language and colours; what was typed goes along."""
        form, card, same = self.beside.absence_form, self.beside.card, self._presence.person is not None
        if form is not None and form.isVisible() and same:
            self._again.append(partial(self.beside.form_again, form.about))
        if card is not None and card.isVisible() and same:
            self._again.append(partial(self.beside.open_card, card.extension))
        if self.grid is not None or not same:
            self._filters = self.grid.pane.filters if self.grid is not None and same else None
            self._compact = self.grid is not None and self.grid.compact
        self._typed.let_go(form, about=form.about if form is not None else None)
        self._typed.let_go(*(window for window in self._windows if window is not form))
        self.grid = self.incoming = self.undo = None
        self.beside.forget()
        self.notices_controller.forget_window()

    def speak(self, language: str) -> None:
        """Speak another language from now on."""
        self._language = language
        self.notices_controller.speak(language)
        self._actions = None
        self.beside.speak(language)
        self.forget_windows()

    # what is shown in them

    def _rings(self, call: wire.PresentCallView) -> None:
        if self.incoming is None:
            from kalix_presence.desktop.grid.incoming_card import IncomingCard

            self.incoming = IncomingCard(self._presence, self._language)
        self.incoming.show_call(call, say=self._to_say())

    def _call_ended(self, call_id: str) -> None:
        if self.incoming is not None:
            self.incoming.ended(call_id)

    def _calls_changed(self) -> None:
        chosen = self.calls.chosen
        for window in (self.grid, self.beside.card):
            if window is not None:
                window.show_call(chosen)

    def _notices_changed(self) -> None:
        if self.grid is not None:
            self.grid.paint_again()

    def _count_waiting(self) -> None:
        if self.grid is None:
            return
        waiting = Counter(
            each.to for each in self._messages.open() if each.to_kind is AddresseeKind.PERSON and each.stage is not Stage.DONE
        )
        self.grid.show_waiting(dict(waiting))

    def _open_form(self, extension: str) -> None:
        call = self.calls.chosen
        number = (call.number_shown or call.number) if call is not None else ""
        self.form_asked.emit(extension, number, (call.name or call.says or call.noted) if call is not None else "")

    # what came of it

    def _done(self, said: str, undo: Callable[[], None] | None) -> None:
        if self.undo is not None and self.grid is not None and self.grid.isVisible():
            self.grid.say("")
            self.undo.say(said, undo)
        else:
            self._note(said, "")

    def _failed(self, why: str) -> None:
        if self.grid is not None and self.grid.isVisible():
            self.grid.say(why)
        else:
            self._note(self.tr("That was not possible"), why)
