"""Puts the grid together: calls and notices as the hub tells them, and the windows, each made when it is first wanted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kalix_presence import wire
from kalix_presence.client.connection import plans
from kalix_presence.client.connection import reception as exchange
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import Happened, SessionEvent
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.finding.filters import Filters
from kalix_presence.desktop.grid.action_rules import why_not
from kalix_presence.desktop.grid.actions import GridActions
from kalix_presence.desktop.grid.keys import Do
from kalix_presence.desktop.grid.notices import GridNotices
from kalix_presence.desktop.grid.notices_controller import NoticesController
from kalix_presence.desktop.grid.present_calls import GridCalls
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.kept_text import KeptText
from kalix_presence.model.callback import AddresseeKind, Stage
from kalix_presence.model.errors import PresenceError

if TYPE_CHECKING:
    from kalix_presence.desktop.grid.absence_form import AbsenceForm
    from kalix_presence.desktop.grid.card import PersonCard
    from kalix_presence.desktop.grid.incoming_card import IncomingCard
    from kalix_presence.desktop.grid.key_map import KeyMap
    from kalix_presence.desktop.grid.undo_line import UndoLine
    from kalix_presence.desktop.grid.window import Grid


MOST_PLANS = 5
"""So many absences to come stand on a person's card."""


class GridController(QObject):
    """`submit` has the session do something; `say` shows a note; `newcomer` tells whether the greeting line is shown."""

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
        newcomer: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__()
        self._presence, self._messages, self._language = presence, messages, language
        self._submit, self._note, self._newcomer = submit, say, newcomer
        self.calls, self.notices = GridCalls(), GridNotices()
        self.notices_controller = NoticesController(presence, self.notices, language, submit=submit)
        self.officers: Callable[[wire.PersonView], str] = lambda _: ""
        """Whom to ask about somebody's telephone."""
        self.actions = self._make_actions()
        self.grid: Grid | None = None
        self.card: PersonCard | None = None
        self.undo: UndoLine | None = None
        self.incoming: IncomingCard | None = None
        self._absence_form: AbsenceForm | None = None
        self._typed, self._filters = KeptText(lambda: presence.person), Filters()
        self._compact = False
        self._again: list[Callable[[], None]] = []
        """What opens again what stood before the grid that is made anew."""
        self._key_map: KeyMap | None = None
        self.calls.rings.connect(self._rings)
        self.calls.ended.connect(self._call_ended)
        self.calls.changed.connect(self._calls_changed)
        self.notices.changed.connect(self._notices_changed)
        messages.changed.connect(self._count_waiting)
        presence.link_changed.connect(self._link_changed)

    def _make_actions(self) -> GridActions:
        actions = GridActions(self._presence, self.calls, self._language, self._submit)
        actions.done.connect(self._done)
        actions.failed.connect(self._failed)
        actions.form_asked.connect(self._open_form)
        actions.absence_asked.connect(self._open_absence_form)
        actions.unit_asked.connect(lambda person: self._form().open_for_unit(person))
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
            self._submit(lambda session: exchange.calls(session.hub), self._quietly(self.calls.replace))
            self._submit(lambda session: exchange.notices(session.hub), self._quietly(self.notices.replace))
        elif link is LinkState.SIGNED_OUT:
            # While the link is only down, what was known stays: a short break must not make a call come and go.
            self.calls.forget()
            self.notices.forget()
            self._hide_all()

    @staticmethod
    def _quietly(use: Callable[[Any], None]) -> Callable[[Any, Exception | None], None]:
        """Take the answer; a hub that does not answer is seen by the link, which asks again."""

        def finished(result: Any, fault: Exception | None) -> None:
            if fault is None:
                use(result)
            elif not isinstance(fault, PresenceError):
                raise fault

        return finished

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
            self.grid.card_asked.connect(self._open_card)
            self.grid.call_act_asked.connect(self.actions.act_on_call)
            self.grid.keys_asked.connect(self._open_keys)
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
            self.grid.pane.set(self._filters)
            self._count_waiting()
            self._calls_changed()
            self._typed.put_back(self.grid)
        return self.grid

    def _open_card(self, extension: str) -> None:
        if self.card is None:
            from kalix_presence.desktop.grid.card import PersonCard

            self.card = PersonCard(self._presence, self._language, self.grid)
            self.card.beside = self._made_grid().listing.beside
            self.card.act_asked.connect(self.actions.do)
            self.card.call_asked.connect(lambda number, as_given: self.actions.call(number, as_given=as_given))
        self.card.show_call(self.calls.chosen)
        self.card.open(extension)
        if not why_not(Do.SET_ABSENCE, self.actions.situation(extension)) and self._presence.link is LinkState.ONLINE:
            # Whoever may set somebody's absence may see what is planned.
            show = self._quietly(lambda view: self._show_plans(extension, view))
            self._submit(lambda session: plans.plans_of(session.hub, extension), show)

    def _show_plans(self, extension: str, view: wire.PlansView) -> None:
        if self.card is not None:
            self.card.show_plans(extension, [each.absence for each in view.coming[:MOST_PLANS]])

    def _open_keys(self) -> None:
        if self._key_map is not None and not self._key_map.isVisible():
            self._key_map.deleteLater()  # the role may be another by now
            self._key_map = None
        if self._key_map is None:
            from kalix_presence.desktop.grid.key_map import KeyMap

            self._key_map = KeyMap(self.grid, self._presence.me)
        self._key_map.open()

    def _open_absence_form(self, person: wire.PersonView) -> None:
        form, extension = self._form(), person.extension
        form.open_for(person)
        if self._presence.link is LinkState.ONLINE:
            show = self._quietly(lambda view: form.show_coming(extension, [each.absence for each in view.coming]))
            self._submit(lambda session: plans.plans_of(session.hub, extension), show)

    def _form_again(self, about: tuple[str, bool]) -> None:
        """The form that was open, for the same person or unit."""
        person = self._presence.people.get(about[0])
        if person is not None:
            self._form().open_for_unit(person) if about[1] else self._open_absence_form(person)
            self._typed.put_back(self._form(), about=about)

    def _form(self) -> AbsenceForm:
        if self._absence_form is None:
            from kalix_presence.desktop.grid.absence_form import AbsenceForm

            self._absence_form = AbsenceForm(self._presence, self._language, self.grid)
            self._absence_form.set_asked.connect(self.actions.set_absence)
            self._absence_form.unit_asked.connect(self.actions.forward_unit)
        return self._absence_form

    @property
    def _windows(self) -> list[QWidget]:
        made = (self.grid, self.card, self.incoming, self._absence_form, self._key_map)
        return [window for window in made if window is not None]

    def _hide_all(self) -> None:
        for window in self._windows:
            if window is not self.grid:
                window.hide()
        self.notices_controller.hide()

    def forget_windows(self) -> None:
        """Made anew when next wanted, in the present language and colours; what was typed goes along."""
        form, card, same = self._absence_form, self.card, self._presence.person is not None
        if form is not None and form.isVisible() and same:
            self._again.append(partial(self._form_again, form.about))
        if card is not None and card.isVisible() and same:
            self._again.append(partial(self._open_card, card.extension))
        if self.grid is not None or not same:
            self._filters = self.grid.pane.filters if self.grid is not None and same else Filters()
            self._compact = self.grid is not None and self.grid.compact
        self._typed.let_go(form, about=form.about if form is not None else None)
        self._typed.let_go(*(window for window in self._windows if window is not form))
        self.grid = self.card = self.incoming = self.undo = None
        self._absence_form = self._key_map = None
        self.notices_controller.forget_window()

    def speak(self, language: str) -> None:
        """Speak another language from now on."""
        self._language = language
        self.notices_controller.speak(language)
        self.actions = self._make_actions()
        self.forget_windows()

    # what is shown in them

    def _rings(self, call: wire.PresentCallView) -> None:
        if self.incoming is None:
            from kalix_presence.desktop.grid.incoming_card import IncomingCard

            self.incoming = IncomingCard(self._presence, self._language)
        self.incoming.show_call(call, newcomer=self._newcomer())

    def _call_ended(self, call_id: str) -> None:
        if self.incoming is not None:
            self.incoming.ended(call_id)

    def _calls_changed(self) -> None:
        chosen = self.calls.chosen
        for window in (self.grid, self.card):
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
