"""Newer versions on this computer: who may fetch them from where, one program at a time, and what opens them."""

from __future__ import annotations

import asyncio
import stat
import sys
import threading
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.outbox.process_lock import process_lock
from kalix_presence.client.sync.updates import Updates, by_hand, open_package
from kalix_presence.model.errors import BadInput, Forbidden, NotFound, PresenceError, Unavailable
from tests.client.connection.made_feed import DEB, given_out, made

ROOT = "a" * 64
FEED = "https://flode.kommun.example"


def updates(folder: Path, system: str = "debian-12") -> Updates:
    here = Folders(folder / "config", folder / "data", folder / "cache")
    here.data.mkdir(parents=True, exist_ok=True)
    return Updates(here, system)


@pytest.mark.parametrize(
    ("settings", "system", "decider", "kind", "code"),
    [
        (Settings(updates=False), "debian-12", "policy.toml", Forbidden, "updates-decided-off"),
        (Settings(updates=False), "", "", Forbidden, "updates-off"),
        (Settings(), "", "policy.toml", NotFound, "update-other-package"),
        (Settings(update_root=ROOT), "debian-12", "", NotFound, "update-feed-none"),
        (Settings(update_feed=FEED), "debian-12", "", NotFound, "update-feed-none"),
        (Settings(update_feed="http://elsewhere.example", update_root=ROOT), "debian-12", "", BadInput, "hub-address-insecure"),
    ],
)
def test_where_there_is_none_it_is_said_why(
    tmp_path: Path, settings: Settings, system: str, decider: str, kind: type[PresenceError], code: str
) -> None:
    with pytest.raises(kind) as fault:
        updates(tmp_path, system).feed(settings, None, decider)
    if kind is not BadInput:
        assert fault.value.code == code
    if code == "updates-decided-off":
        assert fault.value.params == {"file": decider}


async def test_two_programs_of_a_computer_do_not_look_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    feed = made(tmp_path, DEB.format("0.3.0", "12"))
    with given_out(tmp_path / "feed") as address:
        here = updates(tmp_path / "computer")
        asked = here.feed(Settings(update_feed=address, update_root=feed.pin()), None)
        begun, on = threading.Event(), threading.Event()
        look = asked.look

        def slowly(*of: str) -> object:
            begun.set()
            on.wait(30)
            return look(*of)

        asked.look = slowly  # type: ignore[method-assign,assignment]
        first = asyncio.ensure_future(here.look(asked, "0.1.0", None))
        await asyncio.to_thread(begun.wait, 30)
        monkeypatch.setattr("kalix_presence.client.sync.updates.process_lock", partial(process_lock, patience=0.05))
        with pytest.raises(Unavailable) as fault:
            await updates(tmp_path / "computer").look(asked, "0.1.0", None)
        assert fault.value.code == "update-busy"
        on.set()
        offer = await first
    assert offer is not None
    assert offer.package.version == "0.3.0"


def test_the_hubs_feed_counts_where_the_computer_names_none(tmp_path: Path) -> None:
    told: Any = SimpleNamespace(newest_feed=FEED)
    assert updates(tmp_path).feed(Settings(update_root=ROOT), told)._address == FEED
    assert updates(tmp_path).feed(Settings(update_root=ROOT, update_feed=f"{FEED}/own"), told)._address == f"{FEED}/own"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows opens by what the file is")
@pytest.mark.parametrize(("code", "opened"), [(0, True), (3, False)])
def test_whether_a_program_took_the_package_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, opened: bool
) -> None:
    program = tmp_path / "xdg-open"
    program.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/asked\nexit {code}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("DISPLAY", ":9")
    assert open_package(tmp_path / "a.deb") is opened
    assert (tmp_path / "asked").read_text() == f"{tmp_path}/a.deb\n"
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not open_package(tmp_path / "a.deb")


def test_an_administrator_is_told_the_command_of_the_package() -> None:
    assert by_hand(Path("a b.msi")) == 'msiexec /i "a b.msi"'
    assert by_hand(Path("a.deb")) == 'sudo apt install "a.deb"'
