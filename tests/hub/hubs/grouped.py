"""Several real hubs, each a process of its own, on one real PostgreSQL; and what a client sees of whoever leads."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import psycopg

from kalix_presence import shipped
from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.directory.importing import import_people
from kalix_presence.hub.directory.people_file import read_people_file
from kalix_presence.hub.hubs.keys import make_keys
from kalix_presence.hub.site.config import read_config
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.accounts import put_account, read_accounts
from tests.clocks import NINE
from tests.hub.serving import HASH, PASSWORD, PEOPLE
from tests.pbx.asterisk_server import PATIENCE
from tests.postgresql import Cluster

PAUSE = 0.01


def eventually(condition: Callable[[], Any], what: str = "") -> Any:
    """What `condition` gives once that is true; for the patience of all tests."""
    ends = time.monotonic() + PATIENCE
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < ends, f"in vain: {what or condition}"
        time.sleep(PAUSE)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


@dataclass
class HubProcess:
    """One of them."""

    name: str
    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    logs: int = 0
    program: Path | None = None
    """Where the program lies that it runs, if it is not the one that is tested."""
    tls: ssl.SSLContext | None = None
    """Whom its clients believe; None: they come without TLS."""

    @property
    def url(self) -> str:
        return f"http{'' if self.tls is None else 's'}://127.0.0.1:{self.port}"

    def begin(self) -> None:
        self.logs += 1
        command = [sys.executable, "-m", "kalix_presence.hub", "serve", "--config", str(self.folder)]
        with (self.folder / f"log-{self.logs}").open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.program)

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def send(self, number: int) -> None:
        os.kill(self.pid, number)

    def end(self) -> None:
        """As `systemctl stop` does."""
        if self.process is not None and self.process.poll() is None:
            self.send(signal.SIGCONT)
            self.send(signal.SIGTERM)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        self.send(signal.SIGKILL)
        assert self.process is not None
        self.process.wait(PATIENCE)

    def events(self) -> list[dict[str, Any]]:
        """The lines of its log."""
        found = []
        for number in range(1, self.logs + 1):
            for line in (self.folder / f"log-{number}").read_text("utf-8").splitlines():
                with suppress(ValueError):
                    found.append(json.loads(line))
        return found

    def said(self, event: str) -> int:
        """How often it said so."""
        return sum(line.get("event") == event for line in self.events())

    def ask(self, method: str, path: str, **named: Any) -> httpx.Response | None:
        """Its answer; None when there is none."""
        try:
            verify = True if self.tls is None else self.tls
            return httpx.request(method, f"{self.url}{path}", trust_env=False, timeout=10, verify=verify, **named)
        except httpx.TransportError:
            return None

    def ready(self) -> dict[str, Any] | None:
        """What `/readyz` says where it is ready."""
        answer = self.ask("GET", "/readyz")
        return dict(answer.json()) if answer is not None and answer.status_code == 200 else None

    @property
    def leads(self) -> bool:
        """Whether it says that it does its work itself."""
        found = self.ready()
        return found is not None and "database" in found


@dataclass
class Grouped:
    """The group."""

    cluster: Cluster
    database: str
    hubs: list[HubProcess] = field(default_factory=list)

    def sql(self, words: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.cluster.conninfo(self.database), autocommit=True) as one:
            return one.execute(words.encode(), values).fetchall()

    def leader(self) -> HubProcess:
        """The one that leads, as soon as one does."""
        return eventually(lambda: next((hub for hub in self.hubs if hub.leads), None), "nobody leads")  # type: ignore[no-any-return]

    def others(self, leader: HubProcess) -> list[HubProcess]:
        return [hub for hub in self.hubs if hub is not leader]

    def lease(self) -> tuple[str, int]:
        """Who holds it and the term."""
        [(holder, term)] = self.sql("SELECT holder, term FROM lease")
        return str(holder), int(term)


def token(hub: HubProcess, username: str = "anna") -> str:
    """Signed in there."""

    def signed_in() -> str | None:
        answer = hub.ask("POST", "/api/v1/sign-in", json={"username": username, "password": PASSWORD})
        return str(answer.json()["token"]) if answer is not None and answer.is_success else None

    return str(eventually(signed_in, "no sign-in"))


@contextmanager
def grouped(
    cluster: Cluster,
    folder: Path,
    count: int = 2,
    settings: str = "",
    *,
    tls: ssl.SSLContext | None = None,
    own: Callable[[Path], tuple[str, str]] = lambda place: ("", ""),
    beside: Sequence[Cluster] = (),
) -> Iterator[Grouped]:
    """`count` hubs on a database of their own, begun one after the other; the first one leads.

    `own` are the lines of each under `[hubs]` and `[listen]`, besides name and addresses; `tls` is how clients come then. `beside` are the
    standbys of `cluster`, which the hubs know, too.
    """
    group = Grouped(cluster, cluster.made())
    for number in range(1, count + 1):
        place = folder / f"hub{number}"
        place.mkdir(mode=0o700)
        port = free_port()
        hosts = ",".join(quote(str(each.folder), safe="") for each in (cluster, *beside))
        url = f"postgresql://kalix@{hosts}/{group.database}"
        hub = HubProcess(f"hub{number}", place, port, tls=tls)
        among, listening = own(place)
        (place / "kalix-hub.toml").write_text(
            f'[store]\nurl = "{url}"\n[hubs]\nname = "{hub.name}"\naddress = "{hub.url}"\n{among}'
            f"[listen]\nport = {port}\n{listening}{settings}",
            "utf-8",
        )
        group.hubs.append(hub)
    config = read_config(group.hubs[0].folder)
    kept_of(config).upgrade()
    wanted = read_people_file(PEOPLE, shipped.default_policy())

    def work(change: Transaction) -> None:
        import_people(change, wanted, now=NINE)
        for account in read_accounts(change.sql):
            put_account(change, replace(account, password_hash=HASH))

    write(config, work)
    make_keys(config)
    for key in group.hubs[0].folder.glob("*key"):
        for other in group.hubs[1:]:
            (other.folder / key.name).write_bytes(key.read_bytes())
            (other.folder / key.name).chmod(0o600)
    with ExitStack() as ended:
        ended.callback(lambda: [hub.end() for hub in group.hubs])
        for hub in group.hubs:
            hub.begin()
            eventually(partial(is_ready, hub), f"{hub.name} is not ready")
        yield group


def is_ready(hub: HubProcess) -> bool:
    """Whether it leads, or knows who does."""
    return hub.ready() is not None
