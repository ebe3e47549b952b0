"""To whom: one field for a colleague, a unit, a duty or the switchboard, found as everywhere else in the program."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from kalix_presence import wire
from kalix_presence.desktop.finding.finder import shared_finder
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.people_completer import OFFERED, PeopleCompleter
from kalix_presence.model.callback import AddresseeKind


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible addressee, as it is offered."""

    kind: AddresseeKind
    code: str
    words: str


class AddresseeField(QLineEdit):
    """Offers while it is typed; `but` is the extension that is not offered."""

    def __init__(
        self, presence: Presence, language: str, *, but: str = "", switchboard: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._presence, self._but, self._with_switchboard = presence, but, switchboard
        self._finder = shared_finder(presence)
        self._completer = PeopleCompleter(presence, language, words_of, self)
        self._known = False
        self._groups: list[Choice] = []
        self._by_words: dict[str, Choice] = {}
        self.setCompleter(self._completer)
        self.textEdited.connect(self._offer)
        presence.facts_changed.connect(self._forget)

    def choose(self, extension: str) -> None:
        """Name this colleague."""
        person = self._presence.people.get(extension)
        if person is not None:
            self.setText(words_of(person))

    def words_for(self, kind: AddresseeKind, code: str) -> str:
        """How an addressee is named in this field; "" for one that is not known."""
        self._know()
        person = self._presence.people.get(code) if kind is AddresseeKind.PERSON else None
        if person is not None:
            return words_of(person)
        return next((each.words for each in self._groups if (each.kind, each.code) == (kind, code)), "")

    def chosen(self) -> Choice | None:
        """Who is meant; None when nobody is, or it could be several."""
        typed = " ".join(self.text().split())
        if not typed:
            return None
        person = self._presence.people.get(typed.rpartition(",")[2].strip())
        if person is not None and typed in (person.extension, words_of(person)):
            return _choice(person) if person.extension != self._but else None
        self._know()
        exact = self._by_words.get(typed.casefold())
        if exact is not None or person is not None:
            return exact or (_choice(person) if person is not None and person.extension != self._but else None)
        if self._finder.by_name is not None:
            return None  # more may be found once everybody is read in
        found = self._found(typed, 2)
        return found[0] if len(found) == 1 else None

    def _offer(self, typed: str) -> None:
        self._know()
        found = self._found(typed, OFFERED)
        people = [self._presence.people[each.code] for each in found if each.kind is AddresseeKind.PERSON]
        self._completer.offer(people, [each.words for each in found if each.kind is not AddresseeKind.PERSON])

    def _found(self, typed: str, most: int) -> list[Choice]:
        asked = typed.casefold().split()
        groups = [choice for choice in self._groups if asked and all(word in choice.words.casefold() for word in asked)]
        return [*map(_choice, self._completer.found(typed, self._but, most)), *groups][:most]

    def _know(self) -> None:
        """Have everybody indexed, when it is first typed in and when the directory has changed."""
        self._completer.know()
        if self._known:
            return
        self._known = True
        people = list(self._presence.people.values())
        units = {each.unit: each.unit_name for each in people}
        duties = sorted({duty for each in people for duty in each.duties})
        unit, duty, switchboard = group_words()
        self._groups = [Choice(AddresseeKind.UNIT, code, unit.format(name=name)) for code, name in sorted(units.items())]
        self._groups += [Choice(AddresseeKind.DUTY, name, duty.format(name=name)) for name in duties]
        if self._with_switchboard:
            self._groups.append(Choice(AddresseeKind.SWITCHBOARD, "", switchboard))
        self._by_words = {choice.words.casefold(): choice for choice in self._groups}

    def _forget(self) -> None:
        self._known = False


def words_of(person: wire.PersonView) -> str:
    """A colleague as offered: the name, and the extension that tells two of one name apart."""
    return f"{person.name}, {person.extension}"


def group_words() -> tuple[str, str, str]:
    """How a unit, a duty and the switchboard are offered; with a blank {name}."""
    translate = QCoreApplication.translate
    return (
        translate("AddresseeField", "Unit: {name}"),
        translate("AddresseeField", "Duty: {name}"),
        translate("AddresseeField", "The switchboard"),
    )


def _choice(person: wire.PersonView) -> Choice:
    return Choice(AddresseeKind.PERSON, person.extension, words_of(person))
