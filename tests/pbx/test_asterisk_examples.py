"""The examples that an administrator copies are started as they stand."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from kalix_presence import shipped
from tests.pbx.asterisk_server import SECRET, AsteriskServer, wait_until
from tests.pbx.joined_site import JoinedSite
from tests.pbx.raw_manager import RawManager

pytestmark = pytest.mark.asterisk

EXAMPLES = shipped.resources() / "asterisk" / "examples"
GUIDE = (EXAMPLES.parent / "README.md").read_text("utf-8")


@pytest.fixture
def example(tmp_path: Path) -> Iterator[AsteriskServer]:
    """An Asterisk of the examples; only addresses and the secret are this machine's."""
    server = AsteriskServer(tmp_path)
    for name in ("extensions.conf", "manager.conf", "pjsip.conf", "queues.conf", "stasis.conf", "cdr.conf"):
        text = (EXAMPLES / name).read_text("utf-8").replace("bindaddr = 127.0.0.1", f"bindaddr = {server.address}")
        text = text.replace("0.0.0.0:5060", f"{server.address}:5060").replace("change-me", SECRET)
        (tmp_path / "etc" / name).write_text(text, "utf-8")
    server.start()
    yield server
    server.stop()


def test_the_examples_start_without_a_complaint_and_join_the_dialplan(example: AsteriskServer) -> None:
    shown = example.command("dialplan show 2041@phones")
    assert "Gosub(kalix-presence,${EXTEN},1)" in shown
    for code in ("*23*1#", "#23#", "*230*2041*1*1330#"):
        assert "kalix-codes" in example.command(f"dialplan show {code}@phones")
    assert "2041@kalix" in example.command("pjsip show endpoint 2041")
    about_ours = r"(WARNING|ERROR)\S* (pbx|pbx_config|manager|app_queue)\.c|(extensions|pjsip|manager|queues)\.conf'"
    complaints = [line for line in example.log().splitlines() if re.search(about_ours, line)]
    assert not complaints


def test_the_example_account_may_do_what_the_hub_does_once_at_a_time(example: AsteriskServer) -> None:
    wait_until(lambda: "\n0 users" in example.command("manager show connected"), "the first look at it goes on")
    manager = RawManager(example)
    key = "Family: kalix\r\nKey: 2041"
    assert manager.ask(f"Action: DBPut\r\n{key}\r\nVal: 1|0|always|9|lunch|a")["Response"] == "Success"
    assert manager.ask("Action: Getvar\r\nVariable: EPOCH")["Response"] == "Success"
    lamp = "Action: Setvar\r\nVariable: DEVICE_STATE(Custom:kalix-2041)\r\nValue: INUSE"
    assert manager.ask(lamp)["Response"] == "Success"
    told = manager.wait_for(lambda message: message.get("Event") == "DeviceStateChange")
    assert told["State"] == "INUSE"
    with pytest.raises(ConnectionError):
        RawManager(example)
    manager.close()


def test_the_examples_have_nobody_told_of_what_is_set_and_keep_no_records(example: AsteriskServer) -> None:
    """What costs a busy exchange most. Whatever switches off one kind of event for managers leaves it to be thrown away."""
    example.stop()
    text = (example.folder / "etc" / "manager.conf").read_text("utf-8")
    text = re.sub(r"(?m)^read = .*$", "read = all", text)
    (example.folder / "etc" / "manager.conf").write_text(re.sub(r"(?m)^(disabledevents|eventfilter) .*$", "", text), "utf-8")
    example.start()
    wait_until(lambda: "\n0 users" in example.command("manager show connected"), "the first look at it goes on")
    manager = RawManager(example)
    manager.send(
        "Action: Originate\r\nChannel: Local/2041@phones\r\nApplication: Hangup\r\nVariable: KALIX_ANY=1\r\nAsync: true"
    )
    told: list[str] = []
    manager.wait_for(lambda message: bool(told.append(message.get("Event", ""))) or message.get("Event") == "Hangup")
    manager.close()
    assert "Newexten" in told
    assert "VarSet" not in told
    assert re.search(r"Logging:\s+Disabled", example.command("cdr show status"))


def people_of_the_guide() -> str:
    """The people file that the guide has one write in its first step."""
    found = re.search(r"^ +extension,given_name.*\n(?: +\d.*\n)+", GUIDE, re.MULTILINE)
    assert found
    return textwrap.dedent(found[0])


@pytest.mark.parametrize("queue", ["", "switchboard"])
def test_whoever_takes_over_the_guide_s_people_and_examples_is_told_of_nothing(
    example: AsteriskServer, tmp_path: Path, queue: str
) -> None:
    if queue:
        example.set_up(SWITCHBOARD_QUEUE=queue)
    site = JoinedSite(example, tmp_path / "hub").begin(people_of_the_guide())
    settings = tmp_path / "hub" / "kalix-hub.toml"
    text = settings.read_text("utf-8").replace('#switchboard_queue = ""', f'switchboard_queue = "{queue}"')
    settings.write_text(text, "utf-8")
    checked = site.check()
    assert (checked.exit_code, "Phones: OK\n" in checked.output) == (0, True), checked.output
    assert not re.findall(r"ERROR.* (?:app_queue|res_pjsip\w*|pbx\w*|func_\w+)\.c: .*", example.log())
