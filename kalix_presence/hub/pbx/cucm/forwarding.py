"""Call forward all of a line as CUCM tells and takes it: where calls go, and by which calling search spaces they get there.

CUCM keeps a number, or that calls go to voice mail, and neither whose forward it is nor until when. Both search spaces have to
be written with it: one that is left out is emptied, and forwarded calls then reach nobody. So they are read and written again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule

VOICE_MAIL = "voicemail"
"""Read as where calls go that go to voice mail: no number that anybody could have."""
LONGEST = 50
"""Characters of a destination."""
_TARGET = re.compile(r"\+?\d{1,18}", re.ASCII)
_YES, _NO = ("t", "true", "1"), ("f", "false", "0")


@dataclass(frozen=True, slots=True)
class Forward:
    """What a line's calls are forwarded to, "" for nowhere, and its two search spaces, "" where it has none."""

    destination: str
    voice_mail: bool
    space: str
    second_space: str

    def written(self) -> dict[str, Any]:
        """As `updateLine` takes it. A search space is told as empty only where it was empty."""
        return {
            "forwardToVoiceMail": "t" if self.voice_mail else "f",
            "callingSearchSpaceName": self.space or None,
            "secondaryCallingSearchSpaceName": self.second_space or None,
            "destination": self.destination,
        }


def forward_of(line: Any) -> Forward:
    """What `getLine` tells. Raises Unavailable where it does not tell all of it: then nobody knows, and nothing may be
    written."""
    told = line["callForwardAll"]
    if told is None:
        raise Unavailable("pbx-unreachable")
    return Forward(
        _text(told["destination"]),
        is_yes(told["forwardToVoiceMail"]),
        _text(told["callingSearchSpaceName"]),
        _text(told["secondaryCallingSearchSpaceName"]),
    )


def target_of(rule: ForwardingRule) -> str:
    """Where `rule` sends calls. Raises Unavailable `pbx-cannot` for what CUCM is not told by us, `pbx-refused` for what is no
    number."""
    if rule.divert is not Divert.ALWAYS:
        raise Unavailable("pbx-cannot")
    if not _TARGET.fullmatch(rule.target):
        raise Unavailable("pbx-refused", action="apply")
    return rule.target


def rule_of(extension: str, destination: str, *, voice_mail: bool) -> ForwardingRule | None:
    """What is known of a forward: where it leads. Calls go to voice mail before they go to a number."""
    target = VOICE_MAIL if voice_mail else destination[:LONGEST]
    return ForwardingRule(extension, "", Divert.ALWAYS, target, None, "") if target else None


def is_yes(told: object) -> bool:
    """CUCM's ways to say yes and no. Raises Unavailable where it is neither."""
    text = str(told).lower()
    if text not in _YES + _NO:
        raise Unavailable("pbx-unreachable")
    return text in _YES


def _text(told: Any) -> str:
    """A text, or a name with the number of what it names."""
    found = told if isinstance(told, str) or told is None else told["_value_1"]
    return (found or "").strip()
