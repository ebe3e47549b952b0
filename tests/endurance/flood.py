"""A hub that may have 1,024 files open, beset by outsiders and by one colleague: what everybody else notices of it.

`python -m tests.endurance.flood 60` goes on for a minute and says what it found; `test_flood` is its short form.
"""

from __future__ import annotations

import re
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import httpx

from kalix_presence.hub.web.descriptors import raised
from tests.endurance.churn import until
from tests.hub.serving import PASSWORD, made_config

FILES = 1_024
"""What systemd gives a service that asks for nothing."""
IDLE = 1_200
"""More than a hub with so few files can have open at all."""
TRIES = 3
"""As often a client asks before it says that the hub is not there."""
RESET = struct.pack("ii", 1, 0)
GET = b"GET /healthz HTTP/1.1\r\nHost: hub\r\n"
POST = b"POST /api/v1/sign-in HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"
LIMITS = "[limits]\nconnections_per_address = 1000000\nrequest_seconds = 2.0\nmessages_per_minute = 20\n"
"""As if the strangers came from everywhere; little patience, and a colleague's share that is soon used up."""


@dataclass
class Found:
    """What came of it. `tried` by kind of flood; seconds that others waited (`waits`), newcomers among them (`arrivals`), how often
    they tried `again` because they had to make room, `odd` answers to them; what the colleague was answered; refusals that the hub counted; its most files, its seconds of processor and
    most MiB; places still taken at the end."""

    tried: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)
    again: int = 0
    unanswered: int = 0
    odd: list[int] = field(default_factory=list)
    colleague: Counter[int] = field(default_factory=Counter)
    refused: dict[str, float] = field(default_factory=dict)
    files: int = 0
    processor: float = 0.0
    mib: float = 0.0
    grown: float = 0.0
    left: int = 0
    told: int = 0

    def __str__(self) -> str:
        """The figures, with percentiles instead of every wait."""
        waits, arrivals = (sorted(each) or [0.0] for each in (self.waits, self.arrivals))
        shown = {
            "tried": dict(self.tried),
            "others' waits": f"{len(waits)}, p50 {_ms(waits, 0.5)}, p99 {_ms(waits, 0.99)}, longest {_ms(waits, 1)}",
            "newcomers' sign-ins": f"{len(arrivals)}, p50 {_ms(arrivals, 0.5)}, longest {_ms(arrivals, 1)}",
            "tried again": self.again,
            "unanswered": self.unanswered,
            "odd": self.odd,
            "colleague": dict(self.colleague),
            "refused": self.refused,
            "most files": self.files,
            "seconds of processor": f"{self.processor:.1f}",
            "most MiB": f"{self.mib:.0f} (+{self.grown:.0f})",
            "places taken at the end": self.left,
            "lines of the log": self.told,
        }
        return "\n".join(f"{name}: {value}" for name, value in shown.items())


def _ms(ordered: list[float], part: float) -> str:
    return f"{ordered[min(len(ordered) - 1, int(part * len(ordered)))] * 1000:.0f} ms"


