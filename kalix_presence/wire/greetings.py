"""The line to answer a call with (P3): one's own, and of the units that one keeps it for."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from kalix_presence.wire.event_kinds import EventKind


class OwnGreeting(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one is to answer with, and the last day on which the site shows it to one as a newcomer; None: on no day."""

    line: str
    until: date | None = None


class UnitGreeting(msgspec.Struct, frozen=True, omit_defaults=True):
    """A unit's line, with blanks ({unit}, {given}, {family}, {administration}); `own` "": it has none, and `line` counts, which
    is of the unit `of_name`, "" the usual one. `version` is 0 while nobody has ever set one. `example`: as somebody of the unit
    says it, "" where nobody is."""

    unit: str
    name: str
    parent: str
    version: int
    line: str
    own: str = ""
    of_name: str = ""
    example: str = ""


class GreetingsView(msgspec.Struct, frozen=True):
    """Answer to GET /greetings: the units whose line the reader may set, each after the one above it. `days`: for how many
    newcomers see it, 0 never; `longest`: characters of a line."""

    units: list[UnitGreeting]
    days: int
    longest: int


class GreetingWish(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of PUT /units/{unit}/greeting: the line is to be this one, "" for none of its own; `version` as it was seen."""

    version: int
    line: str = ""


class GreetingChanged(msgspec.Struct, frozen=True, tag=EventKind.GREETING.value, tag_field="kind"):
    """The line of this unit is another now, and with it that of units below it: to be asked for anew. Numbered."""

    number: int
    at: datetime
    unit: str
