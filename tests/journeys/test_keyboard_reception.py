"""A receptionist's two calls as they are lived: her program on a real screen, her keyboard, and soft phones over a real Asterisk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.clocks import machine_now
from tests.journeys.hub_process import WITH_DUTIES, HubProcess
from tests.journeys.keyboard_desk import KeyboardDesk, keyboard_desk
from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.sip_phones import Phones
from tests.pbx.soft_phone import SoftPhone

# Longer than usual: a hub is furnished, and an Asterisk, a screen and a desk are started before the first call.
pytestmark = [pytest.mark.asterisk, pytest.mark.desktop, pytest.mark.timeout(300)]

KARIN = ("Karin Berg", "+4692355512")


@pytest.fixture
def hub(tmp_path: Path, asterisk: AsteriskServer) -> Iterator[HubProcess]:
    """A hub whose people have duties."""
    process = HubProcess(tmp_path, asterisk, people=WITH_DUTIES).start().connected()
    yield process
    process.stop()


@pytest.fixture
def phone(asterisk: AsteriskServer) -> Iterator[Callable[[str], SoftPhone]]:
    """A soft phone."""
    made: list[SoftPhone] = []

    def make(number: str) -> SoftPhone:
        made.append(SoftPhone(asterisk, number))
        return made[-1]

    yield make
    asterisk.hang_up_all()
    for each in made:
        each.close()


@pytest.fixture
def desk(hub: HubProcess, tmp_path: Path) -> Iterator[KeyboardDesk]:
    with keyboard_desk(tmp_path, hub, "maria") as made:
        yield made


def test_two_calls_at_the_switchboard_by_keyboard_alone(
    hub: HubProcess, asterisk: AsteriskServer, desk: KeyboardDesk, phone: Callable[[str], SoftPhone], phones: Phones
) -> None:
    switchboard, maria, per = phone("9"), phone("2044"), phone("2042")
    at_lunch(hub)
    desk.comes_forward()
    desk.waits_for_window("Colleagues – Maria Holm · 2044")
    desk.wait(lambda: "Lunch, back" in row(desk, "Anna Ek"), "Anna's lunch in the grid")

    # Karin calls Anna, is told that she is at lunch, and waits at the switchboard, whose phone rings.
    first = phones.call_until_put_down("2041", caller=KARIN)
    desk.wait(
        lambda: "for Anna Ek: lunch" in call(desk, "Waits at the switchboard, 0923-555 12, gives the name “Karin Berg”"),
        "the call in the strip",
    )
    assert "lunch" in asterisk.played()
    wait_until(lambda: switchboard.rings, "the switchboard's phone does not ring")

    # Maria takes it at her own phone; what it is about she types while they talk.
    desk.press("F10")
    maria.pick_up()
    desk.wait(
        lambda: "Enter transfers this call" in call(desk, "Talking, 0923-555 12, gives the name “Karin Berg”"), "her own call"
    )
    desk.wait(lambda: not call(desk, "Waits at the switchboard"), "an empty queue")
    desk.press("F5")
    desk.wait(lambda: "What the call is about" in desk.focused(), "the field for a word")
    desk.type("a new balcony")

    # She looks for who handles it: Anna, who was asked for, is away, and Per is in. Enter passes the call on to him.
    desk.press("ctrl+f")
    desk.wait(lambda: "Search colleagues" in desk.focused(), "the search field")
    desk.type("bygglov")
    desk.wait(lambda: [each.partition(",")[0] for each in desk.rows()][:2] == ["Per Berg", "Anna Ek"], "those who handle it")
    assert any(each.startswith("Per Berg: handles bygglov") for each in desk.hears())
    desk.press("Return")
    desk.wait(lambda: "Ringing" in row(desk, "Per Berg"), "Per's phone ringing in the grid")
    wait_until(lambda: per.rings, "Per's phone does not ring")
    assert per.shows()[1] == KARIN[1]
    assert not per.shows()[0].startswith("Karin"), "no desk phone shows what anybody can send along"
    with hub.client("per") as at_per:
        wait_until(lambda: at_per.get("/api/v1/calls").json()["calls"], "Per's program is not told of the call")
        [told] = at_per.get("/api/v1/calls").json()["calls"]
    assert (told["says"], told["word"], told["state"]) == ("Karin Berg", "a new balcony", "ringing")
    assert "name" not in told, "anybody can give any name"
    per.pick_up()
    desk.wait(lambda: "On the phone" in row(desk, "Per Berg"), "Per on the phone in the grid")
    wait_until(lambda: not maria.talks, "Maria is still in the call")
    per.put_down()
    first.done()
    desk.wait(lambda: "On the phone" not in row(desk, "Per Berg"), "Per's free line in the grid")

    # The second caller wants Anna herself, and leaves word.
    second = phones.call_until_put_down("2041", caller=KARIN)
    desk.wait(lambda: call(desk, "Waits at the switchboard, 0923-555 12, gives the name “Karin Berg”"), "the second call")
    desk.press("F10")
    maria.pick_up()
    desk.wait(lambda: call(desk, "Talking, 0923-555 12, gives the name “Karin Berg”"), "her own call")
    desk.press("ctrl+f")
    desk.wait(lambda: "Search colleagues" in desk.focused(), "the search field")
    desk.type("anna")
    desk.wait(lambda: [each.partition(",")[0] for each in desk.rows()][:1] == ["Anna Ek"], "Anna found")
    desk.press("F2")
    desk.waits_for_window("Leave a message")
    desk.wait(lambda: "About" in desk.focused(), "the field for what it is about")
    desk.type("the balcony")
    desk.press("ctrl+Return")
    with hub.client("anna") as anna:
        wait_until(lambda: anna.get("/api/v1/messages").json()["messages"], "nothing in Anna's inbox")
        [message] = anna.get("/api/v1/messages").json()["messages"]
    assert (message["to"], message["about"], message["caller_name"]) == ("2041", "the balcony", "Karin Berg")
    maria.put_down()
    second.done()


def at_lunch(hub: HubProcess) -> None:
    until = (machine_now().replace(microsecond=0) + timedelta(hours=1)).isoformat()
    with hub.client("anna") as anna:
        assert anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": until}).json()["in_force"]


def row(desk: KeyboardDesk, name: str) -> str:
    """How this colleague's row is read out."""
    return next((said for said in desk.rows() if said.startswith(name)), "")


def call(desk: KeyboardDesk, beginning: str) -> str:
    """How the call that begins like this is read out."""
    return next((said for said in desk.hears() if said.startswith(beginning)), "")
