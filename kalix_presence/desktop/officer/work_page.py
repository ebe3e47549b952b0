"""To see to: what the hub has found in the units that one is officer of, a card for each unit and kind."""

from __future__ import annotations

from kalix_presence import shipped, wire
from kalix_presence.desktop.officer.desk_page import CardsPage, card
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.work_list import ToSee
from kalix_presence.report.under_goal import lines_under_goal


class WorkPage(CardsPage):
    """Of telephones and settings, in no order of merit; what is not known now is said."""

    def __init__(self, presence: Presence, language: str) -> None:
        super().__init__("")
        self.title = self.tr("To see to")
        self._presence, self._report_words = presence, shipped.words(language)

    def show_work(self, found: wire.WorkList) -> None:
        """This is all there is."""
        self.lead.setText("" if found.pbx else self.tr("There is no contact with the PBX: nothing is known of lines now."))
        self.lead.setVisible(not found.pbx)
        self.show_cards([card(*self._words(each)) for each in found.items], self.tr("There is nothing to see to."))

    def _words(self, one: wire.WorkItem) -> tuple[str, list[str]]:
        kinds = {
            ToSee.NOT_CONNECTED: self.tr("Telephones that are not connected now"),
            ToSee.NEVER_CONNECTED: self.tr("Telephones that have never been connected"),
            ToSee.ENDLESS_FORWARD: self.tr("Forwards for more than a week that nothing ends"),
            ToSee.QUIET_LINE: self.tr("Lines where no call has been answered for a whole month"),
            ToSee.OLD_HOURS: self.tr("Phone hours whose last day has passed"),
            ToSee.UNDER_GOAL: self.tr("Goals of the policy report that were not reached"),
        }
        people = self._presence.people
        named = [f"{people[each].name} ({each})" if each in people else each for each in one.extensions]
        what = kinds.get(one.what, self.tr("Something that this program does not know"))
        return f"{one.unit_name}: {what}", [", ".join(named), *lines_under_goal(one.under_goal, self._report_words)]
