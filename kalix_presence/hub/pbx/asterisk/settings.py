"""How Asterisk is reached, and the names its dialplan uses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AsteriskSettings:
    """How Asterisk is reached, and the names its dialplan uses.

    `technology` is what phones are ("PJSIP"): extension 2041's phone is PJSIP/2041. `dial_context` is where a number dialled on
    behalf of a person is looked up, with no more rights than that person's phone has. `signals` and `switchboard` as in the
    policy; `switchboard_queue` is the queue in which callers wait for it, "" when it is simply dialled.
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
    switchboard: str = "9"
    switchboard_queue: str = ""
