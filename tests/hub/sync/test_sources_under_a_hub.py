"""A hub that serves and reads a real OpenLDAP server by itself: one that accepts and never answers stops nothing else, the next
run happens, and what it would remove is looked at and let go at the desk."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from kalix_presence.hub.site.sync_section import CsvSource, SyncSection
from tests.hub.serving import Serving, made_config, serving, soon
from tests.hub.sync.directory_server import Slapd, directory_server, dn_of, entry
from tests.hub.web.test_streams import until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the hub reads directories on Linux")
PEOPLE = range(100, 112)


@contextmanager
def reading(folder: Path, seconds: float) -> Iterator[tuple[Serving, httpx.Client, Slapd]]:
    """A hub with twelve people of the directory server and some of a file, and the administrator at it."""
    with ExitStack() as stack:
        (folder / "slapd").mkdir()
        server = stack.enter_context(directory_server(folder / "slapd", map(entry, PEOPLE)))
        config = made_config(folder / "hub")
        source = server.source(seconds=seconds)
        for name in ("reader.secret", "ca.pem"):
            (folder / "hub" / name).write_bytes((server.folder / name).read_bytes())
            (folder / "hub" / name).chmod(0o600)
        sources: dict[str, Any] = {"ldap": source, "staff": CsvSource("staff.csv")}
        staff(folder, "Lärare")
        config = msgspec.structs.replace(config, sync=SyncSection(sources=sources))
        hub = stack.enter_context(serving(folder / "hub", config=config))
        ada = stack.enter_context(hub.client("ada"))
        until(lambda: ada.get("/api/v1/people/2111").status_code == 200 and ada.get("/api/v1/people/2300").status_code == 200)
        yield hub, ada, server


def staff(folder: Path, title: str) -> None:
    """What the file has from now on."""
    head = "extension,given_name,family_name,unit,administration,title\n"
    (folder / "hub" / "staff.csv").write_text(f"{head}2300,Bo,Berg,Skola,Utbildning,{title}\n", "utf-8")


def source(ada: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in ada.get("/api/v1/sources").json()["sources"] if one["name"] == "ldap")
    return found


def thaw(server: Slapd) -> None:
    assert server.process is not None
    os.kill(server.process.pid, signal.SIGCONT)


def test_while_a_server_accepts_and_says_nothing_the_hub_does_all_else(tmp_path: Path) -> None:
    with reading(tmp_path, seconds=300) as (hub, ada, server), hub.client("anna") as anna:
        heard: list[str] = []

        def listen() -> None:
            with suppress(httpx.HTTPError), anna.stream("GET", "/api/v1/events") as stream:  # until she is gone
                heard.extend(stream.iter_text())

        threading.Thread(target=listen, daemon=True).start()
        until(lambda: bool(heard))
        before = source(ada)["tried_at"]
        server.freeze()
        hub.clock.move(minutes=61)
        until(lambda: hub.on_loop(lambda: hub.hub.sync._runs._one.locked()))
        assert ada.get("/readyz").status_code == 200
        ada.put("/api/v1/people/2002/absence", json={"reason": "meeting", "until": soon(90)}).raise_for_status()
        until(lambda: '"2002"' in "".join(heard))
        assert source(ada)["tried_at"] == before, "it is still waiting for the server"
        thaw(server)
        until(lambda: source(ada)["tried_at"] != before)
        assert "trouble" not in source(ada)


def test_one_that_says_nothing_for_too_long_is_told_and_the_next_run_happens(tmp_path: Path) -> None:
    with reading(tmp_path, seconds=1) as (hub, ada, server):
        server.freeze()
        staff(tmp_path, "Rektor")
        hub.clock.move(minutes=61)
        until(lambda: "trouble" in source(ada))
        until(lambda: "Rektor" in ada.get("/api/v1/people/2300").text)  # no other source is kept back
        assert "sync-failing" in ada.get("/readyz").text
        assert ada.get("/api/v1/people/2111").status_code == 200, "nobody has left by that"
        thaw(server)
        hub.clock.move(minutes=6)
        until(lambda: "trouble" not in source(ada))


def test_what_a_directory_server_would_remove_is_seen_and_let_go_at_the_desk(tmp_path: Path) -> None:
    with reading(tmp_path, seconds=30) as (hub, ada, server):
        change = server.change()
        for number in list(PEOPLE)[:6]:
            change.delete_s(dn_of(number))
        hub.clock.move(minutes=61)
        until(lambda: "held" in source(ada))
        held = source(ada)["held"]
        assert held["removed"] == 6
        lines = ada.get("/api/v1/sources/ldap/held").json()["lines"]
        assert [one["extension"] for one in lines if one["kind"] == "removed"] == [str(2000 + n) for n in list(PEOPLE)[:6]]
        change.delete_s(dn_of(PEOPLE[6]))
        hub.clock.move(minutes=6)
        until(lambda: source(ada)["held"]["shown"] != held["shown"])
        body = {"shown": held["shown"], "answer": "yes"}
        assert ada.post("/api/v1/sources/ldap/held", json=body).json()["code"] == "held-changed"
        body["shown"] = source(ada)["held"]["shown"]
        ada.post("/api/v1/sources/ldap/held", json=body).raise_for_status()
        until(lambda: ada.get("/api/v1/people/2106").status_code == 404)
        assert ada.get("/api/v1/people/2107").status_code == 200
