"""What a blind employee and a blind receptionist hear: the real program, a real hub, real keys, Orca with a voice that is written down."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from kalix_presence.hub.pbx.protocol import CallPlace
from tests.clocks import NINE
from tests.desktop.heard.orca import Orca, is_there, orca
from tests.desktop.virtual_screen import virtual_screen
from tests.hub.serving import Serving, serving

pytestmark = [pytest.mark.desktop, pytest.mark.skipif(not is_there(), reason="needs orca and speech-dispatcher")]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "hub") as running:
        yield running


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Orca]:
    with virtual_screen(tmp_path / "screen", activation=True) as screen, orca(screen, tmp_path / "orca") as reads:
        yield reads


def start(reader: Orca, hub: Serving, username: str, window: str, home: Path) -> None:
    """The program of this person, with this window; it follows the hub."""
    with hub.client(username) as client:
        token = client.headers["authorization"].removeprefix("Bearer ")
    reader.screen.environment |= {"KALIX_HUB": hub.url, "KALIX_TOKEN": token, "KALIX_HOME": str(home)}
    reader.screen.start(sys.executable, "-m", "kalix_presence", "tray", window)
    metrics = f"{hub.url}/metrics"
    reader.screen.wait(lambda: re.search(r"^kalix_streams [1-9]", httpx.get(metrics).text, re.MULTILINE), "the program")


def test_an_employees_lunch(reader: Orca, hub: Serving, tmp_path: Path) -> None:
    """What the line is read as, once it has been typed, and what the exchange confirms, when it does."""
    start(reader, hub, "anna", "panel", tmp_path / "home")
    reader.hears("Sätt frånvaro — Kalix Presence frame.", "Status text.")
    reader.keyboard_is_in("Sätt frånvaro")
    reader.type("lunch 13")
    reading = "Från nu: Lunch, åter i dag klockan 13.00. Den som ringer hör: ”… är på lunch och är åter klockan tretton”."
    reader.hears(f"{reading} Samtal går till växeln.")
    reader.press("Return")
    confirmed = "Bekräftad av telefonväxeln, som också avslutar den."
    reader.hears(f"Lunch, åter 13.00. {confirmed}")
    reader.screen.wait(lambda: confirmed in reader.spoken(), "the voice")


def test_a_receptionists_minute(reader: Orca, hub: Serving, tmp_path: Path) -> None:
    """A call for somebody who is away comes to the switchboard, is taken, passed to whoever stands in, and a message begun."""
    phones = hub.hub.pbx.virtual_phones
    assert phones is not None
    start(reader, hub, "maria", "colleagues", tmp_path / "home")
    reader.hears("Kollegor – Maria Holm · 2001 — Kalix Presence frame.", "Sök kollegor text.", "6 kollegor.")
    with hub.client("anna") as anna:
        lunch = {"reason": "lunch", "until": (NINE + timedelta(hours=4)).isoformat()}
        anna.put("/api/v1/people/2041/absence", json=lunch).raise_for_status()
    hub.on_loop(lambda: phones.call("0923555012", "2041", stays=CallPlace.SWITCHBOARD))
    reader.hears("Väntar i växeln, 0923-55 50 12, till Anna Ek: lunch.")
    reader.press("F10")
    reader.hears("Samtalet kommer till din telefon.")
    reader.type("anna")
    anna_ek = "Anna Ek, Lunch, åter 13.00, Ledig linje, anknytning 2041, Handläggare, Bygglov, ersättare Per Berg, 2042."
    reader.hears(f"1 av 6. Anna Ek: borta; ersättaren Per Berg går att nå. {anna_ek}")
    reader.press("Return")
    reader.hears("Kopplat till Per Berg.")
    reader.press("F2")
    reader.hears("Lämna ett meddelande — Kalix Presence frame.", "Vem ringde text.")
    reader.screen.wait(lambda: "Kopplat till Per Berg." in reader.spoken(), "the voice")
