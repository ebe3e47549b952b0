"""The hub that leads is killed, or told to stop: seconds until a change is acknowledged at another hub of the group."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from benchmarks.hub import BIN, PASSWORD, ask, beside_both, extensions_of, furnished, moved_to
from benchmarks.measuring import Row, free_port, wait_for
from benchmarks.two_hubs import wish

ROUNDS = int(os.environ.get("KALIX_TAKEOVERS", "20"))
PEOPLE = 1_000
KEYS = "*key"
AT_ANY_MOMENT = 1.5
"""Seconds within which the moment of each round is drawn: longer than between two renewals of the lease."""


@dataclass
class Standing:
    """A hub of the group."""

    place: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Serve, until it is ended."""
        with (self.place.parent / f"{self.place.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [BIN / "kalix-hub", "serve", "--config", self.place], stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )

    def end(self, how: signal.Signals) -> None:
        """By a signal."""
        assert self.process is not None
        self.process.send_signal(how)

    def ready(self) -> dict[str, object] | None:
        """What it says of itself where it is ready."""
        try:
            status, said = ask(self.port, "GET", "/readyz")
        except (OSError, http.client.HTTPException):
            return None
        return said if status == 200 else None

    @property
    def leads(self) -> bool:
        """Whether it does its work itself and reaches the exchange."""
        said = self.ready()
        return said is not None and bool(said.get("pbx"))


def measure() -> list[Row]:
    """Both ways to end, as often each."""
    from tests.pbx.asterisk_server import SECRET

    with beside_both() as (folder, cluster, server):
        url = f"postgresql://kalix@{quote(str(cluster.folder), safe='')}/{cluster.made()}"
        with group(folder, url, server.address, SECRET) as hubs:
            killed = [taken_over(hubs, signal.SIGKILL, each) for each in range(ROUNDS)]
            stopped = [taken_over(hubs, signal.SIGTERM, each) for each in range(ROUNDS)]
    return [
        _row("the hub that leads is killed → a change acknowledged at another", killed, "≤ 5 s"),
        _row("the same when it is told to stop", stopped, ""),
    ]


def _row(what: str, taken: list[float], goal: str) -> Row:
    said = f"{min(taken):.2f} / {statistics.median(taken):.2f} / {max(taken):.2f} s (min / median / max of {len(taken)})"
    return Row(what, said, "", "", goal)


@contextmanager
def group(folder: Path, url: str, host: str, secret: str) -> Iterator[list[Standing]]:
    """Two hubs on one database and one exchange; the first one leads."""
    first = furnished(folder, PEOPLE)
    moved_to(first, url)
    (first / "asterisk.secret").touch(0o600)
    (first / "asterisk.secret").write_text(secret, "utf-8")
    settings = (first / "kalix-hub.toml").read_text("utf-8").replace('driver = "embedded"', 'driver = "asterisk"', 1)
    settings = settings.replace("[pbx.asterisk]", f'[pbx.asterisk]\nhost = "{host}"', 1)
    hubs = []
    for number in (1, 2):
        place, port = folder / f"hub{number}", free_port()
        shutil.copytree(first, place, ignore=shutil.ignore_patterns("kalix.db*"))
        text = re.sub(r"^port = \d+", f"port = {port}", settings, count=1, flags=re.MULTILINE)
        text = re.sub(r"^#?\[hubs\]\n", "", text, flags=re.MULTILINE)
        (place / "kalix-hub.toml").write_text(
            f'{text}\n[hubs]\nname = "hub{number}"\naddress = "http://127.0.0.1:{port}"\n', "utf-8"
        )
        hubs.append(Standing(place, port))
    shutil.copy(first / "kalix.db.audit-key", hubs[0].place)
    with ExitStack() as ended:
        for hub in hubs:
            hub.begin()
            ended.callback(_ended, hub)
            wait_for(hub.ready, f"{hub.place.name}")
            for key in hub.place.glob(KEYS):
                shutil.copy(key, hubs[1].place) if hub is hubs[0] else None
        yield hubs


def _ended(hub: Standing) -> None:
    hub.end(signal.SIGKILL)
    assert hub.process is not None
    hub.process.wait()


def taken_over(hubs: list[Standing], how: signal.Signals, number: int) -> float:
    """The longest in one round that somebody waits who makes changes one after the other at the hub that takes over; after it
    both are there again."""
    wait_for(lambda: any(hub.leads for hub in hubs), "a hub that leads")
    leader = next(hub for hub in hubs if hub.leads)
    other = next(hub for hub in hubs if hub is not leader)
    token = str(ask(other.port, "POST", "/api/v1/sign-in", {"username": "reception", "password": PASSWORD})[1]["token"])
    time.sleep(random.uniform(0.0, AT_ANY_MOMENT))
    last = time.perf_counter()
    leader.end(how)
    longest, gone = 0.0, False
    for turn in itertools.count():
        key = f"{how.name}-{number}-{turn}-{time.time_ns()}"
        while not _acknowledged(other.port, token, extensions_of(PEOPLE)[turn % PEOPLE], wish(number), key):
            time.sleep(0.02)
        longest, last = max(longest, time.perf_counter() - last), time.perf_counter()
        if gone:
            break
        gone = leader.process is not None and leader.process.poll() is not None
    leader.begin()
    wait_for(leader.ready, "the hub that was ended")
    return longest


def _acknowledged(port: int, token: str, extension: str, body: bytes, key: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}", "Idempotency-Key": key}
        connection.request("PUT", f"/api/v1/people/{extension}/absence", body, headers)
        answer = connection.getresponse()
        return answer.status == 200 and bool(json.loads(answer.read()))
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    for row in measure():
        print(row)
    sys.exit(0)
