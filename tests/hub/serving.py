"""A real hub on a free port in a thread, with a few people of every role; what the tests of the hub's face stand on."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
from argon2 import PasswordHasher

from kalix_presence import shipped
from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.directory.importing import import_people
from kalix_presence.hub.directory.people_file import read_people_file
from kalix_presence.hub.site.config import Config, Limits, read_config, template
from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.accounts import put_account, read_accounts
from kalix_presence.hub.web.app import create_app
from kalix_presence.hub.web.running import Hub
from kalix_presence.hub.web.server import HubServer
from tests.clocks import NINE, Clock

PASSWORD = "a good long password"
# Real sign-ins with the least work: a hash says itself how much it takes, and hundreds of tests sign in.
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
PEOPLE = """\
extension,given_name,family_name,unit,administration,title,direct,mobile,email,username,roles,deputy,duties,language
2041,Anna,Ek,Bygglov,Samhällsbyggnad,Handläggare,0923-650 41,070-174 06 01,anna@x.example,anna,employee,2042,bygglov,sv
2042,Per,Berg,Bygglov,Samhällsbyggnad,Handläggare,,070-174 06 02,,per,employee,,,fi
2043,Olle,Lind,Miljö,Samhällsbyggnad,,,,,olle,officer,,,sv
2061,Siv,Ström,Skola,Utbildning,,,070-174 06 03,,siv,employee,,skolskjuts,sv
2001,Maria,Holm,Växel,Kansli,,,,,maria,receptionist,,,sv
2002,Ada,Min,IT,Kansli,,,,,ada,administrator,,,en
"""


def made_config(folder: Path, people: str = PEOPLE, **limits: Any) -> Config:
    """A configured hub folder with `people`, all with the same password."""
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / "kalix-hub.toml").write_text(template(0), "utf-8")
    config = msgspec.structs.replace(read_config(folder), limits=msgspec.structs.replace(Limits(), **limits))
    wanted = read_people_file(people, shipped.default_policy())
    assert not wanted.bad, wanted.bad

    def work(change: Transaction) -> None:
        import_people(change, wanted, now=NINE)
        for account in read_accounts(change.sql):
            put_account(change, replace(account, password_hash=HASH))

    write(config, work)
    return config


@dataclass
class Reached:
    """A hub that answers at `url`, on a loop in another thread."""

    url: str
    loop: asyncio.AbstractEventLoop
    clock: Clock

    @contextmanager
    def client(self, username: str | None = None, **headers: str) -> Iterator[httpx.Client]:
        """A client, signed in afresh when a name is given."""
        with httpx.Client(base_url=self.url, timeout=60, headers=headers, trust_env=False) as client:
            if username:
                answer = client.post("/api/v1/sign-in", json={"username": username, "password": PASSWORD})
                answer.raise_for_status()
                client.headers["authorization"] = f"Bearer {answer.json()['token']}"
            yield client

    def on_loop(self, call: Callable[[], Any]) -> Any:
        """Run `call` on the hub's event loop and give its result."""

        async def run() -> Any:
            found = call()
            return await found if asyncio.iscoroutine(found) else found

        return asyncio.run_coroutine_threadsafe(run(), self.loop).result(60)


@dataclass
class Serving(Reached):
    """A hub that serves."""

    hub: Hub
    config: Config
    server: HubServer


def _quiet(hub: Hub, loop: asyncio.AbstractEventLoop) -> None:
    """Until it has said that the rules were confirmed, which it does by itself a moment after it listens: in the middle of what a
    command prints, that line would be taken for the command's. Where there is no PBX it never says so."""

    async def settled() -> bool:
        return not hub.core.after_rest.under_way

    for _ in range(400):
        if asyncio.run_coroutine_threadsafe(settled(), loop).result(60):
            return
        time.sleep(0.005)


@contextmanager
def serving(
    folder: Path,
    people: str = PEOPLE,
    config: Config | None = None,
    run_loop: Callable[[Coroutine[Any, Any, None]], None] = asyncio.run,
    clock: Clock | None = None,
    around: Callable[[Hub], Callable[[Any], Any]] = lambda hub: lambda app: app,
    **limits: Any,
) -> Iterator[Serving]:
    """Serve until the block ends; `run_loop` is asyncio's, or uvloop's as the hub itself has it; its clock stands still;
    `around` is what takes requests in before the hub."""
    config = config or made_config(folder, people, **limits)
    clock, listening, box = clock or Clock(), threading.Event(), {}

    hub = Hub(config, clock=clock, steady=clock.steady)
    app = create_app(config, hub)

    async def run() -> None:
        server = HubServer(app, config, around=around(hub))
        box.update(hub=hub, server=server, loop=asyncio.get_running_loop())
        server.when_listening = listening.set
        await server.serve()

    thread = threading.Thread(target=lambda: run_loop(run()), daemon=True)
    thread.start()
    assert listening.wait(60), "the hub did not come up"
    server = box["server"]
    _quiet(hub, box["loop"])
    try:
        yield Serving(f"http://127.0.0.1:{server.port}", box["loop"], clock, box["hub"], config, server)
    finally:
        server.should_exit = True
        thread.join(60)
        assert not thread.is_alive(), "the hub did not stop"


def soon(minutes: int = 30) -> str:
    """An instant in a while, as the API takes it."""
    return (NINE + timedelta(minutes=minutes)).isoformat()


def events_of(lines: Iterator[str]) -> Iterator[tuple[int | None, dict[str, Any]]]:
    """(number, event) of each event in a stream's lines."""
    number: int | None = None
    for line in lines:
        if line.startswith("id: "):
            number = int(line[4:].partition(".")[0])  # the generation stands behind it
        elif line.startswith("data: "):
            yield number, json.loads(line[6:])
            number = None
