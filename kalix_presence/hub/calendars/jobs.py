"""What is asked of the process that reads calendars, and what it answers; both travel as MessagePack."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from kalix_presence.hub.calendars.reading import Read


class ReadWindow(msgspec.Struct, frozen=True):
    """From when until when (aware), the zone of times without one, the e-mail address whose answers count, and whether "MÖT:"
    and "MÖT;" do in a file that becomes plans."""

    first: datetime
    last: datetime
    zone: str
    owner: str = ""
    marks: bool = True


class ReadFile(msgspec.Struct, frozen=True, tag=True):
    """Read a calendar file; answered by `Read`."""

    content: bytes
    window: ReadWindow


class ReadReport(msgspec.Struct, frozen=True, tag=True):
    """Read all that is in an answer to a CalDAV REPORT at `base`; answered by `Report`."""

    content: bytes
    base: str
    window: ReadWindow


class ReadListing(msgspec.Struct, frozen=True, tag=True):
    """Read which calendars a CalDAV PROPFIND names; answered by `ListingJob`."""

    content: bytes
    base: str


class MakePlans(msgspec.Struct, frozen=True, tag=True):
    """Read a calendar file as plans; answered by `Planned`."""

    content: bytes
    window: ReadWindow


Job = ReadFile | ReadReport | ReadListing | MakePlans


class Collection(msgspec.Struct, frozen=True):
    """A calendar at a CalDAV server; its `token` changes when it does. `tells`: it says what has changed since a token."""

    href: str
    name: str
    token: str
    tells: bool = False


class ListingJob(msgspec.Struct, frozen=True):
    """The calendars that an answer names, and where else to ask."""

    calendars: list[Collection]
    onward: list[str] = []


class Item(msgspec.Struct, frozen=True):
    """One file of a calendar, by its address: what it says (`read`), that it is `gone`, or neither where the server names it
    and leaves out what it says."""

    address: str
    read: Read | None = None
    gone: bool = False


class Report(msgspec.Struct, frozen=True):
    """What an answer to a REPORT names. `token` is what to ask by next; `more`: it was cut short, and goes on from there."""

    items: list[Item]
    token: str = ""
    more: bool = False


class Candidate(msgspec.Struct, frozen=True):
    """What an entry of a file is as a plan; wall times in `zone`, `whole_days` counts days (0 for none).

    `uid` is that of its entry and `key` its own among those, both for `Plan.uid`. `informs`: it closes no phone ("MÖT; ...").
    `replaces` is what it stands for of a series (a day, or an aware time, ISO 8601), and `alone` says that the file does not
    tell that series itself. With a `code` it is no plan, and the code says why; what was one of it goes, unless it is `unread`.
    """

    uid: str
    key: str
    summary: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    whole_days: int = 0
    zone: str = ""
    repeat: str = ""
    skipped: tuple[date, ...] = ()
    away: bool = False
    informs: bool = False
    replaces: str = ""
    alone: bool = False
    code: str = ""
    unread: bool = False
    guessed_zone: bool = False
    """Its times are in a zone that nobody knows, and were read in the site's."""


class Planned(msgspec.Struct, frozen=True):
    """The plans of a file. `whole` are UIDs that it tells whole: what it tells no longer of them is gone. `over`: how many
    entries are. `lacks` is why nothing of it can be used."""

    candidates: list[Candidate]
    whole: list[str] = []
    over: int = 0
    lacks: str | None = None


class Refused(msgspec.Struct, frozen=True):
    """The file is refused for this reason."""

    code: str


class JobOutcome(msgspec.Struct, frozen=True):
    """One answer: what was asked for, or why not."""

    read: Read | None = None
    report: Report | None = None
    listing: ListingJob | None = None
    planned: Planned | None = None
    refused: Refused | None = None
