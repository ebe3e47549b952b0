"""Lunch from end to end: REST or phone, the hub, a real Asterisk, real calls."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.folders import Folders
from kalix_presence.desktop.controller import DesktopController
from kalix_presence.desktop.presence import Phase
from kalix_presence.hub.pbx.asterisk.rule_text import read_rule
from kalix_presence.model.announcement import spoken
from kalix_presence.model.forwarding import ForwardingRule
from tests.clocks import machine_now
from tests.journeys.hub_process import HubProcess
from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.sip_phones import Phones

pytestmark = pytest.mark.asterisk


def wish(reason: str = "lunch", **ahead: float) -> dict[str, str]:
    until = machine_now().replace(microsecond=0) + timedelta(**(ahead or {"hours": 1}))
    return {"reason": reason, "until": until.isoformat()}


def test_lunch_is_in_force_and_a_caller_hears_it_and_reaches_the_switchboard(
    hub: HubProcess, asterisk: AsteriskServer, phones: Phones
) -> None:
    with hub.client("anna") as anna:
        reply = anna.put("/api/v1/people/2041/absence", json=wish()).raise_for_status().json()
        assert reply["in_force"]
        rule = anna.get("/api/v1/people/2041/rule").raise_for_status().json()
    assert (rule["present"], rule["target"], rule["told"]) == (True, "9", "lunch")
    switchboard = phones.answers("9")
    phones.call("2041").done()
    switchboard.done()
    held = read_rule("2041", asterisk.database("kalix")["2041"], signals=5)
    assert isinstance(held, ForwardingRule)
    assert asterisk.played() == spoken(held, language="sv", now=machine_now(), zone="Europe/Stockholm", name_clip=None)


@pytest.mark.parametrize("offer", ["early", "answer", "no"])
def test_what_the_hub_says_that_a_caller_hears_is_what_is_heard(
    hub: HubProcess, asterisk: AsteriskServer, phones: Phones, offer: str
) -> None:
    asterisk.set_up(OFFER_CALLBACK=offer)
    with hub.client("anna") as anna:
        anna.put("/api/v1/people/2041/absence", json=wish()).raise_for_status()
        said = anna.get("/api/v1/people/2041/rule").raise_for_status().json()["clips"]
    switchboard = phones.answers("9")
    phones.call_until_put_down("2041", caller=("", "+46701234567"))
    wait_until(lambda: switchboard.saw("ACK sip:"), "the switchboard does not answer")
    assert asterisk.played() == said
    assert ("callback_offer" in said) == (offer != "no")


def test_back_and_the_phone_rings(hub: HubProcess, asterisk: AsteriskServer, phones: Phones) -> None:
    with hub.client("anna") as anna:
        assert anna.put("/api/v1/people/2041/absence", json=wish()).json()["in_force"]
        assert anna.delete("/api/v1/people/2041/absence").json()["in_force"]
    assert asterisk.database("kalix") == {}
    phone = phones.answers("2041")
    phones.call("2041").done()
    phone.done()


def test_the_end_passes_with_the_hub_killed_and_the_phone_rings(
    hub: HubProcess, asterisk: AsteriskServer, phones: Phones
) -> None:
    asked = wish(seconds=4)
    with hub.client("anna") as anna:
        assert anna.put("/api/v1/people/2041/absence", json=asked).json()["in_force"]
    hub.kill9()
    assert "2041" in asterisk.database("kalix")
    ends = datetime.fromisoformat(asked["until"]).timestamp()
    wait_until(lambda: machine_now().timestamp() > ends, "the end does not come")
    phone = phones.answers("2041")
    phones.call("2041").done()
    phone.done()
    assert asterisk.played() == []


def test_the_end_passes_and_the_hub_says_so_and_clears_the_key(hub: HubProcess, asterisk: AsteriskServer) -> None:
    with hub.client("anna") as anna:
        anna.put("/api/v1/people/2041/absence", json=wish(seconds=2)).raise_for_status()
        wait_until(lambda: "absence" not in anna.get("/api/v1/people/2041").json()["standing"], "lunch does not end")
        wait_until(lambda: asterisk.database("kalix") == {}, "the key stays")


def test_a_loop_of_two_is_refused_by_the_hub(hub: HubProcess) -> None:
    with hub.client("anna") as anna, hub.client("per") as per:
        assert anna.put("/api/v1/people/2041/absence", json=wish() | {"forward_to": "2042"}).json()["in_force"]
        refused = per.put("/api/v1/people/2042/absence", json=wish() | {"forward_to": "2041"})
    assert (refused.status_code, refused.json()["code"]) == (409, "forward-loop")


@pytest.fixture
def desk(hub: HubProcess, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Anna's tray, signed in."""
    monkeypatch.setenv("KALIX_HOME", str(tmp_path / "home"))
    with hub.client("anna") as anna:
        monkeypatch.setenv("KALIX_TOKEN", anna.headers["authorization"].removeprefix("Bearer "))
    folders = Folders.usual()
    kept.save(folders.config, kept.Settings(hub=hub.url, username="anna", language="sv", shortcut=""))
    made = DesktopController(qapp, QSystemTrayIcon(), folders, hosted=True)
    made.start()
    yield made
    made.stop()


def test_a_code_dialled_on_the_phone_shows_in_the_tray(
    desk: DesktopController, asterisk: AsteriskServer, phones: Phones, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: desk.presence.my_status().phase is Phase.IN_FORCE, timeout=60_000)
    phones.call("*23*1#", user="2041").done()
    qtbot.waitUntil(
        lambda: desk.presence.my_status().reason == "lunch" and desk.presence.my_status().phase is Phase.IN_FORCE,
        timeout=60_000,
    )
    assert "\nLunch" in desk.tray._icon.toolTip(), "below whose phone it is"
    assert "2041" in asterisk.database("kalix")
    wait_until(lambda: asterisk.database("kalix-code") == {}, "the journal is not cleared")
    phones.call("#23#", user="2041").done()
    qtbot.waitUntil(lambda: desk.presence.my_status().reason is None, timeout=60_000)


def test_a_code_dialled_while_the_hub_is_down_is_taken_over_at_its_start(
    hub: HubProcess, asterisk: AsteriskServer, phones: Phones
) -> None:
    hub.kill9()
    phones.call("*23*2#", user="2042").done()
    assert "|meeting|" in asterisk.database("kalix")["2042"], "the rule stands without the hub"
    hub.start().connected()
    with hub.client("per") as per:
        wait_until(lambda: per.get("/api/v1/people/2042").json()["standing"].get("absence"), "the code is not taken over")
        absence = per.get("/api/v1/people/2042").json()["standing"]["absence"]
    assert (absence["reason"], absence["way"]) == ("meeting", "phone")
    wait_until(lambda: asterisk.database("kalix-code") == {}, "the journal is not cleared")
    assert "|meeting|" in asterisk.database("kalix")["2042"]


def test_a_receptionist_sets_a_forgotten_lunch_by_code_for_somebody_else(
    hub: HubProcess, asterisk: AsteriskServer, phones: Phones
) -> None:
    phones.call("*230*2041*1#", user="2044").done()
    with hub.client("anna") as anna:
        wait_until(lambda: anna.get("/api/v1/people/2041").json()["standing"].get("absence"), "the code is not taken over")
        absence = anna.get("/api/v1/people/2041").json()["standing"]["absence"]
    assert (absence["reason"], absence["set_by"]) == ("lunch", "2044")
    assert "2041" in asterisk.database("kalix")
