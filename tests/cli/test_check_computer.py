"""What a check says of this computer, for everything that can be known of it or not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kalix_presence import shipped
from kalix_presence.cli import check_computer
from kalix_presence.cli.check_computer import (
    Known,
    address_line,
    keyring_line,
    notification_line,
    policy_lines,
    start_line,
    surroundings,
    tray_line,
    version_line,
)
from kalix_presence.cli.check_lines import Line, State
from kalix_presence.client.local.secrets import Secrets
from kalix_presence.client.local.settings import Loaded, Settings
from kalix_presence.client.local.site_files import SiteFault
from kalix_presence.model.errors import BadInput
from kalix_presence.model.words import LANGUAGES
from tests.keyrings import Memory, keyring_of_this_process

DAEMON = {"name": "notifyd", "version": "0.7", "actions": True}
SCREEN: Known = {"qt": "6.11", "screen": "xcb"}
POLICY = "/etc/kalix-presence/policy.toml"


def said(line: Line) -> tuple[str, State]:
    for language in LANGUAGES:
        assert line.text(shipped.words(language))
        assert line.title(shipped.words(language))
    return line.code, line.state


def test_versions_are_told_also_without_qt() -> None:
    assert said(version_line({"qt": "6.11.3"})) == ("versions", State.OK)
    assert "6.11.3" in version_line({"qt": "6.11.3"}).text(shipped.words("en"))
    assert said(version_line({})) == ("versions", State.OK)


def test_a_policy_is_told_with_its_file_and_each_of_its_faults() -> None:
    assert [said(line) for line in policy_lines(Loaded(Settings()))] == [("policy-none", State.OK)]
    decided = Loaded(Settings(), frozenset({"hub", "theme"}), POLICY)
    [line] = policy_lines(decided)
    assert said(line) == ("policy-read", State.OK)
    assert line.facts == {"count": 2, "file": POLICY}
    faults = (SiteFault("site-file-unreadable", POLICY), SiteFault("site-value-unusable", POLICY, "theme"))
    found = policy_lines(Loaded(Settings(), faults=faults))
    assert [said(line) for line in found] == [("site-file-unreadable", State.DO), ("site-value-unusable", State.DO)]


@pytest.mark.parametrize("origin", ["policy", "environment", "person", "defaults", "built-in"])
def test_the_address_is_told_with_who_says_it(origin: str) -> None:
    line = address_line(Loaded(Settings(hub="https://h.example")), origin, None)
    assert said(line) == (f"address-{origin}", State.OK)
    assert "https://h.example" in line.text(shipped.words("fi"))


def test_an_address_that_nobody_knows_or_can_use_is_to_be_seen_to() -> None:
    assert said(address_line(Loaded(Settings(), hub_known=False), "built-in", None)) == ("address-none", State.DO)
    lost = Loaded(Settings(), frozenset({"hub"}), POLICY, lost=frozenset({"hub"}), hub_known=False)
    assert said(address_line(lost, "built-in", None)) == ("hub-lost", State.DO)
    wrong = BadInput("hub-needs-https", field="hub")
    assert said(address_line(Loaded(Settings()), "environment", wrong)) == ("hub-needs-https", State.DO)


class Forgetful(Memory):
    """Takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None: ...


async def test_a_keyring_is_tried_and_left_as_it_was() -> None:
    with keyring_of_this_process(memory := Memory()):
        assert said(await keyring_line(Secrets())) == ("keyring-keeps", State.OK)
    assert not memory._kept
    with keyring_of_this_process(Forgetful()):
        assert said(await keyring_line(Secrets())) == ("keyring-forgets", State.DO)


@pytest.mark.parametrize(
    ("known", "code", "state"),
    [
        ({**SCREEN, "tray": True}, "tray-there", State.OK),
        ({**SCREEN, "tray": False}, "tray-none", State.DO),
        ({"qt": "6.11"}, "no-screen", State.UNKNOWN),
        ({}, "no-answer", State.UNKNOWN),
    ],
)
def test_a_place_for_the_icon(known: Known, code: str, state: State) -> None:
    assert said(tray_line(known)) == (code, state)


@pytest.mark.parametrize(
    ("known", "code", "state"),
    [
        ({**SCREEN, "notifications": DAEMON}, "notifications-buttons", State.OK),
        ({**SCREEN, "notifications": {**DAEMON, "actions": False}}, "notifications-plain", State.OK),
        ({**SCREEN, "notifications": None}, "notifications-none", State.OK),
        ({"qt": "6.11"}, "no-screen", State.UNKNOWN),
        ({}, "no-answer", State.UNKNOWN),
    ],
)
def test_what_shows_notifications(known: Known, code: str, state: State) -> None:
    assert said(notification_line(known, Settings())) == (code, state)
    assert said(notification_line(known, Settings(notifications="card"))) == ("notifications-card", State.OK)


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
def test_a_question_about_notifications_that_was_not_asked_is_not_answered(
    system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    code = "no-answer" if system == "linux" else "notifications-system"
    assert said(notification_line(SCREEN, Settings())) == (code, State.UNKNOWN)


@pytest.mark.parametrize(
    ("known", "decided", "code", "state"),
    [
        ({"autostart": True}, None, "start-on", State.OK),
        ({"autostart": False}, None, "start-off", State.OK),
        ({"autostart": True, "everybody": True}, False, "start-everybody", State.OK),
        ({"autostart": True, "gone": "/opt/gone"}, None, "start-gone", State.DO),
        ({"autostart": False, "gone": "/opt/gone"}, None, "start-off", State.OK),
        ({"autostart": False}, True, "start-decided-on", State.DO),
        ({"autostart": True}, False, "start-decided-off", State.DO),
        ({"autostart": True}, True, "start-on", State.OK),
        ({}, None, "no-answer", State.UNKNOWN),
    ],
)
def test_starting_with_the_computer(known: Known, decided: bool | None, code: str, state: State) -> None:
    locked = frozenset() if decided is None else frozenset({"start_with_session"})
    loaded = Loaded(Settings(start_with_session=bool(decided)), locked, POLICY)
    assert said(start_line(known, loaded)) == (code, state)


async def test_a_program_that_cannot_be_asked_tells_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(check_computer.sys, "executable", str(tmp_path / "none"))
    assert await surroundings() == {}
    babbling = tmp_path / "babbling"
    babbling.write_text('#!/bin/sh\necho "{"; echo "[1]"; echo \'{"qt": "6"}\'; echo done; kill -ABRT $$\n', "utf-8")
    babbling.chmod(0o755)
    monkeypatch.setattr(check_computer.sys, "executable", str(babbling))
    assert await surroundings() == {"qt": "6"}


async def test_a_program_that_hangs_is_ended_and_what_it_told_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hanging = tmp_path / "hanging"
    hanging.write_text("#!/bin/sh\necho '{\"autostart\": true}'\nexec sleep 600\n", "utf-8")
    hanging.chmod(0o755)
    monkeypatch.setattr(check_computer.sys, "executable", str(hanging))
    assert await surroundings(patience=1.0) == {"autostart": True}