class Flood:
    """All that goes on at once, each in a thread of its own until `over`."""

    def __init__(self, port: int, pid: int) -> None:
        self.port, self.pid, self.found = port, pid, Found()
        self.over = threading.Event()

    def idle(self) -> None:
        """Connections that say nothing; as many are opened again as the hub has ended."""
        silent: list[socket.socket] = []
        while not self.over.is_set():
            silent += [one for _ in range(IDLE - len(silent)) if (one := self._connected("idle"))]
            self.over.wait(0.5)
            silent = [one for one in silent if _is_open(one)]
        for one in silent:
            one.close()

    def slow(self) -> None:
        """Requests that never come to their end, a few bytes at a time."""
        while not self.over.is_set():
            begun = [one for number in range(60) if (one := self._connected("slow", POST if number % 2 else GET))]
            while begun and not self.over.wait(0.2):
                begun = [one for one in begun if _said(one, b"X: a\r\n")]
            for one in begun:
                one.close()
        until(self._is_told_that_it_is_slow)

    def _is_told_that_it_is_slow(self) -> bool:
        """Whether one more, which nobody pushes out now, hears why it is not waited for."""
        told = b""
        if last := self._connected("slow", POST):
            with closing(last), suppress(OSError):
                while more := last.recv(65_536):
                    told += more
        return told.startswith(b"HTTP/1.1 408")

    def reset(self) -> None:
        """Connections that are reset, with half a request or none."""
        while not self.over.is_set():
            for begin in (b"", GET, POST):
                if one := self._connected("reset", begin):
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                    one.close()
            self.over.wait(0.05)

    def endless(self) -> None:
        """A header without end, for as long as the hub takes it."""
        while not self.over.is_set():
            if one := self._connected("endless", GET + b"X: "):
                with closing(one):
                    while not self.over.is_set() and _said(one, b"a" * 65_536):
                        pass

    def colleague(self) -> None:
        """Somebody who is signed in opens streams, writes messages and has telephones rung."""
        with ExitStack() as streams, self.signed_in("per") as per:
            head = f"GET /api/v1/events HTTP/1.1\r\nHost: hub\r\nAuthorization: {per.headers['authorization']}\r\n\r\n"
            message = {"to": "2041", "caller_name": "Per", "caller_number": "0923-555 012", "about": "Ring", "urgent": True}
            while not self.over.is_set():
                for _ in range(20):
                    if one := self._connected("stream", head.encode()):
                        streams.enter_context(closing(one))
                        with suppress(OSError):
                            self._answered(one.recv(12)[9:12])
                for path, body, times in (("messages", message, 25), ("calls", {"to": "2043"}, 2)):
                    for _ in range(times):
                        with suppress(httpx.HTTPError):
                            self._answered(str(per.post(f"/api/v1/{path}", json=body).status_code).encode())
                            self.found.tried[path] += 1
                self.over.wait(0.2)

    def others(self) -> None:
        """Somebody who works, on a connection of their own."""
        with self.signed_in("maria") as maria:
            while not self.over.wait(0.02):
                self._timed(self.found.waits, lambda: maria.get("/api/v1/people/2041"))

    def newcomers(self) -> None:
        """Somebody who signs in meanwhile, each time from nothing."""
        while not self.over.wait(0.5):
            self._timed(self.found.arrivals, lambda: self._sign_in("anna"))

    def watch(self) -> None:
        """What the hub takes of the machine."""
        first, began = self._mib(), self._processor()
        while not self.over.wait(0.1):
            with suppress(FileNotFoundError):
                self.found.files = max(self.found.files, len(list(Path(f"/proc/{self.pid}/fd").iterdir())))
            self.found.mib = max(self.found.mib, self._mib())
        self.found.grown, self.found.processor = self.found.mib - first, self._processor() - began

    @property
    def url(self) -> str:
        """Where the hub is."""
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def signed_in(self, username: str) -> Iterator[httpx.Client]:
        """A client with a token, on a connection that has never been a stranger's."""
        answer = self._sign_in(username)
        answer.raise_for_status()
        head = {"authorization": f"Bearer {answer.json()['token']}"}
        with httpx.Client(base_url=self.url, timeout=60, headers=head, trust_env=False) as client:
            yield client

    def _sign_in(self, username: str) -> httpx.Response:
        signs = {"username": username, "password": PASSWORD}
        return httpx.post(f"{self.url}/api/v1/sign-in", json=signs, timeout=60, trust_env=False)

    def settle(self, log: Path) -> None:
        """What is left when all is over."""
        with httpx.Client(base_url=self.url, timeout=60, trust_env=False) as client:
            until(lambda: self._places(client) <= 4)
            metrics = client.get("/metrics").text
            self.found.left = self._places(client)
        counted = re.findall(r'^kalix_connections_refused_total{why="([^"]+)"} (\S+)', metrics, re.MULTILINE)
        self.found.refused = {why: float(number) for why, number in counted}
        self.found.told = len(log.read_text("utf-8").splitlines())

    def _places(self, client: httpx.Client) -> int:
        found = re.search(r"^kalix_connections (\S+)", client.get("/metrics").text, re.MULTILINE)
        assert found
        return int(float(found[1]))

    def _connected(self, kind: str, begin: bytes = b"") -> socket.socket | None:
        try:
            one = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        except OSError:
            return None
        self.found.tried[kind] += 1
        return None if begin and not _said(one, begin) else one

    def _answered(self, status: bytes) -> None:
        if status.isdigit():
            self.found.colleague[int(status)] += 1

    def _timed(self, waits: list[float], ask: Callable[[], httpx.Response]) -> None:
        began = monotonic()
        for _ in range(TRIES):
            try:
                status = ask().status_code
            except httpx.HTTPError:
                self.found.again += 1
                continue
            waits.append(monotonic() - began)
            if status != 200:
                self.found.odd.append(status)
            return
        self.found.unanswered += 1

    def _processor(self) -> float:
        fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / 100

    def _mib(self) -> float:
        pages = Path(f"/proc/{self.pid}/statm").read_text("ascii").split()[1]
        return int(pages) * 4096 / 2**20


