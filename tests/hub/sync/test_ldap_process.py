"""What the reading process does with a server: page by page, told as it goes on, and nothing of what breaks off."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kalix_presence.hub.sync.ldap_job import LENGTH, Alive, LdapAnswer, LdapJob, Read, Refused
from kalix_presence.model.errors import PresenceError, Unavailable
from tests.hub.sync.directory_server import PASSWORD, PEOPLE, READER, Slapd, directory_server, entry

ldap_process: Any = pytest.importorskip(
    "kalix_presence.hub.sync.ldap_process", reason="python-ldap is not installed", exc_type=ImportError
)


def job(server: Slapd, **more: Any) -> LdapJob:
    said: dict[str, Any] = {
        "servers": (f"ldaps://127.0.0.1:{server.secure}",),
        "bind": READER,
        "password": PASSWORD,
        "active_directory": False,
        "starttls": True,
        "ca": str(server.issuer.ca),
        "base": PEOPLE,
        "filter": "(objectClass=inetOrgPerson)",
        "attributes": ("uid",),
        "groups": (),
        "page": 10,
        "seconds": 30.0,
    }
    return LdapJob(**{**said, **more})


def test_each_page_is_told_and_the_last_one_is_asked_for(tmp_path: Path) -> None:
    told: list[int] = []
    with directory_server(tmp_path, map(entry, range(95)), limit=50) as server:
        read = ldap_process.done(job(server), alive=told.append)
        assert len(read.entries) == 95
        assert told == [0, *range(10, 91, 10), 95]
        assert read.mark.startswith(f"ldaps://127.0.0.1:{server.secure}|2")
        probed = ldap_process.done(job(server, only_probe=True), alive=told.append)
        assert (probed.entries, probed.whole) == ([], False)


def test_a_server_that_dies_between_two_pages_gives_nobody(tmp_path: Path) -> None:
    with directory_server(tmp_path, map(entry, range(95))) as server:

        def alive(count: int) -> None:
            if count == 30:
                server.stop()

        with pytest.raises(Unavailable, match=r"sync-broken-off|sync-refused"):
            ldap_process.done(job(server), alive=alive)


def test_without_a_password_nobody_is_asked(tmp_path: Path) -> None:
    with directory_server(tmp_path, [entry(1)]) as server, pytest.raises(PresenceError, match="sync-password-empty"):
        ldap_process.done(job(server, password=""), alive=lambda count: None)


@pytest.mark.parametrize(("password", "kind"), [(PASSWORD, Read), ("wrong", Refused)])
def test_the_process_answers_in_frames_and_ends(tmp_path: Path, password: str, kind: type) -> None:
    with directory_server(tmp_path, map(entry, range(15))) as server:
        content = msgspec.msgpack.encode(job(server, password=password))
        done = subprocess.run(
            [sys.executable, "-m", "kalix_presence.hub.sync.ldap_process"],
            input=LENGTH.pack(len(content)) + content,
            capture_output=True,
            check=True,
        )
    answers, rest = [], done.stdout
    while rest:
        length = LENGTH.unpack(rest[: LENGTH.size])[0]
        answers.append(msgspec.msgpack.decode(rest[LENGTH.size : LENGTH.size + length], type=LdapAnswer))
        rest = rest[LENGTH.size + length :]
    assert isinstance(answers[-1], kind)
    assert all(isinstance(one, Alive) for one in answers[:-1])
    assert PASSWORD.encode() not in done.stdout + done.stderr
