"""The private Asterisk of the tests: where it is, and what is said where it is not."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.pbx.asterisk_server import ROOT, AsteriskServer, wait_until

pytestmark = pytest.mark.asterisk

FETCHER = ROOT / "installer" / "asterisk_for_tests"


def test_what_is_there_is_named_and_not_fetched_again() -> None:
    again = subprocess.run([FETCHER], capture_output=True, text=True, check=True)
    assert again.stdout.splitlines() == [os.environ["KALIX_ASTERISK"]]
    assert again.stderr == ""


def test_without_it_a_test_says_which_command_sets_it_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KALIX_ASTERISK")
    with pytest.raises(RuntimeError, match=r"\./installer/test"):
        AsteriskServer(tmp_path)


def test_a_rule_survives_a_restart_and_two_run_side_by_side(own_asterisk: AsteriskServer, asterisk: AsteriskServer) -> None:
    assert own_asterisk.address != asterisk.address
    own_asterisk.put("2041", "1|0|always|9|lunch|a-1")
    own_asterisk.stop()
    own_asterisk.start()
    assert own_asterisk.database("kalix") == {"2041": "1|0|always|9|lunch|a-1"}
    assert asterisk.database("kalix") == {}


def test_it_can_be_killed_and_started_again(own_asterisk: AsteriskServer) -> None:
    own_asterisk.kill9()
    assert own_asterisk.process is None
    own_asterisk.start()
    wait_until(lambda: "Asterisk 22" in own_asterisk.command("core show version"), "it does not answer")
