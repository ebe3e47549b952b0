"""The windows beside the grid: somebody's card, the form of an absence, and the keys; each made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from kalix_presence import wire
from kalix_presence.client.connection import plans
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.facts import lent_by, lets_see_plans
from kalix_presence.desktop.bridge import Submit, quietly
from kalix_presence.desktop.grid.present_calls import GridCalls
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.kept_text import KeptText

if TYPE_CHECKING:
    from kalix_presence.desktop.grid.absence_form import AbsenceForm
    from kalix_presence.desktop.grid.actions import GridActions
    from kalix_presence.desktop.grid.card import PersonCard
    from kalix_presence.desktop.grid.key_map import KeyMap
    from kalix_presence.desktop.grid.window import Grid

MOST_PLANS = 5
"""So many absences to come stand on a person's card."""


class WindowsBeside:
    """`grid` makes the grid where there is none yet; what was typed in a form is kept in `typed`."""

    def __init__(
        self,
        presence: Presence,
        calls: GridCalls,
        language: str,
        *,
        submit: Submit,
        actions: Callable[[], GridActions],
        grid: Callable[[], Grid],
        typed: KeptText,
    ) -> None:
        self._presence, self._calls, self._language, self._submit = presence, calls, language, submit
        self._actions, self._grid, self.typed = actions, grid, typed
        self.card: PersonCard | None = None
        self.absence_form: AbsenceForm | None = None
        self.key_map: KeyMap | None = None

    @property
    def windows(self) -> list[QWidget]:
        """Those that were made."""
        return [window for window in (self.card, self.absence_form, self.key_map) if window is not None]

    def forget(self) -> None:
        """They are gone: made anew when next wanted."""
        self.card = self.absence_form = self.key_map = None

    def speak(self, language: str) -> None:
        """Speak another language from now on."""
        self._language = language

    def open_card(self, extension: str) -> None:
        """Show somebody's card."""
        if self.card is None:
            from kalix_presence.desktop.grid.card import PersonCard

            self.card = PersonCard(self._presence, self._language, self._grid())
            self.card.beside = self._grid().listing.beside
            self.card.act_asked.connect(self._actions().do)
            self.card.call_asked.connect(lambda number, as_given: self._actions().call(number, as_given=as_given))
        self.card.show_call(self._calls.chosen)
        self.card.open(extension)
        if self._sees_plans(extension) and self._presence.link is LinkState.ONLINE:
            show = quietly(lambda view: self._show_plans(extension, view))
            self._submit(lambda session: plans.plans_of(session.hub, extension), show)

    def _sees_plans(self, extension: str) -> bool:
        """By role whoever may set somebody's absence sees what is planned; a delegate who was given that."""
        me = self._presence.me
        if lent_by(me, extension) is not None and (me is None or me.may.get("set_absence") not in ("all", "administration")):
            return lets_see_plans(me, extension)
        from kalix_presence.desktop.grid.action_rules import why_not
        from kalix_presence.desktop.grid.keys import Do

        return not why_not(Do.SET_ABSENCE, self._actions().situation(extension))

    def _show_plans(self, extension: str, view: wire.PlansView) -> None:
        if self.card is not None:
            self.card.show_plans(extension, [each.absence for each in view.coming[:MOST_PLANS]])

    def open_keys(self) -> None:
        """Show which keys there are."""
        if self.key_map is not None and not self.key_map.isVisible():
            self.key_map.deleteLater()  # the role may be another by now
            self.key_map = None
        if self.key_map is None:
            from kalix_presence.desktop.grid.key_map import KeyMap

            self.key_map = KeyMap(self._grid(), self._presence.me)
        self.key_map.open()

    def open_absence_form(self, person: wire.PersonView) -> None:
        """Let somebody's absence be set."""
        form, extension = self.form(), person.extension
        form.open_for(person)
        if self._sees_plans(extension) and self._presence.link is LinkState.ONLINE:
            show = quietly(lambda view: form.show_coming(extension, [each.absence for each in view.coming]))
            self._submit(lambda session: plans.plans_of(session.hub, extension), show)

    def form_again(self, about: tuple[str, bool]) -> None:
        """The form that was open, for the same person or unit."""
        person = self._presence.people.get(about[0])
        if person is not None:
            self.form().open_for_unit(person) if about[1] else self.open_absence_form(person)
            self.typed.put_back(self.form(), about=about)

    def form(self) -> AbsenceForm:
        """The form for the absence of somebody, or for a unit."""
        if self.absence_form is None:
            from kalix_presence.desktop.grid.absence_form import AbsenceForm

            self.absence_form = AbsenceForm(self._presence, self._language, self._grid())
            self.absence_form.set_asked.connect(self._actions().set_absence)
            self.absence_form.unit_asked.connect(self._actions().forward_unit)
        return self.absence_form
