"""Run inside a session bus of its own: meets a real gnome-keyring in the state that is asked for and prints what was seen."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import secretstorage

from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.local.secrets import Secrets
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.session import Session
from kalix_presence.client.session_events import LinkChanged
from kalix_presence.model.errors import Unavailable
from tests.client.house import folders_in, until
from tests.clocks import Clock
from tests.hub.serving import PASSWORD

HUB = "https://presence.example"
seen: list[object] = []


def keyring(*, password: str | None) -> subprocess.Popen[bytes]:
    """A gnome-keyring that serves on this bus: unlocked with `password`, or locked."""
    how = ["--unlock"] if password else ["--start"]
    command = ["gnome-keyring-daemon", *how, "--components=secrets", "--foreground"]
    daemon = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    atexit.register(daemon.kill)  # also a stopped one, when something below fails
    assert daemon.stdin is not None
    daemon.stdin.write((password or "").encode())
    daemon.stdin.close()
    with closing(secretstorage.dbus_init()) as bus:
        while not secretstorage.check_service_availability(bus):
            assert daemon.poll() is None, "gnome-keyring did not start"
    return daemon


def end(daemon: subprocess.Popen[bytes]) -> None:
    """It is gone."""
    daemon.kill()
    daemon.wait()


async def see(secrets: Secrets, *calls: str) -> None:
    """Make `calls` and note each answer with the state after it."""
    for call in calls:
        answers = {
            "token": lambda: secrets.token(HUB, "Anna "),
            "keep": lambda: secrets.keep(HUB + "/", "anna", "a-token"),
            "forget": lambda: secrets.forget(HUB, "anna"),
        }
        answer: object = await answers[call]()
        seen.append([call, answer, secrets.state.value])


async def unlocked() -> None:
    """Kept, found again by the next program, forgotten."""
    daemon = keyring(password="pw")
    await see(Secrets(), "token", "keep", "token")
    await see(Secrets(), "token", "forget", "token")
    end(daemon)


async def locked() -> None:
    """What was kept cannot be read, and nothing hangs."""
    daemon = keyring(password="pw")
    await see(Secrets(), "keep")
    end(daemon)
    daemon = keyring(password=None)
    await see(Secrets(), "token", "keep")
    end(daemon)


async def fresh() -> None:
    """Nothing was ever kept: reading and forgetting make no collection, which would ask for a new password."""
    daemon = keyring(password=None)
    with closing(secretstorage.dbus_init()) as bus:
        before = [each.collection_path for each in secretstorage.get_all_collections(bus)]
        await see(Secrets(patience=2.0), "token", "forget")
        seen.append([each.collection_path for each in secretstorage.get_all_collections(bus)] == before)
    end(daemon)


async def absent() -> None:
    """No service on the bus."""
    await see(Secrets(), "token", "keep", "forget")


async def tried(how: str) -> None:
    """A check's own trial: nothing of it stays, and none is made where nothing was ever kept."""
    secrets = Secrets(patience=0.5 if how == "silent" else 5.0)
    if how != "absent":
        daemon = keyring(password=None if how == "fresh" else "pw")
    if how in ("locked", "silent"):
        await Secrets().keep(HUB, "anna", "a-token")
    if how == "locked":
        end(daemon)
        daemon = keyring(password=None)
    if how == "silent":
        os.kill(daemon.pid, signal.SIGSTOP)
    try:
        seen.append(await secrets.try_out())
    except Unavailable as fault:
        seen.append(fault.code)
    if how in ("unlocked", "fresh"):
        with closing(secretstorage.dbus_init()) as bus:
            kept = [item for each in secretstorage.get_all_collections(bus) for item in each.get_all_items()]
        seen.append(len(kept))
    if how != "absent":
        end(daemon)


async def silent() -> None:
    """It hangs: the loop goes on, and the late answer is still heard."""
    daemon = keyring(password="pw")
    secrets = Secrets(patience=0.3)
    await Secrets().keep(HUB, "anna", "a-token")
    os.kill(daemon.pid, signal.SIGSTOP)
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.01)
            turns += 1

    counting = asyncio.ensure_future(count())
    await see(secrets, "token")
    counting.cancel()
    seen.append(turns > 5)
    os.kill(daemon.pid, signal.SIGCONT)
    seen.append([await secrets.late_token(), secrets.state.value])
    end(daemon)


async def resumed(hub: str, folder: str, how: str = "") -> None:
    """A session whose keyring was silent at the start goes on by itself once it answers; `how`: after a `long` time."""
    daemon = keyring(password="pw")
    folders = folders_in(Path(folder))

    def session(username: str, secrets: Secrets) -> Session:
        settings = Settings(hub=hub, username=username)
        return Session(settings, folders, language="en", clock=Clock(), secrets=secrets)

    first = session("", Secrets())
    seen.append(await first.sign_in("anna", PASSWORD))
    await first.close()
    os.kill(daemon.pid, signal.SIGSTOP)
    second = session("anna", Secrets(patience=0.3, longer=0.3) if how == "long" else Secrets(patience=0.3))
    told: list[str] = []
    second.listen(lambda event: told.append(event.state.value) if isinstance(event, LinkChanged) else None)
    seen.append([await second.resume(), second.state.value, second.credentials.secrets.state.value])
    if how == "long":
        await until(lambda: second.state is LinkState.SIGNED_OUT)
        seen.append(second.state.value)
    os.kill(daemon.pid, signal.SIGCONT)
    await until(lambda: second.state is LinkState.ONLINE)
    seen.append(second.state.value)
    seen.append(told)
    await second.close()
    end(daemon)


if __name__ == "__main__":
    trials = (unlocked, locked, absent, fresh, silent, resumed, tried)
    asyncio.run({trial.__name__: trial for trial in trials}[sys.argv[1]](*sys.argv[2:]))
    print(json.dumps(seen))
