"""The content lines of a calendar as components, as far as they matter here; in one pass that no file can make longer.

Why not icalendar: it takes 200 microseconds a property, keeps time zones of one file for all others, and stops at the first odd
line of a file. Here a line that cannot be read is one property less.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")
"""Their values hold no colon, while names of time zones in front of them may ("tzone://Microsoft/Custom")."""
_PLAIN = (
    "UID", "SUMMARY", "DURATION", "RRULE", "EXRULE",
    "STATUS", "TRANSP", "CLASS", "SEQUENCE", "DTSTAMP", "METHOD", "TZID", "TZOFFSETFROM",
    "TZOFFSETTO", "FREEBUSY", "ATTENDEE", "X-WR-TIMEZONE", "X-LIC-LOCATION", "X-MICROSOFT-CDO-BUSYSTATUS",
    "X-MICROSOFT-CDO-INTENDEDSTATUS", "X-MICROSOFT-CDO-ALLDAYEVENT", "X-NEXTCLOUD-OUT-OF-OFFICE",
)  # fmt: skip
_KEPT = ("VCALENDAR", "VEVENT", "VFREEBUSY", "VTIMEZONE", "STANDARD", "DAYLIGHT")
_LINE = re.compile(rf"^(BEGIN|END|{'|'.join((*_TIMES, *_PLAIN))})([;:].*)$", re.IGNORECASE | re.MULTILINE)
_HEAD = re.compile(r'((?:;[^:"]*(?:"[^"]*"[^:"]*)*)?):(.*)')
_PARAMETER = re.compile(r';([A-Za-z-]+)=("[^"]*"|[^;]*)')
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Property:
    """One content line: its parameters by name in upper case, its value as written."""

    parameters: dict[str, str]
    value: str


@dataclass(slots=True)
class Component:
    """One BEGIN to END. `whole` is false when its END is missing."""

    name: str
    properties: dict[str, list[Property]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)
    whole: bool = False

    def all(self, name: str) -> list[Property]:
        """Every line of this name."""
        return self.properties.get(name, [])

    def one(self, name: str) -> Property | None:
        """The first line of this name."""
        found = self.properties.get(name)
        return found[0] if found else None

    def text(self, name: str) -> str:
        """The value of the first line of this name as people read it, "" when there is none."""
        found = self.one(name)
        if found is None:
            return ""
        read = _ESCAPED.sub(lambda escaped: " " if escaped[1] in "nN" else escaped[1], found.value)
        return " ".join("".join(letter if letter.isprintable() else " " for letter in read).split())


def calendars(text: str) -> Iterator[Component]:
    """The calendars in `text` (as `calendar_file.decoded` gives it), with events, free-busy and time zones alone."""
    open_ones: list[Component] = []
    skipped = 0  # how deep inside something that does not matter
    for found in _LINE.finditer(text):
        name, rest = found[1].upper(), found[2]
        if name == "BEGIN":
            kind = rest[1:].strip().upper()
            if skipped or kind not in _KEPT or (kind == "VCALENDAR") != (not open_ones):
                skipped += 1 if open_ones or skipped else 0
                continue
            _begin(Component(kind), open_ones)
        elif name == "END":
            if skipped:
                skipped -= 1
            elif open_ones and open_ones[-1].name == rest[1:].strip().upper():
                done = open_ones.pop()
                done.whole = True
                if not open_ones:
                    yield done
        elif open_ones and not skipped:
            line = _property(name, rest)
            if line is not None:
                open_ones[-1].properties.setdefault(name, []).append(line)
    if open_ones:  # cut off: what was whole until then is read
        yield open_ones[0]


def _begin(made: Component, open_ones: list[Component]) -> None:
    if made.name in ("VEVENT", "VFREEBUSY", "VTIMEZONE"):
        del open_ones[1:]  # the END of the one before is missing
    if open_ones:
        open_ones[-1].parts.append(made)
    open_ones.append(made)


def _property(name: str, rest: str) -> Property | None:
    if name == "ATTENDEE" and "DECLINED" not in rest.upper():
        return None
    if name in _TIMES:
        head, _, value = rest.rpartition(":")
    else:
        found = _HEAD.fullmatch(rest)
        if found is None:
            return None
        head, value = found[1], found[2]
    parameters = {key.upper(): said.strip('"') for key, said in _PARAMETER.findall(head)} if head else {}
    return Property(parameters, value.strip())
