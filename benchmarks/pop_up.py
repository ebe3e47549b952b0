"""From a message posted to its pop-up on the screen, beside the bare event stream's round trip in the same run."""

from __future__ import annotations

import json
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.hub import BIN, PASSWORD, Running, ask, hub
from benchmarks.measuring import Row, percentile, running, wait_for
from benchmarks.screen import has_icon, screen

ROUNDS = 60
WARM = 3
"""The first ones load the windows; they are told apart."""


def measure() -> list[Row]:
    """Both are timed from the same POST: the stream by a bare reader, the pop-up by the X server's word that it is mapped."""
    with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name:
        folder = Path(name)
        with hub(folder, 1) as served, screen(folder) as env:
            token = addressee(folder, served)
            home = folder / "home"
            (home / "config").mkdir(parents=True)
            # Our own card: how long a notification server takes to draw is its own affair.
            settings = {"notifications": "card", "shortcut": "", "lunch_at": "", "day_end": False}
            (home / "config" / "settings.json").write_text(json.dumps(settings), "utf-8")
            ours = {"KALIX_HUB": f"http://127.0.0.1:{served.port}", "KALIX_TOKEN": token, "KALIX_HOME": str(home)}
            with running(BIN / "kalix-presence", log=folder / "tray.log", env=env | ours):
                wait_for(lambda: has_icon(env, "kalix-presence"), "the icon")
                with reader(served.port, token) as heard, mapped(env) as seen:
                    wait_for(lambda: heard, "the stream")
                    pops, trips = posted(served, token, heard, seen)
    rows = []
    for part in (0.5, 0.99):
        pop, trip = percentile(pops, part) * 1000, percentile(trips, part) * 1000
        what = f"message posted to pop-up visible, p{part * 100:.0f}"
        rows.append(Row(what, f"{pop:.1f} ms", f"{trip:.1f} ms (bare event stream)", f"{pop / trip:.1f} ×", ""))
    return rows


def addressee(folder: Path, served: Running) -> str:
    """Somebody with an extension, signed in; the token."""
    name = f"u{served.extensions[0]}"
    place = folder / "hub"
    command = [BIN / "kalix-hub", "user", "password", "--config", place, "--password-file", "-", name]
    subprocess.run(command, input=PASSWORD, check=True, capture_output=True, text=True)
    _, signed = ask(served.port, "POST", "/api/v1/sign-in", {"username": name, "password": PASSWORD})
    return str(signed["token"])


@contextmanager
def reader(port: int, token: str) -> Iterator[list[float]]:
    """When each event with a message of stage "new" arrived at a reader that does nothing else."""
    heard: list[float] = []
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(f"GET /api/v1/events HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {token}\r\n\r\n".encode())

    def read() -> None:
        while part := connection.recv(1 << 20):
            if not heard or b'"stage":"new"' in part:
                heard.append(time.perf_counter())

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    try:
        yield heard
    finally:
        connection.shutdown(socket.SHUT_RDWR)
        thread.join()
        connection.close()


@contextmanager
def mapped(env: dict[str, str]) -> Iterator[list[float]]:
    """When a window was mapped on the screen, as the X server tells those who watch its root window."""
    command = ["stdbuf", "-oL", "xev", "-root", "-event", "substructure"]
    watch = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    seen: list[float] = []

    def read() -> None:
        assert watch.stdout is not None
        for line in watch.stdout:
            if line.startswith("MapNotify"):
                seen.append(time.perf_counter())

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        watch.terminate()
        watch.wait()
        thread.join()


def posted(served: Running, token: str, heard: list[float], seen: list[float]) -> tuple[list[float], list[float]]:
    """Seconds until the pop-up and until the event, for each message; each is done before the next, so that each comes up."""
    both = [one_posted(served, token, heard, seen) for _ in range(ROUNDS + WARM)][WARM:]
    return [pop for pop, _ in both], [trip for _, trip in both]


def one_posted(served: Running, token: str, heard: list[float], seen: list[float]) -> tuple[float, float]:
    """One message, from the request to both ends."""
    wish = {"to": served.extensions[0], "caller_name": "Karin Berg", "caller_number": "0923-555 12", "about": "Bygglov"}
    before_heard, before_seen = len(heard), len(seen)
    began = time.perf_counter()
    _, made = ask(served.port, "POST", "/api/v1/messages", wish, served.receptionist)
    wait_for(lambda: len(seen) > before_seen and len(heard) > before_heard, "the pop-up", every=0.001)
    found = seen[before_seen] - began, heard[before_heard] - began
    path = f"/api/v1/messages/{made['id']}"
    wait_for(lambda: ask(served.port, "GET", path, token=token)[1]["stage"] != "new", "the acknowledgement")
    step = {"step": "finish", "version": ask(served.port, "GET", path, token=token)[1]["version"]}
    ask(served.port, "PATCH", path, step, served.receptionist)
    time.sleep(0.3)  # the card goes before the next one comes
    return found
