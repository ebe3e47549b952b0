"""Nobody who called is forgotten: real calls on a real Asterisk, a hub that is there or not, and what becomes of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.journeys.hub_process import HubProcess
from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.hand_phone import HandPhone

pytestmark = pytest.mark.asterisk

KARIN = "+46701234567"
DIALLED = "0701234567"
FROM_KARIN = f'P-Asserted-Identity: "Karin Berg" <sip:{KARIN}@trunk>\r\n'
POLICY = "missed_shortest = 0\nproposes_done_after = 1\n"


@pytest.fixture
def hub(tmp_path: Path, asterisk: AsteriskServer) -> Iterator[HubProcess]:
    process = HubProcess(tmp_path, asterisk, policy=POLICY).start().connected()
    yield process
    process.stop()


@pytest.fixture
def phone(asterisk: AsteriskServer) -> Iterator[Callable[[str], HandPhone]]:
    made: dict[str, HandPhone] = {}

    def of(number: str) -> HandPhone:
        return made.setdefault(number, HandPhone(asterisk, number)) if number not in made else made[number]

    yield of
    for each in made.values():
        each.close()


def waiting(client: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/v1/messages").raise_for_status().json()["messages"]
    return found


def calls_in_vain(phone: Callable[[str], HandPhone], extension: str) -> None:
    """Karin calls, it rings, she hangs up."""
    call = phone("outside").dial(extension, headers=FROM_KARIN)
    phone(extension).ringing()
    phone("outside").put_down(call)


def test_a_call_missed_while_the_hub_is_dead_waits_for_her_and_closes_when_she_is_reached(
    hub: HubProcess, asterisk: AsteriskServer, phone: Callable[[str], HandPhone]
) -> None:
    hub.kill9()
    calls_in_vain(phone, "2041")
    wait_until(lambda: len(asterisk.database("kalix-call")) == 1, "the PBX keeps nothing")
    hub.start().connected()
    with hub.client("anna") as anna:
        wait_until(lambda: len(waiting(anna)) == 1, "nothing waits for Anna")
        [message] = waiting(anna)
        assert (message["source"], message["caller_number"], message["number_shown"]) == ("missed", KARIN, "070-123 45 67")
        wait_until(lambda: asterisk.database("kalix-call") == {}, "the PBX's journal is not emptied")
        wait_until(lambda: asterisk.database("kalix-waiting") == {"2041": f"1|1|{DIALLED}"}, "the lamp is dark")
        calls_in_vain(phone, "2041")
        wait_until(lambda: waiting(anna)[0].get("calls", 1) == 2, "the second call is not counted")
        call = phone("outside").dial("2041", headers=FROM_KARIN)
        phone("2041").pick_up()
        talks_until = time.monotonic() + 1.5  # the PBX counts the seconds itself
        wait_until(lambda: time.monotonic() > talks_until, "time stands still")
        phone("outside").put_down(call)
        wait_until(lambda: waiting(anna) == [], "it does not close")
        closed = anna.get(f"/api/v1/messages/{message['id']}").json()
        assert (closed["stage"], closed["reached"], closed["closed_by_name"]) == ("done", True, "Anna Ek")
        wait_until(lambda: asterisk.database("kalix-waiting") == {}, "the lamp stays lit")


@pytest.mark.parametrize("outward", [False, True])
def test_who_was_spoken_to_while_the_hub_was_dead_is_not_called_back_in_vain(
    hub: HubProcess, asterisk: AsteriskServer, phone: Callable[[str], HandPhone], outward: bool
) -> None:
    calls_in_vain(phone, "2041")
    with hub.client("anna") as anna:
        wait_until(lambda: len(waiting(anna)) == 1, "nothing waits for Anna")
        [message] = waiting(anna)
    hub.kill9()
    asterisk.all_calls_over()
    caller, called = (phone("2041"), phone("2043")) if outward else (phone("outside"), phone("2041"))
    call = caller.dial(DIALLED if outward else "2041", headers="" if outward else FROM_KARIN)
    called.pick_up()
    caller.connected(call)
    talks_until = time.monotonic() + 2.1  # at least a whole second, as the PBX counts them
    wait_until(lambda: time.monotonic() > talks_until, "time stands still")
    caller.put_down(call)
    wait_until(lambda: len(asterisk.database("kalix-talk")) == 1, "the PBX keeps nothing")
    hub.start().connected()
    with hub.client("anna") as anna:
        wait_until(lambda: waiting(anna) == [], "it does not close")
        closed = anna.get(f"/api/v1/messages/{message['id']}").json()
        assert (closed["stage"], closed["reached"], closed["closed_by_name"]) == ("done", True, "Anna Ek")
        wait_until(lambda: asterisk.database("kalix-talk") == {}, "the PBX's journal is not emptied")
        wait_until(lambda: asterisk.database("kalix-waiting") == {}, "the lamp stays lit")


def test_a_callback_rings_both_phones_and_gets_the_outcome_that_it_had(
    hub: HubProcess, phone: Callable[[str], HandPhone]
) -> None:
    with hub.client("maria") as maria, hub.client("anna") as anna:
        wish = {"to": "2041", "caller_name": "Karin Berg", "caller_number": "0709-99 99 99"}
        message = maria.post("/api/v1/messages", json=wish).raise_for_status().json()
        own, karin = phone("2041"), phone("2043")  # the test's line to the outside is played by 2043
        anna.post(f"/api/v1/messages/{message['id']}/ring").raise_for_status()
        own.pick_up()
        call = karin.pick_up()
        talks_until = time.monotonic() + 1.5
        wait_until(lambda: time.monotonic() > talks_until, "time stands still")
        karin.put_down(call)
        wait_until(lambda: waiting(anna)[0].get("attempts"), "no attempt is noted")
        [after] = waiting(anna)
        assert [each["outcome"] for each in after["attempts"]] == ["answered"]
        assert (after["attempts"][0]["talked"] >= 1, after["proposes_done"]) == (True, True)
        wait_until(lambda: all(each.over for each in own.calls), "the own phone is still in the call")
        anna.post(f"/api/v1/messages/{message['id']}/ring").raise_for_status()
        own.pick_up()
        karin.put_down(karin.ringing())
        wait_until(lambda: len(waiting(anna)[0]["attempts"]) == 2, "no attempt is noted")
        assert waiting(anna)[0]["attempts"][1]["outcome"] != "answered"


def lamp(phone: HandPhone) -> str:
    """What the phone was told last about its lamp."""
    told = [text for text in phone.seen if text.startswith("NOTIFY") and "Messages-Waiting:" in text]
    return told[-1].partition("Messages-Waiting:")[2].split()[0] if told else ""


def test_the_lamp_is_lit_again_after_a_restart_of_the_pbx_and_goes_out_with_the_last_message(
    hub: HubProcess, asterisk: AsteriskServer, phone: Callable[[str], HandPhone]
) -> None:
    own = phone("2044")
    with hub.client("anna") as anna, hub.client("maria") as maria:
        wish = {"to": "2044", "caller_name": "Karin Berg", "caller_number": "0709-99 99 99"}
        message = anna.post("/api/v1/messages", json=wish).raise_for_status().json()
        wait_until(lambda: lamp(own) == "yes", "the lamp is dark")
        asterisk.stop()
        own.seen.clear()
        asterisk.start()
        wait_until(lambda: lamp(own) == "yes", "the lamp is not lit again")
        wait_until(lambda: "2044" in asterisk.database("kalix-waiting"), "the code for callbacks knows of none")
        hub.connected()
        step = {"step": "finish", "version": message["version"]}
        maria.patch(f"/api/v1/messages/{message['id']}", json=step).raise_for_status()
        wait_until(lambda: lamp(own) == "no", "the lamp stays lit")
        wait_until(lambda: asterisk.database("kalix-waiting") == {}, "the key stays")


def test_the_key_pressed_in_the_announcement_while_the_hub_is_dead_becomes_a_callback(
    hub: HubProcess, asterisk: AsteriskServer, phone: Callable[[str], HandPhone]
) -> None:
    asterisk.put("2041", "1|0|always|9|away|a-1")
    hub.kill9()
    outside = phone("outside")
    call = outside.told(outside.dial("2041", headers=FROM_KARIN), 183)
    outside.press(call, "1")
    outside.ended(call)
    hub.start().connected()
    with hub.client("anna") as anna:
        wait_until(lambda: len(waiting(anna)) == 1, "nothing waits for Anna")
        [message] = waiting(anna)
        assert (message["source"], message["caller_number"]) == ("asked", KARIN)
        wait_until(lambda: asterisk.database("kalix-call") == {}, "the PBX's journal is not emptied")


def test_the_code_for_callbacks_rings_the_first_one_and_the_attempt_is_noted(
    hub: HubProcess, asterisk: AsteriskServer, phone: Callable[[str], HandPhone]
) -> None:
    with hub.client("maria") as maria, hub.client("anna") as anna:
        wish = {"to": "2041", "caller_name": "Karin Berg", "caller_number": "0709-99 99 99"}
        maria.post("/api/v1/messages", json=wish).raise_for_status()
        wait_until(lambda: asterisk.database("kalix-waiting") == {"2041": "1|1|0709999999"}, "the code knows of nobody")
        own, karin = phone("2041"), phone("2043")
        code = own.dial("*98")
        karin.put_down(karin.pick_up())
        own.ended(code)
        wait_until(lambda: waiting(anna)[0].get("attempts"), "no attempt is noted")
        assert [each["outcome"] for each in waiting(anna)[0]["attempts"]] == ["answered"]
