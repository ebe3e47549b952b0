"""Contact cards: what the site says of itself, and what may be given away of everybody of a unit (P10)."""

from __future__ import annotations

import msgspec

from kalix_presence.model.contact import Contact


class Sender(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the organisation says of itself, by the site's policy. `addresses` are by unit, of those with another one than
    `address`; `signature` is the template of `model.signature`, empty for the built-in one."""

    organisation: str = ""
    web: str = ""
    address: str = ""
    addresses: dict[str, str] = {}
    signature: list[str] = []


class CardUnit(msgspec.Struct, frozen=True, omit_defaults=True):
    """A unit that the reader makes cards of; `depth` is how many of those above it the reader is told, too."""

    unit: str
    name: str
    depth: int = 0


class PersonCard(msgspec.Struct, frozen=True, omit_defaults=True):
    """What anybody may have of a person, and the `language` (sv, en, fi) in which it is said. Never a mobile number."""

    extension: str
    name: str
    language: str = "sv"
    family_name: str = ""
    title: str = ""
    unit: str = ""
    administration: str = ""
    direct: str = ""
    email: str = ""
    address: str = ""


class CardsView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to GET /cards: the `units` that the reader makes cards of, and the `people` of `unit`, by name, where one was
    asked for: with those of the units below it where `below`. `country` is where their numbers belong (ISO 3166)."""

    units: list[CardUnit]
    sender: Sender
    country: str = "SE"
    unit: str = ""
    unit_name: str = ""
    below: bool = False
    people: list[PersonCard] = []

    def contact_of(self, card: PersonCard) -> Contact:
        """The person as signature, contact card and letter are made of them."""
        return Contact(
            name=card.name,
            title=card.title,
            unit=card.unit,
            administration=card.administration,
            organisation=self.sender.organisation,
            direct=card.direct,
            email=card.email,
            family_name=card.family_name,
            address=card.address or self.sender.address,
            web=self.sender.web,
        )

    @property
    def without_direct(self) -> list[PersonCard]:
        """Those without a direct number: somebody has to see to it."""
        return [card for card in self.people if not card.direct]
