"""What the hub and the process that reads a directory server say to each other."""

from __future__ import annotations

import struct

import msgspec

LENGTH = struct.Struct(">I")
"""Before each message its length in bytes."""


class LdapJob(msgspec.Struct, frozen=True):
    """Read what `filter` finds below `base`; the settings are the site's (`LdapSource`). `ca` is a path, "" for the system's.

    With `mark` only what changed since, where the server that wrote the mark is asked again. `only_probe`: connect, sign in and
    look for the base, read nobody.
    """

    servers: tuple[str, ...]
    bind: str
    password: str
    active_directory: bool
    starttls: bool
    ca: str
    base: str
    filter: str
    attributes: tuple[str, ...]
    groups: tuple[str, ...]
    page: int
    seconds: float
    mark: str = ""
    only_probe: bool = False


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """Somebody as the server has them: what it calls them for good, where they lie, and the values by attribute in small
    letters."""

    key: str
    dn: str
    values: dict[str, list[str]]


class Alive(msgspec.Struct, frozen=True, tag="alive"):
    """Something more has been read; whoever waits may go on waiting."""

    entries: int = 0


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """It could not be read; `code` names the sentence."""

    code: str
    params: dict[str, str] = {}


class Read(msgspec.Struct, frozen=True, tag="read"):
    """All of it. `whole` unless it is only what changed, `gone` of whom nobody should be here any longer; `members` are keys by
    group. `mark` is for the next look."""

    base: str
    entries: list[Entry]
    whole: bool
    gone: list[str] = []
    members: dict[str, list[str]] = {}
    mark: str = ""


LdapAnswer = Alive | Refused | Read
