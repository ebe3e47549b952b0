"""Newcomers who have not finished their first steps, unit by unit: what is missing, and never when something was done."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.desktop.officer.desk_page import CardsPage, card
from kalix_presence.model.newcomer import FirstStep


class NewcomersPage(CardsPage):
    """By unit and name, in no other order."""

    def __init__(self) -> None:
        super().__init__("")
        self.title = self.tr("Newcomers")
        self.lead.setText(self.tr("Who is new and has not finished. The program shows them the steps; offer your help."))

    def show_newcomers(self, found: wire.NewcomersView) -> None:
        """These are all."""
        self.lead.setVisible(bool(found.newcomers))
        cards = [card(*self._words(each)) for each in found.newcomers]
        self.show_cards(cards, self.tr("All newcomers have finished."))

    def _words(self, one: wire.UnfinishedNewcomer) -> tuple[str, list[str]]:
        names = {
            FirstStep.EXTENSION: self.tr("extension"),
            FirstStep.HOURS: self.tr("working hours"),
            FirstStep.SIGNATURE: self.tr("signature"),
            FirstStep.CODES: self.tr("codes on the phone"),
            FirstStep.POLICY: self.tr("telephone policy"),
            FirstStep.ABSENCE: self.tr("first absence"),
            FirstStep.CALL: self.tr("call to the own telephone"),
        }
        newer = self.tr("something that this program does not know")
        lacks = ", ".join(names.get(step, newer) for step in one.missing)
        begun = "" if one.begun else self.tr("Has not signed in yet.")
        return f"{one.unit_name}: {one.name} ({one.extension})", [self.tr("Missing: {steps}").format(steps=lacks), begun]
