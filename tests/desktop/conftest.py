"""Desktop tests need no screen: Qt draws off screen, and a Presence knows the sample organisation."""

from __future__ import annotations

import csv
import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from kalix_presence import shipped, wire
from kalix_presence.client.link import LinkState
from kalix_presence.client.session import FactsChanged, LinkChanged, StandingsChanged
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.absence import ForwardKind, Way

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
"""Twelve o'clock in Kalix."""


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **much: float) -> None:
        """Let time pass."""
        self.moment += timedelta(**much)


def sample_people() -> list[wire.PersonView]:
    """The people of the sample organisation, as the hub shows them to a colleague."""
    with (shipped.resources() / "sample" / "people.csv").open(encoding="utf-8", newline="") as file:
        return [
            wire.PersonView(
                row["extension"],
                f"{row['given_name']} {row['family_name']}",
                row["unit"],
                row["unit"],
                row["administration"],
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
            )
            for each in shipped.default_reasons()
        ],
        switchboard="9",
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def presence(qapp: object, clock: Clock) -> Presence:
    """Signed in as the first person of the sample organisation; everybody is available."""
    made, people = Presence(clock), sample_people()
    me = wire.Me("me", ["employee"], {"set_absence": "self", "see_people": "all"}, people[0])
    made.take(LinkChanged(LinkState.ONLINE))
    made.take(FactsChanged(me, reasons_view(), people, None))
    made.take(StandingsChanged([wire.Standing(each.extension, 1) for each in people], whole=True))
    return made


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KALIX_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session")
def x_display() -> Iterator[str]:
    """The name of a real X display with nothing on it."""
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[writer],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()
