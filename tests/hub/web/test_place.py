"""A busy port, a full or read-only disk, another hub and a clock that was set are told, and stop nothing else."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
import time_machine

from kalix_presence.hub.store.claim import claimed
from kalix_presence.hub.web import place
from kalix_presence.hub.web.place import FULL_BYTES, LOW_BYTES, ClockWatch
from kalix_presence.model.errors import Conflict
from tests.clocks import NINE
from tests.hub.commands.test_commands import run
from tests.hub.commands.test_database_file import ran
from tests.hub.serving import Serving, made_config, serving, soon
from tests.hub.store.test_full_disk import fill, make_room, until_full

posix = pytest.mark.skipif(sys.platform == "win32", reason="links, mounts and rights of POSIX")


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made_config(tmp_path / "hub")
    return tmp_path / "hub"


@contextmanager
def taken(folder: Path) -> Iterator[int]:
    """Another program has the hub's port."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = int(other.getsockname()[1])
        settings = folder / "kalix-hub.toml"
        settings.write_text(settings.read_text("utf-8").replace("port = 0", f"port = {port}", 1), "utf-8")
        yield port


def test_a_busy_port_is_said_by_serve_and_by_check(folder: Path) -> None:
    with taken(folder) as port:
        for words in (("serve",), ("check",)):
            code, output = ran(folder, *words)
            assert code == 1
            assert f"port {port}" in output
            assert "Traceback" not in output


@pytest.mark.parametrize(("free", "said"), [(FULL_BYTES - 1, "is full"), (LOW_BYTES - 1, "left"), (LOW_BYTES, "disk: OK")])
def test_check_says_what_room_the_disk_has(folder: Path, monkeypatch: pytest.MonkeyPatch, free: int, said: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 10**12 - free, free))
    assert said in run("check", "--config", folder).output


