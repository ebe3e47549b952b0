"""The site's own values in the dialplan: which of them a file written for an older version lacks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable

from kalix_presence import shipped
from kalix_presence.hub.pbx.asterisk.ami import Message
from kalix_presence.hub.pbx.protocol import Expectation

VALUES = (
    "KALIX_SWITCHBOARD", "KALIX_SWITCHBOARD_DIAL", "KALIX_SWITCHBOARD_QUEUE",
    "KALIX_SWITCHBOARD_HEARS", "KALIX_SWITCHBOARD_SECONDS", "KALIX_OPEN_DAYS", "KALIX_OPEN_FROM", "KALIX_OPEN_UNTIL",
    "KALIX_CLOSED_DATES", "KALIX_SHORT_DAYS", "KALIX_EXTENSIONS", "KALIX_TECHNOLOGY", "KALIX_BEHIND", "KALIX_PAST",
    "KALIX_OUTSIDE", "KALIX_NUMBERS", "KALIX_FORBIDDEN", "KALIX_DIAL", "KALIX_OFFER_CALLBACK",
    "KALIX_OUTSIDE_NAMES", "KALIX_OUTSIDE_WORD", "KALIX_COUNTRY",
    "KALIX_HOLD_SECONDS", "KALIX_SIGNALS", "KALIX_SIGNAL_SECONDS", "KALIX_ZONE", "KALIX_DAY_START", "KALIX_CLIPS",
    "KALIX_NAMES", "KALIX_MAY_SET_OTHERS", "KALIX_BACK_WORD",
)  # fmt: skip
"""What the shipped site file sets; the dialplan has something safe in place of those that came with later versions."""


def lacking(listed: Iterable[Message]) -> list[str]:
    """The values that the PBX's dialplan, as listed by its manager interface, never sets; in the order of the shipped file."""
    there: set[str] = set()
    for each in listed:
        if each.get("Event") == "ListDialplan" and each.get("Application") in ("Set", "MSet"):
            there.update(re.findall(r"(?:^|,)_{0,2}(KALIX_[A-Z_]+)=", each.get("AppData", "")))
    return [name for name in VALUES if name not in there]


def last_set(listed: Iterable[Message], value: str) -> str:
    """What the dialplan as listed gives `value` at last; "" when it gives it nothing."""
    said = [each.get("AppData", "") for each in listed if each.get("Application") == "Set"]
    return next((text.removeprefix(f"{value}=") for text in reversed(said) if text.startswith(f"{value}=")), "")


def clips_of(expected: Expectation) -> set[str]:
    """The clips that the dialplan may play at a site with these reasons, but for people's names."""
    manifest = tomllib.loads((shipped.resources() / "clips" / "manifest.toml").read_text("utf-8"))
    shipped_reasons = {reason.told_as for reason in shipped.default_reasons()}
    return (set(manifest["sv"]) - shipped_reasons) | {reason.told_as for reason in expected.reasons}
