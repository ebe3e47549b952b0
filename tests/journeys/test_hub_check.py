"""`kalix-hub check` against a real Asterisk: each thing that can be wrong is said with what to do."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.journeys.hub_process import BIN, HubProcess
from tests.pbx.asterisk_server import AsteriskServer

pytestmark = pytest.mark.asterisk


@pytest.fixture
def configured(tmp_path: Path, asterisk: AsteriskServer) -> Path:
    """The folder of a hub that is not running, configured for the real Asterisk."""
    HubProcess(tmp_path, asterisk, policy="signal_seconds = 1\n")  # as this Asterisk has it
    return tmp_path / "hub"


def checked(folder: Path) -> tuple[int, dict[str, str]]:
    """The exit code, and what is said about each thing."""
    ran = subprocess.run(
        [BIN / "kalix-hub", "check", "--config", folder],
        capture_output=True, text=True, check=False, timeout=60, env=os.environ | {"LANG": "en_GB.UTF-8", "LC_ALL": ""},
    )  # fmt: skip
    return ran.returncode, dict(line.split(": ", 1) for line in ran.stdout.splitlines())


def faults_in(lines: dict[str, str]) -> list[str]:
    """What is not well; "OK" alone, or with what there is to know beside it, is."""
    return [text for text in lines.values() if text != "OK" and not text.startswith("OK ")]


def test_all_is_well(configured: Path) -> None:
    code, lines = checked(configured)
    assert (code, faults_in(lines)) == (0, [])
    assert "OK asterisk was tried on the real exchange." in lines.values()
    assert len(lines) >= 8, lines


def test_a_user_without_the_rights_is_told_which_line_to_write(configured: Path) -> None:
    settings = configured / "kalix-hub.toml"
    text = re.sub(r"^#?username = .*$", 'username = "narrow"', settings.read_text("utf-8"), count=1, flags=re.MULTILINE)
    settings.write_text(text, "utf-8")
    (configured / "asterisk.secret").write_text("narrow", "utf-8")
    code, lines = checked(configured)
    assert code == 1
    faults = faults_in(lines)
    assert len(faults) == 1, faults
    [fault] = faults
    assert "lacks system,call,originate" in fault
    assert "write = in [narrow] of manager.conf" in fault


def with_filter(asterisk: AsteriskServer, line: str) -> None:
    account = asterisk.folder / "etc" / "manager.conf"
    account.write_text(re.sub(r"eventfilter = Event: .*", f"eventfilter = {line}", account.read_text("utf-8")), "utf-8")
    asterisk.command("manager reload")


def test_an_account_whose_filter_was_written_for_less_is_well_for_the_hub_asks_itself(
    configured: Path, asterisk: AsteriskServer
) -> None:
    with_filter(asterisk, "Event: (FullyBooted|DeviceStateChange)")
    code, lines = checked(configured)
    assert (code, faults_in(lines)) == (0, [])


def test_an_account_that_hears_of_no_calls_is_told_which_lines_to_write(configured: Path, asterisk: AsteriskServer) -> None:
    with_filter(asterisk, "!Event: (Newchannel|Hangup)")
    code, lines = checked(configured)
    assert code == 1
    faults = faults_in(lines)
    assert len(faults) == 1, faults
    [fault] = faults
    assert "eventfilter" in fault


def test_a_wrong_secret_is_said(configured: Path) -> None:
    (configured / "asterisk.secret").write_text("wrong", "utf-8")
    code, lines = checked(configured)
    assert code == 1
    assert "manager.conf" in lines["PBX reachable"]


def test_a_dialplan_that_was_not_joined_is_said(configured: Path, asterisk: AsteriskServer) -> None:
    plan = asterisk.folder / "etc" / "extensions.conf"
    plan.write_text(plan.read_text("utf-8").replace("#include kalix-presence.conf", ""), "utf-8")
    asterisk.command("dialplan reload")
    code, lines = checked(configured)
    assert code == 1
    faults = faults_in(lines)
    assert len(faults) == 1, faults
    [fault] = faults
    assert "kalix-presence.conf" in fault


def test_a_site_file_of_an_older_version_is_told_which_values_it_lacks(configured: Path, asterisk: AsteriskServer) -> None:
    site = asterisk.folder / "etc" / "kalix-presence-site.conf"
    text = re.sub(r"^ same => n,Set\(KALIX_(DIAL|HOLD_SECONDS)=.*\n", "", site.read_text("utf-8"), flags=re.MULTILINE)
    site.write_text(text, "utf-8")
    asterisk.command("dialplan reload")
    code, lines = checked(configured)
    assert code == 1
    faults = faults_in(lines)
    assert len(faults) == 1, faults
    [fault] = faults
    assert "kalix-presence-site.conf" in fault
    assert "lacks KALIX_DIAL, KALIX_HOLD_SECONDS." in fault
    assert "dialplan reload" in fault


def test_a_pbx_that_is_not_there_is_said(configured: Path, asterisk: AsteriskServer) -> None:
    asterisk.stop()
    code, lines = checked(configured)
    assert code == 1
    assert "[pbx.asterisk]" in lines["PBX reachable"]