def test_readyz_says_of_a_full_disk_and_of_one_that_is_nearly_full(hub: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    with hub.client() as client:
        monkeypatch.setattr(place, "free_bytes", lambda path: LOW_BYTES - 1)
        assert client.get("/readyz").json()["warnings"] == ["disk-low"]
        monkeypatch.setattr(place, "free_bytes", lambda path: FULL_BYTES - 1)
        refused = client.get("/readyz")
        assert (refused.status_code, refused.json()["code"]) == (503, "disk-full")
        monkeypatch.setattr(place, "free_bytes", lambda path: LOW_BYTES)
        assert "warnings" not in client.get("/readyz").json()


def test_readyz_says_that_changes_have_no_room_until_they_have(hub: Serving) -> None:
    with hub.client("maria") as maria:
        fill(hub)
        assert until_full(maria)[1].status_code == 507
        refused = maria.get("/readyz")
        assert (refused.status_code, refused.json()["code"]) == (503, "store-full")
        make_room(hub)
        assert maria.get("/readyz").status_code == 200


def test_readyz_says_that_the_database_was_taken_away(hub: Serving) -> None:
    with hub.client() as client:
        assert client.get("/readyz").status_code == 200
        (hub.config.folder / "kalix.db").rename(hub.config.folder / "elsewhere.db")
        refused = client.get("/readyz")
        assert (refused.status_code, refused.json()["code"]) == (503, "database-taken-away")


def symlinked(folder: Path) -> Path:
    (folder.parent / "link").mkdir()
    (folder.parent / "link" / "kalix.db").symlink_to(folder / "kalix.db")
    return folder.parent / "link" / "kalix.db"


def hard_linked(folder: Path) -> Path:
    (folder.parent / "hard").mkdir()
    (folder.parent / "hard" / "other.db").hardlink_to(folder / "kalix.db")
    return folder.parent / "hard" / "other.db"


def through_a_linked_folder(folder: Path) -> Path:
    (folder.parent / "there").symlink_to(folder)
    return folder.parent / "there" / "kalix.db"


def by_dots(folder: Path) -> Path:
    return folder / ".." / "hub" / "kalix.db"


@posix
@pytest.mark.parametrize("other", [symlinked, hard_linked, through_a_linked_folder, by_dots])
def test_one_database_has_one_hub_by_whatever_path(folder: Path, other: object) -> None:
    assert callable(other)
    path = other(folder)
    for first, second in ((folder / "kalix.db", path), (path, folder / "kalix.db")):
        with claimed(first):
            with pytest.raises(Conflict) as refused, claimed(second):
                pass
            assert refused.value.code == "hub-serving-already"
    with claimed(path):
        pass


@posix
def test_one_database_has_one_hub_from_another_working_directory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with claimed(Path("kalix.db")), pytest.raises(Conflict), claimed(folder / "kalix.db"):
        pass


@contextmanager
def mounted(source: Path, target: Path, *options: str) -> Iterator[None]:
    """`source` also at `target`; skips where nobody may mount."""
    target.mkdir(exist_ok=True)
    if shutil.which("mount") is None or os.geteuid() != 0:
        pytest.skip("nobody may mount here")
    if subprocess.run(["mount", "--bind", source, target], capture_output=True, check=False).returncode:
        pytest.skip("nobody may mount here")
    try:
        if options:
            subprocess.run(["mount", "-o", f"remount,bind,{','.join(options)}", target], check=True, capture_output=True)
        yield
    finally:
        subprocess.run(["umount", target], check=True)


@posix
def test_one_database_has_one_hub_through_a_bind_mount(folder: Path) -> None:
    elsewhere = folder.parent / "mounted"
    with mounted(folder, elsewhere), claimed(folder / "kalix.db"), pytest.raises(Conflict), claimed(elsewhere / "kalix.db"):
        pass


@posix
def test_a_read_only_disk_is_said_by_serve_check_and_user(folder: Path) -> None:
    target = folder.parent / "mounted"
    with mounted(folder, target, "ro"):
        for words in (("serve",), ("check",), ("user", "add", "eva")):
            code, output = ran(target, *words)
            assert code == 1
            assert "Traceback" not in output
            assert "Cannot write in" in output or "cannot be opened" in output, output
        assert ran(target, "user", "list")[0] == 0, "reading is well"


def test_a_clock_before_the_last_event_is_said_by_check(tmp_path: Path) -> None:
    with serving(tmp_path / "hub") as hub, hub.client("anna") as anna:
        hub.clock.set_by = timedelta(minutes=90)
        until_later = {"reason": "lunch", "until": soon(180)}
        anna.put("/api/v1/people/2041/absence", json=until_later).raise_for_status()
    with time_machine.travel(NINE, tick=True):
        assert "before the last event" in run("check", "--config", tmp_path / "hub").output


@pytest.mark.parametrize(("step", "seen"), [(-86_400.0, True), (3600.0, True), (4.0, False), (0.0, False)])
def test_a_clock_that_was_set_is_told_for_an_hour(step: float, seen: bool) -> None:
    wall, steady = [datetime(2026, 11, 28, tzinfo=UTC)], [0.0]
    watch = ClockWatch(lambda: wall[0], lambda: steady[0])
    steady[0] += 10
    wall[0] += timedelta(seconds=10 + step)
    assert bool(watch.look()) is watch.lately is seen
    steady[0] += 10
    wall[0] += timedelta(seconds=10)
    assert not watch.look()
    steady[0] += 3600
    assert not watch.lately


def test_readyz_tells_of_a_clock_that_was_set(hub: Serving) -> None:
    with hub.client() as client:
        hub.on_loop(hub.hub.clock_watch.look)
        hub.clock.set_by = timedelta(days=-1)
        hub.on_loop(hub.hub.clock_watch.look)
        assert client.get("/readyz").json()["warnings"] == ["clock-set"]


def test_a_port_that_no_program_may_have_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(self: object, address: object) -> None:
        raise OSError(errno.EADDRINUSE, "")

    monkeypatch.setattr(socket.socket, "bind", refuses)
    with pytest.raises(Conflict):
        place.require_port("127.0.0.1", 9)
