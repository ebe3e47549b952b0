"""The token in a real gnome-keyring: unlocked, locked, hanging and absent, each on a session bus of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from kalix_presence.client.local.secrets import KeyringState, Secrets, given_token
from tests.hub.serving import Serving

# No service directories: nothing but what the trial starts may answer, and no prompt may come up.
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir={folder}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
"""


def trial(tmp_path: Path, *arguments: str) -> list[Any]:
    """What `keyring_trial` saw on a bus and in a home of its own."""
    run = Path(tempfile.mkdtemp(prefix="kp"))  # short: the path of a socket may have 107 bytes
    (tmp_path / "bus.conf").write_text(BUS.format(folder=run), "utf-8")
    named = {"HOME": tmp_path, "XDG_RUNTIME_DIR": run, "XDG_DATA_HOME": tmp_path / "share", "XDG_CONFIG_HOME": tmp_path / "etc"}
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "VIRTUAL_ENV") if name in os.environ}
    done = subprocess.run(
        [
            "dbus-run-session",
            "--config-file",
            str(tmp_path / "bus.conf"),
            "--",
            sys.executable,
            "-m",
            "tests.client.local.keyring_trial",
            *arguments,
        ],
        env=kept | {name: str(folder) for name, folder in named.items()},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    shutil.rmtree(run)
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_reading_a_keyring_that_was_never_used_makes_nothing_and_asks_for_nothing(tmp_path: Path) -> None:
    assert trial(tmp_path, "fresh") == [["token", None, "usable"], ["forget", None, "usable"], True]


def test_an_unlocked_keyring_keeps_the_token_for_the_next_start(tmp_path: Path) -> None:
    assert trial(tmp_path, "unlocked") == [
        ["token", None, "usable"],
        ["keep", True, "usable"],
        ["token", "a-token", "usable"],
        ["token", "a-token", "usable"],
        ["forget", None, "usable"],
        ["token", None, "usable"],
    ]


def test_a_locked_keyring_is_said_and_nothing_is_kept_elsewhere(tmp_path: Path) -> None:
    assert trial(tmp_path, "locked") == [["keep", True, "usable"], ["token", None, "locked"], ["keep", False, "locked"]]
    texts = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"a-token" in text for text in texts)


def test_without_a_keyring_nothing_is_kept_anywhere(tmp_path: Path) -> None:
    assert trial(tmp_path, "absent") == [["token", None, "absent"], ["keep", False, "absent"], ["forget", None, "absent"]]
    texts = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"a-token" in text for text in texts)


@pytest.mark.parametrize(
    ("how", "found"),
    [
        ("unlocked", [True, 0]),
        ("fresh", [None, 0]),
        ("locked", ["keyring-locked"]),
        ("absent", ["keyring-absent"]),
        ("silent", ["keyring-silent"]),
    ],
)
def test_a_trial_of_the_keyring_says_how_it_is_and_leaves_nothing(tmp_path: Path, how: str, found: list[object]) -> None:
    assert trial(tmp_path, "tried", how) == found


def test_a_keyring_that_hangs_holds_nothing_up_and_is_heard_when_it_answers_late(tmp_path: Path) -> None:
    assert trial(tmp_path, "silent") == [["token", None, "silent"], True, ["a-token", "usable"]]


def test_a_session_goes_on_by_itself_once_a_silent_keyring_answers(tmp_path: Path, hub: Serving) -> None:
    seen = trial(tmp_path, "resumed", hub.url, str(tmp_path / "computer"))
    assert seen == [True, [False, "connecting", "silent"], "online", ["online"]]


def test_whoever_has_a_keyring_that_stays_silent_is_asked_in_the_end_and_goes_on_once_it_answers(
    tmp_path: Path, hub: Serving
) -> None:
    seen = trial(tmp_path, "resumed", hub.url, str(tmp_path / "computer"), "long")
    assert seen == [True, [False, "connecting", "silent"], "signed_out", "online", ["signed_out", "online"]]


async def test_a_token_in_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KALIX_TOKEN", "given")
    assert await Secrets().token("https://h.example", "anna") == "given"
    monkeypatch.setenv("KALIX_TOKEN", "")
    assert given_token() is None


@pytest.mark.parametrize(
    "backend", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring", "tests.client.local.plain_keyring.Plain"]
)
def test_a_keyring_that_keeps_secrets_in_the_open_or_nowhere_is_none(backend: str) -> None:
    ask = (
        "import asyncio; from kalix_presence.client.local.secrets import Secrets; s = Secrets();"
        "print(asyncio.run(s.keep('https://h.example', 'anna', 't')), s.state.value)"
    )
    env = os.environ | {"PYTHON_KEYRING_BACKEND": backend}
    done = subprocess.run([sys.executable, "-c", ask], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", KeyringState.ABSENT.value]
