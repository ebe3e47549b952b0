"""Opening the inbox of somebody with ten thousand old messages, from a real hub, on a real screen."""

from __future__ import annotations

import sqlite3
import statistics
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

from benchmarks.hub import Running, ask, hub
from benchmarks.measuring import Row
from benchmarks.pop_up import addressee
from benchmarks.screen import screen

OLD = 10_000
ROUNDS = 5
GOAL = "< 150 ms"


def measure() -> list[Row]:
    """Medians of rounds, each in a process of its own; nothing does the same, so there is no yardstick beside it."""
    with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name:
        folder = Path(name)
        with hub(folder, 1) as served, screen(folder) as env:
            token = addressee(folder, served)
            make_old_messages(folder / "hub" / "kalix.db", served)
            ours = {"KALIX_HUB": f"http://127.0.0.1:{served.port}", "KALIX_TOKEN": token, "KALIX_HOME": str(folder / "home")}
            runs = [opened(env | ours) for _ in range(ROUNDS)]
    first, first_done, again, again_done = (statistics.median(each) for each in zip(*runs, strict=True))
    what = f"inbox with {OLD:,} old messages"
    return [
        Row(f"{what}, opened", f"{again:.0f} ms ({first:.0f} ms the first time)", "", "", GOAL),
        Row(f"{what}, the done ones listed", f"{again_done:.0f} ms ({first_done:.0f} ms the first time)", "", "", GOAL),
    ]


def opened(env: dict[str, str]) -> list[float]:
    """Milliseconds, as `inbox_opened` prints them."""
    ran = subprocess.run([sys.executable, "-m", "benchmarks.inbox_opened"], env=env, capture_output=True, check=True)
    return [float(part) for part in ran.stdout.split()]


def make_old_messages(database: Path, served: Running) -> None:
    """One message is left and done as people do it, the others are written as copies of it; and one waits."""
    wish = {"to": served.extensions[0], "caller_name": "Karin Berg", "caller_number": "0923-555 12", "about": "Bygglov"}
    _, made = ask(served.port, "POST", "/api/v1/messages", wish, served.receptionist)
    step = {"step": "finish", "version": made["version"]}
    ask(served.port, "PATCH", f"/api/v1/messages/{made['id']}", step, served.receptionist)
    ask(served.port, "POST", "/api/v1/messages", wish, served.receptionist)
    with sqlite3.connect(database, timeout=30) as sql:
        asked = sql.execute("SELECT * FROM message WHERE id = ?", (made["id"],))
        names = [each[0] for each in asked.description]
        row = dict(zip(names, asked.fetchone(), strict=True))
        rows = []
        for number in range(OLD - 1):
            one = uuid.uuid4().hex
            body = row["body"].replace(str(made["id"]).encode(), one.encode())
            rows.append(tuple((row | {"id": one, "closed_at": row["closed_at"] - number - 1, "body": body}).values()))
        sql.executemany(f"INSERT INTO message ({','.join(names)}) VALUES ({','.join('?' * len(names))})", rows)  # noqa: S608  (names of columns)
    sql.close()
