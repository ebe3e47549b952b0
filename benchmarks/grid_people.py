"""The organisation of the grid's benchmark: the same people each time, as a hub would tell of them."""

from __future__ import annotations

import random

from kalix_presence import shipped, wire
from kalix_presence.model.line import LineState

GIVEN = ["Anna", "Erik", "Maria", "Lars", "Karin", "Johan", "Eva", "Anders", "Kristina", "Per"]
GIVEN += ["Sara", "Mikael", "Lena", "Karl", "Emma", "Åsa", "Östen", "Elin", "Nils", "Ida"]
FAMILY = ["Andersson", "Johansson", "Karlsson", "Nilsson", "Eriksson", "Larsson", "Olsson", "Persson", "Svensson"]
FAMILY += ["Ek", "Öhman", "Söderström", "Berg", "Fors", "Kalix", "Lindgren", "Wikström", "Sundqvist", "Hedlund"]
FAMILY += ["Pettersson", "Blom", "Nyström", "Fredriksson", "Forsberg", "Lantto"]
DUTIES = ["bygglov", "skolskjuts", "avlopp", "hemtjänst", "bibliotek", "arkiv", "lön", "upphandling"]
DUTIES += ["miljötillsyn", "strandskydd"]
FIRST_EXTENSION = 10_000
TYPED = ("bygglov", "anna ek", "per sven", "enhet 12", "soderstrom", "skolskj", "20417", "lars", "ohman asa", "bibliotek")
"""What is searched for, letter by letter."""


def organisation(count: int) -> list[wire.PersonView]:
    """So many people in 400 units of 12 administrations."""
    chance = random.Random(count)
    return [
        wire.PersonView(
            str(FIRST_EXTENSION + number),
            f"{chance.choice(GIVEN)} {(family := chance.choice(FAMILY))}{number % 97}",
            f"u{number % 400}",
            f"Enhet {number % 400}",
            f"Förvaltning {number % 12}",
            family_name=f"{family}{number % 97}",
            title="Handläggare",
            direct=f"0980-{number:06}",
            email=f"p{number}@exempel.invalid",
            duties=[chance.choice(DUTIES)],
        )
        for number in range(count)
    ]


def receptionist(people: list[wire.PersonView]) -> wire.Me:
    """Who looks at the grid."""
    return wire.Me("maria", ["receptionist"], {"set_absence": "all", "use_phone": "self"}, people[0])


def board(people: list[wire.PersonView]) -> list[wire.Standing]:
    """Everybody is in, with a free line."""
    return [wire.Standing(person.extension, 1, line=LineState.IDLE) for person in people]


def reasons() -> wire.ReasonsView:
    """The reasons that come with the program."""
    return wire.ReasonsView(
        [
            wire.ReasonView(each.code, dict(each.names), each.icon, each.colour, each.shape, each.digit, each.usual)
            for each in shipped.default_reasons()
        ]
    )
