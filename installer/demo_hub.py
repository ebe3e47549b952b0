"""The demo's hub with its day behind it, and everything the demo starts: ended, and gone from the disk, when it is left."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import httpx

from kalix_presence import shipped
from kalix_presence.cli.output import language
from kalix_presence.hub.commands.init import DEMO_PASSWORD

USER, EXTENSION = "anna.ek", "2041"
RECEPTIONIST = "maria.lundberg"
OFFICER = "per.nilsson"
HERE = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent
PATIENCE = 90.0
RUNNING = "running.json"
"""In the demo's folder: where its hub is and how to sign in there, for `demo call`, `demo hear`, `demo receptionist`
and `demo officer`."""

Found = TypeVar("Found")


class NotSeen(Exception):
    """A step was not seen; the text says which."""


class Demo:
    """Everything the demo starts, ended when it is left."""

    def __init__(self, stack: ExitStack) -> None:
        self.words = shipped.words(language())
        self.stack = stack
        self.home = Path(tempfile.mkdtemp(prefix="kalix-demo-"))
        stack.callback(shutil.rmtree, self.home, ignore_errors=True)
        self.environment = dict(os.environ)
        self._steps = 0

    def say(self, key: str, **blanks: object) -> None:
        """One plain sentence."""
        print(self.words.say(f"demo.{key}", **blanks), flush=True)

    def step(self, key: str, **blanks: object) -> None:
        """A numbered step that was seen."""
        self._steps += 1
        print(f"{self._steps}. {self.words.say(f'demo.{key}', **blanks)}", flush=True)

    def start(self, *command: str | Path, log: str) -> subprocess.Popen[bytes]:
        """Start a program that is ended with the demo; what it prints goes to a file."""
        with (self.home / f"{log}.log").open("wb") as file:
            process = subprocess.Popen(command, env=self.environment, stdout=file, stderr=file, stdin=subprocess.DEVNULL)
        self.stack.callback(end, process)
        return process

    def wait(self, seen: Callable[[], Found], key: str) -> Found:
        """Wait for what must be seen; raises NotSeen."""
        deadline = time.monotonic() + PATIENCE
        while not (found := seen()):
            if time.monotonic() > deadline:
                raise NotSeen(self.words.say(f"demo.{key}"))
            time.sleep(0.05)
        return found

    def hub(self) -> httpx.Client:
        """A hub with the sample organisation in the middle of its day, and Anna signed in there."""
        folder, clips = self.home / "hub", self.home / "clips"
        subprocess.run([BIN / "kalix-hub", "init", "--sample", "--port", "0", folder], check=True, capture_output=True)
        speaking = self.start(sys.executable, shipped.resources() / "clips" / "render_clips", clips, log="clips")
        filling = self.start(sys.executable, HERE / "demo_day.py", folder, log="day")
        silent = speaking.wait()  # a machine without the voice has a demo all the same
        if filling.wait():
            print((self.home / "day.log").read_text("utf-8", "replace")[-2000:], file=sys.stderr)  # why, before it is gone
            raise NotSeen(self.words.say("demo.no-day"))
        if not silent:
            file = folder / "kalix-hub.toml"
            file.write_text(
                file.read_text("utf-8").replace('#clips = "clips"', f"clips = {json.dumps(str(clips))}", 1), "utf-8"
            )
        self.start(BIN / "kalix-hub", "serve", "--config", folder, log="hub")
        log = self.home / "hub.log"
        address = self.wait(lambda: _ready(log.read_text("utf-8", "replace")), "no-hub")
        client = self.signed_in(address, USER)
        token = client.headers["Authorization"].removeprefix("Bearer ")
        self.environment |= {"KALIX_HUB": address, "KALIX_TOKEN": token, "KALIX_HOME": str(self.home / "anna")}
        self._tell_where(address)
        people = client.get("/api/v1/people", params={"limit": 500}).raise_for_status().json()["people"]
        away = sum(1 for person in people if "absence" in person["standing"])
        units = len({person["unit"] for person in people})
        self.step("hub", address=address, people=len(people), units=units, away=away)
        return client

    def signed_in(self, address: str, username: str) -> httpx.Client:
        """A client of one of the sample's people."""
        client = self.stack.enter_context(httpx.Client(base_url=address, timeout=60, trust_env=False))
        wish = {"username": username, "password": DEMO_PASSWORD}
        token = client.post("/api/v1/sign-in", json=wish).raise_for_status().json()["token"]
        client.headers["Authorization"] = f"Bearer {token}"
        return client

    def _tell_where(self, address: str) -> None:
        tokens = {name: self.signed_in(address, name).headers["Authorization"] for name in (USER, RECEPTIONIST, OFFICER)}
        known = {"pid": os.getpid(), "address": address, "tokens": tokens}
        file = self.home / RUNNING
        file.touch(mode=0o600)
        file.write_text(json.dumps(known), "utf-8")


def end(process: subprocess.Popen[bytes]) -> None:
    """End a program that was started here, if it has not ended."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _ready(log: str) -> str:
    """The address that the hub has said it is at, once it is ready there."""
    said = [
        word
        for line in log.splitlines(keepends=True)
        if line.endswith("\n")
        for word in line.split()
        if word.startswith("http://")
    ]
    try:
        return said[-1] if said and httpx.get(f"{said[-1]}/readyz", trust_env=False).is_success else ""
    except httpx.HTTPError:
        return ""
