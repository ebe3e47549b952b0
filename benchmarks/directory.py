"""50,000 people: 200 receptionists come at once with a token each; one person is changed, one leaves, somebody searches."""

from __future__ import annotations

import hashlib
import http.client
import secrets
import sqlite3
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from benchmarks.hub import BIN, ask, hub
from benchmarks.measuring import Row, percentile, wait_for

PEOPLE = 50_000
RECEPTIONISTS = 200
ONE = "30007"


def measure() -> list[Row]:
    """Rows for the two."""
    with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name, hub(Path(name), PEOPLE) as running:
        place = Path(name) / "hub"
        tokens = _tokens(place / "kalix.db", running.extensions[:RECEPTIONISTS])
        began = _cpu(running.pid)
        with ThreadPoolExecutor(20) as pool:
            firsts = list(pool.map(lambda token: _me(running.port, token), tokens))
        spent = (_cpu(running.pid) - began) * 1000 / RECEPTIONISTS
        waits, seen = _one_changed(place, running.port, running.receptionist)
        token = running.receptionist
        wide = tokens[0]
        with closing(sqlite3.connect(place / "kalix.db", timeout=30)) as sql, sql:
            sql.execute("UPDATE account SET roles = 'administrator' WHERE extension = ?", (running.extensions[0],))
            sql.execute("UPDATE setting SET value = value + 1 WHERE name = 'account_version'")
        wait_for(lambda: ask(running.port, "GET", "/api/v1/unclear", token=wide)[0] == 200, "the administrator")
        others = [
            _others(f"{what} among {PEOPLE:,}", running.port, token, work)
            for what, work in (
                ("one leaves", lambda: _one_leaves(place, running.port, token)),
                ("the first search after it", lambda: ask(running.port, "GET", "/api/v1/people?q=test", token=token)),
                ("the list of what is unclear", lambda: ask(running.port, "GET", "/api/v1/unclear", token=wide)),
            )
        ]
    return [
        Row(
            f"200 tokens never seen before, {PEOPLE:,} people: first answer p50 / p99, CPU each",
            f"{percentile(firsts, 0.5) * 1000:.0f} / {percentile(firsts, 0.99) * 1000:.0f} ms, {spent:.1f} ms",
            "-",
            "-",
            "CPU each < 10 ms",
        ),
        Row(
            f"one changed person among {PEOPLE:,}: from the end of the import until the hub says so; others' wait p99, longest",
            f"{seen:.2f} s; {percentile(waits, 0.99) * 1000:.0f} ms, {max(waits) * 1000:.0f} ms",
            "-",
            "-",
            "< 1 s; p99 < 50 ms",
        ),
        *others,
    ]


def _others(what: str, port: int, token: str, work: Callable[[], object]) -> Row:
    """How long somebody else waits for each answer while `work` is done."""
    waits, over = list[float](), threading.Event()

    def ask_on() -> None:
        while not over.is_set():
            waits.append(_me(port, token))
            time.sleep(0.002)

    other = threading.Thread(target=ask_on)
    other.start()
    began = time.perf_counter()
    work()
    seconds = time.perf_counter() - began
    over.set()
    other.join()
    shown = f"{percentile(waits, 0.99) * 1000:.0f} ms, {max(waits) * 1000:.0f} ms"
    return Row(f"{what} ({seconds:.1f} s): others' wait p99, longest", shown, "-", "-", "p99 < 50 ms")


def _one_leaves(place: Path, port: int, token: str) -> None:
    """Removed beside the hub, until it says so."""
    command = [BIN / "kalix-hub", "person", "erase", "--config", place, "--yes", ONE]
    subprocess.run(command, check=True, capture_output=True)
    wait_for(lambda: ask(port, "GET", f"/api/v1/people/{ONE}", token=token)[0] == 404, "the end")


def _tokens(database: Path, extensions: list[str]) -> list[str]:
    """A token for each of them, as a sign-in would have left it; they are receptionists."""
    tokens = [secrets.token_urlsafe(32) for _ in extensions]
    with closing(sqlite3.connect(database, timeout=30)) as sql, sql:
        for extension, token in zip(extensions, tokens, strict=True):
            sql.execute("UPDATE account SET roles = 'receptionist' WHERE extension = ?", (extension,))
            digest = hashlib.sha256(token.encode()).digest()
            row = sql.execute("SELECT turn, created_at, seen_at, expires_at, access_expires_at FROM session LIMIT 1").fetchone()
            sql.execute(
                "INSERT INTO session(id, username, access, family, made_by, turn, created_at, seen_at, expires_at,"
                " access_expires_at) VALUES (?, ?, ?, ?, x'', ?, ?, ?, ?, ?)",
                (secrets.token_hex(8), f"u{extension}", digest, digest, *row),
            )
    return tokens


def _me(port: int, token: str) -> float:
    began = time.perf_counter()
    status, _ = ask(port, "GET", "/api/v1/me", token=token)
    if status != 200:
        raise RuntimeError(f"a token was answered {status}")
    return time.perf_counter() - began


def _one_changed(place: Path, port: int, token: str) -> tuple[list[float], float]:
    """What a reader waits for each answer meanwhile, and seconds until one of them says what was imported."""
    heading = "extension,given_name,family_name,unit,administration,title"
    file = place / "one.csv"
    file.write_text(f"{heading}\n{ONE},Test,Person{ONE},Enhet,Förvaltning,Rektor\n", "utf-8")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Authorization": f"Bearer {token}"}
    waits: list[float] = []

    def title() -> str:
        began = time.perf_counter()
        connection.request("GET", f"/api/v1/people/{ONE}", headers=headers)
        body = connection.getresponse().read()
        waits.append(time.perf_counter() - began)
        return body.decode()

    title()
    command = [BIN / "kalix-hub", "import", "--config", place, file]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as importing:
        while importing.poll() is None:
            title()
            time.sleep(0.01)
    if importing.returncode:
        raise RuntimeError("the import was refused")
    ended = time.perf_counter()
    wait_for(lambda: "Rektor" in title(), "the new title")
    seen = time.perf_counter() - ended
    until = time.perf_counter() + 2
    while time.perf_counter() < until:  # what is made anew afterwards stops others as well
        title()
        time.sleep(0.01)
    connection.close()
    return waits, seen


def _cpu(pid: int) -> float:
    """Seconds of processor that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100
