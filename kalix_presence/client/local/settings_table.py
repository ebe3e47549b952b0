"""Every setting of the client: its key, what it may be, what it is where nobody chose, and whether it may be locked.

Person's file, machine policy and machine defaults are all read by this table; the settings window offers what stands
here, and so does whatever is made for administrators. A setting that is not here does not exist: `Settings` has the same names.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kalix_presence.client.connection.address import hub_address, server_text
from kalix_presence.client.local.office import networks_of
from kalix_presence.model.errors import BadInput
from kalix_presence.model.greeting import Shown
from kalix_presence.model.words import LANGUAGES

DEFAULT_HUB = "http://127.0.0.1:8770"
"""The hub of a trial on this computer; also what "no hub is known" looks like."""
LONGEST = 1_000
"""Letters of a text."""


class Kind(StrEnum):
    """What a setting holds."""

    SWITCH = "switch"
    CHOICE = "choice"
    ADDRESS = "address"
    """Of a server: one or several, as `server_text` makes them whole."""
    NETWORKS = "networks"
    """As `office.networks_of` reads them."""
    KEYS = "keys"
    """A key combination in Qt's portable text; "" for none."""
    TEXT = "text"
    FEED = "feed"
    """The address of a feed of newer versions; "" for none."""
    FINGERPRINT = "fingerprint"
    """A SHA-256 in 64 hexadecimal digits; "" for none."""
    NAMES = "names"


Value = bool | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `choices` are all that a choice may be.

    `lockable`: the organisation may decide it for a computer. What is not is no choice: who is signed in, what was seen.
    """

    key: str
    kind: Kind
    default: Value
    choices: tuple[str, ...] = ()
    lockable: bool = True

    def read(self, value: object) -> Value:
        """`value` as it counts, from whichever file. Raises BadInput `setting-unusable` for what cannot be this setting."""
        if self.kind is Kind.SWITCH and value in (0, 1) and isinstance(value, int):
            return bool(value)  # the registry has no other switch than a number
        if self.kind is Kind.ADDRESS and isinstance(value, list) and all(isinstance(one, str) for one in value):
            value = ", ".join(value)  # TOML, profiles and the registry have lists of their own
        if self.kind is Kind.NAMES and isinstance(value, list | tuple):
            if all(isinstance(one, str) for one in value):
                return tuple(value)
        elif self.kind not in (Kind.SWITCH, Kind.NAMES) and isinstance(value, str) and len(value) <= LONGEST:
            return self._text(value)
        raise BadInput("setting-unusable", field=self.key)

    def _text(self, value: str) -> str:
        if self.kind is Kind.CHOICE and value not in self.choices:
            raise BadInput("setting-unusable", field=self.key)
        if self.kind is Kind.ADDRESS:
            return server_text(value)
        if self.kind is Kind.FEED and value:
            return hub_address(value)
        if self.kind is Kind.FINGERPRINT and not re.fullmatch(r"(?:[0-9A-Fa-f]{64})?", value):
            raise BadInput("setting-unusable", field=self.key)
        if self.kind is Kind.NETWORKS:
            networks_of(value)
        return value


def usual_shortcut(platform: str) -> str:
    """The keys that open the field until somebody chooses others. On Windows Ctrl+Alt is AltGr, held for @ or {."""
    return "Alt+Shift+Space" if platform == "win32" else "Ctrl+Alt+Space"


TABLE: Mapping[str, Setting] = MappingProxyType(
    {
        setting.key: setting
        for setting in (
            Setting("hub", Kind.ADDRESS, DEFAULT_HUB),
            Setting("username", Kind.TEXT, "", lockable=False),
            Setting("language", Kind.CHOICE, "", choices=("", *LANGUAGES)),
            Setting("theme", Kind.CHOICE, "system", choices=("system", "light", "dark")),
            Setting("start_with_session", Kind.SWITCH, False),
            Setting("shortcut", Kind.KEYS, usual_shortcut(sys.platform)),
            Setting("lunch", Kind.SWITCH, True),
            Setting("lunch_learnt", Kind.SWITCH, True),
            Setting("day_end", Kind.SWITCH, True),
            Setting("unannounced", Kind.SWITCH, False),
            Setting("unlock_tells", Kind.SWITCH, True),
            Setting("office", Kind.NETWORKS, ""),
            Setting("notifications", Kind.CHOICE, "system", choices=("system", "card")),
            Setting("greeting", Kind.CHOICE, Shown.SITE.value, choices=tuple(each.value for each in Shown)),
            Setting("outlook_signature", Kind.SWITCH, False),
            Setting("updates", Kind.SWITCH, True),
            Setting("update_feed", Kind.FEED, ""),
            Setting("update_root", Kind.FINGERPRINT, ""),
            Setting("welcomed", Kind.NAMES, (), lockable=False),
        )
    }
)
LOCKABLE = frozenset(key for key, setting in TABLE.items() if setting.lockable)


def as_now(values: Mapping[str, object]) -> dict[str, object]:
    """What a file says, by today's keys: in `greeting_weeks` of earlier versions 0 was never, and how long else is for the
    site to say since then. What is named as today counts before that."""
    now = {key: value for key, value in values.items() if key != "greeting_weeks"}
    if "greeting_weeks" in values:
        weeks = values["greeting_weeks"]
        usable = isinstance(weeks, int) and not isinstance(weeks, bool) and 0 <= weeks <= 104
        now.setdefault("greeting", (Shown.SITE if weeks else Shown.NEVER).value if usable else weeks)
    return now
