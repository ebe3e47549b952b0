"""The part of a check about the telephone exchange: who ends an absence there, and when a change by hand is seen."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.cli.check_lines import Line, unseen, well
from kalix_presence.client.facts import of_exchange

ABOUT = ("ends", "by-hand")


def exchange_lines(view: wire.ReasonsView | None) -> list[Line]:
    """By what the hub told; None is a hub that told nobody here."""
    ends, by_hand, seconds = of_exchange(view)
    told = zip(ABOUT, (ends, by_hand), strict=True)
    return [
        well(about, key.removeprefix("check."), seconds=seconds) if key else unseen(about, "exchange-unseen")
        for about, key in told
    ]


def untried_exchange() -> list[Line]:
    """The same where no server was reached."""
    return [unseen(about) for about in ABOUT]
