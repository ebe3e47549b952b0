"""The hub with its sample organisation on this Linux, which can be away for a while, for a client under Windows."""

from __future__ import annotations

import re
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import httpx

from kalix_presence.hub.commands.init import DEMO_PASSWORD
from tests.windows.computer import end, out, wait

BIN = Path(sys.executable).parent
USER, EXTENSION = "anna.ek", "2041"
RECEPTIONIST = "maria.lundberg"


class LinuxHub:
    """That hub, as Anna asks it."""

    def __init__(self, stack: ExitStack, work: Path) -> None:
        self._stack, self._folder, self._work = stack, work / "hub", work
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        out(str(BIN / "kalix-hub"), "init", "--sample", "--port", str(self.port), str(self._folder))
        self.client = stack.enter_context(httpx.Client(base_url=self.address, timeout=60, trust_env=False))
        self.serve()
        self.client.headers["Authorization"] = self._signed_in(USER)

    def _signed_in(self, username: str) -> str:
        wish = {"username": username, "password": DEMO_PASSWORD}
        return f"Bearer {self.client.post('/api/v1/sign-in', json=wish).raise_for_status().json()['token']}"

    def serve(self) -> None:
        """Begin, or begin again."""
        with (self._work / "hub.log").open("ab") as log:
            self._process = subprocess.Popen([BIN / "kalix-hub", "serve", "--config", self._folder], stdout=log, stderr=log)
        self._stack.callback(end, self._process)
        wait(self._is_ready, "the hub")

    def leave(self) -> None:
        """End it: it is away until it serves again."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(30)

    def _is_ready(self) -> bool:
        try:
            return self.client.get("/readyz").is_success
        except httpx.HTTPError:
            return False

    def is_followed(self) -> bool:
        """Whether the program under Windows is connected: it alone has an event stream here."""
        measures = self.client.get("/metrics").raise_for_status().text
        return re.search(r"^kalix_streams [1-9]", measures, re.MULTILINE) is not None

    def standing(self) -> dict[str, Any]:
        """Where Anna stands."""
        found: dict[str, Any] = self.client.get(f"/api/v1/people/{EXTENSION}").raise_for_status().json()["standing"]
        return found

    def reason(self) -> str:
        """Why Anna is away, once the PBX holds it; "" while she is here."""
        standing = self.standing()
        return str(standing["absence"]["reason"]) if standing.get("absence") and standing.get("in_force", True) else ""

    def leave_message(self, about: str) -> None:
        """Maria at the switchboard leaves Anna a callback message."""
        wish = {"to": EXTENSION, "caller_name": "Ingrid Lundgren", "caller_number": "0923 555 128", "about": about}
        headers = {"Authorization": self._signed_in(RECEPTIONIST)}
        self.client.post("/api/v1/messages", json=wish, headers=headers).raise_for_status()

    def messages(self) -> list[dict[str, Any]]:
        """What waits for Anna."""
        found: list[dict[str, Any]] = self.client.get("/api/v1/messages", params={"to": EXTENSION}).json()["messages"]
        return found

    def times_set(self, reason: str) -> tuple[int, int]:
        """How many absences of Anna's for that reason the hub has kept, and how many times the audit says one of hers was set."""
        with closing(sqlite3.connect(f"file:{self._folder / 'kalix.db'}?mode=ro", uri=True)) as database:
            kept = database.execute(
                "SELECT count(*) FROM absence WHERE extension = ? AND reason = ?", (EXTENSION, reason)
            ).fetchone()[0]
            told = database.execute(
                "SELECT count(*) FROM audit WHERE about = ? AND act = 'set-absence'", (EXTENSION,)
            ).fetchone()[0]
        return kept, told
