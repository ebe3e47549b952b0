"""How Asterisk is reached, and the names its dialplan uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class AccountStyle:
    """How phones are set up by the hub: in the file at `path`, which the site's pjsip.conf includes.

    `template` names an endpoint template of the site's, which an account inherits ("" none); `templates` other ones by the code
    of a unit, the nearest to the person counts. `context`, `transport` and `codecs` are written where they are given;
    `contacts` is how many devices one account may be signed in on.
    """

    path: Path
    context: str = ""
    template: str = ""
    templates: Mapping[str, str] = field(default_factory=dict)
    transport: str = ""
    codecs: tuple[str, ...] = ()
    contacts: int = 1


@dataclass(frozen=True, slots=True)
class AsteriskSettings:
    """How Asterisk is reached, and the names its dialplan uses.

    `technology` is what phones are ("PJSIP"): extension 2041's phone is PJSIP/2041. `dial_context` is where a number dialled on
    behalf of a person is looked up, with no more rights than that person's phone has. `signals` and `switchboard` as in the
    policy, `ring_seconds` how long these signals take; `switchboard_queue` is the queue in which callers wait for it, "" when
    it is simply dialled. `accounts` says how the hub sets up phones, None that it does not.
    """

    host: str = "127.0.0.1"
    port: int = 5038
    username: str = "kalix"
    secret: str = ""
    tls: bool = False
    ca: str = ""
    technology: str = "PJSIP"
    dial_context: str = "kalix-dial"
    signals: int = 5
    ring_seconds: int = 30
    switchboard: str = "9"
    switchboard_queue: str = ""
    accounts: AccountStyle | None = None
