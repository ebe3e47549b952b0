"""The sample organisation at noon, as the hub tells of it: what the tests of the windows stand on."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta

from kalix_presence import shipped, wire
from kalix_presence.hub.access.who_sees import who_sees
from kalix_presence.hub.board.board import Board
from kalix_presence.model.absence import ForwardKind, Way
from tests import clocks

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
"""Twelve o'clock in Kalix."""


class Clock(clocks.Clock):
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        super().__init__(NOON)


def sample_people() -> list[wire.PersonView]:
    """The people of the sample organisation, as the hub shows them to a colleague."""
    with (shipped.resources() / "sample" / "people.csv").open(encoding="utf-8", newline="") as file:
        return [
            wire.PersonView(
                row["extension"],
                f"{row['given_name']} {row['family_name']}",
                row["unit"],
                row["unit"],
                row["administration"].casefold(),
                administration_name=row["administration"],
                title=row["title"],
                direct=row["direct"],
                email=row["email"],
                deputy=row["deputy"] or None,
                duties=[duty for duty in row["duties"].split(";") if duty],
            )
            for row in csv.DictReader(file)
        ]


def absent(extension: str, reason: str, *, hours: float | None = 1, version: int = 1, **more: object) -> wire.Standing:
    """Somebody away since noon, for `hours` or until further notice."""
    end = None if hours is None else NOON + timedelta(hours=hours)
    absence = wire.ShownAbsence(f"a-{extension}", reason, NOON, end, forward=ForwardKind.SWITCHBOARD, way=Way.TRAY)
    return wire.Standing(extension, version, absence, **more)  # type: ignore[arg-type]


def reasons_view() -> wire.ReasonsView:
    """The shipped reasons as the hub tells of them."""
    return wire.ReasonsView(
        [
            wire.ReasonView(
                each.code,
                dict(each.names),
                each.icon,
                each.colour,
                each.shape,
                each.digit,
                each.usual,
                each.forward,
                each.end.value,
                aliases=list(each.aliases),
                shown_as=each.shown_as if each.sensitive else None,
                told_as=each.told_as,
                selectable=each.selectable,
            )
            for each in shipped.default_reasons()
        ],
        switchboard="9",
        seen=who_sees(Board(shipped.default_reasons(), shipped.default_policy())),
    )
