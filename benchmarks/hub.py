"""A hub in a process of its own, with as many people as a measurement needs, and lean clients for it."""

from __future__ import annotations

import asyncio
import http.client
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import running, wait_for

if TYPE_CHECKING:
    from tests.pbx.asterisk_server import AsteriskServer
    from tests.postgresql import Cluster

BIN = Path(sys.executable).parent
PASSWORD = "sommar-vinter-2026"  # noqa: S105  (of people that are made up)


FIVE_DIGITS = 70_000
"""So many people from extension 30000 on have five digits, as a site has that says nothing else."""


@dataclass(frozen=True)
class Running:
    """A hub that serves on `port`; `tokens` by extension, `receptionist` for everybody's status."""

    port: int
    pid: int
    receptionist: str
    extensions: list[str]


@contextmanager
def hub(
    folder: Path,
    people: int,
    asterisk: dict[str, object] | None = None,
    turn: Callable[[str], str] = lambda text: text,
    *,
    store: str = "",
    program: Sequence[str | Path] = (BIN / "kalix-hub",),
) -> Iterator[Running]:
    """Serve until the block ends; with `asterisk` (host, port, username, secret) on a real PBX; `turn` changes the settings;
    `store` is the address of a PostgreSQL that everything is moved to before; `program` is what serves in the hub's place."""
    place = furnished(folder, people)
    extensions = extensions_of(people)
    if store:
        moved_to(place, store)
    settings = place / "kalix-hub.toml"
    # One account stands here for everybody who reads and acts.
    shares = ("streams_per_account", "streams_per_session", "calls_per_minute", "messages_per_minute", "changes_per_minute")
    text = settings.read_text("utf-8").replace(
        "[limits]", "\n".join(["[limits]", *(f"{each} = 1000000" for each in shares)]), 1
    )
    settings.write_text(turn(text), "utf-8")
    if asterisk:
        text = settings.read_text("utf-8").replace('driver = "embedded"', 'driver = "asterisk"', 1)
        section = f'[pbx.asterisk]\nhost = "{asterisk["host"]}"\nport = {asterisk["port"]}\nusername = "{asterisk["username"]}"'
        settings.write_text(text.replace("[pbx.asterisk]", section, 1), "utf-8")
        secret = place / "asterisk.secret"
        secret.touch(0o600)
        secret.write_text(str(asterisk["secret"]), "utf-8")
    log = folder / "hub.log"
    with running(*program, "serve", "--config", place, log=log) as process:
        wait_for(lambda: "http://" in log.read_text("utf-8") and log.read_text("utf-8").endswith("\n"), "the hub")
        address = next(word for word in log.read_text("utf-8").split() if word.startswith("http://"))
        port = int(address.rsplit(":", 1)[1])
        wait_for(lambda: ask(port, "GET", "/readyz")[0] == 200, "the hub")
        signed = ask(port, "POST", "/api/v1/sign-in", {"username": "reception", "password": PASSWORD})
        yield Running(port, process.pid, str(signed[1]["token"]), extensions)


def extensions_of(people: int) -> list[str]:
    """Of those that were made up."""
    return [str(30_000 + number) for number in range(people)]


def furnished(folder: Path, people: int) -> Path:
    """The folder of a hub with so many people, and a receptionist who signs in."""
    place = folder / "hub"
    subprocess.run([BIN / "kalix-hub", "init", "--sample", "--port", "0", place], check=True, capture_output=True)
    header = (
        "extension,given_name,family_name,unit,administration,title,direct,mobile,email,username,roles,deputy,duties,language"
    )
    lines = [f"{each},Test,Person{each},Enhet,Förvaltning,,,,,u{each},employee,,,sv" for each in extensions_of(people)]
    lines.append("29999,Maria,Växel,Kontaktcenter,Kommunledning,,,,,reception,receptionist,,,sv")
    (folder / "people.csv").write_text("\n".join([header, *lines]), "utf-8")
    if people > FIVE_DIGITS:
        (place / "policy.toml").write_text("extension_pattern = '\\d{3,6}'\n", "utf-8")
        settings = place / "kalix-hub.toml"
        settings.write_text(settings.read_text("utf-8").replace("#policy =", "policy =", 1), "utf-8")
    subprocess.run([BIN / "kalix-hub", "import", "--config", place, folder / "people.csv"], check=True, capture_output=True)
    password = [BIN / "kalix-hub", "user", "password", "--config", place, "--password-file", "-", "reception"]
    subprocess.run(password, input=PASSWORD, check=True, capture_output=True, text=True)
    return place


def moved_to(place: Path, url: str) -> None:
    """Everything into the PostgreSQL there."""
    subprocess.run([BIN / "kalix-hub", "move-store", url, "--config", place], check=True, capture_output=True)
    settings = place / "kalix-hub.toml"
    settings.write_text(settings.read_text("utf-8").replace("[store]\n", f'[store]\nurl = "{url}"\n', 1), "utf-8")


@contextmanager
def beside_both() -> Iterator[tuple[Path, Cluster, AsteriskServer]]:
    """A folder for hubs, a PostgreSQL that waits for its disk, and an Asterisk."""
    from tests.pbx.asterisk_server import AsteriskServer
    from tests.postgresql import Cluster

    cluster = Cluster("fsync=on")
    try:
        with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name:
            (Path(name) / "pbx").mkdir()
            server = AsteriskServer(Path(name) / "pbx").start()
            try:
                yield Path(name), cluster, server
            finally:
                server.stop()
    finally:
        cluster.remove()


def ask(port: int, method: str, path: str, body: object = None, token: str = "") -> tuple[int, dict[str, object]]:
    """One request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    connection.request(method, path, None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, json.loads(content) if content[:1] == b"{" else {}


class Caller:
    """One kept-alive connection that says no more than it must: the hub is measured, not the client."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._head = f"Host: h\r\nAuthorization: Bearer {running.receptionist}\r\nContent-Type: application/json\r\n"

    async def open(self) -> None:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._running.port)

    async def set(self, extension: str, body: bytes, key: str) -> bytes:
        """Set a status; the body of the answer."""
        line = f"PUT /api/v1/people/{extension}/absence HTTP/1.1\r\n"
        head = f"{line}{self._head}Idempotency-Key: {key}\r\nContent-Length: {len(body)}\r\n\r\n"
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(answer.decode())
        at = answer.lower().index(b"content-length:") + 15
        return await self._reader.readexactly(int(answer[at : answer.index(b"\r", at)]))

    def close(self) -> None:
        """Hang up."""
        self._writer.close()
