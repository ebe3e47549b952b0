"""A callback from end to end: diverted at lunch, message, clicked pop-up, real phones, the outcome from the PBX, done, lamp out."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.desktop.annas_desk import RING, AnnasDesk
from tests.desktop.virtual_screen import VirtualScreen, virtual_screen
from tests.journeys.hub_process import HubProcess
from tests.journeys.test_main_job import wish
from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.hand_phone import HandPhone
from tests.pbx.hands import OUTSIDE
from tests.pbx.sip_phones import Phones

pytestmark = [pytest.mark.asterisk, pytest.mark.desktop]


@pytest.fixture
def asterisk(tmp_path: Path) -> Iterator[AsteriskServer]:
    """A PBX where Anna's phone has a message lamp."""
    (tmp_path / "pbx").mkdir()
    server = AsteriskServer(tmp_path / "pbx", lamps=("2041",)).start()
    yield server
    server.stop()


@pytest.fixture
def hub(tmp_path: Path, asterisk: AsteriskServer) -> Iterator[HubProcess]:
    """A hub that takes a second of talk for a conversation."""
    process = HubProcess(tmp_path, asterisk)
    (tmp_path / "hub" / "policy.toml").write_text("proposes_done_after = 1\n", "utf-8")
    settings = tmp_path / "hub" / "kalix-hub.toml"
    settings.write_text(settings.read_text("utf-8").replace('#policy = "policy.toml"', 'policy = "policy.toml"', 1), "utf-8")
    process.start().connected()
    yield process
    process.stop()


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[VirtualScreen]:
    with virtual_screen(tmp_path / "screen", activation=True) as made:
        yield made.with_notifications()


def lamp(phone: HandPhone) -> str:
    """What the phone was told last about waiting messages: "yes", "no", or "" while nothing."""
    told = [found[1] for text in phone.seen if (found := re.search(r"^Messages-Waiting: (\w+)", text, re.MULTILINE))]
    return told[-1] if told else ""


def test_from_a_diverted_call_to_the_lamp_going_out(
    hub: HubProcess,
    asterisk: AsteriskServer,
    phones: Phones,
    phone: Callable[[str], HandPhone],
    screen: VirtualScreen,
    tmp_path: Path,
) -> None:
    annas, karins = phone("2041"), phone("2043")  # 2043 plays the line to the outside
    desk = AnnasDesk(screen, hub, tmp_path / "home")
    desk.start()
    with hub.client("anna") as anna:
        assert anna.put("/api/v1/people/2041/absence", json=wish()).json()["in_force"]
        switchboard = phones.answers("9")
        phones.call("2041").done()
        switchboard.done()
        assert "lunch" in asterisk.played()

        message = desk.leave(caller_name="Karin Berg", caller_number=OUTSIDE)
        wait_until(lambda: lamp(annas) == "yes", "the lamp does not light")
        assert asterisk.database("kalix-waiting")["2041"].split("|")[1] == "1"
        anna.delete("/api/v1/people/2041/absence").raise_for_status()

        [shown] = desk.comes()
        desk.press(shown, RING)
        own = annas.pick_up()
        karin = karins.pick_up()
        began = time.monotonic()
        wait_until(lambda: time.monotonic() - began > 1.5, "the talk does not last")
        karins.put_down(karin)
        annas.ended(own)

        wait_until(lambda: desk.at_hub(message)["stage"] == "tried", "the outcome does not land")
        [attempt] = anna.get(f"/api/v1/messages/{message}").json()["attempts"]
        assert attempt["outcome"] == "answered"
        assert attempt["talked"] >= 1
    [proposal] = desk.comes()
    desk.press(proposal, 0)
    wait_until(lambda: desk.at_hub(message)["stage"] == "done", "it is not done")
    wait_until(lambda: lamp(annas) == "no", "the lamp does not go out")
    assert asterisk.database("kalix-waiting").get("2041", "1|0|").split("|")[1] == "0"