def _is_open(one: socket.socket) -> bool:
    try:
        if one.recv(1, socket.MSG_DONTWAIT | socket.MSG_PEEK):
            return True
    except BlockingIOError:
        return True
    except OSError:
        pass
    one.close()
    return False


def _said(one: socket.socket, text: bytes) -> bool:
    try:
        one.sendall(text)
    except OSError:
        one.close()
        return False
    return True


@contextmanager
def poor_hub(folder: Path) -> Iterator[tuple[int, int, Path]]:
    """A hub in a process of its own that may have few files open: its port, its process, its log."""
    made_config(folder)
    settings, log = folder / "kalix-hub.toml", folder / "log"
    settings.write_text(settings.read_text("utf-8").replace("[limits]\n", LIMITS, 1), "utf-8")
    serve = [sys.executable, "-m", "kalix_presence.hub", "serve", "--config", str(folder)]
    limited = ["sh", "-c", f'ulimit -n {FILES} && exec "$@"', "sh", *serve]
    with log.open("wb") as out, subprocess.Popen(limited, stdout=out, stderr=out) as process:
        try:
            until(lambda: "http://" in log.read_text("utf-8") or process.poll() is not None)
            address = re.search(r"http://127\.0\.0\.1:(\d+)", log.read_text("utf-8"))
            assert address, log.read_text("utf-8")
            yield int(address[1]), process.pid, log
        finally:
            process.terminate()


def flooded(folder: Path, seconds: float, enough: Callable[[Found], bool] = lambda found: True) -> Found:
    """Let it all go on for `seconds`, and on until there is `enough`."""
    raised()  # the flood itself needs more than the hub
    with poor_hub(folder) as (port, pid, log):
        flood = Flood(port, pid)
        works = [
            flood.idle, flood.slow, flood.reset, flood.endless, flood.colleague, flood.others, flood.newcomers, flood.watch
        ]  # fmt: skip
        threads = [threading.Thread(target=work, daemon=True) for work in works]
        for thread in threads:
            thread.start()
        flood.over.wait(seconds)
        until(lambda: enough(flood.found))
        flood.over.set()
        for thread in threads:
            thread.join(120)
        flood.found.unanswered += sum(thread.is_alive() for thread in threads)
        flood.settle(log)
        return flood.found


def main() -> int:
    """Say what was found; 1 when anybody went without an answer or the hub kept anything."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as folder:
        found = flooded(Path(folder) / "hub", seconds)
    print(found)
    return 1 if found.unanswered or found.odd or found.left > 4 or found.files > FILES else 0


if __name__ == "__main__":
    raise SystemExit(main())
