"""A PBX that keeps no end, and a hub that dies: five hundred phones ring again all the same, and no forward made by hand is touched."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from tests.clocks import machine_now
from tests.hub.guardian.guarding import TOKEN
from tests.hub.guardian.plain_exchange import Exchange, installed
from tests.journeys.hub_process import BIN, PEOPLE, HubProcess, crowd
from tests.pbx.asterisk_server import PATIENCE, ROOT, wait_until

PHONES = [str(30_000 + number) for number in range(500)]
LASTS = timedelta(seconds=15)
"""Time enough, on a machine at rest, for the hub to bring all of them to the PBX; what it does not is ended by itself."""


@contextmanager
def guardian(folder: Path, around: dict[str, str]) -> Iterator[str]:
    """`kalix-hub guardian` as a process of its own, and its address."""
    log = folder.parent / "guardian.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(BIN / "kalix-hub"), "guardian", "--config", str(folder)],
            stdout=out,
            stderr=out,
            cwd=ROOT,
            env=os.environ | around,
        )
    try:
        wait_until(lambda: "http://" in log.read_text("utf-8"), f"the guardian did not start: {log.read_text('utf-8')}")
        yield "http://" + log.read_text("utf-8").split("http://")[1].split()[0].rstrip(";")
    finally:
        process.terminate()
        process.wait(PATIENCE)
        assert TOKEN not in log.read_text("utf-8")


def settings(folder: Path, exchange: Path, *, url: str = "") -> None:
    """Both sides go by the plain exchange."""
    path = folder / "kalix-hub.toml"
    text = path.read_text("utf-8") if path.exists() else '[pbx]\ndriver = "embedded"\n[guardian]\n#url = ""\n#port = 8771\n'
    text = text.replace('driver = "embedded"', f'driver = "plain"\n[pbx.plain]\nfile = "{exchange}"', 1)
    text = text.replace("#port = 8771", "port = 0")
    if url:
        text = text.replace("[guardian]\n", f'[guardian]\nurl = "{url}"\n', 1)
    path.write_text(text, "utf-8")
    (folder / "guardian.token").write_text(TOKEN.replace(" ", "-"))
    (folder / "guardian.token").chmod(0o600)


def set_all(maria: httpx.Client, end: datetime) -> None:
    """Lunch for everybody until `end`."""
    lunch = {"reason": "lunch", "until": end.isoformat()}
    with ThreadPoolExecutor(10) as people:
        answers = list(people.map(lambda phone: maria.put(f"/api/v1/people/{phone}/absence", json=lunch), PHONES))
    assert {answer.status_code for answer in answers} == {200}


def test_five_hundred_ends_pass_while_the_hub_is_dead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exchange = Exchange(tmp_path / "exchange.db").make()
    around = {"PYTHONPATH": os.pathsep.join([installed(tmp_path / "site"), str(ROOT)])}
    for name, value in around.items():
        monkeypatch.setenv(name, value)
    hub = HubProcess(tmp_path, people=PEOPLE + crowd(len(PHONES)))
    post = tmp_path / "post"
    post.mkdir(mode=0o700)
    settings(post, tmp_path / "exchange.db")
    with guardian(post, around) as url:
        settings(hub.place, tmp_path / "exchange.db", url=url)
        hub.start()
        wait_until(
            lambda: not httpx.get(f"{hub.url}/readyz", trust_env=False, timeout=PATIENCE).json().get("warnings"),
            "the guardian does not guard",
        )
        checked = subprocess.run(
            [sys.executable, "-m", "kalix_presence.hub", "check", "--config", str(hub.place)],
            env=os.environ | {"LC_ALL": "en_US.UTF-8"},
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
        assert "Guardian: OK Ends 0 forwards if the hub should die." in checked.stdout, checked.stdout
        with hub.client("maria") as maria:
            begun = machine_now()
            set_all(maria, begun + timedelta(hours=8))
            # The same once more, with an end that comes when all have theirs, however slow this machine is.
            end = machine_now() + max(LASTS, 3 * (machine_now() - begun))
            set_all(maria, end)
        hub.kill9()
        assert machine_now() > end or len(exchange.forwards()) == len(PHONES)
        exchange.forward(PHONES[0], "0701740601")  # by hand, meanwhile
        wait_until(lambda: len(exchange.forwards()) == 1, f"still diverted: {exchange.forwards()}")
        assert exchange.forwards() == {PHONES[0]: "0701740601"}
