"""Why the first hit is the first, as data, and as one line for people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from kalix_presence.model.finding.reach import Reach
from kalix_presence.model.words import Words


class Match(StrEnum):
    """By what somebody was found."""

    ALL = "all"
    """Nothing was asked for."""
    NAME = "name"
    EXTENSION = "extension"
    DUTY = "duty"
    TITLE = "title"
    UNIT = "unit"
    PLACE = "place"
    NUMBER = "number"
    MOBILE = "mobile"
    NEAR = "near"
    """By a word that is spelled nearly so."""

    @classmethod
    def _missing_(cls, value: object) -> Match:
        return cls.NAME


@dataclass(frozen=True, slots=True)
class Why:
    """Why somebody stands first: `what` of theirs matched (a duty, a unit's name; "" for name and numbers), and how they can be
    reached. `instead` is the deputy's extension where the deputy is who can be reached."""

    match: Match
    what: str
    reach: Reach
    instead: str = ""


def say_why(why: Why, *, name: str, name_of: Callable[[str], str], words: Words) -> str:
    """One line: "Anna Ek handles bygglov and is free now."; `name_of` gives a deputy's name."""
    matched = words.say(f"finding.match-{why.match.value}", what=why.what)
    reach = words.say(f"finding.reach-{why.reach.name.lower()}", instead=name_of(why.instead) if why.instead else "")
    return words.say("finding.why" if matched else "finding.why-short", name=name, matched=matched, reach=reach)
